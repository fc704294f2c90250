//! Looking things up. All orders are fixed: documents by name and hash, records as extracted.

use std::path::PathBuf;

use super::event::Ingested;
use super::extraction::Extraction;
use super::{DocumentEntry, Store, StoreError, correction, files, ids};
use crate::model::Record;

/// A record with the document that it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRecord {
    /// Hash of the document.
    pub document: String,
    /// Place among the document's records, from 0.
    pub position: usize,
    /// The record; a measure has its lasting id.
    pub record: Record,
}

/// What an id led to.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A document.
    Document(DocumentEntry),
    /// A record; several where documents share the id (a measure in two editions).
    Records(Vec<StoredRecord>),
}

/// How many candidates an ambiguous id names.
const CANDIDATES: usize = 10;

impl Store {
    /// All documents by name, then hash.
    #[must_use]
    pub fn documents(&self) -> Vec<&DocumentEntry> {
        self.catalog.in_order()
    }

    /// A document by its full hash.
    #[must_use]
    pub fn document(&self, hash: &str) -> Option<&DocumentEntry> {
        self.catalog.documents.get(hash)
    }

    /// The current records of a document, in order; measures with their lasting ids.
    ///
    /// # Errors
    /// Where there is no such document, or its file is not what the ledger says.
    pub fn records(&self, document: &str) -> Result<Vec<Record>, StoreError> {
        Ok(self.extraction(document)?.records)
    }

    /// The current extraction of a document: header with warnings, and records with lasting ids, corrected by people where they did so.
    ///
    /// # Errors
    /// As [`records`](Self::records).
    pub fn extraction(&self, document: &str) -> Result<Extraction, StoreError> {
        let known = self.document(document).ok_or_else(|| StoreError::UnknownId(document.to_owned()))?;
        self.read_current(known)
    }

    /// A kept extraction of a document by its key, current or not, as it was extracted.
    ///
    /// # Errors
    /// Where there is no such extraction, or its file is not what the ledger says.
    pub fn extraction_by_key(&self, document: &str, key: &str) -> Result<Extraction, StoreError> {
        let known = self.document(document).ok_or_else(|| StoreError::UnknownId(document.to_owned()))?;
        let one = known.extractions.iter().find(|e| e.ingested.extraction == key);
        self.read_extraction(&one.ok_or_else(|| StoreError::UnknownId(key.to_owned()))?.ingested)
    }

    /// The current records of all documents.
    ///
    /// # Errors
    /// At the first document whose file is damaged; [`extraction`](Self::extraction) for each document lets the others go on.
    pub fn all_records(&self) -> Result<Vec<StoredRecord>, StoreError> {
        let mut all = Vec::new();
        for document in self.documents() {
            all.extend(stored(&document.hash, self.records(&document.hash)?));
        }
        Ok(all)
    }

    /// The bytes of a source.
    ///
    /// # Errors
    /// Where there is no such document, or the bytes are not those of its hash.
    pub fn source(&self, document: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.path_of_source(document)?;
        let bytes = files::read(&path)?;
        if files::sha256(&bytes) == document { Ok(bytes) } else { Err(StoreError::damaged(&path, "the bytes have another hash")) }
    }

    /// Where the bytes of a source are kept.
    ///
    /// # Errors
    /// Where there is no such document.
    pub fn path_of_source(&self, document: &str) -> Result<PathBuf, StoreError> {
        let known = self.document(document).ok_or_else(|| StoreError::UnknownId(document.to_owned()))?;
        Ok(self.source_path(document, &known.extension))
    }

    /// A document or record by its id, or by the first characters of it where they fit one only; a document also by its name.
    ///
    /// # Errors
    /// Where nothing or several things fit, or a document's file is damaged.
    pub fn find(&self, id: &str) -> Result<Found, StoreError> {
        let documents: Vec<&DocumentEntry> = self.documents().into_iter().filter(|d| names(d, id)).collect();
        match documents[..] {
            [one] => return Ok(Found::Document(one.clone())),
            [] => {}
            _ => return Err(ambiguous(id, documents.iter().map(|d| d.hash.clone()).collect())),
        }
        let mut records = self.records_with_id(id)?;
        let mut ids: Vec<String> = records.iter().map(|r| r.record.id.clone()).collect();
        ids.sort();
        ids.dedup();
        if ids.iter().any(|i| i == id) {
            records.retain(|r| r.record.id == id);
        } else if ids.len() > 1 {
            return Err(ambiguous(id, ids));
        }
        if records.is_empty() { Err(StoreError::UnknownId(id.to_owned())) } else { Ok(Found::Records(records)) }
    }

    /// The current extraction of a document with what people corrected.
    pub(super) fn read_current(&self, known: &DocumentEntry) -> Result<Extraction, StoreError> {
        let mut extraction = self.read_extraction(known.extraction())?;
        correction::lay_over(&mut extraction.records, self.all_corrections(&known.hash));
        Ok(extraction)
    }

    /// An extraction as the ledger has it, with the lasting ids.
    pub(super) fn read_extraction(&self, ingested: &Ingested) -> Result<Extraction, StoreError> {
        let bytes = self.extraction_bytes(ingested)?;
        let mut extraction = Extraction::decode(&self.extraction_path(&ingested.document, &ingested.extraction), &bytes)?;
        ids::put_in(&mut extraction.records, &ingested.measures);
        Ok(extraction)
    }

    /// The file of an extraction, whose checksum must be the ledger's.
    pub(super) fn extraction_bytes(&self, ingested: &Ingested) -> Result<Vec<u8>, StoreError> {
        let path = self.extraction_path(&ingested.document, &ingested.extraction);
        let bytes = files::read(&path)?;
        if files::sha256(&bytes) == ingested.sha256 {
            Ok(bytes)
        } else {
            Err(StoreError::damaged(&path, "the checksum is not the ledger's"))
        }
    }
}

/// Whether an id names the document: at least four characters of its hash, or one of its names.
fn names(document: &DocumentEntry, id: &str) -> bool {
    (id.len() >= 4 && document.hash.starts_with(id)) || document.name == id || document.file_names.iter().any(|n| n == id)
}

fn ambiguous(id: &str, mut candidates: Vec<String>) -> StoreError {
    candidates.truncate(CANDIDATES);
    StoreError::Ambiguous { id: id.to_owned(), candidates }
}

pub(super) fn stored(document: &str, records: Vec<Record>) -> impl Iterator<Item = StoredRecord> {
    records.into_iter().enumerate().map(|(position, record)| StoredRecord { document: document.to_owned(), position, record })
}
