//! The flow of one page: running text, boxes and tables in reading order.

use super::boxes;
use super::lines::{Line, lines};
use super::order::{Piece, Region, regions};
use super::paragraphs::{Setting, texts};
use super::piece::Text;
use super::runs::Run;
use super::tables::Drawn;
use crate::model::Rect;
use crate::read::Clock;

/// A piece of a page in reading order.
#[derive(Debug, Clone)]
pub(super) enum Placed {
    /// Running text.
    Text(Text),
    /// A table.
    Table(Box<Drawn>),
}

impl Placed {
    /// Where it stands.
    pub(super) fn rect(&self) -> Rect {
        match self {
            Self::Text(text) => text.rect,
            Self::Table(table) => table.grid.rect(),
        }
    }
}

/// What stands in a region beside lines: a table, or a box by its number.
enum Solid {
    Table(Box<Drawn>),
    Figure(Box<Text>),
    Box(usize),
}

/// The page's pieces in reading order. `frames` are the page's text boxes, smallest first.
pub(super) fn flow(
    runs: Vec<Run<'_>>,
    tables: Vec<Drawn>,
    figures: Vec<Text>,
    frames: &[Rect],
    setting: &Setting,
    clock: Clock,
) -> Vec<Placed> {
    let mut content: Vec<(Vec<Run>, Vec<Solid>)> = (0..=frames.len()).map(|_| (Vec::new(), Vec::new())).collect();
    let page = frames.len();
    for run in runs {
        content[boxes::innermost(frames, &run.rect).unwrap_or(page)].0.push(run);
    }
    for table in tables {
        content[boxes::innermost(frames, &table.grid.rect()).unwrap_or(page)].1.push(Solid::Table(Box::new(table)));
    }
    for figure in figures {
        content[boxes::innermost(frames, &figure.rect).unwrap_or(page)].1.push(Solid::Figure(Box::new(figure)));
    }
    // A box inside another belongs to it; smaller ones come first, so that a box is filled before it is placed.
    for i in 0..frames.len() {
        if content[i].0.is_empty() && content[i].1.is_empty() {
            continue;
        }
        let outer = boxes::innermost(&frames[i + 1..], &frames[i]).map_or(page, |k| i + 1 + k);
        content[outer].1.push(Solid::Box(i));
    }
    let mut read: Vec<Vec<Placed>> = Vec::new();
    for (i, (runs, solids)) in content.into_iter().enumerate() {
        let setting = frames.get(i).map_or(*setting, |frame| inside(frame, &runs, setting));
        let placed = level(runs, solids, frames, &mut read, &setting, clock);
        read.push(placed);
    }
    read.pop().unwrap_or_default()
}

/// The setting of text in a box: as much room at the right as at the left.
fn inside(frame: &Rect, runs: &[Run], setting: &Setting) -> Setting {
    let left = runs.iter().map(|r| r.rect.x0).fold(frame.x1, f32::min);
    let right = frame.x1 - (left - frame.x0).clamp(0.0, 0.3 * frame.width());
    Setting { left, right, ..*setting }
}

/// Solids from top to bottom, those side by side from left to right.
fn by_band(mut solids: Vec<Solid>, rect_of: impl Fn(&Solid) -> Rect) -> Vec<Solid> {
    solids.sort_by(|a, b| rect_of(a).y0.total_cmp(&rect_of(b).y0));
    let mut bands: Vec<(Rect, Vec<Solid>)> = Vec::new();
    for solid in solids {
        let rect = rect_of(&solid);
        match bands.last_mut() {
            Some((first, band)) if rect.overlap_y(first) > 0.5 * rect.height().min(first.height()) => band.push(solid),
            _ => bands.push((rect, vec![solid])),
        }
    }
    let sorted = bands.into_iter().flat_map(|(_, mut band)| {
        band.sort_by(|a, b| rect_of(a).x0.total_cmp(&rect_of(b).x0));
        band
    });
    sorted.collect()
}

/// One level of boxes in reading order; the pieces of the boxes in it are taken from `read`.
fn level(
    runs: Vec<Run<'_>>,
    solids: Vec<Solid>,
    frames: &[Rect],
    read: &mut [Vec<Placed>],
    setting: &Setting,
    clock: Clock,
) -> Vec<Placed> {
    let rect_of = |s: &Solid| match s {
        Solid::Table(table) => table.grid.rect(),
        Solid::Figure(figure) => figure.rect,
        Solid::Box(i) => frames[*i],
    };
    let mut pieces: Vec<Piece> = runs.iter().map(|r| Piece { rect: r.rect, size: r.size, solid: false }).collect();
    pieces.extend(solids.iter().map(|s| Piece { rect: rect_of(s), size: setting.body, solid: true }));
    let mut runs: Vec<Option<Run>> = runs.into_iter().map(Some).collect();
    let mut solids: Vec<Option<Solid>> = solids.into_iter().map(Some).collect();
    let mut out = Vec::new();
    // Where the time is over, no columns are looked for.
    let regions = if clock.is_over() { vec![Region { pieces: (0..pieces.len()).collect(), column: None }] } else { regions(&pieces) };
    for region in regions {
        let mut own_runs = Vec::new();
        let mut own_solids = Vec::new();
        for i in region.pieces {
            if i < runs.len() {
                own_runs.extend(runs[i].take());
            } else {
                own_solids.extend(solids[i - runs.len()].take());
            }
        }
        let setting = region.column.map_or(*setting, |(left, right)| Setting { left, right, ..*setting });
        let own_solids = by_band(own_solids, rect_of);
        let mut rest: Vec<Line> = lines(own_runs);
        for solid in own_solids {
            let rect = rect_of(&solid);
            let (before, after): (Vec<Line>, Vec<Line>) =
                rest.into_iter().partition(|l| l.rect.center().y < rect.y0 || (l.rect.x1 < rect.x0 && l.rect.center().y < rect.y1));
            out.extend(texts(&before, &setting).into_iter().map(Placed::Text));
            rest = after;
            match solid {
                Solid::Table(table) => out.push(Placed::Table(table)),
                Solid::Figure(figure) => out.push(Placed::Text(*figure)),
                Solid::Box(i) => out.append(&mut read[i]),
            }
        }
        out.extend(texts(&rest, &setting).into_iter().map(Placed::Text));
    }
    out
}
