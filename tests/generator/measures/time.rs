//! What is drawn under columns of years or phases, and its gold.

use shirube::model::{Basis, Body, Schedule};

use super::phased;
use crate::generator::compose::Composer;
use crate::generator::data::Plan;
use crate::generator::layout::{PhaseForm, ScheduleForm};
use crate::generator::table::{Bar, Shape, Table};

/// The relative columns of a plan with their years.
pub(crate) fn phases(plan: &Plan, form: PhaseForm) -> Vec<(String, i32, i32)> {
    let (from, to) = (plan.from, plan.to);
    if form == PhaseForm::Relative {
        return (from..=to).map(|year| (format!("{}年目", year - from + 1), year, year)).collect();
    }
    let named = |name: &str, from, to| (name.to_owned(), from, to);
    if to - from < 3 {
        return vec![named("前期", from, from), named("後期", from + 1, to)];
    }
    vec![named("前期", from, from + 1), named("中期", from + 2, from + 2), named("後期", from + 3, to)]
}

/// A unit of time: a year or a phase.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) phase: Option<String>,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// A bar over units: words, first and last unit.
type Stretch = (String, usize, usize);

pub(super) fn units(c: &Composer) -> Vec<Unit> {
    if phased(c) {
        return phases(&c.plan, c.layout.phases).into_iter().map(|(name, from, to)| Unit { phase: Some(name), from, to }).collect();
    }
    (c.plan.from..=c.plan.to).map(|year| Unit { phase: None, from: year, to: year }).collect()
}

/// What is drawn for a measure, up to a unit.
fn stretches(c: &Composer, id: usize, units: &[Unit], until: i32) -> Vec<Stretch> {
    let measure = &c.plan.measures[id];
    let mut found: Vec<Stretch> = if units[0].from != units[0].to || units.len() != (c.plan.to - c.plan.from + 1) as usize {
        measure.steps.iter().take(units.len()).enumerate().map(|(n, (label, ..))| (label.clone(), n, n)).collect()
    } else {
        let at = |year: i32| (year - c.plan.from) as usize;
        let steps = measure.steps.iter().filter(|(_, from, _)| *from <= until);
        steps.map(|(label, from, to)| (label.clone(), at(*from), at((*to).min(until)))).collect()
    };
    if bare(c) && !found.is_empty() {
        found = vec![(String::new(), found[0].1, found[found.len() - 1].2)];
    }
    found
}

pub(super) fn bare(c: &Composer) -> bool {
    matches!(c.layout.schedule, ScheduleForm::Dots | ScheduleForm::Glyphs | ScheduleForm::BareBars)
}

/// Draws the stretches of a row and adds their gold.
pub(super) fn draw(c: &mut Composer, table: &mut Table, row: usize, col: usize, id: usize, units: &[Unit], basis: Basis) {
    let until = if basis == Basis::Actual { c.reported() } else { c.plan.to };
    for (label, from, to) in stretches(c, id, units, until) {
        let shape = match c.layout.schedule {
            ScheduleForm::Spans => {
                table.span(row, col + from, 1, to - from + 1, label.clone()).centred = true;
                None
            }
            ScheduleForm::Repeated | ScheduleForm::Dots | ScheduleForm::Glyphs => {
                for unit in from..=to {
                    let words = match c.layout.schedule {
                        ScheduleForm::Dots => "●",
                        ScheduleForm::Glyphs => "→",
                        _ => &label,
                    };
                    table.cell(row, col + unit, words).centred = true;
                }
                None
            }
            ScheduleForm::Bars | ScheduleForm::BareBars => Some(Shape::Bar),
            ScheduleForm::BlockArrows => Some(Shape::BlockArrow),
            ScheduleForm::LineArrows => Some(Shape::LineArrow),
        };
        if let Some(shape) = shape {
            table.bars.push(Bar { row, from: col + from, to: col + to, shape, label: label.clone() });
        }
        let phase = units[from].phase.as_ref().map(|first| match &units[to].phase {
            Some(last) if last != first => format!("{first}~{last}"),
            _ => first.clone(),
        });
        c.add(Body::Schedule(Schedule {
            measure: c.plan.measures[id].title.clone(),
            label,
            from: Some(units[from].from),
            to: Some(units[to].to),
            phase,
            basis,
            uncertain: false,
        }));
    }
}

/// Heads over columns of time.
pub(super) fn head(c: &Composer, table: &mut Table, row: usize, rows: usize, col: usize, units: &[Unit]) {
    if units[0].phase.is_some() {
        for (n, unit) in units.iter().enumerate() {
            table.span(row, col + n, rows, 1, unit.phase.clone().unwrap_or_default()).centred = true;
        }
    } else {
        let years: Vec<i32> = units.iter().map(|u| u.from).collect();
        c.year_head(table, row, col, &years);
    }
}

/// Rows that the heads of time need.
pub(super) fn head_rows(c: &Composer) -> usize {
    if phased(c) { 1 } else { c.layout.year_rows() }
}
