//! The index: a sled database made from the truth, for look-ups by type and id.
//!
//! sled 0.34 syncs with `sync_file_range`, which a power cut can undo, recovers what it can after a kill, and shows half of a
//! transaction to a scan. So it is opened only while its lock is ours, and only when `state.json`, which is written after the
//! database was closed and synced, still fits: same format, same place in the ledger, same bytes in every file of it. At any
//! doubt the folder is thrown away and made anew; no look-up trusts it over the truth.
//!
//! | tree | key | value |
//! |---|---|---|
//! | `meta` | `format` | [`FORMAT`] |
//! | `documents` | hash (32 bytes) | extraction's key, number of records, their CRC-32, their types (JSON) |
//! | `types` | type, 0, hash, position (4 bytes, big-endian) | the record as JSON, measures with lasting ids |
//! | `ids` | id, 0, hash, position | the type |

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files;
use super::lock::Lock;
pub(super) use super::trees::{Place, Summary, checksum};
use super::trees::{Trees, guarded};
use crate::model::Record;

/// Counts up when the trees change.
pub(super) const FORMAT: u32 = 1;
/// Its folder in the store.
pub(super) const FOLDER: &str = "index";
const STATE: &str = "state.json";

/// Why the index cannot be used; it is made anew.
#[derive(Debug, thiserror::Error)]
pub(super) enum Doubt {
    #[error("missing")]
    Missing,
    #[error("written by another release")]
    Format,
    #[error("not closed cleanly or not up to date")]
    Stale,
    #[error("changed since it was closed")]
    Changed,
    #[error("not what the truth says: {0}")]
    Differs(String),
    #[error("{0}")]
    Database(String),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}

impl From<sled::Error> for Doubt {
    fn from(error: sled::Error) -> Self {
        Self::Database(error.to_string())
    }
}

/// How far the index has followed the ledger: number and checksum of the last entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    pub(super) seq: u64,
    pub(super) crc: u32,
}

/// `state.json`.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    format: u32,
    ledger: Stamp,
    /// Size and CRC-32 of the database's files.
    files: BTreeMap<String, (u64, u32)>,
}

/// The open index; nobody else has it open.
#[derive(Debug)]
pub(super) struct Index {
    folder: PathBuf,
    /// `None` only while it is being closed.
    trees: Option<Trees>,
    /// Whether `state.json` is on the disk and true.
    stated: bool,
    _lock: Lock,
}

impl Index {
    /// Opens the index if there is no doubt about it.
    pub(super) fn open(dir: &Path, lock: Lock, ledger: Stamp) -> Result<Self, (Lock, Doubt)> {
        let folder = dir.join(FOLDER);
        match check(&folder, ledger).and_then(|()| Trees::open(&folder)) {
            Ok(trees) => Ok(Self { folder, trees: Some(trees), stated: true, _lock: lock }),
            Err(doubt) => Err((lock, doubt)),
        }
    }

    /// Makes an empty index in place of whatever is there.
    pub(super) fn create(dir: &Path, lock: Lock) -> Result<Self, Doubt> {
        let folder = dir.join(FOLDER);
        remove(&folder)?;
        fs::create_dir_all(&folder)?;
        let trees = Trees::create(&folder)?;
        Ok(Self { folder, trees: Some(trees), stated: false, _lock: lock })
    }

    /// Puts a document's records in place of those that it had, in one transaction over all trees.
    pub(super) fn put(&mut self, document: &str, extraction: &str, records: &[Record]) -> Result<(), Doubt> {
        if std::mem::take(&mut self.stated) {
            fs::remove_file(self.folder.join(STATE))?;
            files::sync_folder(&self.folder).map_err(|e| Doubt::Database(e.to_string()))?;
        }
        let trees = self.trees()?;
        guarded(|| trees.put(document, extraction, records))
    }

    /// What it has on a document.
    pub(super) fn document(&self, document: &str) -> Result<Option<Summary>, Doubt> {
        let trees = self.trees()?;
        guarded(|| trees.document(document))
    }

    /// Number of documents.
    pub(super) fn documents(&self) -> Result<usize, Doubt> {
        let trees = self.trees()?;
        guarded(|| Ok(trees.documents.len()))
    }

    /// All records of a type with their places.
    pub(super) fn by_type(&self, kind: &str) -> Result<BTreeMap<Place, Record>, Doubt> {
        let trees = self.trees()?;
        guarded(|| trees.by_type(kind))
    }

    /// The ids that begin so, with the places where they stand.
    pub(super) fn by_id(&self, prefix: &str) -> Result<Vec<(String, Place)>, Doubt> {
        let trees = self.trees()?;
        guarded(|| trees.by_id(prefix))
    }

    /// The number and checksum of the records that the trees hold for a document, and its entries among the ids.
    pub(super) fn recount(&self, document: &str, summary: &Summary) -> Result<(usize, u32), Doubt> {
        let trees = self.trees()?;
        guarded(|| trees.recount(document, summary))
    }

    /// Number of entries among the types and among the ids.
    pub(super) fn sizes(&self) -> Result<(usize, usize), Doubt> {
        let trees = self.trees()?;
        guarded(|| Ok((trees.types.len(), trees.ids.len())))
    }

    /// Closes the database, syncs its files and states that they are good for this place in the ledger.
    pub(super) fn close(mut self, ledger: Stamp) -> Result<(), Doubt> {
        let Some(trees) = self.trees.take() else { return Ok(()) };
        guarded(|| {
            trees.db.flush()?;
            drop(trees);
            Ok(())
        })?;
        wait_until_closed(&self.folder);
        let state = State { format: FORMAT, ledger, files: sums(&self.folder, true)? };
        if self.stated && read_state(&self.folder).is_ok_and(|old| old == state) {
            return Ok(());
        }
        let text = serde_json::to_vec(&state)?;
        files::write_durably(&self.folder.join(STATE), &text).map_err(|e| Doubt::Database(e.to_string()))
    }

    /// Closes the database and takes its statement back: the next process makes the index anew.
    pub(super) fn discard(mut self) -> Result<(), Doubt> {
        let trees = self.trees.take();
        let closed = guarded(|| {
            drop(trees);
            Ok(())
        });
        wait_until_closed(&self.folder);
        if self.stated {
            fs::remove_file(self.folder.join(STATE))?;
        }
        closed
    }

    fn trees(&self) -> Result<&Trees, Doubt> {
        self.trees.as_ref().ok_or(Doubt::Missing)
    }
}

/// Waits until sled's own threads have let go of the database: they may outlive its handle by a moment, write what they still hold, and
/// keep its lock, which sled takes on this file. Not longer than ten seconds: a lock that stays costs a new index, nothing else.
fn wait_until_closed(folder: &Path) {
    let Ok(file) = File::options().read(true).write(true).open(folder.join("db").join("db")) else { return };
    for _ in 0..1000 {
        if file.try_lock().is_ok() {
            return; // released with the handle
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// Throws the index away.
fn remove(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

fn check(folder: &Path, ledger: Stamp) -> Result<(), Doubt> {
    if !folder.is_dir() {
        return Err(Doubt::Missing);
    }
    let state = read_state(folder)?;
    if state.format != FORMAT {
        return Err(Doubt::Format);
    }
    if state.ledger != ledger {
        return Err(Doubt::Stale);
    }
    if sums(folder, false)? == state.files { Ok(()) } else { Err(Doubt::Changed) }
}

fn read_state(folder: &Path) -> Result<State, Doubt> {
    match fs::read(folder.join(STATE)) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(Doubt::Stale),
        Err(e) => Err(e.into()),
        // Another release may have other fields.
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| Doubt::Format),
    }
}

/// Size and checksum of the database's files by name; synced too where asked.
fn sums(folder: &Path, sync: bool) -> Result<BTreeMap<String, (u64, u32)>, Doubt> {
    let mut sums = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder.join("db")) {
        let entry = entry.map_err(std::io::Error::from)?;
        if !entry.file_type().is_file() {
            continue;
        }
        // A file has to be open for writing to be synced on Windows.
        let mut file = File::options().read(true).write(sync).open(entry.path())?;
        if sync {
            file.sync_all()?;
        }
        let name = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_string_lossy().into_owned();
        sums.insert(name, checksum_of(&mut file)?);
    }
    Ok(sums)
}

fn checksum_of(file: &mut File) -> std::io::Result<(u64, u32)> {
    let mut crc = crc32fast::Hasher::new();
    let mut size = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((size, crc.finalize())),
            n => {
                size += n as u64;
                crc.update(&buffer[..n]);
            }
        }
    }
}
