"""The classic comparison: the even squares of 10 million numbers, the first ten and all,
lazily and eagerly.

The eager way is written by hand, with an array of the squares and one of the even ones, like
Python's list comprehensions. Every round runs all ways in one process. The table shows the medians,
and their ratios to the eager way in the same column. The peak memory is that of a process which
does nothing else. Python's generator expressions are next to the pipeline, and its generator
functions next to the generators.

    bench/run classic                  print the tables
    bench/run classic --write FILE     also put them between the markers of FILE
    bench/run classic --check          exit 1 if the first ten are not 100,000 times as fast,
                                       or if all take more than 1.05 times the eager time or a
                                       twentieth of its memory; with arrays that stay in the
                                       cache, only the pipeline is checked
    bench/run classic clang-19 gcc-13  with these compilers
"""

import os
import pathlib
import platform
import shutil
import sys
import tempfile

import common
import tables
from common import option_parser, report, run

HERE = pathlib.Path(__file__).resolve().parent

ITEMS = 10000000
FEW = 1000
FLAGS = ["-std=c99", "-O2"]
LAZY = ["pipeline", "generators"]
FASTER = 100000  # times as fast as eagerly: the first ten
SLOWER = 1.05  # times the eager way's time: all of them
MEMORY = 1 / 20

WAYS = [
    ("the sum of the first ten", "eager_first", [
        ("eager, arrays", "eager_first"),
        ("loop by hand", "hand_first"),
        ("itertools.h, a pipeline", "pipeline_first"),
        ("gen.h, two generators", "generators_first"),
    ]),
    ("the sum of all", "eager_all", [
        ("eager, arrays", "eager_all"),
        ("eager, arrays reused", "eager_kept"),
        ("loop by hand", "hand_all"),
        ("itertools.h, a pipeline", "pipeline_all"),
        ("gen.h, two generators", "generators_all"),
    ]),
    (f"the sum of all of {FEW:,}, whose arrays stay in the cache", "eager_few", [
        ("eager, arrays", "eager_few"),
        ("loop by hand", "hand_few"),
        ("itertools.h, a pipeline", "pipeline_few"),
        ("gen.h, two generators", "generators_few"),
    ]),
]
SIZES = [
    ("the numbers: `ITER_RANGE`; `iter(range(n))`", "range"),
    ("squares, the even ones, the first ten: a pipeline; `islice` and two generator expressions", "pipeline"),
    ("a generator of the squares", "generator"),
    ("and one of the even ones, which takes from it", "generators"),
]


def build(cc, options, directory):
    objects = []
    for source in ["main.c", "eager.c", "lazy.c"]:
        output = directory / f"{source}.o"
        level = [options.level, f"-I{options.include.resolve()}"] if source == "lazy.c" else []
        run(cc, *FLAGS, *level, f"-I{common.BENCH}", "-c", HERE / source, "-o", output)
        objects.append(output)
    program = directory / "classic"
    run(cc, *objects, "-o", program)
    return [program]


def pairs(text):
    return {name: float(value) for name, value in (line.split() for line in text.splitlines())}


def measure(command, options, rounds):
    """Return {way: ns} and {way: peak memory in bytes, or None where the system does
    not report it}."""
    ns = pairs(run(*command, "--time", options.items, rounds))
    peaks = {}
    for way in ns:
        printed = run(*command, way, options.items)
        peaks[way] = int(printed) * 1024 if printed else None
    few = pairs(run(*command, "--time", FEW, 11))
    ns.update((way.replace("_all", "_few"), few[way]) for way in few if way.endswith("_all"))
    return ns, peaks


def time_of(ns):
    for unit, size in ("s", 1e9), ("ms", 1e6), ("µs", 1e3):
        if ns >= size:
            return f"{ns / size:.3g} {unit}" if ns < 1000 * size else f"{ns / size:,.0f} {unit}"
    return f"{ns:.0f} ns"


def cell(way, eager, ns, peaks):
    if way not in ns:
        return ""
    text = time_of(ns[way])
    if way != eager:
        ratio = ns[eager] / ns[way]
        text += f" (1/{float(f'{ratio:.2g}'):,.0f})" if ratio >= 100 else f" ({1 / ratio:.2f}×)"
    return text + (f", {peaks[way] / 1e6:,.1f} MB" if peaks.get(way) else "")


def table(columns, options):
    """Return the tables. columns: (name, version, {way: ns}, {way: bytes}, {iterator: bytes})."""
    lines = [f"The even squares of {options.items:,} numbers: time, in brackets that of the eager way in the same "
             f"column, and the peak of the process's memory. CPU: {tables.cpu()}. Flags: `{' '.join(FLAGS)}`. "
             + "; ".join(f"{name}: {version}" for name, version, *_ in columns) + ".", "",
             "| | " + " | ".join(name for name, *_ in columns) + " |",
             "|---|" + "---:|" * len(columns)]
    for title, eager, ways in WAYS:
        lines.append(f"| **{title}** |" + " |" * len(columns))
        for label, way in ways:
            cells = [cell(way, eager, ns, peaks) for _, _, ns, peaks, _ in columns]
            lines.append(f"| {label} | " + " | ".join(cells) + " |")
    lines += ["", "The bytes that an iterator takes: `sizeof`, and the sum of `sys.getsizeof` of its objects.", "",
              "| | " + " | ".join(name for name, *_ in columns) + " |", "|---|" + "---:|" * len(columns)]
    for label, name in SIZES:
        lines.append(f"| {label} | " + " | ".join(f"{sizes[name]:.0f}" for *_, sizes in columns) + " |")
    lines += ["", "Again: `bench/run classic --write FILE`."]
    return "\n".join(lines)


def over_the_bound(columns):
    for name, _, ns, peaks, _ in columns:
        for way in LAZY:
            first = ns["eager_first"] / ns[f"{way}_first"]
            if first < FASTER:
                yield f"{name}: {way}_first is {first:,.0f} times as fast as eager_first"
            for which in ["all", "few"] if way == "pipeline" else ["all"]:
                ratio = ns[f"{way}_{which}"] / ns[f"eager_{which}"]
                if ratio > SLOWER:
                    yield f"{name}: {way}_{which} takes {ratio:.2f} times eager_{which}"
            for which in f"{way}_first", f"{way}_all":
                if peaks[which] and peaks[which] > MEMORY * peaks["eager_all"]:
                    yield f"{name}: {which} takes {peaks[which]:,} bytes of memory, eager_all {peaks['eager_all']:,}"


def main():
    parser = option_parser(__doc__)
    parser.add_argument("--items", type=int, default=ITEMS, metavar="N",
                        help="use N numbers (with --items=1000, --check has to fail)")
    parser.add_argument("--level", default="-O2", metavar="FLAG",
                        help="how the lazy ways are optimised (with --level=-O0, --check has to fail)")
    options = parser.parse_args()

    columns = []
    with tempfile.TemporaryDirectory() as temporary:
        for cc in options.compilers:
            if not shutil.which(cc):
                print(f"SKIPPED: {cc} is not installed")
                continue
            directory = pathlib.Path(temporary) / os.path.basename(cc)
            directory.mkdir()
            command = build(cc, options, directory)
            measured = measure(command, options, 3 if options.check else 11)
            columns.append((cc, tables.version(cc), *measured, pairs(run(*command, "--sizes"))))
    if not columns:
        return 0
    over = list(over_the_bound(columns))
    if not options.check:
        command = [sys.executable, HERE / "in_python.py"]
        columns.append(("Python", platform.python_version(), *measure(command, options, 3),
                        pairs(run(*command, "--sizes"))))
    return report("classic", table(columns, options), over, options)
