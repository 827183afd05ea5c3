#!/usr/bin/env python3
"""Check that analysis computes only what a command needs, and counts words as Python's Counter does."""

import collections
import os
import random
import re

import example


def words(text):
    """Return the words as the program sees them."""
    found = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)
    return ["".join(letter.lower()[0] for letter in word).replace("’", "'") for word in found]


def vocabulary(text, number):
    """Return the output of `vocabulary <number>`."""
    ranked = sorted(collections.Counter(words(text)).items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:7} {word}\n" for word, count in ranked[:number])


class Test(example.Case):
    def computed(self, *commands, text="one, two ONE\n"):
        """Return what is computed for the last command."""
        self.write("a.txt", text)
        before = self.trace(*commands[:-1])
        after = self.trace(*commands)
        self.assertEqual(after[: len(before)], before)
        return after[len(before) :]

    def trace(self, *commands):
        result = self.run_program("--trace", "a.txt", *commands, input="")
        return re.findall(r"^computing (\w+) ", result.stderr, re.M)

    def test_what_is_asked_for_is_computed_and_nothing_else(self):
        self.assertEqual(self.computed("clean"), ["cleaned"])
        self.assertEqual(self.computed("tokens"), ["cleaned", "tokens"])
        self.assertEqual(self.computed("vocabulary"), ["cleaned", "tokens", "vocabulary"])
        self.assertEqual(self.computed("vocabulary", "vocabulary"), [])
        self.assertEqual(self.computed("clean", "vocabulary"), ["tokens", "vocabulary"])
        self.assertEqual(self.computed("vocabulary", "set other"), [])
        self.assertEqual(self.computed("vocabulary", "drop cleaned"), [])

    def test_a_change_of_the_text_invalidates(self):
        self.assertEqual(self.computed("vocabulary", "append x", "clean"), ["cleaned"])
        self.assertEqual(self.computed("vocabulary", "append x", "vocabulary"), ["cleaned", "tokens", "vocabulary"])
        self.assertEqual(self.computed("vocabulary", "set x", "tokens"), ["cleaned", "tokens"])
        self.assertEqual(self.computed("vocabulary", "set x", "tokens", "vocabulary"), ["vocabulary"])

    def test_an_equal_text_computes_nothing(self):
        text = "one, two ONE"
        self.assertEqual(self.computed("vocabulary", f"set {text}", "vocabulary", text=text), [])
        self.assertEqual(self.computed("vocabulary", "append ", "vocabulary"), [])
        self.assertEqual(self.computed("vocabulary", "reload", "vocabulary"), [])
        self.assertEqual(self.computed("vocabulary", "set x", f"set {text}", "clean", text=text), ["cleaned"])

    def test_an_equal_result_stops_there(self):
        self.assertEqual(self.computed("vocabulary", "append !", "vocabulary"), ["cleaned"])
        self.assertEqual(self.computed("vocabulary", "touch cleaned", "vocabulary"), ["cleaned"])
        self.assertEqual(self.computed("vocabulary", "touch tokens", "vocabulary"), ["tokens"])

    def test_what_stands_on_a_dropped_cell_is_computed_again(self):
        every = ["cleaned", "tokens", "vocabulary"]
        for index, cell in enumerate(every):
            self.assertEqual(self.computed("vocabulary", f"drop {cell}", "vocabulary"), every[index:])
            self.assertEqual(self.computed("vocabulary", f"drop {cell}", "vocabulary", "vocabulary"), [])
        self.assertEqual(self.computed("vocabulary", "drop tokens", "clean"), [])
        self.assertEqual(self.computed("vocabulary", "drop cleaned", "clean"), ["cleaned"])
        self.assertEqual(self.computed("vocabulary", "drop cleaned", "clean", "vocabulary"), every[1:])

    def test_a_file_that_changes_between_two_commands(self):
        self.write("a.txt", "old\n")
        process = self.start("a.txt")
        process.stdin.write(b"vocabulary\n" + b"touch cleaned\n" * 10)
        process.stdin.flush()
        self.write("a.txt", "new\n")
        out, err = process.communicate(b"vocabulary\nreload\nvocabulary\n", timeout=60)
        self.assertRegex(out, rb"      1 (old|new)\n      1 (old|new)\n      1 new\n")
        self.assertEqual((err, process.returncode), (b"", 0))

    def test_as_python(self):
        dice = random.Random(2)
        alphabet = "aabBz9 äÖßẞΣжЖ中'’-_.,\n\t\0İȺ€\U0001f600"
        for number in range(40):
            text = "".join(dice.choices(alphabet, k=dice.choice([0, 1, 2, 5, 50, 3000])))
            self.write("a.txt", text)
            shown = self.run_program("a.txt", "clean", "vocabulary 7", "tokens", "vocabulary 99999").stdout
            found = words(text)
            expected = " ".join(found) + "\n" + vocabulary(text, 7)
            self.assertEqual(shown, expected + "".join(f"{word}\n" for word in found) + vocabulary(text, 99999))

    def test_random_commands_against_a_model(self):
        dice = random.Random(4)
        for _ in range(10):
            text, expected, commands = "start here", "", []
            self.write("a.txt", text)
            for _ in range(60):
                command = dice.choice(["clean", "tokens", "vocabulary 3", "drop", "touch", "set", "append", "reload"])
                argument = "".join(dice.choices("ab ,", k=dice.randrange(6)))
                if command in ("drop", "touch"):
                    command += " " + dice.choice(["cleaned", "tokens", "vocabulary"])
                elif command == "set":
                    text, command = argument, f"set {argument}"
                elif command == "append":
                    text, command = text + argument, f"append {argument}"
                elif command == "reload":
                    text = "start here"
                elif command == "clean":
                    expected += " ".join(words(text)) + "\n"
                elif command == "tokens":
                    expected += "".join(f"{word}\n" for word in words(text))
                else:
                    expected += vocabulary(text, 3)
                commands.append(command)
            self.assertEqual(self.run_program("a.txt", *commands).stdout, expected, commands)
            lines = "".join(f"{command}\n" for command in commands)
            self.assertEqual(self.run_program("a.txt", input=lines).stdout, expected, commands)

    def test_invalid_utf8(self):
        for bad in (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\x80"):
            self.write("a.txt", b"one\n\xc3\xa4 " + bad)
            result = self.run_program("a.txt", "vocabulary", "clean", "append x", "tokens", status=1)
            self.assertEqual(result.stdout, "")
            self.assertEqual(result.stderr, "analysis: a.txt:2: invalid UTF-8 at byte 4\n" * 3)
        result = self.run_program("--trace", "a.txt", "vocabulary", "tokens", "set fine", "vocabulary", status=1)
        self.assertEqual(result.stdout, "      1 fine\n")
        self.assertEqual(re.findall(r"computing (\w+)", result.stderr), ["cleaned", "cleaned", "tokens", "vocabulary"])

    def test_an_empty_and_a_binary_file(self):
        self.write("a.txt", "")
        result = self.run_program("a.txt", "clean", "tokens", "vocabulary", "append x", "vocabulary")
        self.assertEqual(result.stdout, "\n      1 x\n")
        error = self.run_program(self.program, "clean", status=1).stderr
        self.assertRegex(error, r":\d+: invalid UTF-8 at byte \d+\n\Z")

    def test_large_files(self):
        text = "word " * 1_000_000 + "x" * 5_000_000
        self.write("a.txt", text)
        result = self.run_program("a.txt", "vocabulary 1", "append y", "vocabulary")
        self.assertEqual(result.stdout, "1000000 word\n" * 2 + "      1 " + "x" * 5_000_000 + "y\n")

    def test_missing_directory_and_no_permission(self):
        self.assertEqual(
            self.run_program("none", "clean", status=1).stderr, "analysis: none: No such file or directory\n"
        )
        self.assertEqual(self.run_program(".", status=1).stderr, "analysis: .: Is a directory\n")
        self.write("a.txt", "x").chmod(0)
        error = self.run_program("a.txt", "clean", status=1, unprivileged=True).stderr
        self.assertEqual(error, "analysis: a.txt: Permission denied\n")

    def test_a_file_that_is_gone_at_reload(self):
        self.write("a.txt", "kept")
        process = self.start("--trace", "a.txt")
        process.stdin.write(b"clean\n")
        process.stdin.flush()
        self.assertIn(b"computing", process.stderr.readline())
        (self.here / "a.txt").unlink()
        out, err = process.communicate(b"reload\nclean\n", timeout=60)
        self.assertEqual(out, b"kept\nkept\n")
        self.assertEqual((err, process.returncode), (b"analysis: a.txt: No such file or directory\n", 1))

    def test_commands_that_are_wrong(self):
        self.write("a.txt", "x")
        wrong = ["cleann", "clea", "", "vocabulary x", "vocabulary -1", "vocabulary 1 2", "drop", "drop raw", "clean x"]
        for command in wrong:
            result = self.run_program("a.txt", "clean", command, status=2)
            self.assertEqual(result.stdout, "")
            self.assertRegex(result.stderr, rf"\Aanalysis: {command}: .+\n\Z")
        result = self.run_program("a.txt", input="clean\n\nwrong\ntokens", status=1)
        self.assertEqual(result.stdout, "x\nx\n")
        self.assertRegex(result.stderr, r"\Aanalysis: standard input:3: no such command: .*\n\Z")

    def test_wrong_usage(self):
        for arguments in (["--unknown"], []):
            result = self.run_program(*arguments, status=2)
            self.assertIn("usage: analysis", result.stderr)
        self.assertIn("usage: analysis", self.run_program("--help").stdout)
        self.assertIn("analysis 1", self.run_program("--version").stdout)

    def test_a_full_disk_and_a_closed_pipe(self):
        self.write("a.txt", "x")
        with open("/dev/full", "w") as full:
            error = self.run_program("a.txt", "clean", status=1, stdout=full).stderr
        self.assertEqual(error, "analysis: standard output: No space left on device\n")
        read, write = os.pipe()
        os.close(read)
        self.run_program("a.txt", "clean", status=-13, stdout=write)
        os.close(write)


if __name__ == "__main__":
    example.main()
