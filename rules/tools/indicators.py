#!/usr/bin/env python3
"""Writes rules/indicators.toml from a table of performance indicators (CSV with the columns named below).

    python3 rules/tools/indicators.py TABLE.csv > rules/indicators.toml
"""
import csv
import json
import sys


def text(value):
    return json.dumps(value.strip(), ensure_ascii=False)


def many(value):
    return "[" + ", ".join(text(v) for v in value.split("|") if v.strip()) + "]"


HEAD = """# Indicators that utilities share: the performance indicators of the water-works guideline (editions 2016 and 2005) and those of the
# ministries. code: 2016 (A101); code_2005: four digits. relation: how far the two editions may be joined (same, redefined,
# inverse_or_other_scale, new ...). direction: up, down, none or target, from general knowledge where the guideline gives none.
# never_merge: codes or names whose figures must never stand in one series with this one.
# Made by rules/tools/indicators.py; hand edits are welcome.
"""

FIELDS = [  # key, column, is a list
    ("system", "system", False), ("code", "code_2016", False), ("code_2005", "code_2005", False), ("ministry_no", "mic_no", False),
    ("name", "name", False), ("name_2005", "name_2005", False), ("aliases", "aliases", True), ("unit", "unit", False),
    ("direction", "direction", False), ("formula", "formula", False), ("variables", "variables", True), ("relation", "relation", False),
    ("never_merge", "never_merge_with", False), ("note", "note", False), ("goal", "goal_2016", False), ("goal_2005", "goal_2005", False),
]
CONFIDENCE = [("code", "conf_code"), ("mapping", "conf_map"), ("formula", "conf_formula")]

print(HEAD)
with open(sys.argv[1], encoding="utf-8-sig", newline="") as table:
    for row in csv.DictReader(table):
        print("[[indicator]]")
        for key, column, is_list in FIELDS:
            value = (row[column] or "").strip()
            if value:
                print(f"{key} = {many(value) if is_list else text(value)}")
        levels = [f"{key} = {text(row[column])}" for key, column in CONFIDENCE if (row[column] or "").strip()]
        if levels:
            print("confidence = { " + ", ".join(levels) + " }")
        print()
