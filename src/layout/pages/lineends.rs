//! Where lines between rows end at merged cells, columns part: a column without words in a stretch of rows is told by them alone.

use super::columns::Piece;
use super::shapes::Ruling;

/// How far the ends of lines at one edge may lie apart, in points.
const EDGE: f32 = 3.0;
/// So many lines end at an edge of columns: the one above merged cells and the one below.
const ENDS: usize = 2;

/// The gutters between the words of the rows, moved and joined by the places at which lines end. `left` and `right` are the table's ends.
pub(super) fn joined(gutters: Vec<f32>, lines: &[Ruling], rows: &[Vec<Piece>], (left, right): (f32, f32)) -> Vec<f32> {
    let is_inside = |x: f32| x > left + 2.0 * EDGE && x < right - 2.0 * EDGE;
    let mut ends: Vec<f32> = lines.iter().flat_map(|l| [l.from, l.to]).filter(|x| is_inside(*x)).collect();
    ends.sort_by(f32::total_cmp);
    let groups = ends.chunk_by(|a, b| b - a <= EDGE).filter(|group| group.len() >= ENDS);
    // Titles over all columns part none.
    let crossed = |x: f32| rows.iter().filter(|row| row.len() > 1).flatten().any(|p| p.from + 1.0 < x && x < p.to - 1.0);
    let edges: Vec<f32> = groups.map(|group| group.iter().sum::<f32>() / group.len() as f32).filter(|x| !crossed(*x)).collect();
    // A gutter in the same gap as an edge is the edge.
    let same_gap = |a: f32, b: f32| {
        let (from, to) = (a.min(b), a.max(b));
        !rows.iter().filter(|row| row.len() > 1).flatten().any(|p| p.from < to && p.to > from)
    };
    let mut out: Vec<f32> = gutters.into_iter().filter(|g| !edges.iter().any(|e| same_gap(*g, *e))).collect();
    out.extend(edges);
    out.sort_by(f32::total_cmp);
    out
}
