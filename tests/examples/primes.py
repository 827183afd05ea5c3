#!/usr/bin/env python3
"""Check primes: the primes of any 64-bit range, their twins and sums, by either method."""

import os
import random

import example


def sieve(last):
    """Return the primes up to a number."""
    is_prime = bytearray([1]) * (last + 1)
    is_prime[:2] = bytes(min(2, last + 1))
    for number in range(2, int(last**0.5) + 1):
        if is_prime[number]:
            is_prime[number * number :: number] = bytes(len(range(number * number, last + 1, number)))
    return [number for number in range(last + 1) if is_prime[number]]


def is_prime(number):
    """Apply Miller and Rabin's test, with bases that are certain for 64 bits."""
    bases = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
    if number < 2 or any(number % base == 0 for base in bases):
        return number in bases
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in bases:
        power = pow(base, odd, number)
        if power not in (1, number - 1):
            for _ in range(twos - 1):
                power = power * power % number
                if power == number - 1:
                    break
            else:
                return False
    return True


class Test(example.Case):
    def numbers(self, *arguments, **how):
        return [int(word) for word in self.run_program(*arguments, **how).stdout.split()]

    def test_all_small_ranges(self):
        for last in [*range(12), 24, 25, 26, 48, 49, 50, 1000]:
            self.assertEqual(self.numbers("--to", last), sieve(last))
        primes = sieve(200)
        for first in range(0, 130, 3):
            expected = [prime for prime in primes if first <= prime <= 121]
            self.assertEqual(self.numbers("--from", first, "--to", 121), expected)

    def test_ranges_of_several_segments(self):
        primes = sieve(2_000_000)
        self.assertEqual(self.numbers("--to", 2_000_000), primes)
        # around the ends of segments, which have 2^17 odd numbers
        for end in (3 + 2**18, 3 + 2**19):
            for last in range(end - 3, end + 4):
                expected = [prime for prime in primes if end - 100 <= prime <= last]
                self.assertEqual(self.numbers("--from", end - 100, "--to", last), expected)
                few = [prime for prime in primes if prime <= last]
                self.assertEqual(
                    self.run_program("--to", last, "--sum").stdout, f"{len(few)} primes, sum {sum(few)}\n"
                )

    def test_random_windows(self):
        chance = random.Random(1)
        starts = [chance.randrange(10 ** chance.randrange(7, 15)) for _ in range(15)]
        for prime in (65521, 65537, 16777213, 16777259):  # squares of primes, which have a single prime divisor
            starts.append(prime * prime - 50)
        starts.append(2**32 - 50)
        for start in starts:
            end = start + chance.randrange(60, 1000)
            expected = [number for number in range(start, end + 1) if is_prime(number)]
            self.assertEqual(self.numbers("--from", start, "--to", end), expected, (start, end))
            self.assertEqual(self.numbers("--from", start, "--to", end, "--count", 2), expected[:2])

    def test_twins(self):
        primes = sieve(100_000)
        pairs = [(a, b) for a, b in zip(primes, primes[1:]) if b - a == 2]
        for first, last in ((0, 100_000), (3, 5), (4, 7), (60, 61), (59, 61), (59, 60)):
            expected = [pair for pair in pairs if first <= pair[0] and pair[1] <= last]
            found = self.numbers("--twins", "--from", first, "--to", last)
            self.assertEqual(list(zip(found[::2], found[1::2])), expected)
            counted = self.run_program("-w", "--sum", "--from", first, "--to", last).stdout
            self.assertEqual(counted, f"{len(expected)} pairs\n")
        self.assertEqual(self.numbers("--twins", "--count", 2), [3, 5, 5, 7])

    def test_a_sum_beyond_64_bits(self):
        start, primes = 10**16, []
        while len(primes) < 2000:
            primes += [start] * is_prime(start)
            start += 1
        self.assertGreater(sum(primes), 2**64)
        printed = self.run_program("--from", 10**16, "--count", 2000, "--sum").stdout
        self.assertEqual(printed, f"2000 primes, sum {sum(primes)}\n")

    def test_the_classic(self):
        primes = sieve(5000)
        self.assertEqual(self.numbers("--classic", "--to", 5000), primes)
        self.assertEqual(self.numbers("--classic", "--from", 90, "--to", 97), [97])
        self.assertEqual(self.numbers("--classic", "--to", 1), [])
        self.assertEqual(self.numbers("--classic", "--count", "5", "--twins")[-2:], [29, 31])
        self.assertEqual(self.numbers("--classic", "--count", 0), [])

    def test_the_classic_has_a_limit(self):
        if self.sanitized:
            return
        result = self.run_program("--classic", status=1)
        self.assertEqual(result.stdout.split()[-1], "104729")
        self.assertEqual(len(result.stdout.split()), 10000)
        self.assertEqual(result.stderr, "primes: --classic goes up to the 10000th prime\n")

    def test_it_stops_early(self):
        """Check that without an upper bound it prints as many primes as requested, and no more."""
        self.assertEqual(self.numbers("--count", 0), [])
        self.assertEqual(self.numbers("--count", 100), sieve(541))
        self.assertEqual(self.numbers("--from", 20, "--to", 10), [])
        process = self.start()
        self.assertEqual(process.stdout.readline(), b"2\n")
        process.stdout.close()
        self.assertEqual(process.wait(60), -13)
        process.stdin.close()
        process.stderr.close()

    def test_a_full_disk(self):
        with open("/dev/full", "w") as full:
            for words in (["--count", 3], ["--to", 1000000], ["--sum", "--to", 10], []):
                result = self.run_program(*words, status=1, stdout=full)
                self.assertEqual(result.stderr, f"primes: {os.strerror(28)}\n")

    def test_wrong_usage(self):
        for words, reason in (
            (["--from", "x"], "'x' is not a number"),
            (["--to", "-1"], "'-1' is not a number"),
            (["--to", "1e6"], "'1e6' is not a number"),
            (["--to", ""], "'' is not a number"),
            (["--to", 2**64], "is too large"),
            (["--count", 2**63], "is too large"),
            (["--unknown"], "unrecognized option"),
            (["7"], "what is '7'?"),
        ):
            self.assertIn(reason, self.run_program(*words, status=2).stderr)
        self.assertIn("usage: primes", self.run_program("--help").stdout)
        self.assertIn("primes 1.0", self.run_program("--version").stdout)


if __name__ == "__main__":
    example.main()
