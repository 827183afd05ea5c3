#!/usr/bin/env python3
"""Check that startup opens no library before it is needed, and works like its linked twin and Python."""

import bz2
import ctypes
import datetime
import email.utils
import hashlib
import lzma
import os
import random
import re
import shutil
import sqlite3
import subprocess
import zlib

import example

SONAMES = {
    "zlib": "libz.so.1", "bzip2": "libbz2.so.1.0", "liblzma": "liblzma.so.5", "libzstd": "libzstd.so.1",
    "sqlite3": "libsqlite3.so.0", "libcrypto": "libcrypto.so.3", "libxml2": "libxml2.so.2", "libcurl": "libcurl.so.4",
}  # fmt: skip


def installed(library):
    try:
        ctypes.CDLL(SONAMES[library])
    except OSError:
        return False
    return True


class Test(example.Case):
    def needs(self, library):
        if not installed(library):
            self.skipTest(f"{library} is not installed")

    def twin(self):
        """The path of the program that is linked to the libraries."""
        for place in (self.program.parent, self.program.parent.parent):
            if (place / "startup_linked").exists():
                return place / "startup_linked"
        self.skipTest("one of the libraries cannot be linked")

    def binary(self, *arguments, **how):
        """Return the output of a command, as bytes."""
        return self.run_program(*arguments, **how).stdout.encode("utf-8", "surrogateescape")

    def mapped(self, *arguments):
        """Return which of the eight libraries are mapped. libcurl maps others too."""
        environment = {**self.environment(), "LD_DEBUG": "files", "ASAN_OPTIONS": "detect_leaks=0"}
        trace = self.run_program(*arguments, env=environment).stderr
        self.assertIn("libc.so.6", trace)
        return {library for library, soname in SONAMES.items() if f"/{soname}" in trace or f"file={soname} " in trace}

    # ---- lazy

    def test_nothing_is_mapped_before_it_is_needed(self):
        always = self.mapped("--version")  # the sanitizer's library may need one
        if not self.sanitized:
            self.assertEqual(always, set())
        self.assertEqual(self.mapped("--help"), always)
        for library, arguments in {
            "zlib": ["crc32"], "sqlite3": ["sqlite", "select 1"], "libzstd": ["zstd"], "bzip2": ["bzip2"]
        }.items():  # fmt: skip
            if installed(library):
                self.assertEqual(self.mapped(*arguments) - {"zlib"}, (always | {library}) - {"zlib"})
        if installed("bzip2") and not self.sanitized:
            self.assertEqual(self.mapped("bzip2"), {"bzip2"})

    def test_the_twin_maps_all(self):
        twin = self.twin()
        trace = subprocess.run([twin, "--version"], env={**os.environ, "LD_DEBUG": "files"}, capture_output=True)
        for soname in SONAMES.values():
            self.assertIn(soname, self.decode(trace.stderr))

    def test_it_starts_faster_and_in_less_memory_than_the_twin(self):
        twin = self.twin()
        if self.sanitized:
            return
        lines = self.run_program("compare", twin).stdout.splitlines()
        (ms, megabytes), (linked_ms, linked_megabytes) = [
            map(float, re.match(r" *([\d.]+) ms +([\d.]+) MB  ", line).groups()) for line in lines
        ]
        self.assertLess(ms * 1.5, linked_ms)
        self.assertLess(megabytes * 3, linked_megabytes)

    def test_the_twin_prints_the_same(self):
        twin = self.twin()
        document = self.write("a.xml", "<a><b/></a>")
        text = self.write("a.txt", "text\n" * 1000)
        for arguments in (
            ["versions"], ["crc32", text], ["sha256", text], ["bzip2", text], ["xz", text], ["zstd", text],
            ["xml", document], ["sqlite", "select 1, null, 'a' union all select 2, 3, 4"], ["date", "1 Jan 2000"],
            ["--help"], ["--version"],
        ):  # fmt: skip
            linked = subprocess.run([twin, *arguments], capture_output=True, cwd=self.here)
            self.assertEqual(linked.returncode, 0, linked.stderr)
            self.assertEqual(self.binary(*arguments), linked.stdout)
        for arguments in (["xml", text], ["sqlite", "wrong"], ["date", "x"], ["crc32", "none"]):
            linked = subprocess.run([twin, *arguments], capture_output=True, cwd=self.here)
            mine = self.run_program(*arguments, status=1)
            self.assertEqual((linked.returncode, self.decode(linked.stderr)), (1, mine.stderr))

    # ---- without the libraries

    def test_where_no_library_is_installed(self):
        """Run it in a root directory with only the program, the loader and the C library."""
        if self.sanitized:
            return
        root = self.here / "root"
        root.mkdir()
        for line in subprocess.run(["ldd", self.program], capture_output=True, text=True).stdout.splitlines():
            for path in re.findall(r"(/\S+)", line)[:1]:
                (root / path[1:]).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, root / path[1:])
        shutil.copy(self.program, root / "startup")
        enter = ["unshare", *([] if os.geteuid() == 0 else ["-r"]), "-R", root, "/startup"]

        def run(*arguments):
            return subprocess.run([*enter, *arguments], capture_output=True, text=True, input="hello\n")

        versions = run("versions")
        self.assertEqual(versions.returncode, 0, versions.stderr)
        for library, soname in SONAMES.items():
            self.assertRegex(versions.stdout, rf"(?m)^{library} +missing: {soname}: .*No such file")
        for soname, arguments in {
            "libz.so.1": ["crc32"], "libcrypto.so.3": ["sha256"], "libbz2.so.1.0": ["bzip2"], "liblzma.so.5": ["xz"],
            "libzstd.so.1": ["zstd"], "libxml2.so.2": ["xml"], "libcurl.so.4": ["date", "x"],
            "libsqlite3.so.0": ["sqlite", "select 1"],
        }.items():  # fmt: skip
            ran = run(*arguments)
            self.assertEqual((ran.returncode, ran.stdout), (1, ""))
            self.assertRegex(ran.stderr, rf"\Astartup: {soname}: .*\n\Z")

    def test_a_broken_library(self):
        self.write("libz.so.1", "not a library")
        broken = {**self.environment(), "LD_LIBRARY_PATH": str(self.here)}
        if not self.sanitized:
            error = self.run_program("crc32", env=broken, status=1).stderr
            self.assertRegex(error, r"\Astartup: .*libz.so.1: .*\n\Z")
            self.assertIn("missing: ", self.run_program("versions", env=broken).stdout)

    # ---- the commands

    def test_checksums_as_python(self):
        dice = random.Random(1)
        for size in (0, 1, 63, 64, 65, 100_000, 10_000_000):
            data = dice.randbytes(size)
            file = self.write("data", data)
            if installed("zlib"):
                self.assertEqual(self.run_program("crc32", file).stdout, f"{zlib.crc32(data):08x}\n")
                self.assertEqual(self.run_program("crc32", input=data).stdout, f"{zlib.crc32(data):08x}\n")
            if installed("libcrypto"):
                self.assertEqual(self.run_program("sha256", file).stdout, hashlib.sha256(data).hexdigest() + "\n")

    def test_compression_as_python(self):
        for data in (b"", b"x", b"the same again " * 20_000, random.Random(2).randbytes(50_000)):
            file = self.write("data", data)
            if installed("bzip2"):
                self.assertEqual(bz2.decompress(self.binary("bzip2", file)), data)
            if installed("liblzma"):
                self.assertEqual(lzma.decompress(self.binary("xz", file)), data)
            if installed("libzstd"):
                packed = self.binary("zstd", file)
                self.assertEqual(packed[:4], b"\x28\xb5\x2f\xfd")
                if shutil.which("zstd"):
                    unpacked = subprocess.run(["zstd", "-dc"], input=packed, capture_output=True, check=True)
                    self.assertEqual(unpacked.stdout, data)
                self.assertLess(len(packed), len(data) + 100)

    def test_xml(self):
        self.needs("libxml2")
        self.write("a.xml", '<?xml version="1.0"?><!-- c --><root a="1"><x/>text<x><y/></x></root>')
        self.assertEqual(self.run_program("xml", "a.xml").stdout, "root: 4 elements, 3 deep\n")
        for content, line in (("<a>\n<b>\n</a>", 3), ("", 1), ("text", 1), ("<a/>\n<b/>", 2), (b"<a>\xff</a>", 1)):
            self.write("a.xml", content)
            error = self.run_program("xml", "a.xml", status=1).stderr
            self.assertTrue(error.endswith("startup: a.xml: not well-formed\n"), error)
            if content:
                self.assertIn(f"a.xml:{line}: ", error)

    def test_sqlite(self):
        self.needs("sqlite3")
        sql = "create table t(a, b); insert into t values(1, 'x'), (2, null); select * from t"
        self.assertEqual(self.run_program("sqlite", sql).stdout, "1|x\n2|\n")
        self.run_program("sqlite", sql, "a.db")
        self.assertEqual(self.run_program("sqlite", "select sum(a) from t", "a.db").stdout, "3\n")
        error = self.run_program("sqlite", "select * from missing", "a.db", status=1).stderr
        self.assertEqual(error, "startup: a.db: no such table: missing\n")
        with sqlite3.connect(self.here / "a.db", isolation_level=None) as other:
            other.execute("begin exclusive")
            error = self.run_program("sqlite", "insert into t values(3, 3)", "a.db", status=1).stderr
            other.execute("rollback")
        other.close()
        self.assertEqual(error, "startup: a.db: database is locked\n")
        self.write("b.db", "not a database, but long enough to be taken for one" * 100)
        error = self.run_program("sqlite", "select * from t", "b.db", status=1).stderr
        self.assertEqual(error, "startup: b.db: file is not a database\n")
        error = self.run_program("sqlite", "select 1 from t", "none/a.db", status=1).stderr
        self.assertEqual(error, "startup: none/a.db: unable to open database file\n")

    def test_dates_as_python(self):
        self.needs("libcurl")
        for days in (0, 1, 365, 12345, 20000):
            day = datetime.datetime(1970, 1, 1, 8, 49, 37, tzinfo=datetime.timezone.utc) + datetime.timedelta(days)
            text = email.utils.format_datetime(day, usegmt=True)
            self.assertEqual(self.run_program("date", text).stdout, f"{int(day.timestamp())}\n")
        error = self.run_program("date", "no day", status=1).stderr
        self.assertEqual(error, "startup: no day: not a date\n")

    # ---- the rest

    def test_input_that_cannot_be_read(self):
        for file, reason in (("none", "No such file or directory"), (".", "Is a directory")):
            error = self.run_program("crc32", file, status=1).stderr
            self.assertEqual(error, f"startup: {file}: {reason}\n")
        self.write("secret", "x").chmod(0)
        error = self.run_program("crc32", "secret", status=1, unprivileged=True).stderr
        self.assertEqual(error, "startup: secret: Permission denied\n")

    def test_wrong_usage(self):
        for arguments in (["--unknown"], [], ["wrong"], ["crc32", "a", "b"], ["sqlite"], ["date"], ["versions", "x"]):
            result = self.run_program(*arguments, status=2)
            self.assertIn("usage: startup", result.stderr)
            self.assertEqual(result.stdout, "")
        self.assertIn("usage: startup", self.run_program("--help").stdout)
        self.assertIn("startup 1", self.run_program("--version").stdout)
        error = self.run_program("compare", "./none", status=1).stderr
        self.assertIn("startup: ./none: No such file or directory\n", error)

    def test_a_full_disk_and_a_closed_pipe(self):
        with open("/dev/full", "w") as full:
            error = self.run_program("versions", status=1, stdout=full).stderr
        self.assertEqual(error, "startup: standard output: No space left on device\n")
        read, write = os.pipe()
        os.close(read)
        self.run_program("versions", status=-13, stdout=write)
        os.close(write)


if __name__ == "__main__":
    example.main()
