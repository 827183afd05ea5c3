#!/usr/bin/env python3
"""Check tokenizer: the values and errors of Python's eval for thousands of random expressions; each step of an
evaluation is correct by itself; errors have line, column and caret."""

import math
import os
import random
import re
import select

import example

LEAST, MOST = -(2**63), 2**63 - 1


class Wrong(Exception):
    """An error in an expression, in the program's words."""


class V:
    """A value of the language, on which eval computes."""

    def __init__(self, value):
        if isinstance(value, bool):
            value = int(value)
        if isinstance(value, int) and not LEAST <= value <= MOST:
            raise Wrong("integer overflow")
        if isinstance(value, float) and math.isinf(value):
            raise Wrong("the result is too large")
        self.value = value

    def pair(self, other):
        """Return both values, as doubles if one is a double."""
        if isinstance(self.value, int) and isinstance(other.value, int):
            return self.value, other.value
        return float(self.value), float(other.value)

    def __add__(self, other):
        a, b = self.pair(other)
        return V(a + b)

    def __sub__(self, other):
        a, b = self.pair(other)
        return V(a - b)

    def __mul__(self, other):
        a, b = self.pair(other)
        return V(a * b)

    def __truediv__(self, other):
        if other.value == 0:
            raise Wrong("division by zero")
        return V(float(self.value) / float(other.value))

    def __mod__(self, other):
        if other.value == 0:
            raise Wrong("division by zero")
        a, b = self.pair(other)
        return V(a % b)

    def __pow__(self, other):
        a, b = self.pair(other)
        if isinstance(a, int) and b >= 0:
            if abs(a) > 1 and b > 64:
                raise Wrong("integer overflow")
            return V(a ** (b if abs(a) > 1 else min(b, 2 + b % 2)))
        a, b = float(a), float(b)
        if a == 0 and b < 0:
            raise Wrong("division by zero")
        if a < 0 and b != math.floor(b):
            raise Wrong("the power is not a real number")
        try:
            return V(a**b)
        except OverflowError:
            raise Wrong("the result is too large") from None

    def __neg__(self):
        return V(-self.value)

    def __abs__(self):
        return V(abs(self.value))

    def compare(name):
        def method(self, other):
            a, b = self.pair(other)
            return V(getattr(a, name)(b))

        return method

    __lt__, __le__, __gt__, __ge__, __eq__, __ne__ = map(
        compare, ["__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__"]
    )

    def __bool__(self):
        return self.value != 0


def root(v):
    if v.value < 0:
        raise Wrong("the square root of a negative number")
    return V(math.sqrt(v.value))


FUNCTIONS = {"min": lambda *v: min(v), "max": lambda *v: max(v), "abs": abs, "sqrt": root, "V": V}


def python(text):
    """Return the expression in Python, with values of class V."""
    number = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)")
    return number.sub(r"V(\1)", text.replace("^", "**"))


class Expressions:
    """Random expressions."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self):
        choose = self.random.choice
        return choose([
            str(self.random.randrange(10)), str(self.random.randrange(10)), str(self.random.randrange(1000)),
            str(self.random.randrange(2**63)), str(MOST), "0", "1", "2", "0.5", "2.0", "1e300", "1e-300", "3.25E+2",
            repr(self.random.random()), "0.1", "9007199254740993",
        ])  # fmt: skip

    def operand(self, depth):
        kind = self.random.randrange(12 if depth > 0 else 5)
        if kind < 4:
            return self.number()
        if kind == 4:
            return self.random.choice("abc")
        if kind < 8:
            return f"({self.space()}{self.expression(depth - 1)}{self.space()})"
        if kind < 10:
            return "-" + self.space() + self.operand(depth - 1)
        name = self.random.choice(["min", "max", "abs", "sqrt"])
        count = self.random.randrange(1, 4) if name in ("min", "max") else 1
        if count == 1 and name in ("min", "max"):
            name = "abs"
        return f"{name}({', '.join(self.expression(depth - 1) for _ in range(count))})"

    def space(self):
        return self.random.choice(["", "", " ", "  "])

    def sum(self, depth):
        text = self.operand(depth)
        for _ in range(self.random.choice([0, 1, 1, 2, 3])):
            operator = self.random.choice("+-*/%^+-*")
            text += self.space() + operator + self.space() + self.operand(depth)
        return text

    def expression(self, depth):
        text = self.sum(depth)
        if self.random.randrange(8) == 0:
            operator = self.random.choice(["<", "<=", ">", ">=", "==", "!="])
            text += self.space() + operator + self.space() + self.sum(depth)
        return text


def parsed(text):
    """Return a printed value."""
    return int(text) if re.fullmatch(r"-?\d+", text) else float(text)


class Test(example.Case):
    def demand_same(self, printed, value, text):
        """Check that two values have the same type and value, including the sign of a zero."""
        shown = parsed(printed)
        same = type(shown) is type(value) and shown == value and math.copysign(1, shown) == math.copysign(1, value)
        self.assertTrue(same, f"{text}\n{printed}, not {value!r}")

    def errors(self, stderr):
        """Return the errors by line: column and reason."""
        found = re.findall(r"^tokenizer: line (\d+), column (\d+): (.*)\n  .*\n  ( *)\^$", stderr, re.M)
        self.assertEqual(len(found), stderr.count("tokenizer: "), stderr)
        return {int(line): (int(column), reason) for line, column, reason, _ in found}

    def test_random_expressions(self):
        expressions = Expressions(1)
        names = {name: V(value) for name, value in {"a": 3, "b": -0.75, "c": LEAST + 1}.items()}
        lines = ["let a = 3; let b = -0.75; let c = -9223372036854775807"]
        results, wrong = [], {}
        for _ in range(8000):
            text = expressions.expression(expressions.random.randrange(4))
            target = expressions.random.choice(["", "", "", "", "let a = ", "b =", "c  = "])
            lines.append(target + text + expressions.random.choice(["", "", ";", " # 1"]))
            try:
                value = eval(python(text), dict(FUNCTIONS), names)
                if target:
                    names[re.search(r"[abc] *=", target)[0][0]] = value
                else:
                    results.append((text, value.value))
            except Wrong as reason:
                wrong[len(lines)] = str(reason)
            if expressions.random.randrange(50) == 0:  # back to harmless values
                lines.append("a = 2;b = 0.5;c = -7")
                names.update(a=V(2), b=V(0.5), c=V(-7))
        done = self.run_program(input="\n".join(lines), status=1)
        self.assertEqual({line: reason for line, (_, reason) in self.errors(done.stderr).items()}, wrong)
        printed = done.stdout.splitlines()
        self.assertEqual(len(printed), len(results))
        for shown, (text, value) in zip(printed, results):
            self.demand_same(shown, value, text)
        self.assertGreater(len(results), 3000)
        self.assertGreater(len(wrong), 300)

    def test_each_step_is_right_by_itself(self):
        expressions = Expressions(2)
        names = {"a": V(3), "b": V(-0.75), "c": V(12)}
        count = 0
        texts = [expressions.expression(3) for _ in range(800)]
        lines = ["let a = 3; let b = -0.75; let c = 12"] + [f"{text}\n424242" for text in texts]
        done = self.run_program("--steps", input="\n".join(lines), status=1)
        parts = done.stdout.split("424242\n")
        self.assertEqual(len(parts), len(texts) + 1)
        for part in parts:
            value = None
            for line in part.splitlines():
                text, arrow, printed = line.rpartition(" -> ")
                if arrow:
                    self.demand_same(printed, eval(python(text), dict(FUNCTIONS), names).value, text)
                    value = printed
                    count += 1
                elif value is not None:
                    self.assertEqual(printed, value, "the last step is the result")
        self.assertGreater(count, 1000)

    def test_tokens(self):
        text = "let x1=3.5e-2 ;x1<=(2+\t4)^-2!=y# comment ("
        done = self.run_program("--tokens", text + "\n\né" + text, status=1)
        tokens = [
            (1, "let"), (5, "x1"), (7, "="), (8, "3.5e-2"), (15, ";"), (16, "x1"), (18, "<="), (20, "("), (21, "2"),
            (22, "+"), (24, "4"), (25, ")"), (26, "^"), (27, "-"), (28, "2"), (29, "!="), (31, "y"),
        ]  # fmt: skip
        kinds = {"let": "keyword", "x1": "name", "y": "name", "3.5e-2": "number", "2": "number", "4": "number"}
        expected = [f"1:{column:<4} {kinds.get(token, 'operator'):<9} {token}" for column, token in tokens]
        self.assertEqual(done.stdout.splitlines(), [*expected, f"1:{len(text) + 1:<4} end", "2:1    end"])
        self.assertEqual(self.errors(done.stderr), {3: (1, "unexpected character 'é'")})

    def test_mistakes(self):
        for text, (column, reason) in {
            "let y = (2 + 4 5": (16, "expected ')', found '5'"),
            "(2 + 4": (7, "expected ')', found the end"),
            "2 +": (4, "expected a value, found the end"),
            "2 + * 3": (5, "expected a value, found '*'"),
            ")": (1, "expected a value, found ')'"),
            "1 2": (3, "expected an operator, found '2'"),
            "let = 3": (5, "expected a name, found '='"),
            "let x 4": (7, "expected '=', found '4'"),
            "let let = 4": (5, "expected a name, found 'let'"),
            "1 + let": (5, "expected a value, found 'let'"),
            "(x) = 1": (5, "expected an operator, found '='"),
            "x + 1 = 2": (7, "expected an operator, found '='"),
            "x = 1": (1, "unknown variable"),
            "1 + xyz * 2": (5, "unknown variable"),
            "1 + foo(2)": (5, "unknown function"),
            "min(": (5, "expected a value, found the end"),
            "1 - min()": (5, "min takes one argument or more"),
            "abs(1, 2)": (1, "abs takes one argument"),
            "sqrt()": (1, "sqrt takes one argument"),
            "max(1 2)": (7, "expected ')', found '2'"),
            "max(1,)": (7, "expected a value, found ')'"),
            "1 < 2 < 3": (7, "comparisons in a row need parentheses"),
            "9223372036854775808": (1, "the integer has over 64 bits"),
            "1 + 1e999": (5, "the number is too large"),
            "1.": (3, "expected a digit"),
            "1e+": (4, "expected a digit"),
            "12ab": (3, "expected an operator"),
            "2 ! 3": (3, "unexpected character '!'"),
            "é": (1, "unexpected character 'é'"),
            "9223372036854775807 + 1": (21, "integer overflow"),
            "-9223372036854775807 - 2": (22, "integer overflow"),
            "3 * 3037000500 * 3037000500": (16, "integer overflow"),
            "2 ^ 63": (3, "integer overflow"),
            "-(-9223372036854775807 - 1)": (1, "integer overflow"),
            "abs(-9223372036854775807 - 1)": (1, "integer overflow"),
            "1 + 2 / (3 - 3)": (7, "division by zero"),
            "5 % 0": (3, "division by zero"),
            "0 ^ -1": (3, "division by zero"),
            "5.0 % 0": (5, "division by zero"),
            "1e308 * 10": (7, "the result is too large"),
            "(-8) ^ 0.5": (6, "the power is not a real number"),
            "1 + sqrt(-1)": (5, "the square root of a negative number"),
        }.items():
            with self.subTest(text=text):
                done = self.run_program("--", text, status=1)
                self.assertEqual(done.stdout, "")
                caret = f"  {text}\n  {' ' * (column - 1)}^\n"
                self.assertEqual(done.stderr, f"tokenizer: line 1, column {column}: {reason}\n{caret}")

    def test_values_at_the_ends(self):
        for text, value in {
            "-9223372036854775807 - 1": "-9223372036854775808",
            "(-2) ^ 63": "-9223372036854775808",
            "(-9223372036854775807 - 1) % -1": "0",
            "-2 ^ 2": "-4", "2 ^ 3 ^ 2": "512", "2 ^ -1": "0.5", "-7 % 3": "2", "7 % -3": "-2", "-7.5 % 2": "0.5",
            "7 / 2": "3.5", "6 / 2": "3.0", "0.1 + 0.2": "0.30000000000000004", "1e300": "1e+300", "-0.0": "-0.0",
            "min(3, 1, 2)": "1", "max(1)": "1", "max(1, 1.0)": "1", "0 ^ 0": "1", "1 ^ 9223372036854775807": "1",
        }.items():  # fmt: skip
            self.assertEqual(self.run_program("--", text).stdout, value + "\n", text)

    def test_a_wrong_line_does_not_stop_the_next(self):
        text = "let x = 1; 1/0; x = 2\n\n# comment\n x + 1 ;; \r\n(\nx*10"
        done = self.run_program(input=text, status=1)
        self.assertEqual(done.stdout, "2\n10\n")
        wrong = {1: (13, "division by zero"), 5: (2, "expected a value, found the end")}
        self.assertEqual(self.errors(done.stderr), wrong)

    def test_nested_deeply(self):
        for count in (10_000, 99_999):
            for text in ("(" * count + "7" + ")" * count, "-" * count + "7", "2 ^ " * count + "0"):
                value = (-7 if count % 2 and text[0] == "-" else 7) if text[0] != "2" else None
                done = self.run_program(input=text, status=0 if value else 1)
                if value:
                    self.assertEqual(done.stdout, f"{value}\n")
                else:
                    self.assertIn("integer overflow", done.stderr)
        for text in ("(" * 100_000 + "7" + ")" * 100_000, "-" * 100_000 + "7", "(" * 200_000):
            done = self.run_program(input=text + "\n1\n", status=1)
            self.assertEqual(done.stdout, "1\n")
            wrong = {1: (100_001, "nested more than 100000 levels deep")}
            self.assertEqual(self.errors(done.stderr), wrong)
        done = self.run_program("--depth", "3", "((7))\n (((7)))\n1+1*1\n1+1*1^1\n 1^1*1<2", status=1)
        self.assertEqual(done.stdout, "7\n2\n1\n")
        wrong = {2: (5, "nested more than 3 levels deep"), 4: (7, "nested more than 3 levels deep")}
        self.assertEqual(self.errors(done.stderr), wrong)
        done = self.run_program("--depth", "3", " 1^1*1+1<3", status=1)
        self.assertEqual(self.errors(done.stderr), {1: (2, "nested more than 3 levels deep")})

    def test_a_long_line(self):
        done = self.run_program(input="0" + " + 123456789" * 900_000 + "\n" + "1" * 10_000_000, status=1)
        self.assertEqual(done.stdout, f"{123456789 * 900_000}\n")
        self.assertEqual(self.errors(done.stderr), {2: (1, "the integer has over 64 bits")})
        self.assertLess(len(done.stderr), 300)
        done = self.run_program(input="\t" + "x" * 1000 + " + é + 1 1" + " é" * 1000, status=1)
        error, line, caret = done.stderr.splitlines()
        self.assertEqual(error, "tokenizer: line 1, column 1005: unexpected character 'é'")
        self.assertEqual(line[caret.index("^")], "é")
        self.assertLess(len(line), 80)

    def test_a_binary_file(self):
        data = bytes(range(256)) * 100 + b"\n\xff\xc3(\n\xc3\xa9\xff\n7\n\0\n"
        self.write("binary", data)
        done = self.run_program("--file", "binary", status=1)
        self.assertEqual(done.stdout, "7\n")
        self.assertNotRegex(done.stderr, r"[\0-\x09\x0b-\x1f\x7f\udc80-\udcff]")
        self.assertIn("tokenizer: binary: line 1, column 1: unexpected byte 0x00\n", done.stderr)
        self.assertRegex(done.stderr, "unexpected byte 0xff\n")

    def test_files_that_cannot_be_read(self):
        self.write("secret", "1").chmod(0)
        for path, reason in {
            "missing": "No such file or directory", ".": "Is a directory", "secret": "Permission denied"
        }.items():  # fmt: skip
            done = self.run_program("-f", path, status=1, unprivileged=True)
            self.assertEqual((done.stdout, done.stderr), ("", f"tokenizer: {path}: {reason}\n"))

    def test_a_full_disk(self):
        with open("/dev/full", "w") as full:
            done = self.run_program("1", stdout=full, status=1)
        self.assertEqual(done.stderr, "tokenizer: standard output: No space left on device\n")

    def test_a_closed_pipe(self):
        read, write = os.pipe()
        os.close(read)
        done = self.run_program("1", stdout=write, status=-13)
        os.close(write)
        self.assertEqual(done.stderr, "")

    def test_a_terminal_gets_each_answer_at_once(self):
        main, side = os.openpty()
        process = self.start(stdin=side, stdout=side, stderr=side)
        os.close(side)
        seen = b""
        for line, answer in ((b"2^10\n", b"1024"), (b"1/0\n", b"division by zero"), (b"3*3\n", b"9\r\n> ")):
            os.write(main, line)
            while answer not in seen:
                self.assertTrue(select.select([main], [], [], 60)[0], "no answer")
                seen += os.read(main, 1000)
            seen = seen.partition(answer)[2] if answer != b"9\r\n> " else seen
        os.write(main, b"\4")  # end of file
        self.assertEqual(process.wait(60), 1)
        os.close(main)

    def test_wrong_usage(self):
        for arguments in (["--nothing"], ["1", "2"], ["-f", "x", "1"], ["--depth", "0"], ["--depth", "1x"], ["-d"]):
            done = self.run_program(*arguments, status=2)
            self.assertEqual(done.stdout, "")
            self.assertIn("tokenizer", done.stderr)
        self.assertIn("--steps", self.run_program("--help").stdout)
        self.assertRegex(self.run_program("--version").stdout, r"^tokenizer \d+\.\d+\n$")
        self.assertEqual(self.run_program("").stdout, "")


if __name__ == "__main__":
    example.main()
