//! Tables ruled by horizontal lines only: each stretch between two lines is a row, columns are what is free in the rows. A line that does not
//! run over all columns leaves out cells that are merged.

use super::grid::{Grid, Span};
use super::runs::Run;
use super::shapes::Ruling;
use super::whitespace::is_figure;
use crate::model::{Direction, Rect};

/// How far the ends of lines of one table may lie apart, in points.
const EDGE: f32 = 4.0;
/// Fewer lines than this (two rows and a head) are decoration.
const LINES: usize = 4;
/// So many of them must have the whole extent; the others end at merged cells.
const WHOLE: usize = 3;
/// Distances of neighbouring lines in points.
const HEIGHTS: std::ops::RangeInclusive<f32> = 7.0..=240.0;
/// More lines than this are a drawing.
const MAX_LINES: usize = 2_000;

/// The grids that stacks of equal lines make with the words between them.
pub(super) fn grids(runs: &[Run], rules: &[Ruling]) -> Vec<Grid> {
    if rules.len() > MAX_LINES {
        return Vec::new();
    }
    stacks(rules).iter().filter_map(|stack| grid(stack, rules, runs)).collect()
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
    stacks.retain(|stack| stack.len() >= WHOLE);
    stacks
}

fn grid(stack: &[Ruling], rules: &[Ruling], runs: &[Run]) -> Option<Grid> {
    let (first, last) = (stack.first()?, stack.last()?);
    let whole = Rect::new(first.from, first.at, first.to, last.at);
    let inside: Vec<&Run> = runs
        .iter()
        .filter(|r| r.direction == Direction::Right && whole.contains(r.rect.center()) && r.rect.x1 <= whole.x1 + EDGE)
        .collect();
    let lines = lines_in(&whole, rules);
    let ys = edges(&lines);
    if ys.len() < LINES {
        return None;
    }
    let row_of = |run: &Run| ys.partition_point(|y| *y <= run.rect.center().y).checked_sub(1).map(|row| row.min(ys.len() - 2));
    let mut rows: Vec<Vec<&Run>> = vec![Vec::new(); ys.len() - 1];
    for run in &inside {
        rows[row_of(run)?].push(run);
    }
    // Figures line up by themselves, and better where several lines of them stand between two rulings: see `whitespace`.
    let figures = inside.iter().filter(|r| is_figure(&r.text())).count();
    if figures * 5 > inside.len() && rows.iter().filter(|row| lines_of_figures(row) > 1).count() * 10 > rows.len() {
        return None;
    }
    let mut xs = vec![whole.x0];
    xs.extend(gutters(&rows, &whole).into_iter().filter(|x| whole.x0 < *x && *x < whole.x1));
    xs.push(whole.x1);
    join_heads(&rows, &mut xs);
    let filled = filled(&rows, &xs);
    let (height, width) = (rows.len(), xs.len() - 1);
    let held: usize = filled.iter().flatten().filter(|f| **f).count();
    let in_several = filled.iter().filter(|row| row.iter().filter(|f| **f).count() > 1).count();
    let partial = lines.iter().any(|line| line.length() < whole.width() - 2.0 * EDGE);
    // Without merged cells nearly every row has words in several columns.
    let is_table = if partial {
        width >= 3 && in_several * 3 >= height * 2 && held * 3 >= height * width
    } else {
        width >= 2 && filled.iter().all(|row| row.contains(&true)) && in_several * 4 >= height * 3 && held * 2 >= height * width
    };
    let is_table = is_table || width >= 4 && filled[0].iter().filter(|f| **f).count() >= 3 && in_several * 4 >= height * 3;
    is_table.then(|| {
        let spans = spans(&rows, &xs, &ys, &lines);
        Grid::new(xs, ys, spans)
    })
}

/// The lines between the first and the last of a stack that lie within its width.
fn lines_in(whole: &Rect, rules: &[Ruling]) -> Vec<Ruling> {
    let within = |r: &&Ruling| {
        (whole.y0 - 1.0..=whole.y1 + 1.0).contains(&r.at) && r.from >= whole.x0 - EDGE && r.to <= whole.x1 + EDGE && r.length() > 20.0
    };
    rules.iter().filter(within).copied().collect()
}

/// The heights of lines, each once.
fn edges(lines: &[Ruling]) -> Vec<f32> {
    let mut ys: Vec<f32> = lines.iter().map(|r| r.at).collect();
    ys.sort_by(f32::total_cmp);
    ys.dedup_by(|b, a| *b - *a < 3.0);
    ys
}

/// How many lines of figures stand in a row.
fn lines_of_figures(row: &[&Run]) -> usize {
    let mut ys: Vec<f32> = row.iter().filter(|r| is_figure(&r.text())).map(|r| r.rect.center().y).collect();
    ys.sort_by(f32::total_cmp);
    ys.dedup_by(|b, a| *b - *a < 3.0);
    ys.len()
}

/// Which places hold words.
fn filled(rows: &[Vec<&Run>], xs: &[f32]) -> Vec<Vec<bool>> {
    let cols = xs.len() - 1;
    let mut filled = vec![vec![false; cols]; rows.len()];
    for (row, runs) in rows.iter().enumerate() {
        for run in runs {
            filled[row][column(xs, run.rect.center().x)] = true;
        }
    }
    filled
}

/// A head that stands in the middle of a wide column lies apart from the shorter words below it: both are one column.
fn join_heads(rows: &[Vec<&Run>], xs: &mut Vec<f32>) {
    let mut col = 0;
    while col + 2 < xs.len() {
        let filled = filled(rows, xs);
        let head = |c: usize| filled[0][c];
        let body = |c: usize| filled[1..].iter().any(|row| row[c]);
        let apart =
            head(col) && !body(col) && !head(col + 1) && body(col + 1) || !head(col) && body(col) && head(col + 1) && !body(col + 1);
        if apart {
            xs.remove(col + 1);
        } else {
            col += 1;
        }
    }
}

/// The column of a place.
fn column(xs: &[f32], x: f32) -> usize {
    xs.partition_point(|edge| *edge <= x).saturating_sub(1).min(xs.len() - 2)
}

/// The middles of the stretches that no row's words cover and that are wider than a space between words. Where the words of one row in four
/// or fewer run over a stretch (labels of bars over several years), it counts if half of the rows have words on both its sides.
fn gutters(rows: &[Vec<&Run>], whole: &Rect) -> Vec<f32> {
    // A row of one line alone is a title over all columns.
    let parted: Vec<&Vec<&Run>> = rows.iter().filter(|row| row.len() > 1).collect();
    let size = parted.iter().flat_map(|row| row.iter().map(|r| r.size)).fold(0.0_f32, f32::max);
    let mut ends: Vec<(f32, i32)> = Vec::new();
    for row in &parted {
        for (from, to) in covered(row) {
            ends.extend([(from, 1), (to, -1)]);
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    // Rows with words of their own on both sides of a place.
    let beside = |from: f32, x: f32, to: f32| {
        let stands = |row: &&&Vec<&Run>, a: f32, b: f32| covered(row).iter().any(|c| a - 1.0 <= c.0 && c.1 <= b + 1.0);
        parted.iter().filter(|row| stands(row, from, x) && stands(row, x, to)).count() * 2 >= parted.len()
    };
    let mut out: Vec<f32> = Vec::new();
    let mut weak: Vec<f32> = Vec::new();
    let (mut depth, mut free, mut slack) = (0, None::<f32>, None::<f32>);
    let most = i32::try_from(parted.len() / 4).unwrap_or(0);
    for (x, step) in ends {
        let before = depth;
        depth += step;
        let wide = |from: f32| x - from > 0.5 * size;
        if before == 0
            && depth > 0
            && let Some(from) = free.take().filter(|from| wide(*from))
        {
            out.push(f32::midpoint(from, x));
        }
        if before <= most
            && depth > most
            && let Some(from) = slack.take().filter(|from| wide(*from))
        {
            weak.push(f32::midpoint(from, x));
        }
        if depth == 0 {
            free = Some(x);
        }
        if before > most && depth <= most {
            slack = Some(x);
        }
    }
    for x in weak {
        let left = out.iter().copied().filter(|g| *g < x).fold(whole.x0, f32::max);
        let right = out.iter().copied().filter(|g| *g > x).fold(whole.x1, f32::min);
        if out.iter().all(|g| (g - x).abs() > size) && beside(left, x, right) {
            out.push(x);
            out.sort_by(f32::total_cmp);
        }
    }
    out
}

/// The stretches that the words of a row cover.
fn covered(row: &[&Run]) -> Vec<(f32, f32)> {
    let mut parts: Vec<(f32, f32)> = row.iter().map(|r| (r.rect.x0, r.rect.x1)).collect();
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (from, to) in parts {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// The cells: places between which no line runs are merged, and places of one row that one piece of words covers.
fn spans(rows: &[Vec<&Run>], xs: &[f32], ys: &[f32], lines: &[Ruling]) -> Vec<Span> {
    let (height, width) = (rows.len(), xs.len() - 1);
    let parted = |row: usize, col: usize| {
        let (from, to) = (xs[col], xs[col + 1]);
        lines.iter().any(|r| (r.at - ys[row]).abs() < 3.0 && r.to.min(to) - r.from.max(from) > 0.6 * (to - from))
    };
    let ends = |row: usize, col: usize| (row + 1..height).find(|&below| parted(below, col)).unwrap_or(height);
    let mut taken = vec![vec![false; width]; height];
    let mut out = Vec::new();
    for row in 0..height {
        for col in 0..width {
            if taken[row][col] {
                continue;
            }
            let bottom = ends(row, col);
            let reach =
                rows[row..bottom].iter().flatten().filter(|r| column(xs, r.rect.x0 + 1.0) == col).map(|r| column(xs, r.rect.x1 - 1.0));
            let alone = bottom == row + 1 && rows[row].len() == 1 && col == 0 && height > 2;
            let wanted = if alone { width - 1 } else { reach.max().unwrap_or(col).max(col) };
            let last = (col..=wanted).take_while(|&c| !taken[row][c] && ends(row, c) == bottom).last().unwrap_or(col);
            (row..bottom).for_each(|r| taken[r][col..=last].fill(true));
            out.push(Span { row, col, rows: bottom - row, cols: last - col + 1, open_top: false, open_bottom: false });
        }
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
