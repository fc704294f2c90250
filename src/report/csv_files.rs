//! CSV files of the records in `csv/`: one for each type. UTF-8 with BOM and CRLF, as Excel opens it. What the reports say of them stands
//! in the reports' own files.

use serde_json::{Map, Value as Json};

use super::format::fiscal_year;
use super::view::csv_file;
use super::words::Words;
use super::{Lang, ReportError};
use crate::track::{Overview, SourceDocument};

/// The fields of each record type in the order of the columns.
const TYPES: [(&str, &[&str]); 12] = [
    ("document", &["title", "organisation", "kind", "period_from", "period_to", "revisions"]),
    ("goal", &["level", "code", "title", "path", "lead", "priority", "description"]),
    ("measure", &["code", "title", "path", "category", "owners", "priority", "status", "description"]),
    ("schedule", &["measure", "label", "from", "to", "phase", "basis", "uncertain"]),
    (
        "value",
        &[
            "code",
            "indicator",
            "unit",
            "year",
            "phase",
            "role",
            "value",
            "comparator",
            "text",
            "scope",
            "standard_edition",
            "measure",
            "path",
        ],
    ),
    ("indicator", &["code", "indicator", "unit", "direction", "formula", "definition", "evaluation"]),
    ("amount", &["path", "item", "measure", "year", "year_to", "role", "value", "unit"]),
    ("result", &["measure", "year", "mark", "text", "reason", "next", "path"]),
    ("deliverable", &["measure", "title", "due_from", "due_to"]),
    ("review", &["interval_years", "text"]),
    ("term", &["term", "definition"]),
    ("table", &["caption", "cells"]),
];
/// Fields that hold a fiscal year; each gets a second column with era and western year.
const YEARS: [&str; 7] = ["year", "year_to", "from", "to", "due_from", "due_to", "period_from"];

/// The files with their bytes.
pub(super) fn tables(documents: &[&SourceDocument], overview: &Overview, lang: Lang) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let words = Words::load(lang)?;
    let mut files = Vec::new();
    for (kind, fields) in TYPES {
        let rows = record_rows(documents, overview, kind, fields, &words, lang);
        let name = format!("csv/{kind}.csv");
        let bytes = csv_file(&name, &rows)?;
        files.push((name, bytes));
    }
    Ok(files)
}

fn record_rows(
    documents: &[&SourceDocument],
    overview: &Overview,
    kind: &str,
    fields: &[&str],
    words: &Words,
    lang: Lang,
) -> Vec<Vec<String>> {
    let mut head: Vec<String> = ["utility", "plan", "file", "id"].iter().map(|k| words.get(&format!("col.{k}"))).collect();
    for field in fields {
        head.push(words.get(&format!("col.{field}")));
        if YEARS.contains(field) {
            head.push(words.get(&format!("col.{field}")) + &words.get("era_suffix"));
        }
    }
    head.extend(["page", "line", "quote", "confidence", "reasons"].iter().map(|k| words.get(&format!("col.{k}"))));
    let mut rows = vec![head];
    for (document, plan) in documents.iter().zip(&overview.plans) {
        for record in document.records.iter().filter(|r| r.body.type_name() == kind) {
            let Ok(Json::Object(json)) = serde_json::to_value(&record.body) else { continue };
            let mut row = vec![plan.utility.clone(), plan.title.clone(), document.file.clone(), record.id.clone()];
            for field in fields {
                row.push(cell(&json, field));
                if YEARS.contains(field) {
                    row.push(year_cell(&json, field, lang));
                }
            }
            let places = |pick: fn(&crate::model::Evidence) -> Option<usize>| {
                let mut all: Vec<String> = record.evidence.iter().filter_map(pick).map(|n| n.to_string()).collect();
                all.dedup();
                all.join(" ")
            };
            row.push(places(|e| e.page));
            row.push(places(|e| e.line));
            row.push(record.evidence.iter().map(|e| e.quote.as_str()).collect::<Vec<_>>().join(" / "));
            row.push(format!("{:.2}", record.confidence));
            row.push(record.reasons.join(" "));
            rows.push(row);
        }
    }
    rows
}

/// A field as plain text: lists joined, numbers without separators.
fn cell(json: &Map<String, Json>, field: &str) -> String {
    text(json.get(field).unwrap_or(&Json::Null), if field == "path" { " > " } else { "、" })
}

fn text(value: &Json, between: &str) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(s) => s.clone(),
        Json::Array(all) => all.iter().map(|v| text(v, " | ")).collect::<Vec<_>>().join(between),
        Json::Object(map) => map.values().map(|v| text(v, " ")).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" "),
        Json::Number(n) => n.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < 1e15).map_or_else(|| n.to_string(), |f| format!("{f}")),
        Json::Bool(b) => if *b { "1" } else { "" }.to_owned(),
    }
}

fn year_cell(json: &Map<String, Json>, field: &str, lang: Lang) -> String {
    let year = json.get(field).and_then(Json::as_i64).and_then(|y| i32::try_from(y).ok());
    year.map(|y| fiscal_year(y, lang)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_numbers_become_text() {
        let json = serde_json::json!({"path": ["安心", "水質"], "owners": ["営業課", "配水課"], "value": 1800.0, "priority": true});
        let json = json.as_object().unwrap();
        assert_eq!(cell(json, "path"), "安心 > 水質");
        assert_eq!(cell(json, "owners"), "営業課、配水課");
        assert_eq!(cell(json, "value"), "1800");
        assert_eq!(cell(json, "priority"), "1");
        assert_eq!(cell(json, "absent"), "");
    }
}
