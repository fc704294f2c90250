//! What the ledger amounts to: the documents with their names and extractions.

use std::collections::{BTreeMap, BTreeSet};

use super::correction::{self, KeptCorrection};
use super::event::{Entry, Event, Ingested};
use super::ids;
use super::progress::{self, ProgressRows};
use crate::model::Decisions;

/// A document in the store: one sequence of bytes, under whatever names it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentEntry {
    /// SHA-256 of its bytes.
    pub hash: String,
    /// The label in its current records: the stem of the file name that was extracted.
    pub name: String,
    /// All file names that it came under, the first one first.
    pub file_names: Vec<String>,
    /// The extension that its bytes are kept under (`pdf`, `txt`).
    pub extension: String,
    /// Size in bytes.
    pub size: u64,
    /// When it was first taken in (UTC).
    pub first_seen: String,
    /// Its extractions in the order in which they were made.
    pub extractions: Vec<ExtractionEntry>,
    /// Which of them is the current one.
    pub current: usize,
}

/// An extraction as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractionEntry {
    /// Sequence number of the ledger's entry.
    pub seq: u64,
    /// When it was made (UTC).
    pub when: String,
    /// What was taken in.
    pub ingested: Ingested,
}

impl DocumentEntry {
    /// The current extraction.
    #[must_use]
    pub fn extraction(&self) -> &Ingested {
        // A document enters with an extraction, and `current` is only ever the place of one.
        &self.extractions[self.current].ingested
    }
}

/// The documents by hash.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Catalog {
    pub(super) documents: BTreeMap<String, DocumentEntry>,
    /// The number of the next measure id.
    pub(super) next_measure: u64,
    /// What staff reported.
    pub(super) progress: ProgressRows,
    /// What people said of values, by document, in the ledger's order.
    pub(super) corrections: BTreeMap<String, Vec<KeptCorrection>>,
    /// Hashes of the workbooks that came back.
    pub(super) forms: BTreeSet<String>,
    /// What people decided.
    pub(super) decisions: Decisions,
}

impl Catalog {
    /// Replays the ledger.
    pub(super) fn replay(entries: &[Entry]) -> Self {
        let mut catalog = Self { next_measure: 1, ..Self::default() };
        for entry in entries {
            catalog.apply(entry);
        }
        catalog
    }

    pub(super) fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Ingested(ingested) => self.ingest(entry, ingested),
            Event::Named { document, file_name } => {
                if let Some(known) = self.documents.get_mut(document) {
                    name(known, file_name);
                }
            }
            Event::Chosen { document, extraction } => {
                if let Some(known) = self.documents.get_mut(document)
                    && let Some(place) = known.extractions.iter().position(|e| e.ingested.extraction == *extraction)
                {
                    known.current = place;
                    known.name = stem(&known.extractions[place].ingested.file_name);
                }
            }
            Event::Progress(form) => {
                self.forms.insert(form.source.clone());
                progress::apply(&mut self.progress, entry, form);
            }
            Event::Corrected(form) => {
                self.forms.insert(form.source.clone());
                correction::apply(&mut self.corrections, entry, form);
            }
            Event::Assigned { document, assignment: Some(assignment) } => {
                self.decisions.assignments.entry(document.clone()).or_default().lay_over(assignment);
            }
            Event::Assigned { document, assignment: None } => _ = self.decisions.assignments.remove(document),
            Event::Linked { old, new, tie } => self.decisions.set_tie(old, new, *tie),
            Event::Aliased { aliases } => self.decisions.aliases.clone_from(aliases),
            Event::Listed { utilities } => self.decisions.utilities.clone_from(utilities),
            Event::Created { .. } | Event::Reported { .. } | Event::Other(_) => {}
        }
    }

    fn ingest(&mut self, entry: &Entry, ingested: &Ingested) {
        let highest = ingested.measures.iter().filter_map(|m| ids::number(&m.id)).max().unwrap_or(0);
        self.next_measure = self.next_measure.max(highest.saturating_add(1));

        let extraction = ExtractionEntry { seq: entry.seq, when: entry.when.clone(), ingested: ingested.clone() };
        let known = self.documents.entry(ingested.document.clone()).or_insert_with(|| DocumentEntry {
            hash: ingested.document.clone(),
            name: String::new(),
            file_names: Vec::new(),
            extension: ingested.extension.clone(),
            size: ingested.size,
            first_seen: entry.when.clone(),
            extractions: Vec::new(),
            current: 0,
        });
        name(known, &ingested.file_name);
        known.name = stem(&ingested.file_name);
        // A file that was lost and made again has the same key and replaces its entry.
        known.extractions.retain(|e| e.ingested.extraction != ingested.extraction);
        known.extractions.push(extraction);
        known.current = known.extractions.len() - 1;
    }

    /// All documents in the order of all lists: by name, then hash.
    pub(super) fn in_order(&self) -> Vec<&DocumentEntry> {
        let mut all: Vec<&DocumentEntry> = self.documents.values().collect();
        all.sort_by(|a, b| (&a.name, &a.hash).cmp(&(&b.name, &b.hash)));
        all
    }
}

fn name(document: &mut DocumentEntry, file_name: &str) {
    if !document.file_names.iter().any(|n| n == file_name) {
        document.file_names.push(file_name.to_owned());
    }
}

/// The file name without its extension: the label in the records.
pub(super) fn stem(file_name: &str) -> String {
    match file_name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => file_name.to_owned(),
    }
}
