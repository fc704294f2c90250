//! 概要1枚: what a council needs on one sheet: counts, five changes, five risks.

use std::collections::BTreeMap;

use super::{Material, Plan, delays, state};
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Table};
use crate::track::audit::AuditRow;
use crate::track::diff::{Change, ChangeKind, diff};
use crate::track::states::AuditState;

/// Rows of each list.
const FEW: usize = 5;

/// The report; `None` for a plan without measures.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let newest = plan.newest().filter(|e| !e.measures.is_empty())?;
    let speech = material.speech;
    let mut draft = material.draft("outline", plan);
    let year = material.choice.year.or_else(|| plan.last_reported());
    let count = newest.measures.len().to_string();
    let period = speech.years(newest.facts.period_from, newest.facts.period_to);
    draft.report.summary.push(speech.fill("view.outline_head", &[("n", &count), ("period", &period)]));
    if let Some(year) = year {
        let table = counts(&draft, plan, year);
        draft.report.tables.push(table);
        let table = risks(&mut draft, plan, year);
        draft.report.tables.push(table);
    } else {
        draft.note(speech.say("view.no_reports"));
    }
    if let [.., old, new] = plan.tracked.editions.as_slice() {
        let changes = diff(old, new, material.words, material.rules);
        let table = changes_table(&mut draft, (old, new), &changes);
        draft.report.tables.push(table);
    }
    Some(draft.report)
}

/// 順調, 遅れ, 完了, 中止, 未報告 and the rest.
fn class(state: AuditState) -> &'static str {
    match state {
        s if s.is_done() => "done",
        AuditState::AsPlanned | AuditState::Ahead => "on_track",
        s if s.is_short() => "late",
        AuditState::Suspended | AuditState::Cancelled | AuditState::DroppedInPlan => "stopped",
        AuditState::NotReported => "unreported",
        _ => "other",
    }
}

fn counts(draft: &Draft, plan: &Plan<'_>, year: i32) -> Table {
    let speech = draft.speech;
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for row in plan.latest_rows().iter().filter(|r| r.year == year) {
        *states.entry(class(row.judgement.state)).or_default() += 1;
    }
    let columns = vec![
        Column::subject("class", speech.col("state"), 14),
        Column::of(ColumnKind::Number, "count", speech.col("count"), 8).in_year(year),
    ];
    let line = |name: &&str| {
        let n = states.get(*name).copied().unwrap_or(0);
        let number = Fact::number(f64::from(u32::try_from(n).unwrap_or(u32::MAX)), Some(0));
        Row::new(vec![Fact::text(speech.word("class", name)).code(*name).into(), number.into()])
    };
    let rows = ["on_track", "done", "late", "stopped", "unreported", "other"].iter().map(line).collect();
    Table { key: "counts", title: format!("{} {}", speech.year(year), speech.say("view.counts")), columns, rows }
}

fn risks(draft: &mut Draft, plan: &Plan<'_>, year: i32) -> Table {
    let speech = draft.speech;
    let latest = plan.latest_rows();
    let mut rows: Vec<&AuditRow> = latest.into_iter().filter(|r| r.year == year && delays::needs_action(r)).collect();
    rows.sort_by_key(|r| (delays::order(r.judgement.state), std::cmp::Reverse(r.judgement.slip_years), r.code.clone()));
    let columns = vec![
        Column::subject("measure", speech.col("measure"), 24),
        Column::of(ColumnKind::State, "state", speech.col("state"), 10).in_year(year),
        Column::text("owners", speech.col("owners"), 14),
        Column::text("findings", speech.col("findings"), 24),
    ];
    let row = |r: &&AuditRow| {
        let (planned, told) = plan.cite(draft, r);
        Row::new(vec![
            Fact::text(r.measure.clone()).at([planned, told].concat()).into(),
            state::fact(r.judgement.state, speech).into(),
            Cell::text(plan.owners(r).join(speech.comma())),
            state::findings(&r.judgement.findings, speech),
        ])
    };
    let rows = rows.iter().take(FEW).map(row).collect();
    Table { key: "risks", title: speech.say("view.risks"), columns, rows }
}

fn changes_table(draft: &mut Draft, (old, new): (&crate::track::Edition<'_>, &crate::track::Edition<'_>), changes: &[Change]) -> Table {
    let speech = draft.speech;
    let weight = |c: &&Change| match c.kind {
        ChangeKind::Dropped | ChangeKind::Missing => 0,
        ChangeKind::TargetChanged => 1,
        ChangeKind::Rescheduled => 2,
        ChangeKind::Added => 3,
        _ => 4,
    };
    let mut chosen: Vec<&Change> = changes.iter().filter(|c| c.kind != ChangeKind::Document).collect();
    chosen.sort_by_key(weight);
    let columns = vec![
        Column::subject("measure", speech.col("measure"), 24),
        Column::text("kind", speech.col("kind"), 8),
        Column::text("old", speech.col("old"), 24),
        Column::text("new", speech.col("new"), 24),
    ];
    let row = |c: &&Change| {
        let (before, after) = (draft.cite(old.document, &c.evidence.from), draft.cite(new.document, &c.evidence.to));
        let side = |value: &serde_json::Value, at: Vec<usize>| Cell::from(super::revision::side(c, value, speech).at(at));
        Row::new(vec![
            Cell::text(c.measure_to.clone().or_else(|| c.measure_from.clone()).or_else(|| c.indicator.clone()).unwrap_or_default()),
            Fact::text(speech.word("change", c.kind.word())).code(c.kind.word()).into(),
            side(&c.before, before),
            side(&c.after, after),
        ])
    };
    let rows = chosen.iter().take(FEW).map(row).collect();
    Table { key: "changes", title: speech.say("view.five_changes"), columns, rows }
}
