"""Compare what it costs to compile generators and pipelines with the same code by hand: the CPU time of
the compiler, and the bytes of machine code.

Each row is a file with many functions, which this script writes: by the headers, and by hand. The bytes are the
same in every run. A time is the best of several runs, in which both files take turns; only the ratio counts.
A body with many yields is compared with one that has half as many. Both stop by a trap where a loop ends by
an error: by hand there is no text that says where.

    bench/run compiling                  print the table
    bench/run compiling --write FILE     also put it between the markers of FILE
    bench/run compiling --check          exit 1 if a ratio is over its bound
    bench/run compiling clang-19 gcc-13  with these compilers
"""

import os
import pathlib
import re
import sys
import tempfile

import common
import tables
from common import option_parser, report, run

PIPELINES = 50
GENERATORS = 50
YIELDS = 2000
ROUNDS = 3
FLAGS = ["-std=c99", "-DGEN_UNCAUGHT(status)=__builtin_trap()"]

PIPELINE = """
ITER_SPAN(span@, int)
ITER_MAP(map@, span@, long, (long)item * @)
ITER_FILTER(filter@, map@, item % @ != 1)
ITER_TAKE(take@, filter@)
ITER_ENUMERATE(enumerate@, take@)
long sum@(const int *data, size_t length, ptrdiff_t count) {
    struct enumerate@ p = enumerate@(take@(filter@(map@(span@(data, length))), count), 0);
    long sum = 0;
    GEN_FOR (x, enumerate@, &p) sum += x.value * x.index;
    return sum;
}
"""
PIPELINE_BY_HAND = """
long sum@(const int *data, size_t length, ptrdiff_t count) {
    long sum = 0;
    ptrdiff_t index = 0;
    for (size_t i = 0; i < length && index < count; i++) {
        const long value = (long)data[i] * @;
        if (value % @ == 1) continue;
        sum += value * index++;
    }
    return sum;
}
"""
GENERATOR = """
struct tries@ { struct gen gen; int i, error, saved; };
GEN(tries@, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_YIELD(1);
        GEN_TRY {
            for (self->i = 0; self->i < @; self->i++) {
                GEN_TRY {
                    GEN_YIELD(self->i);
                    if (self->i == @ - 1) GEN_RAISE(-@);
                } GEN_EXCEPT (self->error) {
                    GEN_YIELD(self->error);
                } GEN_END_TRY;
            }
        } GEN_FINALLY {
            self->i = -1;
        } GEN_END_TRY;
        GEN_YIELD(2);
    } GEN_FINALLY_SAVED (self->saved) {
        GEN_YIELD(3);
    } GEN_END_TRY;
    GEN_END();
}
int sum@(struct tries@ *g) {
    int sum = 0;
    GEN_FOR (x, tries@, g) sum += x;
    return sum + tries@_close(g);
}
"""
GENERATOR_BY_HAND = """
struct tries@ { int state, i, error; };
static int tries@_next(struct tries@ *self, int *item) {
    switch (self->state) {
    case 0: self->state = 1; *item = 1; return 1;
    case 1:
        for (self->i = 0; self->i < @; self->i++) {
            self->state = 2; *item = self->i; return 1;
    case 2:
            if (self->i == @ - 1) {
                self->error = -@;
                self->state = 3; *item = self->error; return 1;
    case 3:;
            }
        }
        self->i = -1;
        self->state = 4; *item = 2; return 1;
    case 4: self->state = 5; *item = 3; return 1;
    default: self->state = 6; return 0;
    }
}
static int tries@_close(struct tries@ *self) {
    int item, status = 0;
    if (self->state == 2 || self->state == 3) self->i = -1;
    if (self->state >= 1 && self->state <= 4) self->state = 4, status = -tries@_next(self, &item);
    return status;
}
int sum@(struct tries@ *g) {
    int sum = 0, item;
    while (tries@_next(g, &item)) sum += item;
    return sum + tries@_close(g);
}
"""


def copies(head, text, number):
    return head + "".join(text.replace("@", str(i + 2)) for i in range(number))


def yields(number):
    """Return a body of so many yields. They hand out different values: gcc's time for equal expressions
    in many cases of a switch grows with the cube of their number, by hand too."""
    return ('#include "gen.h"\nstruct many { struct gen gen; };\nGEN(many, int) {\n    GEN_BEGIN();\n' +
            "".join(f"    GEN_YIELD({i});\n" for i in range(number)) +
            "    GEN_END();\n}\nint next(struct many *g, int *item) { return many_next(g, item); }\n"
            "int stop(struct many *g) { return many_close(g); }\n")


# (label, level, by the headers, what it is compared with)
ROWS = [
    (f"{PIPELINES} pipelines of five stages, each with a loop", "-O0",
     copies('#include "itertools.h"\n', PIPELINE, PIPELINES),
     copies("#include <stddef.h>\n", PIPELINE_BY_HAND, PIPELINES)),
    (f"{PIPELINES} pipelines of five stages, each with a loop", "-O2",
     copies('#include "itertools.h"\n', PIPELINE, PIPELINES),
     copies("#include <stddef.h>\n", PIPELINE_BY_HAND, PIPELINES)),
    (f"{GENERATORS} generators with nested tries, each with a loop and a close", "-O1",
     copies('#include "gen.h"\n', GENERATOR, GENERATORS), copies("", GENERATOR_BY_HAND, GENERATORS)),
    (f"{GENERATORS} generators with nested tries, each with a loop and a close", "-O2",
     copies('#include "gen.h"\n', GENERATOR, GENERATORS), copies("", GENERATOR_BY_HAND, GENERATORS)),
    (f"a body of {YIELDS:,} yields, beside one of {YIELDS // 2:,}", "-O2", yields(YIELDS), yields(YIELDS // 2)),
]


# The most that --check allows in each row: (the ratio of the times, that of the bytes). The bytes may grow by 2 %, a
# time by half, because a compiler's time varies. At -O0 the loops by hand compile too fast to compare a time.
BOUNDS = {
    "clang version 14": [(None, 7.16), (6.8, 0.87), (8.4, 5.41), (7.5, 3.43), (3.8, 2.14)],
    "clang version 19": [(None, 7.32), (3.9, 0.55), (5.9, 2.99), (6.9, 3.34), (3.4, 2.26)],
    "gcc": [(None, 6.99), (5.4, 1.52), (8.9, 5.06), (7.4, 4.19), (3.6, 2.56)],
}


def compiled(cc, flags, source, output):
    """Compile a file and return the CPU time in seconds."""
    command = [cc, *FLAGS, *flags, "-c", str(source), "-o", str(output)]
    child = os.fork()
    if child == 0:
        os.execvp(cc, command)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime


def text_of(output):
    """Return the bytes of code and constants."""
    return int(re.search(r"^\s*(\d+)", run("size", output).split("\n")[1])[1])


def measure(cc, options, directory):
    """Return [(ratio of the times, bytes, bytes it is compared with)] of the rows."""
    results = []
    for _, level, *both in ROWS:
        sources = [directory / "headers.c", directory / "other.c"]
        times = ([], [])
        for source, text in zip(sources, both):
            source.write_text(text)
        for _ in range(1 if options.no_time else ROUNDS):
            for source, spent in zip(sources, times):
                flags = [level, f"-I{options.include.resolve()}"]
                if options.pessimise and source == sources[0]:
                    flags.append("-fsanitize=undefined")
                spent.append(compiled(cc, flags, source, source.with_suffix(".o")))
        sizes = [text_of(source.with_suffix(".o")) for source in sources]
        results.append((None if options.no_time else min(times[0]) / min(times[1]), *sizes))
    return results


def table(columns):
    lines = [f"The time to compile, and in brackets the bytes of code, as ratios to the same by hand; of the last row, to "
             f"the smaller body. CPU: {tables.cpu()}. Compilers: " +
             "; ".join(f"{cc}: {tables.version(cc)}" for cc, _ in columns) + ".", "",
             "| | | " + " | ".join(cc for cc, _ in columns) + " |",
             "|---|---|" + "---:|" * len(columns)]
    for index, (label, level, *_) in enumerate(ROWS):
        cells = []
        for _, results in columns:
            ratio, ours, other = results[index]
            cells.append(f"{'' if ratio is None else f'{ratio:.1f}× '}({ours:,} / {other:,} = {ours / other:.2f}×)")
        lines.append(f"| {label} | `{level}` | " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", "Again: `bench/run compiling --write FILE`."])


def over_the_bound(columns):
    for cc, results in columns:
        for (label, level, *_), (ratio, ours, other), (most_time, most_bytes) in zip(ROWS, results, bounds(cc)):
            if ratio is not None and most_time is not None and ratio > most_time:
                yield f"{cc} {level}: {label}: {ratio:.2f} times the CPU time, at most {most_time} are allowed"
            if ours / other > most_bytes:
                yield f"{cc} {level}: {label}: {ours / other:.2f} times the bytes, at most {most_bytes} are allowed"


def bounds(cc):
    """Return the bounds of a compiler; for one that has none of its own, the widest of all."""
    for name, own in BOUNDS.items():
        if name in tables.version(cc):
            return own
    return [tuple(max((pair[i] for pair in pairs), key=lambda most: most or 0) for i in range(2))
            for pairs in zip(*BOUNDS.values())]


def main():
    parser = option_parser(__doc__)
    parser.add_argument("--pessimise", action="store_true",
                        help="with checks in what the headers make (--check has to fail)")
    parser.add_argument("--no-time", action="store_true", help="compare only the bytes")
    options = parser.parse_args()

    columns = []
    with tempfile.TemporaryDirectory() as temporary:
        for cc in options.compilers:
            if not common.can_be_read(cc):
                continue
            columns.append((cc, measure(cc, options, pathlib.Path(temporary))))
    if not columns:
        return 0
    return report("compiling", table(columns), over_the_bound(columns), options)
