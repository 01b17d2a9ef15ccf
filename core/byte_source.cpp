#include "core/byte_source.h"

#include <algorithm>

namespace genrelens {
namespace {

// Of `length` bytes from `offset` on, those that lie before `size`.
std::size_t length_within(std::uint64_t size, std::uint64_t offset, std::size_t length) {
  return offset >= size ? 0 : static_cast<std::size_t>(std::min<std::uint64_t>(length, size - offset));
}

}  // namespace

std::span<const std::uint8_t> MemorySource::view(std::uint64_t offset, std::size_t length) {
  length = length_within(bytes_.size(), offset, length);
  return length == 0 ? std::span<const std::uint8_t>() : bytes_.subspan(static_cast<std::size_t>(offset), length);
}

std::span<const std::uint8_t> WindowSource::view(std::uint64_t offset, std::size_t length) {
  length = length_within(size_, offset, length);
  if (length == 0) return {};
  const bool inside = offset >= begin_ && offset - begin_ <= window_.size() &&
                      window_.size() - static_cast<std::size_t>(offset - begin_) >= length;
  if (!inside) {
    window_.resize(length_within(size_, offset, std::max(length, kWindowBytes)));
    window_.resize(std::min(window_.size(), read_(offset, window_)));
    begin_ = offset;
  }
  const auto skipped = static_cast<std::size_t>(offset - begin_);
  return std::span<const std::uint8_t>(window_).subspan(skipped, std::min(length, window_.size() - skipped));
}

}  // namespace genrelens
