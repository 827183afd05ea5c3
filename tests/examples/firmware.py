#!/usr/bin/env python3
"""Check firmware on the host: the program with the library and the hand-written one print the same, each line is
answered, and no loss goes unreported. firmware_machines.py runs them in the emulators."""

import os
import pathlib
import random
import re
import signal

import example

ANSWER = re.compile(r"ok|adc -?\d+\.\d|status led (on|off|blink \d+) limit \d+ watch (on|off) alarm (on|off) "
                    r"table (none|ready)|error (unknown command|line too long|data lost|calibration)")
MEAN, STEP = 8, 64


def points():
    """Return the calibration table, computed like firmware.c: tenths of a degree, rounded towards 0."""
    return [-100 + int((600 + int(120 * i / 16)) * i / 16) for i in range(17)]


def tenths(code):
    low, high = points()[code // STEP:][:2]
    return low + int((high - low) * (code % STEP) / STEP)


def mean(codes):
    return int(sum(map(tenths, codes)) / MEAN)


def shown(value):
    return f"adc {'-' if value < 0 else ''}{abs(value) // 10}.{abs(value) % 10}\n"


def random_script(seed):
    """Return a script of all kinds of events, at any moment."""
    rng = random.Random(seed)
    lines = ["status", "led on", "led off", "adc", "watch on", "watch off", "led blink {}", "limit {}",
             "led blink", "limit 100", "bogus", "", "x" * 40, "led on\r", "stat\0us", "\xff\xfe"]
    script = []
    for _ in range(60):
        choice = rng.randrange(10)
        if choice < 5:
            script.append("send " + rng.choice(lines).format(rng.randrange(60)))
        elif choice == 5:
            script.append("burst " + rng.choice(lines).format(rng.randrange(60)) * rng.randrange(1, 5))
        elif choice == 6:
            script.append("adc " + " ".join(str(rng.randrange(1024)) for _ in range(rng.randrange(1, 20))))
        else:
            script.append("press" if choice == 7 else "release")
        script.append(f"wait {rng.choice([0, 1, 3, 15, 25, 100, 1100])}")
    return "\n".join(script + ["wait 2000", ""]).encode("latin-1")


class Test(example.Case):
    def both(self, script):
        """Run both programs, check that their outputs are equal, and return the output."""
        library, by_hand = (self.run_program(*options, input=script).stdout for options in ([], ["--by-hand"]))
        self.assertEqual(library, by_hand, script)
        return library

    def test_both_are_the_same_whatever_happens(self):
        for seed in range(20 if self.sanitized else 100):
            self.both(random_script(seed))

    def test_each_line_is_answered_once_and_in_order(self):
        groups = [["status"], ["led on", "adc", "nonsense"], ["limit 7", "adc", "adc", "watch off"], ["z" * 100],
                  ["led", "adc", "led off", "adc"], ["status"]]
        script = "".join("".join(f"send {line}\n" for line in group) + "wait 400\n" for group in groups)
        lines = [line for line in self.both(script).splitlines() if not line.startswith("[")]
        for line in lines:
            self.assertRegex(line, f"^({ANSWER.pattern})$")
        self.assertEqual(" ".join(line.split()[0] for line in lines),
                         "status ok adc error ok adc adc ok error error adc ok adc status")

    def test_temperatures_are_the_means_of_eight_calibrated_codes(self):
        rng = random.Random(1)
        groups = [[rng.randrange(1024) for _ in range(MEAN)] for _ in range(4)] + [[0] * MEAN, [1023] * MEAN]
        script = "".join(f"adc {' '.join(map(str, codes))}\nsend adc\nwait 150\n" for codes in groups)
        self.assertEqual(self.both(script), "".join(shown(mean(codes)) for codes in groups))

    def test_the_table_is_computed_when_it_is_needed(self):
        out = self.both("send status\nwait 50\nsend adc\nwait 150\nsend status\nwait 50\n")
        self.assertEqual(re.findall("table (.*)", out), ["none", "ready"])

    def test_a_damaged_calibration_is_an_error_that_stays(self):
        script = "erase\nsend adc\nwait 50\nsend watch on\nwait 50\nsend status\nwait 50\nsend led on\nwait 50\n"
        out = self.both(script)
        self.assertEqual(out.count("error calibration\n"), 2)
        self.assertIn("watch off alarm off table none\n", out)
        self.assertTrue(out.endswith("ok\n"), out)

    def test_the_alarm_has_a_hysteresis(self):
        limit = tenths(512) // 10
        script = f"adc 400\nsend limit {limit}\nwait 20\nsend watch on\nwait 200\n"
        below = next(code for code in range(512, 0, -1) if tenths(code) < limit * 10 - 5)
        far_below = next(code for code in range(512, 0, -1) if tenths(code) < limit * 10 - 10)
        for code in (520, below, 520, far_below, below):
            script += f"adc {code}\nwait 200\n"
        self.assertEqual(self.both(script), "ok\nok\nalarm on\nalarm off\n")

    def test_the_lamp_blinks_and_a_command_stops_it(self):
        script = "wait 5\nsend led blink 3\nwait 650\nsend led blink 9\nwait 250\nsend led off\nwait 300\n"
        edges = re.findall(r"\[(\d+) ms\] led (on|off)", self.both(script))
        times = [int(time) for time, _ in edges]
        self.assertEqual([state for _, state in edges], ["on", "off"] * 4 + ["on", "off"])
        self.assertEqual([b - a for a, b in zip(times[:6], times[1:6])], [100] * 5)

    def test_bounces_are_no_presses(self):
        bouncing = "press\nwait 2\nrelease\nwait 3\npress\nwait 1\nrelease\nwait 1\n"
        script = f"wait 50\n{bouncing}wait 100\n{bouncing}press\nwait 200\n{bouncing}wait 100\n"
        self.assertEqual(self.both(script).count("button"), 1)

    def test_a_long_press_is_reported_while_it_lasts_and_ends_the_watch(self):
        script = "wait 50\nsend watch on\nwait 50\npress\nwait 1100\nsend status\nwait 50\nrelease\nwait 50\n"
        out = self.both(script)
        self.assertRegex(out, "^ok\nbutton long\nstatus led off limit 40 watch off .*\n$")

    def test_a_button_that_is_down_at_the_start_is_not_pressed(self):
        self.assertEqual(self.both("press\nwait 2000\nrelease\nwait 100\n"), "")

    def test_a_line_of_10_megabytes_is_too_long(self):
        out = self.run_program(input=b"send " + b"A" * 10_000_000 + b"\nsend led on\nwait 50\n").stdout
        self.assertRegex(out, r"^error line too long\n\[\d+ ms\] led on\nok\n$")

    def test_bytes_that_are_no_text(self):
        out = self.both(b"send led on\0\nwait 50\nsend led\xff on\nwait 50\nsend \x80\x81\nwait 50\n")
        self.assertEqual(out, "error data lost\nerror unknown command\nerror unknown command\n")

    def test_what_the_ring_cannot_take_is_reported(self):
        # The first line is complete. The next two lack a part, including the end of the first of them.
        out = self.both("burst led on\nwait 50\nburst " + "x" * 60 + "\nwait 50\nsend led off\nwait 50\n"
                        "send status\nwait 50\n")
        self.assertEqual([line for line in out.splitlines() if line[0] != "["],
                         ["ok", "error data lost", "status led on limit 40 watch off alarm off table none"])

    def test_numbers_at_their_limits(self):
        out = self.both("".join(f"send limit {number}\nwait 40\n" for number in
                                ("0", "99", "07", "100", "-1", "", "1x", "4294967297")))
        self.assertEqual(out.splitlines(), ["ok"] * 3 + ["error unknown command"] * 5)

    def test_a_wrong_script_is_an_error_with_its_line(self):
        for line, why in [
            ("jump", "unknown word: jump"), ("wait", "no number"), ("wait 1x", "not a valid number"),
            ("wait 99999999", "not a valid number"), ("wait -1", "not a valid number"), ("adc", "no number"),
            ("adc 1024", "not a valid number"), ("adc" + " 1" * 65, "more than 64 numbers"),
            ("press hard", "unexpected text"),
        ]:  # fmt: skip
            error = self.run_program(input=f"send led on\nwait 50\n{line}\n", status=1)
            self.assertIn(f"firmware: standard input:3: {why}", error.stderr)
            self.assertIn("ok\n", error.stdout)

    def test_scripts_that_cannot_be_read(self):
        self.assertIn("No such file", self.run_program("absent.txt", status=1).stderr)
        self.assertIn("Is a directory", self.run_program(self.here, status=1).stderr)
        secret = self.write("secret.txt", "wait 1\n")
        secret.chmod(0)
        self.assertIn("Permission denied", self.run_program(secret, status=1, unprivileged=True).stderr)
        binary = self.write("binary", pathlib.Path("/bin/sh").read_bytes())
        self.assertIn("binary:1: unknown word", self.run_program("binary", status=1).stderr)
        self.assertTrue(binary.exists())

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "w") as full:
            error = self.run_program(input="send status\nwait 50\n", status=1, stdout=full)
        self.assertIn("firmware: standard output: No space left on device", error.stderr)

    def test_a_closed_pipe_ends_it(self):
        process = self.start()
        process.stdout.close()
        try:
            process.stdin.write(b"send status\nwait 30\n" * 5000)
            process.stdin.close()
        except BrokenPipeError:
            pass
        self.assertIn(process.wait(60), (-signal.SIGPIPE, 128 + signal.SIGPIPE))
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()

    def test_usage(self):
        self.assertIn("Usage: firmware", self.run_program("--help").stdout)
        self.assertRegex(self.run_program("--version").stdout, r"^firmware \d")
        self.assertIn("Usage: firmware", self.run_program("--bogus", status=2).stderr)
        self.assertIn("Usage: firmware", self.run_program("a", "b", status=2).stderr)
        self.assertEqual(self.run_program(os.devnull).stdout, "")


if __name__ == "__main__":
    example.main()
