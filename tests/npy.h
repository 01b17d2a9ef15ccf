// Reads what the tests need of numpy's .npy files (format 1.0): one little-endian C-order array of a known value type.
//
//   std::optional<Npy<float>> array = read_npy<float>(path);   // array->shape, array->values
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace genrelens {

template <class Value>
struct Npy {
  std::vector<std::size_t> shape;
  std::vector<Value> values;
};

// The sizes in "'shape': (709, 128, 334)".
inline std::vector<std::size_t> npy_shape(const std::string& header) {
  std::vector<std::size_t> shape;
  bool in_number = false;
  for (std::size_t at = header.find('(') + 1; at < header.size() && header[at] != ')'; at++) {
    const bool digit = header[at] >= '0' && header[at] <= '9';
    if (digit && !in_number) shape.push_back(0);
    if (digit) shape.back() = shape.back() * 10 + static_cast<std::size_t>(header[at] - '0');
    in_number = digit;
  }
  return shape;
}

// `rows` from row `first` on of the first axis; 0 rows: all. Nothing if the file cannot be read or holds other values.
template <class Value>
std::optional<Npy<Value>> read_npy(const std::string& path, std::size_t first = 0, std::size_t rows = 0) {
  static_assert(std::is_same_v<Value, float> || std::is_same_v<Value, std::uint8_t>);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  unsigned char start[10];
  if (!file || std::fread(start, 1, sizeof start, file.get()) != sizeof start) return std::nullopt;
  std::string header(start[8] + std::size_t{256} * start[9], ' ');
  if (std::fread(header.data(), 1, header.size(), file.get()) != header.size()) return std::nullopt;
  const char* type = std::is_same_v<Value, float> ? "'<f4'" : "'|u1'";
  if (header.find(type) == std::string::npos || header.find("'fortran_order': False") == std::string::npos)
    return std::nullopt;

  Npy<Value> array{npy_shape(header), {}};
  if (array.shape.empty()) return std::nullopt;
  std::size_t row = 1;
  for (std::size_t axis = 1; axis < array.shape.size(); axis++) row *= array.shape[axis];
  if (rows > 0) array.shape[0] = rows;
  array.values.resize(array.shape[0] * row);
  if (std::fseek(file.get(), static_cast<long>(first * row * sizeof(Value)), SEEK_CUR) != 0) return std::nullopt;
  const std::size_t read = std::fread(array.values.data(), sizeof(Value), array.values.size(), file.get());
  if (read != array.values.size()) return std::nullopt;
  return array;
}

}  // namespace genrelens
