"""Shared by the differential tests: compilers, batches of programs, reports, the self-check.

A test consists of a Suite and a main of two lines. Its programs have a `seed`, a `trace` made by
CPython, and the methods python(), c() and c_call(), which return the source in Python, the source
in C, and the call that runs the program in C.
"""

import argparse
import collections
import concurrent.futures
import gc
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "shared"))

from faults import ROOT as DEFAULT_HEADER_DIR  # noqa: E402
from faults import Unusable, family, mutate_family  # noqa: E402


class Suite:
    """The part that is particular to one test."""

    script = ""  # the script's file, as the user knows it
    header = ""  # the header under test
    harness = ""  # the file that the C sources include
    programs = "programs"  # the name of its programs, and the option that sets their number
    description = ""
    warnings = []  # options in addition to WARNINGS
    batch = 50  # programs in a C file
    check_programs = 500  # programs of the self-check
    check_batch = 15  # the most in a batch of it, smaller than `batch`

    def add_arguments(self, parser):
        """Add the test's own options."""

    def flags(self, options):
        """Return those options that a program depends on, for the command that runs it again."""
        return ""

    def make(self, seeds, options):
        """Return programs with the traces that CPython makes of them."""
        raise NotImplementedError

    def mutations(self, options):
        """Return the faults of the self-check: (title, replacements for mutate_family), and optionally the
        flags that the compiler needs to show the fault."""
        raise NotImplementedError

    def headers(self, options):
        """Return {file: text} of the header under test and the headers that belong to it."""
        texts = {}
        for name in family(self.header, options.header_dir):
            with open(os.path.join(options.header_dir, name)) as file:
                texts[name] = file.read()
        return texts

    def check(self, options):
        """Raise Unusable if the header does not fit the test."""

    def summary(self):
        """Return a last line about all programs, or nothing."""
        return ""

    def c_source(self, programs):
        """Return one C file that runs the programs in turn."""
        return "\n".join(['#include "%s"' % self.harness, ""]
                         + [program.c() for program in programs] + ["int main(void) {"]
                         + ["    " + program.c_call() for program in programs]
                         + ["    return 0;", "}", ""])


# ---- Running in C -------------------------------------------------------------------------------

WARNINGS = ["-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror"]
RUN_SECONDS = 10  # a batch takes milliseconds; longer is an endless loop


class CompileError(Exception):
    """The compiler rejected a generated program; the text is its output."""


class Compiler:
    """A command line that compiles and links, with those warnings that the compiler knows."""

    def __init__(self, suite, command, header_dirs, work_dir):
        self.suite = suite
        # A path with spaces is a command too.
        self.command = [command] if shutil.which(command) else shlex.split(command)
        self.work_dir = work_dir
        self.include = [part for directory in header_dirs + [HERE] for part in ("-I", directory)]
        self.warnings = WARNINGS + suite.warnings
        if not self.command or shutil.which(self.command[0]) is None:
            raise Unusable("there is no compiler %r" % command)
        empty = os.path.join(work_dir, "empty.c")
        with open(empty, "w") as file:
            file.write("int main(void) { return 0; }\n")
        if self.call(empty, os.path.join(work_dir, "empty")).returncode != 0:
            self.warnings = []
            if self.call(empty, os.path.join(work_dir, "empty")).returncode != 0:
                raise Unusable("%r does not compile an empty program" % command)

    def call(self, source, binary):
        return subprocess.run(self.command + self.warnings + self.include + ["-o", binary, source],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              universal_newlines=True, errors="replace")

    def build(self, programs):
        """Compile programs into one binary, and return its path."""
        name = os.path.join(self.work_dir, "programs-%d-%d" % (programs[0].seed, len(programs)))
        with open(name + ".c", "w") as file:
            file.write(self.suite.c_source(programs))
        compiled = self.call(name + ".c", name)
        os.remove(name + ".c")
        if compiled.returncode != 0:
            raise CompileError(compiled.stdout)
        return name


def run_binary(binary):
    """Run a binary. Return {seed: list of lines} of the programs that it reached."""
    with subprocess.Popen([binary], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            output, _ = process.communicate(timeout=RUN_SECONDS)
            end = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            end = "timeout"
    lines = output.decode("ascii", "replace").splitlines()
    if end == "timeout":
        lines.append("(stopped here after %d s)" % RUN_SECONDS)
    elif end < 0:
        lines.append("(killed here by %s)" % signal.Signals(-end).name)
    elif end > 0:
        lines.append("(ended here with status %d)" % end)
    traces = {}
    current = []
    for line in lines:
        if line.startswith("program "):
            current = traces[int(line.split()[1])] = []
        else:
            current.append(line)
    return traces


Difference = collections.namedtuple("Difference", "program c_trace message")
DIFFER = "the traces differ"


def compare(compiler, programs):
    """Return the first Difference between the Python and the C traces of the programs, or None."""
    try:
        binary = compiler.build(programs)
    except CompileError as refused:
        # Find the program at fault.
        for program in programs if len(programs) > 1 else []:
            difference = compare(compiler, [program])
            if difference is not None:
                return difference
        return Difference(programs[0], [], "the C source does not compile:\n%s" % refused)
    traces = run_binary(binary)
    os.remove(binary)
    for program in programs:
        if traces.get(program.seed, []) != program.trace:
            return Difference(program, traces.get(program.seed, []), DIFFER)
    return None


# ---- Reporting ----------------------------------------------------------------------------------


def first_difference(python_trace, c_trace, before=12, after=4):
    """Return the lines around the first difference."""
    at = 0
    while at < min(len(python_trace), len(c_trace)) and python_trace[at] == c_trace[at]:
        at += 1
    lines = ["         " + line for line in python_trace[max(at - before, 0):at]]
    for name, trace in (("Python", python_trace), ("C", c_trace)):
        part = trace[at:at + after] or ["(nothing more)"]
        lines += ["%-6s | %s" % (name, line) for line in part]
    return "\n".join(lines)


def report(suite, difference, options):
    program = difference.program
    rule = "-" * 78
    print(rule)
    print("%s %d: %s" % (suite.programs[:-1], program.seed, difference.message))
    print(rule)
    print(program.python())
    print(rule)
    print(suite.c_source([program]))
    print(rule)
    if difference.message == DIFFER:
        print(first_difference(program.trace, difference.c_trace))
        print(rule)
    print("to run only this one: %s" % rerun_command(suite, program.seed, options))


def rerun_command(suite, seed, options):
    return "python3 %s --cc %s --seed %d --%s 1%s%s" % (
        shlex.quote(sys.argv[0]), shlex.quote(options.cc), seed, suite.programs,
        suite.flags(options),
        "" if options.header_dir == DEFAULT_HEADER_DIR
        else " --header-dir " + shlex.quote(options.header_dir))


def keep(suite, directory, program):
    """Write everything about a program, for a reader or a debugger."""
    os.makedirs(directory, exist_ok=True)
    for ending, text in ((".py", program.python()), (".c", suite.c_source([program])),
                         (".trace", "\n".join(program.trace) + "\n")):
        name = "%s-%d%s" % (suite.programs[:-1], program.seed, ending)
        with open(os.path.join(directory, name), "w") as file:
            file.write(text)


# ---- The test -----------------------------------------------------------------------------------


class Tally:
    """A count of the programs run so far."""

    def __init__(self, suite):
        self.suite = suite
        self.start = time.time()
        self.programs = 0
        self.lines = 0

    def add(self, programs):
        self.programs += len(programs)
        self.lines += sum(len(program.trace) for program in programs)

    def seconds(self):
        return time.time() - self.start

    def __str__(self):
        return ("%d %s, %d trace lines, %.0f s"
                % (self.programs, self.suite.programs, self.lines, self.seconds()))


def batches(options, size):
    """Yield ranges of seeds: as many seeds as requested, or new ones until the time is over."""
    seed = options.seed
    if options.seconds is None:
        end = seed + options.programs
        while seed < end:
            yield range(seed, min(seed + size, end))
            seed += size
    else:
        end = time.time() + options.seconds
        while time.time() < end:
            yield range(seed, seed + size)
            seed += size


def run_test(suite, options, work_dir):
    """Compare programs until one differs. Return the exit status."""
    compiler = Compiler(suite, options.cc, [options.header_dir], work_dir)
    print("%s in %s, compiled with %s" % (suite.header, options.header_dir,
                                          " ".join(compiler.command + compiler.warnings)))
    print("CPython %s, seeds from %d%s"
          % (sys.version.split()[0], options.seed,
             "; set GEN_SEED=%d to repeat" % options.seed if options.daily else ""), flush=True)
    tally = Tally(suite)
    reported = 0.0
    waiting = collections.deque()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:

        def settle():
            programs, result = waiting.popleft()
            difference = result.result()
            if difference is None:
                tally.add(programs)
            return difference

        difference = None
        for seeds in batches(options, suite.batch):
            programs = suite.make(seeds, options)
            for program in programs if options.keep else []:
                keep(suite, options.keep, program)
            waiting.append((programs, pool.submit(compare, compiler, programs)))
            # Queue one batch more than there are compilers, so that none of them waits for Python.
            if len(waiting) > options.jobs:
                difference = settle()
            if difference is not None:
                break
            if options.seconds is not None and tally.seconds() - reported >= 60:
                reported = tally.seconds()
                print("so far: %s" % tally, flush=True)
        while waiting and difference is None:
            difference = settle()
        # Results are taken in the order of the seeds, so a run always reports the same difference.
        for _, result in waiting:
            result.cancel()
    if difference is not None:
        report(suite, difference, options)
        print("DIFFERENT after: %s" % tally)
        return 1
    if suite.summary():
        print(suite.summary())
    print("same: %s" % tally)
    return 0


# ---- The check of the test itself ---------------------------------------------------------------


def run_self_check(suite, options, work_dir):
    """Check that the test finds faults in a header. Return the exit status."""
    intact = suite.headers(options)
    mutants = [(title, mutate_family(intact, replacements), "".join(flags), replacements)
               for title, replacements, *flags in suite.mutations(options)]
    seeds = range(options.seed, options.seed + suite.check_programs)
    programs = [program for start in range(0, len(seeds), suite.check_batch)
                for program in suite.make(seeds[start:start + suite.check_batch], options)]
    sources = [program.c() for program in programs]

    def concerned(replacements):
        """Return the programs to compile: where only macros are mutated, those that name one, if
        any do."""
        macros = [macro for *macro, _, _ in replacements]
        if not macros or [] in macros:
            return programs
        # ITER_CHAIN_PART_ is a part of ITER_CHAIN
        named = re.compile(r"\b(%s)\(" % "|".join(re.sub(r"_[A-Z]+_$", "", name) for [name] in macros))
        return [program for program, source in zip(programs, sources)
                if named.search(source)] or programs

    def check(job):
        number, (title, texts, flags, replacements) = job
        directory = os.path.join(work_dir, "mutant-%d" % number)
        os.mkdir(directory)
        for name, text in texts.items():
            with open(os.path.join(directory, name), "w") as file:
                file.write(text)
        compiler = Compiler(suite, options.cc + flags, [directory, options.header_dir], directory)
        tried = concerned(replacements)
        # The first few programs show most mutations, so the first batches are small.
        start, size = 0, max(suite.check_batch // 8, 1)
        while start < len(tried):
            difference = compare(compiler, tried[start:start + size])
            if difference is not None:
                return difference
            start, size = start + size, min(2 * size, suite.check_batch)
        return None

    caught = 0
    shown = {}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for mutant, difference in zip(mutants, pool.map(check, enumerate(mutants))):
            differs = difference is not None and difference.message == DIFFER
            if differs:
                caught += 1
                shown[difference.program.seed] = difference.program
                verdict = "%s %d differs\n%s" % (
                    suite.programs[:-1], difference.program.seed, first_difference(
                        difference.program.trace, difference.c_trace, 3, 1))
            else:
                verdict = ("no difference in %d %s" % (suite.check_programs, suite.programs)
                           if difference is None else difference.message)
            print("%s %s: %s" % ("ok  " if differs else "FAIL", mutant[0], verdict), flush=True)
    # With the header as it is, the programs that show a mutation do not differ.
    compiler = Compiler(suite, options.cc, [options.header_dir], work_dir)
    rest = list(shown.values())
    difference = None
    while rest and difference is None:
        difference = compare(compiler, rest[:suite.check_batch])
        del rest[:suite.check_batch]
    sound = difference is None
    if not sound:
        print("FAIL the intact header: %s %d: %s"
              % (suite.programs[:-1], difference.program.seed, difference.message))
    print("%d of %d mutations caught; the header as it is %s"
          % (caught, len(mutants), "passes" if sound else "fails"))
    return 0 if sound and caught == len(mutants) else 1


# ---- The command line ---------------------------------------------------------------------------


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Unusable(message)


def parse(suite, arguments):
    parser = Parser(description=suite.description,
                    epilog="Exit status: 0 no difference, 1 a difference, 2 the test cannot run.")
    parser.add_argument("--cc", required=True, metavar="COMMAND",
                        help='the C compiler with its flags, as in --cc "gcc -O1"')
    parser.add_argument("--" + suite.programs, dest="programs", type=int, default=1000, metavar="N",
                        help="the number of %s (default 1000)" % suite.programs)
    parser.add_argument("--seed", type=int, metavar="N",
                        help="the seed of the first %s; the next has the next number"
                        " (default 1, with --seconds from the clock)" % suite.programs[:-1])
    parser.add_argument("--daily", action="store_true",
                        help="start with a seed of the day, or with the one in $GEN_SEED")
    suite.add_arguments(parser)
    parser.add_argument("--seconds", type=float, metavar="S",
                        help="soak: run new %s for S seconds, and ignore --%s"
                        % (suite.programs, suite.programs))
    parser.add_argument("--jobs", type=int, default=2, metavar="N",
                        help="compilers that run at once (default 2)")
    parser.add_argument("--header-dir", default=DEFAULT_HEADER_DIR, metavar="DIR",
                        help="the directory of %s (default: this project's)" % suite.header)
    parser.add_argument("-k", "--keep", metavar="DIR",
                        help="write each %s's sources and Python's trace to DIR"
                        % suite.programs[:-1])
    parser.add_argument("--self-check", action="store_true",
                        help="break copies of %s in known ways; each must be noticed"
                        % suite.header)
    options = parser.parse_args(arguments)
    if options.daily:
        options.seed = int(os.environ.get("GEN_SEED") or int(time.time()) // 86400 * 1000)
    if options.seed is None:
        # Any seed is good for a soak, but it has to fit in a C int.
        options.seed = 1 if options.seconds is None else int(time.time()) % 1000000 * 1000
    if not 0 <= options.seed <= 2000000000:
        raise Unusable("--seed must be between 0 and 2000000000")
    if options.programs < 1:
        raise Unusable("--%s must be 1 or more" % suite.programs)
    if options.jobs < 1:
        raise Unusable("--jobs must be 1 or more")
    if not os.path.isfile(os.path.join(options.header_dir, suite.header)):
        raise Unusable("there is no %s in %s" % (suite.header, options.header_dir))
    return options


def main(suite):
    """Run the test, and return the exit status."""
    try:
        options = parse(suite, sys.argv[1:])
        suite.check(options)
        # A cycle collection in the middle of a program would only cost time.
        gc.disable()
        with tempfile.TemporaryDirectory(prefix="gen-differential-") as work_dir:
            return (run_self_check if options.self_check else run_test)(suite, options, work_dir)
    except Unusable as reason:
        print("%s: %s" % (suite.script, reason), file=sys.stderr)
        return 2
