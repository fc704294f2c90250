"""A proposal for a joint water and sewer PPP in the fictitious 風待市: slides typeset with WeasyPrint, and their gold."""
import re
from html import escape

from gold import Gold
from typeset import weasyprint

STEM, CITY, COMPANY = "kazemachi_wppp", "風待市", "風待みずのわ株式会社"
TITLE = "上下水道一体ウォーターPPP導入に係る提案書"
TIERS = {
    "基本理念": ["上下水道を一つの仕事として運営し、港のまちの水を地域の手で守り続ける。"],
    "基本方針": ["上下水道の一体運営による仕事の組み替え", "点検に基づく無理のない更新", "地元の施工力を生かす発注"],
    "ビジョン": ["暮らしが途切れない上下水道", "災害の後もすぐに立ち上がる仕組み", "技術が地域に残る働き方"],
    "運営方針": ["現場の記録から計画を組み直す", "水と下水を一度に直す", "若い担い手を育てる"],
}

# 管理分類, 目的, KPI項目, cell as printed, then the numbers in it: (year, value, unit, comparator)
KPIS = [
    ("上下共通", "強靱", "急所施設の耐震化率", "100%/R14", [(2032, 100, "%", "=")]),
    ("上下共通", "強靱", "管路の更新率", "1.2%/年", [(None, 1.2, "%/年", "=")]),
    ("上下共通", "安心", "災害対応訓練の回数", "2回（春・秋）/年", [(None, 2, "回/年", "=")]),
    ("上水道", "持続", "有収率", "R7：85.6%→R12：89.0%以上", [(2025, 85.6, "%", "="), (2030, 89.0, "%", ">=")]),
    ("上水道", "持続", "漏水事故の発生件数", "6件減/年", [(None, 6, "件減/年", "=")]),
    ("下水道", "水洗化", "汚水処理人口普及率", "98.5%/R15", [(2033, 98.5, "%", "=")]),
    ("下水道", "経営基盤", "経費回収率", "100%の維持", [(None, 100, "%", "=")]),
]



DURING9, FROM10 = ("令和9年度中", 2027, 2027), ("令和10年度以降", 2028, None)
# title, two stages, text (products in 「」), the stage that each product belongs to
MEASURES = [
    ("上下一体の計画書の整備", (DURING9, "初版の作成"), (FROM10, "毎年の見直し"), "対象の施設を示した「施設更新の地図」と、担当と期限を並べた「年度の作業表」を束ね、「上下一体計画書（初版）」を作成することを提案します。", [0, 0, 0]),
    ("台帳と図面の一元化", (("令和10年度まで", None, 2028), "データの整理"), (("令和11年度まで", None, 2029), "共通台帳の運用"), "二つの事業で異なる用語をそろえた「データ項目表」と「責任分担表（RACI）」を整え、共通の台帳を使うための「台帳運用の手引」を作成することを提案します。", [0, 0, 0]),
    ("点検に基づく予防保全", (DURING9, "点検表の作成"), (("令和11年度まで", None, 2029), "記録の電子化"), "設備の種類ごとに「標準点検表（頻度・判断の目安）」を作成し、点検の記録を台帳に結び付けることを提案します。", [0]),
    ("修繕と更新の判断の見える化", (DURING9, "様式の確定"), (FROM10, "修繕計画の見直し"), "故障の履歴と費用を並べて比べる「更新判断票」と、年に1回の「修繕計画の見直し記録」により、判断の筋道を後から追えるようにすることを提案します。", [0, 1]),
    ("上下一体の災害対応", (DURING9, "手順書の作成"), (FROM10, "訓練と見直し"), "水と下水の復旧をそろえて進める「初動手順書」と「訓練の筋書き集」を作成し、年1回以上の訓練で確かめることを提案します。", [0, 0]),
    ("人を育てる仕組みづくり", (DURING9, "資料の作成"), (("令和12年度まで", None, 2030), "地元採用の割合の向上"), "「育成の手引」と「技能台帳」を作成し、地元採用の社員の割合を現状の約3割から5割以上へ高めることを目標とします。", [0, 0]),
    ("共同調達による費用の縮減", (DURING9, "資料の作成"), (FROM10, "見直し"), "薬品と資機材の仕様をそろえた「共通品目リスト」と「資機材台帳」を作成し、毎年見直すことを提案します。", [0, 0]),
    ("窓口の一元化", (DURING9, "窓口の設計"), (FROM10, "運用"), "給水と排水の申込みを一度で受けるための「窓口運用設計書」を作成することを提案します。", [0]),
]
LEAKS = [("R2", 21), ("R3", 24), ("R4", 23), ("R5", 29), ("R6", 31)]
CONTRACTS = [("風待市", "配水管漏水調査業務", "音聴調査 延長84km"), ("風待市", "水道料金収納業務", "検針、収納、窓口"), ("みぎわ町", "浄水場運転管理業務", "昼夜の運転監視")]
ROLES = [("計画の決定", "◎", "○", ""), ("日常の点検", "", "◎", "○"), ("更新工事の発注", "○", "◎", ""), ("災害時の指揮", "◎", "○", "○")]
CSS = """
@page { size: 254mm 143mm; margin: 17mm 12mm 11mm;
  @top-left { content: "架空の計画（見本）"; font: 8pt "Noto Sans CJK JP"; border: 0.6pt solid black; padding: 1pt 5pt; margin: 5mm 0 5mm; width: 32mm; text-align: center; }
  @top-right { content: "上下水道一体ウォーターPPP導入に係る提案書"; font: 8pt "Noto Sans CJK JP"; color: #555; }
  @bottom-right { content: counter(page); font: 9pt "Noto Sans CJK JP"; } }
html { font-family: "Noto Sans CJK JP"; font-size: 10pt; line-height: 1.45; }
body { margin: 0; } .slide { break-after: page; } .slide:last-child { break-after: auto; }
h1 { font-weight: normal; font-size: 17pt; margin: 0 0 4mm; padding: 1.5mm 4mm; background: #17456b; color: white; }
.boxes { display: flex; gap: 5mm; } .box { flex: 1; border: 0.8pt solid #17456b; background: #eaf2f9; padding: 2.5mm; text-align: center; }
.tier { color: #17456b; margin: 3mm 0 1.2mm; font-size: 11pt; } .wide { border: 0.8pt solid #17456b; padding: 2.5mm; text-align: center; font-size: 12pt; }
table { border-collapse: collapse; width: 100%; } th, td { border: 0.5pt solid #333; padding: 1.4mm 2mm; font-weight: normal; } th { background: #dbe7f1; }
.mid { text-align: center; } figure { margin: 0; } figcaption, .caption { text-align: center; font-size: 9pt; margin: 1mm 0; }
.commit { border: 0.8pt solid #999; margin: 0 0 2.6mm; padding: 1.6mm 3mm; } .commit h2 { font-weight: normal; font-size: 12pt; margin: 0; color: #17456b; }
.when { color: #b5482f; font-size: 9.5pt; } .commit p { margin: 0.5mm 0 0; font-size: 9.5pt; } b { font-weight: normal; text-decoration: underline; }
"""


def deadline(measure):
    return "【" + "　".join(f"{when}：{words}" for (when, _, _), words in measure[1:3]) + "】"


def commitments(measures):
    blocks = []
    for m in measures:
        text = re.sub("「([^」]+)」", r"「<b>\1</b>」", escape(m[3]))
        blocks.append(f'<div class="commit"><h2>{m[0]}</h2><div class="when">{deadline(m)}</div><p>{text}</p></div>')
    return "".join(blocks)


def chart():
    bars = "".join(f'<rect x="{40 + 70 * n}" y="{150 - v * 4}" width="36" height="{v * 4}" fill="#6fa3cf"/><text x="{58 + 70 * n}" y="{144 - v * 4}" text-anchor="middle" font-size="12">{v}</text>'
                   f'<text x="{58 + 70 * n}" y="168" text-anchor="middle" font-size="12">{year}</text>' for n, (year, v) in enumerate(LEAKS))
    return f'<figure><svg width="105mm" height="52mm" viewBox="0 0 400 180" font-family="Noto Sans CJK JP"><line x1="25" y1="150" x2="390" y2="150" stroke="black"/>{bars}</svg><figcaption>図1　漏水事故の件数（単位：件）</figcaption></figure>'


def kpi_table():
    rows, keys = [], [k[0] for k in KPIS]
    for n, (group, aim, name, cell, _) in enumerate(KPIS):
        merged = f'<td class="mid" rowspan="{keys.count(group)}">{group}</td>' if n == keys.index(group) else ""
        rows.append(f'<tr>{merged}<td class="mid">{aim}</td><td>{name}</td><td>{escape(cell)}</td></tr>')
    return "<table><tr><th>管理分類</th><th>目的</th><th>KPI項目</th><th>達成目標/時期</th></tr>" + "".join(rows) + "</table>"


def html():
    tiers = "".join(f'<div class="tier">{tier}</div>' + (f'<div class="wide">{items[0]}</div>' if len(items) == 1 else '<div class="boxes">' + "".join(f'<div class="box">{i}</div>' for i in items) + "</div>") for tier, items in TIERS.items())
    contracts = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in CONTRACTS)
    roles = "".join(f"<tr><td>{r[0]}</td>" + "".join(f'<td class="mid">{c}</td>' for c in r[1:]) + "</tr>" for r in ROLES)
    return f"""<html lang="ja"><head><meta charset="utf-8"><title>{TITLE}</title><meta name="author" content="{COMPANY}"><meta name="keywords" content="架空"><style>{CSS}</style></head><body>
<div class="slide" style="text-align:center;padding-top:18mm"><div style="font-size:12pt">{CITY}　御中</div><div style="font-size:25pt;margin:9mm 0 3mm">{TITLE}</div><div style="font-size:13pt">概要版</div>
<div style="margin-top:12mm;font-size:13pt">2026年1月</div><div style="font-size:15pt;margin-top:3mm">{COMPANY}</div><div style="margin-top:9mm;font-size:8.5pt">この提案書は、帳票の読取りを試すために作った架空のものです。実在の自治体、団体及び人物とは関係がありません。</div></div>
<div class="slide"><h1>私たちの考え方</h1>{tiers}</div>
<div class="slide"><h1>管理するKPI</h1><div class="caption">表1　KPIの例</div>{kpi_table()}</div>
<div class="slide"><h1>現状と実績</h1><div class="boxes"><div style="flex:1">{chart()}</div><div style="flex:1"><div class="caption">表2　受託の実績</div><table><tr><th>事業体</th><th>業務名</th><th>概要</th></tr>{contracts}</table></div></div></div>
<div class="slide"><h1>一体運営のための取り組み（1）</h1>{commitments(MEASURES[:3])}</div>
<div class="slide"><h1>一体運営のための取り組み（2）</h1>{commitments(MEASURES[3:6])}</div>
<div class="slide"><h1>一体運営のための取り組み（3）</h1>{commitments(MEASURES[6:])}<div class="caption">表3　役割の分担（◎主に担う　○支える）</div><table><tr><th>業務</th><th>市</th><th>当社</th><th>地元企業</th></tr>{roles}</table></div>
</body></html>"""


def gold_of():
    gold = Gold(STEM)
    gold.add("document", title=TITLE, utility=CITY, organisation=COMPANY, kind="proposal", revisions=[dict(year=2026, month=1, event="提案")])
    for tier, items in TIERS.items():
        for i in items:
            gold.add("goal", level=tier, title=i, path=[])
    for group, aim, name, cell, numbers in KPIS:
        for year, value, unit, comparator in numbers:
            gold.add("value", indicator=name, unit=unit, unit_alt=[unit.replace("減", "").replace("/年", "")], year=year, role="target", role_alt=["actual", "baseline", "forecast"] if year == 2025 else None,
                     value=value, value_alt=[-value] if "減" in unit else None, comparator=comparator, text=cell, path=[group, aim])
    for m in MEASURES:
        gold.add("measure", title=m[0], description=m[3], status="planned")
        for (_, first, last), words in m[1:3]:
            gold.add("schedule", measure=m[0], label=words, from_=first, to=last, basis="plan")
        for product, at in zip(re.findall("「([^」]+)」", m[3]), m[4]):
            _, first, last = m[1 + at][0]
            gold.add("deliverable", measure=m[0], title=product, due_from=first, due_to=last)
    goal = dict(indicator="地元採用の社員の割合", unit="割", measure=MEASURES[5][0])
    gold.add("value", **goal, unit_alt=["%"], year=None, role="baseline", role_alt=["actual"], value=3, value_alt=[30], comparator="~", text="現状の約3割")
    gold.add("value", **goal, unit_alt=["%"], year=2030, year_alt=[None], role="target", value=5, value_alt=[50], comparator=">=", text="5割以上")
    return gold


def build(out):
    yield weasyprint(html(), out / f"{STEM}.pdf"), gold_of()
