//! Views become files in `output/`: `index.html`, a page for each plan, `comparison.html`, and CSV files.
//!
//! Every page is one file with its styles and pictures inside, works without a network and without scripts, and gives for every
//! figure the place that bears it out. The same input gives the same bytes: no time and no path of the machine is printed.

pub mod alone;
mod browse;
mod chart;
mod csv_files;
mod evidence;
mod files;
mod format;
#[cfg(test)]
mod growth;
mod package;
mod pages;
mod search;
mod templates;
#[cfg(test)]
mod tests;
pub mod view;
pub mod views;
mod words;
mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::language::Tokenizer;
use crate::read::Kind;
use crate::rules::Rules;
use crate::track::SourceDocument;
use crate::track::identity::Words;

pub use evidence::EvidenceMode;
pub use format::{compared, era_year, fiscal_year, number};
pub use write::write_site;

/// What the reports are made from.
#[derive(Clone, Default)]
pub struct ReportInput<'a> {
    /// Documents with their records, in any order.
    pub documents: Vec<SourceDocument>,
    /// Files that could not be read.
    pub failures: Vec<Failure>,
    /// Where the bytes of the documents are, by hash; without them evidence is shown in words alone.
    pub sources: BTreeMap<String, PathBuf>,
    /// Cuts titles into words for the search; without it they are found by their letters.
    pub tokenizer: Option<&'a Tokenizer>,
}

impl ReportInput<'_> {
    /// The bytes of a document, `None` where they are not at hand or not those that it was read from.
    fn source(&self, document: &SourceDocument) -> Option<(Kind, Vec<u8>)> {
        let path = self.sources.get(&document.hash)?;
        let bytes = std::fs::read(path).ok().filter(|bytes| files::hash(bytes) == document.hash)?;
        Kind::of(path, &bytes).map(|kind| (kind, bytes))
    }
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Failure {
    /// File name without folders.
    pub file: String,
    /// Why, in the user's language.
    pub reason: String,
}

/// The language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Japanese.
    #[default]
    Ja,
    /// English; words of the plans stay as printed.
    En,
}

impl Lang {
    /// `ja` or `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }
}

/// Choices of the user.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportOptions {
    /// Language of the pages and of CSV headings.
    pub lang: Lang,
    /// Which reports, of what.
    pub choice: views::Choice,
    /// Records with a confidence below this (0..1) are listed as doubts.
    pub doubt_below: f32,
    /// How evidence is shown.
    pub evidence: EvidenceMode,
    /// Folder whose files take the place of the built-in templates of the same names.
    pub templates: Option<PathBuf>,
    /// Password of encrypted PDF files.
    pub password: Option<String>,
}

impl Default for ReportOptions {
    fn default() -> Self {
        Self {
            lang: Lang::Ja,
            choice: views::Choice::default(),
            doubt_below: 0.7,
            evidence: EvidenceMode::default(),
            templates: None,
            password: None,
        }
    }
}

/// What plans are followed with: words and limits of tracking, and how titles are compared.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Rules.
    pub rules: &'a Rules,
    /// For titles.
    pub words: Words<'a>,
}

impl Default for Means<'static> {
    fn default() -> Self {
        Self { rules: Rules::embedded(), words: Words::new(None) }
    }
}

/// What was written.
#[derive(Debug, Default)]
pub struct SiteSummary {
    /// All files of the site, relative to the output folder with `/`.
    pub files: Vec<String>,
    /// How many of them were new or changed.
    pub written: usize,
    /// Files of a former run that were removed.
    pub removed: Vec<String>,
    /// Plan families.
    pub plans: usize,
    /// Indicators that at least two utilities state.
    pub compared_indicators: usize,
    /// Files that could not be written; the others were.
    pub failed: Vec<ReportError>,
}

impl ReportError {
    /// A file could not be written: because it is open elsewhere, or for another reason.
    fn of_write(file: PathBuf, source: std::io::Error) -> Self {
        if crate::store::is_open_elsewhere(&file, &source) { Self::Locked { file, source } } else { Self::Write { file, source } }
    }
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The output folder cannot be made.
    #[error("{}: the output folder cannot be made ({source}); name another one with --out", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// One file cannot be written.
    #[error("{}: cannot be written ({source}); if it is open in another program, close it and run again", file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// One file is open in another program, so that it cannot be replaced.
    #[error("{}: is open in another program ({source}); close it and run again", file.display())]
    Locked {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A page of a former run cannot be removed.
    #[error("{}: is out of date and cannot be removed ({source}); if it is open in another program, close it and run again", file.display())]
    Remove {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// An own template cannot be read.
    #[error("{}: the template cannot be read ({source})", file.display())]
    TemplateFile {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A template is at fault.
    #[error("template {name}: {source:#}")]
    Template {
        /// The page that was to be made.
        name: String,
        /// Place and reason.
        source: minijinja::Error,
    },
    /// The table of words is at fault.
    #[error("words.toml: {reason}")]
    Words {
        /// What is wrong.
        reason: String,
    },
    /// A workbook could not be put together.
    #[error("{name}: {source}")]
    Workbook {
        /// The report.
        name: String,
        /// The reason.
        source: rust_xlsxwriter::XlsxError,
    },
    /// A CSV file could not be put together.
    #[error("{name}: {source}")]
    Csv {
        /// The file.
        name: String,
        /// The reason.
        source: csv::Error,
    },
}
