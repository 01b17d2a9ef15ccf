#include "native/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace genrelens {

std::string clock_text(double seconds) {
  const long whole = static_cast<long>(std::max(0.0, seconds) + 0.5);
  char text[32];
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  }
  return text;
}

ProgressBar::ProgressBar() : terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::show(double share, const std::string& text) {
  const Clock::time_point now = Clock::now();
  if (!terminal_ || now - last_ < std::chrono::milliseconds(100)) return;
  if (first_ < 0) {
    first_ = share;
    start_ = now;
  }
  last_ = now;
  shown_ = true;
  constexpr int kWidth = 24;
  const int done = static_cast<int>(std::clamp(share, 0.0, 1.0) * kWidth);
  std::string bar(static_cast<std::size_t>(done), '#');
  bar.resize(kWidth, '.');
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  const double here = share - first_;
  const std::string left = here > 0.001 ? ", " + clock_text(elapsed * (1 - share) / here) + " left" : "";
  std::fprintf(stderr, "\r\033[K[%s] %s%s", bar.c_str(), text.c_str(), left.c_str());
  std::fflush(stderr);
}

void ProgressBar::clear() {
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace genrelens
