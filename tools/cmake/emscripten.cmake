# Emscripten's toolchain: that of an emsdk on the PATH, else the one that tools/setup unpacked.
find_program(_genrelens_emcc emcc)
if(_genrelens_emcc)
  get_filename_component(_genrelens_emcc "${_genrelens_emcc}" REALPATH)
  get_filename_component(_genrelens_emscripten "${_genrelens_emcc}" DIRECTORY)
else()
  set(_genrelens_emscripten "${CMAKE_CURRENT_LIST_DIR}/../../build/third_party/emscripten/root/usr/share/emscripten")
endif()
include("${_genrelens_emscripten}/cmake/Modules/Platform/Emscripten.cmake")
