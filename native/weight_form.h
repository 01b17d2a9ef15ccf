// How an exported network stores its weights. Whatever the form, it computes in float32.
//
// float16 and int8 are turned into floats by Cast and Mul on constants, which ONNX Runtime does once, when it loads the
// network; DequantizeLinear it would do anew for every chunk. So such a network is small as a file, not in memory.
// The matrices in 4 bits stay so in memory: MatMulNBits, an operator of ONNX Runtime's own, unpacks them as it goes.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace genrelens {

enum class WeightForm {
  float32,
  float16,  // half the bytes
  int8,     // a quarter: kernels and matrices in 8 bits with a scale for each output channel, biases as they are
  int4,     // as int8, but large matrices in 4 bits with a scale for each 32 inputs
};

// "float32", "float16", "int8", "int4".
const char* name_of(WeightForm form);
std::optional<WeightForm> weight_form(const std::string& name);
std::vector<std::string> weight_form_names();

}  // namespace genrelens
