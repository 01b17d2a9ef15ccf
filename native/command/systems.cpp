// genrelens systems: what can be trained, and how large it is.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "native/command/command.h"
#include "native/system.h"

namespace genrelens {
namespace {

constexpr std::size_t kLabels = 10;  // GTZAN's genres

std::string input_words(const System& system) {
  const Shape in = system.network(kLabels).layer(0).shape;
  return std::to_string(in.channels) + " × " + std::to_string(in.height) + " × " + std::to_string(in.width);
}

double chunk_seconds(const System& system) {
  const double columns = static_cast<double>(system.frames) * system.mel.hop_length;
  return columns / system.mel.sample_rate;
}

nlohmann::ordered_json as_json(const System& system) {
  const Network network = system.network(kLabels);
  const Shape in = network.layer(0).shape;
  return {{"name", system.name},
          {"title", system.title},
          {"paper", system.paper},
          {"input", {in.channels, in.height, in.width}},
          {"seconds", chunk_seconds(system)},
          {"parameters", network.parameters()},
          {"trainable_parameters", network.trainable_parameters()},
          {"multiply_adds", network.multiply_adds()},
          {"pretrained", system.pretrained}};
}

void print_table() {
  std::printf("%-22s %-6s %-15s %8s %13s %13s %14s\n", "system", "paper", "input", "seconds", "parameters", "trained",
              "multiply-adds");
  for (const std::string& name : system_names()) {
    const System& system = *find_system(name);
    const Network network = system.network(kLabels);
    std::printf("%-22s %-6s %-17s %8.1f %13lld %13lld %14lld\n", name.c_str(),
                system.paper.empty() ? "ours" : system.paper.c_str(), input_words(system).c_str(),
                chunk_seconds(system), static_cast<long long>(network.parameters()),
                static_cast<long long>(network.trainable_parameters()),
                static_cast<long long>(network.multiply_adds()));
  }
  std::printf("\nFor %zu genres. A new system is one file in native/systems.\n", kLabels);
}

}  // namespace

void add_systems(CLI::App& program, int& status) {
  const auto json = std::make_shared<bool>(false);
  CLI::App* command = program.add_subcommand("systems", "List the systems that can be trained");
  command->add_flag("--json", *json, "One JSON array");
  command->callback([json, &status] {
    if (*json) {
      nlohmann::ordered_json list = nlohmann::ordered_json::array();
      for (const std::string& name : system_names()) list.push_back(as_json(*find_system(name)));
      std::puts(list.dump().c_str());
    } else {
      print_table();
    }
    status = kSuccess;
  });
}

}  // namespace genrelens
