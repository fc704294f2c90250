//! What stands beside the bars of a roadmap: columns of names and tiers on the left, further columns on the right, and their merged cells.

use super::Drawing;
use super::head::Head;
use super::rows::Body;
use crate::layout::pages::columns::{self, Piece};
use crate::layout::pages::grid::Span;
use crate::layout::pages::runs::Run;
use crate::model::Rect;

/// How far a line may lie from the edge of a row that it draws, in points.
const NEAR: f32 = 6.0;
/// Words of a title stand at most so far apart, in sizes of their glyphs.
const TITLE_GAP: f32 = 2.5;

/// The words of the rows in a stretch. Titles over all columns tell nothing of any.
fn beside<'a, 'b>(from: f32, to: f32, head: &Head, body: &Body, drawing: &Drawing<'a, 'b>) -> Vec<&'a Run<'b>> {
    let bottom = body.ys[body.ys.len() - 1];
    let inside = |r: &&Run| {
        let c = r.rect.center();
        from < c.x && c.x < to && head.ys[0] - 1.0 < c.y && c.y < bottom && !body.bands.iter().any(|band| band.contains(c))
    };
    drawing.runs.iter().filter(inside).collect()
}

/// Left edges of the columns before the years.
pub(super) fn columns(head: &Head, body: &Body, drawing: &Drawing) -> Vec<f32> {
    let words = beside(f32::MIN, head.left(), head, body, drawing);
    let Some(all) = Rect::bounding(words.iter().map(|r| &r.rect)) else { return Vec::new() };
    let mut out = vec![left_end(&all, head, body, drawing)];
    out.extend(gutters(&words, (all.x0, head.left()), head, body, drawing));
    out
}

/// Where the drawing begins on the left: at its painted head or its lines, else right before the words.
fn left_end(words: &Rect, head: &Head, body: &Body, drawing: &Drawing) -> f32 {
    let (top, bottom) = (head.ys[0] - 2.0, body.ys[body.ys.len() - 1] + 2.0);
    let areas = drawing.fills.iter().map(|f| (f.rect.x0, f.rect.center().y));
    let lines = drawing.horizontal.iter().map(|l| (l.from, l.at));
    let near = areas.chain(lines).filter(|(x, y)| (top..=bottom).contains(y) && words.x0 - 30.0 < *x && *x < words.x0 + 1.0);
    near.map(|(x, _)| x).min_by(f32::total_cmp).unwrap_or(words.x0 - 2.0).min(words.x0 - 0.5)
}

/// Right edges of the columns behind the years.
pub(super) fn behind(head: &Head, body: &Body, drawing: &Drawing) -> Vec<f32> {
    let bottom = body.ys[body.ys.len() - 1];
    let heads = drawing.runs.iter().filter(|r| {
        let c = r.rect.center();
        c.x > head.right() && head.ys[0] - 1.0 < c.y && c.y < head.bottom() + 1.0 && r.rect.x0 < head.right() + 2.5 * head.step()
    });
    let ruled = drawing
        .horizontal
        .iter()
        .filter(|l| l.from < head.right() && l.to > head.right() + 12.0 && head.ys[0] - 3.0 < l.at && l.at < bottom + 3.0);
    let end = ruled.map(|l| l.to).chain(heads.map(|r| r.rect.x1 + 2.0)).fold(f32::MIN, f32::max);
    let words = beside(head.right(), end, head, body, drawing);
    let Some(all) = Rect::bounding(words.iter().map(|r| &r.rect)) else { return Vec::new() };
    let mut out = gutters(&words, (head.right(), all.x1), head, body, drawing);
    out.push(end.max(all.x1 + 1.0));
    out
}

/// Places between columns of words: what the head parts and the rows confirm, and free places that are wide enough or drawn.
fn gutters(words: &[&Run], (from, to): (f32, f32), head: &Head, body: &Body, drawing: &Drawing) -> Vec<f32> {
    let mut out = free(words, (from, to), head, body, drawing);
    for x in columns::gutters(&lines_of_rows(words, head, body), &[]) {
        // Between two gutters stand words.
        let apart = |known: f32| words.iter().any(|r| known.min(x) < r.rect.center().x && r.rect.center().x < known.max(x));
        if from + 4.0 < x && x < to - 4.0 && out.iter().all(|known| apart(*known)) {
            out.push(x);
        }
    }
    out.sort_by(f32::total_cmp);
    out
}

/// The pieces of words row by row, those of the head first.
fn lines_of_rows(words: &[&Run], head: &Head, body: &Body) -> Vec<Vec<Piece>> {
    let edges: Vec<f32> = [head.ys[0] - 1.0].into_iter().chain(body.ys.iter().copied()).collect();
    let within = |y: &[f32]| words.iter().filter(|r| (y[0]..y[1]).contains(&r.rect.center().y)).copied().collect::<Vec<&Run>>();
    edges.windows(2).map(|y| columns::pieces(&within(y))).collect()
}

/// Places that no word of the rows crosses, wide enough or drawn.
fn free(words: &[&Run], (from, to): (f32, f32), head: &Head, body: &Body, drawing: &Drawing) -> Vec<f32> {
    let below: Vec<&&Run> = words.iter().filter(|r| r.rect.center().y > head.bottom()).collect();
    let mut extents: Vec<(f32, f32)> = below.iter().map(|r| (r.rect.x0, r.rect.x1)).collect();
    extents.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let mut reached = f32::MAX;
    let bottom = body.ys[body.ys.len() - 1];
    for (a, b) in extents {
        let drawn = || {
            let line = drawing.vertical.iter().filter(|v| v.length() > 8.0 && v.from < bottom && v.to > head.bottom()).map(|v| v.at);
            let areas = drawing
                .fills
                .iter()
                .map(|f| &f.rect)
                .filter(|r| r.y0 < bottom && r.y1 > head.bottom() && r.height() > 8.0 && r.y1 < bottom + 20.0);
            line.chain(areas.flat_map(|r| [r.x0, r.x1])).find(|x| reached - 0.5 <= *x && *x <= a + 0.5 && from + 4.0 < *x && *x < to - 4.0)
        };
        if reached < f32::MAX && a > reached + 1.0 {
            match drawn() {
                Some(x) => out.push(x),
                None if a - reached > 1.3 * head.size => out.push(f32::midpoint(reached, a)),
                None => {}
            }
        }
        reached = if reached == f32::MAX { b } else { reached.max(b) };
    }
    out
}

/// The cells of the rows. `time` are the first column of time and the first behind them.
pub(super) fn spans(xs: &[f32], ys: &[f32], head: usize, time: (usize, usize), body: &Body, drawing: &Drawing) -> Vec<Span> {
    let (rows, cols) = (ys.len() - 1, xs.len() - 1);
    let mut taken = vec![vec![false; cols]; rows];
    let mut out = Vec::new();
    let mut add = |row: usize, col: usize, high: usize, wide: usize, taken: &mut Vec<Vec<bool>>| {
        (row..row + high).for_each(|r| taken[r][col..col + wide].fill(true));
        out.push(Span { row, col, rows: high, cols: wide, open_top: false, open_bottom: false });
    };
    for row in head..rows {
        if let Some(last) = title(row, xs, ys, time, body, drawing) {
            add(row, 0, 1, last + 1, &mut taken);
        }
    }
    let titles: Vec<bool> = (0..rows).map(|row| taken[row].iter().all(|t| *t)).collect();
    for col in (0..cols).filter(|c| *c < time.0 || *c >= time.1) {
        let mut from = head;
        for end in ends((xs[col], xs[col + 1]), ys, head, &titles, drawing) {
            let free = (from..end).take_while(|r| !taken[*r][col]).count();
            if free == end - from && free > 0 {
                add(from, col, free, 1, &mut taken);
            } else {
                (from..end).filter(|r| !taken[*r][col]).collect::<Vec<_>>().into_iter().for_each(|r| add(r, col, 1, 1, &mut taken));
            }
            from = end;
        }
    }
    for row in head..rows {
        for col in time.0..time.1 {
            if !taken[row][col] {
                add(row, col, 1, 1, &mut taken);
            }
        }
    }
    out
}

/// The last column of words that begin on the left and run on over columns of time in a row without bars, or stand alone on a band that is
/// painted over all columns.
fn title(row: usize, xs: &[f32], ys: &[f32], time: (usize, usize), body: &Body, drawing: &Drawing) -> Option<usize> {
    let inside = |y: f32| ys[row] < y && y < ys[row + 1];
    if body.bars.iter().any(|b| inside(b.rect.center().y)) {
        return None;
    }
    let across = |r: &&Run| inside(r.rect.center().y) && xs[0] < r.rect.center().x && r.rect.center().x < xs[xs.len() - 1];
    let words: Vec<&Run> = drawing.runs.iter().filter(across).collect();
    let whole = Rect::bounding(words.iter().map(|r| &r.rect))?;
    let runs_over = words.len() == 1 && whole.x0 < xs[time.0] && whole.x1 > xs[time.0] + 3.0;
    let on_band = || body.bands.iter().any(|band| inside(band.center().y) && words.iter().all(|r| band.contains(r.rect.center())));
    let mut along: Vec<Rect> = words.iter().map(|r| r.rect).collect();
    along.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let size = words[0].size;
    let one_line = || whole.height() < 1.8 * size && along.windows(2).all(|pair| pair[1].x0 - pair[0].x1 < TITLE_GAP * size);
    (runs_over || on_band() && one_line()).then_some(xs.len() - 2)
}

/// Below which rows the cells of a column end: where lines or the borders of areas are drawn, else after each name; names that stand in
/// the middle of several rows hold for all of them.
fn ends((left, right): (f32, f32), ys: &[f32], head: usize, titles: &[bool], drawing: &Drawing) -> Vec<usize> {
    let rows = ys.len() - 1;
    let wide = |from: f32, to: f32| to.min(right) - from.max(left) > 0.6 * (right - left);
    let lines = drawing.horizontal.iter().filter(|l| wide(l.from, l.to)).map(|l| l.at);
    let areas = drawing.fills.iter().filter(|f| wide(f.rect.x0, f.rect.x1) && f.rect.height() > 8.0).flat_map(|f| [f.rect.y0, f.rect.y1]);
    let drawn: Vec<f32> = lines.chain(areas).collect();
    let closed = |row: usize| drawn.iter().any(|y| (y - ys[row]).abs() < NEAR);
    // The edges of a title over all columns part what stands above and below it, and say nothing of the names between two titles.
    let at_title = |row: usize| titles[row] || titles[row - 1];
    let inner: Vec<usize> = (head + 1..rows).filter(|row| closed(*row) && !at_title(*row)).collect();
    let words: Vec<Rect> = drawing.runs.iter().map(|r| r.rect).filter(|r| left < r.center().x && r.center().x < right).collect();
    let held = |row: usize| words.iter().any(|r| ys[row] < r.center().y && r.center().y < ys[row + 1]);
    if !inner.is_empty() {
        let at_titles = (head + 1..rows).filter(|row| at_title(*row));
        let mut all: Vec<usize> = inner.iter().copied().chain(at_titles).chain([rows]).collect();
        all.sort_unstable();
        return all;
    }
    if (head..rows).all(|row| titles[row] || held(row)) {
        return (head + 1..=rows).collect();
    }
    let mut named: Vec<f32> = words.iter().map(|r| r.center().y).filter(|y| ys[head] < *y && *y < ys[rows]).collect();
    named.sort_by(f32::total_cmp);
    middles(&named, ys, head)
}

/// Ends of cells in whose middle the words stand, or whose first row they stand in.
fn middles(named: &[f32], ys: &[f32], head: usize) -> Vec<usize> {
    let rows = ys.len() - 1;
    let row_of = |y: f32| ys.partition_point(|e| *e <= y).saturating_sub(1).clamp(head, rows - 1);
    let mut out = Vec::new();
    let mut from = head;
    for (n, y) in named.iter().enumerate() {
        if from >= rows || row_of(*y) < from {
            continue;
        }
        let next = named.get(n + 1).map_or(rows, |y| row_of(*y));
        let centred = (from + 1..=rows).min_by(|&a, &b| {
            let off = |end: usize| (f32::midpoint(ys[from], ys[end]) - y).abs();
            off(a).total_cmp(&off(b))
        });
        let end = if row_of(*y) == from && centred == Some(from + 1) { next.max(from + 1) } else { centred.unwrap_or(rows) };
        out.push(end);
        from = end;
    }
    if from < rows {
        out.push(rows);
    }
    out
}
