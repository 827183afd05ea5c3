# cmake -DHEADER=<file> -DCOMPILER=<program> -DFLAGS=<flags> -DNM=<program> -DWORK=<directory> -P alone.cmake
# - check that a file which only includes the header defines and references no symbol.
cmake_minimum_required(VERSION 3.20)

get_filename_component(name "${HEADER}" NAME_WE)
separate_arguments(flags UNIX_COMMAND "${FLAGS}")
file(WRITE "${WORK}/${name}.c" "#include \"${HEADER}\"\n")
execute_process(COMMAND ${COMPILER} ${flags} -c "${WORK}/${name}.c" -o "${WORK}/${name}.o"
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${NM} "${WORK}/${name}.o" OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
if(NOT symbols STREQUAL "")
  message(FATAL_ERROR "${name}.h alone has symbols:\n${symbols}")
endif()
