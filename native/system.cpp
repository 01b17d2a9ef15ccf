#include "native/system.h"

namespace genrelens {

System mel_resnet();  // systems/mel_resnet.cpp

namespace {

const std::vector<System>& systems() {
  static const std::vector<System> all = {
      mel_resnet(),
  };
  return all;
}

}  // namespace

const System* find_system(const std::string& name) {
  for (const System& system : systems()) {
    if (system.name == name) return &system;
  }
  return nullptr;
}

std::vector<std::string> system_names() {
  std::vector<std::string> names;
  for (const System& system : systems()) names.push_back(system.name);
  return names;
}

}  // namespace genrelens
