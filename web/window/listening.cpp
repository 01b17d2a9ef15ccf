#include "web/window/listening.h"

#include <algorithm>

namespace genrelens::window {
namespace {

constexpr float kFall = 30;         // dB a second
constexpr double kPeakHold = 1500;  // ms

}  // namespace

void LevelMeter::show(float heard, double now) {
  const float fallen = level - kFall * static_cast<float>((now - shown_at) / 1000);
  level = std::max({heard, fallen, -100.0F});
  shown_at = now;
  if (level >= peak || now - peak_at > kPeakHold) {
    peak = level;
    peak_at = now;
  }
}

}  // namespace genrelens::window
