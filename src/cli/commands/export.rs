//! `shirube export`: all records of the store as JSON Lines or CSV.

use std::io::{self, Write};

use rust_i18n::t;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::args::{Export, ExportFormat, Global};
use crate::cli::commands::open_store;
use crate::cli::exit::Exit;
use crate::cli::output::{Failure, Output, csv_error};
use crate::cli::problems;
use crate::model::Record;
use crate::store::{Access, StoredRecord, write_durably};

pub(crate) fn run(args: &Export, global: &Global, output: Output) -> Result<Exit, Failure> {
    let store = open_store(global, Access::Read, output)?;
    let records = store.all_records().map_err(|e| Failure::failed(problems::of_store(&e)))?;
    match &args.out {
        None => output.results(|out| write(out, &records, args.format))?,
        Some(path) => {
            let mut bytes = Vec::new();
            write(&mut bytes, &records, args.format).map_err(|e| Failure::failed(t!("error.write", file = path.display(), detail = e)))?;
            write_durably(path, &bytes).map_err(|e| Failure::failed(problems::of_written(&e)))?;
            output.summary(&t!("export.done", file = path.display(), records = records.len()))?;
        }
    }
    Ok(Exit::AllWell)
}

/// A record as it is exchanged, with the hash of its document: several documents may share a name.
#[derive(Serialize)]
pub(crate) struct Exported<'a> {
    #[serde(flatten)]
    record: &'a Record,
    document_id: &'a str,
}

impl<'a> Exported<'a> {
    pub(crate) fn of(stored: &'a StoredRecord) -> Self {
        Self { record: &stored.record, document_id: &stored.document }
    }
}

fn write(out: &mut impl Write, records: &[StoredRecord], format: ExportFormat) -> io::Result<()> {
    match format {
        ExportFormat::Jsonl => write_jsonl(out, records)?,
        ExportFormat::Csv => write_csv(out, &records.iter().map(fields).collect::<Result<Vec<_>, _>>()?)?,
    }
    out.flush()
}

fn write_jsonl(out: &mut impl Write, records: &[StoredRecord]) -> io::Result<()> {
    for record in records {
        serde_json::to_writer(&mut *out, &Exported::of(record))?;
        writeln!(out)?;
    }
    Ok(())
}

/// The fields of a record by name. By way of its text, so that figures stay as they are printed in JSON Lines.
fn fields(stored: &StoredRecord) -> io::Result<Map<String, Value>> {
    Ok(serde_json::from_str(&serde_json::to_string(&Exported::of(stored))?)?)
}

/// One row a record, one column for each field that any record has. The byte order mark tells Excel that this is UTF-8.
fn write_csv(out: &mut impl Write, records: &[Map<String, Value>]) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let columns = columns(records);
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(&columns).map_err(csv_error)?;
    for record in records {
        let place = evidence_fields(record);
        let cells = columns.iter().map(|column| match EVIDENCE.iter().position(|e| e == column) {
            Some(number) => place[number].clone(),
            None => record.get(*column).map(cell).unwrap_or_default(),
        });
        csv.write_record(cells).map_err(csv_error)?;
    }
    csv.flush()
}

const FIRST: [&str; 4] = ["type", "document", "document_id", "id"];
const EVIDENCE: [&str; 5] = ["page", "line", "sheet", "range", "quote"];

/// The names first, then the fields in the order in which they first appear, then where it stands.
fn columns(records: &[Map<String, Value>]) -> Vec<&str> {
    let mut columns = FIRST.to_vec();
    let mut seen: std::collections::BTreeSet<&str> = FIRST.into_iter().chain(EVIDENCE).chain(["evidence"]).collect();
    for name in records.iter().flat_map(Map::keys) {
        if seen.insert(name) {
            columns.push(name);
        }
    }
    columns.extend(EVIDENCE);
    columns
}

/// Page, line and quote of a record's evidence, several places joined.
fn evidence_fields(record: &Map<String, Value>) -> [String; 5] {
    let places = match record.get("evidence") {
        Some(Value::Array(all)) => all.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    EVIDENCE.map(|field| {
        let mut all: Vec<String> = places.iter().filter_map(|place| place.get(field)).map(cell).collect();
        all.dedup();
        all.join(" / ")
    })
}

/// A field as one cell. A spreadsheet would run words that begin like a formula, so these get an apostrophe in front.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.chars().count() > 1 && text.starts_with(['=', '+', '@', '\t', '\r']) => format!("'{text}"),
        Value::String(text) => text.clone(),
        Value::Array(all) if all.iter().all(Value::is_string) => all.iter().map(cell).collect::<Vec<_>>().join(" > "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(json: &str) -> Map<String, Value> {
        serde_json::from_str(json).unwrap()
    }

    fn csv_of(records: &[Map<String, Value>]) -> String {
        let mut out = Vec::new();
        write_csv(&mut out, records).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn csv_has_a_column_for_every_field_and_a_mark_for_excel() {
        let measure =
            record(r#"{"type":"measure","document":"d","title":"管路更新","path":["安全","管路"],"evidence":{"page":3,"quote":"管路"}}"#);
        let value = record(r#"{"type":"value","document":"d","value":12.5,"evidence":[{"line":1},{"line":2}]}"#);
        let csv = csv_of(&[measure, value]);
        assert_eq!(
            csv,
            "\u{feff}type,document,document_id,id,title,path,value,page,line,sheet,range,quote\n\
             measure,d,,,管路更新,安全 > 管路,,3,,,,管路\n\
             value,d,,,,,12.5,,1 / 2,,,\n"
        );
    }

    #[test]
    fn formulas_are_not_run() {
        assert_eq!(cell(&Value::String("=HYPERLINK(1)".into())), "'=HYPERLINK(1)");
        assert_eq!(cell(&Value::String("=".into())), "=");
        assert_eq!(cell(&Value::String("-5".into())), "-5");
    }
}
