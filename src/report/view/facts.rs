//! The report as facts: one row a fact, numbers as numbers, the unit in a column of its own (the form that 総務省 asks of
//! machine-readable tables: one datum a cell, nothing merged, nothing left out).

use serde::Serialize;

use super::{Column, Fact, Report, Row, Table};
use crate::report::{Lang, era_year};

/// Keys of the columns of facts that every report has, before and after the subjects.
pub const FACT_COLUMNS: [&str; 16] = [
    "utility",
    "plan",
    "edition",
    "table",
    "group",
    "item",
    "year",
    "era",
    "number",
    "unit",
    "shown",
    "code",
    "document",
    "place",
    "quote",
    "corrected",
];
/// How many of [`FACT_COLUMNS`] stand before the subjects.
const BEFORE: usize = 5;

/// One fact with everything needed to read it alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactRow {
    /// Number of the table.
    pub table: usize,
    /// Utility, plan, edition, table, group; then what the row is about, one for each heading of [`Facts::subjects`]; then the item.
    pub words: Vec<String>,
    /// Fiscal year.
    pub year: Option<i32>,
    /// The number.
    pub number: Option<f64>,
    /// Era year, unit, as shown, code, document, place, quote, correction.
    pub more: [String; 8],
}

/// All facts of a report.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Facts {
    /// Headings of all columns.
    pub head: Vec<String>,
    /// Headings of the columns that name what a row is about.
    pub subjects: Vec<String>,
    /// The facts in the order of the tables.
    pub rows: Vec<FactRow>,
}

/// The facts of a report.
#[must_use]
pub fn facts(report: &Report) -> Facts {
    let mut subjects: Vec<String> = Vec::new();
    for column in report.tables.iter().flat_map(|t| &t.columns).filter(|c| c.subject) {
        if !subjects.contains(&column.label) {
            subjects.push(column.label.clone());
        }
    }
    let speech = super::Speech(lang(report));
    let word = |key: &str| speech.word("report_fact", key);
    let mut head: Vec<String> = FACT_COLUMNS[..BEFORE].iter().map(|k| word(k)).collect();
    head.extend(subjects.iter().cloned());
    head.extend(FACT_COLUMNS[BEFORE..].iter().map(|k| word(k)));
    let mut rows = Vec::new();
    for (number, table) in report.tables.iter().enumerate() {
        for row in &table.rows {
            rows.extend(of_row(report, (number, table), row, &subjects));
        }
    }
    Facts { head, subjects, rows }
}

fn lang(report: &Report) -> Lang {
    if report.lang == "en" { Lang::En } else { Lang::Ja }
}

fn of_row(report: &Report, (number, table): (usize, &Table), row: &Row, subjects: &[String]) -> Vec<FactRow> {
    let mut about = vec![String::new(); subjects.len()];
    for (column, cell) in table.columns.iter().zip(&row.cells).filter(|(c, _)| c.subject) {
        if let Some(at) = subjects.iter().position(|s| *s == column.label) {
            about[at] = cell.facts.iter().map(|f| f.shown.as_str()).collect::<Vec<_>>().join(" / ");
        }
    }
    let mut words = vec![report.scope.utility.clone(), report.scope.plan.clone(), report.scope.edition.clone(), table.title.clone()];
    words.push(row.group.clone());
    words.extend(about);
    let mut rows = Vec::new();
    for (column, cell) in table.columns.iter().zip(&row.cells) {
        let facts = cell.facts.iter().filter(|f| !column.subject || !f.places.is_empty());
        rows.extend(facts.map(|fact| of_fact(report, number, &words, column, fact)));
    }
    rows
}

fn of_fact(report: &Report, table: usize, words: &[String], column: &Column, fact: &Fact) -> FactRow {
    let year = fact.year.or(column.year);
    let item = match (fact.item.is_empty(), column.year.is_some()) {
        (true, _) => column.label.clone(),
        (false, true) => fact.item.clone(),
        (false, false) => format!("{} {}", column.label, fact.item),
    };
    let places: Vec<&super::Place> = fact.places.iter().filter_map(|p| report.places.get(*p)).collect();
    let all = |of: &dyn Fn(&super::Place) -> String| {
        let mut found: Vec<String> = places.iter().map(|p| of(p)).collect();
        found.dedup();
        found.join(" / ")
    };
    let unit = fact.unit.clone().or_else(|| column.unit.clone()).filter(|_| fact.number.is_some());
    FactRow {
        table,
        words: words.iter().cloned().chain([item]).collect(),
        year,
        number: fact.number,
        more: [
            year.map(|y| era_year(y, lang(report))).unwrap_or_default(),
            unit.unwrap_or_default(),
            fact.shown.clone(),
            fact.code.clone().unwrap_or_default(),
            all(&|p| report.sources[p.source].file.clone()),
            all(&|p| p.shown.clone()),
            all(&|p| p.evidence.quote.clone()),
            fact.corrected.clone().unwrap_or_default(),
        ],
    }
}

impl FactRow {
    /// All cells as words in the order of the headings; numbers and years plain.
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        let plain = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
        let mut cells = self.words.clone();
        cells.push(self.year.map(|y| y.to_string()).unwrap_or_default());
        cells.push(self.more[0].clone());
        cells.push(plain(self.number));
        cells.extend(self.more[1..].iter().cloned());
        cells
    }
}
