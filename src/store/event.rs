//! What the ledger says: who did what, when and why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::correction::Corrections;
use super::progress::ProgressForm;
use crate::model::{Alias, Assignment, DocumentRecord, Tie, Utility};

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// From 1, without gaps.
    pub seq: u64,
    /// UTC, `2026-04-01T00:00:00Z`.
    pub when: String,
    /// The user's name.
    pub who: String,
    /// The reason given, "" if none.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub why: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened to the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// The store was made; always the first entry.
    Created {
        /// Format of the store's files.
        format: u32,
    },
    /// A document, or a new extraction of a known one, was taken in and is the current one.
    Ingested(Box<Ingested>),
    /// The same bytes came under another file name.
    Named {
        /// Hash of the source.
        document: String,
        /// The other name.
        file_name: String,
    },
    /// An earlier extraction became the current one again (the rules went back).
    Chosen {
        /// Hash of the source.
        document: String,
        /// Key of the extraction.
        extraction: String,
    },
    /// Reports were written.
    Reported {
        /// The folder as the user named it.
        folder: String,
        /// How many files.
        files: usize,
    },
    /// Staff reported on measures in a workbook.
    Progress(Box<ProgressForm>),
    /// People said of single values whether they are right.
    Corrected(Box<Corrections>),
    /// A person said which plan a document belongs to, or took all of it back.
    Assigned {
        /// Hash of the source.
        document: String,
        /// What was decided now; it is laid over earlier decisions. `None` forgets them.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        assignment: Option<Assignment>,
    },
    /// A person said whether two measures are one, or took it back.
    Linked {
        /// Id of a measure.
        old: String,
        /// Id of another one.
        new: String,
        /// The decision; `None` leaves it to the program again.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        tie: Option<Tie>,
    },
    /// A table of names of sections and indicators took the place of the last one.
    Aliased {
        /// The whole table.
        aliases: Vec<Alias>,
    },
    /// A table of utilities took the place of the last one.
    Listed {
        /// The whole table.
        utilities: Vec<Utility>,
    },
    /// An event of a later release: kept, not understood. Holds its name.
    #[serde(skip)]
    Other(String),
}

/// A document as it was taken in. The truth of its extraction is the file that `sha256` fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ingested {
    /// SHA-256 of the source's bytes.
    pub document: String,
    /// The source's file name as it came.
    pub file_name: String,
    /// The extension that its bytes are kept under.
    pub extension: String,
    /// Size of the source in bytes.
    pub size: u64,
    /// Key of the extraction, see [`extraction_key`](super::extraction_key).
    pub extraction: String,
    /// The program that extracted.
    pub extractor: String,
    /// Hash of the rules that it used.
    pub rules: String,
    /// SHA-256 of the extraction's file.
    pub sha256: String,
    /// Records by type.
    pub counts: BTreeMap<String, usize>,
    /// Number of warnings.
    pub warnings: usize,
    /// What the document says of itself, where that was found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub summary: Option<Summary>,
    /// The lasting ids of its measures, in the order of its measure records.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub measures: Vec<MeasureId>,
}

/// The lasting id of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureId {
    /// `M-000123`.
    pub id: String,
    /// Fingerprint of document, code, title and path, by which a later extraction finds the id again.
    pub key: String,
}

/// What a document says of itself, for lists: the first record of type `document`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Title as printed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    /// The utility.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub utility: Option<String>,
    /// Kind of plan.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<crate::model::PlanKind>,
    /// First fiscal year.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub period_from: Option<i32>,
    /// Last fiscal year.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub period_to: Option<i32>,
}

impl From<&DocumentRecord> for Summary {
    fn from(d: &DocumentRecord) -> Self {
        Self { title: d.title.clone(), utility: d.utility.clone(), kind: d.kind, period_from: d.period_from, period_to: d.period_to }
    }
}
