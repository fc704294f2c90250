//! The whole site, file by file: each is written as soon as it is made, so that hundreds of plans need little memory.

use std::path::Path;

use rayon::prelude::*;

use super::files::OutputFolder;
use super::package::{Package, record_schema};
use super::pages::{ReportLink, Site};
use super::{Means, ReportError, ReportInput, ReportOptions, SiteSummary, csv_files, evidence, views};
use crate::track::{self, SourceDocument};

/// Reports and pages made at one time; bounds the memory and keeps the processors busy.
const BATCH: usize = 16;

/// The output folder with the progress of the run.
struct Output<'a> {
    folder: OutputFolder,
    failed: Vec<ReportError>,
    done: usize,
    total: usize,
    progress: &'a dyn Fn(usize, usize, &str),
}

impl Output<'_> {
    /// Writes a file; one that cannot be written is remembered.
    fn write(&mut self, name: &str, bytes: &[u8]) {
        self.failed.extend(self.folder.write(name, bytes).err());
    }

    /// Tells that so many more steps are done.
    fn step(&mut self, steps: usize, name: &str) {
        self.done += steps;
        (self.progress)(self.done, self.total, name);
    }
}

/// Writes all reports into `out`. `progress` is called with the number of steps done, the number of all, and the file in hand.
///
/// # Errors
/// When the folder cannot be made or a template is at fault. A single file that cannot be written is listed in
/// [`SiteSummary::failed`], and the others are written.
pub fn write_site(
    input: &ReportInput<'_>,
    out: &Path,
    options: &ReportOptions,
    means: &Means<'_>,
    progress: &dyn Fn(usize, usize, &str),
) -> Result<SiteSummary, ReportError> {
    let mut documents: Vec<&SourceDocument> = input.documents.iter().collect();
    documents.sort_by(|a, b| (&a.file, &a.hash).cmp(&(&b.file, &b.hash)));
    let mut failures = input.failures.clone();
    failures.sort_by(|a, b| (&a.file, &a.reason).cmp(&(&b.file, &b.reason)));
    let overview = track::overview(&documents, options.doubt_below, means.rules);
    let mut site = Site::new(&documents, &failures, &overview, options, input.tokenizer)?;
    let material = views::Material::new(&documents, &overview, (means.rules, means.words), options.lang, &options.choice);
    let tasks = views::tasks(&material);
    let names = site.names();
    let parts: usize = documents.iter().map(|d| evidence::count(d)).sum();
    let total = tasks.len() + names.len() + parts;
    let mut output = Output { folder: OutputFolder::open(out)?, failed: Vec::new(), done: 0, total, progress };
    let mut package = Package::new(site.numeric_columns());

    for (name, bytes) in csv_files::tables(&documents, &overview, options.lang)?.iter().chain(site.search_files()) {
        package.add(name, bytes);
        output.write(name, bytes);
    }
    let links = reports(&site, &tasks, &mut output, &mut package)?;
    output.write("datapackage.json", &package.json());
    output.write("records.schema.json", &record_schema());
    site.set_reports(links);
    pages(&site, &names, &mut output)?;
    for (document, home) in documents.iter().zip(site.homes()) {
        let (done, total) = (output.done, output.total);
        let mut of_document = 0;
        let step = &mut |pages: usize| {
            of_document += pages;
            progress(done + of_document, total, &document.file);
        };
        let failed = site.evidence().write(document, home, input.source(document), &mut output.folder, step)?;
        output.failed.extend(failed);
        output.done += of_document;
    }
    if output.done < total {
        progress(total, total, "");
    }
    let (files, written, removed, more) = output.folder.finish();
    output.failed.extend(more);
    let (plans, compared_indicators) = (overview.families.len(), overview.comparison.rows.len());
    Ok(SiteSummary { files, written, removed, plans, compared_indicators, failed: output.failed })
}

/// A report in all its forms, and how other pages name it.
type Made = (ReportLink, Vec<(String, Vec<u8>)>);

/// Makes and writes the reports, several at a time, in their order.
fn reports(
    site: &Site<'_>,
    tasks: &[views::Task<'_, '_>],
    output: &mut Output<'_>,
    package: &mut Package,
) -> Result<Vec<ReportLink>, ReportError> {
    let mut links = Vec::new();
    for batch in tasks.chunks(BATCH) {
        let made = |task: &views::Task<'_, '_>| -> Result<Option<Made>, ReportError> {
            task.make().map(|report| Ok(((&report).into(), site.forms(&report)?))).transpose()
        };
        let made: Vec<Option<Made>> = batch.par_iter().map(made).collect::<Result<_, _>>()?;
        for (link, files) in made.into_iter().flatten() {
            for (name, bytes) in &files {
                package.add(name, bytes);
                output.write(name, bytes);
            }
            links.push(link);
        }
        let name = links.last().map(|l| l.file.clone()).unwrap_or_default();
        output.step(batch.len(), &name);
    }
    Ok(links)
}

/// Makes and writes the pages that lead to the reports, several at a time.
fn pages(site: &Site<'_>, names: &[String], output: &mut Output<'_>) -> Result<(), ReportError> {
    for batch in names.chunks(BATCH) {
        let made: Vec<String> = batch.par_iter().map(|name| site.render(name)).collect::<Result<_, _>>()?;
        for (name, html) in batch.iter().zip(made) {
            output.write(name, html.as_bytes());
            output.step(1, name);
        }
    }
    Ok(())
}
