//! Units as printed, their canonical forms, and money.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::error::Mistake;
use super::fold::fold;
use super::source::{Reader, Words};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unit: Vec<UnitWords>,
    money: Vec<MoneyWords>,
    line: LineWords,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitWords {
    canonical: Spanned<String>,
    variants: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoneyWords {
    unit: Spanned<String>,
    yen: Spanned<u64>,
    variants: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineWords {
    heads: Words,
    tax_excluded: Words,
    tax_included: Words,
}

/// Whether amounts hold consumption tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tax {
    /// 税抜き.
    Excluded,
    /// 税込み.
    Included,
}

/// The compiled units.
#[derive(Debug, Default)]
pub struct Units {
    canonical: BTreeMap<String, String>,
    yen: BTreeMap<String, u64>,
    heads: Vec<String>,
    tax_excluded: Vec<String>,
    tax_included: Vec<String>,
    /// All folded spellings, longest first.
    by_length: Vec<String>,
}

impl Units {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: File = reader.parse();
        let mut units = Self::default();
        let mut seen = BTreeMap::new();
        for unit in &file.unit {
            let printed = unit.canonical.get_ref();
            let own = reader.words_once(&format!("unit.{printed}"), &vec![unit.canonical.clone()], &mut seen);
            let variants = fresh(reader, printed, &unit.variants);
            for spelling in own.into_iter().chain(variants) {
                units.canonical.insert(spelling, printed.clone());
            }
        }
        for money in &file.money {
            let printed = money.unit.get_ref();
            if *money.yen.get_ref() == 0 {
                reader.note(&money.yen.span(), "money.yen", Mistake::Value("a unit of money is one yen or more".to_owned()));
            }
            let own = reader.words_once(&format!("money.{printed}"), &vec![money.unit.clone()], &mut seen);
            let variants = fresh(reader, printed, &money.variants);
            for spelling in own.into_iter().chain(variants) {
                units.yen.insert(spelling.clone(), *money.yen.get_ref());
                units.canonical.insert(spelling, printed.clone());
            }
        }
        units.heads = reader.words("line.heads", &file.line.heads);
        units.tax_excluded = reader.words("line.tax_excluded", &file.line.tax_excluded);
        units.tax_included = reader.words("line.tax_included", &file.line.tax_included);
        units.by_length = units.canonical.keys().cloned().collect();
        units.by_length.sort_by_key(|u| (usize::MAX - u.chars().count(), u.clone()));
        units
    }

    /// The form used for comparing (か所 and カ所 are 箇所), `None` for what is no known unit. Brackets around it are passed over.
    #[must_use]
    pub fn canonical(&self, unit: &str) -> Option<&str> {
        let folded = tidy(unit);
        self.canonical.get(&folded).map(String::as_str)
    }

    /// Yen in one of the unit, where it is money.
    #[must_use]
    pub fn yen(&self, unit: &str) -> Option<u64> {
        self.yen.get(&tidy(unit)).copied()
    }

    /// The longest known unit with which the (folded) text begins: 千円 of 千円/年 only where the whole is unknown.
    #[must_use]
    pub fn leading<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.by_length.iter().find(|u| text.starts_with(u.as_str())).map(|u| &text[..u.len()])
    }

    /// The longest known unit that ends the text (配水池耐震施設率 %), as it stands in the folded text.
    #[must_use]
    pub fn trailing(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        self.by_length.iter().find(|u| folded.ends_with(u.as_str()) && folded.len() > u.len()).cloned()
    }

    /// The unit in a unit line: (単位：千円 税抜き) gives 千円.
    #[must_use]
    pub fn of_line(&self, line: &str) -> Option<String> {
        let folded = fold(line);
        let (_, rest) = self.heads.iter().find_map(|h| folded.split_once(h.as_str()))?;
        let rest = rest.trim_start_matches([':', '=']);
        let end = rest.find([')', ']', ',', '、', '・']).unwrap_or(rest.len());
        let mut unit = rest[..end].to_owned();
        for tax in self.tax_excluded.iter().chain(&self.tax_included) {
            unit = unit.replace(tax.as_str(), "");
        }
        unit.truncate(unit.trim_end_matches(['(', 'き', 'み', ';']).len());
        if unit.is_empty() { None } else { Some(unit) }
    }

    /// The tax basis that a caption or unit line states.
    #[must_use]
    pub fn tax(&self, line: &str) -> Option<Tax> {
        let folded = fold(line);
        let says = |words: &[String]| words.iter().any(|w| folded.contains(w.as_str()));
        match (says(&self.tax_excluded), says(&self.tax_included)) {
            (true, false) => Some(Tax::Excluded),
            (false, true) => Some(Tax::Included),
            _ => None,
        }
    }
}

/// Variants that differ from each other and, after folding, from the unit itself (% and ％ are equal anyway).
fn fresh(reader: &mut Reader<'_>, unit: &str, variants: &Words) -> Vec<String> {
    let own = fold(unit);
    let mut differing: Words = Vec::new();
    for variant in variants {
        let folded = fold(variant.get_ref());
        if folded != own && !differing.iter().any(|v| fold(v.get_ref()) == folded) {
            differing.push(variant.clone());
        }
    }
    reader.words(&format!("unit.{unit}.variants"), &differing)
}

fn tidy(unit: &str) -> String {
    fold(unit).trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']')).to_owned()
}

#[cfg(test)]
mod tests {
    use super::Tax;
    use crate::rules::Rules;

    #[test]
    fn spellings_of_one_unit() {
        let units = &Rules::embedded().units;
        assert_eq!(units.canonical("㎥"), Some("m3"));
        assert_eq!(units.canonical("（か所）"), Some("箇所"));
        assert_eq!(units.canonical("％"), Some("%"));
        assert_eq!(units.canonical("件/100km ² "), None);
        assert_eq!(units.yen("百万円"), Some(1_000_000));
        assert_eq!(units.yen("%"), None);
    }

    #[test]
    fn unit_lines_and_tax() {
        let units = &Rules::embedded().units;
        assert_eq!(units.of_line("（単位：千円　税抜き）").as_deref(), Some("千円"));
        assert_eq!(units.of_line("[単位:百万円]").as_deref(), Some("百万円"));
        assert_eq!(units.of_line("収益的収支"), None);
        assert_eq!(units.tax("（単位:千円 税込み）"), Some(Tax::Included));
        assert_eq!(units.trailing("配水池耐震施設率 %").as_deref(), Some("%"));
        assert_eq!(units.leading("千円/人あたり"), Some("千円/人"));
    }
}
