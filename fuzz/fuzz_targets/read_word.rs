//! Any bytes through this door; see `tests/e2e/targets.rs`. What is no ZIP file is the text of a document: `document.xml`, and
//! after two zero bytes `styles.xml`.
#![no_main]
#![allow(dead_code)]

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[path = "../../tests/e2e/targets.rs"]
mod targets;

/// The parts of an Office file, unpacked, so that damage reaches the XML inside: a checksum keeps it out of a packed file.
fn packed(parts: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).ok()?;
        out.write_all(bytes).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

// A fault that the program catches (one page, one sheet) is none; what gets out of the door ends the run all the same.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    let mut parts = bytes.split(|byte| *byte == 0).filter(|part| !part.is_empty());
    let (body, styles) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let file = if bytes.starts_with(b"PK") { None } else { packed(&[("word/document.xml", body), ("word/styles.xml", styles)]) };
    let _ = targets::read(file.as_deref().unwrap_or(bytes), shirube::read::Kind::Word);
});
