//! What the views are made from: documents with their records, and pointers back to single records.

use serde::Serialize;

use crate::check::Finding;
use crate::model::{Body, DocumentRecord, Record, Warning};

/// One document with its records, as `extract` or the store hands it over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SourceDocument {
    /// File name for people, without folders.
    pub file: String,
    /// SHA-256 of the bytes in lower-case hex, "" where it is not known.
    pub hash: String,
    /// Pages of a paged source, 0 for a text.
    pub pages: usize,
    /// Lines of a text, 0 for a paged source.
    pub lines: usize,
    /// Tables that layout found, 0 where it is not known; those not understood are among the records.
    pub tables: usize,
    /// Hash of the plan that a report follows, where that is known for certain; else it is found by title and utility.
    pub follows: Option<String>,
    /// Everything that was found in it.
    pub records: Vec<Record>,
    /// What reading and extraction want people to know.
    pub warnings: Vec<Warning>,
    /// What the document does not agree with itself about.
    pub findings: Vec<Finding>,
}

impl SourceDocument {
    /// The document's own record; an empty one where none was found.
    #[must_use]
    pub fn facts(&self) -> DocumentRecord {
        self.records
            .iter()
            .find_map(|r| match &r.body {
                Body::Document(d) => Some(d.clone()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Title as printed, else the file name.
    #[must_use]
    pub fn title(&self) -> String {
        self.facts().title.filter(|t| !t.is_empty()).unwrap_or_else(|| self.file.clone())
    }
}

/// A pointer to one record: the place that bears a figure out. Indices count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cite {
    /// Index of the document in the slice the views were made from.
    pub document: usize,
    /// Index of the record in that document.
    pub record: usize,
}

/// The records of one document with their pointers, in order.
pub(super) fn cited(documents: &[&SourceDocument], document: usize) -> impl Iterator<Item = (Cite, Record)> {
    documents[document].records.clone().into_iter().enumerate().map(move |(record, r)| (Cite { document, record }, r))
}
