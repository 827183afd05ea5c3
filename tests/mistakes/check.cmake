# cmake -DCOMPILER=<program> -DSOURCE=<file> -DWORK=<directory> -P check.cmake
#
# A file of tests/mistakes holds a mistake and its twin, which differ only by the mistake:
#
#     // EXPECT: <a regular expression that the first error must match, in its first line>
#     // QUOTED: <the compilers whose own words fill that line; the lines below it must match>
#     // LINES: <compiler> <the maximal number of lines of output, where it is not 10>, ...
#     // COMPILERS: <the compilers to try; gcc clang-14 clang-19 g++ clang++-19 by default>
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
# even with no warnings enabled. The lines are counted with -Wall -Wextra, in the compiler's own
# standard.
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
read_comment(LINES "")
read_comment(QUOTED "")
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

set(warnings_by_default -Wall -Wextra)
set(warnings ${warnings_by_default} -Wpedantic)
if(COMPILER STREQUAL "sdcc")
  set(warnings)
  set(warnings_by_default)
endif()
compile(-UMISTAKE ${warnings})
if(NOT result EQUAL 0 OR NOT output STREQUAL "")
  fail("the twin does not compile without warnings:\n${output}")
endif()

compile(-DMISTAKE ${MISTAKE_FLAGS})
if(result EQUAL 0)
  message("${output}")
  fail("the mistake compiles")
endif()

if(COMPILER MATCHES "\\+\\+")
  set(language -x c++)
elseif(NOT COMPILER STREQUAL "sdcc")
  set(language)
endif()
compile(-DMISTAKE ${MISTAKE_FLAGS} ${warnings_by_default})
message("${output}")
string(REGEX MATCH "[^\n]*([Ee]rror|error [0-9]+): [^\n]*" first "${output}")
separate_arguments(quoted UNIX_COMMAND "${QUOTED}")
if(COMPILER IN_LIST quoted)
  set(first "${output}")
endif()
string(REPLACE "${name}" "" first "${first}") # the name of the file might match
if(NOT first MATCHES "${EXPECT}")
  fail("the compiler does not say ${EXPECT}")
endif()
set(most 10)
string(REPLACE "+" "[+]" compiler "${COMPILER}")
if(" ${LINES}," MATCHES " ${compiler} ([0-9]+),")
  set(most ${CMAKE_MATCH_1})
endif()
string(REGEX MATCHALL "\n" newlines "${output}")
list(LENGTH newlines lines)
if(lines GREATER most)
  fail("the compiler says ${lines} lines, and not ${most} at most")
endif()
