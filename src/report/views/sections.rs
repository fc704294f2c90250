//! 担当課別一覧: what each section owes; a shared measure stands under each of its sections and is counted once in the totals.

use std::collections::{BTreeMap, BTreeSet};

use super::{Material, Plan, state};
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Table};
use crate::track::states::{AuditState, Planned};
use crate::track::{Edition, TrackedMeasure};

/// The report; `None` for a plan that names no section.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let newest = plan.newest().filter(|e| e.measures.iter().any(|m| !m.measure.owners.is_empty()))?;
    let speech = material.speech;
    let year = material.choice.year.or_else(|| plan.last_reported());
    let mut draft = material.draft("sections", plan);
    let groups = groups(newest, &speech.say("view.no_owner"));
    let listed = list(&mut draft, material, plan, newest, &groups, year);
    let totals = totals(&mut draft, plan, newest, &groups, year);
    draft.report.tables.extend([totals, listed]);
    draft.note(speech.say("view.shared_once"));
    state::legend(&mut draft);
    Some(draft.report)
}

/// Sections in the order of first mention with the measures they own: place of the measure, and whether the section is named first.
type Groups = Vec<(String, Vec<(usize, bool)>)>;

fn groups(edition: &Edition<'_>, nobody: &str) -> Groups {
    let mut groups: Groups = Vec::new();
    let mut add = |name: &str, i: usize, first: bool| match groups.iter_mut().find(|(n, _)| n == name) {
        Some((_, own)) => own.push((i, first)),
        None => groups.push((name.to_owned(), vec![(i, first)])),
    };
    for (i, m) in edition.measures.iter().enumerate() {
        for (n, owner) in m.measure.owners.iter().enumerate() {
            add(owner, i, n == 0);
        }
    }
    for (i, _) in edition.measures.iter().enumerate().filter(|(_, m)| m.measure.owners.is_empty()) {
        add(nobody, i, true);
    }
    groups
}

fn list(draft: &mut Draft, material: &Material<'_>, plan: &Plan<'_>, newest: &Edition<'_>, groups: &Groups, year: Option<i32>) -> Table {
    let speech = material.speech;
    let state_label = year.map_or_else(|| speech.col("state"), |y| format!("{}\n{}", speech.col("state"), speech.year(y)));
    let columns = vec![
        Column::subject("section", speech.col("section"), 9),
        Column::subject("code", speech.col("code"), 5),
        Column::subject("measure", speech.col("measure"), 18),
        Column::text("part", speech.col("part"), 4),
        Column::text("others", speech.col("others"), 10),
        Column::text("span", speech.col("span"), 14),
        Column::text("planned", speech.col("planned"), 12),
        Column { year, ..Column::of(ColumnKind::State, "state", state_label, 9) },
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 9),
    ];
    let mut rows = Vec::new();
    for (name, own) in groups {
        for (i, first) in own {
            let measure = &newest.measures[*i];
            let at = measure.record.map(|r| draft.cite_record(newest.document, r)).unwrap_or_default();
            let others: Vec<&str> = measure.measure.owners.iter().map(String::as_str).filter(|o| o != name).collect();
            let planned = Planned::new(newest, measure, material.rules);
            let pages = draft.pages(&at);
            rows.push(
                Row::new(vec![
                    Cell::text(name.clone()),
                    Cell::text(measure.measure.code.clone().unwrap_or_default()),
                    Fact::text(measure.measure.title.clone()).at(at).into(),
                    part(*first, others.is_empty(), speech),
                    Cell::text(others.join(speech.comma())),
                    Cell::text(speech.years(planned.start(), planned.end())),
                    in_year(&planned, year, speech),
                    state_of(plan, measure, year).map(|s| state::fact(s, speech)).into(),
                    pages,
                ])
                .under(name.clone()),
            );
        }
    }
    Table { key: "sections", title: draft.report.title.clone(), columns, rows }
}

/// The steps of the year in words.
fn in_year(planned: &Planned, year: Option<i32>, speech: crate::report::view::Speech) -> Cell {
    let Some(year) = year else { return Cell::default() };
    let label = |s: &crate::track::states::Step| if s.label.is_empty() { speech.say("view.bare_bar") } else { s.label.clone() };
    Cell::text(planned.in_year(year).map(label).collect::<Vec<_>>().join(speech.comma()))
}

/// 主 or 副; nothing where the section is alone.
fn part(first: bool, alone: bool, speech: crate::report::view::Speech) -> Cell {
    match (alone, first) {
        (true, _) => Cell::default(),
        (false, true) => Fact::text(speech.say("view.lead")).code("lead").into(),
        (false, false) => Fact::text(speech.say("view.joint")).code("joint").into(),
    }
}

fn state_of(plan: &Plan<'_>, measure: &TrackedMeasure, year: Option<i32>) -> Option<AuditState> {
    plan.row(measure, year?).map(|r| r.judgement.state)
}

/// Counts for each section, and over all with each measure once.
fn totals(draft: &mut Draft, plan: &Plan<'_>, newest: &Edition<'_>, groups: &Groups, year: Option<i32>) -> Table {
    let speech = draft.speech;
    let state = |i: usize| state_of(plan, &newest.measures[i], year);
    let seen: BTreeSet<AuditState> = (0..newest.measures.len()).filter_map(state).collect();
    let mut columns = vec![
        Column::subject("section", speech.col("section"), 12),
        Column::of(ColumnKind::Number, "count", speech.col("count"), 6),
        Column::of(ColumnKind::Number, "lead", speech.col("lead_count"), 6),
        Column::of(ColumnKind::Number, "joint", speech.col("joint_count"), 6),
    ];
    let of = |s: &AuditState| Column { year, ..Column::of(ColumnKind::Number, s.word(), speech.word("state", s.word()), 6) };
    columns.extend(seen.iter().map(of));
    let count = |n: usize| Fact::number(f64::from(u32::try_from(n).unwrap_or(u32::MAX)), Some(0)).into();
    let line = |name: &str, own: &[(usize, bool)]| {
        let mut states: BTreeMap<AuditState, usize> = BTreeMap::new();
        for s in own.iter().filter_map(|(i, _)| state(*i)) {
            *states.entry(s).or_default() += 1;
        }
        let lead = own.iter().filter(|(_, first)| *first).count();
        let mut cells = vec![Cell::text(name), count(own.len()), count(lead), count(own.len() - lead)];
        cells.extend(seen.iter().map(|s| count(states.get(s).copied().unwrap_or(0))));
        Row::new(cells)
    };
    let mut rows: Vec<Row> = groups.iter().map(|(name, own)| line(name, own)).collect();
    let all: Vec<(usize, bool)> = (0..newest.measures.len()).map(|i| (i, true)).collect();
    let mut total = line(&speech.say("view.total_once"), &all).as_total();
    // Over all sections first and further sections are no longer told apart.
    total.cells[2] = Cell::default();
    total.cells[3] = Cell::default();
    rows.push(total);
    Table { key: "totals", title: speech.say("view.section_totals"), columns, rows }
}
