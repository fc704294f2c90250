//! What a rule found.

use serde::{Deserialize, Serialize};

use crate::model::{Evidence, Level};

/// The rules by name; each stands in a file of its own with what it looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A total beside its parts.
    RowSum,
    /// A total below or above its parts.
    ColumnSum,
    /// A printed difference beside the two figures.
    ChangeColumn,
    /// A printed rate beside the two figures.
    Rate,
    /// A row that says itself how it is made from others: (A)-(B).
    Formula,
    /// One figure in two places.
    SameFigure,
    /// A code beside a name that the dictionary gives to another one.
    CodeName,
    /// Two units for one indicator.
    Unit,
    /// A target on the wrong side of what it starts from.
    Direction,
    /// Words about a figure.
    Evaluation,
    /// Steps in years that the plan does not cover.
    YearOutside,
}

impl Rule {
    /// The rule's name in records; messages have it under `check.`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::RowSum => "row_sum",
            Self::ColumnSum => "column_sum",
            Self::ChangeColumn => "change_column",
            Self::Rate => "rate",
            Self::Formula => "formula",
            Self::SameFigure => "same_figure",
            Self::CodeName => "code_name",
            Self::Unit => "unit",
            Self::Direction => "direction",
            Self::Evaluation => "evaluation",
            Self::YearOutside => "year_outside",
        }
    }

    /// How heavily a finding of the rule weighs.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::RowSum | Self::ColumnSum | Self::Formula => Level::Serious,
            Self::ChangeColumn | Self::Rate | Self::SameFigure | Self::Evaluation | Self::Unit | Self::CodeName => Level::Check,
            Self::Direction | Self::YearOutside => Level::Note,
        }
    }
}

/// A disagreement inside one document, with the places of both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "finding")]
pub struct Finding {
    /// The rule that found it.
    pub rule: Rule,
    /// How heavily it weighs.
    pub level: Level,
    /// The document's label.
    pub document: String,
    /// Row, column or indicator that it is about.
    pub subject: String,
    /// What is printed.
    pub printed: String,
    /// What it does not agree with: the recomputed figure, the other place, the rule of the dictionary.
    pub other: String,
    /// Unit of both, where one is printed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// Printed minus recomputed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub difference: Option<f64>,
    /// A shift of cells that would explain it, for a person to judge; nothing is applied.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub proposal: Option<Proposal>,
    /// Where the printed side stands.
    pub evidence: Vec<Evidence>,
    /// Where the other side stands.
    pub against: Vec<Evidence>,
}

/// Rows whose cells, moved by one column, would make all broken sums right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The rows and how far they would move.
    pub moves: Vec<Move>,
    /// How many such shifts would explain all broken sums within these rows; only one is told, and only where it is the only one.
    pub solutions: usize,
}

/// A row that would move.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// Words of the row.
    pub row: String,
    /// Columns to the right (1) or to the left (-1).
    pub by: i32,
    /// Where the row's first figure stands.
    pub evidence: Evidence,
}

/// Most places that one side of a finding names.
const PLACES: usize = 12;

impl Finding {
    /// A finding without unit, difference and proposal.
    pub(super) fn new(rule: Rule, subject: &str, printed: String, other: String) -> Self {
        Self {
            rule,
            level: rule.level(),
            document: String::new(),
            subject: subject.to_owned(),
            printed,
            other,
            unit: None,
            difference: None,
            proposal: None,
            evidence: Vec::new(),
            against: Vec::new(),
        }
    }

    /// With the places of both sides.
    pub(super) fn at(mut self, evidence: Vec<Evidence>, mut against: Vec<Evidence>) -> Self {
        against.truncate(PLACES);
        self.evidence = evidence;
        self.against = against;
        self
    }

    /// Page or line of the printed side, 0 where unknown.
    #[must_use]
    pub fn number(&self) -> usize {
        self.evidence.first().and_then(|e| e.page.or(e.line)).unwrap_or(0)
    }

    pub(super) fn order(&self) -> (usize, Rule, String, String) {
        (self.number(), self.rule, self.subject.clone(), self.printed.clone())
    }
}
