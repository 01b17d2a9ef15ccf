#include "core/mfcc.h"

#include <cassert>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/option_error.h"

namespace genrelens {
namespace {

std::optional<Error> check(const MfccOptions& o) {
  if (o.bands < 1 || o.bands > 32768) return option_error("bands", o.bands, "from 1 to 32768");
  if (o.coefficients < 1 || o.coefficients > o.bands) {
    return option_error("coefficients", o.coefficients, "from 1 to bands (" + std::to_string(o.bands) + ")");
  }
  return check_decibels(o.decibel);
}

}  // namespace

Result<Mfcc> Mfcc::create(const MfccOptions& options) {
  if (std::optional<Error> error = check(options)) return *error;
  return Mfcc(options);
}

Mfcc::Mfcc(const MfccOptions& options) : options_(options) {
  const double bands = options.bands;
  for (int coefficient = 0; coefficient < options.coefficients; coefficient++) {
    const double height = std::sqrt((coefficient == 0 ? 1 : 2) / bands);  // each row's length is 1
    for (int band = 0; band < options.bands; band++) {
      cosines_.push_back(height * std::cos(std::numbers::pi * coefficient * (2 * band + 1) / (2 * bands)));
    }
  }
}

MfccWorkspace Mfcc::workspace() const {
  return {.decibels = std::vector<double>(static_cast<std::size_t>(options_.bands))};
}

void Mfcc::compute(std::span<const float> power, std::span<float> out, MfccWorkspace& workspace) const {
  const auto bands = static_cast<std::size_t>(options_.bands);
  const auto coefficients = static_cast<std::size_t>(options_.coefficients);
  const std::size_t frames = power.size() / bands;
  assert(power.size() == frames * bands && out.size() == frames * coefficients);
  assert(workspace.decibels.size() == bands);
  const DecibelScale scale(power, options_.decibel);
  for (std::size_t frame = 0; frame < frames; frame++) {
    for (std::size_t band = 0; band < bands; band++) workspace.decibels[band] = scale(power[frame * bands + band]);
    for (std::size_t coefficient = 0; coefficient < coefficients; coefficient++) {
      const double* cosine = &cosines_[coefficient * bands];
      double sum = 0;
      for (std::size_t band = 0; band < bands; band++) sum += cosine[band] * workspace.decibels[band];
      out[frame * coefficients + coefficient] = static_cast<float>(sum);
    }
  }
}

}  // namespace genrelens
