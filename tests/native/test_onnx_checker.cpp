// Every network in every form, judged by ONNX's own checker.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/random.h"
#include "native/onnx_writer.h"
#include "native/system.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

Weights random_weights(const Network& network) {
  Random random(8);
  Weights weights;
  for (const auto& [name, shape] : network.weight_shapes()) {
    std::size_t count = 1;
    for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
    Tensor tensor{.shape = shape, .values = std::vector<float>(count)};
    for (float& value : tensor.values) value = static_cast<float>(random.uniform(0.01, 0.1));
    weights[name] = std::move(tensor);
  }
  return weights;
}

bool succeeds(const std::string& command) { return std::system(command.c_str()) == 0; }

}  // namespace

TEST_CASE("ONNX's checker finds nothing wrong with any system in any form, but with a broken one") {
  if (!succeeds("/usr/bin/python3 -c 'import onnx' 2>/dev/null")) {
    std::puts("skipped: python3-onnx is not installed; tools/setup does that on Debian");
    return;
  }
  const ScratchFolder folder;
  const std::string file = (folder / "model.onnx").string();
  const std::string check = GENRELENS_TOOLS "/check-onnx '" + file + "'";
  for (const std::string& name : system_names()) {
    const Network network = find_system(name)->network(10);
    const Weights weights = random_weights(network);
    for (const std::string& form : weight_form_names()) {
      CAPTURE(name);
      CAPTURE(form);
      REQUIRE(!write_file(file, write_onnx(network, weights, {.form = *weight_form(form)})));
      CHECK(succeeds(check + " >/dev/null"));
    }
  }
  const Network network = find_system("mel-resnet")->network(3);
  std::vector<std::uint8_t> bytes = write_onnx(network, random_weights(network));
  const std::string relu = "Relu";
  *std::search(bytes.begin(), bytes.end(), relu.begin(), relu.end()) = 'X';
  REQUIRE(!write_file(file, bytes));
  CHECK(!succeeds(check + " >/dev/null"));
}
