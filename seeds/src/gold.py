"""Gold records: what a careful officer reads out of a plan, in the interchange format of the project.

A builder calls `Gold.add` while it goes over the same data that is typeset. `pages` is filled in afterwards from the finished PDF:
the pages whose text holds the record's key words. A builder of plain text gives `evidence` with the line itself.
"""
import json
import re
import subprocess
import unicodedata
from pathlib import Path

JAPANESE = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"


def clean(text):
    """NFKC without layout: line breaks and spaces between Japanese characters removed."""
    text = unicodedata.normalize("NFKC", text.replace("\n", ""))
    return re.sub(rf"(?<={JAPANESE}) +(?={JAPANESE})", "", text).strip()


def squeeze(text):
    """For looking words up on a page: no spaces at all."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


KEYS = {"goal": ["title"], "measure": ["title"], "schedule": ["measure", "label"], "value": ["text"], "indicator": ["indicator"],
        "result": ["text"], "deliverable": ["title"], "review": ["text"], "term": ["term", "definition"], "amount": ["item"]}


class Gold:
    """The records of one document."""

    def __init__(self, document):
        self.document = document
        self.records = []

    def add(self, type_, **fields):
        """Adds a record; strings are cleaned, empty fields left out (a value of None stays where a number belongs)."""
        record = {"type": type_, "document": self.document}
        for key, value in fields.items():
            if value is None and key not in ("value", "year", "from_", "to", "from"):
                continue
            if isinstance(value, str):
                value = clean(value)
            if isinstance(value, list):
                value = [clean(v) if isinstance(v, str) else v for v in value]
            record[key.rstrip("_")] = value
        self.records.append(record)
        return record

    def pages_from(self, pdf):
        """Sets `x_pages` of every record from the text of the finished PDF."""
        out = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
        pages = [squeeze(p) for p in out.split("\f")[:-1]]
        for record in self.records:
            words = [squeeze(record[k]) for k in KEYS.get(record["type"], []) if record.get(k)]
            if record["type"] == "value" and len(squeeze(record["text"])) < 8:
                words.append(squeeze(record["indicator"]))
            hits = [n for n, page in enumerate(pages, 1) if all(w in page for w in words)]
            if words and hits:
                record["x_pages"] = hits
        return [r for r in self.records if r["type"] != "document" and "x_pages" not in r]

    def write(self, folder):
        """One JSON object a line."""
        path = Path(folder) / f"{self.document}.jsonl"
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in self.records), encoding="utf-8")


def fiscal(era_year):
    """令和 n 年度 as a western fiscal year."""
    return 2018 + era_year
