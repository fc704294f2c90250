//! Pages become blocks: headings, paragraphs, lists, tables with spans, bars. Knows no plan vocabulary.

pub mod pages;
pub mod sheets;
pub mod text;
pub mod word;

use crate::model::{Block, BlockKind, Content, Place, SourceFile, Table};

/// The blocks of a source in reading order, as a person sees them.
#[must_use]
pub fn blocks(source: &SourceFile) -> Vec<Block> {
    match &source.content {
        Content::Pages(pages) => pages::blocks(pages, &source.outline),
        Content::Lines(lines) => text::blocks(lines),
        Content::Sheets(sheets) => sheets::blocks(sheets),
        Content::Blocks(blocks) => word::blocks(blocks),
    }
}

/// The tables among the blocks, in reading order, each with its place.
pub fn tables(blocks: &[Block]) -> impl Iterator<Item = (&Place, &Table)> {
    blocks.iter().filter_map(|block| if let BlockKind::Table(table) = &block.kind { Some((&block.place, table)) } else { None })
}
