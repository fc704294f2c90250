//! A better release or a newly taught rule reaches the plans that were taken in before.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Extent, NewDocument, Put, Store, StoreError};
use crate::check::Finding;
use crate::model::{Record, Warning};

/// How many sources are extracted side by side; their records are in memory at once.
const BATCH: usize = 8;

/// A source to extract anew.
#[derive(Debug, Clone)]
pub struct Source {
    /// Hash of the bytes.
    pub document: String,
    /// The file name under which it was last extracted.
    pub file_name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What was extracted from a source.
#[derive(Debug, Clone, Default)]
pub struct Extracted {
    /// The records in order.
    pub records: Vec<Record>,
    /// What reading and extracting had to say.
    pub warnings: Vec<Warning>,
    /// What the document does not agree with itself about.
    pub findings: Vec<Finding>,
    /// How much the source holds.
    pub extent: Extent,
}

/// What refreshing did to one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refreshed {
    /// Hash of the document.
    pub document: String,
    /// Its name.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of refreshing a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Its extraction was made by this program and these rules already.
    Current,
    /// It was extracted anew; by record type what is different, nothing where only the key is.
    Extracted(BTreeMap<String, Changes>),
    /// It could not be read or extracted; the old extraction stays. Holds the reason.
    Failed(String),
}

/// How many records came, went or say something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Records that were not there.
    pub added: usize,
    /// Records that are gone.
    pub removed: usize,
    /// Records with the same id that say something else.
    pub changed: usize,
}

impl Store {
    /// Extracts all documents anew whose current extraction another release or other rules made, and says what changed, in the
    /// order of [`documents`](Self::documents). The old extractions are kept.
    ///
    /// # Errors
    /// Where the store cannot be written. A source that cannot be extracted is reported and the others go on.
    pub fn refresh<F>(&mut self, rules: &str, why: &str, extract: F) -> Result<Vec<Refreshed>, StoreError>
    where
        F: Fn(&Source) -> Result<Extracted, String> + Sync,
    {
        self.for_writing()?;
        let all: Vec<(String, String, String)> =
            self.documents().iter().map(|d| (d.hash.clone(), d.name.clone(), d.extraction().file_name.clone())).collect();
        let mut report = Vec::with_capacity(all.len());
        for batch in all.chunks(BATCH) {
            let extracted: Vec<_> = batch
                .par_iter()
                .map(|(document, _, file_name)| {
                    if self.is_current(document, rules) {
                        return None;
                    }
                    let source = self.source(document).map_err(|e| e.to_string());
                    Some(source.and_then(|bytes| {
                        let source = Source { document: document.clone(), file_name: file_name.clone(), bytes };
                        extract(&source).map(|extracted| (source, extracted))
                    }))
                })
                .collect();
            for ((document, name, _), new) in batch.iter().zip(extracted) {
                let outcome = match new {
                    None => Outcome::Current,
                    Some(Err(reason)) => Outcome::Failed(reason),
                    Some(Ok((source, extracted))) => self.put_refreshed(&source, &extracted, rules, why)?,
                };
                report.push(Refreshed { document: document.clone(), name: name.clone(), outcome });
            }
        }
        Ok(report)
    }

    fn put_refreshed(&mut self, source: &Source, new: &Extracted, rules: &str, why: &str) -> Result<Outcome, StoreError> {
        let before = self.records(&source.document);
        let document = NewDocument {
            why,
            extent: new.extent,
            findings: &new.findings,
            ..NewDocument::new(&source.bytes, &source.file_name, rules, &new.records, &new.warnings)
        };
        let put: Put = self.put(&document)?;
        let after = self.records(put.document())?;
        // A damaged old file is replaced by the new one: then all is new.
        Ok(Outcome::Extracted(changes(&before.unwrap_or_default(), &after)))
    }
}

/// What is different between two extractions of one document, by record type; types without a difference are left out.
#[must_use]
pub fn changes(before: &[Record], after: &[Record]) -> BTreeMap<String, Changes> {
    let mut old = by_identity(before);
    let mut found: BTreeMap<String, Changes> = BTreeMap::new();
    for ((kind, id), now) in by_identity(after) {
        let was = old.remove(&(kind, id.clone())).unwrap_or_default();
        let count = found.entry(kind.to_owned()).or_default();
        count.added += now.len().saturating_sub(was.len());
        count.removed += was.len().saturating_sub(now.len());
        count.changed += now.iter().zip(&was).filter(|(a, b)| a != b).count();
    }
    for ((kind, _), was) in old {
        found.entry(kind.to_owned()).or_default().removed += was.len();
    }
    found.retain(|_, c| *c != Changes::default());
    found
}

type ByIdentity<'a> = BTreeMap<(&'static str, String), Vec<&'a Record>>;

/// Records by type and id, in order; one without an id stands for itself.
fn by_identity(records: &[Record]) -> ByIdentity<'_> {
    let mut map = ByIdentity::new();
    for record in records {
        let id = if record.id.is_empty() { format!("{:?}", record.body) } else { record.id.clone() };
        map.entry((record.body.type_name(), id)).or_default().push(record);
    }
    map
}
