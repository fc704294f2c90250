//! `ledger.jsonl`: the append-only account of the store, one JSON object a line, synced before anything is acknowledged.
//!
//! Each line ends with `"previous"`, the checksum of the line before it, and `"crc"`, the CRC-32 (IEEE) of the line's own text up
//! to there, both as eight hex digits. So a damaged line is known by itself, and a line that was taken out by its successor.

use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::event::{Entry, Event};
use super::{Access, StoreError, clock, files};

/// The ledger's name in the store's folder.
pub(super) const LEDGER: &str = "ledger.jsonl";
/// Format of the store's files that this release writes, and the newest that it reads.
pub(super) const FORMAT: u32 = 1;

/// `,"crc":"01234567"}`
const CRC_LENGTH: usize = 18;
/// `,"previous":"01234567"`
const PREVIOUS_LENGTH: usize = 22;

/// The ledger, read whole; open for appending in a store that is open for writing.
#[derive(Debug)]
pub(super) struct Ledger {
    path: PathBuf,
    pub(super) entries: Vec<Entry>,
    /// Checksum of the last line, 0 before the first.
    pub(super) last_crc: u32,
    /// The first damaged line that is not the last, from 1.
    pub(super) damaged: Option<usize>,
    /// Bytes of an unfinished last line that were found.
    pub(super) torn: Option<u64>,
    file: Option<File>,
    length: u64,
    poisoned: bool,
}

impl Ledger {
    /// Makes the ledger of a new store.
    pub(super) fn create(dir: &Path, who: &str) -> Result<(), StoreError> {
        let event = Event::Created { format: FORMAT };
        let entry = Entry { seq: 1, when: clock::now(), who: who.to_owned(), why: String::new(), event };
        let path = dir.join(LEDGER);
        let (line, _) = encode(&entry, 0).map_err(unwritable)?;
        files::write_durably(&path, line.as_bytes())
    }

    /// Reads the ledger. For writing, an unfinished last line is moved to a file of its own first.
    pub(super) fn open(dir: &Path, access: Access) -> Result<Self, StoreError> {
        let path = dir.join(LEDGER);
        let bytes = files::read(&path)?;
        let found = scan(&bytes);
        if let Some(Event::Created { format }) = found.entries.first().map(|e| &e.event)
            && *format > FORMAT
        {
            return Err(StoreError::NewerFormat { path, found: *format, known: FORMAT });
        }
        let mut file = None;
        if access == Access::Write {
            if let Some(line) = found.damaged {
                return Err(StoreError::DamagedLedger { path, line });
            }
            file = Some(open_for_appending(&path, &bytes, &found)?);
        }
        Ok(Self {
            path,
            torn: (found.length < bytes.len() && found.damaged.is_none()).then(|| (bytes.len() - found.length) as u64),
            entries: found.entries,
            last_crc: found.last_crc,
            damaged: found.damaged,
            file,
            length: found.length as u64,
            poisoned: false,
        })
    }

    /// Appends an entry and syncs it; when this returns, the entry is on the disk.
    pub(super) fn append(&mut self, who: &str, why: &str, event: Event) -> Result<&Entry, StoreError> {
        let Some(file) = self.file.as_mut() else { return Err(StoreError::ReadOnly(self.path.clone())) };
        if self.poisoned {
            return Err(StoreError::Poisoned(self.path.clone()));
        }
        let seq = self.entries.last().map_or(1, |e| e.seq + 1);
        let entry = Entry { seq, when: clock::now(), who: who.to_owned(), why: why.to_owned(), event };
        let (line, crc) = encode(&entry, self.last_crc).map_err(unwritable)?;
        // After a failed write or sync nobody knows what is on the disk, so nothing may be acknowledged after it.
        self.poisoned = true;
        append_line(file, self.length, line.as_bytes()).map_err(StoreError::io("write", &self.path))?;
        self.poisoned = false;
        self.length += line.len() as u64;
        self.last_crc = crc;
        self.entries.push(entry);
        // Just pushed.
        Ok(&self.entries[self.entries.len() - 1])
    }

    /// The sequence number of the last entry, 0 if there is none.
    pub(super) fn last_seq(&self) -> u64 {
        self.entries.last().map_or(0, |e| e.seq)
    }

    /// The ledger's bytes without an unfinished last line.
    pub(super) fn good_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let mut bytes = files::read(&self.path)?;
        bytes.truncate(usize::try_from(self.length).unwrap_or(usize::MAX));
        Ok(bytes)
    }
}

fn append_line(file: &mut File, length: u64, line: &[u8]) -> std::io::Result<()> {
    // Whatever a failed write left behind the last good line goes first.
    file.set_len(length)?;
    file.seek(SeekFrom::Start(length))?;
    file.write_all(line)?;
    file.sync_data()
}

fn open_for_appending(path: &Path, bytes: &[u8], found: &Scan) -> Result<File, StoreError> {
    let failed = || StoreError::io("write", path);
    let file = OpenOptions::new().read(true).write(true).open(path).map_err(failed())?;
    if found.length < bytes.len() {
        let tail = &bytes[found.length..];
        let aside = format!("ledger.torn-{}-{:08x}", found.entries.last().map_or(0, |e| e.seq) + 1, crc32fast::hash(tail));
        files::write_durably(&path.with_file_name(aside), tail)?;
        file.set_len(found.length as u64).map_err(failed())?;
        file.sync_all().map_err(failed())?;
    }
    Ok(file)
}

fn unwritable(source: serde_json::Error) -> StoreError {
    StoreError::Unwritable { document: LEDGER.to_owned(), source }
}

/// The line of an entry with its line end, and its checksum.
pub(super) fn encode(entry: &Entry, previous: u32) -> serde_json::Result<(String, u32)> {
    let mut line = serde_json::to_string(entry)?;
    line.pop(); // the closing brace
    line.push_str(&format!(",\"previous\":\"{previous:08x}\""));
    let crc = crc32fast::hash(line.as_bytes());
    line.push_str(&format!(",\"crc\":\"{crc:08x}\"}}\n"));
    Ok((line, crc))
}

struct Line {
    entry: Entry,
    previous: u32,
    crc: u32,
}

/// One line without its line end; `None` if it is damaged.
fn decode(line: &[u8]) -> Option<Line> {
    let line = std::str::from_utf8(line).ok()?;
    let body = line.get(..line.len().checked_sub(CRC_LENGTH)?)?;
    let crc = hex(line[body.len()..].strip_prefix(",\"crc\":\"")?.strip_suffix("\"}")?)?;
    if crc32fast::hash(body.as_bytes()) != crc {
        return None;
    }
    let tail = body.get(body.len().checked_sub(PREVIOUS_LENGTH)?..)?;
    let previous = hex(tail.strip_prefix(",\"previous\":\"")?.strip_suffix('"')?)?;
    let entry = serde_json::from_str::<Entry>(line).ok().or_else(|| unknown(line))?;
    Some(Line { entry, previous, crc })
}

fn hex(digits: &str) -> Option<u32> {
    u32::from_str_radix(digits, 16).ok()
}

/// An entry whose event a later release wrote.
fn unknown(line: &str) -> Option<Entry> {
    #[derive(Deserialize)]
    struct Head {
        seq: u64,
        when: String,
        who: String,
        #[serde(default)]
        why: String,
        event: String,
    }
    let head: Head = serde_json::from_str(line).ok()?;
    Some(Entry { seq: head.seq, when: head.when, who: head.who, why: head.why, event: Event::Other(head.event) })
}

/// What a ledger's bytes hold.
struct Scan {
    entries: Vec<Entry>,
    last_crc: u32,
    /// Bytes up to the end of the last good line.
    length: usize,
    damaged: Option<usize>,
}

/// Reads all good lines. One bad line at the end is an unfinished write; a bad or missing line before a good one is damage.
fn scan(bytes: &[u8]) -> Scan {
    let mut found = Scan { entries: Vec::new(), last_crc: 0, length: 0, damaged: None };
    let mut end = 0;
    let mut bad: Option<usize> = None;
    let mut bad_count = 0;
    for (number, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        end += line.len();
        let Some(good) = line.strip_suffix(b"\n").and_then(decode) else {
            bad.get_or_insert(number + 1);
            bad_count += 1;
            continue;
        };
        let follows = good.previous == found.last_crc && good.entry.seq == found.entries.last().map_or(0, |e| e.seq) + 1;
        if bad.is_some() || !follows {
            found.damaged = found.damaged.or(bad).or(Some(number + 1));
        }
        bad = None;
        bad_count = 0;
        found.last_crc = good.crc;
        found.length = end;
        found.entries.push(good.entry);
    }
    if bad_count > 1 {
        found.damaged = found.damaged.or(bad);
    }
    // The first line came with the file, whole; without it the others are gone as well.
    if !matches!(found.entries.first(), Some(Entry { event: Event::Created { .. }, .. })) {
        found.damaged = Some(1);
    }
    found
}
