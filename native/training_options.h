// How a network is taught: one struct, one table that names its fields for the command line, for option files and for
// the card.
//
//   TrainingOptions options = system.training;
//   Result<PlainValues> file = read_options_file("options.json");      // or a card.json
//   if (auto wrong = change_options(options, *file)) …                  // "batch is 1; it must be …"
//   card.training = values_of(options);
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/plain_values.h"
#include "core/result.h"

namespace genrelens {

enum class Optimizer { adam_w, adam, rms_prop };
enum class Schedule {
  cosine,    // linear warm-up, then half a cosine down to 0 (Loshchilov and Hutter 2017)
  constant,  //
};
enum class Precision {
  float32,
  mixed,  // bfloat16 where LibTorch's autocast deems it safe, float32 elsewhere
};

struct TrainingOptions {
  Optimizer optimizer = Optimizer::adam_w;
  Schedule schedule = Schedule::cosine;
  int epochs = 60;
  int batch = 32;               // chunks a step
  int crops = 4;                // chunks of each track an epoch
  double learning_rate = 2e-3;  // the highest
  double warmup_epochs = 2;
  double weight_decay = 0.05;     // of AdamW (Loshchilov and Hutter 2019), not on norms and biases; a probe's penalty
  double label_smoothing = 0.1;   // share of the truth given to all labels evenly
  double mixup = 0.3;             // Beta(a, a) share of two chunks in one (Zhang et al. 2018); 0: none
  double averaging = 0.998;       // decay a step of the running mean of the weights, which is what is kept; 0: none
  std::optional<double> dropout;  // share of values put out in every dropout layer; empty: the system's own
  double augmentation = 1;        // factor of the system's augmentation; 0: none
  int patience = 20;              // epochs without a better validation loss before it ends
  std::uint64_t seed = 1;         // at most 2^53
  Precision precision = Precision::float32;
};

// One fixed rate and nothing but the loss: what most papers mean. A system changes what its paper says.
inline constexpr TrainingOptions kPlainTraining = {.optimizer = Optimizer::adam,
                                                   .schedule = Schedule::constant,
                                                   .batch = 32,
                                                   .learning_rate = 1e-3,
                                                   .weight_decay = 0,
                                                   .label_smoothing = 0,
                                                   .mixup = 0,
                                                   .averaging = 0};

// Where it is computed; it changes nothing but the last bits. 0: what suits the machine.
enum class DeviceChoice { automatic, cpu, cuda };
struct TrainingMachine {
  DeviceChoice device = DeviceChoice::automatic;  // CUDA if there is one
  int threads = 0;                                // of the network on a CPU; 0: one a processor
  int loaders = 0;                                // threads that make batches
};

// A field that is a number. On the command line its name has dashes: --learning-rate.
struct NumberOption {
  const char* name;
  const char* text;  // for the help
  double low;
  double high;  // both allowed
  bool whole;
  std::optional<double> (*get)(const TrainingOptions&);  // empty: the system's own
  void (*set)(TrainingOptions&, double);
};

// A field that is one of a few words.
struct WordOption {
  const char* name;
  const char* text;
  std::vector<std::string> words;
  std::size_t (*get)(const TrainingOptions&);  // number of the word
  void (*set)(TrainingOptions&, std::size_t);
};

std::span<const NumberOption> number_options();
std::span<const WordOption> word_options();

// All options by name, but those that are the system's own.
PlainValues values_of(const TrainingOptions& options);

// Sets what is named and leaves the rest. Errors: an unknown name (the sentence lists all), an unknown word, a number
// out of range; then nothing is changed.
std::optional<Error> change_options(TrainingOptions& options, const PlainValues& values);

// A JSON object of options, or a card with a field "training" that is one.
Result<PlainValues> parse_options(std::string_view json);

// The same; errors name the file.
Result<PlainValues> read_options_file(const std::filesystem::path& path);

// Indented JSON that parse_options reads.
std::string write_options(const PlainValues& values);

}  // namespace genrelens
