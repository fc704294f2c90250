//! PDF: lopdf for the document (password, title, outline, fonts in need of repair), hayro-interpret for what each page paints.

mod actual_text;
mod clip;
mod color;
mod device;
mod diagnosis;
mod document;
mod font_limits;
mod fonts;
mod forms;
mod glyph_text;
mod hatching;
mod limits;
mod outline;
mod overprint;
mod pages;
mod plausibility;
mod polylines;
mod render;
mod repair;
mod strings;
mod tile;
mod to_unicode;

pub use pages::threads;
pub use render::{Renderer, has_japanese_font};

use super::{Options, ReadError};
use crate::model::{Content, SourceFile, Warning};

/// Whether the bytes begin like a PDF. Readers accept rubbish before the header within the first kilobyte.
pub(super) fn has_header(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-")
}

/// Reads a PDF.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Result<SourceFile, ReadError> {
    if !has_header(bytes) {
        return Err(ReadError::NotPdf { file: name.to_owned() });
    }
    // Objects may be nested deeply on purpose, so everything runs on threads with a large stack.
    threads().install(|| {
        let document = document::open(name, bytes, options)?;
        let mut warnings = document.warnings;
        let (pages, found) = pages::read(&document.pdf, options);
        warnings.extend(found);
        Ok(SourceFile {
            name: name.to_owned(),
            hash: String::new(),
            content: Content::Pages(pages),
            title: document.title,
            outline: document.outline,
            warnings,
        })
    })
}

/// A warning about the whole file.
fn warning(code: &str, detail: impl Into<String>) -> Warning {
    Warning { code: code.to_owned(), page: None, detail: detail.into() }
}

/// A warning about one page.
fn page_warning(code: &str, page: usize, detail: impl Into<String>) -> Warning {
    Warning { code: code.to_owned(), page: Some(page), detail: detail.into() }
}

#[cfg(test)]
pub(super) use fonts::blank_font;
