"""Reads the rows of a tasks CSV, then times how long csv.writer takes to write them again: as numbers and as ready-made text."""
import csv
import statistics
import sys
import time

ROUNDS = 5


def number(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def seconds_to_write(rows, path):
    start = time.perf_counter()
    with open(path, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return time.perf_counter() - start


path = sys.argv[1]
with open(path, newline="") as file:
    text = list(csv.reader(file))
numbers = [text[0]] + [[number(field) for field in row] for row in text[1:]]
for what, rows in (("numbers", numbers), ("text, nothing to format", text)):
    print(what, statistics.median(seconds_to_write(rows, path + ".py") for _ in range(ROUNDS)), sep="\t")
