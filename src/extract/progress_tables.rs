//! Tables of progress with two rows a measure, read from end to end.

use crate::language::Tokenizer;
use crate::model::{Basis, Block, BlockKind, Body, Place, SourceFile, Table};
use crate::rules::Rules;

use super::testing::drawn;
use super::{Extraction, Sectioned, extract};

/// A report: its cover, a scale of ratings and the table.
fn read(title: &str, rows: &[&str]) -> Extraction {
    let source = SourceFile::of_lines("report", title);
    let block = |line: usize, kind: BlockKind| Block { place: Place::on_line(line), kind };
    let scale: Table = drawn(&["判定|内容", "◎|早く進んでいる", "○|予定どおり進んでいる", "－|取りやめ"]);
    let blocks = [
        block(1, BlockKind::Heading { level: 1, text: title.to_owned() }),
        block(3, BlockKind::Table(scale)),
        block(9, BlockKind::Table(drawn(rows))),
    ];
    let rules = Rules::embedded();
    extract(&source, &Sectioned::new(&blocks, rules), rules, &Tokenizer::new(None).expect("the dictionary is inside the program"))
}

/// (label, from, to, whether it happened) of every step of a measure.
fn steps(found: &Extraction, measure: &str) -> Vec<(String, Option<i32>, Option<i32>, bool)> {
    let of = |body: &Body| match body {
        Body::Schedule(s) if s.measure == measure => Some((s.label.clone(), s.from, s.to, s.basis == Basis::Actual)),
        _ => None,
    };
    found.records.iter().filter_map(|record| of(&record.body)).collect()
}

fn step(label: &str, from: i32, to: i32, happened: bool) -> (String, Option<i32>, Option<i32>, bool) {
    (label.to_owned(), Some(from), Some(to), happened)
}

/// The rows of a table whose pairs of rows and years have these heads.
fn table(pair: [&str; 2], over: &str, years: [&str; 3]) -> Vec<String> {
    vec![
        format!("番号|取組項目|所管|区分|{over}|<|<|判定|令和9年度の実施状況|令和10年度の取組"),
        format!("^|^|^|^|{}|^|^|^", years.join("|")),
        format!("1-1|井戸の改修|浄水課|{}|設計|工事|<|○|設計を終え、工事に着手した。|工事を続ける。", pair[0]),
        format!("^|^|^|{}|設計|工事||^|^|^", pair[1]),
        format!("1-2|出前講座|総務課|{}|●|●|●|－|予約が集まらず取りやめた。|", pair[0]),
        format!("^|^|^|{}|●|||^|^|^", pair[1]),
    ]
}

#[test]
fn two_rows_a_measure_below_an_era_in_brackets_or_none() {
    let pairs = [["計画", "実績"], ["予定", "実施"]];
    let heads =
        [("年次計画（令和）", ["8年度", "9年度", "10年度"]), ("年次計画", ["8年度", "9年度", "10年度"]), ("年次計画", ["R8", "R9", "R10"])];
    for (pair, (over, years)) in pairs.into_iter().zip(heads.iter().copied().cycle()).chain(heads.map(|head| (pairs[0], head))) {
        let rows = table(pair, over, years);
        let found = read("ある市水道事業中期計画 進捗管理表（令和9年度末）", &rows.iter().map(String::as_str).collect::<Vec<_>>());
        let expected = [
            step("設計", 2026, 2026, false),
            step("工事", 2027, 2028, false),
            step("設計", 2026, 2026, true),
            step("工事", 2027, 2027, true),
        ];
        assert_eq!(steps(&found, "井戸の改修"), expected, "{pair:?} {over} {years:?}");
        assert_eq!(steps(&found, "出前講座"), [step("", 2026, 2028, false), step("", 2026, 2026, true)], "{pair:?} {over} {years:?}");
        let results: Vec<_> =
            found.records.iter().filter_map(|r| if let Body::Result(result) = &r.body { Some(result) } else { None }).collect();
        assert_eq!(
            results.iter().map(|r| (r.year, r.mark.as_deref())).collect::<Vec<_>>(),
            [(Some(2027), Some("○")), (Some(2027), Some("-"))]
        );
        assert_eq!(results[0].next.as_deref(), Some("工事を続ける。"));
        let dropped = |r: &&crate::model::Record| matches!(&r.body, Body::Measure(m) if m.status.as_deref() == Some("dropped"));
        assert_eq!(found.records.iter().filter(dropped).count(), 1);
    }
}
