//! Looks through the packing of Office documents before anybody unpacks it for good.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::ReadError;

/// Most parts in one file; real documents have tens, with many pictures hundreds.
const MAX_PARTS: usize = 10_000;

/// Opens the packing, after unpacking everything once into nothing: what a part says of its own size is not believed.
///
/// # Errors
/// [`ReadError::NotOffice`] for other data, [`ReadError::Damaged`] for a broken part, [`ReadError::UnpacksTooLarge`] beyond `limit` bytes.
pub(super) fn open<'a>(name: &str, bytes: &'a [u8], limit: usize) -> Result<ZipArchive<Cursor<&'a [u8]>>, ReadError> {
    let file = || name.to_owned();
    if !bytes.starts_with(b"PK") {
        return Err(ReadError::NotOffice { file: file() });
    }
    let damaged = |reason: String| ReadError::Damaged { file: file(), reason };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    if archive.len() > MAX_PARTS {
        return Err(damaged(format!("{} parts", archive.len())));
    }
    let mut left = limit as u64;
    for number in 0..archive.len() {
        let part = match archive.by_index(number) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(reason)) => return Err(damaged(reason.to_string())),
            Err(error) => return Err(damaged(error.to_string())),
        };
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|error| damaged(error.to_string()))?;
        left = left.checked_sub(size).ok_or_else(|| ReadError::UnpacksTooLarge { file: file(), limit: limit as u64 })?;
    }
    Ok(archive)
}
