"""The same ways in Python:

    in_python.py <way> <n>              run one way, and print its peak memory in KiB
    in_python.py --time <n> <rounds>    print `<way> <ns>` for each: the median of the rounds
    in_python.py --sizes                print `<iterator> <bytes>` for each
"""

import itertools
import re
import sys
import time

FIRST = 10


def eager(n):
    squares = [i * i for i in range(n)]
    return [square for square in squares if square % 2 == 0]


def expressions(n):
    squares = (i * i for i in range(n))
    return (square for square in squares if square % 2 == 0)


def all_squares(n):
    for i in range(n):
        yield i * i


def even_squares(n):
    for square in all_squares(n):
        if square % 2 == 0:
            yield square


def hand_first(n):
    total = count = 0
    for i in range(n):
        if i * i % 2 == 0:
            total += i * i
            count += 1
            if count == FIRST:
                break
    return total


def hand_all(n):
    total = 0
    for i in range(n):
        if i * i % 2 == 0:
            total += i * i
    return total


WAYS = {
    "eager_first": lambda n: sum(eager(n)[:FIRST]),
    "hand_first": hand_first,
    "pipeline_first": lambda n: sum(itertools.islice(expressions(n), FIRST)),
    "generators_first": lambda n: sum(itertools.islice(even_squares(n), FIRST)),
    "eager_all": lambda n: sum(eager(n)),
    "hand_all": hand_all,
    "pipeline_all": lambda n: sum(expressions(n)),
    "generators_all": lambda n: sum(even_squares(n)),
}


def time_all(n, rounds):
    ns = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, way in WAYS.items():
            times = 1000 if name.endswith("_first") and name != "eager_first" else 1 + 100000 // n
            start = time.perf_counter_ns()
            for _ in range(times):
                way(n)
            ns[name].append((time.perf_counter_ns() - start) / times)
    for name, all_of in ns.items():
        print(name, sorted(all_of)[rounds // 2])


def sizes():
    numbers, squares, even = iter(range(1000)), (i for i in ()), (i for i in () if i)
    chain = [numbers, squares, even, itertools.islice(even, FIRST)]
    print("range", sys.getsizeof(numbers))
    print("pipeline", sum(map(sys.getsizeof, chain)))
    print("generator", sys.getsizeof(all_squares(1)) + sys.getsizeof(numbers))
    print("generators", sum(map(sys.getsizeof, [numbers, all_squares(1), even_squares(1)])))


def main():
    if sys.argv[1] == "--time":
        time_all(int(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "--sizes":
        sizes()
    else:
        WAYS[sys.argv[1]](int(sys.argv[2]))
        with open("/proc/self/status") as status:
            print(re.search(r"VmHWM:\s+(\d+)", status.read())[1])


main()
