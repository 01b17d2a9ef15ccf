// Where a decoder's bytes come from: memory, a file, a browser's Blob. Any part may be asked for, in any order, so a
// decoder holds only the part it works on: an hour of WAV needs no more memory than a second.
//
//   MemorySource memory(bytes);                            // the bytes must outlive it
//   WindowSource file(size, [&](std::uint64_t offset, std::span<std::uint8_t> into) { return read_at(offset, into); });
//   Result<std::unique_ptr<Decoder>> decoder = open_decoder(file);
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace genrelens {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Bytes, all together.
  virtual std::uint64_t size() const = 0;

  // Up to `length` bytes from `offset` on, of which there are fewer only where the source ends or cannot be read.
  // They stand until the next call.
  virtual std::span<const std::uint8_t> view(std::uint64_t offset, std::size_t length) = 0;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint64_t size() const override { return bytes_.size(); }
  std::span<const std::uint8_t> view(std::uint64_t offset, std::size_t length) override;

 private:
  std::span<const std::uint8_t> bytes_;
};

// Reads through a window that moves with what is asked for; it grows only for a longer view.
class WindowSource final : public ByteSource {
 public:
  // Fills `into` with the bytes from `offset` on and returns how many it could read.
  using Read = std::function<std::size_t(std::uint64_t offset, std::span<std::uint8_t> into)>;

  static constexpr std::size_t kWindowBytes = 1 << 18;

  WindowSource(std::uint64_t size, Read read) : size_(size), read_(std::move(read)) {}

  std::uint64_t size() const override { return size_; }
  std::span<const std::uint8_t> view(std::uint64_t offset, std::size_t length) override;

 private:
  std::uint64_t size_;
  Read read_;
  std::uint64_t begin_ = 0;           // of the window
  std::vector<std::uint8_t> window_;  // what was read from begin_ on
};

}  // namespace genrelens
