#include "native/command/interruption.h"

#include <csignal>

namespace genrelens {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may write nothing else");

void note_interruption(int) {
  interrupted = true;
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

}  // namespace

void catch_interruption() {
  std::signal(SIGINT, note_interruption);
  std::signal(SIGTERM, note_interruption);
}

bool was_interrupted() { return interrupted; }

const std::atomic<bool>& interruption() { return interrupted; }

}  // namespace genrelens
