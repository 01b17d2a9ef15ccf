# Third-party libraries as targets: from build/third_party (tools/setup), else a system copy, else upstream by tag.
# Nothing of them is committed, and our warnings do not apply to them.
include(FetchContent)
set(GENRELENS_THIRD_PARTY ${genrelens_SOURCE_DIR}/build/third_party CACHE PATH "where tools/setup put third-party source")

# genrelens_source(OUT NAME URL TAG): the source folder of NAME.
function(genrelens_source out name url tag)
  if(EXISTS ${GENRELENS_THIRD_PARTY}/${name})
    set(${out} ${GENRELENS_THIRD_PARTY}/${name} PARENT_SCOPE)
    return()
  endif()
  message(STATUS "${name}: fetching ${tag} from upstream")
  string(TOLOWER ${name} lower)
  FetchContent_Declare(${name} GIT_REPOSITORY ${url} GIT_TAG ${tag} GIT_SHALLOW ON)
  FetchContent_GetProperties(${name})
  if(NOT ${lower}_POPULATED)
    FetchContent_Populate(${name})
  endif()
  set(${out} ${${lower}_SOURCE_DIR} PARENT_SCOPE)
endfunction()

# genrelens_headers(NAME FOLDER HEADER URL TAG UPSTREAM_INCLUDE): target NAME for a header-only library FOLDER/HEADER.
# A link to just that folder is what compilers see: /usr/include itself must stay out of a WebAssembly build.
function(genrelens_headers name folder header url tag upstream_include)
  add_library(${name} INTERFACE)
  find_path(GENRELENS_${name}_INCLUDE ${folder}/${header} PATHS /usr/include NO_CMAKE_FIND_ROOT_PATH)
  if(GENRELENS_${name}_INCLUDE)
    set(include ${CMAKE_BINARY_DIR}/include/${name})
    file(MAKE_DIRECTORY ${include})
    file(CREATE_LINK ${GENRELENS_${name}_INCLUDE}/${folder} ${include}/${folder} SYMBOLIC)
  else()
    genrelens_source(source ${name} ${url} ${tag})
    set(include ${source}/${upstream_include})
  endif()
  target_include_directories(${name} SYSTEM INTERFACE ${include})
endfunction()

genrelens_headers(nlohmann_json nlohmann json.hpp https://github.com/nlohmann/json v3.11.2 include)
genrelens_headers(stb stb stb_vorbis.h https://github.com/nothings/stb 8b5f1f37b5b75829fc72d38e7b5d4bcbf8a26d55 .)
if(NOT GENRELENS_stb_INCLUDE)  # upstream calls it stb_vorbis.c and has no folder; Debian's names are the ones included
  FetchContent_GetProperties(stb SOURCE_DIR source)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/include/stb/stb)
  file(CREATE_LINK ${source}/stb_vorbis.c ${CMAKE_BINARY_DIR}/include/stb/stb/stb_vorbis.h SYMBOLIC)
  target_include_directories(stb SYSTEM INTERFACE ${CMAKE_BINARY_DIR}/include/stb)
endif()
if(GENRELENS_TESTS)
  genrelens_headers(doctest doctest doctest.h https://github.com/doctest/doctest v2.4.9 .)
endif()

# miniaudio: one header; the decoders dr_wav, dr_flac and dr_mp3 are inside.
genrelens_source(miniaudio_source miniaudio https://github.com/mackron/miniaudio 0.11.22)
add_library(miniaudio INTERFACE)
target_include_directories(miniaudio SYSTEM INTERFACE ${miniaudio_source} ${miniaudio_source}/usr/include)

# KissFFT in its SIMD form: one call transforms four signals. Its objects become part of core's archive, under names that
# a plain KissFFT of another project does not meet.
genrelens_source(kissfft_source kissfft https://github.com/mborgerding/kissfft 131.1.0)
add_library(kissfft OBJECT ${kissfft_source}/kiss_fft.c)
target_include_directories(kissfft SYSTEM PUBLIC ${kissfft_source})
target_compile_definitions(kissfft PUBLIC USE_SIMD)
foreach(name kiss_fft kiss_fft_alloc kiss_fft_cleanup kiss_fft_next_fast_size kiss_fft_stride)
  target_compile_definitions(kissfft PUBLIC ${name}=genrelens_${name})
endforeach()
target_compile_options(kissfft PRIVATE -O3 -w)

# Opus: the decoder of RFC 6716 in floating point, and of it what needs no assembler, so that every platform computes the
# same. Its own lists of sources replace half a minute of configure checks.
genrelens_source(opus_source opus https://github.com/xiph/opus v1.3.1)
set(opus_files)
foreach(list opus_sources.mk:OPUS_SOURCES celt_sources.mk:CELT_SOURCES silk_sources.mk:SILK_SOURCES)
  string(REPLACE ":" ";" list ${list})
  list(GET list 0 file)
  list(GET list 1 variable)
  file(READ ${opus_source}/${file} text)
  string(REGEX REPLACE "\\\\\n" "" text "${text}")
  string(REGEX MATCH "(^|\n)${variable} *=([^\n]*)" line "${text}")
  separate_arguments(names UNIX_COMMAND "${CMAKE_MATCH_2}")
  list(TRANSFORM names PREPEND ${opus_source}/)
  list(APPEND opus_files ${names})
endforeach()
list(FILTER opus_files EXCLUDE REGEX "encode|enc_API|NSQ|VQ_WMat|projection|repacketizer")  # the encoder
add_library(opus OBJECT ${opus_files})
target_include_directories(opus SYSTEM PUBLIC ${opus_source}/include)
target_include_directories(opus PRIVATE ${opus_source}/celt ${opus_source}/silk ${opus_source}/silk/float)
target_compile_definitions(opus PRIVATE OPUS_BUILD VAR_ARRAYS FLOAT_APPROX)
target_compile_options(opus PRIVATE -O3 -w -fwrapv)  # it shifts negative numbers

if(EMSCRIPTEN AND PROJECT_IS_TOP_LEVEL)
  include(${CMAKE_CURRENT_LIST_DIR}/third_party_web.cmake)
elseif(GENRELENS_COMMAND)
  include(${CMAKE_CURRENT_LIST_DIR}/third_party_native.cmake)
endif()
