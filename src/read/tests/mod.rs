//! Tests of the room as others use it: made PDFs, hostile ones, and the shared collection of difficult ones where it is present.

pub(super) mod build;
mod docx;
mod drawn;
mod fonts;
mod hostile;
mod ocr;
mod shared;
mod sheets;

use std::path::Path;

use super::*;
use crate::model::{Content, Page};

/// Reads bytes as a PDF called `made`.
fn read_pdf(bytes: &[u8]) -> Result<SourceFile, ReadError> {
    read_bytes("made", bytes, Kind::Pdf, &Options::default())
}

fn pages(source: &SourceFile) -> &[Page] {
    match &source.content {
        Content::Pages(pages) => pages,
        _ => panic!("a PDF has pages"),
    }
}

fn only_page(bytes: &[u8]) -> Page {
    pages(&read_pdf(bytes).unwrap())[0].clone()
}

/// The page's text in paint order.
fn text(page: &Page) -> String {
    page.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
}

fn codes(source: &SourceFile) -> Vec<&str> {
    source.warnings.iter().map(|warning| warning.code.as_str()).collect()
}

#[test]
fn kinds_are_told_by_content_first() {
    assert_eq!(Kind::of(Path::new("plan.txt"), b"%PDF-1.7 ..."), Some(Kind::Pdf));
    assert_eq!(Kind::of(Path::new("plan.PDF"), b"<html>"), Some(Kind::Pdf));
    assert_eq!(Kind::of(Path::new("plan.md"), "# 計画".as_bytes()), Some(Kind::Text));
    assert_eq!(Kind::of(Path::new("plan.doc"), b"\xd0\xcf"), None);
    assert!(is_supported(Path::new("a/計画.Txt")) && !is_supported(Path::new("a/計画")));
}

#[test]
fn each_situation_has_its_error() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let code = |path: &Path| read_file(path, &Options::default()).unwrap_err().code();
    assert_eq!(code(&folder.path().join("none.pdf")), "missing");
    assert_eq!(code(folder.path()), "folder");
    assert_eq!(code(&put("empty.pdf", b"")), "empty");
    assert_eq!(code(&put("empty.txt", b"")), "empty");
    assert_eq!(code(&put("page.pdf", b"<html></html>")), "not_pdf");
    assert_eq!(code(&put("plan.doc", b"\xd0\xcf")), "unsupported_kind");
    assert_eq!(code(&put("broken.pdf", b"%PDF-1.7\nnothing else")), "damaged");
    let small = Options { max_file_size: 3, ..Options::default() };
    let error = read_file(&put("large.txt", b"four"), &small).unwrap_err();
    assert_eq!(error.code(), "too_large");
    assert!(error.file().ends_with("large.txt") && error.to_string().contains("large.txt"));
}

#[test]
fn a_file_is_known_by_its_stem_and_hash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("計画 R6.txt");
    std::fs::write(&path, "abc").unwrap();
    let source = read_file(&path, &Options::default()).unwrap();
    assert_eq!(source.name, "計画 R6");
    assert_eq!(source.hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
