//! Vocabularies, patterns and the indicator dictionary, compiled once from `rules/*.toml`.
//!
//! The files are inside the program; a folder given by the user replaces them file by file. Matching is over [`fold`]ed text.

mod checks;
mod columns;
mod documents;
mod error;
mod fold;
mod indicators;
mod matching;
mod owners;
mod pattern;
mod rows;
mod schedule;
mod source;
mod starts;
mod status;
mod targets;
#[cfg(test)]
mod tests;
mod themes;
mod tiers;
mod tracking;
mod units;

use std::path::Path;
use std::sync::OnceLock;

pub use checks::{CheckWords, Side};
pub use columns::{ColumnRole, Columns};
pub use documents::{DocumentWords, ReviewPatterns, Section, Sections};
pub use error::{Mistake, RulesError};
pub use fold::fold;
pub use indicators::{IndicatorEntry, Indicators, standard_edition};
pub use matching::Printed;
pub use owners::{OwnerLine, Owners, bracketed_tail};
pub use pattern::Pattern;
pub use rows::{RowHead, Rows};
pub use schedule::{Phase, ScheduleWords};
pub use starts::Starts;
pub use status::{Ratings, StatusPatterns};
pub use targets::TargetWords;
pub use themes::Themes;
pub use tiers::{TierMatch, TierPrior, Tiers};
pub use tracking::{AuditSettings, IdentitySettings, IndicatorSettings, Tracking};
pub use units::{Tax, Units};

use crate::model::{Basis, PlanKind};
use source::{Reader, RuleFiles};

/// All rules, compiled.
#[derive(Debug)]
pub struct Rules {
    /// Header words.
    pub columns: Columns,
    /// Row heads.
    pub rows: Rows,
    /// Tier words.
    pub tiers: Tiers,
    /// Words about owners.
    pub owners: Owners,
    /// Words of schedule cells.
    pub schedule: ScheduleWords,
    /// Progress in running text.
    pub status: StatusPatterns,
    /// Rating words and letters.
    pub ratings: Ratings,
    /// Units.
    pub units: Units,
    /// Words around numbers.
    pub targets: TargetWords,
    /// Words about the document.
    pub documents: DocumentWords,
    /// Section headings.
    pub sections: Sections,
    /// Sentences about reviews.
    pub reviews: ReviewPatterns,
    /// The indicator dictionary.
    pub indicators: Indicators,
    /// Words about the document's own figures.
    pub checks: CheckWords,
    /// Themes of measures.
    pub themes: Themes,
    /// Limits and words of tracking.
    pub tracking: Tracking,
    hash: String,
    list: Vec<RuleCount>,
}

/// How many words a key of a rule file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCount {
    /// File name.
    pub file: String,
    /// Key inside the file.
    pub key: String,
    /// Number of words, patterns or entries.
    pub words: usize,
}

impl Rules {
    /// The rules inside the program. A test proves that they hold no mistake; were there one, what could be read of them stands.
    #[must_use]
    pub fn embedded() -> &'static Rules {
        static EMBEDDED: OnceLock<Rules> = OnceLock::new();
        EMBEDDED.get_or_init(|| compile(&RuleFiles::embedded()).0)
    }

    /// The rules inside the program without any word that heads or labels something (columns, rows, tiers, sections of a document, 担当：):
    /// roles then come from the cells alone. A measure of how much depends on words. Words that stand in cells (ratings, steps, units) stay.
    #[must_use]
    pub fn without_header_words() -> Rules {
        let mut rules = compile(&RuleFiles::embedded()).0;
        rules.columns = Columns::default();
        rules.rows.forget_heads();
        rules.tiers = Tiers::default();
        rules.sections = Sections::default();
        rules.owners.forget_labels();
        rules.hash.push_str("-no-header-words");
        rules
    }

    /// The rules inside the program with the files of a folder in place of those of the same name.
    ///
    /// # Errors
    /// The first mistake; [`check`] gives them all.
    pub fn load(dir: &Path) -> Result<Rules, RulesError> {
        let (files, mut mistakes) = RuleFiles::from_dir(dir);
        let (rules, more) = compile(&files);
        mistakes.extend(more);
        mistakes.into_iter().next().map_or(Ok(rules), Err)
    }

    /// SHA-256 over names and bytes of the files in name order, in lower-case hex. An extraction is keyed by it.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Files and keys with their number of words, in order.
    #[must_use]
    pub fn list(&self) -> &[RuleCount] {
        &self.list
    }

    /// The roles that a header cell may have, best first, scores 0..1; 1.0 is an exact sure word.
    #[must_use]
    pub fn column_roles(&self, header: &str) -> Vec<(ColumnRole, f32)> {
        self.columns.roles(header)
    }

    /// What the text says where it is nothing but the head of a row (計画, 実績, 計算式, 合計).
    #[must_use]
    pub fn row_head(&self, text: &str) -> Option<RowHead> {
        self.rows.head(text)
    }

    /// Plan or actual, where the text is such a row head.
    #[must_use]
    pub fn row_basis(&self, text: &str) -> Option<Basis> {
        self.rows.basis(text)
    }

    /// The tier that a heading names: word, number, title.
    #[must_use]
    pub fn tier(&self, heading: &str) -> Option<TierMatch> {
        self.tiers.heading(heading)
    }

    /// What stands under a heading.
    #[must_use]
    pub fn section(&self, heading: &str) -> Option<Section> {
        self.sections.of_heading(heading)
    }

    /// The kind of plan that a title names.
    #[must_use]
    pub fn plan_kind(&self, title: &str) -> Option<PlanKind> {
        self.documents.kind(title)
    }

    /// The guideline's indicator of a code of either edition.
    #[must_use]
    pub fn indicator_by_code(&self, code: &str) -> Option<&IndicatorEntry> {
        self.indicators.by_code(code)
    }

    /// Indicators of a name, best first, scores 0..1.
    #[must_use]
    pub fn indicators_named(&self, name: &str) -> Vec<(&IndicatorEntry, f32)> {
        self.indicators.named(name)
    }
}

/// Every mistake in a folder of rules, by file and line; none means that [`Rules::load`] takes it.
#[must_use]
pub fn check(dir: &Path) -> Vec<RulesError> {
    let (files, mut mistakes) = RuleFiles::from_dir(dir);
    mistakes.extend(compile(&files).1);
    mistakes
}

fn compile(files: &RuleFiles) -> (Rules, Vec<RulesError>) {
    let mut all = Compiled { files, mistakes: Vec::new(), list: Vec::new() };
    let checks = all.part("checks.toml", CheckWords::compile);
    let mut columns = all.part("columns.toml", Columns::compile);
    let indicators = all.part("indicators.toml", Indicators::compile);
    let documents = all.part("kinds.toml", DocumentWords::compile);
    let owners = all.part("owners.toml", Owners::compile);
    let ratings = all.part("ratings.toml", Ratings::compile);
    let reviews = all.part("reviews.toml", ReviewPatterns::compile);
    let rows = all.part("rows.toml", Rows::compile);
    let schedule = all.part("schedule.toml", ScheduleWords::compile);
    let sections = all.part("sections.toml", Sections::compile);
    let status = all.part("status.toml", StatusPatterns::compile);
    let targets = all.part("targets.toml", TargetWords::compile);
    let themes = all.part("themes.toml", Themes::compile);
    let tiers = all.part("tiers.toml", Tiers::compile);
    let tracking = all.part("tracking.toml", Tracking::compile);
    let units = all.part("units.toml", Units::compile);
    columns.add_tiers(tiers.weights());
    let Compiled { mistakes, list, .. } = all;
    let hash = files.hash();
    let rules = Rules {
        columns,
        rows,
        tiers,
        owners,
        schedule,
        status,
        ratings,
        units,
        targets,
        documents,
        sections,
        reviews,
        indicators,
        checks,
        themes,
        tracking,
        hash,
        list,
    };
    (rules, mistakes)
}

/// What comes together while one file after the other is compiled.
struct Compiled<'a> {
    files: &'a RuleFiles,
    mistakes: Vec<RulesError>,
    list: Vec<RuleCount>,
}

impl<'a> Compiled<'a> {
    fn part<T>(&mut self, file: &str, compile: impl FnOnce(&mut Reader<'a>) -> T) -> T {
        let mut reader = self.files.reader(file);
        let part = compile(&mut reader);
        reader.mistakes.sort_by_key(|m| m.line);
        self.mistakes.extend(reader.mistakes);
        self.list.extend(reader.counts.into_iter().map(|(key, words)| RuleCount { file: file.to_owned(), key, words }));
        part
    }
}
