//! 遅延・中止・未報告一覧: only what somebody has to act on, with what is missing and what comes next.

use super::{Material, Plan, state};
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Table};
use crate::track::audit::{AuditRow, Level, level_of};
use crate::track::states::{AuditState, Planned};

/// The report; `None` where no report was read.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    if plan.audit.rows.is_empty() {
        return None;
    }
    let speech = material.speech;
    let mut draft = material.draft("delays", plan);
    let columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("measure", speech.col("measure"), 14),
        Column::subject("year", speech.col("year"), 8),
        Column::text("owners", speech.col("owners"), 7),
        Column::of(ColumnKind::State, "state", speech.col("state"), 7),
        Column::of(ColumnKind::FiscalYear, "planned_end", speech.col("planned_end"), 8),
        Column::of(ColumnKind::Number, "slip", speech.col("slip"), 5).with_unit(Some(&speech.say("view.years_unit"))),
        Column::text("reason", speech.col("reason"), 12),
        Column::text("findings", speech.col("findings"), 10),
        Column::text("next", speech.col("next"), 12),
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 10),
    ];
    let mut wanted: Vec<&AuditRow> = plan.latest_rows().into_iter().filter(|r| material.wants_year(r.year) && needs_action(r)).collect();
    wanted.sort_by_key(|r| (std::cmp::Reverse(r.year), order(r.judgement.state), r.code.clone()));
    let rows: Vec<Row> = wanted.into_iter().map(|r| row(&mut draft, material, plan, r)).collect();
    draft.report.summary.push(speech.fill("view.delays_count", &[("n", &rows.len().to_string())]));
    draft.report.tables.push(Table { key: "delays", title: draft.report.title.clone(), columns, rows });
    state::legend(&mut draft);
    Some(draft.report)
}

/// Late, stopped, not reported, not to be told, or with a grave finding.
pub(super) fn needs_action(row: &AuditRow) -> bool {
    let s = row.judgement.state;
    s.is_short()
        || s.is_stopped()
        || matches!(s, AuditState::NotReported | AuditState::Unknown)
        || row.judgement.findings.iter().any(|f| level_of(f) >= Some(Level::Serious))
}

/// What is missing first.
pub(super) fn order(state: AuditState) -> u8 {
    match state {
        AuditState::NotReported => 0,
        AuditState::Cancelled | AuditState::Suspended => 1,
        AuditState::NotStarted => 2,
        AuditState::Behind => 3,
        _ => 4,
    }
}

fn row(draft: &mut Draft, material: &Material<'_>, plan: &Plan<'_>, row: &AuditRow) -> Row {
    let speech = material.speech;
    let (plan_side, told) = plan.cite(draft, row);
    let results = plan.results(row);
    let words = |of: &dyn Fn(&crate::model::ResultRecord) -> Option<String>| {
        let all: Vec<String> = results.iter().filter_map(|(_, _, r)| of(r)).filter(|t| !t.trim().is_empty()).collect();
        all.join("\n")
    };
    let reason = words(&|r| r.reason.clone());
    let next = words(&|r| r.next.clone());
    let said = |text: String, missing: &str| {
        if text.is_empty() { Fact::text(speech.say(missing)).code("missing") } else { Fact::text(text).at(told.clone()) }
    };
    let cells = vec![
        Cell::text(row.code.clone().unwrap_or_default()),
        Fact::text(row.measure.clone()).at(plan_side.clone()).into(),
        Fact { number: Some(f64::from(row.year)), ..Fact::text(speech.year(row.year)) }.into(),
        Cell::text(plan.owners(row).join(speech.comma())),
        state::fact(row.judgement.state, speech).year(Some(row.year)).at(told.clone()).into(),
        planned_end(material, plan, row).map(|y| Fact { number: Some(f64::from(y)), ..Fact::text(speech.year(y)) }).into(),
        row.judgement.slip_years.filter(|s| *s != 0).map(|s| Fact::number(f64::from(s), Some(0)).year(Some(row.year))).into(),
        said(reason, "view.no_reason").into(),
        state::findings(&row.judgement.findings, speech),
        said(next, "view.no_next").into(),
        draft.pages(&[plan_side, told].concat()),
    ];
    Row::new(cells)
}

/// The last planned year in the edition that the row was judged by.
fn planned_end(material: &Material<'_>, plan: &Plan<'_>, row: &AuditRow) -> Option<i32> {
    let edition = row.plan.as_deref().and_then(|p| plan.edition(p))?;
    let measure = edition.measures.iter().find(|m| m.measure.title == row.measure && m.measure.code == row.code)?;
    Planned::new(edition, measure, material.rules).end()
}
