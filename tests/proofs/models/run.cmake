# cmake -DMODEL=<name> -DCOMPILER=<program> -DWORK=<directory> [-DDEFINE=<macro>=<value>]
#       [-DMUTATION=<macro>] -P run.cmake
#
# Search all states of a model of lazy.h or async.h, or of one that the mutation breaks. The search
# must find no error, be complete, and reach each statement, because unreached statements prove
# nothing.
cmake_minimum_required(VERSION 3.20)

set(source "${CMAKE_CURRENT_LIST_DIR}/${MODEL}.pml")
file(READ "${source}" text)
set(options)
foreach(macro IN LISTS DEFINE MUTATION)
  string(REGEX REPLACE "=.*" "" name "${macro}")
  if(NOT text MATCHES "#ifn?def ${name}\n")
    message(FATAL_ERROR "${MODEL}.pml does not test for ${name}.")
  endif()
  list(APPEND options -D${macro})
endforeach()

# run(<command>...) - run a command in the directory and set `output`.
function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE result
    OUTPUT_VARIABLE output ERROR_VARIABLE output TIMEOUT 600)
  if(NOT result EQUAL 0)
    message("${output}")
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${result}: ${command}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
run(spin -a ${options} "${source}")
set(level -O1)
if(DEFINED MUTATION) # the search is so short that optimised compilation would take longer
  set(level -O0)
endif()
run(${COMPILER} ${level} -w -DSAFETY -DCOLLAPSE -DMEMLIM=1024 pan.c -o pan)
run("${WORK}/pan" -m20000)
message("${output}")

# pan returns 0 even if it finds an error, so the test compares its message. CMake wraps the text of
# a FATAL_ERROR, so the message is printed separately.
if(output MATCHES "pan:1: ([^\n]*)")
  message("not ok: ${CMAKE_MATCH_1}")
  message(FATAL_ERROR "To see the steps, run spin -t -p -g in ${WORK}")
endif()
if(NOT output MATCHES "Full statespace search" OR NOT output MATCHES " errors: 0\n"
    OR output MATCHES "Search not completed|search depth too small|MEMLIM|out of memory|truncated")
  message(FATAL_ERROR "The search is not complete.")
endif()
if(output MATCHES "\n\t[^\n]*, state [0-9]+, \"[^-\n]")
  message(FATAL_ERROR "Some statements were not reached.")
endif()
