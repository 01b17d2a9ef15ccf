#include "web/window/colours.h"

#include <algorithm>
#include <cmath>

namespace genrelens::window {
namespace {

constexpr ImU32 rgb(int red, int green, int blue) { return IM_COL32(red, green, blue, 255); }

constexpr ImU32 kInk = rgb(0, 0, 0);
constexpr ImU32 kPaper = rgb(255, 255, 255);

// Nine stops of matplotlib's "inferno" (Smith and van der Walt 2015), the first one darkened to the panel's colour.
constexpr HeatStops kInferno = {{{11, 12, 22},
                                 {31, 12, 72},
                                 {85, 15, 109},
                                 {136, 34, 106},
                                 {186, 54, 85},
                                 {227, 89, 51},
                                 {249, 140, 10},
                                 {249, 201, 50},
                                 {252, 255, 164}}};

// The same hues on paper: loud is dark.
constexpr HeatStops kPaperInferno = {{{250, 250, 252},
                                      {252, 233, 178},
                                      {251, 200, 104},
                                      {243, 152, 58},
                                      {222, 102, 53},
                                      {182, 60, 82},
                                      {131, 34, 103},
                                      {79, 15, 100},
                                      {28, 12, 60}}};

// Relative luminance of WCAG 2, 0…1.
float luminance(ImU32 colour) {
  const auto linear = [colour](int shift) {
    const float share = static_cast<float>((colour >> shift) & 0xFF) / 255;
    return share <= 0.04045F ? share / 12.92F : std::pow((share + 0.055F) / 1.055F, 2.4F);
  };
  return 0.2126F * linear(IM_COL32_R_SHIFT) + 0.7152F * linear(IM_COL32_G_SHIFT) + 0.0722F * linear(IM_COL32_B_SHIFT);
}

}  // namespace

const Colours kDarkColours = {
    .is_dark = true,
    .ground = rgb(11, 14, 20),
    .panel = rgb(21, 26, 35),
    .popup = rgb(30, 37, 49),
    .line = rgb(42, 50, 64),
    .border = rgb(84, 96, 115),
    .track = rgb(33, 40, 52),
    .text = rgb(240, 243, 247),
    .dim = rgb(159, 170, 185),
    .accent = rgb(150, 196, 255),
    .accent_hovered = rgb(200, 224, 255),
    .on_accent = rgb(9, 18, 32),
    .warning = rgb(251, 189, 74),
    .failure = rgb(255, 138, 112),
    .genres = {rgb(118, 105, 250), rgb(212, 214, 116), rgb(251, 173, 44), rgb(226, 134, 253), rgb(200, 88, 39),
               rgb(71, 248, 233), rgb(134, 166, 121), rgb(179, 244, 179), rgb(42, 183, 195), rgb(165, 99, 129)},
    .heat = kInferno,
};

const Colours kLightColours = {
    .is_dark = false,
    .ground = rgb(240, 243, 248),
    .panel = rgb(255, 255, 255),
    .popup = rgb(255, 255, 255),
    .line = rgb(211, 218, 229),
    .border = rgb(128, 140, 158),
    .track = rgb(229, 233, 241),
    .text = rgb(18, 24, 36),
    .dim = rgb(78, 89, 106),
    .accent = rgb(27, 92, 196),
    .accent_hovered = rgb(18, 70, 156),
    .on_accent = rgb(255, 255, 255),
    .warning = rgb(138, 84, 0),
    .failure = rgb(180, 40, 28),
    .genres = {rgb(95, 31, 247), rgb(158, 138, 73), rgb(182, 127, 0), rgb(144, 54, 174), rgb(155, 62, 4),
               rgb(0, 117, 118), rgb(121, 148, 113), rgb(69, 96, 59), rgb(20, 143, 245), rgb(248, 63, 167)},
    .heat = kPaperInferno,
};

ImU32 Colours::on_genre(std::size_t label) const {
  const float light = luminance(genre(label));
  return (light + 0.05F) / (luminance(kInk) + 0.05F) >= 1.05F / (light + 0.05F) ? kInk : kPaper;
}

ImU32 Colours::heat_colour(float level) const {
  const float place = std::clamp(level, 0.0F, 1.0F) * static_cast<float>(heat.size() - 1);
  const std::size_t stop = std::min(static_cast<std::size_t>(place), heat.size() - 2);
  const float share = place - static_cast<float>(stop);
  const auto mix = [&](std::size_t channel) {
    return static_cast<int>(std::lerp(heat[stop][channel], heat[stop + 1][channel], share) + 0.5F);
  };
  return rgb(mix(0), mix(1), mix(2));
}

ImU32 with_alpha(ImU32 colour, float alpha) {
  const auto byte = static_cast<ImU32>(std::clamp(alpha, 0.0F, 1.0F) * 255 + 0.5F);
  return (colour & ~IM_COL32_A_MASK) | (byte << IM_COL32_A_SHIFT);
}

}  // namespace genrelens::window
