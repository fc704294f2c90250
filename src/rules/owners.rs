//! Words around sections and parties, and lines that name them.

use serde::Deserialize;

use super::fold::fold;
use super::source::{Reader, Words};
use crate::language::{OwnerWords, ends_in, nfkc, split_owners};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    markers: Words,
    coordinators: Words,
    suffixes: Words,
    #[serde(default)]
    units: Words,
    collective: Words,
    outside: Words,
    stop: Words,
    parts: Words,
    letters: Letters,
}

/// Words for the part that a section plays, by the letter of a table of responsibilities.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(non_snake_case)] // the letters are written as they are printed
struct Letters {
    R: Words,
    A: Words,
    C: Words,
    I: Words,
}

/// The compiled words about owners, all folded, longest first.
#[derive(Debug)]
pub struct Owners {
    /// Suffixes, stop words and markers as the splitter wants them.
    pub words: OwnerWords,
    /// 担当, 所管課 ...: the names follow.
    pub markers: Vec<String>,
    /// 取りまとめ ...: brings others together.
    pub coordinators: Vec<String>,
    /// A section's name ends in one of these.
    pub suffixes: Vec<String>,
    /// 全庁, 各課 ...
    pub collective: Vec<String>,
    /// 民間事業者, 委託先 ...
    pub outside: Vec<String>,
    /// Words that end like a section and are none (課題, 一部 ...).
    pub stop: Vec<String>,
    /// Words for the part that a section plays beside others (協力, 副).
    parts: Vec<String>,
    /// Words that state a part, with its letter.
    letters: Vec<(String, char)>,
}

/// Names found behind a marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerLine {
    /// True for 取りまとめ.
    pub coordinator: bool,
    /// The names, split.
    pub names: Vec<String>,
    /// The parts that are stated of single names.
    pub parts: Vec<(String, String)>,
    /// What stands before the marker (a measure's title), trimmed.
    pub before: String,
}

impl Owners {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: File = reader.parse();
        let mut list = |key: &str, words: &Words| {
            let mut folded = reader.words(key, words);
            folded.sort_by_key(|w| (usize::MAX - w.chars().count(), w.clone()));
            folded
        };
        let (markers, coordinators) = (list("markers", &file.markers), list("coordinators", &file.coordinators));
        let (suffixes, stop) = (list("suffixes", &file.suffixes), list("stop", &file.stop));
        let (collective, outside) = (list("collective", &file.collective), list("outside", &file.outside));
        let (parts, units) = (list("parts", &file.parts), list("units", &file.units));
        let by_letter = [
            ("letters.R", 'R', &file.letters.R),
            ("letters.A", 'A', &file.letters.A),
            ("letters.C", 'C', &file.letters.C),
            ("letters.I", 'I', &file.letters.I),
        ];
        let letters = by_letter.into_iter().flat_map(|(key, letter, words)| list(key, words).into_iter().map(move |w| (w, letter)));
        let letters = letters.collect();
        let words = OwnerWords {
            suffixes: suffixes.iter().chain(&collective).chain(&outside).cloned().collect(),
            stop_words: stop.clone(),
            markers: markers.iter().chain(&coordinators).cloned().collect(),
            units,
        };
        Self { words, markers, coordinators, suffixes, collective, outside, stop, parts, letters }
    }

    /// Takes out the words before names (担当, 取りまとめ); what a name looks like stays.
    pub(super) fn forget_labels(&mut self) {
        self.words.markers.clear();
        self.markers.clear();
        self.coordinators.clear();
        self.parts.clear();
    }

    /// Whether the text is the name of a section or party: ends in a suffix and is no stop word, or is a known party.
    #[must_use]
    pub fn is_name(&self, text: &str) -> bool {
        let name = fold(text);
        let length = name.chars().count();
        if !(2..=30).contains(&length) || self.stop.contains(&name) || name.contains(['。', '「', ':']) {
            return false;
        }
        self.collective.contains(&name) || self.outside.contains(&name) || ends_in(&name, &self.suffixes)
    }

    /// The names of a list, in order, each once; see [`split_owners`].
    #[must_use]
    pub fn split(&self, text: &str) -> Vec<String> {
        split_owners(&self.without_parts(text), &self.words)
    }

    /// R, A, C or I for a word that states a part (主管, 協力 ...); `None` for any other word.
    #[must_use]
    pub fn letter(&self, part: &str) -> Option<char> {
        let folded = fold(part);
        self.letters.iter().find(|(word, _)| *word == folded).map(|(_, letter)| *letter)
    }

    /// The parts that a list states of its names: 主管:施設課、協力:給水課、水質課 and 施設課(主). `heading` is the word over the whole list (関係課).
    #[must_use]
    pub fn parts_of(&self, text: &str, heading: &str) -> Vec<(String, String)> {
        let whole = Some(heading.trim().to_owned()).filter(|h| self.letter(h).is_some());
        let mut part = whole.clone();
        let mut found: Vec<(String, String)> = Vec::new();
        for piece in text.split_inclusive(['、', ',', '，', '/', ';', '\n', ' ', '\u{3000}']) {
            let named = piece.split_once([':', '：', '】', '］', ']']);
            let word = named.map(|(word, _)| word.trim_start_matches(['【', '［', '[']).trim().to_owned());
            if let Some(word) =
                word.filter(|w| self.letter(w).is_some() || self.parts.contains(&fold(w)) || self.markers.contains(&fold(w)))
            {
                part = Some(word).filter(|w| self.letter(w).is_some());
            }
            for name in self.split(piece) {
                let behind = name.trim_end_matches([')', '）']).rsplit_once(['(', '（']).map(|(_, word)| word.to_owned());
                let own = behind.filter(|word| self.letter(word).is_some()).or_else(|| part.clone());
                found.extend(own.map(|own| (name, own)));
            }
        }
        // Names that the layout broke are whole only in the whole list.
        for name in whole.iter().flat_map(|_| self.split(text)) {
            if !found.iter().any(|(known, _)| *known == name) {
                found.extend(whole.clone().map(|part| (name, part)));
            }
        }
        found
    }

    /// 主管:施設課、協力:給水課 without the words for the parts that they play.
    fn without_parts(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for piece in text.split_inclusive(['、', ',', '，', '/', ';', '\n', ' ', '\u{3000}']) {
            let part = piece.split_once([':', '：', '】', '］', ']']);
            let named = |word: &str| {
                let word = fold(word.trim_start_matches(['【', '［', '[']));
                self.parts.contains(&word) || self.markers.contains(&word)
            };
            out.push_str(part.filter(|(word, _)| named(word)).map_or(piece, |(_, names)| names));
        }
        out
    }

    /// Reads 「(担当:総務課、営業課)」, alone or behind a title, and 「担当課 浄水課」. `None` where no marker stands or no name follows.
    #[must_use]
    pub fn line(&self, text: &str) -> Option<OwnerLine> {
        let printed = nfkc(text);
        let behind = || [&self.coordinators, &self.markers].into_iter().find_map(|words| self.labelled_tail(printed.trim(), words));
        let (before, inner) = bracketed_tail(&printed).or_else(behind).unwrap_or(("", printed.trim()));
        let marked =
            inner.trim_start_matches(['(', '[', '【', ' ', '▷', '▶', '►', '▸', '●', '○', '◆', '◇', '■', '□', '・', '※', '〔', '<']);
        for (words, coordinator) in [(&self.coordinators, true), (&self.markers, false)] {
            for word in words {
                let Some(spaced) = marked.strip_prefix(word.as_str()) else { continue };
                let rest = spaced.trim_start();
                let gap = rest.len() < spaced.len() && !rest.is_empty();
                let signed = rest.strip_prefix([':', '：', '/', '】', ']', '-', '…', '→', '▷', '▶', '►', '|', '>', '=']);
                let Some(list) = signed.or_else(|| (!before.is_empty() || gap).then_some(rest)) else {
                    continue;
                };
                let list = list.trim().trim_end_matches([')', ']', '】', '〕', '>']);
                let names = self.split(list);
                // Without a sign stand names and nothing else: 担当課 浄水課, but not （窓口業務）.
                let sure = signed.is_some() || names.iter().all(|n| self.is_name(n));
                if sure && !names.is_empty() && names.iter().all(|n| n.chars().count() <= 40) {
                    return Some(OwnerLine { coordinator, names, parts: self.parts_of(list, word), before: before.trim().to_owned() });
                }
            }
        }
        None
    }

    /// A title, and the word with its sign that a gap parts from it: `取組　担当課：総務課` is 取組 and 担当課：総務課.
    fn labelled_tail<'t>(&self, text: &'t str, words: &[String]) -> Option<(&'t str, &'t str)> {
        if !text.contains([':', '：']) {
            return None;
        }
        // 主担当：浄水課　協力：総務課 names owners from the start.
        if [&self.coordinators, &self.markers, &self.parts].into_iter().flatten().any(|word| text.starts_with(word.as_str())) {
            return None;
        }
        let gaps = text.char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, '/' | '|' | '.' | '・' | '→'));
        gaps.filter_map(|(at, c)| {
            let tail = text[at + c.len_utf8()..].trim_start();
            let word = words.iter().find(|word| tail.starts_with(word.as_str()))?;
            let signed = tail[word.len()..].trim_start().starts_with([':', '：']);
            (signed && text[..at].contains(char::is_alphanumeric))
                .then_some((text[..at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '/' | '|' | '・')), tail))
        })
        .next()
    }
}

/// Brackets in which plans put sections behind a title.
const BRACKETS: [(char, char); 8] =
    [('(', ')'), ('【', '】'), ('[', ']'), ('〔', '〕'), ('<', '>'), ('〈', '〉'), ('《', '》'), ('{', '}')];

/// Text before a bracket of any form that ends the line, and the bracket's inside: `取組〔所管：総務課〕`. `text` is NFKC.
#[must_use]
pub fn bracketed_tail(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let (open, close) = BRACKETS.into_iter().find(|(_, close)| text.ends_with(*close))?;
    let inside = text.strip_suffix(close)?;
    let mut depth = 1_usize;
    for (at, c) in inside.char_indices().rev() {
        depth = match c {
            _ if c == close => depth + 1,
            _ if c == open => depth - 1,
            _ => depth,
        };
        if depth == 0 {
            return Some((&inside[..at], &inside[at + c.len_utf8()..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::OwnerLine;
    use crate::rules::Rules;

    #[test]
    fn lists_are_split_where_names_end() {
        let owners = &Rules::embedded().owners;
        let cases = [
            ("総務課、営業課", vec!["総務課", "営業課"]),
            ("水道維持課 下水道施設\n管理課", vec!["水道維持課", "下水道施設管理課"]),
            ("経営企画課\n・総務課", vec!["経営企画課", "総務課"]),
            ("上水道業務・料金係", vec!["上水道業務・料金係"]),
            ("給排水課・水道建設課", vec!["給排水課", "水道建設課"]),
            ("主担当:計画課、協力:浄水課・総務課", vec!["計画課", "浄水課", "総務課"]),
            ("主：工務課\n副：維持係", vec!["工務課", "維持係"]),
            ("", vec![]),
        ];
        for (text, names) in cases {
            assert_eq!(owners.split(text), names, "{text}");
        }
    }

    #[test]
    fn parts_are_stated_by_words_brackets_or_the_heading() {
        let owners = &Rules::embedded().owners;
        let parts = |text: &str, heading: &str| -> Vec<String> {
            owners.parts_of(text, heading).iter().map(|(name, part)| format!("{name}={part}")).collect()
        };
        assert_eq!(parts("主担当:計画課、協力:浄水課・総務課", "担当課"), ["計画課=主担当", "浄水課=協力", "総務課=協力"]);
        assert_eq!(parts("主：工務課\n副：維持係", ""), ["工務課=主", "維持係=副"]);
        assert_eq!(parts("浄水課、総務課", "関係課"), ["浄水課=関係課", "総務課=関係課"]);
        assert!(parts("浄水課、総務課", "担当課").is_empty(), "担当 states no part");
        assert_eq!(owners.letter("主管課"), Some('R'));
        assert_eq!((owners.letter("協力"), owners.letter("取りまとめ"), owners.letter("担当")), (Some('C'), Some('A'), None));
    }

    #[test]
    fn markers_are_read_alone_and_behind_a_title() {
        let owners = &Rules::embedded().owners;
        let read = |text: &str| owners.line(text).map(|l| OwnerLine { parts: Vec::new(), ..l });
        let line = |coordinator, names: &[&str], before: &str| {
            Some(OwnerLine {
                coordinator,
                names: names.iter().map(|n| (*n).to_owned()).collect(),
                parts: Vec::new(),
                before: before.to_owned(),
            })
        };
        assert_eq!(read("（取りまとめ：営業課）"), line(true, &["営業課"], ""));
        assert_eq!(read("広報の充実（担当：総務課、営業課）"), line(false, &["総務課", "営業課"], "広報の充実"));
        assert_eq!(read("担当課：浄水課"), line(false, &["浄水課"], ""));
        assert_eq!(read("担当課　浄水課、総務課"), line(false, &["浄水課", "総務課"], ""));
        assert_eq!(read("▷ 推進役：工務課"), line(false, &["工務課"], ""));
        assert_eq!(read("［所管］危機管理室／連携課"), line(false, &["危機管理室", "連携課"], ""));
        let both = owners.line("（主管：施設課、協力：給水課）").unwrap();
        assert_eq!((both.names, both.parts.len()), (vec!["施設課".to_owned(), "給水課".to_owned()], 2));
        for behind in
            ["〔所管：総務課〕", "【担当：総務課】", "　担当課：総務課", " ＜主管：総務課＞", "…担当：総務課", "【主管課 総務課】"]
        {
            assert_eq!(read(&format!("広報の充実{behind}")), line(false, &["総務課"], "広報の充実"), "{behind}");
        }
        let two = read("主担当：浄水課　協力：総務課");
        assert!(two.is_none_or(|l| l.before.is_empty()), "owners from the start of the line, no title");
        assert_eq!(read("担当者が説明する"), None);
        assert_eq!(read("口座振替の拡大（窓口業務の見直し）"), None);
        assert_eq!(read("担当 決まり次第お知らせします"), None);
    }

    #[test]
    fn stop_words_are_no_names() {
        let owners = &Rules::embedded().owners;
        assert!(owners.is_name("給水課") && owners.is_name("仙台市水道サービス公社") && owners.is_name("全庁"));
        assert!(!owners.is_name("一部") && !owners.is_name("課題") && !owners.is_name("課"));
    }
}
