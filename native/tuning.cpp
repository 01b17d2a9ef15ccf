#include "native/tuning.h"

#include <malloc.h>
#include <unistd.h>

#include <cstdlib>

namespace genrelens {

void tune_memory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_TOP_PAD, 256 << 20);  // bytes
}

void restart_with_passive_threads(char** arguments) {
  constexpr char kPolicy[] = "OMP_WAIT_POLICY";  // read when the OpenMP library is loaded, before main()
  if (std::getenv(kPolicy) != nullptr) return;
  if (setenv(kPolicy, "passive", 1) == 0) execv("/proc/self/exe", arguments);
}

}  // namespace genrelens
