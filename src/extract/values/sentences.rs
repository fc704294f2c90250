//! Targets in a measure's target cell and in running text.

use std::sync::LazyLock;

use regex::Regex;

use super::claim::{Claim, in_cell, in_prose as claims_in_prose, states};
use super::new_value;
use crate::extract::around::Around;
use crate::language::{YearSpan, find_years, normalise};
use crate::model::{Body, Evidence, Record, Role};
use crate::rules::Rules;

/// A line of a cell that begins a new item.
#[allow(clippy::expect_used)] // constant pattern
static ITEM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(?:[・•●○■◆]|[①-⑳]|[(（][0-9０-９][)）]|[-‐−]\s)").expect("a constant pattern"));

/// Bytes of the longest target cell and sentence that are read; what is longer is a text, or was made to keep a reader busy.
const LONGEST_CELL: usize = 12_000;
const LONGEST_SENTENCE: usize = 3_000;

/// Targets in the target cell (成果指標) of a measure's row; `year` is what the column's header says (令和7年度末目標値).
///
/// A cell without a number is one target in words: the sentence is its name and its text.
#[must_use]
pub fn in_target_cell(raw: &str, evidence: &Evidence, measure: &str, year: Option<&YearSpan>, around: &Around) -> Vec<Record> {
    let mut records = Vec::new();
    if raw.len() > LONGEST_CELL {
        return records;
    }
    for item in items(raw) {
        let claims = in_cell(&item);
        let header = year.and_then(YearSpan::single);
        if claims.is_empty() {
            let mut value = new_value(item.trim_start_matches('・').trim(), Role::Target, &item);
            value.comparator = None;
            value.year = header.or_else(|| own_year(&item));
            value.measure = Some(measure.to_owned());
            records.push(Record::new(&around.document, Body::Value(value), 0.85, evidence.clone()).because("target_in_words"));
        }
        for claim in claims {
            let target = claim.role == Role::Target;
            let mut value = of_claim(&claim, &item, around);
            if target {
                value.year = header.or(value.year);
            }
            value.phase = value.phase.or_else(|| year.filter(|y| !y.label.is_empty()).map(|y| y.label.clone()));
            value.measure = Some(measure.to_owned());
            let confidence = if target { 0.92 } else { 0.9 };
            records.push(Record::new(&around.document, Body::Value(value), confidence, evidence.clone()).because("target_cell"));
        }
    }
    records
}

/// Targets that the sentences of a paragraph state, and the values they start from; a number without a verb of intent is none.
#[must_use]
pub fn in_prose(raw: &str, evidence: &Evidence, rules: &Rules, around: &Around) -> Vec<Record> {
    let text = normalise(raw);
    let mut records = Vec::new();
    let mut targets: Vec<String> = Vec::new();
    let mut keep = |claim: &Claim, sentence: &str| {
        let mut value = of_claim(claim, sentence, around);
        if claim.role == Role::Target && value.year.is_none() && names_last_year(sentence) {
            value.year = around.period.filter(|_| !around.report).map(|(_, to)| to);
        }
        value.measure.clone_from(&around.measure);
        records.push(Record::new(&around.document, Body::Value(value), 0.75, evidence.clone()).because("target_sentence"));
    };
    let sentences = || text.split_inclusive('。').map(str::trim).filter(|s| s.len() <= LONGEST_SENTENCE);
    let mut before: Option<Claim> = None;
    for sentence in sentences() {
        let claims = claims_in_prose(sentence, before.as_ref(), rules);
        let done = tells_what_was_done(sentence);
        let names = |claim: &Claim| !is_period(&claim.indicator) && !is_clause(&claim.indicator);
        for claim in claims.into_iter().filter(|claim| names(claim) && !(done && claim.role == Role::Target)) {
            keep(&claim, sentence);
            targets.push(claim.indicator);
        }
        before = states(sentence).pop();
    }
    for sentence in sentences().filter(|_| !targets.is_empty()) {
        states(sentence).iter().filter(|state| targets.contains(&state.indicator)).for_each(|state| keep(state, sentence));
    }
    records
}

/// 計画期間は令和7年度から令和16年度までの10年間とする: a period, no indicator.
fn is_period(indicator: &str) -> bool {
    indicator.ends_with("期間") || !find_years(indicator).is_empty()
}

/// 安全な水の供給のため, 耐震適合率41.3%を最終年度: words of a sentence around a figure, no name.
fn is_clause(indicator: &str) -> bool {
    let ends = ["ため", "よう", "こと", "もの", "により", "よって", "において", "について"];
    ends.iter().any(|end| indicator.ends_with(end)) || indicator.contains(['%', '％'])
}

/// 約58haを整備している。 3回実施しました。: what is or was done, and no word of an aim.
fn tells_what_was_done(sentence: &str) -> bool {
    let told = sentence.trim_end_matches(['。', ' ', ')', '）']);
    let done = ["している", "しています", "しております", "しました", "した", "ました", "でした"];
    let aims = ["目標", "目指", "めざ", "予定", "見込", "計画", "こととし", "とした", "としました", "としています", "としている"];
    done.iter().any(|end| told.ends_with(end)) && !aims.iter().any(|aim| told.contains(aim))
}

/// 本ビジョン最終年度, 計画期間の最終年度.
fn names_last_year(sentence: &str) -> bool {
    ["最終年度", "目標年度", "計画期間末", "計画期間内"].iter().any(|w| sentence.contains(w))
}

fn of_claim(claim: &Claim, text: &str, around: &Around) -> crate::model::Value {
    let words = if claim.words.is_empty() { text } else { &claim.words };
    let mut value = new_value(&claim.indicator, claim.role, words);
    value.unit = claim.quantity.printed_unit();
    value.value = Some(claim.quantity.value);
    value.comparator = Some(claim.quantity.comparator.sign().to_owned());
    value.year = claim.year.as_ref().and_then(YearSpan::single);
    value.path.clone_from(&around.path);
    value
}

/// The year of a target in words: 令和7年度中に.
fn own_year(text: &str) -> Option<i32> {
    crate::language::find_years(text).first().and_then(|(_, year)| year.single())
}

/// The items of a cell, each normalised; a line that begins with a mark begins one, and a bracket alone belongs to the item before it.
fn items(raw: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in raw.lines().filter(|l| !l.trim().is_empty()) {
        match items.last_mut() {
            Some(last) if !ITEM.is_match(line) => {
                last.push('\n');
                last.push_str(line);
            }
            _ => items.push(line.to_owned()),
        }
    }
    items.iter().flat_map(|item| split_marks(&normalise(item))).filter(|i| !i.is_empty()).collect()
}

/// Spans lost, several items on one line: "・AをBとする。 ・Cを..." is parted where a sentence ends before a mark.
fn split_marks(item: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = item;
    while let Some(at) =
        ["。・", "。 ・", ")・", ") ・"].iter().filter_map(|mark| rest.find(mark).map(|at| at + mark.len() - '・'.len_utf8())).min()
    {
        parts.push(rest[..at].trim().to_owned());
        rest = &rest[at..];
    }
    parts.push(rest.trim().to_owned());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::parse_year_header;

    fn read(raw: &str) -> Vec<(String, Option<f64>, Option<i32>, String)> {
        let year = parse_year_header("令和7年度末目標値", None);
        let found = in_target_cell(raw, &Evidence::default(), "件名", year.as_ref(), &Around::default());
        found
            .into_iter()
            .filter_map(|r| match r.body {
                Body::Value(v) => Some((v.indicator, v.value, v.year, v.text)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn several_items_and_words() {
        let found = read("・修繕通知書作成システムを作成し運用する。\n・システムを修正できる職員の割合を50%とする。");
        assert_eq!(
            found[0],
            ("修繕通知書作成システムを作成し運用する。".into(), None, Some(2025), "・修繕通知書作成システムを作成し運用する。".into())
        );
        assert_eq!((found[1].0.as_str(), found[1].1), ("システムを修正できる職員の割合", Some(50.0)));
        assert_eq!(read("・会議のペーパーレス化率を30%とする。 ・設営時間を40分以内とする。").len(), 2);
    }

    #[test]
    fn sentences_share_what_they_name() {
        let read = |raw: &str| -> Vec<(String, Option<f64>, Option<i32>)> {
            let found = in_prose(raw, &Evidence::default(), Rules::embedded(), &Around::default());
            found
                .into_iter()
                .filter_map(|r| match r.body {
                    Body::Value(v) => Some((v.indicator, v.value, v.year)),
                    _ => None,
                })
                .collect()
        };
        assert_eq!(
            read("令和5年度は4件でしたが、令和12年度までに配水管の事故の件数を1件とします。"),
            [("配水管の事故の件数".into(), Some(1.0), Some(2030)), ("配水管の事故の件数".into(), Some(4.0), Some(2023))]
        );
        assert_eq!(
            read("令和５年度の普及率は88.2％でした。令和11年度までに95％以上に引き上げます。"),
            [("普及率".into(), Some(95.0), Some(2029)), ("普及率".into(), Some(88.2), Some(2023))]
        );
    }

    #[test]
    fn what_was_done_and_clauses_are_no_targets() {
        let read = |raw: &str| in_prose(raw, &Evidence::default(), Rules::embedded(), &Around::default()).len();
        assert_eq!(read("平成27年度は、流域関連処理区で約58haを整備している。"), 0);
        assert_eq!(read("安全な水の提供のため100%を維持します。"), 0);
        assert_eq!(read("耐震化率を令和12年度までに60%とする目標を定めました。"), 1);
    }

    #[test]
    fn lines_of_one_sentence_are_one_item() {
        let found = read("利用可能な決済を8種類とする。\n(令和4年度末:5種類)");
        assert_eq!(found.len(), 2);
        assert_eq!((found[1].1, found[1].2, found[1].3.as_str()), (Some(5.0), Some(2022), "令和4年度末:5種類"));
    }
}
