# cmake -DWAY=meson|arduino|esp-idf|zephyr|vcpkg -DROOT=<of gen> -DVERSION=<of gen>
#       -DWORK=<directory> -DGENERATOR=<generator> -DCOMPILER=<path> [-DPYTHON=<path>]
#       [-DBREAK=<how>] -P packaging.cmake
#
# Build and run programs that get the library in that way: by the tool itself, or by the same steps.
# With BREAK something is wrong, and the script must fail.
cmake_minimum_required(VERSION 3.20)
set(here "${CMAKE_CURRENT_LIST_DIR}")
if(NOT DEFINED BREAK)
  set(BREAK "")
endif()

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# build(<directory> <option>...) - build a CMake project that runs its programs when it is built.
function(build directory)
  run("${CMAKE_CTEST_COMMAND}" --build-and-test "${directory}" "${WORK}/build"
    --build-generator "${GENERATOR}"
    --build-options "-DCMAKE_C_COMPILER=${COMPILER}" "-DROOT=${ROOT}" ${ARGN})
endfunction()

file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
file(GLOB headers "${ROOT}/*.h")

if(WAY STREQUAL "meson")
  file(COPY "${here}/meson" DESTINATION "${WORK}")
  file(COPY "${ROOT}/tests/packages/install/main.c" "${here}/itertools.c" "${here}/lazy.c"
       DESTINATION "${WORK}/meson")
  file(COPY "${ROOT}/meson.build" ${headers}
       DESTINATION "${WORK}/meson/subprojects/gen")
  set(ENV{CC} "${COMPILER}")
  if(BREAK STREQUAL "other_version")
    set(VERSION 9.9.9)
  endif()
  run(meson setup "${WORK}/build" "${WORK}/meson" "-Dgen_version=${VERSION}")
  run(meson test -C "${WORK}/build")

  # Install it, move it, and find it there.
  run(meson setup "${WORK}/own" "${WORK}/meson/subprojects/gen" --prefix "${WORK}/prefix")
  run(meson install -C "${WORK}/own")
  file(RENAME "${WORK}/prefix" "${WORK}/moved")
  set(ENV{PKG_CONFIG_PATH} "${WORK}/moved/share/pkgconfig")
  run(pkg-config "--exact-version=${VERSION}" gen)
  execute_process(COMMAND pkg-config --define-prefix --cflags gen
    OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY OUTPUT_STRIP_TRAILING_WHITESPACE)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run("${COMPILER}" "${WORK}/meson/itertools.c" ${flags} -o "${WORK}/consumer")
  run("${WORK}/consumer")

elseif(WAY STREQUAL "arduino")
  set(hardware /usr/share/arduino/hardware)
  if(NOT EXISTS "${hardware}/arduino/avr/platform.txt")
    message("SKIPPED: the core of Arduino for AVR is not installed")
    return()
  endif()
  # The library is this source tree. With BREAK it is the headers and a file that must not be
  # compiled.
  file(MAKE_DIRECTORY "${WORK}/libraries")
  if(BREAK STREQUAL "")
    file(CREATE_LINK "${ROOT}" "${WORK}/libraries/gen" SYMBOLIC)
  else()
    file(COPY "${ROOT}/library.properties" ${headers}
         DESTINATION "${WORK}/libraries/gen")
    file(WRITE "${WORK}/libraries/gen/${BREAK}" "int anything;\n")
    if(BREAK MATCHES "^src/")
      file(COPY ${headers} DESTINATION "${WORK}/libraries/gen/src")
    endif()
  endif()

  # Call the builder as the IDE does. The options supply a macro that Debian 12's compiler lacks and
  # this core uses, and the ctags command, which is in a file of the IDE.
  foreach(directory IN ITEMS "${ROOT}/examples/Blink" "${here}/arduino/Everything")
    get_filename_component(name "${directory}" NAME)
    set(output "${WORK}/${name}")
    file(MAKE_DIRECTORY "${output}")
    set(ctags "\"{cmd.path}\" -u --language-force=c++ -f - --c++-kinds=svpf --fields=KSTtzns")
    set(command arduino-builder -compile -fqbn arduino:avr:uno -warnings all
        -hardware "${hardware}" -tools /usr/bin -libraries "${WORK}/libraries"
        -build-path "${output}"
        -prefs=compiler.cpp.extra_flags=-DDECIMAL_DIG=__DECIMAL_DIG__
        -prefs=tools.ctags.cmd.path=arduino-ctags
        "-prefs=tools.ctags.pattern=${ctags} --line-directives \"{source_file}\""
        "${directory}/${name}.ino")
    execute_process(COMMAND ${command} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY
      OUTPUT_VARIABLE log ERROR_VARIABLE log)
    message("${log}")
    if(log MATCHES "(/libraries/gen|/${name})/[a-z_A-Z]+\\.(h|c|ino):[0-9:]+ warning")
      message(FATAL_ERROR "not ok: there are warnings")
    endif()
    file(GLOB_RECURSE objects RELATIVE "${output}" "${output}/libraries/*.o")
    if(objects)
      message(FATAL_ERROR "not ok: compiled with the library: ${objects}")
    endif()
    if(NOT IS_DIRECTORY "${output}/libraries/gen" OR NOT EXISTS "${output}/${name}.ino.hex")
      message(FATAL_ERROR "not ok: it is not what was built")
    endif()
  endforeach()

  execute_process(COMMAND simavr -m atmega328p -f 16000000 "${WORK}/Everything/Everything.ino.elf"
    TIMEOUT 60 OUTPUT_VARIABLE printed ERROR_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
  message("${printed}")
  if(NOT printed MATCHES "321135922PASS")
    message(FATAL_ERROR "not ok: this should end in 321135922PASS")
  endif()

elseif(WAY STREQUAL "esp-idf")
  set(component "${ROOT}")
  if(BREAK STREQUAL "a_project")
    set(component "${WORK}/component")
    file(READ "${ROOT}/CMakeLists.txt" text)
    string(REPLACE "ESP_PLATFORM" "FALSE" text "${text}")
    file(WRITE "${component}/CMakeLists.txt" "${text}")
  endif()
  run("${CMAKE_COMMAND}" "-DCOMPONENT=${component}" -DESP_PLATFORM=1
      -P "${here}/esp_idf/requirements.cmake")
  build("${here}/esp_idf")

elseif(WAY STREQUAL "zephyr")
  set(symbols GEN)
  if(BREAK STREQUAL "not_chosen")
    set(symbols)
  endif()
  execute_process(COMMAND "${PYTHON}" "${here}/zephyr/kconfig.py" "${ROOT}" ${symbols}
    OUTPUT_FILE "${WORK}/config.cmake" COMMAND_ERROR_IS_FATAL ANY)
  build("${here}/zephyr" "-DCONFIG=${WORK}/config.cmake")

elseif(WAY STREQUAL "vcpkg")
  run("${CMAKE_COMMAND}" "-DROOT=${ROOT}" "-DCURRENT_PACKAGES_DIR=${WORK}/packages"
    "-DGENERATOR=${GENERATOR}" "-DCOMPILER=${COMPILER}" -P "${here}/vcpkg.cmake")
  run("${CMAKE_CTEST_COMMAND}" --build-and-test "${ROOT}/tests/packages/install/find_package" "${WORK}/build"
    --build-generator "${GENERATOR}"
    --build-options "-DCMAKE_C_COMPILER=${COMPILER}" "-DCMAKE_PREFIX_PATH=${WORK}/packages"
                    "-DVERSION=${VERSION}"
    --test-command consumer)

else()
  message(FATAL_ERROR "There is no WAY=${WAY}.")
endif()
