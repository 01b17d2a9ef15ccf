# What the command genrelens needs beyond core: LibTorch, ONNX Runtime, CLI11.
list(APPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR})
find_package(LibTorch REQUIRED)
find_package(OnnxRuntime REQUIRED)
genrelens_headers(CLI11 CLI CLI.hpp https://github.com/CLIUtils/CLI11 v2.1.2 include)
