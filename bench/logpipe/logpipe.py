"""Compare the main job of examples/logpipe with the same program whose pipeline is one
hand-written loop.

The instructions are counted by `valgrind --tool=callgrind` as (Ir(2N) - Ir(N)) / N for logs of 2N
and N lines, so they are the same in every run. The times are for information: both programs process
a log of a gigabyte in turn, and the table shows the median CPU time and the median ratio. Their
outputs must be equal byte for byte.

    bench/run logpipe                  print the table
    bench/run logpipe --write FILE     also put it between the markers of FILE
    bench/run logpipe --check          exit 1 if the pipeline takes more than 1.05 times the instructions,
                                       or more memory for a larger log
    bench/run logpipe clang-19 gcc-13  with these compilers
"""

import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

import common
import tables
from common import ROOT, option_parser, report, run

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = ROOT / "examples" / "logpipe"

FLAGS = ["-std=gnu99", "-DNDEBUG"]
SHARED = ["logpipe.c", "record.c", "input.c", "make.c", "report.c"]
BOTH = {"by_hand": HERE / "by_hand.c", "pipeline": PROGRAM / "pipeline.c"}
LEVELS = ["-O2", "-O3"]
LINES = 20000
LINE = 127  # bytes, approximately
ROUNDS = 15
JOB = ["--limit", "1000", "--top", "10", "--histogram"]
MOST = 1.05  # times the instructions by hand
MORE_MEMORY = 0.5  # MB allowed for a larger log


def build(cc, level, options, directory):
    """Return the two programs."""
    flags = [cc, *FLAGS, f"-I{options.include.resolve()}", f"-I{ROOT / 'examples' / 'shared'}", f"-I{PROGRAM}"]
    objects = []
    for source in SHARED:
        objects.append(directory / f"{source}.o")
        run(*flags, level, "-c", PROGRAM / source, "-o", objects[-1])
    programs = {}
    for name, source in BOTH.items():
        programs[name] = directory / name
        levels = ["-O0"] if options.pessimise and name == "pipeline" else [level]
        run(*flags, *levels, source, *objects, "-o", programs[name])
    return programs


def make(program, lines, log):
    """Make a log with this number of lines."""
    with open(log, "wb") as file:
        subprocess.run([str(program), "--make", str(lines)], stdout=file, check=True)
    return log


def instructions(program, logs):
    def total(log):
        text = common.callgrind(program.parent, program, *JOB, log)
        return int(re.search(r"^totals: (\d+)", text, re.MULTILINE).group(1))
    return (total(logs[1]) - total(logs[0])) / LINES


def processed(program, log):
    """Return the program's output without the last line, and the peak memory in MB, which
    that line has."""
    # A process starts with the peak memory of its parent, so fork it from a shell, which is small.
    done = subprocess.run(["sh", "-c", '"$@"; exit $?', "sh", str(program), *JOB, "--stats", str(log)],
                          capture_output=True, text=True, check=True)
    *output, last = done.stdout.splitlines()
    return output + done.stderr.splitlines(), float(re.search(r"peak memory ([\d.]+) MB", last).group(1))


def seconds(program, log):
    """Return the CPU seconds that the program takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(program), *JOB, str(log)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def times(programs, log):
    """Return the median CPU seconds of the hand-written loop, and the median of the ratios."""
    rounds = []
    for turn in range(ROUNDS + 1):
        names = list(BOTH) if turn % 2 else list(BOTH)[::-1]
        took = {name: seconds(programs[name], log) for name in names}
        if turn > 0:  # the first turn only loads the log into memory
            rounds.append(took)
    return (statistics.median(took["by_hand"] for took in rounds),
            statistics.median(took["pipeline"] / took["by_hand"] for took in rounds))


def measure(cc, level, options, directory, logs):
    """Return a row: {by_hand, pipeline: instructions}, {...: (MB, MB)}, times or None."""
    programs = build(cc, level, options, directory)
    if not logs["count"]:
        logs["count"] = [make(programs["by_hand"], n * LINES, directory.parent / f"{n}.log") for n in (1, 2)]
        logs["large"] = [make(programs["by_hand"], n * 1000000 // LINE, directory.parent / f"{n}MB.log")
                         for n in options.sizes]
    counts = {name: instructions(program, logs["count"]) for name, program in programs.items()}
    memory = {name: [] for name in BOTH}
    for log in logs["count"] + logs["large"]:
        results = {name: processed(program, log) for name, program in programs.items()}
        if results["by_hand"][0] != results["pipeline"][0]:
            sys.exit(f"{cc} {level}: the outputs of the pipeline and the hand-written loop differ")
        for name in BOTH:
            memory[name].append(results[name][1])
    return {"counts": counts, "memory": {name: tuple(peaks[2:]) for name, peaks in memory.items()},
            "times": None if options.no_time else times(programs, logs["large"][-1])}


def table(rows, versions, options):
    small, large = options.sizes
    timed = not options.no_time
    head = ["", "instructions a line by hand", "by the pipeline", "ratio"]
    head += ["CPU by hand", "ratio"] if timed else []
    head += ["memory by hand", "of the pipeline"]
    cpu = f"The CPU is that for a log of {large:,} MB. " if timed else ""
    lines = [f"{cpu}The memory is the peak for logs of {small:,} and {large:,} MB. CPU: {tables.cpu()}. Flags: "
             f"`{' '.join(FLAGS)}` and the level. Options of the program: `{' '.join(JOB)}`. Compilers: "
             + "; ".join(f"{cc}: {version}" for cc, version in versions.items()) + ".", "",
             "| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    for (cc, level), row in rows.items():
        by_hand, pipeline = (row["counts"][name] for name in BOTH)
        cells = [f"{cc} `{level}`", f"{by_hand:.1f}", f"{pipeline:.1f}", f"{pipeline / by_hand:.3f}"]
        cells += [f"{row['times'][0]:.2f} s", f"{row['times'][1]:.3f}×"] if timed else []
        cells += [f"{low:.1f}, {high:.1f} MB" for low, high in (row["memory"][name] for name in BOTH)]
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "Again: `bench/run logpipe --write FILE`."]
    return "\n".join(lines)


def over_the_bound(rows):
    """Yield a message for each pipeline that takes more instructions or memory than allowed."""
    for (cc, level), row in rows.items():
        by_hand, pipeline = (row["counts"][name] for name in BOTH)
        low, high = row["memory"]["pipeline"]
        if pipeline > MOST * by_hand:
            yield (f"{cc} {level}: the pipeline takes {pipeline:.1f} instructions a line, {by_hand:.1f} by hand: "
                   f"{pipeline / by_hand:.3f} times as many")
        if high > low + MORE_MEMORY:
            yield f"{cc} {level}: the pipeline takes {low} MB of memory for a log, and {high} MB for a larger one"


def main():
    parser = option_parser(__doc__)
    parser.add_argument("--no-time", action="store_true",
                        help="measure no times, and use smaller logs")
    parser.add_argument("--pessimise", action="store_true",
                        help="do not optimise the pipeline (with it --check has to fail)")
    options = parser.parse_args()
    options.sizes = (100, 200) if options.no_time else (100, 1000)

    if not shutil.which("valgrind"):
        print("SKIPPED: valgrind is not installed")
        return 0
    rows, versions, logs = {}, {}, {"count": None}
    with tempfile.TemporaryDirectory() as temporary:
        for cc in options.compilers:
            if not shutil.which(cc):
                print(f"SKIPPED: {cc} is not installed")
                continue
            versions[cc] = tables.version(cc)
            for level in LEVELS:
                directory = pathlib.Path(temporary) / f"{os.path.basename(cc)}{level}"
                directory.mkdir()
                rows[cc, level] = measure(cc, level, options, directory, logs)
    if not rows:
        return 0
    return report("logpipe", table(rows, versions, options), over_the_bound(rows), options)
