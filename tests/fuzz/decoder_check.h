// What every decoder holds to, whatever the bytes: for the fuzz targets, one a format.
//
//   extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
//     return check_decoder("WAV", {data, size});
//   }
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

// Decodes the bytes through open_decoder and ends the program if the decoder breaks its word (core/decode.h). Bytes
// that begin with an Ogg page are decoded as they are and once more with every page's checksum made right. Returns 0;
// −1 if another format than `format` was opened, so that libFuzzer does not keep the input.
int check_decoder(std::string_view format, std::span<const std::uint8_t> bytes);
