#include "native/model_answer.h"

#include <cassert>
#include <utility>

#include "native/row_chunks.h"

namespace genrelens {
namespace {

RowChunks chunks_of(const Model& model, [[maybe_unused]] const FeatureFolder& folder) {
  assert(!rows_fit(model.card.features, folder.recipe));
  return RowChunks(model.card.features, hop_frames(model.card), model.card.last_chunk);
}

}  // namespace

Result<SplitAnswers> answer_tracks(Model& model, const FeatureFolder& folder, std::span<const std::size_t> tracks) {
  const RunNetwork run = [&](std::span<const float> inputs, std::size_t count) -> Result<std::vector<float>> {
    Result<OnnxAnswer> answer = model.session.run(inputs, count);
    if (!answer) return answer.error();
    return std::move(answer->logits);
  };
  return answer_rows(folder, tracks, model.card.labels, chunks_of(model, folder), run);
}

Result<std::vector<std::vector<float>>> chunk_embeddings(Model& model, const FeatureFolder& folder, std::size_t track) {
  const RowChunks chunks = chunks_of(model, folder);
  std::vector<float> input(chunks.input_size());
  std::vector<std::vector<float>> embeddings;
  for (std::size_t number = 0; number < chunks.count(folder.columns); number++) {
    chunks.fill(folder.levels_of(track), number, input);
    Result<OnnxAnswer> answer = model.session.run(input, 1);
    if (!answer) return answer.error();
    embeddings.push_back(std::move(answer->embedding));
  }
  return embeddings;
}

}  // namespace genrelens
