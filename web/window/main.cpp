// The page's window: an SDL canvas in which Dear ImGui draws what the App holds. It decodes, transforms and infers
// nothing, and draws only when something has changed.
#include <GLES3/gl3.h>
#include <SDL.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>

#include <algorithm>
#include <cstdio>

#include "web/window/app.h"
#include "web/window/bridge.h"
#include "web/window/fingers.h"
#include "web/window/lane_pointer.h"
#include "web/window/panels.h"

namespace genrelens::window {
namespace {

// Between frames that only show how far a song is: ms, and how often the time that one frame takes. In software
// rendering drawing takes what the network needs, and the page stands still meanwhile.
constexpr double kNewsInterval = 80;
constexpr double kNewsPause = 3;

bool open_window(App& app) {
  // The canvas alone hears the keyboard, so that the page's real buttons keep theirs.
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
  if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_TIMER) != 0) return false;
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  double width = 1000;
  double height = 600;
  emscripten_get_element_css_size("#canvas", &width, &height);
  app.window =
      SDL_CreateWindow(app.words("page.title").c_str(), 0, 0, static_cast<int>(width), static_cast<int>(height),
                       SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
  if (app.window == nullptr || SDL_GL_CreateContext(app.window) == nullptr) return false;

  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  SDL_GLContext context = SDL_GL_GetCurrentContext();
  return ImGui_ImplSDL2_InitForOpenGL(app.window, context) && ImGui_ImplOpenGL3_Init("#version 300 es");
}

void take_events(App& app) {
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {
    take_finger(app.pointer.fingers, event, ImGui::GetIO().DisplaySize);
    ImGui_ImplSDL2_ProcessEvent(&event);
    app.changed();
  }
}

void draw_panels(App& app) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const Layout layout = lay_out(app, ImGui::GetCursorScreenPos(), viewport->WorkSize);
  if (!app.embedded) draw_header(app, layout);
  if (app.listening.asks()) {
    draw_listening_question(app, layout);
  } else if (app.phase == Phase::reading || app.phase == Phase::finished) {
    point_at_lanes(app, layout);
    draw_result(app, layout);
    draw_lanes(app, layout);
    draw_waveform(app, layout);
    draw_spectrogram(app, layout);
    draw_timeline(app, layout);
    draw_marks(app, layout);
    draw_hover(app);
  } else {
    draw_drop(app, layout);
  }
  if (!app.embedded) draw_status(app, layout);
  draw_dragging(app);
  scroll_page(app);
  ImGui::SetCursorScreenPos({layout.header.begin.x, layout.header.begin.y + layout.height - 1});
  ImGui::Dummy({1, 1});  // the end of what can be scrolled to
}

void draw_root(App& app) {
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->WorkPos);
  ImGui::SetNextWindowSize(viewport->WorkSize);
  ImGui::Begin("page", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse |
                   ImGuiWindowFlags_NoBackground);
  draw_panels(app);
  ImGui::End();
}

void draw_frame(App& app) {
  int width = 0;
  int height = 0;
  int pixels_wide = 0;
  int pixels_high = 0;
  SDL_GetWindowSize(app.window, &width, &height);
  SDL_GL_GetDrawableSize(app.window, &pixels_wide, &pixels_high);
  if (width <= 0 || height <= 0) return;
  fit_theme(app.theme, {static_cast<float>(width), static_cast<float>(height)},
            static_cast<float>(pixels_wide) / static_cast<float>(width));

  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplSDL2_NewFrame();
  ImGui::NewFrame();
  app.boxes.clear();
  app.grounds.start(app.theme.density);
  draw_root(app);
  ImGui::Render();

  glViewport(0, 0, pixels_wide, pixels_high);
  const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(app.theme.colours.ground);
  glClearColor(ground.x, ground.y, ground.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  app.grounds.paint(pixels_high);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  SDL_GL_SwapWindow(app.window);
}

void frame() {
  App& app = the_app();
  take_events(app);
  if (app.lost) return;
  const double now = emscripten_get_now();
  const double pause = now - app.drawn_at;
  if (app.frame_time == 0) app.frame_time = pause;
  const bool due = app.news && pause >= std::max(kNewsInterval, kNewsPause * app.frame_time);
  if (app.frames_to_draw == 0 && !due) return;
  app.frames_to_draw = std::max(0, app.frames_to_draw - 1);
  app.news = false;
  app.drawn_at = now;
  app.frame_time = 0;
  draw_frame(app);
  send_requests(app);
}

}  // namespace
}  // namespace genrelens::window

int main() {
  using namespace genrelens::window;
  App& app = the_app();
  if (!open_window(app)) {
    std::fprintf(stderr, "The window cannot be opened: %s\n", SDL_GetError());
    return 1;
  }
  app.changed();
  emscripten_set_main_loop(frame, 0, false);
  return 0;
}
