# cmake -DCOMPILER=<program> -DFLAGS=-O3 -DINCLUDE=<directory of lazy.h> [-DPESSIMISE=<1 or 2>] -P lazy.cmake
#
# Check that <name>_get, when the value is there, is an acquire load, a compare, a branch, and the
# address; the slow path must be in another function. Texts are kept as strings, because a CMake
# list cannot hold a `[`.
cmake_minimum_required(VERSION 3.20)

separate_arguments(flags UNIX_COMMAND "${FLAGS}")
execute_process(COMMAND ${COMPILER} ${flags} -dumpmachine OUTPUT_VARIABLE machine ERROR_QUIET)
execute_process(COMMAND ${COMPILER} -dumpversion OUTPUT_VARIABLE version ERROR_QUIET)

# The instructions of the fast path, the return included; then the jump to the slow path.
set(i "\n[\t ]+")
set(s "[\t ]+")
if(machine MATCHES "^x86_64-")
  set(least 12)
  string(CONCAT fast "${i}movl${s}\\(%rdi\\), %e[a-d]x" "${i}cmpl${s}\\$1, %e[a-d]x" "${i}jne${s}[.a-zA-Z0-9_]+"
    "(${i}leaq${s}4\\(%rdi\\), %rax|${i}(addq${s}\\$4, %rdi|leaq${s}4\\(%rdi\\), %rdi)${i}movq${s}%rdi, %rax)"
    "${i}retq?")
  set(jump "jmp")
elseif(machine MATCHES "^aarch64")
  set(least 12)
  string(CONCAT fast "${i}ldap?r${s}w[0-9]+, \\[x0\\]" "${i}cmp${s}w[0-9]+, #?1" "${i}b\\.?ne${s}[.a-zA-Z0-9_]+"
    "${i}add${s}x0, x0, #?4" "${i}ret")
  set(jump "b")
elseif(machine MATCHES "^avr")
  set(least 5)
  string(CONCAT fast "(${i}movw${s}r30,r24)?" "${i}ld${s}r[0-9]+,Z" "${i}cpi${s}r[0-9]+,lo8\\(1\\)"
    "${i}brne${s}[.a-zA-Z0-9_]+" "${i}adiw${s}r24,1" "${i}ret")
  set(jump "r?jmp")
endif()
if(NOT DEFINED fast OR version VERSION_LESS least)
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo
    "SKIPPED: it can read only the assembly of a recent gcc or clang for x86-64, AArch64 and AVR")
  return()
endif()

set(options)
if(PESSIMISE)
  set(options -DPESSIMISE=${PESSIMISE})
endif()
execute_process(
  COMMAND ${COMPILER} ${flags} ${options} -I${INCLUDE} -S "${CMAKE_CURRENT_LIST_DIR}/lazy.c" -o -
  RESULT_VARIABLE result OUTPUT_VARIABLE assembly)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${result}")
endif()

string(FIND "${assembly}" "\nget:" from)
string(FIND "${assembly}" ".size\tget" to)
math(EXPR length "${to} - ${from}")
if(from LESS 0 OR length LESS 1)
  message(FATAL_ERROR "get is not in the assembly.")
endif()
string(SUBSTRING "${assembly}" ${from} ${length} text)

# Remove labels, directives and comments.
string(REPLACE ";" "," text "${text}")
string(REGEX REPLACE "[\t ]*(# |// |/\\*)[^\n]*" "" text "${text}")
string(REGEX REPLACE "\n[^\t \n][^\n]*" "" text "${text}")
string(REGEX REPLACE "\n[\t ]+\\.[^\n]*" "" text "${text}")
string(REGEX REPLACE "[\t ]*\n[\n\t ]*" "\n\t" text "${text}")
message("${text}")
if(NOT text MATCHES "^${fast}(${i}${jump}${s}cell_obtain_[.a-z0-9]*)?[\n\t ]*$" OR NOT text MATCHES "cell_obtain_")
  message(SEND_ERROR "A value that is there is not a load, a compare, a branch and the address.\n${assembly}")
endif()
