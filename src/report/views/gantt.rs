//! ガント: planned and actual bars over fiscal years, with the bars that the newest edition changed.

use super::{Material, Plan, state};
use crate::model::Schedule;
use crate::report::view::{Cell, Chart, Column, Draft, Fact, GanttBar, GanttChart, GanttLine, Report, Row, Speech, Table, Tone};
use crate::track::diff::{ChangeKind, diff};
use crate::track::{Edition, TrackedMeasure};

/// The report; `None` for a plan without bars that have years.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let newest = plan.newest()?;
    let years = plan.years();
    let (first, last) = (*years.first()?, *years.last()?);
    let dated = |s: &Schedule| s.from.is_some() || s.to.is_some();
    if !newest.measures.iter().any(|m| m.bars.iter().any(|(_, s)| dated(s))) {
        return None;
    }
    let speech = material.speech;
    let mut draft = material.draft("gantt", plan);
    let former = former(material, plan);
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for measure in &newest.measures {
        let old = former.iter().find(|(title, _)| *title == measure.measure.title).map(|(_, m)| m.bars.as_slice()).unwrap_or_default();
        let acts = acts(plan, measure, &years, speech);
        rows.extend(of_measure(&mut draft, newest, measure, (old, &acts), &years));
        let bar = |s: &Schedule, revised: bool| GanttBar {
            label: s.label.clone(),
            from: s.from,
            to: s.to,
            actual: false,
            revised,
            tone: Tone::Plain,
        };
        let mut bars: Vec<GanttBar> = old.iter().filter(|(_, s)| dated(s)).map(|(_, s)| bar(s, true)).collect();
        bars.extend(measure.bars.iter().filter(|(_, s)| dated(s)).map(|(_, s)| bar(s, false)));
        let act = |(year, fact): &(i32, Fact)| GanttBar {
            label: fact.shown.clone(),
            from: Some(*year),
            to: Some(*year),
            actual: true,
            revised: false,
            tone: fact.tone,
        };
        bars.extend(acts.iter().map(act));
        let name = [measure.measure.code.clone().unwrap_or_default(), measure.measure.title.clone()].join(" ").trim().to_owned();
        lines.push(GanttLine { name, bars });
    }
    let mut columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("measure", speech.col("measure"), 14),
        Column::subject("basis", speech.col("basis"), 5),
    ];
    columns.extend(years.iter().map(|y| Column::text(&format!("y{y}"), speech.year(*y), 7).in_year(*y)));
    let title = draft.report.title.clone();
    draft.report.tables.push(Table { key: "gantt", title: title.clone(), columns, rows });
    draft.report.charts.push(Chart::Gantt(GanttChart { title, years: (first, last), lines }));
    draft.legend(speech.say("view.revised"), speech.say("view.revised_means"));
    draft.legend("→", speech.say("view.open_end"));
    state::legend(&mut draft);
    Some(draft.report)
}

/// Measures whose schedule the newest edition changed: title there, and the measure as the edition before has it.
fn former<'a>(material: &Material<'_>, plan: &'a Plan<'_>) -> Vec<(String, &'a TrackedMeasure)> {
    let [.., old, new] = plan.tracked.editions.as_slice() else { return Vec::new() };
    let changes = diff(old, new, material.words, material.rules);
    let moved = changes.into_iter().filter(|c| matches!(c.kind, ChangeKind::Rescheduled | ChangeKind::Dropped));
    let pair = |c: crate::track::diff::Change| {
        let before = c.measure_from?;
        Some((c.measure_to?, old.measures.iter().find(|m| m.measure.title == before)?))
    };
    moved.filter_map(pair).collect()
}

/// What was done by year: the state with the rating.
fn acts(plan: &Plan<'_>, measure: &TrackedMeasure, years: &[i32], speech: Speech) -> Vec<(i32, Fact)> {
    let of = |year: &i32| {
        let row = plan.row(measure, *year).filter(|r| r.reported)?;
        Some((*year, state::fact(row.judgement.state, speech)))
    };
    years.iter().filter_map(of).collect()
}

/// Bars of one side with their records.
type Bars<'a> = &'a [(usize, Schedule)];

fn of_measure(
    draft: &mut Draft,
    newest: &Edition<'_>,
    measure: &TrackedMeasure,
    (old, acts): (Bars<'_>, &[(i32, Fact)]),
    years: &[i32],
) -> Vec<Row> {
    let speech = draft.speech;
    let heads = |basis: &str| {
        vec![
            Cell::text(measure.measure.code.clone().unwrap_or_default()),
            Cell::text(measure.measure.title.clone()),
            Fact::text(speech.say(&format!("view.{basis}"))).code(basis).into(),
        ]
    };
    let covers = |s: &Schedule, year: i32| match (s.from, s.to) {
        (None, None) => false,
        (from, to) => from.or(to).is_some_and(|f| f <= year) && to.is_none_or(|t| year <= t),
    };
    let word = |s: &Schedule| {
        let label = if s.label.trim().is_empty() { speech.say("view.bare_bar") } else { s.label.clone() };
        if s.to.is_none() { format!("{label}→") } else { label }
    };
    let mut rows = Vec::new();
    let mut planned = heads("plan");
    for year in years {
        let mut facts = Vec::new();
        for (record, s) in measure.bars.iter().filter(|(_, s)| covers(s, *year)) {
            let at = draft.cite_record(newest.document, *record);
            facts.push(Fact::text(word(s)).at(at).tone(Tone::Good));
        }
        planned.push(facts.into());
    }
    rows.push(Row::new(planned).under(measure.measure.path.join(" ＞ ")));
    if !old.is_empty() {
        let mut cells = heads("revised");
        for year in years {
            let facts: Vec<Fact> =
                old.iter().filter(|(_, s)| covers(s, *year)).map(|(_, s)| Fact::text(word(s)).tone(Tone::Quiet)).collect();
            cells.push(facts.into());
        }
        rows.push(Row::new(cells).under(measure.measure.path.join(" ＞ ")));
    }
    if !acts.is_empty() {
        let mut cells = heads("actual");
        cells.extend(years.iter().map(|y| Cell::from(acts.iter().find(|(a, _)| a == y).map(|(_, f)| f.clone()))));
        rows.push(Row::new(cells).under(measure.measure.path.join(" ＞ ")));
    }
    rows
}
