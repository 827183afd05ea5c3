"""Compare the lines of iter_text.h, and its rows of CSV, with other ways to read them.

Each way counts the lines and their bytes, or the rows and their fields. The results must be equal.
The instructions are counted by `valgrind --tool=callgrind` as (Ir(2N) - Ir(N)) / N for files of 2N
and N lines, so they are the same in every run. The times are for information: the ways process a
file of 100 MB in turn, and the table shows the median CPU time.

    bench/run lines                  print the table
    bench/run lines --write FILE     also put it between the markers of FILE
    bench/run lines --check          exit 1 if a way of iter_text.h takes too many instructions
    bench/run lines clang-19 gcc-13  with these compilers
"""

import csv
import os
import pathlib
import platform
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

import common
import tables
from common import option_parser, report, run

HERE = pathlib.Path(__file__).resolve().parent

FLAGS = ["-std=gnu99", "-DNDEBUG"]
LEVEL = "-O2"
RUST_FLAGS = ["-C", "opt-level=3", "-C", "panic=abort"]
LINES = 10000
SIZE = 100e6  # bytes of a file for the times, approximately
ROUNDS = 5

# For each kind of file: what the table says, and the ways: the label, the name, and the language.
KINDS = {
    "lines": ("lines of 0 to 199 bytes", [
        ("`read` and `memchr` by hand", "read_hand", "C"),
        ("`ITER_LINES_OF` over `ITER_READ`", "read_iter", "C"),
        ("`ITER_FILE_LINES`", "file_iter", "C"),
        ("`getline`", "file_getline", "C"),
        ("`fgets` and `strlen`", "file_fgets", "C"),
        ("Rust, `read_until`", "read_until", "Rust"),
        ("Rust, `lines`", "lines", "Rust"),
        ("Python, `for line in file`", "lines", "Python"),
        ("`mmap` and `memchr` by hand", "map_hand", "C"),
        ("`ITER_LINES` over `mmap`", "map_iter", "C"),
    ]),
    "csv": ("rows of CSV, of 7 fields, a quarter of them with quotes", [
        ("`read` and a parser by hand", "csv_hand", "C"),
        ("`ITER_CSV` over `ITER_READ`", "csv_iter", "C"),
        ("Python, `csv.reader`", "csv", "Python"),
    ]),
}

# --check: a way may take so many times the instructions of another.
BOUNDS = [
    ("read_iter", 1.25, "read_hand"),
    ("map_iter", 1.2, "map_hand"),
    ("read_iter", 1, "file_getline"),
    ("file_iter", 1, "file_getline"),
    ("read_iter", 1, "read_until"),
    ("csv_iter", 1, "csv_hand"),
]


def make(kind, lines, path):
    """Make a file with this number of lines, the same in every run."""
    chance = random.Random(1)
    with open(path, "w", newline="", encoding="ascii") as file:
        if kind == "lines":
            file.writelines("x" * chance.randrange(200) + "\n" for _ in range(lines))
            return path
        rows = csv.writer(file)
        for number in range(lines):
            size = chance.choice(["small", "large"])
            rows.writerow([number, f"2026-11-{chance.randrange(1, 31):02}", f"customer-{chance.randrange(10**6)}",
                           chance.choice(["open", "paid", "sent"]), f"{chance.random() * 1000:.2f}",
                           f'a "{size}" item, {chance.randrange(9)} pieces' if chance.random() < 0.25 else
                           "an item of the usual list", "x" * chance.randrange(40)])
    return path


def build(cc, options, directory):
    """Return the program that has the ways in C."""
    objects = []
    for source in ["main.c", "by_hand.c", "by_iter.c"]:
        objects.append(directory / f"{source}.o")
        level = options.level if source == "by_iter.c" else LEVEL
        run(cc, *FLAGS, level, f"-I{options.include.resolve()}", "-c", HERE / source, "-o", objects[-1])
    run(cc, *objects, "-o", directory / "lines")
    return directory / "lines"


def instructions(command, way, files):
    """Return the instructions a line, and what the way has counted."""
    def total(file):
        output = pathlib.Path(f"{file}.callgrind")
        counts = run("valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", *command, way, file)
        return int(re.search(r"^(?:totals|summary): (\d+)", output.read_text(), re.MULTILINE).group(1)), counts
    (first, _), (second, counts) = map(total, files)
    return (second - first) / LINES, counts


def seconds(command, way, file):
    """Return the CPU seconds that the way takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(word) for word in [*command, way, file]], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(commands, files, options):
    """Return {(column, way): (instructions or None, nanoseconds or None)}. commands: {column: words}."""
    results = {}
    for kind, (_, ways) in KINDS.items():
        runs = [(column, way) for _, way, language in ways for column in commands
                if column == language or language == "C" and column not in ("Rust", "Python")]
        counted = set()
        for column, way in runs:
            count, counts = None, run(*commands[column], way, files[kind][1])
            if column != "Python":
                count, counts = instructions(commands[column], way, files[kind][:2])
            counted.add(counts)
            results[column, way] = (count, None)
        if len(counted) != 1:
            sys.exit(f"{kind}: the ways have counted {counted}")
        if options.no_time:
            continue
        times = {key: [] for key in runs}
        for turn in range(ROUNDS):
            for column, way in runs if turn % 2 else runs[::-1]:
                times[column, way].append(seconds(commands[column], way, files[kind][2]))
        for key, took in times.items():
            results[key] = (results[key][0], statistics.median(took) / files[kind][3] * 1e9)
    return results


def cell(result):
    count, time = result
    texts = ([f"{count:,.0f}"] if count is not None else []) + ([f"{time:,.0f} ns"] if time is not None else [])
    return ", ".join(texts)


def table(results, versions, options):
    columns = list(versions)
    times = "" if options.no_time else f", and CPU time for a file of {SIZE / 1e6:.0f} MB"
    lines = [f"Instructions a line{times}. CPU: {tables.cpu()}. Flags: `{' '.join(FLAGS)} {LEVEL}`; Rust: "
             f"`{' '.join(RUST_FLAGS)}`. " + "; ".join(f"{name}: {version}" for name, version in versions.items())
             + ".", "", "| | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    for title, ways in KINDS.values():
        lines.append(f"| **{title}** |" + " |" * len(columns))
        for label, way, language in ways:
            mine = [column if column == language or language == "C" and column not in ("Rust", "Python") else None
                    for column in columns]
            cells = [cell(results[column, way]) if column and (column, way) in results else "" for column in mine]
            if any(cells):
                lines.append(f"| {label} | " + " | ".join(cells) + " |")
    lines += ["", "Again: `bench/run lines --write FILE`."]
    return "\n".join(lines)


def over_the_bound(results, compilers):
    for cc in compilers:
        for way, most, other in BOUNDS:
            with_rust = ("Rust", other) in results
            if not with_rust and (cc, other) not in results:
                continue  # rustc is not installed
            count, least = results[cc, way][0], results["Rust" if with_rust else cc, other][0]
            if count > most * least:
                yield (f"{cc}: {way} takes {count:.1f} instructions a line, {other} {least:.1f}: "
                       f"{count / least:.2f} times as many")


def main():
    parser = option_parser(__doc__)
    parser.add_argument("--no-time", action="store_true", help="measure no times")
    parser.add_argument("--level", default=LEVEL, metavar="FLAG",
                        help="how the ways of iter_text.h are optimised (with --level=-O0, --check has to fail)")
    options = parser.parse_args()

    if not shutil.which("valgrind"):
        print("SKIPPED: valgrind is not installed")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        here = pathlib.Path(temporary)
        commands, versions = {}, {}
        for cc in options.compilers:
            if not shutil.which(cc):
                print(f"SKIPPED: {cc} is not installed")
                continue
            directory = here / os.path.basename(cc)
            directory.mkdir()
            commands[cc] = [build(cc, options, directory)]
            versions[cc] = tables.version(cc)
        if not commands:
            return 0
        compilers = list(commands)
        if shutil.which("rustc"):
            run("rustc", "--edition=2021", *RUST_FLAGS, HERE / "in_rust.rs", "-o", here / "in_rust")
            commands["Rust"], versions["Rust"] = [here / "in_rust"], tables.version("rustc")
        else:
            print("rustc is not installed, so nothing is compared with Rust")
        commands["Python"], versions["Python"] = [sys.executable, HERE / "in_python.py"], platform.python_version()
        files = {}
        for kind in KINDS:
            files[kind] = [make(kind, n * LINES, here / f"{n}.{kind}") for n in (1, 2)]
            if not options.no_time:
                many = int(SIZE / files[kind][0].stat().st_size * LINES)
                files[kind] += [make(kind, many, here / f"large.{kind}"), many]
        results = measure(commands, files, options)
    return report("lines", table(results, versions, options), over_the_bound(results, compilers), options)
