"""A chapter of the medium-term plan of the fictitious 遠霞市, typeset with Typst, and its gold."""
import indicators as pi
from gold import Gold, fiscal
from typeset import typst

CITY, STEM = "遠霞市", "tokasumi_chukei"
TITLE = "遠霞市水道事業中期経営計画（令和7年度～令和11年度）"
VISION = ("3", "ともに支える水道")
FIRST, LAST = 7, 11
REVIEW = "計画の進み具合は、毎年度、水道事業審議会に報告し、その意見を付けて公表します。"


def item(title, owners, bullets, *rows, note=None):
    """One ◆: rows are (row head or None, [(first year, last year, words)]); years of 令和."""
    return {"title": title, "owners": owners, "bullets": bullets, "rows": [{"head": h, "bars": bars} for h, bars in rows], "note": note}


DIRECTIONS = [
    {"code": "7", "title": "声を聴き、ともに考える水道", "lead": "営業課",
     "body": "水道のこれからを利用者と一緒に考えるため、分かりやすく伝え、声を聴く機会を増やします。",
     "effect": "水道の仕事が身近になり、料金や更新の話を落ち着いて進められるようになります。",
     "policies": [
         {"code": "7-1", "title": "広報と広聴の充実", "key": False, "items": [
             item("水道だよりの刷新", ["総務課", "営業課"],
                  ["年4回発行している水道だよりは、文字が多いという声があります。", "読み手の声をもとに紙面を組み直し、若い世代にも届く広報誌とします。"],
                  (None, [(7, 7, "紙面の見直し"), (8, 11, "新しい紙面による発行")])),
             item("出前講座の開催", ["営業課"],
                  ["職員が学校や集会所に出向き、水の循環と料金の使い道を伝えます。"],
                  (None, [(7, 11, "出前講座の開催")]), (None, [(7, 7, "小学校"), (8, 8, "中学校"), (9, 9, "自治会"), (10, 10, "事業所"), (11, 11, "振り返り")])),
         ]},
         {"code": "7-2", "title": "利用者との協働", "key": True, "items": [
             item("水の見守り隊の創設", ["営業課"],
                  ["公募の利用者でつくる「水の見守り隊」を設け、水源や施設を一緒に見て回ります。", "見守り隊から出された意見は、次の年度の計画に生かします。"],
                  (None, [(7, 7, "制度の検討・募集"), (8, 9, "第1期の活動"), (10, 11, "第2期の活動")]), (None, [(8, 8, "活動計画の作成"), (9, 11, "見守り活動の実施")])),
             item("利用者意識調査の継続", ["経営企画課", "営業課"], ["隔年で行っている意識調査を続け、取組の手応えを確かめます。"]),
         ]},
     ]},
    {"code": "8", "title": "災害に備えるつながりづくり", "lead": "危機管理室",
     "body": "大きな災害では、局だけで水を配りきることはできません。地域や近隣の事業体と日頃から支え合う関係を築きます。",
     "effect": "断水のときに、地域の手で水を配り始められるようになります。",
     "policies": [
         {"code": "8-1", "title": "応急給水の備え", "key": True, "items": [
             item("地域による応急給水訓練", ["危機管理室"],
                  ["避難所にある給水栓を地域の手で開けられるよう、手順を定めて訓練を重ねます。"],
                  (None, [(7, 7, "手順の検討"), (8, 11, "地域との合同訓練")])),
             item("近隣事業体との相互応援", ["危機管理室", "配水課"],
                  ["古くなった応援協定を見直し、資機材の置き場所と連絡の手順を決めます。"],
                  (None, [(7, 8, "協定の見直し"), (10, 11, "合同訓練の実施")])),
         ]},
         {"code": "8-2", "title": "災害の経験の継承", "key": False, "items": [
             item("災害記録の公開", ["総務課"],
                  ["過去の渇水と水害の記録を整理し、誰でも読めるようにします。"],
                  (None, [(8, 8, "資料の整理"), (9, 11, "公開・更新")])),
         ]},
     ]},
    {"code": "9", "title": "民間とともに進める仕事", "lead": "経営企画課",
     "body": "技術を持つ職員が減る中で、民間の力を生かしながら、局が担うべき仕事を守ります。",
     "effect": "少ない職員でも、工事と維持管理の質を保てるようになります。",
     "policies": [
         {"code": "9-1", "title": "官民連携の推進", "key": False, "items": [
             item("民間の技術の活用", ["経営企画課", "施設課"],
                  ["ほかの事業体の例を集め、局の仕事のうち民間に委ねられるものを洗い出します。", "指定工事店とは、人手の確保と技術の引継ぎについて話し合います。"],
                  ("民間事業者", [(7, 7, "事例の収集"), (8, 9, "課題の整理"), (10, 11, "試行※")]), ("指定工事店", [(7, 8, "意見の交換"), (9, 11, "連携の実施")]),
                  note="※　委ねるべき業務がある場合"),
             item("若手技術者の育成", ["総務課"],
                  ["職員と工事店の若手が一緒に学ぶ研修を開きます。"],
                  (None, [(7, 7, "研修の棚卸し"), (8, 11, "合同研修の開催")])),
         ]},
     ]},
]

# name, code, unit, value of 令和5年度 (None: from indicators.py), target text, number, comparator
TARGETS = [
    ("有収率", "B112", "%", None, "93.5以上", 93.5, ">="),
    ("基幹管路の耐震管率", "B606", "%", None, "60.0", 60.0, "="),
    ("給水収益に対する企業債残高の割合", "C112", "%", None, "150.0以下", 150.0, "<="),
    ("出前講座の受講者数", None, "人", 820, "約1,500", 1500, "~"),
]


def actual(row):
    name, code, unit, value, *_ = row
    return pi.shown(code, pi.value(CITY, code, 2023)) if code else f"{value:,}"


def gold_of():
    gold = Gold(STEM)
    gold.add("document", title=TITLE, utility=CITY, organisation="遠霞市水道局", kind="strategy", period_from=fiscal(FIRST), period_to=fiscal(LAST),
             revisions=[dict(year=2025, month=3, event="策定")], alt={"title": ["遠霞市水道事業中期経営計画"]})
    gold.add("goal", level="将来像", code=VISION[0], title=VISION[1], path=[])
    for d in DIRECTIONS:
        gold.add("goal", level="方向性", code=d["code"], title=d["title"], path=[VISION[1]], lead=[d["lead"]])
        for policy in d["policies"]:
            path = [VISION[1], d["title"], policy["title"]]
            gold.add("goal", level="施策", code=policy["code"], title=policy["title"], path=path[:2])
            for i in policy["items"]:
                gold.add("measure", title=i["title"], path=path, owners=i["owners"], description="".join(i["bullets"]), priority=policy["key"] or None, status="planned")
                for r in i["rows"]:
                    for a, b, words in r["bars"]:
                        gold.add("schedule", measure=i["title"], label=words, label_alt=[words.rstrip("※")] if "※" in words else None, from_=fiscal(a), to=fiscal(b), basis="plan", x_row=r["head"])
    for row in TARGETS:
        name, code, unit, _, text, number, comparator = row
        gold.add("value", indicator=name, unit=unit, year=2023, role="actual", value=float(actual(row).replace(",", "")), comparator="=", text=actual(row))
        gold.add("value", indicator=name, unit=unit, year=fiscal(LAST), role="target", value=number, comparator=comparator, text=text)
    gold.add("review", interval_years=1, text=REVIEW)
    return gold


def build(out):
    data = {"title": TITLE, "vision": VISION, "directions": DIRECTIONS, "years": list(range(FIRST, LAST + 1)), "review": REVIEW,
            "targets": [{"name": r[0], "unit": r[2], "actual": actual(r), "target": r[4]} for r in TARGETS]}
    yield typst("tokasumi_chukei.typ", data, out / f"{STEM}.pdf"), gold_of()
