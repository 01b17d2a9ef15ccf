#include "native/system.h"

namespace genrelens {

// One file each in systems/.
System mel_resnet();
System mel_mobilenet();
System audioset_mobilenet();
System leo_cnn();
System leo_mobilenet();
System sanjeev_cnn();
System sanjeev_cnn_audio();
System zhang_cnn();
System krisanto_mobilenet_v2();
System micheal_vggish();
System micheal_yamnet();

namespace {

const std::vector<System>& systems() {
  static const std::vector<System> all = {
      mel_resnet(),        mel_mobilenet(), audioset_mobilenet(),    leo_cnn(),        leo_mobilenet(),  sanjeev_cnn(),
      sanjeev_cnn_audio(), zhang_cnn(),     krisanto_mobilenet_v2(), micheal_vggish(), micheal_yamnet(),
  };
  return all;
}

}  // namespace

MelOptions stored_row_mel() {
  return {.sample_rate = 22050, .hop_length = 1976, .padding = Padding::none, .bands = 128};
}

LevelOptions stored_row_level() { return {.multiplier = 20, .range = 80}; }

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
