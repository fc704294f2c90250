//! 年度実行計画表: what is due in a fiscal year, with target, sections, deadline, and whom it must be settled with.

use super::{Material, Plan, target};
use crate::model::{Body, Role};
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Table};
use crate::track::states::Planned;
use crate::track::{Edition, TrackedMeasure, squash};

/// The report for the chosen year, else for the year after the last report, else for the plan's first year.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let newest = plan.newest()?;
    let next = plan.last_reported().map(|y| y + 1).filter(|y| newest.facts.period_to.is_none_or(|to| *y <= to));
    let year = material.choice.year.or(next).or(newest.facts.period_from)?;
    let speech = material.speech;
    let mut draft = material.draft("annual", plan);
    let mut rows = Vec::new();
    for measure in &newest.measures {
        let planned = Planned::new(newest, measure, material.rules);
        if planned.in_year(year).next().is_some() && planned.dropped_from.is_none_or(|y| y > year) {
            rows.push(row(&mut draft, newest, measure, &planned, year));
        }
    }
    if rows.is_empty() {
        return None;
    }
    draft.report.title = format!("{} {}", speech.year(year), draft.report.title);
    draft.report.scope.years = Some((year, year));
    draft.report.summary.push(speech.fill("view.annual_count", &[("year", &speech.year(year)), ("n", &rows.len().to_string())]));
    let columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("measure", speech.col("measure"), 16),
        Column::text("due", speech.col("due"), 14).in_year(year),
        Column::text("target", speech.col("target"), 14),
        Column::text("lead", speech.col("lead_section"), 8),
        Column::text("others", speech.col("settle_with"), 10),
        Column::of(ColumnKind::FiscalYear, "deadline", speech.col("deadline"), 8),
        Column::text("product", speech.col("product"), 12),
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 10),
    ];
    let title = draft.report.title.clone();
    draft.report.tables.push(Table { key: "annual", title, columns, rows });
    draft.note(speech.say("view.annual_note"));
    Some(draft.report)
}

fn row(draft: &mut Draft, newest: &Edition<'_>, measure: &TrackedMeasure, planned: &Planned, year: i32) -> Row {
    let speech = draft.speech;
    let mut places = measure.record.map(|r| draft.cite_record(newest.document, r)).unwrap_or_default();
    let mut due = Vec::new();
    for step in planned.in_year(year) {
        let at = draft.cite_record(newest.document, step.record);
        places.extend(at.clone());
        let label = if step.label.trim().is_empty() { speech.say("view.bare_bar") } else { step.label.clone() };
        due.push(Fact::text(label).at(at));
    }
    // The target of the year, else the next one to come.
    let mut targets: Vec<_> = measure.values.iter().filter(|(_, v)| v.role == Role::Target && v.year.is_none_or(|y| y >= year)).collect();
    targets.sort_by_key(|(record, v)| (v.indicator.clone(), v.year, *record));
    targets.dedup_by(|b, a| a.1.indicator == b.1.indicator);
    let shown = |(record, v): &&(usize, crate::model::Value)| {
        let at = draft.cite_record(newest.document, *record);
        target::fact(v, speech).at(at)
    };
    let targets: Vec<Fact> = targets.iter().map(shown).collect();
    let owners = &measure.measure.owners;
    let products = products(draft, newest, measure, year);
    let pages = draft.pages(&places);
    Row::new(vec![
        Cell::text(measure.measure.code.clone().unwrap_or_default()),
        Fact::text(measure.measure.title.clone()).at(places).into(),
        due.into(),
        targets.into(),
        Cell::text(owners.first().cloned().unwrap_or_else(|| speech.say("view.no_owner"))),
        Cell::text(owners.iter().skip(1).cloned().collect::<Vec<_>>().join(speech.comma())),
        planned.end().map(|y| Fact { number: Some(f64::from(y)), ..Fact::text(speech.year(y)) }).into(),
        products.into(),
        pages,
    ])
    .under(measure.measure.path.join(" ＞ "))
}

/// Products that the measure promises by the year.
fn products(draft: &mut Draft, newest: &Edition<'_>, measure: &TrackedMeasure, year: i32) -> Vec<Fact> {
    let key = squash(&measure.measure.title);
    let mut facts = Vec::new();
    for (record, r) in newest.document.records.iter().enumerate() {
        if let Body::Deliverable(d) = &r.body
            && squash(&d.measure) == key
            && d.due_from.is_none_or(|y| y <= year)
            && d.due_to.is_none_or(|y| y >= year)
        {
            let at = draft.cite_record(newest.document, record);
            facts.push(Fact::text(d.title.clone()).at(at));
        }
    }
    facts
}
