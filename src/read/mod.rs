//! A file becomes pages of placed glyphs and paths, sheets of cells, blocks, or lines.
//!
//! [`read_file`] takes a path, [`read_bytes`] takes bytes that were kept. Whatever is wrong with one file comes back as one [`ReadError`]; whatever
//! can be worked around comes back as warnings of the [`SourceFile`]. Neither a damaged nor a hostile file panics, hangs or grows without bound.

mod clock;
mod csv;
mod docx;
mod error;
mod hidden;
mod number_format;
mod ocr;
mod pdf;
mod picture;
mod sheets;
mod text;
mod unzip;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::time::Duration;

use sha2::{Digest, Sha256};

pub use clock::Clock;
pub use error::ReadError;
pub use pdf::{Renderer, has_japanese_font, threads};
pub use picture::Picture;

use crate::model::{SourceFile, Warning};

/// How to read, and how much at most. The limits are far above any real plan; they keep a hostile file from taking the machine.
#[derive(Debug, Clone)]
pub struct Options {
    /// Password of an encrypted PDF. The empty password is always tried.
    pub password: Option<String>,
    /// Whether pages that are pictures or cannot be decoded go through text recognition (`tesseract`).
    pub ocr: bool,
    /// Largest file in bytes.
    pub max_file_size: u64,
    /// Most pages read of one file; the rest is left out with the warning `page_limit`.
    pub max_pages: usize,
    /// Most glyphs kept of one page; the rest is left out with the warning `page_content_limit`.
    pub max_glyphs: usize,
    /// Most points of all paths kept of one page; likewise.
    pub max_points: usize,
    /// Most drawing steps of one page before its reading is cut off; likewise.
    pub max_steps: usize,
    /// Longest time that the reading of one page may take, `None` for no limit; likewise with the warning `page_time_limit`. The layout is given
    /// as much again.
    pub max_page_time: Option<Duration>,
    /// Most bytes that one compressed stream may grow to, and all parts of an Office document together.
    pub max_stream_size: usize,
    /// Most cells kept of a workbook or CSV file; the rest is left out with the warning `cell_limit`.
    pub max_cells: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            password: None,
            ocr: false,
            max_file_size: 512 * 1024 * 1024,
            max_pages: 3_000,
            max_glyphs: 200_000,
            max_points: 1_000_000,
            max_steps: 2_000_000,
            max_page_time: Some(Duration::from_secs(60)),
            max_stream_size: 128 * 1024 * 1024,
            max_cells: 1_000_000,
        }
    }
}

/// The kinds of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A PDF document.
    Pdf,
    /// A plain text (`.txt`, `.md`).
    Text,
    /// A workbook (`.xlsx`, `.xlsm`).
    Workbook,
    /// A Word document (`.docx`, `.docm`).
    Word,
    /// Comma-separated values.
    Csv,
}

impl Kind {
    /// The kind of a file by its first bytes, else by its extension; `None` if neither is known.
    #[must_use]
    pub fn of(path: &Path, bytes: &[u8]) -> Option<Self> {
        if pdf::has_header(bytes) {
            return Some(Self::Pdf);
        }
        Self::of_extension(path)
    }

    fn of_extension(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "pdf" => Some(Self::Pdf),
            "txt" | "md" => Some(Self::Text),
            "xlsx" | "xlsm" => Some(Self::Workbook),
            "docx" | "docm" => Some(Self::Word),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// Whether the extension says that [`read_file`] can read the file (`.pdf`, `.txt`, `.md`, `.xlsx`, `.xlsm`, `.csv`, `.docx`, `.docm`, in any case).
#[must_use]
pub fn is_supported(path: &Path) -> bool {
    Kind::of_extension(path).is_some()
}

/// Reads a file.
///
/// # Errors
/// One [`ReadError`] that says what is wrong with the file.
pub fn read_file(path: &Path, options: &Options) -> Result<SourceFile, ReadError> {
    let shown = || path.display().to_string();
    let unreadable = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => ReadError::Missing { file: shown() },
        _ => ReadError::Unreadable { file: shown(), source },
    };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(ReadError::Folder { file: shown() });
    }
    check_size(&shown(), metadata.len(), options)?;
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let kind = Kind::of(path, &bytes).ok_or_else(|| ReadError::UnsupportedKind { file: shown() })?;
    let mut source = read_bytes(&shown(), &bytes, kind, options)?;
    source.name = path.file_stem().map_or_else(shown, |stem| stem.to_string_lossy().into_owned());
    Ok(source)
}

/// Reads the bytes of a source. `name` becomes [`SourceFile::name`] and is what errors call the file.
///
/// # Errors
/// One [`ReadError`] that says what is wrong with the bytes.
pub fn read_bytes(name: &str, bytes: &[u8], kind: Kind, options: &Options) -> Result<SourceFile, ReadError> {
    check_size(name, bytes.len() as u64, options)?;
    if bytes.is_empty() {
        return Err(ReadError::Empty { file: name.to_owned() });
    }
    let mut source = match kind {
        Kind::Pdf => pdf::read(name, bytes, options)?,
        Kind::Text => text::read(name, bytes)?,
        Kind::Workbook => sheets::read(name, bytes, options)?,
        Kind::Word => docx::read(name, bytes, options)?,
        Kind::Csv => csv::read(name, bytes, options)?,
    };
    if options.ocr && kind == Kind::Pdf {
        ocr::recognise(name, bytes, &mut source, options)?;
    }
    source.hash = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(source)
}

/// Looks through the packing of a workbook before anybody else unpacks it.
///
/// # Errors
/// One [`ReadError`] where the bytes are no workbook, too large when unpacked, or damaged.
pub fn check_workbook(name: &str, bytes: &[u8], options: &Options) -> Result<(), ReadError> {
    check_size(name, bytes.len() as u64, options)?;
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        // An encrypted workbook is wrapped in the container of the old formats.
        return Err(ReadError::UnsupportedEncryption { file: name.to_owned() });
    }
    unzip::open(name, bytes, options.max_stream_size).map(drop)
}

/// The warning about a page whose reading or layout took all the time that it was given.
#[must_use]
pub fn time_warning(page: usize, time: Duration) -> Warning {
    Warning { code: "page_time_limit".to_owned(), page: Some(page), detail: time.as_secs().to_string() }
}

fn check_size(file: &str, size: u64, options: &Options) -> Result<(), ReadError> {
    if size > options.max_file_size {
        return Err(ReadError::TooLarge { file: file.to_owned(), size, limit: options.max_file_size });
    }
    Ok(())
}
