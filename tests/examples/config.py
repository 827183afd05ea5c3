#!/usr/bin/env python3
"""Check that config reads the file once for any number of threads, or again with --retry, and reads it
as Python does."""

import configparser
import os
import random
import re
import resource
import time

import example


class Test(example.Case):
    def refused(self, content, line, reason, *arguments):
        """Check that the file is rejected for this reason in this line, and nothing is printed."""
        self.write("a.ini", content)
        result = self.run_program(*arguments, "a.ini", "key", status=1)
        where = f"a.ini:{line}" if line else "a.ini"
        self.assertRegex(result.stderr, rf"\Aconfig: {where}: {reason}\n\Z")
        self.assertEqual(result.stdout, "")

    def reads(self, result):
        return int(re.search(r", reads: (\d+)$", result.stderr)[1])

    # ---- once, or again

    def test_many_threads_read_it_once(self):
        self.write("a.ini", "key = value\n" + "".join(f"k{i} = {i}\n" for i in range(1000)))
        queries = [f"k{i}:int" for i in range(300)]
        for threads in (1, 2, 8, 50):
            result = self.run_program("--threads", threads, "--trace", "a.ini", *queries)
            self.assertEqual(result.stdout.split(), [str(i) for i in range(300)])
            self.assertEqual(self.reads(result), 1)

    def test_many_threads_remember_an_error(self):
        self.write("a.ini", "key\n")
        for file, why in (("none", "No such file or directory"), ("a.ini:1", "neither a .section. nor")):
            result = self.run_program("--threads", 20, "--trace", file.split(":")[0], "key", status=1)
            self.assertRegex(result.stderr, rf"\Aconfig: {file}: {why}")
            self.assertEqual(self.reads(result), 1)

    def test_with_retry_all_threads_try_again(self):
        result = self.run_program("--threads", 3, "--retry=2", "--trace", "none", "key", status=1)
        self.assertEqual(self.reads(result), 6)
        self.assertEqual(result.stderr.count("No such file"), 1)

    def test_with_retry_threads_find_a_file_that_appears(self):
        process = self.start("--threads", 4, "--retry=150", "--trace", "late.ini", "key:int")
        time.sleep(0.25)
        self.assertIsNone(process.poll())
        self.write("part", "key = 7\n").rename(self.here / "late.ini")
        out, err = map(self.decode, process.communicate(timeout=60))
        self.assertEqual((out, process.returncode), ("7\n", 0), err)
        self.assertGreater(int(re.search(r", reads: (\d+)", err)[1]), 4)

    def test_without_retry_it_does_not_wait(self):
        self.run_program("late.ini", "key", status=1)

    def test_retry_after_a_mistake_in_the_file(self):
        self.write("a.ini", "key = 'open\n")
        process = self.start("--retry=150", "a.ini", "key")
        time.sleep(0.15)
        self.write("part", "key = 'closed'\n").rename(self.here / "a.ini")
        self.assertEqual(process.communicate(timeout=60)[0], b"closed\n")

    def test_fewer_threads_than_asked_for(self):
        if self.sanitized:
            return
        self.write("a.ini", "key = 1\n")
        few = lambda: resource.setrlimit(resource.RLIMIT_AS, (200_000_000, 200_000_000))  # noqa: E731
        result = self.run_program("--threads", 1000, "a.ini", "key:int", status=1, preexec_fn=few)
        self.assertEqual(result.stdout, "1\n")
        self.assertRegex(result.stderr, r"\Aconfig: only \d+ threads: Resource temporarily unavailable\n\Z")

    # ---- the contents of a file

    def test_values(self):
        self.write(
            "a.ini",
            "\ufeff# comment\r\nplain = a b#c ; comment\r\n\t[ a b ] # comment\nempty =\nonly = # comment\n"
            'quoted = " # \\"\\\\\\n\\t" ; comment\nraw=\'\\n "\'\n  equal = a=b\nänd = ö\n',
        )
        keys = ["plain", " a b .empty", " a b .only", " a b .quoted", " a b .raw", " a b .equal", " a b .änd"]
        values = ["a b#c", "", "", ' # "\\\n\t', '\\n "', "a=b", "ö"]
        self.assertEqual(self.run_program("a.ini", *keys).stdout, "".join(f"{value}\n" for value in values))

    def test_types(self):
        good = {
            "int": [("-9223372036854775808", "-9223372036854775808"), ("+7", "7"), ("007", "7")],
            "bool": [("yes", "true"), ("OFF", "false"), ("1", "true"), ("False", "false")],
            "duration": [("0s", "0"), ("1h30m", "5400000"), ("2d1ms", "172800001"), ("90s", "90000")],
        }
        bad = {
            "int": ["", "1x", "1.5", "0x10", "--1", "1 2"],
            "bool": ["", "2", "y", "truer"],
            "duration": ["", "5", "s", "1 s", "-1s", "1w", "1.5s", "1sms", "1s5"],
        }
        for kind, values in good.items():
            for text, value in values:
                self.write("a.ini", f"key = {text}\n")
                self.assertEqual(self.run_program("a.ini", f"key:{kind}").stdout, value + "\n")
        for kind, values in bad.items():
            for text in values:
                self.write("a.ini", f"\nkey = {text}\n")
                result = self.run_program("a.ini", f"key:{kind}", status=1)
                self.assertEqual(result.stderr, f'config: a.ini:2: key: "{text}" is not of the type {kind}\n')
        for kind, text in (("int", "9223372036854775808"), ("duration", "106751991168d"), ("duration", "9" * 30 + "s")):
            self.write("a.ini", f"key = {text}\n")
            self.assertIn("is too large", self.run_program("a.ini", f"key:{kind}", status=1).stderr)

    def test_as_configparser(self):
        """Compare the values with Python's, for random files in the common syntax."""
        dice = random.Random(5)
        pieces = ["a", "b", "#", ";", " ", "  ", "\t", "=", "1", "x y", "é", "%"]
        for _ in range(30):
            lines, section = [], None
            names = [f"k{i}" for i in range(40)]
            for name in names:
                if section is None or dice.random() < 0.2:
                    section = f"s{len(lines)}"
                    lines.append(f"[{section}]" + dice.choice(["", " ; c", "\t# c"]))
                lines += dice.choices(["", "# c = d", "  ; c"], k=dice.randrange(2))
                value = "".join(dice.choices(pieces, k=dice.randrange(8)))
                lines.append(name + dice.choice(["=", " = ", "= ", "\t="]) + value)
            text = "\n".join(lines) + dice.choice(["", "\n"])
            self.write("a.ini", text)
            model = configparser.ConfigParser(
                delimiters="=", comment_prefixes="#;", inline_comment_prefixes="#;", interpolation=None
            )
            model.read_string(text)
            items = [(f"{s}.{key}", value) for s in model.sections() for key, value in model[s].items()]
            self.assertEqual(len(items), len(names))
            result = self.run_program("a.ini", *(key for key, _ in items))
            self.assertEqual(result.stdout, "".join(f"{value}\n" for _, value in items), text)

    # ---- errors

    def test_files_that_are_refused(self):
        self.refused("key = a\n[]\n", 2, r"not a \[section\]")
        self.refused("[a\n", 1, r"not a \[section\]")
        self.refused("[a] b\n", 1, r"not a \[section\]")
        self.refused("key = 1\n\nname\n", 3, r"neither a \[section\] nor key = value")
        self.refused("= 1\n", 1, "neither .*")
        self.refused("two words = 1\n", 1, "neither .*")
        self.refused('key = "a\n', 1, 'no closing "')
        self.refused('key = "\\', 1, 'only .* are known')
        self.refused('key = "\\x"\n', 1, 'only .* are known')
        self.refused("key = 'a' b\n", 1, "text after the closing '")
        self.refused("[s]\na=1\n[t]\na=1\n[s]\nb=1\na=2\n", 7, '"s.a" stands in line 2 already')

    def test_invalid_utf8(self):
        for bad in (b"\xff", b"\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80"):
            self.refused(b"# fine\nkey = \xc3\xa4" + bad + b"\n", 2, "invalid UTF-8 at byte 9")
        self.write("a.ini", "key = \U0010ffff\u0800\u0080\n")
        self.assertEqual(self.run_program("a.ini", "key").stdout, "\U0010ffff\u0800\u0080\n")

    def test_a_binary_file(self):
        self.refused(b"\x7fELF\x01\0\0\0\n", 1, "a zero byte: this is not a text file")
        self.refused(self.program.read_bytes(), "[0-9]+", "(a zero byte.*|invalid UTF-8.*|neither.*)")

    def test_a_long_line(self):
        value = "x" * 10_000_000
        self.write("a.ini", f"key = {value}\nport = {value}\n")
        self.assertEqual(self.run_program("a.ini", "key").stdout, value + "\n")
        error = self.run_program("a.ini", "port:int", status=1).stderr
        self.assertLess(len(error), 200)
        self.refused(value, 1, "neither .*")

    def test_missing_directory_and_no_permission(self):
        self.assertIn("none: No such file", self.run_program("none", "key", status=1).stderr)
        self.assertIn(": Is a directory", self.run_program(".", "key", status=1).stderr)
        self.write("secret.ini", "key = 1\n").chmod(0)
        error = self.run_program("secret.ini", "key", status=1, unprivileged=True).stderr
        self.assertEqual(error, "config: secret.ini: Permission denied\n")

    def test_an_empty_file_and_unknown_keys(self):
        self.write("a.ini", "")
        self.assertEqual(self.run_program("a.ini", "key", status=1).stderr, 'config: a.ini: there is no "key"\n')
        self.write("a.ini", "[server]\nport = 1\nhost = h\n")
        result = self.run_program("a.ini", "server.prt", "server.host", "x" * 1000, status=1)
        self.assertEqual(result.stdout, "h\n")
        self.assertIn('"server.prt"; "server.port" is there\n', result.stderr)
        self.assertIn("x" * 1000 + '"\n', result.stderr)

    def test_wrong_usage(self):
        for arguments in (
            ["--unknown"], [], ["a.ini"], ["--threads", "0", "a", "b"], ["--threads", "x", "a", "b"],
            ["--threads", "99999", "a", "b"], ["--retry=0", "a", "b"], ["a.ini", "key:float"],
        ):  # fmt: skip
            result = self.run_program(*arguments, status=2)
            self.assertEqual(result.stdout, "")
            self.assertNotEqual(result.stderr, "")
        self.assertIn("usage: config", self.run_program("--help").stdout)
        self.assertIn("config 1", self.run_program("--version").stdout)

    def test_a_full_disk_and_a_closed_pipe(self):
        self.write("a.ini", "key = value\n")
        with open("/dev/full", "w") as full:
            error = self.run_program("a.ini", "key", status=1, stdout=full).stderr
        self.assertEqual(error, "config: standard output: No space left on device\n")
        read, write = os.pipe()
        os.close(read)
        self.run_program("a.ini", "key", status=-13, stdout=write)
        os.close(write)


if __name__ == "__main__":
    example.main()
