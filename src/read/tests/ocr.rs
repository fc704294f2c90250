//! Text recognition on a shared scan, where `tesseract` is installed.

#![allow(clippy::print_stderr)] // a test that is left out says so

use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use super::pages;
use crate::layout::pages::words_in;
use crate::model::{Page, Rect};
use crate::read::{Options, ReadError, read_file};

/// The collection of files that break readers: beside the repository, or where `SHIRUBE_SHARED` says.
fn quirks() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("SHIRUBE_SHARED").map_or_else(beside, PathBuf::from).join("quirks")
}

/// The words of a page line by line, as they stand on the paper, in plain forms and without blanks.
fn lines(page: &Page) -> String {
    let whole = Rect::new(0.0, 0.0, page.width, page.height);
    // Circles that stand for a name are drawn alike: ○ and 〇.
    words_in(page, &whole).replace('〇', "○").nfkc().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn characters_of_the_shared_scan_are_right() {
    let (scan, plain) = (quirks().join("scanned.pdf"), quirks().join("rl_ipa.pdf"));
    if !scan.exists() {
        return eprintln!("SKIPPED: {} is not there", scan.display());
    }
    let options = Options { ocr: true, ..Options::default() };
    let source = match read_file(&scan, &options) {
        Err(ReadError::OcrUnavailable { reason, .. }) => return eprintln!("SKIPPED: {reason}"),
        other => other.unwrap(),
    };
    assert_eq!(source.warnings.iter().map(|w| w.code.as_str()).collect::<Vec<_>>(), ["ocr_page"]);
    let expected: String = pages(&read_file(&plain, &Options::default()).unwrap()).iter().map(lines).collect();
    let read: String = pages(&source).iter().map(lines).collect();
    // Wrong, missing and additional characters all count.
    let (wrong, all) = (strsim::levenshtein(&expected, &read), expected.chars().count());
    eprintln!("recognised with {wrong} mistakes in {all} characters");
    assert!(wrong * 100 <= all * 5, "{wrong} of {all}\n{expected}\n{read}");
}
