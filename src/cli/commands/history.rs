//! `shirube history ID`: the life of a record: as it was read, what people said of it, as it was read again; of a measure also what staff
//! reported.

use std::io::Write;

use rust_i18n::t;
use serde_json::Value;

use crate::check::gist;
use crate::cli::args::{Global, History};
use crate::cli::columns::lay_out;
use crate::cli::commands::open_store;
use crate::cli::exit::Exit;
use crate::cli::messages::{find, text};
use crate::cli::output::{Failure, Output};
use crate::cli::problems;
use crate::store::{Access, Correction, Found, Store, StoredRecord};

/// One thing that happened, in the order of the ledger.
struct Step {
    seq: u64,
    when: String,
    who: String,
    what: String,
    value: String,
}

pub(crate) fn run(args: &History, global: &Global, output: Output) -> Result<Exit, Failure> {
    let store = open_store(global, Access::Read, output)?;
    let told = |e| Failure::failed(problems::of_store(&e));
    let records = match store.find(&args.id).map_err(told)? {
        Found::Records(records) => records,
        Found::Document(_) => return Err(Failure::failed(t!("error.history_of_document", name = args.id))),
    };
    let parts: Vec<String> = records.iter().map(|record| life(&store, record)).collect();
    output.results(|out| writeln!(out, "{}", parts.join("\n\n")))?;
    Ok(Exit::AllWell)
}

fn life(store: &Store, stored: &StoredRecord) -> String {
    let Some(document) = store.document(&stored.document) else { return String::new() };
    let mut steps = Vec::new();
    let about = Correction::about(&stored.document, "", std::slice::from_ref(&stored.record), 0, "");
    for extraction in &document.extractions {
        let read = store.extraction_by_key(&stored.document, &extraction.ingested.extraction);
        let found = read.ok().and_then(|read| as_read(&read.records, stored, about.as_ref()));
        let who = store.history().iter().find(|e| e.seq == extraction.seq).map(|e| e.who.clone()).unwrap_or_default();
        steps.push(Step {
            seq: extraction.seq,
            when: extraction.when.clone(),
            who,
            what: t!("history.read", extractor = extraction.ingested.extractor).into_owned(),
            value: found.unwrap_or_else(|| text("history.not_found")),
        });
    }
    steps.extend(said(store, stored, about.as_ref()));
    steps.extend(reported(store, stored));
    steps.sort_by_key(|step| step.seq);
    let mut rows = vec![["history.when", "history.who", "history.what", "history.value"].map(text).to_vec()];
    rows.extend(steps.into_iter().map(|s| vec![s.when, s.who, s.what, s.value]));
    let place = stored.record.evidence.first().and_then(|e| e.page.or(e.line)).map_or_else(|| "―".to_owned(), |n| n.to_string());
    let head = t!("history.head", id = stored.record.id, file = document.name, page = place, gist = gist(&stored.record));
    format!("{head}\n{}", lay_out(&rows))
}

/// What an extraction read: the record with the id, else the one of the same type at the same place.
fn as_read(records: &[crate::model::Record], stored: &StoredRecord, about: Option<&Correction>) -> Option<String> {
    let by_id = records.iter().find(|r| r.id == stored.record.id);
    let at_place = || {
        let about = about?;
        (0..records.len())
            .find(|&i| Correction::about(&about.document, "", records, i, "").is_some_and(|c| c.same_place(about)))
            .map(|i| &records[i])
    };
    by_id.or_else(at_place).map(gist)
}

fn said(store: &Store, stored: &StoredRecord, about: Option<&Correction>) -> Vec<Step> {
    let here = |c: &Correction| c.record == stored.record.id || about.is_some_and(|about| about.same_place(c));
    let all = store.all_corrections(&stored.document).iter().filter(|kept| here(&kept.correction));
    let steps = all.map(|kept| {
        let correction = &kept.correction;
        let (key, new) = match &correction.new {
            Some(new) => ("history.corrected", plain(new)),
            None => ("history.confirmed", plain(&correction.old)),
        };
        let remark = if correction.remark.is_empty() { String::new() } else { format!("（{}）", correction.remark) };
        let change =
            if correction.new.is_some() { format!("{} → {new}{remark}", plain(&correction.old)) } else { format!("{new}{remark}") };
        Step {
            seq: kept.seq,
            when: kept.when.clone(),
            who: kept.who.clone(),
            what: text(key),
            value: format!("{}: {change} [{}]", field_name(&stored.record, &correction.field), kept.file_name),
        }
    });
    steps.collect()
}

/// The name of a record's field in the user's language; a field that the catalogue does not know keeps its own.
fn field_name(record: &crate::model::Record, field: &str) -> String {
    find(&format!("field_name.{}.{field}", record.body.type_name())).unwrap_or_else(|| field.to_owned())
}

fn reported(store: &Store, stored: &StoredRecord) -> Vec<Step> {
    let rows = store.progress().iter().filter(|(key, _)| key.measure == stored.record.id && key.plan == stored.document);
    let steps = rows.flat_map(|(key, versions)| versions.iter().map(move |kept| (key.year, kept))).map(|(year, kept)| {
        let filled = &kept.row.filled;
        let words = [&filled.rating, &filled.done, &filled.completed_on, &filled.reason, &filled.next, &filled.evidence];
        let words: Vec<String> = words.into_iter().flatten().map(|w| w.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        Step {
            seq: kept.seq,
            when: kept.when.clone(),
            who: filled.by.clone().unwrap_or_else(|| kept.who.clone()),
            what: t!("history.reported", year = year).into_owned(),
            value: format!("{} [{} {}!{}]", words.join(" / "), kept.file_name, kept.row.sheet, kept.row.range),
        }
    });
    steps.collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => text("history.nothing"),
        Value::String(words) => words.clone(),
        other => other.to_string(),
    }
}
