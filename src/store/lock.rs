//! One writer or several readers: an advisory lock on a file in the store's folder, released by the system when the process ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::{Access, StoreError};

/// The lock's file.
pub(super) const LOCK: &str = "lock";
/// The lock of the index: sled allows one process at a time, even for reading.
pub(super) const INDEX_LOCK: &str = "index.lock";

/// Held as long as the value lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: Option<File>,
}

impl Lock {
    /// Takes the lock of the store, or says that another process has it.
    pub(super) fn take(dir: &Path, access: Access) -> Result<Self, StoreError> {
        let path = dir.join(LOCK);
        let file = match open(&path) {
            Ok(file) => file,
            // A store on a read-only share: nobody can write there, so nothing needs guarding.
            Err(e) if access == Access::Read && is_read_only(&e) => match File::open(&path) {
                Ok(file) => file,
                Err(_) => return Ok(Self { _file: None }),
            },
            Err(e) => return Err(StoreError::io("lock", &path)(e)),
        };
        let taken = match access {
            Access::Read => file.try_lock_shared(),
            Access::Write => file.try_lock(),
        };
        match taken {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy(dir.to_owned())),
            Err(TryLockError::Error(e)) => Err(StoreError::io("lock", &path)(e)),
        }
    }

    /// Takes the lock of the index; `None` where another reader has it or the folder is read-only.
    pub(super) fn take_index(dir: &Path) -> Option<Self> {
        let file = open(&dir.join(INDEX_LOCK)).ok()?;
        file.try_lock().ok()?;
        Some(Self { _file: Some(file) })
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

fn is_read_only(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem)
}
