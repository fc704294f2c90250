//! Themes on which plans of different utilities are compared.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fold::fold;
use super::source::{Reader, Words};
use crate::language::{Tokenizer, normalise};
use crate::model::{Measure, Theme};

/// Weight of a word in a measure's title, in the lowest tier above it, in the tiers above that, and of a section that does nothing else.
const TITLE: f32 = 4.0;
const LOWEST_TIER: f32 = 2.0;
const UPPER_TIER: f32 = 1.5;
const OWNER: f32 = 1.0;
/// Where title and tiers name no theme, the description may, at this weight.
const DESCRIPTION: f32 = 1.0;
/// A weak word counts this much of a sure one.
const WEAK: f32 = 0.4;
/// A theme stands beside the primary one where it has at least this share of its weight.
const BESIDE: f32 = 0.5;
/// Least weight of a theme.
const LEAST: f32 = 0.8;
/// Descriptions are read this far.
const DESCRIPTION_CHARS: usize = 200;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Lists {
    words: Words,
    weak: Words,
    owners: Words,
}

/// A word with the theme it speaks for.
#[derive(Debug, Clone)]
struct Known {
    theme: Theme,
    weight: f32,
}

/// The compiled themes.
#[derive(Debug, Default)]
pub struct Themes {
    words: BTreeMap<String, Known>,
    owners: BTreeMap<String, Theme>,
    longest: usize,
}

impl Themes {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: BTreeMap<Theme, Lists> = reader.parse();
        let mut themes = Self::default();
        let (mut seen, mut seen_owners) = (BTreeMap::new(), BTreeMap::new());
        for (theme, lists) in &file {
            let key = |part: &str| format!("{}.{part}", theme.word());
            for (part, list, weight) in [("words", &lists.words, 1.0), ("weak", &lists.weak, WEAK)] {
                for word in reader.words_once(&key(part), list, &mut seen) {
                    themes.longest = themes.longest.max(word.chars().count());
                    themes.words.insert(word.to_lowercase(), Known { theme: *theme, weight });
                }
            }
            for word in reader.words_once(&key("owners"), &lists.owners, &mut seen_owners) {
                themes.owners.insert(word, *theme);
            }
        }
        themes
    }

    /// The themes of a measure, the primary one first; none where nothing tells one. A pure function of the record.
    ///
    /// Words of the title weigh most, then those of the tiers above, then the sections; the description is asked only where these say
    /// nothing.
    #[must_use]
    pub fn of(&self, measure: &Measure, tokenizer: &Tokenizer) -> Vec<Theme> {
        let mut weights: BTreeMap<Theme, f32> = BTreeMap::new();
        self.weigh(&measure.title, TITLE, tokenizer, &mut weights);
        for (above, tier) in measure.path.iter().rev().enumerate() {
            self.weigh(tier, if above == 0 { LOWEST_TIER } else { UPPER_TIER }, tokenizer, &mut weights);
        }
        for owner in &measure.owners {
            let owner = fold(owner);
            if let Some((_, theme)) = self.owners.iter().find(|(ending, _)| owner.ends_with(ending.as_str())) {
                *weights.entry(*theme).or_default() += OWNER;
            }
        }
        if weights.values().all(|w| *w < LEAST)
            && let Some(description) = &measure.description
        {
            let start: String = description.chars().take(DESCRIPTION_CHARS).collect();
            self.weigh(&start, DESCRIPTION, tokenizer, &mut weights);
        }
        let mut found: Vec<(Theme, f32)> = weights.into_iter().filter(|(_, weight)| *weight >= LEAST).collect();
        // Of equal weights the one that stands first in the list of themes.
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let least = found.first().map_or(0.0, |(_, weight)| weight * BESIDE);
        found.into_iter().filter(|(_, weight)| *weight >= least).map(|(theme, _)| theme).collect()
    }

    /// Adds the weights of a text's words; each theme counts once by its best word, a second word adds a little.
    fn weigh(&self, text: &str, factor: f32, tokenizer: &Tokenizer, weights: &mut BTreeMap<Theme, f32>) {
        let mut best: BTreeMap<Theme, f32> = BTreeMap::new();
        for known in self.known(text, tokenizer) {
            let weight = best.entry(known.theme).or_default();
            *weight = weight.max(known.weight) + weight.min(known.weight) * 0.25;
        }
        for (theme, weight) in best {
            *weights.entry(theme).or_default() += weight * factor;
        }
    }

    /// The theme words of a text from left to right: a word begins where a token begins and ends where one ends, the longest wins.
    fn known(&self, text: &str, tokenizer: &Tokenizer) -> Vec<&Known> {
        let tokens: Vec<String> = tokenizer.words(&normalise(text)).into_iter().map(|w| fold(&w.surface).to_lowercase()).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let mut word = String::new();
            let mut longest = None;
            for (end, token) in tokens.iter().enumerate().skip(at) {
                word.push_str(token);
                if word.chars().count() > self.longest {
                    break;
                }
                longest = self.words.get(&word).map(|known| (end, known)).or(longest);
            }
            match longest {
                Some((end, known)) => {
                    found.push(known);
                    at = end + 1;
                }
                None => at += 1,
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    fn themes(title: &str, path: &[&str], owners: &[&str]) -> Vec<Theme> {
        let strings = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect();
        let measure = Measure { title: title.to_owned(), path: strings(path), owners: strings(owners), ..Measure::default() };
        let tokenizer = Tokenizer::lazy(include_str!("../../rules/dictionary.csv"));
        Rules::embedded().themes.of(&measure, &tokenizer)
    }

    #[test]
    fn the_title_decides_and_the_tiers_join_in() {
        assert_eq!(themes("基幹管路の耐震化", &[], &[]), [Theme::Resilience]);
        assert_eq!(themes("水質検査体制の充実", &["安全な水道"], &["浄水課"]).first(), Some(&Theme::Safety));
        assert_eq!(themes("スマートメーターの導入", &["お客さまサービスの向上"], &[])[0], Theme::Digital);
        assert_eq!(themes("官民連携の推進", &["持続"], &[])[0], Theme::Cooperation);
        assert_eq!(themes("技術の継承と人材育成", &[], &[]), [Theme::People]);
        assert_eq!(themes("再生可能エネルギーの導入", &[], &[]), [Theme::Environment]);
        assert_eq!(themes("出前講座の開催", &[], &[]), [Theme::Outreach]);
        assert_eq!(themes("料金体系の見直し", &[], &[]), [Theme::Sustainability]);
    }

    #[test]
    fn several_themes_and_none() {
        let both = themes("災害時の広域連携", &[], &[]);
        assert!(both.contains(&Theme::Resilience) && both.contains(&Theme::Cooperation), "{both:?}");
        assert_eq!(themes("その他", &[], &[]), []);
        assert_eq!(themes("", &[], &[]), []);
    }

    #[test]
    fn letters_inside_a_word_are_no_word() {
        // AI stands in MAIL, LINE in オンライン only by letters.
        assert_eq!(themes("MAILの整理", &[], &[]), []);
    }
}
