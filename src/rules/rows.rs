//! Words that head rows: plan or actual, formula, sums.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::columns::{split_brackets, without_years};
use super::fold::fold;
use super::source::{Reader, Words};
use crate::model::Basis;

/// What a word at the head of a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    words: BTreeMap<String, RowHead>,
}

impl Rows {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: BTreeMap<RowHead, Words> = reader.parse();
        let mut rows = Self::default();
        let mut seen = BTreeMap::new();
        for (head, words) in &file {
            let key = format!("{head:?}").to_lowercase();
            for word in reader.words_once(&key, words, &mut seen) {
                rows.words.insert(word, *head);
            }
        }
        rows
    }

    /// What the text says when it is nothing but a row head; bracketed remarks are passed over.
    #[must_use]
    pub fn head(&self, text: &str) -> Option<RowHead> {
        let folded = fold(text);
        if let Some(head) = self.words.get(&folded) {
            return Some(*head);
        }
        let main = without_years(&split_brackets(&folded).0);
        self.words.get(main.trim_matches(|c: char| ":・,、".contains(c))).copied()
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

    /// The name of a row of sums without the code of what it sums: A 小計.
    #[must_use]
    pub fn without_code<'t>(&self, text: &'t str) -> Option<&'t str> {
        let (code, rest) = text.trim().split_once([' ', '\u{3000}'])?;
        let coded = code.chars().count() <= 4 && code.chars().all(|c| c.is_ascii_alphanumeric() || "-.IVXⅠⅡⅢⅣⅤ①②③④⑤⑥⑦⑧⑨".contains(c));
        (coded && self.is_total(rest)).then_some(rest)
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
        assert!(rows.is_total("合　計") && rows.is_total("小計") && !rows.is_total("計画"));
        assert_eq!(rows.head("計算式"), Some(RowHead::Formula));
    }
}
