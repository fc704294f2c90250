//! A piece of words outside tables, cleaned once for all who look at it.

use crate::language::normalise;
use crate::model::{Evidence, Place};
use crate::rules::Rules;

/// A heading, list item or paragraph.
#[derive(Debug)]
pub(super) struct Line<'t> {
    /// Where it stands.
    pub place: Place,
    /// The words as printed.
    pub raw: &'t str,
    /// Mark of a list item, "" otherwise.
    pub mark: &'t str,
    /// Level of a heading (0 where only the look says heading), `None` for other blocks.
    pub level: Option<usize>,
    /// The words normalised, without a priority mark.
    pub text: String,
    /// The words with the spaces that part them, without a priority mark: a space may part number, label and title.
    pub printed: String,
    /// 重点 stands at the end.
    pub priority: bool,
}

impl<'t> Line<'t> {
    pub fn new(place: Place, raw: &'t str, mark: &'t str, level: Option<usize>, rules: &Rules) -> Self {
        let (printed, priority) = without_priority(raw, rules);
        Self { place, raw, mark, level, text: normalise(printed), printed: printed.to_owned(), priority }
    }

    /// Evidence for the whole of it.
    pub fn evidence(&self) -> Evidence {
        Evidence::new(self.place, self.raw)
    }

    /// Whether it is set apart as a title: a heading, or a list item whose mark is no mere dash or dot.
    pub fn is_apart(&self) -> bool {
        self.level.is_some() || !self.mark.is_empty() && self.mark != "-" && self.mark != "・"
    }
}

/// Words without a priority mark (重点) that stands apart at their end, or in a bracket of its own.
pub(super) fn without_priority<'t>(raw: &'t str, rules: &Rules) -> (&'t str, bool) {
    let trimmed = raw.trim();
    let behind = trimmed.rfind(|c: char| c.is_whitespace() || matches!(c, ')' | '）'));
    let behind = behind.map(|at| at + trimmed[at..].chars().next().map_or(0, char::len_utf8));
    let bracket = trimmed.rfind(['【', '［', '[', '〔', '（', '(']).filter(|at| *at > 0);
    for at in behind.into_iter().chain(bracket) {
        if rules.schedule.is_priority(trimmed[at..].trim_matches('*')) {
            return (trimmed[..at].trim_end(), true);
        }
    }
    (trimmed, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_priority_mark_at_the_end_is_no_part_of_the_title() {
        let line = |raw| Line::new(Place::default(), raw, "", Some(0), Rules::embedded());
        let marked = line("施策 7-2　利用者との協働 重点");
        assert_eq!((marked.printed.as_str(), marked.priority), ("施策 7-2　利用者との協働", true));
        assert_eq!(line("台帳の整備【重点】").printed, "台帳の整備");
        assert!(!line("重点的な取組").priority);
        assert!(line("補強（担当：計画課） 重点").priority);
    }
}
