// One line on a terminal that says how far something is; nothing at all where stderr is not a terminal.
//
//   ProgressBar bar;
//   bar.show(0.4, "epoch 3/60, loss 1.42");
//   bar.clear();                              // before other output
#pragma once

#include <chrono>
#include <string>

namespace genrelens {

class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // share: 0…1 of everything. At most ten times a second; adds the time left.
  void show(double share, const std::string& text);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool terminal_;
  bool shown_ = false;
  double first_ = -1;  // share at the first call: what was done before, as of a resumed training
  Clock::time_point start_ = {};
  Clock::time_point last_ = {};
};

// 75 → "1:15", 3700 → "1:01:40".
std::string clock_text(double seconds);

}  // namespace genrelens
