//! Any bytes through this door; see `tests/e2e/targets.rs`. What is no ZIP file is the text of a sheet: `sheet1.xml`, and after
//! zero bytes `styles.xml` and `sharedStrings.xml`.
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

const BOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

// A fault that the program catches (one page, one sheet) is none; what gets out of the door ends the run all the same.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    let mut parts = bytes.split(|byte| *byte == 0).filter(|part| !part.is_empty());
    let mut part = || parts.next().unwrap_or_default();
    let (sheet, styles, strings) = (part(), part(), part());
    let mut all = vec![("xl/workbook.xml", BOOK), ("xl/_rels/workbook.xml.rels", RELATIONS), ("xl/worksheets/sheet1.xml", sheet)];
    all.extend([("xl/styles.xml", styles), ("xl/sharedStrings.xml", strings)].into_iter().filter(|(_, part)| !part.is_empty()));
    let file = if bytes.starts_with(b"PK") { None } else { packed(&all) };
    let _ = targets::read(file.as_deref().unwrap_or(bytes), shirube::read::Kind::Workbook);
});
