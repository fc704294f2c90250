"""The vision of 遠霞市, typeset with WeasyPrint (thin arrows drawn over the phases), and its gold."""
from html import escape

import indicators as pi
import tokasumi_data as d
from gold import Gold
from typeset import css, weasyprint

STEM, CITY = "tokasumi_vision", "遠霞市"
PERIOD = "【2025（令和7）年度～2034（令和16）年度】"
PHASE_MM = 17
NEW = ' class="new"'
CSS = """
table { margin-bottom: 3mm; } table.fixed { table-layout: fixed; } .small td, .small th { font-size: 7.8pt; padding: 0.75mm 1.2mm; }
.pi td, .pi th { font-size: 7.8pt; padding: 0.9mm 1mm; } .pi td.label { background: #f4f4ec; text-align: center; }
td.bar { padding: 0; height: 8mm; } td.bar svg { display: block; } .caption { text-align: center; margin: 3mm 0 1mm; font-family: "IPAGothic"; }
.unit { text-align: right; font-size: 8pt; margin: 0; } .box { border: 0.8pt solid black; padding: 3mm; text-align: center; margin: 2mm 0 3mm; font-size: 12pt; }
.small td.i1 { padding-left: 4.5mm; } .small td.i2 { padding-left: 8mm; } .cover { text-align: center; padding-top: 66mm; break-after: page; } .new { break-before: page; }
"""


def wareki(year):
    return f"令和{year - 2018 if year > 2019 else '元'}" if year >= 2019 else f"平成{year - 1988}"


def short(year):
    return f"R{year - 2018}" if year >= 2019 else f"H{year - 1988}"


def money(v):
    return f"△ {-v:,}" if v < 0 else f"{v:,}"


def money_table(table):
    head = "<tr><th>区分　＼　年度</th>" + "".join(f"<th>{y}<br>({short(y)})</th>" for y in d.MONEY_YEARS) + "</tr>"
    rows = "".join(f'<tr><td class="i{indent}">{item}</td>' + "".join(f'<td class="num">{money(v)}</td>' for v in numbers) + "</tr>" for indent, item, numbers in d.figures(table))
    return f'<table class="small">{head}{rows}</table>'


def demand_table():
    head = "<tr><th>項目　＼　年度</th>" + "".join(f"<th>{y}<br>({short(y)})</th>" for y, _ in d.DEMAND_YEARS) + "</tr>"
    return "<table>" + head + "".join(f"<tr><td>{name}（{unit}）</td>" + "".join(f'<td class="num">{v:,}</td>' for v in values) + "</tr>" for name, unit, values in d.DEMAND) + "</table>"


def renewal_lines():
    """Rows with their totals, then the line of totals."""
    rows = [(name, values) for name, values in d.RENEWAL]
    return rows + [("計", tuple(sum(c) for c in zip(*(v for _, v in rows))))]


def renewal_table():
    head = "<tr><th></th>" + "".join(f"<th>{a}～{b}<br>({short(a)}～{b - 2018})</th>" for a, b in d.RENEWAL_YEARS) + "<th>合計</th></tr>"
    return "<table>" + head + "".join(f"<tr><td class='mid'>{n}</td>" + "".join(f'<td class="num">{v:,}</td>' for v in values + (sum(values),)) + "</tr>" for n, values in renewal_lines()) + "</table>"


def followup_table(goal, title, rows):
    body = "".join(f"<tr><td>{m}</td><td>◆{plan}</td><td>◇{result}</td></tr>" for m, plan, result in rows)
    return ('<table><colgroup><col style="width:24%"><col style="width:34%"><col style="width:42%"></colgroup><thead><tr><th>実現方策</th><th>方策の概要</th><th>方策の成果・課題等</th></tr></thead>'
            f'<tr><td colspan="3" class="sans" style="background:#f4f4ec">【{goal}】　{title}</td></tr>{body}</table>')


def with_unit(code, number):
    return pi.shown(code, number) + pi.INDICATORS[code][1]


def change(code):
    old, new = (pi.value(CITY, code, y) for y in pi.YEARS)
    return "変化なし" if old == new else f"{with_unit(code, abs(new - old))} {'増' if new > old else '減'}"


def pi_table(codes):
    head = ('<thead><tr><th rowspan="2">ガイドライン<br>指標No.</th><th rowspan="2">ＰＩ</th><th rowspan="2">単位</th><th rowspan="2">改善<br>方向</th><th colspan="2">ＰＩ値</th>'
            '<th rowspan="2">ＰＩ値の<br>比較増減</th><th rowspan="2">2023（R5）年度<br>比較事業体<br>平均値</th></tr><tr><th>2018（H30）<br>年度</th><th>2023（R5）<br>年度</th></tr></thead>')
    rows = []
    for code in codes:
        name, unit, direction, formula, _ = pi.INDICATORS[code]
        old, new = (pi.value(CITY, code, y) for y in pi.YEARS)
        rows.append(f'<tbody style="break-inside:avoid"><tr><td class="mid" rowspan="3">{code}</td><td>{name}</td><td class="mid">{unit}</td><td class="mid">{"高い" if direction == "up" else "低い"}方がよい</td>'
                    f'<td class="num">{with_unit(code, old)}</td><td class="num">{with_unit(code, new)}</td><td class="num">{change(code)}</td><td class="num">{with_unit(code, pi.peer_mean(CITY, code, 2023))}</td></tr>'
                    f'<tr><td class="label">計算式</td><td colspan="6">{formula}</td></tr><tr><td class="label">評価</td><td colspan="6">{d.COMMENT[code]}</td></tr></tbody>')
    widths = [11, 19, 11, 13, 11, 11, 12, 12]
    return '<table class="pi fixed"><colgroup>' + "".join(f'<col style="width:{w}%">' for w in widths) + f"</colgroup>{head}{''.join(rows)}</table>"


def arrow(words, n):
    w = PHASE_MM * n
    half = len(words) * 1.35 + 0.6
    label = (f'<rect x="{w / 2 - 1 - half}" y="0.6" width="{2 * half}" height="3.5" fill="white"/>'
             f'<text x="{w / 2 - 1}" y="3.6" font-size="2.7" text-anchor="middle" font-family="IPAGothic">{words}</text>') if words else ""
    return (f'<svg width="{w}mm" height="8mm" viewBox="0 0 {w} 8" style="margin-right:-{w}mm"><line x1="1" y1="5.6" x2="{w - 3}" y2="5.6" stroke="black" stroke-width="0.45"/>'
            f'<path d="M {w - 1} 5.6 L {w - 4} 4.3 L {w - 4} 6.9 Z" fill="black"/>{label}</svg>')


def phase_cells(bars):
    return "".join('<td class="bar">' + "".join(arrow(words, b - a + 1) for words, a, b in bars if a == n) + "</td>" for n in range(3))


def works_table(goal):
    code, name, title, ways = goal
    rows, total = [], sum(len(m) for _, policies in ways for _, _, m in policies)
    for w, (way, policies) in enumerate(ways):
        for q, (policy, _, measures) in enumerate(policies):
            for m, (measure, bars) in enumerate(measures):
                row = f'<td rowspan="{total}" class="sans">{title}</td>' if w == q == m == 0 else ""
                row += f'<td rowspan="{sum(len(x[2]) for x in policies)}">{way}</td>' if q == m == 0 else ""
                row += f'<td rowspan="{len(measures)}">■{policy}</td>' if m == 0 else ""
                rows.append(f"<tr>{row}<td>■{measure}</td>{phase_cells(bars)}</tr>")
    widths = [24, 26, 30, 170 - 80 - 3 * PHASE_MM] + [PHASE_MM] * 3
    head = "".join(f"<th>{h}</th>" for h in ["施策目標", "実現方策", "方向性", "具体施策"] + [p[0] for p in d.PHASES])
    return ('<table class="fixed small" style="break-inside:avoid"><colgroup>' + "".join(f'<col style="width:{w}mm">' for w in widths) + f'</colgroup><thead><tr>{head}</tr></thead>'
            f'<tr><td colspan="7" class="sans" style="background:#f4f4ec">{code}．{name}</td></tr>{"".join(rows)}</table>')


def chapter_6():
    out = []
    for code, name, title, ways in d.GOALS:
        out.append(f"<h3>{code}　【{name}】　{title}</h3>")
        for n, (way, policies) in enumerate(ways, 1):
            out.append(f'<p class="sans" style="text-indent:0">（{n}）{way}</p>')
            out += [f'<p class="sans" style="text-indent:0;margin-left:1em">■施策：{policy}</p><p style="margin-left:1em">{text}</p>' for policy, text, _ in policies]
    return "".join(out)


def html():
    follow = "".join(f'<h3{NEW if n > 1 else ""}>({n}) “{title}”を目指して</h3>{followup_table(goal, title, rows)}<p class="sans" style="text-indent:0">業務指標（ＰＩ）</p>{pi_table(codes)}' for n, (goal, title, rows, codes) in enumerate(d.PREVIOUS, 1))
    ways = "".join(f'<tr><td class="mid">{code}　{name}</td><td>{title}</td><td>' + "<br>".join(f"{n}．{w}" for n, (w, _) in enumerate(items, 1)) + "</td></tr>" for code, name, title, items in d.GOALS)
    terms = "".join(f'<tr><td class="mid">{k}</td><td>{t}</td><td>{m}</td></tr>' for k, t, m in d.TERMS)
    phases = "<br>".join(f"{n}：{a}（{wareki(a)}）年度～{b}（{wareki(b)}）年度" for n, a, b in d.PHASES)
    return f"""<html lang="ja"><head><meta charset="utf-8"><title>{d.TITLE}</title><meta name="author" content="遠霞市水道局"><meta name="keywords" content="架空"><style>{css(d.TITLE, body="IPAMincho", head="IPAGothic")}{CSS}</style></head><body>
<div class="cover"><div class="sans" style="font-size:26pt">{d.TITLE}</div><div class="sans" style="font-size:13pt;margin-top:6mm">{PERIOD}</div><div style="margin-top:62mm;font-size:12pt">2025（令和7）年3月　策定</div>
<div style="font-size:15pt;margin-top:4mm">遠霞市水道局</div><div class="sans" style="font-size:8.5pt;margin-top:16mm">この計画は、帳票の読取りを試すために作った架空のものです。実在の自治体、団体及び人物とは関係がありません。</div></div>
<h1>第1章　ビジョン策定の背景と目的</h1><p>遠霞市の水道は、霧の多い谷の水を市街地へ送ってきました。施設の多くが昭和50年代に造られ、更新の時期が重なろうとしています。前ビジョン（2015（平成27）年度～2024（令和6）年度）の成果を確かめ、これからの10年の道筋を定めます。</p>
<p>計画期間は、2025（令和7）年度から2034（令和16）年度までの10年間とします。</p>
<h1>第2章　事業の現状</h1><h2>2.1　人口と水需要</h2><div class="caption">表2-1　人口と有収水量の実績値及び予測値</div>{demand_table()}<p>2022（令和4）年度と2023（令和5）年度は実績値、2024（令和6）年度以降は予測値です。</p>
<h2>2.2　経営の状況</h2><div class="caption">表2-2　収益的収支</div><p class="unit">（単位：千円　税抜き）</p>{money_table(d.OPERATING)}
<div class="caption new">表2-3　資本的収支</div><p class="unit">（単位：千円　税込み）</p>{money_table(d.CAPITAL)}<div class="caption">表2-4　企業債残高の推移</div><p class="unit">（単位：千円）</p>{money_table(d.DEBT)}
<h2>2.3　更新需要の見通し</h2><div class="caption">表2-5　更新需要</div><p class="unit">（単位：百万円）</p>{renewal_table()}
<h1 class="new">第3章　前ビジョンのフォローアップ</h1><p>業務指標は、2018（平成30）年度と2023（令和5）年度を比べ、比較事業体（みなも野市、風待市）の平均値を併せて示します。</p>{follow}
<h1 class="new">第4章　将来像</h1><p>基本理念</p><div class="box sans">谷の水を　未来の一杯へ</div><table><tr><th>施策目標</th><th>目指す姿</th><th>実現方策</th></tr>{ways}</table>
<h1 style="margin-top:6mm">第5章　目標実現の方策</h1><h2>5.1　具体的な施策</h2>{chapter_6()}
<h2 class="new">5.2　事業実施計画</h2><p>実施計画期間の設定</p><p style="text-indent:0">{phases}</p>{"".join(works_table(g) for g in d.GOALS)}
<h2>5.3　計画の点検・進捗管理</h2><p>達成の状況は、水道事業審議会で毎年度確かめます。{d.REVIEW}</p>
<h1 class="new">附属資料【用語集】</h1><table><tr><th style="width:8%"></th><th style="width:30%">用語</th><th>意味</th></tr>{terms}</table></body></html>"""


def gold_of():
    gold = Gold(STEM)
    gold.add("document", title=d.TITLE, utility=CITY, organisation="遠霞市水道局", kind="vision", period_from=2025, period_to=2034, revisions=[dict(year=2025, month=3, event="策定")],
             alt={"title": [d.TITLE + PERIOD]})
    for goal, title, rows, _ in d.PREVIOUS:
        gold.add("goal", level="施策目標", code=goal, title=title, path=[], optional=True, x_edition="前ビジョン")
        for measure, plan, result in rows:
            gold.add("goal", level="実現方策", title=measure, path=[title], optional=True, x_edition="前ビジョン")
            gold.add("measure", title=plan, title_alt=[measure], path=[title, measure], optional=True, x_edition="前ビジョン")
            gold.add("measure", title=measure, path=[title], optional=True, x_edition="前ビジョン")
            gold.add("result", measure=plan, measure_alt=[measure], text=result, path=[title, measure])
    for code in dict.fromkeys(c for _, _, _, codes in d.PREVIOUS for c in codes):
        name, unit, direction, formula, _ = pi.INDICATORS[code]
        gold.add("indicator", indicator=name, code=code, unit=unit, direction=direction, formula=formula, standard_edition="2016", x_evaluation=d.COMMENT[code])
        common = dict(indicator=name, code=code, unit=unit, comparator="=", standard_edition="2016")
        for y in pi.YEARS:
            v = pi.value(CITY, code, y)
            gold.add("value", **common, year=y, role="actual", value=v, text=with_unit(code, v))
        v = pi.peer_mean(CITY, code, 2023)
        gold.add("value", **common, year=2023, role="average", value=v, text=with_unit(code, v), scope="比較事業体平均値")
    for code, short_name, title, ways in d.GOALS:
        gold.add("goal", level="施策目標", code=code, title=title, title_alt=[short_name], path=[])
        for n, (way, policies) in enumerate(ways, 1):
            gold.add("goal", level="実現方策", code=str(n), title=way, path=[title])
            for policy, text, measures in policies:
                gold.add("goal", level="方向性", title=policy, path=[title, way], optional=True)
                gold.add("measure", title=policy, path=[title, way], description=text, x_tier="施策", status="planned")
                for measure, bars in measures:
                    gold.add("measure", title=measure, path=[title, way, policy], x_tier="具体施策", status="planned")
                    for words, a, b in bars:
                        phase = d.PHASES[a][0] if a == b else f"{d.PHASES[a][0]}~{d.PHASES[b][0]}"
                        gold.add("schedule", measure=measure, label=words, from_=d.PHASES[a][1], to=d.PHASES[b][2], phase=phase, basis="plan")
    t = d.PROSE_TARGET
    common = dict(indicator=t["indicator"], unit=t["unit"], comparator="=", text=t["text"])
    gold.add("value", **common, year=t["goal"][0], role="target", value=t["goal"][1])
    gold.add("value", **common, year=t["base"][0], role="baseline", role_alt=["actual"], value=t["base"][1], optional=True)
    for name, unit, values in d.DEMAND:
        for (year, role), v in zip(d.DEMAND_YEARS, values):
            gold.add("value", indicator=name, unit=unit, year=year, role=role, value=v, comparator="=", text=f"{v:,}")
    for path, table in (("収益的収支", d.OPERATING), ("資本的収支", d.CAPITAL), ("企業債残高の推移", d.DEBT)):
        for _, item, numbers in d.figures(table):
            for year, v in zip(d.MONEY_YEARS, numbers):
                gold.add("amount", item=item, item_alt=[item.split("（")[0]], path=[path], year=year, value=v, unit="千円", role="actual")
    for item, values in renewal_lines():
        for (a, b), v in zip(d.RENEWAL_YEARS, values):
            gold.add("amount", item=item, path=["更新需要"], year=a, year_to=b, value=v, unit="百万円", role="forecast", role_alt=["plan"])
        gold.add("amount", item=item, path=["更新需要"], year=d.RENEWAL_YEARS[0][0], year_to=d.RENEWAL_YEARS[-1][1], value=sum(values), unit="百万円", role="forecast", role_alt=["plan"], x_total=True)
    gold.add("review", interval_years=5, text=d.REVIEW)
    for _, term, meaning in d.TERMS:
        gold.add("term", term=term, definition=meaning)
    return gold


def build(out):
    yield weasyprint(html(), out / f"{STEM}.pdf"), gold_of()
