#include "web/window/column_pyramid.h"

#include <algorithm>
#include <cmath>

namespace genrelens::window {
namespace {

constexpr std::size_t kLevels = 12;  // the coarsest holds at least most / 4096 columns once the finest is full

std::uint8_t larger(std::uint8_t a, std::uint8_t b) { return std::max(a, b); }

}  // namespace

void ColumnPyramid::start(std::size_t rows, double column_seconds) {
  rows_ = rows;
  pushed_seconds_ = column_seconds;
  pushed_ = 0;
  dropped_ = 0;
  largest_ = 0;
  levels_.assign(kLevels, {});
}

void ColumnPyramid::append(std::span<const std::uint8_t> columns) {
  if (rows_ == 0) return;
  for (std::size_t begin = 0; begin + rows_ <= columns.size(); begin += rows_) {
    append_column(columns.subspan(begin, rows_));
  }
}

void ColumnPyramid::append_column(std::span<const std::uint8_t> column) {
  largest_ = std::max(largest_, *std::ranges::max_element(column));
  if ((pushed_ >> dropped_) == most_) drop_finest();
  for (std::size_t level = 0; level < kLevels; level++) {
    std::vector<std::uint8_t>& stored = levels_[level];
    if ((pushed_ >> (level + dropped_)) == columns(level)) {
      stored.insert(stored.end(), column.begin(), column.end());
    } else {
      const auto last = stored.end() - static_cast<std::ptrdiff_t>(rows_);
      std::ranges::transform(column, std::span(last, rows_), last, larger);
    }
  }
  pushed_++;
}

void ColumnPyramid::drop_finest() {
  levels_.erase(levels_.begin());
  dropped_++;
  const std::vector<std::uint8_t>& coarsest = levels_.back();
  std::vector<std::uint8_t> next;
  for (std::size_t begin = 0; begin < coarsest.size(); begin += 2 * rows_) {
    for (std::size_t row = begin; row < begin + rows_; row++) {
      next.push_back(row + rows_ < coarsest.size() ? std::max(coarsest[row], coarsest[row + rows_]) : coarsest[row]);
    }
  }
  levels_.push_back(std::move(next));
}

std::size_t ColumnPyramid::level_for(double seconds) const {
  std::size_t level = 0;
  while (level + 1 < kLevels && column_seconds(level + 1) <= seconds) level++;
  return level;
}

double ColumnPyramid::column_seconds(std::size_t level) const {
  return std::ldexp(pushed_seconds_, static_cast<int>(level + dropped_));
}

std::size_t ColumnPyramid::columns(std::size_t level) const { return rows_ == 0 ? 0 : levels_[level].size() / rows_; }

std::span<const std::uint8_t> ColumnPyramid::column(std::size_t level, std::size_t index) const {
  return std::span(levels_[level]).subspan(index * rows_, rows_);
}

}  // namespace genrelens::window
