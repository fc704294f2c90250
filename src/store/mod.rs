//! Records are kept: plain files as truth, sled as index.
//!
//! ```text
//! shirube-data/
//!   ledger.jsonl                        who took in what, when and why; append-only, checksummed, synced line by line
//!   sources/<hash>.<ext>                the bytes of each source, and of each form that staff sent back
//!   documents/<hash>/<key>.jsonl.gz     one extraction: header line, then the records in order
//!   index/                              sled, made from the above, never trusted over it, made anew at any doubt
//!   lock, index.lock                    one writer or several readers
//! ```
//!
//! A document is known by the SHA-256 of its bytes, an extraction by source, extractor version and rules. Nothing is ever changed in
//! place: a file is written beside, synced and renamed; the ledger's line comes after the files that it speaks of, so a file without
//! a line is a leftover of an interrupted run and does no harm.

mod backup;
mod catalog;
mod clock;
mod correction;
mod decide;
mod error;
mod event;
mod extraction;
mod files;
mod ids;
mod index;
mod indexing;
mod ledger;
mod lock;
mod lookup;
mod progress;
mod put;
mod refresh;
mod trees;
mod verify;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

pub use backup::Backup;
pub use catalog::{DocumentEntry, ExtractionEntry};
pub use clock::today;
pub use correction::{Correction, Corrections, KeptCorrection, Standing, field, with_field};
pub use error::StoreError;
pub use event::{Entry, Event, Ingested, MeasureId, Summary};
pub use extraction::{EXTRACTOR_REVISION, Extent, Extraction, Header, extraction_key, extractor_version};
pub use files::{is_open_elsewhere, sha256, write_durably};
pub use lookup::{Found, StoredRecord};
pub use progress::{Filled, KeptRow, ProgressForm, ProgressRow, ProgressRows, RowKey};
pub use put::{NewDocument, Put};
pub use refresh::{Changes, Extracted, Outcome, Refreshed, Source, changes};
pub use verify::{Problem, VerifyReport};

use crate::model::Warning;
use catalog::Catalog;
use ledger::Ledger;
use lock::Lock;

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Looking things up; several processes at once.
    Read,
    /// Taking documents in; alone.
    Write,
}

/// An open store.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    access: Access,
    author: String,
    ledger: Ledger,
    catalog: Catalog,
    warnings: Vec<Warning>,
    /// `None` where another reader has it: then the truth is read.
    index: Option<index::Index>,
    /// Set when the index said something else than the truth; it is asked no more and made anew next time.
    distrusted: AtomicBool,
    _lock: Lock,
}

impl Store {
    /// Opens the store in a folder; for writing, a missing or empty folder becomes a store.
    ///
    /// What was found out of order and could be put right is in [`warnings`](Self::warnings): `ledger_torn` (the last line was not
    /// finished and was set aside), `ledger_damaged` (reading only), `index_rebuilt`,
    /// `index_unavailable` (look-ups read the truth).
    ///
    /// # Errors
    /// Where another process has the store, the folder holds no store (reading) or something else (writing), a later release wrote
    /// it, the ledger is damaged (writing), or a file cannot be read.
    pub fn open(dir: &Path, access: Access) -> Result<Self, StoreError> {
        let author = clock::user();
        if !dir.join(ledger::LEDGER).exists() {
            match access {
                Access::Read if is_headless(dir) => return Err(lost_ledger(dir)),
                Access::Read => return Err(StoreError::Missing(dir.to_owned())),
                Access::Write => prepare(dir)?,
            }
        }
        let lock = Lock::take(dir, access)?;
        if access == Access::Write && !dir.join(ledger::LEDGER).exists() {
            Ledger::create(dir, &author)?;
        }
        let ledger = Ledger::open(dir, access)?;
        let catalog = Catalog::replay(&ledger.entries);
        let warnings = ledger_warnings(&ledger);
        let (dir, distrusted) = (dir.to_owned(), AtomicBool::new(false));
        let mut store = Self { dir, access, author, ledger, catalog, warnings, index: None, distrusted, _lock: lock };
        store.open_index();
        Ok(store)
    }

    /// Names the person who works, in place of the user's name in the environment.
    pub fn set_author(&mut self, name: &str) {
        name.clone_into(&mut self.author);
    }

    /// The store's folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What was found out of order when the store was opened and since.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The ledger, oldest first.
    #[must_use]
    pub fn history(&self) -> &[Entry] {
        &self.ledger.entries
    }

    fn source_path(&self, document: &str, extension: &str) -> PathBuf {
        self.dir.join("sources").join(format!("{document}.{extension}"))
    }

    fn extraction_path(&self, document: &str, key: &str) -> PathBuf {
        self.dir.join("documents").join(document).join(format!("{key}.jsonl.gz"))
    }
}

/// Makes the folder of a new store, unless it holds something else.
fn prepare(dir: &Path) -> Result<(), StoreError> {
    files::make_folder(dir)?;
    let names = files::names(dir)?;
    let harmless = |name: &String| name == lock::LOCK || name == lock::INDEX_LOCK || name.starts_with(files::BESIDE_PREFIX);
    if names.iter().all(harmless) {
        Ok(())
    } else if is_headless(dir) {
        Err(lost_ledger(dir))
    } else {
        Err(StoreError::NotAStore(dir.to_owned()))
    }
}

/// Whether a folder without a ledger was a store.
fn is_headless(dir: &Path) -> bool {
    dir.join("sources").is_dir() && dir.join("documents").is_dir()
}

fn lost_ledger(dir: &Path) -> StoreError {
    StoreError::DamagedLedger { path: dir.join(ledger::LEDGER), line: 1 }
}

fn ledger_warnings(ledger: &Ledger) -> Vec<Warning> {
    let torn = ledger.torn.map(|bytes| Warning { code: "ledger_torn".to_owned(), page: None, detail: format!("{bytes}") });
    let damaged = ledger.damaged.map(|line| Warning { code: "ledger_damaged".to_owned(), page: None, detail: format!("{line}") });
    torn.into_iter().chain(damaged).collect()
}

#[cfg(test)]
mod tests;
