//! Printed names of indicators to entries of the dictionary, with a score.
//!
//! A printed code decides; else the name by itself; else a name that shares its words. Unit and edition of the guideline bear it out or
//! speak against it. The printed name always stays what it is: a match says what it may be compared with.

use std::collections::BTreeSet;

use super::Units;
use super::indicators::{IndicatorEntry, Indicators, name_key};
use crate::language::Tokenizer;
use crate::model::StandardMatch;

/// Names must share so many of their pairs of letters to be looked at.
const ALIKE: f32 = 0.6;
/// Matches below are marked as low: for people to look at, not to join figures by.
const SURE: f32 = 0.85;
/// Matches below are none.
const LEAST: f32 = 0.5;
/// Another entry with nearly the same score that must never be joined with the best one.
const RIVAL: f32 = 0.05;

/// What is printed of an indicator, and of its surroundings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Printed<'a> {
    /// Name.
    pub name: &'a str,
    /// Code.
    pub code: Option<&'a str>,
    /// Unit.
    pub unit: Option<&'a str>,
    /// Edition of the guideline that the document's codes belong to, where they all belong to one.
    pub edition: Option<u16>,
}

impl Indicators {
    /// The entry that a printed indicator is, if one is likely.
    #[must_use]
    pub fn matched(&self, printed: Printed<'_>, units: &Units, tokenizer: &Tokenizer) -> Option<StandardMatch> {
        let mut scored: Vec<(&IndicatorEntry, f32)> =
            self.candidates(printed, tokenizer).into_iter().map(|(e, score)| (e, score * unit_factor(e, printed.unit, units))).collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (entry, mut score) = *scored.first()?;
        let code = code_of(entry, printed);
        let rival = |(other, theirs): &(&IndicatorEntry, f32)| {
            let pair = code.as_deref().zip(other.code.as_deref().or(other.code_2005.as_deref()));
            score - theirs <= RIVAL && pair.is_some_and(|(a, b)| a != b && self.never_merge(a, b))
        };
        if scored[1..].iter().any(rival) {
            score *= 0.7;
        }
        // Without a code nothing tells which edition is meant; where the editions differ, the figure may be either's.
        if printed.code.is_none()
            && printed.edition.is_none()
            && entry.code.is_some()
            && entry.code_2005.is_some()
            && !entry.editions_join()
        {
            score *= 0.9;
        }
        let score = (score * 100.0).round() / 100.0;
        let ministry_no = entry.ministry_no.clone();
        (score >= LEAST).then(|| StandardMatch { code, ministry_no, name: entry.name.clone(), score, low: score < SURE })
    }

    fn candidates(&self, printed: Printed<'_>, tokenizer: &Tokenizer) -> Vec<(&IndicatorEntry, f32)> {
        let named = self.named(printed.name);
        if let Some(entry) = printed.code.and_then(|code| self.by_code(code)) {
            // The name of another indicator beside the code: one of the two is misprinted.
            let own = named.iter().any(|(e, _)| e.code == entry.code && e.code_2005 == entry.code_2005);
            return vec![(
                entry,
                if own {
                    1.0
                } else if named.is_empty() {
                    0.95
                } else {
                    0.6
                },
            )];
        }
        if !named.is_empty() {
            return named;
        }
        self.alike(printed.name, tokenizer)
    }

    /// Entries whose name has all words of the printed one, or which the printed name only says more exactly.
    fn alike(&self, name: &str, tokenizer: &Tokenizer) -> Vec<(&IndicatorEntry, f32)> {
        let key = name_key(name);
        let own = pairs(&key);
        let words = |text: &str| tokenizer.content_words(text).into_iter().collect::<BTreeSet<String>>();
        let mine = words(name);
        let mut found = Vec::new();
        for (known, entries) in self.names().filter(|(known, _)| shared(&own, &pairs(known)) >= ALIKE) {
            let theirs = words(known);
            // A word too few or too many makes another indicator (基幹管路の耐震化率, 管路の耐震化率), unless it says only whose it is.
            let differing: Vec<&String> = mine.symmetric_difference(&theirs).collect();
            if theirs.is_empty() || differing.len() > 1 || !theirs.is_subset(&mine) && !mine.is_subset(&theirs) {
                continue;
            }
            let score = if differing.is_empty() { 0.88 } else { 0.62 };
            found.extend(entries.iter().filter_map(|(index, by_name)| Some((self.entries().get(*index)?, by_name * score))));
        }
        found
    }
}

/// The code of the printed edition, else of the edition that has the printed name, else of the newer one.
fn code_of(entry: &IndicatorEntry, printed: Printed<'_>) -> Option<String> {
    let key = name_key(printed.name);
    let older = entry.name_2005.as_ref().is_some_and(|name| name_key(name) == key) && name_key(&entry.name) != key;
    match (printed.code, printed.edition) {
        (Some(code), _) => Some(code.to_owned()),
        _ if older => entry.code_2005.clone(),
        (None, Some(2005)) => entry.code_2005.clone().or_else(|| entry.code.clone()),
        _ => entry.code.clone().or_else(|| entry.code_2005.clone()),
    }
}

/// Units that agree bear a match out, others speak against it, a missing one leaves a little doubt.
fn unit_factor(entry: &IndicatorEntry, printed: Option<&str>, units: &Units) -> f32 {
    let canonical = |unit: &str| units.canonical(unit).map_or_else(|| super::fold(unit).to_lowercase(), str::to_lowercase);
    match (entry.unit.as_deref(), printed) {
        (Some(known), Some(printed)) if canonical(known) == canonical(printed) => 1.0,
        (Some(_), Some(_)) => 0.6,
        _ => 0.95,
    }
}

/// Pairs of neighbouring letters, sorted, each once.
fn pairs(text: &str) -> Vec<(char, char)> {
    let mut pairs: Vec<(char, char)> = text.chars().zip(text.chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[allow(clippy::cast_precision_loss)] // letters of a name
fn shared(a: &[(char, char)], b: &[(char, char)]) -> f32 {
    let both = a.iter().filter(|pair| b.binary_search(pair).is_ok()).count();
    if both == 0 { 0.0 } else { 2.0 * both as f32 / (a.len() + b.len()) as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    fn matched(name: &str, code: Option<&str>, unit: Option<&str>) -> Option<(String, bool)> {
        let rules = Rules::embedded();
        let tokenizer = Tokenizer::lazy(include_str!("../../rules/dictionary.csv"));
        let found = rules.indicators.matched(Printed { name, code, unit, edition: None }, &rules.units, &tokenizer)?;
        Some((found.code.unwrap_or_default(), found.low))
    }

    #[test]
    fn codes_names_and_units() {
        assert_eq!(matched("経常収支比率", None, Some("%")), Some(("C102".into(), false)));
        assert_eq!(matched("経常収支比率", Some("C102"), Some("%")), Some(("C102".into(), false)));
        // Another unit: marked for people.
        assert!(matched("経常収支比率", None, Some("千円")).is_some_and(|(_, low)| low));
        // The name of another indicator beside the code.
        assert!(matched("有収率", Some("C102"), Some("%")).is_some_and(|(_, low)| low));
        assert_eq!(matched("市民の笑顔", None, Some("%")), None);
        assert_eq!(matched("", None, None), None);
    }

    #[test]
    fn names_that_say_more_are_marked() {
        let whose = matched("本市の料金回収率", None, Some("%"));
        assert!(whose.as_ref().is_none_or(|(code, low)| code == "C113" && *low), "{whose:?}");
    }
}
