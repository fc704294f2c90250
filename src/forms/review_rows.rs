//! What people said of single values: corrections read back from a workbook.

use std::collections::{BTreeMap, BTreeSet};

use super::review_book::{COLUMNS, KIND, id_of};
use super::review_fields::read;
use super::words::text;
use super::workbook::{self, FormSheet};
use super::{FormError, Problem};
use crate::language::squash;
use crate::model::{CellRange, Record};
use crate::store::{Correction, with_field};

/// The header stands in one of the first rows, whatever people write above it.
const HEADER_WITHIN: u32 = 30;

/// A workbook of corrections as it came back. Where a problem refuses it, `corrections` must not be taken.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReviewedForm {
    /// What was said, in the order of sheets and rows.
    pub corrections: Vec<Correction>,
    /// Number of rows that were left alone.
    pub empty: usize,
    /// What a person has to look at.
    pub problems: Vec<Problem>,
}

impl ReviewedForm {
    /// Whether the file can be taken.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.iter().all(|p| !p.refuses)
    }
}

/// Reads a workbook. `record` gives the record that a field belonged to, as it was extracted then; `None` where the store does not have it.
///
/// # Errors
/// Where the file is no workbook that can be opened. Everything else is a [`Problem`] in the result.
pub fn read_review(name: &str, bytes: &[u8], record: &dyn Fn(&Correction) -> Option<Record>) -> Result<ReviewedForm, FormError> {
    let sheets = workbook::read(name, bytes)?;
    let mut form = ReviewedForm::default();
    let Some(info) = sheets.iter().find(|sheet| sheet.words(0, 0) == KIND) else {
        form.problems.push(Problem::refusal("not_a_review", "", "", ""));
        return Ok(form);
    };
    let bound = bound(info);
    let words = Words { right: text("review.right", &[])?, wrong: text("review.wrong", &[])? };
    let headers: BTreeMap<String, &'static str> = COLUMNS
        .iter()
        .map(|(key, ..)| Ok((squash(&text(&format!("review.columns.{key}"), &[])?), *key)))
        .collect::<Result<_, FormError>>()?;
    let mut seen = BTreeSet::new();
    let mut found = false;
    for sheet in sheets.iter().filter(|sheet| *sheet != info) {
        let Some((header, columns)) = columns(sheet, &headers) else { continue };
        found = true;
        for key in ["judgement", "right_value"].into_iter().filter(|key| !columns.contains_key(key)) {
            form.problems.push(Problem::refusal("column_missing", &sheet.name, "", text(&format!("review.columns.{key}"), &[])?));
        }
        for range in sheet.merged.iter().filter(|range| range.last.0 > header) {
            form.problems.push(Problem::refusal("merged_cells", &sheet.name, &range.to_string(), ""));
        }
        for row in sheet.rows().into_iter().filter(|row| *row > header) {
            let line = Line { sheet, row, columns: &columns };
            line.read(&bound, &words, &mut seen, record, &mut form);
        }
    }
    if !found {
        form.problems.push(Problem::refusal("not_a_review", "", "", ""));
    }
    Ok(form)
}

/// What the ids stand for. A line that was changed does not fit its id and is left out.
fn bound(info: &FormSheet) -> BTreeMap<String, Correction> {
    let mut all = BTreeMap::new();
    for (number, row) in info.rows().into_iter().filter(|row| *row > 0).enumerate() {
        let parts: String = (1..).map(|column| info.words(row, column)).take_while(|part| !part.is_empty()).collect();
        let id = info.words(row, 0);
        if id == id_of(number + 1, &parts)
            && let Ok(correction) = serde_json::from_str(&parts)
        {
            all.insert(id, correction);
        }
    }
    all
}

fn columns(sheet: &FormSheet, headers: &BTreeMap<String, &'static str>) -> Option<(u32, BTreeMap<&'static str, u32>)> {
    let key_of = |words: &str| headers.get(&squash(words)).copied();
    let is_id = |row: &u32, words: &str| *row < HEADER_WITHIN && key_of(words) == Some("id");
    let header = sheet.cells.iter().find(|((row, _), cell)| is_id(row, &cell.words())).map(|((row, _), _)| *row)?;
    let mut columns = BTreeMap::new();
    for ((_, column), cell) in sheet.cells.range((header, 0)..=(header, u32::MAX)) {
        if let Some(key) = key_of(&cell.words()) {
            columns.entry(key).or_insert(*column);
        }
    }
    Some((header, columns))
}

struct Words {
    right: String,
    wrong: String,
}

/// One row.
struct Line<'a> {
    sheet: &'a FormSheet,
    row: u32,
    columns: &'a BTreeMap<&'static str, u32>,
}

impl Line<'_> {
    fn words(&self, key: &str) -> String {
        self.columns.get(key).map(|column| self.sheet.words(self.row, *column)).unwrap_or_default()
    }

    fn refusal(&self, code: &'static str, key: &str, detail: impl Into<String>) -> Problem {
        let column = self.columns.get(key).copied().unwrap_or_default();
        Problem::refusal(code, &self.sheet.name, &CellRange::cell(self.row, column).to_string(), detail)
    }

    fn read(
        &self,
        bound: &BTreeMap<String, Correction>,
        words: &Words,
        seen: &mut BTreeSet<String>,
        record: &dyn Fn(&Correction) -> Option<Record>,
        form: &mut ReviewedForm,
    ) {
        let (id, judgement, value) = (self.words("id"), self.words("judgement"), self.words("right_value"));
        if judgement.is_empty() && value.is_empty() {
            form.empty += usize::from(!id.is_empty());
            return;
        }
        match self.correction(&id, (&judgement, &value), bound, words, record) {
            Ok(_) if !seen.insert(id.clone()) => form.problems.push(self.refusal("id_twice", "id", id)),
            Ok(correction) => form.corrections.push(correction),
            Err(problem) => form.problems.push(problem),
        }
    }

    fn correction(
        &self,
        id: &str,
        (judgement, value): (&str, &str),
        bound: &BTreeMap<String, Correction>,
        words: &Words,
        record: &dyn Fn(&Correction) -> Option<Record>,
    ) -> Result<Correction, Problem> {
        if id.is_empty() {
            return Err(self.refusal("id_missing", "id", format!("{judgement} {value}").trim()));
        }
        let Some(about) = bound.get(id) else { return Err(self.refusal("id_damaged", "id", id)) };
        let Some(was) = record(about) else { return Err(self.refusal("record_unknown", "id", id)) };
        let said = Correction { remark: self.words("remark"), ..about.clone() };
        if judgement == words.right {
            // The same value written once more says the same.
            let same = value.is_empty() || read(&about.field, value).as_ref() == Some(&about.old);
            return if same { Ok(said) } else { Err(self.refusal("right_with_value", "right_value", value)) };
        }
        if judgement != words.wrong {
            return Err(self.refusal("judgement_missing", "judgement", judgement));
        }
        if value.is_empty() {
            return Err(self.refusal("wrong_without_value", "right_value", ""));
        }
        let new = read(&about.field, value).filter(|new| with_field(&was, &about.field, new).is_some());
        let Some(new) = new else { return Err(self.refusal("value_unfit", "right_value", value)) };
        if new == about.old {
            return Err(self.refusal("wrong_without_change", "right_value", value));
        }
        Ok(Correction { new: Some(new), ..said })
    }
}
