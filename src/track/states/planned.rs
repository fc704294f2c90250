//! What an edition plans for a measure, seen from a fiscal year.

use crate::rules::Rules;
use crate::track::audit::effective;
use crate::track::diff::ended_from;
use crate::track::edition::{Edition, TrackedMeasure};

/// One step of a measure's schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The words in the cell or on the bar.
    pub label: String,
    /// First fiscal year; the plan's first year where none is said.
    pub from: i32,
    /// Last fiscal year, `None` for an open end (以降, 継続).
    pub to: Option<i32>,
    /// The schedule record.
    pub record: usize,
}

/// The schedule of one measure in one edition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Planned {
    /// Steps in the order of years.
    pub steps: Vec<Step>,
    /// The plan's period, where it is known.
    pub period: Option<(i32, i32)>,
    /// Fiscal year from which the plan itself gives the measure up; `i32::MIN` where no year is said.
    pub dropped_from: Option<i32>,
    /// Whether that year is not printed but the first one of the edition.
    pub dropped_undated: bool,
    /// Whether the schedule cannot be told: none was read, or its spans are lost.
    pub unknown: bool,
}

impl Planned {
    /// The steps of a measure of an edition.
    #[must_use]
    pub fn new(edition: &Edition<'_>, measure: &TrackedMeasure, rules: &Rules) -> Self {
        let first = edition.facts.period_from;
        let period = first.map(|from| (from, edition.facts.period_to.unwrap_or(from)));
        let given_up = |label: &str| rules.schedule.status(label) == Some("dropped");
        let bars = measure.bars.iter().filter(|(_, s)| !given_up(&s.label));
        // A deadline without a start is due in its year.
        let step = |(record, s): &(usize, crate::model::Schedule)| {
            let from = s.from.or(s.to)?;
            Some(Step { label: s.label.clone(), from, to: s.to, record: *record })
        };
        let mut steps: Vec<Step> = bars.filter_map(step).collect();
        steps.sort_by_key(|s| (s.from, s.to.unwrap_or(i32::MAX), s.record));
        let ended = ended_from(measure, rules);
        let undated = ended.is_none() && measure.measure.status.as_deref() == Some("dropped");
        // Without a printed year the revision that first shows it gives the year; what was planned before it cannot be told any more.
        let dropped_from = ended.or_else(|| undated.then(|| effective(edition, rules).unwrap_or(i32::MIN)));
        let unknown = steps.is_empty() || measure.bars.iter().any(|(_, s)| s.uncertain && s.from.is_none());
        Self { steps, period, dropped_from, dropped_undated: undated, unknown }
    }

    /// The steps of a year.
    pub fn in_year(&self, year: i32) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |s| s.from <= year && s.to.is_none_or(|to| year <= to))
    }

    /// First planned fiscal year.
    #[must_use]
    pub fn start(&self) -> Option<i32> {
        self.steps.iter().map(|s| s.from).min()
    }

    /// Last planned fiscal year, `None` where the end is open or nothing is planned.
    #[must_use]
    pub fn end(&self) -> Option<i32> {
        if self.steps.iter().any(|s| s.to.is_none()) {
            return None;
        }
        self.steps.iter().filter_map(|s| s.to).max()
    }
}
