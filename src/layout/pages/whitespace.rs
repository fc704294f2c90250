//! Tables without rulings between their columns: rows of words and figures that stand below one another.
//!
//! Rows with figures are the core; columns are what is left between the gutters that run through the core; the head stands above the core,
//! up to a wide rule where there is one. Nothing here depends on a language.

use super::cells;
use super::contents;
use super::grid::{Grid, Span};
use super::middles::{self, Setting};
use super::runs::{Run, is_blank};
use super::shapes::Ruling;
use super::words::is_wide;
use crate::model::{Direction, Rect};

/// Rows further apart than this many line heights belong to different tables.
const APART: f32 = 2.6;
/// At most this many rows without figures may follow one another inside a table.
const FILLERS: usize = 3;
/// At most this many rows make a head.
const HEAD: usize = 14;

/// At most this many lines make a head without a rule above it.
const UNRULED_HEAD: usize = 5;

/// Words of neighbouring cells may stand this close, in sizes of their glyphs.
const WORDS_APART: f32 = 0.6;

/// A row of runs.
#[derive(Debug, Clone)]
struct Row {
    rect: Rect,
    /// Each run's extent and whether it reads like a figure.
    parts: Vec<(Rect, bool)>,
    /// Stretches without words inside runs, wider than a space.
    gaps: Vec<(f32, f32)>,
    text: String,
    size: f32,
}

impl Row {
    /// Whether the row reads like one of a table: several parts, mostly figures behind the first.
    fn is_tabular(&self) -> bool {
        let figures = self.parts.iter().skip(1).filter(|(_, figure)| *figure).count();
        self.parts.len() >= 2 && figures * 2 >= self.parts.len() - 1 && figures > 0
    }
}

impl Row {
    /// Whether it is running text: as wide as the extent, in few pieces.
    fn reaches_over(&self, extent: &Rect) -> bool {
        self.rect.width() > 0.8 * extent.width() && self.parts.iter().any(|(r, _)| r.width() > 0.45 * extent.width())
    }

    /// Parts pieces at gaps in which a gutter runs.
    fn part_at(&mut self, gutters: &[f32]) {
        let cuts: Vec<(f32, f32)> =
            self.gaps.iter().copied().filter(|(a, b)| gutters.iter().any(|g| a - 1.0 < *g && *g < b + 1.0)).collect();
        for (a, b) in cuts {
            let Some(i) = self.parts.iter().position(|(r, _)| r.x0 < a && b < r.x1) else { continue };
            let (rect, figure) = self.parts[i];
            self.parts[i].0 = Rect { x1: a, ..rect };
            self.parts.insert(i + 1, (Rect { x0: b, ..rect }, figure));
        }
    }

    /// Whether it goes on with a table: several pieces, each in one of its columns.
    fn goes_on(&self, gutters: &[f32], extent: &Rect) -> bool {
        let column = |x: f32| gutters.partition_point(|&g| g < x);
        let fits = |r: &Rect| column(r.x0 + 0.5) == column(r.x1 - 0.5) && r.width() < 0.45 * extent.width();
        let mut held: Vec<usize> = self.parts.iter().map(|(r, _)| column(r.center().x)).collect();
        held.dedup();
        held.len() >= 2 && self.parts.iter().all(|(r, _)| fits(r)) && self.rect.overlap_x(extent) > 0.3 * self.rect.width()
    }
}

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

fn rows(runs: &[Run]) -> Vec<Row> {
    let mut sorted: Vec<Run> = runs.iter().filter(|r| r.direction == Direction::Right).cloned().collect();
    sorted.sort_by(|a, b| a.rect.center().y.total_cmp(&b.rect.center().y).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let row = |line: Vec<Run>| Row {
        rect: Rect::bounding(line.iter().map(|r| &r.rect)).unwrap_or_default(),
        parts: line.iter().flat_map(parts).collect(),
        gaps: line.iter().flat_map(gaps).collect(),
        text: cells::joined(&line),
        size: line.iter().map(|r| r.size).fold(1.0, f32::max),
    };
    cells::lines(sorted).into_iter().map(row).collect()
}

/// The parts of a run: figures parted by no more than a space stand in columns of their own.
fn parts(run: &Run) -> Vec<(Rect, bool)> {
    let mut tokens: Vec<Vec<&crate::model::Glyph>> = vec![Vec::new()];
    let mut end: Option<f32> = None;
    for &glyph in run.glyphs.iter().filter(|g| !is_blank(g)) {
        if end.is_some_and(|end| glyph.rect.x0 - end > 0.22 * glyph.size) {
            tokens.push(Vec::new());
        }
        end = Some(glyph.rect.x1);
        if let Some(token) = tokens.last_mut() {
            token.push(glyph);
        }
    }
    let tokens: Vec<Run> = tokens.into_iter().filter_map(Run::new).collect();
    if tokens.len() > 1 && tokens.iter().all(|t| t.text().chars().any(char::is_numeric) && is_figure(&t.text())) {
        return tokens.iter().map(|t| (t.rect, true)).collect();
    }
    vec![(run.rect, is_figure(&run.text()))]
}

/// Gaps in a run that are wider than the space between two words, and end words of several letters.
fn gaps(run: &Run) -> Vec<(f32, f32)> {
    let glyphs: Vec<&crate::model::Glyph> = run.glyphs.iter().copied().filter(|g| !is_blank(g)).collect();
    let wide = |n: usize| glyphs[n + 1].rect.x0 - glyphs[n].rect.x1 > WORDS_APART * glyphs[n].size;
    let all: Vec<usize> = (0..glyphs.len().saturating_sub(1)).filter(|&n| wide(n)).collect();
    // Letters of one word that are set far apart are no cells.
    if all.len() * 2 >= glyphs.len().saturating_sub(1) {
        return Vec::new();
    }
    all.iter().map(|&n| (glyphs[n].rect.x1, glyphs[n + 1].rect.x0)).collect()
}

/// Figures, dashes and marks: what stands in the columns of a table of numbers.
pub(super) fn is_figure(text: &str) -> bool {
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    let figures = text.chars().filter(|c| c.is_numeric()).count();
    let signs = text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).count();
    // （%） under a name is its unit.
    let mark = all <= 3 && signs == all && all > 0 && !text.trim_start().starts_with(['(', '（']);
    // 15以上, 40箇所
    let counted = text.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && text.trim_start().chars().skip_while(|c| c.is_ascii_digit() || ",.".contains(*c)).all(is_wide)
        && all <= figures + signs + 4;
    (figures > 0 && (figures + signs) * 10 >= all * 6) || mark || counted
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

/// The table around a core: its grid, and the index of its last row.
fn table(rows: &mut [Row], from: usize, first: usize, last: usize, rules: &[Ruling]) -> Option<(Grid, usize)> {
    let core: Vec<&Row> = rows[first..=last].iter().filter(|r| r.is_tabular()).collect();
    let extent = Rect::bounding(core.iter().map(|r| &r.rect))?;
    let (gutters, left) = gutters(&core, &extent);
    let pitch = pitch(&core);
    let is_loose = middles::is_loose(pitch, core.iter().map(|r| r.size).fold(0.0, f32::max));
    // Rows of words go on with the table below its last figures.
    let near = |i: usize| rows[i].rect.y0 - rows[i - 1].rect.y1 <= 1.3 * rows[i].size;
    let further = |i: usize| is_loose && near(i) && rows[i].goes_on(&gutters, &extent);
    let last = (last + 1..rows.len()).take_while(|&i| further(i)).last().unwrap_or(last);
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
    if !enough || !dense || filled_share(&core, &gutters, &extent) < 0.5 {
        return None;
    }
    let names = before(&rows[first..=last], left);
    let reached = rows[first..=last].iter().map(|r| r.rect.x0).fold(extent.x0, f32::min);
    let extent = if names.is_empty() { extent } else { Rect { x0: reached, ..extent } };
    if is_loose {
        rows[from..=last].iter_mut().for_each(|row| row.part_at(&gutters));
    }
    let head = head(rows, from, first, &extent, is_loose.then_some(&gutters), rules);
    let left = rows[head..=last].iter().map(|r| r.rect.x0).fold(f32::MAX, f32::min);
    let right = rows[head..=last].iter().map(|r| r.rect.x1).fold(f32::MIN, f32::max);
    let mut xs = vec![left - 1.0];
    xs.extend(names);
    xs.extend(&gutters);
    xs.push(right + 1.0);
    let parts: Vec<Rect> = rows[head..=last].iter().flat_map(|row| &row.parts).map(|(rect, _)| *rect).collect();
    let setting = Setting { xs: &xs, pitch, size, body: rows[first].rect.y0, rules };
    if let Some(grid) = middles::grid(&parts, &setting) {
        return Some((grid, last));
    }
    let starts = row_starts(rows, head, first, last, &xs, rules);
    let mut ys: Vec<f32> = vec![rows[head].rect.y0 - 1.0];
    ys.extend(starts[1..].iter().map(|&i| f32::midpoint(rows[i - 1].rect.y1, rows[i].rect.y0)));
    ys.push(rows[last].rect.y1 + 1.0);
    if ys.windows(2).any(|w| w[1] <= w[0]) || xs.windows(2).any(|w| w[1] <= w[0]) {
        return None;
    }
    let spans = spans(rows, &starts, (first, last), &xs, rules);
    Some((Grid::new(xs, ys, spans), last))
}

/// The distance of the rows that stand closest, in points.
fn pitch(core: &[&Row]) -> f32 {
    let mut steps: Vec<f32> = core.windows(2).map(|pair| pair[1].rect.center().y - pair[0].rect.center().y).collect();
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
    let fits = |row: &Row| {
        row.rect.x0 > extent.x0 - 3.0 * size
            && row.rect.x1 < extent.x1 + 3.0 * size
            && row.parts.iter().all(|(r, _)| r.width() < 0.6 * extent.width())
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
        if !near || !fits(above) || !(centred || above.parts.len() >= 2 && behind) {
            break;
        }
        // Rows of words in the columns may be many; where rows stand as close as lines they are no rows.
        lines += usize::from(!loose.is_some_and(|gutters| above.goes_on(gutters, extent)));
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
