# cmake -DPORT=<mcs51|stm8|z80> -DSOURCE=<file> -DWORK=<directory> -P sdcc.cmake - build a test file with
# sdcc, where no function takes or returns a struct, and run it in uCsim.
cmake_minimum_required(VERSION 3.20)

set(simulator_mcs51 s51 -t C52 -I "if=xram[0xffff],out=out.txt")
set(simulator_stm8 sstm8 -t STM8S -I "if=rom[0x7fff],out=out.txt")
set(simulator_z80 sz80 -I "if=rom[0x7fff],out=out.txt")

file(MAKE_DIRECTORY "${WORK}")
file(REMOVE "${WORK}/out.txt")

function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${WORK}" INPUT_FILE /dev/null TIMEOUT 120
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${output}${status}")
  endif()
endfunction()

set(tests "${CMAKE_CURRENT_LIST_DIR}")
# 110 and 126: what the constants of a macro make unreachable.
set(compile sdcc -m${PORT} --std-c11 --disable-warning 110 --disable-warning 126 -DTEST_SMALL
    "-I${tests}/.." "-I${tests}")
if(PORT STREQUAL "mcs51")
  list(APPEND compile --model-large --stack-auto)
endif()
foreach(source IN ITEMS "${SOURCE}" "${tests}/main_sdcc.c")
  get_filename_component(name "${source}" NAME_WE)
  run(${compile} -c "${source}" -o ${name}.rel)
  list(APPEND objects ${name}.rel)
endforeach()
list(REVERSE objects) # main comes first
run(${compile} ${objects} -o program.ihx)
run(${simulator_${PORT}} -q -b -G program.ihx)

file(READ "${WORK}/out.txt" output)
if(NOT output MATCHES "\nPASS\n$")
  message(FATAL_ERROR "${output}")
endif()
message("${output}")
