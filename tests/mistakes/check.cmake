# cmake -DCOMPILER=<program> -DSOURCE=<file> -DWORK=<directory> -P check.cmake
#
# A file of tests/mistakes holds a mistake and its twin, which differs by the mistake alone:
#
#     // EXPECT: <what the compiler must say, a regular expression>
#     // LINES: <how many lines it may say; 10 if this is left out>
#     // COMPILERS: <those to try; gcc clang-14 clang-19 if this is left out>
#     // FLAGS: <for the compiler>
#     // MISTAKE_FLAGS: <for the mistake alone>
#     #include "gen.h"
#     #ifdef MISTAKE
#     ...
#     #else
#     ...
#     #endif
#
# The twin must compile without a word, warnings on; the mistake must not compile, even with none.
# The number of lines is promised for C.
cmake_minimum_required(VERSION 3.20)

file(READ "${SOURCE}" text)
get_filename_component(name "${SOURCE}" NAME)
get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)

function(fail reason) # as it stands; FATAL_ERROR would break the line
  message("${name}: ${reason}")
  message(FATAL_ERROR "${SOURCE}")
endfunction()

# read_comment(<variable> <default>) - what the comment of that name says.
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
else()
  set(language -std=c99)
endif()
separate_arguments(FLAGS UNIX_COMMAND "${FLAGS}")
separate_arguments(MISTAKE_FLAGS UNIX_COMMAND "${MISTAKE_FLAGS}")
file(MAKE_DIRECTORY "${WORK}")

# In the C locale, so that EXPECT need not know the user's language and quotes.
macro(compile)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C
            ${COMPILER} ${language} ${FLAGS} ${ARGN} "-I${root}"
            -c "${SOURCE}" -o "${WORK}/${name}.o"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
endmacro()

compile(-UMISTAKE -Wall -Wextra -Wpedantic)
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
