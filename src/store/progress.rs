//! What staff report on measures, row by row of the forms that they fill.
//!
//! A workbook is taken whole, as one entry of the ledger: only the rows that say something new are in it. The last entry for a row is the
//! one that counts, the ones before it stay in the ledger. The workbook's bytes are kept among the sources, so that a cell that is cited
//! can be looked at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{Entry, Event};
use super::{Store, StoreError, files};
use crate::model::CellRange;

/// What is in one row of a form; an empty cell is `None`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Filled {
    /// What was done (実施内容).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub done: Option<String>,
    /// Rating, a word of the rules (進捗評価).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rating: Option<String>,
    /// Day of completion, `2025-01-20` (完了日).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub completed_on: Option<String>,
    /// Money spent in 千円 (実績額).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub amount: Option<f64>,
    /// Reason of a delay or change.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// What comes next.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<String>,
    /// Document that bears it out, in words (根拠資料).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evidence: Option<String>,
    /// Who filled the row in, where it says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<String>,
}

impl Filled {
    /// Whether the row was left alone; a name alone says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self { by: self.by.clone(), ..Self::default() }
    }
}

/// What a row of a form is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowKey {
    /// Hash of the plan's edition.
    pub plan: String,
    /// Lasting id of the measure in it.
    pub measure: String,
    /// Fiscal year.
    pub year: i32,
    /// The section that was asked, "" where the form was not divided.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub section: String,
}

/// A row as it was taken from a workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgressRow {
    /// Plan, measure, year and section.
    #[serde(flatten)]
    pub key: RowKey,
    /// The measure's title when it was taken.
    pub title: String,
    /// The measure's number when it was taken.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// What was filled in.
    #[serde(flatten)]
    pub filled: Filled,
    /// Name of the sheet.
    pub sheet: String,
    /// The cells that were filled in.
    pub range: CellRange,
}

/// One workbook that was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgressForm {
    /// SHA-256 of the workbook's bytes.
    pub source: String,
    /// Its file name.
    pub file_name: String,
    /// The rows that say something new.
    pub rows: Vec<ProgressRow>,
}

/// A row with where and when it was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptRow {
    /// The row.
    pub row: ProgressRow,
    /// SHA-256 of the workbook.
    pub source: String,
    /// The workbook's file name.
    pub file_name: String,
    /// Sequence number of the ledger's entry.
    pub seq: u64,
    /// Who took it in.
    pub who: String,
    /// When it was taken in (UTC).
    pub when: String,
}

/// All rows by key, each with its versions from the oldest to the one that counts.
pub type ProgressRows = BTreeMap<RowKey, Vec<KeptRow>>;

/// Adds the rows of a workbook.
pub(super) fn apply(rows: &mut ProgressRows, entry: &Entry, form: &ProgressForm) {
    for row in &form.rows {
        rows.entry(row.key.clone()).or_default().push(KeptRow {
            row: row.clone(),
            source: form.source.clone(),
            file_name: form.file_name.clone(),
            seq: entry.seq,
            who: entry.who.clone(),
            when: entry.when.clone(),
        });
    }
}

impl Store {
    /// All rows that staff reported, with their earlier versions.
    #[must_use]
    pub fn progress(&self) -> &ProgressRows {
        &self.catalog.progress
    }

    /// What a row says now.
    #[must_use]
    pub fn progress_of(&self, key: &RowKey) -> Option<&KeptRow> {
        self.catalog.progress.get(key).and_then(|versions| versions.last())
    }

    /// Takes a workbook whole: keeps its bytes and writes the rows that say something new as one entry; gives how many they are. Rows
    /// that say what is known already write nothing, and where no row is new nothing is written at all.
    ///
    /// # Errors
    /// Where the store is open for reading, or a file cannot be written; then nothing of the workbook is in the store.
    pub fn take_progress(&mut self, workbook: &[u8], file_name: &str, rows: &[ProgressRow], why: &str) -> Result<usize, StoreError> {
        self.for_writing()?;
        let known = |row: &&ProgressRow| self.progress_of(&row.key).is_some_and(|kept| kept.row.filled == row.filled);
        let rows: Vec<ProgressRow> = rows.iter().filter(|row| !known(row)).cloned().collect();
        let count = rows.len();
        if count == 0 {
            return Ok(0);
        }
        let source = self.keep_form(workbook)?;
        self.append(why, Event::Progress(Box::new(ProgressForm { source, file_name: file_name.to_owned(), rows })))?;
        Ok(count)
    }

    /// Keeps the bytes of a workbook that came back; gives their hash.
    pub(super) fn keep_form(&self, workbook: &[u8]) -> Result<String, StoreError> {
        let source = files::sha256(workbook);
        let path = self.source_path(&source, FORM);
        if !std::fs::read(&path).is_ok_and(|bytes| bytes == workbook) {
            files::write_durably(&path, workbook)?;
        }
        Ok(source)
    }

    /// The bytes of a workbook that came back.
    ///
    /// # Errors
    /// Where the file is missing or its bytes are not those of the hash.
    pub fn form(&self, source: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.source_path(source, FORM);
        let bytes = files::read(&path)?;
        if files::sha256(&bytes) == source { Ok(bytes) } else { Err(StoreError::damaged(&path, "the bytes have another hash")) }
    }

    /// Hashes of all workbooks that came back, sorted.
    #[must_use]
    pub fn forms(&self) -> Vec<&str> {
        self.catalog.forms.iter().map(String::as_str).collect()
    }
}

/// The extension under which workbooks that came back are kept.
pub(super) const FORM: &str = "xlsx";
