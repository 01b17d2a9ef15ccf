# The page's window: SDL2 and Dear ImGui, compiled for WebAssembly.

# SDL's tree holds SDL_config_emscripten.h, so a list of folders replaces five minutes of configure checks.
genrelens_source(sdl_source SDL2 https://github.com/libsdl-org/SDL release-2.32.4)
set(sdl_folders . atomic audio audio/dummy audio/emscripten cpuinfo dynapi events file filesystem/emscripten haptic
    haptic/dummy joystick joystick/emscripten libm loadso/dlopen locale locale/emscripten main/dummy misc
    misc/emscripten power power/emscripten render render/opengles2 render/software sensor sensor/dummy stdlib thread
    thread/generic timer timer/unix video video/dummy video/emscripten video/yuv2rgb audio/disk)
set(sdl_files)
foreach(folder IN LISTS sdl_folders)
  file(GLOB files ${sdl_source}/src/${folder}/*.c)
  list(APPEND sdl_files ${files})
endforeach()
list(FILTER sdl_files EXCLUDE REGEX "yuv_rgb_(sse|lsx)")
add_library(SDL2 STATIC EXCLUDE_FROM_ALL ${sdl_files})
target_include_directories(SDL2 SYSTEM PUBLIC ${sdl_source}/include PRIVATE ${sdl_source}/src)
target_compile_options(SDL2 PRIVATE -Os -w -sUSE_SDL=0)

genrelens_source(imgui_source imgui https://github.com/ocornut/imgui v1.90.1)
add_library(imgui STATIC EXCLUDE_FROM_ALL ${imgui_source}/imgui.cpp ${imgui_source}/imgui_draw.cpp
  ${imgui_source}/imgui_tables.cpp ${imgui_source}/imgui_widgets.cpp ${imgui_source}/backends/imgui_impl_sdl2.cpp
  ${imgui_source}/backends/imgui_impl_opengl3.cpp)
target_include_directories(imgui SYSTEM PUBLIC ${imgui_source} ${imgui_source}/backends)
target_compile_definitions(imgui PUBLIC IMGUI_IMPL_OPENGL_ES3 IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS
  IMGUI_DISABLE_OBSOLETE_FUNCTIONS)
target_compile_options(imgui PRIVATE -Os -w)
target_link_libraries(imgui PUBLIC SDL2)
