//! The records behind a plan: entered by hand, in doubt, at odds with each other, put right by people.

use super::day_of;
use crate::check::{doubtful, gist};
use crate::model::Record;
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Row, Speech, Table, field_name};
use crate::report::views::{Plan, revision};
use crate::track::SourceDocument;

/// Records below this confidence (0..1) are open doubts.
const DOUBT: f32 = 0.7;
/// Most doubts listed of one document.
const MOST_DOUBTS: usize = 300;

/// Editions and reports of a plan.
fn documents<'a>(plan: &'a Plan<'_>) -> impl Iterator<Item = &'a SourceDocument> {
    plan.tracked.editions.iter().chain(&plan.tracked.reports).map(|e| e.document)
}

/// A table whose rows begin with the file.
fn table(speech: Speech, (key, title): (&'static str, &str), columns: Vec<Column>, rows: Vec<Row>) -> Table {
    let mut all = vec![Column::subject("file", speech.col("file"), 12)];
    all.extend(columns);
    Table { key, title: speech.say(title), columns: all, rows }
}

/// A row that begins with the file.
fn row(document: &SourceDocument, cells: Vec<Cell>) -> Row {
    let mut all = vec![Cell::text(document.file.clone())];
    all.extend(cells);
    Row::new(all)
}

/// What staff filled in by hand: who, when, in which cell.
pub(super) fn entries(draft: &mut Draft, plan: &Plan<'_>) -> Table {
    let speech = draft.speech;
    let columns = vec![
        Column::subject("type", speech.col("type"), 6),
        Column::subject("subject", speech.col("subject"), 30),
        Column::text("by", speech.col("by"), 10),
        Column::text("at", speech.col("at"), 12),
        Column::text("form", speech.col("entry_form"), 14),
        Column::of(ColumnKind::Evidence, "pages", speech.col("place"), 10),
    ];
    let mut rows = Vec::new();
    for document in documents(plan) {
        for record in &document.records {
            let Some(entered) = record.evidence.iter().find_map(|e| e.entered.as_ref()) else { continue };
            let at = draft.cite(document, &record.evidence);
            let places = at.iter().filter_map(|p| draft.report.places.get(*p)).map(|p| p.shown.clone()).collect::<Vec<_>>().join("\n");
            let cells = vec![
                Cell::text(speech.word("type", record.body.type_name())),
                Fact::text(gist(record)).at(at).into(),
                Cell::text(entered.by.clone()),
                Cell::text(entered.when.clone()),
                Cell::text(entered.file.clone()),
                Cell::text(places),
            ];
            rows.push(row(document, cells));
        }
    }
    table(speech, ("entries", "view.entries"), columns, rows)
}

/// Records that the program is not sure of, the least sure first.
pub(super) fn doubts(draft: &mut Draft, plan: &Plan<'_>) -> Table {
    let speech = draft.speech;
    let columns = vec![
        Column::subject("type", speech.col("type"), 6),
        Column::subject("subject", speech.col("subject"), 18),
        Column::of(ColumnKind::Number, "confidence", speech.col("confidence"), 5),
        Column::text("reasons", speech.col("reasons"), 14),
        Column::text("quote", speech.col("quote"), 30),
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 8),
    ];
    let reason = |code: &String| speech.reason(code);
    let mut rows = Vec::new();
    for document in documents(plan) {
        for doubt in doubtful(&document.records, DOUBT).into_iter().take(MOST_DOUBTS) {
            let record: &Record = doubt.record;
            let at = draft.cite(document, &record.evidence);
            let quote = record.evidence.first().map(|e| e.quote.clone()).unwrap_or_default();
            let pages = draft.pages(&at);
            let cells = vec![
                Cell::text(speech.word("type", record.body.type_name())),
                Cell::text(gist(record)),
                Fact::number((f64::from(record.confidence) * 100.0).round() / 100.0, Some(2)).into(),
                Cell::text(record.reasons.iter().map(reason).collect::<Vec<_>>().join("\n")),
                Fact::text(quote).at(at).into(),
                pages,
            ];
            rows.push(row(document, cells));
        }
    }
    table(speech, ("doubts", "view.doubts"), columns, rows)
}

/// What the documents do not agree with themselves about.
pub(super) fn disagreements(draft: &mut Draft, plan: &Plan<'_>) -> Table {
    let speech = draft.speech;
    let columns = vec![
        Column::subject("check", speech.col("check"), 8),
        Column::subject("subject", speech.col("subject"), 16),
        Column::text("printed", speech.col("printed"), 20),
        Column::text("other", speech.col("against"), 20),
        Column::of(ColumnKind::Number, "difference", speech.col("difference"), 8),
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 10),
    ];
    let mut rows = Vec::new();
    for document in documents(plan) {
        for finding in &document.findings {
            let (at, against) = (draft.cite(document, &finding.evidence), draft.cite(document, &finding.against));
            let pages = draft.pages(&[at.clone(), against.clone()].concat());
            let rule = finding.rule.word();
            let cells = vec![
                Fact::text(speech.word("check_rule", rule)).code(rule).into(),
                Cell::text(finding.subject.clone()),
                Fact::text(finding.printed.clone()).at(at).into(),
                Fact::text(finding.other.clone()).at(against).into(),
                finding.difference.map(|d| Fact::number(d, None).unit(finding.unit.as_deref())).into(),
                pages,
            ];
            rows.push(row(document, cells));
        }
    }
    table(speech, ("arithmetic", "view.arithmetic"), columns, rows)
}

/// Who looked at which field, when, and what became of it.
pub(super) fn corrections(draft: &mut Draft, plan: &Plan<'_>) -> Table {
    let speech = draft.speech;
    let columns = vec![
        Column::subject("subject", speech.col("subject"), 16),
        Column::text("field", speech.col("field"), 8),
        Column::text("read", speech.col("as_read"), 14),
        Column::text("now", speech.col("corrected_to"), 14),
        Column::text("by", speech.col("by"), 10),
        Column::text("at", speech.col("at"), 10),
        Column::text("remark", speech.col("reason"), 12),
        Column::text("standing", speech.col("standing"), 8),
    ];
    let mut rows = Vec::new();
    for document in documents(plan) {
        for (number, record) in document.records.iter().enumerate() {
            for c in &record.corrections {
                let at = draft.cite_record(document, number);
                let now = serde_json::to_value(&record.body).ok().and_then(|b| b.get(&c.field).cloned()).unwrap_or_default();
                let cells = vec![
                    Fact::text(gist(record)).at(at).into(),
                    Fact::text(field_name(record, &c.field, speech)).code(c.field.clone()).into(),
                    Cell::text(revision::words(&c.read, speech)),
                    Cell::text(revision::words(&now, speech)),
                    Cell::text(c.by.clone()),
                    Fact::text(day_of(&c.when)).code(c.when.clone()).into(),
                    Cell::text(c.remark.clone()),
                    Fact::text(speech.word("standing", &c.standing)).code(c.standing.clone()).into(),
                ];
                rows.push(row(document, cells));
            }
        }
    }
    table(speech, ("corrections", "view.corrections"), columns, rows)
}
