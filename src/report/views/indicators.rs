//! 指標達成状況: baseline, target, actual, both rates with their formulas, the state; a chart with the straight way to the target.

use super::nothing::{self, marked};
use super::{Material, Plan, state};
use crate::model::Role;
use crate::report::format::{compared, number};
use crate::report::view::{Cell, Chart, ChartPoint, Column, ColumnKind, Draft, Fact, Line, LineChart, Report, Row, Speech, Table};
use crate::track::kpi::{Heading, KpiRow, KpiState, expected};
use crate::track::nothing::Nothing;
use crate::track::{Point, Series, squash};

/// The report; `None` for a plan without any indicator.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let speech = material.speech;
    let mut draft = material.draft("indicators", plan);
    let judged: Vec<&KpiRow> = plan.audit.indicators.iter().filter(|r| r.year.is_none_or(|y| material.wants_year(y))).collect();
    let series = material.series(plan);
    if judged.is_empty() && series.is_empty() {
        return None;
    }
    let rows: Vec<Row> = judged.iter().map(|r| row(&mut draft, material, plan, r)).collect();
    let met = judged.iter().filter(|r| matches!(r.state, KpiState::TargetMet | KpiState::Kept)).count();
    draft.report.summary.push(if judged.is_empty() {
        speech.say("view.kpi_none")
    } else {
        speech.fill("view.kpi_count", &[("n", &judged.len().to_string()), ("met", &met.to_string())])
    });
    let title = draft.report.title.clone();
    if !rows.is_empty() {
        draft.report.tables.push(Table { key: "attainment", title, columns: columns(speech), rows });
    }
    let values = values(&mut draft, material, &series);
    draft.report.tables.push(values);
    for s in &series {
        let Some(mut drawn) = chart(s, speech) else { continue };
        for p in s.points.iter().filter(|p| p.year.is_some() && p.value.is_some()) {
            let source = draft.source(material.documents[p.cite.document]);
            if !drawn.sources.contains(&source) {
                drawn.sources.push(source);
            }
        }
        draft.report.charts.push(Chart::Lines(drawn));
    }
    nothing::legend(&mut draft);
    draft.legend(speech.say("view.empty_cell"), speech.say("view.empty_cell_means"));
    draft.legend(speech.col("attainment"), speech.say("view.attainment_formula"));
    draft.legend(speech.col("progress_rate"), speech.say("view.progress_formula"));
    draft.legend(speech.col("expected"), speech.say("view.expected_formula"));
    Some(draft.report)
}

fn columns(speech: Speech) -> Vec<Column> {
    let number = |key: &str, width| Column::of(ColumnKind::Number, key, speech.col(key), width);
    vec![
        Column::subject("indicator", speech.col("indicator"), 12),
        Column::subject("measure", speech.col("measure"), 10),
        Column::subject("year", speech.col("year"), 8),
        Column::text("unit", speech.col("unit"), 4),
        Column::text("direction", speech.col("direction"), 5),
        number("baseline", 6),
        number("target", 6),
        number("actual", 6),
        number("expected", 6),
        number("attainment", 6).with_unit(Some("%")),
        Column::text("formula", speech.col("formula"), 6),
        number("progress_rate", 6).with_unit(Some("%")),
        Column::of(ColumnKind::State, "state", speech.col("state"), 7),
        Column::text("findings", speech.col("findings"), 10),
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 9),
    ]
}

fn row(draft: &mut Draft, material: &Material<'_>, plan: &Plan<'_>, r: &KpiRow) -> Row {
    let speech = draft.speech;
    let mut cite = |label: Option<&str>, evidence: &[crate::model::Evidence]| {
        label.and_then(|l| plan.edition(l)).map(|e| draft.cite(e.document, evidence)).unwrap_or_default()
    };
    let planned = cite(r.plan.as_deref(), &r.evidence.plan);
    let told = cite(r.report.as_deref(), &r.evidence.report);
    let f = &r.figures;
    let unit = r.unit.as_deref();
    let figure = |draft: &Draft, value: Option<f64>, year: Option<i32>, at: &[usize]| {
        value.map(|v| marked(Fact::number(v, None).unit(unit).year(year).at(draft.with_figure_first(at, v)), ""))
    };
    let rate = |value: Option<f64>| value.map(|v| Fact::number(v, Some(1)).year(r.year));
    let target = f.target.map(|t| {
        let shown = compared(t, f.comparator.as_deref(), &number(t, None), speech.0);
        marked(Fact { shown, ..Fact::number(t, None) }.unit(unit).year(f.target_year).at(draft.with_figure_first(&planned, t)), "")
    });
    let with_year = |fact: Option<Fact>| -> Cell {
        let Some(mut fact) = fact else { return nothing::silent(speech).into() };
        if let Some(year) = fact.year {
            fact.item = speech.year(year);
        }
        fact.into()
    };
    let formula = f.attainment_formula.map(|formula| speech.word("formula", &formula.replace(" / ", "_by_")));
    let pages = draft.pages(&[planned.clone(), told.clone()].concat());
    Row::new(vec![
        Fact::text(r.indicator.clone()).into(),
        Cell::text(r.measure.clone().unwrap_or_default()),
        r.year.map(|y| Fact { number: Some(f64::from(y)), ..Fact::text(speech.year(y)) }).into(),
        Cell::text(r.unit.clone().unwrap_or_default()),
        Fact::text(direction(f.direction, speech)).into(),
        with_year(figure(draft, f.baseline, f.baseline_year, &planned)),
        with_year(target),
        figure(draft, f.actual, r.year, &told).unwrap_or_else(|| blank(draft, material, plan, r)).into(),
        figure(draft, f.expected, r.year, &[]).into(),
        rate(f.attainment_rate).into(),
        Cell::text(formula.unwrap_or_default()),
        rate(f.progress_rate).into(),
        state::kpi(r.state, speech).year(r.year).into(),
        state::findings(&r.findings, speech),
        pages,
    ])
}

/// What stands where the actual figure should: a dash or 該当なし that a document prints for the year, else silence.
fn blank(draft: &mut Draft, material: &Material<'_>, plan: &Plan<'_>, r: &KpiRow) -> Fact {
    let series = material.view(plan).into_iter().flat_map(|v| &v.series).filter(|s| squash(&s.name) == squash(&r.indicator));
    let mut points = series.flat_map(|s| &s.points).filter(|p| p.role == Role::Actual && p.year == r.year && p.value.is_none());
    match points.find_map(|p| Some((Nothing::of(p.value, &p.text)?, p.cite))) {
        Some((what, cite)) => nothing::fact(what, draft.speech).at(draft.cite_record(material.documents[cite.document], cite.record)),
        None => nothing::silent(draft.speech),
    }
    .year(r.year)
}

fn direction(heading: Heading, speech: Speech) -> String {
    speech.say(match heading {
        Heading::Up => "view.up",
        Heading::Down => "view.down",
        Heading::Assumed => "view.assumed",
    })
}

/// Every printed value of every indicator by year.
fn values(draft: &mut Draft, material: &Material<'_>, series: &[&Series]) -> Table {
    let speech = material.speech;
    let mut columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("indicator", speech.col("indicator"), 14),
        Column::subject("scope", speech.col("scope"), 6),
        Column::text("unit", speech.col("unit"), 4),
    ];
    let told = |p: &&Point| p.value.is_some() || Nothing::of(p.value, &p.text).is_some();
    let points = || series.iter().flat_map(|s| &s.points).filter(told);
    let mut years: Vec<i32> = points().filter_map(|p| p.year).filter(|y| material.wants_year(*y)).collect();
    years.sort_unstable();
    years.dedup();
    columns.extend(years.iter().map(|y| Column::of(ColumnKind::Number, &format!("y{y}"), speech.year(*y), 8).in_year(*y)));
    let undated = points().any(|p| p.year.is_none());
    if undated {
        columns.push(Column::of(ColumnKind::Number, "undated", speech.col("undated"), 8));
    }
    let mut rows = Vec::new();
    for s in series {
        let mut cells = vec![
            Cell::text(s.code.clone().unwrap_or_default()),
            Cell::text(s.name.clone()),
            Cell::text(s.scope.clone().unwrap_or_default()),
            Cell::text(s.unit.clone().unwrap_or_default()),
        ];
        let of = |year: Option<i32>, draft: &mut Draft| -> Cell {
            let own = s.points.iter().filter(|p| p.year == year).filter(told);
            own.map(|p| point(draft, material, s, p)).collect::<Vec<_>>().into()
        };
        for year in &years {
            cells.push(of(Some(*year), draft));
        }
        if undated {
            cells.push(of(None, draft));
        }
        if cells[4..].iter().any(|c| !c.facts.is_empty()) {
            rows.push(Row::new(cells));
        }
    }
    Table { key: "values", title: speech.say("view.all_values"), columns, rows }
}

/// A printed value with its role.
pub(super) fn point(draft: &mut Draft, material: &Material<'_>, series: &Series, p: &Point) -> Fact {
    let speech = draft.speech;
    let role = speech.word("role", role_key(p.role));
    let role = p.phase.as_ref().map_or(role.clone(), |phase| format!("{role} {phase}"));
    let shown = p.value.map_or_else(|| p.text.clone(), |v| compared(v, p.comparator.as_deref(), &p.text, speech.0));
    let places = draft.cite_record(material.documents[p.cite.document], p.cite.record);
    let fact = match Nothing::of(p.value, &p.text).filter(|_| p.value.is_none()) {
        Some(what) => nothing::fact(what, speech),
        None => marked(Fact { number: p.value, ..Fact::text(shown) }, &p.text),
    };
    fact.named(role).unit(series.unit.as_deref()).year(p.year).at(places)
}

/// The role's word in the catalogue.
pub(super) fn role_key(role: Role) -> &'static str {
    match role {
        Role::Actual => "actual",
        Role::Target => "target",
        Role::Forecast => "forecast",
        Role::Baseline => "baseline",
        Role::Average => "average",
        Role::Plan => "plan",
    }
}

/// Lines of the roles, and the straight way from the first actual value (or baseline) to the last target; `None` without two years.
pub(super) fn chart(series: &Series, speech: Speech) -> Option<LineChart> {
    let mut lines: Vec<Line> = Vec::new();
    for p in &series.points {
        let (Some(year), Some(value)) = (p.year, p.value) else { continue };
        let role = if p.role == Role::Baseline { Role::Actual } else { p.role };
        let shown = compared(value, p.comparator.as_deref(), &p.text, speech.0);
        let new = ChartPoint { year, value, shown };
        match lines.iter_mut().find(|l| l.role == role) {
            Some(line) => line.points.push(new),
            None => lines.push(Line { name: speech.word("role", role_key(role)), role, interim: false, points: vec![new] }),
        }
    }
    let ends = |role: Role, last: bool| {
        let line = lines.iter().find(|l| l.role == role)?;
        if last { line.points.last() } else { line.points.first() }.map(|p| (p.year, p.value))
    };
    let interim = ends(Role::Actual, false).zip(ends(Role::Target, true)).filter(|(a, b)| b.0 - a.0 > 1 && b.0 - a.0 < 60);
    if let Some((from, to)) = interim {
        let at = |year| Some(ChartPoint { year, value: expected(from, to, year)?, shown: String::new() });
        let points = (from.0..=to.0).filter_map(at).collect();
        lines.push(Line { name: speech.say("view.interim"), role: Role::Target, interim: true, points });
    }
    let mut years: Vec<i32> = lines.iter().flat_map(|l| &l.points).map(|p| p.year).collect();
    years.sort_unstable();
    years.dedup();
    (years.len() > 1).then(|| LineChart {
        title: series.name.clone(),
        unit: series.unit.clone().unwrap_or_default(),
        lines,
        sources: Vec::new(),
    })
}
