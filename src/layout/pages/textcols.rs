//! Columns that are not ruled: a column over which arrows lie and whose head holds words at even distances (2026 2027 2028 …) is split
//! under these words.

use super::grid::{Grid, MAX_PLACES, Span};
use super::mark::Mark;
use super::runs::{Run, is_blank};
use crate::model::Direction;

/// Fewer words than this in a head are words of one column.
const WORDS: usize = 3;
/// Fewer arrows than this below a head do not tell of time.
const ARROWS: usize = 2;
/// Words at even distances: the longest step is at most this much longer than the shortest.
const EVEN: f32 = 1.25;

/// The grid with such columns split; unchanged where there are none.
pub(super) fn split(grid: Grid, runs: &[Run], arrows: &[Mark]) -> Grid {
    let heads = || grid.spans.iter().filter(|span| span.row == 0 && span.cols == 1);
    let cuts: Vec<f32> = heads().flat_map(|head| cuts_of(&grid, head, runs, arrows)).collect();
    let fits = (grid.cols() + cuts.len()) * grid.rows() <= MAX_PLACES;
    if cuts.is_empty() || !fits { grid } else { cut(&grid, &cuts) }
}

/// Where the column below a head is to be cut.
fn cuts_of(grid: &Grid, head: &Span, runs: &[Run], arrows: &[Mark]) -> Vec<f32> {
    let cell = grid.cell(head);
    let below = |mark: &&Mark| {
        let rect = &mark.rect;
        rect.x0 > cell.x0 - 4.0 && rect.x1 < cell.x1 + 4.0 && rect.center().y > cell.y1 && rect.width() < 0.9 * cell.width()
    };
    if arrows.iter().filter(below).count() < ARROWS {
        return Vec::new();
    }
    let inside: Vec<&Run> = runs.iter().filter(|run| cell.contains(run.rect.center())).collect();
    let Some(line) = inside.first() else { return Vec::new() };
    let level = inside.iter().all(|run| run.direction == Direction::Right && run.rect.overlap_y(&line.rect) > 0.5 * line.rect.height());
    if !level {
        return Vec::new();
    }
    let middles: Vec<f32> = words(&inside).iter().map(|(x0, x1)| f32::midpoint(*x0, *x1)).collect();
    let steps: Vec<f32> = middles.windows(2).map(|w| w[1] - w[0]).collect();
    let (least, most) = (steps.iter().copied().fold(f32::MAX, f32::min), steps.iter().copied().fold(0.0, f32::max));
    let (Some(first), Some(last)) = (middles.first(), middles.last()) else { return Vec::new() };
    // The outer words stand in the middle of their columns, too.
    let edges = [first - cell.x0, cell.x1 - last].iter().all(|edge| (0.25 * least..1.1 * most).contains(edge));
    if middles.len() < WORDS || least <= 0.0 || most > EVEN * least || !edges {
        return Vec::new();
    }
    middles.windows(2).map(|w| f32::midpoint(w[0], w[1])).collect()
}

/// The words of a line by their first and last place: glyphs with no gap wider than half of one between them.
fn words(line: &[&Run]) -> Vec<(f32, f32)> {
    let mut glyphs: Vec<_> = line.iter().flat_map(|run| run.glyphs.iter().copied()).filter(|glyph| !is_blank(glyph)).collect();
    glyphs.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    let mut words: Vec<(f32, f32)> = Vec::new();
    for glyph in glyphs {
        match words.last_mut() {
            Some((_, end)) if glyph.rect.x0 - *end < 0.5 * glyph.size => *end = end.max(glyph.rect.x1),
            _ => words.push((glyph.rect.x0, glyph.rect.x1)),
        }
    }
    words
}

/// The grid with more column edges: cells of one column are cut, wider cells span the new columns.
fn cut(grid: &Grid, cuts: &[f32]) -> Grid {
    let mut xs = grid.xs.clone();
    xs.extend(cuts);
    xs.sort_by(f32::total_cmp);
    let index = |x: f32| xs.iter().position(|&e| (e - x).abs() < 1e-3).unwrap_or(0);
    let mut spans = Vec::new();
    for span in &grid.spans {
        let (from, to) = (index(grid.xs[span.col]), index(grid.xs[span.col + span.cols]));
        if span.cols > 1 {
            spans.push(Span { col: from, cols: to - from, ..*span });
        } else {
            spans.extend((from..to).map(|col| Span { col, cols: 1, ..*span }));
        }
    }
    spans.sort_by_key(|s| (s.row, s.col));
    Grid::new(xs, grid.ys.clone(), spans)
}

#[cfg(test)]
mod tests {
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;
    use crate::model::{BarShape, Rect};

    fn ruled() -> Grid {
        let span = |row, col| Span { row, col, rows: 1, cols: 1, open_top: false, open_bottom: false };
        let spans = (0..3).flat_map(|row| (0..2).map(move |col| span(row, col))).collect();
        Grid::new(vec![0.0, 100.0, 300.0], vec![0.0, 20.0, 40.0, 60.0], spans)
    }

    fn arrow(x0: f32, y: f32, x1: f32) -> Mark {
        Mark::plain(Rect::new(x0, y, x1, y + 8.0), BarShape::Arrow, 0)
    }

    #[test]
    fn years_set_over_arrows_without_lines_are_columns() {
        let mut page = glyphs("取組", 20.0, 5.0, 10.0);
        for (n, year) in ["2026", "2027", "2028", "2029"].iter().enumerate() {
            page.extend(glyphs(year, 105.0 + 50.0 * n as f32, 5.0, 10.0));
        }
        let runs = runs(&page);
        let arrows = [arrow(105.0, 25.0, 195.0), arrow(205.0, 45.0, 290.0)];
        assert_eq!(split(ruled(), &runs, &arrows).cols(), 5);
        assert_eq!(split(ruled(), &runs, &arrows[..1]).cols(), 2, "one arrow is a decoration");
    }
}
