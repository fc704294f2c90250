"""The progress reports of みなも野市, typeset with WeasyPrint, and their gold."""
from html import escape

import minamo_dx_data as dx
import minamo_progress_data as data
from gold import Gold, fiscal
from typeset import css, weasyprint

LANDSCAPE = "@page { size: A4 landscape; margin: 20mm 13mm 15mm; } th, td { font-size: 8.6pt; padding: 2mm 1.3mm; } .cover { text-align: center; } table.legend { width: 60%; margin: 3mm auto; }"


def plan_rows(report):
    return {r["code"]: r for r in (dx.EDITION_1 if report["year"] == 5 else dx.edition_2())}


def rows_of(report):
    """Every row with its title, goal and the owners under their names of the day."""
    plan = plan_rows(report)
    for code, title, planned, done, mark, reason, then in report["rows"]:
        owners = plan[code]["owners"] if code in plan else ["料金サービス課"]
        yield dict(code=code, title=title or plan[code]["title"], goal=code[1], owners=[report["renamed"].get(o, o) for o in owners],
                   planned=planned, done=done, mark=mark, reason=reason, next=then, known=code in plan)


def measure_table(report):
    rows = list(rows_of(report))
    widths = [9, 4.5, 15, 9, 12, 20, 5.5, 13, 12]
    out = ["<table><colgroup>" + "".join(f'<col style="width:{w}%">' for w in widths) + "</colgroup><thead><tr>"]
    out += [f"<th>{escape(h)}</th>" for h in report["heads"]] + ["</tr></thead><tbody>"]
    for goal, name in dx.GOALS.items():
        mine = [r for r in rows if r["goal"] == goal]
        for n, r in enumerate(mine):
            out.append("<tr>")
            if n == 0:
                out.append(f'<td rowspan="{len(mine)}" class="sans">重点目標{goal}<br>{escape(name)}</td>')
            out.append(f'<td class="mid">{r["code"]}</td><td>{escape(r["title"])}</td><td class="mid">{"<br>".join(r["owners"])}</td><td>{escape(r["planned"])}</td>'
                       f'<td>{escape(r["done"])}</td><td class="mid">{r["mark"]}</td><td>{escape(r["reason"])}</td><td>{escape(r["next"])}</td></tr>')
    return "".join(out) + "</tbody></table>"


def indicator_table(report):
    years = list(range(4, report["year"] + 1))
    out = [f'<table><thead><tr><th rowspan="2">No.</th><th rowspan="2">成果指標</th><th rowspan="2">単位</th><th colspan="{len(years)}">実績値</th>'
           '<th>目標値</th><th rowspan="2">達成率<br>（対令和8年度目標）</th></tr><tr>' + "".join(f"<th>令和{y}年度</th>" for y in years) + "<th>令和8年度</th></tr></thead><tbody>"]
    for code, name, unit, values, goal, printed in report["indicators"]:
        cells = "".join(f'<td class="num">{data.shown(values[y], unit) if y in values else "―"}</td>' for y in years)
        out.append(f'<tr><td class="mid">{code}</td><td>{escape(name)}</td><td class="mid">{unit}</td>{cells}<td class="num">{goal:,}</td>'
                   f'<td class="num">{printed or data.rate(name, values[report["year"]], goal)}</td></tr>')
    return "".join(out) + "</tbody></table>"


def html_of(report):
    legend = "".join(f'<tr><td class="mid">{a}</td><td>{b}</td></tr>' for a, b in report["legend"])
    note = f"<p>{report['note']}</p>" if report["note"] else ""
    return f"""<html lang="ja"><head><meta charset="utf-8"><title>{report["title"]}</title><meta name="author" content="みなも野市水道局">
<meta name="keywords" content="架空"><style>{css(report["title"], **report["fonts"])}{LANDSCAPE}</style></head><body>
<div class="cover"><h1 style="margin-top:14mm">{report["title"]}</h1><div>{report["published"]["printed"]}　{report["published"]["event"]}</div><div>みなも野市水道局</div></div>
<h2>1　報告の趣旨</h2>
<p>みなも野市水道局デジタル化推進実行計画に掲げた取組について、令和{report["year"]}年度の計画と実績を比べ、その結果をまとめたものです。</p>
<h2>2　{report["heads"][6]}の見方</h2>
<table class="legend"><tr><th>{report["heads"][6]}</th><th>考え方</th></tr>{legend}</table>{note}
<h2 style="break-before:page">表1　取組の進捗状況（令和{report["year"]}年度）</h2>{measure_table(report)}
<h2 style="break-before:page">表2　成果指標の実績</h2>{indicator_table(report)}
<p style="margin-top:2mm">※　達成率は、増やす指標では実績値を目標値で、減らす指標では目標値を実績値で除したものです。「―」は値がないことを表します。</p></body></html>"""


def gold_of(report):
    gold, year = Gold(report["stem"]), fiscal(report["year"])
    gold.add("document", title=report["title"], utility="みなも野市", organisation="みなも野市水道局", kind="progress_report", period_from=year, period_to=year,
             revisions=[{k: report["published"][k] for k in ("year", "month", "event")}])
    for code, title in dx.GOALS.items():
        gold.add("goal", level="重点目標", code=code, title=title, path=[])
    titles = {}
    for r in rows_of(report):
        titles[r["code"]] = r["title"]
        gold.add("measure", title=r["title"], code=r["code"], path=[dx.GOALS[r["goal"]]], owners=r["owners"],
                 status={"完了": "done", "中止": "dropped"}.get(r["mark"], "planned"))
        if r["planned"] != "―":
            gold.add("schedule", measure=r["title"], label=r["planned"], from_=year, to=year, basis="plan")
        gold.add("result", measure=r["title"], text=r["done"], mark=r["mark"], year=year, reason=r["reason"] or None, next=r["next"])
    plan = plan_rows(report)
    for code, name, unit, values, goal, printed in report["indicators"]:
        common = dict(indicator=name, unit=unit, measure=titles.get(code) or plan[code]["title"])
        gold.add("value", **common, year=fiscal(8), role="target", value=goal, comparator="=", text=f"{goal:,}")
        for y, v in values.items():
            last = {"x_rate": printed or data.rate(name, v, goal)} if y == report["year"] else {}
            gold.add("value", **common, year=fiscal(y), role="actual", value=v, comparator="=", text=data.shown(v, unit), **last)
    return gold


def build(out):
    for report in (data.R5, data.R6):
        yield weasyprint(html_of(report), out / f"{report['stem']}.pdf"), gold_of(report)
