//! Money by year.

use crate::model::Record;
use crate::rules::Rules;

use super::around::Around;
use super::grid::Grid;
use super::headers::Section;

/// Whether a numeric section holds money: its unit, caption or header words say so.
#[must_use]
pub fn is_money(_grid: &Grid, _section: &Section, _rules: &Rules, _around: &Around) -> bool {
    false
}

/// Amounts of one section of a money table.
#[must_use]
pub fn in_table(_grid: &Grid, _section: &Section, _rules: &Rules, _around: &Around) -> Vec<Record> {
    Vec::new()
}
