//! The store with its index: kept up to date by writers, asked by look-ups, checked against the truth, made anew at any doubt.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use super::extraction::Extraction;
use super::index::{self, Doubt, Index, Stamp};
use super::lock::Lock;
use super::lookup::StoredRecord;
use super::verify::{Problem, VerifyReport};
use super::{Store, StoreError};
use crate::model::{Record, Warning};

impl Store {
    /// Opens the index, or makes it anew. Without one (another reader has it, the folder is read-only) the truth is read.
    pub(super) fn open_index(&mut self) {
        let Some(lock) = Lock::take_index(&self.dir) else { return };
        match Index::open(&self.dir, lock, self.stamp()) {
            Ok(index) => self.index = Some(index),
            Err((lock, doubt)) => {
                // Where nothing was taken in, nothing was lost.
                if !self.catalog.documents.is_empty() {
                    self.warn("index_rebuilt", &doubt);
                }
                if let Err(doubt) = self.make_index(lock) {
                    self.warn("index_unavailable", &doubt);
                }
            }
        }
    }

    /// Makes the index anew from the truth; gives the number of records in it.
    ///
    /// # Errors
    /// Where another process reads with the index, a file of the truth is damaged, or the index cannot be written.
    pub fn rebuild(&mut self) -> Result<usize, StoreError> {
        drop(self.index.take());
        let lock = Lock::take_index(&self.dir).ok_or_else(|| StoreError::Busy(self.dir.clone()))?;
        self.distrusted.store(false, Ordering::Relaxed);
        self.make_index(lock).map_err(|doubt| StoreError::Index { path: self.dir.join(index::FOLDER), detail: doubt.to_string() })?;
        let mut count = 0;
        for document in self.documents() {
            count += self.records(&document.hash)?.len();
        }
        Ok(count)
    }

    fn make_index(&mut self, lock: Lock) -> Result<(), Doubt> {
        let mut index = Index::create(&self.dir, lock)?;
        for document in self.catalog.documents.values() {
            // A damaged file is missing here, as it is for those who ask the truth; `verify` names it.
            let Ok(extraction) = self.read_current(document) else { continue };
            index.put(&document.hash, &extraction.header.key, &extraction.records)?;
        }
        self.index = Some(index);
        Ok(())
    }

    /// Brings an extraction that became the current one into the index. It is acknowledged already: whatever goes wrong here costs
    /// only the index.
    pub(super) fn index_document(&mut self, extraction: Result<Extraction, StoreError>) {
        let Some(index) = self.index.as_mut() else { return };
        let done = match extraction {
            Ok(e) => index.put(&e.header.document, &e.header.key, &e.records),
            Err(e) => Err(Doubt::Differs(e.to_string())),
        };
        if let Err(doubt) = done {
            self.distrusted.store(true, Ordering::Relaxed);
            self.warn("index_unavailable", &doubt);
            self.close_index();
        }
    }

    /// The current records of a type (`measure`, `value` ...) of all documents, by document and place.
    ///
    /// # Errors
    /// Where the index is of no help and a document's file is damaged.
    pub fn by_type(&self, kind: &str) -> Result<Vec<StoredRecord>, StoreError> {
        match self.trusted().map(|index| index.by_type(kind)) {
            Some(Ok(found)) if self.complete(kind, &found) => return Ok(self.in_order(found)),
            Some(_) => self.distrusted.store(true, Ordering::Relaxed),
            None => {}
        }
        let mut all = self.all_records()?;
        all.retain(|r| r.record.body.type_name() == kind);
        Ok(all)
    }

    /// The records whose id begins so, by document and place.
    pub(super) fn records_with_id(&self, prefix: &str) -> Result<Vec<StoredRecord>, StoreError> {
        if prefix.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(Ok(places)) = self.trusted().map(|index| index.by_id(prefix))
            && let Some(found) = self.at_places(&places)
        {
            return Ok(found);
        }
        let mut all = self.all_records()?;
        all.retain(|r| r.record.id.starts_with(prefix));
        Ok(all)
    }

    /// The records at the places that the index gave, from the truth; `None` where there is nothing, or something else.
    fn at_places(&self, places: &[(String, index::Place)]) -> Option<Vec<StoredRecord>> {
        let mut found = BTreeMap::new();
        let mut read: BTreeMap<&str, Vec<Record>> = BTreeMap::new();
        for (id, place) in places {
            let (document, position) = place;
            if !read.contains_key(document.as_str()) {
                read.insert(document, self.records(document).ok()?);
            }
            let record = read.get(document.as_str())?.get(*position).filter(|r| r.id == *id);
            let Some(record) = record else {
                self.distrusted.store(true, Ordering::Relaxed);
                return None;
            };
            found.insert(place.clone(), record.clone());
        }
        (!found.is_empty()).then(|| self.in_order(found))
    }

    fn in_order(&self, found: BTreeMap<index::Place, Record>) -> Vec<StoredRecord> {
        let mut by_document: BTreeMap<String, Vec<StoredRecord>> = BTreeMap::new();
        for ((document, position), record) in found {
            by_document.entry(document.clone()).or_default().push(StoredRecord { document, position, record });
        }
        self.documents().iter().filter_map(|d| by_document.remove(&d.hash)).flatten().collect()
    }

    /// Whether the index gave as many records of a type as the ledger counts.
    fn complete(&self, kind: &str, found: &BTreeMap<index::Place, Record>) -> bool {
        let counted: usize = self.catalog.documents.values().filter_map(|d| d.extraction().counts.get(kind)).sum();
        found.len() == counted
    }

    fn trusted(&self) -> Option<&Index> {
        self.index.as_ref().filter(|_| !self.distrusted.load(Ordering::Relaxed))
    }

    /// Compares the index with the truth of a document.
    pub(super) fn verify_indexed(&self, document: &str, extraction: &str, records: &[Record], report: &mut VerifyReport) {
        let Some(index) = &self.index else { return };
        let same = || -> Result<bool, Doubt> {
            let Some(summary) = index.document(document)? else { return Ok(false) };
            let truth = (records.len(), index::checksum(records)?);
            let stated = (summary.count, summary.crc);
            Ok(summary.extraction == extraction && stated == truth && index.recount(document, &summary)? == truth)
        };
        self.note_index(report, document, same());
    }

    /// Compares the sizes of the whole: nothing is in the index that is not in the truth.
    pub(super) fn verify_index_sizes(&self, documents: usize, records: usize, ids: usize, report: &mut VerifyReport) {
        let Some(index) = &self.index else { return };
        report.index_compared = true;
        if documents < report.documents {
            // A damaged document may be in the index or not; it is a problem by itself.
            return;
        }
        let same = || Ok(index.documents()? == documents && index.sizes()? == (records, ids));
        self.note_index(report, "", same());
    }

    fn note_index(&self, report: &mut VerifyReport, document: &str, same: Result<bool, Doubt>) {
        let detail = match same {
            Ok(true) => return,
            Ok(false) => document.to_owned(),
            Err(doubt) => doubt.to_string(),
        };
        // The next process makes it anew.
        self.distrusted.store(true, Ordering::Relaxed);
        report.problems.push(Problem { code: "index_differs", path: PathBuf::from(index::FOLDER), detail });
    }

    /// Closes the index; one that is not trusted is left without its statement, so that it is made anew.
    pub(super) fn close_index(&mut self) {
        let stamp = self.stamp();
        if let Some(index) = self.index.take() {
            let closed = if self.distrusted.load(Ordering::Relaxed) { index.discard() } else { index.close(stamp) };
            // Without its statement the index is made anew; nothing is lost.
            if let Err(doubt) = closed {
                log::debug!("index not closed: {doubt}");
            }
        }
    }

    fn stamp(&self) -> Stamp {
        Stamp { seq: self.ledger.last_seq(), crc: self.ledger.last_crc }
    }

    fn warn(&mut self, code: &str, doubt: &Doubt) {
        self.warnings.push(Warning { code: code.to_owned(), page: None, detail: doubt.to_string() });
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close_index();
    }
}
