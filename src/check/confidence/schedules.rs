//! Steps that do not go together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Doubt, Doubts};
use crate::language::{parse_year_header, squash};
use crate::model::{Basis, Body, Record, Schedule};

/// Words of a step that take the measure back.
const DROPPED: [&str; 3] = ["削除", "廃止", "取りやめ"];

/// The dated steps of one measure on one page.
type Steps<'a> = Vec<(usize, &'a Schedule, i32, i32)>;

pub(super) fn doubts(records: &[Record], doubts: &mut Doubts) {
    let mut pages: BTreeMap<Option<usize>, BTreeMap<(String, bool), Steps<'_>>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        let Body::Schedule(step) = &record.body else { continue };
        if parse_year_header(&step.label, None).is_some_and(|y| y.is_year()) {
            doubts.add(index, Doubt::YearAsLabel);
        }
        if DROPPED.iter().any(|w| step.label.contains(w)) {
            doubts.add(index, Doubt::DroppedStep);
        }
        if let (Some(from), Some(to), Some(page)) = (step.from, step.to, record.evidence.first().map(|e| e.page)) {
            let measures = pages.entry(page).or_default();
            measures.entry((squash(&step.measure), step.basis == Basis::Plan)).or_default().push((index, step, from, to));
        }
    }
    for measures in pages.values() {
        measures.values().for_each(|steps| of_measure(steps, doubts));
        of_page(measures, doubts);
    }
}

fn of_measure(steps: &Steps<'_>, doubts: &mut Doubts) {
    for (index, step, from, to) in steps {
        let bare = step.label.is_empty();
        let over = |(other, s, f, t): &&(usize, &Schedule, i32, i32)| {
            other != index && s.label.is_empty() != bare && if bare { from <= f && t <= to } else { f <= from && to <= t }
        };
        if steps.iter().any(|other| over(&other)) {
            doubts.add(*index, Doubt::BarOverLabel);
        }
    }
    let years = covered(steps);
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return };
    if (*first..=*last).any(|year| !years.contains(&year)) {
        steps.iter().for_each(|(index, ..)| doubts.add(*index, Doubt::GapBetween));
    }
}

fn covered(steps: &Steps<'_>) -> BTreeSet<i32> {
    // A span is at most a plan long; a misread year must not fill the memory.
    steps.iter().flat_map(|(_, _, from, to)| *from..=(*to).min(from.saturating_add(60))).collect()
}

/// Words stand in single cells and at least half of the measures leave years of the table without any: bars may have been missed.
fn of_page(measures: &BTreeMap<(String, bool), Steps<'_>>, doubts: &mut Doubts) {
    let all: BTreeSet<i32> = measures.values().flat_map(covered).collect();
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return };
    let width = usize::try_from(last - first + 1).unwrap_or(usize::MAX);
    let gaps = measures.values().filter(|steps| covered(steps).len() < width).count();
    let bare = measures.values().flatten().any(|(_, step, ..)| step.label.is_empty());
    if bare || gaps * 2 < measures.len() || measures.len() < 2 {
        return;
    }
    for steps in measures.values().filter(|steps| covered(steps).len() < width) {
        for (index, ..) in steps.iter().filter(|(_, _, from, to)| from == to) {
            doubts.add(*index, Doubt::GapsAround);
        }
    }
}
