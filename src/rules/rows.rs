//! Words that head rows: plan or actual, formula, sums.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::columns::{split_brackets, without_years};
use super::fold::fold;
use super::source::{Reader, Words};
use crate::language::memo::Memo;
use crate::model::Basis;

/// The file: words of each row head, then words of the rows of accounts.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    plan: Words,
    actual: Words,
    actual_below_plan: Words,
    forecast: Words,
    formula: Words,
    evaluation: Words,
    definition: Words,
    rate: Words,
    change: Words,
    total: Words,
    subtotal: Words,
    background: Words,
    parts: Words,
    ratios: Words,
    not_ratios: Words,
}

/// What a word at the head of a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowHead {
    /// The row tells what was planned.
    Plan,
    /// The row tells what happened.
    Actual,
    /// The row tells what is expected.
    Forecast,
    /// Formula of the indicator above.
    Formula,
    /// Remark on the indicator above.
    Evaluation,
    /// Definition of the indicator above.
    Definition,
    /// Rates: no values.
    Rate,
    /// Differences: no values.
    Change,
    /// A sum.
    Total,
    /// A sum of a part.
    Subtotal,
}

/// The compiled row heads.
#[derive(Debug, Default)]
pub struct Rows {
    /// Heads that were asked for.
    asked: Memo<Option<RowHead>>,
    words: BTreeMap<String, RowHead>,
    below_plan: Vec<String>,
    background: Vec<String>,
    parts: Vec<String>,
    ratios: Vec<String>,
    not_ratios: Vec<String>,
}

impl Rows {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: File = reader.parse();
        let mut rows = Self::default();
        let mut seen = BTreeMap::new();
        for (key, words, head) in [
            ("plan", &file.plan, RowHead::Plan),
            ("actual", &file.actual, RowHead::Actual),
            ("forecast", &file.forecast, RowHead::Forecast),
            ("formula", &file.formula, RowHead::Formula),
            ("evaluation", &file.evaluation, RowHead::Evaluation),
            ("definition", &file.definition, RowHead::Definition),
            ("rate", &file.rate, RowHead::Rate),
            ("change", &file.change, RowHead::Change),
            ("total", &file.total, RowHead::Total),
            ("subtotal", &file.subtotal, RowHead::Subtotal),
        ] {
            for word in reader.words_once(key, words, &mut seen) {
                rows.words.insert(word, head);
            }
        }
        rows.below_plan = reader.words("actual_below_plan", &file.actual_below_plan);
        rows.background = reader.words("background", &file.background);
        rows.parts = reader.words("parts", &file.parts);
        rows.ratios = reader.words("ratios", &file.ratios);
        rows.not_ratios = reader.words("not_ratios", &file.not_ratios);
        rows
    }

    /// Takes away the words that head rows; those inside names stay.
    pub(super) fn forget_heads(&mut self) {
        self.words.clear();
    }

    /// What the text says when it is nothing but a row head; bracketed remarks are passed over.
    #[must_use]
    pub fn head(&self, text: &str) -> Option<RowHead> {
        self.asked.get_or(text, |text| self.head_of(&fold(text)))
    }

    fn head_of(&self, folded: &str) -> Option<RowHead> {
        if let Some(head) = self.words.get(folded) {
            return Some(*head);
        }
        // Nothing could be passed over in it.
        if !folded.contains(|c: char| c.is_ascii_digit() || matches!(c, '元' | '(' | ')' | '[' | ']' | ':' | '・' | ',' | '、')) {
            return None;
        }
        let (main, _) = split_brackets(folded);
        let main = without_years(&main);
        self.words.get(main.trim_matches(|c: char| matches!(c, ':' | '・' | ',' | '、'))).copied()
    }

    /// Plan or actual, where the text is such a row head.
    #[must_use]
    pub fn basis(&self, text: &str) -> Option<Basis> {
        match self.head(text)? {
            RowHead::Plan => Some(Basis::Plan),
            RowHead::Actual => Some(Basis::Actual),
            _ => None,
        }
    }

    /// Whether a word that says little alone (実施) heads what happened where the row above it is planned.
    #[must_use]
    pub fn is_actual_below_plan(&self, text: &str) -> bool {
        self.below_plan.contains(&fold(text))
    }

    /// The name of a row of sums without the code of what it sums: A 小計.
    #[must_use]
    pub fn without_code<'t>(&self, text: &'t str) -> Option<&'t str> {
        let (code, rest) = text.trim().split_once([' ', '\u{3000}'])?;
        let coded = code.chars().count() <= 4
            && code.chars().all(|c| {
                c.is_ascii_alphanumeric()
                    || matches!(
                        c,
                        '-' | '.'
                            | 'I'
                            | 'V'
                            | 'X'
                            | 'Ⅰ'
                            | 'Ⅱ'
                            | 'Ⅲ'
                            | 'Ⅳ'
                            | 'Ⅴ'
                            | '①'
                            | '②'
                            | '③'
                            | '④'
                            | '⑤'
                            | '⑥'
                            | '⑦'
                            | '⑧'
                            | '⑨'
                    )
            });
        (coded && self.is_total(rest)).then_some(rest)
    }

    /// Whether a head stands over what there is before anything is done: 現状と課題, 背景.
    #[must_use]
    pub fn is_background(&self, text: &str) -> bool {
        self.background.contains(&fold(text))
    }

    /// Whether a row of an account names a part of the row above: うち職員給与費.
    #[must_use]
    pub fn is_part(&self, name: &str) -> bool {
        self.parts.iter().any(|word| name.starts_with(word.as_str()))
    }

    /// Whether a row of an account is a ratio of others and no money: 経常収支比率 (C)/(D)×100, 料金回収率.
    #[must_use]
    pub fn is_ratio(&self, name: &str) -> bool {
        let bare = name.find('(').filter(|at| *at > 0).map_or(name, |at| &name[..at]).trim_end();
        let ends = |words: &[String]| words.iter().any(|word| bare.ends_with(word.as_str()));
        ends(&self.ratios) && !ends(&self.not_ratios)
    }

    /// Whether the text heads a row of sums.
    #[must_use]
    pub fn is_total(&self, text: &str) -> bool {
        matches!(self.head(text), Some(RowHead::Total | RowHead::Subtotal)) || self.without_code(text).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn row_heads_tell_plan_from_actual() {
        let rows = &Rules::embedded().rows;
        assert_eq!(rows.basis("計画"), Some(Basis::Plan));
        assert_eq!(rows.basis("実 績 値"), Some(Basis::Actual));
        assert_eq!(rows.basis("水道料金"), None);
        assert_eq!((rows.basis("実施"), rows.is_actual_below_plan("実　施"), rows.is_actual_below_plan("設計")), (None, true, false));
        assert!(rows.is_total("合　計") && rows.is_total("小計") && !rows.is_total("計画"));
        assert_eq!(rows.head("計算式"), Some(RowHead::Formula));
    }

    #[test]
    fn rows_of_accounts() {
        let rows = &Rules::embedded().rows;
        assert!(rows.is_part("うち職員給与費") && !rows.is_part("職員給与費のうち"));
        assert!(rows.is_ratio("経常収支比率 (C)/(D)×100") && rows.is_ratio("料金回収率") && rows.is_ratio("自己資本の割合"));
        assert!(!rows.is_ratio("給水収益") && !rows.is_ratio("(1)率先費") && !rows.is_ratio("消費税率"));
    }
}
