//! Indicators against their targets: attainment, progress, expected values and findings, for each year that a report prints a value of.

mod figures;
mod findings;
mod judge;
mod original;

use std::collections::BTreeMap;

use serde::Serialize;

pub use figures::{Figures, Heading, attainment, expected, progress};
pub use findings::{misprinted, moves_away};
pub use judge::{KpiState, judge};

use super::audit::{Day, EvidenceSides, edition_in_force, published};
use super::diff::is_dropped;
use super::edition::Edition;
use super::identity::{Named, Words, identify, identify_indicators};
use super::indicators::{TrackedIndicator, indicators};
use super::titles::squash_unit;
use crate::model::{Role, Value};
use crate::rules::Rules;
use original::Originals;

/// One indicator in one year (records: audit_kpi).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "audit_kpi")]
pub struct KpiRow {
    /// Label of the edition in force.
    pub plan: Option<String>,
    /// Label of the report; none for an indicator that no report gives a value of.
    pub report: Option<String>,
    /// Name as the plan prints it, else as the report does.
    pub indicator: String,
    /// The measure it belongs to.
    pub measure: Option<String>,
    /// That measure's number.
    pub code: Option<String>,
    /// Unit as printed.
    pub unit: Option<String>,
    /// Fiscal year; none for an indicator that was never reported.
    pub year: Option<i32>,
    /// The figures that the judgement rests on.
    #[serde(flatten)]
    pub figures: Figures,
    /// The attainment rate as the report prints it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printed_rate: Option<String>,
    /// The value as an earlier report printed it, and that report, where it was restated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_printed: Option<f64>,
    /// The earlier report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_report: Option<String>,
    /// The target of the first edition, where another one is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_target: Option<f64>,
    /// Its year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_target_year: Option<i32>,
    /// The state against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_original: Option<KpiState>,
    /// The state.
    pub state: KpiState,
    /// Codes, sorted.
    pub findings: Vec<String>,
    /// The places of both sides.
    pub evidence: EvidenceSides,
}

/// An actual value that a report printed for a year.
#[derive(Debug, Clone)]
struct Printed {
    number: f64,
    text: String,
    report: String,
}

/// Everything known of one indicator of the plan through the reports so far.
type History = BTreeMap<(usize, i32), Printed>;

/// All rows: by report and year, then the indicators that no report gave a value of.
#[must_use]
pub fn indicator_rows<'a>(editions: &[&'a Edition<'a>], reports: &[&'a Edition<'a>], words: Words<'a>, rules: &'a Rules) -> Vec<KpiRow> {
    let mut rows = Vec::new();
    // Histories are kept by the newest edition's indicators where they go on, else by the edition's own.
    let mut histories: BTreeMap<usize, History> = BTreeMap::new();
    let mut originals: BTreeMap<usize, Originals<'_>> = BTreeMap::new();
    let mut sides = Vec::new();
    for &report in reports {
        let Some(year) = report.facts.period_to.or(report.facts.period_from) else { continue };
        let Some((place, _)) = edition_in_force(editions, year, rules) else { continue };
        let side = Side::new(editions[place], report, words, rules);
        // An edition that came into force takes over what was printed while its forerunner held.
        if !histories.contains_key(&place) {
            let taken = inherited(&histories, editions, place, words, rules);
            histories.insert(place, taken);
        }
        let history = histories.entry(place).or_default();
        let original = originals.entry(place).or_insert_with(|| Originals::new(editions, place, words, rules));
        rows.extend(side.rows(report, history, original));
        sides.push((place, report, side));
    }
    rows.extend(silent(&sides, rules));
    let last = reports.iter().filter_map(|r| r.facts.period_to.or(r.facts.period_from)).max();
    if let Some((place, _)) = last.and_then(|year| edition_in_force(editions, year, rules)) {
        rows.extend(never_reported(editions, reports, place, words, rules));
    }
    rows
}

/// Values that were printed under other editions, by this edition's indicators.
fn inherited(histories: &BTreeMap<usize, History>, editions: &[&Edition<'_>], place: usize, words: Words<'_>, rules: &Rules) -> History {
    let mut taken = History::new();
    for (other, history) in histories {
        for (old, new) in same_indicators(editions[*other], editions[place], words, rules) {
            for ((_, year), printed) in history.range((old, i32::MIN)..=(old, i32::MAX)) {
                taken.entry((new, *year)).or_insert_with(|| printed.clone());
            }
        }
    }
    taken
}

/// The indicators with targets or values of two documents that are the same: places on both sides.
fn same_indicators(a: &Edition<'_>, b: &Edition<'_>, words: Words<'_>, rules: &Rules) -> Vec<(usize, usize)> {
    let (before, after) = (indicators(a, figures::counts), indicators(b, figures::counts));
    let measures = identify(a, b, words, &rules.tracking.identity);
    let old: Vec<Named<'_>> = before.iter().map(|i| (i.first(), i.measure.and_then(|m| measures.of_old(m)).map(|l| l.new))).collect();
    let new: Vec<Named<'_>> = after.iter().map(|i| (i.first(), i.measure)).collect();
    identify_indicators(&old, &new, words, &rules.tracking.identity).into_iter().map(|l| (l.old, l.new)).collect()
}

/// A plan beside one report.
struct Side<'a> {
    plan: &'a Edition<'a>,
    planned: Vec<TrackedIndicator<'a>>,
    told: Vec<TrackedIndicator<'a>>,
    /// Place in the report to place in the plan.
    pairs: BTreeMap<usize, usize>,
    rules: &'a Rules,
}

impl<'a> Side<'a> {
    fn new(plan: &'a Edition<'a>, report: &'a Edition<'a>, words: Words<'a>, rules: &'a Rules) -> Self {
        let pairs = same_indicators(plan, report, words, rules).into_iter().map(|(p, t)| (t, p)).collect();
        Self { plan, planned: indicators(plan, figures::counts), told: indicators(report, figures::counts), pairs, rules }
    }

    /// Places of the plan's indicators that the report prints an actual value of.
    fn with_values(&self) -> Vec<usize> {
        let valued = |t: &usize| self.told[*t].of_role(Role::Actual).any(|(_, v)| v.value.is_some());
        self.pairs.iter().filter(|(t, _)| valued(t)).map(|(_, p)| *p).collect()
    }

    fn rows(&self, report: &Edition<'_>, history: &mut History, originals: &Originals<'_>) -> Vec<KpiRow> {
        let from = report.facts.period_from.unwrap_or(i32::MAX);
        let to = report.facts.period_to.unwrap_or(from);
        let mut rows = Vec::new();
        for (t, told) in self.told.iter().enumerate() {
            let planned = self.pairs.get(&t).copied();
            // Without any target there is nothing to judge by; the series stands in the reports' own pages.
            let target = |i: &TrackedIndicator<'_>| i.of_role(Role::Target).any(|(_, v)| v.value.is_some());
            if !target(told) && !planned.is_some_and(|p| target(&self.planned[p])) {
                continue;
            }
            let mut actuals: Vec<(usize, &Value, i32, f64)> =
                told.of_role(Role::Actual).filter_map(|(record, v)| Some((record, v, v.year?, v.value?))).collect();
            actuals.sort_by_key(|(record, _, year, _)| (*year, *record));
            for (record, value, year, number) in actuals {
                let key = planned.map(|p| (p, year));
                let before = key.and_then(|key| history.get(&key)).filter(|p| p.report != report.name).cloned();
                let restated = before.as_ref().filter(|p| (p.number - number).abs() > figures::tolerance(&[&p.text, &value.text]));
                if let Some(key) = key {
                    let printed = Printed { number, text: value.text.clone(), report: report.name.clone() };
                    history.entry(key).and_modify(|p| p.number = number).or_insert(printed);
                }
                if (from..=to).contains(&year) || restated.is_some() {
                    let mut row = self.row(report, t, (record, value, year, number), restated, history);
                    let original = planned.and_then(|p| originals.judged(p, told, (value, year, number), &row.figures, self.rules));
                    row.state_original = original.as_ref().map(|(_, state)| *state).filter(|state| *state != row.state);
                    row.original_target = original.as_ref().and_then(|(figures, _)| figures.target);
                    row.original_target_year = original.and_then(|(figures, _)| figures.target_year);
                    rows.push(row);
                }
            }
        }
        rows
    }

    fn row(
        &self,
        report: &Edition<'_>,
        t: usize,
        (record, value, year, number): (usize, &Value, i32, f64),
        restated: Option<&Printed>,
        history: &History,
    ) -> KpiRow {
        let told = &self.told[t];
        let place = self.pairs.get(&t).copied();
        let planned = place.map(|p| &self.planned[p]);
        let figures = Figures::new(planned, told, year, number, self.plan);
        let series = self.series(place, told, year, history);
        let mut findings = findings::of_row(&figures, value, year, &series, self.rules);
        let unit_differs = planned.is_some_and(|p| units_differ(p.first(), value));
        let mut note = |condition: bool, finding: &str| {
            if condition {
                findings.push(finding.to_owned());
            }
        };
        note(unit_differs, "unit_mismatch");
        note(restated.is_some(), "restated");
        note(planned.is_none(), "not_in_plan");
        note(figures.target_differs, "target_differs_from_plan");
        let state = if unit_differs { KpiState::NotComparable } else { judge(&figures, year, &findings, self.rules) };
        findings.sort();
        findings.dedup();
        let measure = planned.and_then(|p| p.measure).map(|i| &self.plan.measures[i].measure);
        let own = told.measure.map(|i| &report.measures[i].measure);
        let plan_evidence = figures.plan_records.iter().flat_map(|r| self.plan.evidence(*r)).collect();
        KpiRow {
            plan: Some(self.plan.name.clone()),
            report: Some(report.name.clone()),
            indicator: planned.unwrap_or(told).first().indicator.clone(),
            measure: measure.or(own).map(|m| m.title.clone()),
            code: measure.or(own).and_then(|m| m.code.clone()),
            unit: value.unit.clone().or_else(|| planned.and_then(|p| p.first().unit.clone())),
            year: Some(year),
            figures,
            printed_rate: value.printed_rate.clone(),
            first_printed: restated.map(|p| p.number),
            first_report: restated.map(|p| p.report.clone()),
            original_target: None,
            original_target_year: None,
            state_original: None,
            state,
            findings,
            evidence: EvidenceSides { plan: plan_evidence, report: report.evidence(record) },
        }
    }

    /// The printed actual values up to a year, by year: what was printed last counts.
    fn series(&self, place: Option<usize>, told: &TrackedIndicator<'_>, year: i32, history: &History) -> Vec<(i32, f64)> {
        let mut series = BTreeMap::new();
        let actuals = |i: &TrackedIndicator<'_>| i.of_role(Role::Actual).filter_map(|(_, v)| v.year.zip(v.value)).collect::<Vec<_>>();
        if let Some(p) = place {
            series.extend(actuals(&self.planned[p]));
            series.extend(history.range((p, i32::MIN)..=(p, i32::MAX)).map(|((_, y), printed)| (*y, printed.number)));
        }
        series.extend(actuals(told));
        series.into_iter().filter(|(y, _)| *y <= year).collect()
    }
}

fn units_differ(a: &Value, b: &Value) -> bool {
    matches!((&a.unit, &b.unit), (Some(x), Some(y)) if squash_unit(x) != squash_unit(y))
}

/// Indicators that an earlier report gave a value of (or a later one, where the year has its own target) and this one does not: not
/// reported, or pending where the report came out before its year was over.
fn silent(sides: &[(usize, &Edition<'_>, Side<'_>)], rules: &Rules) -> Vec<KpiRow> {
    let mut rows = Vec::new();
    for (nth, (place, report, side)) in sides.iter().enumerate() {
        let Some(year) = report.facts.period_to.or(report.facts.period_from) else { continue };
        let before: Vec<usize> = sides[..nth].iter().filter(|(other, ..)| other == place).flat_map(|(.., s)| s.with_values()).collect();
        let later: Vec<usize> = sides[nth + 1..].iter().filter(|(other, ..)| other == place).flat_map(|(.., s)| s.with_values()).collect();
        let told = side.with_values();
        for (p, planned) in side.planned.iter().enumerate().filter(|(p, _)| !told.contains(p)) {
            // Before the first value nothing says when one was to be expected, unless the plan prints a target for the very year.
            let of_year = || planned.of_role(Role::Target).any(|(_, v)| v.year == Some(year) && v.value.is_some());
            if !(before.contains(&p) || later.contains(&p) && of_year()) {
                continue;
            }
            let given_up = planned.measure.is_some_and(|i| is_dropped(&side.plan.measures[i], rules));
            let target = planned.of_role(Role::Target).find(|(_, v)| v.value.is_some());
            let Some((record, value)) = target.filter(|_| !given_up) else { continue };
            let pending = published(report).is_some_and(|day| day <= Day::end_of(year));
            let listed = side.pairs.values().any(|listed| *listed == p);
            let measure = planned.measure.map(|i| &side.plan.measures[i].measure);
            rows.push(KpiRow {
                plan: Some(side.plan.name.clone()),
                report: Some(report.name.clone()),
                indicator: value.indicator.clone(),
                measure: measure.map(|m| m.title.clone()),
                code: measure.and_then(|m| m.code.clone()),
                unit: value.unit.clone(),
                year: Some(year),
                figures: Figures::of_target(value),
                printed_rate: None,
                first_printed: None,
                first_report: None,
                original_target: None,
                original_target_year: None,
                state_original: None,
                state: if pending { KpiState::Pending } else { KpiState::NotReported },
                findings: if listed { vec!["listed_without_value".to_owned()] } else { Vec::new() },
                evidence: EvidenceSides { plan: side.plan.evidence(record), report: Vec::new() },
            });
        }
    }
    rows
}

/// Indicators with a numeric target, of measures that were not given up, that no report prints an actual value of.
fn never_reported(editions: &[&Edition<'_>], reports: &[&Edition<'_>], place: usize, words: Words<'_>, rules: &Rules) -> Vec<KpiRow> {
    let plan = editions[place];
    let sides: Vec<Side<'_>> = reports.iter().map(|report| Side::new(plan, report, words, rules)).collect();
    let valued: Vec<usize> = sides.iter().flat_map(Side::with_values).collect();
    let listed: Vec<usize> = sides.iter().flat_map(|s| s.pairs.values().copied()).collect();
    let mut rows = Vec::new();
    for (p, planned) in indicators(plan, figures::counts).iter().enumerate() {
        let target = planned.of_role(Role::Target).find(|(_, v)| v.value.is_some());
        let given_up = planned.measure.is_some_and(|i| is_dropped(&plan.measures[i], rules));
        let Some((record, value)) = target.filter(|_| !valued.contains(&p) && !given_up) else { continue };
        let measure = planned.measure.map(|i| &plan.measures[i].measure);
        let mut findings = vec!["never_reported".to_owned()];
        findings.extend(listed.contains(&p).then(|| "listed_without_value".to_owned()));
        findings.sort();
        rows.push(KpiRow {
            plan: Some(plan.name.clone()),
            report: None,
            indicator: value.indicator.clone(),
            measure: measure.map(|m| m.title.clone()),
            code: measure.and_then(|m| m.code.clone()),
            unit: value.unit.clone(),
            year: None,
            figures: Figures::of_target(value),
            printed_rate: None,
            first_printed: None,
            first_report: None,
            original_target: None,
            original_target_year: None,
            state_original: None,
            state: KpiState::NeverReported,
            findings,
            evidence: EvidenceSides { plan: plan.evidence(record), report: Vec::new() },
        });
    }
    rows
}

#[cfg(test)]
mod tests;
