# cmake -DWAY=meson -DROOT=<of gen> -DVERSION=<of gen>
#       -DWORK=<directory> -DGENERATOR=<generator> -DCOMPILER=<path>
#       [-DBREAK=<how>] -P packaging.cmake
#
# Builds and runs programs that get the library in that way: by the tool itself, or as it would do
# it. With BREAK there is something wrong, which is to be noticed.
cmake_minimum_required(VERSION 3.20)
set(here "${CMAKE_CURRENT_LIST_DIR}")
if(NOT DEFINED BREAK)
  set(BREAK "")
endif()

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# build(<directory> <option>...) - a project of CMake that runs its programs when it is built.
function(build directory)
  run("${CMAKE_CTEST_COMMAND}" --build-and-test "${directory}" "${WORK}/build"
    --build-generator "${GENERATOR}"
    --build-options "-DCMAKE_C_COMPILER=${COMPILER}" "-DROOT=${ROOT}" ${ARGN})
endfunction()

file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")

if(WAY STREQUAL "meson")
  file(COPY "${here}/meson" DESTINATION "${WORK}")
  file(COPY "${ROOT}/tests/install/main.c" "${here}/itertools.c" "${here}/lazy.c"
       DESTINATION "${WORK}/meson")
  file(COPY "${ROOT}/meson.build" "${ROOT}/gen.h" "${ROOT}/itertools.h" "${ROOT}/lazy.h"
       DESTINATION "${WORK}/meson/subprojects/gen")
  set(ENV{CC} "${COMPILER}")
  if(BREAK STREQUAL "other_version")
    set(VERSION 9.9.9)
  endif()
  run(meson setup "${WORK}/build" "${WORK}/meson" "-Dgen_version=${VERSION}")
  run(meson test -C "${WORK}/build")

  # Installed, and found in another place.
  run(meson setup "${WORK}/own" "${WORK}/meson/subprojects/gen" --prefix "${WORK}/prefix")
  run(meson install -C "${WORK}/own")
  file(RENAME "${WORK}/prefix" "${WORK}/moved")
  set(ENV{PKG_CONFIG_PATH} "${WORK}/moved/share/pkgconfig")
  run(pkg-config "--exact-version=${VERSION}" gen)
  execute_process(COMMAND pkg-config --define-prefix --cflags gen
    OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY OUTPUT_STRIP_TRAILING_WHITESPACE)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run("${COMPILER}" "${WORK}/meson/itertools.c" ${flags} -o "${WORK}/consumer")
  run("${WORK}/consumer")

else()
  message(FATAL_ERROR "There is no WAY=${WAY}.")
endif()
