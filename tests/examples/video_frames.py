#!/usr/bin/env python3
"""Check video_frames: both ways find the same scenes, the lazy one with one frame in memory."""

import pathlib
import random
import re
import resource
import signal
import struct
import zlib

import example


def encode(frames, width, height):
    """Return a video of these frames, each of them bytes."""
    out = [b"RLVIDEO1", struct.pack("<HHI", width, height, len(frames))]
    last = bytes(width * height)
    for frame in frames:
        changes = bytes((a - b) % 256 for a, b in zip(frame, last))
        runs = b""
        for run in re.finditer(rb"(.)\1{1,128}|.", changes, re.S):
            length = len(run[0])
            runs += bytes([length + 126 if length > 1 else 0, run[0][0]])
        out += [struct.pack("<II", len(runs), zlib.adler32(frame)), runs]
        last = frame
    return b"".join(out)


def decode(data):
    """Return the frames of a video."""
    width, height, count = struct.unpack_from("<HHI", data, 8)
    at, last = 16, bytes(width * height)
    for _ in range(count):
        length, checksum = struct.unpack_from("<II", data, at)
        at, end, changes = at + 8, at + 8 + length, bytearray()
        while at < end:
            n = data[at]
            if n < 128:
                changes += data[at + 1:at + 2 + n]
                at += n + 2
            else:
                changes += data[at + 1:at + 2] * (n - 126)
                at += 2
        last = bytes((a + b) % 256 for a, b in zip(last, changes))
        assert len(changes) == width * height and zlib.adler32(last) == checksum
        yield last
    assert at == len(data)


def scenes(frames):
    """Return the numbers of the frames in which more than half the pixels change their sixteenth of grey."""
    def histogram(frame):
        grey = frame.translate(bytes(i >> 4 for i in range(256)))
        return [grey.count(i) for i in range(16)]
    found, last = [], None
    for number, frame in enumerate(frames, 1):
        now = histogram(frame)
        if last and sum(abs(a - b) for a, b in zip(last, now)) > len(frame):
            found.append(number)
        last = now
    return found


class Test(example.Case):
    def found(self, *arguments, **how):
        printed = self.run_program(*arguments, **how).stdout
        return [int(number) for number in re.findall(r"^frame (\d+): a new scene$", printed, re.M)]

    def make(self, frames=200, seed=1):
        self.run_program("--make", "film", "--frames", frames, "--seed", seed)
        return self.here / "film"

    def test_both_ways_agree_with_python(self):
        for seed, frames in (0, 150), (1, 240):
            film = self.make(frames, seed)
            expected = scenes(decode(film.read_bytes()))
            self.assertTrue(expected)
            self.assertEqual(self.found("film"), expected)
            self.assertEqual(self.found("--eager", "film"), expected)
            self.assertEqual(self.found("--first", "film"), expected[:1])

    def test_videos_of_another_encoder(self):
        rng = random.Random(1)
        for width, height in (1, 1), (3, 2), (200, 7), (4096, 1):
            levels = [rng.randrange(256) for _ in range(12)]
            frames = [bytes((level + rng.choice([0, 0, 0, 1])) % 256 for _ in range(width * height))
                      for level in levels for _ in range(rng.randrange(1, 4))]
            self.write("film", encode(frames, width, height))
            self.assertEqual(self.found("film"), scenes(frames))
            self.assertEqual(self.found("film", "--eager"), scenes(frames))

    def test_short_videos(self):
        for count in 0, 1:
            self.write("film", encode([bytes(6)] * count, 3, 2))
            self.assertEqual(self.found("film"), [])
            self.assertEqual(self.found("--eager", "film"), [])
            self.run_program("--compare", "film")

    def test_the_comparison(self):
        self.make(1000)
        for arguments in ("--compare", "film"), ("--frames", 1000):
            printed = self.run_program(*arguments, env={**self.environment(), "TMPDIR": str(self.here)}).stdout
            rows = {row[0]: [float(n) for n in row[1:]]
                    for row in re.findall(r"^(\w.*?) {2,}([\d.]+) +([\d.]+) +([\d.]+)$", printed, re.M)}
            self.assertEqual(rows["frames decoded"][:2], [1000, 1000])
            self.assertLess(rows["frames decoded"][2], 400)
            eager, lazy, first = rows["new scenes found"]
            self.assertEqual([eager, first], [lazy, 1])
            self.assertEqual(rows["frames in memory, MB"], [13.6, 0.014, 0.014])
            if not self.sanitized:
                eager, lazy, first = rows["peak of the process, MB"]
                self.assertGreater(eager, 13.6)
                self.assertLess(lazy, 6)
                self.assertLess(first, 6)
            self.assertLess(rows["the first frame after, ms"][1], rows["the first frame after, ms"][0])
        self.assertEqual([path.name for path in self.here.iterdir()], ["film"])  # it has removed its own files

    def test_a_truncated_video(self):
        data = self.make(120).read_bytes()
        ends, at = [], 16
        for _ in range(120):
            at += 8 + struct.unpack_from("<I", data, at)[0]
            ends.append(at)
        for length in 16, 20, 24, ends[0], ends[0] + 3, ends[60] - 1, ends[60], ends[118], len(data) - 1:
            self.write("cut", data[:length])
            number = sum(end <= length for end in ends) + 1
            for way in "--eager", "--first":
                ran = self.run_program("cut", way, status=1)
                self.assertEqual(ran.stderr, f"video_frames: cut: frame {number}: the file ends there\n")
        for length in 0, 5, 15:
            self.write("cut", data[:length])
            ran = self.run_program("cut", status=1)
            self.assertEqual(ran.stderr, "video_frames: cut: this is not a video of this program\n")
        self.write("long", data + b"x")
        self.assertIn("frame 120: it is not the last one", self.run_program("long", status=1).stderr)

    def test_scenes_before_the_damage_are_printed(self):
        data = bytearray(self.make(150, 0).read_bytes())
        expected = scenes(decode(data))
        data[-1] ^= 1
        self.write("film", bytes(data))
        for way in [], ["--eager"]:
            ran = self.run_program("film", *way, status=1)
            self.assertEqual(ran.stdout, "".join(f"frame {number}: a new scene\n" for number in expected))
            self.assertRegex(ran.stderr, "^video_frames: film: frame 150: its (runs|checksum)")
        ran = self.run_program("--compare", "film", status=1)
        self.assertIn("frame 150", ran.stderr)

    def test_damaged_videos(self):
        good = encode([bytes([i] * 6) for i in (1, 100, 200)], 3, 2)  # 16 bytes, then frames of 8 + 2
        for at, value, why in [
            (0, 0, "this is not a video of this program"), (8, 0, "its head is damaged"), (11, 255, "its head is damaged"),
            (27, 255, "frame 2: its length cannot be"), (31, 7, "frame 2: its checksum does not match"),
            (35, 7, "frame 2: its checksum does not match"), (34, 127, "frame 2: its runs do not fill it"),
            (34, 131, "frame 2: its runs do not fill it"), (34, 133, "frame 2: its runs do not fill it"),
        ]:
            data = bytearray(good)
            data[at] = value
            self.write("film", bytes(data))
            ran = self.run_program("film", status=1)
            self.assertEqual(ran.stderr, f"video_frames: film: {why}\n")

    def test_any_damage_is_noticed(self):
        good = self.make(60).read_bytes()
        rng = random.Random(2)
        for _ in range(60):
            data = bytearray(good)
            at = rng.randrange(len(data))
            data[at] ^= 1 << rng.randrange(8)
            self.write("film", bytes(data))
            self.assertIn("video_frames: film: ", self.run_program("film", status=1).stderr, at)

    def test_files_that_cannot_be_read(self):
        self.make(1).chmod(0)
        for name, why in [("missing", "No such file or directory"), (".", "Is a directory"),
                          ("film", "Permission denied")]:
            for way in [], ["--eager"], ["--compare"]:
                ran = self.run_program(name, *way, status=1, unprivileged=True)
                self.assertEqual(ran.stderr, f"video_frames: {name}: {why}\n")

    def test_wrong_usage(self):
        for arguments in [["--nonsense"], ["--frames", "many"], ["--frames", "-1"], ["--frames", "99999999999"],
                          ["a", "b"], ["--eager"], ["--make", "a", "b"], ["--make"]]:
            self.assertIn("video_frames: ", self.run_program(*arguments, status=2).stderr)
        self.assertIn("usage: video_frames", self.run_program("--help").stdout)
        self.assertRegex(self.run_program("--version").stdout, r"^video_frames [0-9.]+\n$")

    def test_the_memory_does_not_suffice_for_the_eager_way(self):
        if self.sanitized:
            return

        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (20 << 20, 20 << 20))

        self.make(3000)
        ran = self.run_program("film", "--eager", status=1, preexec_fn=limit)
        self.assertIn("Cannot allocate memory", ran.stderr)
        self.assertTrue(self.found("film", preexec_fn=limit))

    def test_a_full_disk(self):
        ran = self.run_on_small_disk(64, "--make", "film", "--frames", 2000, status=1)
        self.assertEqual(ran.stderr, "video_frames: film: No space left on device\n")
        self.assertFalse((self.here / "film").exists())
        self.make(260)
        with pathlib.Path("/dev/full").open("wb") as full:
            ran = self.run_program("film", status=1, stdout=full)
        self.assertIn("video_frames: standard output: No space left on device", ran.stderr)

    def test_a_closed_pipe_ends_it_quietly(self):
        self.write("film", encode([bytes([i % 2 * 255]) for i in range(20000)], 1, 1))
        process = self.start("film")
        process.stdout.readline()
        process.stdout.close()
        self.assertEqual(process.wait(timeout=60), -signal.SIGPIPE)
        self.assertEqual(process.stderr.read(), b"")
        process.stdin.close()
        process.stderr.close()


if __name__ == "__main__":
    example.main()
