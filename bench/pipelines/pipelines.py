"""Compare a pipeline with the hand-written loop: instructions per item of both.

They are counted by `valgrind --tool=callgrind` as (Ir(2N) - Ir(N)) / N, so they are the same in
every run. The table shows the ratio, and the kinds of the loops as bench/run loops does. The times
are for information: all forms of a loop run in turn in one process, and the table shows the ratio
of their medians.

Where rustc is installed, pipelines over several sources are also compared with iterators of Rust.

    bench/run pipelines                  print the tables
    bench/run pipelines --write FILE     also put them between the markers of FILE
    bench/run pipelines --check          exit 1 if a pipeline takes more instructions than the
                                         hand-written loop, or GEN_FOR more than Rust's `for`,
                                         unless SHORT allows it
    bench/run pipelines clang-19 gcc-13  with these compilers
"""

import collections
import pathlib
import re
import shutil
import tempfile

import common
import tables
from common import option_parser, run

HERE = pathlib.Path(__file__).resolve().parent

LEVELS = ["-O2", "-O3"]
FLAGS = ["-std=c99"]
RUST_FLAGS = ["-C", "opt-level=3", "-C", "target-cpu=x86-64"]
RUST_LEVEL = "-O3"  # the level that is compared with Rust
RUST_VERSION = "1.95"  # the version tried with --check: other versions compile to other loops
ITEMS = 7200  # a multiple of the rows in pipelines.h and of the width of a vectorised loop

# How many times the instructions of the hand-written loop a pipeline may take. BOUND is for GEN_FOR
# where a single loop is written by hand; BOUND_OF_SEVERAL is for several loops, and for terminals.
BOUND, BOUND_OF_SEVERAL = 1.05, 1.10
# The bound if both loops are vectorised. Such a loop has 2 or 3 instructions in addition to the
# 6 to 9 that work. They count half if the compiler unrolls the loop, and whether it does so is
# its own guess.
BOUND_OF_VECTORS = 1.25
# GEN_FOR may take this many times the instructions of Rust's `for`.
BOUND_OF_RUST = 1.05

# The pipelines that fall short, and the ratio that --check then allows: {pipeline and form:
# {compiler, with or without version and level: ratio}}.
SHORT = {
    # A generator that skips items is stepped at one place, not two. Except with clang 19, its state
    # stays a variable there, which is checked for each item.
    "gen_map_filter_iter": {"clang-14": 7.25, "gcc-12 -O3": 3.4},
    # In the hand-written loop gcc knows that no number is negative, and turns the % into an `and`.
    "range_map_filter_iter": {"gcc-12 -O3": 1.39},
    # gcc 12 does not vectorise a loop that remembers the previous item.
    "pairwise_iter": {"gcc-12 -O3": 4.05},
    # gcc vectorises this loop, with shuffles, but not the hand-written one.
    "slice_by_3_iter": {"gcc-12 -O3": 1.26},
    # A filter under a take: clang turns the condition into a number that it subtracts from the
    # count, so that a skipped item costs as much as any other.
    "first_ten_iter": {"clang-14": 1.6, "clang-19": 1.6},
    # The items of a window are in memory, and are moved from time to time; by hand they
    # are in a ring.
    "window_iter": {"clang-14": 1.7, "clang-19": 2.0, "gcc-12": 1.14},
    # Checks whether the table is full but for a share of its slots; the hand-written loop knows that
    # it is not. gcc copies the pointer to each slot.
    "unique_iter": {"clang-14": 1.07, "clang-19": 1.13, "gcc-12": 1.26},
    # The merge is stable, so each comparison also looks which of the two iterators is the first.
    "kmerge_iter": {"clang-14": 1.34, "clang-19": 1.38, "gcc-12": 1.14},
    # Stable too: an entry has its number beside its item. In addition to the comparison, each item
    # checks whether the heap is full; by hand that is another loop.
    "smallest_16_iter": {"clang-14": 1.89, "clang-19": 1.72, "gcc-12": 1.55},
    "smallest_1000_iter": {"clang-14": 2.3, "clang-19": 2.2, "gcc-12": 1.92},
    # The next chunk begins after the length of this one; by hand always 8 items further on.
    "chunks_iter": {"clang-14": 1.06},
    # Counts the elements that are passed and not those that are left, so a turn adds and compares.
    "array_chunks_iter": {"clang-14": 1.2},
    # The length of a window is known only as the size of the first.
    "moving_sum_iter": {"clang-19": 1.07},
    # Any batch may be short, so gcc sums it in a loop; by hand it unrolls the sum of 8.
    "batch_iter": {"gcc-12 -O2": 1.86, "gcc-12 -O3": 1.42},
    "batch_fold": {"gcc-12": 1.55},
    "batch_all_iter": {"gcc-12": 1.57},
    "batch_all_fold": {"gcc-12": 1.57},
    # Checks at each item whose turn it is. By hand both spans have the same length, and the loop ends
    # with the first.
    "interleave_iter": {"clang-14": 3.2, "clang-19": 2.75, "gcc-12": 1.55},
    "interleave_fold": {"clang-14": 4.35, "clang-19": 2.75, "gcc-12": 1.55},
    # clang keeps both positions in registers that it copies at each item. By hand gcc loads only the
    # item of the side that it went on with.
    "merge_iter": {"clang": 1.17, "gcc-12 -O3": 1.17},
    "merge_fold": {"clang-19 -O2": 1.17, "gcc-12 -O3": 1.17},
    # clang 14 keeps the state of the stage in a register, and tests it.
    "group_by_iter": {"clang-14": 1.11},
    # gcc checks whether a run has begun.
    "run_length_iter": {"gcc-12": 1.21},
    "run_length_fold": {"gcc-12": 1.21},
}

# The same, compared with Rust's `for`.
SHORT_OF_RUST = {
    # Rust keeps the choice of the next source in registers; here it is a field that each step checks.
    "interleave_iter": {"clang-14": 1.2},
    # As in SHORT.
    "chunks_iter": {"clang-14": 1.55, "clang-19": 1.28, "gcc-12": 1.2},
    "array_chunks_iter": {"clang-14": 1.2, "clang-19": 1.08, "gcc-12": 1.34},
    # gcc does not unroll the loop by hand either.
    "array_windows_iter": {"gcc-12": 1.28},
    "run_length_iter": {"clang-14": 1.1, "clang-19": 1.1},
    "group_by_iter": {"clang-14": 1.13},
    # Rust has no batch; the one in pipelines.rs collects in its own loop.
    "batch_iter": {"gcc-12": 1.56},
    "batch_all_iter": {"gcc-12": 1.63},
}

LABELS = {
    "span_map_filter": "span, map, filter, sum",
    "range_map_filter": "range, map, filter, sum",
    "gen_map_filter": "generator, map, filter, sum",
    "filter_map": "filter_map",
    "take_while": "take_while",
    "slice": "slice by 1",
    "slice_by_3": "slice by 3",
    "take": "take",
    "enumerate": "enumerate",
    "zip": "zip",
    "accumulate": "accumulate",
    "pairwise": "pairwise",
    "window": "window of 8",
    "unique": "unique",
    "first_ten": "first 10 even squares of ten million",
    "kmerge": "kmerge: 8 spans",
    "smallest_16": "smallest 16",
    "smallest_1000": "smallest 1,000",
    "chain": "chain: two spans",
    "chain_range": "chain: a span, a range",
    "chain_array": "chain_array: 16 spans",
    "flatten_short": "flatten: spans of 1 to 8",
    "flatten_long": "flatten: spans of 100",
    "flatmap_short": "flatmap: spans of 1 to 8",
    "flatmap_long": "flatmap: spans of 100",
    "chunks": "chunks of 8",
    "batch": "batch of 8: a hash of the sums",
    "batch_all": "batch of 8: the sum",
    "merge": "merge: two spans",
    "interleave": "interleave: two spans",
    "array_chunks": "array_chunks of 8",
    "array_windows": "array_windows of 8",
    "moving_sum": "array_windows of 8: the moving sum",
    "dedupe": "dedupe",
    "run_length": "run_length",
    "group_by": "group_by",
}

# One pipeline in one form, and the loop by hand: the kinds of both, the instructions per item of
# both, and the time relative to the loop by hand, where they are counted and timed.
Measured = collections.namedtuple("Measured", "kind hand count by_hand time")
# The results of one compiler at one level; `measured` is indexed by (pipeline, form).
Column = collections.namedtuple("Column", "cc version level measured")


def names(group):
    """Return the pipelines of one of the lists in pipelines.h."""
    text = (HERE / "pipelines.h").read_text()
    found = re.search(rf"#define {group}\(PIPELINE\)((?:.*\\\n)*.*)", text)
    return re.findall(r"PIPELINE\((\w+)\)", found[1])


def in_rust():
    return names("COMPARED") + names("COMBINED")


def groups():
    """Return the sections of the table: [(title, [(pipeline, form)])]."""
    return [("`GEN_FOR`", [(name, "iter") for name in names("PIPELINES") + names("COMPARED")]),
            ("`GEN_FOR`, where by hand it is more than one loop", [(name, "iter") for name in names("COMBINED")]),
            ("a terminal", [(name, "fold") for name in in_rust()])]


def forms():
    return [form for _, members in groups() for form in members]


def instructions(program, directory):
    """Return {function: instructions per item}."""
    def all_of(items):
        text = common.callgrind(directory, program, items)
        return {name: int(count) for name, count in re.findall(
            r"^cfn=count_(\w+)\ncalls=1 .*\n.* (\d+)$", text, re.MULTILINE)}
    once, twice = all_of(ITEMS), all_of(2 * ITEMS)
    return {name: (twice[name] - once[name]) / ITEMS for name in once}


def rust(directory):
    """Compile pipelines.rs. Return the library and rustc's version, or None."""
    if not shutil.which("rustc"):
        print("rustc is not installed, so nothing is compared with Rust")
        return None
    library = directory / "libpipelines.a"
    run("rustc", "--edition=2021", "--crate-type=staticlib", *RUST_FLAGS, "-C", "panic=abort",
        HERE / "pipelines.rs", "-o", library)
    return library, tables.version("rustc")


def measure(cc, level, library, options, directory):
    """Return {(pipeline, form): Measured}."""
    flags = [level, *FLAGS, f"-I{options.include.resolve()}", f"-I{common.BENCH}"]
    if options.pessimise:
        flags.append("-DPESSIMISE")
    assembly = run(cc, *flags, "-S", HERE / "pipelines.c", "-o", "-")
    program = directory / "pipelines"
    sources = [HERE / "pipelines.c", HERE / "main.c"]
    run(cc, *flags, *(["-DRUST", *sources, library] if library else sources), "-o", program)
    counts = instructions(program, directory) if shutil.which("valgrind") else {}
    times = {}
    if not options.no_time:
        times = {name: float(ratio) for name, ratio in
                 (line.split() for line in run(program).splitlines())}

    def measured(name, form):
        kind = None if form.startswith("rust") else common.kind(assembly, f"{name}_{form}")
        return Measured(kind, common.kind(assembly, f"{name}_hand"), counts.get(f"{name}_{form}"),
                        counts.get(f"{name}_hand"), times.get(f"{name}_{form}"))
    rusts = [(name, form) for name in in_rust() for form in ("rust", "rust_fold")] if library else []
    return {form: measured(*form) for form in forms() + rusts}


def compilers(columns):
    return "; ".join(f"{cc}: {version}" for cc, version in
                     dict((column.cc, column.version) for column in columns).items())


def table(columns, options):
    timed = "" if options.no_time else ", and the time relative to it"
    lines = ["The instructions per item relative to those of the loop by hand, what the loop over the pipeline "
             f"is{timed}; in brackets the loop by hand, where that is not the same. CPU: {tables.cpu()}. "
             f"Flags: `{' '.join(FLAGS)}` and the level. Compilers: {compilers(columns)}.", "",
             "| | " + " | ".join(f"{column.cc} `{column.level}`" for column in columns) + " |",
             "|---|" + "---|" * len(columns)]
    for title, members in groups():
        lines.append(f"| **{title}** |" + " |" * len(columns))
        for form in members:
            cells = []
            for column in columns:
                it = column.measured[form]
                cell = it.kind if it.kind == it.hand else f"{it.kind} ({it.hand})"
                if it.count is not None:
                    cell = f"{it.count / it.by_hand:.2f} {cell}"
                cells.append(cell if it.time is None else f"{cell}, {it.time:.2f}×")
            lines.append(f"| {LABELS[form[0]]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def table_of_all(columns, version):
    """Return the instructions of every pipeline in every form. The columns are those of RUST_LEVEL."""
    lines = ["Instructions per item of each form, and in brackets relative to the loop by hand. Bold: more than "
             f"Rust's `for`. Flags: `{' '.join([RUST_LEVEL, *FLAGS])}`"
             + (f" and `{' '.join(RUST_FLAGS)}`. Rust: {version}." if version else "."), "",
             "| | Rust, `for` | Rust, `fold` | "
             + " | ".join(f"{column.cc}, by hand | `GEN_FOR` | a terminal" for column in columns) + " |",
             "|---|" + "---:|" * (2 + 3 * len(columns))]
    for name in names("PIPELINES") + in_rust():
        def rust_cell(form):
            it = columns[0].measured.get((name, form))
            return f"{it.count:.2f}" if it else ""

        def cell(column, form):
            it, other = column.measured.get((name, form)), column.measured.get((name, "rust"))
            if not it:
                return ""
            text = f"{it.count:.2f}"
            if form == "iter" and other and it.count > other.count * BOUND_OF_RUST:
                text = f"**{text}**"
            return f"{text} ({it.count / it.by_hand:.2f})"
        cells = [rust_cell("rust"), rust_cell("rust_fold")]
        for column in columns:
            cells += [f"{column.measured[name, 'iter'].by_hand:.2f}", cell(column, "iter"), cell(column, "fold")]
        lines.append(f"| {LABELS[name]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def known_as(column):
    """Return the names by which a list may refer to a compiler at a level."""
    family = "clang" if "clang" in column.version else "gcc"
    major = f"{family}-{run(column.cc, '-dumpversion').split('.')[0].strip()}"
    return family, f"{family} {column.level}", major, f"{major} {column.level}"


def lets_pass(short, column, what):
    """Return the ratio that a list allows, or 0."""
    return max(short.get(what, {}).get(key, 0) for key in known_as(column))


def too_many(column, check_rust):
    """Yield a message for each pipeline that takes more instructions than allowed."""
    where = f"{column.cc} {column.level}"
    for name, form in forms():
        it, what = column.measured[name, form], f"{name}_{form}"
        if it.count is None:
            worse = common.RANKS.index(it.kind) < common.RANKS.index(it.hand)
            if worse and not lets_pass(SHORT, column, what):
                yield f"{where}: {what} is {it.kind}, {it.hand} by hand"
            continue
        ratio = it.count / it.by_hand
        one_loop = form == "iter" and name not in names("COMBINED")
        bound = BOUND_OF_VECTORS if it.kind == it.hand == "vector" else BOUND if one_loop else BOUND_OF_SEVERAL
        if ratio > max(bound, lets_pass(SHORT, column, what)):
            yield (f"{where}: {what} takes {ratio:.2f} times the instructions of the loop by hand: is {it.kind}, "
                   f"{it.hand} by hand")
        other = column.measured.get((name, "rust"))
        if form == "iter" and other and check_rust:
            ratio = it.count / other.count
            if ratio > max(BOUND_OF_RUST, lets_pass(SHORT_OF_RUST, column, what)):
                yield f"{where}: {what} takes {ratio:.2f} times the instructions of Rust's `for`"


def lets_pass_too_much(columns):
    """Yield a message for each entry of SHORT that is no longer needed, or larger than needed."""
    for name, form in forms():
        for key, allowed in SHORT.get(f"{name}_{form}", {}).items():
            measured = [column.measured[name, form] for column in columns if key in known_as(column)]
            ratio = max((it.count / it.by_hand for it in measured if it.count is not None), default=allowed)
            if allowed > 1.1 * max(ratio, BOUND_OF_SEVERAL):
                yield (f"{key}: {name}_{form} takes {ratio:.2f} times the instructions, "
                       f"SHORT allows {allowed}")


def main():
    parser = option_parser(__doc__)
    parser.add_argument("--pessimise", action="store_true",
                        help="with pipelines that cannot be optimised (--check has to fail)")
    parser.add_argument("--no-time", action="store_true", help="measure no times")
    options = parser.parse_args()

    columns = []
    with tempfile.TemporaryDirectory() as temporary:
        directory = pathlib.Path(temporary)
        usable = [cc for cc in options.compilers if common.can_be_read(cc)]
        if not usable:
            return 0
        counted = shutil.which("valgrind") is not None
        if not counted:
            print("valgrind is not installed, so no instructions are counted")
        with_rust = rust(directory) if counted else None
        for cc in usable:
            for level in LEVELS:
                library = with_rust[0] if with_rust and level == RUST_LEVEL else None
                columns.append(Column(cc, tables.version(cc), level,
                                      measure(cc, level, library, options, directory)))
    text = table(columns, options)
    if counted:
        text += "\n\n" + table_of_all([column for column in columns if column.level == RUST_LEVEL],
                                      with_rust and with_rust[1])
    text += "\n\nAgain: `bench/run pipelines --write FILE`."
    print(text)
    if options.write:
        tables.write(options.write, "pipelines", text)
    if not options.check:
        return 0
    check_rust = with_rust is not None and f"rustc {RUST_VERSION}." in with_rust[1]
    if with_rust and not check_rust:
        print(f"Rust is another version than {RUST_VERSION}: what it says is not checked")
    over = [line for column in columns for line in too_many(column, check_rust)]
    for line in over:
        print(f"FALLS SHORT: {line}")
    for line in lets_pass_too_much(columns):
        print(f"DOES BETTER: {line}")
    return 1 if over else 0
