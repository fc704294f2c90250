//! Other years or steps, and measures that the newer edition gives up.

use serde_json::{Value as Json, json};

use super::{Change, ChangeKind, Pair, is_dropped};
use crate::model::Schedule;
use crate::rules::Rules;
use crate::track::Edition;
use crate::track::edition::TrackedMeasure;
use crate::track::titles::similarity;

/// Dropped and rescheduled measures. A dropped one is not also called rescheduled.
pub(super) fn changes(pair: &Pair<'_>) -> Vec<Change> {
    let window = common_window(pair.old, pair.new);
    let mut changes = Vec::new();
    for link in &pair.identity.links {
        let (a, b) = (&pair.old.measures[link.old], &pair.new.measures[link.new]);
        let change = |kind, field: &str| pair.change(kind, Some(link.old), Some(link.new), field, bars_json(a), bars_json(b));
        match (is_dropped(a, pair.rules), is_dropped(b, pair.rules)) {
            (false, true) => {
                let mut dropped = change(ChangeKind::Dropped, "status/schedule");
                // Neither the reason nor who decided it is printed in a schedule; that is worth asking for.
                dropped.findings.push("no_reason".to_owned());
                changes.push(with_bars(pair, a, b, dropped));
            }
            (false, false) if differs(a, b, window, pair.rules) => {
                changes.push(with_bars(pair, a, b, change(ChangeKind::Rescheduled, "schedule")));
            }
            _ => {}
        }
    }
    changes
}

fn with_bars(pair: &Pair<'_>, a: &TrackedMeasure, b: &TrackedMeasure, mut change: Change) -> Change {
    change.evidence.from.extend(a.bars.iter().flat_map(|(record, _)| pair.old.evidence(*record)));
    change.evidence.to.extend(b.bars.iter().flat_map(|(record, _)| pair.new.evidence(*record)));
    change
}

/// The bars of a measure as `[{label, from, to}]`, in the order of years.
#[must_use]
pub fn bars_json(measure: &TrackedMeasure) -> Json {
    let bar = |s: &Schedule| match &s.phase {
        Some(phase) => json!({"label": s.label, "from": s.from, "to": s.to, "phase": phase}),
        None => json!({"label": s.label, "from": s.from, "to": s.to}),
    };
    Json::Array(measure.bars.iter().map(|(_, s)| bar(s)).collect())
}

/// The fiscal year from which the measure's own bars say that it is given up: that of the first such bar.
#[must_use]
pub fn ended_from(measure: &TrackedMeasure, rules: &Rules) -> Option<i32> {
    let ends = measure.bars.iter().filter(|(_, s)| rules.schedule.status(&s.label) == Some("dropped"));
    ends.filter_map(|(_, s)| s.from.or(s.to)).min()
}

/// First and last fiscal year that both documents' schedules reach: a new edition shows a year more, which is no change.
fn common_window(a: &Edition<'_>, b: &Edition<'_>) -> Option<(i32, i32)> {
    let reach = |e: &Edition<'_>| {
        let years: Vec<i32> = e.measures.iter().flat_map(|m| &m.bars).flat_map(|(_, s)| [s.from, s.to]).flatten().collect();
        let shown = years.iter().min().copied().zip(years.iter().max().copied());
        // A schedule may leave years of its period empty.
        shown.map(|(first, last)| (e.facts.period_from.map_or(first, |y| y.min(first)), e.facts.period_to.map_or(last, |y| y.max(last))))
    };
    let (a, b) = (reach(a)?, reach(b)?);
    (a.0.max(b.0) <= a.1.min(b.1)).then_some((a.0.max(b.0), a.1.min(b.1)))
}

/// A bar inside the common years.
#[derive(Debug, PartialEq)]
struct Step<'a> {
    label: &'a str,
    from: i32,
    to: i32,
    phase: Option<&'a str>,
}

/// Whether years or steps differ. Where either side does not tell its spans, or prints no schedule, nothing can be said.
fn differs(a: &TrackedMeasure, b: &TrackedMeasure, window: Option<(i32, i32)>, rules: &Rules) -> bool {
    let doubtful = |m: &TrackedMeasure| m.bars.is_empty() || m.bars.iter().any(|(_, s)| s.uncertain);
    if doubtful(a) || doubtful(b) {
        return false;
    }
    let (before, after) = (steps(a, window), steps(b, window));
    before.len() != after.len() || before.iter().zip(&after).any(|(x, y)| !same_step(x, y, rules))
}

fn steps<'a>(measure: &'a TrackedMeasure, window: Option<(i32, i32)>) -> Vec<Step<'a>> {
    let step = |s: &'a Schedule| {
        let phase = s.phase.as_deref();
        let (from, to) = match (s.from.or(s.to), s.to.or(s.from), window) {
            // Open ends reach to the edge of what both show.
            (Some(_), Some(_), Some((first, last))) => {
                let from = s.from.unwrap_or(first).max(first);
                let to = s.to.unwrap_or(last).min(last);
                (from <= to).then_some((from, to))?
            }
            (Some(from), Some(to), None) => (from, to),
            _ if phase.is_some() => (0, 0),
            _ => return None,
        };
        Some(Step { label: &s.label, from, to, phase })
    };
    let mut steps: Vec<Step<'a>> = Vec::new();
    for next in measure.bars.iter().filter_map(|(_, s)| step(s)) {
        // One bar over two years or the same words twice is the same schedule.
        match steps.last_mut() {
            Some(last) if last.label == next.label && last.phase == next.phase && next.from <= last.to + 1 => {
                last.to = last.to.max(next.to)
            }
            _ => steps.push(next),
        }
    }
    steps
}

/// Words may change a little; a step of another kind is another step.
fn same_step(a: &Step<'_>, b: &Step<'_>, rules: &Rules) -> bool {
    let kinds = (rules.schedule.phase(a.label), rules.schedule.phase(b.label));
    let same_words = similarity(a.label, b.label) >= rules.tracking.identity.same_words || matches!(kinds, (Some(x), Some(y)) if x == y);
    (a.from, a.to) == (b.from, b.to) && a.phase == b.phase && same_words
}
