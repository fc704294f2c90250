//! What an auditor asks of a plan and its reports: for each measure, year and report the state with its findings, and the same for
//! indicators.
//!
//! Nothing here depends on the day it runs: the day of judgement is the latest publication date among the reports, else the end of the
//! last reported year. Documents may come in any order.

mod force;
mod measures;
mod record;
mod roll_up;

use std::collections::BTreeSet;

use serde::Serialize;

pub use force::{Day, edition_in_force, effective, in_order, published};
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
    /// One row for each measure, year and report.
    pub rows: Vec<AuditRow>,
    /// Rows of indicators.
    pub indicators: Vec<KpiRow>,
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
    let day = as_of.or_else(|| reports.iter().filter_map(|r| force::published(r)).max());
    let editions: Vec<&Edition<'_>> = plan.editions.iter().collect();
    let rows = measures::rows(&editions, &reports, words, rules);
    let indicators = indicator_rows(&editions, &reports, words, rules);
    Audit { as_of: day, rows, indicators }
}

impl Audit {
    /// The codes of findings and judged states at or above a level, for the exit status.
    #[must_use]
    pub fn at_least(&self, level: Level) -> BTreeSet<&str> {
        let of_rows = self.rows.iter().flat_map(|r| r.judgement.findings.iter().map(String::as_str).chain([r.judgement.state.word()]));
        let of_indicators = self.indicators.iter().flat_map(|r| r.findings.iter().map(String::as_str).chain([r.state.word()]));
        of_rows.chain(of_indicators).filter(|code| level_of(code).is_some_and(|l| l >= level)).collect()
    }
}

#[cfg(test)]
mod tests;
