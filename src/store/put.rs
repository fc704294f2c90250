//! Taking documents in.

use super::event::{Event, Ingested, Summary};
use super::extraction::{self, Extent, Extraction, Header, extraction_key, extractor_version};
use super::ids::{self, Known};
use super::{Access, DocumentEntry, Store, StoreError, catalog, correction, files};
use crate::check::Finding;
use crate::model::{Body, Record, Warning};

/// A document with what was extracted from it.
#[derive(Debug, Clone)]
pub struct NewDocument<'a> {
    /// The source's bytes.
    pub source: &'a [u8],
    /// The source's file name, without folders.
    pub file_name: &'a str,
    /// The program that extracted; [`extractor_version`] unless another machine ran another release.
    pub extractor: String,
    /// Hash of the rules.
    pub rules: &'a str,
    /// The records in order.
    pub records: &'a [Record],
    /// What reading and extracting had to say.
    pub warnings: &'a [Warning],
    /// What the document does not agree with itself about.
    pub findings: &'a [Finding],
    /// How much the source holds.
    pub extent: Extent,
    /// The reason for the ledger, "" if none.
    pub why: &'a str,
}

impl<'a> NewDocument<'a> {
    /// A document that this program extracted, without a particular reason.
    #[must_use]
    pub fn new(source: &'a [u8], file_name: &'a str, rules: &'a str, records: &'a [Record], warnings: &'a [Warning]) -> Self {
        Self {
            source,
            file_name,
            extractor: extractor_version(),
            rules,
            records,
            warnings,
            findings: &[],
            extent: Extent::default(),
            why: "",
        }
    }
}

/// What came of putting a document in; it is on the disk when this is returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// The document is new.
    Added {
        /// Hash of the document.
        document: String,
    },
    /// The document was there with the same extraction.
    Unchanged {
        /// Hash of the document.
        document: String,
        /// Whether the file name is a new one, which the ledger now has too.
        new_name: bool,
    },
    /// The document was there; this extraction is new and is the current one now. The others are kept.
    NewExtraction {
        /// Hash of the document.
        document: String,
        /// Key of the extraction that was the current one.
        before: String,
    },
    /// The document was there with this extraction, whose file was lost or damaged; it is whole again.
    Mended {
        /// Hash of the document.
        document: String,
    },
    /// The document was there with this extraction too, which is the current one again.
    Chosen {
        /// Hash of the document.
        document: String,
        /// Key of the extraction that was the current one.
        before: String,
    },
}

impl Put {
    /// Hash of the document.
    #[must_use]
    pub fn document(&self) -> &str {
        match self {
            Self::Added { document } | Self::Mended { document } | Self::Unchanged { document, .. } => document,
            Self::NewExtraction { document, .. } | Self::Chosen { document, .. } => document,
        }
    }
}

impl Store {
    /// Whether the store has this source with a whole extraction by this program and these rules as the current one, so that
    /// extracting again would change nothing.
    #[must_use]
    pub fn is_current(&self, document: &str, rules: &str) -> bool {
        let key = extraction_key(document, &extractor_version(), rules);
        let current = self.catalog.documents.get(document).map(DocumentEntry::extraction);
        current.is_some_and(|current| current.extraction == key && self.extraction_bytes(current).is_ok())
    }

    /// Takes a document in. Order: the source's bytes, the extraction, the ledger, each synced; then the index.
    ///
    /// # Errors
    /// Where the store is open for reading, or a file cannot be written; then the document is not in the store.
    pub fn put(&mut self, new: &NewDocument) -> Result<Put, StoreError> {
        self.for_writing()?;
        let document = files::sha256(new.source);
        let key = extraction_key(&document, &new.extractor, new.rules);
        self.keep_source(&document, new)?;
        let Some(known) = self.catalog.documents.get(&document) else {
            self.keep_extraction(&document, key, new)?;
            return Ok(Put::Added { document });
        };
        let new_name = !known.file_names.iter().any(|n| n == new.file_name);
        let before = known.extraction().extraction.clone();
        let whole = known.extractions.iter().find(|e| e.ingested.extraction == key).map(|e| self.read_extraction(&e.ingested).is_ok());
        if whole != Some(true) {
            self.keep_extraction(&document, key, new)?;
            return Ok(if whole.is_none() { Put::NewExtraction { document, before } } else { Put::Mended { document } });
        }
        if new_name {
            self.append(new.why, Event::Named { document: document.clone(), file_name: new.file_name.to_owned() })?;
        }
        if before == key {
            return Ok(Put::Unchanged { document, new_name });
        }
        self.append(new.why, Event::Chosen { document: document.clone(), extraction: key })?;
        self.index_document(self.extraction(&document));
        Ok(Put::Chosen { document, before })
    }

    /// Writes that reports were made into the ledger.
    ///
    /// # Errors
    /// Where the store is open for reading or the ledger cannot be written.
    pub fn note_report(&mut self, folder: &str, files: usize, why: &str) -> Result<(), StoreError> {
        self.append(why, Event::Reported { folder: folder.to_owned(), files })
    }

    fn keep_source(&self, document: &str, new: &NewDocument) -> Result<(), StoreError> {
        let extension = match self.catalog.documents.get(document) {
            Some(known) => known.extension.clone(),
            None => extension(new.file_name),
        };
        let path = self.source_path(document, &extension);
        // Its name is its hash, so a file that is there and whole is the right one.
        if std::fs::read(&path).is_ok_and(|bytes| bytes == new.source) {
            return Ok(());
        }
        files::write_durably(&path, new.source)
    }

    fn keep_extraction(&mut self, document: &str, key: String, new: &NewDocument) -> Result<(), StoreError> {
        let counts = extraction::counts(new.records);
        let header = Header {
            kind: "extraction".to_owned(),
            document: document.to_owned(),
            name: catalog::stem(new.file_name),
            file_name: new.file_name.to_owned(),
            key: key.clone(),
            extractor: new.extractor.clone(),
            rules: new.rules.to_owned(),
            extent: new.extent,
            counts: counts.clone(),
            warnings: new.warnings.to_vec(),
            findings: new.findings.to_vec(),
        };
        let mut extraction = Extraction { header, records: new.records.to_vec() };
        let bytes = extraction.encode()?;
        files::write_durably(&self.extraction_path(document, &key), &bytes)?;

        let mut next = self.catalog.next_measure;
        let measures = ids::give(&self.known_measures(document), &ids::identities(document, new.records), &mut next);
        let ingested = Ingested {
            document: document.to_owned(),
            file_name: new.file_name.to_owned(),
            extension: self.catalog.documents.get(document).map_or_else(|| extension(new.file_name), |d| d.extension.clone()),
            size: new.source.len() as u64,
            extraction: key,
            extractor: new.extractor.clone(),
            rules: new.rules.to_owned(),
            sha256: files::sha256(&bytes),
            counts,
            warnings: new.warnings.len(),
            summary: new.records.iter().find_map(summary),
            measures,
        };
        ids::put_in(&mut extraction.records, &ingested.measures);
        correction::lay_over(&mut extraction.records, self.all_corrections(document));
        self.append(new.why, Event::Ingested(Box::new(ingested)))?;
        self.index_document(Ok(extraction));
        Ok(())
    }

    /// The measures of the document's earlier extractions, the newest first.
    fn known_measures(&self, document: &str) -> Vec<Known> {
        let Some(entry) = self.catalog.documents.get(document) else { return Vec::new() };
        let mut known = Vec::new();
        for earlier in entry.extractions.iter().rev() {
            let mut words = match self.read_extraction(&earlier.ingested) {
                Ok(extraction) => ids::identities(document, &extraction.records),
                // A damaged file costs the words; the fingerprints are in the ledger.
                Err(_) => Vec::new(),
            }
            .into_iter();
            known.extend(earlier.ingested.measures.iter().map(|m| Known { id: m.id.clone(), identity: words.next(), key: m.key.clone() }));
        }
        known
    }

    pub(super) fn for_writing(&self) -> Result<(), StoreError> {
        match self.access {
            Access::Write => Ok(()),
            Access::Read => Err(StoreError::ReadOnly(self.dir.clone())),
        }
    }

    pub(super) fn append(&mut self, why: &str, event: Event) -> Result<(), StoreError> {
        let entry = self.ledger.append(&self.author, why, event)?;
        self.catalog.apply(entry);
        Ok(())
    }
}

fn summary(record: &Record) -> Option<Summary> {
    match &record.body {
        Body::Document(document) => Some(Summary::from(document)),
        _ => None,
    }
}

/// The extension in lower case, `bin` where it has none that is fit for a file name anywhere.
fn extension(file_name: &str) -> String {
    let extension = file_name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
    let plain = |e: &String| (1..=8).contains(&e.len()) && e.bytes().all(|b| b.is_ascii_alphanumeric());
    extension.filter(plain).unwrap_or_else(|| "bin".to_owned())
}
