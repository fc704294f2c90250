//! Whole tables as text, read into values and indicators.

use crate::extract::{Around, Grid, sections, values};
use crate::layout;
use crate::model::{BlockKind, Body, Indicator, Record, Role, Table, Value};
use crate::rules::Rules;

/// The records of the first table in the lines; cells are parted by `|`.
fn read(lines: &[&str], around: &Around) -> Vec<Record> {
    in_table(&table(lines), around)
}

fn table(lines: &[&str]) -> Table {
    let lines: Vec<String> = lines.iter().map(|l| l.replace('|', "\t")).collect();
    let blocks = layout::text::blocks(&lines);
    let table = blocks.into_iter().find_map(|b| if let BlockKind::Table(t) = b.kind { Some(t) } else { None });
    table.expect("the lines hold a table")
}

fn in_table(table: &Table, around: &Around) -> Vec<Record> {
    let (grid, rules) = (Grid::new(table), Rules::embedded());
    sections(&grid, rules, None).iter().flat_map(|section| values::in_table(&grid, section, rules, around)).collect()
}

fn values_of(records: &[Record]) -> Vec<&Value> {
    records.iter().filter_map(|r| if let Body::Value(v) = &r.body { Some(v) } else { None }).collect()
}

fn indicators_of(records: &[Record]) -> Vec<&Indicator> {
    records.iter().filter_map(|r| if let Body::Indicator(i) = &r.body { Some(i) } else { None }).collect()
}

/// (indicator, year, role, value) of every value.
fn facts(records: &[Record]) -> Vec<(&str, Option<i32>, Role, Option<f64>)> {
    values_of(records).into_iter().map(|v| (v.indicator.as_str(), v.year, v.role, v.value)).collect()
}

#[test]
fn benchmarks_with_relative_columns() {
    let found = read(
        &[
            "目標|業務指標名|H18|H19|H20 (予定)|目標値|||望ましい方向",
            "|||||5年後 (H25)|10年後 (H30)|将来値|",
            "安心|有収率 %|87.2|87.3|87.5|88.0|持続|95.0以上|↑",
            "|漏水率 %|8.1|8.0|－|7.0|6.5|6.0|↓",
        ],
        &Around::default(),
    );
    let leak: Vec<_> = facts(&found).into_iter().filter(|f| f.0 == "漏水率").map(|f| (f.1, f.2, f.3)).collect();
    assert_eq!(
        leak,
        [
            (Some(2006), Role::Actual, Some(8.1)),
            (Some(2007), Role::Actual, Some(8.0)),
            (Some(2013), Role::Target, Some(7.0)),
            (Some(2018), Role::Target, Some(6.5)),
            (None, Role::Target, Some(6.0)),
        ],
        "a dash is no value"
    );
    let last = values_of(&found).into_iter().find(|v| v.phase.as_deref() == Some("将来値")).unwrap();
    assert_eq!((last.value, last.comparator.as_deref(), last.unit.as_deref()), (Some(95.0), Some(">="), Some("%")));
    let words = values_of(&found).into_iter().find(|v| v.value.is_none()).unwrap();
    assert_eq!((words.text.as_str(), words.year), ("持続", Some(2018)));
    let directions: Vec<_> = indicators_of(&found).iter().map(|i| (i.indicator.as_str(), i.direction.as_deref())).collect();
    assert_eq!(directions, [("有収率", Some("up")), ("漏水率", Some("down"))]);
}

#[test]
fn indicators_of_the_guideline_with_sub_rows_and_peers() {
    let found = read(
        &[
            "ガイドライン 指標No.|PI|単位|改善 方向|PI値||PI値の比較増減 (2015(H27)年度 - 2010(H22)年度)|2015 (H27) 年度 比較事業体 平均値",
            "||||2010 (H22) 年度|2015 (H27) 年度||",
            "A101|平均残留塩素濃度|mg/l|低い方がよい|0.40mg/l|0.57mg/l|0.17mg/l 増|0.50mg/l",
            "計算式|残留塩素濃度合計 / 残留塩素測定回数",
            "評価|高い値となっている。",
        ],
        &Around::default(),
    );
    assert_eq!(
        facts(&found),
        [
            ("平均残留塩素濃度", Some(2010), Role::Actual, Some(0.40)),
            ("平均残留塩素濃度", Some(2015), Role::Actual, Some(0.57)),
            ("平均残留塩素濃度", Some(2015), Role::Average, Some(0.50)),
        ]
    );
    let mean = values_of(&found)[2];
    assert_eq!((mean.scope.as_deref(), mean.code.as_deref(), mean.standard_edition), (Some("比較事業体平均値"), Some("A101"), Some(2016)));
    let [indicator] = indicators_of(&found)[..] else { panic!("one indicator") };
    assert_eq!(indicator.formula.as_deref(), Some("残留塩素濃度合計 / 残留塩素測定回数"));
    assert_eq!((indicator.direction.as_deref(), indicator.evaluation.as_deref()), (Some("down"), Some("高い値となっている。")));
}

#[test]
fn targets_and_times_in_one_cell() {
    let found = read(
        &[
            "管理分類|目的|KPI項目|達成目標/時期",
            "上水道|持続|有収率|R8：84.0%→R12：88.0%以上",
            "上水道|安全|訓練回数|2回（春・秋）/年",
            "下水道|普及|普及率|中期目標で100%",
        ],
        &Around::default(),
    );
    assert_eq!(
        facts(&found),
        [
            ("有収率", Some(2026), Role::Target, Some(84.0)),
            ("有収率", Some(2030), Role::Target, Some(88.0)),
            ("訓練回数", None, Role::Target, Some(2.0)),
            ("普及率", None, Role::Target, Some(100.0)),
        ]
    );
    assert_eq!(values_of(&found)[3].phase.as_deref(), Some("中期目標"));
    assert_eq!(values_of(&found)[0].path, ["上水道", "持続"]);
}

#[test]
fn base_values_and_targets_with_their_years() {
    let found = read(
        &["指標|単位|基準値|目標値|目標年度", "有収率|%|88.1（R2）|90.0以上|令和10年度", "職員数|人|24|維持|令和10年度"],
        &Around::default(),
    );
    assert_eq!(
        facts(&found),
        [
            ("有収率", Some(2020), Role::Baseline, Some(88.1)),
            ("有収率", Some(2028), Role::Target, Some(90.0)),
            ("職員数", None, Role::Baseline, Some(24.0)),
            ("職員数", Some(2028), Role::Target, None),
        ]
    );
    let steps = read(
        &["指標名|現状値 (令和4年度)|中間目標値 (令和9年度)|最終目標値 (令和14年度)", "基幹管路の耐震適合率(%)|48.3|約55|60以上"],
        &Around::default(),
    );
    assert_eq!(
        facts(&steps).into_iter().map(|f| (f.1, f.2, f.3)).collect::<Vec<_>>(),
        [(Some(2022), Role::Actual, Some(48.3)), (Some(2027), Role::Target, Some(55.0)), (Some(2032), Role::Target, Some(60.0))]
    );
    assert_eq!(values_of(&steps)[1].unit.as_deref(), Some("%"));
}

#[test]
fn groups_of_years_say_what_the_figures_are() {
    let found = read(
        &["項目|単位|実績||見込|計画|", "||R3|R4|R5|R6|R7", "給水人口|人|100|99|98|97|96", "有収率|%|88|88.2|88.4|88.6|89"],
        &Around::default(),
    );
    let roles: Vec<_> = facts(&found).into_iter().take(5).map(|f| (f.1, f.2)).collect();
    assert_eq!(
        roles,
        [
            (Some(2021), Role::Actual),
            (Some(2022), Role::Actual),
            (Some(2023), Role::Forecast),
            (Some(2024), Role::Target),
            (Some(2025), Role::Target)
        ]
    );
}

#[test]
fn plan_and_actual_rows() {
    let found =
        read(&["指標|単位|区分|R5年度|R6年度", "有収率|%|目標|88.0|88.5", "||実績|87.1|－", "||達成率|99.0|－"], &Around::default());
    assert_eq!(
        facts(&found),
        [
            ("有収率", Some(2023), Role::Target, Some(88.0)),
            ("有収率", Some(2024), Role::Target, Some(88.5)),
            ("有収率", Some(2023), Role::Actual, Some(87.1))
        ]
    );
}

#[test]
fn years_as_rows() {
    let found =
        read(&["年度|給水人口(人)|有収率(%)", "令和3年度|39,976|87.1", "令和4年度|39,880|87.6", "令和5年度|39,700|－"], &Around::default());
    assert_eq!(facts(&found).len(), 5);
    assert_eq!(facts(&found)[0], ("給水人口", Some(2021), Role::Actual, Some(39_976.0)));
    assert_eq!(values_of(&found)[3].unit.as_deref(), Some("%"));
}

#[test]
fn the_plans_period_parts_past_and_future() {
    let around = Around { period: Some((2019, 2028)), ..Around::default() };
    let found = read(
        &[
            "表4-1 将来人口の実績値及び予測値",
            "",
            "項目\\年度|2016 (H28)|2017 (H29)|2018 (H30)|2028 (H40)",
            "給水人口(人)|39,976|39,880|39,770|38,710",
        ],
        &around,
    );
    let roles: Vec<_> = facts(&found).into_iter().map(|f| f.2).collect();
    assert_eq!(roles, [Role::Actual, Role::Actual, Role::Forecast, Role::Forecast]);
}

#[test]
fn tables_without_figures_give_nothing() {
    for lines in [
        &["件名|担当課|内容", "会議録の作成|総務課|AIを使う"][..],
        &["用語|説明", "有収率|有収水量を給水量で除したもの。"],
        &["年度|内容", "令和5年度|検討"],
    ] {
        assert!(read(lines, &Around::default()).is_empty(), "{lines:?}");
    }
}

#[test]
fn explanations_with_formulas() {
    let found = read(
        &[
            "管路の更新率 %|更新の度合い。 <u>算出式</u> : (更新延長 / 総延長) × 100",
            "有収率 %|有効に使われた割合。算出式：有収水量／給水量",
        ],
        &Around::default(),
    );
    let read: Vec<_> = indicators_of(&found).iter().map(|i| (i.indicator.as_str(), i.unit.as_deref(), i.formula.as_deref())).collect();
    assert_eq!(read, [("管路の更新率", Some("%"), Some("(更新延長 / 総延長) × 100")), ("有収率", Some("%"), Some("有収水量/給水量"))]);
}

#[test]
fn a_number_beside_several_indicators_is_no_code_of_theirs() {
    let found = read(
        &[
            "番号|目標とする指標|単位|令和6年度実績|令和17年度目標",
            "2|管路更新率|%|0.31|1.00",
            "|有収率|%|80.87|90.0",
            "3|経常収支比率|%|100.83|105.0",
        ],
        &Around::default(),
    );
    let codes: Vec<_> = values_of(&found).iter().map(|v| (v.indicator.as_str(), v.code.as_deref())).collect();
    assert_eq!(codes[2], ("有収率", None));
    assert_eq!(codes[4], ("経常収支比率", Some("3")));
}

#[test]
fn a_code_cell_over_the_formula_below_is_the_indicators_and_one_over_two_indicators_is_not() {
    let mut table = table(&[
        "番号|指標|単位|令和6年度実績|令和17年度目標",
        "C102|経常収支比率|%|100.83|105.0",
        "|計算式|経常収益/経常費用|||",
        "2|管路更新率|%|0.31|1.00",
        "|有収率|%|80.87|90.0",
    ]);
    table.spans_lost = false;
    table.cells.retain(|cell| cell.col > 0 || !cell.text.is_empty());
    table.cells.iter_mut().filter(|cell| cell.col == 0 && cell.row > 0).for_each(|cell| cell.row_span = 2);
    let found = in_table(&table, &Around::default());
    let codes: Vec<_> = values_of(&found).iter().map(|v| (v.indicator.as_str(), v.code.as_deref())).collect();
    assert_eq!((codes[0], codes[2], codes[4]), (("経常収支比率", Some("C102")), ("管路更新率", None), ("有収率", None)));
}

#[test]
fn a_bracket_beside_a_unit_of_its_own_belongs_to_the_name() {
    let found = read(
        &["指標名|単位|方向|R5実績|R9目標", "布設替えの延長（年間）|m|伸ばす|410|900", "有収率（％）|%|維持|91.0|91.0"],
        &Around::default(),
    );
    let said: Vec<_> = indicators_of(&found).iter().map(|i| (i.indicator.as_str(), i.unit.as_deref(), i.direction.as_deref())).collect();
    assert_eq!(said, [("布設替えの延長(年間)", Some("m"), Some("up")), ("有収率", Some("%"), Some("none"))]);
}

#[test]
fn years_under_names_of_their_own_after_the_present_are_aimed_at() {
    let rows = ["|現況（R5）|中間（R10）|最終（R15）", "有収率（%）|88.1|89.0|90以上", "職員数（人）|21|22|24"];
    let roles: Vec<Role> = values_of(&read(&rows, &Around::default())).iter().map(|v| v.role).collect();
    assert_eq!(roles[..3], [Role::Actual, Role::Target, Role::Target]);
    let rows = ["|現況（R5）|前年（R4）|前々年（R3）", "有収率（%）|88.1|89.0|90.0", "職員数（人）|21|22|24"];
    assert!(values_of(&read(&rows, &Around::default())).iter().all(|v| v.role == Role::Actual));
    let start = ["|計画策定時（令和5年度）|目標（令和16年度）", "有収率|88.1%|90.0%", "職員数|21人|24以上 人"];
    let found = read(&start, &Around::default());
    let values = values_of(&found);
    assert_eq!((values[0].role, values[1].role, values[3].unit.as_deref()), (Role::Baseline, Role::Target, Some("人")));
}

#[test]
fn own_figures_beside_averages_need_neither_a_known_head_nor_a_year() {
    let rows = ["区分|風待市|県平均|全国平均", "施設の耐震化率|31.4|42.8|43.4", "管路の更新率|0.6|0.8|0.7"];
    let mut table = table(&rows);
    table.caption = "令和６年度末（％）".to_owned();
    let found = in_table(&table, &Around::default());
    let values = values_of(&found);
    assert_eq!(values.len(), 6);
    assert!(values.iter().all(|v| v.year == Some(2024) && v.unit.as_deref() == Some("%")));
    assert_eq!((values[0].role, values[1].role, values[1].scope.as_deref()), (Role::Actual, Role::Average, Some("県平均")));
    let undated = ["項目|本町|類似団体平均", "有収率（%）|88.2|89.3", "職員数（人）|12|14"];
    assert_eq!(facts(&read(&undated, &Around::default()))[0], ("有収率", None, Role::Actual, Some(88.2)));
    let neighbours = ["区分|風待市|里見町|県平均", "施設の耐震化率|31.4|42.8|43.4", "管路の更新率|0.6|0.8|0.7"];
    assert!(read(&neighbours, &Around::default()).is_empty(), "whose figures are the utility's own, nothing says");
}
