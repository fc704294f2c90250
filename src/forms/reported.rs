//! What staff reported, as reports: one for each plan and fiscal year, with the cells of the workbooks as evidence.

use std::collections::BTreeMap;

use super::due::full_year;
use crate::language::Era;
use crate::model::{
    Amount, Basis, Body, CellRange, DocumentRecord, Entered, Evidence, Measure, PlanKind, Record, ResultRecord, Revision, Role, Schedule,
};
use crate::store::{KeptRow, ProgressRows, sha256};
use crate::track::SourceDocument;

/// The reports. `plans` are the documents of the store; rows of a plan that is not among them give nothing.
///
/// The report of a plan and year has the plan's title and utility and names the plan that it follows. It is dated by its latest entry, so
/// that the same store gives the same report whatever the day.
#[must_use]
pub fn reported(rows: &ProgressRows, plans: &[&SourceDocument]) -> Vec<SourceDocument> {
    let mut years: BTreeMap<(&str, i32), Vec<&KeptRow>> = BTreeMap::new();
    for (key, versions) in rows {
        if let Some(current) = versions.last() {
            years.entry((&key.plan, key.year)).or_default().push(current);
        }
    }
    let report = |((plan, year), rows): ((&str, i32), Vec<&KeptRow>)| {
        let plan = plans.iter().find(|document| document.hash == plan)?;
        Some(one(plan, year, &rows))
    };
    years.into_iter().filter_map(report).collect()
}

fn one(plan: &SourceDocument, year: i32, rows: &[&KeptRow]) -> SourceDocument {
    let label = format!("{}_{}記入票", plan.file.rsplit_once('.').map_or(plan.file.as_str(), |(stem, _)| stem), full_year(year));
    let facts = plan.facts();
    let date = rows.iter().map(|row| row.when.as_str()).max().unwrap_or_default();
    let mut parts = date.split('-');
    let revision = Revision {
        year: parts.next().and_then(|y| y.parse().ok()),
        month: parts.next().and_then(|m| m.parse().ok()),
        event: "記入".to_owned(),
    };
    let body = Body::Document(DocumentRecord {
        title: Some(plan.title()),
        kind: Some(PlanKind::ProgressReport),
        period_from: Some(year),
        period_to: Some(year),
        revisions: vec![revision],
        ..DocumentRecord { utility: facts.utility, organisation: facts.organisation, ..DocumentRecord::default() }
    });
    let mut records = vec![record(&label, body, rows.iter().take(1).map(|row| evidence(row, "")).collect())];
    for rows in by_measure(rows) {
        records.extend(measure(plan, &label, rows[0]));
        records.extend(rows.into_iter().flat_map(|row| told(plan, &label, row)));
    }
    let said: String = records.iter().map(|r| serde_json::to_string(r).unwrap_or_default()).collect();
    for (n, record) in records.iter_mut().enumerate() {
        record.id = format!("form-{}-{n}", &sha256(said.as_bytes())[..10]);
    }
    SourceDocument {
        file: format!("{label}.xlsx"),
        hash: sha256(format!("form\n{}\n{year}\n{said}", plan.hash).as_bytes()),
        follows: Some(plan.hash.clone()),
        records,
        ..SourceDocument::default()
    }
}

/// Rows of one measure stand together already; sections may tell of it side by side.
fn by_measure<'a>(rows: &[&'a KeptRow]) -> Vec<Vec<&'a KeptRow>> {
    rows.chunk_by(|a, b| a.row.key.measure == b.row.key.measure).map(<[_]>::to_vec).collect()
}

/// The measure as the plan has it now, else as it was called when the row was filled in.
fn of_plan(plan: &SourceDocument, row: &KeptRow) -> Measure {
    let found = plan.records.iter().find_map(|r| match &r.body {
        Body::Measure(measure) if r.id == row.row.key.measure => Some(measure.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| Measure { title: row.row.title.clone(), code: row.row.code.clone(), ..Measure::default() })
}

fn measure(plan: &SourceDocument, label: &str, row: &KeptRow) -> Option<Record> {
    let measure = Measure { status: None, ..of_plan(plan, row) };
    Some(record(label, Body::Measure(measure), vec![evidence(row, "")]))
}

/// The records of a row: what was done, the day of completion, the money.
fn told(plan: &SourceDocument, label: &str, kept: &KeptRow) -> Vec<Record> {
    let filled = &kept.row.filled;
    let Measure { title, path, .. } = of_plan(plan, kept);
    let done = filled.done.clone().unwrap_or_default();
    let mut places = vec![evidence(kept, &done)];
    places.extend(filled.evidence.as_deref().map(|words| evidence(kept, words)));
    let result = ResultRecord {
        measure: title.clone(),
        text: done,
        mark: filled.rating.clone(),
        year: Some(kept.row.key.year),
        reason: filled.reason.clone(),
        next: filled.next.clone(),
        path,
    };
    let mut records = vec![record(label, Body::Result(result), places)];
    if let Some(day) = &filled.completed_on {
        let words = format!("{}完了", japanese_day(day));
        let year = Some(kept.row.key.year);
        let act =
            Schedule { measure: title.clone(), label: words.clone(), from: year, to: year, basis: Basis::Actual, ..Schedule::default() };
        records.push(record(label, Body::Schedule(act), vec![evidence(kept, &words)]));
    }
    if let Some(value) = filled.amount {
        let amount = Amount {
            item: title.clone(),
            path: Vec::new(),
            measure: Some(title),
            year: Some(kept.row.key.year),
            year_to: None,
            value,
            unit: Some("千円".to_owned()),
            role: Role::Actual,
        };
        records.push(record(label, Body::Amount(amount), vec![evidence(kept, &value.to_string())]));
    }
    records
}

fn record(label: &str, body: Body, evidence: Vec<Evidence>) -> Record {
    let mut record = Record::new(label, body, 1.0, Evidence::default()).because("entered_in_form");
    record.evidence = evidence;
    record
}

fn evidence(kept: &KeptRow, quote: &str) -> Evidence {
    let row = &kept.row;
    let by = row.filled.by.clone().unwrap_or_else(|| kept.who.clone());
    Evidence {
        sheet: Some(row.sheet.clone()),
        range: Some(CellRange { ..row.range }),
        entered: Some(Box::new(Entered { file: kept.file_name.clone(), by, when: kept.when.clone() })),
        quote: quote.to_owned(),
        ..Evidence::default()
    }
}

/// `2025-01-20` as 令和7年1月20日.
fn japanese_day(day: &str) -> String {
    let parts: Vec<i32> = day.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year, month, date] = parts[..] else { return day.to_owned() };
    match Era::of_western(year) {
        Some((era, 1)) => format!("{}元年{month}月{date}日", era.name()),
        Some((era, n)) => format!("{}{n}年{month}月{date}日", era.name()),
        None => day.to_owned(),
    }
}
