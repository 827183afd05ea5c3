"""Measure a generator, a pipeline and a lazy value on microcontrollers: bytes of flash and of RAM.

Each program of programs.c is compiled and linked by itself. Nothing calls it, so the compiler knows
nothing about its arguments, and nothing is subtracted: there is no start-up code and no libc in it.
The flash is all that is loaded: code, constants, the initial values of variables, and functions of
the compiler's library. sdcc does not remove unused functions, so there it is the size of the object
without its library, and the header alone has its own lines.

    bench/run sizes                    print the tables
    bench/run sizes --write FILE       also put them between the markers of FILE
    bench/run sizes --summary FILE     put the short table there
    bench/run sizes --current          exit 1 if the tables in docs/benchmarks.md and README.md differ
    bench/run sizes --check            exit 1 if flash or RAM is over the bound that SHORT allows, or a
                                       header alone is over the bound in ALONE_MAY_TAKE
    bench/run sizes rv32imc cortex-m0  for these targets
"""

import argparse
import collections
import pathlib
import re
import shutil
import tempfile

import common
import tables
from machines import COMPILERS
from common import ROOT, run

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE / "programs.c"
Target = collections.namedtuple("Target", "label compiler flags libraries")
GCC = (["-std=gnu99"], ["-lgcc"])  # flags, libraries
AVR = (["-std=gnu99"], ["-lgcc", "-lc", "-lgcc"])
SDCC = (["--std-c11", "--opt-code-size", "--disable-warning", "110", "--disable-warning", "126"], [])
TARGETS = {
    name: Target(label, COMPILERS[name][0], [*COMPILERS[name][1:], *flags], libraries)
    for name, label, (flags, libraries) in [
        ("cortex-m0", "Cortex-M0", GCC),
        ("cortex-m3", "Cortex-M3", GCC),
        ("cortex-m4f", "Cortex-M4F", GCC),
        ("rv32imc", "RV32IMC", GCC),
        ("atmega328p", "ATmega328P", AVR),
        ("mcs51", "8051", SDCC),
        ("stm8", "STM8", SDCC),
        ("z80", "Z80", SDCC)]
}

# (title, [(label, program)])
PROGRAMS = [
    ("a counter", [
        ("gen.h", "COUNTER_GEN"),
        ("gen.h, `GEN_STATE_T` of one byte", "COUNTER_GEN8"),
        ("gen.h, that and `GEN_UNCHECKED`", "COUNTER_SMALL"),
        ("gen.h, `GEN_DEFINE`: with throw, close, reset", "COUNTER_DEFINED"),
        ("switch by hand", "COUNTER_SWITCH"),
        ("switch by hand that refuses as gen.h does", "COUNTER_REFUSING"),
        ("protothread", "COUNTER_THREAD"),
    ]),
    ("in try/finally, and closed", [
        ("gen.h", "GUARDED_GEN"),
        ("gen.h, `GEN_UNCHECKED`, `GEN_STATE_T` of one byte", "GUARDED_SMALL"),
        ("switch by hand", "GUARDED_SWITCH"),
        ("protothread", "GUARDED_THREAD"),
    ]),
    ("span, map, filter, take: the next item", [
        ("itertools.h", "STEP_ITER"),
        ("itertools.h, `GEN_UNCHECKED`, `ITER_COUNT_T` a ptrdiff_t", "STEP_SMALL"),
        ("by hand", "STEP_HAND"),
        ("by hand that refuses as itertools.h does", "STEP_REFUSING"),
        ("protothread", "STEP_THREAD"),
    ]),
    ("span, map, filter, take, sum", [
        ("itertools.h", "SUM_ITER"),
        ("itertools.h, `GEN_UNCHECKED`", "SUM_UNCHECKED"),
        ("loop by hand", "SUM_HAND"),
        ("loop by hand that refuses as itertools.h does", "SUM_REFUSING"),
    ]),
    ("a lazy value", [
        ("lazy.h", "LAZY_CELL"),
        ("lazy.h, `LAZY_NO_THREADS`", "LAZY_ONE_THREAD"),
        ("a flag, interrupts masked", "LAZY_MASKED"),
        ("a flag", "LAZY_FLAG"),
    ]),
    ("...and another type of those", [
        ("lazy.h", "LAZY_TWO_CELLS"),
        ("a flag, interrupts masked", "LAZY_TWO_MASKED"),
    ]),
    ("sdcc: the header alone, in each file that includes it", [
        ("gen.h", "ONLY_GEN"),
        ("itertools.h and gen.h", "ONLY_ITERTOOLS"),
        ("more_itertools.h and these", "ONLY_MORE_ITERTOOLS"),
        ("iter_table.h and these", "ONLY_ITER_TABLE"),
        ("iter_text.h and these", "ONLY_ITER_TEXT"),
        ("lazy.h", "ONLY_LAZY"),
        ("lazy_graph.h", "ONLY_LAZY_GRAPH"),
    ]),
]
# The programs that are another program with these settings.
SETTINGS = {
    "COUNTER_GEN8": ("COUNTER_GEN", ["GEN_STATE_T=uint8_t"]),
    "COUNTER_SMALL": ("COUNTER_GEN", ["GEN_STATE_T=uint8_t", "GEN_UNCHECKED"]),
    "GUARDED_SMALL": ("GUARDED_GEN", ["GEN_STATE_T=uint8_t", "GEN_UNCHECKED"]),
    "STEP_SMALL": ("STEP_ITER", ["ITER_COUNT_T=ptrdiff_t", "GEN_UNCHECKED"]),
    "SUM_UNCHECKED": ("SUM_ITER", ["GEN_UNCHECKED"]),
}
# The entry functions.
ENTRIES = {
    "COUNTER_DEFINED": ["counter_resume_"],
    "COUNTER": ["count_next"],
    "GUARDED": ["count_next", "count_stop"],
    "STEP": ["some_of_them_next"],
    "SUM": ["sum_of_some"],
    "LAZY_TWO": ["zero_of_sensor_get", "span_of_sensor_get"],
    "LAZY": ["zero_of_sensor_get"],
}
# Only the bytes beyond those of this other program are shown.
BEYOND = {"LAZY_TWO_CELLS": "LAZY_CELL", "LAZY_TWO_MASKED": "LAZY_MASKED"}
# The short table: (label, program, hand-written program).
SUMMARY = [
    ("a counter", "COUNTER_GEN", "COUNTER_SWITCH"),
    ("...beside a switch that refuses the same", "COUNTER_GEN", "COUNTER_REFUSING"),
    ("...with `GEN_UNCHECKED`, and a state of one byte", "COUNTER_SMALL", "COUNTER_SWITCH"),
    ("in try/finally, with close", "GUARDED_GEN", "GUARDED_SWITCH"),
    ("span, map, filter, take: the next item", "STEP_ITER", "STEP_HAND"),
    ("...with `GEN_UNCHECKED`, and a count as by hand", "STEP_SMALL", "STEP_HAND"),
    ("span, map, filter, take, sum", "SUM_ITER", "SUM_HAND"),
    ("...with `GEN_UNCHECKED`", "SUM_UNCHECKED", "SUM_HAND"),
    ("a lazy value", "LAZY_CELL", "LAZY_MASKED"),
]

# (program, hand-written program): on these targets, the first may take BOUND times the flash
# of the second.
BOUND = 1.10
BOUNDED = [("COUNTER_GEN", "COUNTER_SWITCH"), ("COUNTER_GEN", "COUNTER_REFUSING"),
           ("COUNTER_GEN8", "COUNTER_REFUSING"), ("COUNTER_SMALL", "COUNTER_SWITCH"),
           ("GUARDED_SMALL", "GUARDED_SWITCH"), ("STEP_SMALL", "STEP_HAND"), ("SUM_UNCHECKED", "SUM_HAND"),
           ("STEP_ITER", "STEP_HAND"), ("STEP_ITER", "STEP_REFUSING"),
           ("SUM_ITER", "SUM_HAND"), ("SUM_ITER", "SUM_REFUSING")]
BOUNDED_ON = ["cortex-m0", "rv32imc", "atmega328p"]

# The programs that fall short, and the ratio that --check then allows.
SHORT = {
    # A generator detects that it is already running, or that its state is invalid: it marks itself
    # as running, distinguishes three states, and restores the old one. The switch has three states
    # and none of this.
    ("COUNTER_GEN", "COUNTER_SWITCH"): {"cortex-m0": 1.64, "rv32imc": 1.41, "atmega328p": 1.55},
    # The state takes two bytes, by hand one.
    ("COUNTER_GEN", "COUNTER_REFUSING"): {"atmega328p": 1.21},
    # gcc 5 compares each way to leave the block separately, in a two-byte int.
    ("GUARDED_SMALL", "GUARDED_SWITCH"): {"atmega328p": 1.92},
    # A negative count is an error; by hand it means no items. An iter_count takes four bytes on
    # AVR, by hand two.
    ("STEP_ITER", "STEP_HAND"): {"cortex-m0": 1.39, "rv32imc": 1.27, "atmega328p": 1.23},
    # A NULL array with a length stops the program; by hand nothing checks this.
    ("SUM_ITER", "SUM_HAND"): {"cortex-m0": 1.28, "rv32imc": 1.15, "atmega328p": 1.98},
    # The count takes four bytes.
    ("SUM_ITER", "SUM_REFUSING"): {"atmega328p": 1.32},
    ("SUM_UNCHECKED", "SUM_HAND"): {"atmega328p": 1.53},
}

# With sdcc, the bytes of flash that including a header may cost a file that uses nothing of it.
ALONE = ["ONLY_GEN", "ONLY_ITERTOOLS", "ONLY_MORE_ITERTOOLS", "ONLY_ITER_TABLE", "ONLY_ITER_TEXT", "ONLY_LAZY",
         "ONLY_LAZY_GRAPH"]
ALONE_MAY_TAKE = {"z80": 300, "mcs51": 600}

# The bytes of a state that are not the user's. With alignment, they and the fields are all its RAM.
STATES = {"COUNTER_GEN": 2, "COUNTER_GEN8": 1, "COUNTER_SMALL": 1, "COUNTER_DEFINED": 2, "GUARDED_GEN": 2,
          "GUARDED_SMALL": 1, "STEP_ITER": 0, "STEP_SMALL": 0}

Size = collections.namedtuple("Size", "flash ram")


def entries(program):
    return next(names for prefix, names in ENTRIES.items() if program.startswith(prefix))


def flash_of(headers):
    """Return the bytes that are loaded, from the sections that `objdump -h -w` prints."""
    return sum(int(size, 16) for size, flags in re.findall(
        r"^ +\d+ \S+ +([0-9a-f]{8}) .*?\*\*\d+ +(.*)$", headers, re.MULTILINE) if "LOAD" in flags)


def ram_of(symbols):
    """Return the sizes of the variables, from the output of `nm -S`."""
    return sum(int(size, 16) for size in re.findall(r"^[0-9a-f]+ ([0-9a-f]+) [bBdDsSgG] ", symbols, re.MULTILINE))


def counted_by_sdcc(text):
    """Return flash and RAM from the areas of an sdcc object. INITIALIZED is loaded from
    INITIALIZER, XISEG from XINIT."""
    sizes = {name: int(size, 16) for name, size in re.findall(r"^A _?(\w+) size (\w+) ", text, re.MULTILINE)}
    flash = ["CODE", "CSEG", "CONST", "HOME", "GSINIT", "INITIALIZER", "XINIT"]
    ram = ["DATA", "INITIALIZED", "DSEG", "ISEG", "XSEG", "XISEG"]
    return Size(*(sum(sizes.get(name, 0) for name in names) for names in (flash, ram)))


def measure(target, level, options, directory):
    """Return {program: Size}, and {program: (bytes of the user's fields, alignment)} for
    those in STATES."""
    sizes, fields = {}, {}
    include = [f"-I{options.include.resolve()}"]
    for program in [program for _, members in PROGRAMS for _, program in members]:
        if program.startswith("ONLY") and target.compiler != "sdcc":
            continue
        output = directory / program
        source, settings = SETTINGS.get(program, (program, []))
        chosen = {macro.split("=")[0]: macro for macro in [source, *options.define, *settings]}
        define = [f"-D{macro}" for macro in chosen.values()]
        if target.compiler == "sdcc":
            run("sdcc", *target.flags, *include, *define, "-c", SOURCE, "-o", f"{output}.rel")
            sizes[program] = counted_by_sdcc(pathlib.Path(f"{output}.rel").read_text())
            continue
        command = [target.compiler, *target.flags, level, "-ffunction-sections", "-fdata-sections", *include]
        tool = target.compiler.replace("gcc", "")
        first, *others = entries(program) + ([] if program.startswith("SUM") else ["state"])
        run(*command, *define, SOURCE, "-nostdlib", "-Wl,--gc-sections", f"-Wl,-e,{first}",
            *(f"-Wl,-u,{other}" for other in others), *target.libraries, "-o", output)
        sizes[program] = Size(flash_of(run(f"{tool}objdump", "-h", "-w", output)),
                              ram_of(run(f"{tool}nm", "-S", output)))
        if program in STATES:
            run(*command, *define, "-DFIELDS", "-c", SOURCE, "-o", f"{output}.o")
            symbols = run(f"{tool}nm", "-S", f"{output}.o")
            fields[program] = tuple(int(re.search(rf"^[0-9a-f]+ ([0-9a-f]+) \w {name}$", symbols, re.MULTILINE)[1], 16)
                                    for name in ("fields", "alignment"))
    for program, base in BEYOND.items():
        sizes[program] = Size(*(all_ - of_one for all_, of_one in zip(sizes[program], sizes[base])))
    return sizes, fields


def lets_pass(pair, name):
    """Return how many times the flash of the hand-written program is allowed."""
    return max(BOUND, SHORT.get(pair, {}).get(name, 0))


def ratio_of(sizes, pair):
    return sizes[pair[0]].flash / sizes[pair[1]].flash


def over_the_bound(columns):
    """Yield a message for each program over its bound of flash or RAM. columns: (name, target,
    sizes, fields)."""
    for name, _, sizes, fields in columns:
        for pair in BOUNDED if name in BOUNDED_ON else []:
            if ratio_of(sizes, pair) > lets_pass(pair, name):
                yield f"{name}: {pair[0]} takes {ratio_of(sizes, pair):.2f} times the flash of {pair[1]}"
        for program in ALONE if name in ALONE_MAY_TAKE else []:
            if sizes[program].flash > ALONE_MAY_TAKE[name]:
                yield (f"{name}: {program} takes {sizes[program].flash} bytes of flash, "
                       f"at most {ALONE_MAY_TAKE[name]} are allowed")
        for program, (own, alignment) in fields.items():
            padded = -(-(own + STATES[program]) // alignment) * alignment
            if sizes[program].ram != padded:
                yield (f"{name}: {program} takes {sizes[program].ram} bytes of RAM, its fields {own}, its state "
                       f"{STATES[program]}, aligned to {alignment}")


def lets_pass_too_much(columns):
    """Yield a message for each entry of SHORT that is no longer needed, or larger than needed."""
    for name, _, sizes, _ in columns:
        for pair in BOUNDED if name in BOUNDED_ON else []:
            allowed, ratio = SHORT.get(pair, {}).get(name, 0), ratio_of(sizes, pair)
            if allowed > max(ratio, BOUND) + 0.02:
                yield f"{name}: {pair[0]} takes {ratio:.2f} times the flash of {pair[1]}, SHORT lets {allowed} pass"


def versions(columns):
    """Return the compilers, without duplicates."""
    return "; ".join(f"{cc}: {tables.version(cc)}" for cc in
                     dict.fromkeys(target.compiler for _, target, _, _ in columns))


def head(columns):
    return ["| | " + " | ".join(target.label for _, target, _, _ in columns) + " |",
            "|---|" + "---:|" * len(columns)]


def table(level, columns):
    """Return flash and RAM of each program, with a dash where there is none."""
    lines = [f"Bytes of flash + of RAM, at `{level}` (sdcc: `--opt-code-size`). Compilers: {versions(columns)}."]
    for dropping in (True, False):
        some = [column for column in columns if (column[1].compiler != "sdcc") == dropping]
        if not some:
            continue
        lines += ["", *head(some)]
        for title, members in PROGRAMS:
            members = [member for member in members if member[1] in some[0][2]]
            if not members:
                continue
            lines.append(f"| **{title}** |" + " |" * len(some))
            for label, program in members:
                lines.append(f"| {label} | " + " | ".join(
                    f"{sizes[program].flash} + {sizes[program].ram}" for _, _, sizes, _ in some) + " |")
    return "\n".join([*lines, "", "Again: `bench/run sizes --write FILE`."])


def summary(columns):
    """Return the short table: the flash of the programs with a bound, and of lazy values."""
    columns = [column for column in columns if column[1].compiler != "sdcc"]
    lines = ["Bytes of flash, in brackets the same by hand:", "", *head(columns)]
    for label, program, by_hand in SUMMARY:
        lines.append(f"| {label} | " + " | ".join(
            f"{sizes[program].flash} ({sizes[by_hand].flash})" for _, _, sizes, _ in columns) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", default=list(TARGETS),
                        help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--write", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--summary", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--current", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--level", default="-Os", metavar="FLAG",
                        help="how it is optimised (with --level=-O0, --check has to fail)")
    parser.add_argument("--define", action="append", default=[], metavar="NAME=VALUE",
                        help="a macro (with GEN_STATE_T=uint32_t, on AVR uint8_t, --check has to fail)")
    parser.add_argument("--include", type=pathlib.Path, default=ROOT, metavar="DIR",
                        help="the directory of the headers")
    options = parser.parse_args()
    unknown = [name for name in options.targets if name not in TARGETS]
    if unknown:
        parser.error(f"there is no {unknown[0]}")

    columns = []
    with tempfile.TemporaryDirectory() as temporary:
        for name in options.targets:
            target = TARGETS[name]
            if not shutil.which(target.compiler):
                print(f"SKIPPED: {target.compiler} is not installed")
                continue
            columns.append((name, target, *measure(target, options.level, options, pathlib.Path(temporary))))
    if not columns:
        return 0
    text = table(options.level, columns)
    print(text)
    if options.write:
        tables.write(options.write, "sizes", text)
    if options.summary:
        tables.write(options.summary, "sizes", summary(columns))
    if options.current:
        page, readme = ROOT / "docs" / "benchmarks.md", ROOT / "README.md"
        if tables.split(page, "sizes")[1].split("\n")[0] != text.split("\n")[0]:
            print("SKIPPED: the tables are of compilers of other versions")
            return 0
        return not (tables.is_current(page, "sizes", text) and
                    tables.is_current(readme, "sizes", summary(columns)))
    if not options.check:
        return 0
    over = list(over_the_bound(columns))
    for line in over:
        print(f"OVER THE BOUND: {line}")
    for line in lets_pass_too_much(columns):
        print(f"DOES BETTER: {line}")
    return 1 if over else 0
