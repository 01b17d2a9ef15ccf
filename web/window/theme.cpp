#include "web/window/theme.h"

#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>

namespace genrelens::window {
namespace {

// The window in which one unit is one CSS pixel.
constexpr ImVec2 kReferenceWindow = {1366, 700};
constexpr float kLargestUnit = 2;

constexpr ImWchar kTextGlyphs[] = {0x20,   0x7E,   0xA0,   0x17F,  0x370,  0x3FF,  0x400, 0x45F,
                                   0x2010, 0x2027, 0x20AC, 0x20AC, 0x2190, 0x2193, 0};

constexpr ImWchar kAsciiGlyphs[] = {0x20, 0x7E, 0};

ImVector<ImWchar> large_glyphs(const Theme& theme) {
  ImFontGlyphRangesBuilder builder;
  builder.AddRanges(kAsciiGlyphs);
  builder.AddText(theme.letters.data(), theme.letters.data() + theme.letters.size());
  ImVector<ImWchar> ranges;
  builder.BuildRanges(&ranges);
  return ranges;
}

ImFont* bake(Theme& theme, Face face, float units, const ImWchar* glyphs) {
  std::vector<std::uint8_t>& bytes = theme.faces[static_cast<int>(face)];
  const float pixels = std::round(theme.units(units) * theme.density);
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = pixels < 40 ? 2 : 1;
  config.OversampleV = 1;
  config.PixelSnapH = false;
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  if (bytes.empty()) {
    config.SizePixels = pixels;
    return atlas->AddFontDefault(&config);
  }
  return atlas->AddFontFromMemoryTTF(bytes.data(), static_cast<int>(bytes.size()), pixels, &config, glyphs);
}

void style(const Theme& theme) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.PopupBorderSize = 1;
  style.PopupRounding = 8;
  style.FrameRounding = 8;
  style.ScrollbarSize = 10;
  style.CircleTessellationMaxError = 0.1F;
  style.ScaleAllSizes(theme.unit);
  const auto set = [&style](ImGuiCol index, ImU32 value) {
    style.Colors[index] = ImGui::ColorConvertU32ToFloat4(value);
  };
  set(ImGuiCol_WindowBg, theme.colours.ground);
  set(ImGuiCol_PopupBg, theme.colours.popup);
  set(ImGuiCol_Border, theme.colours.line);
  set(ImGuiCol_Text, theme.colours.text);
  set(ImGuiCol_ScrollbarBg, theme.colours.ground);
  set(ImGuiCol_ScrollbarGrab, theme.colours.line);
  set(ImGuiCol_NavHighlight, theme.colours.accent);
}

float unit_for(ImVec2 window) {
  const float fit = std::min(window.x / kReferenceWindow.x, window.y / kReferenceWindow.y);
  return std::clamp(std::round(fit * 10) / 10, 1.0F, kLargestUnit);
}

}  // namespace

void use_colours(Theme& theme, const Colours& colours) {
  theme.colours = colours;
  if (ImGui::GetCurrentContext() != nullptr) style(theme);
}

void fit_theme(Theme& theme, ImVec2 window, float density) {
  const float unit = unit_for(window) * theme.scale;
  if (theme.fonts.body != nullptr && unit == theme.unit && density == theme.density) return;
  theme.unit = unit;
  theme.density = density;
  style(theme);

  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  const ImVector<ImWchar> large = large_glyphs(theme);  // until the atlas is built
  theme.fonts.body = bake(theme, Face::regular, 19, kTextGlyphs);
  theme.fonts.small = bake(theme, Face::regular, 15.5F, kTextGlyphs);
  theme.fonts.strong = bake(theme, Face::bold, 19, kTextGlyphs);
  theme.fonts.heading = bake(theme, Face::bold, 46, large.Data);
  theme.fonts.headline = bake(theme, Face::bold, 92, large.Data);
  io.FontDefault = theme.fonts.body;
  io.FontGlobalScale = 1 / density;
  io.Fonts->Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

}  // namespace genrelens::window
