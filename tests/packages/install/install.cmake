# cmake -DWAY=find_package|pkg-config|add_subdirectory|FetchContent|examples -DBUILD=<of gen>
#       -DVERSION=<of gen> -DDATADIR=<where its package files go> -DWORK=<directory>
#       -DGENERATOR=<generator> -DCOMPILER=<path> -P install.cmake
#
# Build and run a program that gets the library in that way. With WAY=examples, build a copy of
# examples/, which gets it by find_package.
cmake_minimum_required(VERSION 3.20)

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
set(prefix "${WORK}/moved")
if(WAY MATCHES "find_package|pkg-config|examples")
  run("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${WORK}/prefix")
  file(RENAME "${WORK}/prefix" "${prefix}") # the installed files must not contain an absolute path
endif()

if(WAY STREQUAL "pkg-config")
  set(ENV{PKG_CONFIG_PATH} "${prefix}/${DATADIR}/pkgconfig")
  run(pkg-config "--exact-version=${VERSION}" gen)
  execute_process(COMMAND pkg-config --cflags --libs gen
    OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY OUTPUT_STRIP_TRAILING_WHITESPACE)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run("${COMPILER}" "${CMAKE_CURRENT_LIST_DIR}/main.c" ${flags} -o "${WORK}/consumer")
  run("${WORK}/consumer")
elseif(WAY STREQUAL "examples")
  file(COPY "${CMAKE_CURRENT_LIST_DIR}/../../../examples" DESTINATION "${WORK}") # outside the tree
  run("${CMAKE_COMMAND}" -S "${WORK}/examples" -B "${WORK}/build" -G "${GENERATOR}"
      "-DCMAKE_C_COMPILER=${COMPILER}" "-DCMAKE_PREFIX_PATH=${prefix}")
  run("${CMAKE_COMMAND}" --build "${WORK}/build" --parallel 2)
  run("${WORK}/build/countdown")
else()
  run("${CMAKE_CTEST_COMMAND}" --build-and-test "${CMAKE_CURRENT_LIST_DIR}/${WAY}" "${WORK}/build"
    --build-generator "${GENERATOR}"
    --build-options "-DCMAKE_C_COMPILER=${COMPILER}" "-DCMAKE_PREFIX_PATH=${prefix}"
                    "-DVERSION=${VERSION}"
    --test-command consumer)
  # gen_lint checks both programs, and finds what is wrong with the second: clang with its analyser.
  foreach(target IN ITEMS mistaken_lint mistaken_analysis mistaken)
    execute_process(COMMAND "${CMAKE_COMMAND}" --build "${WORK}/build" --target ${target}
      COMMAND_ECHO STDOUT RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    message("${output}")
    string(APPEND outputs "${output}")
    if(status EQUAL 0)
      message(FATAL_ERROR "gen_lint accepts a lost local")
    endif()
  endforeach()
  if(NOT outputs MATCHES "factor.*uninitialized" OR NOT outputs MATCHES "list.*(uninitialized|garbage)")
    message(FATAL_ERROR "gen_lint does not find both lost locals")
  endif()
endif()
