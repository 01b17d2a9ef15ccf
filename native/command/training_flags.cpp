#include "native/command/training_flags.h"

#include <algorithm>
#include <map>

#include "native/command/command.h"
#include "native/file.h"

namespace genrelens {
namespace {

std::string flag_of(const std::string& name) {
  std::string flag = "--" + name;
  std::ranges::replace(flag, '_', '-');
  return flag;
}

}  // namespace

void add_training_flags(CLI::App* command, TrainingFlags& flags) {
  command->add_option("--options", flags.options_file,
                      "Training options as JSON, by the names below with _ for -; or a card.json that has them");
  for (const NumberOption& option : number_options()) {
    const auto low = static_cast<std::int64_t>(option.low), high = static_cast<std::int64_t>(option.high);
    const auto note_value = [&flags, &option](const double& value) {
      if (option.whole) {
        flags.values[option.name] = static_cast<std::uint64_t>(value);
      } else {
        flags.values[option.name] = value;
      }
    };
    command
        ->add_option_function<double>(flag_of(option.name), note_value,
                                      std::string(option.text) + " (else the system's own)")
        ->check(option.whole ? whole_number(low, high) : real_number(option.low, option.high));
  }
  for (const WordOption& option : word_options()) {
    const auto note_value = [&flags, &option](const std::string& word) { flags.values[option.name] = word; };
    command
        ->add_option_function<std::string>(flag_of(option.name), note_value,
                                           std::string(option.text) + " (else the system's own)")
        ->check(CLI::IsMember(option.words));
  }
  const std::map<std::string, DeviceChoice> devices = {
      {"auto", DeviceChoice::automatic}, {"cpu", DeviceChoice::cpu}, {"cuda", DeviceChoice::cuda}};
  command
      ->add_option_function<std::string>(
          "--device", [&flags, devices](const std::string& word) { flags.machine.device = devices.at(word); },
          "auto: a CUDA GPU if there is one")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
  command->add_option("--threads", flags.machine.threads, "Of the network on a CPU; 0: one a processor")
      ->check(whole_number(0, 1024));
  command->add_option("--loaders", flags.machine.loaders, "Threads that make batches; 0: what suits the device")
      ->check(whole_number(0, 1024));
}

Result<TrainingOptions> choose_options(const System& system, const TrainingFlags& flags) {
  TrainingOptions options = system.training;
  if (!flags.options_file.empty()) {
    const Result<PlainValues> values = read_options_file(flags.options_file);
    if (!values) return values.error();
    if (const auto error = change_options(options, *values)) return in_file(flags.options_file, *error);
  }
  if (const auto error = change_options(options, flags.values)) return *error;
  return options;
}

}  // namespace genrelens
