"""What `other_words.py` and `other_forms.py` share: texts and gold changed alike, and the scores of the five texts. Standard library only."""
import re
import subprocess
import sys


def replaced(pairs, text):
    for old, new in pairs:
        text = re.sub(old, new, text, flags=re.M)
    return text


def scores(shared, gold, found, errors=()):
    """The micro F1 of each text and of all, after `score.py`; with its table printed where errors are asked for."""
    command = [sys.executable, shared / "evaluate/score.py", gold, found, "--per-document", *errors]
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if errors:
        print(table)
    document, all_scores = "", []
    for line in table.splitlines():
        if line.startswith("== "):
            document = line.split()[1][:3]
        if line.startswith("  micro "):
            all_scores.append(f"{document} {line.split()[-1]}")
    return all_scores


def told(name, all_scores, floor):
    """Prints the scores of a change and says whether they lie under their floor."""
    low = float(all_scores[-1].split()[-1]) < floor
    print("  " + "  ".join(all_scores) + f"  {name}" + (f"  UNDER ITS FLOOR {floor}" if low else ""), flush=True)
    return low
