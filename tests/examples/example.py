"""Shared by the tests of the programs in examples/.

    tests/examples/<name>.py --program FILE --source DIRECTORY [--libraries MODULE...] [--sanitized]

runs the functions test_... of that file, and the commands that the program's README.md shows.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

options = None


class Case(unittest.TestCase):
    """A test in its own empty directory, self.here."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="example-")
        self.addCleanup(directory.cleanup)
        self.here = pathlib.Path(directory.name)
        self.here.chmod(0o755)  # also for run(unprivileged=True)

    @property
    def program(self):
        return options.program

    @property
    def source(self):
        return options.source

    @property
    def sanitized(self):
        """Return whether the program has sanitizers. Then do not measure its memory and time."""
        return options.sanitized

    def has(self, library):
        """Return whether the program was built with this module of pkg-config."""
        return library in options.libraries

    def write(self, name, content):
        """Write a file in self.here, and return its path."""
        path = self.here / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def command(self, *arguments):
        return [str(self.program), *map(str, arguments)]

    def environment(self):
        return {**os.environ, "PATH": f"{self.program.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}

    def start(self, *arguments, **how):
        """Start the program in self.here, with pipes; return the Popen."""
        pipes = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
        how = {**pipes, "cwd": self.here, "env": self.environment(), **how}
        return subprocess.Popen(self.command(*arguments), **how)

    def run_program(self, *arguments, status=0, input="", unprivileged=False, timeout=120, **how):
        """Run the program to its end, check the exit status, and return its output.

        The result has .stdout and .stderr, texts in which an invalid byte is a lone surrogate. Unprivileged: as a user
        without access to the files of others, even if root runs the tests.
        """
        if unprivileged and os.geteuid() == 0:
            how["preexec_fn"] = lambda: os.setuid(65534)
        text = input if isinstance(input, bytes) else input.encode()
        process = self.start(*arguments, **how)
        try:
            out, err = process.communicate(text, timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            self.fail(f"{arguments}: no end after {timeout} s\n{self.decode(out)}{self.decode(err)}")
        result = subprocess.CompletedProcess(arguments, process.returncode, self.decode(out), self.decode(err))
        self.assertEqual(result.returncode, status, f"{arguments}\n{result.stdout}{result.stderr}")
        return result

    def run_on_small_disk(self, kibibytes, *arguments, status=0):
        """Run the program in a copy of self.here on a file system of that size, then copy the files back."""
        script = (
            'mount -t tmpfs -o size="$1"k none "$2" && cp -a "$3"/. "$2" && cd "$2" || exit 99; shift 2\n'
            'back=$1; shift; "$@"; status=$?; cp -a . "$back"; exit $status'
        )
        disk = tempfile.mkdtemp(prefix="disk-")
        self.addCleanup(os.rmdir, disk)
        namespace = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]
        words = ["sh", "-c", script, "sh", str(kibibytes), disk, str(self.here), *self.command(*arguments)]
        done = subprocess.run(namespace + words, capture_output=True, env=self.environment(), timeout=120)
        result = subprocess.CompletedProcess(
            arguments, done.returncode, self.decode(done.stdout), self.decode(done.stderr)
        )
        self.assertEqual(result.returncode, status, f"{arguments}\n{result.stdout}{result.stderr}")
        return result

    @staticmethod
    def decode(data):
        return (data or b"").decode("utf-8", "surrogateescape")


def pattern(expected):
    """Return a regular expression for the lines of a README: "..." is any text, alone any lines."""
    lines = []
    for line in expected:
        if line == "...":
            lines.append("(?:.*\n)*?")
        else:
            lines.append(".*".join(map(re.escape, line.split("..."))) + "\n")
    return "".join(lines)


class Readme(Case):
    """Check that the commands after "$ " print the `console` blocks in the README.md."""

    def test_commands(self):
        if self.sanitized:
            return
        work = self.here / "work"
        shutil.copytree(self.source, work)
        text = (self.source / "README.md").read_text()
        blocks = re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S)
        self.assertTrue(blocks, "README.md shows no command")
        for block in blocks:
            steps = re.split(r"^\$ ", block, flags=re.M)
            self.assertEqual(steps[0], "")
            for step in steps[1:]:
                command, *expected = step.splitlines()
                ran = subprocess.run(
                    ["bash", "-c", command], cwd=work, env=self.environment(), stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
                )  # fmt: skip
                printed = self.decode(ran.stdout)
                if not re.fullmatch(pattern(expected), printed):
                    self.fail(f"$ {command}\nprints\n{printed}\nand README.md shows\n" + "\n".join(expected))


def main():
    """Run the tests of the script that calls this."""
    global options
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--libraries", nargs="*", default=[])
    parser.add_argument("--sanitized", action="store_true")
    parser.add_argument("--only", help="a part of a test's name")
    options = parser.parse_args()
    options.program = options.program.resolve()
    options.source = options.source.resolve()
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{options.only}*"] if options.only else None
    script = sys.modules["__main__"]
    tests = [loader.loadTestsFromModule(script), loader.loadTestsFromTestCase(Readme)]
    result = unittest.TextTestRunner(stream=sys.stdout).run(unittest.TestSuite(tests))
    sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)
