//! Rows of measures: the edition in force beside each report.

use std::collections::{BTreeMap, BTreeSet};

use super::force::{Day, edition_in_force, published};
use super::record::{AuditRow, EvidenceSides, RowJudgement};
use crate::language::is_no_value;
use crate::model::Evidence;
use crate::rules::Rules;
use crate::track::diff::owner_change;
use crate::track::edition::{Edition, TrackedMeasure};
use crate::track::identity::{Identity, Words, identify};
use crate::track::states::{AuditState, Case, Judgement, Legend, Planned, Reported, judge, pdca, state_of_word};

/// A report covers a few years; more are a mistake of reading.
const MOST_YEARS: i32 = 20;

/// Everything that the rows are made from.
struct Auditor<'a> {
    editions: &'a [&'a Edition<'a>],
    rules: &'a Rules,
    words: Words<'a>,
    /// For each edition the numbers that its measures keep through all editions.
    lines: Vec<Vec<usize>>,
    /// Year in which a measure was finished, by its number.
    done: BTreeMap<usize, i32>,
}

/// All rows, by year, report and plan order.
pub(super) fn rows(editions: &[&Edition<'_>], reports: &[&Edition<'_>], words: Words<'_>, rules: &Rules) -> Vec<AuditRow> {
    let mut auditor = Auditor { editions, rules, words, lines: lines(editions, words, rules), done: BTreeMap::new() };
    let mut order: Vec<(i32, usize)> = Vec::new();
    for (place, report) in reports.iter().enumerate() {
        order.extend(years(report).into_iter().map(|year| (year, place)));
    }
    order.sort_unstable();
    let mut rows = Vec::new();
    for (year, place) in order {
        rows.extend(auditor.year(reports[place], year));
    }
    rows
}

/// The fiscal years that a report covers: its period, else the years of its results.
fn years(report: &Edition<'_>) -> Vec<i32> {
    match (report.facts.period_from, report.facts.period_to) {
        (Some(from), to) => (from..=to.unwrap_or(from).min(from + MOST_YEARS)).collect(),
        _ => report.measures.iter().flat_map(|m| &m.results).filter_map(|(_, r)| r.year).collect::<BTreeSet<_>>().into_iter().collect(),
    }
}

/// Gives every measure a number that it keeps through the editions: of its pair in the edition before, else in an earlier one, so that
/// a measure that was left out once is still the same when it comes back.
pub(super) fn lines(editions: &[&Edition<'_>], words: Words<'_>, rules: &Rules) -> Vec<Vec<usize>> {
    let mut next = 0;
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for (k, edition) in editions.iter().enumerate() {
        let mut own: Vec<Option<usize>> = vec![None; edition.measures.len()];
        for (earlier, numbers) in editions.iter().zip(&lines).take(k).rev() {
            if own.iter().all(Option::is_some) {
                break;
            }
            for link in identify(earlier, edition, words, &rules.tracking.identity).links {
                let number = numbers[link.old];
                if own[link.new].is_none() && !own.contains(&Some(number)) {
                    own[link.new] = Some(number);
                }
            }
        }
        let number = |given: Option<usize>| {
            given.unwrap_or_else(|| {
                next += 1;
                next
            })
        };
        lines.push(own.into_iter().map(number).collect());
    }
    lines
}

impl Auditor<'_> {
    fn year(&mut self, report: &Edition<'_>, year: i32) -> Vec<AuditRow> {
        let Some((place, in_force)) = edition_in_force(self.editions, year, self.rules) else { return Vec::new() };
        let plan = self.editions[place];
        let identity = identify(plan, report, self.words, &self.rules.tracking.identity);
        let legend = Legend::of(report, self.rules);
        let due = published(report).is_none_or(|day| day > Day::end_of(year));
        let mut rows = Vec::new();
        // What only a follow-up of the forerunner names is no measure of this plan.
        for (i, measure) in plan.measures.iter().enumerate().filter(|(_, m)| m.record.is_some()) {
            let told = identity.of_old(i).map(|l| &report.measures[l.new]);
            let said = told.and_then(|m| reported(m, year, &legend, self.rules));
            let line = self.lines[place][i];
            let planned = Planned::new(plan, measure, self.rules);
            let case =
                Case { year, planned: &planned, reported: said.as_ref(), done_in: self.done.get(&line).copied(), due, rules: self.rules };
            let judgement = judge(&case);
            if judgement.state.is_done() {
                self.done.entry(line).or_insert(year);
            }
            let original = self.original(line, place, &case);
            let mut row = row((plan, measure), (report, told, said.as_ref()), year, &planned, &judgement);
            row.judgement.state_original =
                original.as_ref().map(|(state, _)| *state).filter(|s| *s != judgement.computed && *s != AuditState::Unknown);
            let findings = &mut row.judgement.findings;
            findings.extend(original.and_then(|(_, later)| later.then(|| "postponed_by_revision".to_owned())));
            findings.extend((!in_force).then(|| "edition_later_than_year".to_owned()));
            findings.extend(told.map(|told| self.compared(plan, measure, report, told)).unwrap_or_default());
            findings.sort();
            findings.dedup();
            row.similarity = identity.of_old(i).map(|l| (l.score * 1000.0).round() / 1000.0);
            rows.push(row);
        }
        rows.extend(self.strangers(report, year, &identity, &legend, place));
        rows
    }

    /// State by schedule and words against the first edition that has the measure, and whether that one ended sooner.
    fn original(&self, line: usize, place: usize, case: &Case<'_>) -> Option<(AuditState, bool)> {
        let (first, i) = self.lines.iter().enumerate().find_map(|(k, own)| Some((k, own.iter().position(|l| *l == line)?)))?;
        if first == place {
            return None;
        }
        let planned = Planned::new(self.editions[first], &self.editions[first].measures[i], self.rules);
        let then = judge(&Case { planned: &planned, ..*case });
        Some((then.computed, planned.end().zip(case.planned.end()).is_some_and(|(then, now)| then < now)))
    }

    /// What the report prints otherwise than the plan.
    fn compared(&self, plan: &Edition<'_>, measure: &TrackedMeasure, report: &Edition<'_>, told: &TrackedMeasure) -> Vec<String> {
        let mut findings = Vec::new();
        if let Some(change) = owner_change(&measure.measure.owners, &told.measure.owners, [plan, report], self.words) {
            findings.push("owner_changed".to_owned());
            findings.extend(change.reorganised.then(|| "reorganised".to_owned()));
        }
        if self.words.title(&measure.measure.title).key != self.words.title(&told.measure.title).key {
            findings.push("renamed_in_report".to_owned());
        }
        findings
    }

    /// Rows of the report that the edition in force does not have.
    fn strangers(&self, report: &Edition<'_>, year: i32, identity: &Identity, legend: &Legend, place: usize) -> Vec<AuditRow> {
        let mut rows = Vec::new();
        for &j in &identity.only_new {
            let told = &report.measures[j];
            let Some(said) = reported(told, year, legend, self.rules) else { continue };
            let elsewhere = self.editions.iter().enumerate().filter(|(k, _)| *k != place);
            let other = elsewhere.rev().find(|(_, e)| identify(e, report, self.words, &self.rules.tracking.identity).of_new(j).is_some());
            let (state, finding) = match other {
                Some(_) => (said.rated.unwrap_or(AuditState::Unknown), Some("not_in_edition_in_force".to_owned())),
                None => (AuditState::NotInPlan, None),
            };
            let judgement = Judgement { state, computed: state, rule: "not_in_plan", slip_years: None, findings: Vec::new() };
            let nothing = Planned::default();
            let own = (self.editions[place], told);
            let mut row = row(own, (report, Some(told), Some(&said)), year, &nothing, &judgement);
            row.plan = Some(other.map_or(self.editions[place], |(_, e)| e).name.clone());
            row.evidence.plan.clear();
            row.judgement.findings.extend(finding);
            rows.push(row);
        }
        rows
    }
}

/// What a report says of one of its measures in a year; `None` where it prints nothing or only signs for nothing.
fn reported(told: &TrackedMeasure, year: i32, legend: &Legend, rules: &Rules) -> Option<Reported> {
    let own: Vec<_> = told.results.iter().map(|(_, r)| r).filter(|r| r.year.is_none_or(|y| y == year)).collect();
    let filled = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty() && !is_no_value(t));
    let texts: Vec<&str> = own.iter().map(|r| r.text.as_str()).filter(|t| !t.trim().is_empty() && !is_no_value(t)).collect();
    let mark = own.iter().find_map(|r| filled(&r.mark));
    let acts: Vec<&str> = told
        .acts
        .iter()
        .map(|(_, s)| s)
        .filter(|s| s.from.is_some_and(|f| f <= year) && s.to.is_none_or(|t| year <= t))
        .map(|s| s.label.as_str())
        .collect();
    if texts.is_empty() && mark.is_none() && acts.is_empty() {
        return None;
    }
    let text = [texts, acts].concat().join("\n");
    let said = mark.as_deref().and_then(|m| legend.state(m, rules));
    // Without a rating the plan's own word beside a report row (完了, 削除) says as much.
    let status = told.measure.status.as_deref().filter(|_| mark.is_none()).and_then(state_of_word);
    let (rated, with) = said.or(status).map_or((None, Vec::new()), |(state, with)| (Some(state), with));
    Some(Reported {
        text,
        mark,
        rated,
        with,
        reason: own.iter().find_map(|r| filled(&r.reason)),
        next: own.iter().find_map(|r| filled(&r.next)),
    })
}

/// A row from both sides.
fn row(
    (plan, measure): (&Edition<'_>, &TrackedMeasure),
    (report, told, said): (&Edition<'_>, Option<&TrackedMeasure>, Option<&Reported>),
    year: i32,
    planned: &Planned,
    judgement: &Judgement,
) -> AuditRow {
    let steps: Vec<Evidence> = planned.in_year(year).flat_map(|s| plan.evidence(s.record)).collect();
    let results =
        told.filter(|_| said.is_some()).map(|m| m.results.iter().flat_map(|(record, _)| report.evidence(*record)).collect::<Vec<_>>());
    let results = results.unwrap_or_default();
    let mut sides = EvidenceSides { plan: plan.evidence_of(measure), report: told.map(|m| report.evidence_of(m)).unwrap_or_default() };
    sides.plan.extend(steps.clone());
    sides.report.extend(results.clone());
    sides.report.dedup();
    AuditRow {
        plan: Some(plan.name.clone()),
        report: report.name.clone(),
        measure: measure.measure.title.clone(),
        code: measure.measure.code.clone(),
        path: measure.measure.path.clone(),
        owners: measure.measure.owners.clone(),
        year,
        planned: planned.in_year(year).map(|s| s.label.clone()).collect(),
        reported: said.is_some(),
        mark: said.and_then(|s| s.mark.clone()),
        text: said.map(|s| s.text.clone()),
        pdca: pdca(judgement.state, said, steps, &results),
        judgement: RowJudgement {
            state: judgement.state,
            state_computed: judgement.computed,
            state_original: None,
            rule: judgement.rule,
            slip_years: judgement.slip_years,
            findings: judgement.findings.iter().map(|f| (*f).to_owned()).collect(),
        },
        similarity: None,
        evidence: sides,
    }
}
