#include "native/onnx_message.h"

#include <bit>

namespace genrelens {
namespace {

// Wire types: 0 varint, 2 length-delimited, 5 four bytes.
constexpr std::uint64_t kDelimited = 2;
constexpr std::uint64_t kFourBytes = 5;

// AttributeProto.AttributeType.
enum AttributeType { kReal = 1, kInteger = 2, kText = 3, kIntegers = 7 };

}  // namespace

void OnnxMessage::varint(std::uint64_t value) {
  for (; value > 127; value >>= 7) bytes_ += static_cast<char>(value | 128);
  bytes_ += static_cast<char>(value);
}

OnnxMessage& OnnxMessage::integer(int field, std::int64_t value) {
  varint(static_cast<std::uint64_t>(field) << 3);
  varint(static_cast<std::uint64_t>(value));
  return *this;
}

OnnxMessage& OnnxMessage::real(int field, float value) {
  varint(static_cast<std::uint64_t>(field) << 3 | kFourBytes);
  const auto bits = std::bit_cast<std::uint32_t>(value);
  for (int shift = 0; shift < 32; shift += 8) bytes_ += static_cast<char>(bits >> shift & 255);
  return *this;
}

OnnxMessage& OnnxMessage::text(int field, std::string_view value) {
  varint(static_cast<std::uint64_t>(field) << 3 | kDelimited);
  varint(value.size());
  bytes_.append(value);
  return *this;
}

OnnxMessage& OnnxMessage::message(int field, const OnnxMessage& value) { return text(field, value.bytes_); }

OnnxMessage onnx_attribute(std::string_view name, std::int64_t value) {
  return OnnxMessage().text(kAttributeName, name).integer(kAttributeInteger, value).integer(kAttributeType, kInteger);
}

OnnxMessage onnx_real_attribute(std::string_view name, float value) {
  return OnnxMessage().text(kAttributeName, name).real(kAttributeReal, value).integer(kAttributeType, kReal);
}

OnnxMessage onnx_attribute(std::string_view name, std::string_view value) {
  return OnnxMessage().text(kAttributeName, name).text(kAttributeText, value).integer(kAttributeType, kText);
}

OnnxMessage onnx_attribute(std::string_view name, const std::vector<std::int64_t>& values) {
  OnnxMessage result;
  result.text(kAttributeName, name);
  for (const std::int64_t value : values) result.integer(kAttributeIntegers, value);
  return result.integer(kAttributeType, kIntegers);
}

OnnxMessage onnx_tensor(std::string_view name, OnnxType type, const std::vector<std::int64_t>& sizes,
                        std::string_view raw) {
  OnnxMessage result;
  for (const std::int64_t size : sizes) result.integer(kTensorSizes, size);
  return result.integer(kTensorType, static_cast<int>(type)).text(kTensorName, name).text(kTensorRaw, raw);
}

OnnxMessage onnx_value(std::string_view name, const std::vector<std::int64_t>& sizes) {
  OnnxMessage shape;
  shape.message(1, OnnxMessage().text(2, "N"));
  for (const std::int64_t size : sizes) shape.message(1, OnnxMessage().integer(1, size));
  const OnnxMessage tensor_type = OnnxMessage().integer(1, static_cast<int>(OnnxType::float32)).message(2, shape);
  return OnnxMessage().text(1, name).message(2, OnnxMessage().message(1, tensor_type));
}

}  // namespace genrelens
