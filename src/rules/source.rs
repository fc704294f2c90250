//! Rule files as texts, and reading one with every mistake named by line and key.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::error::{Mistake, RulesError, nearest};
use super::fold::fold;
use super::pattern::Pattern;

/// The embedded files in name order.
const EMBEDDED: [(&str, &str); 16] = [
    ("checks.toml", include_str!("../../rules/checks.toml")),
    ("columns.toml", include_str!("../../rules/columns.toml")),
    ("indicators.toml", include_str!("../../rules/indicators.toml")),
    ("kinds.toml", include_str!("../../rules/kinds.toml")),
    ("owners.toml", include_str!("../../rules/owners.toml")),
    ("ratings.toml", include_str!("../../rules/ratings.toml")),
    ("reviews.toml", include_str!("../../rules/reviews.toml")),
    ("rows.toml", include_str!("../../rules/rows.toml")),
    ("schedule.toml", include_str!("../../rules/schedule.toml")),
    ("sections.toml", include_str!("../../rules/sections.toml")),
    ("status.toml", include_str!("../../rules/status.toml")),
    ("targets.toml", include_str!("../../rules/targets.toml")),
    ("themes.toml", include_str!("../../rules/themes.toml")),
    ("tiers.toml", include_str!("../../rules/tiers.toml")),
    ("tracking.toml", include_str!("../../rules/tracking.toml")),
    ("units.toml", include_str!("../../rules/units.toml")),
];

/// A list of words with their places in the file.
pub(super) type Words = Vec<Spanned<String>>;

/// First places of folded words.
pub(super) type Seen = BTreeMap<String, First>;

/// Where a word stands for the first time, and how it is written there.
pub(super) struct First {
    span: Range<usize>,
    key: String,
    printed: String,
}

/// The texts of all rule files by name.
pub(super) struct RuleFiles {
    texts: BTreeMap<String, String>,
    /// Every pattern is compiled while they are read, to name those that cannot be.
    checked: bool,
}

impl RuleFiles {
    pub(super) fn embedded() -> Self {
        Self { texts: EMBEDDED.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(), checked: false }
    }

    /// The same files, to be read with all checks.
    pub(super) fn checked(self) -> Self {
        Self { checked: true, ..self }
    }

    /// The embedded files with those of a folder in their place, and what is wrong with the folder.
    pub(super) fn from_dir(dir: &Path) -> (Self, Vec<RulesError>) {
        let mut files = Self::embedded().checked();
        let mut mistakes = Vec::new();
        let whole = |file: String, mistake| RulesError { file, line: 0, key: String::new(), mistake };
        let entries = match std::fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(e) => return (files, vec![whole(dir.display().to_string(), Mistake::Unreadable(e.to_string()))]),
        };
        let mut names: Vec<String> =
            entries.flatten().filter_map(|e| e.file_name().into_string().ok()).filter(|n| n.ends_with(".toml")).collect();
        names.sort();
        if names.is_empty() {
            mistakes.push(whole(dir.display().to_string(), Mistake::NoFiles));
        }
        for name in names {
            if !files.texts.contains_key(&name) {
                let suggestion = nearest(&name, EMBEDDED.iter().map(|(known, _)| *known));
                mistakes.push(whole(name.clone(), Mistake::Unknown { name, suggestion }));
                continue;
            }
            match std::fs::read_to_string(dir.join(&name)) {
                Ok(text) => {
                    files.texts.insert(name, text);
                }
                Err(e) => mistakes.push(whole(name, Mistake::Unreadable(e.to_string()))),
            }
        }
        (files, mistakes)
    }

    /// SHA-256 over names and bytes in name order, in lower-case hex.
    pub(super) fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for (name, text) in &self.texts {
            for part in [name, text] {
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(super) fn reader(&self, name: &str) -> Reader<'_> {
        let (file, text) = self.texts.get_key_value(name).map_or(("", ""), |(k, v)| (k.as_str(), v.as_str()));
        Reader { file, text, checked: self.checked, mistakes: Vec::new(), counts: Vec::new() }
    }
}

/// One rule file while it is being compiled: collects every mistake instead of stopping at the first.
pub(super) struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    checked: bool,
    pub(super) mistakes: Vec<RulesError>,
    /// (key, number of words) in reading order.
    pub(super) counts: Vec<(String, usize)>,
}

impl Reader<'_> {
    /// The file as plain data; on a mistake that is noted and the default stands in.
    pub(super) fn parse<T: DeserializeOwned + Default>(&mut self) -> T {
        match toml::from_str(self.text) {
            Ok(data) => data,
            Err(e) => {
                let (key, mistake) = explain(e.message());
                self.note(&e.span().unwrap_or(0..0), &key, mistake);
                T::default()
            }
        }
    }

    pub(super) fn note(&mut self, span: &Range<usize>, key: &str, mistake: Mistake) {
        let line = self.line(span);
        self.mistakes.push(RulesError { file: self.file.to_owned(), line, key: key.to_owned(), mistake });
    }

    fn line(&self, span: &Range<usize>) -> usize {
        1 + self.text.bytes().take(span.start).filter(|b| *b == b'\n').count()
    }

    /// Folded words of one list; empty words and words that stand twice in it are mistakes.
    pub(super) fn words(&mut self, key: &str, list: &Words) -> Vec<String> {
        let mut seen = BTreeMap::new();
        self.words_once(key, list, &mut seen)
    }

    /// As [`Reader::words`] for lists that share their words: `seen` holds each word's first place. Two spellings of one word in
    /// the same list (概ね, おおむね) are no mistake.
    pub(super) fn words_once(&mut self, key: &str, list: &Words, seen: &mut Seen) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for word in list {
            let folded = fold(word.get_ref());
            if folded.is_empty() {
                self.note(&word.span(), key, Mistake::Empty);
            } else if let Some(first) = seen.get(&folded) {
                if first.key != key || first.printed == *word.get_ref() {
                    let mistake = Mistake::Duplicate {
                        word: word.get_ref().clone(),
                        first_line: self.line(&first.span),
                        first_key: first.key.clone(),
                    };
                    self.note(&word.span(), key, mistake);
                }
            } else {
                seen.insert(folded.clone(), First { span: word.span(), key: key.to_owned(), printed: word.get_ref().clone() });
                words.push(folded);
            }
        }
        self.counts.push((key.to_owned(), words.len()));
        words
    }

    /// Patterns; what is no regular expression of moderate size is a mistake.
    pub(super) fn patterns(&mut self, key: &str, list: &Words) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for pattern in list {
            if pattern.get_ref().is_empty() {
                self.note(&pattern.span(), key, Mistake::Empty);
                continue;
            }
            let read = Pattern::new(pattern.get_ref());
            match if self.checked { read.check() } else { Ok(()) } {
                Ok(()) => patterns.push(read),
                Err(e) => {
                    let why = e.to_string().lines().last().unwrap_or_default().to_owned();
                    self.note(&pattern.span(), key, Mistake::Pattern(why));
                }
            }
        }
        self.counts.push((key.to_owned(), patterns.len()));
        patterns
    }
}

/// Turns serde's "unknown field `x`, expected one of `a`, `b`" into a mistake with a suggestion.
fn explain(message: &str) -> (String, Mistake) {
    let mut quoted = message.split('`').skip(1).step_by(2);
    if (message.starts_with("unknown field") || message.starts_with("unknown variant"))
        && let Some(name) = quoted.next()
    {
        let suggestion = nearest(name, quoted);
        return (name.to_owned(), Mistake::Unknown { name: name.to_owned(), suggestion });
    }
    (String::new(), Mistake::Syntax(message.to_owned()))
}
