//! Every report over the fictitious plans: the same figures in all forms.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value as Json;

use super::*;
use crate::report::Lang;
use crate::report::tests::{document, site};
use crate::report::view::{self, Speech, facts};
use crate::rules::Rules;
use crate::track::identity::Words;
use crate::track::{SourceDocument, overview};

fn all(lang: Lang, choice: &Choice) -> Vec<Report> {
    made(&site().documents, lang, choice)
}

fn made(documents: &[SourceDocument], lang: Lang, choice: &Choice) -> Vec<Report> {
    let mut documents: Vec<&SourceDocument> = documents.iter().collect();
    documents.sort_by(|a, b| (&a.file, &a.hash).cmp(&(&b.file, &b.hash)));
    let overview = overview(&documents, 0.7, Rules::embedded());
    let material = Material::new(&documents, &overview, (Rules::embedded(), Words::new(None)), lang, choice);
    reports(&material)
}

/// Plans and reports that give every report: two reported years, spent money, themes, several sections, a printed mean of peers.
fn everything() -> Vec<SourceDocument> {
    let facts = |title: &str, year: i32| {
        serde_json::json!({"type": "document", "title": title, "utility": "架空市", "kind": "progress_report",
            "period_from": year, "period_to": year, "revisions": [{"year": year + 1, "month": 6, "event": "公表"}]})
    };
    let actual = |year: i32, n: f64| {
        serde_json::json!({"type": "value", "indicator": "有収率", "unit": "%", "year": year, "role": "actual", "value": n,
            "comparator": "=", "text": format!("{n:.1}")})
    };
    let spent = serde_json::json!({"type": "amount", "item": "=給水収益", "path": ["収益的収支"], "year": 2024, "value": -1_200.5,
        "unit": "千円", "role": "actual"});
    let later = document(
        "report_r6.pdf",
        &[
            facts("令和6年度架空市水道実行計画進捗報告", 2024),
            serde_json::json!({"type": "result", "measure": "水安全計画の改定", "text": "人手が足りず遅れた。", "mark": "遅れ", "reason": "人員不足"}),
            actual(2024, 92.0),
            spent,
        ],
    );
    let mut documents = site().documents;
    documents.extend([later, vision()]);
    for record in documents.iter_mut().flat_map(|d| &mut d.records) {
        if let crate::model::Body::Measure(m) = &mut record.body {
            m.themes = vec![crate::model::Theme::Safety];
        }
    }
    documents
}

#[test]
fn the_figures_of_every_report_are_equal_in_all_forms() {
    let words = crate::report::words::Words::load(Lang::Ja).unwrap();
    let environment = crate::report::templates::environment(&[], &words, &crate::report::ReportOptions::default()).unwrap();
    let made = made(&everything(), Lang::Ja, &Choice::default());
    let kinds: BTreeSet<&str> = made.iter().map(|r| r.key).collect();
    assert_eq!(kinds, keys().into_iter().collect(), "the fixture gives every report");
    for report in made {
        let facts = facts(&report);
        // The workbook.
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(view::workbook(&report).unwrap())).unwrap();
        let sheet = book.worksheet_range(&Speech(Lang::Ja).say("view.sheet_facts")).unwrap();
        let at = facts.head.iter().position(|h| h == "数値").unwrap();
        let in_book: Vec<Option<f64>> =
            sheet.rows().skip(1).map(|r| if let Some(Data::Float(n)) = r.get(at) { Some(*n) } else { None }).collect();
        let numbers: Vec<Option<f64>> = facts.rows.iter().map(|r| r.number).collect();
        assert_eq!(in_book, numbers, "{}: workbook", report.file);
        // CSV.
        let bytes = view::csv(&report).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let in_csv: Vec<Option<f64>> = csv.records().map(|r| r.unwrap()[at].parse().ok()).collect();
        assert_eq!(in_csv, numbers, "{}: CSV", report.file);
        // JSON.
        let json: Json = serde_json::from_slice(&view::json(&report).unwrap()).unwrap();
        let mut in_json = Vec::new();
        numbers_of(&json["tables"], &mut in_json);
        let in_tables: Vec<f64> =
            report.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells).flat_map(|c| &c.facts).filter_map(|f| f.number).collect();
        assert_eq!(in_json, in_tables, "{}: JSON", report.file);
        // The pages show every figure, in the order of the facts; the print sheets hold it as a number or in words.
        let html: String = view::parts(&report).iter().map(|part| view::fragment(&environment, part, &[], 1).unwrap()).collect();
        let names: Vec<String> = book.sheet_names().into_iter().take(report.tables.len()).collect();
        let sheets: Vec<_> = names.iter().map(|n| book.worksheet_range(n).unwrap()).collect();
        let cells: Vec<&Data> = sheets.iter().flat_map(|s| s.used_cells().map(|(_, _, c)| c)).collect();
        let mut from = 0;
        for fact in report.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells).flat_map(|c| &c.facts).filter(|f| f.number.is_some())
        {
            let limit = crate::report::format::with_unit(&fact.shown, fact.unit.as_deref().unwrap_or_default());
            let found = html[from..].find(&format!("{}<", fact.shown)).or_else(|| html[from..].find(&format!("{limit}<")));
            from += found.unwrap_or_else(|| panic!("{}: {} is not on the page", report.file, fact.shown));
            let printed = |c: &&Data| match c {
                Data::Float(n) => Some(*n) == fact.number,
                Data::String(s) => s.contains(&fact.shown) || s.contains(&limit),
                _ => false,
            };
            assert!(cells.iter().any(printed), "{}: {} is on no print sheet", report.file, fact.shown);
        }
    }
}

/// All numbers behind facts, in order.
fn numbers_of(json: &Json, found: &mut Vec<f64>) {
    match json {
        Json::Array(all) => all.iter().for_each(|v| numbers_of(v, found)),
        Json::Object(map) => {
            found.extend(map.get("number").and_then(Json::as_f64));
            map.values().for_each(|v| numbers_of(v, found));
        }
        _ => {}
    }
}

#[test]
fn every_figure_of_a_plan_leads_to_a_place() {
    for report in all(Lang::Ja, &Choice::default()).iter().filter(|r| r.key == "indicators" || r.key == "money") {
        let values = report.tables.iter().filter(|t| matches!(t.key, "values" | "money"));
        for fact in values.flat_map(|t| &t.rows).flat_map(|r| &r.cells).flat_map(|c| &c.facts).filter(|f| f.number.is_some()) {
            assert!(!fact.places.is_empty() && fact.places.iter().all(|p| *p < report.places.len()), "{}: {fact:?}", report.file);
        }
    }
}

#[test]
fn files_have_names_of_their_own_and_every_word_is_in_the_catalogue() {
    let missing = regex::Regex::new(r#""(view|report_col|report_fact|state_means)\.[a-z_]+"#).unwrap();
    for lang in [Lang::Ja, Lang::En] {
        let made = all(lang, &Choice::default());
        let names: BTreeSet<&str> = made.iter().map(|r| r.file.as_str()).collect();
        assert_eq!(names.len(), made.len());
        for report in &made {
            assert!(report.file.is_ascii() && report.title != report.key, "{}", report.file);
            let text = serde_json::to_string(report).unwrap();
            assert!(!missing.is_match(&text), "{}: {:?}", report.file, missing.find(&text));
            let labels = report.tables.iter().flat_map(|t| &t.columns).filter(|c| c.label == c.key && c.key != "n");
            assert_eq!(labels.map(|c| &c.key).collect::<Vec<_>>(), Vec::<&String>::new(), "{}: headings without words", report.file);
        }
    }
}

#[test]
fn only_what_was_asked_for_is_made() {
    let choice = Choice { only: vec!["progress".into()], utility: Some("架空".into()), year: Some(2023), ..Choice::default() };
    let made = all(Lang::Ja, &choice);
    assert_eq!(made.len(), 1);
    assert!(made[0].tables[0].columns.iter().filter_map(|c| c.year).all(|y| y == 2023));
}

/// A vision that prints two years of its own and the mean of its peers, with remarks.
fn vision() -> SourceDocument {
    let value = |name: &str, unit: &str, year: i32, n: f64, text: &str| serde_json::json!({"type": "value", "indicator": name, "unit": unit, "year": year, "role": "actual", "value": n, "comparator": "=", "text": text});
    let peer = |name: &str, unit: &str, n: f64, text: &str| serde_json::json!({"type": "value", "indicator": name, "unit": unit, "year": 2015, "role": "average", "value": n, "comparator": "=", "text": text, "scope": "比較事業体平均値"});
    let remark =
        |name: &str, words: &str| serde_json::json!({"type": "indicator", "indicator": name, "evaluation": words, "direction": "down"});
    let records = [
        serde_json::json!({"type": "document", "title": "架空町水道ビジョン", "utility": "架空町", "kind": "vision", "period_from": 2016, "period_to": 2025}),
        value("企業債残高の割合", "%", 2010, 47.9, "47.9%"),
        value("企業債残高の割合", "%", 2014, 30.0, "30.0%"),
        value("企業債残高の割合", "%", 2015, 29.7, "29.7%"),
        peer("企業債残高の割合", "%", 107.3, "107.3%"),
        remark("企業債残高の割合", "健全である。比較事業体平均値と比べて高い値となっている。"),
        value("水質事故", "件", 2010, 0.0, "0件"),
        value("水質事故", "件", 2015, 0.0, "0件"),
        peer("水質事故", "件", 0.0, "0件"),
        value("漏水率", "%", 2010, 5.0, "5.0%"),
        value("漏水率", "%", 2015, 7.25, "7.25%"),
        peer("漏水率", "%", 6.0, "6.0%"),
        remark("漏水率", "比較事業体平均値と比べて高い値となっている。"),
    ];
    let record = |(i, mut r): (usize, Json)| {
        r["document"] = "vision".into();
        r["id"] = format!("r{i}").into();
        r["evidence"] = serde_json::json!({"line": i + 1, "quote": "x"});
        serde_json::from_value(r).unwrap()
    };
    SourceDocument {
        file: "vision.txt".into(),
        hash: "0a".into(),
        records: records.into_iter().enumerate().map(record).collect(),
        ..SourceDocument::default()
    }
}

#[test]
fn peers_are_compared_by_rule_and_contradictions_are_listed() {
    let document = vision();
    let documents = vec![&document];
    let overview = overview(&documents, 0.7, Rules::embedded());
    let choice = Choice { only: vec!["peers".into()], ..Choice::default() };
    let material = Material::new(&documents, &overview, (Rules::embedded(), Words::new(None)), Lang::Ja, &choice);
    let made = reports(&material);
    assert_eq!(made.len(), 1);
    let text = shown(&made[0]);
    // The earlier year is the one that the whole table is about, not the last one before.
    assert!(
        text.contains(
            "平成22(2010)年度: 47.9% | 平成27(2015)年度: 29.7% | △18.2 | 平成27(2015)年度: 107.3% |  | 比較事業体平均値と比べて低い"
        ),
        "{text}"
    );
    assert!(text.contains("| 変化なし | 平成27(2015)年度: 0件 |  | 比較事業体平均値と差はない"), "{text}");
    assert!(text.contains("| +2.25 | 平成27(2015)年度: 6.0% |  | 比較事業体平均値と比べて高い"), "{text}");
    let units: Vec<Option<&str>> = made[0].tables[0].rows.iter().map(|r| r.cells[6].facts[0].unit.as_deref()).collect();
    assert_eq!(units, [Some("ポイント"), None, Some("ポイント")]);
    let listed = &made[0].tables[1].rows;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].cells[1].lines(), "企業債残高の割合");
}

/// A table as lines of cells.
fn shown(report: &Report) -> String {
    let mut out = format!("{} | {} | {:?}\n", report.title, report.scope.plan, report.as_of);
    for line in &report.summary {
        out.push_str(&format!("{line}\n"));
    }
    for table in &report.tables {
        out.push_str(&format!(
            "\n## {}\n{}\n",
            table.title,
            table.columns.iter().map(|c| c.label.replace('\n', " ")).collect::<Vec<_>>().join(" | ")
        ));
        for row in &table.rows {
            let cells: Vec<String> = row.cells.iter().map(|c| c.lines().replace('\n', " / ")).collect();
            out.push_str(&format!("[{}] {}\n", row.group, cells.join(" | ")));
        }
    }
    out
}

#[test]
fn what_the_reports_show() {
    let made = all(Lang::Ja, &Choice::default());
    // The dictionary is the rules' data and the types' words.
    let text: Vec<String> = made.iter().filter(|r| r.key != "dictionary").map(shown).collect();
    insta::assert_snapshot!(text.join("\n----\n"));
}
