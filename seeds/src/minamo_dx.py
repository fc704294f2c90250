"""The DX plan of みなも野市: both editions, typeset with Typst, and their gold."""
import minamo_dx_data as dx
from gold import Gold, fiscal
from typeset import typst

UTILITY, ORGANISATION = "みなも野市", "みなも野市水道局"
TITLE = "みなも野市水道局デジタル化推進実行計画"
LEADS = {
    "1": "窓口に来なくても用が足りる手続を増やし、断水のような急ぎの知らせは地図で届けます。",
    "2": "漏水や設備の異状を早くつかみ、限られた人数でも現場を守れるようにします。",
    "3": "職員が自ら道具を使いこなし、情報を正しく扱える職場をつくります。",
}
REVIEW = "取組ごとに令和8年度末の目標値を成果指標として定め、毎年度、6月末までに前年度の実績をまとめて公表します。"
EDITIONS = {
    "minamo_dx_r5": dict(rows=dx.EDITION_1, note=None, table_note=None,
                         revisions=[dict(year=2023, month=3, printed="令和5年3月", event="策定")]),
    "minamo_dx_r6": dict(rows=dx.edition_2(),
                         note="令和5年度の取組の状況を踏まえ、件名、工程、成果指標及び担当課を見直し、新しい取組を加えました。令和6年4月の組織改正により、お客さま課は料金サービス課となりました。",
                         table_note="※　「削除」と記した取組は、この改定をもって取りやめるものです。",
                         revisions=[dict(year=2023, month=3, printed="令和5年3月", event="策定"), dict(year=2024, month=5, printed="令和6年5月", event="改定")]),
}


def goals_of(rows):
    """The goals with the lists of 主な取組, which leave out what is struck out."""
    out = []
    for code, title in dx.GOALS.items():
        mine = [r for r in rows if r["code"][1] == code and not r["dropped"]]
        kinds = [{"kind": k, "titles": [r["title"] for r in mine if r["kind"] == k]} for k in (dx.DO, dx.GROW, dx.STUDY)]
        out.append({"code": code, "title": title, "lead": LEADS[code], "kinds": [k for k in kinds if k["titles"]]})
    return out


def ordered(rows):
    """Rows of one goal in the order of their 区分, so that its cells can be merged."""
    return sorted(rows, key=lambda r: (r["code"][1], (dx.DO, dx.GROW, dx.STUDY).index(r["kind"])))


def gold_of(stem, edition):
    gold = Gold(stem)
    gold.add("document", title=TITLE, utility=UTILITY, organisation=ORGANISATION, kind="action_plan", period_from=fiscal(dx.FIRST), period_to=fiscal(dx.LAST),
             revisions=[{k: r[k] for k in ("year", "month", "event")} for r in edition["revisions"]])
    for code, title in dx.GOALS.items():
        gold.add("goal", level="重点目標", code=code, title=title, path=[])
    for r in ordered(edition["rows"]):
        gold.add("measure", title=r["title"], code=r["code"], path=[dx.GOALS[r["code"][1]]], category=r["kind"], owners=r["owners"], description=r["body"],
                 status="dropped" if r["dropped"] else "planned")
        for a, b, label, _ in r["steps"]:
            gold.add("schedule", measure=r["title"], label=label, from_=fiscal(a), to=fiscal(b), basis="plan")
        for t in r["targets"]:
            common = dict(indicator=t["indicator"].lstrip("・"), unit=t["unit"], text=t["text"], measure=r["title"])
            gold.add("value", **common, year=fiscal(dx.LAST), role="target", value=t["value"], comparator=t["comparator"] if t["value"] is not None else None)
            if t["base"]:
                gold.add("value", **common, year=fiscal(t["base"][0]), role="actual", role_alt=["baseline"], value=t["base"][1], comparator="=")
    gold.add("review", interval_years=1, text=REVIEW)
    return gold


def build(out):
    for stem, edition in EDITIONS.items():
        rows = ordered(edition["rows"])
        data = {"title": TITLE, "organisation": ORGANISATION, "revisions": edition["revisions"], "note": edition["note"], "review": REVIEW,
                "table-note": edition["table_note"], "years": list(range(dx.FIRST, dx.LAST + 1)), "goals": goals_of(rows),
                "rows": [{**{k: r[k] for k in ("code", "kind", "title", "owners", "body", "dropped")}, "goal": r["code"][1],
                          "steps": [{"from": a, "to": b, "label": l, "form": f} for a, b, l, f in r["steps"]],
                          "targets": [t["text"] for t in r["targets"]]} for r in rows]}
        pdf = typst("minamo_dx.typ", data, out / f"{stem}.pdf")
        gold = gold_of(stem, edition)
        yield pdf, gold
