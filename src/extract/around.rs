//! What surrounds a table or sentence: the place in the plan's tree, headings, caption, unit, years.

use std::collections::BTreeSet;

use super::amounts::MoneyShapes;
use super::bracketed::Bracketed;
use super::described::Mark;
use super::phases::Phases;
use super::rating_legend::RatingLegend;
use super::section_tiers::Told;
use crate::language::years::{YearContext, YearSpan};
use crate::model::{Place, Role};

/// The surroundings that a reader of tables or sentences may use.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// The document's label.
    pub document: String,
    /// Titles of the open goals from the top.
    pub path: Vec<String>,
    /// Title of the measure that text and tables belong to now.
    pub measure: Option<String>,
    /// Title of the measure whose sheet the table stands on.
    pub sheet: Option<String>,
    /// Open section headings from the top, as printed.
    pub headings: Vec<String>,
    /// The plan's period, or the year that a report reports on.
    pub period: Option<(i32, i32)>,
    /// Whether the document is a progress report.
    pub report: bool,
    /// Era and base year for bare numbers in headers.
    pub years: YearContext,
    /// What notes under the table say of its years (令和5年度までは決算).
    pub notes: Vec<(YearSpan, Role)>,
    /// Roman numbers count the chapters of the document, not its goals.
    pub roman_chapters: bool,
    /// Tier words that the document's own numbering teaches.
    pub tier_words: Vec<String>,
    /// Marks that the document has for titles of what it undertakes.
    pub marks: BTreeSet<Mark>,
    /// Titles in brackets that are a tier of the document.
    pub(super) bracketed: Bracketed,
    /// Lines whose tier only their section names.
    pub(super) told: Vec<(Place, Told)>,
    /// What the document says that its ratings mean.
    pub(super) ratings: RatingLegend,
    /// The document's phases with their years.
    pub phases: Phases,
    /// Shapes of the document's money tables with their units.
    pub money: MoneyShapes,
}

impl Around {
    /// The one year that a report reports on.
    #[must_use]
    pub fn reported_year(&self) -> Option<i32> {
        self.period.filter(|(from, to)| self.report && from == to).map(|(from, _)| from)
    }
}
