#!/usr/bin/env python3
"""Check sudoku: correct solutions, all of them and each once, no more search than requested, and a clear message
for a bad puzzle."""

import os
import random
import time

import example

UNITS = (
    [[9 * row + column for column in range(9)] for row in range(9)]
    + [[9 * row + column for row in range(9)] for column in range(9)]
    + [[27 * (box // 3) + 3 * (box % 3) + 9 * (i // 3) + i % 3 for i in range(9)] for box in range(9)]
)
PEERS = [set().union(*(unit for unit in UNITS if cell in unit)) - {cell} for cell in range(81)]


def solutions(puzzle):
    """Return all solutions, by plain backtracking over the cell with the fewest candidates."""
    best = None
    for cell in range(81):
        if puzzle[cell] == ".":
            digits = set("123456789") - {puzzle[peer] for peer in PEERS[cell]}
            if best is None or len(digits) < len(best[1]):
                best = cell, digits
    if best is None:
        yield puzzle
        return
    cell, digits = best
    for digit in sorted(digits):
        yield from solutions(puzzle[:cell] + digit + puzzle[cell + 1 :])


def random_solution(chance):
    """Return a solution: a known one with digits, rows and columns exchanged."""
    rows = [3 * band + row for band in chance.sample(range(3), 3) for row in chance.sample(range(3), 3)]
    columns = [3 * band + column for band in chance.sample(range(3), 3) for column in chance.sample(range(3), 3)]
    digits = chance.sample("123456789", 9)
    return "".join(digits[(row * 3 + row // 3 + column) % 9] for row in rows for column in columns)


def random_puzzle(chance, givens):
    solution = random_solution(chance)
    keep = set(chance.sample(range(81), givens))
    return "".join(digit if cell in keep else "." for cell, digit in enumerate(solution))


HARD = [
    "..............3.85..1.2.......5.7.....4...1...9.......5......73..2.1........4...9",
    "8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4..",
    "4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......",
    ".......1.4.........2...........5.4.7..8...3....1.9....3..4..2...5.1........8.6...",
    "1....7.9..3..2...8..96..5....53..9...1..8...26....4...3......1..4......7..7...3..",
]


class Test(example.Case):
    def check(self, puzzle, solution):
        self.assertEqual(len(solution), 81)
        for unit in UNITS:
            self.assertEqual(sorted(solution[cell] for cell in unit), list("123456789"))
        for given, digit in zip(puzzle, solution):
            self.assertIn(given, (".", digit))

    def test_hard_puzzles(self):
        self.write("hard", "# hard\n\n" + "\n".join(HARD) + "\n")
        started = time.monotonic()
        found = self.run_program("hard").stdout.splitlines()
        self.assertEqual(len(found), len(HARD))
        for puzzle, solution in zip(HARD, found):
            self.check(puzzle, solution)
        self.assertEqual(self.run_program("--unique", "hard").stdout, "unique\n" * len(HARD))
        self.assertLess(time.monotonic() - started, 60)  # it should take tenths of a second

    def test_all_solutions_of_random_puzzles(self):
        chance = random.Random(1)
        puzzles = [random_puzzle(chance, chance.randrange(27, 45)) for _ in range(40)]
        expected = []
        for puzzle in list(puzzles):
            found = []
            for solution in solutions(puzzle):
                found.append(solution)
                if len(found) == 300:
                    puzzles.remove(puzzle)
                    break
            else:
                expected.append(found)
        self.assertGreater(len(puzzles), 20)
        self.write("puzzles", "\n".join(puzzles))
        printed = self.run_program("--all", "puzzles").stdout.splitlines()
        for found in expected:
            mine, printed = printed[: len(found)], printed[len(found) :]
            self.assertEqual(sorted(mine), sorted(found))
        self.assertEqual(printed, [])
        counts = self.run_program("--count", "puzzles").stdout.split()
        self.assertEqual(counts, [str(len(found)) for found in expected])
        status = 1 if any(len(found) > 1 for found in expected) else 0
        unique = self.run_program("--unique", "puzzles", status=status).stdout.splitlines()
        self.assertEqual(unique, ["unique" if len(found) == 1 else "more than one solution" for found in expected])

    def test_the_empty_puzzle_is_solved_lazily(self):
        """It has 6,670,903,752,021,072,936,960 solutions."""
        empty = "." * 81
        self.check(empty, self.run_program(input=empty).stdout.strip())
        self.assertEqual(self.run_program("--unique", input=empty, status=1).stdout, "more than one solution\n")
        process = self.start("--all", "--puzzle", empty)
        seen = {process.stdout.readline().decode().strip() for _ in range(1000)}
        self.assertEqual(len(seen), 1000)
        for solution in seen:
            self.check(empty, solution)
        process.stdout.close()
        self.assertEqual(process.wait(60), -13)
        process.stdin.close()
        process.stderr.close()

    def test_no_solution(self):
        puzzle = "12345678." + "........9" + "." * 63
        for words in ([], ["--all"]):
            result = self.run_program(*words, input="\n" + puzzle, status=1)
            self.assertEqual((result.stdout, result.stderr), ("", "sudoku: standard input:2: no solution\n"))
        self.assertEqual(self.run_program("--count", input=puzzle).stdout, "0\n")
        self.assertEqual(self.run_program("--unique", input=puzzle, status=1).stdout, "no solution\n")

    def test_a_solved_puzzle_and_all_marks_of_empty_cells(self):
        solution = random_solution(random.Random(5))
        self.assertEqual(self.run_program("--all", input=solution).stdout, solution + "\n")
        marked = "0._*" + solution[4:]
        expected = sorted(solutions("...." + solution[4:]))
        self.assertEqual(sorted(self.run_program("--all", input=marked).stdout.split()), expected)

    def test_pretty_boards(self):
        solution = random_solution(random.Random(6))
        printed = self.run_program("--pretty", "--puzzle", solution).stdout
        self.assertEqual("".join(filter(str.isdigit, printed)), solution)
        self.assertEqual(len(printed.splitlines()), 14)

    def test_bad_puzzles(self):
        good = HARD[0]
        for bad, reason in (
            (good[:-1], "80 characters, not 81"),
            (good + ".", "82 characters, not 81"),
            ("x" + good[1:], "column 1: 'x' is no cell"),
            (good[:40] + "\0" + good[41:], "column 41: byte 0x00 is no cell"),
            (good[:40] + "\t" + good[41:], "column 41: byte 0x09 is no cell"),
            ("5.......5" + "." * 72, "column 9: a second 5 in row 1"),
            ("7" + "." * 71 + "7" + "." * 8, "column 73: a second 7 in column 1"),
            (".2" + "." * 16 + "2" + "." * 62, "column 19: a second 2 in box 1"),
            ("." * 80 + "é", "column 81: byte 0xC3 is no cell"),
            ("." * 10_000_000, "10000000 characters, not 81"),
        ):
            self.write("puzzles", f"{good}\n{bad}\r\n{good}\n")
            result = self.run_program("puzzles", status=1)
            self.assertEqual(result.stderr, f"sudoku: puzzles:2: {reason}\n")
            self.assertEqual(result.stdout.count("\n"), 2)  # the good ones are solved
        result = self.run_program("-p", good, "-p", "12", "--count", status=1)
        self.assertEqual(result.stderr, "sudoku: --puzzle:2: 2 characters, not 81\n")
        self.assertEqual(result.stdout, "1\n")

    def test_unreadable_files(self):
        (self.here / "folder").mkdir()
        self.write("secret", HARD[0]).chmod(0)
        self.write("good", HARD[0])
        for name, reason in (("missing", "No such file"), ("folder", "Is a directory"), ("secret", "Permission denied")):
            result = self.run_program(name, "good", status=1, unprivileged=True)
            self.assertRegex(result.stderr, f"^sudoku: {name}: {reason}")
            self.assertEqual(result.stdout.count("\n"), 1)

    def test_a_full_disk(self):
        with open("/dev/full", "w") as full:
            for words in (["-p", HARD[0]], ["--all", "-p", "." * 81]):
                result = self.run_program(*words, status=1, stdout=full)
                self.assertEqual(result.stderr, f"sudoku: standard output: {os.strerror(28)}\n")

    def test_wrong_usage(self):
        for words in (["--unknown"], ["--puzzle"], ["--all", "--count"], ["-u", "-c"]):
            self.assertIn("sudoku: ", self.run_program(*words, status=2).stderr)
        self.assertIn("usage: sudoku", self.run_program("--help").stdout)
        self.assertIn("sudoku 1.0", self.run_program("--version").stdout)


if __name__ == "__main__":
    example.main()
