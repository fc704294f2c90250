//! Small utilities side by side.

use super::*;
use crate::model::{DocumentRecord, Evidence, Indicator, PlanKind, Record, Revision};
use crate::track::families;

fn document(utility: &str, made: i32, bodies: Vec<Body>) -> SourceDocument {
    let facts = DocumentRecord {
        title: Some(format!("{utility}水道ビジョン")),
        utility: Some(utility.into()),
        kind: Some(PlanKind::Vision),
        revisions: vec![Revision { year: Some(made), month: Some(3), event: "策定".into() }],
        ..DocumentRecord::default()
    };
    let all = std::iter::once(Body::Document(facts)).chain(bodies);
    let records = all.map(|b| Record::new(utility, b, 1.0, Evidence::default())).collect();
    SourceDocument { file: format!("{utility}.pdf"), records, ..SourceDocument::default() }
}

fn value(name: &str, code: Option<&str>, year: i32, value: f64) -> Body {
    Body::Value(Value {
        indicator: name.into(),
        code: code.map(Into::into),
        unit: Some("%".into()),
        year: Some(year),
        phase: None,
        role: Role::Actual,
        value: Some(value),
        comparator: Some("=".into()),
        text: value.to_string(),
        scope: None,
        measure: None,
        standard_edition: None,
        path: Vec::new(),
        printed_rate: None,
        standard: None,
    })
}

fn direction(name: &str, word: &str) -> Body {
    Body::Indicator(Indicator { indicator: name.into(), direction: Some(word.into()), ..Indicator::default() })
}

fn compare(documents: &[SourceDocument]) -> Comparison {
    let documents: Vec<&SourceDocument> = documents.iter().collect();
    comparison(&documents, &families(&documents), Rules::embedded())
}

#[test]
fn ranks_follow_the_direction_and_share_places() {
    let all = [
        document("甲市", 2020, vec![value("有収率", None, 2019, 90.0), direction("有収率", "up")]),
        document("乙市", 2020, vec![value("有収率", None, 2019, 95.0)]),
        document("丙市", 2020, vec![value("有収率", None, 2019, 90.0)]),
        document("丁市", 2020, vec![value("有収率", None, 2018, 99.0)]),
    ];
    let c = compare(&all);
    assert_eq!(c.utilities, ["丁市", "丙市", "乙市", "甲市"]);
    let row = &c.rows[0];
    assert_eq!((row.year, row.count), (Some(2019), 3));
    assert_eq!(row.cells.iter().map(|c| c.rank).collect::<Vec<_>>(), [None, Some(2), Some(1), Some(2)]);
    assert_eq!(row.cells[0].other_year.as_ref().map(|s| s.year), Some(2018));
}

#[test]
fn no_rank_without_one_direction() {
    for words in [["none", "none"], ["up", "down"]] {
        let all = [
            document("甲市", 2020, vec![value("職員数", None, 2019, 9.0), direction("職員数", words[0])]),
            document("乙市", 2020, vec![value("職員数", None, 2019, 5.0), direction("職員数", words[1])]),
        ];
        assert!(compare(&all).rows[0].cells.iter().all(|c| c.rank.is_none()), "{words:?}");
    }
}

#[test]
fn a_plan_made_before_the_standard_keeps_apart() {
    let new = || document("甲市", 2019, vec![value("有収率", Some("B112"), 2015, 90.0)]);
    let joined = compare(&[new(), document("乙市", 2018, vec![value("有収率", None, 2015, 91.0)])]);
    assert_eq!(joined.rows.len(), 1);
    let apart = compare(&[new(), document("乙市", 2009, vec![value("有収率", None, 2015, 91.0)])]);
    assert!(apart.rows.is_empty());
    assert_eq!(apart.single.len(), 2);
}

#[test]
fn the_same_value_in_more_digits_is_no_conflict() {
    let all = [
        document(
            "甲市",
            2020,
            vec![value("有収率", None, 2019, 90.24), value("有収率", None, 2019, 90.2), value("有収率", None, 2019, 91.0)],
        ),
        document("乙市", 2020, vec![value("有収率", None, 2019, 95.0)]),
    ];
    let c = compare(&all);
    let cell = &c.rows[0].cells[c.utilities.iter().position(|u| u == "甲市").unwrap()];
    assert_eq!(cell.stated.as_ref().map(|s| s.value), Some(90.24));
    assert_eq!(cell.conflicts.iter().map(|s| s.value).collect::<Vec<_>>(), [91.0]);
}

#[test]
fn a_group_is_settled_by_itself() {
    let all = [
        document("甲市", 2020, vec![value("有収率", None, 2018, 90.0), value("有収率", None, 2019, 91.0), direction("有収率", "up")]),
        document("乙市", 2020, vec![value("有収率", None, 2018, 95.0)]),
        document("丙市", 2020, vec![value("有収率", None, 2019, 93.0)]),
    ];
    let c = compare(&all);
    let at = |name: &str| c.utilities.iter().position(|u| u == name).unwrap();
    let of = |group: &Comparison| (group.rows[0].year, group.rows[0].cells.iter().map(|c| c.rank).collect::<Vec<_>>());
    assert_eq!(of(&c.among(&[at("甲市"), at("乙市")], None)), (Some(2018), vec![Some(2), Some(1)]));
    assert_eq!(of(&c.among(&[at("甲市"), at("丙市")], None)), (Some(2019), vec![Some(2), Some(1)]));
    assert_eq!(of(&c.among(&[at("甲市"), at("丙市")], Some(2018))), (Some(2018), vec![None, None]));
}
