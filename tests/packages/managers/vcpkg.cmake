# cmake -DROOT=<directory> -DCURRENT_PACKAGES_DIR=<directory> -DGENERATOR=<generator>
#       -DCOMPILER=<path> -P vcpkg.cmake
#
# Run the port. The functions here stand in for those of vcpkg.
cmake_minimum_required(VERSION 3.20)
set(PORT gen)
set(CURRENT_PORT_DIR "${ROOT}/packaging/vcpkg/gen")
set(build "${CURRENT_PACKAGES_DIR}-build")
file(REMOVE_RECURSE "${build}" "${CURRENT_PACKAGES_DIR}")

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
  run("${CMAKE_COMMAND}" -S "${arg_SOURCE_PATH}" -B "${build}" -G "${GENERATOR}" ${arg_OPTIONS}
      "-DCMAKE_C_COMPILER=${COMPILER}" "-DCMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR}")
endfunction()

function(vcpkg_cmake_install)
  run("${CMAKE_COMMAND}" --build "${build}" --target install)
endfunction()

# Move the files to share/<port>, which is one directory closer to the prefix.
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "CONFIG_PATH" "")
  file(GLOB files "${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH}/*")
  file(COPY ${files} DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
  file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/share/cmake")
  set(config "${CURRENT_PACKAGES_DIR}/share/${PORT}/gen-targets.cmake")
  file(READ "${config}" text)
  set(up "get_filename_component(_IMPORT_PREFIX \"\${_IMPORT_PREFIX}\" PATH)\n")
  string(REPLACE "${up}${up}${up}" "${up}${up}" text "${text}")
  file(WRITE "${config}" "${text}")
endfunction()

function(vcpkg_fixup_pkgconfig)
endfunction()

function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
  file(COPY ${arg_FILE_LIST} DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
  file(RENAME "${CURRENT_PACKAGES_DIR}/share/${PORT}/LICENSE"
              "${CURRENT_PACKAGES_DIR}/share/${PORT}/copyright")
endfunction()

include("${CURRENT_PORT_DIR}/portfile.cmake")

file(GLOB_RECURSE installed RELATIVE "${CURRENT_PACKAGES_DIR}" "${CURRENT_PACKAGES_DIR}/*")
file(GLOB expected RELATIVE "${ROOT}" "${ROOT}/*.h")
list(TRANSFORM expected PREPEND include/)
list(APPEND expected share/gen/async_chart.py share/gen/async_trace.h share/gen/copyright
    share/gen/gen-config-version.cmake share/gen/gen-config.cmake share/gen/gen-lint.cmake
    share/gen/gen-targets.cmake share/gen/gen_gdb.py share/pkgconfig/gen.pc)
if(NOT installed STREQUAL expected)
  message(FATAL_ERROR "Installed: ${installed}")
endif()
if(NOT VCPKG_BUILD_TYPE STREQUAL "release")
  message(FATAL_ERROR "There would be a second copy for debug builds.")
endif()
