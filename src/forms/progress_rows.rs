//! What staff filled in: rows read back from a workbook, and everything that cannot be taken, by sheet and cell.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::progress_book::{COLUMNS, KIND};
use super::words::text;
use super::workbook::{self, Cell, FormSheet};
use super::{FormError, Problem, RowId, parse};
use crate::language::squash;
use crate::model::CellRange;
use crate::rules::Rules;
use crate::store::{Filled, ProgressRow, RowKey};

/// The header stands in one of the first rows, whatever people write above it.
const HEADER_WITHIN: u32 = 30;

/// A measure of a plan in the store, to which a row may belong.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    /// Hash of the plan's edition.
    pub plan: String,
    /// Title.
    pub title: String,
    /// No. as printed.
    pub code: Option<String>,
    /// Sections.
    pub owners: Vec<String>,
}

/// A workbook as it came back. Where a problem refuses it, `rows` must not be taken.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FilledForm {
    /// Rows in which something was filled in, in the order of sheets and rows.
    pub rows: Vec<ProgressRow>,
    /// Number of rows that were left alone.
    pub empty: usize,
    /// What a person has to look at, in the order of sheets and rows.
    pub problems: Vec<Problem>,
}

impl FilledForm {
    /// Whether the file can be taken.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.iter().all(|p| !p.refuses)
    }
}

/// Reads a workbook. `asked` are the measures of the store by lasting id; `today` (`2026-04-01`) is the last day that can be a day of completion.
///
/// # Errors
/// Where the file is no workbook that can be opened. Everything else is a [`Problem`] in the result.
pub fn read_progress(
    name: &str,
    bytes: &[u8],
    asked: &BTreeMap<String, Vec<Asked>>,
    rules: &Rules,
    today: &str,
) -> Result<FilledForm, FormError> {
    let sheets = workbook::read(name, bytes)?;
    let info = sheets.iter().find(|sheet| sheet.words(0, 0) == KIND);
    let headers = headers()?;
    let section = info.map(|sheet| sheet.words(3, 0)).unwrap_or_default();
    let mut reader = Reader { asked, rules, today: today.parse().ok(), section, form: FilledForm::default(), seen: BTreeMap::new() };
    let mut found = false;
    for sheet in sheets.iter().filter(|sheet| Some(*sheet) != info) {
        let Some((header, columns)) = header(sheet, &headers) else { continue };
        found = true;
        reader.sheet(sheet, header, &columns);
    }
    if !found {
        reader.form.problems.push(Problem::refusal("not_a_form", "", "", ""));
    }
    // A damaged id is no deleted row.
    if let Some(info) = info.filter(|_| reader.form.is_sound()) {
        reader.missing(info);
    }
    Ok(reader.form)
}

/// The words of the headers, folded, by key.
fn headers() -> Result<BTreeMap<String, &'static str>, FormError> {
    COLUMNS.iter().map(|(key, ..)| Ok((squash(&text(&format!("progress.columns.{key}"), &[])?), *key))).collect()
}

/// Which column has which key, and the other headers.
#[derive(Default)]
struct Columns {
    by_key: BTreeMap<&'static str, u32>,
    /// Columns that nobody asked for: place and words.
    extra: Vec<(u32, String)>,
}

/// The row of headers, known by the one over the ids.
fn header(sheet: &FormSheet, headers: &BTreeMap<String, &'static str>) -> Option<(u32, Columns)> {
    let is_id = |cell: &Cell| headers.get(&squash(&cell.words())) == Some(&"id");
    let row = sheet.cells.iter().find(|((row, _), cell)| *row < HEADER_WITHIN && is_id(cell)).map(|((row, _), _)| *row)?;
    let mut columns = Columns::default();
    for ((_, column), cell) in sheet.cells.range((row, 0)..=(row, u32::MAX)) {
        match headers.get(&squash(&cell.words())) {
            Some(key) if !columns.by_key.contains_key(key) => _ = columns.by_key.insert(key, *column),
            _ => columns.extra.push((*column, cell.words())),
        }
    }
    Some((row, columns))
}

struct Reader<'a> {
    asked: &'a BTreeMap<String, Vec<Asked>>,
    rules: &'a Rules,
    today: Option<Date>,
    /// The section that the workbook was made for.
    section: String,
    form: FilledForm,
    /// Ids that were met, with their places.
    seen: BTreeMap<RowId, String>,
}

impl<'a> Reader<'a> {
    fn refuse(&mut self, code: &'static str, sheet: &str, place: (u32, u32), detail: impl Into<String>) {
        self.form.problems.push(Problem::refusal(code, sheet, &cell_name(place), detail));
    }

    fn sheet(&mut self, sheet: &FormSheet, header: u32, columns: &Columns) {
        for (column, words) in &columns.extra {
            let place = cell_name((header, *column));
            self.form.problems.push(Problem::remark("extra_column", &sheet.name, &place, words.clone()));
        }
        let missing: Vec<&str> =
            COLUMNS.iter().filter(|(key, _, entry)| *entry && !columns.by_key.contains_key(key)).map(|(key, ..)| *key).collect();
        for key in missing {
            let words = text(&format!("progress.columns.{key}"), &[]).unwrap_or_else(|_| key.to_owned());
            self.form.problems.push(Problem::refusal("column_missing", &sheet.name, "", words));
        }
        self.merged(sheet, header, columns);
        for row in sheet.rows().into_iter().filter(|row| *row > header) {
            self.row(sheet, row, columns);
        }
    }

    /// Merged cells hide what stood under them, so nothing in such a form can be trusted.
    fn merged(&mut self, sheet: &FormSheet, header: u32, columns: &Columns) {
        let used: Vec<u32> = columns.by_key.values().copied().collect();
        let hits = |range: &CellRange| range.last.0 >= header && used.iter().any(|c| range.first.1 <= *c && *c <= range.last.1);
        for range in sheet.merged.iter().filter(|range| hits(range)) {
            self.form.problems.push(Problem::refusal("merged_cells", &sheet.name, &range.to_string(), ""));
        }
    }

    fn row(&mut self, sheet: &FormSheet, row: u32, columns: &Columns) {
        let Some(id_column) = columns.by_key.get("id").copied() else { return };
        let entries: Vec<(&str, u32)> =
            COLUMNS.iter().filter(|(_, _, entry)| *entry).filter_map(|(key, ..)| Some((*key, *columns.by_key.get(key)?))).collect();
        let written: Vec<String> = entries.iter().map(|(_, c)| sheet.words(row, *c)).filter(|words| !words.is_empty()).collect();
        let words = sheet.words(row, id_column);
        if words.is_empty() {
            if let Some(first) = written.first() {
                self.refuse("id_missing", &sheet.name, (row, id_column), first.clone());
            }
            return;
        }
        let Some(id) = RowId::parse(&words) else { return self.refuse("id_damaged", &sheet.name, (row, id_column), words) };
        let place = format!("{}!{}", sheet.name, cell_name((row, id_column)));
        if let Some(before) = self.seen.insert(id.clone(), place) {
            return self.refuse("id_twice", &sheet.name, (row, id_column), before);
        }
        let Some((key, asked)) = self.resolve(&id) else {
            let code = if self.asked.contains_key(&id.measure) { "id_damaged" } else { "id_unknown" };
            return self.refuse(code, &sheet.name, (row, id_column), words);
        };
        let filled = self.filled(sheet, row, &entries, key.year);
        if filled.is_empty() {
            self.form.empty += 1;
            return;
        }
        let columns = entries.iter().map(|(_, c)| *c);
        let (first, last) = (columns.clone().min().unwrap_or_default(), columns.max().unwrap_or_default());
        let range = CellRange { first: (row, first), last: (row, last) };
        let (title, code) = (asked.title.clone(), asked.code.clone());
        self.form.rows.push(ProgressRow { key, title, code, filled, sheet: sheet.name.clone(), range });
    }

    /// The row that an id stands for: its check signs tell the plan and the section.
    fn resolve(&self, id: &RowId) -> Option<(RowKey, &'a Asked)> {
        let key = |asked: &Asked, section: &str| RowKey {
            plan: asked.plan.clone(),
            measure: id.measure.clone(),
            year: id.year,
            section: section.to_owned(),
        };
        self.asked.get(&id.measure)?.iter().find_map(|asked| {
            let sections = ["", self.section.as_str()].into_iter().chain(asked.owners.iter().map(|o| o.trim()));
            sections.map(|section| key(asked, section)).find(|key| id.fits(key)).map(|key| (key, asked))
        })
    }

    fn filled(&mut self, sheet: &FormSheet, row: u32, entries: &[(&str, u32)], year: i32) -> Filled {
        let mut filled = Filled::default();
        for (key, column) in entries {
            let Some(cell) = sheet.cells.get(&(row, *column)) else { continue };
            let at = (row, *column);
            if let Cell::Error(error) = cell {
                self.refuse("cell_error", &sheet.name, at, error.clone());
                continue;
            }
            match *key {
                "done" => filled.done = Some(cell.words()),
                "reason" => filled.reason = Some(cell.words()),
                "next" => filled.next = Some(cell.words()),
                "evidence" => filled.evidence = Some(cell.words()),
                "by" => filled.by = Some(cell.words()),
                "rating" => filled.rating = self.rating(sheet, at, cell),
                "completed_on" => filled.completed_on = self.day(sheet, at, cell, year),
                "amount" => filled.amount = self.amount(sheet, at, cell),
                _ => {}
            }
        }
        filled
    }

    fn rating(&mut self, sheet: &FormSheet, at: (u32, u32), cell: &Cell) -> Option<String> {
        let words = cell.words();
        let ratings = &self.rules.ratings;
        if ratings.needs_legend(&words) || ratings.state(&words).is_none() {
            self.refuse("rating_unknown", &sheet.name, at, words);
            return None;
        }
        Some(words)
    }

    fn day(&mut self, sheet: &FormSheet, at: (u32, u32), cell: &Cell, year: i32) -> Option<String> {
        let Some(day) = parse::day(cell) else {
            self.refuse("not_a_date", &sheet.name, at, cell.words());
            return None;
        };
        if self.today.is_some_and(|today| day > today) {
            self.refuse("future_date", &sheet.name, at, day.to_string());
            return None;
        }
        let fiscal = crate::language::eras::fiscal_year_of(i32::from(day.year()), day.month().unsigned_abs());
        if fiscal != year {
            self.form.problems.push(Problem::remark("date_outside_year", &sheet.name, &cell_name(at), day.to_string()));
        }
        Some(day.to_string())
    }

    fn amount(&mut self, sheet: &FormSheet, at: (u32, u32), cell: &Cell) -> Option<f64> {
        match parse::amount(cell) {
            Some(amount) if amount >= 0.0 => Some(amount),
            Some(_) => {
                self.refuse("negative_amount", &sheet.name, at, cell.words());
                None
            }
            None => {
                self.refuse("not_a_number", &sheet.name, at, cell.words());
                None
            }
        }
    }

    /// The rows that were asked for and are gone. What was reported of them before stays.
    fn missing(&mut self, info: &FormSheet) {
        let seen: BTreeSet<String> = self.seen.keys().map(ToString::to_string).collect();
        for row in info.rows().into_iter().filter(|row| *row >= 4) {
            let (id, title) = (info.words(row, 0), info.words(row, 1));
            if !seen.contains(&id) {
                self.form.problems.push(Problem::remark("row_deleted", "", "", format!("{id} {title}")));
            }
        }
    }
}

/// `J5`.
fn cell_name((row, column): (u32, u32)) -> String {
    CellRange::cell(row, column).to_string()
}
