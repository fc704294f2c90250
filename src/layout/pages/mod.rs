//! Blocks of paged sources, from the geometry of glyphs and paths.

use crate::model::{Block, OutlineItem, Page};

/// The blocks of all pages in reading order; a [`crate::model::BlockKind::PageBreak`] stands between pages.
#[must_use]
pub fn blocks(_pages: &[Page], _outline: &[OutlineItem]) -> Vec<Block> {
    Vec::new()
}
