#!/usr/bin/env python3
"""Compares scores with the floors that they may not fall under.

  score.py GOLD PREDICTED --calibration | floors.py SET [--write]

Reads the table of `score.py` (rows of types, below each its fields, `micro`, and the line of the calibration) from standard input, prints
each row of SET in `.ci/floors.tsv` that is missing or lies under its floor, and ends with 1 if there is one. `--write` prints floors for
the scores as they are now instead, a little below them. Standard library only.
"""
import pathlib
import re
import sys

FLOORS = pathlib.Path(__file__).with_name("floors.tsv")
ROW = re.compile(r"^  ( *\.?[\w~][\w~ ]*?)\s+(\d+)\s+(\d+)\s+(\d+)\s+[\d.]+\s+[\d.]+\s+([\d.]+)$")
SURE = re.compile(r"at 0\.9 or more: right ([\d.]+); of the right records ([\d.]+) are there(?:; of the wrong ones ([\d.]+) are below)?")
# How far a floor lies below today's score. Few facts jump: one of twenty is 0.05.
FEW = 20
SLACK, SLACK_OF_FEW, SLACK_OF_SURE = 0.005, 0.06, 0.02


def rows(table):
    """The scores of a table of `score.py` by name (`goal`, `goal.code`, `micro`), with the number of gold facts."""
    found, current = {}, ""
    for line in table.splitlines():
        if match := ROW.match(line):
            name, gold, score = match[1], int(match[2]), float(match[5])
            if name.startswith(" "):
                name = current + name.strip()
            else:
                current = name
            if gold and score and "~" not in name:
                found[name] = (gold, score)
        elif match := SURE.search(line):
            for name, score in zip(("sure.right", "sure.share", "sure.wrong_below"), match.groups()):
                if score is not None:
                    found[name] = (0, float(score))
    return found


def floors(name):
    """The floors of a set by row."""
    lines = [line.split("\t") for line in FLOORS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {row: float(floor) for group, row, floor in lines if group == name}


def main():
    name, seen = sys.argv[1], rows(sys.stdin.read())
    if "--write" in sys.argv:
        for row, (gold, score) in seen.items():
            slack = SLACK_OF_SURE if row.startswith("sure.") else SLACK_OF_FEW if gold < FEW else SLACK
            print(f"{name}\t{row}\t{max(0.0, score - slack):.3f}")
        return 0
    wanted = floors(name)
    if not wanted:
        print(f"FAILED   {name}: .ci/floors.tsv has no floors for this set")
        return 1
    failed = 0
    for row, floor in wanted.items():
        if row not in seen:
            print(f"FAILED   {name} {row}: floor {floor:.3f}, seen nothing")
            failed = 1
        elif seen[row][1] < floor:
            print(f"FAILED   {name} {row}: floor {floor:.3f}, seen {seen[row][1]:.3f}")
            failed = 1
    if not failed:
        print(f"ok       {name}: {len(wanted)} scores at or above their floors")
    return failed


if __name__ == "__main__":
    sys.exit(main())
