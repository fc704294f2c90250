//! Text recognition on a shared scan, where `tesseract` is installed.

#![allow(clippy::print_stderr)] // a test that is left out says so

use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use super::{pages, text};
use crate::read::{Options, ReadError, read_file};

/// The collection of files that break readers: beside the repository, or where `SHIRUBE_SHARED` says.
fn quirks() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("SHIRUBE_SHARED").map_or_else(beside, PathBuf::from).join("quirks")
}

/// Characters without blanks, in their plain forms, in any order: how many of the first are in the second.
fn found(expected: &str, read: &str) -> (usize, usize) {
    // Circles that stand for a name are drawn alike: ○ and 〇.
    let plain = |text: &str| text.replace('〇', "○").nfkc().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
    let (expected, mut read) = (plain(expected), plain(read));
    let all = expected.len();
    let found = expected.iter().filter(|c| read.iter().position(|r| r == *c).map(|at| read.swap_remove(at)).is_some()).count();
    (found, all)
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
    let expected: String = pages(&read_file(&plain, &Options::default()).unwrap()).iter().map(text).collect();
    let read: String = pages(&source).iter().map(text).collect();
    let (right, all) = found(&expected, &read);
    eprintln!("recognised {right} of {all} characters");
    assert!(right * 100 >= all * 95, "{right} of {all}\n{expected}\n{read}");
}
