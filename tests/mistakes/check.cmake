# cmake -DCOMPILER=<program> -DSOURCE=<file> -DWORK=<directory> -P check.cmake
#
# A file of tests/mistakes holds a mistake and its twin, which differ only by the mistake:
#
#     // EXPECT: <a regular expression that the compiler's output must match>
#     // LINES: <the maximal number of lines of output; 10 by default>
#     // COMPILERS: <the compilers to try; gcc clang-14 clang-19 by default>
#     // FLAGS: <options for both>
#     // MISTAKE_FLAGS: <options for the mistake alone>
#     #include "gen.h"
#     #ifdef MISTAKE
#     ...
#     #else
#     ...
#     #endif
#
# The twin must compile without any output, with warnings enabled. The mistake must not compile,
# even with no warnings enabled. The number of lines is checked for C only.
cmake_minimum_required(VERSION 3.20)

file(READ "${SOURCE}" text)
get_filename_component(name "${SOURCE}" NAME)
get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)

function(fail reason) # print the reason unchanged; FATAL_ERROR would wrap it
  message("${name}: ${reason}")
  message(FATAL_ERROR "${SOURCE}")
endfunction()

# read_comment(<variable> <default>) - read the header comment of that name.
function(read_comment variable default)
  set(${variable} "${default}" PARENT_SCOPE)
  if("\n${text}" MATCHES "\n// ${variable}: ([^\n]+)")
    set(${variable} "${CMAKE_MATCH_1}" PARENT_SCOPE)
  endif()
endfunction()
read_comment(EXPECT "")
read_comment(LINES 10)
read_comment(FLAGS "")
read_comment(MISTAKE_FLAGS "")
if(EXPECT STREQUAL "")
  fail("there is no comment EXPECT")
endif()

if(COMPILER MATCHES "\\+\\+")
  set(language -x c++ -std=c++11)
elseif(COMPILER STREQUAL "sdcc") # 110: code that a macro's constants make unreachable
  set(language -mz80 --std-c11 --disable-warning 110)
else()
  set(language -std=c99)
endif()
separate_arguments(FLAGS UNIX_COMMAND "${FLAGS}")
separate_arguments(MISTAKE_FLAGS UNIX_COMMAND "${MISTAKE_FLAGS}")
file(MAKE_DIRECTORY "${WORK}")

# Compile in the C locale, so that EXPECT does not depend on the user's language and quotation
# marks.
macro(compile)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C
            ${COMPILER} ${language} ${FLAGS} ${ARGN} "-I${root}"
            -c "${SOURCE}" -o "${WORK}/${name}.o"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
endmacro()

set(warnings -Wall -Wextra -Wpedantic)
if(COMPILER STREQUAL "sdcc")
  set(warnings)
endif()
compile(-UMISTAKE ${warnings})
if(NOT result EQUAL 0 OR NOT output STREQUAL "")
  fail("the twin does not compile without warnings:\n${output}")
endif()

compile(-DMISTAKE ${MISTAKE_FLAGS})
message("${output}")
if(result EQUAL 0)
  fail("the mistake compiles")
endif()
if(NOT output MATCHES "${EXPECT}")
  fail("the compiler does not say ${EXPECT}")
endif()
string(REGEX MATCHALL "\n" newlines "${output}")
list(LENGTH newlines lines)
if(lines GREATER LINES AND NOT COMPILER MATCHES "\\+\\+")
  fail("the compiler says ${lines} lines, and not ${LINES} at most")
endif()
