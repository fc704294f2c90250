//! Small questions that several rules ask of printed words.

use crate::language::find_quantities;
use crate::language::quantity::parse_cell;

/// Digits after the point of the first number in printed words.
pub(super) fn decimals_of(text: &str) -> usize {
    parse_cell(text).or_else(|| find_quantities(text).into_iter().next()).map_or(0, |q| q.decimals)
}
