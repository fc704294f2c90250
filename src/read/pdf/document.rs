//! Opens the document: password, damage, title, outline.

use std::sync::Arc;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use lopdf::xref::XrefEntry;
use lopdf::{DecompressError, Document, LoadOptions, Object};

use super::super::{Options, ReadError};
use super::strings::text_string;
use super::{forms, limits, outline, repair, warning};
use crate::model::{OutlineItem, Warning};

/// An opened document.
pub(super) struct Opened {
    /// The document as the page interpreter wants it.
    pub(super) pdf: Pdf,
    pub(super) title: Option<String>,
    pub(super) outline: Vec<OutlineItem>,
    pub(super) warnings: Vec<Warning>,
}

/// Opens a PDF. lopdf and hayro each recover from damage in their own way, so a file is given up only when both fail.
pub(super) fn open(name: &str, bytes: &[u8], options: &Options) -> Result<Opened, ReadError> {
    let mut warnings = Vec::new();
    let Some(mut document) = load_objects(name, bytes, options, &mut warnings)? else {
        let pdf = load_pages(name, bytes.to_vec(), options)?;
        return Ok(Opened { pdf, title: None, outline: Vec::new(), warnings });
    };
    let title = title(&document);
    let outline = outline::read(&document);
    let pdf = if repair::repair_fonts(&mut document) {
        load_pages(name, saved(name, document)?, options)?
    } else {
        load_pages(name, bytes.to_vec(), options)
            // Where lopdf found the pages and hayro does not, hayro gets the document in lopdf's words.
            .or_else(|error| {
                if matches!(error, ReadError::Damaged { .. }) { load_pages(name, saved(name, document)?, options) } else { Err(error) }
            })?
    };
    Ok(Opened { pdf, title, outline, warnings })
}

/// The document as lopdf writes it.
fn saved(name: &str, mut document: Document) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|error| ReadError::Damaged { file: name.to_owned(), reason: error.to_string() })?;
    Ok(bytes)
}

/// The objects through lopdf; `None` if it cannot make sense of the file, which alone is no reason to give up.
fn load_objects(name: &str, bytes: &[u8], options: &Options, warnings: &mut Vec<Warning>) -> Result<Option<Document>, ReadError> {
    let load =
        LoadOptions { password: options.password.clone(), max_decompressed_size: Some(options.max_stream_size), ..LoadOptions::default() };
    match Document::load_mem_with_options(bytes, load) {
        Ok(document) if document.is_encrypted() => Err(password_error(name, options)),
        Ok(document) => {
            if document.xref_recovery.is_some() {
                warnings.push(warning("damaged", "cross-reference table"));
            }
            let missing = missing_objects(&document);
            if missing > 0 {
                warnings.push(warning("damaged", format!("unreadable objects: {missing}")));
            }
            if forms::draw_themselves(&document) {
                warnings.push(warning("damaged", "forms that draw themselves"));
            }
            Ok(Some(document))
        }
        Err(lopdf::Error::InvalidPassword) => Err(password_error(name, options)),
        Err(lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
            Err(ReadError::UnpacksTooLarge { file: name.to_owned(), limit: options.max_stream_size as u64 })
        }
        Err(error) => {
            warnings.push(warning("damaged", error.to_string()));
            Ok(None)
        }
    }
}

/// How many objects the cross-reference table names that could not be read.
fn missing_objects(document: &Document) -> usize {
    let entries = document.reference_table.entries.iter();
    let named = entries.filter_map(|(&number, entry)| match entry {
        XrefEntry::Normal { generation, .. } => Some((number, *generation)),
        XrefEntry::Compressed { .. } => Some((number, 0)),
        XrefEntry::Free | XrefEntry::UnusableFree => None,
    });
    let missing = named.filter(|id| !document.objects.contains_key(id)).count();
    // The encryption dictionary is taken out when it has done its work.
    missing.saturating_sub(usize::from(document.was_encrypted()))
}

fn load_pages(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Pdf, ReadError> {
    let file = name.to_owned();
    let damaged = |reason: &str| ReadError::Damaged { file: name.to_owned(), reason: reason.to_owned() };
    // The empty password first: it opens files whose owner merely restricted printing.
    let bytes = Arc::new(bytes);
    let mut loaded = Pdf::new(Arc::clone(&bytes));
    if let (Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)), Some(password)) = (&loaded, &options.password) {
        loaded = Pdf::new_with_password(bytes, password);
    }
    match loaded {
        Ok(pdf) if pdf.pages().is_empty() => Err(damaged("no pages")),
        Ok(pdf) => limits::check(name, &pdf, options).map(|()| pdf),
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => Err(password_error(name, options)),
        Err(LoadPdfError::Decryption(_)) => Err(ReadError::UnsupportedEncryption { file }),
        Err(LoadPdfError::Invalid) => Err(damaged("no page tree")),
    }
}

fn password_error(name: &str, options: &Options) -> ReadError {
    let file = name.to_owned();
    if options.password.is_some() { ReadError::WrongPassword { file } } else { ReadError::PasswordNeeded { file } }
}

/// The title of the information dictionary.
fn title(document: &Document) -> Option<String> {
    let info = document.trailer.get(b"Info").ok()?;
    let info = document.dereference(info).ok()?.1.as_dict().ok()?;
    let title = document.dereference(info.get(b"Title").ok()?).ok()?.1;
    let Object::String(bytes, _) = title else { return None };
    Some(text_string(bytes)).filter(|title| !title.is_empty())
}
