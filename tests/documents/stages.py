#!/usr/bin/env python3
"""Check that docs/itertools.md says what the stages of itertools.h and its companions do.

Each table of the page has a row for each macro. Its example consists of code spans: definitions at
file scope (`ITER_PAIRWISE(pairs, ints)`), statements, which end in `;`, and an expression that
makes an iterator or calls a terminal; then an arrow and the output. This script makes one C program
of all examples, runs it, and compares

- the output with the span after the arrow;
- the number of items that each pull takes from the array upstream with the column `pulls`;
- the size of the struct that the macro defines, without the iterators that it owns, with the
  column `bytes`: on this machine if its pointers have 64 bits, and on x86 with 32;
- the macros of the page with those of the headers, their arguments, and the header that each row names.

    tests/documents/stages.py                  exit 1 if something differs
    tests/documents/stages.py --write          put outputs, pulls and sizes into the page
    tests/documents/stages.py --self-check     make the page wrong in each way: it must be noticed
"""

import argparse
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests" / "shared"))

import faults  # noqa: E402

FLAGS = ["-Wall", "-Wextra", "-Wconversion", "-Werror"]

# How to print an item, by the members that the page says it has.
KINDS = {
    "first, second": "show_pair",
    "first, second, has_first, has_second": "show_joined",
    "first, second, third": "show_triple",
    "index, value": "show_indexed",
    "count, mean, squares": "show_mean",
    "value, count": "show_run",
    "value, is_first, is_last": "show_marked",
    "data, length": "show_view",
}

# How to print what a terminal has set, by the variables of tests/documents/stages.h.
RESULTS = {name: f"show({name})" for name in ("item", "other", "any", "total", "count", "length")}
RESULTS["array"] = "for (size_t i = 0; i < length; i++) show(array[i])"

# The members that are iterators it owns.
OWNED = re.compile(r"from\d*|left|right|bytes|to")

# Macros that define no struct of their own, but allow another struct.
NO_STRUCT = ["ITER_DYN_OF"]

MOST_ITEMS = 8  # printed of an iterator without end


class Wrong(Exception):
    """The page cannot be read, or its program does not compile."""


# ---- The page ------------------------------------------------------------------------------------


def arguments(call):
    """Return the arguments of `f(a, g(b, c))` at the top level."""
    found, depth, quoted = [""], 0, False
    for before, c in zip(" " + call[call.index("("):], call[call.index("("):]):
        quoted ^= c == '"' and before != "\\"
        depth += 0 if quoted else (c in "({[") - (c in ")}]")
        if depth == 0:
            break
        if c == "," and depth == 1 and not quoted:
            found.append("")
        elif not (c == "(" and depth == 1 and found == [""]):
            found[-1] += c
    return [word.strip() for word in found if word.strip()]


def spans(cell):
    return re.findall(r"`([^`]+)`", cell)


class Example:
    def __init__(self, statements, expression, output):
        self.statements, self.expression, self.output = statements, expression, output


class Row:
    """A line of a table, and its columns."""

    def __init__(self, number, header, cells):
        self.number, self.header, self.cells = number, header, cells
        signature = spans(cells[0])
        if len(signature) != 1:
            raise Wrong(f"line {number}: the first column should have one macro")
        self.signature = signature[0]
        self.macro = self.signature.split("(")[0]
        self.file = (re.findall(r" in (\w+\.h)$", cells[0]) or ["itertools.h"])[0]
        self.made = spans(self.cell("made by")) or spans(self.cell("called"))
        found = [KINDS[members] for members in re.findall(r"`\{([^}]*)\}`", self.cell("items"))]
        self.show = (found or ["show"])[0]
        self.read_example()

    def cell(self, column):
        return self.cells[self.header.index(column)] if column in self.header else ""

    def set_cell(self, column, text):
        self.cells[self.header.index(column)] = text

    def read_example(self):
        self.definitions, self.examples, statements, expression, arrow = [], [], [], None, False
        for span, sign in re.findall(r"`([^`]+)`|(→)", self.cell("example")):
            if sign:
                arrow = True
            elif arrow:
                self.examples.append(Example(statements, expression, span))
                statements, expression, arrow = [], None, False
            elif span.endswith(";") or span.endswith("}"):
                statements.append(span)
            elif span.startswith("ITER_"):
                self.definitions.append(span)
            else:
                expression = span
        if arrow or not self.examples:
            raise Wrong(f"line {self.number}: the example of {self.macro} has no `→` and output")

    def definition(self):
        """Return the arguments of the macro of this row in the example, or None."""
        for definition in self.definitions:
            if re.match(rf"{self.macro}\b", definition):
                return arguments(definition)
        return None

    def defined(self):
        """Return the struct that the macro of this row defines in the example, or None."""
        found = self.definition()
        return found[0] if found else None

    def member(self, field):
        """Return the member that is the iterator `field`: the only one is called like it."""
        return self.definition()[1] if field in ("from", "bytes") else field + "_"

    def sized(self):
        return "bytes" in self.header and self.macro not in NO_STRUCT

    def text(self):
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in self.cells) + " |"


def cells_of(line):
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def read_rows(text):
    """Return the rows of the tables whose first column is `macro`."""
    rows, header = [], None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("|"):
            header = None
        elif header is None:
            header = cells_of(line)
        elif header[0] == "macro" and not line.startswith("|---"):
            cells = cells_of(line)
            if len(cells) != len(header):
                raise Wrong(f"line {number}: {len(cells)} columns under a head of {len(header)}")
            rows.append(Row(number, header, cells))
    return rows


# ---- The header ----------------------------------------------------------------------------------


def read_headers(include):
    """Return {file: text} of itertools.h and its companions."""
    return {name: (include / name).read_text() for name in faults.family("itertools.h", include)}


def public_macros(header):
    """Return {name: its parameters}. Names that end in _ are private."""
    found = re.findall(r"^\s*#\s*define\s+(ITER_\w+)\(([^)]*)\)", header.replace("\\\n", ""), re.MULTILINE)
    return {name: [word.strip() for word in words.split(",")] for name, words in found if name[-1] != "_"}


def compare_macros(rows, headers):
    macros = {name: words for text in headers.values() for name, words in public_macros(text).items()}
    named = [row.macro for row in rows]
    for name in macros:
        if name not in named:
            yield f"{name} has no row"
    for row in rows:
        if named.count(row.macro) > 1:
            yield f"line {row.number}: {row.macro} has more than one row"
        if row.macro not in macros:
            yield f"line {row.number}: there is no {row.macro}"
            continue
        if row.macro not in public_macros(headers.get(row.file, "")):
            yield f"line {row.number}: {row.macro} is not in {row.file}"
        has, wants = len(arguments(row.signature)), macros[row.macro]
        if has < len(wants) or (has > len(wants) and wants[-1] != "..."):
            yield f"line {row.number}: {row.signature} is not {row.macro}({', '.join(wants)})"


# ---- The program ---------------------------------------------------------------------------------


def example_function(index, example, rows):
    """Return an example in C. It prints one line, or how much each pull took."""
    lines = [f"static void example_{index}(void) {{", "    begin();", *example.statements]
    if example.expression:
        name = example.expression.split("(")[0]
        struct, show, made = name, "show", []  # name_of(...) makes a struct name too
        for row in rows:
            for text in row.definitions:
                defined = arguments(text)[0]
                if re.fullmatch(rf"{defined}(_of(_\w+)?)?", name) and row.macro == text.split("(")[0]:
                    struct, show, made = defined, row.show, row.made
        if made and re.match(r"\w+\(&(from|left)\b", made[0]):
            lines += [f"    show_status({example.expression});", "    TELL_PULLS(0);"]
            for argument in arguments(example.expression):
                if argument.lstrip("&") in RESULTS:
                    lines.append(f"    {RESULTS[argument.lstrip('&')]};")
        else:
            lines += [f"    struct {struct} made = {example.expression};", f"    TELL({struct}, made, {show})"]
    return "\n".join(lines + ["}"])


PRELUDE = """#include "stages.h"
#if __STDC_HOSTED__
#include <string.h>
#ifdef COUNT_PULLS
#define TELL_PULLS(at_end) \\
    (pulled || !(at_end) ? (void)sprintf(pulls + strlen(pulls), (at_end) ? " (%d)" : " %d", pulled) : (void)0, \\
     pulled = 0)
#else
#define TELL_PULLS(at_end) ((void)0)
#endif
static char pulls[400];
#define TELL(name, from, show_it) \\
    int items = 0; \\
    gen_status status; \\
    name##_item x; \\
    memset(&x, 0, sizeof x); /* gcc cannot see that a pull sets it */ \\
    while ((status = name##_next(&from, &x)) == GEN_YIELDED || status == GEN_PENDING) { \\
        if (status == GEN_PENDING) { \\
            show_status(status); \\
            continue; \\
        } \\
        if (items++ == MOST_ITEMS) { \\
            printf(" ..."); \\
            return; \\
        } \\
        show_it(x); \\
        TELL_PULLS(0); \\
    } \\
    TELL_PULLS(1); \\
    if (status != GEN_DONE || items == 0) show_status(status);
#endif
"""


def program(rows):
    lines = [PRELUDE.replace("MOST_ITEMS", str(MOST_ITEMS))]
    for row in rows:
        lines += row.definitions
    for row in rows:
        if row.sized():
            name = row.defined()
            if name is None:
                raise Wrong(f"line {row.number}: the example does not define a {row.macro}")
            owned = [field for field in arguments(row.made[0]) if OWNED.fullmatch(field)]
            size = "".join(f" - sizeof ((struct {name} *)0)->{row.member(field)}" for field in owned)
            lines.append(f"extern const unsigned size_{name};")
            lines.append(f"const unsigned size_{name} = (unsigned)(sizeof(struct {name}){size});")
    lines.append("#if __STDC_HOSTED__")
    calls = []
    for row in rows:
        for number, example in enumerate(row.examples):
            index = f"{row.number}_{number}"
            lines.append(example_function(index, example, rows))
            calls.append(f'    printf("{index} out"); pulls[0] = 0; example_{index}(); '
                         f'printf("\\n{index} pulls%s\\n", pulls);')
        if row.sized():
            calls.append(f'    printf("{row.number} size %u\\n", size_{row.defined()});')
    lines += ["int main(void) {", '    printf("pointer size %u\\n", (unsigned)sizeof(void *));', *calls,
              "    return 0;", "}", "#endif", ""]
    return "\n".join(lines)


def run(*command, cwd):
    return subprocess.run([str(word) for word in command], cwd=cwd, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, universal_newlines=True)


def compile_with(options, directory, source, *flags):
    done = run(*options.cc, *FLAGS, f"-I{options.include.resolve()}", f"-I{ROOT / 'tests/documents'}", *flags, source,
               cwd=directory)
    if done.returncode != 0:
        raise Wrong(f"The examples do not compile:\n{done.stdout[:4000]}")


def answers(options, directory, source, *flags):
    """Run a program. Return {(row or example, "out" | "pulls" | "size"): text}."""
    program_file = directory / "stages"
    compile_with(options, directory, source, *flags, "-o", program_file)
    done = run(program_file, cwd=directory)
    if done.returncode != 0:
        raise Wrong(f"The program of the examples ended with {done.returncode}:\n{done.stdout[-2000:]}")
    found = re.findall(r"^(\w+) (out|pulls|size)(.*)$", done.stdout, re.MULTILINE)
    return {(where, what): text.strip() for where, what, text in found}


def sizes_32(options, directory, source, rows):
    """Return {row: bytes} from the assembly for x86 with 32-bit pointers, or None on other
    machines."""
    machine = run(*options.cc, "-dumpmachine", cwd=directory).stdout.strip()
    if not re.match(r"(x86_64|i\d86)-", machine):
        return None
    assembly = directory / "stages.s"
    compile_with(options, directory, source, "-m32", "-ffreestanding", "-Wno-unused", "-S", "-o", assembly)
    text = assembly.read_text()
    found = dict(re.findall(r"^_?size_(\w+):\n\s+\.(?:long|int)\s+(\d+)", text, re.MULTILINE))
    found.update((name, "0") for name in re.findall(r"^_?size_(\w+):\n\s+\.zero", text, re.MULTILINE))
    return {row.number: found[row.defined()] for row in rows if row.sized()}


def find_out(rows, options, directory):
    """Run the examples, and set the true values of each row: `true_outputs`, `true_pulls`,
    `true_sizes`."""
    (directory / "words.txt").write_bytes(b"one\ntwo\nsixteen letters!\n")
    (directory / "ten.txt").write_bytes(b"0123456789")
    (directory / "table.csv").write_bytes(b'1,"a,b"\n2,"""c"""\n')
    source = directory / "stages.c"
    source.write_text(program(rows))
    plain = answers(options, directory, source)
    counted = answers(options, directory, source, "-DCOUNT_PULLS")
    small = sizes_32(options, directory, source, rows)
    large = plain["pointer", "size"] == "8"
    for row in rows:
        names = [f"{row.number}_{number}" for number in range(len(row.examples))]
        row.true_outputs = [plain[name, "out"] for name in names]
        row.true_pulls = counted[names[0], "pulls"]
        row.true_sizes = None
        if row.sized():
            row.true_sizes = [plain[str(row.number), "size"] if large else None,
                              small[row.number] if small else None]
        for name in names:
            if plain[name, "out"] != counted[name, "out"]:
                raise Wrong(f"line {row.number}: its output differs when pulls are counted:\n"
                            f"  {plain[name, 'out']}\n  {counted[name, 'out']}")
    unchecked = [bits for bits, known in (("64", large), ("32", small)) if not known]
    return [f"NOT CHECKED: sizes where pointers have {bits} bits" for bits in unchecked]


# ---- The page against the program ----------------------------------------------------------------


def compare(rows):
    for row in rows:
        at = f"line {row.number}: {row.macro}"
        for example, true in zip(row.examples, row.true_outputs):
            if example.output != true:
                yield f"{at}: `{example.expression or example.statements[-1]}` gives `{true}`, not `{example.output}`"
        said = (spans(row.cell("pulls")) or [""])[0]
        if said and said != row.true_pulls:
            yield f"{at}: it pulls `{row.true_pulls}`, not `{said}`"
        if row.true_sizes is None:
            continue
        said = re.findall(r"\d+", row.cell("bytes"))
        if len(said) != 2:
            yield f"{at}: it should have two numbers of bytes"
            continue
        for bits, true, number in zip((64, 32), row.true_sizes, said):
            if true is not None and true != number:
                yield f"{at}: it takes {true} bytes with {bits} bits, not {number}"


def corrected(text, rows):
    """Return the page with the true values."""
    lines = text.split("\n")
    for row in rows:
        outputs = iter(row.true_outputs)
        row.set_cell("example", re.sub(r"→ `[^`]*`", lambda _: f"→ `{next(outputs)}`", row.cell("example")))
        if spans(row.cell("pulls")):
            row.set_cell("pulls", re.sub(r"`[^`]*`", lambda _: f"`{row.true_pulls}`", row.cell("pulls"), count=1))
        if row.true_sizes is not None:
            said = re.findall(r"\d+", row.cell("bytes")) + ["?", "?"]
            row.set_cell("bytes", ", ".join(true or old for true, old in zip(row.true_sizes, said)))
        lines[row.number - 1] = row.text()
    return "\n".join(lines)


def check(text, options, directory):
    """Return (what is wrong, what was not checked)."""
    rows = read_rows(text)
    wrong = list(compare_macros(rows, read_headers(options.include)))
    if wrong:
        return wrong, []
    unchecked = find_out(rows, options, directory)
    return list(compare(rows)), unchecked


def self_check(text, options, directory):
    """Check copies of the page, each with one mistake in it."""
    rows = read_rows(text)
    pairs = next(row for row in rows if row.macro == "ITER_PAIRWISE")
    line = pairs.text()

    def with_line(changed):
        if changed == line or line not in text:
            raise Wrong(f"line {pairs.number} does not fit the self-check: {line}")
        return text.replace(line, changed)

    sizes, pulls = pairs.cell("bytes"), spans(pairs.cell("pulls"))[0]
    larger = sizes.replace(sizes.split(",")[0], "1" + sizes.split(",")[0], 1)
    smaller = sizes[:-1] + ("0" if sizes[-1] != "0" else "8")
    wrongs = [
        ("an output", with_line(line.replace("→ `3-1", "→ `3-2")), "ITER_PAIRWISE: .* gives `3-1"),
        ("a size", with_line(line.replace(f" {sizes} |", f" {larger} |")), "ITER_PAIRWISE: it takes .* with 64 bits"),
        ("a size of 32 bits", with_line(line.replace(f" {sizes} |", f" {smaller} |")),
         "ITER_PAIRWISE: it takes .* with 32 bits"),
        ("a pull", with_line(line.replace(f"`{pulls}`", f"`1 {pulls}`")), "ITER_PAIRWISE: it pulls"),
        ("no row", text.replace(line + "\n", ""), "ITER_PAIRWISE has no row"),
        ("another header", with_line(line.replace(" |", " in iter_text.h |", 1)), "ITER_PAIRWISE is not in iter_text.h"),
        ("an unknown macro", with_line(line.replace("ITER_PAIRWISE(name", "ITER_PAIRS(name")),
         "there is no ITER_PAIRS"),
        ("one argument too many", with_line(line.replace("(name, from)", "(name, from, more)", 1)),
         r"ITER_PAIRWISE\(name, from, more\) is not"),
    ]
    found, unchecked = check(text, options, directory)
    complaints = [f"the page as it is: {line}" for line in found]
    for what, wrong_text, expected in wrongs:
        found, _ = check(wrong_text, options, directory)
        skipped = any(re.search(r"\d\d bits", expected) and line.endswith(expected[-7:]) for line in unchecked)
        seen = any(re.search(expected, line) for line in found)
        print(f"{what}: {'seen' if seen else 'not looked at' if skipped else 'NOT SEEN'}")
        if not seen and not skipped:
            complaints.append(f"{what} was not noticed, but {found}")
    return complaints, unchecked


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cc", default="gcc", metavar="COMMAND", type=shlex.split,
                        help="the C compiler with its flags")
    parser.add_argument("--page", type=pathlib.Path, default=ROOT / "docs/itertools.md", metavar="FILE")
    parser.add_argument("--include", type=pathlib.Path, default=ROOT, metavar="DIR",
                        help="the directory of the headers")
    parser.add_argument("--write", action="store_true", help="put the true values into the page")
    parser.add_argument("--self-check", action="store_true",
                        help="check that mistakes in the page are noticed")
    options = parser.parse_args()
    if not shutil.which(options.cc[0]):
        print(f"SKIPPED: {options.cc[0]} is not installed")
        return 0

    text = options.page.read_text()
    try:
        with tempfile.TemporaryDirectory(prefix="stages-") as temporary:
            directory = pathlib.Path(temporary)
            if options.write:
                rows = read_rows(text)
                find_out(rows, options, directory)
                options.page.write_text(corrected(text, rows))
                return 0
            wrong, unchecked = (self_check if options.self_check else check)(text, options, directory)
    except Wrong as reason:
        wrong, unchecked = [str(reason)], []
    for line in unchecked + wrong:
        print(line)
    if not wrong and not options.self_check:
        print(f"All {len(read_rows(text))} rows are correct.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
