#!/usr/bin/env python3
"""Measure the flash and the RAM of the firmware with the library and by hand.

    sizes.py                    print the tables
    sizes.py --write README.md  and put them between the markers of the file
    sizes.py --check README.md  exit 1 if they differ there, or if the library takes more than its bounds

Flash is all that is loaded there: code, constants, and what variables begin with. RAM is all variables,
without the stack. The second table divides the code of the same images: each instruction belongs to the
part of firmware.c or by_hand.c (a comment begins it) that it was compiled for, by the debug information.
"""

import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import build  # noqa: E402

MOST = {"flash": 1.5, "RAM": 1.3}
BY_HAND, *LIBRARY = build.PROGRAMS
START, END = "<!-- table:sizes -->\n", "<!-- /table:sizes -->"
BOARD, CONSOLE, CONSTANTS = "board_*.c, libgcc", "console.h", "texts, constants, jump tables"
SHARED = [CONSOLE, BOARD, CONSTANTS]


def run(*command, text=None):
    return subprocess.run([*map(str, command)], input=text, stdout=subprocess.PIPE, check=True,
                          universal_newlines=True).stdout


def sections(tools, image):
    """The sizes of an image's sections."""
    rows = (line.split() for line in run(tools + "size", "-A", image).splitlines())
    return collections.Counter({row[0]: int(row[1]) for row in rows if len(row) == 3 and row[1].isdigit()})


def size(tools, image):
    have = sections(tools, image)
    return {"flash": have[".text"] + have[".data"] + have[".ARM.exidx"],
            "RAM": have[".data"] + have[".bss"] + have[".noinit"]}


def parts_of(source):
    """The line at which each part of a source begins, last first."""
    lines = enumerate((build.HERE / source).read_text().splitlines(), 1)
    found = [(number, match[1]) for number, line in lines if (match := re.match(r"/\* ---- ([^-]*[^ -]) -+ \*/", line))]
    return found[::-1]


def part_of(frames, source, parts):
    """The part that an instruction belongs to: that of the innermost function of the program."""
    for name, line in frames:
        if name == source:
            return next((part for begin, part in parts if line >= begin), BOARD)
    files = {name for name, _ in frames}
    return "The calibration table" if "lazy.h" in files else CONSOLE if "console.h" in files else BOARD


def code_of(tools, image):
    """The addresses of an image's code. On ARM the symbols $t and $d say where code and data begin."""
    symbols = run(tools + "nm", "-S", "--special-syms", image)
    marks = sorted((int(address, 16), kind) for address, kind in re.findall(r"^(\w+) t \$([td])$", symbols, re.M))
    at = {address for start, length in re.findall(r"^(\w+) (\w+) [tT] ", symbols, re.M)
          for address in range(int(start, 16), int(start, 16) + int(length, 16), 2)}
    for (start, kind), (end, _) in zip(marks, [*marks[1:], (max(at) + 2, "")]):
        if kind == "d":
            at -= set(range(start, end))
    return sorted(at)


def parts(tools, image, source):
    """The bytes of code of each part."""
    at = code_of(tools, image)
    printed = run(tools + "addr2line", "-a", "-i", "-e", image, text="\n".join(map(hex, at)))
    count = collections.Counter()
    starts = parts_of(source)
    for block in re.split(r"^0x", printed, flags=re.M)[1:]:
        frames = [(pathlib.Path(name).name, int(line)) for name, line in re.findall(r"^(.*):(\d+)", block, re.M)]
        count[part_of(frames, source, starts)] += 2
    count[CONSTANTS] = size(tools, image)["flash"] - sum(count.values())
    return count


def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines)


def measure():
    """Return the text of the tables, and what is over its bound."""
    sizes, code, over = {}, {}, []
    with tempfile.TemporaryDirectory() as directory:
        for machine, target in build.MACHINES.items():
            for program, (source, _) in build.PROGRAMS.items():
                image = pathlib.Path(directory) / "image.elf"
                build.build(machine, program, image)
                sizes[machine, program] = size(target.tools, image)
                code[machine, program] = parts(target.tools, image, source)
    labels = [target.label for target in build.MACHINES.values()]
    rows = []
    for program in build.PROGRAMS:
        cells = [program]
        for machine in build.MACHINES:
            for what, bytes_ in sizes[machine, program].items():
                ratio = bytes_ / sizes[machine, BY_HAND][what]
                cells.append(f"{bytes_}" if program == BY_HAND else f"{bytes_} ({ratio:.2f})")
                if ratio > MOST[what]:
                    over.append(f"{machine}, {program}: {what} is {ratio:.2f} of that by hand")
        rows.append(cells)
    text = table(["bytes (ratio)", *(f"{label} {what}" for label in labels for what in MOST)], rows)
    shown = [(machine, program) for machine in build.MACHINES for program in (BY_HAND, LIBRARY[-1])]
    names = sorted({name for one in shown for name in code[one]} - set(SHARED)) + SHARED
    rows = [[name[0].lower() + name[1:], *(code[one][name] for one in shown)] for name in names]
    sums = [sum(count for name, count in code[one].items() if name not in SHARED) for one in shown]
    rows.append(["the parts that differ", *sums])
    rows[-1][2::2] = [f"{library} ({library / hand:.2f})" for hand, library in zip(sums[::2], sums[1::2])]
    text += "\n" + table(["bytes of flash", *(f"{build.MACHINES[machine].label}, {program.split(', ')[-1]}"
                                              for machine, program in shown)], rows)
    compilers = [run(target.tools + "gcc", "--version").splitlines()[0] for target in build.MACHINES.values()]
    return text + "\n" + " and ".join(compilers) + ", `-Os`.\n", over


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--write", type=pathlib.Path, metavar="FILE")
    how.add_argument("--check", type=pathlib.Path, metavar="FILE")
    options = parser.parse_args()
    text, over = measure()
    print(text, end="")
    path = options.write or options.check
    if path:
        page = path.read_text()
        if page.count(START) != 1 or page.count(END) != 1:
            sys.exit(f"{path}: the markers {START}and {END} should be there once each")
        head, rest = page.split(START)
        old, tail = rest.split(END)
        if options.write:
            path.write_text(head + START + text + END + tail)
        elif old != text:
            over.append(f"{path}: not current; write it anew by sizes.py --write {path}")
    sys.exit("\n".join(over) or 0)


if __name__ == "__main__":
    main()
