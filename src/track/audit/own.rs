//! What a plan says of itself without any report: the follow-up of its forerunner, and measures that it gives up.

use super::force::effective;
use super::record::{AuditRow, EvidenceSides, RowJudgement};
use crate::model::{Evidence, ResultRecord};
use crate::rules::Rules;
use crate::track::edition::{Edition, TrackedMeasure};
use crate::track::states::{AuditState, Case, Judgement, Legend, Planned, Reported, judge, pdca, state_of_word};

/// The follow-up that a plan prints of its forerunner: each result is a row, judged by its words alone and always for a person to
/// confirm. The year is the last one before the plan takes effect.
///
/// Source: visions that review the one before them measure by measure (前ビジョンの施策の実施状況) in prose.
pub(super) fn follow_ups(editions: &[&Edition<'_>], rules: &Rules) -> Vec<AuditRow> {
    let mut rows = Vec::new();
    for edition in editions {
        let legend = Legend::of(edition, rules);
        let Some(before) = effective(edition, rules).or(edition.facts.period_from).map(|year| year - 1) else { continue };
        for measure in &edition.measures {
            for (record, result) in &measure.results {
                let year = result.year.unwrap_or(before);
                rows.push(follow_up(edition, measure, (*record, result), year, &legend, rules));
            }
        }
    }
    rows
}

fn follow_up(
    edition: &Edition<'_>,
    measure: &TrackedMeasure,
    (record, result): (usize, &ResultRecord),
    year: i32,
    legend: &Legend,
    rules: &Rules,
) -> AuditRow {
    let rated = result.mark.as_deref().and_then(|m| legend.state(m, rules));
    let computed = of_words(&result.text, rules);
    let state = rated.as_ref().map_or(computed, |(state, _)| *state);
    let said = Reported {
        text: result.text.clone(),
        mark: result.mark.clone(),
        rated: rated.as_ref().map(|(state, _)| *state),
        with: Vec::new(),
        reason: result.reason.clone(),
        next: result.next.clone(),
    };
    let mut findings = vec!["follow_up_of_forerunner".to_owned(), "for_confirmation".to_owned()];
    if state.is_good() && !rules.tracking.audit.is_dated(&result.text) {
        findings.push(if state.is_done() { "time_unknown" } else { "no_dated_act" }.to_owned());
    }
    findings.sort();
    let told = edition.evidence(record);
    AuditRow {
        plan: None,
        report: edition.name.clone(),
        measure: measure.measure.title.clone(),
        code: measure.measure.code.clone(),
        path: if result.path.is_empty() { measure.measure.path.clone() } else { result.path.clone() },
        owners: measure.measure.owners.clone(),
        year,
        planned: Vec::new(),
        reported: true,
        mark: result.mark.clone(),
        text: Some(result.text.clone()),
        pdca: pdca(state, Some(&said), Vec::new(), &told),
        judgement: RowJudgement {
            state,
            state_computed: computed,
            state_original: None,
            rule: if computed == AuditState::Unknown { "unknown" } else { "words_of_follow_up" },
            slip_years: None,
            findings,
        },
        similarity: None,
        evidence: EvidenceSides { plan: Vec::new(), report: told },
    }
}

/// The state that prose says: made, introduced, abolished is done; goes on is as planned; to be considered further is behind; decided
/// against is cancelled; handed over is transferred. What only plans says nothing of what was done.
fn of_words(text: &str, rules: &Rules) -> AuditState {
    match rules.status.state(text) {
        // Part of it (約6割) is short of the whole.
        Some(("needed" | "partial", _)) => AuditState::Behind,
        Some(("acted", _)) => AuditState::AsPlanned,
        Some((word, _)) => state_of_word(word).map_or(AuditState::Unknown, |(state, _)| state),
        None => AuditState::Unknown,
    }
}

/// Measures that a plan without any report gives up, hands over or lets another one take in: one row each, in the year from which it
/// holds. Where the plan prints no year, it is the first year of the edition, and a finding says so.
pub(super) fn settled(editions: &[&Edition<'_>], rules: &Rules) -> Vec<AuditRow> {
    let Some(edition) = editions.last() else { return Vec::new() };
    let Some(first) = effective(edition, rules).or(edition.facts.period_from) else { return Vec::new() };
    let last = edition.facts.period_to.unwrap_or(first).max(first).min(first + 50);
    let mut rows = Vec::new();
    for measure in edition.measures.iter().filter(|m| m.record.is_some()) {
        let planned = Planned::new(edition, measure, rules);
        let start = planned.dropped_from.filter(|y| *y > i32::MIN).map_or(first, |y| y.min(first));
        let judged = (start..=last).map(|year| {
            let case = Case { year, planned: &planned, reported: None, done_in: None, due: false, rules };
            (year, judge(&case))
        });
        let settles = |state: AuditState| matches!(state, AuditState::DroppedInPlan | AuditState::Merged | AuditState::Transferred);
        if let Some((year, judgement)) = judged.into_iter().find(|(_, j)| settles(j.state)) {
            rows.push(settled_row(edition, measure, year, &judgement));
        }
    }
    rows
}

fn settled_row(edition: &Edition<'_>, measure: &TrackedMeasure, year: i32, judgement: &Judgement) -> AuditRow {
    let mut places: Vec<Evidence> = edition.evidence_of(measure);
    places.extend(measure.bars.iter().flat_map(|(record, _)| edition.evidence(*record)));
    AuditRow {
        plan: Some(edition.name.clone()),
        report: String::new(),
        measure: measure.measure.title.clone(),
        code: measure.measure.code.clone(),
        path: measure.measure.path.clone(),
        owners: measure.measure.owners.clone(),
        year,
        planned: Vec::new(),
        reported: false,
        mark: None,
        text: None,
        pdca: pdca(judgement.state, None, Vec::new(), &[]),
        judgement: RowJudgement {
            state: judgement.state,
            state_computed: judgement.computed,
            state_original: None,
            rule: judgement.rule,
            slip_years: None,
            findings: judgement.findings.iter().map(|f| (*f).to_owned()).collect(),
        },
        similarity: None,
        evidence: EvidenceSides { plan: places, report: Vec::new() },
    }
}
