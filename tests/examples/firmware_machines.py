#!/usr/bin/env python3
"""Run examples/firmware in an emulator. The program with the library and the hand-written one get the same bytes,
presses and samples, and must print the same.

    firmware_machines.py cortex-m3               in QEMU, step by step, because its time is not exact
    firmware_machines.py atmega328p --host FILE  in simavr, by a script in virtual time; FILE, the
                                                 program of the host, must print the same too
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import queue
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
FIRMWARE = pathlib.Path(__file__).resolve().parent.parent.parent / "examples" / "firmware"
sys.path.insert(0, str(FIRMWARE))

import build  # noqa: E402

ANSWER = re.compile(r"(ok|error data lost|status led .* table (none|ready))\n")

# ---- ATmega328P ----------------------------------------------------------------------------------

SCRIPT = """
adc 500 504 508 512 508 504 500 496 0 1023 1 2 3
wait 55
send status
wait 50
send led blink 3
wait 250
send adc
wait 150
send status
wait 250
send adc
send led on
wait 150
send limit 25
wait 10
send watch on
wait 290
adc 700
wait 300
adc 500
wait 300
send watch off
wait 100
press
wait 3
release
wait 2
press
wait 295
release
wait 1
press
wait 2
release
wait 97
send led blink 9
wait 250
press
wait 1200
send status
wait 50
release
wait 50
press
wait 4
release
wait 96
send led brink
wait 50
send a line that is longer than any command
wait 50
send
wait 10
send led\xff off
wait 50
send led off\r
wait 50
"""
ERASED = "erase\nsend adc\nwait 50\nsend watch on\nwait 50\nsend status\nwait 50\n"
FLOOD = "send status\n" * 20 + "wait 500\nsend\nwait 50\nsend led on\nwait 50\n"


def run(program, script, *options):
    done = subprocess.run([*map(str, program), *options], input=script.encode("latin-1"), stdout=subprocess.PIPE,
                          timeout=120)
    if done.returncode != 0:
        sys.exit(f"{program[0]}: exit status {done.returncode}")
    return done.stdout.decode("latin-1")


def check_host(host, board):
    """Compare the host with the board: the same output at the same time, but for the few ms of a byte."""
    stamp = re.compile(r"^\[(\d+) ms\]", re.M)
    times = [list(map(int, stamp.findall(printed))) for printed in (host, board)]
    if stamp.sub("[]", host) != stamp.sub("[]", board) or any(abs(a - b) > 10 for a, b in zip(*times)):
        sys.exit(f"the host:\n{host}\nthe board:\n{board}")


def check_flood(printed):
    """Check that bytes lost by a full ring are reported, and that the board goes on."""
    lines = printed.replace("[", "\n[").splitlines(keepends=True)
    for line in lines:
        if line.strip() and not line.startswith("[") and not ANSWER.fullmatch(line):
            sys.exit(f"after a flood it answers {line!r}")
    if "error data lost\n" not in printed or not printed.endswith("ok\n"):
        sys.exit(f"a flood of lines ends with\n{printed[-200:]}")


def atmega328p(images, directory, host):
    simavr = directory / "simavr"
    compiler = os.environ.get("CC", "cc").split()
    subprocess.run([*compiler, "-O2", "-Wall", FIRMWARE / "simavr.c", "-lsimavr", "-o", simavr], check=True)
    boards = {name: [simavr, image] for name, image in images.items()}
    for script in (SCRIPT, ERASED):
        printed = {name: run(board, script) for name, board in boards.items()}
        if host:
            check_host(run([host], script), printed["by hand"])
        yield printed
    for board in boards.values():
        check_flood(run(board, FLOOD))


# ---- Cortex-M3 -----------------------------------------------------------------------------------

PORT_F_LED, SELECT = 0x40025004, "ctrl"
SECONDS = 60


def connected(path):
    """Return a connection to a socket that a new process is about to open."""
    until = time.monotonic() + SECONDS
    while True:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(path)
            return connection
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            if time.monotonic() > until:
                raise
        time.sleep(0.01)


class Qemu:
    """A board in QEMU: its serial line, and its pins by QEMU's protocol for machines."""

    def __init__(self, image, directory):
        path = f"{directory}/{image.stem}.qmp"
        self.process = subprocess.Popen(
            ["qemu-system-arm", "-M", "lm3s6965evb", "-display", "none", "-monitor", "none", "-serial", "stdio",
             "-qmp", f"unix:{path},server=on,wait=off", "-kernel", str(image)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.lines = queue.Queue()
        self.printed = []
        threading.Thread(target=self.read, daemon=True).start()
        self.qmp = connected(path).makefile("rw")
        self.qmp.readline()
        self.ask("qmp_capabilities")

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line.decode("latin-1"))

    def ask(self, command, **arguments):
        self.qmp.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.qmp.flush()
        while True:
            answer = json.loads(self.qmp.readline())
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                sys.exit(f"QEMU: {answer['error']}")

    def send(self, text, answers=1):
        """Send bytes, and wait for this number of lines."""
        self.process.stdin.write(text.encode("latin-1"))
        self.process.stdin.flush()
        return [self.line() for _ in range(answers)]

    def line(self):
        try:
            line = self.lines.get(timeout=SECONDS)
        except queue.Empty:
            sys.exit(f"no answer after\n{''.join(self.printed)}")
        self.printed.append(line)
        return line

    def button(self, *states):
        """Move the button, without time in between."""
        self.ask("input-send-event", events=[
            {"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": SELECT}}} for down in states])

    def await_led(self, on):
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            word = self.ask("human-monitor-command", **{"command-line": f"xp /1wx {PORT_F_LED:#x}"})
            if (int(word.split(":")[1], 16) & 1) == on:
                return
            time.sleep(0.01)
        sys.exit(f"the LED does not go {'on' if on else 'off'}")

    def short_press(self):
        """Press the button until a press has the right length. Other work on this machine can disturb it."""
        for _ in range(10):
            self.button(True, False, True)
            time.sleep(0.1)
            self.button(False)
            try:
                line = self.lines.get(timeout=3)
            except queue.Empty:
                continue
            if line == "button short\n":
                self.printed.append(line)
                return
            time.sleep(0.2)
        sys.exit("no press of 0.1 s is a short one")


def play(image, directory):
    """Return the output of the board."""
    board = Qemu(image, directory)
    try:
        board.send("status\n")
        board.button(True, False)  # QEMU's button is down until it is moved
        board.send("led on\n")
        board.await_led(1)
        board.send("led off\n")
        board.await_led(0)
        board.send("led blink 99\n")
        for _ in range(2):
            board.await_led(1)
            board.await_led(0)
        board.send("led off\n")
        board.send("adc\nadc\nadc\nstatus\n", answers=4)
        board.short_press()
        board.await_led(1)
        board.send("limit 10\nwatch on\n", answers=3)
        board.send("limit 90\n", answers=2)
        board.button(True)
        board.line()  # a long press ends the watch
        board.button(False)
        board.send("status\n")
        board.send("led brink\na line that is longer than any\n\n\nled\xff on\nled off\r\n", answers=4)
        board.await_led(0)
        transcript = "".join(board.printed)
        flood = board.send("status\n" * 50)  # QEMU's UART waits, so every line may be answered
        while flood[-1] != "ok\n":
            flood += board.send("", answers=1) if not board.lines.empty() else board.send("led on\n")
        for line in flood:
            if not ANSWER.fullmatch(line):
                sys.exit(f"after a flood it answers {line!r}")
        return transcript
    finally:
        board.process.kill()
        board.process.wait()


def cortex_m3(images, directory, _):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        yield dict(zip(images, pool.map(lambda image: play(image, directory), images.values())))


# --------------------------------------------------------------------------------------------------


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("machine", choices=list(build.MACHINES))
    parser.add_argument("--host", help="the program of the host")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    directory = pathlib.Path(tempfile.mkdtemp(prefix="firmware-"))
    try:
        images = {}
        for number, program in enumerate(build.PROGRAMS):
            images[program] = directory / f"{number}.elf"
            build.build(options.machine, program, images[program])
        play_all = {"cortex-m3": cortex_m3, "atmega328p": atmega328p}[options.machine]
        for printed in play_all(images, directory, options.host):
            first, *others = printed
            if options.verbose:
                print(printed[first])
            for other in others:
                if printed[other] != printed[first]:
                    sys.exit(f"{first}:\n{printed[first]}\n{other}:\n{printed[other]}")
            print(f"{options.machine}: the same {len(printed[first])} bytes from {', '.join(printed)}")
    finally:
        shutil.rmtree(directory)


if __name__ == "__main__":
    main()
