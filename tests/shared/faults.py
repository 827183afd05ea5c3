"""Copies of the headers that have a fault, by which a test is tested: it must notice each."""

import os
import re

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


class Unusable(Exception):
    """The test cannot be run; the text is the sentence that says why."""


def mutate(header, replacements):
    """Return the header with each text replaced: (text, new), or (macro, text, new) for a text in the
    definition of that macro. White space may differ, continued lines included. A text that is not
    found exactly once means that the list of faults must be brought up to date with the header."""
    for *macro, old, new in replacements:
        first, last = 0, len(header)
        if macro:
            definition = re.search(r"^#define %s\((.*\\\n)*.*" % macro[0], header, re.MULTILINE)
            if not definition:
                raise Unusable("a mutation does not fit the header, which has no %s" % macro[0])
            first, last = definition.span()
        pattern = r"[\s\\]+".join(re.escape(word) for word in old.split())
        found = list(re.compile(pattern).finditer(header, first, last))
        if len(found) != 1:
            raise Unusable("a mutation does not fit the header, where this stands %d times%s: %s"
                           % (len(found), " in " + macro[0] if macro else "", old))
        start, end = found[0].span()
        header = header[:start] + new + header[end:]
    return header


def read_header(name):
    with open(os.path.join(ROOT, name)) as file:
        return file.read()


def write_faulty(directory, name, replacements):
    """Write such a copy of the header of that name into a directory."""
    with open(os.path.join(directory, name), "w") as file:
        file.write(mutate(read_header(name), replacements))
