# cmake -DPROGRAM=<program> -DEXPECTED=<file> -P run_example.cmake - run an example.
cmake_minimum_required(VERSION 3.20)

execute_process(COMMAND "${PROGRAM}" RESULT_VARIABLE result OUTPUT_VARIABLE output)
message("${output}")
if(NOT result EQUAL 0)
  message(FATAL_ERROR "The program ended with ${result}.")
endif()
if(EXISTS "${EXPECTED}")
  file(READ "${EXPECTED}" expected)
  if(NOT output STREQUAL expected)
    message(FATAL_ERROR "This is not what ${EXPECTED} says.")
  endif()
endif()
