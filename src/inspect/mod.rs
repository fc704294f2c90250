//! A page with what was seen on it drawn over it: blocks in reading order, cells with their spans, bars.
//!
//! Each kind of block has a colour, see [`color_of`]; the number in the corner is its place in the reading order. Cells are outlined with their
//! empty places shaded, bars are filled in magenta.

mod digits;

use crate::model::{Block, BlockKind, Rect, Table};
use crate::read::Picture;

/// Colour of bars.
pub const BAR: u32 = 0x00d0_00a0;
/// Colour of cells.
pub const CELL: u32 = 0x0000_70c0;

/// The colour 0xRRGGBB that a kind of block is drawn in; `None` for page breaks.
#[must_use]
pub fn color_of(kind: &BlockKind) -> Option<u32> {
    Some(match kind {
        BlockKind::Heading { .. } => 0x00d0_2020,
        BlockKind::Paragraph { .. } => 0x0020_9020,
        BlockKind::ListItem { .. } => 0x0080_a000,
        BlockKind::Table(_) => CELL,
        BlockKind::Caption { .. } => 0x00e0_8000,
        BlockKind::Note { .. } => 0x0080_5030,
        BlockKind::Contents { .. } => 0x0060_60a0,
        BlockKind::Furniture { .. } => 0x0080_8080,
        BlockKind::PageBreak => return None,
    })
}

/// Draws the blocks of the page with this number over its picture and gives how many there were.
pub fn draw(picture: &mut Picture, blocks: &[Block], page: usize) -> usize {
    let mut order = 0;
    for block in blocks {
        if let BlockKind::Table(table) = &block.kind {
            draw_table(picture, table, page);
        }
        let (Some(color), Some(rect)) = (color_of(&block.kind), block.place.bbox.filter(|_| block.place.page == Some(page))) else {
            continue;
        };
        order += 1;
        let cover = if matches!(block.kind, BlockKind::Table(_)) { 0.0 } else { 0.16 };
        boxed(picture, &rect, color, cover, 2);
        label(picture, &rect, order, color);
    }
    order
}

/// The table's cells and bars on this page; a table may run over several.
fn draw_table(picture: &mut Picture, table: &Table, page: usize) {
    for cell in table.cells.iter().filter(|cell| cell.place.page == Some(page)) {
        let Some(rect) = cell.place.bbox else { continue };
        let spans = cell.row_span * cell.col_span > 1;
        boxed(picture, &rect, CELL, if spans { 0.22 } else { 0.06 }, 1);
    }
    for bar in table.bars.iter().filter(|bar| bar.place.page == Some(page)) {
        if let Some(rect) = bar.place.bbox {
            boxed(picture, &rect, BAR, 0.35, 2);
        }
    }
}

/// A box with an outline some pixels wide.
fn boxed(picture: &mut Picture, rect: &Rect, color: u32, cover: f32, line: u16) {
    let (x0, y0, x1, y1) = pixels(picture, rect);
    picture.tint((x0, y0), (x1, y1), color, cover);
    for (from, to) in [
        ((x0, y0), (x1, y0.saturating_add(line))),
        ((x0, y1.saturating_sub(line)), (x1, y1)),
        ((x0, y0), (x0.saturating_add(line), y1)),
        ((x1.saturating_sub(line), y0), (x1, y1)),
    ] {
        picture.tint(from, to, color, 0.8);
    }
}

/// The number on a field of the block's colour, at its top left corner.
fn label(picture: &mut Picture, rect: &Rect, number: usize, color: u32) {
    let (x0, y0, _, _) = pixels(picture, rect);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a few pixels
    let dot = picture.scale().clamp(1.0, 8.0).round() as u16;
    let (width, height) = digits::size(number, dot);
    let (x0, y0) = (x0.saturating_sub(width), y0);
    picture.tint((x0, y0), (x0 + width, y0 + height), color, 0.85);
    for (x, y) in digits::dots(number) {
        let from = (x0 + (x + 1) * dot, y0 + (y + 1) * dot);
        picture.tint(from, (from.0 + dot, from.1 + dot), 0x00ff_ffff, 1.0);
    }
}

/// At least one pixel of every rectangle is drawn.
fn pixels(picture: &Picture, rect: &Rect) -> (u16, u16, u16, u16) {
    let (width, height) = picture.size();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
    let pixel = |at: f32, most: u16| (at * picture.scale()).round().clamp(0.0, f32::from(most)) as u16;
    let (x0, y0) = (pixel(rect.x0, width.saturating_sub(1)), pixel(rect.y0, height.saturating_sub(1)));
    (x0, y0, pixel(rect.x1, width).max(x0 + 1), pixel(rect.y1, height).max(y0 + 1))
}
