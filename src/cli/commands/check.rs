//! `shirube check`: what documents do not agree with themselves about, with the places of both sides.

use std::io::{self, Write};

use rust_i18n::t;

use crate::check::{Finding, Proposal};
use crate::cli::args::{Check as Arguments, CheckFormat, Global};
use crate::cli::columns::lay_out;
use crate::cli::documents;
use crate::cli::exit::Exit;
use crate::cli::messages::{find, text};
use crate::cli::output::{Failure, Output, csv_error};
use crate::cli::pipeline::Tools;
use crate::model::Evidence;
use crate::track::SourceDocument;

/// Words of a subject or figure that fit on a screen.
const SHOWN_CHARS: usize = 44;

pub(crate) fn run(args: &Arguments, global: &Global, output: Output) -> Result<Exit, Failure> {
    let tools = Tools::load(global, output)?;
    let documents = documents::named_or_stored(&args.documents, &tools, global, output)?.documents;
    match args.format {
        CheckFormat::Jsonl => {
            for document in &documents {
                super::json_lines(&document.findings, output)?;
            }
        }
        CheckFormat::Csv => output.results(|out| write_csv(out, &documents))?,
        CheckFormat::Table => output.results(|out| {
            for document in &documents {
                writeln!(out, "{}\n", page(document))?;
            }
            Ok(())
        })?,
    }
    let found = documents.iter().flat_map(|d| &d.findings).any(|f| args.fail_on.is_some_and(|level| f.level >= level.level()));
    Ok(if found { Exit::Findings } else { Exit::AllWell })
}

/// What one document shows on a terminal.
fn page(document: &SourceDocument) -> String {
    let mut parts = vec![t!("check.head", file = document.file, count = document.findings.len()).into_owned()];
    if document.findings.is_empty() {
        return parts.remove(0);
    }
    let heads = ["check.level", "check.rule", "check.subject", "check.printed", "check.other", "check.pages"].map(text);
    let mut rows = vec![heads.to_vec()];
    rows.extend(document.findings.iter().map(row));
    parts.push(lay_out(&rows));
    // Findings of one table share their proposal.
    let mut told: Vec<&Proposal> = Vec::new();
    for proposal in document.findings.iter().filter_map(|f| f.proposal.as_ref()) {
        if !told.contains(&proposal) {
            told.push(proposal);
            parts.push(proposal_words(proposal));
        }
    }
    parts.join("\n\n")
}

fn row(f: &Finding) -> Vec<String> {
    let pages = match (place(&f.evidence), place(&f.against)) {
        (a, b) if a == b || b.is_empty() => a,
        (a, b) => format!("{a} / {b}"),
    };
    vec![level(f), rule(f), short(&f.subject), short(&f.printed), short(&f.other), pages]
}

fn level(f: &Finding) -> String {
    let word = match f.level {
        crate::model::Level::Note => "note",
        crate::model::Level::Check => "check",
        crate::model::Level::Serious => "serious",
    };
    find(&format!("level.{word}")).unwrap_or_else(|| word.to_owned())
}

fn rule(f: &Finding) -> String {
    find(&format!("check_rule.{}", f.rule.word())).unwrap_or_else(|| f.rule.word().to_owned())
}

/// 3 cells would move ... as one paragraph.
fn proposal_words(proposal: &Proposal) -> String {
    let rows: Vec<String> = proposal
        .moves
        .iter()
        .map(|m| {
            let way = text(if m.by > 0 { "check.right" } else { "check.left" });
            format!("  {} {} ({})", m.evidence.page.or(m.evidence.line).unwrap_or(0), m.row, way)
        })
        .collect();
    format!("{}\n{}", t!("check.proposal", count = rows.len()), rows.join("\n"))
}

fn place(evidence: &[Evidence]) -> String {
    evidence.first().and_then(|e| e.page.or(e.line)).map(|n| n.to_string()).unwrap_or_default()
}

fn short(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN_CHARS { line } else { format!("{}…", line.chars().take(SHOWN_CHARS).collect::<String>()) }
}

/// One finding a row, for a spreadsheet.
fn write_csv(out: &mut impl Write, documents: &[SourceDocument]) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(&mut *out);
    let heads = ["document", "page", "level", "rule", "subject", "printed", "other", "unit", "difference", "other_page", "proposal"];
    csv.write_record(heads).map_err(csv_error)?;
    for f in documents.iter().flat_map(|d| &d.findings) {
        let proposal = f.proposal.as_ref().map(|p| p.moves.iter().map(|m| format!("{} {:+}", m.row, m.by)).collect::<Vec<_>>().join("; "));
        let difference = f.difference.map(|d| ((d * 1e6).round() / 1e6).to_string()).unwrap_or_default();
        let unit = f.unit.clone().unwrap_or_default();
        let row = [
            f.document.clone(),
            place(&f.evidence),
            level(f),
            rule(f),
            f.subject.clone(),
            f.printed.clone(),
            f.other.clone(),
            unit,
            difference,
            place(&f.against),
            proposal.unwrap_or_default(),
        ];
        csv.write_record(row).map_err(csv_error)?;
    }
    csv.flush()
}
