# Installs core into a scratch folder, builds core/example against it with find_package alone, and runs it on a sound.
#   cmake -DBUILD=… -DSOURCE=… -DCXX=… -DGENERATOR=… -DSOUND=… -P install_consumer.cmake
set(scratch ${BUILD}/install_consumer)
set(prefix ${scratch}/prefix)
file(REMOVE_RECURSE ${scratch})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command} ended with ${status}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})

# It can be moved to another machine …
file(GLOB_RECURSE package ${prefix}/*.cmake)
if(NOT package)
  message(FATAL_ERROR "no package file was installed")
endif()
foreach(file IN LISTS package)
  file(READ ${file} text)
  string(FIND "${text}" "${SOURCE}" place)
  if(NOT place EQUAL -1)
    message(FATAL_ERROR "${file} names the source tree")
  endif()
endforeach()

# … every header is whole …
file(GLOB headers RELATIVE ${prefix}/include/genrelens ${prefix}/include/genrelens/core/*.h)
list(TRANSFORM headers REPLACE "(.+)" "#include \"\\1\"\n")
list(JOIN headers "" includes)
file(WRITE ${scratch}/all_headers.cpp "${includes}")
run(${CXX} -std=c++20 -fsyntax-only -Wall -Wextra -I${prefix}/include/genrelens ${scratch}/all_headers.cpp)

# … and another project needs nothing else.
run(${CMAKE_COMMAND} -S ${SOURCE}/core/example -B ${scratch}/build -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${CXX}
    -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_REQUIRE_FIND_PACKAGE_genrelens=ON)
run(${CMAKE_COMMAND} --build ${scratch}/build)
run(${scratch}/build/levels_of_a_song ${SOUND})
string(REGEX MATCHALL "\n" lines "${output}")
list(LENGTH lines count)
if(NOT count EQUAL 20 OR NOT output MATCHES "@")
  message(FATAL_ERROR "levels_of_a_song should draw 20 bands and one loudest cell, but drew:\n${output}")
endif()
