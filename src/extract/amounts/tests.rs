//! Whole tables as text, read into amounts.

use crate::extract::{Around, Grid, amounts, sections};
use crate::layout;
use crate::model::{Amount, Block, BlockKind, Body, Record, Role, Table};
use crate::rules::Rules;

fn blocks(lines: &[&str]) -> Vec<Block> {
    let lines: Vec<String> = lines.iter().map(|l| l.replace('|', "\t")).collect();
    layout::text::blocks(&lines)
}

fn tables(blocks: &[Block]) -> Vec<&Table> {
    blocks.iter().filter_map(|b| if let BlockKind::Table(t) = &b.kind { Some(t) } else { None }).collect()
}

/// Amounts of a table, none where it holds no money.
fn read(table: &Table, around: &Around) -> Vec<Record> {
    let (grid, rules) = (Grid::new(table), Rules::embedded());
    let money = sections(&grid, rules, None).into_iter().filter(|s| amounts::is_money(&grid, s, rules, around));
    money.flat_map(|section| amounts::in_table(&grid, &section, rules, around).0).collect()
}

fn amounts_of(records: &[Record]) -> Vec<&Amount> {
    records.iter().filter_map(|r| if let Body::Amount(a) = &r.body { Some(a) } else { None }).collect()
}

const WORKS: [&str; 8] = [
    "水道事業建設改良計画",
    "",
    "(単位:千円)",
    "",
    "目標|基本施策|場所|工事等内容|平成21|平成22|平成23~25年 度|合計",
    "安心|水質検査体制|川西町|設備工事|14,000||△ 500|13,500",
    "||東部|設備工事||2,000||2,000",
    "安定||市内|更新工事||3,000||3,000",
];

#[test]
fn works_by_year_with_tiers_and_buckets() {
    let blocks = blocks(&WORKS);
    let found = read(tables(&blocks)[0], &Around::default());
    let facts: Vec<_> = amounts_of(&found).into_iter().map(|a| (a.item.as_str(), a.year, a.year_to, a.value)).collect();
    assert_eq!(
        facts,
        [
            ("設備工事", Some(2009), None, 14_000.0),
            ("設備工事", Some(2011), Some(2013), -500.0),
            ("設備工事", Some(2009), Some(2013), 13_500.0),
            ("設備工事", Some(2010), None, 2000.0),
            ("設備工事", Some(2009), Some(2013), 2000.0),
            ("更新工事", Some(2010), None, 3000.0),
            ("更新工事", Some(2009), Some(2013), 3000.0),
        ]
    );
    let first = amounts_of(&found)[0];
    assert_eq!((first.unit.as_deref(), first.path.join("/").as_str()), (Some("千円"), "安心/水質検査体制/川西町"));
    assert_eq!(amounts_of(&found)[3].path.join("/"), "安心/水質検査体制/東部");
    assert_eq!(amounts_of(&found)[5].path.join("/"), "安定/市内", "a new goal does not keep the policies of the last one");
}

#[test]
fn sums_that_the_layout_cut_off() {
    let mut lines = WORKS.to_vec();
    lines.extend(["", "合|計|14,000|5,000|-500|18,500"]);
    let blocks = blocks(&lines);
    let (rules, around) = (Rules::embedded(), Around::default());
    let (works, sums) = (Grid::new(tables(&blocks)[0]), Grid::new(tables(&blocks)[1]));
    let (_, columns) = amounts::in_table(&works, &sections(&works, rules, None)[0], rules, &around);
    let found = amounts::continued(&sums, &sections(&sums, rules, None)[0], &columns.unwrap(), rules, &around);
    let facts: Vec<_> = amounts_of(&found).into_iter().map(|a| (a.item.as_str(), a.year, a.value)).collect();
    assert_eq!(facts[..2], [("合計", Some(2009), 14_000.0), ("合計", Some(2010), 5000.0)]);
    assert!(amounts_of(&found)[0].path.is_empty());
}

#[test]
fn accounts_take_their_caption_as_path() {
    let lines = [
        "表3-8 収益的収支",
        "（単位：千円 税抜き）",
        "区分|年度 2013 (H25)|2014 (H26)",
        "営業収益|1,091,570|1,088,095",
        "他会計補助金||－",
    ];
    let blocks = blocks(&lines);
    let found = read(tables(&blocks)[0], &Around::default());
    assert_eq!(amounts_of(&found).len(), 2, "blank and dash are no amounts");
    assert_eq!((amounts_of(&found)[0].path.join("/"), amounts_of(&found)[0].role), ("収益的収支".to_owned(), Role::Actual));
}

#[test]
fn a_table_of_the_same_shape_has_the_same_unit() {
    let rows = ["|2018～2027 (H30～39)|2028～2037 (H40～49)", "土木|71|35", "建築|671|1,177"];
    let lines = [&["表4-2 更新需要", ""][..], &rows, &["", "表4-3 更新需要", "（単位：百万円）", ""], &rows].concat();
    let blocks = blocks(&lines);
    let bare = Around::default();
    assert!(read(tables(&blocks)[0], &bare).is_empty());
    let around = Around { money: amounts::MoneyShapes::of_blocks(&blocks, Rules::embedded()), ..bare };
    let found = read(tables(&blocks)[0], &around);
    assert_eq!((amounts_of(&found).len(), amounts_of(&found)[0].unit.as_deref()), (4, Some("百万円")));
}

#[test]
fn budgets_and_settlements_are_plan_and_actual() {
    let lines = ["事業費（千円）", "", "事業|令和5年度予算額|令和5年度決算額|執行率", "更新工事|1,000|900|90%"];
    let blocks = blocks(&lines);
    let found = read(tables(&blocks)[0], &Around::default());
    let facts: Vec<_> = amounts_of(&found).into_iter().map(|a| (a.year, a.role, a.value)).collect();
    assert_eq!(facts, [(Some(2023), Role::Plan, 1000.0), (Some(2023), Role::Actual, 900.0)]);
}

#[test]
fn accounts_in_the_form_of_the_ministry() {
    let lines = [
        "表1 投資・財政計画",
        "（単位：千円、％）",
        "区分|令和6年度（決算）|令和7年度（決算見込）|令和8年度",
        "１．営業収益 (A)|149,280|147,291|145,500",
        "(1) 料金収入|146,820|144,911|143,150",
        "収入計 (C)|149,280|147,291|145,500",
        "２．営業費用 (B)|140,000|141,000|142,000",
        "経常収支比率 (A)/(B)×100|106.6|104.5|102.5",
    ];
    let blocks = blocks(&lines);
    let found = read(tables(&blocks)[0], &Around::default());
    let amounts = amounts_of(&found);
    assert_eq!(amounts.len(), 12);
    let second = amounts[4];
    assert_eq!((second.item.as_str(), second.path.last().map(String::as_str), second.role), ("料金収入", Some("営業収益"), Role::Forecast));
    assert_eq!((amounts[6].item.as_str(), amounts[6].path.iter().any(|p| p == "料金収入")), ("収入計 (C)", false));
    assert_eq!((amounts[9].item.as_str(), amounts[9].path.iter().any(|p| p == "営業収益")), ("営業費用 (B)", false));
    let ratio = found.iter().find_map(|r| if let Body::Value(v) = &r.body { Some(v) } else { None }).expect("the ratio");
    assert_eq!((ratio.value, ratio.unit.as_deref(), ratio.year, ratio.role), (Some(106.6), Some("%"), Some(2024), Role::Actual));
}

#[test]
fn kinds_of_measures_name_no_money() {
    let lines = [
        "(単位:千円)",
        "",
        "事業名|区分|担当課|令和7年度|令和8年度",
        "基幹管路耐震化事業|継続|管路整備課|620,000|685,000",
        "電気設備更新事業|新規|浄水課|-|45,000",
        "見学会事業|継続|総務課|2,600|3,100",
    ];
    let found = read(tables(&blocks(&lines))[0], &Around::default());
    let items: Vec<&str> = amounts_of(&found).into_iter().map(|a| a.item.as_str()).collect();
    assert_eq!(items, ["基幹管路耐震化事業", "基幹管路耐震化事業", "電気設備更新事業", "見学会事業", "見学会事業"]);
}

#[test]
fn what_is_built_names_no_row_beside_the_work_itself() {
    let lines = [
        "（単位：千円）",
        "",
        "分類|番号|工事名|概要|R8|R9|R10",
        "水源|1|深井戸改修工事|揚水管の取替え|120|300|-",
        "|2|導水ポンプ更新工事|2台|-|80|90",
        "配水|3|低区配水池築造工事|ステンレス製 500m3|-|-|410",
    ];
    let blocks = blocks(&lines);
    let found = read(tables(&blocks)[0], &Around::default());
    let facts: Vec<_> = amounts_of(&found).into_iter().map(|a| (a.item.as_str(), a.measure.as_deref(), a.value)).collect();
    assert_eq!(facts[0], ("深井戸改修工事", Some("深井戸改修工事"), 120.0));
    assert_eq!(facts[4], ("低区配水池築造工事", Some("低区配水池築造工事"), 410.0));
    assert!(amounts_of(&found).iter().all(|a| a.path.len() == 1));
}
