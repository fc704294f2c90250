//! Tables of words ruled by horizontal lines only: each stretch between two lines is a row, columns are what is free in all rows.

use super::grid::{Grid, Span};
use super::runs::Run;
use super::shapes::Ruling;
use super::whitespace::is_figure;
use crate::model::{Direction, Rect};

/// How far the ends of lines of one table may lie apart, in points.
const EDGE: f32 = 4.0;
/// Fewer lines than this (two rows and a head) are decoration.
const LINES: usize = 4;
/// Distances of neighbouring lines in points.
const HEIGHTS: std::ops::RangeInclusive<f32> = 7.0..=240.0;
/// More lines than this are a drawing.
const MAX_LINES: usize = 2_000;

/// The grids that stacks of equal lines make with the words between them.
pub(super) fn grids(runs: &[Run], rules: &[Ruling]) -> Vec<Grid> {
    if rules.len() > MAX_LINES {
        return Vec::new();
    }
    stacks(rules).iter().filter_map(|stack| grid(stack, runs)).collect()
}

/// Lines of the same extent below one another.
fn stacks(rules: &[Ruling]) -> Vec<Vec<Ruling>> {
    let mut sorted: Vec<Ruling> = rules.iter().filter(|r| r.length() > 80.0).copied().collect();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut stacks: Vec<Vec<Ruling>> = Vec::new();
    for rule in sorted {
        let fits = |stack: &&mut Vec<Ruling>| {
            let last = stack[stack.len() - 1];
            let same = (last.from - rule.from).abs() <= EDGE && (last.to - rule.to).abs() <= EDGE;
            same && HEIGHTS.contains(&(rule.at - last.at))
        };
        match stacks.iter_mut().rev().take(50).find(fits) {
            Some(stack) => stack.push(rule),
            None => stacks.push(vec![rule]),
        }
    }
    stacks.retain(|stack| stack.len() >= LINES);
    stacks
}

fn grid(stack: &[Ruling], runs: &[Run]) -> Option<Grid> {
    let (first, last) = (stack.first()?, stack.last()?);
    let whole = Rect::new(first.from, first.at, first.to, last.at);
    let inside: Vec<&Run> = runs
        .iter()
        .filter(|r| r.direction == Direction::Right && whole.contains(r.rect.center()) && r.rect.x1 <= whole.x1 + EDGE)
        .collect();
    // Figures line up by themselves, and better: see `whitespace`.
    let figures = inside.iter().filter(|r| is_figure(&r.text())).count();
    if figures * 5 > inside.len() {
        return None;
    }
    let ys: Vec<f32> = stack.iter().map(|r| r.at).collect();
    let row_of = |run: &Run| ys.partition_point(|y| *y <= run.rect.center().y).checked_sub(1);
    let gutters = gutters(&inside);
    let mut xs = vec![whole.x0];
    xs.extend(gutters.iter().filter(|x| whole.x0 < **x && **x < whole.x1));
    xs.push(whole.x1);
    let (rows, cols) = (ys.len() - 1, xs.len() - 1);
    let mut filled = vec![vec![false; cols]; rows];
    for run in &inside {
        let col = xs.partition_point(|x| *x <= run.rect.center().x).saturating_sub(1).min(cols - 1);
        filled[row_of(run)?.min(rows - 1)][col] = true;
    }
    let held: usize = filled.iter().flatten().filter(|f| **f).count();
    let in_several = filled.iter().filter(|row| row.iter().filter(|f| **f).count() > 1).count();
    let none_empty = filled.iter().all(|row| row.contains(&true));
    let is_table = cols >= 2 && none_empty && in_several * 4 >= rows * 3 && held * 2 >= rows * cols;
    let span = |row, col| Span { row, col, rows: 1, cols: 1, open_top: false, open_bottom: false };
    let spans = (0..rows).flat_map(|row| (0..cols).map(move |col| span(row, col))).collect();
    is_table.then(|| Grid::new(xs, ys, spans))
}

/// The middles of the stretches that no line of words covers and that are wider than a space between words.
fn gutters(runs: &[&Run]) -> Vec<f32> {
    let mut extents: Vec<(f32, f32, f32)> = runs.iter().map(|r| (r.rect.x0, r.rect.x1, r.size)).collect();
    extents.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let mut end: Option<f32> = None;
    for (from, to, size) in extents {
        if let Some(end) = end.filter(|end| from - end > 0.5 * size) {
            out.push(f32::midpoint(end, from));
        }
        end = Some(end.map_or(to, |end| end.max(to)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::{glyphs, line, page};
    use crate::model::{BlockKind, Glyph, Table};

    fn tables(words: &[(&str, f32, f32)], ys: &[f32]) -> Vec<Table> {
        let words: Vec<Glyph> = words.iter().flat_map(|(text, x, y)| glyphs(text, *x, *y, 10.0)).collect();
        let blocks = super::super::blocks(&[page(1, words, ys.iter().map(|y| line(50.0, *y, 550.0, *y)).collect())], &[]);
        blocks.into_iter().filter_map(|b| if let BlockKind::Table(t) = b.kind { Some(t) } else { None }).collect()
    }

    #[test]
    fn words_between_equal_lines_are_a_table() {
        let words = [
            ("取組", 60.0, 104.0),
            ("内容", 200.0, 104.0),
            ("担当", 460.0, 104.0),
            ("水源の保全", 60.0, 124.0),
            ("水源林の手入れを続け、", 200.0, 124.0),
            ("土砂の流入を防ぐ", 200.0, 138.0),
            ("水質課", 460.0, 124.0),
            ("広報の充実", 60.0, 158.0),
            ("広報紙を配る", 200.0, 158.0),
            ("総務課", 460.0, 158.0),
        ];
        let all = tables(&words, &[100.0, 120.0, 154.0, 174.0]);
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].rows, all[0].cols), (3, 3));
        assert_eq!(all[0].text(1, 1), "水源林の手入れを続け、\n土砂の流入を防ぐ");
        assert!(tables(&words, &[100.0, 174.0]).is_empty());
    }

    #[test]
    fn lines_between_paragraphs_are_decoration() {
        let words = [("安全な水を届ける。", 60.0, 104.0), ("施設を更新する。", 60.0, 124.0), ("職員を育てる。", 60.0, 158.0)];
        assert!(tables(&words, &[100.0, 120.0, 154.0, 174.0]).is_empty());
    }
}
