//! Values of indicators: tables of indicators, targets in a measure's row, targets in sentences.

use crate::model::{Evidence, Record};
use crate::rules::Rules;

use super::around::Around;
use super::grid::Grid;
use super::headers::Section;

/// Values and indicators of one section of a table, empty where it holds none.
#[must_use]
pub fn in_table(_grid: &Grid, _section: &Section, _rules: &Rules, _around: &Around) -> Vec<Record> {
    Vec::new()
}

/// Targets in the target cell (成果指標) of a measure's row.
#[must_use]
pub fn in_target_cell(_raw: &str, _evidence: &Evidence, _measure: &str, _rules: &Rules, _around: &Around) -> Vec<Record> {
    Vec::new()
}

/// Targets and baselines that a sentence states.
#[must_use]
pub fn in_prose(_raw: &str, _evidence: &Evidence, _rules: &Rules, _around: &Around) -> Vec<Record> {
    Vec::new()
}
