//! Which edition was in force, and when things were published.

use serde::Serialize;

use crate::rules::Rules;
use crate::track::edition::Edition;

/// A month: calendar year and month 1..=12. Judgements need no finer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Day {
    /// Calendar year.
    pub year: i32,
    /// Month 1..=12.
    pub month: u8,
}

impl Day {
    /// The last month of a fiscal year.
    #[must_use]
    pub fn end_of(fiscal_year: i32) -> Self {
        Self { year: fiscal_year + 1, month: 3 }
    }
}

/// Editions or reports from the oldest to the newest; the label and hash settle what dates leave open.
#[must_use]
pub fn in_order(mut all: Vec<Edition<'_>>) -> Vec<Edition<'_>> {
    let key = |e: &Edition<'_>| {
        let decided = e.document.assignment.effective.map(|year| (year, 4));
        (e.facts.period_from.filter(|_| e.is_report()), decided.or(e.dated()), e.facts.period_from, e.name.clone(), e.document.hash.clone())
    };
    all.sort_by_cached_key(key);
    all
}

/// When a report came out: the date it prints, else the end of the last year that it reports on.
#[must_use]
pub fn published(report: &Edition<'_>) -> Option<Day> {
    let printed = report.dated().map(|(year, month)| Day { year, month });
    printed.or_else(|| report.facts.period_to.or(report.facts.period_from).map(Day::end_of))
}

/// The fiscal year from which an edition holds: the one that people said, else that of its date, where an edition of January to March takes effect on the next
/// 1 April (a setting); never before the plan begins. Source: plans are adopted in March for the year that begins in April.
#[must_use]
pub fn effective(edition: &Edition<'_>, rules: &Rules) -> Option<i32> {
    if let Some(decided) = edition.document.assignment.effective {
        return Some(decided);
    }
    let dated = edition.dated().map(|(year, month)| {
        let next = month < 4 && month >= rules.tracking.audit.next_year_from_month;
        if month >= 4 || next { year } else { year - 1 }
    });
    match (dated, edition.facts.period_from) {
        (Some(dated), Some(start)) => Some(dated.max(start)),
        (dated, start) => dated.or(start),
    }
}

/// Place of the edition in force in a fiscal year: the last one that holds by then, and whether it does; before the first edition the
/// first one stands in.
#[must_use]
pub fn edition_in_force(editions: &[&Edition<'_>], year: i32, rules: &Rules) -> Option<(usize, bool)> {
    let holding = editions.iter().rposition(|e| effective(e, rules).is_none_or(|from| from <= year));
    match holding {
        Some(place) => Some((place, true)),
        None => (!editions.is_empty()).then_some((0, false)),
    }
}
