#!/usr/bin/env python3
"""Check n_queens: all solutions in order, each once, and no wrong ones."""

import itertools
import os

import example

# For 1, 2, ... queens: the number of solutions, and of those that are not images of another.
COUNTS = [1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680]
FUNDAMENTAL = [1, 0, 0, 1, 2, 1, 6, 12, 46, 92, 341]


def is_solution(columns):
    size = len(columns)
    return (
        len(set(columns)) == size
        and len({column + row for row, column in enumerate(columns)}) == size
        and len({column - row for row, column in enumerate(columns)}) == size
    )


def images(columns):
    size = len(columns)
    for turned in range(4):
        yield tuple(columns)
        yield tuple(reversed(columns))
        turned = [0] * size
        for row, column in enumerate(columns):
            turned[column - 1] = size - row
        columns = turned


class Test(example.Case):
    def lists(self, *arguments, **how):
        printed = self.run_program("--list", *arguments, **how).stdout
        return [tuple(map(int, line.split())) for line in printed.splitlines()]

    def test_all_solutions_of_small_boards(self):
        for size in range(1, 8):
            expected = [each for each in itertools.permutations(range(1, size + 1)) if is_solution(each)]
            self.assertEqual(self.lists(size), expected)
            self.assertEqual(self.lists(size, "--first", 3), expected[:3])
            fundamental = [each for each in expected if each == min(images(each))]
            self.assertEqual(self.lists(size, "--fundamental"), fundamental)

    def test_known_counts(self):
        for size, (count, fundamental) in enumerate(zip(COUNTS, FUNDAMENTAL), 1):
            self.assertEqual(self.run_program("--count", size).stdout, f"{count}\n")
            self.assertEqual(self.run_program("--count", size, "-F").stdout, f"{fundamental}\n")
        self.assertEqual(self.run_program("--count", "--first", 5, 8).stdout, "5\n")
        self.assertEqual(self.run_program("--count", "--first", 0, 8).stdout, "0\n")

    def test_large_boards(self):
        """Check the first solutions of boards whose total is unknown. 32 uses all bits of a number."""
        for size in (20, 25, 27, 31) + (() if self.sanitized else (32,)):
            (columns,) = self.lists("--first", 1, size)
            self.assertEqual(sorted(columns), list(range(1, size + 1)))
            self.assertTrue(is_solution(columns))

    def test_boards(self):
        boards = self.run_program("6").stdout.split("\n\n")
        drawn = []
        for board in boards:
            rows = [line.split(" ") for line in board.splitlines()]
            self.assertTrue(all(row.count("Q") == 1 and row.count(".") == 5 for row in rows))
            drawn.append(tuple(row.index("Q") + 1 for row in rows))
        self.assertEqual(drawn, self.lists("6"))
        self.assertEqual(self.run_program("1").stdout, "Q\n")
        self.assertEqual(self.run_program("3").stdout, "")

    def test_it_stops_with_a_closed_pipe(self):
        process = self.start("20")
        self.assertTrue(process.stdout.readline())
        process.stdout.close()
        self.assertEqual(process.wait(60), -13)
        process.stdin.close()
        process.stderr.close()

    def test_a_full_disk(self):
        with open("/dev/full", "w") as full:
            for words in (["8"], ["20"], ["--count", "4"]):
                result = self.run_program(*words, status=1, stdout=full)
                self.assertEqual(result.stderr, f"n_queens: standard output: {os.strerror(28)}\n")

    def test_wrong_usage(self):
        for words in ([], ["0"], ["33"], ["-1"], ["x"], ["8x"], [""], ["4", "5"], ["-f", "-1", "4"], ["--unknown"],
                      [str(2**64 + 4)]):  # fmt: skip
            self.assertIn("n_queens: ", self.run_program(*words, status=2).stderr)
        self.assertIn("usage: n_queens", self.run_program("--help").stdout)
        self.assertIn("n_queens 1.0", self.run_program("--version").stdout)


if __name__ == "__main__":
    example.main()
