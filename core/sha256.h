// SHA-256 (FIPS 180-4), to tell that weights are the ones a card speaks of.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace genrelens {

// 64 lower-case hexadecimal digits.
std::string sha256(std::span<const std::uint8_t> bytes);

// Of the text's bytes.
std::string sha256(std::string_view text);

}  // namespace genrelens
