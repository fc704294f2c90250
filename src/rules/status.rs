//! What running text and ratings say of how far a measure is.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fold::fold;
use super::pattern::Pattern;
use super::source::{Reader, Words};
use super::starts::Starts;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusFile {
    ignore: Words,
    state: Vec<StatePatterns>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatePatterns {
    name: String,
    patterns: Words,
}

/// Patterns of running text by state, negatives first.
#[derive(Debug, Default)]
pub struct StatusPatterns {
    ignore: Vec<String>,
    states: Vec<(String, Vec<Pattern>)>,
}

impl StatusPatterns {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: StatusFile = reader.parse();
        let ignore = reader.words("ignore", &file.ignore);
        let states = file.state.iter().map(|s| (s.name.clone(), reader.patterns(&format!("state.{}", s.name), &s.patterns))).collect();
        Self { ignore, states }
    }

    /// The first state whose pattern fits, with the words that fitted: (`delayed`, `遅れ`).
    #[must_use]
    pub fn state(&self, text: &str) -> Option<(&str, String)> {
        let mut folded = fold(text);
        for word in &self.ignore {
            folded = folded.replace(word.as_str(), "");
        }
        self.states.iter().find_map(|(name, patterns)| {
            let hit = patterns.iter().find_map(|p| p.find(&folded))?;
            Some((name.as_str(), hit.as_str().to_owned()))
        })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RatingsFile {
    need_legend: Words,
    legend: Words,
    legend_marks: Words,
    rating: Vec<RatingWords>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RatingWords {
    state: String,
    words: Words,
}

/// Rating words and letters.
#[derive(Debug, Default)]
pub struct Ratings {
    need_legend: Vec<String>,
    legend: Vec<String>,
    /// Signs between a rating and its meaning in a legend.
    pub legend_marks: Vec<String>,
    words: BTreeMap<String, String>,
    /// Words that may stand in a remark, the longest first.
    longest: Vec<String>,
    starts: Starts,
    choices: Vec<String>,
}

impl Ratings {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: RatingsFile = reader.parse();
        let mut ratings = Self {
            need_legend: reader.words("need_legend", &file.need_legend),
            legend: reader.words("legend", &file.legend),
            legend_marks: reader.words("legend_marks", &file.legend_marks),
            words: BTreeMap::new(),
            longest: Vec::new(),
            starts: Starts::default(),
            choices: file.rating.iter().filter_map(|group| group.words.first().map(|w| w.get_ref().clone())).collect(),
        };
        let mut seen = BTreeMap::new();
        for group in &file.rating {
            for word in reader.words_once(&format!("rating.{}", group.state), &group.words, &mut seen) {
                ratings.words.insert(word, group.state.clone());
            }
        }
        ratings.starts = Starts::of(ratings.words.keys());
        ratings.longest = ratings.words.keys().filter(|word| word.chars().count() > 1).cloned().collect();
        ratings.longest.sort_by_key(|word| std::cmp::Reverse((word.chars().count(), word.clone())));
        ratings
    }

    /// Whether the cell is a rating: a word of a scale, or a letter or sign.
    #[must_use]
    pub fn is_rating(&self, cell: &str) -> bool {
        let folded = fold(cell);
        self.need_legend.contains(&folded) || self.words.contains_key(&folded)
    }

    /// Whether the rating says nothing without a legend in the same document.
    #[must_use]
    pub fn needs_legend(&self, cell: &str) -> bool {
        self.need_legend.contains(&fold(cell))
    }

    /// The state that a rating word says by itself (概ね順調: `on_track`); the longest word inside a short remark decides.
    #[must_use]
    pub fn state(&self, rating: &str) -> Option<&str> {
        let folded = fold(rating);
        if let Some(state) = self.words.get(&folded) {
            return Some(state);
        }
        if folded.chars().count() > 30 || !self.starts.may_stand_in(&folded) {
            return None;
        }
        let longest = self.longest.iter().find(|word| folded.contains(word.as_str()))?;
        self.words.get(longest).map(String::as_str)
    }

    /// The words that a form offers: the first word of each state.
    #[must_use]
    pub fn choices(&self) -> Vec<&str> {
        self.choices.iter().map(String::as_str).collect()
    }

    /// Whether the text introduces a legend (凡例, 評価基準).
    #[must_use]
    pub fn is_legend_head(&self, text: &str) -> bool {
        let folded = fold(text);
        self.legend.iter().any(|w| folded.contains(w.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Rules;

    #[test]
    fn negatives_are_tried_first() {
        let status = &Rules::embedded().status;
        let state = |text| status.state(text).map(|(name, _)| name);
        assert_eq!(state("工事に着手できなかった。"), Some("not_started"));
        assert_eq!(state("未達成だが進展している"), Some("partial"));
        assert_eq!(state("目標は未達成である"), Some("not_achieved"));
        assert_eq!(state("フィッシュモニターは導入しないこととした。"), Some("dropped"));
        assert_eq!(state("水安全計画を策定した。"), Some("done"));
        assert_eq!(state("概ね滞りなく計画通り進めている"), Some("on_track"));
        assert_eq!(state("更新工事はやや遅れている"), Some("delayed"));
        assert_eq!(state("未収金の対応を継続している"), Some("ongoing"));
        assert_eq!(state("配水池"), None);
    }

    #[test]
    fn letters_need_a_legend() {
        let ratings = &Rules::embedded().ratings;
        assert!(ratings.needs_legend("Ａ") && ratings.needs_legend("△"));
        assert_eq!(ratings.state("A"), None);
        assert_eq!(ratings.state("概ね順調"), Some("on_track"));
        assert_eq!(ratings.state("未着手"), Some("not_started"));
        assert_eq!(ratings.state("未達成"), Some("not_achieved"));
    }
}
