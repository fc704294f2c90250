//! Rows of a year added up: counts with their coverage, never averages.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::record::AuditRow;
use crate::rules::Rules;
use crate::track::progress::Answer;
use crate::track::states::AuditState;

/// One fiscal year of one plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearRollUp {
    /// Fiscal year.
    pub year: i32,
    /// Number of rows by state; a measure that two reports tell of counts once, by the later report.
    pub states: BTreeMap<AuditState, usize>,
    /// Rows that were to be judged: neither out of the period, not due, dropped, merged, transferred nor outside the plan.
    pub due: usize,
    /// Of these, rows with a state that says how the measure goes.
    pub judged: usize,
    /// Of the judged, rows that go as they should or better.
    pub good: usize,
    /// judged / due, 0..1; `None` where nothing was due.
    pub coverage: Option<f64>,
    /// False where the coverage is too small for a headline (評価保留).
    pub headline: bool,
    /// Rows with something planned in the year.
    pub planned: usize,
    /// Of these, rows whose plan, do, check and act are all on record (PDCA 完結率).
    pub complete: usize,
}

/// Adds up the rows of each year.
#[must_use]
pub fn roll_up(rows: &[AuditRow], rules: &Rules) -> Vec<YearRollUp> {
    let years: BTreeSet<i32> = rows.iter().map(|r| r.year).collect();
    years.into_iter().map(|year| of_year(year, rows, rules)).collect()
}

fn of_year(year: i32, rows: &[AuditRow], rules: &Rules) -> YearRollUp {
    // Rows come by report: the later one replaces the earlier one.
    let mut latest = BTreeMap::new();
    for row in rows.iter().filter(|r| r.year == year) {
        latest.insert((row.plan.as_deref(), row.code.as_deref(), row.measure.as_str()), row);
    }
    let rows: Vec<&AuditRow> = latest.into_values().collect();
    let mut states = BTreeMap::new();
    for row in &rows {
        *states.entry(row.judgement.state).or_default() += 1;
    }
    let count = |wanted: &dyn Fn(&AuditRow) -> bool| rows.iter().filter(|r| wanted(r)).count();
    let due = count(&|r| is_due(r.judgement.state));
    let judged = count(&|r| is_due(r.judgement.state) && is_judged(r.judgement.state));
    let coverage = (due > 0).then(|| share(judged, due));
    YearRollUp {
        year,
        states,
        due,
        judged,
        good: count(&|r| r.judgement.state.is_good()),
        coverage,
        // What only prose says of a forerunner waits for a person.
        headline: rows.iter().all(|r| r.plan.is_some()) && coverage.is_some_and(|c| c >= rules.tracking.audit.least_coverage),
        planned: count(&|r| r.pdca.plan.answer == Answer::Yes),
        complete: count(&|r| r.pdca.plan.answer == Answer::Yes && r.pdca.is_complete()),
    }
}

fn is_due(state: AuditState) -> bool {
    !matches!(
        state,
        AuditState::OutOfPeriod
            | AuditState::NotDue
            | AuditState::Merged
            | AuditState::Transferred
            | AuditState::DroppedInPlan
            | AuditState::NotInPlan
    )
}

fn is_judged(state: AuditState) -> bool {
    state.is_good() || state.is_short() || state.is_stopped()
}

#[allow(clippy::cast_precision_loss)] // rows of a year
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
