#!/usr/bin/env python3
"""Build the firmware for a microcontroller.

    build.py cortex-m3 firmware.elf
    build.py atmega328p by_hand.elf --program "by hand"
    build.py --list
"""

import argparse
import dataclasses
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
GEN = HERE.parent.parent  # where gen.h, itertools.h and lazy.h are


@dataclasses.dataclass
class Machine:
    label: str
    tools: str  # a prefix of the compiler and of its tools
    flags: list
    board: str
    libraries: list


MACHINES = {
    "cortex-m3": Machine(
        "Cortex-M3", "arm-none-eabi-",
        # The loop that clears RAM stays one: memset would be larger than it.
        ["-mthumb", "-mcpu=cortex-m3", "-fno-tree-loop-distribute-patterns"],
        "board_m3.c", ["-nostartfiles", "-T", HERE / "m3.ld"]),
    "atmega328p": Machine("ATmega328P", "avr-", ["-mmcu=atmega328p"], "board_avr.c", []),
}

# The program, and what is defined for it.
PROGRAMS = {
    "by hand": ("by_hand.c", []),
    "the library": ("firmware.c", []),
    "the library, `GEN_UNCHECKED`": ("firmware.c", ["-DGEN_UNCHECKED"]),
}

FLAGS = ["-std=gnu99", "-Os", "-g", "-Wall", "-Wextra", "-Werror", "-ffunction-sections", "-fdata-sections",
         "-Wl,--gc-sections"]


def build(machine, program, output, gen=GEN):
    source, settings = PROGRAMS[program]
    target = MACHINES[machine]
    subprocess.run([target.tools + "gcc", *target.flags, *FLAGS, *settings, f"-I{gen}", HERE / source,
                    HERE / target.board, *target.libraries, "-o", output], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("machine", nargs="?", choices=list(MACHINES))
    parser.add_argument("output", nargs="?")
    parser.add_argument("--program", choices=list(PROGRAMS), default="the library, `GEN_UNCHECKED`")
    parser.add_argument("--gen", default=GEN, help="the folder of gen.h")
    parser.add_argument("--list", action="store_true", help="print the machines and the programs")
    options = parser.parse_args()
    if options.list:
        print("\n".join([*MACHINES, *PROGRAMS]))
    elif not options.output:
        parser.error("a machine and an output are needed")
    else:
        build(options.machine, options.program, options.output, options.gen)


if __name__ == "__main__":
    main()
