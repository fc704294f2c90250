//! Reading order: bands from top to bottom, columns where a gutter runs through several lines.

use crate::model::Rect;

/// Something that stands on the page as one piece.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// Where it stands.
    pub(super) rect: Rect,
    /// Size of its text in points; gutters are measured by it.
    pub(super) size: f32,
    /// A table or a text box: stands for several lines.
    pub(super) solid: bool,
}

/// Pieces that are read together, from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Region {
    /// Indices of the pieces, in no particular order.
    pub(super) pieces: Vec<usize>,
    /// The column's extent; `None` for the full width.
    pub(super) column: Option<(f32, f32)>,
}

/// Gaps higher than this many em part what stands in one column only from the columns above.
const FAR: f32 = 8.0;
/// How deep columns may be nested.
const MAX_DEPTH: usize = 6;

/// The regions of a page in reading order.
pub(super) fn regions(pieces: &[Piece]) -> Vec<Region> {
    let mut out = Vec::new();
    cut(pieces, (0..pieces.len()).collect(), None, 0, &mut out);
    out
}

fn cut(pieces: &[Piece], mut members: Vec<usize>, column: Option<(f32, f32)>, depth: usize, out: &mut Vec<Region>) {
    members.sort_by(|&a, &b| pieces[a].rect.y0.total_cmp(&pieces[b].rect.y0));
    let bands = bands(pieces, &members);
    let Some(whole) = Rect::bounding(members.iter().map(|&i| &pieces[i].rect)) else { return };
    let mut pending: Vec<usize> = Vec::new();
    let mut i = 0;
    while i < bands.len() {
        let group = if depth < MAX_DEPTH { columns(pieces, &bands[i..], &whole) } else { None };
        if let Some((length, parts)) = group {
            let parts = with_captions(pieces, parts, &mut pending);
            flush(&mut pending, column, out);
            for part in parts {
                let rect = Rect::bounding(part.iter().map(|&k| &pieces[k].rect)).unwrap_or_default();
                cut(pieces, part, Some((rect.x0, rect.x1)), depth + 1, out);
            }
            i += length;
        } else {
            pending.extend(&bands[i]);
            i += 1;
        }
    }
    flush(&mut pending, column, out);
}

fn flush(pending: &mut Vec<usize>, column: Option<(f32, f32)>, out: &mut Vec<Region>) {
    if !pending.is_empty() {
        out.push(Region { pieces: std::mem::take(pending), column });
    }
}

/// Moves lines right above a table or box of a column into that column: its caption.
fn with_captions(pieces: &[Piece], mut parts: Vec<Vec<usize>>, pending: &mut Vec<usize>) -> Vec<Vec<usize>> {
    while let Some(&last) = pending.last() {
        // The pieces of one line go together.
        let level = |i: &&usize| {
            let (a, b) = (&pieces[**i].rect, &pieces[last].rect);
            a.overlap_y(b) > 0.5 * a.height().min(b.height())
        };
        let first = pending.len() - pending.iter().rev().take_while(level).count();
        let line = Rect::bounding(pending[first..].iter().map(|&i| &pieces[i].rect)).unwrap_or_default();
        let under = |part: &Vec<usize>| {
            let top = part.iter().map(|&i| &pieces[i]).min_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0));
            top.is_some_and(|t| {
                let gap = t.rect.y0 - line.y1;
                (-4.0..30.0).contains(&gap) && (t.solid || part.len() > 1) && t.rect.x0 - 2.0 <= line.x0 && line.x1 <= t.rect.x1 + 2.0
            })
        };
        let hits: Vec<usize> = (0..parts.len()).filter(|&k| under(&parts[k])).collect();
        match hits[..] {
            [k] if parts[k].iter().any(|&i| pieces[i].solid) => parts[k].extend(pending.drain(first..)),
            _ => break,
        }
    }
    parts
}

/// Groups pieces, sorted by their top, whose vertical extents overlap.
fn bands(pieces: &[Piece], members: &[usize]) -> Vec<Vec<usize>> {
    let mut bands: Vec<(f32, Vec<usize>)> = Vec::new();
    for &i in members {
        let rect = &pieces[i].rect;
        match bands.last_mut() {
            // Lines set tight overlap by a hair without standing side by side.
            Some((bottom, band)) if rect.y0 < *bottom - 0.25 * rect.height() => {
                *bottom = bottom.max(rect.y1);
                band.push(i);
            }
            _ => bands.push((rect.y1, vec![i])),
        }
    }
    bands.into_iter().map(|(_, band)| band).collect()
}

/// The columns that begin with the first band: how many bands they take and the pieces of each column.
fn columns(pieces: &[Piece], bands: &[Vec<usize>], whole: &Rect) -> Option<(usize, Vec<Vec<usize>>)> {
    let first = gaps(pieces, bands.first()?, whole);
    if bands[0].len() < 2 {
        return None;
    }
    let mut shared = first;
    let mut best = None;
    let mut bottom = f32::MAX;
    for (n, band) in bands.iter().enumerate() {
        // What stands far below in one column only is a footnote to all.
        let far = band.len() == 1 && pieces[band[0]].rect.y0 - bottom > FAR * pieces[band[0]].size;
        if far && best.is_some() {
            break;
        }
        bottom = band.iter().map(|&i| pieces[i].rect.y1).fold(f32::MIN, f32::max);
        shared = intersect(&shared, &gaps(pieces, band, whole));
        if shared.is_empty() {
            break;
        }
        let members: Vec<usize> = bands[..=n].iter().flatten().copied().collect();
        // Boxes side by side under a common label are read row by row.
        let boxed = members.iter().filter(|&&i| pieces[i].solid).count() * 2 > members.len();
        if boxed && n > 0 && band.len() < 2 && bands.get(n + 1).is_some_and(|next| next.len() > 1) {
            break;
        }
        if let Some(parts) = shared.iter().find_map(|gutter| parted(pieces, &members, gutter, whole)) {
            best = Some((n + 1, parts));
        }
        if n > 400 {
            break;
        }
    }
    best
}

/// The free stretches of a band, the margins included.
fn gaps(pieces: &[Piece], band: &[usize], whole: &Rect) -> Vec<(f32, f32)> {
    let mut taken: Vec<(f32, f32)> = band.iter().map(|&i| (pieces[i].rect.x0, pieces[i].rect.x1)).collect();
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut at = whole.x0 - 1.0;
    let mut free = Vec::new();
    for (from, to) in taken {
        if from > at {
            free.push((at, from));
        }
        at = at.max(to);
    }
    free.push((at, whole.x1 + 1.0));
    free
}

fn intersect(a: &[(f32, f32)], b: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let mut out = Vec::new();
    for x in a {
        for y in b {
            let part = (x.0.max(y.0), x.1.min(y.1));
            if part.1 - part.0 >= 8.0 {
                out.push(part);
            }
        }
    }
    out
}

/// The pieces on both sides of a gutter, if both look like columns of text.
fn parted(pieces: &[Piece], members: &[usize], gutter: &(f32, f32), whole: &Rect) -> Option<Vec<Vec<usize>>> {
    let size = members.iter().map(|&i| pieces[i].size).fold(0.0_f32, f32::max).min(14.0);
    let middle = f32::midpoint(gutter.0, gutter.1);
    let (left, right): (Vec<usize>, Vec<usize>) = members.iter().partition(|&&i| pieces[i].rect.center().x < middle);
    if left.is_empty() || right.is_empty() || gutter.1 - gutter.0 < size {
        return None;
    }
    let bound = |side: &[usize]| Rect::bounding(side.iter().map(|&i| &pieces[i].rect)).unwrap_or_default();
    let (l, r) = (bound(&left), bound(&right));
    let level = l.overlap_y(&r) > 0.5 * l.height().min(r.height());
    let look = |side: &[usize], rect: &Rect| {
        let lines: usize = side.iter().map(|&i| if pieces[i].solid { 3 } else { 1 }).sum();
        let solid = side.iter().filter(|&&i| pieces[i].solid).count() * 2 >= side.len();
        let full: f32 = side.iter().map(|&i| pieces[i].rect.width()).sum::<f32>() / (side.len() as f32 * rect.width().max(1.0));
        let wide = rect.width() >= 0.3 * whole.width();
        (wide && lines >= 3, solid || full > 0.55, lines >= 10 && full > 0.75)
    };
    let ((fits, text, column), (other_fits, other_text, other_column)) = (look(&left, &l), look(&right, &r));
    // Beside a long column of running text anything may stand: a table without rulings, say.
    let columns = (text && other_text) || column || other_column;
    (level && fits && other_fits && columns).then(|| vec![left, right])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(x0: f32, y0: f32, x1: f32) -> Piece {
        Piece { rect: Rect::new(x0, y0, x1, y0 + 10.0), size: 10.0, solid: false }
    }

    #[test]
    fn two_columns_under_a_title_are_read_one_after_the_other() {
        let mut pieces = vec![text(50.0, 20.0, 400.0)];
        for n in 0..5 {
            let y = 50.0 + 16.0 * n as f32;
            pieces.extend([text(50.0, y, 280.0), text(300.0, y, 540.0)]);
        }
        let order: Vec<Vec<usize>> = regions(&pieces).into_iter().map(|r| r.pieces).collect();
        assert_eq!(order, [vec![0], vec![1, 3, 5, 7, 9], vec![2, 4, 6, 8, 10]]);
    }

    #[test]
    fn the_pieces_of_a_line_over_a_box_stay_together() {
        let solid = |x0: f32, x1: f32| Piece { rect: Rect::new(x0, 50.0, x1, 150.0), size: 10.0, solid: true };
        let pieces = [text(50.0, 30.0, 90.0), text(102.0, 30.0, 200.0), solid(50.0, 290.0), solid(310.0, 550.0)];
        let order: Vec<Vec<usize>> = regions(&pieces).into_iter().map(|r| r.pieces).collect();
        assert!(order.iter().any(|region| region.contains(&0) && region.contains(&1)), "{order:?}");
    }

    #[test]
    fn labels_with_short_values_are_read_line_by_line() {
        let mut pieces = Vec::new();
        for n in 0..5 {
            let y = 50.0 + 16.0 * n as f32;
            pieces.extend([text(50.0, y, 200.0), text(500.0, y, 540.0)]);
        }
        assert_eq!(regions(&pieces).len(), 1);
    }

    #[test]
    fn nothing_on_the_page_gives_nothing() {
        assert!(regions(&[]).is_empty());
    }
}
