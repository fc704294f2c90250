//! `shirube diff OLD NEW`: what changed between two editions.

use std::io::Write;
use std::path::PathBuf;

use rust_i18n::t;
use serde_json::Value as Json;

use crate::cli::args::{Diff, DiffFormat, Global};
use crate::cli::columns::lay_out;
use crate::cli::exit::Exit;
use crate::cli::messages::{find, text};
use crate::cli::output::{Failure, Output};
use crate::cli::pipeline::Tools;
use crate::cli::{documents, problems};
use crate::report::view::workbook;
use crate::report::views::between;
use crate::report::{ReportOptions, alone};
use crate::store::write_durably;
use crate::track::Edition;
use crate::track::diff::{Change, diff};
use crate::track::identity::Words;

pub(crate) fn run(args: &Diff, global: &Global, output: Output) -> Result<Exit, Failure> {
    let tools = Tools::load(global, output)?;
    let chosen = documents::named(&[args.old.clone(), args.new.clone()], &tools, global, output)?;
    let [old, new] = &chosen.documents[..] else { return Err(Failure::failed(t!("error.two_documents"))) };
    let (old, new) = (Edition::new(old), Edition::new(new));
    let changes = diff(&old, &new, Words::new(Some(&tools.tokenizer)).knowing(&chosen.decided), &tools.rules);
    let lang = super::report_language();
    let failed = |e| Failure::failed(problems::of_report(&e));
    let bytes = match args.format {
        DiffFormat::Jsonl => super::json_text(&changes)?,
        DiffFormat::Table => format!("{}\n", table(&old, &new, &changes)).into_bytes(),
        DiffFormat::Html => {
            let options = ReportOptions { lang, ..ReportOptions::default() };
            alone::page(&between(&old, &new, &changes, lang), &options).map_err(failed)?.into_bytes()
        }
        DiffFormat::Xlsx => workbook(&between(&old, &new, &changes, lang)).map_err(failed)?,
    };
    // A workbook is nothing for a terminal.
    let file = args.out.clone().or_else(|| (args.format == DiffFormat::Xlsx).then(|| PathBuf::from("diff.xlsx")));
    let Some(file) = file else {
        output.results(|out| out.write_all(&bytes))?;
        return Ok(Exit::AllWell);
    };
    write_durably(&file, &bytes).map_err(|e| Failure::failed(problems::of_written(&e)))?;
    output.summary(&t!("diff.written", file = file.display(), count = changes.len()))?;
    Ok(Exit::AllWell)
}

fn table(old: &Edition<'_>, new: &Edition<'_>, changes: &[Change]) -> String {
    let head = t!("diff.head", old = old.name, new = new.name, count = changes.len()).into_owned();
    if changes.is_empty() {
        return format!("{head}\n{}", t!("diff.none"));
    }
    let mut rows = vec![["diff.kind", "diff.code", "diff.measure", "diff.before", "diff.after", "diff.pages"].map(text).to_vec()];
    rows.extend(changes.iter().map(row));
    format!("{head}\n\n{}", lay_out(&rows))
}

fn row(change: &Change) -> Vec<String> {
    let findings = change.findings.iter().map(|f| find(&format!("finding.{f}")).unwrap_or_else(|| f.clone()));
    let kind = [vec![text(&format!("change.{}", change.kind.word()))], findings.collect()].concat().join(" ");
    let measure = change.measure_to.clone().or_else(|| change.measure_from.clone()).unwrap_or_default();
    let measure = change.indicator.as_ref().map_or(measure.clone(), |i| format!("{measure} / {i}"));
    let place = |all: &[crate::model::Evidence]| all.first().and_then(|e| e.page.or(e.line)).map_or_else(|| "-".into(), |n| n.to_string());
    let pages = format!("{} → {}", place(&change.evidence.from), place(&change.evidence.to));
    vec![kind, change.code.clone().unwrap_or_default(), measure, shown(&change.before), shown(&change.after), pages]
}

/// A value of either side in one line; a bar as `2023-2024 設計`.
fn shown(value: &Json) -> String {
    match value {
        Json::Null => "―".to_owned(),
        Json::String(words) => words.clone(),
        Json::Array(all) if all.is_empty() => "―".to_owned(),
        Json::Array(all) => all.iter().map(shown).collect::<Vec<_>>().join("、"),
        Json::Object(fields) if fields.contains_key("label") => {
            let year = |key: &str| fields.get(key).and_then(Json::as_i64).map(|y| y.to_string());
            let years = match (year("from"), year("to")) {
                (Some(from), Some(to)) if from == to => from,
                (from, to) => format!("{}-{}", from.unwrap_or_default(), to.unwrap_or_default()),
            };
            format!("{years} {}", fields.get("label").and_then(Json::as_str).unwrap_or_default()).trim_end().to_owned()
        }
        Json::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |n| n.to_string()),
        other => other.to_string(),
    }
}
