//! The rows of a roadmap: from lines and painted areas where they part rows, else from the words on the left.

use super::Drawing;
use super::head::{Head, even_windows};
use crate::layout::pages::columns::Line;
use crate::layout::pages::mark::Mark;
use crate::layout::pages::runs::Run;
use crate::layout::pages::shapes::Fill;
use crate::layout::pages::tablerows::is_figure;
use crate::model::{BarShape, Rect};

/// Fewer bars than this are no roadmap.
pub(super) const BARS: usize = 3;
/// How far a row may stand below the one before it, in points.
const APART: f32 = 85.0;
/// From so far below the row before, in points, a painted cell of a ruled table is none of the bars.
const CELL_APART: f32 = 30.0;

/// The rows below a head.
pub(super) struct Body {
    /// Their edges.
    pub(super) ys: Vec<f32>,
    /// The bars in them.
    pub(super) bars: Vec<Mark>,
    /// Painted stretches over all columns without bars, on which titles stand.
    pub(super) bands: Vec<Rect>,
}

/// The top of the first bar below a place and between two others.
pub(super) fn first_bar(bars: &[Mark], time: (f32, f32), below: f32) -> Option<f32> {
    bars.iter().filter(|b| over(b, time) && b.rect.y0 > below - 2.0).map(|b| b.rect.y0).min_by(f32::total_cmp)
}

/// Whether a bar lies over the columns of time: it may run on a little past the last.
fn over(bar: &Mark, (left, right): (f32, f32)) -> bool {
    let r = &bar.rect;
    let step = (right - left) * 0.1;
    r.x0 > left - 0.3 * step.max(6.0) && r.x0 < right && r.x1 < right + step.max(24.0) && r.width() > 6.0
}

/// The rows below a head; `None` if what stands there is no roadmap.
pub(super) fn body(head: &Head, lines: &[Line], bars: &[Mark], drawing: &Drawing) -> Option<Body> {
    let time = (head.left(), head.right());
    let below: Vec<Mark> = bars.iter().filter(|b| over(b, time) && b.rect.center().y > head.bottom()).copied().collect();
    let below = without_backgrounds(below, head, drawing.runs);
    let another = next_head(head, lines, &below);
    let mut lanes: Vec<Rect> = Vec::new();
    let mut own: Vec<Mark> = Vec::new();
    for bar in below {
        let last = lanes.last().map_or(head.bottom(), |lane| lane.y1);
        let below = bar.rect.y0 - last;
        if below > APART || bar.rect.y0 > another || below > CELL_APART && is_cell(&bar.rect, drawing) {
            break;
        }
        match lanes.last_mut() {
            Some(lane) if bar.rect.overlap_y(lane) > 0.5 * bar.rect.height().min(lane.height()).max(0.1) || level(lane, &bar.rect) => {
                *lane = lane.union(&bar.rect)
            }
            _ => lanes.push(bar.rect),
        }
        own.push(bar);
    }
    let bottom = lanes.last()?.y1;
    let named: Vec<Rect> =
        drawing.runs.iter().filter(|r| r.rect.x0 < head.left() && r.rect.y0 > head.bottom() - 2.0).map(|r| r.rect).collect();
    let is_named = |lane: &&Rect| named.iter().any(|r| r.center().x < head.left() && r.overlap_y(&lane.grown(10.0)) > 0.0);
    let with_name = lanes.iter().filter(is_named).count();
    if own.len() < BARS
        || lanes.len() < 2
        || with_name * 10 < lanes.len() * 6
        || is_chart(&own, head)
        || holds_figures(head, bottom, drawing)
    {
        return None;
    }
    if painted_cells(&own, &named, drawing.fills) {
        return None;
    }
    let labels: Vec<&Run> = drawing.runs.iter().filter(|r| r.rect.center().x < head.left() && r.rect.y0 > head.bottom() - 3.0).collect();
    let drawn = separators(head, bottom, drawing);
    let ys = edges(head.bottom(), &drawn, &labels, &lanes, head.size)?;
    let bands = bands(head, &own, drawing);
    Some(Body { ys, bars: own, bands })
}

/// Whether lines are drawn on all four edges of an area: a cell of a table, whatever is painted in it.
fn is_cell(area: &Rect, drawing: &Drawing) -> bool {
    let across = |y: f32| drawing.horizontal.iter().any(|l| (l.at - y).abs() < 1.5 && l.from < area.x0 + 2.0 && l.to > area.x1 - 2.0);
    let upright = |x: f32| drawing.vertical.iter().any(|l| (l.at - x).abs() < 1.5 && l.from < area.y0 + 2.0 && l.to > area.y1 - 2.0);
    across(area.y0) && across(area.y1) && upright(area.x0) && upright(area.x1)
}

/// The painted stretches from before the columns of time over all of them, where words stand and no bar does. Rows that are painted in turns
/// are none: one of the same colour holds bars.
fn bands(head: &Head, bars: &[Mark], drawing: &Drawing) -> Vec<Rect> {
    let time = (head.left(), head.right());
    let painted = drawing.fills.iter().filter(|f| f.color != 0xff_ffff && f.rect.y0 > head.bottom() - 2.0 && is_band(&f.rect, time));
    let painted: Vec<&Fill> = painted.collect();
    let barred = |f: &Fill| bars.iter().any(|b| f.rect.contains(b.rect.center()));
    let rows: Vec<u32> = painted.iter().filter(|f| barred(f)).map(|f| f.color).collect();
    let titled = |f: &Fill| drawing.runs.iter().any(|r| f.rect.contains(r.rect.center()));
    painted.into_iter().filter(|f| !rows.contains(&f.color) && titled(f)).map(|f| f.rect).collect()
}

/// Lines without height lie level where their middles do.
fn level(a: &Rect, b: &Rect) -> bool {
    (a.center().y - b.center().y).abs() < 2.0
}

/// Painted rows are as wide as all columns and hold no words of their own, or stand behind the names of rows.
fn without_backgrounds(bars: Vec<Mark>, head: &Head, runs: &[Run]) -> Vec<Mark> {
    let wide = |b: &Mark| {
        b.shape == BarShape::Rectangle && b.rect.width() > 0.97 * (head.right() - head.left()) && b.rect.height() > 2.0 * head.size
    };
    let bare = |b: &Mark| !runs.iter().any(|r| b.rect.contains(r.rect.center()));
    bars.into_iter().filter(|b| !(wide(b) && bare(b))).collect()
}

/// Where the next head of even words begins below the first bars; words in bars are none.
fn next_head(head: &Head, lines: &[Line], bars: &[Mark]) -> f32 {
    let Some(first) = bars.first() else { return f32::MAX };
    let in_bar = |x: f32, y: f32| bars.iter().any(|b| b.rect.grown(1.0).contains(crate::model::Point { x, y }));
    let is_head = |line: &&Line| {
        let y = line.rect.center().y;
        line.rect.y0 > first.rect.y1
            && even_windows(&line.pieces).iter().any(|&(a, b)| {
                let own = &line.pieces[a..b];
                own.iter().all(|p| head.left() - 3.0 < p.from && p.to < head.right() + 3.0 && !in_bar(p.middle(), y))
                    && own.len() + 2 > head.edges.len()
            })
    };
    lines.iter().find(is_head).map_or(f32::MAX, |line| line.rect.y0)
}

/// Plain areas that all begin at one place and end anywhere: a chart.
fn is_chart(bars: &[Mark], head: &Head) -> bool {
    let plain = bars.iter().all(|b| b.shape == BarShape::Rectangle);
    let start = bars[0].rect.x0;
    let one_start = bars.iter().all(|b| (b.rect.x0 - start).abs() < 2.0);
    let at_edge = |x: f32| head.edges.iter().any(|e| (e - x).abs() < 0.15 * head.step());
    plain && one_start && bars.iter().filter(|b| !at_edge(b.rect.x1)).count() * 3 > bars.len()
}

/// Figures under the head: a table of numbers, whatever is painted behind them.
fn holds_figures(head: &Head, bottom: f32, drawing: &Drawing) -> bool {
    let under = |r: &&Run| {
        let c = r.rect.center();
        head.left() < c.x && c.x < head.right() && head.bottom() < c.y && c.y < bottom
    };
    let (figures, words): (Vec<&Run>, Vec<&Run>) = drawing.runs.iter().filter(under).partition(|r| is_figure(&r.text()));
    figures.len() * 2 > words.len() && figures.len() > 1
}

/// Areas as high as those behind the names beside them are cells.
fn painted_cells(bars: &[Mark], names: &[Rect], fills: &[Fill]) -> bool {
    let alike = |a: &Rect, b: &Rect| (a.y0 - b.y0).abs() < 2.0 && (a.y1 - b.y1).abs() < 2.0;
    let behind_name =
        |bar: &Rect| fills.iter().any(|f| f.color != 0xff_ffff && alike(&f.rect, bar) && names.iter().any(|n| f.rect.contains(n.center())));
    bars.iter().filter(|b| b.shape == BarShape::Rectangle && behind_name(&b.rect)).count() * 2 > bars.len()
}

/// Where lines and painted areas part rows.
fn separators(head: &Head, bottom: f32, drawing: &Drawing) -> Vec<f32> {
    let wide = |from: f32, to: f32| to.min(head.right()) - from.max(head.left()) > 0.5 * (head.right() - head.left());
    let lines = drawing.horizontal.iter().filter(|l| wide(l.from, l.to) && l.width < 3.0).map(|l| l.at);
    let low = 1.6 * head.size;
    let areas = drawing.fills.iter().filter(|f| wide(f.rect.x0, f.rect.x1) && f.rect.height() > low && f.color != 0xff_ffff);
    let airy = |f: &Fill| drawing.runs.iter().all(|r| !f.rect.contains(r.rect.center()) || f.rect.height() > 2.0 * r.size);
    let areas = areas.filter(|f| is_band(&f.rect, (head.left(), head.right())) || airy(f));
    let mut ys: Vec<f32> =
        lines.chain(areas.flat_map(|f| [f.rect.y0, f.rect.y1])).filter(|y| *y > head.bottom() + 6.0 && *y < bottom + 60.0).collect();
    ys.sort_by(f32::total_cmp);
    ys.dedup_by(|b, a| *b - *a < 3.0);
    ys
}

/// Whether an area runs from before the columns of time over all of them: what stands on it is a row of its own.
fn is_band(area: &Rect, (left, right): (f32, f32)) -> bool {
    area.x0 < left - 12.0 && area.x1 > right - 0.02 * (right - left)
}

/// What stands together on the left: lines of one name.
#[derive(Debug)]
struct Block {
    rect: Rect,
    /// The bars that stand level with it.
    lanes: Option<Rect>,
}

/// The edges of the rows.
fn edges(top: f32, drawn: &[f32], labels: &[&Run], lanes: &[Rect], size: f32) -> Option<Vec<f32>> {
    // A line through a bar parts no rows.
    let parts = |y: f32| !lanes.iter().any(|l| l.y0 + 1.5 < y && y < l.y1 - 1.5);
    let bottom = lanes.last()?.y1;
    let mut ys = vec![top];
    ys.extend(drawn.iter().copied().filter(|y| parts(*y)));
    let last = ys.iter().rposition(|y| *y >= bottom - 1.5);
    match last {
        Some(_) => {
            let end = ys.iter().position(|y| *y >= bottom - 1.5).unwrap_or(ys.len() - 1);
            ys.truncate(end + 1);
        }
        None => ys.push(f32::MAX),
    }
    let mut out = vec![top];
    for pair in ys.windows(2) {
        let inside = |r: &Rect| pair[0] - 1.0 < r.center().y && r.center().y < pair[1];
        let own: Vec<&Rect> = lanes.iter().filter(|l| inside(l)).collect();
        let reach = if pair[1] == f32::MAX { bottom + 0.8 * size } else { pair[1] };
        let mut blocks = blocks(labels.iter().map(|r| (r.rect, r.size)).filter(|(r, _)| inside(r) && r.y0 < reach).collect(), &own);
        give(&mut blocks, &own);
        let end = if pair[1] == f32::MAX {
            blocks.last().map_or(bottom, |b| b.lanes.map_or(b.rect.y1, |l| l.y1.max(b.rect.y1))).max(bottom) + 2.0
        } else {
            pair[1]
        };
        out.extend(cuts(&blocks, &own));
        out.push(end);
    }
    out.dedup_by(|b, a| *b - *a < 4.0);
    Some(out)
}

/// The blocks of lines on the left. Lines near each other belong together unless each has bars of its own.
fn blocks(mut lines: Vec<(Rect, f32)>, lanes: &[&Rect]) -> Vec<Block> {
    lines.sort_by(|a, b| a.0.y0.total_cmp(&b.0.y0));
    let mut out: Vec<(Rect, Vec<Rect>)> = Vec::new();
    let lane_of = |r: &Rect| lanes.iter().position(|l| (l.center().y - r.center().y).abs() < 0.4 * r.height().max(l.height()));
    for (rect, size) in lines {
        match out.last_mut() {
            Some((block, members)) if rect.y0 - block.y1 < 0.75 * size => {
                let (before, own) = (members.iter().rev().find_map(lane_of), lane_of(&rect));
                let apart = matches!((before, own), (Some(a), Some(b)) if a != b) && rect.y0 > block.y1 - 1.0;
                if apart {
                    out.push((rect, vec![rect]));
                } else {
                    *block = block.union(&rect);
                    members.push(rect);
                }
            }
            _ => out.push((rect, vec![rect])),
        }
    }
    out.into_iter().map(|(rect, _)| Block { rect, lanes: None }).collect()
}

/// Gives each lane to the block it stands nearest to.
fn give(blocks: &mut [Block], lanes: &[&Rect]) {
    for lane in lanes {
        let away = |b: &Block| (b.rect.y0 - lane.y1).max(lane.y0 - b.rect.y1).max((b.rect.center().y - lane.center().y).abs() * 0.2 - 1.0);
        if let Some(block) = blocks.iter_mut().min_by(|a, b| away(a).total_cmp(&away(b))) {
            block.lanes = Some(block.lanes.map_or(**lane, |all| all.union(lane)));
        }
    }
}

/// Where rows part between blocks. Blocks without bars above or below others are titles or tiers that stand beside several rows.
fn cuts(blocks: &[Block], lanes: &[&Rect]) -> Vec<f32> {
    let rows: Vec<Rect> = blocks.iter().filter_map(|b| b.lanes.map(|l| l.union(&Rect { x0: l.x0, x1: l.x1, ..b.rect }))).collect();
    if rows.len() < 2 || lanes.is_empty() {
        return Vec::new();
    }
    rows.windows(2).map(|w| f32::midpoint(w[0].y1.min(w[1].y0), w[1].y0.max(w[0].y1))).collect()
}
