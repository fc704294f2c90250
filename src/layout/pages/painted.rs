//! Tables without lines, whose cells are painted: the edges of the areas are the rulings.

use super::rulings::Component;
use super::shapes::{Fill, Ruling};
use super::{grid, rulings};
use crate::model::Rect;

/// More areas than this are a drawing.
pub(super) const MAX_FILLS: usize = 4_000;

/// The grids that painted cells form; each cell is one area or the paper between areas.
pub(super) fn grids(fills: &[Fill], tables: &[Rect], page: &Rect) -> Vec<grid::Grid> {
    let free = |f: &&Fill| {
        let r = &f.rect;
        let cell = r.width() > 8.0 && r.height() > 6.0 && r.area() < 0.3 * page.area();
        cell && f.color != 0xff_ffff && !tables.iter().any(|t| t.grown(2.0).contains(r.center()))
    };
    let cells: Vec<Rect> = fills.iter().filter(free).map(|f| f.rect).collect();
    if cells.len() > MAX_FILLS {
        return Vec::new();
    }
    let cells: Vec<Rect> = (0..cells.len()).filter(|&i| !lies_on_cells(&cells[i], &cells[..i])).map(|i| cells[i]).collect();
    if cells.len() < 4 {
        return Vec::new();
    }
    let edge = |at, from, to| Ruling { at, from, to, width: 0.0, dashed: false, color: 0 };
    let horizontal = cells.iter().flat_map(|r| [edge(r.y0, r.x0, r.x1), edge(r.y1, r.x0, r.x1)]).collect();
    let vertical = cells.iter().flat_map(|r| [edge(r.x0, r.y0, r.y1), edge(r.x1, r.y0, r.y1)]).collect();
    let components = rulings::components(&rulings::joined(horizontal), &rulings::joined(vertical));
    components.iter().filter_map(|c| cell_grid(c, &cells)).collect()
}

/// Whether an area is painted onto cells of its own row and is less high than they: a bar. (Cells on a panel lie on something much higher.)
fn lies_on_cells(area: &Rect, before: &[Rect]) -> bool {
    let under = before.iter().filter(|b| b.height() > area.height() + 1.0 && b.height() < 2.5 * area.height());
    let covered: f32 = under.filter_map(|b| b.intersection(area)).map(|part| part.area()).sum();
    covered > 0.9 * area.area()
}

/// The grid of a component, if its areas are cells in rows and columns.
fn cell_grid(component: &Component, cells: &[Rect]) -> Option<grid::Grid> {
    let grid = grid::grid(component)?;
    let whole = grid.rect();
    let own = cells.iter().filter(|c| whole.contains(c.center())).count();
    // Areas that overlap each other (a picture) give many more places than areas.
    let regular = own >= 4 && grid.spans.len() <= 2 * own;
    (regular && grid.cols() >= 2 && grid.rows() >= 2).then_some(grid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Hatch;

    #[test]
    fn areas_side_by_side_are_cells_and_columns_of_a_chart_are_not() {
        let fill = |x0: f32, y0: f32, x1: f32, y1: f32| Fill { rect: Rect::new(x0, y0, x1, y1), color: 0xdd_ddff, hatch: Hatch::Plain };
        let page = Rect::new(0.0, 0.0, 595.0, 842.0);
        let cells: Vec<Fill> =
            (0..6).map(|i| (60.0 * (i % 3) as f32, 20.0 * (i / 3) as f32)).map(|(x, y)| fill(x, y, x + 58.5, y + 18.5)).collect();
        let found = grids(&cells, &[], &page);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rows(), found[0].cols()), (2, 3));
        let chart: Vec<Fill> = (0..5).map(|i| fill(40.0 * i as f32, 100.0 - 10.0 * i as f32, 40.0 * i as f32 + 20.0, 200.0)).collect();
        assert!(grids(&chart, &[], &page).is_empty());
    }
}
