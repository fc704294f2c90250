"""Makes every plan of this folder and its gold. Run through make.sh, which says what must be installed."""
import importlib
import sys
from pathlib import Path

import minamo_tracking

SEEDS = Path(__file__).resolve().parent.parent
PLANS = ["minamo_dx", "minamo_progress", "kazemachi_vision", "tokasumi_chukei", "kazemachi_wppp", "tokasumi_vision", "minamo_strategy"]


def main(names):
    for name in names or PLANS:
        for pdf, gold in importlib.import_module(name).build(SEEDS):
            missing = gold.pages_from(pdf) if pdf.suffix == ".pdf" else []
            gold.write(SEEDS / "gold")
            print(f"{pdf.name}: {pdf.stat().st_size // 1024} KiB, {len(gold.records)} records" + (f", not found on a page: {len(missing)}" if missing else ""))
            for record in missing:
                print("   ", record, file=sys.stderr)
    print(f"changes and audits: {minamo_tracking.write(SEEDS / 'gold' / 'changes')} rows")


if __name__ == "__main__":
    main(sys.argv[1:])
