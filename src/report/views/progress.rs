//! 進捗管理表: measures × fiscal years with what was planned, what was done, the state, PDCA and the reason of a change.

use super::{Material, Plan, state, target};
use crate::model::Role;
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Table};
use crate::track::audit::{AuditRow, roll_up};
use crate::track::states::Planned;
use crate::track::{Edition, TrackedMeasure};

/// The report; `None` for a plan without measures.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let newest = plan.newest().filter(|e| !e.measures.is_empty())?;
    let speech = material.speech;
    let mut draft = material.draft("progress", plan);
    let years: Vec<i32> = plan.years().into_iter().filter(|y| material.wants_year(*y)).collect();
    let mut columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("measure", speech.col("measure"), 14),
        Column::text("owners", speech.col("owners"), 7),
        Column::text("indicator", speech.col("indicator"), 10),
    ];
    let label = |y: &i32| Column::of(ColumnKind::State, &format!("y{y}"), speech.year(*y), 11).in_year(*y);
    columns.extend(years.iter().map(label));
    columns.push(Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 9));
    let mut rows = Vec::new();
    for measure in &newest.measures {
        let mut cells = heads(&mut draft, newest, measure, material);
        for year in &years {
            let planned = Planned::new(newest, measure, material.rules);
            cells.push(of_year(&mut draft, (plan, newest), plan.row(measure, *year), &planned, *year));
        }
        rows.push(finished(&draft, cells, measure.measure.path.join(" ＞ ")));
    }
    for row in plan.other_rows().into_iter().filter(|r| material.wants_year(r.year)) {
        let mut cells = vec![Cell::text(row.code.clone().unwrap_or_default()), Cell::text(row.measure.clone())];
        cells.extend([Cell::text(plan.owners(row).join(speech.comma())), Cell::default()]);
        let nothing = Planned::default();
        let of = |y: &i32| if *y == row.year { of_year(&mut draft, (plan, newest), Some(row), &nothing, *y) } else { Cell::default() };
        cells.extend(years.iter().map(of).collect::<Vec<_>>());
        rows.push(finished(&draft, cells, speech.say("view.not_in_newest")));
    }
    draft.report.tables.push(Table { key: "progress", title: draft.report.title.clone(), columns, rows });
    for year in roll_up(&plan.audit.rows, material.rules).iter().filter(|y| material.wants_year(y.year)) {
        draft.report.summary.push(state::roll_up(year, speech));
    }
    if plan.tracked.reports.is_empty() {
        draft.note(speech.say("view.no_reports"));
    }
    state::legend(&mut draft);
    Some(draft.report)
}

/// Number, title, sections, indicators.
fn heads(draft: &mut Draft, newest: &Edition<'_>, measure: &TrackedMeasure, material: &Material<'_>) -> Vec<Cell> {
    let at = measure.record.map(|r| draft.cite_record(newest.document, r)).unwrap_or_default();
    let code = measure.measure.code.clone().unwrap_or_default();
    let mut targets = Vec::new();
    for (record, v) in measure.values.iter().filter(|(_, v)| v.role == Role::Target) {
        let places = draft.cite_record(newest.document, *record);
        targets.push(target::fact(v, material.speech).at(places));
    }
    vec![
        Cell::text(code),
        Fact::text(measure.measure.title.clone()).at(at).into(),
        Cell::text(measure.measure.owners.join(material.speech.comma())),
        targets.into(),
    ]
}

/// What a year's cell tells.
fn of_year(draft: &mut Draft, (plan, newest): (&Plan<'_>, &Edition<'_>), row: Option<&AuditRow>, planned: &Planned, year: i32) -> Cell {
    let speech = draft.speech;
    let words = |labels: &[String]| {
        let shown = |l: &String| if l.trim().is_empty() { speech.say("view.bare_bar") } else { l.clone() };
        labels.iter().map(shown).collect::<Vec<_>>().join(speech.comma())
    };
    let Some(row) = row else {
        let labels: Vec<String> = planned.in_year(year).map(|s| s.label.clone()).collect();
        let records: Vec<usize> = planned.in_year(year).map(|s| s.record).collect();
        let places = records.into_iter().flat_map(|r| draft.cite_record(newest.document, r)).collect();
        return if labels.is_empty() {
            Cell::default()
        } else {
            Fact::text(words(&labels)).named(speech.say("view.plan")).at(places).into()
        };
    };
    let in_force = row.plan.as_deref().and_then(|p| plan.edition(p));
    let plan_places = in_force.map(|e| draft.cite(e.document, &row.pdca.plan.evidence)).unwrap_or_default();
    let (_, told) = plan.cite(draft, row);
    let mut facts = Vec::new();
    if !row.planned.is_empty() {
        facts.push(Fact::text(words(&row.planned)).named(speech.say("view.plan")).at(plan_places));
    }
    if let Some(text) = row.text.as_ref().filter(|t| !t.trim().is_empty()) {
        facts.push(Fact::text(text.trim()).named(speech.say("view.actual")).at(told.clone()));
    }
    if let Some(mark) = &row.mark {
        facts.push(Fact::text(mark.clone()).named(speech.say("view.mark")).at(told));
    }
    facts.push(state::fact(row.judgement.state, speech).named(speech.say("view.state")));
    facts.push(state::pdca(&row.pdca));
    for (document, record, result) in plan.results(row) {
        if let Some(reason) = result.reason.as_ref().filter(|r| !r.trim().is_empty()) {
            let places = draft.cite_record(document, record);
            facts.push(Fact::text(reason.trim()).named(speech.say("view.reason")).at(places));
        }
    }
    facts.into()
}

/// The row with the pages of all its facts.
fn finished(draft: &Draft, mut cells: Vec<Cell>, group: String) -> Row {
    let mut places: Vec<usize> = cells.iter().flat_map(|c| &c.facts).flat_map(|f| f.places.clone()).collect();
    places.sort_unstable();
    places.dedup();
    cells.push(draft.pages(&places));
    Row::new(cells).under(group)
}
