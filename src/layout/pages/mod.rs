//! Blocks of paged sources, from the geometry of glyphs and paths.
//!
//! ```text
//! glyphs ─ runs ─┬──────────────── cells, bars ─► tables ─┐
//! paths ─ shapes ┴─ rulings ─ grid ─ marks ──┘            ├─ flow ─ captions ─ continuation ─► blocks
//!                └─ boxes, order, lines, paragraphs ──────┘
//! ```

mod across;
mod bars;
mod boards;
mod boxes;
mod captions;
mod cardfields;
mod cardrows;
mod cards;
#[cfg(test)]
mod cases;
mod cells;
mod charts;
mod columns;
mod contents;
mod continuation;
mod dashes;
mod flow;
mod furniture;
mod grid;
mod hatches;
mod headings;
mod horizontals;
#[cfg(test)]
mod hostile;
mod legends;
mod lineends;
mod lines;
mod listmarks;
mod mark;
mod marks;
mod middles;
mod openheads;
mod order;
mod outlines;
mod painted;
mod paragraphs;
#[cfg(test)]
mod patterned;
#[cfg(test)]
#[path = "../../../tests/generator/pdf.rs"]
#[allow(dead_code)] // the random plans of tests/ need more of it
mod pdf;
mod piece;
mod polygons;
mod rivals;
mod roadmaps;
mod rulings;
mod runs;
mod shapes;
mod symbols;
mod tablerows;
mod tables;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod textcols;
mod textrows;
mod trees;
mod turn;
mod whitespace;
mod words;

use std::time::Duration;

use rayon::prelude::*;

use crate::layout::Laid;
use crate::model::{Block, BlockKind, Glyph, LegendEntry, OutlineItem, Page, Place, Rect, Warning};
use crate::read::{Clock, time_warning};
use flow::Placed;
use furniture::Edges;
use paragraphs::Setting;
use piece::Text;
use runs::Run;
use tables::Drawn;
use turn::{Turn, Upright};

/// One page taken apart: tables, and what is left of its text.
struct Parts<'a> {
    page: &'a Page,
    runs: Vec<Run<'a>>,
    tables: Vec<Drawn>,
    figures: Vec<Text>,
    frames: Vec<Rect>,
    /// Signs with words behind them that come again in the tables.
    legend: Vec<LegendEntry>,
    /// What there was too much of to look at all of it.
    limits: Vec<Limit>,
    /// What is left of the time that the page may take.
    time: Option<Duration>,
}

/// Kinds of things of which a page can have too many: such a page is a drawing or was made to keep programs busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit {
    Glyphs,
    Lines,
    Rulings,
    Cells,
    Areas,
    Boxes,
    Arrows,
    Time,
}

impl Limit {
    /// How the warning names it.
    fn word(self) -> &'static str {
        match self {
            Self::Glyphs => "glyphs",
            Self::Lines => "lines",
            Self::Rulings => "rulings",
            Self::Cells => "cells",
            Self::Areas => "areas",
            Self::Boxes => "boxes",
            Self::Arrows => "arrows",
            Self::Time => "time",
        }
    }
}

/// The blocks of all pages in reading order; a [`crate::model::BlockKind::PageBreak`] stands between pages.
#[must_use]
pub fn blocks(pages: &[Page], outline: &[OutlineItem]) -> Vec<Block> {
    lay_out(pages, outline, None).blocks
}

/// The same with a warning for each page that is beyond what is looked at. `time` is how long one page may take.
#[must_use]
pub fn lay_out(pages: &[Page], outline: &[OutlineItem], time: Option<Duration>) -> Laid {
    let upright: Vec<Upright> = pages.par_iter().map(turn::upright).collect();
    let mut parts: Vec<Parts> = upright.par_iter().map(|u| parts(&u.page, Clock::start(time))).collect();
    let legends: Vec<(usize, Vec<LegendEntry>)> = parts.iter_mut().map(|p| (p.page.number, std::mem::take(&mut p.legend))).collect();
    let body = body_size(&parts);
    let mut edges_of: Vec<(f32, Vec<Run>)> = parts.iter_mut().map(|p| (p.page.height, std::mem::take(&mut p.runs))).collect();
    let edges = furniture::take(&mut edges_of, body);
    for (part, (_, runs)) in parts.iter_mut().zip(edges_of) {
        part.runs = runs;
    }
    let settings: Vec<Setting> = parts.iter().map(|p| setting(p, &parts, body)).collect();
    let read: Vec<(Vec<Placed>, Vec<Limit>)> = parts.into_par_iter().zip(settings).map(|(part, setting)| read(part, &setting)).collect();
    let (mut flows, limits): (Vec<Vec<Placed>>, Vec<Vec<Limit>>) = read.into_iter().unzip();
    let warnings = pages.iter().zip(limits).flat_map(|(page, limits)| warnings(page.number, &limits, time)).collect();
    let heights: Vec<f32> = upright.iter().map(|u| u.page.height).collect();
    across::join(&mut flows);
    continuation::join(&mut flows, &heights);
    let tables = flows.iter_mut().flatten().filter_map(|p| if let Placed::Table(drawn) = p { Some(&mut drawn.table) } else { None });
    legends::tie(tables, &legends);
    set_levels(&mut flows, outline);
    let mut blocks = assembled(pages, flows, edges);
    let turns: Vec<(usize, Turn)> = upright.iter().map(|u| (u.page.number, u.turn)).collect();
    turn::back(&mut blocks, &turns);
    for upright in upright {
        add_edges(&mut blocks, upright);
    }
    Laid { blocks, warnings }
}

/// The warnings about a page of which not all was looked at.
fn warnings(page: usize, limits: &[Limit], time: Option<Duration>) -> Vec<Warning> {
    let words: Vec<&str> = limits.iter().filter(|limit| **limit != Limit::Time).map(|limit| limit.word()).collect();
    let too_much = Warning { code: "layout_limit".to_owned(), page: Some(page), detail: words.join(", ") };
    let too_long = time.filter(|_| limits.contains(&Limit::Time)).map(|time| time_warning(page, time));
    (!words.is_empty()).then_some(too_much).into_iter().chain(too_long).collect()
}

/// Adds the furniture that stands upright on a page printed sideways.
fn add_edges(blocks: &mut Vec<Block>, upright: Upright) {
    let number = upright.page.number;
    let block = |(rect, text): (Rect, String)| Block { place: Place::on_page(number, rect), kind: BlockKind::Furniture { text } };
    let all: Vec<Block> = upright.edges.head.into_iter().chain(upright.edges.foot).map(block).collect();
    if !all.is_empty() {
        let end = blocks.iter().rposition(|b| b.place.page == Some(number)).map_or(blocks.len(), |i| i + 1);
        blocks.splice(end..end, all);
    }
}

/// The words printed inside a rectangle of a page, lines parted by `\n`. A glyph belongs to it by its middle. This is how a place is proved.
#[must_use]
pub fn words_in(page: &Page, area: &Rect) -> String {
    // Places are written with a tenth of a point.
    let area = area.grown(0.1);
    let glyphs: Vec<Glyph> = page.glyphs.iter().filter(|g| area.contains(g.rect.center())).cloned().collect();
    cells::text(runs::runs(&glyphs))
}

/// Takes a page apart. Where its time is over, what is left of it stays running text.
fn parts(page: &Page, clock: Clock) -> Parts<'_> {
    let mut shapes = shapes::shapes(&page.paths);
    shapes.clock = clock;
    let mut runs = runs::runs(&page.glyphs);
    let whole = Rect::new(0.0, 0.0, page.width, page.height);
    let (mut tables, arrows) = tables::ruled(&mut shapes, &mut runs, page.number, &whole);
    let rects: Vec<Rect> = tables.iter().map(|t| t.grid.rect()).collect();
    let figures = charts::take(&shapes.fills, &rects, &mut runs);
    // Boards say more of what their cards print: where all have one year, it stands in the head.
    tables.extend(boards::take(&shapes.frames, &mut runs, &rects, page.number, &whole));
    let rects: Vec<Rect> = tables.iter().map(|t| t.grid.rect()).collect();
    tables.extend(cardrows::take(&shapes.frames, &rects, &mut runs, page.number));
    let rects: Vec<Rect> = tables.iter().map(|t| t.grid.rect()).collect();
    let (unruled, arrows) = tables::unruled(&shapes, arrows, &mut runs, &rects, page.number, &whole);
    tables.extend(unruled);
    let rects: Vec<Rect> = tables.iter().map(|t| t.grid.rect()).collect();
    let frames = boxes::boxes(&shapes.frames, &runs, &rects, &whole);
    let legend = legends::find(page, &tables, &shapes.fills, &arrows, &shapes.horizontal);
    let mut limits = shapes.limits;
    limits.extend((page.glyphs.len() > runs::MAX_GLYPHS).then_some(Limit::Glyphs));
    limits.extend((shapes.frames.len() > boxes::MAX_FRAMES).then_some(Limit::Boxes));
    limits.extend((shapes.fills.len() > painted::MAX_FILLS).then_some(Limit::Areas));
    Parts { page, runs, tables, figures, frames, legend, limits, time: clock.left() }
}

/// The size in which most of the running text is set.
fn body_size(parts: &[Parts]) -> f32 {
    let mut count: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
    for run in parts.iter().flat_map(|p| &p.runs) {
        #[allow(clippy::cast_possible_truncation)]
        let half = (run.size * 2.0).round() as i32;
        *count.entry(half).or_default() += run.len();
    }
    count.into_iter().max_by_key(|(half, n)| (*n, -*half)).map_or(10.0, |(half, _)| half as f32 / 2.0)
}

/// The text area that the page shares with all pages of its size.
fn setting(part: &Parts, parts: &[Parts], body: f32) -> Setting {
    let alike = parts.iter().filter(|p| (p.page.width - part.page.width).abs() < 2.0 && (p.page.height - part.page.height).abs() < 2.0);
    let (mut left, mut right) = (f32::MAX, f32::MIN);
    for other in alike {
        let text = other.runs.iter().map(|r| &r.rect);
        for rect in text.chain(other.frames.iter()) {
            left = left.min(rect.x0.max(0.0));
            right = right.max(rect.x1.min(part.page.width));
        }
        for table in &other.tables {
            left = left.min(table.grid.rect().x0);
            right = right.max(table.grid.rect().x1);
        }
    }
    if left >= right {
        (left, right) = (0.0, part.page.width);
    }
    Setting { left, right, body, pages: parts.len() }
}

/// Reads a page in order and ties captions to tables; says as well which limits it came to.
fn read(mut part: Parts, setting: &Setting) -> (Vec<Placed>, Vec<Limit>) {
    let clock = Clock::start(part.time);
    let mut placed = flow::flow(part.runs, part.tables, part.figures, &part.frames, setting, clock);
    captions::tie(&mut placed);
    part.limits.extend(clock.is_over().then_some(Limit::Time));
    (placed, part.limits)
}

fn set_levels(flows: &mut [Vec<Placed>], outline: &[OutlineItem]) {
    let mut texts: Vec<Vec<Text>> = flows
        .iter()
        .map(|flow| flow.iter().filter_map(|p| if let Placed::Text(text) = p { Some(text.clone()) } else { None }).collect())
        .collect();
    headings::set_levels(&mut texts, outline);
    for (flow, texts) in flows.iter_mut().zip(texts) {
        let slots = flow.iter_mut().filter_map(|p| if let Placed::Text(text) = p { Some(text) } else { None });
        for (slot, text) in slots.zip(texts) {
            *slot = text;
        }
    }
}

/// Puts furniture, text and tables of all pages together.
fn assembled(pages: &[Page], flows: Vec<Vec<Placed>>, edges: Vec<Edges>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (n, ((page, flow), edge)) in pages.iter().zip(flows).zip(edges).enumerate() {
        if n > 0 {
            let place = Place { page: Some(page.number), ..Place::default() };
            blocks.push(Block { place, kind: BlockKind::PageBreak });
        }
        let furniture = |(rect, text)| Block { place: Place::on_page(page.number, rect), kind: BlockKind::Furniture { text } };
        blocks.extend(edge.head.into_iter().map(furniture));
        for placed in flow {
            let place = Place::on_page(page.number, placed.rect());
            let kind = match placed {
                Placed::Text(text) => text.kind,
                Placed::Table(drawn) => BlockKind::Table(drawn.table),
            };
            blocks.push(Block { place, kind });
        }
        blocks.extend(edge.foot.into_iter().map(furniture));
    }
    blocks
}
