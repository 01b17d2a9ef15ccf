// Paper 000: three convolutions over a 128 × 128 picture of the whole track.
#include "native/systems/leo.h"

namespace genrelens {
namespace {

constexpr int kFilters[] = {32, 64, 128};

// 3×128×128 → 32×63×63 → 64×30×30 → 128×14×14 → 25,088 → 128 → labels
Network build_network(std::size_t labels) {
  Network network("leo-cnn", kLeoInput);
  int x = network.input();
  for (const int filters : kFilters) {
    const Convolution options = {.channels = filters, .kernel = 3, .border = Border::valid, .bias = true};
    x = network.relu(network.convolution(x, "conv" + std::to_string(filters), options));
    if (filters == kFilters[2]) network.feature_map(x);
    x = network.max_pool(x, 2);
  }
  add_leo_head(network, network.flatten(x), labels);
  return network;
}

}  // namespace

System leo_cnn() {
  System system = leo_system();
  system.name = "leo-cnn";
  system.title = "Leo et al.: CNN";
  system.claim = "0.57 (six genres, 90 pictures)";
  system.network = build_network;
  return system;
}

}  // namespace genrelens
