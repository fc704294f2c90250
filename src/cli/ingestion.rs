//! Plans into the store, and what to tell of it: one batch of files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rust_i18n::t;

use crate::model::Warning;
use crate::report;
use crate::store::{NewDocument, Put, Store, sha256};

use super::exit::Exit;
use super::messages::text;
use super::output::{Failure, Output};
use super::pipeline::{self, Outline, Pages, Tools, Understood};
use super::problems;

/// A summary fits one screen: of long lists only the beginning is shown.
const SHOWN: usize = 8;

/// What came of a batch of files.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// The documents that were read, in the files' order.
    pub(crate) documents: Vec<Ingested>,
    /// Files that failed, with one line each.
    failed: Vec<(PathBuf, String)>,
    /// Folders that could not be looked into.
    elsewhere: Vec<String>,
}

/// A file that was read and kept.
#[derive(Debug)]
pub(crate) struct Ingested {
    path: PathBuf,
    outline: Outline,
    put: Put,
    records: BTreeMap<&'static str, usize>,
    tables_understood: usize,
    tables_kept: usize,
    warnings: Vec<Warning>,
}

/// Reads the files in parallel and keeps their records one after the other, in the files' order.
pub(crate) fn ingest(files: &[PathBuf], tools: &Tools, store: &mut Store, output: Output) -> Result<Batch, Failure> {
    let mut batch = Batch::default();
    let read = |path: &Path| read_with_bytes(path, tools);
    pipeline::each_file(files, output, read, |path, outcome| {
        match outcome {
            Ok(read) => batch.documents.push(keep(path, read, tools, store)?),
            Err(message) => batch.failed.push((path.to_owned(), message)),
        }
        Ok(())
    })?;
    Ok(batch)
}

/// What was understood of a file, with the bytes that it was understood from.
struct Read {
    understood: Understood,
    bytes: Vec<u8>,
}

impl Pages for Read {
    fn pages(&self) -> usize {
        self.understood.pages()
    }
}

fn read_with_bytes(path: &Path, tools: &Tools) -> Result<Read, String> {
    let understood = pipeline::understand(path, tools)?;
    let changed = || t!("error.changed", file = path.display()).into_owned();
    let bytes = std::fs::read(path).map_err(|_| changed())?;
    if sha256(&bytes) == understood.outline.hash { Ok(Read { understood, bytes }) } else { Err(changed()) }
}

fn keep(path: &Path, read: Read, tools: &Tools, store: &mut Store) -> Result<Ingested, Failure> {
    let file_name = path.file_name().map_or_else(|| read.understood.outline.name.clone(), |n| n.to_string_lossy().into_owned());
    let extent = read.understood.extent();
    let extraction = read.understood.extraction;
    let new = NewDocument::new(&read.bytes, &file_name, &tools.rules_hash, &extraction.records, &extraction.warnings);
    let new = NewDocument { extent, findings: &read.understood.findings, ..new };
    let put = store.put(&new).map_err(|e| Failure::failed(problems::of_store(&e)))?;
    let mut records = BTreeMap::new();
    for record in &extraction.records {
        *records.entry(record.body.type_name()).or_default() += 1;
    }
    Ok(Ingested {
        path: path.to_owned(),
        outline: read.understood.outline,
        put,
        records,
        tables_understood: extraction.tables_understood,
        tables_kept: extraction.tables_kept,
        warnings: extraction.warnings,
    })
}

impl Batch {
    /// Adds folders that could not be looked into.
    pub(crate) fn failed_elsewhere(&mut self, problems: Vec<String>) {
        self.elsewhere = problems;
    }

    /// Tells what failed and gives the exit status.
    pub(crate) fn tell(&self, output: Output) -> Exit {
        for line in self.failed.iter().map(|(_, line)| line).chain(&self.elsewhere) {
            output.error(line);
        }
        Exit::of(self.documents.len(), self.failed.len() + self.elsewhere.len())
    }

    /// The files that failed, for the reports.
    pub(crate) fn failures(&self) -> Vec<report::Failure> {
        let name = |path: &Path| path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        self.failed.iter().map(|(path, reason)| report::Failure { file: name(path), reason: reason.clone() }).collect()
    }

    /// The hashes of this batch's documents, each once and in a fixed order.
    pub(crate) fn hashes(&self) -> BTreeSet<&str> {
        self.documents.iter().map(|d| d.put.document()).collect()
    }

    /// What was read and kept, in one screen.
    pub(crate) fn summary(&self, store: &Path) -> String {
        let mut lines = vec![self.files_line(), self.store_line(store), self.records_line(), self.tables_line()];
        let warnings: Vec<String> = self
            .documents
            .iter()
            .flat_map(|d| problems::of_warnings(&d.path.display().to_string(), d.outline.numbering(), &d.warnings))
            .collect();
        lines.extend(warnings_lines(&warnings));
        lines.join("\n")
    }

    fn files_line(&self) -> String {
        let pages: usize = self.documents.iter().map(|d| d.outline.pages).sum();
        let lines: usize = self.documents.iter().map(|d| d.outline.lines).sum();
        t!("summary.files", files = self.documents.len(), pages = pages, lines = lines, failed = self.failed.len()).into_owned()
    }

    fn store_line(&self, store: &Path) -> String {
        let count = |wanted: fn(&Put) -> bool| self.documents.iter().filter(|d| wanted(&d.put)).count();
        let added = count(|p| matches!(p, Put::Added { .. }));
        let unchanged = count(|p| matches!(p, Put::Unchanged { .. }));
        let again = self.documents.len() - added - unchanged;
        t!("summary.store", store = store.display(), added = added, unchanged = unchanged, again = again).into_owned()
    }

    fn records_line(&self) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (kind, count) in self.documents.iter().flat_map(|d| &d.records) {
            *counts.entry(kind).or_default() += count;
        }
        let all: usize = counts.values().sum();
        let known = TYPES.iter().filter_map(|kind| counts.get(kind).map(|count| format!("{} {count}", text(&format!("type.{kind}")))));
        t!("summary.records", all = all, types = known.collect::<Vec<_>>().join(&t!("summary.comma"))).into_owned()
    }

    fn tables_line(&self) -> String {
        let understood: usize = self.documents.iter().map(|d| d.tables_understood).sum();
        let kept: usize = self.documents.iter().map(|d| d.tables_kept).sum();
        t!("summary.tables", understood = understood, kept = kept).into_owned()
    }
}

/// The types of records in the order in which a reader asks for them.
const TYPES: [&str; 12] =
    ["document", "goal", "measure", "schedule", "indicator", "value", "amount", "result", "deliverable", "review", "term", "table"];

fn warnings_lines(warnings: &[String]) -> Vec<String> {
    let mut lines = vec![match warnings.len() {
        0 => t!("summary.no_warnings").into_owned(),
        count => t!("summary.warnings", count = count).into_owned(),
    }];
    lines.extend(warnings.iter().take(SHOWN).map(|w| format!("  {w}")));
    if warnings.len() > SHOWN {
        lines.push(format!("  {}", t!("summary.more", count = warnings.len() - SHOWN)));
    }
    lines
}
