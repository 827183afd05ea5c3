#!/usr/bin/env python3
"""Write or check the table in examples/README.md of the programs in the folders of examples/.

    gallery.py --write    write it
    gallery.py --check    exit 1 if it is not current, or if a program is missing

The table takes the first paragraph of each folder's README.md, and the lines "- Features:", "- Needs:"
and "- Python:".
"""

import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples"
sys.path.insert(0, str(ROOT / "tests" / "shared"))
sys.dont_write_bytecode = True

import tables  # noqa: E402

PAGE = EXAMPLES / "README.md"
NOT_PROGRAMS = ["shared", "Blink"]


def lines_of_code(folder):
    """Count the lines of C in a folder, without empty lines and comments."""
    count = 0
    for source in [*folder.rglob("*.c"), *folder.rglob("*.h")]:
        text = re.sub(r"/\*.*?\*/", "", source.read_text(), flags=re.S)
        text = re.sub(r"//.*", "", text)
        count += sum(1 for line in text.splitlines() if line.strip())
    return count


def row(folder):
    text = (folder / "README.md").read_text()
    title, what, *_ = re.split(r"\n\n+", text)
    if title != f"# {folder.name}":
        sys.exit(f"{folder.name}/README.md does not begin with its name")
    cells = [f"[{folder.name}]({folder.name})", " ".join(what.split())]
    for field in ("Features", "Needs", "Python"):
        found = re.search(rf"^- {field}: (.*(?:\n  .*)*)", text, re.M)
        if not found:
            sys.exit(f"{folder.name}/README.md has no line '- {field}:'")
        cells.append(" ".join(found[1].split()))
    cells.insert(3, str(lines_of_code(folder)))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def table():
    folders = sorted(path for path in EXAMPLES.iterdir() if path.is_dir() and path.name not in NOT_PROGRAMS)
    head = ["| program | what it does and shows | features | lines of C | needs | in Python |",
            "|---|---|---|---:|---|---|"]
    return "\n".join(head + [row(folder) for folder in folders])


def main():
    parser = argparse.ArgumentParser()
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--write", action="store_true")
    how.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.write:
        tables.write(PAGE, "gallery", table())
        return
    page = PAGE.read_text()
    mistakes = [f"{source.name} is not in examples/README.md" for source in sorted(EXAMPLES.glob("*.c"))
                if f"({source.name})" not in page]
    if not tables.is_current(PAGE, "gallery", table()):
        mistakes.append("write the table anew: tests/examples/gallery.py --write")
    sys.exit("\n".join(mistakes) or 0)


if __name__ == "__main__":
    main()
