//! What can go wrong in the store, each with the file and what to do.

use std::io;
use std::path::{Path, PathBuf};

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file or folder could not be read or written.
    #[error("{}: could not {action}: {source}", path.display())]
    Io {
        /// What was tried: `read`, `write` ...
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Another process works with the store.
    #[error("{}: the store is in use by another process; try again when it has finished", .0.display())]
    Busy(PathBuf),
    /// There is no store in the folder.
    #[error("{}: no store here; ingest a plan first, or name another folder", .0.display())]
    Missing(PathBuf),
    /// The folder holds something else; nothing is written there.
    #[error("{}: the folder is not empty and holds no store; name another folder", .0.display())]
    NotAStore(PathBuf),
    /// A later release wrote the store.
    #[error("{}: the store has format {found}, this release reads up to {known}; use a newer release", path.display())]
    NewerFormat {
        /// The ledger.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format that this release knows.
        known: u32,
    },
    /// A line in the middle of the ledger is damaged; only reading goes on.
    #[error("{}: line {line} is damaged; restore the ledger from a backup", path.display())]
    DamagedLedger {
        /// The ledger.
        path: PathBuf,
        /// The first damaged line, from 1.
        line: usize,
    },
    /// A source or an extraction is missing, or is not what the ledger says.
    #[error("{}: damaged ({detail}); restore it from a backup, or ingest the document again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        detail: String,
    },
    /// A record cannot be written as JSON.
    #[error("{document}: a record cannot be written: {source}")]
    Unwritable {
        /// The document's file name.
        document: String,
        /// The reason.
        source: serde_json::Error,
    },
    /// No document or record has this id.
    #[error("{0}: no document or record has this id; `list` shows the documents")]
    UnknownId(String),
    /// Several documents or records begin with these characters.
    #[error("{id}: several match: {}; give more characters", candidates.join(", "))]
    Ambiguous {
        /// What was asked for.
        id: String,
        /// The first ids that match, in order.
        candidates: Vec<String>,
    },
    /// The index could not be made.
    #[error("{}: the index could not be made: {detail}; the records are safe", path.display())]
    Index {
        /// Its folder.
        path: PathBuf,
        /// The reason.
        detail: String,
    },
    /// A write was asked of a store that was opened for reading.
    #[error("{}: the store is open for reading only", .0.display())]
    ReadOnly(PathBuf),
    /// An earlier write failed, so the state on the disk is not known; nothing more is written.
    #[error("{}: an earlier write failed; open the store anew", .0.display())]
    Poisoned(PathBuf),
    /// The backup's file is there already.
    #[error("{}: the file exists; name another or allow overwriting", .0.display())]
    BackupExists(PathBuf),
}

impl StoreError {
    /// A stable code, also the key of the message catalogue (`error.<code>`).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "store_io",
            Self::Busy(_) => "store_busy",
            Self::Missing(_) => "store_missing",
            Self::NotAStore(_) => "store_not_a_store",
            Self::NewerFormat { .. } => "store_newer_format",
            Self::DamagedLedger { .. } => "store_damaged_ledger",
            Self::Damaged { .. } => "store_damaged",
            Self::Unwritable { .. } => "store_unwritable",
            Self::UnknownId(_) => "store_unknown_id",
            Self::Ambiguous { .. } => "store_ambiguous",
            Self::Index { .. } => "store_index",
            Self::ReadOnly(_) => "store_read_only",
            Self::Poisoned(_) => "store_poisoned",
            Self::BackupExists(_) => "store_backup_exists",
        }
    }

    /// What it concerns: the path, the id or the document; for `%{subject}` in messages.
    #[must_use]
    pub fn subject(&self) -> String {
        match self {
            Self::Io { path, .. } | Self::NewerFormat { path, .. } | Self::DamagedLedger { path, .. } => path.display().to_string(),
            Self::Damaged { path, .. } | Self::Index { path, .. } => path.display().to_string(),
            Self::Busy(path) | Self::Missing(path) | Self::NotAStore(path) => path.display().to_string(),
            Self::ReadOnly(path) | Self::Poisoned(path) | Self::BackupExists(path) => path.display().to_string(),
            Self::Unwritable { document, .. } => document.clone(),
            Self::UnknownId(id) | Self::Ambiguous { id, .. } => id.clone(),
        }
    }

    /// The particulars (the system's reason, a line number, candidates), "" where there are none; for `%{detail}` in messages.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Io { source, .. } => source.to_string(),
            Self::NewerFormat { found, known, .. } => format!("{found} > {known}"),
            Self::DamagedLedger { line, .. } => line.to_string(),
            Self::Damaged { detail, .. } | Self::Index { detail, .. } => detail.clone(),
            Self::Unwritable { source, .. } => source.to_string(),
            Self::Ambiguous { candidates, .. } => candidates.join(", "),
            _ => String::new(),
        }
    }

    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }

    pub(super) fn damaged(path: &Path, detail: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), detail: detail.into() }
    }
}
