// libsoxr, high quality, as the resampler's peer. Prints one line of JSON.
//   soxr SECONDS resample SAMPLES SOURCE TARGET       mono float samples, Hz to Hz
#include <soxr.h>

#include <cstdlib>

#include "stopwatch.h"

int main(int count, char** words) {
  if (count != 6) return 2;
  const std::vector<float> samples = read_samples(words[3]);
  const double source_rate = std::atof(words[4]);
  const double target_rate = std::atof(words[5]);
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
  const soxr_runtime_spec_t one_thread = soxr_runtime_spec(1);
  std::vector<float> resampled(
      static_cast<std::size_t>(static_cast<double>(samples.size()) * target_rate / source_rate) + 1);
  std::size_t written = 0;
  soxr_error_t error = nullptr;
  const std::vector<double> times = time_repeatedly(std::atof(words[1]), [&] {
    error = soxr_oneshot(source_rate, target_rate, 1, samples.data(), samples.size(), nullptr, resampled.data(),
                         resampled.size(), &written, nullptr, &quality, &one_thread);
  });
  if (error) return std::fprintf(stderr, "soxr: %s\n", error), 1;
  print_times(times, static_cast<double>(written));
}
