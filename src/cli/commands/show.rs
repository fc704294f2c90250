//! `shirube show ID`: a document with what was read from it, or a record.

use std::io::Write;

use rust_i18n::t;

use crate::cli::args::{Global, Show};
use crate::cli::columns::lay_out;
use crate::cli::commands::export::Exported;
use crate::cli::commands::{open_store, period, plan_kind};
use crate::cli::exit::Exit;
use crate::cli::messages::text;
use crate::cli::output::{Failure, Output};
use crate::cli::problems;
use crate::model::Body;
use crate::store::{Access, DocumentEntry, Extraction, Found, Store, StoredRecord};

pub(crate) fn run(args: &Show, global: &Global, output: Output) -> Result<Exit, Failure> {
    let store = open_store(global, Access::Read, output)?;
    let shown = match store.find(&args.id).map_err(|e| Failure::failed(problems::of_store(&e)))? {
        Found::Document(document) => show_document(&store, &document)?,
        Found::Records(records) => show_records(&records)?,
    };
    output.results(|out| writeln!(out, "{}", shown.trim_end()))?;
    Ok(Exit::AllWell)
}

fn show_document(store: &Store, document: &DocumentEntry) -> Result<String, Failure> {
    let extraction = store.extraction(&document.hash).map_err(|e| Failure::failed(problems::of_store(&e)))?;
    let mut parts = vec![lay_out(&facts(document)), lay_out(&counts(&extraction))];
    let warnings =
        problems::of_warnings(&document.name, problems::Numbering::of_extension(&document.extension), &extraction.header.warnings);
    parts.push(listing(&t!("show.warnings", count = warnings.len()), &warnings));
    let kept = kept_tables(&extraction);
    parts.push(listing(&t!("show.tables_kept", count = kept.len()), &kept));
    parts.retain(|part| !part.is_empty());
    Ok(parts.join("\n\n"))
}

fn facts(document: &DocumentEntry) -> Vec<Vec<String>> {
    let said = document.extraction().summary.clone().unwrap_or_default();
    let facts = [
        ("show.id", document.hash.clone()),
        ("show.files", document.file_names.join(", ")),
        ("show.title", said.title.unwrap_or_default()),
        ("show.utility", said.utility.unwrap_or_default()),
        ("show.kind", said.kind.map(plan_kind).unwrap_or_default()),
        ("show.period", period(said.period_from, said.period_to)),
        ("show.first_seen", document.first_seen.clone()),
        ("show.extractions", document.extractions.len().to_string()),
        ("show.extractor", document.extraction().extractor.clone()),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| vec![text(key), value]).collect()
}

fn counts(extraction: &Extraction) -> Vec<Vec<String>> {
    extraction.header.counts.iter().map(|(kind, count)| vec![text(&format!("type.{kind}")), count.to_string()]).collect()
}

/// The tables that were not understood, to be looked at by a person.
fn kept_tables(extraction: &Extraction) -> Vec<String> {
    let tables = extraction.records.iter().filter_map(|record| match &record.body {
        Body::Table(table) => Some(t!("show.table", number = table.page, caption = table.caption, id = record.id).into_owned()),
        _ => None,
    });
    tables.collect()
}

fn listing(head: &str, lines: &[String]) -> String {
    if lines.is_empty() { String::new() } else { format!("{head}\n  {}", lines.join("\n  ")) }
}

/// A record as it is exchanged, laid out for reading, with the document that it is of.
fn show_records(records: &[StoredRecord]) -> Result<String, Failure> {
    let shown = records.iter().map(|stored| serde_json::to_string_pretty(&Exported::of(stored)));
    Ok(shown.collect::<Result<Vec<_>, _>>().map_err(|e| Failure::failed(e.to_string()))?.join("\n"))
}
