//! 事業体比較 and 業務指標の比較表 over fictitious utilities whose means are known beforehand.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::model::Utility;
use crate::report::Lang;
use crate::report::view::Table;
use crate::rules::Rules;
use crate::track::identity::Words;
use crate::track::{PeersBy, SourceDocument, overview};

/// A vision made in 2024 of one utility that serves so many people, from records without document, id and place.
fn vision(utility: &str, people: Option<u64>, records: &[serde_json::Value]) -> SourceDocument {
    let facts = json!({"type": "document", "title": format!("{utility}水道ビジョン"), "utility": utility, "kind": "vision",
        "revisions": [{"year": 2024, "month": 3, "event": "策定"}]});
    let record = |(i, r): (usize, &serde_json::Value)| {
        let mut r = r.clone();
        r["document"] = json!(utility);
        r["id"] = json!(format!("r{i}"));
        r["evidence"] = json!({"line": i + 1, "quote": "x"});
        serde_json::from_value(r).unwrap()
    };
    let population = people.map(|n| BTreeMap::from([(2022, n)])).unwrap_or_default();
    SourceDocument {
        file: format!("{utility}.txt"),
        hash: format!("{utility:0>8}"),
        records: std::iter::once(&facts).chain(records).enumerate().map(record).collect(),
        utility: Some(Utility { name: utility.into(), population, ..Utility::default() }),
        ..SourceDocument::default()
    }
}

fn value(name: &str, code: Option<&str>, unit: &str, year: i32, n: Option<f64>, text: &str) -> serde_json::Value {
    json!({"type": "value", "indicator": name, "code": code, "unit": unit, "year": year, "role": "actual", "value": n, "comparator": "=", "text": text})
}

fn rate(year: i32, n: f64) -> serde_json::Value {
    value("有収率", Some("B112"), "%", year, Some(n), &format!("{n:.1}%"))
}

fn made(documents: &[SourceDocument], choice: &Choice) -> Vec<Report> {
    let documents: Vec<&SourceDocument> = documents.iter().collect();
    let overview = overview(&documents, 0.7, Rules::embedded());
    reports(&Material::new(&documents, &overview, (Rules::embedded(), Words::new(None)), Lang::Ja, choice))
}

fn only(key: &str) -> Choice {
    Choice { only: vec![key.into()], ..Choice::default() }
}

fn lines(table: &Table) -> Vec<String> {
    table.rows.iter().map(|r| r.cells.iter().map(|c| c.lines().replace('\n', " / ")).collect::<Vec<_>>().join(" | ")).collect()
}

fn tables<'a>(report: &'a Report, key: &str) -> Vec<&'a Table> {
    report.tables.iter().filter(|t| t.key == key).collect()
}

/// Five towns of like size and one city; the towns' rates in 2022 are 90, 80, 85, 88 and 92.
fn towns() -> Vec<SourceDocument> {
    vec![
        vision("甲町", Some(20_000), &[rate(2020, 89.0), rate(2022, 90.0)]),
        vision("乙町", Some(16_000), &[rate(2022, 80.0)]),
        vision("丙町", Some(29_999), &[rate(2022, 85.0)]),
        vision("丁町", Some(15_000), &[rate(2022, 88.0)]),
        vision("戊町", Some(15_001), &[rate(2022, 92.0)]),
        vision("巨市", Some(400_000), &[rate(2022, 99.0)]),
    ]
}

#[test]
fn a_utility_is_compared_with_its_size_and_the_page_says_so() {
    let report = &made(&towns(), &Choice { utility: Some("甲町".into()), ..only("comparison_table") })[0];
    let [table] = tables(report, "comparison")[..] else { panic!("{:?}", report.tables) };
    assert_eq!(table.title, "事業体比較: 給水人口 15,000人以上 30,000人未満の事業体（5事業体）");
    let head: Vec<&str> = table.columns.iter().skip(6).map(|c| c.label.as_str()).collect();
    assert_eq!(head, ["丁町", "丙町", "乙町", "戊町", "甲町", "単純平均", "中央値", "n"]);
    // (90 + 80 + 85 + 88 + 92) / 5 = 87.0; in the middle 88.
    assert!(lines(table)[0].ends_with("87.0 | 88.0 | 5"), "{}", lines(table)[0]);
    assert!(lines(table)[0].contains("90.0 / 順位: 2"), "{}", lines(table)[0]);
    let all = &made(&towns(), &only("comparison_table"))[0];
    let titles: Vec<&str> = tables(all, "comparison").iter().map(|t| t.title.as_str()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert!(titles[1].contains("すべての事業体（6事業体）"), "{titles:?}");
}

#[test]
fn the_table_of_indicators_computes_the_mean_of_the_others() {
    let peers = PeersBy::Named(vec![(String::new(), ["乙町", "丙町", "丁町", "戊町"].map(str::to_owned).to_vec())]);
    let report = &made(&towns(), &Choice { utility: Some("甲町".into()), peers, ..only("peers") })[0];
    let line = &lines(tables(report, "peers")[0])[0];
    // (80 + 85 + 88 + 92) / 4 = 86.25, one decimal as printed.
    let expected = "B112 | 有収率 | % | ↑増* | 令和2(2020)年度: 89.0% | 令和4(2022)年度: 90.0% | +1.0 |  | 4事業体の単純平均: 86.3% / 丁町: 88.0% / 丙町: 85.0% / 乙町: 80.0% / 戊町: 92.0% | 比較団体の平均（算出）と比べて高い";
    assert!(line.starts_with(expected), "{line}");
    let computed = &report.tables[0].rows[0].cells[8].facts;
    assert_eq!(computed[0].number, Some(86.25));
    assert!(
        computed[0].places.is_empty() && computed[1..].iter().all(|f| !f.places.is_empty()),
        "a mean stands on no page, its figures do"
    );
    assert!(report.notes.iter().any(|n| n.contains("指定した比較団体（5事業体）")), "{:?}", report.notes);
}

#[test]
fn more_utilities_than_columns_are_set_in_blocks_and_none_is_lost() {
    let towns: Vec<SourceDocument> =
        (0..50).map(|i| vision(&format!("第{i:02}町"), None, &[rate(2022, 50.0 + f64::from(i)), rate(2021, 40.0)])).collect();
    let report = &made(&towns, &only("comparison_table"))[0];
    let blocks = tables(report, "comparison");
    assert_eq!(blocks.len(), 5);
    let shown: Vec<&str> =
        blocks.iter().flat_map(|t| &t.columns).filter(|c| c.key.starts_with('u') && c.key != "unit").map(|c| c.label.as_str()).collect();
    assert_eq!(shown.len(), 50);
    assert!(blocks.iter().all(|t| lines(t)[0].ends_with("74.5 | 74.5 | 50")), "{}", lines(blocks[4])[0]);
    assert!(blocks[4].title.ends_with("（50事業体） 5/5"), "{}", blocks[4].title);
}

#[test]
fn what_must_not_meet_is_listed_with_its_reason() {
    let documents = [
        vision("甲町", None, &[value("管路の耐震管率", Some("B605"), "%", 2022, Some(30.0), "30.0%"), rate(2022, 90.0)]),
        vision("乙町", None, &[value("管路の耐震管率", Some("B605"), "%", 2022, Some(20.0), "20.0%"), rate(2021, 91.0)]),
        // A bare name tells no facility; the edition of 2005; another unit; a limit; two values; nothing in two ways.
        vision(
            "丙町",
            None,
            &[value("耐震化率", None, "%", 2022, Some(70.0), "70%"), value("有収率", Some("3018"), "%", 2022, Some(88.0), "88%")],
        ),
        vision("丁町", None, &[value("管路の耐震管率", Some("B605"), "km", 2022, Some(12.0), "12km"), rate(2022, 92.0), rate(2022, 93.0)]),
        vision(
            "戊町",
            None,
            &[value("管路の耐震管率", Some("B605"), "%", 2022, None, "－"), value("有収率", Some("B112"), "%", 2022, None, "該当なし")],
        ),
    ];
    let report = &made(&documents, &only("comparison_table"))[0];
    let [table] = tables(report, "comparison")[..] else { panic!() };
    let rows = lines(table);
    let row = |name: &str| rows.iter().find(|r| r.contains(name)).unwrap();
    // Utilities: 丁町 丙町 乙町 戊町 甲町.
    assert!(row("B605").contains("| 記載なし | 記載なし | 20.0 / 順位: 2位 | － | 30.0 / 順位: 1位 | 25.0 | 25.0 | 2"), "{}", row("B605"));
    assert!(row("B112").contains("該当なし"), "{}", row("B112"));
    let codes: Vec<Option<&str>> =
        table.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.facts).map(|f| f.code.as_deref()).filter(Option::is_some).collect();
    for code in ["silent", "dash", "not_applicable"] {
        assert!(codes.contains(&Some(code)), "{code}: {codes:?}");
    }
    let excluded = lines(tables(report, "excluded")[0]).join("\n");
    for (utility, figure, why) in [
        ("丙町", "令和4(2022)年度: 70%", "別の指標であり、合わせてはならない（名称が耐震化率だけの値はどの施設のものか分からない）"),
        ("丙町", "令和4(2022)年度: 88%", "指標規格の版が異なる"),
        ("丁町", "令和4(2022)年度: 12km", "単位が異なる"),
        ("丁町", "令和4(2022)年度: 93.0%", "同じ年度について異なる値が記載されている"),
        ("乙町", "令和3(2021)年度: 91.0%", "年度が異なる"),
    ] {
        let found = excluded.lines().any(|l| l.contains(utility) && l.contains(figure) && l.contains(why));
        assert!(found, "{utility} {figure} {why}\n{excluded}");
    }
}

#[test]
fn a_name_on_the_list_that_nobody_bears_is_told() {
    let peers = PeersBy::Named(vec![("近隣".into(), vec!["乙町".into(), "無い町".into(), "甲町".into()])]);
    let report = &made(&towns(), &Choice { peers, ..only("comparison_table") })[0];
    assert!(report.notes.iter().any(|n| n.contains("無い町")), "{:?}", report.notes);
    assert!(tables(report, "comparison")[0].title.contains("近隣（2事業体）"));
    let alone = tables(report, "groups")[0].rows.iter().filter(|r| r.group.starts_with("区分外")).count();
    assert_eq!(alone, 4);
}
