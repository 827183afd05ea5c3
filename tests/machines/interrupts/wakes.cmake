# cmake -DCOMPILER=<program> -DFLAGS=-O0 -DINCLUDE=<directory of gen.h> -DWORK=<directory>
#       [-DBREAK=<how>] -P wakes.cmake
#
# Build and run wakes.c; with BREAK, over a copy of gen.h that loses a wake in that way.
cmake_minimum_required(VERSION 3.20)

file(READ "${INCLUDE}/gen.h" header)
include("${CMAKE_CURRENT_LIST_DIR}/../../shared/change.cmake")

set(clear "    if (woken) task->woken_ = 0;")
set(clear_all "    executor->woken_ = 0;\n")
set(poll "if (gen_take_(task, now)) status = task->poll_(task);")
if(BREAK STREQUAL "cleared_after_the_poll")
  change("${clear}" "")
  change("${poll}" "if (gen_take_(task, now)) { status = task->poll_(task); task->woken_ = 0; }")
elseif(BREAK STREQUAL "cleared_unseen")
  change("${clear}" "    task->woken_ = 0;")
elseif(BREAK STREQUAL "executor_cleared_late")
  change("${clear_all}" "")
  change("    executor->running_ = 0;\n" "    executor->running_ = 0;\n${clear_all}")
elseif(BREAK STREQUAL "executor_not_told")
  change("    if (task->executor_ != GEN_NULL_) task->executor_->woken_ = 1;\n" "")
elseif(DEFINED BREAK)
  message(FATAL_ERROR "There is no BREAK=${BREAK}.")
endif()

file(REMOVE_RECURSE "${WORK}")
file(WRITE "${WORK}/gen.h" "${header}")
execute_process(
  COMMAND ${COMPILER} -std=c99 -Wall -Wextra ${FLAGS} "-I${WORK}"
          "${CMAKE_CURRENT_LIST_DIR}/wakes.c" -o "${WORK}/wakes"
  RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "It does not compile: ${result}")
endif()
execute_process(COMMAND "${WORK}/wakes" RESULT_VARIABLE result TIMEOUT 60)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${result}")
endif()
