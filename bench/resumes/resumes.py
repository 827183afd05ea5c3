"""Measure a resume that is not inlined: instructions per item, including the loop.

They are counted by `valgrind --tool=callgrind` as (Ir(2N) - Ir(N)) / N, so they are the same in
every run. The times are for information: every round runs all contenders in one process, and the
table shows each median relative to the C++20 coroutine of the same compiler.

    bench/run resumes                  print the table
    bench/run resumes --write FILE     also put it between the markers of FILE
    bench/run resumes --check          exit 1 if gen.h takes more instructions than C++20 with clang
                                       (one more where a generator yields from four places), or
                                       gen_stack.h more than 30 at any depth, or send, throw,
                                       create and close more than 1.1 times the leaner of C++20 and
                                       the switch, unless SHORT allows it
    bench/run resumes clang-19 gcc-13  with these compilers
"""

import pathlib
import re
import shutil
import tempfile

import common
import tables
from common import option_parser, report, run

HERE = pathlib.Path(__file__).resolve().parent

ITEMS = 10000
C_STANDARD = "-std=c99"
CXX_FLAGS = ["-O2", "-std=c++20"]
SOURCES = ["main.c", "by_gen_h.c", "by_gen_h_loops.c", "by_hand.c", "by_hand_loops.c", "in_cpp20.cpp",
           "in_cpp20_loops.cpp"]

# How many instructions --check allows an item of gen_stack.h, whatever the compiler and the depth.
ANY_DEPTH = 30

# How many times the instructions of the leaner of C++20 and the switch --check allows, and the
# workloads that fall short: {contender: {compiler, with or without level: ratio}}.
LEANEST = 1.1
SHORT = {
    # gcc copies the sum of the caller's loop before it adds to it.
    "gen_send": {"gcc -O3": 1.12},
    # The function that throws has four parameters, and the item goes through memory. gcc also stores
    # that the generator runs, because it does not see that each path stores another state. In C++20
    # both the error and the item are in the frame.
    "gen_throw": {"gcc": 1.18, "clang-14": 1.27, "clang-19": 1.2},
    # gcc stores a state of two bytes by two instructions, and does so at the yield and in the close.
    "gen_close": {"gcc": 1.12},
}

# For each workload: its name, how many instructions more than C++20 --check allows, and the
# contenders. --check compares those marked with a star with C++20, those marked with a number with
# that, and those marked with "leanest" with the leaner of C++20 and the switch.
WORKLOADS = [
    ("a counter", "count", 0, [
        ("gen.h", "gen_count", "*"),
        ("gen.h, `GEN_FOR`", "gen_count_for", "*"),
        ("C++20 coroutine handle", "cpp20_count", ""),
        ("switch by hand", "switch_count", ""),
        ("protothread", "thread_count", ""),
        ("function pointer", "pointer_count", ""),
    ]),
    ("in try/finally", "finally", 0, [
        ("gen.h", "gen_finally", "*"),
        ("C++20 coroutine handle", "cpp20_finally", ""),
        ("switch by hand", "switch_finally", ""),
        ("protothread", "thread_finally", ""),
        ("function pointer", "pointer_finally", ""),
    ]),
    # A jump table, with a check of its index. The coroutine has no check, and jumps anywhere if its
    # frame is damaged. The check takes two instructions, and one is saved elsewhere.
    ("from four places", "places", 1, [
        ("gen.h", "gen_places", "*"),
        ("C++20 coroutine handle", "cpp20_places", ""),
        ("switch by hand", "switch_places", ""),
        ("protothread", "thread_places", ""),
        ("function pointer", "pointer_places", ""),
    ]),
    ("through 4 that delegate", "chain", 0, [
        ("gen.h, `GEN_YIELD_FROM`", "gen_chain", "*"),
        ("gen_stack.h, `GEN_RECURSIVE`", "gen_chain_recursive", ANY_DEPTH),
        ("... with `GEN_FOR`", "gen_recursive_for", ANY_DEPTH),
        ("... 1 deep", "gen_recursive_1", ANY_DEPTH),
        ("... 10 deep", "gen_recursive_10", ANY_DEPTH),
        ("... 10,000 deep", "gen_recursive_deepest", ANY_DEPTH),
        ("gen_stack.h, `GEN_STACK`", "gen_chain_stack", ANY_DEPTH),
        ("... with `GEN_FOR`, 1 deep", "gen_stack_for", ANY_DEPTH),
        ("... 1 deep", "gen_stack_1", ANY_DEPTH),
        ("... 10 deep", "gen_stack_10", ANY_DEPTH),
        ("... 10,000 deep", "gen_stack_deepest", ANY_DEPTH),
        ("C++20, a loop that yields again", "cpp20_chain", ""),
        ("C++20, resuming the innermost", "cpp20_chain_innermost", ""),
        ("switch by hand", "switch_chain", ""),
        ("protothread", "thread_chain", ""),
        ("function pointer", "pointer_chain", ""),
    ]),
] + [
    (title, workload, 0, [
        ("gen.h", f"gen_{workload}", "leanest"),
        ("C++20 coroutine handle", f"cpp20_{workload}", ""),
        ("switch by hand", f"switch_{workload}", ""),
    ]) for title, workload in [
        ("send", "send"),
        ("throw, caught in the body", "throw"),
        ("create, first item, throw that ends it", "raise"),
        ("create, first item, close", "close"),
        ("the same in try/finally", "cleanup"),
    ]
]


def build(cc, cxx, level, include, directory):
    """Build the benchmark with one compiler."""
    objects = []
    for source in SOURCES:
        output = directory / f"{source}.o"
        compiler = [cc, level, C_STANDARD] if source.endswith(".c") else [cxx, *CXX_FLAGS]
        run(*compiler, f"-I{include}", f"-I{common.BENCH}", "-c", HERE / source, "-o", output)
        objects.append(output)
    program = directory / "generators"
    run(cxx, *objects, "-o", program)
    return program


def instructions(program, contender):
    def total(items):
        text = common.callgrind(program.parent, program, contender, items)
        return int(re.search(r"^totals: (\d+)", text, re.MULTILINE).group(1))
    return (total(2 * ITEMS) - total(ITEMS)) / ITEMS


def times(program):
    lines = run(program, "--time", 500000, 21).split("\n")
    return {name: float(ns) for name, ns in (line.split() for line in lines if line)}


def table(level, columns):
    """Return the table. columns: (compiler, version, {contender: instructions}, {contender: ns} or None)."""
    lines = [f"Instructions per item{', and time relative to the C++20 handle' if columns[0][3] else ''}"
             f": the body in one file, the loop in another. CPU: {tables.cpu()}. Flags: `{level} {C_STANDARD}`"
             f" and `{' '.join(CXX_FLAGS)}`. Compilers: "
             + "; ".join(f"{name}: {version}" for name, version, _, _ in columns) + ".", "",
             "| | " + " | ".join(name for name, _, _, _ in columns) + " |",
             "|---|" + "---:|" * len(columns)]
    for title, workload, _, contenders in WORKLOADS:
        lines.append(f"| **{title}** |" + " |" * len(columns))
        for label, contender, _ in contenders:
            cells = []
            for _, _, counts, ns in columns:
                cell = f"{counts[contender]:.1f}"
                if ns:
                    cell += f" ({ns[contender] / ns['cpp20_' + workload]:.2f}×)"
                cells.append(cell)
            lines.append(f"| {label} | " + " | ".join(cells) + " |")
    lines += ["", "Again: `bench/run resumes --write FILE`."]
    return "\n".join(lines)


def over_the_bound(level, columns):
    """Yield a message for each generator that takes more instructions than its bound, or, with
    clang, than its C++20 twin."""
    for name, version, counts, _ in columns:
        for _, workload, _, contenders in WORKLOADS:
            for _, contender, bound in contenders:
                if bound == "leanest":
                    least = min(counts["cpp20_" + workload], counts["switch_" + workload])
                    ratio = counts[contender] / least
                    short = SHORT.get(contender, {})
                    if ratio > max(LEANEST, short.get(name, 0), short.get(f"{name} {level}", 0)):
                        yield (f"{name}: {contender} takes {counts[contender]:.1f} instructions an item, "
                               f"{ratio:.2f} times the {least:.1f} of its leanest peer")
                if isinstance(bound, int) and counts[contender] > bound:
                    yield f"{name}: {contender} takes {counts[contender]:.1f} instructions an item, not {bound}"
        if "clang" not in version:
            continue
        for _, workload, more, contenders in WORKLOADS:
            for _, contender, marked in contenders:
                if marked == "*" and counts[contender] > counts["cpp20_" + workload] + more:
                    yield (f"{name}: {contender} takes {counts[contender]:.1f} instructions an item, "
                           f"cpp20_{workload} {counts['cpp20_' + workload]:.1f}")


def main():
    parser = option_parser(__doc__)
    parser.add_argument("--level", default="-O2", metavar="FLAG",
                        help="how the C is optimised (with --level=-Os, --check has to fail)")
    parser.add_argument("--no-time", action="store_true", help="measure no times")
    parser.add_argument("--build", type=pathlib.Path, metavar="DIR", help="keep what is built there")
    options = parser.parse_args()

    if not shutil.which("valgrind"):
        print("SKIPPED: valgrind is not installed")
        return 0
    columns = []
    with tempfile.TemporaryDirectory() as temporary:
        for cc, cxx, directory in common.each_compiler(options, options.build or temporary):
            program = build(cc, cxx, options.level, options.include.resolve(), directory)
            counts = {contender: instructions(program, contender)
                      for _, _, _, contenders in WORKLOADS for _, contender, _ in contenders}
            columns.append((cc, tables.version(cc), counts, None if options.no_time else times(program)))
    if not columns:
        return 0

    return report("resumes", table(options.level, columns), over_the_bound(options.level, columns), options)
