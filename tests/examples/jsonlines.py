#!/usr/bin/env python3
"""Check jsonlines: its sums are those of Python's json and fractions over random records, plain and gzip; each bad
record is reported by file, line and column; and all readable records are counted."""

import fractions
import gzip
import json
import math
import os
import random
import subprocess

import example

COUNTRIES = ["gb", "de", "日本", "", "a b", "no\nline", None, True, False, 7, 7.5, -3, 10**15, "7"]


def random_number(random):
    kind = random.randrange(6)
    if kind < 2:
        return random.randint(-1000, 1000)
    if kind == 2:
        return random.randint(-(2**63), 2**63 - 1)
    if kind == 3:
        return random.uniform(-1e6, 1e6)
    if kind == 4:
        return random.choice([2.0**53, 2**53 + 1, 2**53 - 1, -(2.0**63), 1e-300, 1e300, 0.1, -0.5])
    return random.random()


def random_records(random, count, number):
    for _ in range(count):
        record = {
            "user": {"name": f"user {random.randrange(9)}", "home": {"country": random.choice(COUNTRIES)}},
            "status": random.choice([200, 200, 200, 301, 404, 500, 503, "none"]),
            "value": number(random),
            "text": "x" * random.randrange(40) + random.choice(["", "é", "\U0001f600", '"', "\\", "\0"]),
        }
        record["list"] = [record["value"], {"a": []}]
        yield record


def rank(value):
    """Return the sort key of a group."""
    if value is None or isinstance(value, bool):
        return ({None: 0, False: 1, True: 2}[value], 0)
    return (4, value) if isinstance(value, str) else (3, value)


def aggregate(records, by=None, value=None):
    """Return the expected output of jsonlines --json, as objects; sum and mean are fractions."""
    groups = {} if by else {rank(None): (None, [])}
    for record in records:
        key = by(record) if by else None
        groups.setdefault(rank(key), (key, []))[1].append(value(record) if value else None)
    rows = []
    for _, (key, values) in sorted(groups.items(), key=lambda group: group[0]):
        row = {"key": key, "count": len(values)} if by else {"count": len(values)}
        if value and values:
            total = sum(map(fractions.Fraction, values))
            row.update(sum=total, mean=total / len(values), min=min(values), max=max(values))
        rows.append(row)
    return rows


class Test(example.Case):
    def rows(self, *arguments, **how):
        done = self.run_program("--json", *arguments, **how)
        return [json.loads(line) for line in done.stdout.split("\n")[:-1]]

    def demand(self, rows, expected, exact):
        """Check that the rows are the expected ones; sums of doubles may differ in the last bits."""
        self.assertEqual(len(rows), len(expected))
        for row, wanted in zip(rows, expected):
            self.assertEqual(list(row), list(wanted))
            for name in ("key", "count", "min", "max"):
                self.assertEqual(row.get(name), wanted.get(name))
            if "sum" not in wanted:
                continue
            if exact:
                self.assertEqual(row["sum"], int(wanted["sum"]))
            self.assertTrue(math.isclose(row["sum"], wanted["sum"], rel_tol=1e-12), (row, wanted))
            self.assertTrue(math.isclose(row["mean"], wanted["mean"], rel_tol=1e-12), (row, wanted))

    def test_random_records(self):
        seeded = random.Random(1)
        numbers = {
            "integers": lambda random: random.randint(-(2**63), 2**63 - 1),
            "small": lambda random: random.randint(-5, 5),
            "mixed": random_number,
            "doubles": lambda random: random.uniform(0, 1),
        }
        for kind, number in numbers.items():
            records = list(random_records(seeded, 2000, number))
            lines = [json.dumps(record, ensure_ascii=seeded.random() < 0.5).encode() for record in records]
            separators = [seeded.choice([b"\n", b"\r\n", b"\n\n", b" \t\n"]) for _ in lines]
            text = b"".join(line + separator for line, separator in zip(lines, separators))
            half = len(text) // 2
            self.write("plain", text)
            self.write("members.gz", gzip.compress(text[:half]) + gzip.compress(text[half:]) + bytes(9))
            for path in ("plain", "members.gz"):
                with self.subTest(kind=kind, path=path):
                    exact = kind in ("integers", "small")
                    country = lambda record: record["user"]["home"]["country"]
                    value = lambda record: record["value"]
                    rows = self.rows("--by", "user.home.country", "--sum", "value", path)
                    self.demand(rows, aggregate(records, country, value), exact)
                    errors = [r for r in records if r["status"] != "none" and r["status"] >= 500]
                    rows = self.rows("--where", "status>=500", "--sum", "value", path)
                    self.demand(rows, aggregate(errors, None, value), exact)
                    rows = self.rows("-w", "status!=200", "-w", "user.name=user 3", "-b", "status", path)
                    chosen = [r for r in records if r["status"] != 200 and r["user"]["name"] == "user 3"]
                    self.demand(rows, aggregate(chosen, lambda record: record["status"]), exact)

    def test_conditions(self):
        values = ["1", "1.0", "2", "-1", "9007199254740993", "9007199254740992.0", '"1"', '"b"', "true", "null", "[1]"]
        text = "".join(f'{{"v": {value}}}\n' for value in values) + '{"w": 1}\n'
        chosen = {
            "v=1": 2, 'v="1"': 1, "v!=1": 10, "v<2": 3, "v<=2": 4, "v>2": 2, "v>=2": 3, "v=b": 1, "v>a": 1, "v<b": 1,
            "v=true": 1, "v=null": 1, "v!=null": 11, "v>9007199254740992": 1, "v=9007199254740992": 1,
            "v<9007199254740993": 5, "v<1e300": 6, "v>-1e300": 6, "w.x=1": 0, "v=[1]": 0, "w==1": 1,
        }  # fmt: skip
        for condition, count in chosen.items():
            with self.subTest(condition=condition):
                self.assertEqual(self.rows("--where", condition, input=text), [{"count": count}])

    def test_a_key_may_have_dots(self):
        text = '{"a.b": {"c": 1}, "a": {"b": {"c.d": 2}}, "x": {"y": {"z": 3}}}\n'
        for key, value in {"a.b.c": 1, "a.b.c.d": 2, "x.y.z": 3}.items():
            self.assertEqual(self.rows("--by", key, input=text), [{"key": value, "count": 1}])

    def test_a_table(self):
        text = '{"k": "é", "n": 1}\n{"k": "", "n": 0.1}\n{"k": "\\u001b[31m", "n": 3}\n{"k": "é", "n": 2}\n'
        done = self.run_program("--by", "k", "--sum", "n", input=text)
        self.assertEqual(
            done.stdout,
            "key           count  sum  mean  min  max\n"
            '""                1  0.1   0.1  0.1  0.1\n'
            '"\\u001B[31m"      1    3   3.0    3    3\n'
            "é                 2    3   1.5    1    2\n",
        )

    def test_no_records(self):
        self.assertEqual(self.run_program().stdout, "count\n    0\n")
        self.assertEqual(self.run_program("--by", "k").stdout, "key  count\n")
        self.assertEqual(self.rows("--by", "k"), [])
        self.assertEqual(
            self.rows("--sum", "n"), [{"count": 0, "sum": 0, "mean": None, "min": None, "max": None}]
        )

    def test_sums_beyond_64_bits(self):
        for values in ([2**63 - 1] * 7, [-(2**63)] * 9, [2**63 - 1, -(10**18)] * 5, [10**18, -1], [-(10**18), 1]):
            text = "".join(f'{{"n": {value}}}\n' for value in values)
            row = self.rows("--sum", "n", input=text)[0]
            self.assertEqual(row["sum"], sum(values))
            self.assertEqual(row["mean"], sum(values) / len(values))

    def test_sums_of_doubles(self):
        for values in ([0.1] * 10, [1e100, 1.0, -1e100], [1e308] * 3, [1e308, 1e308, -1e308]):
            row = self.rows("--sum", "n", input="".join(f'{{"n": {value}}}\n' for value in values))[0]
            total = math.fsum(values) if max(values) < 1e308 else None  # more than a double: null
            self.assertEqual(row["sum"], total)

    def test_bad_records(self):
        bad = {
            '{"a": 1,}': ":9: string or '}' expected near '}'",
            '{"a" 1}': ":6: ':' expected near '1'",
            '{"é": tru}': ":9: invalid token near 'tru'",
            '{"a": 1': ":7: '}' expected near end of file",
            '{"a": 1} {}': ":10: end of file expected near '{'",
            '{"a": 1, "a": 2}': ":12: duplicate object key near '\"a\"'",
            '{"a": 9223372036854775808}': ":25: too big integer near '9223372036854775808'",
            '{"a": 1e999}': ":11: real number overflow near '1e999'",
            b'{"a": "\xc3\xa9\xff"}': ":9: unable to decode byte 0xff near '\"é'",
            b"\xff": ":1: unable to decode byte 0xff",
            "[" * 3000: ":2049: maximum parsing depth reached near '['",
            '{"a": "\\ud800"}': ":14: invalid Unicode '\\uD800' near '\"\\ud800\"'",
            "42": ":1: expected an object, found a number",
            "null": ":1: expected an object, found null",
            '["a"]': ":1: expected an object, found an array",
            '{"n": "x"}': ': key "n": expected a number, found a string',
            '{"n": {}}': ': key "n": expected a number, found an object',
            '{"m": 2}': ': key "n": expected a number, found nothing',
        }
        for record, reason in bad.items():
            with self.subTest(record=record[:40]):
                record = record if isinstance(record, bytes) else record.encode()
                self.write("in.jsonl", b'{"n": 1}\n\n' + record + b'\n{"n": 2}')
                done = self.run_program("--json", "--sum", "n", "in.jsonl", status=1)
                self.assertEqual(json.loads(done.stdout)["sum"], 3)
                self.assertEqual(
                    done.stderr, f"jsonlines: in.jsonl:3{reason}\njsonlines: 1 of 3 records is bad\n"
                )

    def test_bad_groups(self):
        done = self.run_program("--by", "k", input='{"k": []}\n{}\n{"k": {"l": 1}}\n{"k": 1}\n', status=1)
        self.assertEqual(done.stdout, "key  count\n1        1\n")
        self.assertIn('standard input:1: key "k": expected a value to group by, found an array', done.stderr)
        self.assertIn('standard input:2: key "k": expected a value to group by, found nothing', done.stderr)
        self.assertIn('standard input:3: key "k": expected a value to group by, found an object', done.stderr)

    def test_only_the_first_bad_records_are_shown(self):
        done = self.run_program(input="x\n" * 1000 + '{"a": 1}\n', status=1)
        self.assertEqual(done.stdout, "count\n    1\n")
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 6)
        self.assertEqual(lines[5], "jsonlines: 1000 of 1001 records are bad, the first 5 are shown")

    def test_a_binary_file(self):
        self.write("binary", random.Random(2).randbytes(100000))
        done = self.run_program("binary", status=1)
        self.assertEqual(done.stdout, "count\n    0\n")
        self.assertRegex(done.stderr, r"jsonlines: binary:1:\d+: ")

    def test_a_byte_order_mark(self):
        self.write("bom", b'\xef\xbb\xbf{"a": 1}\n{"a": 1}\n')
        self.write("bom.gz", gzip.compress(b'\xef\xbb\xbf{"a": 1}\n'))
        self.assertEqual(self.rows("bom", "bom.gz"), [{"count": 3}])

    def test_a_line_of_10_megabytes(self):
        text = '{"a": "' + "x" * 10_000_000 + '", "n": 1}\n{"n": 2}\n'
        self.write("long.gz", gzip.compress(text.encode(), 1))
        self.assertEqual(self.rows("--sum", "n", "long.gz", status=0)[0]["sum"], 3)

    def test_a_truncated_gzip(self):
        seeded = random.Random(3)
        records = list(random_records(seeded, 5000, random_number))
        whole = gzip.compress("".join(json.dumps(record) + "\n" for record in records).encode())
        self.write("good", '{"value": 1}\n')
        for keep in (len(whole) - 1, len(whole) // 2, 15):
            with self.subTest(keep=keep):
                self.write("cut.gz", whole[:keep])
                done = self.run_program("--json", "cut.gz", "good", status=1)
                left = subprocess.run(["gzip", "-dc", self.here / "cut.gz"], capture_output=True).stdout
                lines = left.count(b"\n")
                self.assertEqual(json.loads(done.stdout), {"count": lines + 1})
                place = f":{lines + 1}" if lines else ""
                self.assertEqual(done.stderr, f"jsonlines: cut.gz{place}: the gzip data ends too early\n")

    def test_a_damaged_gzip(self):
        lines = b'{"a": 1}\n' * 3
        damaged = bytearray(gzip.compress(lines))
        damaged[-6] ^= 1
        self.write("crc.gz", bytes(damaged))
        self.write("tail.gz", gzip.compress(lines) + b"more")
        self.write("header.gz", b"\x1f\x8b\xff" + bytes(100))
        for path, count in {"crc.gz": 3, "tail.gz": 3, "header.gz": 0}.items():
            with self.subTest(path=path):
                done = self.run_program("--json", path, status=1)
                self.assertEqual(json.loads(done.stdout), {"count": count})
                self.assertRegex(done.stderr, rf"^jsonlines: {path}:[\d:]* the gzip data is damaged\n$")

    def test_files_that_cannot_be_read(self):
        self.write("good", '{"a": 1}\n')
        self.write("secret", '{"a": 1}\n').chmod(0)
        done = self.run_program("missing", ".", "secret", "good", "-", status=1, unprivileged=True, input='{"a": 1}')
        self.assertEqual(done.stdout, "count\n    2\n")
        self.assertEqual(
            done.stderr,
            "jsonlines: missing: No such file or directory\n"
            "jsonlines: .: Is a directory\n"
            "jsonlines: secret: Permission denied\n",
        )

    def test_a_full_disk(self):
        with open("/dev/full", "w") as full:
            done = self.run_program("--by", "a", input='{"a": 1}\n', stdout=full, status=1)
        self.assertEqual(done.stderr, "jsonlines: standard output: No space left on device\n")

    def test_a_closed_pipe(self):
        read, write = os.pipe()
        os.close(read)
        done = self.run_program("--by", "a", input='{"a": 1}\n', stdout=write, status=-13)
        os.close(write)
        self.assertEqual(done.stderr, "")

    def test_wrong_usage(self):
        for arguments in (["--nothing"], ["--where"], ["--where", "a"], ["--where", "=1"], ["--where", "a!1"]):
            done = self.run_program(*arguments, status=2)
            self.assertEqual(done.stdout, "")
            self.assertIn("jsonlines", done.stderr)
        self.assertIn("--where", self.run_program("--help").stdout)
        self.assertRegex(self.run_program("--version").stdout, r"^jsonlines \d+\.\d+\n$")

    def test_memory_does_not_grow_with_the_file(self):
        if self.sanitized:
            return
        lines = b"".join(
            json.dumps({"user": i % 100, "n": i, "text": "x" * (i % 50)}).encode() + b"\n" for i in range(10000)
        )
        peaks = []
        for times in (2, 60):
            self.write("large.gz", gzip.compress(lines, 1) * times)
            process = self.start("--json", "--sum", "n", "large.gz")
            self.assertEqual(json.loads(process.stdout.read())["count"], 10000 * times)
            process.stdout.close(), process.stdin.close(), process.stderr.close()
            peaks.append(os.wait4(process.pid, 0)[2].ru_maxrss)
            process.returncode = 0
        self.assertLess(peaks[1], peaks[0] + 1000, "kilobytes, of 30 times as many records")


if __name__ == "__main__":
    example.main()
