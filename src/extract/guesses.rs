//! Header words that no rule knows, with the role that the cells under them gave: candidates for the rules.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::Evidence;
use crate::rules::ColumnRole;

use super::grid::Grid;
use super::headers::Section;

/// A header word that the rules do not know (or hardly), and how its column was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleGuess {
    /// The word as printed, normalised.
    pub word: String,
    /// The role that the cells gave, `None` where they told none.
    pub role: Option<ColumnRole>,
    /// What the table loses if the column has another role, 0..1; 0 where none was given.
    pub margin: f32,
    /// Where the word stands.
    pub evidence: Evidence,
}

/// The guesses of one document, each word and role once, the surest reading kept.
#[derive(Debug, Default)]
pub(super) struct Guesses {
    found: BTreeMap<(String, Option<ColumnRole>), RoleGuess>,
}

impl Guesses {
    /// Adds what the columns of a section were taken for.
    pub fn add(&mut self, grid: &Grid, section: &Section) {
        for (col, column) in section.columns.iter().enumerate() {
            let unknown = column.by_cells || column.role.is_none() && column.year.is_none();
            let word = column.label();
            if !unknown || word.is_empty() || !word.chars().any(char::is_alphabetic) {
                continue;
            }
            let place = section.header.iter().rev().find(|&&row| grid.text(row, col) == word);
            let Some(&row) = place else { continue };
            let margin = if column.by_cells { column.margin } else { 0.0 };
            let guess = RoleGuess { word: word.to_owned(), role: column.role, margin, evidence: grid.evidence(row, col) };
            let known = self.found.entry((guess.word.clone(), guess.role)).or_insert_with(|| guess.clone());
            if known.margin < guess.margin {
                *known = guess;
            }
        }
    }

    /// All of them, ordered by word and role.
    pub fn finish(self) -> Vec<RoleGuess> {
        self.found.into_values().collect()
    }
}
