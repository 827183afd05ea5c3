#!/usr/bin/env python3
"""Check permutations: the rows of Python's itertools, in the same order, and as lazily."""

import itertools
import os
import random

import example


class Test(example.Case):
    def rows(self, *arguments, **how):
        printed = self.run_program(*arguments, **how).stdout
        self.assertTrue(printed == "" or printed.endswith("\n"))
        return printed.split("\n")[:-1]

    def check(self, expected, *arguments):
        """Check the rows, the first ones, and their number."""
        self.assertEqual(self.rows(*arguments), expected)
        self.assertEqual(self.rows("--first", 3, *arguments), expected[:3])
        self.assertEqual(self.rows("--count", *arguments), [str(len(expected))])

    def test_rows_of_words(self):
        words = ["red", "green", "blue", "red", ""]
        kinds = (
            ([], itertools.permutations),
            (["--combinations"], itertools.combinations),
            (["--with-replacement"], itertools.combinations_with_replacement),
        )
        for count in (2, 4):
            for length in range(count + 2):
                for option, rows in kinds:
                    expected = [" ".join(row) for row in rows(words[:count], length)]
                    self.check(expected, *option, "--length", length, *words[:count])
        self.check([" ".join(row) for row in itertools.permutations(words)], *words)
        self.check([" ".join(words)], "-c", *words)

    def test_products(self):
        for words in (["a,b", "1,2,3"], ["a", ",", "x,,y"], ["", "a,b"], ["one"]):
            pools = [word.split(",") for word in words]
            for repeat in range(3):
                expected = [" ".join(row) for row in itertools.product(*pools, repeat=repeat)]
                self.check(expected, "--product", "--length", repeat, *words)
            self.assertEqual(self.rows("--product", *words), [" ".join(row) for row in itertools.product(*pools)])
        letters = [*map("".join, itertools.product("ab", "é", "xyz"))]
        self.check(letters, "--product", "--letters", "ab", "é", "xyz")
        self.check([], "--product", "--letters", "ab", "", "c")

    def test_letters(self):
        self.check([*map("".join, itertools.combinations("añé日x", 2))], "-l", "-c", "-r", 2, "añ", "é日x")
        # an invalid byte is a letter
        self.check([*map("".join, itertools.permutations("a\udcffé"))], "--letters", os.fsencode("a\udcffé").decode(
            "utf-8", "surrogateescape"))  # fmt: skip

    def test_anagrams(self):
        chance = random.Random(1)
        for _ in range(8):
            word = "".join(chance.choice("abcé") for _ in range(chance.randrange(8)))
            for length in sorted({len(word), chance.randrange(len(word) + 2)}):
                expected = sorted(set(itertools.permutations(word, length)))
                self.check([*map("".join, expected)], "--anagrams", "--length", length, word)
        self.assertEqual(self.rows("--anagrams", "ab", "a"), ["aab", "aba", "baa"])
        self.assertEqual(self.rows("--anagrams", "--length", 1000, "abcdefghijklmnopqrstuvwxyz"), [])

    def test_lines_of_standard_input(self):
        self.assertEqual(self.rows(input="a b\r\nc\0d\n"), ["a b c\0d", "c\0d a b"])
        self.assertEqual(self.rows(input=b"\xff\n\xfe"), ["\udcff \udcfe", "\udcfe \udcff"])
        self.assertEqual(self.rows(input=""), [""])
        long = "x" * 10_000_000
        self.assertTrue(self.rows(input=f"{long}\ny\n") == [f"{long} y", f"y {long}"])
        folder = os.open("/", os.O_RDONLY)
        process = self.start(stdin=folder)
        os.close(folder)
        errors = process.communicate()[1].decode()
        self.assertEqual((process.returncode, errors), (1, f"permutations: standard input: {os.strerror(21)}\n"))

    def test_rows_without_end(self):
        alphabet = "abcdefghijklmnopqrstuvwxyz"
        first = [*map("".join, itertools.islice(itertools.permutations(alphabet), 1000))]
        for option in ("--letters", "--anagrams"):
            self.assertEqual(self.rows(option, "--first", 1000, alphabet), first)
            process = self.start(option, alphabet)
            self.assertEqual(process.stdout.readline().decode(), alphabet + "\n")
            process.stdout.close()
            self.assertEqual(process.wait(60), -13)
            process.stdin.close()
            process.stderr.close()
        long = self.rows("-w", "-r", 100_000, "-f", 1, "ab")
        self.assertTrue(long == [" ".join(["ab"] * 100_000)])

    def test_additions(self):
        self.assertEqual(self.rows("--solve", "SEND+MORE=MONEY"), ["9567+1085=10652"])
        for puzzle in ("AB+A=BC", "A+B=C", "TO+GO=OUT", "AA+BB=CC", "A+A=A", "AB=BA"):
            names = sorted(set(puzzle) - set("+="))
            expected = []
            for digits in itertools.permutations("0123456789", len(names)):
                solved = puzzle.translate({ord(name): digit for name, digit in zip(names, digits)})
                left, right = solved.split("=")
                numbers = left.split("+")
                if all(number[0] != "0" for number in [*numbers, right]):
                    if sum(map(int, numbers)) == int(right):
                        expected.append(solved)
            self.assertEqual(sorted(self.rows("--solve", puzzle)), sorted(expected), puzzle)
            self.assertEqual(self.rows("-s", "-n", puzzle), [str(len(expected))])

    def test_bad_additions(self):
        for puzzle, reason in (
            ("", "there is no ="),
            ("A+B", "there is no ="),
            ("A=B=C", "+ or ="),
            ("A+=B", "+ or ="),
            ("A=", "+ or ="),
            ("=A", "+ or ="),
            ("+A=B", "+ or ="),
            ("a+b=c", "capital letters"),
            ("ABCDE+FGHIJ=KLMNO", "more than ten letters"),
            ("A=" + "B" * 17, "more than 16 letters"),
        ):
            result = self.run_program("--solve", puzzle, status=2)
            self.assertIn(f"permutations: --solve '{puzzle}': ", result.stderr)
            self.assertIn(reason, result.stderr)

    def test_a_full_disk(self):
        with open("/dev/full", "w") as full:
            for words in (["a", "b"], ["-l", "abcdefghijklmnopqrstuvwxyz"], ["-n", "a"], ["-s", "A+B=C"]):
                result = self.run_program(*words, status=1, stdout=full)
                self.assertEqual(result.stderr, f"permutations: standard output: {os.strerror(28)}\n")

    def test_wrong_usage(self):
        for words in (["--unknown"], ["-r", "x", "a"], ["-r", "-1", "a"], ["-r", "1000001", "a"], ["-f", "x"], ["-c", "-w"],
                      ["--anagrams", "--product"], ["-r"]):  # fmt: skip
            self.assertIn("permutations: ", self.run_program(*words, status=2).stderr)
        self.assertIn("usage: permutations", self.run_program("--help").stdout)
        self.assertIn("permutations 1.0", self.run_program("--version").stdout)


if __name__ == "__main__":
    example.main()
