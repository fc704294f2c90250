//! Words around numbers: limits, targets, starts, directions.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::error::Mistake;
use super::fold::fold;
use super::source::{Reader, Words};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    after: BTreeMap<Spanned<String>, Words>,
    before: BTreeMap<Spanned<String>, Words>,
    verbs: Verbs,
    words: TargetWordLists,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Verbs {
    state: Words,
    change: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetWordLists {
    maintain: Words,
    baseline: Words,
    annual: Words,
    cumulative: Words,
    direction: Directions,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Directions {
    up: Words,
    down: Words,
    none: Words,
}

/// The compiled words around numbers, all folded, longest first.
#[derive(Debug, Default)]
pub struct TargetWords {
    after: Vec<(String, String)>,
    before: Vec<(String, String)>,
    /// Words that state a target after its number (とする, を目指す).
    pub verbs: Vec<String>,
    /// Words that make the number a change against a start (削減, 増).
    pub change: Vec<String>,
    /// The target is the start's value (持続).
    pub maintain: Vec<String>,
    /// Words around a start value (現状, 実績).
    pub baseline: Vec<String>,
    /// Per year.
    pub annual: Vec<String>,
    /// Summed from the start.
    pub cumulative: Vec<String>,
    up: Vec<String>,
    down: Vec<String>,
    none: Vec<String>,
}

/// The comparators of the interchange format.
const COMPARATORS: [&str; 6] = ["=", ">=", "<=", "<", ">", "~"];

impl TargetWords {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: File = reader.parse();
        let after = comparators(reader, "after", &file.after);
        let before = comparators(reader, "before", &file.before);
        let mut list = |key: &str, words: &Words| {
            let mut folded = reader.words(key, words);
            folded.sort_by_key(|w| (usize::MAX - w.chars().count(), w.clone()));
            folded
        };
        Self {
            after,
            before,
            verbs: list("verbs.state", &file.verbs.state),
            change: list("verbs.change", &file.verbs.change),
            maintain: list("words.maintain", &file.words.maintain),
            baseline: list("words.baseline", &file.words.baseline),
            annual: list("words.annual", &file.words.annual),
            cumulative: list("words.cumulative", &file.words.cumulative),
            up: list("words.direction.up", &file.words.direction.up),
            down: list("words.direction.down", &file.words.direction.down),
            none: list("words.direction.none", &file.words.direction.none),
        }
    }

    /// The comparator with which the text after a number begins, and the word: (`>=`, 以上).
    #[must_use]
    pub fn comparator_after<'a>(&'a self, text: &str) -> Option<(&'a str, &'a str)> {
        let text = fold(text);
        self.after.iter().find(|(word, _)| text.starts_with(word.as_str())).map(|(word, c)| (c.as_str(), word.as_str()))
    }

    /// The comparator with which the text before a number ends, and the word: (`~`, 約).
    #[must_use]
    pub fn comparator_before<'a>(&'a self, text: &str) -> Option<(&'a str, &'a str)> {
        let text = fold(text);
        self.before.iter().find(|(word, _)| text.ends_with(word.as_str())).map(|(word, c)| (c.as_str(), word.as_str()))
    }

    /// Whether the text after a number states it as a target.
    #[must_use]
    pub fn states_target(&self, text_after: &str) -> bool {
        let text = fold(text_after);
        self.verbs.iter().any(|v| text.contains(v.as_str()))
    }

    /// Whether the cell is nothing but 持続, 維持 ...
    #[must_use]
    pub fn is_maintain(&self, cell: &str) -> bool {
        self.maintain.contains(&fold(cell))
    }

    /// `up`, `down` or `none` as a direction cell prints it.
    #[must_use]
    pub fn direction(&self, cell: &str) -> Option<&'static str> {
        let folded = fold(cell);
        for (words, name) in [(&self.up, "up"), (&self.down, "down"), (&self.none, "none")] {
            if words.contains(&folded) {
                return Some(name);
            }
        }
        let long = |words: &[String]| words.iter().any(|w| w.chars().count() > 3 && folded.contains(w.as_str()));
        match (long(&self.up), long(&self.down)) {
            (true, false) => Some("up"),
            (false, true) => Some("down"),
            _ => None,
        }
    }
}

/// Words with their comparators, longest first.
fn comparators(reader: &mut Reader<'_>, table: &str, lists: &BTreeMap<Spanned<String>, Words>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut seen = BTreeMap::new();
    for (comparator, words) in lists {
        let key = format!("{table}.\"{}\"", comparator.get_ref());
        if !COMPARATORS.contains(&comparator.get_ref().as_str()) {
            reader.note(&comparator.span(), &key, Mistake::Value("comparators are = >= <= < > ~".to_owned()));
        }
        for word in reader.words_once(&key, words, &mut seen) {
            all.push((word, comparator.get_ref().clone()));
        }
    }
    all.sort_by_key(|(word, _)| (usize::MAX - word.chars().count(), word.clone()));
    all
}

#[cfg(test)]
mod tests {
    use crate::rules::Rules;

    #[test]
    fn comparators_and_directions() {
        let words = &Rules::embedded().targets;
        assert_eq!(words.comparator_after("以上とする"), Some((">=", "以上とする")));
        assert_eq!(words.comparator_after("を超えない"), Some(("<=", "を超えない")));
        assert_eq!(words.comparator_after("未満"), Some(("<", "未満")));
        assert_eq!(words.comparator_before("耐震化率を約"), Some(("~", "約")));
        assert_eq!(words.comparator_after("とする"), None);
        assert_eq!(words.direction("↑"), Some("up"));
        assert_eq!(words.direction("低い方がよい"), Some("down"));
        assert_eq!(words.direction("特になし"), Some("none"));
        assert_eq!(["増やす", "抑える", "維持"].map(|word| words.direction(word)), [Some("up"), Some("down"), Some("none")]);
        assert_eq!(words.direction("水道"), None);
        assert!(words.is_maintain("持続") && words.states_target("%とする"));
    }
}
