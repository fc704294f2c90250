"""The business strategy of みなも野市 as plain text, the way a text comes out of a scan: tabs for columns, merged cells and bars lost. With its gold."""
import indicators as pi
from gold import Gold, fiscal

STEM, CITY = "minamo_strategy", "みなも野市"
TITLE = "みなも野市水道事業経営戦略"
FIRST, LAST = 7, 11

# 基本方針 -> 施策 -> ◆取組: title, owners, bullets, schedule as (first, last, words) or None
POLICIES = [
    ("1", "安全な水を送り続ける", [
        ("1-1", "水質の管理", [
            ("水質検査計画の見直し", ["浄水課"], ["雨の降り方が変わり、原水の濁りが長引くようになりました。検査の場所と回数を改めます。"], [(7, 8, "検査項目の検討"), (9, 11, "新しい計画による検査")]),
            ("鉛製給水管の取替え", ["給水課", "計画課"], ["道路の下に残る鉛製給水管を、配水管の工事に合わせて取り替えます。", "取替えを終えた地区は、地図で知らせます。"], [(7, 11, "取替えの実施")]),
        ]),
    ]),
    ("2", "災害に強い水道をつくる", [
        ("2-1", "施設の耐震化", [
            ("浄水場の耐震補強", ["浄水課"], ["三つの浄水場のうち、補強が済んでいない一つについて工事を行います。"], [(7, 7, "詳細設計"), (8, 11, "補強工事")]),
            ("基幹管路の更新", ["計画課"], ["揺れに弱い管路から順に、耐震管に替えます。"], [(7, 7, "路線の選定"), (8, 11, "布設替え工事")]),
        ]),
        ("2-2", "応急給水の備え", [
            ("応急給水拠点の整備", ["総務課", "計画課"], ["避難所までの距離が長い地区に、仮設の給水栓を備えます。"], [(8, 8, "場所の選定"), (9, 11, "給水栓の設置")]),
        ]),
    ]),
    ("3", "経営の足腰を強くする", [
        ("3-1", "収入の確保", [
            ("料金体系の検討", ["料金サービス課", "総務課"], ["更新の費用を賄えるよう、料金の水準と体系を検討します。"], [(7, 8, "将来の収支の試算"), (9, 9, "審議会への諮問"), (10, 11, "改定後の検証")]),
            ("遊休地の活用", ["総務課"], ["使わなくなった施設の跡地を貸し出します。"], None),
        ]),
    ]),
]

# code: targets of 令和11 and 令和16 as printed
TARGETS = {"A204": ("91.5", "93.0"), "A401": ("2.0", "0.5"), "B112": ("92.0", "93.0"), "B113": ("0.90", "1.00"), "B204": ("3.5", "3.0"), "B301": ("0.39", "0.37"), "B503": ("28.0", "30.0"),
           "B504": ("1.00", "1.20"), "B602": ("85.0", "100.0"), "B604": ("72.0", "85.0"), "B605": ("20.0", "27.5"), "B606": ("45.0", "58.0"), "B611": ("13.0", "15.0"), "C102": ("105.0", "105.0"),
           "C112": ("280.0", "260.0"), "C113": ("100.0", "103.0")}

MONEY = [  # item, five years of plan in 千円, or the items that add up
    ("収益的収入", ["給水収益", "その他の収入"]), ("給水収益", (1512000, 1501000, 1490000, 1579000, 1567000)), ("その他の収入", (182000, 179000, 177000, 175000, 172000)),
    ("収益的支出", ["維持管理費", "減価償却費", "支払利息"]), ("維持管理費", (861000, 866000, 868000, 864000, 857000)), ("減価償却費", (648000, 659000, 671000, 684000, 698000)), ("支払利息", (84000, 88000, 92000, 97000, 101000)),
    ("純損益", ("収益的収入", "収益的支出")),
]
TERMS = [("経営戦略", "公営企業が、投資と財源の見通しを合わせて定める10年以上の計画。"), ("耐震管", "大きな揺れでも継手が抜けにくい管。"), ("料金回収率", "給水に掛かる費用を料金でどれだけ賄えているかを表す割合。")]
REVIEW = "この戦略は、毎年度進み具合を確かめ、5年ごとに見直します。"


class Lines:
    """The text as it grows; `put` says which line it wrote."""

    def __init__(self):
        self.lines = []

    def put(self, text="", gap=True):
        self.lines.append(text)
        at = len(self.lines)
        if gap:
            self.lines.append("")
        return {"line": at}


def figures():
    known = {}
    for _ in range(3):
        for item, spec in MONEY:
            if isinstance(spec[0], int):
                known[item] = spec
            elif all(x in known for x in spec):
                parts = [known[x] for x in spec]
                known[item] = tuple(a - b for a, b in zip(*parts)) if isinstance(spec, tuple) else tuple(map(sum, zip(*parts)))
    return [(item, known[item]) for item, _ in MONEY]


def measures(text, gold):
    for n, name, policies in POLICIES:
        at = text.put(f"基本方針{n}　{name}")
        gold.add("goal", level="基本方針", code=n, title=name, path=[], evidence=at)
        for code, policy, items in policies:
            at = text.put(f"施策 {code}　{policy}")
            gold.add("goal", level="施策", code=code, title=policy, path=[name], evidence=at)
            for title, owners, bullets, bars in items:
                at = text.put(f"◆{title}（担当：{'、'.join(owners)}）")
                gold.add("measure", title=title, path=[name, policy], owners=owners, description="".join(bullets), status="planned", evidence=at)
                for k, b in enumerate(bullets):
                    text.put(f"- {b}", gap=k == len(bullets) - 1)
                if bars:
                    text.put("\t".join(f"R{y}年度" for y in range(FIRST, LAST + 1)), gap=False)
                    at = text.put("\t".join(next((w for a, _, w in bars if a == y), "") for y in range(FIRST, LAST + 1)))
                    for a, b, words in bars:
                        gold.add("schedule", measure=title, label=words, from_=fiscal(a), to=fiscal(b), basis="plan", evidence=at)


def indicator_table(text, gold):
    text.put("表1　業務指標と目標値", gap=False)
    text.put("分類\t番号\t業務指標名\t単位\t実績値\t\t目標値\t\t望ましい方向", gap=False)
    text.put("\t\t\t\tH30\tR5\tR11\tR16\t", gap=False)
    last = None
    for code, targets in TARGETS.items():
        name, unit, direction = pi.INDICATORS[code][:3]
        group = {"A": "安全", "B": "安定", "C": "健全"}[code[0]]
        past = [pi.shown(code, pi.value(CITY, code, y)) for y in pi.YEARS]
        at = text.put("\t".join([group if group != last else "", code, name, unit, *past, *targets, "↑" if direction == "up" else "↓"]), gap=False)
        last = group
        gold.add("indicator", indicator=name, code=code, unit=unit, direction=direction, standard_edition="2016", evidence=at)
        for year, role, cell in zip((2018, 2023, 2029, 2034), ("actual", "actual", "target", "target"), past + list(targets)):
            gold.add("value", indicator=name, code=code, unit=unit, year=year, role=role, value=float(cell), comparator="=", text=cell, standard_edition="2016", evidence=at)
    text.put()


def money_table(text, gold):
    text.put("表2　投資・財政計画（収益的収支）", gap=False)
    text.put("（単位：千円、税抜き）", gap=False)
    text.put("項目\t" + "\t".join(f"令和{y}年度" for y in range(FIRST, LAST + 1)), gap=False)
    for item, numbers in figures():
        at = text.put(item + "\t" + "\t".join(f"△{-v:,}" if v < 0 else f"{v:,}" for v in numbers), gap=False)
        for y, v in zip(range(FIRST, LAST + 1), numbers):
            gold.add("amount", item=item, path=["投資・財政計画（収益的収支）"], year=fiscal(y), value=v, unit="千円", role="plan", evidence=at)
    text.put()


def compose():
    text, gold = Lines(), Gold(STEM)
    mark = "【架空の計画（見本）：実在の自治体とは関係がありません】"
    text.put(mark)
    at = text.put(TITLE)
    text.put("令和7年度～令和16年度")
    text.put("令和7年3月　策定")
    text.put("みなも野市水道局")
    gold.add("document", title=TITLE, utility=CITY, organisation="みなも野市水道局", kind="strategy", period_from=2025, period_to=2034, revisions=[dict(year=2025, month=3, event="策定")], evidence=at)
    text.put("第1章　経営の基本方針")
    text.put("みなも野市の水道は、三つの浄水場と延長およそ420kmの管路で、市民の暮らしを支えています。料金の収入が減る一方で、更新に要する費用は増えていきます。そこで、三つの基本方針を掲げ、令和7年度から令和11年度までの取組を定めます。")
    measures(text, gold)
    text.put(mark)
    text.put("第2章　指標と財政の見通し")
    indicator_table(text, gold)
    money_table(text, gold)
    text.put(mark)
    text.put("第3章　進め方")
    at = text.put(REVIEW)
    for interval in (1, 5):
        gold.add("review", interval_years=interval, text=REVIEW, evidence=at)
    text.put("◇ 用語集 ◇")
    for term, meaning in TERMS:
        at = text.put(f"{term}\t{meaning}", gap=False)
        gold.add("term", term=term, definition=meaning, evidence=at)
    return "\n".join(text.lines) + "\n", gold


def build(out):
    words, gold = compose()
    path = out / f"{STEM}.txt"
    path.write_text(words, encoding="utf-8")
    yield path, gold
