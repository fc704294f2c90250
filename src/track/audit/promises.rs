//! What a plan promises beside its measures: to be reviewed every so many years, and named products by a year.

use serde::Serialize;

use super::force::{Day, effective};
use super::record::EvidenceSides;
use crate::language::is_no_value;
use crate::model::{Body, Deliverable, Review};
use crate::rules::Rules;
use crate::track::edition::Edition;
use crate::track::identity::{Words, identify};
use crate::track::titles::{similarity, squash};

/// What was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// The plan is checked or revised every so many years.
    Review,
    /// A named product.
    Deliverable,
}

/// Whether it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    /// A document shows it.
    Kept,
    /// Its time has passed and no document that was read shows it.
    Overdue,
    /// Its time has not come.
    NotDue,
    /// No time is said.
    Undated,
}

impl PromiseState {
    /// The word of the records; messages have it under `promise_state.`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Overdue => "overdue",
            Self::NotDue => "not_due",
            Self::Undated => "undated",
        }
    }
}

/// One promise (records: `audit_promise`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "audit_promise")]
pub struct PromiseRow {
    /// What was promised.
    pub promise: Promise,
    /// Label of the edition.
    pub plan: String,
    /// The product's title, or the sentence on reviews.
    pub title: String,
    /// The measure that promises the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Years between reviews.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_years: Option<u32>,
    /// Fiscal year in which it is due.
    pub due: Option<i32>,
    /// Whether it was kept.
    pub state: PromiseState,
    /// The document that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown_by: Option<String>,
    /// Codes, sorted.
    pub findings: Vec<String>,
    /// The places of both sides.
    pub evidence: EvidenceSides,
}

/// All promises of the editions, judged on a day.
pub(super) fn rows(
    editions: &[&Edition<'_>],
    reports: &[&Edition<'_>],
    day: Option<Day>,
    words: Words<'_>,
    rules: &Rules,
) -> Vec<PromiseRow> {
    let mut all = Vec::new();
    for (place, edition) in editions.iter().enumerate() {
        for (record, r) in edition.document.records.iter().enumerate() {
            if let Body::Review(review) = &r.body {
                all.push(reviewed((editions, place), reports, (record, review), day, rules));
            }
        }
    }
    // A product is asked of the newest edition only: the older ones' promises went into it or were given up with it.
    if let Some(edition) = editions.last() {
        for (record, r) in edition.document.records.iter().enumerate() {
            if let Body::Deliverable(promised) = &r.body {
                all.push(delivered(edition, reports, (record, promised), day, words, rules));
            }
        }
    }
    all
}

/// Whether a fiscal year is over on the day, with the months that a report of it takes.
fn is_past(year: i32, day: Option<Day>, rules: &Rules) -> bool {
    day.is_some_and(|day| day > Day { year: year + 1, month: rules.tracking.audit.report_due_month })
}

/// A yearly check is shown by a report of the year after the edition took effect or of a later one; a rarer review by the next edition.
///
/// Source: plans that promise 5年ごとに達成状況を確認 and 概ね10年ごとに見直し; the review has to be there by the end of the last year.
fn reviewed(
    (editions, place): (&[&Edition<'_>], usize),
    reports: &[&Edition<'_>],
    (record, review): (usize, &Review),
    day: Option<Day>,
    rules: &Rules,
) -> PromiseRow {
    let edition = editions[place];
    let from = effective(edition, rules);
    let interval = i32::try_from(review.interval_years).unwrap_or(i32::MAX);
    let due = from.map(|from| if interval <= 1 { from } else { from.saturating_add(interval) });
    let covers =
        |e: &&&Edition<'_>| due.is_some_and(|due| e.facts.period_from.is_some_and(|f| f <= due && due <= e.facts.period_to.unwrap_or(f)));
    let revised = || editions[place + 1..].iter().find(|e| effective(e, rules).zip(due).is_some_and(|(later, due)| later <= due));
    let shown = if interval <= 1 { reports.iter().find(covers) } else { revised().or_else(|| reports.iter().find(covers)) };
    let state = match (due, shown) {
        (None, _) => PromiseState::Undated,
        (Some(_), Some(_)) => PromiseState::Kept,
        (Some(due), None) if is_past(due, day, rules) => PromiseState::Overdue,
        _ => PromiseState::NotDue,
    };
    let findings = if state == PromiseState::Overdue { vec!["review_overdue".to_owned()] } else { Vec::new() };
    PromiseRow {
        promise: Promise::Review,
        plan: edition.name.clone(),
        title: review.text.clone(),
        measure: None,
        interval_years: Some(review.interval_years),
        due,
        state,
        shown_by: shown.map(|e| e.name.clone()),
        findings,
        evidence: EvidenceSides { plan: edition.evidence(record), report: shown.map(|e| own_place(e)).unwrap_or_default() },
    }
}

/// The place where a document says what it is.
fn own_place(edition: &Edition<'_>) -> Vec<crate::model::Evidence> {
    let own = edition.document.records.iter().position(|r| matches!(r.body, Body::Document(_)));
    own.map(|record| edition.evidence(record)).unwrap_or_default()
}

/// A product is shown by a report that names it: as a product, or in the words of its measure's result.
fn delivered(
    edition: &Edition<'_>,
    reports: &[&Edition<'_>],
    (record, promised): (usize, &Deliverable),
    day: Option<Day>,
    words: Words<'_>,
    rules: &Rules,
) -> PromiseRow {
    let due = promised.due_to.or(promised.due_from);
    let shown = reports.iter().find_map(|report| Some((report, named(edition, report, promised, words, rules)?)));
    let state = match (&shown, due) {
        (Some(_), _) => PromiseState::Kept,
        (None, None) => PromiseState::Undated,
        (None, Some(due)) if is_past(due, day, rules) => PromiseState::Overdue,
        (None, Some(_)) => PromiseState::NotDue,
    };
    let findings = if state == PromiseState::Overdue { vec!["deliverable_overdue".to_owned()] } else { Vec::new() };
    PromiseRow {
        promise: Promise::Deliverable,
        plan: edition.name.clone(),
        title: promised.title.clone(),
        measure: Some(promised.measure.clone()).filter(|m| !m.is_empty()),
        interval_years: None,
        due,
        state,
        shown_by: shown.as_ref().map(|(report, _)| report.name.clone()),
        findings,
        evidence: EvidenceSides {
            plan: edition.evidence(record),
            report: shown.map(|(report, records)| records.into_iter().flat_map(|r| report.evidence(r)).collect()).unwrap_or_default(),
        },
    }
}

/// The records of a report that name a product.
fn named(edition: &Edition<'_>, report: &Edition<'_>, promised: &Deliverable, words: Words<'_>, rules: &Rules) -> Option<Vec<usize>> {
    let settings = &rules.tracking.identity;
    let told = report.document.records.iter().position(|r| match &r.body {
        Body::Deliverable(d) => similarity(&d.title, &promised.title) >= settings.same_words,
        _ => false,
    });
    if let Some(record) = told {
        return Some(vec![record]);
    }
    let (title, measure) = (squash(&promised.title), squash(&promised.measure));
    let own = edition.measures.iter().position(|m| squash(&m.measure.title) == measure)?;
    let link = identify(edition, report, words, settings).of_old(own)?.new;
    let says = |text: &str| !is_no_value(text) && !title.is_empty() && squash(text).contains(&title);
    let found: Vec<usize> = report.measures[link].results.iter().filter(|(_, r)| says(&r.text)).map(|(record, _)| *record).collect();
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::SourceDocument;
    use crate::track::testing::{Paper, plan, report};

    fn judged(papers: Vec<Paper>, day: Day) -> Vec<(PromiseState, Option<i32>)> {
        let documents: Vec<SourceDocument> = papers.into_iter().map(Paper::done).collect();
        let all: Vec<Edition<'_>> = documents.iter().map(Edition::new).collect();
        let (reports, editions): (Vec<&Edition<'_>>, Vec<&Edition<'_>>) = all.iter().partition(|e| e.is_report());
        rows(&editions, &reports, Some(day), Words::new(None), Rules::embedded()).iter().map(|r| (r.state, r.due)).collect()
    }

    const LATE: Day = Day { year: 2030, month: 1 };
    const EARLY: Day = Day { year: 2024, month: 1 };

    #[test]
    fn a_review_of_five_years_is_overdue_when_no_edition_follows() {
        let first = || plan("p", 2023, 3).review(5);
        assert_eq!(judged(vec![first()], EARLY), [(PromiseState::NotDue, Some(2028))]);
        assert_eq!(judged(vec![first()], LATE), [(PromiseState::Overdue, Some(2028))]);
        assert_eq!(judged(vec![first(), plan("p2", 2027, 5)], LATE), [(PromiseState::Kept, Some(2028))]);
        assert_eq!(judged(vec![first(), plan("p2", 2029, 5)], LATE), [(PromiseState::Overdue, Some(2028))], "it came too late");
    }

    #[test]
    fn a_yearly_check_is_shown_by_a_report() {
        let first = || plan("p", 2023, 3).review(1);
        assert_eq!(judged(vec![first()], LATE)[0].0, PromiseState::Overdue);
        assert_eq!(judged(vec![first(), report("r", 2023)], LATE)[0].0, PromiseState::Kept);
    }

    #[test]
    fn a_product_is_there_when_a_report_names_it() {
        let promised =
            || plan("p", 2023, 3).measure("1", "台帳の電子化").bar("整備", 2023, 2024).deliverable("管路台帳システム", Some(2024));
        let told = |text: &str| report("r", 2024).measure("1", "台帳の電子化").result("順調", text);
        assert_eq!(judged(vec![promised(), told("5月に管路台帳システムを納めた。")], LATE)[0].0, PromiseState::Kept);
        assert_eq!(judged(vec![promised(), told("調整を続けた。")], LATE)[0].0, PromiseState::Overdue);
        assert_eq!(judged(vec![promised()], EARLY)[0].0, PromiseState::NotDue);
        assert_eq!(judged(vec![plan("p", 2023, 3).measure("1", "台帳").deliverable("手順書", None)], LATE)[0].0, PromiseState::Undated);
    }
}
