#!/usr/bin/env python3
"""Check etl: the database contains what Python's csv has written, and each row exactly once, however the load was
stopped. Python's sqlite3 reads the database."""

import contextlib
import csv
import datetime
import fcntl
import io
import os
import pathlib
import random
import re
import signal
import sqlite3
import struct
import subprocess
import tempfile
import termios
import time

import example

if os.access("/dev/shm", os.W_OK):
    tempfile.tempdir = "/dev/shm"  # a commit does not have to wait for a disk

HEADER = ["id", "customer", "amount", "ordered", "note"]
NAMES = ["Acme", "Smith, Jones & Co", 'The "Best"', "Łukasz Żak", "日本", "line\nbreak", "cr\r\nlf", " spaces "]
NOTES = ["", "", "plain", "😀", 'a "quoted" word', "a,b,,c", "\n", '"', '""', "two\r\nlines", "é", "x" * 300, "a\rb", ","]


def amount(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def random_rows(count, seed, first=1):
    """Return rows of texts with ascending ids."""
    pick = random.Random(seed)
    rows, number = [], first
    for _ in range(count):
        cents = pick.choice([0, 1, -1, pick.randint(-(10**5), 10**5), pick.randint(-(10**17), 10**17)])
        day = datetime.date.fromordinal(pick.randint(1, datetime.date.max.toordinal()))
        note = "".join(pick.choices(NOTES, k=pick.randint(0, 3)))
        rows.append([str(number), pick.choice(NAMES), amount(cents), day.isoformat(), note])
        number += pick.choice([1, 1, 1, pick.randint(1, 10**6)])
    return rows


def to_csv(rows, **how):
    text = io.StringIO()
    csv.writer(text, **how).writerows([HEADER, *rows])
    return text.getvalue().encode()


def from_csv(text):
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows[0] == HEADER, rows[0]
    return rows[1:]


def typed(row, quoted=False):
    """Return the row in the database: an empty note is NULL, unless it is in quotes."""
    number, customer, money, ordered, note = row
    return int(number), customer, int(money.replace(".", "")), ordered, note if note or quoted else None


class Test(example.Case):
    def setUp(self):
        super().setUp()
        self.database = self.here / "orders.db"

    def query(self, sql):
        with contextlib.closing(sqlite3.connect(self.database, isolation_level=None)) as connection:
            return connection.execute(sql).fetchall()

    def stored(self):
        return self.query("SELECT id, customer, amount, ordered, note FROM orders ORDER BY id")

    def load(self, content, *options, status=0, name="orders.csv"):
        self.write(name, content)
        return self.run_program("load", *options, name, "orders.db", status=status).stderr

    def dumped(self, *options):
        return from_csv(self.run_program("dump", *options, "orders.db").stdout)

    def check_all(self, rows):
        """Check that all rows are stored exactly once."""
        self.assertEqual(self.dumped(), rows)
        self.assertEqual(self.stored(), [typed(row) for row in rows])

    # ---- There and back --------------------------------------------------------------------------------

    def test_round_trip(self):
        for seed, (quoting, end) in enumerate(
            [(csv.QUOTE_MINIMAL, "\r\n"), (csv.QUOTE_ALL, "\r\n"), (csv.QUOTE_MINIMAL, "\n"), (csv.QUOTE_ALL, "\n")]
        ):
            rows = [row for row in random_rows(3000, seed) if end == "\r\n" or "\r" not in "".join(row)]
            content = to_csv(rows, quoting=quoting, lineterminator=end)
            err = self.load(content, "--batch", [64, 99, 1000, 10000][seed])
            self.assertEqual(err, f"etl: orders.csv: {len(rows)} rows loaded, 0 rejected\n")
            self.assertEqual(self.stored(), [typed(row, quoting == csv.QUOTE_ALL) for row in rows])
            self.assertEqual(self.dumped(), rows)
            if end == "\n" and quoting == csv.QUOTE_MINIMAL:
                self.assertEqual(self.run_program("dump", "orders.db").stdout.encode(), content)
            self.database.unlink()

    def test_pieces(self):
        rows = random_rows(4000, 5)
        content = to_csv(rows)
        pick = random.Random(6)
        process = self.start("load", "-", "orders.db")
        at = 0
        while at < len(content):
            size = pick.choice([1, 2, 3, 100, 5000])
            process.stdin.write(content[at : at + size])
            process.stdin.flush()
            at += size
        _, err = process.communicate()
        self.assertEqual(err.decode(), "etl: (standard input): 4000 rows loaded, 0 rejected\n")
        self.check_all(rows)

    def test_any_order(self):
        rows = random_rows(500, 7)
        shuffled = rows[:]
        random.Random(8).shuffle(shuffled)
        self.load(to_csv(shuffled))
        self.check_all(rows)
        few = [row for row in rows if row[1] == "Acme"]
        self.assertTrue(few)
        self.assertEqual(self.dumped("--customer", "Acme"), few)
        self.assertEqual(self.dumped("--customer", "' OR 1"), [])

    def test_null_is_not_the_empty_text(self):
        content = ",".join(HEADER) + '\n1,a,0,2024-01-01,\n2,a,0.5,2024-01-01,""\n3,a,-0.05,2024-02-29,"x"\n'
        self.load(content)
        self.assertEqual([row[4] for row in self.stored()], [None, "", "x"])
        self.assertEqual(
            self.run_program("dump", "orders.db").stdout,
            ",".join(HEADER) + '\n1,a,0.00,2024-01-01,\n2,a,0.50,2024-01-01,""\n3,a,-0.05,2024-02-29,x\n',
        )

    def test_forms_of_a_file(self):
        mark, header = "\ufeff", ",".join(HEADER)
        for content in [
            f"{mark}{header}\r\n1,a,1,2024-01-01,b\r\n",
            f"{header}\n\n\r\n1,a,1,2024-01-01,b",
            f'{header}\r\n"1","a","1","2024-01-01","b"',
            f"{header}\n1,a,1,2024-01-01,b\r",
            f'{header}\n1,a,1,2024-01-01,"b"\r',
            '"id",customer,"amount",ordered,note\n1,a,1,2024-01-01,"b"\r\n\r\n\n',
        ]:
            self.load(content)
            self.assertEqual(self.stored(), [(1, "a", 100, "2024-01-01", "b")])
            self.database.unlink()
        self.load(f"{header}\n1,a,1,2024-01-01,")
        self.assertEqual(self.stored(), [(1, "a", 100, "2024-01-01", None)])
        self.database.unlink()
        self.assertEqual(self.load(header), "etl: orders.csv: 0 rows loaded, 0 rejected\n")

    def test_a_field_of_10_mb(self):
        rows = [["1", "a", "1.00", "2024-01-01", 'ab"\n' * 2500000], ["2", "b" * 10000000, "2.00", "2024-01-02", "c"]]
        self.load(to_csv(rows, lineterminator="\n"))
        csv.field_size_limit(1 << 30)
        self.check_all(rows)

    # ---- Rejected records ------------------------------------------------------------------------------

    def test_rejected_records(self):
        wrong = [  # a record, and the message about it
            (b"x,a,1,2024-01-01,", 'column id: "x" is not a whole number'),
            (b",a,1,2024-01-01,", 'column id: "" is not a whole number'),
            (b"1.0,a,1,2024-01-01,", 'column id: "1.0" is not a whole number'),
            (b"1234567890123456789,a,1,2024-01-01,", 'column id: "1234567890123456789" is not a whole number'),
            (b'"5\x00\n6",a,1,2024-01-01,', 'column id: "5??6" is not a whole number'),
            (b"5,,1,2024-01-01,", "column customer is empty"),
            (b"5,a,,2024-01-01,", 'column amount: "" is not an amount like 1234.50'),
            (b"5,a,1.,2024-01-01,", 'column amount: "1." is not an amount like 1234.50'),
            (b"5,a,.5,2024-01-01,", 'column amount: ".5" is not an amount like 1234.50'),
            (b"5,a,1.234,2024-01-01,", 'column amount: "1.234" is not an amount like 1234.50'),
            (b"5,a,1e3,2024-01-01,", 'column amount: "1e3" is not an amount like 1234.50'),
            (b"5,a,12345678901234567,2024-01-01,", 'column amount: "12345678901234567" is not an amount like 1234.50'),
            (b"5,a,1,2023-02-29,", 'column ordered: "2023-02-29" is not a date like 2024-02-29'),
            (b"5,a,1,1900-02-29,", 'column ordered: "1900-02-29" is not a date like 2024-02-29'),
            (b"5,a,1,2024-13-01,", 'column ordered: "2024-13-01" is not a date like 2024-02-29'),
            (b"5,a,1,2024-04-31,", 'column ordered: "2024-04-31" is not a date like 2024-02-29'),
            (b"5,a,1,0000-01-01,", 'column ordered: "0000-01-01" is not a date like 2024-02-29'),
            (b"5,a,1,2024-1-011,", 'column ordered: "2024-1-011" is not a date like 2024-02-29'),
            (b"5,a,1,24-01-01,", 'column ordered: "24-01-01" is not a date like 2024-02-29'),
            (b"5,a\xff,1,2024-01-01,", "column customer: invalid UTF-8"),
            (b"5,a,1,2024-01-01,\xc0\xaf", "column note: invalid UTF-8"),
            (b"5,a,1,2024-01-01,\xed\xa0\x80", "column note: invalid UTF-8"),
            (b"5,a,1,2024-01-01,\xf4\x90\x80\x80", "column note: invalid UTF-8"),
            (b"5,a,1,2024-01-01,a\xe2\x82", "column note: invalid UTF-8"),
            (b"5,a,1,2024-01-01,a\x00b", "column note: a NUL byte"),
            (b"5,a,1,2024-01-01", "4 fields instead of 5"),
            (b"5", "1 field instead of 5"),
            (b"5,a,1,2024-01-01,b,", "6 fields instead of 5"),
            (b",,,,,,,,,,,,,,,,,", "18 fields instead of 5"),
            (b'5,a"b",1,2024-01-01,', "column customer: a quote in a field that does not begin with one"),
            (b'5,"a"b,1,2024-01-01,', "column customer: text after the closing quote"),
            (b'5,"a"\r,1,2024-01-01,', "column customer: text after the closing quote"),
            (b'5,"a" ,1,2024-01-01,"', "column customer: text after the closing quote"),
            (b'1,a,1,2024-01-01,"an\nid\nthat is taken"', "column id: the table has this id already"),
        ]
        header, good = ",".join(HEADER).encode(), b'%d,"good\n",1.00,2024-01-01,x\r\n'
        for first in (*range(0, len(wrong), 10), 0):  # the first ten are shown
            some = wrong[first : first + 10] if first or not self.database.exists() else wrong
            content, said, line = header + b"\n", [], 2
            for number, (record, problem) in enumerate(some, 1):
                said.append(f"etl: orders.csv:{line + 2}: {problem}")
                content += good % number + record + b"\n"
                line += 3 + record.count(b"\n")
            if some is wrong:
                said[10:] = [f"etl: orders.csv: {len(some) - 10} more like these"]
            said.append(f"etl: orders.csv: {len(some)} rows loaded, {len(some)} rejected")
            err = self.load(content, "--batch", 3 if first == 10 else 10000, "--restart", status=1)
            self.assertEqual(err.splitlines(), said)
            self.assertEqual([row[0] for row in self.stored()], list(range(1, len(some) + 1)))
            again = self.load(content, status=1)
            self.assertEqual(again.splitlines(), ["etl: orders.csv: this file is loaded already", said[-1]])
            self.query("DELETE FROM orders")

    def test_a_quote_that_is_never_closed(self):
        content = ",".join(HEADER) + '\n1,a,1,2024-01-01,b\n2,"c\nd",2,2024-01-01,"e\n3,a,1,2024-01-01,\n'
        err = self.load(content, status=1)
        self.assertEqual(
            err,
            "etl: orders.csv:4: column note: the quote is never closed\n"
            "etl: orders.csv: 1 rows loaded, 1 rejected\n",
        )
        self.assertEqual(self.stored(), [(1, "a", 100, "2024-01-01", "b")])

    def test_a_quote_left_open_in_a_long_file(self):
        long = b"2,a,1.00,2024-01-01,some more text\n" * 2400000  # 84 MB
        content = ",".join(HEADER).encode() + b'\n1,a,1,2024-01-01,b\n2,a,1,2024-01-01,"x\n' + long
        err = self.load(content, status=1)
        self.assertIn("etl: orders.csv:3: column note: a record longer than 64 MiB: is a quote left open?\n", err)
        self.assertIn("1 rows loaded, 1 rejected", err)
        self.database.unlink()
        end = b'"\n3,a,1,2024-01-01,d\n5,"a,1,2024-01-01,\n'  # the records after it are read
        err = self.load(content + end, status=1)
        self.assertIn("etl: orders.csv:2400006: column customer: the quote is never closed\n", err)
        self.assertEqual(self.stored()[1:], [(3, "a", 100, "2024-01-01", "d")])
        self.assertEqual(self.query("SELECT offset FROM loads"), [(len(content + end),)])

    def test_strict(self):
        rows = random_rows(50, 11)
        good = to_csv(rows, lineterminator="\n")
        wrong = good + b"x\n" + b"y\n"
        line = good.count(b"\n") + 1
        said = [
            f"etl: orders.csv:{line}: 1 field instead of 5",
            "etl: orders.csv: 50 rows loaded, 0 rejected",
            f"etl: orders.csv: not finished; the same command goes on at line {line}",
        ]
        for batch in (7, 50, 51, 10000):
            self.assertEqual(self.load(wrong, "--strict", "--batch", batch, status=1).splitlines(), said)
            again = self.load(wrong, "--strict", status=1).splitlines()
            self.assertEqual(again, [f"etl: orders.csv: going on at line {line}", *said])
            self.check_all(rows)
            err = self.load(good, status=1)  # the corrected file counts as another file
            self.assertIn("orders.csv: the file has changed since 50 of its rows were loaded; --restart", err)
            self.assertIn("2 rejected", self.load(wrong, status=1))
            self.check_all(rows)
            self.database.unlink()

    # ---- Stopped and resumed ---------------------------------------------------------------------------

    def test_a_file_is_loaded_once(self):
        rows = random_rows(100, 12)
        self.load(to_csv(rows))
        self.assertIn("this file is loaded already", self.load(to_csv(rows)))
        self.check_all(rows)
        err = self.load(to_csv(rows), "--restart", status=1)
        self.assertIn("orders.csv:2: column id: the table has this id already", err)
        self.assertIn("0 rows loaded, 100 rejected", err)
        more = random_rows(100, 13, first=10**9)  # another file with the same name
        self.assertIn("100 rows loaded, 0 rejected", self.load(to_csv(more)))
        self.check_all(rows + more)

    def kill_until_done(self, content, rows, start):
        """Kill it at random moments until it finishes. After each kill, the stored rows are a prefix."""
        model = [typed(row) for row in rows]
        ends = {len(to_csv([])): 0}  # the number of rows that end before a byte
        line = io.StringIO()
        for count, row in enumerate(rows, 1):
            csv.writer(line).writerow(row)
            ends[len(to_csv([])) + len(line.getvalue().encode())] = count
        pick, kills = random.Random(14), 0
        while True:
            process = start()
            try:
                process.wait(pick.uniform(0, 0.1 if self.sanitized else 0.012))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    stream.close()
            if process.returncode == 0:
                break
            self.assertEqual(process.returncode, -signal.SIGKILL)
            self.assertLess(kills, 1000)
            if self.database.exists():  # reading also recovers from a crash
                with contextlib.suppress(sqlite3.OperationalError):  # no tables yet
                    offset, loaded = self.query("SELECT offset, loaded FROM loads")[0]
                    self.assertEqual(self.stored(), model[:loaded])
                    self.assertEqual(ends[offset], loaded)
        self.check_all(rows)
        self.assertEqual(self.query("PRAGMA integrity_check"), [("ok",)])
        return kills

    def test_killed(self):
        rows = random_rows(3000, 15)
        content = to_csv(rows)
        path = self.write("orders.csv", content)
        arguments = ("load", "--batch", "5")
        kills = self.kill_until_done(content, rows, lambda: self.start(*arguments, path, "orders.db"))
        self.assertGreater(kills, 0)
        self.database.unlink()
        start = lambda: self.start(*arguments, "-", "orders.db", stdin=path.open("rb"))  # noqa: E731
        self.kill_until_done(content, rows, start)
        self.database.unlink()

        def start_in_a_pipe():
            source = subprocess.Popen(["cat", path], stdout=subprocess.PIPE)
            self.addCleanup(source.wait)
            with source.stdout:
                return self.start(*arguments, "-", "orders.db", stdin=source.stdout)

        self.kill_until_done(content, rows, start_in_a_pipe)

    def wait_for_rows(self, least=1):
        for _ in range(2000):
            with contextlib.suppress(sqlite3.OperationalError):
                count = self.query("SELECT count(*) FROM orders")[0][0] if self.database.exists() else 0
                if count >= least:
                    return count
            time.sleep(0.01)
        self.fail("it stores no row")

    def wait_until_it_waits(self, process):
        """Wait until the program has emptied its pipe and waits for more."""
        for _ in range(2000):
            left = struct.unpack("i", fcntl.ioctl(process.stdin, termios.FIONREAD, b"1234"))[0]
            where = pathlib.Path(f"/proc/{process.pid}/wchan").read_text()
            stat = pathlib.Path(f"/proc/{process.pid}/stat").read_text()
            sleeps = stat.rpartition(") ")[2][0] == "S"
            if left == 0 and ("pipe" in where or (where == "0" and sleeps)):
                return
            time.sleep(0.01)
        self.fail("it does not read")

    def test_signals(self):
        rows = random_rows(4000, 16)
        rows[2500][4] = "the end of this row is missing at first"
        content = to_csv(rows)
        first = to_csv(rows[:2500])
        for number in (signal.SIGINT, signal.SIGTERM):
            process = self.start("load", "--batch", "1000", "-", "orders.db")
            process.stdin.write(content[: content.index(b"missing at first")])
            process.stdin.flush()
            self.wait_for_rows(2000)
            self.wait_until_it_waits(process)
            process.send_signal(number)
            process.wait()
            _, err = process.communicate()
            self.assertEqual(process.returncode, 130, err)
            self.assertEqual(self.stored(), [typed(row) for row in rows[:2500]])
            line = first.count(b"\n") + 1
            said = [
                "etl: (standard input): 2500 rows loaded, 0 rejected",
                f"etl: (standard input): not finished; the same command goes on at line {line}",
            ]
            self.assertEqual(err.decode().splitlines(), said)
            err = self.run_program("load", "-", "orders.db", input=first[:-9], status=1).stderr.splitlines()
            going = f"etl: (standard input): going on at line {line}"
            self.assertEqual(err, [going, "etl: (standard input): No data available", *said])
            err = self.run_program("load", "-", "orders.db", input=content).stderr.splitlines()
            self.assertEqual(err, [going, "etl: (standard input): 4000 rows loaded, 0 rejected"])
            self.check_all(rows)
            self.database.unlink()

    def test_a_signal_while_a_file_is_read(self):
        rows = random_rows(20000, 25)
        path = self.write("orders.csv", to_csv(rows))
        process = self.start("load", "--batch", "10", path, "orders.db")
        self.wait_for_rows()
        process.send_signal(signal.SIGINT)
        process.communicate()
        self.assertEqual(process.returncode, 130)
        self.assertLess(len(self.stored()), len(rows))
        self.run_program("load", path, "orders.db")
        self.check_all(rows)

    def test_two_at_once(self):
        rows = random_rows(4000, 17)
        content = to_csv(rows)
        half = len(to_csv(rows[:2000])) + 5  # inside a row
        first = self.start("load", "--batch", "10", "-", "orders.db")
        first.stdin.write(content[:half])
        first.stdin.flush()
        self.wait_for_rows(2000)
        second = self.start("load", "--batch", "10", "-", "orders.db")
        _, second_err = second.communicate(content)
        _, first_err = first.communicate(content[half:])
        self.assertEqual([first.returncode, second.returncode], [1, 0], first_err + second_err)
        self.assertIn("(standard input): going on at line", second_err.decode())
        said = first_err.decode()
        self.assertIn("another process is loading this file", said)
        self.assertNotIn("column id", said)
        self.check_all(rows)

    def test_full_disk(self):
        rows = random_rows(6000, 18)
        content = to_csv(rows)
        self.write("orders.csv", content)
        disk = len(content) // 1024 + 250
        err = self.run_on_small_disk(disk, "load", "--batch", "100", "orders.csv", "orders.db", status=1).stderr
        self.assertIn("etl: orders.db: database or disk is full\n", err)
        stored = self.stored()
        self.assertTrue(0 < len(stored) < len(rows))
        self.assertEqual(stored, [typed(row) for row in rows[: len(stored)]])
        self.assertIn(f"{len(stored)} rows loaded, 0 rejected\n", err)
        self.assertIn("not finished; the same command goes on at line", err)
        self.load(content)
        self.check_all(rows)
        self.assertEqual(self.query("PRAGMA integrity_check"), [("ok",)])

    def test_locked_database(self):
        rows = random_rows(10, 19)
        self.load(to_csv(rows[:5]), name="first.csv")
        with contextlib.closing(sqlite3.connect(self.database, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            self.assertEqual(self.load(to_csv(rows[5:]), status=1), "etl: orders.db: database is locked\n")
            err = self.run_program("dump", "orders.db", status=1).stderr
            self.assertEqual(err, "etl: orders.db: database is locked\n")
            process = self.start("load", "orders.csv", "orders.db")
            time.sleep(0.2)  # shorter than it waits for a lock
            connection.execute("COMMIT")
            _, err = process.communicate()
            self.assertEqual(process.returncode, 0, err)
        self.check_all(rows)

    # ---- Unreadable files ------------------------------------------------------------------------------

    def test_files_that_cannot_be_read(self):
        self.assertEqual(
            self.run_program("load", "missing.csv", "orders.db", status=1).stderr,
            "etl: missing.csv: No such file or directory\n",
        )
        (self.here / "folder").mkdir()
        err = self.run_program("load", "folder", "orders.db", status=1).stderr
        self.assertEqual(err, "etl: folder: Is a directory\n")
        self.write("secret.csv", to_csv([])).chmod(0)
        err = self.run_program("load", "secret.csv", "orders.db", status=1, unprivileged=True).stderr
        self.assertEqual(err, "etl: secret.csv: Permission denied\n")
        self.assertFalse(self.database.exists())

    def test_a_file_that_has_not_the_header(self):
        header = b",".join(column.encode() for column in HEADER)
        for content in [
            b"",
            b"\n",
            random.Random(20).randbytes(200000),
            b"\x00" * 1000,
            b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xe6\x02\x00",
            b"1,Acme,1,2024-01-01,\n",
            header + b",more\n",
            b"id,customer,amount,ordered\n",
            header.upper() + b"\n",
            b'"' + header,
        ]:
            err = self.load(content, status=1)
            self.assertRegex(err, r"\Aetl: orders.csv:\d+: the header is not id,customer,amount,ordered,note\n\Z")
            self.assertFalse(self.database.exists())

    def test_a_database_that_is_none(self):
        for content in [b"no database " * 100, random.Random(21).randbytes(5000)]:
            self.write("orders.db", content)
            err = self.load(to_csv([]), status=1)
            self.assertEqual(err, "etl: orders.db: file is not a database\n")
            err = self.run_program("dump", "orders.db", status=1).stderr
            self.assertEqual(err, "etl: orders.db: file is not a database\n")
            self.assertEqual(self.database.read_bytes(), content)
        self.database.unlink()
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            connection.execute("CREATE TABLE orders (name TEXT)")
        err = self.load(to_csv([]), status=1)
        self.assertEqual(err, "etl: orders.db: table orders has no column named id\n")
        self.database.unlink()
        (self.here / "folder").mkdir()
        self.write("orders.csv", to_csv([]))
        for database in ("folder", "no/such/folder.db"):
            for arguments in (("load", "orders.csv"), ("dump",)):
                err = self.run_program(*arguments, database, status=1).stderr
                self.assertEqual(err, f"etl: {database}: unable to open database file\n")

    def test_a_database_without_permission(self):
        self.write("orders.csv", to_csv(random_rows(5, 22)))
        load = ("load", "orders.csv", "orders.db")
        err = self.run_program(*load, status=1, unprivileged=True).stderr if os.geteuid() == 0 else ""
        if os.geteuid() == 0:
            self.assertEqual(err, "etl: orders.db: unable to open database file\n")
        self.run_program(*load)
        self.database.chmod(0o444)
        (self.here / "orders.csv").write_bytes(to_csv(random_rows(6, 23)))
        err = self.run_program(*load, status=1, unprivileged=True).stderr
        self.assertEqual(err, "etl: orders.db: attempt to write a readonly database\n")
        self.run_program("dump", "orders.db", unprivileged=True)
        self.database.chmod(0)
        err = self.run_program("dump", "orders.db", status=1, unprivileged=True).stderr
        self.assertEqual(err, "etl: orders.db: unable to open database file\n")

    # ---- Dump ------------------------------------------------------------------------------------------

    def test_dump_of_nothing(self):
        err = self.run_program("dump", "orders.db", status=1).stderr
        self.assertEqual(err, "etl: orders.db: unable to open database file\n")
        self.assertFalse(self.database.exists())
        self.query("PRAGMA user_version = 1")
        result = self.run_program("dump", "orders.db", status=1)
        self.assertEqual(result.stderr, "etl: orders.db: no such table: orders\n")

    def test_output_that_ends_early(self):
        self.load(to_csv(random_rows(20000, 24)))
        with open("/dev/full", "wb") as full:
            err = self.run_program("dump", "orders.db", status=1, stdout=full).stderr
        self.assertEqual(err, "etl: standard output: No space left on device\n")
        with open("/dev/full", "wb") as full:  # detected only at the end
            err = self.run_program("dump", "--customer", "x", "orders.db", status=1, stdout=full).stderr
        self.assertEqual(err, "etl: standard output: No space left on device\n")
        process = self.start("dump", "orders.db")
        self.assertEqual(process.stdout.readline().decode(), ",".join(HEADER) + "\n")
        process.stdout.close()
        self.assertEqual(process.stderr.read(), b"")
        process.stdin.close()
        process.stderr.close()
        self.assertEqual(process.wait(), -signal.SIGPIPE)

    # ---- The command line ------------------------------------------------------------------------------

    def test_usage(self):
        self.write("orders.csv", to_csv([]))
        self.assertIn("etl load", self.run_program("--help").stdout)
        self.assertRegex(self.run_program("--version").stdout, r"\Aetl \d+\.\d+\n\Z")
        for arguments in [
            (),
            ("what",),
            ("load",),
            ("load", "orders.csv"),
            ("load", "orders.csv", "orders.db", "more"),
            ("load", "--what", "orders.csv", "orders.db"),
            ("load", "--batch", "0", "orders.csv", "orders.db"),
            ("load", "--batch", "1x", "orders.csv", "orders.db"),
            ("load", "--batch=", "orders.csv", "orders.db"),
            ("load", "--customer", "x", "orders.csv", "orders.db"),
            ("dump",),
            ("dump", "--strict", "orders.db"),
            ("dump", "orders.db", "more"),
        ]:
            result = self.run_program(*arguments, status=2)
            self.assertIn("etl", result.stderr)
            self.assertEqual(result.stdout, "")
            self.assertFalse(self.database.exists())

    def test_memory_does_not_grow(self):
        if self.sanitized:
            return
        peaks = []
        for count in (50000, 200000):
            lines = (f'{i},"Customer, {i % 1000}",{i}.25,2024-01-01,"note {i}"\n' for i in range(count))
            content = (",".join(HEADER) + "\n" + "".join(lines)).encode()
            for command in ("load - orders.db", "dump orders.db"):
                process = self.start(*command.split())
                if command.startswith("load"):
                    process.stdin.write(content)
                    process.stdin.flush()
                else:
                    process.stdout.read(len(content) // 2)
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                peaks.append(int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]))
                process.communicate()
                self.assertEqual(process.returncode, 0)
            self.database.unlink()
        self.assertLess(max(peaks), 16 * 1024, peaks)
        self.assertLess(peaks[2] - peaks[0], 2048, peaks)
        self.assertLess(peaks[3] - peaks[1], 2048, peaks)


if __name__ == "__main__":
    example.main()
