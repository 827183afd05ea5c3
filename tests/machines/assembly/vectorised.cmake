# cmake -DCOMPILER=<program> -DFLAGS=-O3 -DINCLUDE=<directory of gen.h> [-DPESSIMISE=1]
#       -P vectorised.cmake
#
# Check that a generator inlined in GEN_FOR becomes the loop that one would write by hand: if that
# loop is vectorised, this one is, too, without calls. Texts are kept as strings, because a CMake
# list cannot hold a `[`.
cmake_minimum_required(VERSION 3.20)

execute_process(COMMAND ${COMPILER} -dumpmachine OUTPUT_VARIABLE machine ERROR_QUIET)
execute_process(COMMAND ${COMPILER} -dumpversion OUTPUT_VARIABLE version ERROR_QUIET)
if(NOT machine MATCHES "^x86_64-" OR version VERSION_LESS 12)
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo "SKIPPED: it can read only the assembly of a recent gcc or clang for x86-64")
  return()
endif()
set(options)
if(PESSIMISE)
  set(options -DPESSIMISE)
endif()
execute_process(
  COMMAND ${COMPILER} ${FLAGS} ${options} -I${INCLUDE} -S "${CMAKE_CURRENT_LIST_DIR}/range.c" -o -
  RESULT_VARIABLE result OUTPUT_VARIABLE assembly)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${result}")
endif()

# count(<result> <function> <instruction>) - count an instruction in a function.
function(count result name instruction)
  string(FIND "${assembly}" "\n${name}:" from)
  string(FIND "${assembly}" ".size\t${name}" to)
  math(EXPR length "${to} - ${from}")
  if(from LESS 0 OR length LESS 1)
    message(FATAL_ERROR "${name} is not in the assembly.")
  endif()
  string(SUBSTRING "${assembly}" ${from} ${length} text)
  string(REGEX MATCHALL "\n[\t ]+${instruction}" found "${text}")
  list(LENGTH found n)
  set(${result} ${n} PARENT_SCOPE)
endfunction()

foreach(loop IN ITEMS mixed filtered)
  count(by_hand ${loop}_hand "paddd")
  count(generated ${loop}_gen "paddd")
  count(calls ${loop}_gen "call")
  message("${loop}: ${by_hand} vector additions by hand, ${generated} from the generator, ${calls} calls")
  if(by_hand EQUAL 0)
    message(SEND_ERROR "${loop}: the loop by hand is not vectorised, so this tests nothing.")
  elseif(generated EQUAL 0 OR calls GREATER 0)
    message(SEND_ERROR "${loop}: the generator is not the loop by hand.\n${assembly}")
  endif()
endforeach()
