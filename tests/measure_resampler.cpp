// Writes the resampler's measured response as a table, for tools/plot-resampler: one full-scale sine a line.
//   measure_resampler > response.csv
#include <cstdio>

#include "tests/resampler_response.h"

using namespace genrelens;

namespace {

constexpr Rates kRates[] = {{44100, 22050},  {48000, 22050}, {11025, 22050},
                            {384000, 22050}, {4000, 384000}, {96001, 22050}};
constexpr double kStep = 0.004;  // of the lower Nyquist frequency
constexpr double kLast = 3;

bool measure(const Rates& rates) {
  Result<Resampler> resampler = Resampler::create(rates.source, rates.target);
  if (!resampler) {
    std::fprintf(stderr, "%s\n", resampler.error().message.c_str());
    return false;
  }
  for (int i = 1; i * kStep <= kLast; i++) {
    const double place = i * kStep;
    const double hertz = place * rates.lower_nyquist();
    if (hertz >= rates.source / 2.0) break;
    const Response response = respond(*resampler, rates, hertz);
    const double delay = response.shift / (2 * std::numbers::pi * hertz);
    std::printf("%d,%d,%.3f,%.6f,%.4f,%.4f,%.6g\n", rates.source, rates.target, hertz, place, decibel_of(response.gain),
                decibel_of(response.rest), delay);
  }
  return true;
}

}  // namespace

int main() {
  std::puts("source_hz,target_hz,tone_hz,tone_of_lower_nyquist,gain_db,rest_db,delay_s");
  for (const Rates& rates : kRates) {
    if (!measure(rates)) return 1;
  }
  return 0;
}
