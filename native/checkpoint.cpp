#include "native/checkpoint.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "native/file.h"

namespace genrelens {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

using Json = nlohmann::json;
constexpr char kMetadata[] = "__metadata__";
constexpr std::size_t kLengthBytes = 8;

Error damaged(const std::string& sentence) { return {.code = ErrorCode::damaged, .message = sentence}; }

std::string words(const std::vector<std::int64_t>& shape) {
  std::string text = "(";
  for (const std::int64_t size : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + ")";
}

// The number of values of a shape that may come from anywhere; nothing if it is negative or does not fit `most`.
std::optional<std::size_t> count_values(const std::vector<std::int64_t>& shape, std::size_t most) {
  std::uint64_t count = 1;  // sizes are of 64 bits where std::size_t is of 32
  for (const std::int64_t size : shape) {
    if (size < 0) return {};
    if (size != 0 && count > most / static_cast<std::uint64_t>(size)) return {};
    count *= static_cast<std::uint64_t>(size);
  }
  return static_cast<std::size_t>(count);
}

// IEEE 754 binary16, exactly.
float from_half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31;
  const int fraction = bits & 1023;
  const float sign = (bits & 0x8000) != 0 ? -1.0F : 1.0F;
  if (exponent == 31) return fraction != 0 ? std::numeric_limits<float>::quiet_NaN() : sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
  return sign * std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
}

Result<Tensor> read_tensor(const std::string& name, const Json& entry, std::span<const std::uint8_t> data) {
  const auto field = [&](const char* key) { return entry.is_object() && entry.contains(key) ? entry[key] : Json(); };
  const Json type = field("dtype");
  if (type != "F32" && type != "F16") return damaged("Tensor " + name + " is neither F32 nor F16.");
  const std::size_t width = type == "F32" ? sizeof(float) : sizeof(std::uint16_t);
  const Json shape = field("shape"), offsets = field("data_offsets");
  const auto integers = [](const Json& list) {
    if (!list.is_array()) return false;
    for (const Json& item : list) {
      if (!item.is_number_integer()) return false;
    }
    return true;
  };
  if (!integers(shape) || !integers(offsets) || offsets.size() != 2) {
    return damaged("Tensor " + name + " has no shape or no data_offsets.");
  }
  Tensor tensor{.shape = shape.get<std::vector<std::int64_t>>()};
  const auto begin = offsets[0].get<std::uint64_t>(), end = offsets[1].get<std::uint64_t>();
  const std::optional<std::size_t> count = count_values(tensor.shape, data.size() / width);
  if (!count || begin > end || end > data.size() || end - begin != *count * width) {
    return damaged("Tensor " + name + " of shape " + words(tensor.shape) + " does not fit its data_offsets, " +
                   std::to_string(begin) + " to " + std::to_string(end) + " of " + std::to_string(data.size()) +
                   " bytes.");
  }
  tensor.values.resize(*count);
  const auto bytes = data.subspan(static_cast<std::size_t>(begin), *count * width);
  if (type == "F32") {
    if (*count > 0) std::memcpy(tensor.values.data(), bytes.data(), bytes.size());
  } else {
    for (std::size_t i = 0; i < *count; i++)
      tensor.values[i] = from_half(static_cast<std::uint16_t>(bytes[2 * i] | bytes[2 * i + 1] << 8));
  }
  return tensor;
}

}  // namespace

std::optional<Error> write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  Json header = {{kMetadata, checkpoint.words}};
  std::string data;
  for (const auto& [name, tensor] : checkpoint.weights) {
    const std::size_t begin = data.size();
    data.append(reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size() * sizeof(float));
    header[name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {begin, data.size()}}};
  }
  std::string text = header.dump();
  text.append((kLengthBytes - text.size() % kLengthBytes) % kLengthBytes, ' ');  // numbers start aligned
  const std::uint64_t length = text.size();
  std::string bytes(reinterpret_cast<const char*>(&length), kLengthBytes);
  return write_text(path, bytes + text + data);
}

Result<Checkpoint> parse_checkpoint(std::span<const std::uint8_t> bytes) {
  std::uint64_t stated = 0;
  if (bytes.size() < kLengthBytes) return damaged("This is too short to be a safetensors file.");
  std::memcpy(&stated, bytes.data(), kLengthBytes);
  if (stated > bytes.size() - kLengthBytes) return damaged("The safetensors header is longer than the file.");
  const auto length = static_cast<std::size_t>(stated);
  const auto text = bytes.subspan(kLengthBytes, length);
  const Json header = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!header.is_object()) return damaged("The safetensors header is not a JSON object.");
  const auto data = bytes.subspan(kLengthBytes + length);
  std::size_t taken = 0;  // bytes of data
  Checkpoint checkpoint;
  for (const auto& [name, entry] : header.items()) {
    if (name == kMetadata) {
      for (const auto& [key, value] : entry.items())
        checkpoint.words[key] = value.is_string() ? value.get<std::string>() : "";
      continue;
    }
    Result<Tensor> tensor = read_tensor(name, entry, data);
    if (!tensor) return tensor.error();
    // Tensors share no bytes: a small file could otherwise claim its data again and again.
    taken += entry["data_offsets"][1].get<std::size_t>() - entry["data_offsets"][0].get<std::size_t>();
    if (taken > data.size()) return damaged("Tensor " + name + " overlaps another.");
    checkpoint.weights[name] = std::move(*tensor);
  }
  return checkpoint;
}

Result<Checkpoint> read_checkpoint(const std::filesystem::path& path) {
  const Result<std::vector<std::uint8_t>> bytes = read_file(path);
  if (!bytes) return bytes.error();
  Result<Checkpoint> checkpoint = parse_checkpoint(*bytes);
  if (!checkpoint) return in_file(path, checkpoint.error());
  return checkpoint;
}

std::optional<Error> weights_fit(const Weights& weights, const Network& network) {
  for (const auto& [name, shape] : network.weight_shapes()) {
    const auto found = weights.find(name);
    if (found == weights.end()) return damaged("The checkpoint has no tensor " + name + ".");
    if (found->second.shape != shape) {
      return damaged("Tensor " + name + " has the shape " + words(found->second.shape) + ", the network wants " +
                     words(shape) + ".");
    }
  }
  return {};
}

}  // namespace genrelens
