//! What was done, what is promised, how words are explained, and what was not understood.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a report or follow-up says was done.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ResultRecord {
    /// Title of the measure.
    pub measure: String,
    /// What was done, as printed.
    pub text: String,
    /// Rating as printed (A, ◎, 順調).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mark: Option<String>,
    /// Fiscal year reported on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub year: Option<i32>,
    /// Reason for a delay or change.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// What comes next.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<String>,
    /// Titles of the tiers above.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub path: Vec<String>,
}

/// A named product that a measure promises.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Deliverable {
    /// Title of the measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// First fiscal year in which it is due.
    pub due_from: Option<i32>,
    /// Last fiscal year in which it is due.
    pub due_to: Option<i32>,
}

/// How often the plan says that it is checked or revised.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// Years between reviews.
    pub interval_years: u32,
    /// The sentence.
    pub text: String,
}

/// A glossary entry.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    /// Head word.
    pub term: String,
    /// Definition.
    pub definition: String,
}

/// A table that was read but not understood: kept for review, never lost.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TableRecord {
    /// Page from 1, or line in a text.
    pub page: usize,
    /// Caption, "" if none.
    pub caption: String,
    /// Rows of cell texts; a merged cell's words stand at its first place.
    pub cells: Vec<Vec<String>>,
}
