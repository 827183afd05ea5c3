"""Copies of the headers with a fault in each, to test the tests: a test must notice every fault."""

import os
import re

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


class Unusable(Exception):
    """The test cannot be run. The text says why."""


def mutate(header, replacements):
    """Return the header with replacements made. A replacement is (text, new), or (macro, text, new)
    for a text in the definition of that macro. White space may differ, continued lines included,
    and comments do not count. A text that is not found exactly once raises Unusable: the list of
    faults must be brought up to date with the header."""
    for *macro, old, new in replacements:
        first, last = 0, len(header)
        if macro:
            definition = re.search(r"^#define %s\((.*\\\n)*.*" % macro[0], header, re.MULTILINE)
            if not definition:
                raise Unusable("a mutation does not fit the header, which has no %s" % macro[0])
            first, last = definition.span()
        pattern = r"[\s\\]+".join(re.escape(word) for word in old.split())
        comments = [match.span() for match in re.finditer(r"/\*.*?\*/", header, re.DOTALL)]
        found = [match for match in re.compile(pattern).finditer(header, first, last)
                 if not any(start < match.start() and match.end() < end for start, end in comments)]
        if len(found) != 1:
            raise Unusable("a mutation does not fit the header, where this stands %d times%s: %s"
                           % (len(found), " in " + macro[0] if macro else "", old))
        start, end = found[0].span()
        header = header[:start] + new + header[end:]
    return header


def read_header(name):
    with open(os.path.join(ROOT, name)) as file:
        return file.read()


def family(name, directory=ROOT):
    """Return the headers that belong together: each of the three, and its companions."""
    files = {"gen.h": r"gen(_stack)?\.h", "itertools.h": r"(more_)?itertools\.h|iter_(table|text)\.h",
             "lazy.h": r"lazy\w*\.h"}
    return sorted(file for file in os.listdir(directory) if re.fullmatch(files.get(name, re.escape(name)), file))


def mutate_family(texts, replacements):
    """Return {file: text} with each replacement made in the only file that it fits."""
    texts = dict(texts)
    for replacement in replacements:
        changed, reasons = {}, []
        for each, text in texts.items():
            try:
                changed[each] = mutate(text, [replacement])
            except Unusable as reason:
                reasons.append(str(reason))
        if len(changed) != 1:
            raise Unusable("; ".join(reasons) or "a mutation fits several headers: %s" % (replacement,))
        texts.update(changed)
    return texts


def write_faulty(directory, name, replacements):
    """Write copies of a header and its family into a directory, with each replacement made in one
    of them."""
    texts = mutate_family({each: read_header(each) for each in family(name)}, replacements)
    for each, text in texts.items():
        with open(os.path.join(directory, each), "w") as file:
            file.write(text)
