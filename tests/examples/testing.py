#!/usr/bin/env python3
"""Check that testing, a test suite of a pipeline, finds each mistake that is built into the pipeline."""

import os
import pathlib
import re
import shlex
import shutil
import subprocess

import example

ROOT = pathlib.Path(__file__).resolve().parents[2]

# One of the messages of the suite for each mistake of alerts.h.
MISTAKES = {
    "READS_WHEN_IT_IS_MADE": "making it reads 1 lines",
    "LOSES_A_REQUEST_AT_A_PAUSE": "alerts, a pause before line 2: its items or its end differ",
    "TAKES_A_PAUSE_FOR_THE_END": "with a pause before each line come 0 clients",
    "SWALLOWS_AN_ERROR": "alerts, an error before line 1: it does not pass on an error",
    "REPEATS_AN_ERROR": "alerts, an error before line 2: it does not stay ended",
    "FORGETS_THE_LAST_REQUEST": "4 clients met errors: 3;",
    "DOES_NOT_CLOSE": "alerts, undisturbed: it does not close its source",
    "CLOSES_TWICE": "alerts, undisturbed: it closes its source more than once",
    "READS_AFTER_THE_END": "requests, undisturbed: it pulls after its source's end",
    "GOES_ON_AFTER_A_CLOSE": "requests, closed after item 1: it goes on after it was closed",
}


class Test(example.Case):
    def test_the_pipeline_is_right(self):
        result = self.run_program()
        self.assertEqual(result.stderr, "")
        *tests, last = result.stdout.splitlines()
        self.assertEqual(last, "all is well")
        self.assertTrue(tests)
        for line in tests:
            self.assertRegex(line, "^ok    ")

    def test_each_point_is_tried(self):
        # The runs for n items and 13 lines: undisturbed, closed after 0 to n items, with a pause before each line and
        # the end and before all of them, closed at each pause; an error and an end at each point.
        runs = dict(re.findall(r"ok    (\w+): (\d+) runs", self.run_program().stdout))
        points = 13 + 1
        expected = {name: str(1 + n + 1 + points + 1 + points + 2 * points) for name, n in (("requests", 8), ("alerts", 2))}
        self.assertEqual(runs, expected)

    def test_watching_shows_what_passes(self):
        plain, watched = self.run_program().stdout, self.run_program("--watch").stdout
        seen = [line for line in watched.splitlines() if line not in plain.splitlines()]
        self.assertEqual(seen[:6], [
            "line 10.0.0.7 GET /cart 500", "line     at total (cart.c:41)", "line     at serve (http.c:9)",
            "line 10.0.0.8 GET / 200", "        request 10.0.0.7 500, trace 2", "                client 10.0.0.7",
        ])  # fmt: skip
        self.assertEqual([line for line in watched.splitlines() if line not in seen], plain.splitlines())

    def test_the_suite_finds_each_mistake(self):
        """Build the suite with each mistake in the pipeline, and once without any."""
        compiler = shlex.split(os.environ.get("CC", "gcc"))
        if self.sanitized or not shutil.which(compiler[0]):
            return
        text = (self.source / "alerts.h").read_text()
        numbers = dict(re.findall(r"^#define ([A-Z_]+) (\d+)$", text, re.M))
        del numbers["BUG"]
        self.assertEqual(list(numbers), list(MISTAKES))
        for name in [None, *MISTAKES]:
            program = self.here / f"mutant_{name}"
            subprocess.run(
                [*compiler, "-std=gnu99", "-w", f"-I{ROOT}", f"-DBUG={name or 0}", "-o", program, self.source / "testing.c"],
                check=True,
            )
            done = subprocess.run([program], capture_output=True, text=True, timeout=60)
            failures = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
            self.assertEqual(done.returncode, 1 if name else 0, (name, done.stdout))
            if name:
                self.assertTrue(any(MISTAKES[name] in line for line in failures), (name, failures))
                self.assertEqual(done.stdout.splitlines()[-1], "it is broken")
            if name == "LOSES_A_REQUEST_AT_A_PAUSE":
                self.assertIn("\n".join(["```", *failures, "```"]), (self.source / "README.md").read_text())

    def test_wrong_usage_is_refused(self):
        for arguments in (["--none"], ["file"], ["--watch=1"]):
            result = self.run_program(*arguments, status=2)
            self.assertEqual(result.stdout, "")
            self.assertIn("testing: ", result.stderr)
        self.assertIn("usage: testing", self.run_program("--help").stdout)

    def test_a_full_disk_and_a_closed_pipe(self):
        with open("/dev/full", "wb") as full:
            result = self.run_program(status=1, stdout=full)
            self.assertEqual(result.stderr, "testing: standard output: No space left on device\n")
        reader, writer = os.pipe()
        os.close(reader)
        result = self.run_program(status=-13, stdout=writer)  # SIGPIPE
        os.close(writer)
        self.assertEqual(result.stderr, "")


if __name__ == "__main__":
    example.main()
