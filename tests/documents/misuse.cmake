# cmake -DMODE=write|check -DCOMPILER=gcc -P misuse.cmake - write or check the compiler's messages
# for each mistake in tests/mistakes. docs/misuse.md shows them between two lines:
#
#     <!-- transcript: <name of the file> -->
#     <!-- /transcript -->
#
# "write" puts the messages there; "check" fails if the page has other ones. Only for gcc 12 on
# x86-64, because every compiler words its messages differently, and without the mistakes of sdcc.
#
# A transcript is the compiler's output when it is run in the directory of the file. Three things
# are removed, so that a transcript changes only when a message does: the line numbers of gen.h, the
# backslashes at the ends of its lines, and, if the output is longer than 12 lines, everything from
# the next error or warning after the one that names the mistake.
#
# Lists of CMake break at `;` and `[`, so texts stay whole and are cut with FIND and SUBSTRING.
cmake_minimum_required(VERSION 3.20)

get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
set(page "${root}/docs/misuse.md")
set(directory "${root}/tests/mistakes")

if(NOT MODE MATCHES "^(write|check)$" OR NOT COMPILER)
  message(FATAL_ERROR "cmake -DMODE=write|check -DCOMPILER=gcc -P misuse.cmake")
endif()

execute_process(COMMAND ${COMPILER} --version RESULT_VARIABLE result OUTPUT_VARIABLE about ERROR_QUIET)
execute_process(COMMAND ${COMPILER} -dumpversion OUTPUT_VARIABLE version ERROR_QUIET)
execute_process(COMMAND ${COMPILER} -dumpmachine OUTPUT_VARIABLE machine ERROR_QUIET)
set(reason "")
if(NOT result EQUAL 0)
  set(reason "${COMPILER} does not run")
elseif(NOT about MATCHES "Free Software Foundation" OR NOT version MATCHES "^12(\\.|\n|$)")
  set(reason "the transcripts are those of gcc 12")
elseif(NOT machine MATCHES "^x86_64-")
  set(reason "the transcripts are those of gcc on x86-64")
endif()
if(reason)
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo "SKIPPED: ${reason}")
  return()
endif()

# take_line(<result> <text>) - cut the first line off the text in the variable <text>.
function(take_line _result _text)
  string(FIND "${${_text}}" "\n" _end)
  string(SUBSTRING "${${_text}}" 0 ${_end} _first)
  set(_rest "")
  if(NOT _end EQUAL -1)
    math(EXPR _end "${_end} + 1")
    string(SUBSTRING "${${_text}}" ${_end} -1 _rest)
  endif()
  set(${_result} "${_first}" PARENT_SCOPE)
  set(${_text} "${_rest}" PARENT_SCOPE)
endfunction()

# without_numbers(<text>) - remove everything that an edit elsewhere in a header changes.
function(without_numbers text)
  set(rest "${${text}}")
  set(result "")
  set(in_header FALSE)
  while(NOT rest STREQUAL "")
    take_line(line rest)
    if(NOT line MATCHES "^ *[0-9]* \\|") # it names the file of the following lines
      string(REGEX MATCH "^\\.\\./\\.\\./[a-z_]+\\.h:" in_header "${line}")
      string(REGEX REPLACE "^\\.\\./\\.\\./([a-z_]+\\.h):[0-9]+:[0-9]+:" "\\1:" line "${line}")
    elseif(in_header)
      string(REGEX REPLACE "^ *[0-9]+ \\|" "      |" line "${line}")
      string(REGEX REPLACE " *\\\\$" "" line "${line}")
    endif()
    string(APPEND result "${line}\n")
  endwhile()
  set(${text} "${result}" PARENT_SCOPE)
endfunction()

# shortened(<text> <the text that names the mistake>)
function(shortened text expected)
  set(rest "${${text}}")
  set(result "")
  set(lines 0)
  set(named FALSE)
  set(cut_here "")
  while(NOT rest STREQUAL "")
    take_line(line rest)
    if(named AND cut_here STREQUAL "" AND line MATCHES ": (error|warning): ")
      set(cut_here "${result}...\n")
    endif()
    string(REPLACE "${source}" "" said "${line}") # the name of the file might match
    if(said MATCHES "${expected}")
      set(named TRUE)
    endif()
    string(APPEND result "${line}\n")
    math(EXPR lines "${lines} + 1")
  endwhile()
  if(lines GREATER 12 AND NOT cut_here STREQUAL "")
    set(result "${cut_here}")
  endif()
  set(${text} "${result}" PARENT_SCOPE)
endfunction()

file(READ "${page}" text)
set(original "${text}")
file(GLOB sources RELATIVE "${directory}" "${directory}/*.c")
foreach(source IN LISTS sources)
  get_filename_component(name "${source}" NAME_WE)
  file(READ "${directory}/${source}" code)
  set(expected "")
  set(flags "")
  if("\n${code}" MATCHES "\n// COMPILERS: sdcc\n")
    continue()
  endif()
  if("\n${code}" MATCHES "\n// EXPECT: ([^\n]+)")
    set(expected "${CMAKE_MATCH_1}")
  endif()
  if("\n${code}" MATCHES "\n// FLAGS: ([^\n]+)")
    separate_arguments(flags UNIX_COMMAND "${CMAKE_MATCH_1}")
  endif()

  if("\n${code}" MATCHES "\n// MISTAKE_FLAGS: ([^\n]+)")
    separate_arguments(mistake_flags UNIX_COMMAND "${CMAKE_MATCH_1}")
    list(APPEND flags ${mistake_flags})
  endif()
  if(NOT flags MATCHES "-std=")
    list(PREPEND flags -std=c99)
  endif()

  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C
            ${COMPILER} ${flags} -DMISTAKE -I../.. -S -o /dev/null "${source}"
    WORKING_DIRECTORY "${directory}" RESULT_VARIABLE result
    OUTPUT_VARIABLE transcript ERROR_VARIABLE transcript)
  if(result EQUAL 0)
    message(SEND_ERROR "${source}: the mistake compiles.")
    continue()
  endif()
  without_numbers(transcript)
  shortened(transcript "${expected}")

  set(from "<!-- transcript: ${name} -->\n")
  set(to "<!-- /transcript -->\n")
  string(FIND "${text}" "${from}" start)
  if(start EQUAL -1)
    message(SEND_ERROR "docs/misuse.md has no transcript of ${name}.")
    continue()
  endif()
  string(LENGTH "${from}" length)
  math(EXPR start "${start} + ${length}")
  string(SUBSTRING "${text}" 0 ${start} before)
  string(SUBSTRING "${text}" ${start} -1 after)
  string(FIND "${after}" "${to}" end)
  if(end EQUAL -1)
    message(SEND_ERROR "docs/misuse.md: the transcript of ${name} has no end.")
    continue()
  endif()
  string(SUBSTRING "${after}" 0 ${end} shown)
  string(SUBSTRING "${after}" ${end} -1 after)
  set(transcript "```\n${transcript}```\n")
  if(MODE STREQUAL "check" AND NOT shown STREQUAL transcript)
    message("${name}: the compiler says\n${transcript}and docs/misuse.md\n${shown}")
    message(SEND_ERROR "docs/misuse.md: see ${name}; \"cmake -DMODE=write -DCOMPILER=${COMPILER} "
                       "-P tests/documents/misuse.cmake\" writes it anew.")
  endif()
  set(text "${before}${transcript}${after}")
endforeach()

# Look for transcripts of files that no longer exist.
string(REGEX MATCHALL "<!-- transcript: [a-z0-9_]+ -->" markers "${text}")
foreach(marker IN LISTS markers)
  string(REGEX REPLACE "<!-- transcript: (.*) -->" "\\1.c" source "${marker}")
  if(NOT source IN_LIST sources)
    message(SEND_ERROR "docs/misuse.md: there is no tests/mistakes/${source}.")
  endif()
endforeach()

list(LENGTH sources count)
if(count EQUAL 0)
  message(SEND_ERROR "There is nothing in tests/mistakes.")
endif()
if(MODE STREQUAL "write" AND NOT text STREQUAL original)
  file(WRITE "${page}" "${text}")
endif()
message("${count} transcripts.")
