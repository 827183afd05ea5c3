"""What the scripts of the benchmarks have in common."""

import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent

# What became of a loop, the worst first. It is `closed` if no loop is left (the compiler knows the
# sum), `vector` if it has arithmetic on vectors, `scalar` otherwise, and `called` if a call is left.
RANKS = ["called", "scalar", "vector", "closed"]

# Arithmetic on whole registers; a lone pxor or movaps is in scalar code too.
VECTOR = re.compile(r"^\s+v?(p(add|sub|mul|mull|madd)(d|q|ld|udq|w)|(add|mul|max|min)p[sd]|pmaxsd|pcmpgtd)\s",
                    re.MULTILINE)


def run(*command):
    """What a command prints."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def callgrind(directory, program, *arguments):
    """What callgrind has to say of a run, in full names."""
    output = directory / "callgrind.out"
    run("valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", "--compress-strings=no",
        "--compress-pos=no", program, *arguments)
    return output.read_text()


def kind(assembly, function):
    """What became of a function. One that only calls or continues in another is that other."""
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
    if re.search(r"^\s+call", text, re.MULTILINE):
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


def cpu():
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
        return re.search(r"model name\s*: (.*)", text).group(1).strip()
    except (OSError, AttributeError):
        return "unknown"


def version(cc):
    return run(cc, "--version").split("\n")[0].strip()


def can_be_read(cc):
    """Is it a compiler whose assembly this can read? If not, it says so."""
    reason = None
    if not shutil.which(cc):
        reason = f"{cc} is not installed"
    elif not run(cc, "-dumpmachine").startswith("x86_64-"):
        reason = f"{cc} does not write for x86-64, which this reads"
    elif int(run(cc, "-dumpversion").split(".")[0]) < 12:
        reason = f"{cc} is older than what this has been tried with"
    if reason:
        print(f"SKIPPED: {reason}")
    return reason is None


def split(path, name):
    """A file's text up to the marker of that name, between the two, and behind."""
    start, end = f"<!-- table:{name} -->\n", f"\n<!-- /table:{name} -->"
    text = path.read_text()
    if text.count(start) != 1 or text.count(end) != 1 or text.index(start) > text.index(end):
        sys.exit(f"{path}: the markers {start}and{end} should be there once each")
    return text[:text.index(start) + len(start)], text.split(start)[1].split(end)[0], text[text.index(end):]


def write(path, name, text):
    """Puts a text between the markers of that name."""
    head, _, tail = split(path, name)
    path.write_text(head + text + tail)


def is_current(path, name, text):
    """Is that what stands between the markers? If not, it says so."""
    if split(path, name)[1] == text:
        return True
    print(f"NOT CURRENT: {path}: {name}")
    return False
