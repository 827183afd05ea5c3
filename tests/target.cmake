# cmake -DMACHINE=<name> -DSOURCE=<file> -DWORK=<directory> [-DFLAGS=-O2] [-DBREAK=<how>]
#       -P target.cmake
#
# Build a test file for a microcontroller, and run it in an emulator. With BREAK over a copy of
# lazy.h that has that mistake.
cmake_minimum_required(VERSION 3.20)

set(tests "${CMAKE_CURRENT_LIST_DIR}")
set(targets "${tests}/targets")

# An instruction takes 128 ns, longer than a tick of SysTick: a tick more is never two instructions.
set(qemu -nographic -monitor none -semihosting-config enable=on,target=native
    -icount shift=7,sleep=off)
set(arm arm-none-eabi-gcc -mthumb -nostartfiles -T "${targets}/cortex_m/link.ld"
    "${targets}/cortex_m/main.c")
set(riscv -nostartfiles -T "${targets}/riscv/link.ld" "${targets}/riscv/main.c")

set(passes "(^|\n)1\\.\\.[0-9]+\n")
if(MACHINE STREQUAL "cortex-m0")
  set(compile ${arm} -mcpu=cortex-m0)
  set(run qemu-system-arm ${qemu} -serial none -M microbit -kernel program)
elseif(MACHINE STREQUAL "cortex-m3")
  set(compile ${arm} -mcpu=cortex-m3)
  set(run qemu-system-arm ${qemu} -serial none -M lm3s6965evb -kernel program)
elseif(MACHINE STREQUAL "rv32imc") # without the extension A, and a libc that knows no rv32
  set(compile riscv64-unknown-elf-gcc -march=rv32imc_zicsr -mabi=ilp32 -ffreestanding -nostdlib
      ${riscv} -lgcc)
  set(run qemu-system-riscv32 ${qemu} -serial stdio -M virt -bios none -kernel program)
elseif(MACHINE STREQUAL "atmega328p") # simavr's status is always 0
  set(compile avr-gcc -mmcu=atmega328p -DTEST_SMALL "${targets}/avr/main.c") # 2048 bytes of RAM
  set(run simavr -m atmega328p -f 16000000 program)
  set(passes "PASS")
elseif(MACHINE MATCHES "^wasm32(-atomics)?$") # one thread; with atomics it could have more
  find_program(WASM_LD wasm-ld)
  set(compile clang-19 --target=wasm32 -ffreestanding -nostdlib "-fuse-ld=${WASM_LD}"
      -Wl,--no-entry -Wl,--export=test_all -Wl,--allow-undefined)
  if(CMAKE_MATCH_1)
    list(APPEND compile -matomics -mbulk-memory -Wl,--no-check-features)
  endif()
  set(run node "${targets}/wasm/run.mjs" program)
else()
  message(FATAL_ERROR "There is no MACHINE=${MACHINE}.")
endif()

# ---- The header ----------------------------------------------------------------------------------

file(READ "${tests}/../lazy.h" header)
include("${CMAKE_CURRENT_LIST_DIR}/change.cmake")

set(taken "    if (lazy_take_mark_(turn->cell) != 0) turn->must")
set(run_it "#else\n    status = run(cell);\n")
if(BREAK STREQUAL "claim_not_masked")
  change("seen = *at;\n    if (seen == expected) *at = value;\n    LAZY_MASKED_END_"
         "LAZY_MASKED_END_\n    seen = *at;\n    if (seen == expected) *at = value;")
elseif(BREAK STREQUAL "stale_cleared_late")
  change("${taken}" "    if (turn->cell->stale_ & LAZY_STALE_) turn->must")
  change("    turn->cell->body_ = 0;\n" "    turn->cell->body_ = 0;\n    turn->cell->stale_ = 0;\n")
elseif(BREAK STREQUAL "masked_while_computing")
  change("${run_it}"
         "#else\n    __asm__ volatile(\"cpsid i\");\n    status = run(cell);\n\
    __asm__ volatile(\"cpsie i\");\n")
elseif(BREAK STREQUAL "handler_not_known")
  change("    if (LAZY_IN_ISR()) return LAZY_PENDING;\n" "")
elseif(BREAK STREQUAL "again_for_ever")
  change("turn->error = turn->again = turn->unsure = 0;" "turn->error = turn->unsure = 0;")
  change("turn->changed = turn->pins = 0;" "turn->changed = turn->pins = turn->again = 0;")
elseif(BREAK STREQUAL "pin_spins")
  change("return lazy_is_clean_(cell) && !LAZY_IS_RUNNING_(lazy_word_load_(&cell->word_));"
         "return lazy_is_clean_(cell);")
elseif(BREAK STREQUAL "changed_twice")
  change("lazy_has_changed_(cell, mark == LAZY_STALE_ ?" "lazy_has_changed_(cell, mark == 0 ?")
elseif(BREAK STREQUAL "pin_kept")
  change("    lazy_unpin_all_(turn);\n    turn->cell->body_ = 0;" "    turn->cell->body_ = 0;")
elseif(DEFINED BREAK)
  message(FATAL_ERROR "There is no BREAK=${BREAK}.")
endif()

# ---- The program ---------------------------------------------------------------------------------

file(REMOVE_RECURSE "${WORK}")
file(WRITE "${WORK}/lazy.h" "${header}")
execute_process(
  COMMAND ${compile} -std=c99 -Wall -Wextra -Werror ${FLAGS} "-I${WORK}" "-I${tests}" "${SOURCE}"
          -o program
  WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "It does not compile: ${result}")
endif()
set(seconds 50)
if(DEFINED BREAK) # a handler that does not come to an end cannot say so
  set(seconds 15)
endif()
execute_process(COMMAND ${run} WORKING_DIRECTORY "${WORK}" INPUT_FILE /dev/null TIMEOUT ${seconds}
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
message("${output}")
if(NOT result EQUAL 0 OR NOT output MATCHES "${passes}")
  message(FATAL_ERROR "${result}")
endif()
