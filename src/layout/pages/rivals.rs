//! Two readings of one stretch of a page: which of them explains more of its words.

use super::columns::Line;
use super::grid::Grid;
use crate::model::Rect;

/// How many words the grids explain together: pieces that have a line of a cell to themselves, less those that run over the edge of theirs.
/// What stands in none of the grids counts for none, and so do words on or beside a bar: the bar explains them.
pub(super) fn explained<'a>(grids: impl Iterator<Item = &'a Grid> + Clone, lines: &[Line], bars: &[Rect]) -> i64 {
    lines.iter().map(|line| own_cells(grids.clone(), line, bars)).sum()
}

fn own_cells<'a>(grids: impl Iterator<Item = &'a Grid> + Clone, line: &Line, bars: &[Rect]) -> i64 {
    let y = line.rect.center().y;
    let mut cells: Vec<(usize, usize)> = Vec::new();
    let mut cut = 0;
    let near: Vec<Rect> = bars.iter().map(|bar| bar.grown(1.2 * line.size)).filter(|bar| bar.y0 < y && y < bar.y1).collect();
    for piece in line.pieces.iter().filter(|piece| !near.iter().any(|bar| bar.x0 < piece.middle() && piece.middle() < bar.x1)) {
        let held = grids.clone().enumerate().find_map(|(n, grid)| grid.find(piece.middle(), y).map(|i| (n, i, grid.cell(&grid.spans[i]))));
        let Some((n, cell, rect)) = held else { continue };
        cut += i64::from(piece.from < rect.x0 - 0.4 * line.size || piece.to > rect.x1 + 0.4 * line.size);
        cells.push((n, cell));
    }
    cells.dedup();
    i64::try_from(cells.len()).unwrap_or(i64::MAX) - cut
}
