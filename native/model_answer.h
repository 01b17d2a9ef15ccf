// What a model says of stored rows.
//
//   Result<SplitAnswers> answers = answer_tracks(*model, folder, split.tracks);
//   Result<std::vector<std::vector<float>>> heard = chunk_embeddings(*model, folder, track);
//
// Assert that the folder's rows are what the network takes: rows_fit() of native/row_chunks.h.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/result.h"
#include "native/evaluation.h"
#include "native/feature_folder.h"
#include "native/model_folder.h"

namespace genrelens {

// Errors: a genre that is none of the model's labels, or ONNX Runtime's.
Result<SplitAnswers> answer_tracks(Model& model, const FeatureFolder& folder, std::span<const std::size_t> tracks);

// One a chunk of the track. Errors: ONNX Runtime's.
Result<std::vector<std::vector<float>>> chunk_embeddings(Model& model, const FeatureFolder& folder, std::size_t track);

}  // namespace genrelens
