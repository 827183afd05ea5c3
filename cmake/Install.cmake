# Install the headers, and the files by which find_package(gen) and pkg-config find them. No file
# contains an absolute path of this machine, so the installed tree can be moved.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

install(FILES ${GEN_HEADERS} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(FILES tools/gen_gdb.py tools/async_trace.h DESTINATION "${CMAKE_INSTALL_DATADIR}/gen")
install(PROGRAMS tools/async_chart.py DESTINATION "${CMAKE_INSTALL_DATADIR}/gen")

set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/gen")
target_include_directories(gen_headers INTERFACE "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
install(TARGETS gen_headers EXPORT gen)
install(EXPORT gen NAMESPACE gen:: FILE gen-targets.cmake DESTINATION "${package_dir}")
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/gen-config-version.cmake"
  COMPATIBILITY SameMinorVersion # until 1.0
  ARCH_INDEPENDENT)
install(FILES cmake/gen-config.cmake cmake/gen-lint.cmake
              "${PROJECT_BINARY_DIR}/gen-config-version.cmake" DESTINATION "${package_dir}")

# The relative path from gen.pc to the prefix. An absolute directory, which some distributions set,
# is kept.
set(pc_dir "${CMAKE_INSTALL_DATADIR}/pkgconfig")
if(IS_ABSOLUTE "${pc_dir}")
  set(pc_prefix "${CMAKE_INSTALL_PREFIX}")
else()
  file(RELATIVE_PATH up "/${pc_dir}" "/")
  string(REGEX REPLACE "/$" "" pc_prefix "\${pcfiledir}/${up}")
endif()
set(pc_includedir "\${prefix}")
cmake_path(APPEND pc_includedir "${CMAKE_INSTALL_INCLUDEDIR}")
configure_file(cmake/gen.pc.in "${PROJECT_BINARY_DIR}/gen.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/gen.pc" DESTINATION "${pc_dir}")
