//! The role of each row of a grid whose columns are years: steps, money, figures, what came of it.
//!
//! Plans print one grid a measure, or one for the measures of a goal, in which the cell before the years says what a row holds: 内容 over 事業費
//! over 財源, 指標 below them. A *strip* is all rows under one such head. Heads get their roles as columns do (`roles`): their words, what their
//! cells hold and what stands beside them give candidates, and the choice that is worth most wins. Each row then goes to the reader of its role.
//!
//! - [`heads`] finds the cells that head rows, within each measure or in the whole grid.
//! - [`held`] looks at the cells under the years.
//! - [`candidates`] weighs what words and cells say.
//! - [`read`] hands the rows to their readers.

mod candidates;
mod heads;
mod held;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::grid::Grid;
use super::headers::{Section, sections};
use crate::model::Table;
use crate::rules::Rules;
use heads::Heads;

/// What a row of a grid of years holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RowRole {
    /// What is done in each year, in words, signs or bars.
    Steps,
    /// Money by year.
    Money,
    /// Figures of an indicator by year.
    Figures,
    /// What was done, in sentences.
    Outcome,
    /// Ratings.
    Rating,
    /// Notes, and whatever nobody can place.
    Other,
}

/// The rows of a section with their roles.
#[derive(Debug)]
pub(super) struct Strips {
    heads: Heads,
    /// Role of each body row that has a head.
    roles: BTreeMap<usize, RowRole>,
    /// Rows whose role only their cells tell.
    guessed: Vec<usize>,
}

impl Strips {
    /// The strips of a section whose rows hold different things, `None` where one reader takes them all.
    ///
    /// `alone` tells that the grid belongs to one measure that is known from elsewhere, `sheet` that it stands on
    /// the sheet of that measure.
    pub(super) fn of(grid: &Grid, section: &Section, alone: bool, sheet: bool, rules: &Rules) -> Option<Self> {
        let years = section.year_columns();
        if years.len() < 2 || section.body.len() < 2 || grid.table.spans_lost {
            return None;
        }
        let heads = Heads::of(grid, section, alone, rules)?;
        let strips = heads.strips(grid, section, rules);
        let chosen = candidates::chosen(grid, section, &strips, rules);
        // Of a grid that only stands below a measure some row must say what it is.
        let told = |(role, guessed): &(RowRole, bool)| !guessed && matches!(role, RowRole::Steps | RowRole::Money);
        if heads.measure.is_none() && !sheet && !chosen.iter().any(told) {
            return None;
        }
        let of = |role: RowRole| chosen.iter().any(|(found, _)| *found == role);
        let mixed = of(RowRole::Steps) && (of(RowRole::Money) || of(RowRole::Figures));
        let reported = (of(RowRole::Outcome) || of(RowRole::Rating)) && (of(RowRole::Steps) || of(RowRole::Money));
        if !mixed && !reported {
            return None;
        }
        let mut found = Self { heads, roles: BTreeMap::new(), guessed: Vec::new() };
        for (strip, (role, guessed)) in strips.iter().zip(chosen) {
            found.roles.extend(strip.rows.iter().map(|&row| (row, role)));
            if guessed {
                found.guessed.extend(&strip.rows);
            }
        }
        Some(found)
    }

    /// Whether the rows of the one measure of a table hold different things.
    pub(super) fn hold(table: &Table, rules: &Rules) -> bool {
        let grid = Grid::new(table);
        sections(&grid, rules, None).iter().any(|section| Self::of(&grid, section, true, true, rules).is_some())
    }

    /// The rows of one role.
    fn rows(&self, role: RowRole) -> Vec<usize> {
        self.roles.iter().filter(|(_, found)| **found == role).map(|(row, _)| *row).collect()
    }
}
