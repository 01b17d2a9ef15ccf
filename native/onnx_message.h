// The messages that an ONNX file is made of, as protobuf bytes. Field numbers are those of onnx.proto3; no protobuf
// library is needed.
//
//   OnnxMessage node;
//   node.text(kNodeInput, "x").text(kNodeOutput, "y").text(kNodeOperation, "Relu");
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace genrelens {

// One message in the making. Fields may come in any order; one that comes again is a list.
class OnnxMessage {
 public:
  OnnxMessage& integer(int field, std::int64_t value);
  OnnxMessage& real(int field, float value);
  OnnxMessage& text(int field, std::string_view value);  // or raw bytes
  OnnxMessage& message(int field, const OnnxMessage& value);

  const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value);

  std::string bytes_;
};

enum OnnxAttributeField {
  kAttributeName = 1,
  kAttributeReal = 2,
  kAttributeInteger = 3,
  kAttributeText = 4,
  kAttributeIntegers = 8,
  kAttributeType = 20
};
enum OnnxNodeField { kNodeInput = 1, kNodeOutput, kNodeName, kNodeOperation, kNodeAttribute, kNodeDomain = 7 };
enum OnnxTensorField { kTensorSizes = 1, kTensorType = 2, kTensorName = 8, kTensorRaw = 9 };
enum OnnxGraphField { kGraphNode = 1, kGraphName = 2, kGraphInitializer = 5, kGraphInput = 11, kGraphOutput = 12 };
enum OnnxModelField { kModelVersion = 1, kModelProducer = 2, kModelGraph = 7, kModelOpset = 8, kModelWords = 14 };

// TensorProto.DataType.
enum class OnnxType { float32 = 1, uint8 = 2, int8 = 3, int64 = 7, float16 = 10 };

// AttributeProto.
OnnxMessage onnx_attribute(std::string_view name, std::int64_t value);
OnnxMessage onnx_real_attribute(std::string_view name, float value);
OnnxMessage onnx_attribute(std::string_view name, std::string_view value);
OnnxMessage onnx_attribute(std::string_view name, const std::vector<std::int64_t>& values);

// TensorProto. raw: the numbers, row-major, little-endian.
OnnxMessage onnx_tensor(std::string_view name, OnnxType type, const std::vector<std::int64_t>& sizes,
                        std::string_view raw);

// ValueInfoProto of a float tensor (N, sizes…).
OnnxMessage onnx_value(std::string_view name, const std::vector<std::int64_t>& sizes);

}  // namespace genrelens
