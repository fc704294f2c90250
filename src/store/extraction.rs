//! One extraction: what one release with one set of rules found in one source, as a compressed JSON Lines file.
//!
//! The first line is the [`Header`], the others are the records in the order of extraction, exactly as they were extracted
//! (a measure's lasting id is in the ledger and is put in when the records are read).

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::{StoreError, files};
use crate::check::Finding;
use crate::model::{Record, Warning};

/// Counts up with every change of the program that can change records; a release may leave it.
pub const EXTRACTOR_REVISION: u32 = 8;

/// No honest extraction comes near this size (uncompressed, in bytes); a damaged file shall not fill the memory.
const LIMIT: u64 = 2 << 30;

/// The program as part of an extraction's key: release and revision, `0.1.0+1`.
#[must_use]
pub fn extractor_version() -> String {
    format!("{}+{EXTRACTOR_REVISION}", env!("CARGO_PKG_VERSION"))
}

/// The key of an extraction: 16 hex digits from source hash, extractor version and rules hash.
#[must_use]
pub fn extraction_key(source: &str, extractor: &str, rules: &str) -> String {
    let mut key = files::sha256(format!("{source}\n{extractor}\n{rules}").as_bytes());
    key.truncate(16);
    key
}

/// How much the source holds, for summaries and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Extent {
    /// Pages of a paged source, 0 for a text.
    pub pages: usize,
    /// Lines of a text, 0 for a paged source.
    pub lines: usize,
    /// Tables that were found, understood or not.
    pub tables: usize,
}

/// The first line of an extraction's file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Always `extraction`: no record has this type.
    #[serde(rename = "type")]
    pub kind: String,
    /// SHA-256 of the source's bytes.
    pub document: String,
    /// The source's stem: the label in the records.
    pub name: String,
    /// The source's file name when it was extracted.
    pub file_name: String,
    /// The extraction's key.
    pub key: String,
    /// The program that extracted.
    pub extractor: String,
    /// Hash of the rules that it used.
    pub rules: String,
    /// How much the source holds.
    #[serde(default)]
    pub extent: Extent,
    /// Records by type.
    pub counts: BTreeMap<String, usize>,
    /// What reading and extracting had to say.
    pub warnings: Vec<Warning>,
    /// What the document does not agree with itself about.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub findings: Vec<Finding>,
}

/// An extraction, read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// Where it came from.
    pub header: Header,
    /// The records in order.
    pub records: Vec<Record>,
}

/// Records by type.
pub(super) fn counts(records: &[Record]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for record in records {
        *counts.entry(record.body.type_name().to_owned()).or_default() += 1;
    }
    counts
}

impl Extraction {
    /// The file's bytes: the same extraction gives the same bytes.
    pub(super) fn encode(&self) -> Result<Vec<u8>, StoreError> {
        let unwritable = |source| StoreError::Unwritable { document: self.header.file_name.clone(), source };
        let mut text = serde_json::to_vec(&self.header).map_err(unwritable)?;
        text.push(b'\n');
        for record in &self.records {
            serde_json::to_writer(&mut text, record).map_err(unwritable)?;
            text.push(b'\n');
        }
        // The gzip header's time stays 0.
        let mut gz = GzEncoder::new(Vec::new(), Compression::default());
        let compressed = gz.write_all(&text).and_then(|()| gz.finish());
        compressed.map_err(|e| unwritable(serde_json::Error::io(e)))
    }

    /// Reads a file's bytes back; `path` is for the message.
    pub(super) fn decode(path: &Path, bytes: &[u8]) -> Result<Self, StoreError> {
        let mut lines = BufReader::new(MultiGzDecoder::new(bytes).take(LIMIT)).lines();
        let bad = |line: usize, what: String| StoreError::damaged(path, format!("line {line}: {what}"));
        let first = lines.next().ok_or_else(|| bad(1, "no header".to_owned()))?.map_err(|e| bad(1, e.to_string()))?;
        let header: Header = serde_json::from_str(&first).map_err(|e| bad(1, e.to_string()))?;
        let mut records = Vec::with_capacity(header.counts.values().sum::<usize>().min(1 << 20));
        for (number, line) in (2..).zip(lines) {
            let line = line.map_err(|e| bad(number, e.to_string()))?;
            records.push(serde_json::from_str(&line).map_err(|e| bad(number, e.to_string()))?);
        }
        if counts(&records) != header.counts {
            return Err(StoreError::damaged(path, "the records are not those that the header counts"));
        }
        Ok(Self { header, records })
    }
}
