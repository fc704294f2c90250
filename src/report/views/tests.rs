//! Every report over the fictitious plans: the same figures in all forms.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value as Json;

use super::*;
use crate::report::Lang;
use crate::report::tests::site;
use crate::report::view::{self, Speech, facts};
use crate::rules::Rules;
use crate::track::identity::Words;
use crate::track::{SourceDocument, overview};

fn all(lang: Lang, choice: &Choice) -> Vec<Report> {
    let input = site();
    let mut documents: Vec<&SourceDocument> = input.documents.iter().collect();
    documents.sort_by(|a, b| (&a.file, &a.hash).cmp(&(&b.file, &b.hash)));
    let overview = overview(&documents, 0.7);
    let material = Material::new(&documents, &overview, (Rules::embedded(), Words::new(None)), lang, choice);
    reports(&material)
}

#[test]
fn the_figures_of_a_report_are_equal_in_all_forms() {
    let words = crate::report::words::Words::load(Lang::Ja).unwrap();
    let environment = crate::report::templates::environment(&[], &words, &crate::report::ReportOptions::default()).unwrap();
    let made = all(Lang::Ja, &Choice::default());
    assert!(made.len() >= 8, "{:?}", made.iter().map(|r| &r.file).collect::<Vec<_>>());
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
        // The page shows every figure.
        let html = view::fragment(&environment, &report, &[], 1).unwrap();
        for fact in report.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells).flat_map(|c| &c.facts).filter(|f| f.number.is_some())
        {
            assert!(html.contains(&format!("{}<", fact.shown)), "{}: {} is not on the page", report.file, fact.shown);
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
    let text: Vec<String> = made.iter().map(shown).collect();
    insta::assert_snapshot!(text.join("\n----\n"));
}
