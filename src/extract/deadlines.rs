//! Deadlines in brackets under a title: 【令和9年度中：初版作成　令和10年度以降：毎年ローリング】.

use crate::language::years::{Edge, YearKind, find_years};
use crate::model::Evidence;
use crate::rules::{ColumnRole, Rules};

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
        found.push(Stretch {
            label: label.to_owned(),
            span,
            uncertain: false,
            uncertain_from: false,
            basis: None,
            evidence: evidence.clone(),
            col: n,
        });
    }
    found
}

/// What may stand between a time and what is done in it.
const JOINTS: &[&str] = &["までに", "までは", "まで", "中に", "末までに", "には", "に", "は", "から", "より", "で"];

/// The times of a line that a word of schedules opens: 実施時期　令和7年度から8年度まで実施設計、令和9年度に補強工事. Empty where a time
/// has no words of its own.
#[must_use]
pub fn in_line(text: &str, evidence: &Evidence, rules: &Rules) -> Vec<Stretch> {
    let text = text.trim().trim_start_matches(['・', '●', '○', '■', '□']).trim_start();
    let Some(first) = find_years(text).first().map(|(range, _)| range.start) else { return Vec::new() };
    let head = text[..first].trim().trim_end_matches([':', '：']).trim_matches(|c: char| "【】[]()（）〔〕".contains(c));
    let timed =
        |(role, score): &(ColumnRole, f32)| *score >= 0.9 && matches!(role, ColumnRole::Schedule | ColumnRole::Period | ColumnRole::Due);
    if head.is_empty() || !rules.column_roles(head).first().is_some_and(timed) {
        return Vec::new();
    }
    let rest = &text[first..];
    let times: Vec<_> = find_years(rest).into_iter().filter(|(_, year)| year.kind == YearKind::Fiscal).collect();
    let mut found = Vec::new();
    for (n, (range, year)) in times.iter().enumerate() {
        let end = times.get(n + 1).map_or(rest.len(), |(next, _)| next.start);
        let mut label = rest[range.end..end].trim();
        label = JOINTS.iter().find_map(|joint| label.strip_prefix(joint)).unwrap_or(label).trim_start_matches([':', '：', '、', ' ']);
        let label = label.trim_end_matches(['、', '。', '/', '／', ' ', '，', ',']).trim();
        if label.is_empty() {
            return Vec::new();
        }
        let to = if year.edge == Edge::From { None } else { year.to };
        let span = Span { from: year.from, to, phase: None };
        found.push(Stretch {
            label: label.to_owned(),
            span,
            uncertain: false,
            uncertain_from: false,
            basis: None,
            evidence: evidence.clone(),
            col: n,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_times_is_a_schedule() {
        let read = |text| -> Vec<(String, Option<i32>, Option<i32>)> {
            in_line(text, &Evidence::default(), Rules::embedded()).into_iter().map(|s| (s.label, s.span.from, s.span.to)).collect()
        };
        assert_eq!(
            read("・実施時期 令和7年度から8年度まで実施設計、令和9年度に補強工事"),
            [("実施設計".to_owned(), Some(2025), Some(2026)), ("補強工事".to_owned(), Some(2027), Some(2027))]
        );
        assert_eq!(read("実施時期 令和7年度から令和9年度まで"), []);
        assert_eq!(read("本市では令和7年度に調査を行います。"), []);
    }

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
