//! Tier words, and headings that name a tier: 施策 9-1 …, 重点目標1 …, 方向性9：…, III 持続.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::fold::{beginnings, fold, may_begin_with};
use super::source::{Reader, Words};
use super::starts::Starts;
use crate::language::nfkc;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    goals: Words,
    measures: Words,
    either: Words,
    not_tiers: Words,
    not_numbered: Words,
    parts: Words,
    concrete: Words,
    aims: Words,
}

/// What a tier word usually names. A hint, never a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TierPrior {
    /// A tier above the measures.
    Goal,
    /// The measures.
    Measure,
    /// Seen as often for both.
    Either,
}

/// A heading that names a tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierMatch {
    /// The tier word as printed, "" where only a Roman numeral stands.
    pub word: String,
    /// Number as printed (9-1, 1, I, (1)), `None` if there is none.
    pub code: Option<String>,
    /// What follows, without separators and an enclosing pair of brackets.
    pub title: String,
    /// What the word usually names.
    pub prior: TierPrior,
}

/// The compiled tier words.
#[derive(Debug, Default)]
pub struct Tiers {
    words: BTreeMap<String, TierPrior>,
    not_tiers: Vec<String>,
    /// First characters of those.
    not_tier_starts: Starts,
    not_numbered: Vec<String>,
    parts: Vec<String>,
    concrete: Vec<String>,
    aims: Vec<String>,
    longest: usize,
    /// First characters of the words.
    starts: BTreeSet<char>,
}

/// Marks before a heading.
const MARKS: &[char] = &['■', '□', '◆', '◇', '●', '○', '◎', '▶', '▼', '・', '★', '☆', '※', ' ', '\u{3000}'];
const SEPARATORS: &[char] = &[':', '：', '.', '．', '、', '。', '-', '―', ' ', '\u{3000}', '|', '/', '\n', '\t'];
const OPENING: &[char] = &['[', '【', '「', '『', '<', '《', '(', '〔', '＜'];
const CLOSING: &[char] = &[']', '】', '」', '』', '>', '》', ')', '〕', '＞'];
/// Titles longer than this are sentences.
const LONGEST_TITLE: usize = 80;

impl Tiers {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: File = reader.parse();
        let mut tiers = Self::default();
        let mut seen = BTreeMap::new();
        for (key, list, prior) in [
            ("goals", &file.goals, TierPrior::Goal),
            ("measures", &file.measures, TierPrior::Measure),
            ("either", &file.either, TierPrior::Either),
        ] {
            for word in reader.words_once(key, list, &mut seen) {
                tiers.starts.extend(word.chars().next());
                tiers.longest = tiers.longest.max(word.chars().count());
                tiers.words.insert(word, prior);
            }
        }
        tiers.not_tiers = reader.words("not_tiers", &file.not_tiers);
        tiers.not_tier_starts = Starts::of(&tiers.not_tiers);
        tiers.not_numbered = reader.words("not_numbered", &file.not_numbered);
        tiers.parts = reader.words("parts", &file.parts);
        tiers.concrete = reader.words("concrete", &file.concrete);
        tiers.aims = reader.words("aims", &file.aims);
        tiers
    }

    /// The words with their weights as goal and as measure columns, and what plans make of them: 具体方策 is done, 方策目標 is aimed at.
    pub(super) fn weights(&self) -> impl Iterator<Item = (String, f32, f32)> {
        let plain = self.words.iter().map(|(word, prior)| match prior {
            TierPrior::Goal => (word.clone(), 1.0, 0.5),
            TierPrior::Measure => (word.clone(), 0.5, 1.0),
            TierPrior::Either => (word.clone(), 0.9, 0.85),
        });
        let made = |word: &String| {
            let done = self.concrete.iter().map(|before| (format!("{before}{word}"), 0.5, 0.95)).collect::<Vec<_>>();
            let aimed = self.aims.iter().filter(|aim| !word.ends_with(aim.as_str())).map(|aim| (format!("{word}{aim}"), 0.95, 0.4));
            done.into_iter().chain(aimed).filter(|(word, ..)| !self.words.contains_key(word)).collect::<Vec<_>>()
        };
        plain.chain(self.words.keys().flat_map(made))
    }

    /// What the word usually names, where the text is nothing but a tier word.
    #[must_use]
    pub fn prior(&self, text: &str) -> Option<TierPrior> {
        self.words.get(&fold(text)).copied()
    }

    /// Whether a number after this word counts something else than tiers (表1, 資料2).
    #[must_use]
    pub fn counts_other(&self, word: &str) -> bool {
        self.not_numbered.contains(&fold(word))
    }

    /// Whether a title names a part of the document (はじめに, 計画の目的) rather than a goal.
    #[must_use]
    pub fn is_part(&self, title: &str) -> bool {
        let folded = fold(title);
        self.parts.iter().any(|part| folded.starts_with(part.as_str()) || folded.ends_with(part.as_str()))
    }

    /// The tier that a heading names, or `None`. Spaces in the text separate word and title where they stand; a tier word that
    /// is followed by neither number nor separator (施策の体系) names none.
    #[must_use]
    pub fn heading(&self, text: &str) -> Option<TierMatch> {
        let roman = text.trim_start_matches(MARKS).chars().next().is_some_and(|c| ('Ⅰ'..='ⅿ').contains(&c) || matches!(c, 'I' | 'V' | 'X'));
        let printed = nfkc(text);
        let line = printed.trim().trim_start_matches(MARKS);
        if line.chars().count() > LONGEST_TITLE {
            return None;
        }
        let (bracket, line) = match line.strip_prefix(OPENING) {
            Some(inner) => (true, inner),
            None => (false, line),
        };
        let Some((word, prior, rest)) = self.leading_word(line).or_else(|| self.leading_word(without_section_number(line))) else {
            return if roman && !bracket { roman_heading(line) } else { None };
        };
        let (code, after) = code(rest);
        let closed = bracket && after.trim_start().starts_with(CLOSING);
        let separated = after.starts_with(SEPARATORS) || after.starts_with(OPENING) || closed;
        let bare = if closed { after.trim_start().strip_prefix(CLOSING).unwrap_or(after) } else { after };
        let title = bare_title(bare);
        let another = self.leading_word(&title).is_some_and(|(other, _, tail)| tail.is_empty() || self.header_line(&other, tail));
        if !(separated || code.is_some())
            || title.is_empty()
            || another
            || !after.starts_with(SEPARATORS) && title.starts_with(['の', 'を', 'は', 'が', 'に', 'と', 'へ', 'で', 'や'])
        {
            return None;
        }
        Some(TierMatch { word, code, title, prior })
    }

    /// Whether what follows a tier word is a further tier word: the line is a row of headers.
    fn header_line(&self, _word: &str, tail: &str) -> bool {
        tail.starts_with(' ') && self.leading_word(tail.trim_start()).is_some()
    }

    /// The longest tier word at the beginning, letters parted by spaces allowed (施 策), and the rest of the line.
    fn leading_word<'a>(&self, line: &'a str) -> Option<(String, TierPrior, &'a str)> {
        if !may_begin_with(line, &self.starts) {
            return None;
        }
        let end = line.char_indices().nth(20).map_or(line.len(), |(end, _)| end);
        let start = fold(&line[..end]);
        if self.not_tier_starts.may_begin(&start) && self.not_tiers.iter().any(|w| start.starts_with(w.as_str())) {
            return None;
        }
        let window = &line[..line.char_indices().nth(2 * self.longest + 2).map_or(line.len(), |(end, _)| end)];
        let (end, prior) = match beginnings(window) {
            Some((folded, ends)) => ends.iter().rev().find_map(|(end, length)| Some((*end, *self.words.get(&folded[..*length])?)))?,
            None => {
                let ends = window.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(i, c)| i + c.len_utf8());
                ends.collect::<Vec<_>>().into_iter().rev().find_map(|end| Some((end, *self.words.get(&fold(&line[..end]))?)))?
            }
        };
        Some((line[..end].chars().filter(|c| !c.is_whitespace()).collect(), prior, &line[end..]))
    }
}

/// A heading without the number of its section: 1 施策の柱1 …, 2-1 基本方針2 ….
fn without_section_number(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    if rest.len() < line.len() && rest.starts_with([' ', '\u{3000}']) { rest.trim_start() } else { "" }
}

/// A number after a tier word, as printed, and what follows it.
fn code(rest: &str) -> (Option<String>, &str) {
    let rest_trimmed = without_number_sign(rest.trim_start());
    let bracketed = rest_trimmed.strip_prefix('(');
    let body = bracketed.unwrap_or(rest_trimmed);
    let mut end = 0;
    for (i, c) in body.char_indices() {
        let number = c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X') || c.is_ascii_uppercase() && i == 0;
        let joint = end > 0
            && matches!(c, '-' | '‐' | '–' | '−' | 'ー' | '.')
            && body[i + c.len_utf8()..].starts_with(|d: char| d.is_ascii_digit() || d == '(');
        if number || joint {
            end = i + c.len_utf8();
        } else {
            break;
        }
    }
    let found = &body[..end];
    let after = &body[end..];
    // 目標2028年度 and 施策DX are no numbers of a tier; 目標5年後 neither.
    let letters_only = !found.is_empty() && found.chars().all(|c| c.is_ascii_alphabetic());
    let too_long =
        found.chars().filter(char::is_ascii_digit).count() > 6 || (letters_only && after.starts_with(|c: char| c.is_ascii_alphanumeric()));
    if found.is_empty() || too_long || after.starts_with(['年', '%', '割', '件', '回', 'つ', 'か', 'カ', '項', '点']) {
        return (None, rest);
    }
    match bracketed {
        Some(_) => match after.strip_prefix(')') {
            Some(after) => (Some(format!("({found})")), after),
            None => (None, rest),
        },
        None => (Some(found.to_owned()), after),
    }
}

/// No.3, No3 (№ in full) before the number itself.
fn without_number_sign(rest: &str) -> &str {
    let behind = ["No.", "NO.", "No", "NO"].iter().find_map(|sign| rest.strip_prefix(sign)).map(str::trim_start);
    behind.filter(|behind| behind.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(rest)
}

/// 「III 持続」: a Roman numeral alone before the title.
fn roman_heading(line: &str) -> Option<TierMatch> {
    let end = line.find(|c| !matches!(c, 'I' | 'V' | 'X'))?;
    let (numeral, after) = line.split_at(end);
    let title = bare_title(after);
    let letter = after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
    if numeral.is_empty() || letter || title.is_empty() {
        return None;
    }
    Some(TierMatch { word: String::new(), code: Some(numeral.to_owned()), title, prior: TierPrior::Goal })
}

/// Title without separators at its ends and without brackets that enclose all of it.
fn bare_title(text: &str) -> String {
    let title = text.trim().trim_matches(SEPARATORS).trim();
    for (open, close) in OPENING.iter().zip(CLOSING) {
        if let Some(inner) = title.strip_prefix(*open).and_then(|t| t.strip_suffix(*close))
            && !inner.contains([*open, *close])
        {
            return inner.trim().to_owned();
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::rules::Rules;

    fn heading(text: &str) -> Option<(String, Option<String>, String)> {
        Rules::embedded().tier(text).map(|t| (t.word, t.code, t.title))
    }

    #[test]
    fn headings_of_real_plans() {
        let cases = [
            ("施策 9-1 戦略的な広報活動", ("施策", Some("9-1"), "戦略的な広報活動")),
            ("施策9-1戦略的な広報活動", ("施策", Some("9-1"), "戦略的な広報活動")),
            ("重点目標１ 市民サービスの向上", ("重点目標", Some("1"), "市民サービスの向上")),
            ("方向性9：市民の皆さまとの連携", ("方向性", Some("9"), "市民の皆さまとの連携")),
            ("施策目標Ⅰ 安全", ("施策目標", Some("I"), "安全")),
            ("基本方針（1）安定した経営", ("基本方針", Some("(1)"), "安定した経営")),
            ("Ⅲ 持続 いつまでも", ("", Some("III"), "持続 いつまでも")),
            ("■施策：原水水質の保全", ("施策", None, "原水水質の保全")),
            ("将来像3 関係者との連携強化", ("将来像", Some("3"), "関係者との連携強化")),
            ("【基本目標2】強靱な水道", ("基本目標", Some("2"), "強靱な水道")),
        ];
        for (text, (word, code, title)) in cases {
            assert_eq!(heading(text), Some((word.to_owned(), code.map(str::to_owned), title.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_only_begins_like_a_tier_is_none() {
        for text in [
            "施策の体系",
            "目標 基本施策 実施事業",
            "目標値の設定について",
            "事業費 1,000",
            "IoTの活用",
            "施策",
            "目標5年後",
            "戦略的な広報",
            "",
        ] {
            assert_eq!(heading(text), None, "{text}");
        }
    }
}
