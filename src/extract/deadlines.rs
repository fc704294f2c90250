//! Deadlines under a title: in brackets (【令和9年度中：初版作成　令和10年度以降：毎年ローリング】) or behind a label (実施時期　令和7年度に設計、
//! 令和8年度から10年度まで工事).

use crate::language::years::{Edge, YearKind, YearSpan, find_years};
use crate::language::{nfkc, normalise};
use crate::model::Evidence;
use crate::rules::{ColumnRole, Rules, bracketed_tail};

use super::phases::Span;
use super::schedule::Stretch;

/// Steps in a bracket behind a title are at most this long.
const STEP_CHARS: usize = 12;
/// A step that only says that something begins.
const BEGIN: &str = "開始";

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
        found.push(stretch(label, year, evidence, n));
    }
    found
}

fn stretch(label: &str, year: &YearSpan, evidence: &Evidence, n: usize) -> Stretch {
    let span = match year.edge {
        Edge::Until if year.from.is_none() => Span { from: None, to: year.to, phase: None },
        Edge::From => Span { from: year.from, to: None, phase: None },
        _ => Span { from: year.from, to: year.to, phase: None },
    };
    Stretch { label: label.to_owned(), span, uncertain: false, uncertain_from: false, basis: None, evidence: evidence.clone(), col: n }
}

/// …を間伐します（R7～R11）, 台帳の公開（令和9年度から）, 訓練を行います（毎年度）: the words, and the times that the bracket behind them holds and
/// nothing else, none for every year. `None` where no such bracket ends the text.
#[must_use]
pub fn timed_tail(text: &str, rules: &Rules) -> Option<(String, Vec<YearSpan>)> {
    let text = nfkc(text);
    let (before, inside) = bracketed_tail(&text)?;
    let inside = normalise(inside);
    let times = find_years(&inside);
    let mut rest = inside.clone();
    times.iter().rev().for_each(|(range, _)| rest.replace_range(range.clone(), ""));
    let only = rest.chars().all(|c| c.is_whitespace() || "、,・".contains(c));
    let dated = !times.is_empty() && only && times.iter().all(|(_, year)| matches!(year.kind, YearKind::Fiscal | YearKind::Calendar));
    let yearly = || rules.reviews.yearly.iter().any(|every| every.find(&inside).is_some_and(|found| found.range() == (0..inside.len())));
    (!before.trim().is_empty() && (dated || yearly()))
        .then(|| (before.trim_end().to_owned(), times.into_iter().map(|(_, year)| year).collect()))
}

/// The stretches of a step that is carried out at these times.
pub fn at_times(label: &str, times: &[YearSpan], evidence: &Evidence) -> Vec<Stretch> {
    times.iter().enumerate().map(|(n, year)| stretch(label, year, evidence, n)).collect()
}

/// 台帳の整備（令和8年度～令和10年度）, 診断の導入（令和6年度に試行、令和7年度から本格導入）: the words, and the steps that the bracket behind them names
/// with their fiscal years. `None` where the bracket says anything else (昭和53年築、1,200㎥).
#[must_use]
pub fn dated_tail(text: &str, evidence: &Evidence, rules: &Rules) -> Option<(String, Vec<Stretch>)> {
    if let Some((words, times)) = timed_tail(text, rules) {
        return Some((words, at_times("", &times, evidence)));
    }
    let text = nfkc(text);
    let (before, inside) = bracketed_tail(&text)?;
    let inside = normalise(inside);
    let fiscal = find_years(&inside).iter().all(|(_, year)| year.kind == YearKind::Fiscal);
    let mut steps = steps(&inside, evidence)?;
    let plain = |step: &Stretch| step.label.chars().count() <= STEP_CHARS && !step.label.contains(|c: char| c.is_ascii_digit());
    if !fiscal || before.trim().is_empty() || !steps.iter().all(plain) {
        return None;
    }
    // What begins in a year and is never said to end goes on.
    for step in steps.iter_mut().filter(|step| step.label == BEGIN && step.span.from == step.span.to) {
        step.span.to = None;
    }
    Some((before.trim_end().to_owned(), steps))
}

/// A label (実施時期, 工程) with the times and steps behind it; `None` where the line is none. `text` is printed with its spaces.
#[must_use]
pub fn labelled(text: &str, evidence: &Evidence, rules: &Rules) -> Option<(String, Vec<Stretch>)> {
    let text = normalise_spaced(text);
    let (word, rest) = label_and_rest(&text)?;
    let roles = rules.column_roles(word);
    let named = |(role, score): &(ColumnRole, f32)| matches!(role, ColumnRole::Schedule | ColumnRole::Period) && *score >= 0.9;
    if !roles.first().is_some_and(named) {
        return None;
    }
    let found = steps(rest, evidence)?;
    Some((word.to_owned(), found))
}

/// The times of a text with their steps; `None` where it names no time.
///
/// Steps stand behind their times (令和7年度に設計、令和8年度に工事) or before them (設計（令和7年度）、工事（令和8年度）): the first one tells.
pub(super) fn steps(rest: &str, evidence: &Evidence) -> Option<Vec<Stretch>> {
    let rest = steps_of_span(rest).unwrap_or(rest);
    let dated = |kind: YearKind| matches!(kind, YearKind::Fiscal | YearKind::Calendar | YearKind::Month | YearKind::Date);
    let times: Vec<_> = find_years(rest).into_iter().filter(|(_, year)| dated(year.kind)).collect();
    let (first, _) = times.first()?;
    let behind = step(&rest[..first.start]).is_empty();
    let mut found = Vec::new();
    for (n, (range, year)) in times.iter().enumerate() {
        let end = times.get(n + 1).map_or(rest.len(), |(next, _)| next.start);
        let start = if n == 0 { 0 } else { times[n - 1].0.end };
        let words = if behind { &rest[range.end..end] } else { &rest[start..range.start] };
        found.push(stretch(step(words), year, evidence, n));
    }
    Some(found)
}

/// 令和8年度～令和12年度（設計R8、工事R9～R12）: the steps in the bracket say more than the span before it.
fn steps_of_span(text: &str) -> Option<&str> {
    let (span, inner) = text.trim().strip_suffix([')', '）'])?.split_once(['(', '（'])?;
    let steps = find_years(inner);
    let words = |c: char| c.is_alphabetic() && !c.is_ascii() && !"年度から令和平成以降まで".contains(c);
    let all_years = find_years(span).into_iter().rev().fold(span.to_owned(), |mut rest, (range, _)| {
        rest.replace_range(range, "");
        rest
    });
    (all_years.len() < span.len() && !all_years.contains(words) && !steps.is_empty() && inner.contains(words)).then_some(inner)
}

/// NFKC with the spaces kept, as one line.
fn normalise_spaced(text: &str) -> String {
    text.split(['\n', ' ', '\u{3000}', '\t']).map(normalise).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// 【工程】…, 工程：…, (実施時期：…), 実施時期 … in label and rest.
fn label_and_rest(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "・■◆◇●○□▶▷►➢◎※-*".contains(c));
    let whole = text.strip_prefix(['(', '【', '[', '〔']).and_then(|t| t.strip_suffix([')', '】', ']', '〕']));
    if let Some((word, rest)) = whole.and_then(|inner| inner.split_once([':', ' '])) {
        return Some((word.trim(), rest));
    }
    if let Some((word, rest)) = text.strip_prefix(['【', '[', '〔', '<', '(']).and_then(|t| t.split_once(['】', ']', '〕', '>', ')'])) {
        return Some((word.trim(), rest));
    }
    let (word, rest) = text.split_once([':', ' ', '…', '→', '▷', '▶', '|'])?;
    Some((word.trim(), rest))
}

/// The words of a step without the particles and signs that tie it to its time.
fn step(words: &str) -> &str {
    let signs = |c: char| c.is_whitespace() || "、,。;/・:()【】[]-~→⇒".contains(c);
    let mut words = words.trim_matches(signs);
    for particle in ["には", "にて", "に", "で", "は", "から", "より", "の"] {
        if let Some(rest) = words.strip_prefix(particle) {
            words = rest.trim_start_matches(signs);
            break;
        }
    }
    for tail in ["を行います", "を行う", "を行い", "を実施します", "を実施する", "を実施し", "を予定", "を", "は", "が"]
    {
        if let Some(rest) = words.strip_suffix(tail).filter(|rest| !rest.is_empty()) {
            words = rest;
            break;
        }
    }
    words.trim_matches(signs)
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

    #[test]
    fn a_bracket_of_nothing_but_times_ends_a_step() {
        let read = |text: &'static str| {
            let found = timed_tail(text, Rules::embedded());
            found.map(|(words, times)| {
                (words, at_times("", &times, &Evidence::default()).iter().map(|s| (s.span.from, s.span.to)).collect::<Vec<_>>())
            })
        };
        assert_eq!(read("管の探査（R８～R９）"), Some(("管の探査".into(), vec![(Some(2026), Some(2027))])));
        assert_eq!(read("台帳を公開します（令和9年度から）"), Some(("台帳を公開します".into(), vec![(Some(2027), None)])));
        assert_eq!(read("方針を決めます（R10まで）"), Some(("方針を決めます".into(), vec![(None, Some(2028))])));
        assert_eq!(read("弁の点検（R7、R9）"), Some(("弁の点検".into(), vec![(Some(2025), Some(2025)), (Some(2027), Some(2027))])));
        assert_eq!(read("訓練を行います（毎年度）"), Some(("訓練を行います".into(), Vec::new())));
        assert_eq!(read("配水池（昭和53年築、1,200m3）"), None);
        assert_eq!(read("（R8）"), None);
        assert_eq!(read("管の探査（約2km）"), None);
    }

    #[test]
    fn a_bracket_behind_a_title_names_its_steps() {
        let read = |text: &str| {
            let (words, steps) = dated_tail(text, &Evidence::default(), Rules::embedded())?;
            let steps: Vec<_> = steps.into_iter().map(|s| (s.label, s.span.from, s.span.to)).collect();
            Some((words, steps))
        };
        let step = |label: &str, from, to| (label.to_owned(), from, to);
        assert_eq!(
            read("診断の導入（令和6年度に試行、令和7年度から本格導入）"),
            Some(("診断の導入".into(), vec![step("試行", Some(2024), Some(2024)), step("本格導入", Some(2025), None)]))
        );
        assert_eq!(read("窓口の開設（令和7年度開始）"), Some(("窓口の開設".into(), vec![step("開始", Some(2025), None)])));
        assert_eq!(read("池の廃止（令和12年度目途）"), Some(("池の廃止".into(), vec![step("", Some(2030), Some(2030))])));
        assert_eq!(read("池の補強（昭和53年築、1,200㎥）"), None);
        assert_eq!(read("池の補強（令和5年度に2,300万円）"), None);
    }

    fn read(text: &str) -> Vec<(String, Option<i32>, Option<i32>)> {
        let found = labelled(text, &Evidence::default(), Rules::embedded());
        found.map(|(_, steps)| steps.into_iter().map(|s| (s.label, s.span.from, s.span.to)).collect()).unwrap_or_default()
    }

    #[test]
    fn steps_stand_behind_or_before_their_times() {
        let step = |label: &str, from, to| (label.to_owned(), Some(from), Some(to));
        assert_eq!(
            read("実施期間　令和６年度から７年度まで基本設計、令和８年度に用地取得"),
            [step("基本設計", 2024, 2025), step("用地取得", 2026, 2026)]
        );
        assert_eq!(read("【工程】調査（R6）、設計（R7～R8）"), [step("調査", 2024, 2024), step("設計", 2025, 2026)]);
        assert_eq!(
            read("実施時期：令和8年度～令和12年度（設計R8、製作・据付R9～R11、移行R12以降）"),
            [step("設計", 2026, 2026), step("製作・据付", 2027, 2029), ("移行".to_owned(), Some(2030), None)]
        );
        assert_eq!(read("スケジュール：令和七年度～令和九年度"), [step("", 2025, 2027)]);
        assert_eq!(
            read("・取組時期：令和8年度には方針の決定を行い、令和10年度以降に実施"),
            [step("方針の決定", 2026, 2026), ("実施".to_owned(), Some(2028), None)]
        );
        assert_eq!(read("本市では令和7年度に調査を行います。"), []);
        assert_eq!(read("担当課　水道課"), []);
        assert_eq!(read("実施時期は別に定める。"), []);
    }
}
