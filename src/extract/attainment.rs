//! Columns that arithmetic tells: what was planned, what came of it, and the one as a share of the other.

use crate::language::parse_cell;

use super::grid::Grid;

/// The first of three columns whose figures fit, whatever is printed over them: planned, done, and the one as a share of the other in
/// percent. Only where the words of one of the three leave something `unsaid`; of `columns` columns the first is never asked, it holds names.
pub(super) fn attained(grid: &Grid, body: &[usize], columns: usize, unsaid: &dyn Fn(usize) -> bool) -> Option<usize> {
    let figure = |row: usize, col: usize| parse_cell(grid.text(row, col)).map(|q| q.value).filter(|_| grid.begins(row, col));
    let fits = |col: usize| {
        let rows: Vec<[f64; 3]> = body
            .iter()
            .filter_map(|&row| Some([figure(row, col)?, figure(row, col + 1)?, figure(row, col + 2)?]))
            .filter(|[planned, ..]| *planned > 0.0)
            .collect();
        let right = rows.iter().filter(|[planned, done, rate]| (done / planned * 100.0 - rate).abs() <= 0.6).count();
        rows.len() >= 2 && right * 5 >= rows.len() * 4
    };
    (1..columns.saturating_sub(2)).find(|&col| (col..col + 3).any(unsaid) && fits(col))
}
