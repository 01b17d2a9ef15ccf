// The one sentence about an option that cannot be served. Internal to core.
#pragma once

#include <string>

#include "core/result.h"

namespace genrelens {

// "fft_length is 7, but must be `allowed`."
inline Error option_error(const char* option, int value, const std::string& allowed) {
  return {ErrorCode::out_of_range,
          std::string(option) + " is " + std::to_string(value) + ", but must be " + allowed + "."};
}

// "power must be `allowed`.", for numbers whose decimals would say nothing.
inline Error option_error(const char* option, const std::string& allowed) {
  return {ErrorCode::out_of_range, std::string(option) + " must be " + allowed + "."};
}

}  // namespace genrelens
