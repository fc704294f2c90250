//! Words of random plans. Header words come in two halves: `known` ones are in the rules, `fresh` ones are not (a test holds this).

use super::random::Random;

/// Header words of one role.
pub(crate) struct Heads {
    pub(crate) known: &'static [&'static str],
    pub(crate) fresh: &'static [&'static str],
}

/// Which half of the header words a plan uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    Known,
    Mixed,
    Fresh,
}

impl Heads {
    pub(crate) fn pick(&self, random: &mut Random, half: Half) -> String {
        let fresh = half == Half::Fresh || half == Half::Mixed && random.chance(40);
        random.pick(if fresh { self.fresh } else { self.known }).to_owned()
    }
}

pub(crate) const MEASURE: Heads = Heads {
    known: &["取組名", "事業名", "実施項目", "具体的取組", "取組項目", "具体施策", "主な取組", "実施事業"],
    fresh: &[
        "やること",
        "実行メニュー",
        "手立て",
        "行うこと",
        "仕事の名前",
        "チャレンジ",
        "すすめること",
        "打ち手",
        "改善メニュー",
        "活動名",
        "行動",
        "ミッション",
    ],
};
pub(crate) const CODE: Heads = Heads {
    known: &["No.", "番号", "施策番号", "取組番号"],
    fresh: &["ID", "記号", "通番", "しるべ", "連番", "おぼえ番"],
};
pub(crate) const OWNER: Heads = Heads {
    known: &["担当課", "所管課", "担当部署", "主管課", "担当", "実施主体"],
    fresh: &["受け持ち", "窓口", "中心となる職場", "動く組織", "まとめ役の職場", "推進セクション", "先に立つ課", "実行部門", "リード課"],
};
pub(crate) const CATEGORY: Heads = Heads {
    known: &["事業区分", "新規・継続", "分類", "取組区分"],
    fresh: &["位置づけ", "性格", "タイプ", "あつかい", "進め方の別", "新規か継続か", "区別"],
};
pub(crate) const DESCRIPTION: Heads = Heads {
    known: &["事業概要", "概要", "取組の内容", "内容", "主な内容"],
    fresh: &["あらまし", "どのようなことを", "中身", "くわしく", "ねらいと中身", "要旨", "活動の説明", "具体像", "実行すること"],
};
pub(crate) const SCHEDULE: Heads = Heads {
    known: &["スケジュール", "工程", "年次計画", "実施スケジュール", "ロードマップ"],
    fresh: &["進め方", "道のり", "タイムライン", "いつ行うか", "年ごとの動き", "時間軸", "実施の流れ", "年ごとの歩み"],
};
pub(crate) const INDICATOR: Heads = Heads {
    known: &["指標名", "業務指標", "成果指標", "指標", "KPI"],
    fresh: &["ものさし", "見る数", "チェックする数字", "めやすの名前", "モニタリング項目", "測るもの", "評価の物差し"],
};
pub(crate) const UNIT: Heads = Heads { known: &["単位"], fresh: &["数え方", "単", "計量"] };
pub(crate) const BASELINE: Heads = Heads {
    known: &["基準値", "策定時", "当初値"],
    fresh: &["スタート地点", "はじめの数", "出発点", "起点", "計画前の値", "出発時の値"],
};
pub(crate) const TARGET: Heads = Heads {
    known: &["目標値", "最終目標", "目標"],
    fresh: &["ゴール", "たどりつく数", "めがける数", "行き着く値", "目指す水準", "ねらう値"],
};
pub(crate) const ACTUAL: Heads =
    Heads { known: &["実績", "実績値"], fresh: &["出た数", "できた数", "到達した値", "測った値"] };
pub(crate) const DIRECTION: Heads =
    Heads { known: &["望ましい方向", "改善方向"], fresh: &["良い向き", "よくなる向き", "望む動き"] };
pub(crate) const ITEM: Heads = Heads {
    known: &["項目", "科目", "区分"],
    fresh: &["使いみち", "何に使うか", "お金の使いみち", "支出の名前", "事業のなまえ"],
};
pub(crate) const TOTAL: Heads = Heads { known: &["合計", "計"], fresh: &["全部で", "足した数", "期間の合算", "総和"] };
pub(crate) const RESULT: Heads = Heads {
    known: &["実施状況", "取組実績", "取組状況", "実績・成果", "実施結果"],
    fresh: &["どう進んだか", "一年の歩み", "行ったこと", "今年度の動き", "取り組んだこと"],
};
pub(crate) const MARK: Heads = Heads {
    known: &["評価", "達成度", "自己評価", "評価結果"],
    fresh: &["出来ばえ", "手ごたえ", "見きわめ", "進み具合", "仕上がり"],
};
pub(crate) const NEXT: Heads = Heads {
    known: &["今後の方向性", "次年度の取組", "今後の取組", "今後の予定"],
    fresh: &["これから", "次にすること", "この先", "翌年に向けて", "次の一手"],
};
pub(crate) const TIER: Heads = Heads {
    known: &["基本方針", "基本目標", "施策目標", "基本施策", "実現方策", "方向性", "重点目標", "施策の柱", "戦略"],
    fresh: &["旗印", "ねがい", "かなえる姿", "道しるべ", "こころざし", "大切にすること", "お約束", "ゴールイメージ", "目指すこと"],
};

/// Words before the owners of a block.
pub(crate) const OWNER_MARKER: Heads =
    Heads { known: &["担当", "担当課", "所管"], fresh: &["動く課", "受け持ち", "中心となる職場", "実行部門"] };
pub(crate) const COORDINATOR: Heads =
    Heads { known: &["取りまとめ", "統括"], fresh: &["音頭をとる課", "束ねる職場", "旗振り役"] };
pub(crate) const AIM: Heads = Heads {
    known: &["成果指標", "達成目標", "達成指標"],
    fresh: &["到達点", "でき上がりの姿", "仕上がりの目安", "終了時の状態"],
};
pub(crate) const DEED: Heads = Heads {
    known: &["方策の概要", "主な取組", "取組内容"],
    fresh: &["手がけたこと", "実行したメニュー", "計画に書いたこと"],
};
pub(crate) const OUTCOME: Heads = Heads {
    known: &["方策の成果・課題等", "成果", "取組の成果", "実績"],
    fresh: &["どうなったか", "振り返りの結論", "わかったこと"],
};
pub(crate) const BUDGET: Heads =
    Heads { known: &["予算額", "当初予算額", "予算"], fresh: &["見積もった額", "割り当てた額"] };
pub(crate) const SETTLEMENT: Heads = Heads { known: &["決算額", "執行額", "決算"], fresh: &["使った額", "払い終えた額"] };
pub(crate) const RATE: Heads = Heads { known: &["執行率", "執行率(%)"], fresh: &["使った割合"] };

/// All header words with the name of their role.
pub(crate) const ALL: &[(&str, &Heads)] = &[
    ("measure", &MEASURE),
    ("code", &CODE),
    ("owner", &OWNER),
    ("category", &CATEGORY),
    ("description", &DESCRIPTION),
    ("schedule", &SCHEDULE),
    ("indicator", &INDICATOR),
    ("unit", &UNIT),
    ("baseline", &BASELINE),
    ("target", &TARGET),
    ("actual", &ACTUAL),
    ("direction", &DIRECTION),
    ("item", &ITEM),
    ("total", &TOTAL),
    ("result", &RESULT),
    ("mark", &MARK),
    ("next", &NEXT),
    ("tier", &TIER),
    ("aim", &AIM),
    ("deed", &DEED),
    ("outcome", &OUTCOME),
    ("budget", &BUDGET),
    ("settlement", &SETTLEMENT),
];

pub(crate) const PLACES: &[&str] =
    &["青葉川市", "北浜市", "桜台町", "南郷市", "松原広域水道企業団", "鶴見野市", "白根町", "東雲市", "若草市", "三ツ池市"];

pub(crate) const GOALS: &[&str] = &[
    "安全でおいしい水の供給",
    "災害に強い水道の構築",
    "健全な経営の持続",
    "お客さまに信頼される水道",
    "環境にやさしい事業運営",
    "次代を担う人材の確保",
    "デジタル技術による業務の効率化",
    "広域連携と官民連携の推進",
    "水源から蛇口までの水質管理",
    "施設の適切な更新と再編",
    "危機管理体制の充実",
    "料金水準の適正化",
    "水循環の保全",
    "情報の積極的な発信",
    "管路の計画的な更新",
    "浄水場の機能強化",
    "応急給水体制の整備",
    "脱炭素社会への貢献",
    "有収率の維持向上",
    "組織力の向上",
    "利用者の利便性向上",
    "未利用資産の活用",
    "技術の継承",
    "適切な投資と財源の確保",
];

pub(crate) const OBJECTS: &[&str] = &[
    "基幹管路",
    "配水池",
    "浄水施設",
    "スマートメーター",
    "管路情報システム",
    "水質検査体制",
    "応急給水拠点",
    "取水施設",
    "鉛製給水管",
    "料金収納システム",
    "電子申請サービス",
    "老朽管",
    "ポンプ場",
    "薬品注入設備",
    "中央監視設備",
    "技術研修プログラム",
    "広報紙",
    "小水力発電設備",
    "水源涵養林",
    "災害時応援協定",
    "施設台帳",
    "漏水調査",
    "水安全計画",
    "業務委託",
    "遊休地",
    "料金体系",
    "包括委託",
    "重要給水施設配水管",
    "自家発電設備",
    "電子契約",
    "給水車",
    "貯水槽水道",
    "井戸",
    "減圧弁",
    "配水ブロック",
    "検針業務",
    "出前講座",
    "遠隔監視カメラ",
    "設計積算システム",
    "共同発注",
];

pub(crate) const ACTIONS: &[&str] = &[
    "の更新",
    "の耐震化",
    "の導入",
    "の整備",
    "の見直し",
    "の充実",
    "の拡充",
    "の推進",
    "の適正化",
    "の再構築",
    "の活用",
    "の強化",
    "の長寿命化",
];

pub(crate) const SENTENCES: &[&str] = &[
    "{}について、優先順位を定めて計画的に進めます。",
    "{}に関する課題を整理し、関係機関と協力して取り組みます。",
    "{}の現状を調べ、効果の高いものから順に実施します。",
    "将来の水需要を踏まえ、{}のあり方を検討し、必要な対策を講じます。",
    "{}の仕組みを改め、お客さまの利便性を高めます。",
    "職員の負担を減らすため、{}に新しい技術を取り入れます。",
    "{}を通じて、災害時にも水を届けられるようにします。",
];

pub(crate) const RESULTS: &[&str] = &[
    "{}に関する調査を終え、実施設計に着手した。",
    "{}を予定どおり進め、年度内に工事を終えた。",
    "関係者との協議に時間を要したため、{}の一部を翌年度に繰り越した。",
    "{}について利用者への説明会を開き、意見を取りまとめた。",
    "{}の効果を検証し、対象を広げることとした。",
];

pub(crate) const NEXTS: &[&str] =
    &["引き続き計画的に進める。", "対象を広げて実施する。", "関係機関と協議し、時期を見直す。", "工事の発注方法を改めて早期に着手する。"];

/// Targets in words.
pub(crate) const AIMS: &[&str] = &[
    "{}の方針を決定する。",
    "全ての{}で新しい仕組みが動いている。",
    "{}に係る計画が策定され、実行に移されている。",
    "{}の課題が解消されている。",
];

/// Indicators whose start and target are words.
pub(crate) const WORD_TARGETS: &[(&str, &str, &str)] = &[
    ("職員研修の受講", "一部の職員", "全職員が受講"),
    ("応急給水訓練の実施", "実施", "継続"),
    ("水安全計画の運用", "未策定", "運用と改善"),
    ("基幹業務の手順書", "作成中", "全業務で整備"),
    ("水道施設台帳の電子化", "検討", "完了"),
];

/// What came of a deed.
pub(crate) const OUTCOMES: &[&str] = &[
    "{}は計画した箇所の全てで完了した。",
    "{}は目標の7割にとどまり、財源の確保が課題である。",
    "{}により窓口の待ち時間が短くなった。",
    "{}は関係機関との調整が長引き、次の計画に引き継ぐ。",
    "{}の方法を改め、費用を抑えることができた。",
];

pub(crate) const SECTIONS: &[&str] = &[
    "総務課",
    "経営企画課",
    "水道整備課",
    "浄水課",
    "給水課",
    "営業課",
    "施設課",
    "下水道課",
    "水質管理センター",
    "料金係",
    "管路維持室",
    "お客さまサービス課",
    "危機管理室",
    "財政課",
];

pub(crate) const CATEGORIES: &[&str] = &["新規", "継続", "拡充"];
pub(crate) const MARKS: &[&[&str]] =
    &[&["A", "B", "C"], &["◎", "○", "△"], &["順調", "やや遅れ", "完了"], &["計画どおり", "遅れ", "計画以上"]];

/// Steps of a measure in their order.
pub(crate) const STEPS: &[&[&str]] = &[
    &["調査", "設計", "工事"],
    &["検討", "試行", "本格運用"],
    &["計画策定", "実施"],
    &["仕様検討", "システム構築", "運用"],
    &["基本設計", "実施設計", "更新工事"],
    &["導入検討", "導入", "効果検証"],
    &["実施"],
    &["準備", "実施", "見直し"],
    &["課題整理", "関係者協議", "改定"],
];

/// Indicators with unit, usual value, step a year, decimals.
pub(crate) const INDICATORS: &[(&str, &str, f64, f64, usize)] = &[
    ("基幹管路の耐震適合率", "%", 42.0, 2.1, 1),
    ("有収率", "%", 88.0, 0.6, 1),
    ("経常収支比率", "%", 108.0, 0.7, 1),
    ("漏水件数", "件", 240.0, -12.0, 0),
    ("浄水施設の耐震化率", "%", 31.0, 3.3, 1),
    ("給水原価", "円/m3", 171.0, 1.3, 1),
    ("料金回収率", "%", 101.0, 0.4, 1),
    ("管路の更新率", "%", 0.62, 0.06, 2),
    ("企業債残高対給水収益比率", "%", 312.0, -6.0, 1),
    ("出前講座の開催回数", "回", 12.0, 2.0, 0),
    ("電子申請の利用割合", "%", 23.0, 5.5, 1),
    ("研修の受講時間", "時間", 9.0, 1.0, 0),
    ("水質基準不適合率", "%", 0.4, -0.05, 2),
    ("応急給水拠点の数", "箇所", 14.0, 2.0, 0),
    ("太陽光発電量", "kWh", 52000.0, 1500.0, 0),
    ("鉛製給水管の残存件数", "件", 1830.0, -140.0, 0),
    ("お客さま満足度", "%", 71.0, 1.4, 1),
    ("職員一人当たり給水人口", "人", 2450.0, 30.0, 0),
];

pub(crate) const MONEY: &[(&str, &[&str])] = &[
    ("管路", &["配水管布設替工事", "基幹管路更新工事", "鉛管取替工事", "送水管耐震化工事"]),
    ("施設", &["浄水場更新工事", "配水池築造工事", "ポンプ設備更新工事", "電気計装設備更新", "取水井改修工事"]),
    ("その他", &["管網解析委託", "量水器購入", "システム改修委託", "車両購入", "用地測量委託"]),
];
