//! 監査調書: for each measure and year the words of plan and report side by side, the rule that decided, findings; then what was entered by
//! whom, what is in doubt, what does not agree, and what people put right.

mod records;

use super::{Material, Plan, state};
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Speech, Table, Tone};
use crate::track::audit::{AuditRow, Level, level_of};
use crate::track::kpi::KpiRow;

/// The report.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let speech = material.speech;
    let mut draft = material.draft("dossier", plan);
    let rows: Vec<Row> = plan.audit.rows.iter().filter(|r| material.wants_year(r.year)).map(|r| measure(&mut draft, plan, r)).collect();
    let open = plan.audit.rows.iter().filter(|r| r.judgement.findings.iter().any(|f| level_of(f) >= Some(Level::Check))).count();
    draft.report.summary.push(speech.fill("view.dossier_count", &[("n", &rows.len().to_string()), ("open", &open.to_string())]));
    let title = draft.report.title.clone();
    let measures = Table { key: "measures", title, columns: columns(speech), rows };
    let with_findings = plan.audit.indicators.iter().filter(|r| !r.findings.is_empty());
    let rows = with_findings.map(|r| indicator(&mut draft, plan, r)).collect();
    let figures = Table { key: "figures", title: speech.say("view.figure_findings"), columns: figure_columns(speech), rows };
    let of_records = [
        records::entries(&mut draft, plan),
        records::doubts(&mut draft, plan),
        records::disagreements(&mut draft, plan),
        records::corrections(&mut draft, plan),
    ];
    draft.report.tables = [measures, figures].into_iter().chain(of_records).filter(|t| !t.rows.is_empty()).collect();
    if draft.report.tables.is_empty() {
        return None;
    }
    state::legend(&mut draft);
    Some(draft.report)
}

fn columns(speech: Speech) -> Vec<Column> {
    vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("measure", speech.col("measure"), 12),
        Column::subject("year", speech.col("year"), 8),
        Column::subject("report", speech.col("report"), 8),
        Column::of(ColumnKind::State, "state", speech.col("state"), 7),
        Column::text("computed", speech.col("computed"), 7),
        Column::text("original", speech.col("original"), 7),
        Column::text("rule", speech.col("rule"), 8),
        Column::of(ColumnKind::Number, "similarity", speech.col("similarity"), 5),
        Column::text("findings", speech.col("findings"), 12),
        Column::text("pdca", "PDCA".to_owned(), 8),
        Column::text("plan_quote", speech.col("plan_quote"), 22),
        Column::text("report_quote", speech.col("report_quote"), 22),
    ]
}

fn measure(draft: &mut Draft, plan: &Plan<'_>, r: &AuditRow) -> Row {
    let speech = draft.speech;
    let (planned, told) = plan.cite(draft, r);
    let j = &r.judgement;
    Row::new(vec![
        Cell::text(r.code.clone().unwrap_or_default()),
        Cell::text(r.measure.clone()),
        Fact { number: Some(f64::from(r.year)), ..Fact::text(speech.year(r.year)) }.into(),
        Cell::text(r.report.clone()),
        state::fact(j.state, speech).year(Some(r.year)).into(),
        state::fact(j.state_computed, speech).tone(Tone::Plain).into(),
        j.state_original.map(|s| state::fact(s, speech).tone(Tone::Plain)).into(),
        Fact::text(speech.word("rule", j.rule)).code(j.rule).into(),
        r.similarity.map(|s| Fact::number(s, Some(3))).into(),
        state::findings(&j.findings, speech),
        state::pdca(&r.pdca).named("").into(),
        quotes(draft, &planned),
        quotes(draft, &told),
    ])
    .under(format!("{} {}", r.code.clone().unwrap_or_default(), r.measure).trim().to_owned())
}

/// Each place with the words printed there; one that was filled in by hand with by whom and when.
fn quotes(draft: &Draft, places: &[usize]) -> Cell {
    let fact = |n: &usize| {
        let place = draft.report.places.get(*n)?;
        let source = &draft.report.sources[place.source];
        let words = place.evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let entered = place.evidence.entered.as_ref();
        let entered =
            entered.map(|e| draft.speech.fill("view.entered_by", &[("by", &e.by), ("when", day_of(&e.when))])).unwrap_or_default();
        Some(Fact::text(words).named(format!("{} {}{entered}", source.file, place.shown)).at(vec![*n]))
    };
    places.iter().filter_map(fact).collect::<Vec<_>>().into()
}

/// The day of a time in UTC.
fn day_of(when: &str) -> &str {
    when.get(..10).unwrap_or(when)
}

fn figure_columns(speech: Speech) -> Vec<Column> {
    vec![
        Column::subject("indicator", speech.col("indicator"), 14),
        Column::subject("year", speech.col("year"), 8),
        Column::of(ColumnKind::State, "state", speech.col("state"), 8),
        Column::text("findings", speech.col("findings"), 16),
        Column::of(ColumnKind::Number, "printed_rate", speech.col("printed_rate"), 8),
        Column::of(ColumnKind::Number, "attainment", speech.col("attainment"), 8).with_unit(Some("%")),
        Column::text("plan_quote", speech.col("plan_quote"), 20),
        Column::text("report_quote", speech.col("report_quote"), 20),
    ]
}

fn indicator(draft: &mut Draft, plan: &Plan<'_>, r: &KpiRow) -> Row {
    let speech = draft.speech;
    let mut cite = |label: Option<&str>, evidence: &[crate::model::Evidence]| {
        label.and_then(|l| plan.edition(l)).map(|e| draft.cite(e.document, evidence)).unwrap_or_default()
    };
    let planned = cite(r.plan.as_deref(), &r.evidence.plan);
    let told = cite(r.report.as_deref(), &r.evidence.report);
    Row::new(vec![
        Cell::text(r.indicator.clone()),
        r.year.map(|y| Fact { number: Some(f64::from(y)), ..Fact::text(speech.year(y)) }).into(),
        state::kpi(r.state, speech).year(r.year).into(),
        state::findings(&r.findings, speech),
        Cell::text(r.printed_rate.clone().unwrap_or_default()),
        r.figures.attainment_rate.map(|a| Fact::number(a, Some(1)).year(r.year)).into(),
        quotes(draft, &planned),
        quotes(draft, &told),
    ])
}
