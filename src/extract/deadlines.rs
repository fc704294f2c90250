//! Deadlines in brackets under a title: 【令和9年度中：初版作成　令和10年度以降：毎年ローリング】.

use crate::language::years::{Edge, YearKind, find_years};
use crate::model::Evidence;

use super::phases::Span;
use super::schedule::Stretch;

/// The deadlines of a bracketed line, empty where it is none.
///
/// Each part is a time, a colon and a label; the label reaches to the next time.
#[must_use]
pub fn in_brackets(text: &str, evidence: &Evidence) -> Vec<Stretch> {
    let text = text.trim();
    let Some(inside) = text.strip_prefix(['【', '[', '〔']).and_then(|t| t.strip_suffix(['】', ']', '〕'])) else { return Vec::new() };
    let times: Vec<_> = find_years(inside)
        .into_iter()
        .filter(|(range, year)| year.kind == YearKind::Fiscal && inside[range.end..].trim_start().starts_with([':', '：']))
        .collect();
    let mut found = Vec::new();
    for (n, (range, year)) in times.iter().enumerate() {
        let end = times.get(n + 1).map_or(inside.len(), |(next, _)| next.start);
        let label = inside[range.end..end].trim_start().trim_start_matches([':', '：']).trim().trim_end_matches(['、', '/', '／']).trim();
        let span = match year.edge {
            Edge::Until => Span { from: None, to: year.to, phase: None },
            Edge::From => Span { from: year.from, to: None, phase: None },
            _ => Span { from: year.from, to: year.to, phase: None },
        };
        found.push(Stretch { label: label.to_owned(), span, uncertain: false, uncertain_from: false, evidence: evidence.clone(), col: n });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_has_its_time() {
        let found = in_brackets("【令和9年度中:初版作成 令和10年度以降:毎年ローリング】", &Evidence::default());
        let parts: Vec<_> = found.iter().map(|s| (s.label.as_str(), s.span.from, s.span.to)).collect();
        assert_eq!(parts, [("初版作成", Some(2027), Some(2027)), ("毎年ローリング", Some(2028), None)]);
        let until = in_brackets("【令和10年度まで:諸資料の作成】", &Evidence::default());
        assert_eq!((until[0].span.from, until[0].span.to), (None, Some(2028)));
        assert!(in_brackets("【実施・実施予定】", &Evidence::default()).is_empty());
    }
}
