#!/usr/bin/env python3
"""Measure in which builds the local variables that a yield loses are found.

    measure.py [--only <compiler>]    exit 1 if docs/misuse.md says something else
    measure.py --write                rewrite its table
    measure.py --self-check           break gen.h in each way: it must be noticed

lost.c has 40 bodies that lose a local, and kept.c 40 that do not. Each is compiled alone by each compiler in
each mode. A body counts as found if the compiler warns or reports an error; an unexpected message is a
failure. It is also run, without optimisation: it counts as found if it does not yield the items in the comment
above it, or does not compile.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PAGE = ROOT / "docs" / "misuse.md"
BEGIN, END = "<!-- table:locals -->\n", "<!-- /table:locals -->\n"

COMPILERS = [["gcc", "-std=c99"], ["clang-14", "-std=c99"], ["clang-19", "-std=c99"],
             ["g++", "-x", "c++", "-std=c++11"], ["clang++-19", "-x", "c++", "-std=c++11"]]
POISON = "-DGEN_POISON=1000"
WARNINGS = ["-Wall", "-Wextra"]
MODES = {
    "no options": [[]],
    "`-O2`": [["-O2"]],
    "`-Wall -Wextra`": [WARNINGS],
    "`-Wall -Wextra -O2`": [[*WARNINGS, "-O2"]],
    "`GEN_LINT`": [["-DGEN_LINT"]],
    "`gen_lint`": None,
    "no options, run": None,
    "`GEN_POISON=1000`, run": None,
}
EXPECTED = re.compile(r"error_yield_inside_GEN_FOR|uninitialized|garbage|(jump|switch|goto).*(case label|initiali)|"
                      r"crosses init|jump bypasses|cannot jump|enters the scope|ignoring loop annotation")
MAIN = """
#include <stdio.h>
#include <string.h>
static int counter, ready;
int number(void) { return ++counter; }
int is_ready(void) { return ready++ %% 2; }
int twice(int value) { return 2 * value; }
int sum(const int *from, int count) {
    int i, total = 0;
    for (i = 0; i < count; i++) total += from[i];
    return total;
}
void fill(int *to, int count) {
    int i;
    for (i = 0; i < count; i++) to[i] = i + 1;
}
void spell(char *to) { memcpy(to, "abc", 4); }
int set(int *to, int value) { return *to = value; }
struct point point(int x, int y) {
    struct point at;
    at.x = x;
    at.y = y;
    return at;
}
void note(int value) { printf("%%d ", value); }

int main(void) {
    static struct %(first)s first[4];
    %(make)s
    gen_status status = GEN_PENDING;
    int i, item = 0, sent = 0;
    (void)sent;
    setbuf(stdout, NULL);
    first->n = 3;
    first->text = "abc";
    for (i = 0; i < 40; i++) {
        status = %(resume)s;
        sent += 10;
        if (status == GEN_YIELDED) printf("%%d ", item);
        if (status <= 0) break;
    }
    return status == GEN_DONE ? 0 : 1;
}
"""


class Body:
    def __init__(self, match):
        self.items, self.source, self.kind, self.name = match[1].split(), match[2], match[3], match[4]

    def text(self, runs):
        text = '#include "corpus.h"\n' + self.source
        if not runs:  # a generator that nobody uses would not be compiled
            return text + (f"gen_status use(struct {self.name} *g, int *item);\n"
                           f"gen_status use(struct {self.name} *g, int *item) {{\n"
                           f"    return {self.name}_next(g, item);\n}}\n")
        resume = f"{self.name}_next(first, &item)"
        first, make = self.name, ""
        if self.kind == "RECEIVER":
            resume = f"{self.name}_send(first, i ? &sent : NULL, &item)"
        if self.kind == "RECURSIVE":
            first, resume = f"{self.name}_frame", f"{self.name}_next(&g, &item)"
            make = f"static struct {self.name} g; g.frames = first; g.capacity = 4;"
        return text + MAIN % {"first": first, "make": make, "resume": resume}


def bodies(name):
    pattern = re.compile(r"^/\* ([-\d ]+) \*/\n((BODY|RECEIVER|RECURSIVE)\((\w+)\) \{\n.*?^}\n)", re.S | re.M)
    found = [Body(match) for match in pattern.finditer((HERE / name).read_text())]
    assert len(found) == len({body.name for body in found}) == 40, f"{name}: {len(found)} bodies"
    return found


def lint_options():
    """Return what gen_lint adds to the options of clang's analyser."""
    text = (ROOT / "cmake" / "gen-lint.cmake").read_text()
    options = text[text.index("PRIVATE\n      --analyze"):].split(")")[0].replace("PRIVATE", "")
    return ["-DGEN_LINT", *re.sub(r'"SHELL:([^"]*)"', r"\1", options).split()]


def modes(compiler):
    analysis = [lint_options()] if "clang" in compiler[0] else []
    return {**MODES, "`gen_lint`": [["-DGEN_LINT"], *analysis]}


def command(arguments, work, seconds=60):
    return subprocess.run(arguments, cwd=work, text=True, errors="replace", timeout=seconds,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, "LC_ALL": "C"})


def compiled(compiler, options, body, work, runs=False, headers=ROOT):
    suffix = f"{body.name}-{abs(hash((*compiler, *options, runs)))}"
    source, program = pathlib.Path(work, suffix + ".c"), pathlib.Path(work, suffix)
    source.write_text(body.text(runs))
    result = command([*compiler, *options, f"-I{headers}", f"-I{HERE}", str(source), *([] if runs else ["-c"]),
                      "-o", str(program)], work)
    return result, program


def is_reported(compiler, options, body, work, headers=ROOT):
    result, _ = compiled(compiler, options, body, work, headers=headers)
    messages = re.findall(r"(?:warning|error): (.*)", result.stdout)
    for message in messages:
        if not EXPECTED.search(message) and "warnings being treated" not in message:
            sys.exit(f"{' '.join(compiler + options)}: {body.name}: unexpected: {message}")
    return any("annotation" not in message and "being treated" not in message for message in messages)


def is_wrong(compiler, options, body, work, headers=ROOT):
    """Return whether the compiler refuses the body even without its warnings, or the body yields other items,
    ends with an error, or does not end."""
    result, program = compiled(compiler, ["-w", "-O0", *options], body, work, True, headers)
    if result.returncode != 0:
        if not EXPECTED.search(result.stdout):
            sys.exit(f"{' '.join(compiler)}: {body.name} does not compile:\n{result.stdout}")
        return True
    try:
        result = command([str(program)], work, 5)
    except subprocess.TimeoutExpired:
        return True
    return result.returncode != 0 or result.stdout.split() != body.items


def measure(compilers):
    """Return {(compiler, mode): (names of lost.c found, names of kept.c reported)}."""
    results = {}
    with tempfile.TemporaryDirectory() as work, concurrent.futures.ThreadPoolExecutor(2) as pool:
        for compiler in compilers:
            for mode, builds in modes(compiler).items():
                def found(body):
                    if builds is None:
                        return is_wrong(compiler, [POISON] * ("POISON" in mode), body, work)
                    return any(is_reported(compiler, options, body, work) for options in builds)
                results[compiler[0], mode] = tuple(
                    [body.name for body, is_found in zip(all_, pool.map(found, all_)) if is_found]
                    for all_ in (bodies("lost.c"), bodies("kept.c")))
    return results


def table(results):
    lines = ["| | " + " | ".join(compiler[0] for compiler in COMPILERS) + " |",
             "|---" + "|---:" * len(COMPILERS) + "|"]
    for mode in MODES:
        cells = []
        for compiler in COMPILERS:
            lost, kept = results[compiler[0], mode]
            cells.append(f"{len(lost)}" + (f" ({len(kept)})" if kept else ""))
        lines.append(f"| {mode} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def old_counts(text):
    """Return {(compiler, mode): (found, reported)} of a table."""
    counts = {}
    for line in text.splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for compiler, cell in zip(COMPILERS, cells[1:]):
            match = re.fullmatch(r"(\d+)(?: \((\d+)\))?", cell)
            counts[compiler[0], cells[0]] = (int(match[1]), int(match[2] or 0))
    return counts


def complaints(results, shown):
    """Return what differs from the table that is shown, and what GEN_LINT must find in any case."""
    said, old = [], old_counts(shown)
    for key, (lost, kept) in results.items():
        missed = sorted({body.name for body in bodies("lost.c")} - set(lost))
        if key[1] == "`gen_lint`" and "++" not in key[0] and (missed or kept):
            said.append(f"{key[0]}, gen_lint: misses {missed}, false alarms {kept}")
        if old.get(key) != (len(lost), len(kept)):
            said.append(f"{key[0]}, {key[1]}: found, and false alarms: {len(lost)}, {len(kept)}, and not "
                        f"{old.get(key)} as in docs/misuse.md; misses {missed}, false alarms {kept}")
    return said


def self_check():
    """Remove each mechanism from gen.h: a body that only it finds must be missed."""
    gcc, clang = COMPILERS[0], COMPILERS[1]
    analysis = lint_options()
    faults = [
        (r"(#define GEN_CUT_) error_.*", r"\1", gcc, ["-DGEN_LINT", "-O2"], "for_counter"),
        (r'__optimize__\("O1"\)', "__unused__", gcc, ["-DGEN_LINT"], "outer_counter"),
        (r"(?s)(\n#define GEN_LINT_\(name\)) .*?\n#else", r"\1\n#else", clang, analysis, "filled_array"),
        (r"(\n#define GEN_CHECKS_ .*)GEN_CHECK_READS_", r"\1", gcc, ["-DGEN_LINT"], "while_counter"),
        (r"\nGEN_CHECK_READS_\n", r"\n", gcc, ["-DGEN_LINT"], "only_read_in_a_loop"),
        (r"(#define GEN_POISON_) gen_poison_.*", r"\1", gcc, [POISON], "while_counter"),
    ]
    lost = {body.name: body for body in bodies("lost.c")}
    text = (ROOT / "gen.h").read_text()
    for pattern, repl, compiler, options, name in faults:
        with tempfile.TemporaryDirectory() as work:
            broken = re.sub(pattern, repl, text)
            assert broken != text, f"gen.h has no {pattern}"
            shutil.copy(ROOT / "gen_stack.h", work)
            finds = is_wrong if POISON in options else is_reported
            if not finds(compiler, options, lost[name], work):
                sys.exit(f"{compiler[0]} {' '.join(options)} does not find {name}")
            pathlib.Path(work, "gen.h").write_text(broken)
            if finds(compiler, options, lost[name], work, headers=work):
                sys.exit(f"{name} is still found without {pattern}")
    print(f"{len(faults)} faults are noticed")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--self-check", action="store_true")
    arguments.add_argument("--only")
    arguments = arguments.parse_args()
    if arguments.self_check:
        return self_check()
    results = measure([compiler for compiler in COMPILERS if arguments.only in (None, compiler[0])])
    for key, (lost, kept) in results.items():
        print(f"{key[0]:10} {key[1]:22} found {len(lost)}, false alarms {len(kept)} {' '.join(kept)}")
        print("    misses:", *sorted({body.name for body in bodies("lost.c")} - set(lost)))
    text = PAGE.read_text()
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    if arguments.write:
        PAGE.write_text(text[:begin] + table(results) + text[end:])
    else:
        said = complaints(results, text[begin:end])
        if said:
            sys.exit("\n".join([*said, "measure.py --write rewrites the table"]))


if __name__ == "__main__":
    main()
