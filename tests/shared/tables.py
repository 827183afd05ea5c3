"""Write tables into the documents, between two markers."""

import pathlib
import re
import subprocess
import sys


def cpu():
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
        return re.search(r"model name\s*: (.*)", text).group(1).strip()
    except (OSError, AttributeError):
        return "unknown"


def version(compiler):
    return subprocess.run([compiler, "--version"], stdout=subprocess.PIPE, check=True,
                          universal_newlines=True).stdout.split("\n")[0].strip()


def split(path, name):
    """Return a file's text before the named markers, between them, and after them."""
    start, end = f"<!-- table:{name} -->\n", f"\n<!-- /table:{name} -->"
    text = path.read_text()
    if text.count(start) != 1 or text.count(end) != 1 or text.index(start) > text.index(end):
        sys.exit(f"{path}: the markers {start}and{end} should be there once each")
    return text[:text.index(start) + len(start)], text.split(start)[1].split(end)[0], text[text.index(end):]


def write(path, name, text):
    """Put a text between the named markers."""
    head, _, tail = split(path, name)
    path.write_text(head + text + tail)


def is_current(path, name, text):
    """Return whether the text is between the named markers, and print a line if it is not."""
    if split(path, name)[1] == text:
        return True
    print(f"NOT CURRENT: {path}: {name}")
    return False
