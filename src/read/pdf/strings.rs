//! Text strings of a PDF's own dictionaries: titles of the document and its outline, ActualText.

use encoding_rs::SHIFT_JIS;
use lopdf::Object;

/// The text of a string's bytes: UTF-16 or UTF-8 with a mark; else Shift_JIS where it reads as Japanese (old producers wrote it although the format
/// never allowed it); else PDFDocEncoding. Control characters (language escapes among them) are dropped.
pub(super) fn text_string(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => japanese_without_mark(bytes).unwrap_or_else(|| pdf_doc_encoding(bytes)),
    };
    text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}

fn japanese_without_mark(bytes: &[u8]) -> Option<String> {
    if bytes.is_ascii() {
        return None;
    }
    let text = std::str::from_utf8(bytes).map(str::to_owned).ok().or_else(|| {
        let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    })?;
    text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')).then_some(text)
}

fn pdf_doc_encoding(bytes: &[u8]) -> String {
    let object = Object::String(bytes.to_vec(), lopdf::StringFormat::Literal);
    lopdf::decode_text_string(&object).unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_one_title() {
        let title = "水道ビジョン";
        let utf16: Vec<u8> = [0xfe, 0xff].into_iter().chain(title.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(text_string(&utf16), title);
        assert_eq!(text_string(&SHIFT_JIS.encode(title).0), title);
        assert_eq!(text_string(title.as_bytes()), title);
        assert_eq!(text_string(format!("\u{feff}{title}").as_bytes()), title);
        assert_eq!(text_string(b"Plan \x80 2024"), "Plan \u{2022} 2024");
        assert_eq!(text_string(b"\xfe\xff\x6c"), "\u{fffd}");
    }
}
