// One song, from the bytes of its file to the answer.
//
//   Result<std::unique_ptr<ByteSource>> source = open_file_source("song.mp3");
//   Result<SongAnswer> answer = classify_song(**source, model);
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/byte_source.h"
#include "core/prediction.h"
#include "core/result.h"
#include "native/model_folder.h"

namespace genrelens {

struct SongAnswer {
  Prediction prediction;
  double seconds = 0;           // of the song that was heard
  std::optional<Error> damage;  // why it ended early, if it did
};

// progress: told the share of the bytes that were read, 0…1; may be empty.
// Errors: the bytes are no sound that is read here, not one frame of it is good, or the network fails.
Result<SongAnswer> classify_song(ByteSource& source, Model& model, const std::function<void(double)>& progress = {});

}  // namespace genrelens
