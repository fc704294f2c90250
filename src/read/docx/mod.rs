//! Word documents: paragraphs with their styles, lists and tables with spans (ECMA-376 part 1, 17).

mod body;
mod styles;
mod table;

use std::io::Read;

use quick_xml::XmlVersion;

use super::{Options, ReadError, unzip};
use crate::model::{BlockKind, Content, SourceFile};

/// Reads a Word document. Places are lines: its paragraphs and tables in order, from 1.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Result<SourceFile, ReadError> {
    let damaged = |reason: String| ReadError::Damaged { file: name.to_owned(), reason };
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        // An encrypted document is wrapped in the container of the old formats.
        return Err(ReadError::UnsupportedEncryption { file: name.to_owned() });
    }
    let mut archive = unzip::open(name, bytes, options.max_stream_size)?;
    let mut part = |path: &str| -> Option<String> {
        let mut bytes = Vec::new();
        archive.by_name(path).ok()?.take(options.max_stream_size as u64).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    let document = part("word/document.xml").ok_or_else(|| ReadError::NotOffice { file: name.to_owned() })?;
    let styles = part("word/styles.xml").map(|xml| styles::read(&xml)).unwrap_or_default();
    let blocks = body::read(&document, &styles).map_err(damaged)?;
    let has_words = |kind: &BlockKind| match kind {
        BlockKind::Table(table) => table.cells.iter().any(|cell| !cell.text.is_empty()),
        _ => true,
    };
    if !blocks.iter().any(|block| has_words(&block.kind)) {
        return Err(ReadError::Empty { file: name.to_owned() });
    }
    Ok(SourceFile::new(name, Content::Blocks(blocks), Vec::new()))
}

/// The value of an attribute by its name without prefix.
pub(super) fn attribute(element: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Explicit1_0).ok().map(std::borrow::Cow::into_owned)
}
