//! Tables without rulings between their columns: rows of words and figures that stand below one another.
//!
//! Rows with figures are the core; columns are what is left between the gutters that run through the core; the head stands above the core,
//! up to a wide rule where there is one. Nothing here depends on a language.

use super::contents;
use super::grid::{Grid, Span};
use super::middles::{self, Setting};
use super::runs::Run;
use super::shapes::Ruling;
use super::tablerows::{Row, rows};
use crate::model::Rect;

/// Rows further apart than this many line heights belong to different tables.
const APART: f32 = 2.6;
/// At most this many rows without figures may follow one another inside a table.
const FILLERS: usize = 3;
/// Below this many rows without figures, at least, the words of the first row again are the head of another table.
const BETWEEN: usize = 2;
/// At most this many rows of words follow the last figures of a table.
const FURTHER: usize = 40;
/// At most this many rows make a head.
const HEAD: usize = 14;
/// At most this many lines make a head without a rule above it.
const UNRULED_HEAD: usize = 5;

/// The grids of the unruled tables among the runs.
pub(super) fn grids(runs: &[Run], rules: &[Ruling]) -> Vec<Grid> {
    let mut rows = rows(runs);
    let mut out = Vec::new();
    let mut from = 0;
    while let Some((first, last)) = core(&rows, from) {
        if let Some((grid, end)) = table(&mut rows, from, first, last, rules) {
            out.push(grid);
            from = end + 1;
        } else {
            from = last + 1;
        }
    }
    out
}

/// The next stretch of rows with figures, from the row `from` on.
fn core(rows: &[Row], from: usize) -> Option<(usize, usize)> {
    let mut start = from;
    loop {
        let first = (start..rows.len()).find(|&i| rows[i].is_tabular())?;
        let mut last = first;
        let mut count = 1;
        for next in first + 1..rows.len() {
            let gap = rows[next].rect.y0 - rows[next - 1].rect.y1;
            if gap > APART * rows[next].size.max(rows[next - 1].size) || next - last > FILLERS + 1 {
                break;
            }
            if next - last > BETWEEN && rows[next].begins_like(&rows[first]) {
                break;
            }
            let extent = Rect::bounding(rows[first..=last].iter().map(|r| &r.rect)).unwrap_or_default();
            let row = &rows[next];
            if row.is_tabular() && row.rect.overlap_x(&extent) > 0.3 * row.rect.width() {
                last = next;
                count += 1;
            } else if row.rect.x1 > extent.x1 + 2.0 * row.size || row.reaches_over(&extent) {
                break;
            }
        }
        if count >= 2 {
            return Some((first, last));
        }
        start = first + 1;
    }
}

/// What the rows with figures tell of their table.
struct Core {
    extent: Rect,
    gutters: Vec<f32>,
    /// Where the first column of more than single rows begins.
    left: f32,
    /// Distance of its rows in points.
    pitch: f32,
    size: f32,
    is_loose: bool,
}

impl Core {
    /// `None` where the rows are none of a table.
    fn new(rows: &[Row], rules: &[Ruling]) -> Option<Self> {
        let core: Vec<&Row> = rows.iter().filter(|r| r.is_tabular()).collect();
        let extent = Rect::bounding(core.iter().map(|r| &r.rect))?;
        let (gutters, left) = gutters(&core, &extent);
        let cols = gutters.len() + 1;
        let size = core.iter().map(|r| r.size).fold(0.0, f32::max);
        let wide = |rule: &&Ruling| rule.to.min(extent.x1) - rule.from.max(extent.x0) > 0.7 * extent.width();
        let ruled = rules.iter().filter(wide).any(|r| r.at > extent.y0 - 4.0 * size && r.at < extent.y1 + 3.0 * size);
        let listed = core.iter().filter(|r| contents::with_leaders(&r.text).is_some()).count() * 2 > core.len();
        let enough = match cols {
            0 | 1 => false,
            2 => core.len() >= 3 && !listed && !counts_up(&core),
            _ => core.len() >= 2 && (ruled || core.len() >= 3 || cols >= 4) && !(listed && cols < 3),
        };
        let dense = core.iter().map(|r| r.parts.len()).sum::<usize>() * 10 >= 4 * cols * core.len();
        let pitch = pitch(&core);
        let is_table = enough && dense && filled_share(&core, &gutters, &extent) >= 0.5;
        is_table.then(|| Self { is_loose: middles::is_loose(pitch, size), extent, gutters, left, pitch, size })
    }

    /// The last row of the table whose figures end in the row `last`: rows of words go on with it, and lines of the last row's cells.
    fn last_row(&self, rows: &[Row], last: usize) -> usize {
        let near = |i: usize| rows[i].rect.y0 - rows[i - 1].rect.y1 <= 1.3 * rows[i].size;
        let mut end = last;
        for i in last + 1..rows.len() {
            let columns = rows[i].columns(&self.gutters, &self.extent);
            let line = self.is_loose && i == end + 1 && rows[i].rect.center().y - rows[end].rect.center().y < 0.75 * self.pitch;
            match columns {
                Some(n) if near(i) && (n > 1 || line) => end = i,
                Some(_) if near(i) && self.is_loose && i - end <= FILLERS => {}
                _ => break,
            }
        }
        end
    }
}

/// The table around a core: its grid, and the index of its last row.
fn table(rows: &mut [Row], from: usize, first: usize, last: usize, rules: &[Ruling]) -> Option<(Grid, usize)> {
    let core = Core::new(&rows[first..=last], rules)?;
    let end = rows.len().min(last + FURTHER);
    if core.is_loose {
        rows[from..end].iter_mut().for_each(|row| row.part_at(&core.gutters));
    }
    let last = core.last_row(&rows[..end], last);
    let names = before(&rows[first..=last], core.left);
    let reached = rows[first..=last].iter().map(|r| r.rect.x0).fold(core.extent.x0, f32::min);
    let extent = if names.is_empty() { core.extent } else { Rect { x0: reached, ..core.extent } };
    let head = head(rows, from, first, &extent, core.is_loose.then_some(&core.gutters), rules);
    let left = rows[head..=last].iter().map(|r| r.rect.x0).fold(f32::MAX, f32::min);
    let right = rows[head..=last].iter().map(|r| r.rect.x1).fold(f32::MIN, f32::max);
    let mut xs = vec![left - 1.0];
    xs.extend(names);
    xs.extend(&core.gutters);
    xs.push(right + 1.0);
    if xs.windows(2).any(|w| w[1] <= w[0]) {
        return None;
    }
    let parts: Vec<Rect> = rows[head..=last].iter().flat_map(|row| &row.parts).map(|(rect, _)| *rect).collect();
    let setting = Setting { xs: &xs, pitch: core.pitch, size: core.size, body: rows[first].rect.y0, rules };
    if let Some(grid) = middles::grid(&parts, &setting) {
        return Some((grid, last));
    }
    let starts = row_starts(rows, head, first, last, &xs, rules);
    let mut ys: Vec<f32> = vec![rows[head].rect.y0 - 1.0];
    ys.extend(starts[1..].iter().map(|&i| f32::midpoint(rows[i - 1].rect.y1, rows[i].rect.y0)));
    ys.push(rows[last].rect.y1 + 1.0);
    if ys.windows(2).any(|w| w[1] <= w[0]) {
        return None;
    }
    let spans = spans(rows, &starts, (first, last), &xs, rules);
    Some((Grid::new(xs, ys, spans), last))
}

/// The distance of the rows that stand closest, in points.
fn pitch(core: &[&Row]) -> f32 {
    let step = |pair: &[&Row]| pair[1].rect.center().y - pair[0].rect.center().y;
    // What stands between other rows and in none of their columns is a name of both.
    let beside = |a: &Row, b: &Row| a.parts.iter().all(|(r, _)| b.parts.iter().all(|(s, _)| r.overlap_x(s) <= 0.0));
    let is_step = |pair: &&[&Row]| step(pair) > 1.1 * pair[0].size || !beside(pair[0], pair[1]);
    let mut steps: Vec<f32> = core.windows(2).filter(is_step).map(step).collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 4).copied().unwrap_or(0.0)
}

/// The gutters between pieces that stand left of the other columns, and before these: names of several rows stand beside few or none.
fn before(rows: &[Row], others: f32) -> Vec<f32> {
    let outside = |r: &Rect| r.x1 < others;
    let mut left: Vec<Rect> = rows.iter().flat_map(|row| &row.parts).map(|(r, _)| *r).filter(outside).collect();
    left.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut columns: Vec<Rect> = Vec::new();
    for rect in left {
        match columns.last_mut() {
            Some(column) if rect.x0 < column.x1 + 1.5 => *column = column.union(&rect),
            _ => columns.push(rect),
        }
    }
    columns.iter().enumerate().map(|(n, c)| f32::midpoint(c.x1, columns.get(n + 1).map_or(others, |next| next.x0))).collect()
}

/// A title and a number that never falls: a contents list.
fn counts_up(core: &[&Row]) -> bool {
    let numbers: Vec<Option<u32>> = core.iter().map(|r| r.text.rsplit(char::is_whitespace).next().and_then(|w| w.parse().ok())).collect();
    numbers.windows(2).all(|w| matches!(w, [Some(a), Some(b)] if a <= b))
}

/// The middles of the vertical strips that (almost) no row of the core covers, and where the first column of more rows begins.
fn gutters(core: &[&Row], extent: &Rect) -> (Vec<f32>, f32) {
    let mut ends: Vec<(f32, i32)> = core.iter().flat_map(|r| &r.parts).flat_map(|(r, _)| [(r.x0, 1), (r.x1, -1)]).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    // One row in twelve may run over into the next column.
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
    let slack = if core.len() >= 6 { (core.len() / 12).max(1) as i32 } else { 0 };
    let (mut depth, mut open): (i32, Option<f32>) = (0, None);
    let mut out = Vec::new();
    let mut left = None;
    for (x, step) in ends {
        let before = depth;
        depth += step;
        if before <= slack && depth > slack {
            left = left.or(Some(x));
            if let Some(from) = open.take()
                && x - from > 1.5
                && from > extent.x0
            {
                out.push(f32::midpoint(from, x));
            }
        } else if before > slack && depth <= slack {
            open = Some(x);
        }
    }
    (out, left.unwrap_or(extent.x0))
}

/// How many places of the columns behind the first are filled, on average, 0..1.
fn filled_share(core: &[&Row], gutters: &[f32], extent: &Rect) -> f32 {
    let column = |x: f32| gutters.partition_point(|&g| g < x);
    let mut held = vec![0_usize; gutters.len() + 1];
    for row in core {
        let mut hit: Vec<usize> = row.parts.iter().map(|(r, _)| column(r.center().x.clamp(extent.x0, extent.x1))).collect();
        hit.dedup();
        hit.into_iter().for_each(|c| held[c] += 1);
    }
    let places = core.len() * gutters.len();
    if places == 0 { 0.0 } else { held[1..].iter().sum::<usize>() as f32 / places as f32 }
}

/// The first row of the head above the core.
fn head(rows: &[Row], from: usize, first: usize, extent: &Rect, loose: Option<&Vec<f32>>, rules: &[Ruling]) -> usize {
    let size = rows[first].size;
    // Heads in the middle of wide columns stand beside what is set to their left.
    let heads_all = |row: &Row| loose.is_some_and(|gutters| row.parts.len() == gutters.len() + 1 && row.goes_on(gutters, extent));
    let fits = |row: &Row| {
        let within = row.rect.x0 > extent.x0 - 3.0 * size && row.rect.x1 < extent.x1 + 3.0 * size;
        (within || heads_all(row)) && row.parts.iter().all(|(r, _)| r.width() < 0.6 * extent.width())
    };
    let wide = |rule: &&Ruling| rule.to.min(extent.x1) - rule.from.max(extent.x0) > 0.7 * extent.width();
    // The highest wide rule that is reached through rows that could be a head.
    let mut top = first;
    let mut best = None;
    while top > from && first - top < HEAD {
        let above = &rows[top - 1];
        let rule = rules.iter().filter(wide).find(|r| r.at > above.rect.center().y && r.at < rows[top].rect.center().y);
        if rule.is_some() {
            best = Some(top);
        }
        let gap = rows[top].rect.y0 - above.rect.y1;
        if !fits(above) || gap > APART * size {
            break;
        }
        top -= 1;
    }
    let lone = rules.iter().filter(wide).any(|r| r.at < rows[top].rect.center().y && rows[top].rect.y0 - r.at < 1.5 * size);
    if let Some(best) = best {
        return if lone && top < best { top } else { best };
    }
    if lone {
        return top;
    }
    // Without rule: rows with several parts right above.
    let mut top = first;
    let mut lines = 0;
    while top > from && lines < UNRULED_HEAD {
        let above = &rows[top - 1];
        let near = rows[top].rect.y0 - above.rect.y1 < 1.2 * size;
        let behind = above.parts.iter().any(|(r, _)| r.x0 > extent.x0 + 0.25 * extent.width());
        // One part alone is a head where it stands in the middle of its columns: words of a paragraph or heading begin at the left.
        let centred = above.parts.len() == 1 && above.rect.x0 > extent.x0 + 1.5 * size && !above.text.trim().starts_with(['(', '（', '・']);
        // Rows of words in the columns may be many; where rows stand as close as lines they are no rows.
        let in_columns = loose.is_some_and(|gutters| above.goes_on(gutters, extent));
        if !near || !fits(above) || !(in_columns || centred || above.parts.len() >= 2 && behind) {
            break;
        }
        lines += usize::from(!in_columns);
        top -= 1;
    }
    top
}

/// The columns that an extent touches.
pub(super) fn touched(xs: &[f32], rect: &Rect) -> (usize, usize) {
    let last = xs.len() - 2;
    let col = |x: f32| xs.partition_point(|&e| e <= x).saturating_sub(1).min(last);
    (col(rect.x0 + 0.5), col(rect.x1 - 0.5))
}

/// The text rows with which grid rows begin. In the head, lines between rules are one row, but a line over several columns stands alone.
fn row_starts(rows: &[Row], head: usize, first: usize, last: usize, xs: &[f32], rules: &[Ruling]) -> Vec<usize> {
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let mut starts = vec![head];
    for i in head + 1..=last {
        let (above, row) = (&rows[i - 1], &rows[i]);
        let rule = rules.iter().any(|r| {
            let inside = r.to.min(right) - r.from.max(left) > 8.0;
            inside && r.at > above.rect.center().y && r.at < row.rect.center().y + 0.2 * row.size
        });
        let spanning = above.parts.iter().any(|(r, _)| {
            let (a, b) = touched(xs, r);
            a > 0 && b > a
        });
        if i >= first || rule || spanning {
            starts.push(i);
        }
    }
    starts
}

/// The cells: one a place, except where a part of a row without figures lies over several columns, or a rule below it does.
fn spans(rows: &[Row], starts: &[usize], (first, last): (usize, usize), xs: &[f32], rules: &[Ruling]) -> Vec<Span> {
    let cols = xs.len() - 1;
    let mut out = Vec::new();
    for (n, &start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(last + 1);
        let mut wide: Vec<(usize, usize)> = Vec::new();
        let mut add = |(a, b): (usize, usize)| {
            if b > a && wide.iter().all(|&(c, d)| b < c || a > d) {
                wide.push((a, b));
            }
        };
        if start < first {
            rows[start..end].iter().flat_map(|row| ruled_below(row, end, rows, xs, rules)).for_each(&mut add);
        }
        if end - start == 1 && !(rows[start].is_tabular() && n > 0 && rows[start].parts.len() * 2 > cols) {
            rows[start].parts.iter().for_each(|(r, _)| add(touched(xs, r)));
        }
        let mut col = 0;
        while col < cols {
            let to = wide.iter().find(|(a, _)| *a == col).map_or(col, |&(_, b)| b);
            out.push(Span { row: n, col, rows: 1, cols: to - col + 1, open_top: false, open_bottom: false });
            col = to + 1;
        }
    }
    out
}

/// The columns that the rules right below a row of the head join under its parts.
fn ruled_below(row: &Row, next: usize, rows: &[Row], xs: &[f32], rules: &[Ruling]) -> Vec<(usize, usize)> {
    let Some(below) = rows.get(next) else { return Vec::new() };
    let whole = xs[xs.len() - 1] - xs[0];
    let near = rules.iter().filter(|r| r.at > row.rect.center().y && r.at < below.rect.center().y && r.length() < 0.9 * whole);
    near.filter(|rule| row.parts.iter().any(|(r, _)| (rule.from..=rule.to).contains(&r.center().x)))
        .map(|rule| {
            let covered: Vec<usize> =
                (0..xs.len() - 1).filter(|&c| rule.to.min(xs[c + 1]) - rule.from.max(xs[c]) > 0.5 * (xs[c + 1] - xs[c])).collect();
            (covered.first().copied().unwrap_or(0), covered.last().copied().unwrap_or(0))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::cells;
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;
    use crate::model::Glyph;

    fn page(rows: &[(f32, &[(f32, &str)])]) -> Vec<Glyph> {
        rows.iter().flat_map(|(y, parts)| parts.iter().flat_map(move |(x, text)| glyphs(text, *x, *y, 10.0))).collect()
    }

    #[test]
    fn figures_in_columns_are_a_table_with_its_head() {
        let glyphs = page(&[
            (10.0, &[(50.0, "主な項目の推移は、次のとおりです。")]),
            (40.0, &[(200.0, "単位"), (300.0, "H27"), (380.0, "H29")]),
            (55.0, &[(50.0, "給水人口"), (200.0, "人"), (290.0, "50,120"), (370.0, "49,433")]),
            (70.0, &[(50.0, "職員数"), (200.0, "人"), (310.0, "24"), (390.0, "23")]),
        ]);
        let all = runs(&glyphs);
        let found = grids(&all, &[]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rows(), found[0].cols()), (3, 4));
        let texts: Vec<String> =
            cells::assign(&found[0], all.into_iter().filter(|r| r.rect.y0 > 20.0).collect()).0.into_iter().map(cells::text).collect();
        assert_eq!(texts[..8], ["", "単位", "H27", "H29", "給水人口", "人", "50,120", "49,433"]);
    }

    #[test]
    fn names_that_come_again_with_figures_are_rows() {
        let row = |n: u8, name: &'static str| {
            let figures = [(200.0, "61,206"), (260.0, "2,862"), (320.0, "4.7"), (380.0, "1.1")];
            (20.0 + 15.0 * f32::from(n), [vec![(50.0, name)], figures.to_vec()].concat())
        };
        let group = |n: u8, name: &'static str| (20.0 + 15.0 * f32::from(n), vec![(50.0, name)]);
        let names = ["家庭 小口", "家庭 大口", "営業 小口"];
        let mut all = (0..3).map(|n| row(n, names[usize::from(n)])).collect::<Vec<_>>();
        all.extend([group(3, "地区別"), group(4, "北部")]);
        all.extend((5..8).map(|n| row(n, names[usize::from(n) - 5])));
        let glyphs: Vec<Glyph> = all.iter().flat_map(|(y, parts)| parts.iter().flat_map(|(x, text)| glyphs(text, *x, *y, 10.0))).collect();
        let found = grids(&runs(&glyphs), &[]);
        assert_eq!(found.iter().map(|grid| grid.rows()).collect::<Vec<_>>(), [8]);
    }

    #[test]
    fn the_same_head_below_lines_of_words_begins_another_table() {
        let years = [(200.0, "2025年度"), (290.0, "2026年度"), (380.0, "2027年度")];
        let table =
            |y: f32, name: &'static str, figures: [&'static str; 3]| {
                let mut rows: Vec<(f32, Vec<(f32, &str)>)> = vec![(y, [vec![(50.0, name)], years.to_vec()].concat())];
                rows.extend((1..4_u8).map(|n| {
                    (y + 15.0 * f32::from(n), vec![(50.0, "井戸"), (210.0, figures[0]), (300.0, figures[1]), (390.0, figures[2])])
                }));
                rows
            };
        let mut all = table(20.0, "指標", ["88.1%", "88.4%", "89.0%"]);
        all.extend([(80.0, vec![(50.0, "4 井戸の更新に要する費用")]), (95.0, vec![(50.0, "次のとおりです。")])]);
        all.extend(table(110.0, "区分", ["4,100", "5,200", "6,300"]));
        let glyphs: Vec<Glyph> = all.iter().flat_map(|(y, parts)| parts.iter().flat_map(|(x, text)| glyphs(text, *x, *y, 10.0))).collect();
        let found = grids(&runs(&glyphs), &[]);
        assert_eq!(found.iter().map(|grid| (grid.rows(), grid.cols())).collect::<Vec<_>>(), [(4, 4), (4, 4)]);
    }

    #[test]
    fn running_text_and_contents_lists_are_no_tables() {
        let text = page(&[(10.0, &[(50.0, "給水人口は12,345人")]), (25.0, &[(50.0, "有収率は89.5%")]), (40.0, &[(50.0, "である。")])]);
        assert!(grids(&runs(&text), &[]).is_empty());
        let contents = page(&[
            (10.0, &[(50.0, "趣旨"), (400.0, "3")]),
            (25.0, &[(50.0, "現状"), (400.0, "4")]),
            (40.0, &[(50.0, "目標"), (400.0, "6")]),
        ]);
        assert!(grids(&runs(&contents), &[]).is_empty());
    }
}
