//! What the editions of a plan themselves give cause to ask about: measures that vanished, targets that moved, measures without a
//! section, years without a report.

use serde_json::{Value as Json, json};

use super::finding::{AuditFinding, Subject, facts};
use super::force::{Day, effective};
use super::record::{EvidenceSides, Level, level_of};
use crate::model::{Body, Evidence};
use crate::rules::Rules;
use crate::track::diff::{Change, ChangeKind, diff, is_dropped};
use crate::track::edition::Edition;
use crate::track::identity::Words;

/// Most years without a report that are told; more mean that the period was misread.
const MOST_YEARS: i32 = 20;

/// All findings of the editions on a day.
pub(super) fn findings(
    editions: &[&Edition<'_>],
    reports: &[&Edition<'_>],
    day: Option<Day>,
    words: Words<'_>,
    rules: &Rules,
) -> Vec<AuditFinding> {
    let mut found = Vec::new();
    for pair in editions.windows(2) {
        let year = effective(pair[1], rules);
        found.extend(diff(pair[0], pair[1], words, rules).iter().filter_map(|change| of_change(change, year, pair[1])));
    }
    found.extend(editions.last().map(|e| without_owner(e, rules)).unwrap_or_default());
    found.extend(without_report(editions, reports, day, rules));
    found
}

/// A measure that the newer edition leaves out without a word (vanished: neither dropped, merged nor done may be assumed), one that it
/// gives up, and a target that was set anew.
///
/// Source: the auditor's checklist (rows that vanished explained; a revision says who decided it and why).
fn of_change(change: &Change, year: Option<i32>, newer: &Edition<'_>) -> Option<AuditFinding> {
    let (finding, subject) = match change.kind {
        ChangeKind::Missing => ("vanished", Subject::Measure),
        ChangeKind::Dropped => ("dropped_in_plan", Subject::Measure),
        ChangeKind::TargetChanged => ("target_moved", Subject::Indicator),
        _ => return None,
    };
    let mut evidence = EvidenceSides { plan: change.evidence.from.clone(), report: change.evidence.to.clone() };
    if evidence.report.is_empty() {
        evidence.report = own_place(newer);
    }
    let name = change.indicator.clone().or_else(|| change.measure_from.clone()).or_else(|| change.measure_to.clone());
    let moved = match (change.before.as_f64(), change.after.as_f64()) {
        (Some(a), Some(b)) if b > a => json!("raised"),
        (Some(a), Some(b)) if b < a => json!("lowered"),
        _ => Json::Null,
    };
    let shown = |value: &Json| if change.kind == ChangeKind::TargetChanged { value.clone() } else { Json::Null };
    Some(AuditFinding {
        finding: finding.to_owned(),
        level: level_of(finding).unwrap_or(Level::Check),
        rule: finding.to_owned(),
        subject,
        name: name.unwrap_or_default(),
        code: change.code.clone(),
        plan: Some(change.from_document.clone()),
        report: Some(change.to_document.clone()),
        year,
        facts: facts(&[("before", shown(&change.before)), ("after", shown(&change.after)), ("moved", moved)]),
        evidence,
    })
}

/// The place where a document says what it is.
fn own_place(edition: &Edition<'_>) -> Vec<Evidence> {
    let own = edition.document.records.iter().position(|r| matches!(r.body, Body::Document(_)));
    own.map(|record| edition.evidence(record)).unwrap_or_default()
}

/// Measures without a section, where the plan names one for at least half of the others.
fn without_owner(edition: &Edition<'_>, rules: &Rules) -> Vec<AuditFinding> {
    let alive: Vec<_> = edition.measures.iter().filter(|m| m.record.is_some() && !is_dropped(m, rules)).collect();
    let bare: Vec<_> = alive.iter().filter(|m| m.measure.owners.is_empty()).collect();
    if bare.len() * 2 > alive.len() {
        return Vec::new();
    }
    let one = |m: &&&crate::track::TrackedMeasure| AuditFinding {
        finding: "owner_unknown".to_owned(),
        level: level_of("owner_unknown").unwrap_or(Level::Check),
        rule: "owner_unknown".to_owned(),
        subject: Subject::Measure,
        name: m.measure.title.clone(),
        code: m.measure.code.clone(),
        plan: Some(edition.name.clone()),
        report: None,
        year: effective(edition, rules),
        facts: facts(&[]),
        evidence: EvidenceSides { plan: edition.evidence_of(m), report: Vec::new() },
    };
    bare.iter().map(one).collect()
}

/// Years of the plan whose report was due on the day and that no report covers.
fn without_report(editions: &[&Edition<'_>], reports: &[&Edition<'_>], day: Option<Day>, rules: &Rules) -> Vec<AuditFinding> {
    let (Some(first), Some(newest), Some(day)) = (editions.first(), editions.last(), day) else { return Vec::new() };
    let Some(from) = effective(first, rules).max(first.facts.period_from) else { return Vec::new() };
    let end = newest.facts.period_to.unwrap_or(day.year).min(from + MOST_YEARS);
    let covered =
        |year: i32| reports.iter().any(|r| r.facts.period_from.is_some_and(|f| (f..=r.facts.period_to.unwrap_or(f)).contains(&year)));
    let due = |year: &i32| day > Day { year: year + 1, month: rules.tracking.audit.report_due_month };
    let one = |year: i32| AuditFinding {
        finding: "no_report_of_year".to_owned(),
        level: level_of("no_report_of_year").unwrap_or(Level::Check),
        rule: "no_report_of_year".to_owned(),
        subject: Subject::Plan,
        name: newest.document.plan_name(),
        code: None,
        plan: Some(newest.name.clone()),
        report: None,
        year: Some(year),
        facts: facts(&[]),
        evidence: EvidenceSides { plan: own_place(newest), report: Vec::new() },
    };
    (from..=end).filter(due).filter(|year| !covered(*year)).map(one).collect()
}
