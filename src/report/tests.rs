//! A small site from hand-written records: a plan, an older edition, a report, and a second utility.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;
use serde_json::json;

use super::*;
use crate::model::{Record, Warning};

/// A document from records in the interchange format; each record's evidence is its place in the list.
pub(super) fn document(file: &str, records: &[serde_json::Value]) -> SourceDocument {
    let records = records.iter().enumerate().map(|(i, r)| {
        let mut r = r.clone();
        r["document"] = json!(file);
        r["id"] = json!(format!("{}-{i}", r["type"].as_str().unwrap()));
        r["confidence"] = r.get("confidence").cloned().unwrap_or(json!(0.9));
        r["evidence"] = json!({"page": i + 1, "quote": format!("引用{i} <b>&\"")});
        serde_json::from_value::<Record>(r).unwrap()
    });
    SourceDocument {
        file: file.into(),
        hash: format!("{file:0>16}"),
        pages: 12,
        tables: 3,
        records: records.collect(),
        ..SourceDocument::default()
    }
}

pub(super) fn site() -> ReportInput<'static> {
    let facts = |utility: &str, title: &str, kind: &str, from: i32, to: i32, revised: i32| {
        json!({"type": "document", "title": title, "utility": utility, "organisation": format!("{utility}水道局"), "kind": kind,
            "period_from": from, "period_to": to, "revisions": [{"year": revised, "month": 3, "event": "改定"}]})
    };
    let goal = json!({"type": "goal", "level": "基本目標", "code": "1", "title": "安全な水", "path": [], "lead": ["浄水課"]});
    let measure = |code: &str, title: &str| json!({"type": "measure", "code": code, "title": title, "path": ["安全な水"], "owners": ["浄水課", "水質課"], "priority": code == "1-1"});
    let bar = |title: &str, label: &str, from: Option<i32>, to: Option<i32>| json!({"type": "schedule", "measure": title, "label": label, "from": from, "to": to, "basis": "plan"});
    let value = |year: i32, role: &str, n: f64| json!({"type": "value", "indicator": "有収率", "unit": "%", "year": year, "role": role, "value": n, "comparator": "=", "text": format!("{n:.1}")});
    let amount = |year: i32, n: f64| json!({"type": "amount", "item": "=給水収益", "path": ["収益的収支"], "year": year, "value": n, "unit": "千円", "role": "plan"});
    let mut plan = document(
        "plan.pdf",
        &[
            facts("架空市", "架空市水道実行計画", "action_plan", 2023, 2025, 2024),
            goal.clone(),
            measure("1-1", "水安全計画の改定"),
            measure("1-2", "紫外線処理の<導入>"),
            bar("水安全計画の改定", "改定", Some(2023), Some(2024)),
            bar("紫外線処理の<導入>", "", Some(2025), None),
            json!({"type": "indicator", "indicator": "有収率", "unit": "%", "direction": "up", "formula": "有収水量/給水量×100"}),
            value(2022, "actual", 90.0),
            value(2025, "target", 92.5),
            amount(2023, 1_234_567.0),
            amount(2024, -890.0),
            json!({"type": "deliverable", "measure": "水安全計画の改定", "title": "水安全計画書", "due_from": 2024, "due_to": 2024}),
            json!({"type": "review", "interval_years": 1, "text": "毎年度点検する。"}),
            json!({"type": "term", "term": "有収率", "definition": "料金になった水の割合"}),
            json!({"type": "table", "page": 9, "caption": "", "cells": [["<x>", ""], ["1", "2"]], "confidence": 0.2}),
            json!({"type": "value", "indicator": "訓練", "year": 2025, "role": "target", "value": null, "text": "年2回行う", "confidence": 0.3}),
        ],
    );
    plan.warnings = vec![Warning { code: "scanned_page".into(), page: Some(3), detail: String::new() }];
    let older = document(
        "plan_old.pdf",
        &[facts("架空市", "架空市水道実行計画(案)", "action_plan", 2023, 2025, 2023), measure("1-1", "水安全計画の改定")],
    );
    let report = document(
        "report.pdf",
        &[
            facts("架空市", "令和5年度架空市水道実行計画進捗報告", "progress_report", 2023, 2023, 2024),
            json!({"type": "result", "measure": "水安全計画の改定", "text": "素案を作った。", "mark": "順調", "next": "公表する。"}),
            json!({"type": "result", "measure": "職員研修", "text": "2回行った。", "mark": "◎"}),
            value(2023, "actual", 91.2),
        ],
    );
    let other = document("other.pdf", &[facts("別の町", "別の町水道ビジョン", "vision", 2020, 2030, 2020), value(2022, "actual", 88.0)]);
    ReportInput {
        documents: vec![report, other, plan, older],
        failures: vec![Failure { file: "bad.pdf".into(), reason: "パスワード".into() }],
        ..ReportInput::default()
    }
}

fn write(out: &Path, lang: Lang) -> SiteSummary {
    let summary = write_site(&site(), out, &ReportOptions { lang, ..ReportOptions::default() }, &Means::default(), &|_, _, _| {}).unwrap();
    assert!(summary.failed.is_empty(), "{:?}", summary.failed);
    summary
}

/// All files of a folder by relative name.
fn contents(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    files.map(|e| (e.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"), fs::read(e.path()).unwrap())).collect()
}

#[test]
fn two_runs_give_the_same_bytes_whatever_the_order() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = write(a.path(), Lang::Ja);
    assert_eq!(first.written, first.files.len());
    let mut turned = site();
    turned.documents.reverse();
    write_site(&turned, b.path(), &ReportOptions::default(), &Means::default(), &|_, _, _| {}).unwrap();
    assert_eq!(contents(a.path()), contents(b.path()));
    assert_eq!(write(a.path(), Lang::Ja).written, 0, "unchanged files are left alone");
}

#[test]
fn every_link_leads_somewhere_and_every_figure_has_one() {
    let href = Regex::new(r##"href="([^"#]*)#?([^"]*)""##).unwrap();
    let bare_figure = Regex::new(r#"<td class="num">\s*(△?[0-9][0-9,.]*)\s*</td>"#).unwrap();
    for lang in [Lang::Ja, Lang::En] {
        let out = tempfile::tempdir().unwrap();
        write(out.path(), lang);
        let files = contents(out.path());
        let ids: BTreeMap<&str, BTreeSet<String>> = files.iter().map(|(name, bytes)| (name.as_str(), ids(name, bytes))).collect();
        let mut figures = 0;
        for (name, bytes) in files.iter().filter(|(n, _)| n.ends_with(".html")) {
            let html = String::from_utf8(bytes.clone()).unwrap();
            for link in href.captures_iter(&html) {
                let file = leads_to(name, &link[1]);
                let found = ids.get(file.as_str()).unwrap_or_else(|| panic!("{name}: {file} is missing"));
                assert!(link[2].is_empty() || found.contains(&link[2]), "{name}: nothing at {file}#{}", &link[2]);
                figures += usize::from(!name.starts_with("evidence/") && file.starts_with("evidence/"));
            }
            for cell in bare_figure.captures_iter(&html) {
                assert!(!name.starts_with("plan-"), "{name}: {} has no source", &cell[1]);
            }
        }
        assert!(figures > 40, "only {figures} links to sources");
    }
}

/// The ids of a page; none stands twice.
fn ids(name: &str, bytes: &[u8]) -> BTreeSet<String> {
    let id = Regex::new(r#" id="([^"]+)""#).unwrap();
    let html = String::from_utf8_lossy(bytes);
    let all: Vec<String> = id.captures_iter(&html).map(|c| c[1].to_owned()).collect();
    let once: BTreeSet<String> = all.iter().cloned().collect();
    assert!(!name.ends_with(".html") || once.len() == all.len(), "{name}: an id stands twice");
    once
}

/// The file that a link on a page means, relative to the output folder.
fn leads_to(page: &str, link: &str) -> String {
    match (link, page.rsplit_once('/')) {
        ("", _) => page.to_owned(),
        (link, Some((folder, _))) => link.strip_prefix("../").map_or_else(|| format!("{folder}/{link}"), ToOwned::to_owned),
        (link, None) => link.to_owned(),
    }
}

#[test]
fn nothing_of_a_plan_is_taken_for_markup() {
    let out = tempfile::tempdir().unwrap();
    write(out.path(), Lang::Ja);
    let asked = Regex::new(r#"(?:src|href)="(?:https?:)?//"#).unwrap();
    for (name, bytes) in contents(out.path()) {
        assert!(!name.ends_with(".js") || !bytes.contains(&b'<'), "{name}");
        if name.ends_with(".html") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("<導入>") && !text.contains("<x>") && !text.contains("引用1 <b>"), "{name}");
            assert!(!asked.is_match(&text), "{name} asks the network");
        }
    }
}

#[test]
fn csv_opens_in_a_spreadsheet_and_runs_nothing() {
    let out = tempfile::tempdir().unwrap();
    write(out.path(), Lang::Ja);
    let bytes = fs::read(out.path().join("csv/amount.csv")).unwrap();
    assert!(bytes.starts_with("\u{feff}".as_bytes()));
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.lines().count() == 3 && text.matches("\r\n").count() == 3);
    assert!(text.contains("'=給水収益") && text.contains(",-890,"), "{text}");
    let measures = fs::read_to_string(out.path().join("csv/measure.csv")).unwrap();
    assert!(measures.contains("浄水課、水質課"));
}

#[test]
fn pages_that_are_no_longer_made_go() {
    let out = tempfile::tempdir().unwrap();
    let before = write(out.path(), Lang::Ja).files.len();
    let mut less = site();
    less.documents.retain(|d| d.file != "other.pdf");
    let summary = write_site(&less, out.path(), &ReportOptions::default(), &Means::default(), &|_, _, _| {}).unwrap();
    assert!(summary.files.len() < before && !summary.removed.is_empty());
    assert!(summary.removed.iter().all(|name| !summary.files.contains(name) && !out.path().join(name).exists()));
}

#[test]
fn an_empty_folder_gives_an_index_that_says_so() {
    let out = tempfile::tempdir().unwrap();
    write_site(&ReportInput::default(), out.path(), &ReportOptions::default(), &Means::default(), &|_, _, _| {}).unwrap();
    let index = fs::read_to_string(out.path().join("index.html")).unwrap();
    assert!(index.contains("読み取れた計画はありません"));
}

#[test]
fn progress_counts_to_the_end() {
    let out = tempfile::tempdir().unwrap();
    let seen = std::cell::RefCell::new(Vec::new());
    write_site(&site(), out.path(), &ReportOptions::default(), &Means::default(), &|done, all, _| seen.borrow_mut().push((done, all)))
        .unwrap();
    let seen = seen.into_inner();
    assert_eq!(seen.last().map(|(done, all)| done == all), Some(true));
    assert!(seen.windows(2).all(|w| w[0].0 < w[1].0));
}

/// The visible words of a page, one block a line.
fn words_of(html: &str) -> String {
    let body = html.split_once("<main").map_or(html, |(_, b)| b);
    let body = Regex::new(r"(?s)<script.*?</script>").unwrap().replace_all(body, "");
    let body = Regex::new(r"(?s)<svg.*?</svg>").unwrap().replace_all(&body, "[svg]");
    let body = Regex::new(r"\s*\n\s*").unwrap().replace_all(&body, " ");
    let blocks = Regex::new(r"</(?:h1|h2|h3|tr|li|p|caption|summary|dd|dt)>").unwrap().replace_all(&body, "\n");
    let cells = Regex::new(r"</t[dh]>").unwrap().replace_all(&blocks, " | ");
    let plain = Regex::new(r"<[^>]+>").unwrap().replace_all(&cells, "");
    plain.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_words_of_the_pages() {
    let out = tempfile::tempdir().unwrap();
    write(out.path(), Lang::Ja);
    let files = contents(out.path());
    let text = |name: &str| words_of(&String::from_utf8_lossy(&files[name]));
    let plan =
        files.iter().find(|(n, b)| n.starts_with("plan-") && String::from_utf8_lossy(b).contains("<h1>架空市水道実行計画</h1>")).unwrap().0;
    insta::assert_snapshot!("index", text("index.html"));
    insta::assert_snapshot!("plan", text(plan));
}
