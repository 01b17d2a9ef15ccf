// Columns of bytes that come while a song is read, at many resolutions: in each level a column stands for two of the
// level before, byte by byte the larger of both. So a view of any width finds a level with about as many columns as it
// has pixels.
//
//   ColumnPyramid pyramid(65536);
//   pyramid.start(96, 0.02);
//   pyramid.append(bytes);                                   // (columns, rows)
//   const std::size_t level = pyramid.level_for(0.1);        // columns of at most 0.1 s
//   pyramid.column(level, 7)[row]
//
// A song of more columns than `most` loses the finest level: memory stays what it is, however long the song.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace genrelens::window {

class ColumnPyramid {
 public:
  explicit ColumnPyramid(std::size_t most) : most_(most) {}

  void start(std::size_t rows, double column_seconds);
  void append(std::span<const std::uint8_t> columns);

  std::size_t rows() const { return rows_; }
  std::size_t pushed() const { return pushed_; }  // columns, all together
  double seconds() const { return static_cast<double>(pushed_) * pushed_seconds_; }
  double finest_seconds() const { return column_seconds(0); }
  std::uint8_t largest() const { return largest_; }

  // The coarsest level whose columns are no longer than that; the finest one if all are.
  std::size_t level_for(double seconds) const;
  double column_seconds(std::size_t level) const;
  std::size_t columns(std::size_t level) const;
  std::span<const std::uint8_t> column(std::size_t level, std::size_t index) const;

 private:
  void append_column(std::span<const std::uint8_t> column);
  void drop_finest();

  std::size_t most_;  // columns in the finest level
  std::size_t rows_ = 0;
  double pushed_seconds_ = 0;  // of a column as it was pushed
  std::size_t pushed_ = 0;
  std::size_t dropped_ = 0;  // levels that became too long
  std::uint8_t largest_ = 0;
  std::vector<std::vector<std::uint8_t>> levels_;  // (columns, rows) each, the finest first
};

}  // namespace genrelens::window
