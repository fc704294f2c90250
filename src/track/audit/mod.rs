//! What an auditor asks of a plan and its reports: for each measure, year and report the state with its findings, and the same for
//! indicators.
//!
//! Nothing here depends on the day it runs: the day of judgement is the latest publication date among the reports, else the end of the
//! last reported year. Documents may come in any order.

mod amounts;
mod editions;
mod finding;
mod force;
mod measures;
mod own;
mod promises;
mod record;
mod roll_up;

use std::collections::BTreeSet;

use serde::Serialize;

pub use amounts::AmountRow;
pub use finding::{AuditFinding, Subject};
pub use force::{Day, edition_in_force, effective, in_order, published};
pub use promises::{Promise, PromiseRow, PromiseState};
pub use record::{AuditRow, EvidenceSides, Level, RowJudgement, level_of};
pub use roll_up::{YearRollUp, roll_up};

use super::SourceDocument;
use super::edition::Edition;
use super::families::{Family, plan_families};
use super::identity::Words;
use super::kpi::{KpiRow, indicator_rows};
use crate::rules::Rules;

/// One plan with its editions and reports, in order.
pub struct Tracked<'a> {
    /// The utility, "" where none was found.
    pub utility: String,
    /// Name of the plan.
    pub title: String,
    /// Editions from the oldest to the newest, at least one.
    pub editions: Vec<Edition<'a>>,
    /// Reports by year and publication.
    pub reports: Vec<Edition<'a>>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Audit {
    /// The day of judgement: year and month, `None` where nothing says one.
    pub as_of: Option<Day>,
    /// Where that day comes from.
    pub as_of_rule: AsOf,
    /// One row for each measure, year and report.
    pub rows: Vec<AuditRow>,
    /// Rows of indicators.
    pub indicators: Vec<KpiRow>,
    /// Money spent beside money planned.
    pub amounts: Vec<AmountRow>,
    /// Promised reviews and products.
    pub promises: Vec<PromiseRow>,
    /// Everything that gives cause to ask, the heaviest first.
    pub findings: Vec<AuditFinding>,
}

/// Where the day of judgement comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AsOf {
    /// Nothing says a day.
    #[default]
    Unknown,
    /// It was asked for.
    Asked,
    /// The latest date that a report prints of itself.
    LatestReport,
    /// No report prints its date: the end of the last year that is reported on.
    LastReportedYear,
    /// There is no report: the date of the newest edition.
    LatestEdition,
}

impl AsOf {
    /// The word of the records; messages have it under `as_of.`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Asked => "asked",
            Self::LatestReport => "latest_report",
            Self::LastReportedYear => "last_reported_year",
            Self::LatestEdition => "latest_edition",
        }
    }
}

/// Sorts documents into plans with their reports. Where there is only one plan, every report belongs to it.
#[must_use]
pub fn tracked<'a>(documents: &[&'a SourceDocument]) -> Vec<Tracked<'a>> {
    // Families are found from documents in a fixed order, whatever the order they were handed over in.
    let mut ordered = documents.to_vec();
    ordered.sort_by(|a, b| (&a.hash, &a.file).cmp(&(&b.hash, &b.file)));
    ordered.dedup_by(|a, b| !a.hash.is_empty() && a.hash == b.hash);
    let edition = |&i: &usize| Edition::new(ordered[i]);
    let plan = |f: &Family| Tracked {
        utility: f.utility.clone(),
        title: f.title.clone(),
        editions: in_order(f.editions.iter().map(edition).collect()),
        reports: in_order(f.reports.iter().map(edition).collect()),
    };
    plan_families(&ordered).iter().filter(|f| !f.editions.is_empty()).map(plan).collect()
}

/// Audits one plan. `as_of` leaves out what was published later; without it everything counts.
#[must_use]
pub fn audit(plan: &Tracked<'_>, as_of: Option<Day>, words: Words<'_>, rules: &Rules) -> Audit {
    let reports: Vec<&Edition<'_>> = plan.reports.iter().filter(|r| as_of.is_none_or(|day| force::published(r) <= Some(day))).collect();
    let editions = known_by(plan, as_of);
    let (day, as_of_rule) = day_of_judgement(as_of, &editions, &reports);
    let mut rows = measures::rows(&editions, &reports, words, rules);
    rows.extend(own::follow_ups(&editions, rules));
    if reports.is_empty() {
        rows.extend(own::settled(&editions, rules));
    }
    let indicators = indicator_rows(&editions, &reports, words, rules);
    let amounts = amounts::rows(&editions, &reports, rules);
    let promises = promises::rows(&editions, &reports, day, words, rules);
    let of_editions = editions::findings(&editions, &reports, day, words, rules);
    let findings = finding::all(of_editions, &rows, &indicators, &amounts, &promises);
    Audit { as_of: day, as_of_rule, rows, indicators, amounts, promises, findings }
}

/// The editions that were out by the day; the first one where none was.
fn known_by<'a>(plan: &'a Tracked<'a>, as_of: Option<Day>) -> Vec<&'a Edition<'a>> {
    let out = |e: &&Edition<'_>| match (as_of, e.dated()) {
        (Some(day), Some((year, month))) => Day { year, month } <= day,
        _ => true,
    };
    let known: Vec<&Edition<'_>> = plan.editions.iter().filter(out).collect();
    if known.is_empty() { plan.editions.iter().take(1).collect() } else { known }
}

/// The day that was asked for; else the latest publication date among the reports, else the end of the last reported year, else the
/// date of the newest edition. Never the day on which the program runs.
fn day_of_judgement(as_of: Option<Day>, editions: &[&Edition<'_>], reports: &[&Edition<'_>]) -> (Option<Day>, AsOf) {
    let dated = |e: &&Edition<'_>| e.dated().map(|(year, month)| Day { year, month });
    let years = |e: &&Edition<'_>| e.facts.period_to.or(e.facts.period_from).map(Day::end_of);
    if as_of.is_some() {
        (as_of, AsOf::Asked)
    } else if let Some(day) = reports.iter().filter_map(dated).max() {
        (Some(day), AsOf::LatestReport)
    } else if let Some(day) = reports.iter().filter_map(years).max() {
        (Some(day), AsOf::LastReportedYear)
    } else if let Some(day) = editions.iter().filter_map(dated).max() {
        (Some(day), AsOf::LatestEdition)
    } else {
        (None, AsOf::Unknown)
    }
}

impl Audit {
    /// The codes of findings and judged states at or above a level, for the exit status.
    #[must_use]
    pub fn at_least(&self, level: Level) -> BTreeSet<&str> {
        self.findings.iter().filter(|f| f.level >= level).map(|f| f.finding.as_str()).collect()
    }

    /// Rows whose printed rating says something else than schedule and words.
    pub fn disagreements(&self) -> impl Iterator<Item = &AuditRow> {
        self.rows.iter().filter(|r| r.judgement.findings.iter().any(|f| f == "rating_and_schedule_disagree"))
    }
}

#[cfg(test)]
mod cases;
#[cfg(test)]
mod proptests;
#[cfg(test)]
mod tests;
