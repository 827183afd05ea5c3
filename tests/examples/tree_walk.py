#!/usr/bin/env python3
"""Check tree_walk: the orders of a search tree, merging, outlines and their leaves, at any depth, and a clear message
for unreadable input."""

import os
import random

import example


class Node:
    def __init__(self, value):
        self.value, self.left, self.right = value, None, None


def search_tree(numbers):
    root = None
    for number in numbers:
        if root is None:
            root = Node(number)
            continue
        at = root
        while True:
            side = "left" if number < at.value else "right"
            if getattr(at, side) is None:
                setattr(at, side, Node(number))
                break
            at = getattr(at, side)
    return root


def walk(node, order):
    if node is not None:
        if order == "pre":
            yield node.value
        yield from walk(node.left, order)
        if order == "in":
            yield node.value
        yield from walk(node.right, order)
        if order == "post":
            yield node.value


def random_outline(chance, words):
    """Return the lines of an outline, its words in pre-order and in post-order, and its leaves."""
    lines, pre, post, leaves = [], [], [], []

    def grow(indent, level):
        deeper = indent + chance.choice([" ", "  ", "\t"])
        for _ in range(chance.randrange(1, 4)):
            word = chance.choice(words)
            pre.append(word)
            lines.append(indent + word)
            if chance.random() < 0.1:
                lines.append(indent)
            if level < 5 and chance.random() < 0.5:
                grow(deeper, level + 1)
            else:
                leaves.append(word)
            post.append(word)

    grow("", 0)
    return "".join(line + "\n" for line in lines), pre, post, leaves


class Test(example.Case):
    def lines(self, *arguments, **how):
        return self.run_program(*arguments, **how).stdout.splitlines()

    def test_random_search_trees(self):
        chance = random.Random(1)
        for size in (1, 2, 9, 300):
            for spread in (3, 10**18):
                numbers = [chance.randrange(-spread, spread) for _ in range(size)]
                for order in ("pre", "in", "post"):
                    expected = [str(number) for number in walk(search_tree(numbers), order)]
                    self.assertEqual(self.lines("--order", order, "--", *numbers), expected)
                    self.assertEqual(self.lines("-o", order, "-f", size // 2, "--", *numbers), expected[: size // 2])

    def test_files_of_numbers(self):
        self.write("numbers", "3 -1\t7\r\n\n  2\n9223372036854775807 -9223372036854775808")
        expected = ["-9223372036854775808", "-1", "2", "3", "7", "9223372036854775807"]
        self.assertEqual(self.lines("--numbers", "numbers"), expected)
        self.assertEqual(self.lines("--numbers", "-", input="2 1"), ["1", "2"])
        self.assertEqual(self.lines("--numbers", "-"), [])

    def test_merging(self):
        chance = random.Random(2)
        for sizes in ((0, 0), (0, 5), (5, 0), (1, 100), (80, 90)):
            both = [[chance.randrange(100) for _ in range(size)] for size in sizes]
            for name, numbers in zip("ab", both):
                self.write(name, " ".join(map(str, numbers)))
            expected = [str(number) for number in sorted(both[0] + both[1])]
            self.assertEqual(self.lines("--merge", "a", "b"), expected)
            self.assertEqual(self.lines("--first", "7", "--merge", "a", "b"), expected[:7])

    def test_trees_that_are_lists(self):
        """Check trees of 100,000 levels, with a small stack."""
        count = 100_000
        up = [str(number) for number in range(count)]
        for name, numbers in (("up", up), ("down", up[::-1])):
            path = self.write(name, " ".join(numbers))
            small = ["bash", "-c", 'ulimit -s 256 && exec "$@"', "bash"] if not self.sanitized else []
            for order in ("pre", "in", "post"):
                command = small + self.command("--order", order, "--numbers", path)
                printed = example.subprocess.run(command, capture_output=True, check=True).stdout.decode().split()
                backward = {"pre": numbers, "in": up, "post": numbers[::-1]}
                self.assertTrue(printed == backward[order], f"{name} {order}")
        self.assertEqual(self.lines("--merge", "up", "down", "--first", 4), ["0", "0", "1", "1"])

    def test_random_outlines(self):
        chance = random.Random(3)
        for _ in range(20):
            text, pre, post, leaves = random_outline(chance, ["a", "b c", "ü"])
            self.write("outline", text)
            self.assertEqual(self.lines("--outline", "outline"), pre)
            self.assertEqual(self.lines("--outline", "outline", "-o", "post"), post)

    def test_the_leaves_of_two_outlines(self):
        chance = random.Random(4)
        same = 0
        for _ in range(60):
            both = []
            for name in "ab":
                text, _, _, leaves = random_outline(chance, ["x", "y"] if chance.random() < 0.3 else ["x"])
                both.append(leaves)
                self.write(name, text)
            a, b = both
            differ = next((i for i in range(max(map(len, both))) if a[i : i + 1] != b[i : i + 1]), None)
            result = self.run_program("--same-leaves", "a", "b", status=0 if differ is None else 1)
            if differ is None:
                same += 1
                self.assertEqual(result.stdout, "")
            else:
                left, right = "".join(a[differ : differ + 1]), "".join(b[differ : differ + 1])
                self.assertEqual(result.stdout, f"leaf {differ + 1} differs\na: {left}\nb: {right}\n")
        self.assertGreater(same, 3)

    def test_bad_numbers(self):
        self.write("bad", "1 2\n3 four 5\n")
        self.assertIn("tree_walk: bad:2: 'four' is not a number\n", self.run_program("-n", "bad", status=1).stderr)
        for word in ("1x", "-", "0x10", "1.5", ""):
            result = self.run_program("1", "--", word or "a b", status=1)
            self.assertIn("is not a number", result.stderr)
        for word in ("9223372036854775808", "-9223372036854775809", "9" * 30):
            self.assertIn("is not a number of 64 bits", self.run_program("--", word, status=1).stderr)
        self.write("bad", b"\x00\xff\x7fELF" * 10)
        self.assertIn("tree_walk: bad:1: ", self.run_program("-n", "bad", status=1).stderr)
        self.write("bad", b"1\n" + b"7" * 10_000_000)
        result = self.run_program("-n", "bad", status=1)
        self.assertEqual(result.stderr, f"tree_walk: bad:2: '{'7' * 40}'... is not a number of 64 bits\n")
        self.assertEqual(result.stdout, "")

    def test_bad_outlines(self):
        for text, line in (("a\n   b\n  c\n", 3), ("  a\nb\n", 2), ("a\n b\n  c\n   d\nx\n  y\n z\n", 7)):
            self.write("bad", text)
            result = self.run_program("-t", "bad", status=1)
            self.assertEqual(result.stderr, f"tree_walk: bad:{line}: indented as no line above it\n")

    def test_outlines_of_any_bytes(self):
        long = "w" * 10_000_000
        self.write("odd", b"\xff\n \x00\xfe\n" + long.encode())
        self.assertEqual(self.lines("-t", "odd"), ["\udcff", "\0\udcfe", long])

    def test_unreadable_files(self):
        (self.here / "folder").mkdir()
        self.write("secret", "1").chmod(0)
        for name, reason in (("missing", "No such file"), ("folder", "Is a directory"), ("secret", "Permission denied")):
            for mode in ("--numbers", "--outline"):
                result = self.run_program(mode, name, status=1, unprivileged=True)
                self.assertRegex(result.stderr, f"^tree_walk: {name}: {reason}")
            self.write("good", "1")
            self.assertIn(name, self.run_program("--merge", "good", name, status=1, unprivileged=True).stderr)

    def test_a_full_disk_and_a_closed_pipe(self):
        with open("/dev/full", "w") as full:
            self.assertIn("No space left", self.run_program("1", status=1, stdout=full).stderr)
        out, into = os.pipe()
        os.close(out)
        self.run_program("1", status=-13, stdout=into)
        os.close(into)

    def test_wrong_usage(self):
        for words in ([], ["--unknown"], ["-o", "up", "1"], ["-f", "-1", "1"], ["-n"], ["-n", "a", "b"], ["-m", "a"],
                      ["-m", "-t", "a", "b"], ["-t", "-o", "in", "a"], ["-s", "-o", "pre", "a", "b"], ["-5"]):  # fmt: skip
            self.assertIn("tree_walk: ", self.run_program(*words, status=2).stderr)
        self.assertIn("usage: tree_walk", self.run_program("--help").stdout)
        self.assertIn("tree_walk 1.0", self.run_program("--version").stdout)


if __name__ == "__main__":
    example.main()
