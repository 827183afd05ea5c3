# cmake -DINCLUDE=<directory of lazy.h> -DSOURCE=<file> -DWORK=<directory> -P windows.cmake - build
# a test file with mingw-w64, and run it in Wine.
cmake_minimum_required(VERSION 3.20)

find_program(WINE wine64 PATHS /usr/lib/wine) # where Debian has it
find_program(WINESERVER wineserver PATHS /usr/lib/wine)
if(NOT WINE OR NOT WINESERVER)
  message("SKIPPED: wine64 is not installed")
  return()
endif()

file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}/prefix")
set(ENV{WINEPREFIX} "${WORK}/prefix")
set(ENV{WINEDEBUG} -all)
set(ENV{WINEDLLOVERRIDES} "mscoree,mshtml=")
foreach(level IN ITEMS -O0 -O2)
  execute_process(
    COMMAND x86_64-w64-mingw32-gcc -std=c99 -Wall -Wextra -Wpedantic -Werror ${level} -static
            "-I${INCLUDE}" "-I${INCLUDE}/tests" "${SOURCE}" "${INCLUDE}/tests/main_host.c"
            -o program.exe
    WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "It does not compile: ${result}")
  endif()
  execute_process(COMMAND "${WINE}" program.exe WORKING_DIRECTORY "${WORK}" INPUT_FILE /dev/null
    TIMEOUT 100 RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_QUIET)
  message("${output}")
  if(NOT result EQUAL 0 OR NOT output MATCHES "1\\.\\.[0-9]+")
    set(failed ${result})
  endif()
endforeach()
execute_process(COMMAND "${WINESERVER}" -k)
if(DEFINED failed)
  message(FATAL_ERROR "${failed}")
endif()
