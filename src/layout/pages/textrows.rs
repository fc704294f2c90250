//! Rows that are not ruled: a ruled row whose columns hold figures line by line is split into its lines.

use super::grid::{Grid, MAX_PLACES, Span};
use super::runs::Run;
use super::tablerows::is_figure;
use crate::model::{Direction, Rect};

/// Fewer lines than this in a cell are the lines of one cell.
const LINES: usize = 3;

/// The grid with such rows split; unchanged where there are none.
pub(super) fn split(grid: Grid, runs: &[Run]) -> Grid {
    let mut rows: Vec<Vec<Vec<&Run>>> = vec![Vec::new(); grid.rows()];
    for (span, inside) in grid.spans.iter().zip(held(&grid, runs)) {
        if span.rows == 1 && !inside.is_empty() {
            rows[span.row].push(inside);
        }
    }
    let cuts: Vec<f32> = rows.iter().flat_map(|cells| lines_of_row(cells)).collect();
    let fits = (grid.rows() + cuts.len()) * grid.cols() <= MAX_PLACES;
    if cuts.is_empty() || !fits { grid } else { cut(&grid, &cuts) }
}

/// The lines of text in each cell.
fn held<'a, 'b>(grid: &Grid, runs: &'a [Run<'b>]) -> Vec<Vec<&'a Run<'b>>> {
    let mut cells = vec![Vec::new(); grid.spans.len()];
    for run in runs.iter().filter(|r| r.direction == Direction::Right) {
        if let Some(i) = grid.find(run.rect.center().x, run.rect.center().y) {
            cells[i].push(run);
        }
    }
    cells
}

/// Where one ruled row is to be cut: between its lines, if two columns or more hold figures that stand on common lines.
fn lines_of_row(cells: &[Vec<&Run>]) -> Vec<f32> {
    let mut all: Vec<Rect> = Vec::new();
    let mut columns: Vec<Vec<f32>> = Vec::new();
    for inside in cells {
        all.extend(inside.iter().map(|r| r.rect));
        if inside.len() < LINES {
            continue;
        }
        let figures: Vec<f32> = inside.iter().filter(|r| is_figure(&r.text())).map(|r| r.rect.center().y).collect();
        if figures.len() >= LINES && figures.len() * 10 >= inside.len() * 8 {
            columns.push(figures);
        }
    }
    let common =
        |a: &[f32], b: &[f32]| a.iter().filter(|y| b.iter().any(|z| (*y - z).abs() < 2.0)).count() * 10 >= a.len().min(b.len()) * 8;
    if columns.len() < 2 || !columns.windows(2).all(|w| common(&w[0], &w[1])) {
        return Vec::new();
    }
    all.sort_by(|a, b| a.center().y.total_cmp(&b.center().y));
    let mut lines: Vec<Rect> = Vec::new();
    for rect in all {
        match lines.last_mut() {
            Some(line) if rect.overlap_y(line) > 0.5 * rect.height().min(line.height()) => *line = line.union(&rect),
            _ => lines.push(rect),
        }
    }
    lines.windows(2).map(|w| f32::midpoint(w[0].y1, w[1].y0)).collect()
}

/// The grid with more row edges: cells of one row are cut, taller cells span the new rows.
fn cut(grid: &Grid, cuts: &[f32]) -> Grid {
    let mut ys = grid.ys.clone();
    ys.extend(cuts);
    ys.sort_by(f32::total_cmp);
    let index = |y: f32| ys.iter().position(|&e| (e - y).abs() < 1e-3).unwrap_or(0);
    let mut spans = Vec::new();
    for span in &grid.spans {
        let (from, to) = (index(grid.ys[span.row]), index(grid.ys[span.row + span.rows]));
        if span.rows > 1 {
            spans.push(Span { row: from, rows: to - from, ..*span });
        } else {
            spans.extend((from..to).map(|row| Span {
                row,
                rows: 1,
                open_top: span.open_top && row == from,
                open_bottom: span.open_bottom && row + 1 == to,
                ..*span
            }));
        }
    }
    spans.sort_by_key(|s| (s.row, s.col));
    Grid::new(grid.xs.clone(), ys, spans)
}

#[cfg(test)]
mod tests {
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;

    fn ruled() -> Grid {
        let span = |row, col| Span { row, col, rows: 1, cols: 1, open_top: false, open_bottom: false };
        let spans = (0..2).flat_map(|row| (0..3).map(move |col| span(row, col))).collect();
        Grid::new(vec![0.0, 100.0, 200.0, 300.0], vec![0.0, 20.0, 100.0], spans)
    }

    #[test]
    fn lines_of_figures_become_rows_and_lines_of_words_do_not() {
        let mut page = Vec::new();
        for n in 0..4 {
            let y = 25.0 + 18.0 * n as f32;
            page.extend(glyphs("費目", 5.0, y, 10.0));
            page.extend(glyphs("120", 120.0, y, 10.0));
            page.extend(glyphs("95", 220.0, y, 10.0));
        }
        assert_eq!(split(ruled(), &runs(&page)).rows(), 5);
        let words: Vec<_> = (0..3).flat_map(|n| glyphs("項目", 120.0, 25.0 + 18.0 * n as f32, 10.0)).collect();
        assert_eq!(split(ruled(), &runs(&words)).rows(), 2);
    }
}
