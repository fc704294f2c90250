//! CSV files in `csv/`: one for each record type, the states by year, and the comparison. UTF-8 with BOM and CRLF, as Excel opens it.

use serde_json::{Map, Value as Json};

use super::format::{fiscal_year, number, shorten};
use super::words::Words;
use super::{Lang, ReportError};
use crate::track::{Overview, SourceDocument};

/// Excel cuts cells at 32,767 characters; a quote never needs that much.
const CELL: usize = 30_000;

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
        files.push(file(kind, &rows)?);
    }
    files.push(file("progress", &progress_rows(documents, overview, &words, lang))?);
    files.push(file("comparison", &comparison_rows(documents, overview, &words, lang))?);
    Ok(files)
}

fn file(kind: &str, rows: &[Vec<String>]) -> Result<(String, Vec<u8>), ReportError> {
    let name = format!("csv/{kind}.csv");
    let error = |source| ReportError::Csv { name: name.clone(), source };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|cell| safe(cell))).map_err(error)?;
    }
    let bytes = writer.into_inner().map_err(|e| error(csv::Error::from(std::io::Error::other(e.to_string()))))?;
    Ok((name, bytes))
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers.
fn safe(cell: &str) -> String {
    let cell = shorten(cell, CELL);
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) && cell.parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell
    }
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

fn progress_rows(documents: &[&SourceDocument], overview: &Overview, words: &Words, lang: Lang) -> Vec<Vec<String>> {
    let keys = ["utility", "plan", "file", "code", "title", "owners", "year", "era", "state", "planned", "mark", "text", "pdca"];
    let mut rows = vec![keys.iter().map(|k| words.get(&format!("col.{k}"))).collect()];
    for plan in &overview.plans {
        for m in &plan.measures {
            for s in &m.states {
                let join = |parts: Vec<String>| parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" / ");
                let results = || s.results.iter().map(|&i| &m.results[i]);
                let answer = |a| words.get(&format!("answer.{}", super::pages::key_of(a)));
                rows.push(vec![
                    plan.utility.clone(),
                    plan.title.clone(),
                    documents[plan.document].file.clone(),
                    m.code.clone().unwrap_or_default(),
                    m.title.clone(),
                    m.owners.join("、"),
                    s.year.to_string(),
                    fiscal_year(s.year, lang),
                    words.get(&format!("state.{}", super::pages::key_of(s.state))),
                    join(s.planned.iter().map(|p| if p.0.is_empty() { words.get("bare_bar") } else { p.0.clone() }).collect()),
                    join(results().filter_map(|r| r.mark.clone()).collect()),
                    join(results().map(|r| r.text.clone()).collect()),
                    ["P", "D", "C", "A"]
                        .iter()
                        .zip([s.pdca.plan, s.pdca.does, s.pdca.check, s.pdca.act])
                        .map(|(letter, a)| format!("{letter}:{}", answer(a)))
                        .collect::<Vec<_>>()
                        .join(" "),
                ]);
            }
        }
    }
    rows
}

/// One row for each indicator and utility, with the value of the compared year; missing ones are said to be missing.
fn comparison_rows(documents: &[&SourceDocument], overview: &Overview, words: &Words, lang: Lang) -> Vec<Vec<String>> {
    let keys = [
        "code",
        "indicator",
        "standard_edition",
        "scope",
        "unit",
        "direction",
        "year",
        "era",
        "utility",
        "value",
        "rank",
        "count",
        "stated",
        "file",
        "page",
        "line",
        "quote",
    ];
    let mut rows = vec![keys.iter().map(|k| words.get(&format!("col.{k}"))).collect()];
    let comparison = &overview.comparison;
    for row in comparison.rows.iter().filter(|r| r.year.is_some()) {
        for (utility, cell) in comparison.utilities.iter().zip(&row.cells) {
            let record =
                cell.stated.as_ref().map(|s| (&documents[s.cite.document].file, &documents[s.cite.document].records[s.cite.record]));
            let evidence = record.and_then(|(_, r)| r.evidence.first());
            rows.push(vec![
                row.code.clone().unwrap_or_default(),
                row.name.clone(),
                row.edition.map(|e| e.to_string()).unwrap_or_default(),
                row.scope.clone().unwrap_or_default(),
                row.unit.clone().unwrap_or_default(),
                words.get(&format!("trend.{}", super::pages::key_of(row.trend))),
                row.year.map(|y| y.to_string()).unwrap_or_default(),
                row.year.map(|y| fiscal_year(y, lang)).unwrap_or_default(),
                utility.clone(),
                cell.stated.as_ref().map(|s| number(s.value, None).replace(',', "").replace('△', "-")).unwrap_or_default(),
                cell.rank.map(|r| r.to_string()).unwrap_or_default(),
                row.count.to_string(),
                words.get(if cell.stated.is_some() { "stated" } else { "not_stated" }),
                record.map(|(file, _)| file.clone()).unwrap_or_default(),
                evidence.and_then(|e| e.page).map(|p| p.to_string()).unwrap_or_default(),
                evidence.and_then(|e| e.line).map(|p| p.to_string()).unwrap_or_default(),
                evidence.map(|e| e.quote.clone()).unwrap_or_default(),
            ]);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for bad in ["=1+1", "@SUM(A1)", "+81-3", "-x", "\t=1", "－更新", "＝A1"] {
            assert!(safe(bad).starts_with('\''), "{bad}");
        }
        for fine in ["-3.5", "+4", "水道", "―", ""] {
            assert_eq!(safe(fine), fine);
        }
    }

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
