#!/usr/bin/env python3
"""Check stats: Python's numbers, no value pulled too early, no bad line skipped silently."""

import math
import os
import pty
import random
import re
import resource
import signal
import statistics

import example


def quantile(values, q):
    """Interpolate linearly between two of the sorted values."""
    values = sorted(values)
    below = math.floor(q * (len(values) - 1))
    part = q * (len(values) - 1) - below
    return values[below] * (1 - part) + values[below + 1] * part if part > 0 else values[below]


class Test(example.Case):
    def table(self, values, *arguments):
        """Return the printed columns, each without its head."""
        text = "".join(f"{value!r}\n" for value in values)
        printed = self.run_program("--digits", 17, *arguments, input=text).stdout
        rows = [[float(cell) for cell in line.split()] for line in printed.splitlines()[1:]]
        return [list(column) for column in zip(*rows)]

    def compare(self, values, size, q):
        def last(i):
            return values[max(0, i + 1 - size):i + 1]

        columns = self.table(values, "--average", size, "--sum", size, f"--median={size}", "--median",
                             "--quantile", f"{q},{size}", "--quantile", q)
        expected = [
            values,
            [statistics.fmean(last(i)) for i in range(len(values))],
            [math.fsum(last(i)) for i in range(len(values))],
            [statistics.median(last(i)) for i in range(len(values))],
            [statistics.median(values[:i + 1]) for i in range(len(values))],
            [quantile(last(i), q) for i in range(len(values))],
            [quantile(values[:i + 1], q) for i in range(len(values))],
        ]
        for name, ours, theirs in zip("value average sum median median quantile quantile".split(), columns, expected):
            if name == "quantile":  # a compiler may fuse its multiplication and addition
                for a, b in zip(ours, theirs):
                    self.assertTrue(math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12), (name, size, q, a, b))
            else:
                self.assertEqual(ours, theirs, (name, size, q))
        self.assertEqual(len(columns), len(expected))

    def test_the_results_are_those_of_python(self):
        rng = random.Random(1)
        kinds = [
            lambda: float(rng.randrange(10)),  # many ties
            lambda: rng.gauss(0, 1),
            lambda: rng.uniform(-1, 1) * 10.0 ** rng.randrange(-40, 40),  # a naive sum loses much
            lambda: float(rng.randrange(-3, 3)) * 2.0 ** rng.randrange(-60, 60),  # ties when rounding
        ]
        for kind in kinds:
            for _ in range(4):
                values = [kind() for _ in range(rng.randrange(1, 120))]
                self.compare(values, rng.choice([1, 2, 3, 10, 200]), rng.choice([0, 0.05, 0.25, 0.5, 0.9, 1]))

    def test_quantiles_are_those_of_the_module(self):
        values = [random.Random(2).gauss(0, 1) for _ in range(500)]
        ours = self.table(values, "--quantile", "0.95,500", "--quantile", 0.95)
        theirs = statistics.quantiles(values, n=20, method="inclusive")[-1]
        self.assertAlmostEqual(ours[1][-1], theirs, 12)
        self.assertAlmostEqual(ours[2][-1], theirs, 12)

    def test_a_sum_never_drifts(self):
        values = [1e16, 1.0, -1e16, 1e-300] * 50 + [0.0] * 5
        sums = self.table(values, "--sum", 5)[1]
        self.assertEqual(sums[-1], 0.0)
        self.assertEqual(sums, [math.fsum(values[max(0, i - 4):i + 1]) for i in range(len(values))])

    def test_stages_are_applied_in_their_order(self):
        values = [float(i * i) for i in range(40)]
        for order, expected in [
            (["--skip", 3, "--every", 4, "--take", 5], values[3::4][:5]),
            (["--take", 5, "--skip", 3], values[3:5]),
            (["--every", 4, "--difference"], [b - a for a, b in zip(values[::4], values[4::4])]),
            (["--difference", "--every", 4], [b - a for a, b in zip(values, values[1:])][::4]),
            (["--smooth", 2, "--take", 4], [0, 0.5, 2.5, 6.5]),
            (["--smooth", 2, "--smooth", 2, "--take", 4], [0, 0.25, 1.5, 4.5]),
        ]:
            self.assertEqual(self.table(values, *order)[0], expected, order)

    def test_the_sensor_is_read_on_demand_only(self):
        for arguments, reads in [
            (["--take", 7], 7), (["--skip", 10, "--take", 1], 11), (["--every", 5, "--take", 3], 11),
            (["--difference", "--take", 2], 3), (["--take", 3, "--rate", 500], 3),
        ]:
            ran = self.run_program("--sensor", *arguments)
            self.assertIn(f"the sensor was read {reads} times", ran.stderr, arguments)

    def test_a_seed_repeats_the_sensor(self):
        one, same, other = (self.run_program("--sensor", "--take", 50, "--seed", seed).stdout for seed in (1, 1, 2))
        self.assertEqual(one, same)
        self.assertNotEqual(one, other)

    def test_an_interrupt_ends_the_sensor_in_order(self):
        process = self.start("--sensor", "--rate", 200)
        lines = [process.stdout.readline() for _ in range(5)]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        rows = len(lines) + out.count(b"\n") - 1
        self.assertIn(f"the sensor was read {rows} times", err.decode())
        self.assertEqual(process.returncode, -signal.SIGINT)

    def test_an_interrupt_ends_a_read_that_waits(self):
        process = self.start("--rate", 1000)  # it flushes each row
        process.stdin.write(b"1\n2\n")
        process.stdin.flush()  # the pipe stays open
        lines = [process.stdout.readline() for _ in range(3)]
        self.assertEqual(lines[2].split()[0], b"2")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=60), -signal.SIGINT)
        process.communicate()

    def test_a_pipe_is_not_read_further_than_needed(self):
        process = self.start("--take", 2)
        process.stdin.write(b"1\n2\n")
        process.stdin.flush()  # the input does not end
        self.assertEqual(process.wait(timeout=60), 0)
        process.communicate()

    def test_a_chart_has_a_line_for_each_column(self):
        ran = self.run_program("--sensor", "--take", 5000, "--average", 50, "--sum", 3, "--chart")
        lines = ran.stdout.splitlines()
        self.assertEqual([line.split()[0] for line in lines], ["value", "average(50)", "sum(3)"])
        for line in lines:
            self.assertTrue(30 <= len(re.sub("[^▁-█]", "", line)) <= 60, line)
        self.assertNotIn("\x1b", ran.stdout)
        ramp = self.run_program("--chart", "-a", 1, input="".join(f"{i}\n" for i in range(16))).stdout
        self.assertIn("▁▁▂▂▃▃▄▄▅▅▆▆▇▇██", ramp)

    def test_a_terminal_shows_the_chart_while_it_grows(self):
        arguments = ["--sensor", "--take", 20, "--rate", 100, "--chart"]
        expected = self.run_program(*arguments).stdout
        master, slave = pty.openpty()
        process = self.start(*arguments, stdout=slave)
        os.close(slave)
        shown = b""
        try:
            while part := os.read(master, 65536):
                shown += part
        except OSError:  # the other end is closed
            pass
        os.close(master)
        process.communicate()
        charts = shown.decode().replace("\r\n", "\n").replace("\x1b[K", "").split("\x1b[4A")
        self.assertGreater(len(charts), 2)
        self.assertEqual(charts[-1], expected)

    def test_bad_lines_are_reported_and_the_rest_is_used(self):
        path = self.write("n.txt", b"1\nabc\n\n# comment\n 2 \r\nnan\n-inf\n1e999\n0x10\n3 4\n\xff\xfe\n1e-999\n4\n")
        ran = self.run_program(path, status=1)
        self.assertEqual([line.split()[0] for line in ran.stdout.splitlines()[1:]], ["1", "2", "0", "4"])
        for line, why in [
            (2, '"abc" is not a number'), (6, '"nan" is not a finite number'), (7, '"-inf" is not a finite number'),
            (8, '"1e999" is too large for a double'), (9, '"0x10" is not a number'), (10, '"3 4" is not a number'),
            (11, r'"\xff\xfe" is not a number'),
        ]:
            self.assertIn(f"stats: {path}:{line}: {why}\n", ran.stderr)
        self.assertIn("left out: 7 lines, 0 files", ran.stderr)

    def test_only_the_first_bad_lines_are_shown(self):
        ran = self.run_program(input="x\n" * 1000 + "1\n", status=1)
        self.assertEqual(ran.stderr.count("is not a number"), 10)
        self.assertIn("left out: 1000 lines", ran.stderr)
        self.assertEqual(len(ran.stdout.splitlines()), 2)

    def test_a_line_of_10_megabytes_is_refused(self):
        ran = self.run_program(input=b"1\n" + b"9" * 10_000_000 + b"\n2\n", status=1)
        self.assertIn('standard input:2: "' + "9" * 30 + '"... is too long for a number', ran.stderr)
        self.assertEqual(len(ran.stdout.splitlines()), 3)

    def test_a_binary_file_is_refused(self):
        path = self.write("binary", random.Random(3).randbytes(20000))
        ran = self.run_program(path, status=1)
        self.assertIn("is not a number", ran.stderr)
        self.assertTrue(ran.stderr.isascii())
        ran = self.run_program(input=b"1\0\n2\n", status=1)
        self.assertIn(r'"1\x00" is not a number', ran.stderr)

    def test_files_that_cannot_be_read_are_reported(self):
        good = self.write("good", "1\n2\n")
        secret = self.write("secret", "3\n")
        secret.chmod(0)
        ran = self.run_program("missing", good, self.here, secret, good, status=1, unprivileged=True)
        self.assertIn("stats: missing: No such file or directory\n", ran.stderr)
        self.assertIn(f"stats: {self.here}: Is a directory\n", ran.stderr)
        self.assertIn(f"stats: {secret}: Permission denied\n", ran.stderr)
        self.assertIn("left out: 0 lines, 3 files", ran.stderr)
        self.assertEqual([line.split()[0] for line in ran.stdout.splitlines()[1:]], ["1", "2", "1", "2"])

    def test_no_values(self):
        for text in "", "\n\n", "# nothing\n":
            self.assertIn("there is no value to compute with", self.run_program(input=text, status=1).stderr)
        self.run_program("--take", 0, input="1\n", status=1)

    def test_results_that_are_too_large(self):
        for arguments, where in [
            (["--sum", 2], "sum(2)"), (["--average", 2], "average(2)"), (["--difference"], "difference"),
            (["--smooth", 2], "smooth"),
        ]:
            sign = "-" if "--difference" in arguments else ""
            ran = self.run_program(*arguments, input=f"1e308\n{sign}1e308\n5\n", status=1)
            self.assertIn(f"standard input:2: {where}: the result is too large", ran.stderr)
        self.assertEqual(self.table([1e308, 1.5e308], "--median")[1], [1e308, 1.25e308])

    def test_wrong_usage(self):
        for arguments, said in [
            (["--nonsense"], "unrecognized option '--nonsense'"),
            (["--average", "0"], '--average takes a whole number from 1 to 1000000000, not "0"'),
            (["--sum", "-1"], "--sum takes a whole number"), (["--median=0"], "--median takes a whole number"),
            (["--quantile", "1.5"], "--quantile takes a number from 0 to 1"),
            (["--quantile", "nan"], "--quantile takes a number from 0 to 1"),
            (["--quantile", "0.5,0"], "--quantile takes a whole number from 1"),
            (["--rate", "0"], "--rate takes a number above 0"), (["--every", "0"], "--every takes a whole number"),
            (["--take", "9999999999999999999999"], "--take takes a whole number"),
            (["--sensor", "file"], "--sensor reads no files"), (["--average", "1"] * 40, "at most 32 statistics"),
        ]:
            self.assertIn(said, self.run_program(*arguments, status=2).stderr)
        self.assertIn("usage: stats", self.run_program("--help").stdout)
        self.assertRegex(self.run_program("--version").stdout, r"^stats [0-9.]+\n$")

    def test_too_little_memory(self):
        if self.sanitized:
            return

        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (200 << 20, 200 << 20))

        ran = self.run_program("--average", 1000000000, input="1\n", status=1, preexec_fn=limit)
        self.assertIn("stats: average(1000000000): Cannot allocate memory\n", ran.stderr)

    def test_a_full_disk_is_an_error(self):
        with open("/dev/full", "wb") as full:
            ran = self.run_program("--sensor", status=1, stdout=full)
        self.assertIn("stats: standard output: No space left on device", ran.stderr)

    def test_a_closed_pipe_ends_it_quietly(self):
        process = self.start("--sensor")
        process.stdout.readline()
        process.stdout.close()
        self.assertEqual(process.wait(timeout=60), -signal.SIGPIPE)
        self.assertEqual(process.stderr.read(), b"")
        process.stdin.close()
        process.stderr.close()


if __name__ == "__main__":
    example.main()
