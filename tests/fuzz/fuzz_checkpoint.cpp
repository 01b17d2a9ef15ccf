#include <cstdint>

#include "native/checkpoint.h"
#include "tests/fuzz/require.h"

using namespace genrelens;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<Checkpoint> checkpoint = parse_checkpoint({data, size});
  if (!checkpoint) {
    require(!checkpoint.error().message.empty(), "an error is a sentence");
    return 0;
  }
  std::size_t taken = 0;  // bytes
  for (const auto& [name, tensor] : checkpoint->weights) {
    std::size_t count = 1;
    for (const std::int64_t length : tensor.shape) count *= static_cast<std::size_t>(length);
    require(count == tensor.values.size(), "a tensor has its shape's values");
    taken += tensor.values.size() * sizeof(float);
  }
  require(taken <= 2 * size, "tensors take no more than twice the file, which may hold halves");
  return 0;
}
