"""Functions that several benchmarks use."""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
sys.path.insert(0, str(ROOT / "tests" / "shared"))

import tables  # noqa: E402,F401

# The kinds of compiled loops, from worst to best: `called` if a call is left, `scalar` if it
# computes without vectors, `vector` if it computes with vectors, and `closed` if no loop is left
# because the compiler knows the sum.
RANKS = ["called", "scalar", "vector", "closed"]

# Arithmetic on whole registers. A lone pxor or movaps occurs in scalar code too.
VECTOR = re.compile(r"^\s+v?(p(add|sub|mul|mull|madd)(d|q|ld|udq|w)|(add|mul|max|min)p[sd]|pmaxsd|pcmpgtd)\s",
                    re.MULTILINE)


def option_parser(description):
    """Return a parser of the options that most benchmarks have."""
    parser = argparse.ArgumentParser(description=description,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("compilers", nargs="*", default=["clang-14", "clang-19", "gcc"])
    parser.add_argument("--write", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--include", type=pathlib.Path, default=ROOT, metavar="DIR",
                        help="the directory of the headers")
    return parser


def each_compiler(options, where):
    """Yield (C compiler, its C++ compiler, a new directory below `where`) for each compiler of the
    options that is installed."""
    for cc in options.compilers:
        cxx = cc.replace("clang", "clang++") if "clang" in cc else cc.replace("gcc", "g++")
        missing = [name for name in (cc, cxx) if not shutil.which(name)]
        if missing:
            print(f"SKIPPED: {' and '.join(missing)} not installed")
            continue
        directory = pathlib.Path(where, pathlib.Path(cc).name)
        directory.mkdir(parents=True, exist_ok=True)
        yield cc, cxx, directory


def run(*command):
    """Run a command and return its output."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def callgrind(directory, program, *arguments):
    """Run a program under callgrind and return the profile, with uncompressed names."""
    output = directory / "callgrind.out"
    run("valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", "--compress-strings=no",
        "--compress-pos=no", program, *arguments)
    return output.read_text()


def kind(assembly, function):
    """Return the kind of a function's loop. If it only calls or jumps to another
    function, use that one."""
    found = re.search(rf"^{function}:[^\n]*\n(.*?)^\s+\.size\t{function},", assembly, re.MULTILINE | re.DOTALL)
    if found is None:
        alias = re.search(rf"^\s+\.set\s+{function},\s*(\w+)", assembly, re.MULTILINE)
        if alias is None:
            sys.exit(f"{function} is not in the assembly")
        return kind(assembly, alias[1])
    text = found[1]
    lines = [line for line in text.split("\n") if re.match(r"\s+[a-z]", line)]
    onward = [m[1] for m in (re.match(r"\s+jmp\s+([A-Za-z]\w*)\b", line) for line in lines) if m]
    if onward and len(lines) <= 3:
        return kind(assembly, onward[0])
    if re.search(r"^\s+call\w*\s+(?!gen_report_\b)", text, re.MULTILINE):  # that never returns
        return "called"
    if VECTOR.search(text):
        return "vector"
    seen = set()
    for line in text.split("\n"):
        label = re.match(r"(\.\w+):", line)
        jump = re.match(r"\s+j\w+\s+(\.\w+)", line)
        if label:
            seen.add(label[1])
        elif jump and jump[1] in seen:
            return "scalar"
    return "closed"


def can_be_read(cc):
    """Return whether this script can read the assembly of a compiler, and print why not."""
    reason = None
    if not shutil.which(cc):
        reason = f"{cc} is not installed"
    elif not run(cc, "-dumpmachine").startswith("x86_64-"):
        reason = f"{cc} does not compile for x86-64, which this script needs"
    elif int(run(cc, "-dumpversion").split(".")[0]) < 12:
        reason = f"{cc} is older than the versions this script was tried with"
    if reason:
        print(f"SKIPPED: {reason}")
    return reason is None


def report(name, text, complaints, options, title="OVER THE BOUND"):
    """Print a table, write it with --write, and print the complaints with --check. Return the exit status."""
    print(text)
    if options.write:
        tables.write(options.write, name, text)
    if not options.check:
        return 0
    complaints = list(complaints)
    for line in complaints:
        print(f"{title}: {line}")
    return 1 if complaints else 0
