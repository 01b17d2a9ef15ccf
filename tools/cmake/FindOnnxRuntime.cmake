# OnnxRuntime::OnnxRuntime: -DONNXRUNTIME_ROOT=… (include/, lib/), else the library that npm's onnxruntime-node carries
# with the headers that tools/setup unpacked, else a system copy. Headers older than the library are fine: the C API is
# asked for by version.
set(ONNXRUNTIME_ROOT "" CACHE PATH "unpacked ONNX Runtime release")
find_path(OnnxRuntime_INCLUDE_DIR onnxruntime_cxx_api.h
  HINTS ${ONNXRUNTIME_ROOT}/include ${GENRELENS_THIRD_PARTY}/onnxruntime/usr/include/onnxruntime
  PATH_SUFFIXES onnxruntime)
find_library(OnnxRuntime_LIBRARY NAMES onnxruntime libonnxruntime.so.1
  HINTS ${ONNXRUNTIME_ROOT}/lib ${genrelens_SOURCE_DIR}/tools/node_modules/onnxruntime-node/bin/napi-v6/linux/x64)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OnnxRuntime REQUIRED_VARS OnnxRuntime_INCLUDE_DIR OnnxRuntime_LIBRARY)
if(OnnxRuntime_FOUND AND NOT TARGET OnnxRuntime::OnnxRuntime)
  get_filename_component(folder ${OnnxRuntime_LIBRARY} DIRECTORY)
  add_library(OnnxRuntime::OnnxRuntime INTERFACE IMPORTED)
  target_include_directories(OnnxRuntime::OnnxRuntime SYSTEM INTERFACE ${OnnxRuntime_INCLUDE_DIR})
  target_link_libraries(OnnxRuntime::OnnxRuntime INTERFACE ${OnnxRuntime_LIBRARY})
  target_link_options(OnnxRuntime::OnnxRuntime INTERFACE -Wl,-rpath,${folder})
endif()
