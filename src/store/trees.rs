//! The trees of the index and their keys.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sled::Transactional;
use sled::transaction::{ConflictableTransactionError, TransactionError};

use super::files;
use super::index::{Doubt, FORMAT};
use crate::model::Record;

/// Bytes that sled may keep in memory.
const CACHE: u64 = 64 << 20;

/// What the index has on a document.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Summary {
    pub(super) extraction: String,
    pub(super) count: usize,
    pub(super) crc: u32,
    types: BTreeSet<String>,
}

/// A place of a record: document and position.
pub(super) type Place = (String, usize);

type Keys = Vec<Vec<u8>>;

/// The open trees.
#[derive(Debug)]
pub(super) struct Trees {
    pub(super) db: sled::Db,
    pub(super) documents: sled::Tree,
    pub(super) types: sled::Tree,
    pub(super) ids: sled::Tree,
}

impl Trees {
    pub(super) fn create(folder: &Path) -> Result<Self, Doubt> {
        guarded(|| {
            let trees = Self::open_database(folder)?;
            trees.db.open_tree("meta")?.insert("format", FORMAT.to_be_bytes().as_slice())?;
            Ok(trees)
        })
    }

    pub(super) fn open(folder: &Path) -> Result<Self, Doubt> {
        guarded(|| {
            let trees = Self::open_database(folder)?;
            let format = trees.db.open_tree("meta")?.get("format")?;
            if format.as_deref() == Some(FORMAT.to_be_bytes().as_slice()) { Ok(trees) } else { Err(Doubt::Format) }
        })
    }

    fn open_database(folder: &Path) -> Result<Self, Doubt> {
        // Nothing is flushed in the background: the state that counts is the one at closing.
        let db = sled::Config::new().path(folder.join("db")).cache_capacity(CACHE).flush_every_ms(None).open()?;
        Ok(Self { documents: db.open_tree("documents")?, types: db.open_tree("types")?, ids: db.open_tree("ids")?, db })
    }

    pub(super) fn put(&self, document: &str, extraction: &str, records: &[Record]) -> Result<(), Doubt> {
        let hash = raw(document)?;
        let (old_types, old_ids) = self.keys_of(document)?;
        let mut new_types = Vec::with_capacity(records.len());
        let mut new_ids = Vec::new();
        let mut crc = crc32fast::Hasher::new();
        let mut types = BTreeSet::new();
        for (position, record) in records.iter().enumerate() {
            let kind = record.body.type_name();
            let line = serde_json::to_vec(record)?;
            crc.update(&line);
            types.insert(kind.to_owned());
            if !record.id.is_empty() {
                new_ids.push((key(&record.id, &hash, position), kind));
            }
            new_types.push((key(kind, &hash, position), line));
        }
        let summary = Summary { extraction: extraction.to_owned(), count: records.len(), crc: crc.finalize(), types };
        let summary = serde_json::to_vec(&summary)?;
        let done = (&self.documents, &self.types, &self.ids).transaction(|(documents, types, ids)| {
            for key in &old_types {
                types.remove(key.as_slice())?;
            }
            for key in &old_ids {
                ids.remove(key.as_slice())?;
            }
            for (key, line) in &new_types {
                types.insert(key.as_slice(), line.as_slice())?;
            }
            for (key, kind) in &new_ids {
                ids.insert(key.as_slice(), kind.as_bytes())?;
            }
            documents.insert(hash.as_slice(), summary.as_slice())?;
            Ok::<(), ConflictableTransactionError<()>>(())
        });
        done.map_err(|e| match e {
            TransactionError::Storage(e) => e.into(),
            TransactionError::Abort(()) => Doubt::Database("aborted".to_owned()),
        })
    }

    /// The keys that a document has among the types and the ids.
    fn keys_of(&self, document: &str) -> Result<(Keys, Keys), Doubt> {
        let (mut types, mut ids) = (Keys::new(), Keys::new());
        let Some(summary) = self.document(document)? else { return Ok((types, ids)) };
        let hash = raw(document)?;
        for kind in &summary.types {
            for entry in self.types.scan_prefix(prefix(kind, &hash)) {
                let (place, line) = entry?;
                let record: Record = serde_json::from_slice(&line)?;
                let (_, _, position) = parts(&place)?;
                ids.push(key(&record.id, &hash, position));
                types.push(place.to_vec());
            }
        }
        Ok((types, ids))
    }

    pub(super) fn document(&self, document: &str) -> Result<Option<Summary>, Doubt> {
        let found = self.documents.get(raw(document)?)?;
        Ok(found.map(|value| serde_json::from_slice(&value)).transpose()?)
    }

    pub(super) fn by_type(&self, kind: &str) -> Result<BTreeMap<Place, Record>, Doubt> {
        let mut found = BTreeMap::new();
        for entry in self.types.scan_prefix([kind.as_bytes(), &[0]].concat()) {
            let (key, line) = entry?;
            let (_, document, position) = parts(&key)?;
            found.insert((document, position), serde_json::from_slice(&line)?);
        }
        Ok(found)
    }

    pub(super) fn by_id(&self, prefix: &str) -> Result<Vec<(String, Place)>, Doubt> {
        let mut found = Vec::new();
        for key in self.ids.scan_prefix(prefix).keys() {
            let (id, document, position) = parts(&key?)?;
            found.push((id, (document, position)));
        }
        Ok(found)
    }

    pub(super) fn recount(&self, document: &str, summary: &Summary) -> Result<(usize, u32), Doubt> {
        let hash = raw(document)?;
        let mut lines = BTreeMap::new();
        for kind in &summary.types {
            for entry in self.types.scan_prefix(prefix(kind, &hash)) {
                let (place, line) = entry?;
                lines.insert(parts(&place)?.2, line);
            }
        }
        let mut crc = crc32fast::Hasher::new();
        lines.values().for_each(|line| crc.update(line));
        Ok((lines.len(), crc.finalize()))
    }
}

/// The checksum that the index keeps of a document's records.
pub(super) fn checksum(records: &[Record]) -> Result<u32, Doubt> {
    let mut crc = crc32fast::Hasher::new();
    for record in records {
        crc.update(&serde_json::to_vec(record)?);
    }
    Ok(crc.finalize())
}

/// sled 0.34 panics at some damages of its files; that is one doubt more.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Doubt>) -> Result<T, Doubt> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Doubt::Database("the database gave up".to_owned())))
}

fn prefix(word: &str, hash: &[u8]) -> Vec<u8> {
    [word.as_bytes(), &[0], hash].concat()
}

fn key(word: &str, hash: &[u8], position: usize) -> Vec<u8> {
    // No document has four thousand million records.
    let position = u32::try_from(position).unwrap_or(u32::MAX);
    [word.as_bytes(), &[0], hash, &position.to_be_bytes()].concat()
}

/// Word, document and position of a key.
fn parts(key: &[u8]) -> Result<(String, String, usize), Doubt> {
    let odd = || Doubt::Differs("a key".to_owned());
    let (rest, position) = key.split_last_chunk::<4>().ok_or_else(odd)?;
    let (rest, hash) = rest.split_last_chunk::<32>().ok_or_else(odd)?;
    let word = rest.strip_suffix(&[0]).ok_or_else(odd)?;
    let word = String::from_utf8(word.to_vec()).map_err(|_| odd())?;
    Ok((word, files::hex(hash), u32::from_be_bytes(*position) as usize))
}

/// A hash's 32 bytes.
fn raw(document: &str) -> Result<Vec<u8>, Doubt> {
    let odd = || Doubt::Differs(document.to_owned());
    if document.len() != 64 || !document.is_ascii() {
        return Err(odd());
    }
    (0..32).map(|i| u8::from_str_radix(&document[2 * i..2 * i + 2], 16).map_err(|_| odd())).collect()
}
