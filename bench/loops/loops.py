"""Compare a loop over a generator with the hand-written loop: the compiled code and
the time of both.

A loop is `closed` if no loop is left (the compiler knows the sum), `vector` if it has arithmetic on
vectors, `scalar` otherwise, and `called` if the generator is not inlined. The times are for
information: the hand-written loop and the generator run in turn in one process, and the table shows
the ratio of their medians. Next to a closed form, a time means nothing.

    bench/run loops                  print the table
    bench/run loops --write FILE     also put it between the markers of FILE
    bench/run loops --check          exit 1 if a generator's loop is worse than the hand-written
                                     loop, unless SHORT allows it
    bench/run loops clang-19 gcc-13  with these compilers
"""

import pathlib
import re
import tempfile

import common
import tables
from common import RANKS, kind, option_parser, report, run

HERE = pathlib.Path(__file__).resolve().parent

LEVELS = ["-O2", "-O3"]
FLAGS = ["-std=c99", "-ffast-math"]  # lets the compiler reorder sums of floats

# Loops that fall short of the hand-written loop, and the kind that --check then requires. An empty
# level means any level.
# - clang recognises the sum of a hand-written range, but looks for it before it removes the
#   generator's switch.
# - gcc 12 does not vectorise a loop that has a condition in its body and its test in the middle.
# - A delegating generator may have to close its child. That takes the child's address, so the child
#   is in memory.
SHORT = [
    ("sum_.*", "clang", "", "vector"),
    ("filter_while|array_filter", "gcc", "-O3", "scalar"),
    ("yield_from", "clang|gcc", "", "called"),
]

LABELS = {
    "sum_unsigned": "sum of `unsigned`, `for`",
    "sum_unsigned_while": "sum of `unsigned`, `while`",
    "sum_int": "sum of `int`, `for`",
    "sum_int_while": "sum of `int`, `while`",
    "sum_long": "sum of `long`, `for`",
    "sum_long_while": "sum of `long`, `while`",
    "map": "map in the loop, `for`",
    "map_while": "map in the loop, `while`",
    "filter": "filter in the loop, `for`",
    "filter_while": "filter in the loop, `while`",
    "array_sum": "array: sum",
    "array_max": "array: maximum",
    "array_filter": "array: filter",
    "dot": "array: dot product",
    "float_sum": "array: sum of `float`",
    "double_map": "array: map of `double`",
    "finally": "array: sum, in try/finally",
    "yield_from": "map, through `GEN_YIELD_FROM`",
    "status": "map, by `GEN_FOR_STATUS`",
}


def names():
    return re.findall(r"^    LOOP\((\w+),", (HERE / "loops.h").read_text(), re.MULTILINE)


def measure(cc, level, options, directory):
    """Return {loop: (kind by hand, kind of the generator, ratio of the times or None)}."""
    flags = [level, *FLAGS, f"-I{options.include.resolve()}"]
    if options.pessimise:
        flags.append("-DPESSIMISE")
    assembly = run(cc, *flags, "-S", HERE / "loops.c", "-o", "-")
    times = {}
    if not options.no_time:
        program = directory / "loops"
        run(cc, *flags, f"-I{common.BENCH}", HERE / "loops.c", HERE / "main.c", "-o", program)
        times = {name: float(ratio) for name, ratio in
                 (line.split() for line in run(program).splitlines())}
    return {name: (kind(assembly, f"{name}_hand"), kind(assembly, f"{name}_gen"), times.get(name))
            for name in names()}


def table(columns, timed):
    """Return the table. columns: (compiler, version, level, result of measure())."""
    versions = dict((cc, version) for cc, version, _, _ in columns)
    lines = [f"The form of the loop over the generator{', and its time relative to the loop by hand' if timed else ''}"
             "; in brackets the loop by hand, where that is not the same."
             f" CPU: {tables.cpu()}. Flags: `{' '.join(FLAGS)}` and the level. Compilers: "
             + "; ".join(f"{cc}: {version}" for cc, version in versions.items()) + ".", "",
             "| | " + " | ".join(f"{cc} `{level}`" for cc, _, level, _ in columns) + " |",
             "|---|" + "---|" * len(columns)]
    for name in names():
        cells = []
        for _, _, _, loops in columns:
            hand, generated, ratio = loops[name]
            cell = generated if hand == generated else f"{generated} ({hand})"
            cells.append(cell if ratio is None or hand == "closed" else f"{cell} {ratio:.2f}×")
        lines.append(f"| {LABELS[name]} | " + " | ".join(cells) + " |")
    lines += ["", "Again: `bench/run loops --write FILE`."]
    return "\n".join(lines)


def wanted(name, version, level, hand):
    """Return the kind that the loop over the generator must have."""
    for loops, compiler, at, kind in SHORT:
        if re.fullmatch(loops, name) and re.search(compiler, version) and at in ("", level):
            return min(kind, hand, key=RANKS.index)
    return hand


def falls_short(columns):
    for cc, version, level, loops in columns:
        for name, (hand, generated, _) in loops.items():
            if RANKS.index(generated) < RANKS.index(wanted(name, version, level, hand)):
                yield f"{cc} {level}: {name} is {hand} by hand, {generated} from the generator"


def main():
    parser = option_parser(__doc__)
    parser.add_argument("--pessimise", action="store_true",
                        help="with generators that cannot be optimised (--check has to fail)")
    parser.add_argument("--no-time", action="store_true", help="measure no times")
    options = parser.parse_args()

    columns = []
    with tempfile.TemporaryDirectory() as temporary:
        for cc in options.compilers:
            if not common.can_be_read(cc):
                continue
            for level in LEVELS:
                columns.append((cc, tables.version(cc), level, measure(cc, level, options, pathlib.Path(temporary))))
    if not columns:
        return 0
    return report("loops", table(columns, not options.no_time), falls_short(columns), options, "FALLS SHORT")
