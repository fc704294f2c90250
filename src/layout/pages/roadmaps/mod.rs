//! Roadmaps: bars below a head of years, drawn with few lines or with none.
//!
//! The head says where the columns are: three or more words at even distances, or fewer where the ends of bars part them. What stands left of
//! them and level with bars names the rows; lines and painted areas part rows where there are any, otherwise the words do. Nothing here
//! depends on what the words say.

mod bars;
mod head;
mod labels;
mod rows;

use super::columns::{self, Line};
use super::grid::{Grid, Span};
use super::mark::Mark;
use super::runs::Run;
use super::shapes::{Fill, Ruling};
use crate::model::Rect;
use head::Head;

/// More words, areas or lines than this are a drawing.
const MAX_PARTS: usize = 4_000;

/// What is painted on a page.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'a, 'b> {
    /// Its words.
    pub(super) runs: &'a [Run<'b>],
    /// Its arrows and symbols.
    pub(super) marks: &'a [Mark],
    /// Its painted areas.
    pub(super) fills: &'a [Fill],
    /// Its horizontal lines.
    pub(super) horizontal: &'a [Ruling],
    /// Its upright lines.
    pub(super) vertical: &'a [Ruling],
}

/// A roadmap that was found.
pub(super) struct Roadmap {
    /// Its rows and columns.
    pub(super) grid: Grid,
    /// The bars over it, arrows among them.
    pub(super) bars: Vec<Mark>,
    /// What is painted behind its cells.
    pub(super) backgrounds: Vec<Fill>,
    /// Where the columns of time are.
    pub(super) time: Rect,
}

/// Finds the roadmaps of a page.
pub(super) fn find(drawing: &Drawing) -> Vec<Roadmap> {
    let bars = bars::bars(drawing);
    let parts = drawing.runs.len().max(drawing.horizontal.len()).max(drawing.vertical.len());
    if bars.len() < rows::BARS || parts > MAX_PARTS {
        return Vec::new();
    }
    let lines = columns::lines(drawing.runs);
    let mut out: Vec<Roadmap> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if out.iter().any(|known| known.grid.rect().contains(line.rect.center())) {
            continue;
        }
        let heads = head::candidates(&lines, at, &bars, drawing);
        out.extend(heads.into_iter().find_map(|head| roadmap(&head, &lines, &bars, drawing)));
    }
    out
}

/// The roadmap below a head, if there is one.
fn roadmap(head: &Head, lines: &[Line], bars: &[Mark], drawing: &Drawing) -> Option<Roadmap> {
    let body = rows::body(head, lines, bars, drawing)?;
    let left = labels::columns(head, &body, drawing);
    let mut xs = left.clone();
    xs.extend(&head.edges);
    xs.extend(labels::behind(head, &body, drawing));
    let mut ys = head.ys.clone();
    ys.extend(&body.ys[1..]);
    let ordered = |edges: &[f32]| edges.windows(2).all(|pair| pair[1] - pair[0] > 1.0);
    if !ordered(&xs) || !ordered(&ys) {
        return None;
    }
    let levels = head.ys.len() - 1;
    let mut spans = head::spans(head, left.len(), xs.len() - 1);
    spans.extend(labels::spans(&xs, &ys, levels, (left.len(), left.len() + head.edges.len() - 1), &body, drawing));
    spans.sort_by_key(|s: &Span| (s.row, s.col));
    let grid = Grid::new(xs, ys, spans);
    let time = Rect::new(head.edges[0], head.ys[0], head.edges[head.edges.len() - 1], body.ys[body.ys.len() - 1]);
    let whole = grid.rect().grown(3.0);
    let is_bar = |fill: &Fill| body.bars.iter().any(|bar| bar.rect == fill.rect);
    let backgrounds =
        drawing.fills.iter().filter(|f| whole.contains(f.rect.center()) && !is_bar(f)).map(|f| behind_cells(f, &grid)).collect();
    Some(Roadmap { grid, bars: body.bars, backgrounds, time })
}

/// The area as large as the cells that it is painted behind.
fn behind_cells(fill: &Fill, grid: &Grid) -> Fill {
    let whole = grid.rect();
    let r = &fill.rect;
    let (rows, cols) = (grid.rows_covered(r.y0, r.y1, 0.6), grid.columns_covered(r.x0, r.x1, 0.6));
    let cells = Rect::new(grid.xs[cols.0], grid.ys[rows.0], grid.xs[cols.1 + 1], grid.ys[rows.1 + 1]);
    let covers = r.intersection(&cells).map_or(0.0, |part| part.area()) > 0.6 * cells.area().min(whole.area());
    if covers { Fill { rect: cells, ..*fill } } else { *fill }
}
