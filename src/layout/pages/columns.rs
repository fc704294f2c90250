//! Columns from the white space in ruled rows: the head says where they part, the rows below confirm it.

use std::cmp::Reverse;

use super::cells;
use super::runs::{Run, is_blank};
use super::words::is_wide;
use crate::model::{Direction, Glyph, Rect};

/// More rows than this are looked at only in part.
const MAX_ROWS: usize = 400;

/// What stands together in one row: words without a gap between them, over all lines of the row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Piece {
    /// Its left end.
    pub(super) from: f32,
    /// Its right end.
    pub(super) to: f32,
    /// Number of its glyphs.
    glyphs: usize,
    /// Size of its largest glyph in points.
    size: f32,
}

impl Piece {
    /// Where its middle is.
    pub(super) fn middle(&self) -> f32 {
        f32::midpoint(self.from, self.to)
    }
}

/// A line of words and where its pieces stand.
pub(super) struct Line {
    /// Where it stands.
    pub(super) rect: Rect,
    /// The smallest size of its words.
    pub(super) size: f32,
    /// What stands together in it.
    pub(super) pieces: Vec<Piece>,
}

/// The lines of a page from top to bottom, whatever stands side by side in one.
pub(super) fn lines(runs: &[Run]) -> Vec<Line> {
    let mut sorted: Vec<Run> = runs.iter().filter(|r| r.direction == Direction::Right).cloned().collect();
    sorted.sort_by(|a, b| a.rect.center().y.total_cmp(&b.rect.center().y).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let line = |line: Vec<Run>| Line {
        rect: Rect::bounding(line.iter().map(|r| &r.rect)).unwrap_or_default(),
        size: line.iter().map(|r| r.size).fold(f32::MAX, f32::min),
        pieces: pieces(&line.iter().collect::<Vec<_>>()),
    };
    cells::lines(sorted).into_iter().map(line).collect()
}

/// The pieces of a row from left to right.
pub(super) fn pieces(row: &[&Run]) -> Vec<Piece> {
    let mut parts: Vec<Piece> = row.iter().flat_map(|run| tokens(run)).collect();
    parts.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut out: Vec<Piece> = Vec::new();
    for part in parts {
        match out.last_mut() {
            Some(last) if part.from - last.to < 0.2 * last.size.min(part.size) => {
                last.to = last.to.max(part.to);
                last.glyphs += part.glyphs;
                last.size = last.size.max(part.size);
            }
            _ => out.push(part),
        }
    }
    out
}

/// The words of a run, parted where no glyph touches the next.
fn tokens(run: &Run) -> Vec<Piece> {
    let whole = Piece { from: run.rect.x0, to: run.rect.x1, glyphs: run.len(), size: run.size };
    if run.direction != Direction::Right {
        return vec![whole];
    }
    let mut out: Vec<(Piece, &Glyph)> = Vec::new();
    // Printed spaces fill the gap between words of one cell; the gap between cells has none.
    let mut blank = 0.0;
    for &glyph in &run.glyphs {
        if is_blank(glyph) {
            blank += glyph.rect.width();
            continue;
        }
        match out.last_mut() {
            Some((piece, before)) if glyph.rect.x0 - piece.to - blank < seam(before, glyph) => {
                piece.to = piece.to.max(glyph.rect.x1);
                piece.glyphs += 1;
                *before = glyph;
            }
            _ => out.push((Piece { from: glyph.rect.x0, to: glyph.rect.x1, glyphs: 1, size: glyph.size }, glyph)),
        }
        blank = 0.0;
    }
    out.into_iter().map(|(piece, _)| piece).collect()
}

/// The gap from which on two glyphs may belong to different columns: Japanese is set without spaces.
fn seam(a: &Glyph, b: &Glyph) -> f32 {
    let wide = |g: &Glyph| g.text.chars().next().is_some_and(is_wide);
    (if wide(a) || wide(b) { 0.35 } else { 0.5 }) * a.size.min(b.size)
}

/// Where the columns of the rows part, from left to right. `bars` are the left ends of the bars in each row.
pub(super) fn gutters(rows: &[Vec<Piece>], bars: &[Vec<f32>]) -> Vec<f32> {
    let rows = &rows[..rows.len().min(MAX_ROWS)];
    // A row of one piece is a title over all columns, or a row that says nothing about them.
    let parted: Vec<&[Piece]> = rows.iter().map(Vec::as_slice).filter(|row| row.len() > 1).collect();
    let Some(head) = head(rows) else { return Vec::new() };
    let mut out = below_head(&rows[head], &parted);
    let mut edges = vec![f32::MIN];
    edges.extend(&out);
    edges.push(f32::MAX);
    for pair in edges.windows(2) {
        out.extend(between(&parted, pair[0], pair[1]));
    }
    out.sort_by(f32::total_cmp);
    out.extend(before_bars(rows, bars, &out));
    out.sort_by(f32::total_cmp);
    if out.len() < 2 {
        out.extend(wide_gaps(&parted, &out));
        out.sort_by(f32::total_cmp);
        out.dedup_by(|b, a| *b - *a < 12.0);
    }
    out
}

/// The row that shows most columns among the first ones, otherwise among all.
fn head(rows: &[Vec<Piece>]) -> Option<usize> {
    let most = |range: std::ops::Range<usize>| range.max_by_key(|&i| (rows[i].len(), Reverse(i)));
    let (first, any) = (most(0..rows.len().min(3))?, most(0..rows.len())?);
    let best = if rows[first].len() >= 3 { first } else { any };
    (rows[best].len() > 1).then_some(best)
}

/// How many rows have words over the place.
fn crossing(rows: &[&[Piece]], x: f32) -> usize {
    rows.iter().filter(|row| row.iter().any(|p| p.from < x && x < p.to)).count()
}

/// How many rows have pieces on both sides of the place, between two other places.
fn parted_at(rows: &[&[Piece]], left: f32, x: f32, right: f32) -> usize {
    let between = |row: &[Piece], a: f32, b: f32| row.iter().any(|p| a - 1.0 <= p.from && p.to <= b + 1.0);
    rows.iter().filter(|row| between(row, left, x) && between(row, x, right)).count()
}

/// The gutters between the pieces of a head that the other rows do not contradict.
fn below_head(head: &[Piece], rows: &[&[Piece]]) -> Vec<f32> {
    let even = evenly_set(head);
    let mut out: Vec<f32> = Vec::new();
    for (i, pair) in head.windows(2).enumerate() {
        let (a, b) = (&pair[0], &pair[1]);
        let middle = f32::midpoint(a.middle(), b.middle());
        let left = out.last().copied().unwrap_or(f32::MIN);
        let right = head.get(i + 2).map_or(f32::MAX, |next| next.from);
        let least = least_crossed(rows, (a.to, b.from), (left, right));
        let (bodies, over) = (rows.len().saturating_sub(1), crossing(rows, least));
        let x = match even[i] {
            // Heads in the middle of columns of one width tell where these part, whatever runs over it.
            true if a.to <= middle && middle <= b.from && (bodies < 3 || crossing(rows, middle) * 2 <= bodies || over > 0) => middle,
            _ => least,
        };
        // Letters of one word that are set far apart (項　目) are no two heads.
        let spaced = a.glyphs == 1 && b.glyphs == 1 && !even_figures(a, b);
        let told = parted_at(rows, left, x, right) > 1;
        if (even[i] && !spaced) || told || !spaced && crossing(rows, x) * 2 <= bodies {
            out.push(x);
        }
    }
    out
}

fn even_figures(a: &Piece, b: &Piece) -> bool {
    a.to - a.from < 0.8 * a.size && b.to - b.from < 0.8 * b.size
}

/// For each pair of neighbouring pieces: whether it belongs to three or more pieces whose middles lie at equal distances.
fn evenly_set(head: &[Piece]) -> Vec<bool> {
    let steps: Vec<f32> = head.windows(2).map(|w| w[1].middle() - w[0].middle()).collect();
    let alike = |i: usize, j: usize| (steps[i] - steps[j]).abs() < 0.08 * steps[i].max(steps[j]);
    (0..steps.len()).map(|i| (i > 0 && alike(i - 1, i)) || (i + 1 < steps.len() && alike(i, i + 1))).collect()
}

/// The middle of a stretch between two places that the fewest rows cross; among such the one that parts words in most rows, and the widest.
/// `neighbours` are the gutters around it.
fn least_crossed(rows: &[&[Piece]], (from, to): (f32, f32), neighbours: (f32, f32)) -> f32 {
    let mut ends: Vec<f32> = rows.iter().flat_map(|row| row.iter()).flat_map(|p| [p.from, p.to]).filter(|x| from < *x && *x < to).collect();
    ends.extend([from, to]);
    ends.sort_by(f32::total_cmp);
    let stretches = ends.windows(2).filter(|w| w[1] - w[0] > 0.5).map(|w| (f32::midpoint(w[0], w[1]), w[1] - w[0]));
    let best = stretches.map(|(x, wide)| (crossing(rows, x), Reverse(parted_at(rows, neighbours.0, x, neighbours.1)), wide, x));
    best.min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2))).map_or(f32::midpoint(from, to), |(_, _, _, x)| x)
}

/// Further gutters between two: places that the words of no row cross, or of few, and that part words in other rows.
fn between(rows: &[&[Piece]], left: f32, right: f32) -> Vec<f32> {
    let inside: Vec<&[Piece]> = rows.iter().filter(|row| row.iter().any(|p| left < p.middle() && p.middle() < right)).copied().collect();
    let mut out: Vec<f32> = Vec::new();
    for slack in [0, inside.len() / 4] {
        for (from, to) in strips(&inside, slack, left, right) {
            let x = f32::midpoint(from, to);
            let (before, after) =
                (out.iter().copied().filter(|g| *g < x).fold(left, f32::max), out.iter().copied().filter(|g| *g > x).fold(right, f32::min));
            let told = parted_at(&inside, before, x, after);
            let enough = if slack == 0 { told >= 2 || told == 1 && inside.len() <= 3 } else { told > 3 * crossing(&inside, x) };
            if enough && out.iter().all(|g| (g - x).abs() > 6.0) {
                out.push(x);
            }
        }
    }
    out
}

/// A column whose head is empty and that stands before bars: words of its rows and the beginnings of bars lie between the same gutters.
fn before_bars(rows: &[Vec<Piece>], bars: &[Vec<f32>], known: &[f32]) -> Vec<f32> {
    let column = |x: f32| known.partition_point(|g| *g <= x);
    let mut ends: Vec<Vec<(f32, f32)>> = vec![Vec::new(); known.len() + 1];
    for (row, starts) in rows.iter().zip(bars) {
        for &start in starts {
            let before = row.iter().filter(|p| p.to <= start && column(p.middle()) == column(start));
            if let Some(end) = before.map(|p| p.to).max_by(f32::total_cmp) {
                ends[column(start)].push((end, start));
            }
        }
    }
    let strip = |pairs: &Vec<(f32, f32)>| {
        let (from, to) = pairs.iter().fold((f32::MIN, f32::MAX), |(a, b), (end, start)| (a.max(*end), b.min(*start)));
        let x = f32::midpoint(from, to);
        let crossed = rows.iter().any(|row| row.len() > 1 && row.iter().any(|p| p.from < x && x < p.to));
        (pairs.len() > 1 && from < to && !crossed).then_some(x)
    };
    ends.iter().filter_map(strip).collect()
}

/// The stretches that the words of no more rows than `slack` cover.
fn strips(rows: &[&[Piece]], slack: usize, left: f32, right: f32) -> Vec<(f32, f32)> {
    let within = |p: &&Piece| p.to > left && p.from < right;
    let mut ends: Vec<(f32, i32)> = rows.iter().flat_map(|row| row.iter().filter(within)).flat_map(|p| [(p.from, 1), (p.to, -1)]).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let slack = i32::try_from(slack).unwrap_or(0);
    let (mut depth, mut open, mut out) = (0, None::<f32>, Vec::new());
    for (x, step) in ends {
        let before = depth;
        depth += step;
        if before <= slack && depth > slack {
            out.extend(open.take().filter(|from| x - from > 2.0).map(|from| (from, x)));
        } else if before > slack && depth <= slack {
            open = Some(x);
        }
    }
    out
}

/// Forms of labels and values: in some rows a second label stands so far behind that no space of a sentence explains it.
fn wide_gaps(rows: &[&[Piece]], known: &[f32]) -> Vec<f32> {
    let mut out = Vec::new();
    for row in rows.iter().filter(|row| row.len() > 2) {
        for pair in row.windows(2).filter(|w| w[1].from - w[0].to > 2.0 * w[1].size) {
            let x = pair[1].from - 0.5 * pair[1].size;
            if !known.iter().any(|g| pair[0].to <= *g && *g <= pair[1].from) {
                out.push(x);
            }
        }
    }
    out
}
