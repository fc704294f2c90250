//! Pages become blocks: headings, paragraphs, lists, tables with spans, bars. Knows no plan vocabulary.

pub mod pages;
pub mod sheets;
mod signs;
pub mod text;
pub mod word;

use std::time::Duration;

use crate::model::{Block, BlockKind, Content, Place, SourceFile, Table, Warning};

/// The blocks of a source in reading order, as a person sees them.
#[must_use]
pub fn blocks(source: &SourceFile) -> Vec<Block> {
    lay_out(source, None).blocks
}

/// The blocks of a source, and where it is beyond what is laid out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Laid {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// What was left out, by page or line. No printed page and no table of a plan comes near these limits.
    pub warnings: Vec<Warning>,
}

/// The blocks of a source in reading order, with warnings where a limit was reached. `page_time` is how long one page may take.
#[must_use]
pub fn lay_out(source: &SourceFile, page_time: Option<Duration>) -> Laid {
    let whole = |blocks| Laid { blocks, warnings: Vec::new() };
    match &source.content {
        Content::Pages(pages) => pages::lay_out(pages, &source.outline, page_time),
        Content::Lines(lines) => text::lay_out(lines),
        Content::Sheets(sheets) => whole(sheets::blocks(sheets)),
        Content::Blocks(blocks) => whole(word::blocks(blocks)),
    }
}

/// The tables among the blocks, in reading order, each with its place.
pub fn tables(blocks: &[Block]) -> impl Iterator<Item = (&Place, &Table)> {
    blocks.iter().filter_map(|block| if let BlockKind::Table(table) = &block.kind { Some((&block.place, table)) } else { None })
}
