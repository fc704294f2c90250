//! The text of one glyph, as far as it is text.

use unicode_normalization::UnicodeNormalization;

use crate::language::variants::unified;

/// What symbol fonts draw at the private codes that Word writes for them (Wingdings and Symbol, code + U+F000): bullets, marks and arrows.
const SYMBOLS: [(char, char); 24] = [
    ('\u{f06c}', '●'),
    ('\u{f06d}', '○'),
    ('\u{f06e}', '■'),
    ('\u{f06f}', '□'),
    ('\u{f071}', '□'),
    ('\u{f072}', '□'),
    ('\u{f075}', '◆'),
    ('\u{f076}', '❖'),
    ('\u{f09f}', '•'),
    ('\u{f0a1}', '○'),
    ('\u{f0a7}', '▪'),
    ('\u{f0a8}', '□'),
    ('\u{f0b7}', '•'),
    ('\u{f0d8}', '➢'),
    ('\u{f0df}', '←'),
    ('\u{f0e0}', '→'),
    ('\u{f0e1}', '↑'),
    ('\u{f0e2}', '↓'),
    ('\u{f0e8}', '➔'),
    ('\u{f0f0}', '⇨'),
    ('\u{f0f2}', '⇩'),
    ('\u{f0fb}', '✗'),
    ('\u{f0fc}', '✓'),
    ('\u{f0fe}', '☑'),
];

/// The longest text of one glyph, in bytes: a ligature or a name drawn as one sign. A map may claim kilobytes for each of a page's glyphs.
const LONGEST: usize = 256;

/// The text that a font claims for a glyph: known symbols for private codes, U+FFFD for what says nothing (other private codes, controls,
/// non-characters, more than a sign can say), `None` where there is no mark at all (soft hyphen, variation selector, zero width).
pub(super) fn clean(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return Some(char::REPLACEMENT_CHARACTER.to_string());
    }
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => cleaned.push(' '),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {}
            '\u{e000}'..='\u{f8ff}' => {
                cleaned.push(SYMBOLS.iter().find(|(code, _)| *code == c).map_or(char::REPLACEMENT_CHARACTER, |s| s.1))
            }
            '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}' | '\u{f0000}'..='\u{10ffff}' => cleaned.push(char::REPLACEMENT_CHARACTER),
            c if c.is_control() => cleaned.push(char::REPLACEMENT_CHARACTER),
            // A radical in running text is the trace of a font that draws radical and ideograph with one glyph.
            '\u{2f00}'..='\u{2fdf}' => cleaned.extend(std::iter::once(c).nfkc()),
            c => cleaned.push(unified(c)),
        }
    }
    (!cleaned.is_empty()).then_some(cleaned)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn marks_are_kept_and_nonsense_is_not_text() {
        assert_eq!(clean("水").as_deref(), Some("水"));
        assert_eq!(clean("\u{f0e0}").as_deref(), Some("→"));
        assert_eq!(clean("\u{e123}").as_deref(), Some("\u{fffd}"));
        assert_eq!(clean("\u{3}").as_deref(), Some("\u{fffd}"));
        assert_eq!(clean("﨑\u{e0101}").as_deref(), Some("﨑"));
        assert_eq!(clean("⽔").as_deref(), Some("水"));
        assert_eq!(clean("⻘").as_deref(), Some("青"));
        assert_eq!(clean(&"水".repeat(100)).as_deref(), Some("\u{fffd}"));
        assert_eq!(clean("\u{200b}"), None);
        assert_eq!(clean("\u{a0}").as_deref(), Some(" "));
    }
}
