//! The pipeline over many files: read → layout → extract in parallel, then into the store one after the other.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;
use rust_i18n::t;

use crate::check::{Finding, PageCoverage, coverage, judge};
use crate::extract::{Extraction, Sectioned, extract};
use crate::language::Tokenizer;
use crate::layout;
use crate::model::{Block, Content, Page, Place, SourceFile, Warning};
use crate::read::{self, Kind, ReadError, read_bytes, read_file};
use crate::rules::{self, Rules};
use crate::store::{self, Extent};

use super::args::Global;
use super::output::{Failure, Output};
use super::problems::{self, Numbering};
use super::progress::Progress;

/// Files in hand at a time, per thread: enough to keep the threads busy, few enough to bound the memory.
const BATCH: usize = 4;

/// What reading needs besides the files.
pub(crate) struct Tools {
    pub(crate) rules: RuleSet,
    /// Names the rules and the words taught to the dictionary; part of an extraction's key.
    pub(crate) rules_hash: String,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) options: read::Options,
}

impl Tools {
    /// Loads the rules and the dictionary.
    pub(crate) fn load(global: &Global, output: Output) -> Result<Self, Failure> {
        let rules = load_rules(global, output)?;
        let (tokenizer, rules_hash) = match own_words(global)? {
            Some(words) => {
                let tokenizer = Tokenizer::new(Some(&words)).map_err(|e| Failure::wrong_use(t!("error.dictionary", detail = e)))?;
                (tokenizer, store::sha256(format!("{}\n{words}", rules.hash()).as_bytes()))
            }
            None => (Tokenizer::lazy(WORDS), rules.hash().to_owned()),
        };
        // What was read up to a limit is not what is read without it.
        let limits = [global.max_pages.map(|n| format!("{n} pages")), global.page_seconds.map(|n| format!("{n} seconds a page"))];
        let rules_hash = limits.into_iter().flatten().fold(rules_hash, |hash, limit| store::sha256(format!("{hash}\n{limit}").as_bytes()));
        Ok(Self { rules, rules_hash, tokenizer, options: read_options(global) })
    }
}

/// Words of the field for the tokenizer.
const WORDS: &str = include_str!("../../rules/dictionary.csv");

/// The words of `--rules DIR`, where the folder has some.
fn own_words(global: &Global) -> Result<Option<String>, Failure> {
    let Some(path) = global.rules.as_ref().map(|dir| dir.join("dictionary.csv")).filter(|path| path.exists()) else { return Ok(None) };
    let words = std::fs::read_to_string(&path);
    words.map(Some).map_err(|e| Failure::wrong_use(t!("error.words", file = path.display(), detail = e)))
}

/// The rules inside the program, or those of `--rules`.
pub(crate) enum RuleSet {
    Embedded,
    Own(Box<Rules>),
}

impl Deref for RuleSet {
    type Target = Rules;

    fn deref(&self) -> &Rules {
        match self {
            Self::Embedded => Rules::embedded(),
            Self::Own(rules) => rules,
        }
    }
}

/// How files are read, after the global options.
pub(crate) fn read_options(global: &Global) -> read::Options {
    let usual = read::Options::default();
    let max_pages = global.max_pages.and_then(|pages| usize::try_from(pages).ok()).unwrap_or(usual.max_pages);
    let max_page_time = match global.page_seconds {
        Some(seconds) => Some(Duration::from_secs(seconds.into())).filter(|time| !time.is_zero()),
        None => usual.max_page_time,
    };
    read::Options { password: global.password.clone(), ocr: global.ocr, max_pages, max_page_time, ..usual }
}

/// The rules to work with; every mistake in those of `--rules` is told.
pub(crate) fn load_rules(global: &Global, output: Output) -> Result<RuleSet, Failure> {
    let Some(dir) = &global.rules else { return Ok(RuleSet::Embedded) };
    Rules::load(dir).map(|rules| RuleSet::Own(Box::new(rules))).map_err(|_| {
        for mistake in rules::check(dir) {
            output.error(&problems::of_rules(&mistake));
        }
        Failure::wrong_use("")
    })
}

/// A file as the pipeline understood it.
pub(crate) struct Understood {
    pub(crate) outline: Outline,
    pub(crate) extraction: Extraction,
    pub(crate) findings: Vec<Finding>,
}

/// What stays of a source when its pages are no longer needed.
#[derive(Debug, Clone)]
pub(crate) struct Outline {
    pub(crate) name: String,
    pub(crate) hash: String,
    /// Pages of a paged source, 0 for a text.
    pub(crate) pages: usize,
    /// Lines of a text, 0 for a paged source.
    pub(crate) lines: usize,
    numbering: Numbering,
    /// Numbers and names of a workbook's sheets.
    sheets: BTreeMap<usize, String>,
}

impl Understood {
    /// How much the file holds.
    pub(crate) fn extent(&self) -> Extent {
        let tables = self.extraction.tables_understood + self.extraction.tables_kept;
        Extent { pages: self.outline.pages, lines: self.outline.lines, tables }
    }
}

impl Outline {
    pub(crate) fn of(source: &SourceFile) -> Self {
        let (pages, lines) = match &source.content {
            Content::Pages(pages) => (pages.len(), 0),
            Content::Sheets(sheets) => (sheets.len(), 0),
            Content::Lines(lines) => (0, lines.len()),
            Content::Blocks(blocks) => (0, blocks.last().and_then(|b| b.place.line).unwrap_or(1)),
        };
        let numbering = match &source.content {
            Content::Pages(_) => Numbering::Pages,
            Content::Sheets(_) => Numbering::Sheets,
            Content::Lines(_) | Content::Blocks(_) => Numbering::Lines,
        };
        let sheets = match &source.content {
            Content::Sheets(sheets) => sheets.iter().filter(|s| !s.name.is_empty()).map(|s| (s.number, s.name.clone())).collect(),
            _ => BTreeMap::new(),
        };
        Self { name: source.name.clone(), hash: source.hash.clone(), pages, lines, numbering, sheets }
    }

    /// Name of the sheet that a place in a workbook is on.
    pub(crate) fn sheet(&self, place: Place) -> Option<&str> {
        self.sheets.get(&place.page?).map(String::as_str)
    }

    /// What the numbers of its places count.
    pub(crate) fn numbering(&self) -> Numbering {
        self.numbering
    }
}

/// read → layout, for one file.
pub(crate) fn read_blocks(path: &Path, options: &read::Options) -> Result<(SourceFile, Vec<Block>), String> {
    let source = read_file(path, options).map_err(|e| problems::of_read(&e))?;
    blocks_of(path, source, options)
}

/// The same for a file of which nothing may be readable, to look at it.
pub(crate) fn read_blocks_of_any(path: &Path, options: &read::Options) -> Result<(SourceFile, Vec<Block>), String> {
    let source = read_file(path, options).map_err(|e| problems::of_read(&e))?;
    Ok(laid_out(source, options))
}

/// read → layout → extract, for one file. Depends on nothing but the file, the rules and the dictionary.
pub(crate) fn understand(path: &Path, tools: &Tools) -> Result<Understood, String> {
    read_blocks(path, &tools.options).map(|(source, blocks)| extract_from(&source, &blocks, tools))
}

/// Where the characters of a file went.
pub(crate) struct Covered {
    pub(crate) outline: Outline,
    pub(crate) pages: Vec<PageCoverage>,
    pub(crate) warnings: Vec<Warning>,
}

impl Pages for Covered {
    fn pages(&self) -> usize {
        self.outline.pages
    }
}

/// read → layout → extract, and what came of each page.
pub(crate) fn covered(path: &Path, tools: &Tools) -> Result<Covered, String> {
    let (source, blocks) = read_blocks(path, &tools.options)?;
    let understood = extract_from(&source, &blocks, tools);
    let pages = coverage(&source.name, &blocks, &understood.extraction.records, &tools.rules);
    Ok(Covered { outline: understood.outline, pages, warnings: understood.extraction.warnings })
}

/// The same for bytes that the store kept under a file name.
pub(crate) fn understand_bytes(file: &Path, bytes: &[u8], tools: &Tools) -> Result<Understood, String> {
    let shown = file.display().to_string();
    let kind = Kind::of(file, bytes).ok_or_else(|| problems::of_read(&ReadError::UnsupportedKind { file: shown.clone() }))?;
    let mut source = read_bytes(&shown, bytes, kind, &tools.options).map_err(|e| problems::of_read(&e))?;
    source.name = file.file_stem().map_or(shown, |stem| stem.to_string_lossy().into_owned());
    blocks_of(file, source, &tools.options).map(|(source, blocks)| extract_from(&source, &blocks, tools))
}

fn blocks_of(path: &Path, source: SourceFile, options: &read::Options) -> Result<(SourceFile, Vec<Block>), String> {
    if has_no_text(&source) {
        return Err(t!("error.no_text", file = path.display()).into_owned());
    }
    Ok(laid_out(source, options))
}

/// The source with its blocks; what the layout had to leave out is told with what the reader had to.
fn laid_out(mut source: SourceFile, options: &read::Options) -> (SourceFile, Vec<Block>) {
    let laid = layout::lay_out(&source, options.max_page_time);
    source.warnings.extend(laid.warnings);
    (source, laid.blocks)
}

/// Whether there are pages and none of them has a character.
fn has_no_text(source: &SourceFile) -> bool {
    let blank = |page: &Page| page.glyphs.iter().all(|glyph| glyph.text.trim().is_empty());
    matches!(&source.content, Content::Pages(pages) if pages.iter().all(blank))
}

fn extract_from(source: &SourceFile, blocks: &[Block], tools: &Tools) -> Understood {
    let sectioned = Sectioned::new(blocks, &tools.rules);
    let mut extraction = extract(source, &sectioned, &tools.rules, &tools.tokenizer);
    let findings = judge(&sectioned, &mut extraction.records, &tools.rules);
    Understood { outline: Outline::of(source), extraction, findings }
}

/// Does `work` on every file in parallel and hands the outcomes to `take` in the files' order. A file that fails, even by a fault of
/// a library, does not stop the others.
pub(crate) fn each_file<T: Send + Pages>(
    files: &[PathBuf],
    output: Output,
    work: impl Fn(&Path) -> Result<T, String> + Sync,
    mut take: impl FnMut(&Path, Result<T, String>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let progress = Progress::start(files.len(), output.quiet);
    for batch in files.chunks(BATCH * rayon::current_num_threads()) {
        // On the threads that read: a second set of threads would only keep a second set of free memory.
        let outcomes: Vec<Result<T, String>> =
            read::threads().install(|| batch.par_iter().map(|file| one_file(file, &progress, &work)).collect());
        for (file, outcome) in batch.iter().zip(outcomes) {
            take(file, outcome)?;
        }
    }
    Ok(())
}

fn one_file<T: Pages>(file: &Path, progress: &Progress, work: impl Fn(&Path) -> Result<T, String>) -> Result<T, String> {
    progress.reading(file);
    let outcome = catch_unwind(AssertUnwindSafe(|| work(file))).unwrap_or_else(|fault| {
        let detail = fault.downcast_ref::<String>().map(String::as_str).or(fault.downcast_ref::<&str>().copied());
        Err(t!("error.internal", file = file.display(), detail = detail.unwrap_or("?")).into_owned())
    });
    progress.read(outcome.as_ref().map_or(0, Pages::pages));
    outcome
}

/// Something that was read from pages, for the progress bar.
pub(crate) trait Pages {
    /// How many.
    fn pages(&self) -> usize;
}

impl Pages for Understood {
    fn pages(&self) -> usize {
        self.outline.pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Pages for usize {
        fn pages(&self) -> usize {
            *self
        }
    }

    fn outcomes(files: &[&str], work: impl Fn(&Path) -> Result<usize, String> + Sync) -> Vec<Result<usize, String>> {
        let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
        let mut all = Vec::new();
        let take = |_: &Path, outcome| {
            all.push(outcome);
            Ok(())
        };
        each_file(&files, Output { quiet: true }, work, take).unwrap();
        all
    }

    #[test]
    fn outcomes_come_in_the_files_order() {
        let names: Vec<String> = (0..100).map(|n| n.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let all = outcomes(&names, |path| Ok(path.display().to_string().parse().unwrap()));
        assert_eq!(all, (0..100).map(Ok).collect::<Vec<_>>());
    }

    #[test]
    fn a_fault_in_one_file_is_that_files_error() {
        let all = outcomes(&["a", "bad", "c"], |path| {
            assert!(path != Path::new("bad"), "a fault");
            Ok(1)
        });
        assert_eq!((all[0].clone(), all[2].clone()), (Ok(1), Ok(1)));
        let told = all[1].clone().unwrap_err();
        assert!(told.contains("bad") && told.contains("a fault"), "{told}");
    }
}
