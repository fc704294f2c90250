//! Which measures staff are asked about for a fiscal year, with what was planned.

use std::collections::BTreeSet;

use super::FormError;
use super::words::text;
use crate::language::{Era, squash as squash_words};
use crate::model::{Evidence, Role, Value};
use crate::rules::Rules;
use crate::track::audit::{AuditRow, Tracked, edition_in_force};
use crate::track::states::{Planned, Step};
use crate::track::{Edition, TrackedMeasure};

/// One measure that staff are asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct DueRow {
    /// Lasting id.
    pub measure: String,
    /// No. as printed.
    pub code: Option<String>,
    /// Title.
    pub title: String,
    /// Tiers above, from the top.
    pub path: Vec<String>,
    /// Sections.
    pub owners: Vec<String>,
    /// The year's steps in words.
    pub planned: String,
    /// The year's targets in words, one a line.
    pub targets: String,
    /// Where it stands in the plan.
    pub page: String,
}

/// The measures of a plan that are due in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// Hash of the edition in force.
    pub plan: String,
    /// Its title.
    pub title: String,
    /// Fiscal year.
    pub year: i32,
    /// Measures in the plan's order.
    pub rows: Vec<DueRow>,
}

/// The measures of the edition in force that have a step in the year, that should be finished and are not (`rows` are those of the
/// audit, from which is known what was finished before), or whose time the plan does not say. What the plan gives up, merges or hands over
/// is not asked about.
///
/// # Errors
/// [`FormError::OutOfPeriod`] where the year is none of the plan's.
pub fn due(plan: &Tracked<'_>, rows: &[AuditRow], year: i32, rules: &Rules) -> Result<Due, FormError> {
    let editions: Vec<&Edition<'_>> = plan.editions.iter().collect();
    let Some((place, _)) = edition_in_force(&editions, year, rules) else { return Err(FormError::OutOfPeriod { year, period: None }) };
    let edition = editions[place];
    let period = edition.facts.period_from.map(|from| (from, edition.facts.period_to.unwrap_or(from)));
    if period.is_some_and(|(from, to)| year < from || year > to) {
        return Err(FormError::OutOfPeriod { year, period });
    }
    let finished: BTreeSet<(Option<&str>, String)> = rows
        .iter()
        .filter(|r| r.year < year && r.judgement.state.is_done())
        .map(|r| (r.code.as_deref(), squash_words(&r.measure)))
        .collect();
    let mut asked = Vec::new();
    for measure in &edition.measures {
        let Some(id) = measure.record.and_then(|record| edition.document.records.get(record)).map(|r| r.id.clone()) else { continue };
        let done = finished.contains(&(measure.measure.code.as_deref(), squash_words(&measure.measure.title)));
        if let Some(planned) = planned(&Planned::new(edition, measure, rules), year, done, rules)? {
            asked.push(DueRow {
                measure: id,
                code: measure.measure.code.clone(),
                title: measure.measure.title.clone(),
                path: measure.measure.path.clone(),
                owners: measure.measure.owners.clone(),
                planned,
                targets: targets(measure, year)?,
                page: place_of(&edition.evidence_of(measure))?,
            });
        }
    }
    Ok(Due { plan: edition.document.hash.clone(), title: edition.document.title(), year, rows: asked })
}

/// The words for what is planned in the year; `None` where nothing is asked.
fn planned(planned: &Planned, year: i32, done: bool, rules: &Rules) -> Result<Option<String>, FormError> {
    let audit = &rules.tracking.audit;
    let handed_over = planned.steps.iter().any(|s| s.from <= year && (audit.is_merged(&s.label) || audit.is_transferred(&s.label)));
    if handed_over || planned.dropped_from.is_some_and(|from| from <= year) {
        return Ok(None);
    }
    let in_year: Vec<&Step> = planned.in_year(year).collect();
    if !in_year.is_empty() {
        return steps(&in_year).map(Some);
    }
    if done {
        return Ok(None);
    }
    if planned.unknown && planned.steps.is_empty() {
        return text("progress.unscheduled", &[]).map(Some);
    }
    let over = planned.end().is_some_and(|end| end < year);
    if !over {
        return Ok(None);
    }
    let last: Vec<&Step> = planned.steps.iter().filter(|s| s.to == planned.end()).collect();
    Ok(Some(text("progress.overdue", &[("planned", &steps(&last)?)])?))
}

fn steps(all: &[&Step]) -> Result<String, FormError> {
    let words = all.iter().map(|s| {
        let bare = text("progress.bare", &[])?;
        let label = if s.label.trim().is_empty() { bare.as_str() } else { s.label.as_str() };
        let (key, to) = match s.to {
            None => ("progress.open", String::new()),
            Some(to) if to == s.from => ("progress.in_year", String::new()),
            Some(to) => ("progress.until", short_year(to)),
        };
        text(key, &[("label", label), ("from", &short_year(s.from)), ("to", &to)])
    });
    Ok(words.collect::<Result<Vec<_>, _>>()?.join("\n"))
}

/// The targets of the year; where the plan has none for it, the next one that it prints.
fn targets(measure: &TrackedMeasure, year: i32) -> Result<String, FormError> {
    let all: Vec<&Value> = measure.values.iter().map(|(_, v)| v).filter(|v| v.role == Role::Target && v.scope.is_none()).collect();
    let mut chosen: Vec<&Value> = Vec::new();
    for value in &all {
        let next = all.iter().filter(|v| v.indicator == value.indicator).filter_map(|v| v.year).filter(|y| *y >= year).min();
        if value.year.is_none() || value.year == next {
            chosen.push(value);
        }
    }
    let line = |v: &&Value| {
        let when = v.year.map(short_year).unwrap_or_default();
        let bare = !v.unit.as_ref().is_some_and(|unit| v.text.contains(unit.as_str()));
        let unit = v.unit.as_deref().filter(|_| bare && v.value.is_some()).unwrap_or_default();
        // A target in a sentence says what it is about.
        let sentence = v.text.ends_with('。') || squash_words(&v.text).contains(&squash_words(&v.indicator));
        let key = if sentence { "progress.target_told" } else { "progress.target" };
        text(key, &[("indicator", &v.indicator), ("value", &format!("{}{unit}", v.text)), ("year", &when)])
    };
    Ok(chosen.iter().map(line).collect::<Result<Vec<_>, _>>()?.join("\n"))
}

/// Where the first evidence is, in words.
fn place_of(evidence: &[Evidence]) -> Result<String, FormError> {
    let Some(first) = evidence.first() else { return Ok(String::new()) };
    match (first.line, first.page, &first.sheet, first.range) {
        (_, _, Some(sheet), Some(range)) => Ok(format!("{sheet}!{range}")),
        (Some(line), ..) => text("progress.line", &[("page", &line.to_string())]),
        (None, Some(page), ..) => text("progress.page", &[("page", &page.to_string())]),
        _ => Ok(String::new()),
    }
}

/// A fiscal year as staff write it in tables: R6, H30.
#[must_use]
pub fn short_year(year: i32) -> String {
    Era::of_western(year).map_or_else(|| year.to_string(), |(era, n)| format!("{}{n}", era.letter()))
}

/// A fiscal year in full: 令和6年度.
#[must_use]
pub fn full_year(year: i32) -> String {
    match Era::of_western(year) {
        Some((era, 1)) => format!("{}元年度", era.name()),
        Some((era, n)) => format!("{}{n}年度", era.name()),
        None => format!("{year}年度"),
    }
}
