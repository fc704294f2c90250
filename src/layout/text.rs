//! Blocks of text sources: headings, lists, tab-separated tables whose merged cells and arrows were lost.

use crate::model::Block;

/// The blocks of a text, line by line.
#[must_use]
pub fn blocks(_lines: &[String]) -> Vec<Block> {
    Vec::new()
}
