# An overlay port that installs the surrounding source tree.
set(VCPKG_BUILD_TYPE release) # headers have no debug build

vcpkg_cmake_configure(
  SOURCE_PATH "${CURRENT_PORT_DIR}/../../.."
  OPTIONS -DGEN_BUILD_TESTS=OFF -DGEN_BUILD_EXAMPLES=OFF -DGEN_BUILD_BENCHMARKS=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH share/cmake/gen)
vcpkg_fixup_pkgconfig()
vcpkg_install_copyright(FILE_LIST "${CURRENT_PORT_DIR}/../../../LICENSE")
