"""The vision of 風待市, drawn with ReportLab (double-headed arrows over the cells, a landscape page of works), and its gold."""
from reportlab import rl_config
rl_config.invariant = 1
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Spacer, Table, TableStyle

import indicators as pi
import kazemachi_data as d
from gold import Gold, clean

FONTS = "/usr/share/fonts/opentype/ipafont-{0}/{1}.ttf"
pdfmetrics.registerFont(TTFont("Gothic", FONTS.format("gothic", "ipag")))
pdfmetrics.registerFont(TTFont("Mincho", FONTS.format("mincho", "ipam")))
CITY = "風待市"
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3)]
HEAD = colors.HexColor("#f3ead3")


def style(font="Mincho", size=10, **more):
    return ParagraphStyle("s", fontName=font, fontSize=size, leading=more.pop("leading", size * 1.5), wordWrap="CJK", **more)


def p(text, **more):
    return Paragraph(text, style(**more))


BODY = dict(firstLineIndent=10, spaceAfter=4)
def h1(text): return p(text, font="Gothic", size=15, spaceAfter=8)
def h2(text): return p(text, font="Gothic", size=12, spaceBefore=8, spaceAfter=4)
def cell(text, size=8, align=0, indent=0): return p(text, size=size, leading=size * 1.3, alignment=align, leftIndent=indent)
def head(text, size=8): return p(text, font="Gothic", size=size, leading=size * 1.3, alignment=1)
def stacked(text, size=9): return p("<br/>".join(text), font="Gothic", size=size, leading=size * 1.25, alignment=1)


def same_runs(keys):
    """(first, last) of each run of equal keys."""
    runs, start = [], 0
    for n in range(1, len(keys) + 1):
        if n == len(keys) or keys[n] != keys[start]:
            runs.append((start, n - 1))
            start = n
    return runs


class ArrowTable(Flowable):
    """A table with double-headed arrows laid over its last columns; the words stand above the line."""

    def __init__(self, table, heights, widths, bars):
        super().__init__()
        self.table, self.heights, self.widths, self.bars = table, heights, widths, bars

    def wrap(self, width, height):
        return self.table.wrap(width, height)

    def draw(self):
        self.table.drawOn(self.canv, 0, 0)
        c, total = self.canv, sum(self.heights)
        for row, first, last, words in self.bars:
            x0, x1 = sum(self.widths[:first]) + 3, sum(self.widths[:last + 1]) - 3
            y = total - sum(self.heights[:row + 1]) + 6
            c.setLineWidth(1.1)
            c.line(x0, y, x1, y)
            for x, s in ((x0, 1), (x1, -1)):
                path = c.beginPath()
                path.moveTo(x, y)
                path.lineTo(x + 6 * s, y + 2.6)
                path.lineTo(x + 6 * s, y - 2.6)
                path.close()
                c.drawPath(path, fill=1, stroke=0)
            if words:
                half = pdfmetrics.stringWidth(words, "Gothic", 8) / 2 + 2
                c.setFillColor(colors.white)
                c.rect((x0 + x1) / 2 - half, y + 3, 2 * half, 9, stroke=0, fill=1)
                c.setFillColor(colors.black)
                c.setFont("Gothic", 8)
                c.drawCentredString((x0 + x1) / 2, y + 4, words)


def benchmark_table():
    rows = [[head("目標"), head("PI<br/>番号"), head("業務指標名"), head("H30"), head("R5"), head("R6<br/>(予定)"), head("目標値"), "", "", head("望ましい<br/>方向")],
            [""] * 6 + [head("5年後<br/>(R11)"), head("10年後<br/>(R16)"), head("将来値"), ""]]
    for goal, code, planned, targets in d.BENCHMARKS:
        name, unit, direction = pi.INDICATORS[code][:3] if code else d.OWN[:3]
        past = [pi.shown(code, pi.value(CITY, code, y)) for y in pi.YEARS] + [planned] if code else list(d.OWN[3])
        rows.append([stacked(goal), cell(code or "―", align=1), cell(squared(f"{name}　{unit}"))] + [cell(v, align=2) for v in past] +
                    [cell(v, align=1 if v == "持続" else 2) for v in targets] + [cell("↑" if direction == "up" else "↓", align=1)])
    spans = [("SPAN", (c, 0), (c, 1)) for c in (0, 1, 2, 3, 4, 5, 9)] + [("SPAN", (6, 0), (8, 0))]
    spans += [("SPAN", (0, a + 2), (0, b + 2)) for a, b in same_runs([r[0] for r in d.BENCHMARKS])]
    return Table(rows, [24, 32, 150, 34, 34, 38, 42, 42, 42, 40], style=TableStyle(GRID + spans + [("BACKGROUND", (0, 0), (-1, 1), HEAD)]))


def works_table():
    rows = [[head("目標"), head("基本施策"), head("実施事業"), head("5年後"), head("10年後"), head("将来")]]
    rows += [[stacked(g), cell(b, 8.5), cell(w, 8.5), "", "", ""] for g, b, w, *_ in d.WORKS]
    heights, widths = [20] + [27] * len(d.WORKS), [26, 104, 128, 78, 78, 66]
    spans = [("SPAN", (0, a + 1), (0, b + 1)) for a, b in same_runs([w[0] for w in d.WORKS])]
    spans += [("SPAN", (1, a + 1), (1, b + 1)) for a, b in same_runs([w[1] for w in d.WORKS])]
    table = Table(rows, widths, heights, style=TableStyle(GRID + spans + [("BACKGROUND", (0, 0), (-1, 0), HEAD)]))
    bars = [(n + 1, 3 + a, 3 + b, words) for n, (_, _, _, words, a, b) in enumerate(d.WORKS)]
    return ArrowTable(table, heights, widths, bars)


def squared(text):
    """Square and cubic metres with the figure raised, as plans print them."""
    return text.replace("m2", "m<super rise=2.5 size=5.5>2</super>").replace("m3", "m<super rise=2.5 size=5.5>3</super>")


def money(v):
    return "" if v is None else f"△{-v:,}" if v < 0 else f"{v:,}"


def work_of(name):
    return next(w for w in d.WORKS if w[2] == name)


def budget_rows():
    """(goal, basic measure, work, place, item, amounts, total) for every line of the budget."""
    return [work_of(w)[:2] + (w, place, item, amounts, sum(a or 0 for a in amounts)) for w, place, item, amounts in d.BUDGET]


def column_totals():
    return [sum(r[5][n] or 0 for r in budget_rows()) for n in range(len(d.BUDGET_YEARS))]


def budget_table():
    lines, totals = budget_rows(), column_totals()
    rows = [[head(t, 7.5) for t in ["目標", "基本施策", "実施事業", "場所", "工事等内容"] + [y[2] for y in d.BUDGET_YEARS] + ["合計"]]]
    rows += [[stacked(g, 8), cell(b, 7.5), cell(w, 7.5), cell(squared(pl), 7.5), cell(i, 7.5)] + [cell(money(a), 7.5, 2) for a in am] + [cell(money(t), 7.5, 2)] for g, b, w, pl, i, am, t in lines]
    rows.append([cell("合　　計", 7.5, 1)] + [""] * 4 + [cell(money(t), 7.5, 2) for t in totals] + [cell(money(sum(totals)), 7.5, 2)])
    spans = [("SPAN", (0, len(rows) - 1), (4, len(rows) - 1)), ("BACKGROUND", (0, 0), (-1, 0), HEAD)]
    for column, keys in enumerate([[r[0] for r in lines], [r[:2] for r in lines], [r[:3] for r in lines], [r[:4] for r in lines]]):
        spans += [("SPAN", (column, a + 1), (column, b + 1)) for a, b in same_runs(keys)]
    return Table(rows, [24, 76, 92, 104, 92, 46, 46, 46, 46, 46, 62, 56], style=TableStyle(GRID + spans))


def finance_lines():
    """(indent, item, numbers) of the projection; totals and the result are computed."""
    income, cost = [sum(c) for c in zip(*d.REVENUE.values())], [sum(c) for c in zip(*d.COST.values())]
    return ([(0, "収益的収入", income)] + [(1, k, v) for k, v in d.REVENUE.items()] + [(0, "収益的支出", cost)] + [(1, k, v) for k, v in d.COST.items()] +
            [(0, "当年度損益", [a - b for a, b in zip(income, cost)])])


def finance_table():
    rows = [[head("項目")] + [head(f"{label}<br/>（{kind}）", 7.5) for _, label, kind, _ in d.FINANCE_YEARS]]
    rows += [[cell(item, indent=9 * indent)] + [cell(money(v), 7.5, 2) for v in numbers] for indent, item, numbers in finance_lines()]
    return Table(rows, [100] + [54] * 7, style=TableStyle(GRID + [("BACKGROUND", (0, 0), (-1, 0), HEAD)]))


def term_table():
    rows = [[cell(f"<b>{k}</b>") if n == a else "", cell(t, 8.5), cell(m, 8.5)] for a, b in same_runs([t[0] for t in d.TERMS]) for n, (k, t, m) in enumerate(d.TERMS) if a <= n <= b]
    return Table(rows, [40, 110, 330], style=TableStyle(GRID + [("SPAN", (0, a), (0, b)) for a, b in same_runs([t[0] for t in d.TERMS])]))


def meaning_table():
    rows = [[head("業務指標"), head("説明")]]
    for _, code, _, _ in d.BENCHMARKS:
        name, unit, _, formula = pi.INDICATORS[code][:4] if code else (d.OWN[0], d.OWN[1], None, d.OWN[4])
        rows.append([cell(squared(f"{name}　{unit}"), 8.5), cell(f"{squared(d.MEANING[code])}<br/><u>算出式</u>：{formula}", 8.5)])
    return Table(rows, [150, 330], style=TableStyle(GRID + [("BACKGROUND", (0, 0), (-1, 0), HEAD)]))


def story():
    goals = [p(f"({n}) {g}：{t}", font="Gothic", size=11, spaceBefore=5) for n, (g, t, _) in enumerate(d.GOALS, 1)]
    pairs = [x for n, (_, _, body) in enumerate(d.GOALS) for x in (goals[n], p(body, **BODY))]
    return [
        Spacer(1, 70 * mm), p(d.TITLE, font="Gothic", size=28, alignment=1), Spacer(1, 14 * mm), p("令和7年度～令和16年度", size=14, alignment=1),
        Spacer(1, 60 * mm), p("令和7年3月　策定", size=13, alignment=1), p("風待市上下水道部", size=15, alignment=1, spaceBefore=8),
        Spacer(1, 16 * mm), p("この計画は、帳票の読取りを試すために作った架空のものです。実在の自治体とは関係がありません。", font="Gothic", size=8, alignment=1), PageBreak(),
        h1("1．ビジョンの策定に当たって"),
        p("風待市の水道は、港の町と背後の里山に水を届けてきました。古い管からの漏水が増え、収入が減り始めた今、限られた人と資金をどこに使うかを、十年先まで見通して決める必要があります。", **BODY),
        p("本ビジョンの計画期間は、令和7年度から令和16年度までの10年間とします。", **BODY),
        h1("2．目指すべき目標"), p("次の四つの目標を掲げます。", **BODY), *pairs, PageBreak(),
        h1("3．目標の設定"), h2("ベンチマーク：目標値"), benchmark_table(), Spacer(1, 6),
        p("PI番号は、水道事業ガイドライン JWWA Q100:2016 による業務指標の番号です。「持続」は、今の水準を保つことを表します。", size=8.5), PageBreak(),
        h1("4．事業計画"), p("5年後は令和7年度から令和11年度まで、10年後は令和12年度から令和16年度まで、将来は令和17年度以降とします。", **BODY), works_table(), PageBreak(),
        h1("5．進捗管理"), h2("(1) 達成状況の評価"),
        p("毎年度の決算に合わせて業務指標を計算し、目標値との開きが大きいときは、その理由を調べて次の年度の予算に反映します。", **BODY),
        h2("(2) 公表"), p("評価の結果は、市の広報とホームページでお知らせします。", **BODY), h2("(3) 見直し"), p(d.REVIEW, **BODY),
        h1("◇ 用語集 ◇"), term_table(), PageBreak(),
        h1("◇ 業務指標の解説 ◇"), meaning_table(), NextPageTemplate("wide"), PageBreak(),
        h1("風待市水道事業建設改良計画"), p("（単位：千円）", size=8.5, alignment=2), budget_table(), NextPageTemplate("tall"), PageBreak(),
        h1("収益的収支の見通し"), p("（単位：千円、税抜き）", size=8.5, alignment=2), finance_table(), Spacer(1, 6),
        p("給水収益は、令和9年度に料金の平均10％程度の引上げを見込んで試算したものです。△は損失を表します。", size=8.5),
    ]


def frame_page(canvas, doc):
    width, height = canvas._pagesize
    canvas.setFont("Gothic", 8)
    canvas.rect(18 * mm, height - 15 * mm, 84, 13, stroke=1, fill=0)
    canvas.drawString(18 * mm + 6, height - 15 * mm + 3.5, "架空の計画（見本）")
    canvas.drawRightString(width - 18 * mm, height - 15 * mm + 3.5, d.TITLE)
    canvas.drawCentredString(width / 2, 10 * mm, f"－{canvas.getPageNumber()}－")


def typeset(path):
    doc = BaseDocTemplate(str(path), pagesize=A4, title=d.TITLE, author="風待市上下水道部", keywords="架空", leftMargin=0, rightMargin=0, topMargin=0, bottomMargin=0)
    sizes = {"tall": A4, "wide": landscape(A4)}
    doc.addPageTemplates([PageTemplate(n, [Frame(18 * mm, 14 * mm, w - 36 * mm, h - 34 * mm, 0, 0, 0, 0)], onPage=frame_page, pagesize=(w, h)) for n, (w, h) in sizes.items()])
    doc.build(story())


def gold_of():
    gold, long = Gold("kazemachi_vision"), {g: f"{g}：{t}" for g, t, _ in d.GOALS}
    gold.add("document", title=d.TITLE, utility=CITY, organisation="風待市上下水道部", kind="vision", period_from=2025, period_to=2034, revisions=[dict(year=2025, month=3, event="策定")])
    for n, (g, t, _) in enumerate(d.GOALS, 1):
        gold.add("goal", level="目標", code=str(n), title=long[g], title_alt=[g, t], path=[])
    for a, _ in same_runs([w[:2] for w in d.WORKS]):
        gold.add("goal", level="基本施策", title=d.WORKS[a][1], path=[long[d.WORKS[a][0]]])
    for _, code, planned, targets in d.BENCHMARKS:
        name, unit, direction, formula = pi.INDICATORS[code][:4] if code else (d.OWN[0], d.OWN[1], d.OWN[2], d.OWN[4])
        edition = "2016" if code else None
        gold.add("indicator", indicator=name, code=code, unit=unit, direction=direction, formula=formula, definition=d.MEANING[code], standard_edition=edition)
        past = [pi.shown(code, pi.value(CITY, code, y)) for y in pi.YEARS] + [planned] if code else list(d.OWN[3])
        common = dict(indicator=name, code=code, unit=unit, standard_edition=edition)
        for year, role, text in zip((2018, 2023, 2024), ("actual", "actual", "forecast"), past):
            gold.add("value", **common, year=year, role=role, value=float(text), comparator="=", text=text)
        for year, phase, text in zip((2029, 2034, None), (None, None, "将来値"), targets):
            word = text == "持続"
            gold.add("value", **common, year=year, phase=phase, role="target", value=None if word else float(text), comparator=None if word else "=", text=text)
    for g, b, w, words, first, last in d.WORKS:
        gold.add("measure", title=w, path=[long[g], b], status="planned")
        names = d.PHASES[first][0] if first == last else f"{d.PHASES[first][0]}~{d.PHASES[last][0]}"
        gold.add("schedule", measure=w, label=words, from_=d.PHASES[first][1], to=d.PHASES[last][2], phase=names, basis="plan")
    for interval in (5, 10):
        gold.add("review", interval_years=interval, text=d.REVIEW)
    for _, term, meaning in d.TERMS:
        gold.add("term", term=term, definition=meaning)
    span = dict(year=2025, year_to=2034, x_total=True)
    for g, b, w, place, item, amounts, total in budget_rows():
        common = dict(item=item, path=[long[g], b, w, place], measure=w, unit="千円", role="plan")
        for (y0, y1, _), amount in zip(d.BUDGET_YEARS, amounts):
            if amount is not None:
                gold.add("amount", **common, year=y0, year_to=y1 if y1 != y0 else None, value=amount)
        gold.add("amount", **common, **span, value=total)
    for (y0, y1, _), total in zip(d.BUDGET_YEARS, column_totals()):
        gold.add("amount", item="合計", year=y0, year_to=y1 if y1 != y0 else None, value=total, unit="千円", role="plan")
    gold.add("amount", item="合計", **span, value=sum(column_totals()), unit="千円", role="plan")
    for _, item, numbers in finance_lines():
        for (year, _, _, role), number in zip(d.FINANCE_YEARS, numbers):
            gold.add("amount", item=item, path=["収益的収支の見通し"], year=year, value=number, unit="千円", role=role)
    return gold


def build(out):
    pdf = out / "kazemachi_vision.pdf"
    typeset(pdf)
    yield pdf, gold_of()
