//! Pages become blocks: headings, paragraphs, lists, tables with spans, bars. Knows no plan vocabulary.

pub mod pages;
pub mod text;

use crate::model::{Block, Content, SourceFile};

/// The blocks of a source in reading order, as a person sees them.
#[must_use]
pub fn blocks(source: &SourceFile) -> Vec<Block> {
    match &source.content {
        Content::Pages(pages) => pages::blocks(pages, &source.outline),
        Content::Lines(lines) => text::blocks(lines),
    }
}
