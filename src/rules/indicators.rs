//! The dictionary of indicators that utilities share.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::error::Mistake;
use super::fold::fold;
use super::source::Reader;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    indicator: Vec<Spanned<IndicatorEntry>>,
}

/// One indicator of a standard.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IndicatorEntry {
    /// Which standard: the water-works guideline or a ministry's table.
    pub system: String,
    /// Code of the 2016 edition (A101).
    pub code: Option<String>,
    /// Code of the 2005 edition (1106).
    pub code_2005: Option<String>,
    /// Number in the ministry's table (1-①).
    pub ministry_no: Option<String>,
    /// Name.
    pub name: String,
    /// Name in the 2005 edition.
    pub name_2005: Option<String>,
    /// Other names in print.
    pub aliases: Vec<String>,
    /// Unit.
    pub unit: Option<String>,
    /// up, down, none, or target where a value in between is best.
    pub direction: Option<String>,
    /// Formula in words.
    pub formula: Option<String>,
    /// What the formula is made of.
    pub variables: Vec<String>,
    /// How far the editions may be joined: same, renamed, redefined, inverse_or_other_scale, dropped_after_2005, new_in_2016 ...
    pub relation: Option<String>,
    /// Codes or names whose figures must never stand in one series with this one; why, in brackets.
    pub never_merge: Option<String>,
    /// What to watch for.
    pub note: Option<String>,
    /// Goal in the 2016 edition.
    pub goal: Option<String>,
    /// Goal in the 2005 edition.
    pub goal_2005: Option<String>,
    /// How sure the entry is: code, mapping, formula.
    pub confidence: BTreeMap<String, String>,
}

impl IndicatorEntry {
    /// Codes in `never_merge`, without the reasons.
    #[must_use]
    pub fn never_merge_codes(&self) -> Vec<&str> {
        let list = self.never_merge.as_deref().unwrap_or_default();
        list.split('|').map(|part| part.split(['(', '（']).next().unwrap_or(part).trim()).filter(|part| !part.is_empty()).collect()
    }

    /// Which way is better for the figures of a code of either edition; `None` where the editions turn the scale round and the direction
    /// is that of the other one.
    #[must_use]
    pub fn direction_of(&self, code: &str) -> Option<&str> {
        let turned = self.relation.as_deref() == Some("inverse_or_other_scale");
        let of_newest = self.code.as_deref().is_some_and(|c| fold_code(c) == fold_code(code));
        self.direction.as_deref().filter(|_| of_newest || !turned)
    }

    /// Whether figures of the 2005 and the 2016 edition may stand in one series.
    #[must_use]
    pub fn editions_join(&self) -> bool {
        matches!(self.relation.as_deref(), Some("same" | "renamed"))
    }
}

/// The compiled dictionary.
#[derive(Debug, Default)]
pub struct Indicators {
    entries: Vec<IndicatorEntry>,
    by_code: BTreeMap<String, usize>,
    /// Folded names to entries, with the score of the name.
    by_name: BTreeMap<String, Vec<(usize, f32)>>,
}

const DIRECTIONS: [&str; 4] = ["up", "down", "none", "target"];

impl Indicators {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: File = reader.parse();
        let mut all = Self::default();
        for entry in file.indicator {
            let span = entry.span();
            let entry = entry.into_inner();
            let index = all.entries.len();
            if fold(&entry.name).is_empty() {
                reader.note(&span, "indicator.name", Mistake::Empty);
            }
            if let Some(direction) = entry.direction.as_deref().filter(|d| !DIRECTIONS.contains(d)) {
                reader.note(&span, "indicator.direction", Mistake::Value(format!("`{direction}` is none of up, down, none, target")));
            }
            // The ministry's tables point at codes of the guideline; the guideline's own entries, which stand before them, own the codes.
            if entry.ministry_no.is_some() {
                for code in [&entry.code, &entry.code_2005].into_iter().flatten() {
                    all.by_code.entry(fold_code(code)).or_insert(index);
                }
            } else {
                for code in [&entry.code, &entry.code_2005].into_iter().flatten() {
                    if let Some(first) = all.by_code.insert(fold_code(code), index) {
                        all.by_code.insert(fold_code(code), first);
                        let why = format!("code {code} is already that of {}", all.entries[first].name);
                        reader.note(&span, "indicator.code", Mistake::Value(why));
                    }
                }
            }
            all.name(&entry.name, index, 1.0);
            if let Some(name) = &entry.name_2005 {
                all.name(name, index, 0.95);
            }
            for alias in &entry.aliases {
                all.name(alias, index, 0.9);
            }
            all.entries.push(entry);
        }
        reader.counts.push(("indicator".to_owned(), all.entries.len()));
        all
    }

    fn name(&mut self, name: &str, index: usize, score: f32) {
        let key = name_key(name);
        let entries = self.by_name.entry(key).or_default();
        if !entries.iter().any(|(known, _)| *known == index) {
            entries.push((index, score));
        }
    }

    /// The guideline's entry of a code of either edition (A101, a101, 1106).
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&IndicatorEntry> {
        self.by_code.get(&fold_code(code)).and_then(|i| self.entries.get(*i))
    }

    /// Entries of a name, best first, scores 0..1: the name, an earlier name, an alias; brackets and units are passed over at a lower
    /// score. Entries that two standards share both appear.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<(&IndicatorEntry, f32)> {
        let key = name_key(name);
        let exact = self.by_name.get(&key).map(|found| (found, 1.0));
        let bare: String = key.split(['(', '[']).next().unwrap_or_default().to_owned();
        let loose = || self.by_name.get(bare.trim_end_matches('%')).map(|found| (found, 0.85));
        let Some((found, factor)) = exact.or_else(loose) else { return Vec::new() };
        let mut entries: Vec<(&IndicatorEntry, f32)> =
            found.iter().filter_map(|(i, score)| self.entries.get(*i).map(|e| (e, score * factor))).collect();
        entries.sort_by(|a, b| b.1.total_cmp(&a.1));
        entries
    }

    /// Whether two codes or names must never stand in one series.
    #[must_use]
    pub fn never_merge(&self, a: &str, b: &str) -> bool {
        let names = |code: &str| -> BTreeSet<String> {
            let mut all = BTreeSet::from([fold_code(code)]);
            if let Some(entry) = self.by_code(code) {
                all.insert(fold_code(&entry.name));
            }
            all
        };
        let forbids = |one: &str, other: &str| {
            self.by_code(one).is_some_and(|entry| entry.never_merge_codes().iter().any(|c| names(other).contains(&fold_code(c))))
        };
        forbids(a, b) || forbids(b, a)
    }

    /// Whether the dictionary names a printed name among those that must never be taken for a code's indicator.
    #[must_use]
    pub fn keeps_apart(&self, code: &str, name: &str) -> bool {
        let name = fold(name);
        self.by_code(code).is_some_and(|e| fold(&e.name) != name && e.never_merge_codes().iter().any(|n| fold(n) == name))
    }

    /// Why two codes or names must never stand in one series: the reason that the dictionary gives, "" where it gives none; `None` where
    /// they may.
    #[must_use]
    pub fn why_apart(&self, a: &str, b: &str) -> Option<String> {
        let reason = |one: &str, other: &str| {
            let (code, list) = (fold_code(other), self.by_code(one)?.never_merge.as_deref()?);
            let part = list.split('|').find(|part| fold_code(part.split(['(', '（']).next().unwrap_or(part).trim()) == code)?;
            Some(part.split_once(['(', '（']).map_or("", |(_, why)| why.trim_end_matches([')', '）'])).to_owned())
        };
        let (there, back) = (reason(a, b), reason(b, a));
        there.filter(|r| !r.is_empty()).or(back).or_else(|| self.never_merge(a, b).then(String::new))
    }

    /// All names in their form for comparing, with the entries that bear them and the score of the name.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &[(usize, f32)])> {
        self.by_name.iter().map(|(name, entries)| (name.as_str(), entries.as_slice()))
    }

    /// All entries in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[IndicatorEntry] {
        &self.entries
    }
}

/// The edition of the guideline that a code's shape belongs to: A101 is 2016, four digits are 2005.
#[must_use]
pub fn standard_edition(code: &str) -> Option<u16> {
    let folded = fold_code(code);
    let mut chars = folded.chars();
    let first = chars.next()?;
    let digits = chars.as_str();
    let all_digits = digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit());
    match first {
        'A'..='C' if all_digits => Some(2016),
        '1'..='6' if all_digits => Some(2005),
        _ => None,
    }
}

fn fold_code(code: &str) -> String {
    fold(code).to_uppercase()
}

/// Names are compared without middle dots, dashes and long-vowel marks' look-alikes, which printers set at will.
pub(super) fn name_key(name: &str) -> String {
    fold(name)
        .replace(['・', '･', '、', ','], "")
        .replace("1人", "一人")
        .replace("ヶ所", "箇所")
        .replace("か所", "箇所")
        .replace("カ所", "箇所")
}

#[cfg(test)]
mod tests {
    use super::standard_edition;
    use crate::rules::Rules;

    #[test]
    fn codes_of_both_editions() {
        let all = &Rules::embedded().indicators;
        assert_eq!(all.by_code("A101").map(|e| e.name.as_str()), Some("平均残留塩素濃度"));
        assert_eq!(all.by_code("１１０６").map(|e| e.name.as_str()), Some("平均残留塩素濃度"));
        assert!(all.by_code("Z999").is_none());
        assert_eq!(standard_edition("A101"), Some(2016));
        assert_eq!(standard_edition("2210"), Some(2005));
        assert_eq!(standard_edition("2024"), Some(2005));
        assert_eq!(standard_edition("R4-1-1"), None);
        assert_eq!(standard_edition("D101"), None);
    }

    #[test]
    fn names_aliases_and_remarks() {
        let all = &Rules::embedded().indicators;
        let best = |name: &str| all.named(name).first().and_then(|(e, _)| e.code.clone());
        assert_eq!(best("経常収支比率").as_deref(), Some("C102"));
        assert_eq!(best("残留塩素濃度").as_deref(), Some("A101"));
        assert_eq!(best("経常収支比率（%）").as_deref(), Some("C102"));
        assert!(all.named("市民の笑顔").is_empty());
    }

    #[test]
    fn figures_that_must_not_meet() {
        let all = &Rules::embedded().indicators;
        assert!(all.never_merge("C202", "C203") && all.never_merge("C203", "C202"));
        assert!(!all.never_merge("A101", "C102"));
        assert_eq!(all.why_apart("1102", "A202").as_deref(), Some("検査の範囲が違う"));
        assert_eq!(all.why_apart("C202", "C203").as_deref(), Some(""));
        assert_eq!(all.why_apart("A101", "C102"), None);
        assert!(all.keeps_apart("B605", "耐震化率") && !all.keeps_apart("B112", "有収率"));
    }
}
