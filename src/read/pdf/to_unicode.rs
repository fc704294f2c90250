//! Reads what can be read of a broken ToUnicode map and writes it as a map that any parser takes.

use std::fmt::Write;

/// A token of a CMap, as far as the maps need it.
#[derive(Debug, PartialEq)]
enum Token {
    /// `<...>`: a code or UTF-16 text.
    Hex(Vec<u8>),
    Open,
    Close,
    Word(String),
}

/// One mapping of a code to UTF-16 text, both as bytes.
type Entry = (Vec<u8>, Vec<u8>);

/// Most mappings kept; more cannot come of two-byte codes.
const MAX_ENTRIES: usize = 0x1_0000;

/// Longest text of one code, in bytes.
const MAX_TEXT: usize = 64;

/// The map written anew with only its mappings, `None` if there are none.
pub(super) fn rewritten(data: &[u8]) -> Option<Vec<u8>> {
    let entries = entries(&tokens(data));
    if entries.is_empty() {
        return None;
    }
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Rewritten def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    for part in entries.chunks(100) {
        // Writing to a string cannot fail.
        let _ = writeln!(map, "{} beginbfchar", part.len());
        for (code, text) in part {
            let _ = writeln!(map, "<{}> <{}>", hex(code), hex(text));
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nend\nend\n");
    Some(map.into_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The mappings of all `bfchar` and `bfrange` sections; entries that make no sense are passed over.
fn entries(tokens: &[Token]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut i = 0;
    while i < tokens.len() && entries.len() < MAX_ENTRIES {
        let Token::Word(word) = &tokens[i] else {
            i += 1;
            continue;
        };
        let section = &tokens[i + 1..];
        let section = &section[..section.iter().position(|t| matches!(t, Token::Word(_))).unwrap_or(section.len())];
        match word.as_str() {
            "beginbfchar" => characters(section, &mut entries),
            "beginbfrange" => ranges(section, &mut entries),
            _ => {}
        }
        i += 1 + section.len();
    }
    entries.truncate(MAX_ENTRIES);
    entries
}

fn characters(section: &[Token], entries: &mut Vec<Entry>) {
    for pair in section.chunks(2) {
        if let [Token::Hex(code), Token::Hex(text)] = pair {
            push(entries, code, text.clone());
        }
    }
}

fn ranges(mut section: &[Token], entries: &mut Vec<Entry>) {
    while let [Token::Hex(first), Token::Hex(last), target, rest @ ..] = section {
        section = rest;
        let Some(codes) = code_range(first, last) else { continue };
        match target {
            Token::Hex(text) if text.len() <= MAX_TEXT => {
                for (step, code) in codes.enumerate() {
                    push(entries, &code_bytes(code, first.len()), stepped(text, step));
                }
            }
            Token::Open => {
                let end = section.iter().position(|t| *t == Token::Close).unwrap_or(section.len());
                for (code, text) in codes.zip(&section[..end]) {
                    if let Token::Hex(text) = text {
                        push(entries, &code_bytes(code, first.len()), text.clone());
                    }
                }
                section = section.get(end + 1..).unwrap_or_default();
            }
            Token::Hex(_) | Token::Close | Token::Word(_) => {}
        }
        if entries.len() >= MAX_ENTRIES {
            return;
        }
    }
}

fn push(entries: &mut Vec<Entry>, code: &[u8], text: Vec<u8>) {
    if (1..=4).contains(&code.len()) && (1..=MAX_TEXT).contains(&text.len()) {
        entries.push((code.to_vec(), text));
    }
}

fn code_range(first: &[u8], last: &[u8]) -> Option<std::ops::RangeInclusive<u32>> {
    let number = |bytes: &[u8]| (bytes.len() <= 4).then(|| bytes.iter().fold(0_u32, |n, byte| n << 8 | u32::from(*byte)));
    let (first, last) = (number(first)?, number(last)?);
    (first <= last && last - first < MAX_ENTRIES as u32).then_some(first..=last)
}

fn code_bytes(code: u32, length: usize) -> Vec<u8> {
    code.to_be_bytes()[4 - length.clamp(1, 4)..].to_vec()
}

/// The text of a range's start moved on by `step`: its last UTF-16 unit grows.
fn stepped(text: &[u8], step: usize) -> Vec<u8> {
    let mut text = text.to_vec();
    if let [.., high, low] = text.as_mut_slice() {
        let unit = u16::from_be_bytes([*high, *low]).wrapping_add(step as u16);
        [*high, *low] = unit.to_be_bytes();
    } else if let [only] = text.as_mut_slice() {
        return (u16::from(*only).wrapping_add(step as u16)).to_be_bytes().to_vec();
    }
    text
}

fn tokens(data: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = data;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'%' => rest = &rest[rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len())..],
            b'<' if rest.first() != Some(&b'<') => {
                let end = rest.iter().position(|&b| b == b'>').unwrap_or(rest.len());
                tokens.push(Token::Hex(unhex(&rest[..end])));
                rest = rest.get(end + 1..).unwrap_or_default();
            }
            b'[' => tokens.push(Token::Open),
            b']' => tokens.push(Token::Close),
            b if b.is_ascii_alphabetic() => {
                let end = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
                let word = [&[byte], &rest[..end]].concat();
                tokens.push(Token::Word(String::from_utf8_lossy(&word).into_owned()));
                rest = &rest[end..];
            }
            _ => {}
        }
    }
    tokens
}

fn unhex(digits: &[u8]) -> Vec<u8> {
    let mut digits: Vec<u8> = digits.iter().filter_map(|&d| Some((d as char).to_digit(16)? as u8)).collect();
    if !digits.len().is_multiple_of(2) {
        digits.push(0);
    }
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use hayro_cmap::{BfString, CMap};
    use proptest::prelude::*;

    use super::*;

    fn lookup(map: &[u8], code: u32) -> Option<BfString> {
        CMap::parse(map, |_| None).expect("a rewritten map parses").lookup_bf_string(code)
    }

    #[test]
    fn a_malformed_code_space_costs_nothing() {
        let broken = b"begincmap 1 begincodespacerange <00> <FFFF> endcodespacerange
            2 beginbfchar <0001> <6C34> <0002> <D842DFB7> endbfchar
            2 beginbfrange <0010> <0012> <3042> <0020> <0021> [<9752> <6728>] endbfrange endcmap";
        assert!(CMap::parse(broken, |_| None).is_none());
        let map = rewritten(broken).unwrap();
        assert_eq!(lookup(&map, 1), Some(BfString::Char('水')));
        assert_eq!(lookup(&map, 2), Some(BfString::Char('𠮷')));
        assert_eq!(lookup(&map, 0x12), Some(BfString::Char('い')));
        assert_eq!(lookup(&map, 0x21), Some(BfString::Char('木')));
        assert_eq!(lookup(&map, 0x22), None);
    }

    #[test]
    fn huge_ranges_are_passed_over() {
        assert_eq!(rewritten(b"beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_parsable_map_or_none(data in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Some(map) = rewritten(&data) {
                prop_assert!(CMap::parse(&map, |_| None).is_some());
            }
        }

        #[test]
        fn any_sections_give_a_parsable_map_or_none(section in "(begin|end)?bf(char|range) ([<>\\[\\] 0-9A-F]{0,12} ){0,12}endbfchar") {
            if let Some(map) = rewritten(section.as_bytes()) {
                prop_assert!(CMap::parse(&map, |_| None).is_some());
            }
        }
    }
}
