#!/usr/bin/env python3
"""Show a trace that async_trace.h has recorded.

    async_chart.py trace.txt                    print for each task how often it was polled, and how long
    async_chart.py trace.txt --svg chart.svg    also draw the run: a row for each task
"""

import argparse
import collections
import html
import re
import sys

EVENT = re.compile(r"(\d{1,19}) (?:([swpqe]) ([0-9a-f]+)|(n) ([0-9a-f]+) (.+))\n")
WIDTH, LEFT, ROW, TOP = 1000, 150, 34, 40
UNITS = [(10**9, "s"), (10**6, "ms"), (10**3, "us"), (1, "ns")]


class Unusable(Exception):
    pass


class Task:
    def __init__(self, name):
        self.name = name
        self.polls = []  # (begin, end)
        self.marks = {"s": [], "w": [], "e": []}
        self.begun = None


def read(path):
    """Return the tasks in the order in which they first appear, the first time and the last."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.readlines()
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from None
    if lines and not lines[-1].endswith("\n"):
        lines.pop()  # the program ended while it wrote this line
    events, names = [], {}
    for number, line in enumerate(lines, 1):
        match = EVENT.fullmatch(line)
        if not match:
            raise Unusable(f"{path}:{number}: not an event: {line.rstrip()!r:.60}")
        if match.group(4):
            names[match.group(5)] = "".join(letter if letter.isprintable() else "?" for letter in match.group(6))
        else:
            events.append((int(match.group(1)), number, match.group(2), match.group(3)))
    if not events:
        raise Unusable(f"{path}: no events")
    events.sort(key=lambda event: event[0])  # threads take the time before they write
    tasks, last = {}, events[-1][0]
    for time, number, what, address in events:
        if address not in tasks:
            tasks[address] = Task(names.get(address, "0x" + address))
        task = tasks[address]
        if what in task.marks:
            task.marks[what].append(time)
        elif (what == "p") != (task.begun is None):
            raise Unusable(f"{path}:{number}: the poll of {task.name} "
                           f"{'begins twice' if what == 'p' else 'ends, but has not begun'}")
        elif what == "p":
            task.begun = time
        else:
            task.polls.append((task.begun, time))
            task.begun = None
    for task in tasks.values():
        if task.begun is not None:
            task.polls.append((task.begun, last))  # the trace ends in a poll
    return list(tasks.values()), events[0][0], last


def duration(nanoseconds):
    for size, unit in UNITS:
        if nanoseconds >= size:
            return f"{nanoseconds / size:.4g} {unit}"
    return "0"


def profile(tasks, first, last):
    """Return a table: the task that took the most time comes first."""
    whole = last - first
    rows = [("task", "polls", "wakes", "time", "share", "longest", "at")]
    for task in sorted(tasks, key=lambda task: -sum(end - begin for begin, end in task.polls)):
        time = sum(end - begin for begin, end in task.polls)
        longest = max(task.polls, key=lambda poll: poll[1] - poll[0], default=(first, first))
        rows.append((task.name, str(len(task.polls)), str(len(task.marks["w"])), duration(time),
                     f"{100 * time / whole:.1f} %" if whole else "-", duration(longest[1] - longest[0]),
                     duration(longest[0] - first)))
    busy = sum(end - begin for task in tasks for begin, end in task.polls)
    rows.append(("all", str(sum(len(task.polls) for task in tasks)),
                 str(sum(len(task.marks["w"]) for task in tasks)), duration(busy),
                 f"{100 * busy / whole:.1f} %" if whole else "-", "", ""))
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(cell.ljust(width) if number == 0 else cell.rjust(width)
                       for number, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in rows]
    return f"{duration(whole)}, {len(tasks)} tasks\n" + "".join(line + "\n" for line in lines)


def chart(tasks, first, last):
    """Return an SVG: time goes to the right."""
    whole = max(last - first, 1)
    scale = (WIDTH - LEFT - 20) / whole
    bottom = TOP + ROW * len(tasks)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{bottom + 44}" '
           f'viewBox="0 0 {WIDTH} {bottom + 44}" font-family="sans-serif" font-size="12">',
           '<rect width="100%" height="100%" fill="white"/>']

    def x(time):
        return round(LEFT + (time - first) * scale, 1)

    step = next(size * digit for size in (10**power for power in range(20)) for digit in (1, 2, 5)
                if size * digit * scale >= 70)
    for time in range(first, last + 1, step):
        out.append(f'<path d="M{x(time)} {TOP - 8}V{bottom}" stroke="#ddd"/><text x="{x(time)}" '
                   f'y="{TOP - 14}" text-anchor="middle" fill="#666">{duration(time - first)}</text>')
    for number, task in enumerate(tasks):
        middle = TOP + ROW * number + ROW // 2
        out.append(f'<text x="{LEFT - 14}" y="{middle + 4}" text-anchor="end">{html.escape(task.name[:20])}</text>')
        lives = task.marks["s"] or [first]
        for begin in lives:
            end = next((time for time in task.marks["e"] if time >= begin), last)
            out.append(f'<path d="M{x(begin)} {middle}H{x(end)}" stroke="#999"/>')
        drawn = 0.0  # a bar that would be hidden by the last one is left out
        for begin, end in task.polls:
            if x(end) > drawn:
                width = max(round(x(end) - x(begin), 1), 1)
                drawn = x(begin) + width
                out.append(f'<rect x="{x(begin)}" y="{middle - 8}" width="{width}" height="16" fill="#3572b0">'
                           f'<title>{html.escape(task.name)}: {duration(end - begin)} '
                           f'at {duration(begin - first)}</title></rect>')
        for what, shape, colour in SHAPES:
            drawn = 0.0
            for time in task.marks[what]:
                if x(time) > drawn + 0.5:
                    drawn = x(time)
                    out.append(f'<path d="M{drawn} {middle}{shape}" {colour}/>')
    place = LEFT
    for text, shape, colour in [("poll", "m-6-6h12v12h-12z", 'fill="#3572b0"'), *(
            (LEGEND[what], shape, colour) for what, shape, colour in SHAPES)]:
        drop = 10 if text == "wake" else 0
        out.append(f'<path d="M{place} {bottom + 24 + drop}{shape}" {colour}/>'
                   f'<text x="{place + 12}" y="{bottom + 28}">{text}</text>')
        place += 90
    return "\n".join([*out, "</svg>", ""])


LEGEND = {"s": "spawn", "w": "wake", "e": "end"}
SHAPES = [("s", "m-5-6l10 6l-10 6z", 'fill="#2a8a3e"'), ("w", "m0-16l4 6h-8z", 'fill="#e08a00"'),
          ("e", "m-5-5l10 10m0-10l-10 10", 'stroke="#c0392b" stroke-width="2.5"')]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("trace")
    parser.add_argument("--svg", metavar="FILE", help="draw a chart, too")
    options = parser.parse_args()
    try:
        tasks, first, last = read(options.trace)
        sys.stdout.write(profile(tasks, first, last))
        if options.svg:
            with open(options.svg, "w", encoding="utf-8") as file:
                file.write(chart(tasks, first, last))
    except Unusable as error:
        sys.exit(f"async_chart.py: {error}")
    except OSError as error:
        sys.exit(f"async_chart.py: {options.svg}: {error.strerror}")


main()
