#!/usr/bin/env python3
"""Check dirwalk: the order and the entries of os.walk, at any depth, with few descriptors, and no directory that stays
open when it stops early."""

import fnmatch
import os
import pathlib
import random
import resource
import shutil
import stat
import subprocess
import tempfile
import time

import example


def walk(root, deepest=1 << 30, depth=0):
    """Return the root and the paths below it (bytes), by os.listdir."""
    yield root
    if depth < deepest and os.path.isdir(root) and (depth == 0 or not os.path.islink(root)):
        for name in sorted(os.listdir(root)):
            yield from walk(os.path.join(root, name), deepest, depth + 1)


def few_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))


class Test(example.Case):
    def setUp(self):
        super().setUp()
        if os.access("/dev/shm", os.W_OK):  # thousands of files: in memory, if possible
            directory = tempfile.TemporaryDirectory(prefix="example-", dir="/dev/shm")
            self.addCleanup(directory.cleanup)
            self.here = pathlib.Path(directory.name)
            self.here.chmod(0o755)

    def paths(self, *arguments, **how):
        result = self.run_program("--print0", *arguments, **how)
        return result.stdout.encode("utf-8", "surrogateescape").split(b"\0")[:-1]

    def random_tree(self, seed):
        chance = random.Random(seed)
        letters = ["a", "B", "é", " ", "\n", "\udcff", "*", "0", ".", "-", "\t"]
        root = self.here / f"tree{seed}"
        root.mkdir()
        directories = [root]
        for _ in range(chance.randrange(80)):
            name = "".join(chance.choice(letters) for _ in range(chance.randrange(1, 6)))
            path = chance.choice(directories) / name
            if name in (".", "..") or os.path.lexists(path):
                continue
            kind = chance.randrange(4)
            if kind == 0:
                path.symlink_to(chance.choice(["..", ".", "missing", str(root)]))
            elif kind == 1:
                path.write_bytes(b"x" * chance.randrange(3000))
            else:
                path.mkdir()
                directories.append(path)
        return os.fsencode(root)

    def chain(self, depth, name="d"):
        """Make a chain of directories, without long paths: chain/d/d/d..."""
        here = os.open(self.here, os.O_RDONLY)
        for step in ["chain"] + [name] * depth:
            os.mkdir(step, dir_fd=here)
            deeper = os.open(step, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
        os.close(here)
        self.addCleanup(subprocess.run, ["rm", "-rf", self.here / "chain"])

    def test_random_trees_as_os_walk(self):
        for seed in range(12):
            root = self.random_tree(seed)
            everything = list(walk(root))
            self.assertEqual(self.paths(root.decode()), everything)
            # Compare with os.walk: it finds the same directories and files.
            names = {root}
            for at, directories, files in os.walk(root):
                names.update(os.path.join(at, name) for name in directories + files)
            self.assertEqual(set(everything), names)
            for depth in (0, 1, 3):
                self.assertEqual(self.paths("--max-depth", depth, root.decode()), list(walk(root, depth)))
            first = len(everything) // 2
            self.assertEqual(self.paths("--first", first, root.decode()), everything[:first])

    def test_filters(self):
        for seed in range(6):
            root = self.random_tree(seed)
            everything = [(path, os.lstat(path)) for path in walk(root)]

            def chosen(condition):
                return [path for path, status in everything if condition(path, status)]

            for letter, test in (("f", stat.S_ISREG), ("d", stat.S_ISDIR), ("l", stat.S_ISLNK)):
                self.assertEqual(self.paths("-t", letter, root.decode()), chosen(lambda p, s: test(s.st_mode)))
            self.assertEqual(
                self.paths("--larger", "1k", root.decode()),
                chosen(lambda p, s: stat.S_ISREG(s.st_mode) and s.st_size > 1024),
            )
            for glob in ("*a*", "[!.]?", "B*"):
                self.assertEqual(
                    self.paths("--name", glob, root.decode()),
                    chosen(lambda p, s: fnmatch.fnmatchcase(os.path.basename(p), glob.encode())),
                )

    def test_newer(self):
        old, mark, new = (self.write(name, "") for name in ("old", "mark", "new"))
        for number, path in enumerate((old, mark, new)):
            os.utime(path, ns=(10**18 + number, 10**18 + number))
        self.assertEqual(self.paths("--newer", "mark", "-t", "f"), [b"./new"])
        self.assertIn("dirwalk: gone: No such file", self.run_program("--newer", "gone", status=1).stderr)

    def test_long_lines_and_the_total(self):
        self.write("file", "12345")
        result = self.run_program("--long", "--total", "--type", "f")
        self.assertRegex(result.stdout, r"^f +5 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \./file\n1 found, 5 bytes\n$")

    def test_operands(self):
        (self.here / "d").mkdir()
        self.write("d/f", "")
        (self.here / "link").symlink_to("d")
        self.assertEqual(self.paths("d//", "d/f", "link"), [b"d", b"d/f", b"d/f", b"link", b"link/f"])
        self.assertEqual(self.paths("--max-depth", "0", "/"), [b"/"])
        self.assertEqual(self.paths("-d", "1", "-f", "2", "/")[1:], [b"/" + sorted(os.listdir(b"/"))[0]])
        self.assertEqual(self.paths(), sorted([b".", b"./d", b"./d/f", b"./link"]))

    def test_deep_trees_with_few_descriptors(self):
        depth = 1100
        self.chain(depth, "dddd")
        found = self.paths("chain", preexec_fn=few_descriptors)
        self.assertEqual(len(found), depth + 1)
        self.assertEqual(found[-1], b"chain" + b"/dddd" * depth)

    def test_the_way_back_from_deep_trees(self):
        """Check that each level goes on after the return from the levels below."""
        here = os.open(self.here, os.O_RDONLY)
        for _ in range(300):
            os.mkdir("a", dir_fd=here)
            os.mkdir("z", dir_fd=here)
            deeper = os.open("a", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
        os.close(here)
        self.addCleanup(subprocess.run, ["rm", "-rf", self.here / "a"])
        found = self.paths(preexec_fn=few_descriptors)
        self.assertEqual(found[-2:], [b"./a/z", b"./z"])
        self.assertEqual(len(found), 601)

    def test_unreadable_directories(self):
        for name in ("a", "b", "c", "c/inner"):
            (self.here / name).mkdir()
            self.write(f"{name}/f", "")
        (self.here / "b").chmod(0)
        (self.here / "c").chmod(0o444)  # may be listed, but not entered
        self.addCleanup((self.here / "c").chmod, 0o755)
        result = self.run_program(status=1, unprivileged=True)
        self.assertEqual(result.stdout.split(), [".", "./a", "./a/f", "./b", "./c"])
        for path in ("./b", "./c/f", "./c/inner"):
            self.assertIn(f"dirwalk: {path}: Permission denied\n", result.stderr)
        self.assertEqual(result.stderr.count("\n"), 3)

    def test_a_missing_operand(self):
        self.write("f", "")
        result = self.run_program("gone", "f", status=1)
        self.assertEqual(result.stdout, "f\n")
        self.assertEqual(result.stderr, "dirwalk: gone: No such file or directory\n")

    def blocked(self, *arguments):
        """Start the program, and wait until it cannot write more to its pipe. Return it and the pipe."""
        out, into = os.pipe()
        os.set_blocking(into, False)
        try:
            while True:
                os.write(into, b"\n" * 512)
        except BlockingIOError:
            pass
        os.set_blocking(into, True)
        process = self.start(*arguments, stdout=into)
        os.close(into)
        for _ in range(1000):
            state = open(f"/proc/{process.pid}/wchan").read()
            if state.endswith("pipe_write"):
                return process, out
            time.sleep(0.01)
        process.kill()
        process.communicate()
        os.close(out)
        self.skipTest("this system does not say that a process waits for a pipe")

    def finish(self, process, out):
        """Read the output of a blocked program, without the newlines that filled the pipe."""
        with os.fdopen(out, "rb") as pipe:
            printed = pipe.read().lstrip(b"\n")
        errors = process.communicate()[1]
        return printed.splitlines(), errors.decode(), process.returncode

    def test_it_stops_early_and_closes_all_directories(self):
        self.chain(20)
        process, out = self.blocked("--first", 15, "chain")
        # The program waits with its last lines, after the walk. No open file is a directory.
        links = f"/proc/{process.pid}/fd"
        opened = [os.path.join(links, name) for name in os.listdir(links)]
        directories = [os.readlink(path) for path in opened if os.path.isdir(path)]
        printed, errors, status = self.finish(process, out)
        self.assertEqual((directories, errors, status), ([], "", 0))
        self.assertEqual(len(printed), 15)

    def many(self):
        """Make a tree top/m/NNN/deep/..., larger than a pipe, and top/n."""
        for number in range(80):
            (self.here / f"top/m/{number:03}/deep").mkdir(parents=True)
            for name in "ab":
                self.write(f"top/m/{number:03}/deep/{name * 240}", "")
                self.write(f"top/m/{number:03}/deep/{name * 239}", "")
        (self.here / "top/n").mkdir()
        self.write("top/n/last", "")

    def test_files_and_directories_that_go_while_it_walks(self):
        self.many()
        process, out = self.blocked("top")
        for number in range(80):
            shutil.rmtree(self.here / f"top/m/{number:03}")
        printed, errors, status = self.finish(process, out)
        # Entries that are gone are left out silently; only a printed directory can be reported missing.
        self.assertEqual(printed[-2:], [b"top/n", b"top/n/last"])
        self.assertLess(len(printed), 300)
        self.assertRegex(errors, r"\A(dirwalk: top/m/.*: No such file or directory\n)?\Z")
        self.assertEqual(status, 1 if errors else 0)

    def test_directories_that_move_while_it_walks(self):
        self.many()
        process, out = self.blocked("top")
        (self.here / "elsewhere").mkdir()
        for number in range(80):
            (self.here / f"top/m/{number:03}").rename(self.here / f"elsewhere/{number:03}")
        printed, errors, status = self.finish(process, out)
        self.assertEqual(printed[-2:], [b"top/n", b"top/n/last"])
        self.assertEqual((errors, status), ("", 0))
        # Without a way back, the branch ends, and the walk goes on above it.
        (self.here / "elsewhere").rename(self.here / "top/m/inner")
        process, out = self.blocked("top")
        (self.here / "top/m/inner").rename(self.here / "elsewhere")
        for number in range(80):
            (self.here / f"elsewhere/{number:03}").rename(self.here / f"{number:03}")
        printed, errors, status = self.finish(process, out)
        self.assertEqual(printed[-2:], [b"top/n", b"top/n/last"])
        self.assertEqual((errors, status), ("dirwalk: top/m/inner: Stale file handle\n", 1))

    def test_a_full_disk_and_a_closed_pipe(self):
        with open("/dev/full", "w") as full:
            self.assertIn("No space left", self.run_program("/dev", status=1, stdout=full).stderr)
        out, into = os.pipe()
        os.close(out)
        self.run_program(status=-13, stdout=into)
        os.close(into)

    def test_wrong_usage(self):
        for words in (["--unknown"], ["--type", "x"], ["--type", ""], ["--max-depth", "-1"], ["--larger", "k"],
                      ["--larger", "99999999T"], ["--first", "1.5"], ["--name"]):  # fmt: skip
            self.assertIn("dirwalk: ", self.run_program(*words, status=2).stderr)
        self.assertIn("usage: dirwalk", self.run_program("--help").stdout)
        self.assertIn("dirwalk 1.0", self.run_program("--version").stdout)


if __name__ == "__main__":
    example.main()
