"""Measure an executor of async.h: instructions for a switch between tasks, for a wake, for the end of a
task and for a deadline, among few and among many tasks.

They are counted by `valgrind --tool=callgrind` as (Ir(2N) - Ir(N)) / N, so they are the same in every
run. The times are for information: a switch among 1000 tasks by async.h, by C++20 coroutines in a deque,
and by Python's asyncio.

    bench/run tasks                  print the table
    bench/run tasks --write FILE     also put it between the markers of FILE
    bench/run tasks --check          exit 1 if something costs more among 100,000 tasks than among 10, apart
                                     from a deadline, which may take so many instructions more each time
                                     that the number doubles; or if a switch takes more than SWITCH allows
    bench/run tasks clang-19         with these compilers
"""

import pathlib
import re
import shutil
import sys
import tempfile

import common
import tables
from common import option_parser, report, run

HERE = pathlib.Path(__file__).resolve().parent
C_STANDARD = "-std=c99"
CXX_FLAGS = ["-O2", "-std=c++20"]

NUMBERS = [10, 1000, 100000]

# (label, what the programs call it)
COSTS = [
    ("a run, if none is ready", "idle"),
    ("a wake, and a run that polls the task", "woken"),
    ("a spawn, and a run in which the task ends", "end"),
    ("the next deadline", "next"),
    ("a run that polls the task that is due", "due"),
]
SWITCHES = [("async.h", "async"), ("async.h, `ASYNC_ALONE`", "alone"), ("C++20 coroutines in a deque", "cpp20")]

# How many instructions more a deadline may take for each doubling of the number of tasks.
DOUBLING = 45

# How many times the instructions of the switch in C++20 --check allows. That executor is a deque of the ready
# tasks, and has no wakes, deadlines, errors and cancels.
SWITCH = {"gcc": 1.75, "clang-14": 2.5, "clang-19": 2.5}


def build(cc, cxx, level, include, directory):
    objects = []
    for source, flags in [("main.c", []), ("by_async_h.c", []), ("by_async_h.c", ["-DASYNC_ALONE"]),
                          ("in_cpp20.cpp", [])]:
        objects.append(directory / f"{len(objects)}.o")
        compiler = [cc, level, C_STANDARD] if source.endswith(".c") else [cxx, *CXX_FLAGS]
        run(*compiler, *flags, f"-I{include}", f"-I{common.BENCH}", "-c", HERE / source, "-o", objects[-1])
    program = directory / "tasks"
    run(cxx, *objects, "-o", program)
    return program


def instructions(program, what, tasks, times):
    """Return the instructions that `times` more take, each."""
    def total(number):
        text = common.callgrind(program.parent, program, what, tasks, number)
        return int(re.search(r"^totals: (\d+)", text, re.MULTILINE).group(1))
    return (total(2 * times) - total(times)) / times


def counts_of(program):
    """Return {what: instructions of a switch among 1000 tasks, or one for each of NUMBERS}."""
    counts = {f"{executor}_switch": instructions(program, f"{executor}_switch", 1000, 10) / 1000
              for _, executor in SWITCHES}
    for _, cost in COSTS:
        counts[cost] = [instructions(program, f"async_{cost}", tasks, 1000) for tasks in NUMBERS]
    return counts


def times_of(program):
    """Return {executor: nanoseconds of a switch among 1000 tasks}."""
    lines = run(program, "--time", 1000, 21).split("\n")
    times = {name.split("_")[0]: float(ns) for name, ns in (line.split() for line in lines if line)}
    times["python"] = float(run(sys.executable, HERE / "in_python.py", 1000, 100))
    return times


def table(level, columns):
    """Return the table. columns: (compiler, version, counts, times or None)."""
    lines = [f"CPU: {tables.cpu()}. Flags: `{level} {C_STANDARD}` and `{' '.join(CXX_FLAGS)}`. Compilers: "
             + "; ".join(f"{name}: {version}" for name, version, _, _ in columns) + ".", "",
             "| instructions | " + " | ".join(name for name, _, _, _ in columns) + " |",
             "|---|" + "---:|" * len(columns)]

    def row(label, cells):
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    row("**a switch, among 1000 tasks**", [""] * len(columns))
    for label, executor in SWITCHES:
        row(label, [f"{counts[executor + '_switch']:.1f}" + (f" ({times[executor]:.1f} ns)" if times else "")
                    for _, _, counts, times in columns])
    if columns[0][3]:
        row("Python's asyncio", [f"({times['python']:.0f} ns)" for _, _, _, times in columns])
    row(f"**among {', '.join(f'{number:,}' for number in NUMBERS)} tasks**", [""] * len(columns))
    for label, cost in COSTS:
        row(label, [", ".join(f"{count:.0f}" for count in counts[cost]) for _, _, counts, _ in columns])
    lines += ["", "Again: `bench/run tasks --write FILE`."]
    return "\n".join(lines)


def over_the_bound(columns):
    for name, _, counts, _ in columns:
        for _, executor in SWITCHES:
            ratio = counts[executor + "_switch"] / counts["cpp20_switch"]
            if ratio > SWITCH.get(name, 1):
                yield (f"{name}: {executor}_switch takes {counts[executor + '_switch']:.1f} instructions, {ratio:.2f} "
                       f"times the {counts['cpp20_switch']:.1f} of cpp20_switch")
        for label, cost in COSTS:
            few, some, many = counts[cost]
            # from 10 to 1000, and from there to 100,000, the number doubles 6.6 times
            if max(some - few, many - some) > (6.6 * DOUBLING if cost == "due" else 0.5):
                yield (f"{name}: {label} takes {few:.1f}, {some:.1f} and {many:.1f} instructions among "
                       f"{', '.join(map(str, NUMBERS))} tasks")


def main():
    parser = option_parser(__doc__)
    parser.add_argument("--level", default="-O2", metavar="FLAG", help="how the C is optimised")
    parser.add_argument("--no-time", action="store_true", help="measure no times")
    options = parser.parse_args()

    if not shutil.which("valgrind"):
        print("SKIPPED: valgrind is not installed")
        return 0
    columns = []
    with tempfile.TemporaryDirectory() as temporary:
        for cc, cxx, directory in common.each_compiler(options, temporary):
            program = build(cc, cxx, options.level, options.include.resolve(), directory)
            columns.append((cc, tables.version(cc), counts_of(program),
                            None if options.no_time else times_of(program)))
    if not columns:
        return 0
    return report("tasks", table(options.level, columns), over_the_bound(columns), options)
