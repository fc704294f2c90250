"""What a careful officer finds between the editions and the yearly reports of みなも野市: gold for `diff` and `audit`, from the same data."""
import json

import minamo_dx_data as dx
import minamo_progress_data as reports
from gold import fiscal

OLD, NEW = "minamo_dx_r5", "minamo_dx_r6"
RENAMED, RESCHEDULED, TARGETS, STRUCK = ("D1-4", "D3-2"), ("D2-1", "D2-3"), ("D1-1", "D2-5"), ("D3-4",)
# states that the marks and dates of the reports do not give by the plain meaning of the mark
STATES = {"○": "as_planned", "順調": "as_planned", "◎": "ahead", "前倒し": "ahead", "△": "behind", "やや遅れ": "behind", "×": "not_started", "完了": "done", "中止": "cancelled"}
FINDINGS = {(5, "D3-1"): ["no_dated_act"], (6, "D2-1"): ["rating_and_schedule_disagree"], (6, "D2-4"): ["no_dated_act"]}


def bars(row):
    return [{"label": label, "from": fiscal(a), "to": fiscal(b)} for a, b, label, _ in row["steps"]]


def changes():
    old, new = {r["code"]: r for r in dx.EDITION_1}, {r["code"]: r for r in dx.edition_2()}

    def change(kind, code, field, before, after, **more):
        return dict(type="change", kind=kind, from_document=OLD, to_document=NEW, code=code, measure_from=old[code]["title"] if code in old else None,
                    measure_to=new[code]["title"] if code in new else None, field=field, before=before, after=after, **more)

    yield from (change("renamed", c, "title", old[c]["title"], new[c]["title"]) for c in RENAMED)
    yield from (change("rescheduled", c, "schedule", bars(old[c]), bars(new[c])) for c in RESCHEDULED)
    yield from (change("dropped", c, "status/schedule", bars(old[c]), "削除") for c in STRUCK)
    yield from (change("missing", c, "measure", bars(old[c]), None) for c in old if c not in new)
    yield from (change("added", c, "measure", None, bars(new[c])) for c in new if c not in old)
    for c in TARGETS:
        a, b = old[c]["targets"][0], new[c]["targets"][0]
        yield change("target_changed", c, f"target {fiscal(dx.LAST)}", a["value"], b["value"], indicator=b["indicator"], unit=b["unit"])
    yield from (change("owner_changed", c, "owners", old[c]["owners"], new[c]["owners"]) for c in old if c in new and old[c]["owners"] != new[c]["owners"])
    yield dict(type="change", kind="document", from_document=OLD, to_document=NEW, field="revisions", before=["2023-03 策定"], after=["2023-03 策定", "2024-05 改定"])


def audits():
    for report, plan, rows in ((reports.R5, OLD, dx.EDITION_1), (reports.R6, NEW, dx.edition_2())):
        said, year = {r[0]: r for r in report["rows"]}, report["year"]
        for row in rows:
            code = row["code"]
            planned = [label for a, b, label, _ in row["steps"] if a <= year <= b]
            out = dict(type="audit", plan=plan, report=report["stem"], code=code, measure=row["title"], year=fiscal(year), planned=planned, reported=code in said)
            if row["dropped"]:
                out["expected"] = "dropped_in_plan"
            elif code in said:
                out.update(mark=said[code][4], expected=STATES[said[code][4]])
            else:
                out["expected"] = "not_reported" if planned else "not_due"
            if (year, code) in FINDINGS:
                out["findings"] = FINDINGS[year, code]
            yield out
        for code in said.keys() - {r["code"] for r in rows}:
            yield dict(type="audit", plan=plan, report=report["stem"], code=code, measure=said[code][1], year=fiscal(year), planned=[], reported=True, mark=said[code][4], expected="not_in_plan")


def indicator_audits():
    reported = set()
    for report, plan in ((reports.R5, OLD), (reports.R6, NEW)):
        year = report["year"]
        for code, name, unit, values, goal, printed in report["indicators"]:
            reported.add(name)
            v, right = values[year], reports.rate(name, values[year], goal)
            worse = name in reports.DOWN and 4 in values and v > values[4]
            expected = "rate_misprinted" if printed and printed != right else "worse_than_baseline" if worse else "target_not_met_yet"
            yield dict(type="audit_kpi", plan=plan, report=report["stem"], code=code, indicator=name, unit=unit, year=fiscal(year), target=goal, target_year=fiscal(dx.LAST), actual=v,
                       printed_rate=printed or right, computed_rate=right, expected=expected)
    first = {(i[1], y): v for i in reports.R5["indicators"] for y, v in i[3].items()}
    for code, name, unit, values, *_ in reports.R6["indicators"]:
        for y, v in values.items():
            if (name, y) in first and first[name, y] != v:
                yield dict(type="audit_kpi", report=reports.R6["stem"], code=code, indicator=name, unit=unit, year=fiscal(y), expected="restated", first_printed=first[name, y], first_report=reports.R5["stem"], now_printed=v)
    for row in dx.edition_2():
        for t in row["targets"]:
            if t["value"] is not None and t["indicator"] not in reported:
                yield dict(type="audit_kpi", plan=NEW, code=row["code"], indicator=t["indicator"], unit=t["unit"], expected="never_reported", target=t["value"])


def write(folder):
    """Writes gold/changes/changes.jsonl; returns the number of rows."""
    folder.mkdir(exist_ok=True)
    rows = [*changes(), *audits(), *indicator_audits()]
    (folder / "changes.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return len(rows)
