//! 監査調書: for each measure and year the words of plan and report side by side, the rule that decided, findings, and what is in doubt.

use super::{Material, Plan, state};
use crate::check::{doubtful, gist};
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Speech, Table};
use crate::track::audit::{AuditRow, Level, level_of};
use crate::track::kpi::KpiRow;

/// Records below this confidence (0..1) are open doubts.
const DOUBT: f32 = 0.7;
/// Most doubts listed of one document.
const MOST_DOUBTS: usize = 300;

/// The report.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let speech = material.speech;
    let mut draft = material.draft("dossier", plan);
    let rows: Vec<Row> = plan.audit.rows.iter().filter(|r| material.wants_year(r.year)).map(|r| measure(&mut draft, plan, r)).collect();
    let open = plan.audit.rows.iter().filter(|r| r.judgement.findings.iter().any(|f| level_of(f) >= Some(Level::Check))).count();
    draft.report.summary.push(speech.fill("view.dossier_count", &[("n", &rows.len().to_string()), ("open", &open.to_string())]));
    let title = draft.report.title.clone();
    draft.report.tables.push(Table { key: "measures", title, columns: columns(speech), rows });
    let figures: Vec<Row> =
        plan.audit.indicators.iter().filter(|r| !r.findings.is_empty()).map(|r| indicator(&mut draft, plan, r)).collect();
    draft.report.tables.push(Table {
        key: "figures",
        title: speech.say("view.figure_findings"),
        columns: vec![
            Column::subject("indicator", speech.col("indicator"), 14),
            Column::subject("year", speech.col("year"), 8),
            Column::of(ColumnKind::State, "state", speech.col("state"), 8),
            Column::text("findings", speech.col("findings"), 16),
            Column::of(ColumnKind::Number, "printed_rate", speech.col("printed_rate"), 8),
            Column::of(ColumnKind::Number, "attainment", speech.col("attainment"), 8).with_unit(Some("%")),
            Column::text("plan_quote", speech.col("plan_quote"), 20),
            Column::text("report_quote", speech.col("report_quote"), 20),
        ],
        rows: figures,
    });
    let doubts = doubts(&mut draft, plan);
    draft.report.tables.push(Table {
        key: "doubts",
        title: speech.say("view.doubts"),
        columns: vec![
            Column::subject("file", speech.col("file"), 12),
            Column::subject("type", speech.col("type"), 6),
            Column::subject("subject", speech.col("subject"), 18),
            Column::of(ColumnKind::Number, "confidence", speech.col("confidence"), 5),
            Column::text("reasons", speech.col("reasons"), 14),
            Column::text("quote", speech.col("quote"), 30),
            Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 8),
        ],
        rows: doubts,
    });
    let disagreements = disagreements(&mut draft, plan);
    draft.report.tables.push(Table {
        key: "arithmetic",
        title: speech.say("view.arithmetic"),
        columns: vec![
            Column::subject("file", speech.col("file"), 12),
            Column::subject("check", speech.col("check"), 8),
            Column::subject("subject", speech.col("subject"), 16),
            Column::text("printed", speech.col("printed"), 20),
            Column::text("other", speech.col("against"), 20),
            Column::of(ColumnKind::Number, "difference", speech.col("difference"), 8),
            Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 10),
        ],
        rows: disagreements,
    });
    let corrections = corrections(&mut draft, plan);
    draft.report.tables.push(Table {
        key: "corrections",
        title: speech.say("view.corrections"),
        columns: vec![
            Column::subject("file", speech.col("file"), 12),
            Column::subject("subject", speech.col("subject"), 16),
            Column::text("field", speech.col("field"), 8),
            Column::text("read", speech.col("as_read"), 14),
            Column::text("now", speech.col("corrected_to"), 14),
            Column::text("by", speech.col("by"), 10),
            Column::text("at", speech.col("at"), 10),
            Column::text("standing", speech.col("standing"), 8),
        ],
        rows: corrections,
    });
    draft.report.tables.retain(|t| !t.rows.is_empty());
    if draft.report.tables.is_empty() {
        return None;
    }
    state::legend(&mut draft);
    Some(draft.report)
}

/// Who looked at which field, when, and what became of it.
fn corrections(draft: &mut Draft, plan: &Plan<'_>) -> Vec<Row> {
    let speech = draft.speech;
    let mut rows = Vec::new();
    for edition in plan.tracked.editions.iter().chain(&plan.tracked.reports) {
        for (number, record) in edition.document.records.iter().enumerate() {
            for c in &record.corrections {
                let at = draft.cite_record(edition.document, number);
                let now = serde_json::to_value(&record.body).ok().and_then(|b| b.get(&c.field).cloned()).unwrap_or_default();
                rows.push(Row::new(vec![
                    Cell::text(edition.document.file.clone()),
                    Fact::text(gist(record)).at(at).into(),
                    Cell::text(c.field.clone()),
                    Cell::text(super::revision::words(&c.read, speech)),
                    Cell::text(super::revision::words(&now, speech)),
                    Cell::text(c.by.clone()),
                    Cell::text(c.when.clone()),
                    Fact::text(speech.word("standing", &c.standing)).code(c.standing.clone()).into(),
                ]));
            }
        }
    }
    rows
}

/// What the documents do not agree with themselves about.
fn disagreements(draft: &mut Draft, plan: &Plan<'_>) -> Vec<Row> {
    let speech = draft.speech;
    let mut rows = Vec::new();
    for edition in plan.tracked.editions.iter().chain(&plan.tracked.reports) {
        for finding in &edition.document.findings {
            let (at, against) = (draft.cite(edition.document, &finding.evidence), draft.cite(edition.document, &finding.against));
            let pages = draft.pages(&[at.clone(), against.clone()].concat());
            let rule = finding.rule.word();
            rows.push(Row::new(vec![
                Cell::text(edition.document.file.clone()),
                Fact::text(speech.word("check_rule", rule)).code(rule).into(),
                Cell::text(finding.subject.clone()),
                Fact::text(finding.printed.clone()).at(at).into(),
                Fact::text(finding.other.clone()).at(against).into(),
                finding.difference.map(|d| Fact::number(d, None).unit(finding.unit.as_deref())).into(),
                Cell::text(pages),
            ]));
        }
    }
    rows
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
        state::fact(j.state_computed, speech).tone(crate::report::view::Tone::Plain).into(),
        j.state_original.map(|s| state::fact(s, speech).tone(crate::report::view::Tone::Plain)).into(),
        Fact::text(speech.word("rule", j.rule)).code(j.rule).into(),
        r.similarity.map(|s| Fact::number(s, Some(3))).into(),
        state::findings(&j.findings, speech),
        state::pdca(&r.pdca).named("").into(),
        quotes(draft, &planned),
        quotes(draft, &told),
    ])
    .under(format!("{} {}", r.code.clone().unwrap_or_default(), r.measure).trim().to_owned())
}

/// Each place with the words printed there.
fn quotes(draft: &Draft, places: &[usize]) -> Cell {
    let fact = |n: &usize| {
        let place = draft.report.places.get(*n)?;
        let source = &draft.report.sources[place.source];
        let words = place.evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Fact::text(words).named(format!("{} {}", source.file, place.shown)).at(vec![*n]))
    };
    places.iter().filter_map(fact).collect::<Vec<_>>().into()
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

/// Records that the program is not sure of, the least sure first.
fn doubts(draft: &mut Draft, plan: &Plan<'_>) -> Vec<Row> {
    let speech = draft.speech;
    let mut rows = Vec::new();
    for edition in plan.tracked.editions.iter().chain(&plan.tracked.reports) {
        for doubt in doubtful(&edition.document.records, DOUBT).into_iter().take(MOST_DOUBTS) {
            let record = doubt.record;
            let at = draft.cite(edition.document, &record.evidence);
            let quote = record.evidence.first().map(|e| e.quote.clone()).unwrap_or_default();
            let pages = draft.pages(&at);
            rows.push(Row::new(vec![
                Cell::text(edition.document.file.clone()),
                Cell::text(speech.word("type", record.body.type_name())),
                Cell::text(gist(record)),
                Fact::number((f64::from(record.confidence) * 100.0).round() / 100.0, Some(2)).into(),
                Cell::text(record.reasons.join("\n")),
                Fact::text(quote).at(at).into(),
                Cell::text(pages),
            ]));
        }
    }
    rows
}
