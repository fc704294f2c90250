//! Writes the reports for records in JSON Lines files: `cargo run --example report_from_jsonl -- OUT FILE.jsonl...`
//!
//! For looking at reports without reading a plan again. Lines that are no record are skipped.

use std::path::{Path, PathBuf};

use shirube::model::Record;
use shirube::report::{Lang, ReportInput, ReportOptions, write_site};
use shirube::track::SourceDocument;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let english = arguments.iter().position(|a| a == "--en").map(|i| arguments.remove(i)).is_some();
    let mut arguments = arguments.into_iter().map(PathBuf::from);
    let out = arguments.next().ok_or("usage: report_from_jsonl OUT FILE.jsonl...")?;
    let documents = arguments.map(|path| read(&path)).collect::<Result<Vec<_>, _>>()?;
    let options = ReportOptions { lang: if english { Lang::En } else { Lang::Ja }, ..ReportOptions::default() };
    let summary = write_site(&ReportInput { documents, failures: Vec::new() }, &out, &options, &|_, _, _| {})?;
    for error in &summary.failed {
        std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{error}\n"))?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<SourceDocument, Box<dyn std::error::Error>> {
    let mut records = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        // Labels made by hand may leave out what a program always prints.
        let Ok(mut json) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        for (key, default) in [("confidence", serde_json::json!(1.0)), ("text", serde_json::json!(""))] {
            if json.get(key).is_none() {
                json[key] = default;
            }
        }
        if let Some(edition) = json["standard_edition"].as_str().and_then(|e| e.parse::<u16>().ok()) {
            json["standard_edition"] = edition.into();
        }
        if json["standard_edition"].is_null() {
            json.as_object_mut().map(|o| o.remove("standard_edition"));
        }
        let Ok(record) = serde_json::from_value::<Record>(json) else { continue };
        records.push(record);
    }
    let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let pages = records.iter().flat_map(|r| &r.evidence).filter_map(|e| e.page).max().unwrap_or(0);
    let lines = records.iter().flat_map(|r| &r.evidence).filter_map(|e| e.line).max().unwrap_or(0);
    Ok(SourceDocument { file, pages, lines, records, ..SourceDocument::default() })
}
