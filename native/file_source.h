// The bytes of a file for a decoder, read as they are asked for: an hour of WAV takes no more memory than a second.
//
//   Result<std::unique_ptr<ByteSource>> source = open_file_source("song.flac");
//   Result<std::unique_ptr<Decoder>> decoder = open_decoder(**source);
#pragma once

#include <filesystem>
#include <memory>

#include "core/byte_source.h"
#include "core/result.h"

namespace genrelens {

// What is no regular file (a pipe) is read whole. Errors have no file name: "This file cannot be opened or read."
Result<std::unique_ptr<ByteSource>> open_file_source(const std::filesystem::path& path);

}  // namespace genrelens
