//! Words into cells: a run goes to the cell that holds most of it, or is split where two cells meet in a gap.

use super::grid::Grid;
use super::runs::{Run, frame, is_blank};
use super::words::{is_letter_of_japanese, is_wide};
use crate::model::{Direction, Glyph, Rect};

/// Gives each cell of the grid its runs; pieces that stand outside are given back.
pub(super) fn assign<'a>(grid: &Grid, runs: Vec<Run<'a>>) -> (Vec<Vec<Run<'a>>>, Vec<Run<'a>>) {
    let mut outside = Vec::new();
    let mut cells: Vec<Vec<Run<'a>>> = vec![Vec::new(); grid.spans.len()];
    let mut cut = Vec::new();
    for run in runs {
        if let Some(i) = holding(grid, &run.rect) {
            cells[i].push(run);
            continue;
        }
        for piece in pieces(grid, run) {
            match home(grid, &piece) {
                Home::Cell(i) => cells[i].push(piece),
                Home::Between(above, below) => cut.push((above, below, piece)),
                Home::Outside => outside.push(piece),
            }
        }
    }
    for (above, below, piece) in cut {
        let i = nearer(&cells, above, below, &piece, grid);
        cells[i].push(piece);
    }
    (cells, outside)
}

/// The cell that holds the whole of a rectangle, as most lines of tables stand in one.
fn holding(grid: &Grid, rect: &Rect) -> Option<usize> {
    let cell = grid.find(rect.x0, rect.y0)?;
    (grid.find(rect.x1, rect.y1) == Some(cell)).then_some(cell)
}

/// Where a piece of a line stands.
enum Home {
    Cell(usize),
    /// A ruling cuts through it: the cells above and below.
    Between(usize, usize),
    Outside,
}

fn home(grid: &Grid, piece: &Run) -> Home {
    let c = piece.rect.center();
    let Some(i) = majority(grid, &piece.glyphs) else { return Home::Outside };
    let inset = 0.2 * piece.rect.height();
    let (top, bottom) = (grid.find(c.x, piece.rect.y0 + inset), grid.find(c.x, piece.rect.y1 - inset));
    match (top, bottom) {
        (Some(a), Some(b)) if a != b && piece.direction == Direction::Right => Home::Between(a, b),
        _ => Home::Cell(i),
    }
}

/// The cell of a line that a ruling cuts: where the line before or after it in the same column of text stands, else where most of it is.
fn nearer(cells: &[Vec<Run>], above: usize, below: usize, piece: &Run, grid: &Grid) -> usize {
    let same = |run: &&Run| (run.size - piece.size).abs() < 0.5 && (run.rect.x0 - piece.rect.x0).abs() < 2.0;
    let gap = |i: usize| {
        let gaps = cells[i].iter().filter(same).map(|run| (run.rect.center().y - piece.rect.center().y).abs());
        gaps.fold(f32::MAX, f32::min)
    };
    let near = 1.7 * piece.size;
    match (gap(above) < near, gap(below) < near) {
        (true, false) => above,
        (false, true) => below,
        _ => {
            let edge = grid.cell(&grid.spans[below]).y0;
            if piece.rect.center().y < edge { above } else { below }
        }
    }
}

/// The cell that holds most of the glyphs, by their advance.
fn majority(grid: &Grid, glyphs: &[&Glyph]) -> Option<usize> {
    let mut held: std::collections::BTreeMap<usize, f32> = std::collections::BTreeMap::new();
    for glyph in glyphs.iter().filter(|g| !is_blank(g)) {
        let c = glyph.rect.center();
        if let Some(i) = grid.find(c.x, c.y) {
            *held.entry(i).or_default() += frame(&glyph.rect, glyph.direction).width().max(0.1);
        }
    }
    held.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, _)| i)
}

/// Splits a run where it passes from cell to cell through a gap or a change of style.
pub(super) fn pieces<'a>(grid: &Grid, run: Run<'a>) -> Vec<Run<'a>> {
    let find = |g: &Glyph| grid.find(g.rect.center().x, g.rect.center().y);
    let mut groups: Vec<Vec<&'a Glyph>> = Vec::new();
    let mut last: Option<(&'a Glyph, Option<usize>)> = None;
    for &glyph in &run.glyphs {
        if is_blank(glyph) {
            if let Some(group) = groups.last_mut() {
                group.push(glyph);
            }
            continue;
        }
        let cell = find(glyph);
        let edge = cell.map(|i| grid.cell(&grid.spans[i]).x0);
        let split =
            last.is_none_or(|(before, home)| home != cell && (is_seam(before, glyph) || edge.is_some_and(|x| meet_at(before, glyph, x))));
        match groups.last_mut() {
            Some(group) if !split => group.push(glyph),
            _ => groups.push(vec![glyph]),
        }
        last = Some((glyph, cell));
    }
    if groups.len() < 2 {
        return vec![run];
    }
    groups.into_iter().filter_map(Run::new).collect()
}

/// Whether two neighbouring glyphs may belong to different cells.
fn is_seam(a: &Glyph, b: &Glyph) -> bool {
    let gap = frame(&b.rect, b.direction).x0 - frame(&a.rect, a.direction).x1;
    gap > 0.3 * a.size.min(b.size) || (a.size - b.size).abs() > 0.5 || a.bold != b.bold || a.color != b.color
}

/// Whether the ruling at `x` stands in a gap between two glyphs, however narrow: figures set to the right of one cell and words set to
/// the left of the next nearly touch. Glyphs of one word leave no such gap.
fn meet_at(a: &Glyph, b: &Glyph, x: f32) -> bool {
    let level = a.direction == Direction::Right && b.direction == Direction::Right;
    let gap = b.rect.x0 - a.rect.x1;
    level && gap > 0.08 * a.size.min(b.size) && a.rect.x1 <= x + 0.1 && x <= b.rect.x0 + 0.1
}

/// The words of a cell or a label: lines parted by `\n`, stacked characters read top to bottom.
pub(super) fn text(mut runs: Vec<Run>) -> String {
    let down: usize = runs.iter().filter(|r| matches!(r.direction, Direction::Down)).map(Run::len).sum();
    let all: usize = runs.iter().map(Run::len).sum();
    if down > 0 && down * 2 >= all {
        return vertical(runs);
    }
    runs.sort_by(|a, b| order(a).0.total_cmp(&order(b).0).then(order(a).1.total_cmp(&order(b).1)));
    let lines = lines(runs);
    let stacked = lines.len() > 1
        && lines.iter().all(|line| line.iter().map(|r| r.rect.x1).fold(f32::MIN, f32::max) - line[0].rect.x0 <= 1.25 * line[0].size)
        && lines[0].first().is_some_and(|r| r.text().chars().all(is_letter_of_japanese));
    let words: Vec<String> = lines.iter().map(|line| joined(line)).collect();
    words.join(if stacked { "" } else { "\n" })
}

/// Order of a run in reading: by line, then along it. Text turned sideways is read in its own frame.
fn order(run: &Run) -> (f32, f32) {
    let f = run.frame();
    (f.center().y, f.x0)
}

/// Gathers runs, sorted from line to line, that stand on one line.
pub(super) fn lines<'a, 'b>(runs: Vec<Run<'b>>) -> Vec<Vec<Run<'b>>>
where
    'b: 'a,
{
    let mut lines: Vec<(Rect, Vec<Run<'b>>)> = Vec::new();
    for run in runs {
        let f = run.frame();
        let same = lines.last().is_some_and(|(rect, _)| {
            let smaller = f.height().min(rect.height()).max(0.1);
            f.overlap_y(rect) > 0.55 * smaller
        });
        match lines.last_mut() {
            Some((rect, line)) if same => {
                // The band of a line stays that of its first run, so that a stair of runs does not become one line.
                *rect = Rect { x0: rect.x0.min(f.x0), x1: rect.x1.max(f.x1), ..*rect };
                line.push(run);
            }
            _ => lines.push((f, vec![run])),
        }
    }
    let mut out: Vec<Vec<Run<'b>>> = lines.into_iter().map(|(_, line)| line).collect();
    for line in &mut out {
        line.sort_by(|a, b| a.frame().x0.total_cmp(&b.frame().x0));
    }
    out
}

/// The words of runs on one line.
pub(super) fn joined(line: &[Run]) -> String {
    let mut text = String::new();
    let mut end: Option<f32> = None;
    for run in line {
        let (words, f) = (run.text(), run.frame());
        let wide = text.chars().next_back().is_some_and(is_wide) || words.chars().next().is_some_and(is_wide);
        let gap = end.map_or(0.0, |end| f.x0 - end);
        if !text.is_empty() && gap > (if wide { 0.7 } else { 0.15 }) * run.size {
            text.push(' ');
        }
        text.push_str(&words);
        end = Some(f.x1);
    }
    text
}

/// Vertical writing: columns from right to left; digits set upright between the characters keep their place.
fn vertical(mut runs: Vec<Run>) -> String {
    runs.sort_by(|a, b| b.rect.center().x.total_cmp(&a.rect.center().x));
    let mut columns: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        match columns.last_mut() {
            Some(column) if column[0].rect.overlap_x(&run.rect) > 0.5 * run.rect.width().min(column[0].rect.width()) => column.push(run),
            _ => columns.push(vec![run]),
        }
    }
    let words = columns.into_iter().map(|mut column| {
        column.sort_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
        column.iter().map(Run::text).collect::<String>()
    });
    words.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::grid::Span;
    use super::super::runs::runs;
    use super::super::testing::{glyphs, glyphs_with};
    use super::*;

    fn two_by_two() -> Grid {
        let spans =
            [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(row, col)| Span { row, col, rows: 1, cols: 1, open_top: false, open_bottom: false });
        Grid::new(vec![0.0, 100.0, 200.0], vec![0.0, 20.0, 60.0], spans.to_vec())
    }

    fn texts(page: &[Glyph]) -> Vec<String> {
        assign(&two_by_two(), runs(page)).0.into_iter().map(text).collect()
    }

    #[test]
    fn a_line_over_two_cells_is_split_at_the_gap() {
        let mut page = glyphs("料金課", 68.0, 5.0, 10.0);
        page.extend(glyphs("窓口", 104.0, 5.0, 10.0));
        assert_eq!(texts(&page)[..2], ["料金課", "窓口"]);
    }

    #[test]
    fn a_figure_and_words_that_nearly_touch_at_the_ruling_are_parted() {
        let mut page = glyphs("100", 84.0, 5.0, 10.0);
        page.extend(glyphs("以上の計画", 101.0, 5.0, 10.0));
        assert_eq!(texts(&page)[..2], ["100", "以上の計画"]);
    }

    #[test]
    fn a_line_that_overlaps_a_ruling_stays_whole() {
        assert_eq!(texts(&glyphs("水道事業の経営", 55.0, 5.0, 10.0))[..2], ["水道事業の経営", ""]);
    }

    #[test]
    fn a_line_cut_by_the_ruling_above_goes_to_its_neighbours() {
        let mut page = glyphs("会議で開く", 10.0, 13.0, 10.0); // its middle lies above the ruling at 20
        page.extend(glyphs("会議の割合", 10.0, 25.0, 10.0));
        assert_eq!(texts(&page)[..3], ["", "", "会議で開く\n会議の割合"]);
    }

    #[test]
    fn stacked_characters_are_read_top_to_bottom() {
        let mut page = glyphs("令", 10.0, 21.0, 8.0);
        page.extend(glyphs("和", 10.0, 29.0, 8.0));
        page.extend(glyphs("10", 10.0, 37.0, 8.0));
        assert_eq!(texts(&page)[2], "令和10");
        let mut numbers = glyphs("5", 10.0, 21.0, 8.0);
        numbers.extend(glyphs("6", 10.0, 31.0, 8.0));
        assert_eq!(texts(&numbers)[2], "5\n6");
    }

    #[test]
    fn vertical_writing_is_read_in_columns_from_the_right() {
        let mut page = glyphs_with("安心して", 20.0, 21.0, 8.0, Direction::Down);
        page.extend(glyphs_with("飲める", 8.0, 21.0, 8.0, Direction::Down));
        assert_eq!(texts(&page)[2], "安心して\n飲める");
    }
}
