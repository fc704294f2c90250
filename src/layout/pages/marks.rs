//! Marks that say "from here to there": block arrows, lines with heads, filled rectangles and lines that lie free in a cell.

use super::grid::{Grid, interval};
use super::mark::Mark;
use super::polygons::{Heading, Polygon};
use super::runs::Run;
use super::shapes::{Fill, Ruling, Shapes};
use super::{Limit, dashes, symbols};
use crate::model::{BarShape, Rect};

/// Edges nearer than this, in points, are the same edge.
const NEAR: f32 = 2.5;
/// A bar leaves at least so much of its row free above and below.
const INSET: f32 = 1.2;
/// More arrows or heads than this on a page are a drawing; the rest is left out.
const MAX_MARKS: usize = 2_000;
/// A cell is painted where this share of it is.
pub(super) const PAINTED: f32 = 0.7;
const WHITE: u32 = 0xff_ffff;

/// Takes the arrows out of the shapes: block arrows, and lines together with their heads.
pub(super) fn take_arrows(shapes: &mut Shapes) -> Vec<Mark> {
    let mut marks = Vec::new();
    let (heads, others): (Vec<Polygon>, Vec<Polygon>) = std::mem::take(&mut shapes.polygons).into_iter().partition(|p| p.head().is_some());
    if heads.len() > MAX_MARKS || others.len() > MAX_MARKS {
        shapes.limits.push(Limit::Arrows);
    }
    for figure in others {
        if marks.len() < MAX_MARKS && figure.is_block_arrow() {
            add(&mut marks, Mark { rect: figure.rect, shape: BarShape::Arrow, color: figure.color, hatch: figure.hatch });
        } else {
            shapes.polygons.push(figure);
        }
    }
    let mut lines: Vec<(Ruling, Vec<Rect>)> = shapes.horizontal.drain(..).map(|line| (line, Vec::new())).collect();
    for head in heads.into_iter().take(MAX_MARKS) {
        if let Some((_, found)) = lines.iter_mut().find(|(line, _)| carries(line, &head)) {
            found.push(head.rect);
        } else if let Some(i) = shapes.fills.iter().position(|fill| is_shaft(fill, &head)) {
            let shaft = shapes.fills.remove(i);
            add(&mut marks, Mark { rect: shaft.rect.union(&head.rect), shape: BarShape::Arrow, color: shaft.color, hatch: shaft.hatch });
        } else {
            shapes.polygons.push(head);
        }
    }
    for (line, found) in lines {
        let rect = found.iter().fold(Rect::new(line.from, line.at, line.to, line.at), |all, head| all.union(head));
        let left = found.iter().any(|h| h.center().x < line.from + line.length() * 0.5);
        let right = found.iter().any(|h| h.center().x >= line.from + line.length() * 0.5);
        match (left, right) {
            (false, false) => shapes.horizontal.push(line),
            (true, true) => add(&mut marks, Mark::plain(rect, BarShape::DoubleArrow, line.color)),
            _ => add(&mut marks, Mark::plain(rect, BarShape::LineArrow, line.color)),
        }
    }
    drop_outlines(shapes, &marks);
    marks.extend(symbols::take(&mut shapes.polygons));
    marks
}

/// Lines that lie within a block arrow are pieces of its outline, not rulings.
fn drop_outlines(shapes: &mut Shapes, marks: &[Mark]) {
    let arrows: Vec<Rect> = marks.iter().filter(|m| m.shape == BarShape::Arrow).take(1_000).map(|m| m.rect.grown(0.8)).collect();
    let within = |x0: f32, y0: f32, x1: f32, y1: f32| arrows.iter().any(|a| a.x0 <= x0 && x1 <= a.x1 && a.y0 <= y0 && y1 <= a.y1);
    shapes.horizontal.retain(|l| !within(l.from, l.at, l.to, l.at));
    shapes.vertical.retain(|l| !within(l.at, l.from, l.at, l.to));
}

/// Adds a mark unless it is there already (a figure filled first and stroked then).
fn add(marks: &mut Vec<Mark>, mark: Mark) {
    let near = |a: f32, b: f32| (a - b).abs() < 1.5;
    let same = |m: &Mark| {
        near(m.rect.x0, mark.rect.x0) && near(m.rect.x1, mark.rect.x1) && near(m.rect.y0, mark.rect.y0) && near(m.rect.y1, mark.rect.y1)
    };
    if !marks.iter().rev().take(400).any(same) {
        marks.push(mark);
    }
}

/// Whether the head stands at the end of the line that it points away from.
fn carries(line: &Ruling, head: &Polygon) -> bool {
    let reach = head.rect.grown(2.0);
    let end = match head.head() {
        Some(Heading::Right) => line.to,
        Some(Heading::Left) => line.from,
        None => return false,
    };
    (line.at - head.rect.center().y).abs() <= 1.5 && line.length() > 4.0 && (reach.x0..=reach.x1).contains(&end)
}

/// Whether the filled rectangle is the shaft of a block arrow that ends in the triangle.
fn is_shaft(fill: &Fill, head: &Polygon) -> bool {
    let touches = match head.head() {
        Some(Heading::Right) => (fill.rect.x1 - head.rect.x0).abs() <= 1.5,
        Some(Heading::Left) => (fill.rect.x0 - head.rect.x1).abs() <= 1.5,
        None => false,
    };
    touches && (fill.color, fill.hatch) == (head.color, head.hatch) && (fill.rect.center().y - head.rect.center().y).abs() <= 1.5
}

/// Lines that lie free in a grid, as marks; thin lines right below words underline them, those through words strike them out.
pub(super) fn floating(lines: &[Ruling], grid: &Grid, runs: &[Run], known: &[Mark]) -> Vec<Mark> {
    // A line painted twice, once with its head.
    let again = |line: &Ruling| {
        known.iter().any(|m| {
            m.rect.grown(1.5).contains(Rect::new(line.from, line.at, line.to, line.at).center())
                && m.rect.x0 - 1.5 <= line.from
                && line.to <= m.rect.x1 + 1.5
        })
    };
    let underlines = |line: &Ruling| {
        runs.iter().any(|run| {
            let r = &run.rect;
            let below = line.at - r.y1 > -0.35 * run.size && line.at - r.y1 < 0.3 * run.size;
            below && line.width < 1.6 && r.x0 - 2.0 <= line.from && line.to <= r.x1 + 2.0
        })
    };
    lines
        .iter()
        .filter(|line| line.length() >= 6.0 && grid.rect().grown(NEAR).contains(Rect::new(line.from, line.at, line.to, line.at).center()))
        .filter(|line| {
            !underlines(line) && !strikes_out(&Rect::new(line.from, line.at, line.to, line.at), line.width, runs) && !again(line)
        })
        .map(|line| Mark::plain(Rect::new(line.from, line.at, line.to, line.at), BarShape::Line, line.color))
        .collect()
}

/// Whether a thin line runs through the middle of words from their beginning to their end.
fn strikes_out(line: &Rect, width: f32, runs: &[Run]) -> bool {
    width < 1.8
        && runs.iter().any(|run| {
            let (r, at) = (&run.rect, line.center().y);
            let through = r.y0 + 0.15 * r.height() < at && at < r.y1 - 0.1 * r.height();
            let alike = (r.x0 - line.x0).abs() < 0.8 * run.size && (r.x1 - line.x1).abs() < 0.8 * run.size;
            through && alike
        })
}

/// What the filled rectangles over a grid are.
#[derive(Debug, Default)]
pub(super) struct Painted {
    /// Background of cells, in paint order.
    pub(super) backgrounds: Vec<Fill>,
    /// Bars.
    pub(super) bars: Vec<Mark>,
    /// Squares the size of a character that stand alone in their cell.
    pub(super) squares: Vec<Mark>,
}

/// Parts the filled rectangles over a grid into backgrounds and bars.
pub(super) fn painted(fills: &[Fill], grid: &Grid, runs: &[Run]) -> Painted {
    let mut out = Painted::default();
    let whole = grid.rect().grown(NEAR);
    let is_free = |fill: &Fill| {
        whole.contains(fill.rect.center()) && fill.color != WHITE && !runs.iter().any(|run| fill.rect.contains(run.rect.center()))
    };
    for fill in &dashes::fills(fills, is_free) {
        let inside = fill.rect.intersection(&whole).map_or(0.0, |part| part.area()) > 0.7 * fill.rect.area();
        let around = whole.intersection(&fill.rect).map_or(0.0, |part| part.area()) > 0.6 * whole.area();
        if around || (inside && !is_over_columns(fill, grid, runs) && is_background(fill, grid)) {
            out.backgrounds.push(*fill);
        } else if inside && fill.color != WHITE && !strikes_out(&fill.rect, fill.rect.height(), runs) && is_bar(fill, grid, runs) {
            out.bars.push(Mark { rect: fill.rect, shape: BarShape::Rectangle, color: fill.color, hatch: fill.hatch });
        } else if inside && fill.color != WHITE && is_square(&fill.rect) && symbols::stands_alone(&fill.rect, grid, runs) {
            out.squares.push(Mark { rect: fill.rect, shape: BarShape::Square, color: fill.color, hatch: fill.hatch });
        }
    }
    out.bars = joined(out.bars, runs);
    out
}

/// Whether the fill lies over several cells of one row and is less high than they, or bears words across their border: a bar, however
/// near to the rulings it ends.
fn is_over_columns(fill: &Fill, grid: &Grid, runs: &[Run]) -> bool {
    let (r, c) = (&fill.rect, fill.rect.center());
    let Some(row) = interval(&grid.ys, c.y).filter(|_| fill.color != WHITE) else { return false };
    let (top, bottom) = (grid.ys[row], grid.ys[row + 1]);
    let parted = |col: usize| col > 0 && grid.at(row, col - 1) != grid.at(row, col);
    let crossed: Vec<f32> =
        (1..grid.cols()).filter(|&col| parted(col)).map(|col| grid.xs[col]).filter(|x| r.x0 + 6.0 < *x && *x < r.x1 - 6.0).collect();
    if crossed.is_empty() || r.height() > bottom - top + 1.0 {
        return false;
    }
    let less_high = r.y0 - top >= INSET && bottom - r.y1 >= INSET;
    let words_across = || {
        let inside = runs.iter().filter(|run| r.contains(run.rect.center()));
        inside.into_iter().any(|run| crossed.iter().any(|x| run.rect.x0 + 2.0 < *x && *x < run.rect.x1 - 2.0))
    };
    less_high || words_across()
}

/// Whether the area has the form and the size of a typed ■.
fn is_square(r: &Rect) -> bool {
    (4.0..=14.0).contains(&r.width()) && (r.width() - r.height()).abs() < 0.2 * r.width()
}

/// Whether the fill paints whole cells.
fn is_background(fill: &Fill, grid: &Grid) -> bool {
    let on = |edges: &[f32], v: f32| {
        edges.iter().copied().filter(|e| (e - v).abs() <= NEAR).min_by(|a, b| (a - v).abs().total_cmp(&(b - v).abs()))
    };
    let r = &fill.rect;
    if let (Some(x0), Some(y0), Some(x1), Some(y1)) = (on(&grid.xs, r.x0), on(&grid.ys, r.y0), on(&grid.xs, r.x1), on(&grid.ys, r.y1))
        // In a low row a bar leaves little room above and below.
        && r.area() > PAINTED * Rect::new(x0, y0, x1, y1).area()
    {
        return true;
    }
    let c = r.center();
    let (Some(row), Some(col)) = (interval(&grid.ys, c.y), interval(&grid.xs, c.x)) else { return true };
    let Some(cell) = grid.at(row, col).map(|i| grid.cell(&grid.spans[i])) else { return true };
    let shared = cell.intersection(r).map_or(0.0, |part| part.area());
    let taller = r.height() > 1.5 * cell.height();
    shared > 0.85 * cell.area() && r.area() < 1.2 * cell.area() || taller
}

/// Whether a fill that is no background marks a stretch of the row: not a badge around words, not a small sign beside words.
fn is_bar(fill: &Fill, grid: &Grid, runs: &[Run]) -> bool {
    let r = &fill.rect;
    let c = r.center();
    let Some(cell) = grid.find(c.x, c.y).map(|i| grid.cell(&grid.spans[i])) else { return false };
    let within = r.x0 > cell.x0 - 1.0 && r.x1 < cell.x1 + 1.0;
    let (mut held, mut beside) = (0.0_f32, false);
    for run in runs.iter().filter(|run| cell.contains(run.rect.center())) {
        if r.grown(1.0).contains(run.rect.center()) {
            held = held.max(run.rect.width());
        } else if run.rect.overlap_y(r) > 0.0 {
            beside = true;
        }
    }
    let badge = within && held > 0.6 * r.width() && r.width() < 0.6 * cell.width();
    let sign = within && r.width() < 1.6 * r.height() && (beside || r.width() < 0.25 * cell.width());
    !badge && !sign && r.width() >= 4.0
}

/// Joins bars of one colour that touch end to end, as one bar drawn cell by cell; those with words of their own stay apart.
pub(super) fn joined(mut bars: Vec<Mark>, runs: &[Run]) -> Vec<Mark> {
    let labelled = |m: &Mark| runs.iter().any(|run| m.rect.contains(run.rect.center()));
    bars.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let mut out: Vec<Mark> = Vec::new();
    for bar in bars {
        let touching = out.iter_mut().rev().take(40).find(|m| {
            let level = (m.rect.y0 - bar.rect.y0).abs() < 1.0 && (m.rect.y1 - bar.rect.y1).abs() < 1.0;
            level && (m.color, m.hatch) == (bar.color, bar.hatch) && (bar.rect.x0 - m.rect.x1) < 1.6 && bar.rect.x0 >= m.rect.x0 - 0.1
        });
        match touching {
            Some(m) if !(labelled(m) && labelled(&bar)) => m.rect = m.rect.union(&bar.rect),
            _ => out.push(bar),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::shapes::shapes;
    use super::super::testing::{fill, line, polygon};
    use super::*;
    use crate::model::Hatch;

    #[test]
    fn a_line_and_its_heads_are_one_arrow() {
        let mut s = shapes(&[
            line(100.0, 50.0, 200.0, 50.0),
            polygon(&[(94.0, 50.0), (100.5, 47.0), (100.5, 53.0)], 0),
            polygon(&[(206.0, 50.0), (199.5, 47.0), (199.5, 53.0)], 0),
            line(100.0, 80.0, 200.0, 80.0),
        ]);
        let marks = take_arrows(&mut s);
        assert_eq!(marks.len(), 1);
        assert_eq!((marks[0].shape, marks[0].rect.x0, marks[0].rect.x1), (BarShape::DoubleArrow, 94.0, 206.0));
        assert_eq!(s.horizontal.len(), 1);
    }

    #[test]
    fn a_shaft_and_a_triangle_are_a_block_arrow() {
        let mut s = shapes(&[fill(100.0, 45.0, 190.0, 55.0, 0xff), polygon(&[(190.0, 42.0), (202.0, 50.0), (190.0, 58.0)], 0xff)]);
        let marks = take_arrows(&mut s);
        assert_eq!(marks.len(), 1);
        assert_eq!((marks[0].shape, marks[0].rect.x1), (BarShape::Arrow, 202.0));
        assert!(s.fills.is_empty());
    }

    #[test]
    fn a_figure_filled_and_then_stroked_is_one_mark() {
        let points = [(0.0, 0.0), (90.0, 0.0), (100.0, 13.0), (90.0, 26.0), (0.0, 26.0), (0.0, 0.0)];
        let mut outline = polygon(&points, 0);
        (outline.fill, outline.stroke) = (None, Some(0xff));
        assert_eq!(take_arrows(&mut shapes(&[polygon(&points, 0xff), outline])).len(), 1);
    }

    #[test]
    fn a_fill_of_a_whole_cell_is_its_background_and_a_strip_is_a_bar() {
        let grid = Grid::new(
            vec![0.0, 100.0, 200.0, 300.0],
            vec![0.0, 40.0],
            (0..3).map(|col| super::super::grid::Span { row: 0, col, rows: 1, cols: 1, open_top: false, open_bottom: false }).collect(),
        );
        let rect = |x0, y0, x1, y1| Fill { rect: Rect::new(x0, y0, x1, y1), color: 0xaa_bbcc, hatch: Hatch::Plain };
        let p = painted(&[rect(0.0, 0.0, 100.0, 40.0), rect(102.0, 15.0, 200.0, 25.0), rect(200.5, 15.0, 290.0, 25.0)], &grid, &[]);
        assert_eq!(p.backgrounds.len(), 1);
        assert_eq!(p.bars.iter().map(|b| (b.rect.x0, b.rect.x1)).collect::<Vec<_>>(), [(102.0, 290.0)]);
    }
}
