// Spectra to logarithms, value by value and in place if wished: decibels, and the natural logarithm of networks that
// were trained on log(x + offset). core/level.h makes the 0…1 picture instead.
//
//   decibels(power, {.reference = DecibelReference::maximum}, power);       // librosa.power_to_db(S, ref=np.max)
//   natural_levels(mel, {.offset = 0.01}, mel);                             // VGGish
//
// What is no number counts as 0, and infinity as the greatest float, so that everything written is finite. Same bits on
// every platform: the logarithms are ours.
#pragma once

#include <optional>
#include <span>

#include "core/result.h"

namespace genrelens {

enum class DecibelReference {
  one,      // 0 dB is the value 1
  maximum,  // 0 dB is the greatest of the values given
};

// librosa 0.10: power_to_db; amplitude_to_db for {.multiplier = 20, .smallest = 1e-5}.
struct DecibelOptions {
  double multiplier = 10;   // of log10: 10 for power, 20 for magnitude; > 0
  double smallest = 1e-10;  // values, and the reference, below this count as this, > 0 (librosa's amin)
  double range = 80;  // dB below the greatest value given, where everything lower is cut off; infinity: nothing is
  DecibelReference reference = DecibelReference::one;

  bool operator==(const DecibelOptions&) const = default;
};

// out_of_range names the option and what is allowed.
std::optional<Error> check_decibels(const DecibelOptions& options);

// One value to dB, once the greatest is known.
class DecibelScale {
 public:
  // values ≥ 0: all that are to be put on one scale. Options that check_decibels() accepts.
  DecibelScale(std::span<const float> values, const DecibelOptions& options);

  double operator()(float value) const;

 private:
  double multiplier_;
  double smallest_;
  double zero_;   // log10 of the reference
  double floor_;  // dB
};

// values ≥ 0; out: dB, in the order of values; may be the same memory.
void decibels(std::span<const float> values, const DecibelOptions& options, std::span<float> out);

struct NaturalOptions {
  double offset = 0.01;  // > 0, added to the value
  double shift = 0;      // added to the logarithm …
  double divisor = 1;    // … and then divided by this, > 0

  bool operator==(const NaturalOptions&) const = default;
};

// values ≥ 0; out: (ln(value + offset) + shift) / divisor, in the order of values; may be the same memory.
void natural_levels(std::span<const float> values, const NaturalOptions& options, std::span<float> out);

// log10 and ln of a normal, positive number, to about 1e-15.
double common_logarithm(double value);
double natural_logarithm(double value);

}  // namespace genrelens
