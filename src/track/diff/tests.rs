//! One edition, then the next.

use super::*;
use crate::track::SourceDocument;
use crate::track::testing::{Paper, plan};

fn first() -> Paper {
    others(same(plan("first", 2023, 3)))
}

fn next() -> Paper {
    plan("next", 2024, 5)
}

fn found(old: Paper, new: Paper) -> Vec<(String, String, Vec<String>)> {
    let (old, new): (SourceDocument, SourceDocument) = (old.done(), new.done());
    let rules = Rules::embedded();
    let changes = diff(&Edition::new(&old), &Edition::new(&new), Words::new(None), rules);
    let title = |c: &Change| c.measure_to.clone().or_else(|| c.measure_from.clone()).unwrap_or_default();
    let of_measures = changes.iter().filter(|c| c.kind != ChangeKind::Document);
    of_measures.map(|c| (c.kind.word().to_owned(), title(c), c.findings.clone())).collect()
}

fn kinds(old: Paper, new: Paper) -> Vec<String> {
    found(old, new).into_iter().map(|(kind, ..)| kind).collect()
}

/// The first edition with one measure swapped for what `swap` builds.
fn with(swap: impl FnOnce(Paper) -> Paper) -> Paper {
    others(swap(next()))
}

/// The measures that stay as they are.
fn others(p: Paper) -> Paper {
    p.measure("1-2", "断水情報の地図配信")
        .under("窓口の改善")
        .owners(&["配水課"])
        .bar("検討", 2023, 2024)
        .measure("2-1", "漏水監視センサーの設置")
        .under("現場の改善")
        .owners(&["配水課"])
        .bar("設置", 2024, 2024)
}

fn same(p: Paper) -> Paper {
    p.measure("1-1", "使用開始届のウェブ受付")
        .under("窓口の改善")
        .owners(&["お客さま課"])
        .bar("契約", 2023, 2023)
        .bar("サービス実施", 2024, 2026)
        .target("ウェブ受付の割合", 2026, 40.0)
}

#[test]
fn the_same_plan_has_no_change() {
    assert!(kinds(first(), with(same)).is_empty());
}

#[test]
fn layout_is_no_change() {
    let spaced = with(|p| {
        p.measure("１-１", "使用開始届の ウェブ受付")
            .under("窓口の改善")
            .owners(&["お客さま 課"])
            .bar("契 約", 2023, 2023)
            .bar("サービス実施", 2024, 2025)
            .bar("サービス実施", 2026, 2026)
            .target("ウェブ受付の割合", 2026, 40.0)
    });
    assert!(kinds(first(), spaced).is_empty());
}

#[test]
fn a_new_title_of_the_same_code_is_renamed() {
    let renamed = with(|p| {
        p.measure("1-1", "使用開始・中止届のウェブ受付").owners(&["お客さま課"]).bar("契約", 2023, 2023).bar("サービス実施", 2024, 2026)
    });
    assert_eq!(kinds(first(), renamed), ["renamed"]);
}

#[test]
fn a_code_given_to_something_else_is_not_the_same_measure() {
    let other = with(|p| p.measure("1-1", "職員研修の充実").owners(&["総務課"]).bar("実施", 2024, 2026));
    assert_eq!(kinds(first(), other), ["missing", "added"]);
}

#[test]
fn a_row_that_says_dropped_is_not_missing() {
    let dropped = with(|p| p.measure("1-1", "使用開始届のウェブ受付").owners(&["お客さま課"]).status("dropped"));
    assert_eq!(kinds(first(), dropped), ["dropped"]);
    let stopped = with(|p| p.measure("1-1", "使用開始届のウェブ受付").bar("契約", 2023, 2023).bar("実施取りやめ", 2024, 2026));
    assert_eq!(kinds(first(), stopped), ["dropped"]);
}

#[test]
fn a_row_that_is_gone_is_missing() {
    assert_eq!(kinds(first(), with(|p| p)), ["missing"]);
}

#[test]
fn years_targets_and_goals() {
    let later = with(|p| same(p).measure("3-1", "x"));
    assert_eq!(kinds(first(), later), ["added"]);
    let shifted = with(|p| {
        p.measure("1-1", "使用開始届のウェブ受付")
            .under("現場の改善")
            .owners(&["お客さま課"])
            .bar("契約", 2023, 2024)
            .bar("サービス実施", 2025, 2026)
            .target("ウェブ受付の割合", 2026, 50.0)
    });
    assert_eq!(kinds(first(), shifted), ["moved", "rescheduled", "target_changed"]);
}

#[test]
fn a_goal_that_was_renamed_moves_nothing() {
    let goal = next()
        .measure("1-1", "使用開始届のウェブ受付")
        .under("お客さまに寄り添うサービス")
        .measure("1-2", "断水情報の地図配信")
        .under("お客さまに寄り添うサービス")
        .measure("2-1", "漏水監視センサーの設置")
        .under("現場の改善");
    assert!(kinds(first(), goal).is_empty());
}

#[test]
fn a_reorganisation_explains_and_does_not_silence() {
    let renamed = |p: Paper| {
        p.measure("1-1", "使用開始届のウェブ受付").owners(&["料金サービス課"]).bar("契約", 2023, 2023).bar("サービス実施", 2024, 2026)
    };
    let plain = found(first(), with(renamed));
    assert_eq!(plain, [("owner_changed".to_owned(), "使用開始届のウェブ受付".to_owned(), vec![])]);
    let noted = found(first(), with(renamed).reorganised("お客さま課", "料金サービス課"));
    assert_eq!(noted[0].2, ["reorganised"]);
    let elsewhere = found(first(), with(renamed).reorganised("総務課", "料金サービス課"));
    assert!(elsewhere[0].2.is_empty(), "a note about other sections explains nothing");
}

#[test]
fn parts_of_one_measure() {
    let old = plan("old", 2023, 3).measure("", "水管橋と配水池の点検へのドローンの活用").bar("試行", 2023, 2024);
    let new = plan("new", 2024, 5)
        .measure("", "水管橋の点検へのドローンの活用")
        .bar("試行", 2023, 2024)
        .measure("", "配水池の点検へのドローンの活用")
        .bar("活用", 2025, 2026);
    let tokenizer = crate::language::Tokenizer::new(None).unwrap();
    let (old, new) = (old.done(), new.done());
    let words = Words::new(Some(&tokenizer));
    let kinds = |a, b| {
        let changes = diff(&Edition::new(a), &Edition::new(b), words, Rules::embedded());
        changes.iter().filter(|c| c.kind != ChangeKind::Document).map(|c| c.kind.word()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&old, &new), ["split", "split"]);
    assert_eq!(kinds(&new, &old), ["merged", "merged"]);
}

#[test]
fn the_document_itself() {
    let (old, new) = (first().done(), with(same).titled("令和6年度 見本市水道実行計画(改定版)").done());
    let changes = diff(&Edition::new(&old), &Edition::new(&new), Words::new(None), Rules::embedded());
    let fields: Vec<&str> = changes.iter().map(|c| c.field.as_str()).collect();
    assert_eq!(fields, ["revisions"], "years and brackets in a title are no other title");
}
