//! Cards: a frame around words and whole tables. The frame is no grid, even where it touches the tables inside.

use super::grid::Grid;
use super::rulings::{self, Component, TOUCH};
use super::shapes::Ruling;
use crate::model::Rect;

/// The frame of a card and the tables inside; `None` if the lines are a table themselves.
pub(super) fn opened(component: &Component) -> Option<(Rect, Vec<Component>)> {
    let frame = rulings::extent(component)?;
    let at_side = |v: &&Ruling| (v.at - frame.x0).abs() <= TOUCH || (v.at - frame.x1).abs() <= TOUCH;
    let whole = |h: &&Ruling| h.from <= frame.x0 + TOUCH && h.to >= frame.x1 - TOUCH;
    let (sides, vertical): (Vec<&Ruling>, Vec<&Ruling>) = component.vertical.iter().partition(at_side);
    let (across, horizontal): (Vec<&Ruling>, Vec<&Ruling>) = component.horizontal.iter().partition(whole);
    let high = |v: &&Ruling| v.length() > 0.9 * frame.height();
    if vertical.len() < 3 || horizontal.len() < 2 || across.len() < 2 || sides.into_iter().filter(high).count() < 2 {
        return None;
    }
    let owned = |lines: Vec<&Ruling>| -> Vec<Ruling> { lines.into_iter().copied().collect() };
    let inside = rulings::components(&owned(horizontal), &owned(vertical));
    inside.iter().all(is_closed).then_some((frame, inside))
}

/// Whether lines of its own run all around a table.
fn is_closed(component: &Component) -> bool {
    let Some(frame) = rulings::extent(component) else { return false };
    let wide =
        |at: f32| component.horizontal.iter().any(|h| (h.at - at).abs() <= TOUCH && h.from <= frame.x0 + TOUCH && h.to >= frame.x1 - TOUCH);
    let high = |at: f32| {
        let covered: f32 = component.vertical.iter().filter(|v| (v.at - at).abs() <= TOUCH).map(Ruling::length).sum();
        covered > 0.9 * frame.height()
    };
    wide(frame.y0) && wide(frame.y1) && high(frame.x0) && high(frame.x1)
}

/// More rows than this are a form whose cells hold tables.
const ROWS: usize = 4;

/// Whether a grid is drawn around other grids that it does not touch: a row over its whole width holds at least one, and at most one row,
/// the band of the title, is parted into cells.
pub(super) fn is_card(grid: &Grid, all: &[Rect]) -> bool {
    let whole = grid.rect();
    if grid.rows() > ROWS {
        return false;
    }
    let inside = |cell: &Rect| all.iter().any(|other| other.area() < 0.9 * whole.area() && within(other, cell));
    let wide = |row: usize| grid.spans.iter().any(|s| s.row == row && s.cols == grid.cols() && s.rows == 1);
    let parted = (0..grid.rows()).filter(|&row| !wide(row)).count();
    let holds = grid.spans.iter().any(|s| s.cols == grid.cols() && inside(&grid.cell(s)));
    holds && parted <= 1
}

/// Whether a rectangle lies in another, a point more or less.
pub(super) fn within(inner: &Rect, outer: &Rect) -> bool {
    let outer = outer.grown(1.0);
    outer.x0 <= inner.x0 && inner.x1 <= outer.x1 && outer.y0 <= inner.y0 && inner.y1 <= outer.y1
}

#[cfg(test)]
mod tests {
    use super::super::grid::{Grid, Span};
    use super::super::testing::{fill, frame, glyphs, grid, page};
    use super::is_card;
    use crate::model::{BlockKind, Glyph, Rect};

    #[test]
    fn a_card_with_a_painted_title_is_a_box_around_its_table() {
        let mut words: Vec<Glyph> = glyphs("1　水源の保全", 56.0, 102.0, 10.0);
        words.extend(glyphs("水源林の手入れを続ける。", 56.0, 124.0, 10.0));
        let cells = [
            ("指標", 60.0, 154.0),
            ("R7", 260.0, 154.0),
            ("R8", 360.0, 154.0),
            ("面積", 60.0, 174.0),
            ("10", 260.0, 174.0),
            ("20", 360.0, 174.0),
        ];
        words.extend(cells.iter().flat_map(|(text, x, y)| glyphs(text, *x, *y, 10.0)));
        let mut paths = vec![fill(50.0, 100.0, 450.0, 116.0, 0x22_66aa), frame(50.0, 100.0, 450.0, 192.0)];
        paths.extend(grid(&[56.0, 250.0, 350.0, 444.0], &[150.0, 170.0, 190.0]));
        let blocks = super::super::blocks(&[page(1, words, paths)], &[]);
        let tables: Vec<_> = blocks.iter().filter_map(|b| if let BlockKind::Table(t) = &b.kind { Some(t) } else { None }).collect();
        assert_eq!(tables.len(), 1);
        assert_eq!((tables[0].rows, tables[0].cols, tables[0].bars.len()), (2, 3, 0));
        let before: Vec<&str> = blocks.iter().take(2).map(|b| b.text()).collect();
        assert_eq!(before, ["1　水源の保全", "水源林の手入れを続ける。"]);
    }

    fn span(row: usize, col: usize, cols: usize) -> Span {
        Span { row, col, rows: 1, cols, open_top: false, open_bottom: false }
    }

    #[test]
    fn a_grid_around_tables_is_a_card_and_a_form_with_a_table_in_it_is_none() {
        let inner = Rect::new(20.0, 60.0, 180.0, 90.0);
        let spans = vec![span(0, 0, 1), span(0, 1, 1), span(1, 0, 2)];
        let card = Grid::new(vec![0.0, 20.0, 200.0], vec![0.0, 20.0, 100.0], spans);
        assert!(is_card(&card, &[inner, card.rect()]));
        assert!(!is_card(&card, &[card.rect()]));
        let spans = vec![span(0, 0, 1), span(0, 1, 1), span(1, 0, 1), span(1, 1, 1), span(2, 0, 2)];
        let form = Grid::new(vec![0.0, 20.0, 200.0], vec![0.0, 20.0, 40.0, 100.0], spans);
        assert!(!is_card(&form, &[inner, form.rect()]));
    }
}
