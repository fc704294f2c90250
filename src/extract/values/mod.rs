//! Values of indicators: tables of indicators, targets in a measure's row, targets in sentences.

mod claim;
mod columns;
mod explained;
mod labelled;
mod links;
mod name;
mod phrase;
mod roles;
mod row;
mod sentences;
mod table;
#[cfg(test)]
mod tests;
mod transposed;
mod turns;

pub(super) use columns::{ValueColumn, name_column, value_columns, year_of, year_with_words};
pub(super) use labelled::{Named, behind_label, between_turns, is_bare_name, is_turn, turned, under_years};
pub use links::link_measures;
pub(super) use name::whole_unit;
pub(super) use roles::{Figures, default_role, noted_role, notes_under};
pub(super) use row::{FigureRow, of_row};
pub use sentences::{in_prose, in_target_cell};
pub(super) use table::words_over;
pub use turns::{below_name, in_line, name_alone};

use super::around::Around;
use super::grid::Grid;
use super::headers::Section;
use crate::model::{Record, Role, Value};
use crate::rules::Rules;

/// Values and indicators of one section of a table, empty where it holds none.
#[must_use]
pub fn in_table(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> Vec<Record> {
    let explained = explained::indicators(grid, section, rules, around);
    if !explained.is_empty() {
        return explained;
    }
    let found = table::values(grid, section, rules, around);
    if found.is_empty() { transposed::values(grid, section, rules, around) } else { found }
}

/// A value without number, unit and year yet.
pub(in crate::extract) fn new_value(indicator: &str, role: Role, text: &str) -> Value {
    Value {
        indicator: indicator.to_owned(),
        code: None,
        unit: None,
        year: None,
        phase: None,
        role,
        value: None,
        comparator: None,
        text: text.to_owned(),
        scope: None,
        measure: None,
        standard_edition: None,
        path: Vec::new(),
        printed_rate: None,
        standard: None,
    }
}
