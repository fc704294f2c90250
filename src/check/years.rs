//! `year_outside`: steps of a plan are printed for years that its own period does not cover.
//!
//! One finding for each year. Years that the document itself sets apart (※令和8年度は計画対象期間外) are none, and reports and proposals are
//! not asked. Source: the printed period and the schedule.

use std::collections::{BTreeMap, BTreeSet};

use super::Checked;
use super::finding::{Finding, Rule};
use crate::language::{find_years, normalise};
use crate::model::{Block, BlockKind, Body, PlanKind, Record, Schedule};
use crate::rules::Rules;

/// The years that the document's own words set apart from its period.
pub(super) fn set_apart(blocks: &[Block], rules: &Rules) -> BTreeSet<i32> {
    let mut years = BTreeSet::new();
    let mut look = |words: &str| {
        if rules.checks.sets_years_apart(words) {
            years.extend(find_years(&normalise(words)).into_iter().flat_map(|(_, y)| [y.from, y.to]).flatten());
        }
    };
    for block in blocks {
        match &block.kind {
            BlockKind::Table(table) => table.cells.iter().for_each(|cell| look(&cell.text)),
            _ => block.text().split('。').for_each(&mut look),
        }
    }
    years
}

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    let facts = &checked.facts;
    let (Some(from), Some(to)) = (facts.period_from, facts.period_to) else { return Vec::new() };
    if matches!(facts.kind, Some(PlanKind::ProgressReport | PlanKind::Proposal)) || from >= to {
        return Vec::new();
    }
    let mut outside: BTreeMap<i32, Vec<(&Record, &Schedule)>> = BTreeMap::new();
    for record in checked.records {
        let Body::Schedule(schedule) = &record.body else { continue };
        let year = [schedule.from, schedule.to].into_iter().flatten().find(|y| *y < from || *y > to);
        // 令和10年度以降 goes on after the plan by its own words.
        if let Some(year) =
            year.filter(|_| schedule.phase.is_none() && !schedule.uncertain && schedule.from.is_some() && schedule.to.is_some())
        {
            outside.entry(year).or_default().push((record, schedule));
        }
    }
    let period = checked.records.iter().find(|r| matches!(r.body, Body::Document(_)));
    let tell = |(year, steps): (i32, Vec<(&Record, &Schedule)>)| {
        let first = steps.first().map_or_else(String::new, |(_, s)| format!("{} {}", s.measure, s.label).trim().to_owned());
        let more = if steps.len() > 1 { format!(" (+{})", steps.len() - 1) } else { String::new() };
        Finding::new(Rule::YearOutside, &format!("{first}{more}"), year.to_string(), format!("{from}-{to}")).at(
            steps.iter().take(6).flat_map(|(r, _)| r.evidence.iter().take(1)).cloned().collect(),
            period.map(|r| r.evidence.iter().take(1).cloned().collect()).unwrap_or_default(),
        )
    };
    outside.into_iter().filter(|(year, _)| !checked.years_apart.contains(year)).map(tell).collect()
}
