//! track → report: the views of documents as files in the output folder.

use std::path::Path;

use rust_i18n::t;

use crate::forms;
use crate::report::views::Choice;
use crate::report::{self, EvidenceMode, Means, ReportInput, ReportOptions, SiteSummary, write_site};
use crate::store::{Extent, Extraction, Store, StoreError};
use crate::track::SourceDocument;
use crate::track::identity::{Decided, Words};

use super::args::{EvidenceChoice, Global, Look};
use super::exit::Exit;
use super::output::{Failure, Output};
use super::pipeline::Tools;
use super::problems;
use super::progress::Progress;

/// Writes the reports of the documents.
pub(crate) fn write(
    store: &Store,
    documents: Vec<SourceDocument>,
    failures: Vec<report::Failure>,
    (out, look, global): (&Path, &Look, &Global),
    (choice, tools): (Choice, &Tools),
    output: Output,
) -> Result<SiteSummary, Failure> {
    let lang = super::commands::report_language();
    let options = ReportOptions {
        lang,
        choice,
        evidence: mode(look.evidence),
        password: global.password.clone(),
        templates: look.templates.clone(),
        ..ReportOptions::default()
    };
    // A source that is gone costs its pictures only.
    let sources = documents.iter().filter_map(|d| Some((d.hash.clone(), store.path_of_source(&d.hash).ok()?))).collect();
    let decided = Decided::new(store.decisions());
    let means = Means { rules: &tools.rules, words: Words::new(Some(&tools.tokenizer)).knowing(&decided) };
    let progress = Progress::start(0, output.quiet);
    let written = write_site(
        &ReportInput { documents, failures, sources, tokenizer: Some(&tools.tokenizer) },
        out,
        &options,
        &means,
        &|done, all, name| progress.at(done, all, name),
    );
    drop(progress);
    written.map_err(|e| Failure::failed(problems::of_report(&e)))
}

fn mode(choice: EvidenceChoice) -> EvidenceMode {
    match choice {
        EvidenceChoice::None => EvidenceMode::None,
        EvidenceChoice::Crops => EvidenceMode::Crops,
        EvidenceChoice::Pages => EvidenceMode::Pages,
        EvidenceChoice::Pdf => EvidenceMode::Pdf,
    }
}

/// Writes into the ledger that reports were made.
pub(crate) fn note(store: &mut Store, out: &Path, site: &SiteSummary) -> Result<(), Failure> {
    let noted = store.note_report(&out.display().to_string(), site.files.len(), "");
    noted.map_err(|e| Failure::failed(problems::of_store(&e)))
}

/// What was written and where to begin to read.
pub(crate) fn summary(out: &Path, site: &SiteSummary) -> String {
    let index = out.join("index.html");
    t!("summary.site", index = index.display(), files = site.files.len(), plans = site.plans, compared = site.compared_indicators)
        .into_owned()
}

/// Tells which files could not be written and gives the exit status.
pub(crate) fn tell_failed(site: &SiteSummary, output: Output) -> Exit {
    for error in &site.failed {
        output.error(&problems::of_report(error));
    }
    if site.failed.is_empty() { Exit::AllWell } else { Exit::Findings }
}

/// All kept documents, and what staff reported in forms as reports beside them.
pub(crate) fn all_kept(store: &Store) -> Result<Vec<SourceDocument>, StoreError> {
    let mut documents = store.documents().into_iter().map(|entry| kept(store, &entry.hash)).collect::<Result<Vec<_>, _>>()?;
    add_forms(store, &mut documents);
    Ok(documents)
}

/// Adds what staff reported in forms on these documents.
pub(crate) fn add_forms(store: &Store, documents: &mut Vec<SourceDocument>) {
    let reports = forms::reported(store.progress(), &documents.iter().collect::<Vec<_>>());
    documents.extend(reports);
}

/// A kept document as the reports take it, placed as people decided.
pub(crate) fn kept(store: &Store, document: &str) -> Result<SourceDocument, StoreError> {
    let Extraction { header, records } = store.extraction(document)?;
    let Extent { pages, lines, tables } = header.extent;
    let (file, hash, warnings, findings) = (header.file_name, header.document, header.warnings, header.findings);
    let document = SourceDocument { file, hash, pages, lines, tables, records, warnings, findings, ..SourceDocument::default() };
    Ok(document.decided(store.decisions()))
}
