#!/usr/bin/env python3
"""Check logpipe against a model in Python: its output for the same log is the same, and whatever the input, nothing is
dropped silently."""

import calendar
import collections
import errno
import fcntl
import gzip
import json
import os
import pathlib
import pty
import random
import re
import resource
import select
import shutil
import signal
import subprocess
import termios
import time

import example

LINE = re.compile(
    rb"(?P<client>[^ ]+) [^[]+ [^[]+ \[(?P<time>\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "
    rb'"(?P<request>(?:[^"\\]|\\.)*)" (?P<status>[1-9]\d\d) (?:\d+|-) "(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*"(?: .*)?',
    re.DOTALL,
)
MONTHS = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
BATCH = 100


def second_of(text):
    """Return the seconds since 1970 of 29/Nov/2026:08:15:42 +0000, or None."""
    try:
        stamp = time.strptime(text[:20].decode(), "%d/%b/%Y:%H:%M:%S")
    except ValueError:
        return None
    zone = int(text[22:24]) * 60 + int(text[24:26])
    return calendar.timegm(stamp) - zone * (-60 if text[21:22] == b"-" else 60)


def shown(text, as_json=False):
    """Return a text of unknown origin in the form in which logpipe shows it."""
    result = ""
    for char in text.decode("utf-8", "surrogateescape"):
        code = ord(char)
        if 0xDC80 <= code <= 0xDCFF:
            result += f"\\x{code - 0xDC00:02X}"
        elif not as_json and (code < 0x20 or code == 0x7F):
            result += f"\\x{code:02X}"
        elif not as_json and 0x80 <= code < 0xA0:
            result += f"\\u{code:04X}"
        else:
            result += char
    return result


class Model:
    """The whole job, written in plain Python."""

    def __init__(self, files, wanted=range(500, 1000), path=b"", clients=None):
        self.lines = self.malformed = self.matched = self.evicted = 0
        self.alerts, self.wrong = [], []
        self.minutes, self.paths, self.by_client = (collections.Counter() for _ in range(3))
        seen = collections.OrderedDict()
        for name, data in files:
            lines = data.split(b"\n")
            if lines[-1] == b"":
                lines.pop()
            for number, line in enumerate(lines, 1):
                line = line[:-1] if line.endswith(b"\r") else line
                self.lines += 1
                match = LINE.fullmatch(line)
                second = match and second_of(match["time"])
                if second is None:
                    self.malformed += 1
                    self.wrong.append((name, number))
                    continue
                words = match["request"].split(b" ")
                where = words[1] if len(words) > 1 else words[0]
                if int(match["status"]) not in wanted or not where.startswith(path):
                    continue
                self.matched += 1
                self.minutes[second // 60] += 1
                self.paths[where.split(b"?")[0]] += 1
                self.by_client[match["client"]] += 1
                if match["client"] in seen:
                    continue
                if clients and len(seen) == clients:
                    seen.popitem(last=False)
                    self.evicted += 1
                seen[match["client"]] = True
                self.alerts.append({
                    "batch": len(self.alerts) // BATCH + 1, "file": name, "line": number,
                    "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second)),
                    "client": shown(match["client"], True), "status": int(match["status"]),
                    "request": shown(match["request"], True),
                    "text": f"  {match['time'].decode()}  {int(match['status'])}  {shown(match['client'])}"
                            f"  {shown(match['request'])}\n",
                })  # fmt: skip

    def text(self):
        """Return what is printed about the alerts without --json."""
        result = ""
        for at in range(0, len(self.alerts), BATCH):
            batch = self.alerts[at : at + BATCH]
            result += f"batch {batch[0]['batch']}: {len(batch)} new client{'s' * (len(batch) != 1)}\n"
            result += "".join(alert["text"] for alert in batch)
        return result

    def json(self):
        return [{key: value for key, value in alert.items() if key != "text"} for alert in self.alerts]

    def totals(self, what="client"):
        batches = (len(self.alerts) + BATCH - 1) // BATCH
        return (
            f"\n{self.lines:,} line{'s' * (self.lines != 1)}, {self.malformed:,} malformed, "
            f"{self.matched:,} matching: {len(self.alerts):,} {what}{'s' * (len(self.alerts) != 1)} "
            f"in {batches} batch{'es' * (batches != 1)}\n"
        )

    def top(self, counts, count):
        first = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:count]
        return "".join(f"{number:10}  {shown(key)}\n" for key, number in first)


def random_log(seed, lines):
    """Return a log with everything that is allowed in one, and much that is not."""
    random_ = random.Random(seed)
    clients = [f"10.0.{i // 256}.{i % 256}".encode() for i in range(300)] + [b"2001:db8::1", b"localhost"]
    clients += [b"x" * 60 + str(i).encode() for i in range(9)] + [str(i).encode() + b"y" * 90 for i in range(9)]
    paths = [b"/", b"/a?b=c", b"/a?d", b"/a/b", b"/b", b"/\xc3\xa4", b"/\xff\xfe", b"/say=\\\"x\\\"", b"/\\\\", b"/\x1b[2J",
             b"/\xc2\x9b", b"/\x7f", b"/\xed\xa0\x80", b"/\xf4\x90\x80\x80", b"/\xe2\x82", b"/\t\x00"]  # fmt: skip
    result = []
    for i in range(lines):
        path = random_.choice(paths)
        request = random_.choice([b"GET %s HTTP/1.1", b"POST %s HTTP/2.0", b"GET %s", b"%s", b"A %s B C"]) % path
        if random_.random() < 0.03:
            request = random_.choice([b"", b"-", b"\\x16\\x03\\x01", b" "])
        stamp = time.strftime("%d/%b/%Y:%H:%M:%S", time.gmtime(1709164700 + i * 3)).encode()
        zone = random_.choice([b"+0000"] * 5 + [b"-0330", b"+0545"])
        user = random_.choice([b"- -", b"- -", b"- frank", b"id some one"])
        tail = random_.choice([b"", b"", b' "10.0.0.1"', b" 0.002"])
        line = b'%s %s [%s %s] "%s" %d %s "%s" "%s"%s' % (
            random_.choice(clients), user, stamp, zone, request,
            random_.choice([200, 200, 304, 404, 499, 500, 502, 503, 599, 999]),
            random_.choice([b"0", b"-", b"123456789012"]), random_.choice([b"-", b"http://x/\\\"", b""]),
            random_.choice([b"-", b"Agent/1.0 (x; y)", b"\\\\"]), tail,
        )  # fmt: skip
        if random_.random() < 0.1:  # break it
            at = random_.randrange(len(line) + 1)
            line = random_.choice([
                line[:at], line[at:], line[:at] + b"\x00\xff" + line[at:], line[:at] + b'"' + line[at:],
                line.replace(b" ", b"", 1), line.replace(b"[", b"", 1), b"", line.replace(b"/Feb/", b"/Fob/"),
                line.replace(b":2", b":6", 1), bytes(random_.randrange(256) for _ in range(50)).replace(b"\n", b""),
            ])  # fmt: skip
        result.append(line.replace(b"\n", b"") + (b"\r\n" if random_.random() < 0.1 else b"\n"))
    return b"".join(result)


class Test(example.Case):
    def check(self, files, model, *arguments, input=b"", status=0):
        """Compare the text, the JSON, the counts and the malformed lines with the model."""
        text = self.run_program(*arguments, "--top", 5, "--histogram", *files, input=input, status=status)
        top = model.top(model.paths, 5)
        self.assertEqual(text.stdout.split("\nThe most frequent paths:\n")[0], model.text())
        self.assertIn(f"\nThe most frequent paths:\n{top}\n", text.stdout)
        self.assertIn(model.totals("new client" if "--clients" in arguments else "client"), text.stdout)
        if model.matched:
            self.check_histogram(text.stdout, model)
        as_json = self.run_program(*arguments, "--json", "--top", 3, "--by", "client", *files, input=input, status=status)
        self.assertEqual([json.loads(line) for line in as_json.stdout.splitlines()], model.json())
        self.assertIn(f"\nThe most frequent clients:\n{model.top(model.by_client, 3)}\n", as_json.stderr)
        reported = re.findall(r"^logpipe: (.*?):(\d+): malformed: .", text.stderr, re.M)
        self.assertEqual(reported, [(name, str(number)) for name, number in model.wrong[:5]])
        return text

    def check_histogram(self, out, model):
        step = int(re.search(r"^Matching requests by (?:(\d+) )?minute", out, re.M)[1] or 1)
        rows = re.findall(r"^  (\d{4}-\d\d-\d\d \d\d:\d\d) +(\d+) ([█-▏]*)$", out, re.M)
        self.assertLessEqual(len(rows), 41)
        counts = collections.Counter()
        for minute, count in model.minutes.items():
            counts[minute // step] += count
        expected = []
        for at in range(min(counts), max(counts) + 1):
            begin = time.strftime("%Y-%m-%d %H:%M", time.gmtime(at * step * 60))
            eighths = int(counts[at] / max(counts.values()) * 50 * 8 + 0.5)
            eighths = max(eighths, 1) if counts[at] else 0
            expected.append((begin, str(counts[at]), "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()))
        self.assertEqual(rows, expected)

    # ---- The job, compared with the model

    def test_random_logs_as_the_model(self):
        for seed in range(8):
            data = random_log(seed, 20 if seed == 0 else 1500)
            self.write("access.log", data)
            self.check(["access.log"], Model([("access.log", data)]))
        self.check(["-"], Model([("-", data)]), input=data)

    def test_status_and_path(self):
        data = random_log(100, 1500)
        self.write("access.log", data)
        for which, wanted in {"404": [404], "4xx": range(400, 500), "300-499": range(300, 500), "999": [999]}.items():
            model = Model([("access.log", data)], wanted)
            self.check(["access.log"], model, "--status", which)
        self.check(["access.log"], Model([("access.log", data)], path=b"/a"), "--path", "/a")
        model = Model([("access.log", data)], range(100, 1000), b"/a?")
        self.check(["access.log"], model, "--status", "100-999", "--path", "/a?")

    def test_several_files(self):
        files = [("one.log", random_log(1, 400)), ("two.log", random_log(2, 300)[:-1]), ("three.log", random_log(3, 500))]
        for name, data in files:
            self.write(name, data)
        self.check([name for name, _ in files], Model(files))
        self.write("empty.log", "")
        self.check(["empty.log"], Model([("empty.log", b"")]))

    def test_clients_are_forgotten(self):
        data = random_log(5, 2000)
        self.write("access.log", data)
        for clients in (1, 2, 50, 170, 5000):
            model = Model([("access.log", data)], clients=clients)
            text = self.check(["access.log"], model, "--clients", clients)
            self.assertIn(f"\nno more than {clients:,} client", text.stdout)
            if model.evicted:
                times = f"{model.evicted:,} time{'s' * (model.evicted != 1)}"
                self.assertIn(f"remembered: {times} an older one was forgotten", text.stdout)
            else:
                self.assertIn("that was enough", text.stdout)

    def test_many_clients(self):
        line = '%s - - [29/Nov/2026:08:15:42 +0000] "GET / HTTP/1.1" 500 1 "-" "-"\n'
        data = "".join(line % f"10.{i % 7}.{i // 256}.{i % 256}" for i in range(12345)) * 2
        self.write("access.log", data)
        done = self.run_program("access.log")
        self.assertIn("24,690 matching: 12,345 clients in 124 batches", done.stdout)
        self.assertEqual(len(re.findall(r"^  29", done.stdout, re.M)), 12345)

    def test_limit(self):
        data = random_log(6, 1500)
        self.write("access.log", data)
        model = Model([("access.log", data)])
        done = self.run_program("--limit", 3, "access.log")
        lines = done.stdout.splitlines(keepends=True)
        self.assertEqual(lines[1:4], [alert["text"] for alert in model.alerts[:3]])
        self.assertEqual(lines[4], f"{len(model.alerts) - 3} more alerts are not shown\n")
        self.assertIn(model.totals(), done.stdout)

    # ---- Compressed logs

    def test_gzip(self):
        if not self.has("zlib"):
            return
        data = random_log(7, 3000)
        model = Model([("a.gz", data)])
        self.write("a.gz", gzip.compress(data))
        self.check(["a.gz"], model)
        pieces = [data[at : at + 20001] for at in range(0, len(data), 20001)]
        members = b"".join(map(gzip.compress, [b"", *pieces, b""]))
        self.write("a.gz", members + bytes(700))  # padded as by tape drives
        self.check(["a.gz"], model)
        self.check(["-"], Model([("-", data)]), input=members)

    def test_gzip_of_many_megabytes(self):
        if not self.has("zlib"):
            return
        made = self.run_program("--make", 60000).stdout.encode("utf-8", "surrogateescape")
        self.write("a.gz", gzip.compress(made, 1))
        plain = self.run_program("-", input=made)
        packed = self.run_program("a.gz")
        self.assertEqual(packed.stdout, plain.stdout)

    def test_cut_gzip(self):
        if not self.has("zlib"):
            return
        data = random_log(8, 3000)
        whole = gzip.compress(data)
        for size in (2, 9, 15, len(whole) // 2, len(whole) - 8, len(whole) - 1):
            self.write("a.gz", whole[:size])
            self.write("b.log", random_log(9, 300))
            done = self.run_program("--json", "a.gz", "b.log", status=1)
            self.assertIn("logpipe: a.gz: what is compressed is cut off here\n", done.stderr)
            alerts = [json.loads(line) for line in done.stdout.splitlines()]
            before = [alert for alert in alerts if alert["file"] == "a.gz"]
            self.assertEqual(before, Model([("a.gz", data)]).json()[: len(before)])
            self.assertEqual(alerts[-1]["file"], "b.log")  # the next one is read
            if size > len(whole) // 3:
                self.assertGreater(len(before), 50)

    def test_damaged_gzip(self):
        if not self.has("zlib"):
            return
        data = bytearray(gzip.compress(random_log(8, 3000)))
        data[len(data) // 2] ^= 0xFF
        self.write("a.gz", bytes(data))
        done = self.run_program("a.gz", status=1)
        self.assertRegex(done.stderr, r"logpipe: a.gz: (invalid|incorrect) ")
        self.write("a.gz", gzip.compress(b"") + b"no gzip")
        self.assertIn("logpipe: a.gz: incorrect header check\n", self.run_program("a.gz", status=1).stderr)

    def test_zstd(self):
        if not self.has("libzstd") or not shutil.which("zstd"):
            return
        data = random_log(10, 3000)
        compressed = [
            subprocess.run(["zstd", "-c"], input=part, capture_output=True, check=True).stdout
            for part in (data[:100001], data[100001:])
        ]
        self.write("a.zst", b"".join(compressed))
        self.check(["a.zst"], Model([("a.zst", data)]))
        self.write("a.zst", b"".join(compressed)[:-30])
        done = self.run_program("a.zst", status=1)
        self.assertIn("logpipe: a.zst: what is compressed is cut off here\n", done.stderr)
        self.assertTrue(done.stdout.startswith("batch 1: 100 new clients\n"))
        damaged = bytearray(compressed[0])
        damaged[-20] ^= 0xFF
        self.write("a.zst", bytes(damaged))
        self.assertRegex(self.run_program("a.zst", status=1).stderr, "logpipe: a.zst: [A-Z]")

    def test_no_library(self):
        for library, magic, name in (("zlib", b"\x1f\x8b\x08\x00", "gzip"), ("libzstd", b"\x28\xb5\x2f\xfd", "zstd")):
            if not self.has(library):
                self.write("log", magic)
                done = self.run_program("log", status=1)
                self.assertIn(f"logpipe: log: it is compressed with {name}, and this logpipe was built without {library}\n",
                              done.stderr)  # fmt: skip

    # ---- Bad input

    def test_files_that_cannot_be_read(self):
        data = random_log(11, 500)
        self.write("access.log", data)
        self.write("secret.log", data).chmod(0)
        (self.here / "directory").mkdir()
        files = ["missing.log", "directory", "secret.log", "access.log"]
        done = self.run_program(*files, status=1, unprivileged=True)
        for name, error in zip(files, (errno.ENOENT, errno.EISDIR, errno.EACCES)):
            self.assertIn(f"logpipe: {name}: {os.strerror(error)}\n", done.stderr)
        model = Model([("access.log", data)])
        self.assertEqual(done.stdout, model.text() + model.totals())

    def test_binary_file(self):
        data = random.Random(1).randbytes(300000)
        self.write("binary", data)
        self.check(["binary"], Model([("binary", data)]))
        with open("/proc/self/exe", "rb") as file:
            data = file.read(1000000)
        done = self.run_program("-", input=data)
        self.assertIn("-:1: malformed: ", done.stderr)
        self.assertNotRegex(done.stderr, "[\x00-\x09\x0b-\x1f\x7f]")

    def test_line_of_10_megabytes(self):
        long = b"x" * 10_000_000
        good = b'10.0.0.1 - - [29/Nov/2026:08:15:42 +0000] "GET /%s HTTP/1.1" 500 1 "-" "-"\n'
        data = good % b"1" + long + b"\n" + long.replace(b"x", b"\xff") + b"\n" + good.replace(b"10.0", b"20.0") % long
        self.write("access.log", data)
        done = self.run_program("--json", "access.log")
        alerts = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([(alert["client"], alert["line"]) for alert in alerts], [("10.0.0.1", 1), ("20.0.0.1", 4)])
        self.assertEqual(alerts[1]["request"], f"GET /{long.decode()} HTTP/1.1")
        self.assertIn("access.log:2: malformed: there is no client with a space after it: "
                      f"{'x' * 60}... (10000000 bytes)\n", done.stderr)  # fmt: skip
        self.assertIn(f"{chr(92)}xFF" * 60 + "... (10000000 bytes)\n", done.stderr)

    def test_line_for_which_there_is_no_memory(self):
        if self.sanitized:
            return
        data = random_log(12, 500)
        limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (40_000_000, 40_000_000))  # noqa: E731
        done = self.run_program("-", input=data + b"x" * 50_000_000, status=1, preexec_fn=limit)
        self.assertIn(f"logpipe: {os.strerror(errno.ENOMEM)}\n", done.stderr)
        self.assertTrue(done.stdout.startswith(Model([("-", data)]).text()))

    def test_malformed_lines_are_shown(self):
        good = b'10.0.0.1 - - [29/Nov/2026:08:15:42 +0000] "GET / HTTP/1.1" 500 1 "-" "-"'
        wrong = {
            b"": "the line is empty",
            b"10.0.0.1": "there is no client with a space after it",
            b"10.0.0.1 ": "there is no time in brackets",
            good.replace(b"- - [", b"- ["): "an identity and a user have to stand before the time",
            good[:40]: "the line ends within the time",
            good.replace(b"29/Nov", b"31/Nov"): "the time has another form than 31/Dec/1999:23:59:59 +0000",
            good.replace(b'] "', b"] "): "after the time there is no request in quotes",
            good.replace(b'"', b'\\"').replace(b'\\"', b'"', 1): "the request has no closing quote",
            good.replace(b"500", b"50"): "there is no status after the request",
            good.replace(b"500", b"5x0"): "the status is not a number from 100 to 999",
            good.replace(b" 1 ", b" x "): "the size is neither a number nor -",
            good.replace(b'1 "', b"1 "): "there is no referer after the size",
            good.replace(b'1 "-"', b'1 "-'): "there is no agent after the referer",
            good[:-1]: "the agent has no closing quote",
            good + b"x": "after the agent there is no space",
        }
        self.assertEqual(self.run_program("-", input=good).stderr, "")
        for line, why in wrong.items():
            done = self.run_program("-", input=good + b"\n" + line + b"\n" + good)
            shown_line = shown(line[:60]) + (f"... ({len(line)} bytes)" if len(line) > 60 else "")
            tail = f": {shown_line}" if line else ""
            self.assertEqual(done.stderr, f"logpipe: -:2: malformed: {why}{tail}\n")
            self.assertIn("3 lines, 1 malformed, 2 matching", done.stdout)

    def test_leap_days_and_times(self):
        line = '10.0.0.1 - - [%s +0000] "GET / HTTP/1.1" 500 1 "-" "-"'
        for text in ("29/Feb/2024:00:00:00", "29/Feb/2000:23:59:60", "28/Feb/1900:12:00:00", "31/Dec/0001:00:00:00"):
            self.assertIn(" 0 malformed", self.run_program("-", input=line % text).stdout)
        for text in ("29/Feb/2023:00:00:00", "29/Feb/1900:00:00:00", "00/Jan/2024:00:00:00", "32/Jan/2024:00:00:00",
                     "01/jan/2024:00:00:00", "01/Jan/2024:24:00:00", "01/Jan/2024:00:60:00", "01/Jan/2024 00:00:00",
                     "01/Jan/0000:00:00:00", "1 /Jan/2024:00:00:00"):  # fmt: skip
            self.assertIn(" 1 malformed", self.run_program("-", input=line % text).stdout, text)

    # ---- Output that cannot be written

    def test_full_disk(self):
        for arguments in (["--limit", "0", "-"], ["-"], ["--make", "100000"], ["--help"], ["--version"]):
            with open("/dev/full", "wb") as full:
                process = self.start(*arguments, stdout=full)
                _, err = process.communicate(random_log(13, 2000))
            self.assertEqual(process.returncode, 1, arguments)
            if arguments[0] not in ("--help", "--version"):
                self.assertEqual(err.decode().count(f"logpipe: standard output: {os.strerror(errno.ENOSPC)}\n"), 1)

    def test_closed_pipe(self):
        for command in ("'%s' --make 1000000 | head -1", "'%s' --make 300000 | '%s' - | head -1"):
            program = str(self.program)
            done = subprocess.run(["bash", "-c", command.replace("%s", program) + '; echo "${PIPESTATUS[-2]}"'],
                                  capture_output=True, env=self.environment())  # fmt: skip
            self.assertIn(done.stdout.decode().splitlines()[-1], ("141", "0"))
            self.assertNotIn(b"standard output", done.stderr)

    # ---- Signals

    def wait_until_all_is_read(self, process):
        """Wait until the pipe to the process is empty and the process sleeps."""
        left = bytearray(4)
        for _ in range(2000):
            fcntl.ioctl(process.stdin.fileno(), termios.FIONREAD, left)
            stat = pathlib.Path(f"/proc/{process.pid}/stat").read_text()
            if not any(left) and stat.rsplit(") ", 1)[1][0] == "S":
                return
            time.sleep(0.01)
        self.fail("not all is read in 20 s")

    def interrupted(self, number, status):
        data = random_log(14, 500)
        model = Model([("-", data)])
        process = self.start("--top", "3", "-")
        process.stdin.write(data)
        process.stdin.flush()
        self.wait_until_all_is_read(process)
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
        self.assertEqual(process.returncode, status)
        out = self.decode(out)
        self.assertTrue(out.startswith(model.text()))
        self.assertTrue(out.endswith(model.totals()))
        self.assertIn(b"logpipe: stopped: what follows is what was done until then\n", err)

    def test_signals(self):
        self.interrupted(signal.SIGINT, 130)
        self.interrupted(signal.SIGTERM, 143)

    def test_signal_while_much_is_read(self):
        made = self.run_program("--make", 20000).stdout.encode("utf-8", "surrogateescape")
        process = self.start("--json", "-", stderr=subprocess.PIPE)
        begin = time.monotonic()
        sent = False
        os.set_blocking(process.stdin.fileno(), False)
        while process.poll() is None:
            try:
                os.write(process.stdin.fileno(), made[: 60000 // len(made) * len(made) or 60000])
            except BlockingIOError:
                select.select([], [process.stdin], [], 1)
            except BrokenPipeError:
                break
            if not sent and time.monotonic() - begin > 0.3:
                process.send_signal(signal.SIGINT)
                sent = True
            self.assertLess(time.monotonic() - begin, 30)
        out = process.stdout.read()
        err = process.stderr.read().decode()
        process.stdout.close(), process.stderr.close()
        try:
            process.stdin.close()
        except BrokenPipeError:
            pass
        self.assertEqual(process.wait(), 130)
        alerts = [json.loads(line) for line in out.splitlines()]
        clients = int(re.search(r": ([\d,]+) clients? in", err)[1].replace(",", ""))
        self.assertEqual(len(alerts), clients)

    # ---- On a terminal, and without

    def on_a_terminal(self, *arguments, input):
        """Return the output on standard error, a terminal, and on standard output, a pipe."""
        ours, theirs = pty.openpty()
        process = self.start(*arguments, stderr=theirs, stdin=input)
        os.close(theirs)
        text = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:
                more = b""
            if not more:
                break
            text += more
        os.close(ours)
        out, _ = process.communicate()
        self.assertEqual(process.returncode, 0)
        return text.decode(), out.decode("utf-8", "surrogateescape")

    def test_progress_on_a_terminal_only(self):
        made = self.run_program("--make", 30000).stdout.encode("utf-8", "surrogateescape")
        self.write("access.log", made)
        bar, out = self.on_a_terminal("access.log", input=subprocess.DEVNULL)
        self.assertRegex(bar, r"  0% .*  0\.0 MB")
        self.assertIn("malformed", bar)
        self.assertTrue(bar.endswith("\r\x1b[K"))
        quiet = self.run_program("access.log")
        self.assertNotIn("MB", quiet.stderr)
        self.assertNotIn("\x1b", quiet.stderr)
        self.assertEqual(out, quiet.stdout)
        with open(self.here / "access.log", "rb") as file:  # the length of the input is unknown
            bar, _ = self.on_a_terminal("-", input=file)
        self.assertIn("0.0 MB", bar)
        self.assertNotIn("%", bar)

    # ---- Without arguments, memory, options

    def test_the_made_log(self):
        first = self.run_program("--make", 5000).stdout
        self.assertEqual(first.count("\n"), 5000)
        self.assertEqual(self.run_program("--make", 5000, "--seed", 1).stdout, first)
        self.assertNotEqual(self.run_program("--make", 5000, "--seed", 2).stdout, first)
        for lines in (1, 2, 9, 1801):
            self.assertEqual(self.run_program("--make", lines).stdout.count("\n"), lines)
        data = first.encode("utf-8", "surrogateescape")
        model = Model([("-", data)])
        self.assertEqual(model.malformed, 8)
        self.check(["-"], model, input=data)

    def test_without_arguments(self):
        if self.sanitized:
            return
        bar, out = self.on_a_terminal(input=subprocess.DEVNULL)
        self.assertIn("    logpipe --make 10000000 | logpipe --limit 5 --top 5 --histogram --stats -\n\nbatch 1: ", out)
        self.assertIn("\n10,000,000 lines, 8 malformed, ", out)
        self.assertEqual(len(re.findall(" [█-▏]+$", out, re.M)), 30)
        self.assertRegex(out, r"peak memory \d+\.\d MB\n$")
        self.assertEqual(len(re.findall("logpipe: made.log:[0-9]+: malformed: ", bar)), 5)
        parts = [int(part) for part in re.findall(r"(\d+)% ", bar)]
        self.assertEqual(parts, sorted(parts))
        self.assertGreater(len(parts), 3)
        self.assertRegex(bar, r"\d:\d\d left  \d+\.\d MB  \d+\.\d MB/s")

    def test_memory_is_bounded(self):
        if self.sanitized:
            return
        peaks = []
        for lines in (80_000, 800_000):
            script = f"'{self.program}' --make {lines} | '{self.program}' --limit 0 --stats --top 5 --histogram -"
            out = subprocess.run(["bash", "-c", script], capture_output=True, check=True).stdout.decode()
            peaks.append(float(re.search(r"peak memory ([\d.]+) MB", out)[1]))
        self.assertLess(peaks[1], peaks[0] + 1.5, peaks)  # except for the larger table of clients
        self.assertLess(peaks[1], 8)

    def test_wrong_usage(self):
        self.write("access.log", "")
        for arguments in (["--unknown"], ["--status", "20"], ["--status", "6xy", "-"], ["--status", "500-400", "-"],
                          ["--status", "5000", "-"], ["--status", "+50", "-"], ["--status", "500-", "-"], ["--clients", "0", "-"],
                          ["--clients", "-1", "-"], ["--clients", "x", "-"], ["--clients", "1x", "-"],
                          ["--limit", "", "-"], ["--top", "0", "-"], ["--by", "size", "-"],
                          ["--make", "10", "access.log"], ["--make", "99999999999999999999"], ["--json"],
                          ["--top"]):  # fmt: skip
            done = self.run_program(*arguments, status=2)
            self.assertEqual(done.stdout, "")
            self.assertIn("Try 'logpipe --help'.\n", done.stderr)
            self.assertTrue(all(line.startswith("logpipe: ") for line in done.stderr.splitlines()[:-1]), done.stderr)

    def test_help_and_version(self):
        text = self.run_program("--help").stdout
        self.assertIn("Exit status: 0 ", text)
        self.assertLessEqual(max(map(len, text.splitlines())), 80)
        for name in re.findall(r"\{\"([a-z]+)\", (?:no|required)_argument", (self.source / "logpipe.c").read_text()):
            self.assertIn(f"--{name}", text)
        self.assertRegex(self.run_program("--version").stdout, r"^logpipe \d+\.\d+\n$")


if __name__ == "__main__":
    example.main()
