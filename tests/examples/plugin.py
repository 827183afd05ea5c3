#!/usr/bin/env python3
"""Check that plugin opens a library when the first line reaches it, explains failures, and filters as Python does."""

import codecs
import os
import random
import re
import shutil
import subprocess
import zlib

import example

MODELS = {
    "reverse": lambda line: line[::-1],
    "rot13": lambda line: codecs.encode(line, "rot13"),
    "squeeze": lambda line: re.sub("[ \t]+", " ", line).strip(" "),
    "upper": lambda line: re.sub("[a-z]", lambda letter: letter[0].upper(), line),
}


class Test(example.Case):
    def setUp(self):
        """Copy the program and its filters, so that a test may damage them."""
        super().setUp()
        build = example.options.program.parent
        self.bin = self.here / "bin"
        self.filters = self.bin / "filters"
        self.bin.mkdir()
        self.copy = shutil.copy(example.options.program, self.bin)
        places = (build / "filters", build.parent / "filters")
        shutil.copytree(next(place for place in places if place.is_dir()), self.filters)

    @property
    def program(self):
        return self.bin / example.options.program.name

    def compile(self, name, source):
        """Compile C source to a library, and return its path."""
        compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang", "clang-14", "clang-19"))))
        code = self.write("source.c", source)
        library = self.here / name
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, code], check=True)
        return library

    def opened(self, result):
        return re.findall(r"^plugin: (\w+): opened .*/(.*)$", result.stderr, re.M)

    # ---- which libraries are opened

    def test_each_library_is_opened_once_when_a_line_comes(self):
        result = self.run_program("--trace", "rot13", "upper", "rot13", input="a\nb\nc\n")
        self.assertEqual(self.opened(result), [("rot13", "rot13.so"), ("upper", "upper.so")])
        self.assertEqual(result.stdout, "A\nB\nC\n")

    def test_nothing_is_opened_for_an_empty_text(self):
        shutil.rmtree(self.filters)
        result = self.run_program("--trace", "rot13", "upper", "./none.so")
        self.assertEqual((result.stdout, result.stderr), ("", ""))

    def test_the_loader_maps_only_what_is_used(self):
        environment = {**self.environment(), "LD_DEBUG": "files"}
        result = self.run_program("upper", input="a\n", env=environment)
        self.assertIn("upper.so", result.stderr)
        self.assertNotIn("rot13.so", result.stderr)
        if not self.sanitized:  # the sanitizer's library may need it
            self.assertNotIn("libz", result.stderr)

    def test_a_missing_filter(self):
        (self.filters / "rot13.so").unlink()
        result = self.run_program("upper", "rot13", input="a\n", status=1)
        self.assertRegex(result.stderr, r"\Aplugin: rot13: .*rot13.so.*No such file.*\n\Z")
        self.assertEqual(result.stdout, "")
        self.assertEqual(self.run_program("upper", input="a\n").stdout, "A\n")

    def test_a_filter_that_can_be_done_without(self):
        (self.filters / "upper.so").unlink()
        result = self.run_program("--trace", "upper", input="a\nb\n")
        self.assertEqual(result.stdout, "A\nB\n")
        self.assertRegex(result.stderr, r"\Aplugin: upper: using the built-in function: upper.so: .*\n\Z")

    def test_broken_libraries(self):
        whole = (self.filters / "rot13.so").read_bytes()
        # (A file cut off later crashes glibc's loader, in any program.)
        for content in (b"", b"not a library\n", whole[:50], b"\x7fELF" + bytes(2000)):
            (self.filters / "rot13.so").write_bytes(content)
            result = self.run_program("rot13", input="a\n", status=1)
            self.assertRegex(result.stderr, r"\Aplugin: rot13: .*rot13.so.*\n\Z")
            self.assertEqual(result.stdout, "")
        (self.here / "dir.so").mkdir()
        error = self.run_program("./dir.so", input="a\n", status=1).stderr
        self.assertRegex(error, r"\Aplugin: ./dir.so: ./dir.so: .*\n\Z")

    def test_a_library_that_may_not_be_read(self):
        (self.filters / "rot13.so").chmod(0)
        error = self.run_program("bin/filters/rot13.so", input="a\n", status=1, unprivileged=True).stderr
        self.assertRegex(error, "rot13.so: cannot open .*: Permission denied\n")
        error = self.run_program("rot13", input="a\n", status=1, unprivileged=True).stderr
        self.assertIn("plugin: rot13: rot13.so: ", error)

    def test_a_library_that_is_no_filter(self):
        self.compile("other.so", "int other;\n")
        error = self.run_program("./other.so", input="a\n", status=1).stderr
        self.assertEqual(error, "plugin: ./other.so: ./other.so: undefined symbol: filter_version\n")
        self.compile("half.so", "int filter_version(void) { return 1; }\n")
        error = self.run_program("./half.so", input="a\n", status=1).stderr
        self.assertEqual(error, "plugin: ./half.so: ./half.so: undefined symbol: filter_line\n")
        self.compile("new.so", "int filter_version(void) { return 2; }\n")
        error = self.run_program("./new.so", input="a\n", status=1).stderr
        self.assertIn("plugin: ./new.so: made for version 2", error)

    def test_a_library_that_the_user_names(self):
        source = (
            "#include <stddef.h>\nint filter_version(void) { return 1; }\n"
            "size_t filter_line(char *line, size_t length) { line[0] = '>'; return length ? 1 : 0; }\n"
        )
        self.compile("own.so", source)
        result = self.run_program("--trace", "./own.so", "./own.so", input="abc\n\nx")
        self.assertEqual(result.stdout, ">\n\n>\n")
        self.assertEqual(result.stderr, "plugin: ./own.so: opened ./own.so\n")
        self.run_program("./own.so", "./other.so", status=2)
        self.run_program("./" + "x" * 5000, status=2)

    # ---- the filters

    def test_as_python(self):
        dice = random.Random(3)
        letters = "abyzABYZ 019\t  @[`{äß€\U0001f600\u0301"
        for names in [[name] for name in MODELS] + [["squeeze", "rot13", "reverse", "upper"], ["reverse"] * 2]:
            lines = ["".join(dice.choices(letters, k=dice.randrange(30))) for _ in range(200)]
            result = self.run_program("--crc32", *names, input="".join(f"{line}\n" for line in lines))
            for name in names:
                lines = list(map(MODELS[name], lines))
            text = "".join(f"{line}\n" for line in lines)
            self.assertEqual(result.stdout, text)
            self.assertEqual(result.stderr, f"plugin: crc32 {zlib.crc32(text.encode()):08x}\n")

    def test_invalid_utf8_and_binary(self):
        for data in (b"\xff\xc3\xa4\xc3", b"\0\x80\0", bytes(range(11, 256))):
            out = self.run_program("reverse", input=data).stdout.encode("utf-8", "surrogateescape")
            if data[0] != 11:
                expected = {b"\xff\xc3\xa4\xc3": b"\xc3\xc3\xa4\xff\n", b"\0\x80\0": b"\0\x80\0\n"}[data]
                self.assertEqual(out, expected)
            self.assertEqual(len(out), len(data) + 1)
            for name in ("rot13", "upper"):
                twice = self.run_program(name, *(["rot13"] if name == "rot13" else []), input=data).stdout
                expected = data.upper() if name == "upper" else data
                self.assertEqual(twice.encode("utf-8", "surrogateescape"), expected + b"\n")

    def test_a_long_line(self):
        text = "ab" * 5_000_000
        result = self.run_program("reverse", "rot13", input=text)
        self.assertEqual(result.stdout, "on" * 5_000_000 + "\n")

    # ---- the checksum

    def test_crc32_with_and_without_zlib(self):
        text = b"".join(bytes([i % 256, i // 7 % 256]) for i in range(5000)).replace(b"\r", b"") + b"\n"
        wanted = f"plugin: crc32 {zlib.crc32(text):08x}\n"
        self.assertEqual(self.run_program("--crc32", input=text).stderr, wanted)
        for library in ("libnone.so.1", str(self.write("text.so", "not a library"))):
            result = self.run_program("--crc32", "--trace", "--zlib", library, input=text)
            self.assertTrue(result.stderr.startswith(wanted + "plugin: crc32: using the built-in function: "))
        other = self.compile("other.so", "int other;\n")
        result = self.run_program("--crc32", "--trace", "--zlib", other, input=text)
        self.assertTrue(result.stderr.startswith(wanted))
        self.assertIn("undefined symbol: crc32", result.stderr)
        own = self.compile("own.so", "unsigned long crc32(unsigned long c, const void *p, unsigned n) { return 1; }\n")
        self.assertEqual(self.run_program("--crc32", "--zlib", own, input=text).stderr, "plugin: crc32 00000001\n")

    # ---- the rest

    def test_wrong_usage(self):
        for arguments in (["--unknown"], [], ["lower"], ["chosen"], ["rot13"] * 17):
            result = self.run_program(*arguments, status=2)
            self.assertEqual(result.stdout, "")
            self.assertNotEqual(result.stderr, "")
        self.assertIn("usage: plugin", self.run_program("--help").stdout)
        self.assertIn("plugin 1", self.run_program("--version").stdout)

    def test_input_that_cannot_be_read(self):
        directory = os.open(self.here, os.O_RDONLY)
        process = subprocess.run(
            self.command("upper"), stdin=directory, capture_output=True, env=self.environment(), cwd=self.here
        )
        os.close(directory)
        self.assertEqual(process.returncode, 1)
        self.assertEqual(process.stderr, b"plugin: standard input: Is a directory\n")

    def test_a_full_disk_and_a_closed_pipe(self):
        with open("/dev/full", "w") as full:
            error = self.run_program("upper", input="a\n" * 100000, status=1, stdout=full).stderr
        self.assertEqual(error, "plugin: standard output: No space left on device\n")
        read, write = os.pipe()
        os.close(read)
        self.run_program("upper", input="a\n", status=-13, stdout=write)
        os.close(write)


if __name__ == "__main__":
    example.main()
