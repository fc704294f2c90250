//! Whether decoded text can be text. A wrong ToUnicode map gives valid characters that no Japanese or English page has.

use std::sync::LazyLock;

use encoding_rs::SHIFT_JIS;

/// Fewer characters than this say nothing about a page.
const ENOUGH: usize = 30;

/// What speaks against the text, `None` if nothing does.
pub(super) fn doubt<'a>(texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts = Counts::default();
    texts.flat_map(str::chars).for_each(|c| counts.add(c));
    counts.doubt()
}

#[derive(Default)]
struct Counts {
    all: usize,
    /// Kanji of JIS level 1 (the 2,965 in daily use) and level 2.
    common: usize,
    uncommon: usize,
    latin: usize,
    frequent: usize,
    /// Characters that no Japanese code page has, and some of them to show.
    foreign: usize,
    examples: Vec<char>,
}

impl Counts {
    fn add(&mut self, c: char) {
        if c.is_whitespace() || c == char::REPLACEMENT_CHARACTER {
            return;
        }
        self.all += 1;
        match c {
            'A'..='Z' | 'a'..='z' => {
                self.latin += 1;
                self.frequent += usize::from("ETAOINetaoin".contains(c));
            }
            '\u{4e00}'..='\u{9fff}' => match jis_level(c) {
                Some(1) => self.common += 1,
                Some(_) => self.uncommon += 1,
                None => self.add_foreign(c),
            },
            '\u{3004}' | '\u{3020}' | '\u{3400}'..='\u{4dbf}' => self.add_foreign(c),
            c if is_foreign_letter(c) => self.add_foreign(c),
            _ => {}
        }
    }

    fn add_foreign(&mut self, c: char) {
        self.foreign += 1;
        if self.examples.len() < 5 && !self.examples.contains(&c) {
            self.examples.push(c);
        }
    }

    fn doubt(&self) -> Option<String> {
        if self.foreign >= 3 && self.foreign * 200 > self.all {
            return Some(self.examples.iter().collect());
        }
        if self.all < ENOUGH {
            return None;
        }
        // Of the kanji of any real plan, less than a tenth are of level 2.
        let kanji = self.common + self.uncommon;
        if kanji >= ENOUGH && self.uncommon * 4 > kanji {
            return Some(format!("JIS level 2: {} / {kanji}", self.uncommon));
        }
        // The six most frequent letters of English make up nearly half of it, and a third of lists of abbreviations.
        if self.latin >= 4 * ENOUGH && self.frequent * 5 < self.latin {
            return Some(format!("e, t, a, o, i, n: {} / {}", self.frequent, self.latin));
        }
        None
    }
}

/// The level of each character of the main block of kanji. Encoding each as it comes would cost more than the rest of a page's diagnosis,
/// and encoding the whole block more than decoding the code page.
fn jis_level(c: char) -> Option<u8> {
    static LEVELS: LazyLock<Vec<Option<u8>>> = LazyLock::new(decoded_levels);
    LEVELS.get((c as usize).wrapping_sub(0x4e00)).copied().flatten()
}

/// Every code of two bytes from the first kanji on, decoded: JIS X 0208's level 1 and 2; the vendors' additions (髙, 﨑) count as level 1, for
/// they are names. Bytes from 0xa0 to 0xdf are half-width kana and lead no kanji.
fn decoded_levels() -> Vec<Option<u8>> {
    let mut levels = vec![None; 0x5200];
    for code in (0x889f..=0x9ffc_u16).chain(0xe040..=0xfcfc) {
        let decoded = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&code.to_be_bytes()).and_then(|text| {
            let mut chars = text.chars();
            chars.next().filter(|_| chars.next().is_none())
        });
        if let Some(level) = decoded.and_then(|c| levels.get_mut((c as usize).wrapping_sub(0x4e00))) {
            *level = Some(if (0x989f..=0xeaa4).contains(&code) { 2 } else { 1 });
        }
    }
    levels
}

/// Letters of scripts that stand in no Japanese plan. Symbols and marks are not letters.
fn is_foreign_letter(c: char) -> bool {
    let known = matches!(c,
        '\0'..='\u{24f}' | '\u{2b0}'..='\u{2ff}' | '\u{370}'..='\u{45f}' | '\u{1e00}'..='\u{1fff}' | '\u{2070}'..='\u{2bff}'
        | '\u{2e80}'..='\u{33ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{fb00}'..='\u{fb06}' | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}');
    !known && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<String> {
        doubt(std::iter::once(text))
    }

    #[test]
    fn real_text_is_believed() {
        assert_eq!(
            of("本計画は、令和2年度から令和6年度までの5年間を計画期間とし、老朽管の耐震化及び有収率の向上を図る。髙﨑 ①㎡〜㈱"),
            None
        );
        assert_eq!(of(&"The water supply division reports leakage control, DX, GIS and BCP results for FY2024. ".repeat(3)), None);
        assert_eq!(of("𠮷野家"), None);
    }

    #[test]
    fn wrong_maps_are_doubted() {
        assert!(of("丌適合 74〄6 丌明 丌要").is_some());
        assert!(of(&"7KH SODQ FRYHUV WHQ BHDUV IURP ILVFDO ".repeat(5)).is_some());
        assert!(of(&"葷蒟蕁薑薛蘢襌諤譎贅躁轆迚遏".repeat(4)).is_some());
    }
}
