//! The form in which rule words and document words are compared.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::language::memo::Memo;
use crate::language::normalise::{kept_letters, simply};
use crate::language::variants::unified;

/// Spellings that mean the same word: unified before comparing, longer ones first.
const SPELLINGS: [(&str, &str); 12] = [
    ("取り組み", "取組"),
    ("取りくみ", "取組"),
    ("とりくみ", "取組"),
    ("取り組", "取組"),
    ("取組み", "取組"),
    ("進ちょく", "進捗"),
    ("おおむね", "概ね"),
    ("計画どおり", "計画通り"),
    ("予定どおり", "予定通り"),
    ("目標どおり", "目標通り"),
    ("靭", "靱"),
    ("淨", "浄"),
];

/// Whether a character is one of those of which each spelling has one.
fn is_telling(c: char) -> bool {
    matches!(c, 'り' | 'み' | 'ょ' | 'む' | '靭' | '淨')
}

/// The same of a letter as the three bytes that it is written in.
fn is_telling_letter(letter: &[u8]) -> bool {
    matches!(*letter, [0xE3, 0x81, 0xBF] | [0xE3, 0x82, 0x80 | 0x87 | 0x8A] | [0xE6, 0xB7, 0xA8] | [0xE9, 0x9D, 0xAD])
}

/// NFKC without any white space, dashes and range signs unified, spelling variants of the field's words unified.
///
/// For comparing only; records keep what is printed.
#[must_use]
pub fn fold(text: &str) -> String {
    FOLDED.get_or(text, folded)
}

static FOLDED: Memo<String> = Memo::new();

fn folded(text: &str) -> String {
    if let Some((folded, spelled)) = folded_simply(text) {
        return if spelled { unified_spelling(folded) } else { folded };
    }
    let letters = text.chars().map(unified).nfkc().filter(|c| !c.is_whitespace() && !is_invisible(*c)).map(plain);
    // Composed again: some signs are a space with an accent, and the accent is left.
    unified_spelling(letters.nfkc().collect())
}

/// The folded form of a text, and where the beginnings that end with a letter end in the text and in its folded form, shortest first. `None`
/// where the form of a beginning is not the beginning of the form: a spelling may stand in it, or letters are composed.
pub(super) fn beginnings(text: &str) -> Option<(String, Vec<(usize, usize)>)> {
    let mut folded = String::with_capacity(text.len());
    let mut ends = Vec::new();
    for (at, c) in text.char_indices() {
        let kept = plain(simply(c)?);
        if is_telling(kept) {
            return None;
        }
        if !kept.is_whitespace() {
            folded.push(kept);
            ends.push((at + c.len_utf8(), folded.len()));
        }
    }
    Some((folded, ends))
}

/// Whether the folded form of a text may begin with one of some characters, told from its first letters alone: folding costs more.
pub(super) fn may_begin_with(text: &str, starts: &BTreeSet<char>) -> bool {
    let mut letters = text.chars().filter(|c| !c.is_whitespace()).map(simply);
    let Some(first) = letters.next() else { return false };
    // A letter may be composed with the one behind it, and a spelling unified from its first letter on.
    let (Some(first), Some(_)) = (first.map(plain), letters.next().unwrap_or(first)) else { return true };
    starts.contains(&first) || SPELLINGS.iter().any(|(from, _)| from.starts_with(first))
}

/// The same for text of plain Japanese and ASCII, as nearly all is: character by character, and whether one of the spellings may stand in it.
fn folded_simply(text: &str) -> Option<(String, bool)> {
    let mut folded = String::with_capacity(text.len());
    let mut spelled = false;
    // What stays as it is, is copied in one piece.
    let (mut copied, mut at) = (0, 0);
    while at < text.len() {
        let kept = kept_letters(&text.as_bytes()[at..]);
        if kept > 0 {
            spelled = spelled || text.as_bytes()[at..at + kept].windows(3).any(is_telling_letter);
            at += kept;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let kept = plain(simply(c)?);
        spelled |= is_telling(kept);
        let space = kept.is_ascii() && kept.is_whitespace();
        if kept != c || space {
            folded.push_str(&text[copied..at]);
            folded.extend((!space).then_some(kept));
            copied = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    folded.push_str(&text[copied..]);
    Some((folded, spelled))
}

fn unified_spelling(mut folded: String) -> String {
    if ANY_SPELLING.is_match(&folded) {
        for (from, to) in SPELLINGS {
            folded = folded.replace(from, to);
        }
    }
    folded
}

/// Whether any of the spellings stands in a text, seen in one pass: texts are folded again and again and hardly any has one.
#[allow(clippy::expect_used)] // words without special characters, compiled by the tests
static ANY_SPELLING: LazyLock<Regex> = LazyLock::new(|| Regex::new(&SPELLINGS.map(|(from, _)| from).join("|")).expect("plain words"));

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

fn plain(c: char) -> char {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' => '-',
        '〜' | '∼' | '~' => '~',
        '︓' => ':',
        '〈' | '《' | '〔' => '(',
        '〉' | '》' | '〕' => ')',
        '【' => '[',
        '】' => ']',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_has_a_telling_letter() {
        assert!(SPELLINGS.iter().all(|(from, _)| from.contains(is_telling)));
    }

    #[test]
    fn forms_of_one_word_are_equal() {
        assert_eq!(fold("主な 取り組み"), fold("主な取組"));
        assert_eq!(fold("合　計"), "合計");
        assert_eq!(fold("ＫＰＩ項目"), "KPI項目");
        assert_eq!(fold("目標値（令和７年度末）"), "目標値(令和7年度末)");
        assert_eq!(fold("2019～2028"), "2019~2028");
        assert_eq!(fold(&fold("t\u{1fed}")), fold("t\u{1fed}"));
    }

    #[test]
    fn letters_tell_as_their_bytes_do() {
        for c in '\u{800}'..='\u{FFFF}' {
            assert_eq!(is_telling(c), is_telling_letter(c.encode_utf8(&mut [0; 4]).as_bytes()), "{c}");
        }
    }

    proptest! {
        #[test]
        fn what_a_text_begins_with_is_told_from_its_first_letters(text in "[ -~ぁ-ゖァ-ー一-鿿！-～、。々〇※←-⇿■-◿「-】か\u{3099}ﾊﾟ①\u{3000}]{0,6}|とりくみ|進 ちょく", other: char) {
            let first = fold(&text).chars().next();
            let starts = BTreeSet::from([first.unwrap_or(other)]);
            prop_assert!(first.is_none() || may_begin_with(&text, &starts));
        }

        #[test]
        fn beginnings_are_folded_as_if_alone(text in "[ -~ぁ-ゖァ-ー一-鿿！-～、。々〇※←-⇿■-◿「-】\u{3000}]{0,12}") {
            if let Some((folded, ends)) = beginnings(&text) {
                for (end, length) in ends {
                    prop_assert_eq!(fold(&text[..end]), &folded[..length]);
                }
            }
        }

        #[test]
        fn the_short_way_is_the_long_way(text in "[ -~ぁ-ゖァ-ー一-鿿！-～、。々〇※←-⇿■-◿「-】\u{3000}]{0,30}") {
            let long: String = text.chars().map(unified).nfkc().filter(|c| !c.is_whitespace()).map(plain).nfkc().collect();
            prop_assert_eq!(folded_simply(&text).map(|(folded, _)| folded), Some(long));
        }
    }
}
