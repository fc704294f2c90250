//! `shirube review`: the records to look at first, with the reasons of the doubt, page and printed words.

use std::io::{self, Write};

use rust_i18n::t;
use serde::Serialize;

use crate::check::{doubtful, gist};
use crate::cli::args::{CheckFormat, Global, Review as Arguments, ReviewAction};
use crate::cli::columns::lay_out;
use crate::cli::commands::review_form;
use crate::cli::documents;
use crate::cli::exit::Exit;
use crate::cli::messages::{find, text};
use crate::cli::output::{Failure, Output, csv_error};
use crate::cli::pipeline::Tools;
use crate::model::Record;
use crate::track::SourceDocument;

/// Words of a record that fit on a screen.
const SHOWN_CHARS: usize = 40;

/// A record with the file it stands in.
struct Row<'a> {
    file: &'a str,
    record: &'a Record,
}

pub(crate) fn run(args: &Arguments, global: &Global, output: Output) -> Result<Exit, Failure> {
    if let Some(ReviewAction::Import(own)) = &args.action {
        return review_form::import(own, global, output);
    }
    if let Some(file) = &args.xlsx {
        return review_form::write(args, file, global, output);
    }
    let tools = Tools::load(global, output)?;
    let documents = documents::named_or_stored(&args.documents, &tools, global, output)?.documents;
    let mut rows: Vec<Row<'_>> = documents.iter().flat_map(|d| of_document(d, args.below)).collect();
    let all: usize = documents.iter().map(|d| d.records.len()).sum();
    let count = rows.len();
    // Stable: documents and their order settle what confidence leaves open.
    rows.sort_by(|a, b| a.record.confidence.total_cmp(&b.record.confidence));
    rows.truncate(args.limit);
    output.results(|out| match args.format {
        CheckFormat::Jsonl => write_jsonl(out, &rows),
        CheckFormat::Csv => write_csv(out, &rows),
        CheckFormat::Table => {
            writeln!(out, "{}\n", t!("review.head", count = count, all = all, below = args.below))?;
            writeln!(out, "{}", table(&rows))
        }
    })?;
    Ok(Exit::AllWell)
}

fn of_document(document: &SourceDocument, below: f32) -> impl Iterator<Item = Row<'_>> {
    doubtful(&document.records, below).into_iter().map(|d| Row { file: &document.file, record: d.record })
}

fn heads() -> Vec<String> {
    ["review.confidence", "review.kind", "review.what", "review.why", "review.document", "review.page", "review.quote"].map(text).to_vec()
}

fn cells(row: &Row<'_>, chars: usize) -> Vec<String> {
    let evidence = row.record.evidence.first();
    vec![
        format!("{:.2}", row.record.confidence),
        find(&format!("type.{}", row.record.body.type_name())).unwrap_or_default(),
        short(&gist(row.record), chars),
        reasons(row.record),
        row.file.to_owned(),
        evidence.and_then(|e| e.page.or(e.line)).map(|n| n.to_string()).unwrap_or_default(),
        short(evidence.map_or("", |e| &e.quote), chars),
    ]
}

/// The doubts in words; how the record was read is left out where there is a doubt.
fn reasons(record: &Record) -> String {
    let of = |kind: &str| record.reasons.iter().filter_map(|r| find(&format!("{kind}.{r}"))).collect::<Vec<_>>();
    let doubts = of("doubt");
    let told = if doubts.is_empty() { of("reason") } else { doubts };
    if told.is_empty() { record.reasons.join(", ") } else { told.join(&t!("summary.comma")) }
}

fn table(rows: &[Row<'_>]) -> String {
    let mut all = vec![heads()];
    all.extend(rows.iter().map(|r| cells(r, SHOWN_CHARS)));
    lay_out(&all)
}

fn short(words: &str, chars: usize) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= chars { line } else { format!("{}…", line.chars().take(chars).collect::<String>()) }
}

fn write_jsonl(out: &mut impl Write, rows: &[Row<'_>]) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        file: &'a str,
        #[serde(flatten)]
        record: &'a Record,
    }
    for row in rows {
        serde_json::to_writer(&mut *out, &Line { file: row.file, record: row.record })?;
        writeln!(out)?;
    }
    Ok(())
}

fn write_csv(out: &mut impl Write, rows: &[Row<'_>]) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(&mut *out);
    csv.write_record(heads()).map_err(csv_error)?;
    for row in rows {
        csv.write_record(cells(row, usize::MAX)).map_err(csv_error)?;
    }
    csv.flush()
}
