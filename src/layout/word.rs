//! Blocks of a word processor's document: what the document says itself stays, what it leaves open its words tell.

use super::text::{caption_and_unit, kind_of};
use crate::model::{Block, BlockKind};

/// Plain paragraphs that are captions, notes, numbered headings or list items become these; tables get caption and unit from above.
#[must_use]
pub fn blocks(given: &[Block]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::with_capacity(given.len());
    for block in given {
        let kind = match &block.kind {
            BlockKind::Paragraph { text } => kind_of(text),
            BlockKind::Table(table) => {
                let mut table = table.clone();
                (table.caption, table.unit) = caption_and_unit(&blocks);
                BlockKind::Table(table)
            }
            other => other.clone(),
        };
        blocks.push(Block { place: block.place, kind });
    }
    blocks
}
