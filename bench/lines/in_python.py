"""The lines of a file, or its rows of CSV, in Python: in_python.py lines FILE, in_python.py csv FILE."""

import csv
import sys

way, path = sys.argv[1:]
items = parts = 0
if way == "lines":
    with open(path, "rb") as file:
        for line in file:
            items += 1
            parts += len(line) - 1
else:
    with open(path, newline="", encoding="ascii") as file:
        for row in csv.reader(file):
            items += 1
            parts += len(row)
print(items, parts)
