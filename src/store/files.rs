//! Durable files: written beside, synced, renamed, and the folder synced.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::StoreError;

/// SHA-256 in lower-case hex: what a document is known by, and the checksum of the store's files.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hex digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Puts a file in place so that after a power cut it is either whole or not there. The folder is made where it is missing.
///
/// # Errors
/// Where the folder cannot be made or the file cannot be written.
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write_durably_with(path, |file| file.write_all(bytes).map_err(StoreError::io("write", path)))
}

/// As [`write_durably`], for content that is written in parts.
pub(super) fn write_durably_with(path: &Path, fill: impl FnOnce(&mut File) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let folder = folder_of(path);
    make_folder(folder)?;
    let failed = || StoreError::io("write", path);
    let mut beside = new_beside(folder).map_err(failed())?;
    fill(beside.as_file_mut())?;
    beside.as_file().sync_all().map_err(failed())?;
    beside.persist(path).map_err(|e| failed()(e.error))?;
    sync_folder(folder)
}

/// Codes of Windows: another process has the file open, or has locked a part of it. No other system gives these codes for a file.
const IN_USE: [i32; 2] = [32, 33];

/// Whether a file could not be replaced because a program has it open. Excel on Windows lets nobody replace an open workbook: the
/// renaming of the new file ends with one of [`IN_USE`] or, by way of some file servers, with a bare refusal; then opening the file tells
/// more, or the mark that Excel and `LibreOffice` lay beside an open file.
#[must_use]
pub fn is_open_elsewhere(path: &Path, error: &std::io::Error) -> bool {
    let in_use = |e: &std::io::Error| e.raw_os_error().is_some_and(|code| IN_USE.contains(&code));
    let refused = || fs::OpenOptions::new().write(true).open(path).is_err_and(|e| in_use(&e));
    in_use(error) || matches!(error.kind(), ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy) || refused() || is_marked_open(path)
}

/// Whether an office program has laid its mark beside the file.
fn is_marked_open(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|n| n.to_string_lossy()) else { return false };
    [format!("~${name}"), format!(".~lock.{name}#")].iter().any(|mark| path.with_file_name(mark).exists())
}

/// The marks of a file that was being written when the process ended.
pub(super) const BESIDE_PREFIX: &str = ".beside-";

fn new_beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(BESIDE_PREFIX);
    // Temporary files are private; a store in a shared folder is for all whom the folder's rules admit (the umask still holds).
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Makes a folder and those above it, each made to last.
pub(super) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder_of(folder);
    if above != folder {
        make_folder(above)?;
    }
    match fs::create_dir(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => Err(StoreError::io("create", folder)(e)),
        _ => sync_folder(above),
    }
}

/// Makes renames and new names in a folder last. Windows has no such call: there the file system's journal does it.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    File::open(folder).and_then(|f| f.sync_all()).map_err(StoreError::io("sync", folder))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(above) if above.as_os_str().is_empty() => Path::new("."),
        Some(above) => above,
        None => path,
    }
}

/// The whole of a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    fs::read(path).map_err(StoreError::io("read", path))
}

/// The names in a folder, sorted; none where the folder is missing.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(StoreError::io("read", folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::io("read", folder))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_is_the_standard_one() {
        // FIPS 180-2, appendix B.1
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_file_replaces_another_and_leaves_nothing_beside() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b/計画.txt");
        write_durably(&path, b"old").unwrap();
        write_durably(&path, b"new").unwrap();
        assert_eq!(read(&path).unwrap(), b"new");
        assert_eq!(names(path.parent().unwrap()).unwrap(), ["計画.txt"]);
    }

    #[test]
    fn an_open_file_is_told_from_other_troubles() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("進捗.xlsx");
        let error = std::io::Error::from_raw_os_error;
        // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; 28 is a full disk on Unix.
        assert!(is_open_elsewhere(&path, &error(32)) && is_open_elsewhere(&path, &error(33)));
        assert!(!is_open_elsewhere(&path, &error(28)));
        assert!(!is_open_elsewhere(&path, &std::io::Error::from(ErrorKind::PermissionDenied)));
        fs::write(dir.path().join("~$進捗.xlsx"), "").unwrap();
        assert!(is_open_elsewhere(&path, &std::io::Error::from(ErrorKind::PermissionDenied)));
        assert!(!is_open_elsewhere(&dir.path().join("概要.xlsx"), &std::io::Error::from(ErrorKind::PermissionDenied)));
    }
}
