//! From codes to characters.

use lopdf::{Dictionary, Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};

use super::build::{Made, bytes, composite, utf16};
use super::*;
use crate::model::Direction;

const WORDS: &str = "令和6年度 髙﨑浄水場〜①";

/// A page that shows one string in one font.
fn shown(font: Dictionary, string: &str) -> Vec<u8> {
    Made::new(&format!("BT /J 12 Tf 100 700 Td {string} Tj ET")).font("J", font).bytes()
}

fn shift_jis(text: &str) -> String {
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!lossy);
    format!("<{}>", bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>())
}

/// Gives a composite font a program of its own: what it draws does not matter, that it loads does.
fn embedded(made: &mut Made, mut font: Dictionary) -> Dictionary {
    let program = made.document.add_object(Stream::new(Dictionary::new(), pdf::blank_font()));
    let descendant = font.get_mut(b"DescendantFonts").and_then(Object::as_array_mut).unwrap()[0].as_dict_mut().unwrap();
    descendant.get_mut(b"FontDescriptor").and_then(Object::as_dict_mut).unwrap().set("FontFile2", program);
    font
}

/// As [`shown`], with the font embedded.
fn shown_embedded(font: Dictionary, string: &str) -> Vec<u8> {
    let mut made = Made::new(&format!("BT /J 12 Tf 100 700 Td {string} Tj ET"));
    let font = embedded(&mut made, font);
    made.font("J", font).bytes()
}

/// The bytes of the document, encrypted.
fn encrypted(mut document: Document, user: &str) -> Vec<u8> {
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: user,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    bytes(document)
}

#[test]
fn predefined_encodings_without_a_map() {
    for encoding in ["UniJIS-UCS2-H", "UniJIS-UTF16-H", "UniJIS2004-UTF16-H"] {
        assert_eq!(text(&only_page(&shown(composite(encoding, "Japan1"), &utf16(WORDS)))), WORDS, "{encoding}");
        assert_eq!(text(&only_page(&shown_embedded(composite(encoding, "Japan1"), &utf16(WORDS)))), WORDS, "{encoding}, embedded");
    }
    let words = "令和6年度 髙﨑浄水場①";
    assert_eq!(text(&only_page(&shown(composite("90ms-RKSJ-H", "Japan1"), &shift_jis(words)))), words);
    assert_eq!(text(&only_page(&shown_embedded(composite("90ms-RKSJ-H", "Japan1"), &shift_jis(words)))), words);
}

#[test]
fn cids_of_a_known_collection_without_a_map() {
    // Adobe-Japan1: 843 is あ, 845 い, 2210 水 (seen in UniJIS-UTF16-H: U+6C34).
    let shown = |font| text(&only_page(&shown_embedded(font, "<034B034D>")));
    assert_eq!(shown(composite("Identity-H", "Japan1")), "あい");
    assert_eq!(shown(composite("Identity-H", "Identity")), "\u{fffd}\u{fffd}");
}

#[test]
fn nobody_can_decode_an_identity_font_and_that_is_said() {
    let source = read_pdf(&shown_embedded(composite("Identity-H", "Identity"), "<00010002000300040005>")).unwrap();
    assert_eq!(codes(&source), ["undecodable_font"]);
    assert!(pages(&source)[0].glyphs.iter().all(|glyph| glyph.text == "\u{fffd}"));
}

#[test]
fn an_unknown_encoding_is_not_dropped_in_silence() {
    let source = read_pdf(&shown(composite("Nobody-Knows-H", "Japan1"), "<6C34>")).unwrap();
    assert_eq!(codes(&source), ["undecodable_font"]);
}

/// A font with an identity encoding and this ToUnicode map.
fn mapped(map: &str) -> Vec<u8> {
    let mut made = Made::new("BT /J 12 Tf 100 700 Td <00010002> Tj ET");
    let map = made.document.add_object(Stream::new(Dictionary::new(), map.as_bytes().to_vec()));
    let mut font = composite("Identity-H", "Identity");
    font.set("ToUnicode", map);
    made.font("J", font).bytes()
}

#[test]
fn a_map_with_a_malformed_code_space_is_rescued() {
    let body = "2 beginbfchar <0001> <6C34> <0002> <9053> endbfchar";
    assert_eq!(text(&only_page(&mapped(&format!("1 begincodespacerange <0000> <FFFF> endcodespacerange {body}")))), "水道");
    assert_eq!(text(&only_page(&mapped(&format!("1 begincodespacerange <00> <FFFF> endcodespacerange {body}")))), "水道");
}

#[test]
fn radicals_and_symbols_become_what_they_look_like() {
    let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <2F54> <0002> <F0E0> endbfchar";
    assert_eq!(text(&only_page(&mapped(map))), "水→");
}

#[test]
fn vertical_writing_runs_down_around_one_line() {
    let page = only_page(&shown(composite("UniJIS-UCS2-V", "Japan1"), &utf16("令和6年")));
    assert_eq!(text(&page), "令和6年");
    assert!(page.glyphs.iter().all(|glyph| glyph.direction == Direction::Down));
    let middles: Vec<f32> = page.glyphs.iter().map(|glyph| glyph.rect.center().x).collect();
    assert!(middles.iter().all(|x| (x - 100.0).abs() < 1.0), "{middles:?}");
    let tops: Vec<f32> = page.glyphs.iter().map(|glyph| glyph.rect.y0).collect();
    assert!(tops.windows(2).all(|pair| (pair[1] - pair[0] - 12.0).abs() < 0.1), "{tops:?}");
}

#[test]
fn bold_is_in_the_name_even_of_a_font_that_is_not_embedded() {
    let mut font = composite("90ms-RKSJ-H", "Japan1");
    font.set("BaseFont", "MS-Gothic,Bold");
    assert!(only_page(&shown(font, &shift_jis("水"))).glyphs[0].bold);
    assert!(!only_page(&shown(composite("90ms-RKSJ-H", "Japan1"), &shift_jis("水"))).glyphs[0].bold);
}

#[test]
fn actual_text_replaces_what_the_glyphs_say() {
    let shown = |text_given: &str, glyphs: &str| {
        let span = format!("/Span <</ActualText <FEFF{}>>> BDC", &utf16(text_given).trim_matches(['<', '>']));
        only_page(&Made::new(&format!("BT /F 10 Tf 100 700 Td (a) Tj {span} ({glyphs}) Tj EMC (z) Tj ET")).bytes())
    };
    assert_eq!(text(&shown("水道", "xy")), "a水道z");
    assert_eq!(text(&shown("", "-")), "az");
    // More characters than glyphs share a place; fewer leave room to their neighbour.
    let wide = shown("水道局", "xy");
    assert_eq!(wide.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<Vec<_>>(), ["a", "水道", "局", "z"]);
    let narrow = shown("水", "xyz");
    assert_eq!(narrow.glyphs.len(), 3);
    assert!((narrow.glyphs[1].rect.width() - 15.0).abs() < 0.1, "{:?}", narrow.glyphs[1].rect);
    // The same words keep their places.
    assert_eq!(shown("x y", "xy").glyphs[1].text, "x");
}

#[test]
fn passwords() {
    let locked_with = |user| encrypted(Made::new("BT /F 10 Tf 100 700 Td (secret) Tj ET").finish(), user);
    let with = |password: Option<&str>| Options { password: password.map(str::to_owned), ..Options::default() };
    let read = |bytes: &[u8], password| read_bytes("made", bytes, Kind::Pdf, &with(password)).map(|source| text(&pages(&source)[0]));
    let open = locked_with("");
    assert_eq!(read(&open, None).unwrap(), "secret");
    assert_eq!(read(&open, Some("whatever")).unwrap(), "secret");
    let locked = locked_with("key");
    assert_eq!(read(&locked, None).unwrap_err().code(), "password_needed");
    assert_eq!(read(&locked, Some("wrong")).unwrap_err().code(), "wrong_password");
    assert_eq!(read(&locked, Some("key")).unwrap(), "secret");
}

#[test]
fn fonts_are_repaired_in_encrypted_files_too() {
    let mut made = Made::new(&format!("BT /J 12 Tf 100 700 Td {} Tj ET", utf16("水道")));
    let font = embedded(&mut made, composite("UniJIS-UCS2-H", "Japan1"));
    let mut document = made.font("J", font).finish();
    document.trailer.set("Info", dictionary! { "Title" => lopdf::text_string("計画") });
    let source = read_pdf(&encrypted(document, "")).unwrap();
    assert_eq!(text(&pages(&source)[0]), "水道");
    assert!(source.warnings.is_empty(), "{:?}", source.warnings);
}
