#!/usr/bin/env python3
"""Check that docs/capabilities.md has a row for everything that it compares.

- Its column `here` names each public macro of itertools.h and its companions, and no macro that the
  headers lack.
- Its column `Python` has each name of Python's itertools, and its column `more-itertools` each name of
  that package, from more_itertools_names.txt.

    tests/documents/capabilities.py                  exit 1 if something is missing
    tests/documents/capabilities.py --self-check     make the page wrong in each way: it must be noticed
"""

import itertools
import pathlib
import re
import sys

sys.dont_write_bytecode = True

import stages  # noqa: E402

PAGE = stages.ROOT / "docs" / "capabilities.md"
NEWER = ["batched", "pairwise"]  # names of itertools that Python 3.8 lacks


def read_rows(text):
    """Return a dictionary {column: text} for each row of the tables."""
    lines = [stages.cells_of(line) for line in text.split("\n") if line.startswith("|") and not line.startswith("|-")]
    head = lines[0]
    return [dict(zip(head, line)) for line in lines if line != head]


def words(rows, column):
    return {word for row in rows for word in re.findall(r"[A-Za-z_]\w*", row[column])}


def mistakes(text):
    rows = read_rows(text)
    here = words(rows, "here")
    macros = {name for header in stages.read_headers(stages.ROOT).values() for name in stages.public_macros(header)}
    headers = "".join(path.read_text() for path in sorted(stages.ROOT.glob("*.h")))
    python = {name for name in dir(itertools) if name[0] != "_"} | set(NEWER)
    more = (pathlib.Path(__file__).parent / "more_itertools_names.txt").read_text().split()
    for name in sorted(macros - here):
        yield f"no row names {name}"
    for name in sorted(here):
        if re.match("(ITER|GEN|LAZY|ASYNC)_", name) and not re.search(rf"\b{name}\b", headers):
            yield f"there is no {name}"
    for name in sorted(python - words(rows, "Python")):
        yield f"no row has {name} of Python"
    for name in sorted(set(more) - words(rows, "more-itertools")):
        yield f"no row has {name} of more-itertools"
    for row in rows:
        if len(row) != len(rows[0]) or not row["here"]:
            yield f"a cell is missing: {row['capability']}"


def self_check(text):
    """Check copies of the page, each with one mistake in it."""
    wrongs = [
        ("a macro without a row", "`ITER_MARK_ENDS`", "`ITER_MAP`", "no row names ITER_MARK_ENDS"),
        ("an unknown macro", "`ITER_MARK_ENDS`", "`ITER_MARK_ENDS`, `ITER_MARKED`", "there is no ITER_MARKED"),
        ("a name of Python without a row", "`zip_longest`", "", "no row has zip_longest of Python"),
        ("a name of more-itertools without a row", "`mark_ends`", "", "no row has mark_ends of more-itertools"),
        ("an empty cell", "| `ITER_MARK_ENDS` |", "| |", "a cell is missing: the first and the last"),
        ("a row that is too short", "| `ITER_MARK_ENDS` |", "`ITER_MARK_ENDS` |", "a cell is missing: the first and the last"),
    ]
    yield from (f"the page as it is: {line}" for line in mistakes(text))
    for what, old, new, expected in wrongs:
        seen = any(line.startswith(expected) for line in mistakes(text.replace(old, new)))
        print(f"{what}: {'seen' if seen else 'NOT SEEN'}")
        if not seen:
            yield f"{what} was not noticed"


def main():
    text = PAGE.read_text()
    checking = sys.argv[1:] == ["--self-check"]
    wrong = list((self_check if checking else mistakes)(text))
    for line in wrong:
        print(line)
    if not wrong and not checking:
        print(f"All {len(read_rows(text))} rows are correct.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
