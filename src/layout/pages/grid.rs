//! Grids: rows and columns from rulings, merged cells where a ruling is absent.

use super::rulings::{Component, SAME, positions};
use super::shapes::Ruling;
use crate::model::Rect;

/// A grid with more places than this is no table that people read.
pub(super) const MAX_PLACES: usize = 60_000;
/// A ruling that covers this share of a cell's edge is a wall.
const WALL: f32 = 0.6;
/// A line of text is at least this high, in points.
const OPEN: f32 = 8.0;

/// Rows and columns of a table on one page, with its merged cells.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// Column edges from left to right, one more than columns.
    pub(super) xs: Vec<f32>,
    /// Row edges from top to bottom, one more than rows.
    pub(super) ys: Vec<f32>,
    /// The cells by row and column.
    pub(super) spans: Vec<Span>,
    /// For each place, row by row, the index of its cell.
    places: Vec<usize>,
}

/// A cell of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// First row.
    pub(super) row: usize,
    /// First column.
    pub(super) col: usize,
    /// Number of rows.
    pub(super) rows: usize,
    /// Number of columns.
    pub(super) cols: usize,
    /// No line is drawn above it though it lies in the first row: it may go on from the page before.
    pub(super) open_top: bool,
    /// No line is drawn below it though it lies in the last row: it may go on over the page.
    pub(super) open_bottom: bool,
}

impl Grid {
    /// A grid of the cells; they must not overlap.
    pub(super) fn new(xs: Vec<f32>, ys: Vec<f32>, spans: Vec<Span>) -> Self {
        let (rows, cols) = (ys.len().saturating_sub(1), xs.len().saturating_sub(1));
        let mut places = vec![usize::MAX; rows * cols];
        for (i, s) in spans.iter().enumerate() {
            for row in s.row..(s.row + s.rows).min(rows) {
                places[row * cols + s.col..row * cols + (s.col + s.cols).min(cols)].fill(i);
            }
        }
        Self { xs, ys, spans, places }
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// Number of columns.
    pub(super) fn cols(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// The whole grid on the page.
    pub(super) fn rect(&self) -> Rect {
        match (self.xs.first(), self.xs.last(), self.ys.first(), self.ys.last()) {
            (Some(&x0), Some(&x1), Some(&y0), Some(&y1)) => Rect::new(x0, y0, x1, y1),
            _ => Rect::default(),
        }
    }

    /// A cell on the page.
    pub(super) fn cell(&self, span: &Span) -> Rect {
        Rect::new(self.xs[span.col], self.ys[span.row], self.xs[span.col + span.cols], self.ys[span.row + span.rows])
    }

    /// The cell that holds the point, if any; a point on the edge or a hair's breadth outside belongs to the cell there.
    pub(super) fn find(&self, x: f32, y: f32) -> Option<usize> {
        self.at(interval(&self.ys, drawn_in(&self.ys, y))?, interval(&self.xs, drawn_in(&self.xs, x))?)
    }

    /// The cell that covers the place, if any.
    pub(super) fn at(&self, row: usize, col: usize) -> Option<usize> {
        self.places.get(row * self.cols() + col).copied().filter(|&i| i < self.spans.len())
    }

    /// The columns of which the stretch covers at least the share; at least the one it covers most.
    pub(super) fn columns_covered(&self, x0: f32, x1: f32, share: f32) -> (usize, usize) {
        covered(&self.xs, x0, x1, share)
    }

    /// The rows of which the stretch covers at least the share; at least the one it covers most.
    pub(super) fn rows_covered(&self, y0: f32, y1: f32, share: f32) -> (usize, usize) {
        covered(&self.ys, y0, y1, share)
    }
}

/// The value, moved inside the outer edges if it lies not more than 1.5 points outside.
fn drawn_in(edges: &[f32], value: f32) -> f32 {
    match edges {
        [first, .., last] if *first - 1.5 <= value && value <= *last + 1.5 => value.clamp(*first, (*last - 0.01).max(*first)),
        _ => value,
    }
}

/// The interval between two neighbouring edges that holds the value.
pub(super) fn interval(edges: &[f32], value: f32) -> Option<usize> {
    let after = edges.partition_point(|&e| e <= value);
    (after > 0 && after < edges.len()).then(|| after - 1)
}

fn covered(edges: &[f32], from: f32, to: f32, share: f32) -> (usize, usize) {
    let part = |i: usize| (to.min(edges[i + 1]) - from.max(edges[i])).max(0.0);
    let last = edges.len().saturating_sub(2);
    let hit: Vec<usize> = (0..=last).filter(|&i| part(i) >= share * (edges[i + 1] - edges[i])).collect();
    match (hit.first(), hit.last()) {
        (Some(&a), Some(&b)) => (a, b),
        _ => {
            let most = (0..=last).max_by(|&a, &b| part(a).total_cmp(&part(b))).unwrap_or(0);
            (most, most)
        }
    }
}

/// Whether the lines would make more places than are looked at.
pub(super) fn too_large(component: &Component) -> bool {
    let count = |rulings| positions(rulings).len().saturating_sub(1);
    count(&component.vertical) * count(&component.horizontal) > MAX_PLACES
}

/// The grid that a component of rulings draws; `None` if it has no two lines in each direction.
pub(super) fn grid(component: &Component) -> Option<Grid> {
    let (xs, mut ys) = (positions(&component.vertical), positions(&component.horizontal));
    if xs.len() >= 2 && ys.len() >= 2 {
        add_open_rows(&mut ys, &component.vertical, (xs[0], xs[xs.len() - 1]));
    }
    if xs.len() < 2 || ys.len() < 2 || (xs.len() - 1) * (ys.len() - 1) > MAX_PLACES {
        return None;
    }
    let right = walls(&component.vertical, &xs, &ys);
    let below = walls(&component.horizontal, &ys, &xs);
    let (rows, cols) = (ys.len() - 1, xs.len() - 1);
    let mut taken = vec![false; rows * cols];
    let mut spans = Vec::new();
    for row in 0..rows {
        for col in 0..cols {
            if taken[row * cols + col] {
                continue;
            }
            let mut wide = 1;
            while col + wide < cols && !right[col + wide][row] && !taken[row * cols + col + wide] {
                wide += 1;
            }
            let free = |r: usize| (col..col + wide).all(|c| !below[r][c] && !taken[r * cols + c]);
            let closed = |r: usize| (col + 1..col + wide).all(|c| !right[c][r]);
            let mut high = 1;
            while row + high < rows && free(row + high) && closed(row + high) {
                high += 1;
            }
            for r in row..row + high {
                taken[r * cols + col..r * cols + col + wide].fill(true);
            }
            let open_top = row == 0 && (col..col + wide).all(|c| !below[0][c]);
            let open_bottom = row + high == rows && (col..col + wide).all(|c| !below[rows][c]);
            spans.push(Span { row, col, rows: high, cols: wide, open_top, open_bottom });
        }
    }
    Some(Grid::new(xs, ys, spans))
}

/// A row cut by the end of the page has no line there, but the outermost lines go on to its end.
fn add_open_rows(ys: &mut Vec<f32>, vertical: &[Ruling], (left, right): (f32, f32)) {
    let side = |x: f32| vertical.iter().filter(move |v| (v.at - x).abs() <= SAME);
    let ends = |x: f32| side(x).map(|v| (v.from, v.to)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let (Some(a), Some(b)) = (ends(left), ends(right)) else { return };
    let (first, last) = (ys[0], ys[ys.len() - 1]);
    if (a.1 - b.1).abs() <= SAME && a.1.min(b.1) > last + OPEN {
        ys.push(a.1.min(b.1));
    }
    if (a.0 - b.0).abs() <= SAME && a.0.max(b.0) < first - OPEN {
        ys.insert(0, a.0.max(b.0));
    }
}

/// For each edge and each interval across it: whether a ruling stands there.
fn walls(rulings: &[Ruling], edges: &[f32], across: &[f32]) -> Vec<Vec<bool>> {
    let mut covered = vec![vec![0.0_f32; across.len() - 1]; edges.len()];
    for ruling in rulings {
        let Some(k) = (0..edges.len()).min_by(|&a, &b| (edges[a] - ruling.at).abs().total_cmp(&(edges[b] - ruling.at).abs())) else {
            continue;
        };
        for (i, pair) in across.windows(2).enumerate() {
            let part = ruling.to.min(pair[1]) - ruling.from.max(pair[0]);
            if part > 0.0 {
                covered[k][i] += part / (pair[1] - pair[0]);
            }
        }
    }
    covered.into_iter().map(|edge| edge.into_iter().map(|share| share >= WALL).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(at: f32, from: f32, to: f32) -> Ruling {
        Ruling { at, from, to, width: 0.5, dashed: false, color: 0 }
    }

    fn spans(grid: &Grid) -> Vec<(usize, usize, usize, usize)> {
        grid.spans.iter().map(|s| (s.row, s.col, s.rows, s.cols)).collect()
    }

    #[test]
    fn absent_rulings_merge_cells() {
        // Column 0 is one cell over both rows, row 0 is one cell over columns 1 and 2.
        let c = Component {
            horizontal: vec![h(0.0, 0.0, 300.0), h(20.0, 100.0, 300.0), h(40.0, 0.0, 300.0)],
            vertical: vec![h(0.0, 0.0, 40.0), h(100.0, 0.0, 40.0), h(200.0, 20.0, 40.0), h(300.0, 0.0, 40.0)],
        };
        let g = grid(&c).unwrap();
        assert_eq!(spans(&g), [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
        assert_eq!(g.find(50.0, 30.0), Some(0));
        assert_eq!(g.find(500.0, 30.0), None);
    }

    #[test]
    fn a_cell_without_line_below_is_open() {
        let c = Component {
            horizontal: vec![h(0.0, 0.0, 200.0), h(20.0, 0.0, 200.0), h(40.0, 100.0, 200.0)],
            vertical: vec![h(0.0, 0.0, 40.0), h(100.0, 0.0, 40.0), h(200.0, 0.0, 40.0)],
        };
        let g = grid(&c).unwrap();
        let open: Vec<bool> = g.spans.iter().map(|s| s.open_bottom).collect();
        assert_eq!(open, [false, false, true, false]);
    }

    #[test]
    fn a_bar_counts_the_columns_that_it_covers_by_half() {
        let g = Grid::new(vec![0.0, 100.0, 200.0, 300.0], vec![0.0, 20.0], Vec::new());
        assert_eq!(g.columns_covered(5.0, 195.0, 0.45), (0, 1));
        assert_eq!(g.columns_covered(50.0, 250.0, 0.45), (0, 2));
        assert_eq!(g.columns_covered(120.0, 130.0, 0.45), (1, 1));
    }

    #[test]
    fn one_line_is_no_grid() {
        assert!(grid(&Component { horizontal: vec![h(0.0, 0.0, 10.0)], vertical: vec![h(0.0, 0.0, 10.0)] }).is_none());
    }
}
