//! Bars tied to a grid: the rows and columns that they cover, and their labels.

use super::grid::{Grid, interval};
use super::mark::Mark;
use super::runs::Run;
use super::{cells, symbols};
use crate::model::{Bar, BarShape, Cell, Hatch, Place, Rect};

/// A column counts as covered from this share on: an arrow from the middle of one column to the middle of another covers both.
const COVERED: f32 = 0.42;

/// Marks that lie over the grid; the others are given back.
pub(super) fn over(marks: Vec<Mark>, grid: &Grid) -> (Vec<Mark>, Vec<Mark>) {
    let whole = grid.rect().grown(4.0);
    marks.into_iter().partition(|m| {
        let wide = m.rect.width().max(0.1);
        whole.contains(m.rect.center()) && whole.overlap_x(&m.rect) > 0.7 * wide
    })
}

/// Ties marks to the grid. Runs that label a bar are taken out of `runs`.
pub(super) fn tied<'a>(marks: Vec<Mark>, grid: &Grid, runs: &mut Vec<Run<'a>>, page: usize) -> Vec<Bar> {
    let mut labels: Vec<Vec<Run<'a>>> = marks.iter().map(|_| Vec::new()).collect();
    let mut rest = Vec::new();
    let holds: Vec<bool> = marks.iter().map(|m| m.is_filled() && runs.iter().any(|run| is_inside(run, m))).collect();
    for run in runs.drain(..).flat_map(|run| parted(run, &marks, grid)) {
        match label_of(&run, &marks, &holds, grid) {
            Some(i) => labels[i].push(run),
            None => rest.push(run),
        }
    }
    *runs = rest;
    in_order(marks.iter().zip(labels).map(|(mark, label)| tie(mark, label, grid, page)).collect())
}

/// The words of a cell beside the label of a bar, on one line with it. A label may lie over the edges of columns that its bar crosses.
fn parted<'a>(run: Run<'a>, marks: &[Mark], grid: &Grid) -> Vec<Run<'a>> {
    let crossed = |a: &Rect, b: &Rect| {
        let over = |m: &Rect| m.x0 < a.x1 && b.x0 < m.x1;
        let row = interval(&grid.ys, a.center().y);
        marks.iter().any(|m| over(&m.rect) && interval(&grid.ys, m.rect.center().y) == row)
    };
    let parts = cells::pieces(grid, run.clone());
    match parts.windows(2).any(|pair| crossed(&pair[0].rect, &pair[1].rect)) {
        true => vec![run],
        false => parts,
    }
}

/// Bars by row, then from lane to lane within the row, then from left to right.
fn in_order(mut bars: Vec<Bar>) -> Vec<Bar> {
    let rect = |bar: &Bar| bar.place.bbox.unwrap_or_default();
    bars.sort_by(|a, b| a.rows.0.cmp(&b.rows.0).then(rect(a).center().y.total_cmp(&rect(b).center().y)));
    let mut lanes: Vec<(usize, Rect, Vec<Bar>)> = Vec::new();
    for bar in bars {
        let own = rect(&bar);
        match lanes.last_mut() {
            Some((row, lane, members)) if *row == bar.rows.0 && own.center().y <= lane.y1 + 0.5 => members.push(bar),
            _ => lanes.push((bar.rows.0, own, vec![bar])),
        }
    }
    let sorted = lanes.into_iter().map(|(_, _, mut members)| {
        members.sort_by(|a, b| rect(a).x0.total_cmp(&rect(b).x0));
        members
    });
    sorted.flatten().collect()
}

fn tie(mark: &Mark, label: Vec<Run>, grid: &Grid, page: usize) -> Bar {
    let r = &mark.rect;
    let middle = r.center().y;
    let rows = match interval(&grid.ys, middle) {
        Some(row) if r.height() < 1.3 * (grid.ys[row + 1] - grid.ys[row]) => (row, row),
        _ => grid.rows_covered(r.y0, r.y1, 0.5),
    };
    // A symbol in a merged cell holds for all of it.
    let own_cell = || grid.find(r.center().x, r.center().y).map(|i| &grid.spans[i]).filter(|_| symbols::is_symbol(mark.shape));
    let cols = own_cell().map_or_else(|| grid.columns_covered(r.x0, r.x1, COVERED), |span| (span.col, span.col + span.cols - 1));
    let label_bbox = Rect::bounding(label.iter().map(|run| &run.rect));
    Bar {
        place: Place::on_page(page, *r),
        shape: mark.shape,
        label: cells::text(label),
        label_bbox,
        color: mark.color,
        hatch: mark.hatch,
        meaning: String::new(),
        rows,
        cols,
    }
}

/// Whether the run stands inside the filled mark.
fn is_inside(run: &Run, mark: &Mark) -> bool {
    let (r, m) = (&run.rect, &mark.rect);
    let level = (m.y0 - 1.0..=m.y1 + 1.0).contains(&r.center().y);
    level && (r.overlap_x(m) >= 0.6 * r.width() || m.contains(r.center()))
}

/// The mark that the run labels: the one that it stands in, else the nearest one below or above it in its row.
fn label_of(run: &Run, marks: &[Mark], holds: &[bool], grid: &Grid) -> Option<usize> {
    let share = |m: &Mark| run.rect.intersection(&m.rect.grown(1.0)).map_or(0.0, |part| part.area());
    let inside = (0..marks.len()).filter(|&i| marks[i].is_filled() && is_inside(run, &marks[i]));
    if let Some(i) = inside.max_by(|&a, &b| share(&marks[a]).total_cmp(&share(&marks[b]))) {
        return Some(i);
    }
    let near = (0..marks.len()).filter(|&i| !holds[i]).filter_map(|i| distance(run, &marks[i], grid).map(|d| (d, i)));
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, i)| i)
}

/// How far a run stands from a mark that it may label, above, below or beside it; `None` if it cannot.
fn distance(run: &Run, mark: &Mark, grid: &Grid) -> Option<f32> {
    let (c, m) = (run.rect.center(), &mark.rect);
    if let Some(gap) = beside(run, mark, grid) {
        return Some(gap);
    }
    if !(m.x0 - 3.0..=m.x1 + 3.0).contains(&c.x) {
        return None;
    }
    let row = interval(&grid.ys, m.center().y)?;
    let (top, bottom) = (grid.ys[row], grid.ys[row + 1]);
    if !(top - 1.0..=bottom + 1.0).contains(&c.y) {
        return None;
    }
    let (first, last) = grid.columns_covered(m.x0, m.x1, COVERED);
    let col = interval(&grid.xs, c.x)?;
    if !(first..=last).contains(&col) {
        return None;
    }
    let above = m.y0 - run.rect.y1;
    let below = run.rect.y0 - m.y1;
    let gap = if c.y <= m.center().y { above.max(0.0) } else { 1.5 * below.max(0.0) };
    // Set in the middle over a bar of several columns, words label it from anywhere in its row.
    let centred = first < last && (c.x - m.center().x).abs() < 0.12 * m.width();
    (gap <= 2.8 * run.size || centred).then_some(gap)
}

/// How far a run stands behind or before a mark on its line, in the cell where the mark ends or begins. Words beside a symbol are its label
/// where they stand in another cell: they were too long for its own.
fn beside(run: &Run, mark: &Mark, grid: &Grid) -> Option<f32> {
    let (r, m) = (&run.rect, &mark.rect);
    let middle = m.center().y;
    let level = (r.y0..=r.y1).contains(&middle) || (m.y0..=m.y1).contains(&r.center().y);
    if !level {
        return None;
    }
    let behind = r.x0 >= m.x1 - 1.0;
    let (gap, end) = if behind { (r.x0 - m.x1, m.x1 - 1.0) } else { (m.x0 - r.x1, m.x0 + 1.0) };
    let same_cell = grid.find(end, middle).is_some_and(|cell| grid.find(r.center().x, r.center().y) == Some(cell));
    if symbols::is_symbol(mark.shape) {
        let close = (-1.0..=symbols::BESIDE * run.size).contains(&gap);
        return (!same_cell && close).then_some(gap.max(0.0));
    }
    (same_cell && (-1.0..=1.5 * run.size).contains(&gap)).then_some(2.0 * gap.max(0.0))
}

/// Shaded cells without words in a body row whose neighbours are not shaded, as bars; neighbours of one colour are one bar.
pub(super) fn shaded(cells: &[Cell], hatch: impl Fn(&Cell) -> Hatch, grid: &Grid, page: usize) -> Vec<Bar> {
    let mut bars = Vec::new();
    for row in 1..grid.rows() {
        let line: Vec<&Cell> = cells.iter().filter(|c| c.row == row && c.row_span == 1).collect();
        let is_shaded = |c: &Cell| c.fill.is_some() && c.text.is_empty();
        let blank = line.iter().any(|c| c.fill.is_none() && c.text.is_empty());
        if !blank || !line.iter().any(|c| is_shaded(c)) {
            continue;
        }
        let alike =
            |a: &&Cell, b: &&Cell| is_shaded(a) && is_shaded(b) && a.fill == b.fill && a.col + a.col_span == b.col && hatch(a) == hatch(b);
        for group in line.chunk_by(alike) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            let column_shaded = |col: usize| cells.iter().filter(|c| c.col == col && c.row > 0).all(|c| c.fill == first.fill);
            if is_shaded(first) && !(first.col == last.col && grid.rows() > 2 && column_shaded(first.col)) {
                let last_col = last.col + last.col_span - 1;
                let rect = Rect::new(grid.xs[first.col], grid.ys[row], grid.xs[last_col + 1], grid.ys[row + 1]);
                bars.push(Bar {
                    place: Place::on_page(page, rect),
                    shape: BarShape::Rectangle,
                    label: String::new(),
                    label_bbox: None,
                    color: first.fill.unwrap_or_default(),
                    hatch: hatch(first),
                    meaning: String::new(),
                    rows: (row, row),
                    cols: (first.col, last_col),
                });
            }
        }
    }
    bars
}

/// Characters of which arrows are typed.
fn is_arrow_glyph(c: char) -> bool {
    matches!(
        c,
        '→' | '⇒'
            | '➡'
            | '⟶'
            | '⇨'
            | '➔'
            | '➜'
            | '━'
            | '─'
            | '―'
            | '═'
            | '▶'
            | '►'
            | '▷'
            | '＞'
            | '＝'
            | '⇔'
            | '↔'
            | '←'
            | '⇐'
            | '◀'
            | '◁'
    )
}

/// Whether the run is an arrow typed with two or more glyphs (━▶, ──→, →→). A single → is a word of its cell: it may mean "level".
pub(super) fn is_typed_arrow(run: &Run) -> bool {
    // Nearly every run ends here.
    if !run.glyphs.first().is_some_and(|g| g.text.chars().all(|c| c.is_whitespace() || is_arrow_glyph(c))) {
        return false;
    }
    let text = run.text();
    let drawn = text.chars().filter(|c| !c.is_whitespace());
    let count = drawn.clone().count();
    let headed = drawn.clone().any(|c| !matches!(c, '―' | '─' | '━' | '＝' | '═'));
    // A shaft without head may go on over the page; a dash or two mean "none".
    let shaft = count >= 3 && drawn.clone().all(|c| matches!(c, '─' | '━' | '═'));
    count >= 2 && drawn.clone().all(is_arrow_glyph) && (headed || shaft)
}

/// An arrow typed with glyphs, as a mark.
pub(super) fn typed(run: &Run) -> Mark {
    Mark::plain(run.rect, BarShape::Glyphs, run.glyphs.first().map_or(0, |g| g.color))
}

#[cfg(test)]
mod tests {
    use super::super::grid::Span;
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;

    fn years() -> Grid {
        let span = |row, col| Span { row, col, rows: 1, cols: 1, open_top: false, open_bottom: false };
        let spans = (0..2).flat_map(|row| (0..4).map(move |col| span(row, col))).collect();
        Grid::new(vec![0.0, 100.0, 200.0, 300.0, 400.0], vec![0.0, 20.0, 80.0], spans)
    }

    fn mark(x0: f32, y0: f32, x1: f32, y1: f32, shape: BarShape) -> Mark {
        Mark::plain(Rect::new(x0, y0, x1, y1), shape, 0xff)
    }

    #[test]
    fn the_label_stands_inside_a_filled_bar_or_above_a_line() {
        let mut page = glyphs("設計", 120.0, 25.0, 8.0);
        page.extend(glyphs("工事", 240.0, 50.0, 8.0));
        page.extend(glyphs("北山", 10.0, 25.0, 8.0));
        let mut all = runs(&page);
        let marks = vec![mark(102.0, 22.0, 298.0, 36.0, BarShape::Arrow), mark(205.0, 62.0, 395.0, 62.0, BarShape::LineArrow)];
        let bars = tied(marks, &years(), &mut all, 1);
        assert_eq!(
            bars.iter().map(|b| (b.label.as_str(), b.cols, b.rows)).collect::<Vec<_>>(),
            [("設計", (1, 2), (1, 1)), ("工事", (2, 3), (1, 1))]
        );
        assert_eq!(all.len(), 1);
    }

    #[test]
    fn two_bars_in_one_row_stay_two() {
        let marks = vec![mark(102.0, 22.0, 298.0, 36.0, BarShape::Rectangle), mark(102.0, 50.0, 198.0, 64.0, BarShape::Rectangle)];
        let bars = tied(marks, &years(), &mut Vec::new(), 1);
        assert_eq!(bars.iter().map(|b| b.cols).collect::<Vec<_>>(), [(1, 2), (1, 1)]);
        assert!(bars.iter().all(|b| b.label.is_empty() && b.rows == (1, 1)));
    }

    #[test]
    fn shaded_cells_of_a_body_row_are_a_bar_and_a_shaded_row_is_none() {
        let grid = years();
        let cell = |row: usize, col: usize, fill: Option<u32>, text: &str| Cell {
            row,
            col,
            row_span: 1,
            col_span: 1,
            text: text.to_owned(),
            place: Place::on_page(1, Rect::default()),
            fill,
        };
        let body = [cell(1, 0, None, "北山"), cell(1, 1, Some(5), ""), cell(1, 2, Some(5), ""), cell(1, 3, None, "")];
        let bars = shaded(&body, |_| Hatch::Plain, &grid, 1);
        assert_eq!(bars.iter().map(|b| b.cols).collect::<Vec<_>>(), [(1, 2)]);
        let total = [cell(1, 0, Some(5), "計"), cell(1, 1, Some(5), ""), cell(1, 2, Some(5), ""), cell(1, 3, Some(5), "")];
        assert!(shaded(&total, |_| Hatch::Plain, &grid, 1).is_empty());
    }

    #[test]
    fn arrows_of_several_glyphs_are_bars_and_one_arrow_is_a_word() {
        assert!(is_typed_arrow(&runs(&glyphs("━▶", 0.0, 0.0, 10.0))[0]));
        assert!(!is_typed_arrow(&runs(&glyphs("→", 0.0, 0.0, 10.0))[0]));
        assert!(!is_typed_arrow(&runs(&glyphs("――", 0.0, 0.0, 10.0))[0]));
        assert!(is_typed_arrow(&runs(&glyphs("━━━━", 0.0, 0.0, 10.0))[0]));
    }
}
