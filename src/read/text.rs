//! Text files: their encoding, then their lines.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;
use crate::model::{Content, SourceFile, Warning};

/// Reads a text. Anything but UTF-8 is said in a warning `encoding` with the encoding's name.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<SourceFile, ReadError> {
    let (text, warnings) = decode(name, bytes)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty { file: name.to_owned() });
    }
    Ok(SourceFile::new(name, Content::Lines(split_lines(&text)), warnings))
}

pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<(String, Vec<Warning>), ReadError> {
    let encoding = detect(bytes);
    let (text, encoding, damaged) = encoding.decode(bytes);
    // A few stray bytes are forgiven; many mean that this is something else.
    let strange = text.chars().filter(|&c| is_strange(c)).count();
    if strange * 20 > text.chars().count() {
        return Err(ReadError::NotText { file: name.to_owned() });
    }
    let mut warnings = Vec::new();
    if encoding != UTF_8 {
        warnings.push(warning("encoding", encoding.name()));
    }
    if damaged {
        warnings.push(warning("encoding_damaged", encoding.name()));
    }
    Ok((text.into_owned(), warnings))
}

/// Characters that stand in no text: controls other than blanks and line ends (and the end mark of old systems), and what could not be decoded.
fn is_strange(c: char) -> bool {
    c == char::REPLACEMENT_CHARACTER || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}'))
}

fn warning(code: &str, detail: &str) -> Warning {
    Warning { code: code.to_owned(), page: None, detail: detail.to_owned() }
}

/// Byte order mark, valid UTF-8, UTF-16 without a mark, and at last a guess among the encodings of Japanese files.
fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    // ISO-2022-JP is ASCII with escapes, so it passes for UTF-8.
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) && !bytes.windows(2).any(|pair| pair == b"\x1b$") {
        return UTF_8;
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    // The top-level domain is the detector's hint for the language: Japanese.
    detector.guess(Some(b"jp"), Utf8Detection::Allow)
}

/// Line ends give UTF-16 away: a line feed is the unit 000A, and text without any line end is no document.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.len().is_multiple_of(2) || !bytes.contains(&0) {
        return None;
    }
    let (mut little, mut big) = (0_usize, 0_usize);
    for unit in bytes.chunks_exact(2) {
        match unit {
            [b'\n', 0] => little += 1,
            [0, b'\n'] => big += 1,
            _ => {}
        }
    }
    match little.cmp(&big) {
        std::cmp::Ordering::Greater => Some(UTF_16LE),
        std::cmp::Ordering::Less => Some(UTF_16BE),
        std::cmp::Ordering::Equal => None,
    }
}

/// Lines end with `\n` (a `\r` before it goes too), so that line numbers are those of other tools. Files that know only `\r` end lines with that.
/// A form feed (page break) stays in its line if something else stands there, and leaves an empty line if not.
fn split_lines(text: &str) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let mut lines: Vec<String> = text.split(end).map(clean_line).collect();
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn clean_line(line: &str) -> String {
    line.strip_suffix('\r').unwrap_or(line).trim_matches('\u{c}').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "第１章　水道事業\n計画期間は令和６年度から令和15年度までの10年間とします。\n\n施策の方向性を示します。\n";

    fn lines(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
        let source = read("plan", bytes).unwrap();
        let warnings = source.warnings.iter().map(|w| format!("{} {}", w.code, w.detail)).collect();
        match source.content {
            Content::Lines(lines) => (lines, warnings),
            _ => panic!("a text has lines"),
        }
    }

    fn expected() -> Vec<String> {
        TEXT.lines().map(str::to_owned).collect()
    }

    #[test]
    fn utf8_with_and_without_mark_and_with_all_line_ends() {
        assert_eq!(lines(TEXT.as_bytes()), (expected(), vec![]));
        assert_eq!(lines(format!("\u{feff}{TEXT}").as_bytes()), (expected(), vec![]));
        assert_eq!(lines(TEXT.replace('\n', "\r\n").as_bytes()), (expected(), vec![]));
        assert_eq!(lines(TEXT.replace('\n', "\r").as_bytes()), (expected(), vec![]));
    }

    #[test]
    fn japanese_encodings_are_found_and_said() {
        for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::ISO_2022_JP] {
            let (bytes, _, lossy) = encoding.encode(TEXT);
            assert!(!lossy);
            assert_eq!(lines(&bytes), (expected(), vec![format!("encoding {}", encoding.name())]));
        }
    }

    #[test]
    fn utf16_with_and_without_mark() {
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(lines(&little), (expected(), vec!["encoding UTF-16LE".to_owned()]));
        assert_eq!(lines(&big), (expected(), vec!["encoding UTF-16BE".to_owned()]));
        assert_eq!(lines(&[&[0xff, 0xfe], &little[..]].concat()).0, expected());
    }

    #[test]
    fn line_numbers_are_those_of_awk() {
        let (lines, _) = lines("一\n\u{c}\n三\n\n五".as_bytes());
        assert_eq!(lines, ["一", "", "三", "", "五"]);
    }

    #[test]
    fn blank_and_binary_files_are_errors() {
        assert_eq!(read("x", b"\xef\xbb\xbf \n\n").unwrap_err().code(), "empty");
        let binary: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert_eq!(read("x", &binary).unwrap_err().code(), "not_text");
    }
}
