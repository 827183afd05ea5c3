"""Measure an access to a lazy value, in lazy.h and in its peers.

The instructions are counted by `valgrind --tool=callgrind` as (Ir(2N) - Ir(N)) / N, so they are the
same in every run. The times are for information: every round runs all accesses in one process, and
the tables show the ratio of their medians. Without rustc, the two peers in Rust are left out.

    bench/run lazy_values                  print the tables
    bench/run lazy_values --write FILE     also put them between the markers of FILE
    bench/run lazy_values --check          exit 1 if an access takes more instructions than with the
                                           fastest peer, or if an access to a cell that depends on
                                           others grows with their number
    bench/run lazy_values clang-19 gcc-13  with these compilers
"""

import collections
import pathlib
import re
import shutil
import sys
import tempfile
import time

import common
import tables
from common import option_parser, report, run

HERE = pathlib.Path(__file__).resolve().parent

CALLS = 200
C_FLAGS = ["-std=c99"]
CXX_FLAGS = ["-O2", "-std=c++11"]
RUST_FLAGS = ["-C", "opt-level=3", "-C", "target-cpu=x86-64"]
RUST_LIBRARIES = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-lc"]

PEERS = {
    "lazy": "lazy.h",
    "local_static": "C++, a function's `static`",
    "once_lock": "Rust, `OnceLock`",
    "lazy_lock": "Rust, `LazyLock`",
    "pthread_once": "`pthread_once`",
    "call_once": "`std::call_once`",
    "global": "a plain global",
}
FLOOR = "global"  # it is always there, so no access checks
WAYS = {
    "called": "a static, by a function that is called",
    "loop": "a static, inlined in a loop",
    "at": "one of an array, by a function that is called",
}
# How many instructions more than the fastest peer --check allows.
# - If there is no value yet, the function that computes it returns its address. So in a loop the
#   address is in a register, which is set in each iteration. If that function only returned whether
#   it succeeded, the called access would need a frame (clang 14; gcc for AArch64), which is worse.
# - gcc computes the address of a cell in an array twice, once to return it.
MORE = {"called": 0, "loop": 1, "at": 1}
# The number of threads that access the value at once, and the cost of computing it.
FIRSTS = [(1, 0), (2, 0), (2, 1000), (2, 20000), (4, 0), (4, 1000), (4, 20000)]
WORK = {0: "0 µs", 1000: "0.3 µs", 20000: "5 µs"}
LENGTHS = [1, 10, 1000]
CHAINS = {
    "clean": "read the last, when nothing has changed",
    "invalidate": "invalidate the first",
    "set": "set what the first depends on to another value",
    "anew": "do so, and read the last",
}
# The cost of these must not depend on the length of the chain.
SAME = ["clean", "invalidate", "set"]

# The results of one compiler: {name: instructions of an access}, {name: ns},
# {(threads, work): {peer: ns}}.
Column = collections.namedtuple("Column", "cc version counts times firsts")


def rust(directory):
    """Compile in_rust.rs. Return the library and rustc's version, or None."""
    if not shutil.which("rustc"):
        print("rustc is not installed, so nothing is compared with Rust")
        return None
    library = directory / "liblazy.a"
    run("rustc", "--edition=2021", "--crate-type=staticlib", *RUST_FLAGS, "-C", "panic=abort",
        HERE / "in_rust.rs", "-o", library)
    return library, tables.version("rustc")


def build(cc, cxx, library, options, directory):
    """Build the benchmark with one compiler."""
    objects = []
    for source in ["in_c.c", "main.c", "in_cpp.cpp"]:
        output = directory / f"{source}.o"
        compiler = [cxx, *CXX_FLAGS] if source.endswith(".cpp") else [cc, *C_FLAGS, "-O2"]
        if source == "in_c.c":
            compiler += [options.level, f"-I{options.include.resolve()}"]
        run(*compiler, f"-I{common.BENCH}", *(["-DRUST"] if library else []), "-c", HERE / source, "-o", output)
        objects.append(output)
    program = directory / "lazy"
    run(cxx, *objects, *([library, *RUST_LIBRARIES] if library else []), "-pthread", "-o", program)
    return program


def instructions(program):
    """Return {name: instructions per access}."""
    def all_of(calls):
        total = collections.Counter()
        text = common.callgrind(program.parent, program, "count", calls)
        for block in re.split(r"^fn=", text, flags=re.MULTILINE):
            if not re.match(r"(call_often|get_often|loop_once)\b", block):
                continue
            for name, count in re.findall(r"^cfn=(\w+)\ncalls=\d+ .*\n\S+ (\d+)$", block, re.MULTILINE):
                total[name] += int(count)
        return total
    once, twice = all_of(CALLS), all_of(2 * CALLS)
    return {name: (twice[name] - once[name]) / CALLS for name in once}


def times(program, *arguments):
    """Return {name: nanoseconds}."""
    lines = (line.split() for line in run(program, *arguments).splitlines())
    return {line[0]: float(line[1]) for line in lines}


def cached_property():
    """Return the nanoseconds of an access to functools.cached_property in this Python."""
    import functools
    import timeit

    class Cell:
        @functools.cached_property
        def value(self):
            return 1

    turns = 100000
    timer = timeit.Timer("cell.value", globals={"cell": Cell()}, timer=time.perf_counter)
    return sorted(timer.repeat(11, turns))[5] / turns * 1e9


def head(columns):
    return ["| | " + " | ".join(column.cc for column in columns) + " |",
            "|---|" + "---:|" * len(columns)]


def named(columns, with_rust):
    text = "Compilers: " + "; ".join(f"{column.cc}: {column.version}" for column in columns)
    return text + (f"; Rust: {with_rust[1]}." if with_rust else ".")


def first(ns, peer):
    """Return a cell of the table of first accesses: "?" if two threads never
    overlapped in a round."""
    if f"{peer}_at" not in ns or "pthread_once_at" not in ns:
        return "?"
    ratio = f"{ns[f'{peer}_at'] / ns['pthread_once_at']:.2f}"
    return f"{ratio} ({ns[f'{peer}_at']:,.0f} ns)" if peer == "pthread_once" else ratio


def all_tables(columns, with_rust, options):
    def ratio(of, name, to):
        return f" ({of[name] / of[to]:.2f}×)" if of else ""
    timed = "" if options.no_time else ", and the time relative to lazy.h"
    flags = f"`{options.level} {' '.join(C_FLAGS)}`, `{' '.join(CXX_FLAGS)}`"
    flags += f" and `{' '.join(RUST_FLAGS)}`" if with_rust else ""
    lines = [f"The instructions of an access to a value that is there{timed}. CPU: {tables.cpu()}. Flags: {flags}. "
             + named(columns, with_rust), "", *head(columns)]
    for way, title in WAYS.items():
        lines.append(f"| **{title}** |" + " |" * len(columns))
        for peer, label in PEERS.items():
            name = f"{peer}_{way}"
            if name in columns[0].counts:
                lines.append(f"| {label} | " + " | ".join(
                    f"{column.counts[name]:.0f}{ratio(column.times, name, f'lazy_{way}')}"
                    for column in columns) + " |")
    if not options.no_time:
        python = cached_property()
        lines += ["", "`functools.cached_property`, in a loop of Python "
                  f"{'.'.join(map(str, sys.version_info[:3]))}: "
                  + ", ".join(f"{python / column.times['lazy_called']:.0f}×" for column in columns)
                  + f" the time of lazy.h called by {', '.join(column.cc for column in columns)}."]
        lines += ["", "The first access by so many threads at once of a value that takes so long to compute, until the "
                  "last of them has it: the time relative to `pthread_once`. Of the rounds of several threads, those "
                  "count in which two were at it at once.", "",
                  "| | " + " | ".join(f"{threads}, {WORK[work]}" for threads, work in FIRSTS) + " |",
                  "|---|" + "---:|" * len(FIRSTS)]
        for column in columns:
            lines.append(f"| **{column.cc}** |" + " |" * len(FIRSTS))
            for peer, label in PEERS.items():
                if f"{peer}_at" in column.counts:
                    lines.append(f"| {label} | " + " | ".join(
                        first(column.firsts[key], peer) for key in FIRSTS) + " |")
    lines += ["", "Chains of cells of which each depends on the one before: the instructions, of 1, 10 and 1,000 cells"
              f"{'' if options.no_time else ', and the nanoseconds with 1,000'}. A cell that depends on none, called: "
              + ", ".join(f"{column.counts['lazy_called']:.0f}" for column in columns) + ".", "", *head(columns)]
    for what, label in CHAINS.items():
        cells = []
        for column in columns:
            cell = ", ".join(f"{column.counts[f'{what}_{n}']:,.0f}" for n in LENGTHS)
            cells.append(cell if options.no_time else f"{cell} ({column.times[f'{what}_1000']:,.1f} ns)")
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    lines += ["", "Again: `bench/run lazy_values --write FILE`."]
    return "\n".join(lines)


def over_the_bound(columns):
    """Yield a message for each access that takes more instructions than its bound."""
    for column in columns:
        for way in WAYS:
            peers = {peer: column.counts[f"{peer}_{way}"] for peer in PEERS
                     if peer not in ("lazy", FLOOR) and f"{peer}_{way}" in column.counts}
            best = min(peers, key=peers.get)
            ours = column.counts[f"lazy_{way}"]
            if ours > peers[best] + MORE[way]:
                yield (f"{column.cc}: lazy_{way} takes {ours:.1f} instructions an access, {best}_{way} "
                       f"{peers[best]:.1f}")
        for what in SAME:
            counts = [column.counts[f"{what}_{n}"] for n in LENGTHS]
            if len(set(counts)) != 1:
                yield (f"{column.cc}: {what} takes {', '.join(f'{count:.1f}' for count in counts)} instructions in "
                       f"chains of {', '.join(map(str, LENGTHS))}")


def main():
    parser = option_parser(__doc__)
    parser.add_argument("--level", default="-O2", metavar="FLAG",
                        help="how the cells of lazy.h are optimised (with --level=-O0, --check has to fail)")
    parser.add_argument("--no-time", action="store_true", help="measure no times")
    options = parser.parse_args()

    if not shutil.which("valgrind"):
        print("SKIPPED: valgrind is not installed")
        return 0
    columns = []
    with tempfile.TemporaryDirectory() as temporary:
        with_rust = rust(pathlib.Path(temporary))
        for cc, cxx, directory in common.each_compiler(options, temporary):
            program = build(cc, cxx, with_rust[0] if with_rust else None, options, directory)
            timed = not options.no_time
            columns.append(Column(cc, tables.version(cc), instructions(program),
                                  times(program, "time") if timed else None,
                                  {key: times(program, "first", *key) for key in FIRSTS} if timed else None))
    if not columns:
        return 0
    return report("lazy_values", all_tables(columns, with_rust, options), over_the_bound(columns), options)
