#!/usr/bin/env python3
"""Write or check the table in docs/testing.md of the tests by tier and group: the number of tests
and their CPU seconds.

    tiers.py BUILD --current           exit 1 if the numbers of tests differ from this build
    tiers.py BUILD --write             write the numbers of tests, and keep the seconds
    tiers.py BUILD --measure SECONDS   run one test after another, and write the table; SECONDS is a file
                                       with a line for each test, and a test that is in it is not run
"""

import argparse
import json
import pathlib
import re
import resource
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "shared"))
sys.dont_write_bytecode = True

import tables  # noqa: E402

PAGE = ROOT / "docs" / "testing.md"
DIVIDED = ["random", "proofs", "machines", "packages"]  # a row for each of their subdirectories


def tests_of(build):
    """Return the tests as CTest lists them, with their properties in a dictionary."""
    said = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True,
                          stdout=subprocess.PIPE, universal_newlines=True).stdout
    tests = json.loads(said)["tests"]
    for test in tests:
        test["properties"] = {each["name"]: each["value"] for each in test["properties"]}
    return tests


def tier(test):
    return "test" if "quick" in test["properties"].get("LABELS", []) else "full"


def group(test):
    first, *more = test["name"].split("/")
    return f"{first}/{more[0]}" if first in DIVIDED else first


def cpu_seconds(test):
    def used():
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime
    before = used()
    subprocess.run(test["command"], cwd=test["properties"]["WORKING_DIRECTORY"],
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return used() - before


def measured(tests, path):
    """Return {name: CPU seconds}. Run each test that is missing in the file, and add a line for
    it."""
    seconds = {}
    if path.exists():
        for line in path.read_text().splitlines():
            name, number = line.split("\t")
            seconds[name] = float(number)
    for test in tests:
        if test["name"] not in seconds:
            seconds[test["name"]] = cpu_seconds(test)
            with path.open("a") as file:
                file.write(f"{test['name']}\t{seconds[test['name']]:.2f}\n")
    return seconds


def rows(tests):
    """Return {(tier, group): names of the tests}."""
    found = {}
    for test in tests:
        found.setdefault((tier(test), group(test)), []).append(test["name"])
    return found


def kept_seconds():
    """Return {(tier, group): CPU seconds} as the page has them."""
    text = tables.split(PAGE, "tiers")[1]
    return {(which, name): float(seconds) for which, name, seconds in
            re.findall(r"^\| `(\w+)` \| `([^`]+)` \| \d+ \| (\d+) \|$", text, re.MULTILINE)}


def table(tests, seconds, cpu):
    lines = [f"The seconds of CPU are those of one {cpu}, without the build of the programs.", "",
             "| tier | group | tests | CPU seconds |", "|---|---|---:|---:|"]
    for which in ("test", "full"):
        total, spent = 0, 0.0
        for (its_tier, name), names in rows(tests).items():
            if its_tier == which:
                here = seconds.get((which, name), 0)
                total, spent = total + len(names), spent + here
                lines.append(f"| `{which}` | `{name}` | {len(names)} | {here:.0f} |")
        lines.append(f"| **`{which}`** | | **{total}** | **{spent:.0f}** |")
    return "\n".join(lines)


def is_current(tests):
    """Return whether the page has these numbers of tests, and print each row that it lacks."""
    text = tables.split(PAGE, "tiers")[1]
    fine = True
    for (which, name), names in rows(tests).items():
        if f"| `{which}` | `{name}` | {len(names)} |" not in text:
            print(f"NOT CURRENT: {PAGE}: {which}, {name}: {len(names)} tests")
            fine = False
    return fine


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", metavar="BUILD")
    parser.add_argument("--current", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--measure", type=pathlib.Path, metavar="SECONDS")
    options = parser.parse_args()
    tests = tests_of(options.build)
    if options.measure:
        each = measured(tests, options.measure)
        seconds = {key: sum(each[name] for name in names) for key, names in rows(tests).items()}
        tables.write(PAGE, "tiers", table(tests, seconds, tables.cpu()))
    if options.write:
        cpu = re.search("of one (.*), without", tables.split(PAGE, "tiers")[1]).group(1)
        tables.write(PAGE, "tiers", table(tests, kept_seconds(), cpu))
    return not is_current(tests) if options.current else 0


if __name__ == "__main__":
    sys.exit(main())
