#!/usr/bin/env python3
"""Check that the text of the project follows the mechanical rules of plain English.

    english.py                 list the lines that do not; exit 1 if there are any
    english.py --self-check    exit 1 if a bad sentence is not listed, or a good one is listed

It reads the comments of C, CMake, shell and Python files, docstrings, and documents without their code.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

# A regular expression of the mistake, and the text to write instead.
RULES = [
    (r"(?:^|[.:;(] )(?:What|Who|Whoever)\b(?![^.?!]*\?)", "name the thing instead of What or Who"),
    (r"\b(?:whoever|whatever it (?:is|may)|who(?:m)? it may)\b", "name the thing instead of whoever"),
    (r"\b(?:of (?:yours|ours|theirs)|of one's own)\b", '"your own", or nothing'),
    (r"\bas a rule\b", '"usually"'),
    (r"\bno (?:dearer|slower|larger|more expensive) than\b", '"as cheap as", "at most as large as"'),
    (r"\b(?:looks?|looking) whether\b", '"checks whether"'),
    (r"\b(?:that|it|which) (?:is|are) none\b", 'name it: "an invalid state", "not a pause"'),
    (r"\bgoes round\b|\bgo round\b", '"wraps around", "loops"'),
]


def comments(path, text):
    """Yield (line number, comment text) of a file."""
    suffix = path.suffix
    if suffix in (".c", ".h", ".cpp", ".hpp", ".ino", ".rs", ".pml"):
        for match in re.finditer(r'"(?:\\.|[^"\\\n])*"|/\*.*?\*/|//[^\n]*', text, re.S):
            if match[0].startswith("/"):
                for at, line in enumerate(match[0].split("\n")):
                    yield text.count("\n", 0, match.start()) + at + 1, re.sub(r"^\s*(?:/\*+|//+|\*)\s?|\s*\*/$", "", line)
    elif suffix == ".md":
        code = False
        for number, line in enumerate(text.split("\n"), 1):
            if line.lstrip().startswith("```"):
                code = not code
            elif not code and not line.startswith("<!--"):
                yield number, re.sub(r"`[^`]*`", "CODE", line)
    elif suffix == ".py" or text.startswith("#!/usr/bin/env python3"):
        for match in re.finditer(r'"""(.*?)"""', text, re.S):
            for at, line in enumerate(match[1].split("\n")):
                yield text.count("\n", 0, match.start()) + at + 1, line.strip()
        for number, line in enumerate(text.split("\n"), 1):
            found = re.search(r"(?:^|\s)#\s(.*)", line)
            if found:
                yield number, found[1]
    elif suffix in (".cmake", ".txt", ".sh", ".yml", "") :
        for number, line in enumerate(text.split("\n"), 1):
            found = re.match(r"\s*#\s?(.*)", line)
            if found and not line.startswith("#!"):
                yield number, found[1]


def complaints(name, text):
    for number, line in comments(pathlib.Path(name), text):
        for rule, instead in RULES:
            found = re.search(rule, line)
            if found:
                yield f"{name}:{number}: {found[0].strip()!r}: {instead}: {line.strip()[:100]}"


GOOD = ["Return whether the task is due.", "It returns what the body returned.", "What is the state? See below.",
        "There is none."]
BAD = ["What is upstream comes first.", "It is done. Who waits sleeps.", "a struct of yours", "as a rule it is so",
       "a state that is none", "It looks whether it runs.", "the counter goes round"]


def main():
    if sys.argv[1:] == ["--self-check"]:
        wrong = [line for line in GOOD if list(complaints("x.md", line))]
        wrong += [line for line in BAD if not list(complaints("x.c", f"/* {line} */"))]
        wrong += [line for line in BAD if not list(complaints("x.py", f"# {line}\n"))]
        print("\n".join(wrong) or f"{len(BAD)} bad sentences are noticed.")
        sys.exit(1 if wrong else 0)
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, stdout=subprocess.PIPE, universal_newlines=True).stdout.split()
    found = []
    for name in names or [str(p.relative_to(ROOT)) for p in ROOT.rglob("*") if p.is_file()]:
        try:
            found += complaints(name, (ROOT / name).read_text())
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    print("\n".join(found))
    print(f"{len(found)} lines")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
