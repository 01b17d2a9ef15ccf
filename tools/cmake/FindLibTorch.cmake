# LibTorch::LibTorch: -DLIBTORCH_ROOT=… (an unpacked libtorch, or site-packages/torch), else, with
# GENRELENS_TORCH_FROM_PYTHON, the torch that python3 imports, else the system's libtorch-dev.
# Torch's own package file wants nvcc for a CUDA build; we compile no CUDA source, so linking the libraries is enough.
option(GENRELENS_TORCH_FROM_PYTHON "Use the LibTorch inside python3's torch package" OFF)
set(LIBTORCH_ROOT "" CACHE PATH "unpacked LibTorch")

set(root "${LIBTORCH_ROOT}")
set(cxx11_abi 1)
if(NOT root AND GENRELENS_TORCH_FROM_PYTHON)
  execute_process(
    COMMAND python3 -c "import os, torch; print(os.path.dirname(torch.__file__)); print(int(torch.compiled_with_cxx11_abi()))"
    OUTPUT_VARIABLE answer RESULT_VARIABLE status ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(status EQUAL 0)
    string(REPLACE "\n" ";" answer "${answer}")
    list(GET answer 0 root)
    list(GET answer 1 cxx11_abi)
  endif()
endif()

if(root)
  find_path(LibTorch_INCLUDE_DIR torch/csrc/api/include/torch/torch.h PATHS ${root}/include NO_DEFAULT_PATH)
  find_library(LibTorch_LIBRARY torch_cpu PATHS ${root}/lib NO_DEFAULT_PATH)
else()
  find_path(LibTorch_INCLUDE_DIR torch/csrc/api/include/torch/torch.h)
  find_library(LibTorch_LIBRARY torch_cpu)
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch REQUIRED_VARS LibTorch_LIBRARY LibTorch_INCLUDE_DIR)

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  find_package(Threads REQUIRED)
  get_filename_component(folder ${LibTorch_LIBRARY} DIRECTORY)
  add_library(LibTorch::LibTorch INTERFACE IMPORTED)
  target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE
    ${LibTorch_INCLUDE_DIR} ${LibTorch_INCLUDE_DIR}/torch/csrc/api/include)
  target_compile_definitions(LibTorch::LibTorch INTERFACE _GLIBCXX_USE_CXX11_ABI=${cxx11_abi})
  # Nothing names a symbol of torch_cuda: it registers itself when loaded, so it must be kept without being needed.
  set(libraries ${folder}/libtorch.so ${folder}/libtorch_cpu.so)
  set(LibTorch_CUDA OFF)
  if(EXISTS ${folder}/libtorch_cuda.so)
    set(LibTorch_CUDA ON)
    list(APPEND libraries ${folder}/libtorch_cuda.so ${folder}/libc10_cuda.so)
  endif()
  target_link_libraries(LibTorch::LibTorch INTERFACE -Wl,--no-as-needed ${libraries} ${folder}/libc10.so
    -Wl,--as-needed Threads::Threads)
  if(root)  # CUDA's own libraries are found by torch's at run time
    target_link_options(LibTorch::LibTorch INTERFACE -Wl,--unresolved-symbols=ignore-in-shared-libs -Wl,-rpath,${folder})
  endif()
  message(STATUS "LibTorch in ${folder}, CUDA ${LibTorch_CUDA}")
endif()
