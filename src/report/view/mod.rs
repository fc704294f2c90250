//! One value for each report, from which its page, its workbook, its CSV and its JSON are all written, so that they cannot disagree.
//!
//! A report has tables; a table has columns and rows; a cell holds facts. A fact is what is shown together with the number or code
//! behind it, its unit, its year and the places on the pages that bear it out. What a form cannot show it leaves out; no form adds
//! or rounds anything of its own.

mod build;
mod corrected;
mod csv;
mod excel;
mod facts;
mod html;
mod picture;
mod speech;

use serde::Serialize;

use crate::model::Evidence;

pub use build::Draft;
pub use corrected::{CorrectedRecords, field_name};
pub use csv::csv;
pub(in crate::report) use csv::csv_file;
pub use excel::workbook;
pub use facts::{FACT_COLUMNS, FactRow, facts};
pub use html::{fragment, parts};
pub use picture::{Chart, ChartPoint, GanttBar, GanttChart, GanttLine, Line, LineChart, Tree, TreeChart};
pub use speech::Speech;

/// One report, ready to be written in any form.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Report {
    /// Which report: `progress`, `delays` ...
    pub key: &'static str,
    /// Stem of its files' names in ASCII: the key, and for a report on one plan the plan's mark.
    pub file: String,
    /// Title in the user's language.
    pub title: String,
    /// Language of all words that are not the plans' own: `ja` or `en`.
    pub lang: &'static str,
    /// What it is about.
    pub scope: Scope,
    /// The day of judgement as printed: 令和7年3月現在. `None` where nothing says one.
    pub as_of: Option<String>,
    /// By which rule that day was found, in words: 報告の最も新しい公表時点.
    pub as_of_rule: Option<String>,
    /// The report in a few sentences, for readers who do not see the tables and for the page's beginning.
    pub summary: Vec<String>,
    /// The tables.
    pub tables: Vec<Table>,
    /// Charts; every figure in them stands in a table too.
    pub charts: Vec<Chart>,
    /// ※ notes: rules, cautions, what was left out.
    pub notes: Vec<String>,
    /// Signs and formulas.
    pub legend: Vec<Legend>,
    /// The documents, by number.
    pub sources: Vec<Source>,
    /// The places that bear facts out, by number.
    pub places: Vec<Place>,
}

/// What a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Scope {
    /// Utility; "" for all.
    pub utility: String,
    /// Title of the plan; "" for all.
    pub plan: String,
    /// Label of the newest edition; "" for all.
    pub edition: String,
    /// First and last fiscal year that the report covers.
    pub years: Option<(i32, i32)>,
    /// The theme, where the report was asked for one.
    pub theme: Option<String>,
}

/// A sign and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Legend {
    /// The sign or the name of a rate.
    pub sign: String,
    /// What it means.
    pub meaning: String,
}

/// A document that the report draws from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Source {
    /// File name without folders.
    pub file: String,
    /// SHA-256 of its bytes in lower-case hex.
    pub hash: String,
    /// Title as printed, else the file name.
    pub title: String,
    /// Utility.
    pub utility: String,
    /// Date that it prints of itself: 令和6(2024)年3月.
    pub dated: String,
}

/// A place on a page of a source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// Number of the source, from 0.
    pub source: usize,
    /// Page, line or cells in words: 12ページ.
    pub shown: String,
    /// Page or line, rectangle, words.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Table {
    /// Which table of the report, in ASCII.
    pub key: &'static str,
    /// Heading.
    pub title: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each with a cell for every column.
    pub rows: Vec<Row>,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Words.
    #[default]
    Text,
    /// Numbers.
    Number,
    /// Fiscal years.
    FiscalYear,
    /// States with sign and word.
    State,
    /// Pages.
    Evidence,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Column {
    /// Which column, in ASCII.
    pub key: String,
    /// Heading.
    pub label: String,
    /// What the cells are.
    pub kind: ColumnKind,
    /// Unit of the numbers, where all share one.
    pub unit: Option<String>,
    /// Fiscal year that the whole column is about.
    pub year: Option<i32>,
    /// True where the cell names what the row is about (number, measure, utility); it goes before each fact of the row.
    pub subject: bool,
    /// Width in full-width characters.
    pub width: u16,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Row {
    /// Goal or section under which the row stands; "" for none. A form prints it once above its rows.
    pub group: String,
    /// A cell for each column.
    pub cells: Vec<Cell>,
    /// True for a line of totals.
    pub total: bool,
}

/// What stands at one place of a table: nothing, one fact, or several below each other.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Cell {
    /// The facts.
    pub facts: Vec<Fact>,
}

/// One thing that a report says.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Fact {
    /// What it tells, where the cell holds several things (計画, 実績, 状態); "" where the column's heading says it.
    pub item: String,
    /// As it is shown, unit left out.
    pub shown: String,
    /// The number behind it.
    pub number: Option<f64>,
    /// The code behind it: `behind`, `silent` ...
    pub code: Option<String>,
    /// Unit of the number, where the column gives none.
    pub unit: Option<String>,
    /// Fiscal year, where the column gives none.
    pub year: Option<i32>,
    /// Numbers of the report's places that bear it out.
    pub places: Vec<usize>,
    /// Who corrected it and what stood there before; `None` where it is as read.
    pub corrected: Option<String>,
    /// How it weighs; words always say the same.
    pub tone: Tone,
}

/// How a fact weighs, for the colour beside its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Neither.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// To be looked at.
    Watch,
    /// To be acted on.
    Bad,
    /// Out of judgement, absent.
    Quiet,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(key: &str, label: String, width: u16) -> Self {
        Self { key: key.to_owned(), label, width, ..Self::default() }
    }

    /// A column that names what the row is about.
    #[must_use]
    pub fn subject(key: &str, label: String, width: u16) -> Self {
        Self { subject: true, ..Self::text(key, label, width) }
    }

    /// A column of another kind.
    #[must_use]
    pub fn of(kind: ColumnKind, key: &str, label: String, width: u16) -> Self {
        Self { kind, ..Self::text(key, label, width) }
    }

    /// About one fiscal year.
    #[must_use]
    pub fn in_year(mut self, year: i32) -> Self {
        self.year = Some(year);
        self
    }

    /// With one unit for all cells.
    #[must_use]
    pub fn with_unit(mut self, unit: Option<&str>) -> Self {
        self.unit = unit.map(ToOwned::to_owned);
        self
    }
}

impl Fact {
    /// Words.
    #[must_use]
    pub fn text(shown: impl Into<String>) -> Self {
        Self { shown: shown.into(), ..Self::default() }
    }

    /// A number with a fixed number of decimals, or with as many as it needs.
    #[must_use]
    pub fn number(value: f64, decimals: Option<usize>) -> Self {
        let value = super::format::tidy(value);
        Self { shown: super::format::number(value, decimals), number: Some(value), ..Self::default() }
    }

    /// Names what it tells.
    #[must_use]
    pub fn named(mut self, item: impl Into<String>) -> Self {
        self.item = item.into();
        self
    }

    /// With its places.
    #[must_use]
    pub fn at(mut self, places: Vec<usize>) -> Self {
        self.places = places;
        self
    }

    /// With a unit.
    #[must_use]
    pub fn unit(mut self, unit: Option<&str>) -> Self {
        self.unit = unit.map(ToOwned::to_owned);
        self
    }

    /// With its code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// In a fiscal year.
    #[must_use]
    pub fn year(mut self, year: Option<i32>) -> Self {
        self.year = year;
        self
    }

    /// With its weight.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// What it tells and what is shown, in one line; a figure of its own unit with the unit.
    #[must_use]
    pub fn line(&self) -> String {
        if self.item.is_empty() {
            return self.shown.clone();
        }
        let unit = self.unit.as_deref().filter(|_| self.number.is_some()).unwrap_or_default();
        format!("{}: {}", self.item, super::format::with_unit(&self.shown, unit))
    }
}

impl Cell {
    /// A cell with these words; empty for "".
    #[must_use]
    pub fn text(shown: impl Into<String>) -> Self {
        let shown = shown.into();
        if shown.is_empty() { Self::default() } else { Fact::text(shown).into() }
    }

    /// All facts as lines.
    #[must_use]
    pub fn lines(&self) -> String {
        self.facts.iter().map(Fact::line).collect::<Vec<_>>().join("\n")
    }
}

impl From<Fact> for Cell {
    fn from(fact: Fact) -> Self {
        Self { facts: vec![fact] }
    }
}

impl From<Option<Fact>> for Cell {
    fn from(fact: Option<Fact>) -> Self {
        Self { facts: fact.into_iter().collect() }
    }
}

impl From<Vec<Fact>> for Cell {
    fn from(facts: Vec<Fact>) -> Self {
        Self { facts }
    }
}

impl Table {
    /// The table as people read it: without the columns that name rows and are empty in all of them.
    #[must_use]
    pub fn without_empty_heads(&self) -> Self {
        let told = |at: usize| self.rows.iter().any(|r| r.cells.get(at).is_some_and(|c| !c.facts.is_empty()));
        let kept: Vec<bool> = (0..).zip(&self.columns).map(|(at, c)| !c.subject || self.rows.is_empty() || told(at)).collect();
        let mut table = self.clone();
        let keeps = |at: &mut usize| {
            *at += 1;
            kept.get(*at - 1).copied().unwrap_or(true)
        };
        let mut at = 0;
        table.columns.retain(|_| keeps(&mut at));
        for row in &mut table.rows {
            let mut at = 0;
            row.cells.retain(|_| keeps(&mut at));
        }
        table
    }
}

impl Row {
    /// A row without a group.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, ..Self::default() }
    }

    /// Under a goal or section.
    #[must_use]
    pub fn under(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }

    /// As a line of totals.
    #[must_use]
    pub fn as_total(mut self) -> Self {
        self.total = true;
        self
    }
}

impl Report {
    /// The day of judgement with the rule behind it, as printed: 令和7年3月末現在（報告の最も新しい公表時点）; "" where nothing says one.
    #[must_use]
    pub fn judged(&self, speech: Speech) -> String {
        let Some(day) = &self.as_of else { return String::new() };
        let day = speech.fill("view.as_of", &[("day", day)]);
        self.as_of_rule.as_ref().map_or(day.clone(), |rule| speech.fill("view.as_of_by", &[("day", &day), ("rule", rule)]))
    }
}

/// The report as JSON, indented, with a line end: the whole value.
///
/// # Errors
/// When a value cannot be written as JSON; none of the types here is such a one.
pub fn json(report: &Report) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(report)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests;
