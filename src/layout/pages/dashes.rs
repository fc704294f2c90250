//! Lines and bars painted dash by dash: pieces of one size at one distance are one mark.

use super::shapes::{Fill, Ruling};
use crate::model::Rect;

/// Longer pieces, in points, are bars of their own.
const LONGEST: f32 = 24.0;
/// Higher pieces are cells or pictures.
const HIGHEST: f32 = 16.0;
/// Fewer pieces than this are no dashes.
const FEWEST: usize = 3;

/// A piece seen along the line.
#[derive(Clone, Copy)]
struct Piece {
    from: f32,
    to: f32,
}

/// Parts pieces, in order along their line, into dashed lines (several pieces) and single ones. The last dash may be cut short.
fn chains(pieces: &[Piece]) -> Vec<std::ops::Range<usize>> {
    let length = |i: usize| pieces[i].to - pieces[i].from;
    let gap = |i: usize| pieces[i + 1].from - pieces[i].to;
    let like = |a: f32, b: f32| (a - b).abs() <= 0.25 * a.max(b) + 0.2;
    let mut out = Vec::new();
    let mut start = 0;
    while start < pieces.len() {
        let mut end = start + 1;
        while end < pieces.len() {
            let dash = length(start) <= LONGEST && gap(end - 1) > 0.3 && gap(end - 1) <= 1.6 * length(start) + 1.0;
            let last = length(end) < length(start) && end > start + 1;
            if !dash || !like(gap(start), gap(end - 1)) || !(like(length(start), length(end)) || last) {
                break;
            }
            end += 1;
            if last && !like(length(start), length(end - 1)) {
                break;
            }
        }
        if end - start < FEWEST {
            end = start + 1;
        }
        out.push(start..end);
        start = end;
    }
    out
}

/// Rulings of one direction, in order, with those put together that are drawn dash by dash.
pub(super) fn rulings(all: Vec<Ruling>) -> Vec<Ruling> {
    let mut out = Vec::with_capacity(all.len());
    for line in all.chunk_by(|a, b| (a.at - b.at).abs() < 0.5 && a.color == b.color && a.from <= b.from) {
        let pieces: Vec<Piece> = line.iter().map(|r| Piece { from: r.from, to: r.to }).collect();
        for chain in chains(&pieces) {
            let (first, last) = (line[chain.start], line[chain.end - 1]);
            let dashed = first.dashed || chain.len() > 1;
            out.push(Ruling { to: last.to.max(first.to), dashed, ..first });
        }
    }
    out
}

/// Areas with those put together that are the dashes of one bar; `is_free` says whether nothing is printed on an area.
pub(super) fn fills(all: &[Fill], is_free: impl Fn(&Fill) -> bool) -> Vec<Fill> {
    let (mut dashes, mut out): (Vec<Fill>, Vec<Fill>) =
        all.iter().partition(|f| f.rect.width() <= LONGEST && f.rect.height() <= HIGHEST && is_free(f));
    let key = |f: &Fill| (f.rect.y0, f.rect.y1, (f.color, f.hatch), f.rect.x0);
    dashes.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)).then(a.3.total_cmp(&b.3))
    });
    let level = |a: &Fill, b: &Fill| {
        (a.rect.y0 - b.rect.y0).abs() < 0.3 && (a.rect.y1 - b.rect.y1).abs() < 0.3 && (a.color, a.hatch) == (b.color, b.hatch)
    };
    for line in dashes.chunk_by(level) {
        let pieces: Vec<Piece> = line.iter().map(|f| Piece { from: f.rect.x0, to: f.rect.x1 }).collect();
        for chain in chains(&pieces) {
            let whole = Rect::bounding(line[chain.clone()].iter().map(|f| &f.rect)).unwrap_or_default();
            out.push(Fill { rect: whole, ..line[chain.start] });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Hatch;

    fn ruling(from: f32, to: f32) -> Ruling {
        Ruling { at: 10.0, from, to, width: 1.0, dashed: false, color: 0 }
    }

    #[test]
    fn dashes_at_one_distance_are_one_line() {
        let mut dashes: Vec<Ruling> = (0..8).map(|n| 10.0 * n as f32).map(|x| ruling(x, x + 6.0)).collect();
        dashes.push(ruling(80.0, 82.0));
        let lines = rulings(dashes);
        assert_eq!(lines.iter().map(|r| (r.from, r.to, r.dashed)).collect::<Vec<_>>(), [(0.0, 82.0, true)]);
        let apart = rulings(vec![ruling(0.0, 6.0), ruling(30.0, 36.0), ruling(60.0, 66.0)]);
        assert_eq!(apart.len(), 3);
    }

    #[test]
    fn dashes_of_a_bar_are_one_bar_and_cells_stay() {
        let fill = |x: f32, w: f32, color| Fill { rect: Rect::new(x, 20.0, x + w, 28.0), color, hatch: Hatch::Plain };
        let dashes: Vec<Fill> = (0..6).map(|n| fill(15.0 * n as f32, 10.0, 0xff)).collect();
        assert_eq!(fills(&dashes, |_| true).len(), 1);
        assert_eq!(fills(&dashes, |_| false).len(), 6);
        let cells: Vec<Fill> = (0..6).map(|n| fill(62.0 * n as f32, 60.0, 0xff)).collect();
        assert_eq!(fills(&cells, |_| true).len(), 6);
    }
}
