//! The head of a roadmap: words over the bars that tell where the columns part.

use super::Drawing;
use super::rows;
use crate::layout::pages::columns::{Line, Piece};
use crate::layout::pages::grid::Span;
use crate::layout::pages::mark::Mark;
use crate::model::Rect;

/// Fewer words than this tell nothing by their distances.
const EVEN_WORDS: usize = 3;
/// More columns than this are no years.
const MAX_COLUMNS: usize = 60;
/// Lines of words that make a head, at most.
const MAX_LINES: usize = 3;

/// The columns of time and the rows of their head.
pub(super) struct Head {
    /// Edges of the columns of time.
    pub(super) edges: Vec<f32>,
    /// Edges of the rows of the head.
    pub(super) ys: Vec<f32>,
    /// For each row of the head, which columns of time stand together under one word.
    pub(super) groups: Vec<Vec<(usize, usize)>>,
    /// The smallest size of its words.
    pub(super) size: f32,
}

impl Head {
    pub(super) fn left(&self) -> f32 {
        self.edges[0]
    }

    pub(super) fn right(&self) -> f32 {
        self.edges[self.edges.len() - 1]
    }

    pub(super) fn bottom(&self) -> f32 {
        self.ys[self.ys.len() - 1]
    }

    /// The mean width of a column.
    pub(super) fn step(&self) -> f32 {
        (self.right() - self.left()) / (self.edges.len() - 1) as f32
    }
}

/// The heads of which the line at an index may be the first with all columns, the widest first.
pub(super) fn candidates(lines: &[Line], at: usize, bars: &[Mark], drawing: &Drawing) -> Vec<Head> {
    let line = &lines[at];
    let mut windows = even_windows(&line.pieces);
    windows.extend(parted_by_bars(line, bars));
    windows.iter().filter_map(|&(from, to)| head(lines, at, &line.pieces[from..to], bars, drawing)).collect()
}

/// The longest stretches of pieces at even distances.
pub(super) fn even_windows(pieces: &[Piece]) -> Vec<(usize, usize)> {
    let steps: Vec<f32> = pieces.windows(2).map(|w| w[1].middle() - w[0].middle()).collect();
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    while from < steps.len() {
        let mut to = from + 1;
        let alike = |a: f32, b: f32| (a - b).abs() <= (0.08 * a.min(b)).max(3.0).min(0.2 * a.min(b));
        while to < steps.len() && alike(steps[from], steps[to]) {
            to += 1;
        }
        let narrow = pieces[from..=to].iter().all(|p| p.to - p.from < 0.98 * steps[from]);
        if to - from + 1 >= EVEN_WORDS && to - from < MAX_COLUMNS && narrow {
            out.push((from, to + 1));
        }
        from = to.max(from + 1);
    }
    out.sort_by_key(|(from, to)| std::cmp::Reverse(to - from));
    out
}

/// The pieces over the bars, if the ends of bars part each from the next.
fn parted_by_bars(line: &Line, bars: &[Mark]) -> Option<(usize, usize)> {
    let below: Vec<&Rect> = bars.iter().map(|b| &b.rect).filter(|r| r.y0 > line.rect.y0 && r.y0 < line.rect.y1 + 400.0).collect();
    let over = |p: &Piece| below.iter().filter(|r| r.x0 < p.middle() && p.middle() < r.x1).count() > 1;
    let from = line.pieces.iter().position(over)?;
    let to = line.pieces.iter().rposition(over)? + 1;
    let ends = |a: f32, b: f32| below.iter().filter(|r| (a..=b).contains(&r.x0) || (a..=b).contains(&r.x1)).count();
    let parted = line.pieces[from..to].windows(2).all(|w| ends(w[0].to, w[1].from) >= 2);
    (to - from >= 2 && to - from < MAX_COLUMNS && parted).then_some((from, to))
}

fn head(lines: &[Line], at: usize, pieces: &[Piece], bars: &[Mark], drawing: &Drawing) -> Option<Head> {
    let line = &lines[at];
    let edges = edges(line, pieces, bars, drawing);
    let (left, right) = (edges[0], *edges.last()?);
    let first = rows::first_bar(bars, (left, right), line.rect.y1)?;
    // A finer head below, as years under groups of years, is the one that counts.
    let before_bars = |l: &&Line| l.rect.y0 > line.rect.y1 - 2.0 && l.rect.y1 < first + 1.0 && l.rect.y0 < line.rect.y1 + 4.0 * line.size;
    let finer = |l: &Line| {
        let inside = l.pieces.iter().filter(|p| left < p.middle() && p.middle() < right).count();
        inside > pieces.len() && even_windows(&l.pieces).iter().any(|(a, b)| b - a > pieces.len())
    };
    if lines[at + 1..].iter().filter(before_bars).any(finer) {
        return None;
    }
    let mut own: Vec<(usize, Vec<(usize, usize)>)> = vec![(at, (0..pieces.len()).map(|c| (c, c)).collect())];
    for (next, up) in (0..at).rev().map(|i| (i, true)).take(MAX_LINES).chain((at + 1..lines.len()).map(|i| (i, false)).take(MAX_LINES)) {
        let near = own.iter().map(|(i, _)| gap(&lines[*i].rect, &lines[next].rect)).fold(f32::MAX, f32::min) < 1.3 * line.size;
        if near
            && (up || lines[next].rect.y1 < first + 1.0)
            && let Some(groups) = groups(&lines[next], &edges)
        {
            own.push((next, groups));
        }
    }
    own.sort_by_key(|(i, _)| *i);
    let (ys, groups) = levels(lines, &own, (left, right), drawing);
    let size = own.iter().map(|(i, _)| lines[*i].size).fold(f32::MAX, f32::min);
    Some(Head { edges, ys, groups, size })
}

fn gap(a: &Rect, b: &Rect) -> f32 {
    (b.y0 - a.y1).max(a.y0 - b.y1)
}

/// Where the columns part: at a line or the border of a box between two words where there is one, else in the middle.
fn edges(line: &Line, pieces: &[Piece], bars: &[Mark], drawing: &Drawing) -> Vec<f32> {
    let level = |y0: f32, y1: f32| y0 < line.rect.y1 + 3.0 * line.size && y1 > line.rect.y0 - line.size;
    let mut drawn: Vec<f32> = drawing.vertical.iter().filter(|v| level(v.from, v.to)).map(|v| v.at).collect();
    let boxes = drawing.fills.iter().map(|f| &f.rect).filter(|r| r.y0 < line.rect.center().y && line.rect.center().y < r.y1);
    drawn.extend(boxes.flat_map(|r| [r.x0, r.x1]));
    let even = even_windows(pieces).first().is_some_and(|(a, b)| b - a == pieces.len());
    let ends: Vec<f32> = bars.iter().map(|b| &b.rect).filter(|r| r.y0 > line.rect.y1 - 2.0).flat_map(|r| [r.x0, r.x1]).collect();
    let part = |a: &Piece, b: &Piece| {
        let middle = f32::midpoint(a.middle(), b.middle());
        let within: Vec<f32> = drawn.iter().copied().filter(|x| a.to <= *x && *x <= b.from).collect();
        if !within.is_empty() {
            return within.iter().sum::<f32>() / within.len() as f32;
        }
        let between: Vec<f32> = ends.iter().copied().filter(|x| a.to <= *x && *x <= b.from).collect();
        if even || between.is_empty() { middle } else { between.iter().sum::<f32>() / between.len() as f32 }
    };
    let mut inner: Vec<f32> = pieces.windows(2).map(|w| part(&w[0], &w[1])).collect();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return inner };
    if even {
        begin_with_words(&mut inner, pieces, &ends);
    }
    let (Some(&a), Some(&b)) = (inner.first(), inner.last()) else { return inner };
    // The outer columns are as wide as their neighbours, or as far as their word stands from the inner edge.
    let (step_a, step_b) = match inner[..] {
        [_, second, ..] if even => (second - a, b - inner[inner.len() - 2]),
        _ => (2.0 * (a - first.middle()), 2.0 * (last.middle() - b)),
    };
    let snapped =
        |x: f32, reach: f32| drawn.iter().copied().filter(|d| (d - x).abs() < reach).min_by(|p, q| (p - x).abs().total_cmp(&(q - x).abs()));
    let left = snapped(a - step_a, 0.2 * step_a).unwrap_or(a - step_a).min(first.from - 0.5);
    let right = snapped(b + step_b, 0.2 * step_b).unwrap_or(b + step_b).max(last.to + 0.5);
    let mut out = vec![left];
    out.extend(inner);
    out.push(right);
    out
}

/// Words set at the beginning of their columns: bars begin where words do.
fn begin_with_words(inner: &mut [f32], pieces: &[Piece], ends: &[f32]) {
    let off = |edges: &[f32]| {
        let nearest = |x: f32| edges.iter().map(|e| (e - x).abs()).fold(f32::MAX, f32::min);
        let near: Vec<f32> = ends.iter().map(|x| nearest(*x)).filter(|d| *d < pieces[1].middle() - pieces[0].middle()).collect();
        near.iter().sum::<f32>() / near.len().max(1) as f32
    };
    let at_words: Vec<f32> = pieces[1..].iter().map(|p| p.from - 2.0).collect();
    if !ends.is_empty() && off(&at_words) < 0.4 * off(inner) {
        inner.copy_from_slice(&at_words);
    }
}

/// Which columns the pieces of another line of the head stand over; `None` if it is no line of the head.
fn groups(line: &Line, edges: &[f32]) -> Option<Vec<(usize, usize)>> {
    let (left, right) = (edges[0], edges[edges.len() - 1]);
    let over: Vec<&Piece> = line.pieces.iter().filter(|p| p.to > left && p.from < right).collect();
    if over.is_empty() || over.iter().any(|p| p.from < left - 3.0 || p.to > right + 3.0) {
        return None;
    }
    let column = |x: f32| edges.partition_point(|e| *e <= x).saturating_sub(1).min(edges.len() - 2);
    let single = over.iter().all(|p| column(p.from + 1.0) == column(p.to - 1.0));
    let own: Vec<usize> = over.iter().map(|p| column(p.middle())).collect();
    let twice = own.windows(2).any(|w| w[0] == w[1]);
    if single && !twice && own.len() * 2 > edges.len() - 1 {
        return Some(own.into_iter().map(|c| (c, c)).collect());
    }
    // Words in the middle of several columns: they part half way between each other.
    let cuts: Vec<usize> = over.windows(2).map(|w| nearest(edges, f32::midpoint(w[0].middle(), w[1].middle()))).collect();
    let mut out = Vec::new();
    let mut from = 0;
    for cut in cuts.into_iter().chain([edges.len() - 1]) {
        if cut <= from {
            return None;
        }
        out.push((from, cut - 1));
        from = cut;
    }
    // Each word stands about in the middle of its columns.
    let centred = out.iter().zip(&over).all(|((a, b), p)| {
        let (from, to) = (edges[*a], edges[b + 1]);
        (p.middle() - f32::midpoint(from, to)).abs() < 0.2 * (to - from)
    });
    (centred && (over.len() > 1 || line.pieces.len() < 3)).then_some(out)
}

fn nearest(edges: &[f32], x: f32) -> usize {
    (0..edges.len()).min_by(|&a, &b| (edges[a] - x).abs().total_cmp(&(edges[b] - x).abs())).unwrap_or(0)
}

/// The rows of the head: lines with the same columns are lines of one row.
fn levels(
    lines: &[Line],
    own: &[(usize, Vec<(usize, usize)>)],
    (left, right): (f32, f32),
    drawing: &Drawing,
) -> (Vec<f32>, Vec<Vec<(usize, usize)>>) {
    let mut groups: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut extents: Vec<(f32, f32)> = Vec::new();
    for (i, group) in own {
        let rect = &lines[*i].rect;
        match (groups.last(), extents.last_mut()) {
            (Some(last), Some(extent)) if last == group => extent.1 = extent.1.max(rect.y1),
            _ => {
                groups.push(group.clone());
                extents.push((rect.y0, rect.y1));
            }
        }
    }
    let (top, bottom) = (extents[0].0, extents[extents.len() - 1].1);
    let wide = |from: f32, to: f32| to.min(right) - from.max(left) > 0.5 * (right - left);
    let boxed = |r: &Rect| left - 3.0 < r.x0 && r.x1 < right + 3.0 && r.width() > 12.0;
    let painted = drawing.fills.iter().filter(|f| f.color != 0xff_ffff && (wide(f.rect.x0, f.rect.x1) || boxed(&f.rect)));
    let painted = painted.filter(|f| f.rect.y0 < top + 1.0 && f.rect.y1 > bottom - 1.0 && f.rect.height() < 4.0 * (bottom - top) + 10.0);
    let painted = painted.map(|f| (f.rect.y0, f.rect.y1)).min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    let reach = 2.0 * lines[own[0].0].size;
    let drawn = |from: f32, to: f32| {
        let within = drawing.horizontal.iter().filter(|l| wide(l.from, l.to) && (from..=to).contains(&l.at)).map(|l| l.at);
        within.min_by(|a, b| (a - top).abs().min((a - bottom).abs()).total_cmp(&(b - top).abs().min((b - bottom).abs())))
    };
    let (above, below) = painted.unwrap_or_else(|| {
        (drawn(top - reach, top + 1.0).unwrap_or(top - 2.0), drawn(bottom - 1.0, bottom + reach).unwrap_or(bottom + 2.0))
    });
    let mut ys = vec![above];
    ys.extend(extents.windows(2).map(|w| f32::midpoint(w[0].1, w[1].0)));
    ys.push(below.max(bottom));
    (ys, groups)
}

/// The cells of the head; words beside the columns of time hold for all its rows.
pub(super) fn spans(head: &Head, left: usize, cols: usize) -> Vec<Span> {
    let levels = head.groups.len();
    let span = |row: usize, rows: usize, from: usize, to: usize| Span {
        row,
        col: from,
        rows,
        cols: to - from + 1,
        open_top: false,
        open_bottom: false,
    };
    let time = head.edges.len() - 1;
    let mut out: Vec<Span> = (0..cols).filter(|c| *c < left || *c >= left + time).map(|c| span(0, levels, c, c)).collect();
    for (row, groups) in head.groups.iter().enumerate() {
        let mut col = 0;
        while col < time {
            let to = groups.iter().find(|(from, _)| *from == col).map_or(col, |(_, to)| *to);
            out.push(span(row, 1, left + col, left + to));
            col = to + 1;
        }
    }
    out
}
