//! Where lines between rows end at merged cells, columns part: a column without words in a stretch of rows is told by them alone.

use super::columns::Piece;
use super::shapes::Ruling;

/// How far the ends of lines at one edge may lie apart, in points.
const EDGE: f32 = 3.0;
/// So many lines end at an edge of columns that no words tell: the one above merged cells and the one below.
const ENDS: usize = 2;

/// The gutters between the words of the rows, moved and joined by the places at which lines end. `left` and `right` are the table's ends.
pub(super) fn joined(gutters: &[f32], lines: &[Ruling], rows: &[Vec<Piece>], (left, right): (f32, f32)) -> Vec<f32> {
    let is_inside = |x: f32| x > left + 2.0 * EDGE && x < right - 2.0 * EDGE;
    let mut ends: Vec<f32> = lines.iter().flat_map(|l| [l.from, l.to]).filter(|x| is_inside(*x)).collect();
    ends.sort_by(f32::total_cmp);
    let groups = ends.chunk_by(|a, b| b - a <= EDGE);
    // Titles over all columns part none.
    let crossed = |x: f32| rows.iter().filter(|row| row.len() > 1).flatten().any(|p| p.from + 1.0 < x && x < p.to - 1.0);
    let edges = groups.map(|group| (group.iter().sum::<f32>() / group.len() as f32, group.len())).filter(|(x, _)| !crossed(*x));
    // A gutter in the same gap as an edge is the edge.
    let same_gap = |a: f32, b: f32| {
        let (from, to) = (a.min(b), a.max(b));
        !rows.iter().filter(|row| row.len() > 1).flatten().any(|p| p.from < to && p.to > from)
    };
    let edges: Vec<f32> = edges.filter(|(x, count)| *count >= ENDS || gutters.iter().any(|g| same_gap(*g, *x))).map(|(x, _)| x).collect();
    let mut out: Vec<f32> = gutters.iter().copied().filter(|g| !edges.iter().any(|e| same_gap(*g, *e))).collect();
    // Two lines of a head end on both sides of one edge; a column between two edges has a line of its own somewhere.
    let covered = |a: f32, b: f32| lines.iter().any(|l| l.length() < right - left - 2.0 * EDGE && l.from < a + EDGE && b - EDGE < l.to);
    let of_one = |a: &f32, b: &f32| same_gap(*a, *b) && !covered(*a, *b);
    out.extend(edges.chunk_by(of_one).map(|group| f32::midpoint(group[0], group[group.len() - 1])));
    out.sort_by(f32::total_cmp);
    out
}

#[cfg(test)]
mod tests {
    use super::super::columns::pieces;
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;

    fn rows(all: &[&[(f32, &str)]]) -> Vec<Vec<Piece>> {
        let row = |words: &&[(f32, &str)]| {
            let glyphs: Vec<_> = words.iter().flat_map(|(x, text)| glyphs(text, *x, 10.0, 10.0)).collect();
            pieces(&runs(&glyphs).iter().collect::<Vec<_>>())
        };
        all.iter().map(row).collect()
    }

    fn line(from: f32, to: f32) -> Ruling {
        Ruling { at: 0.0, from, to, width: 0.5, dashed: false, color: 0 }
    }

    #[test]
    fn a_column_without_words_is_told_by_the_lines_over_it() {
        let words = rows(&[&[(10.0, "令和8"), (120.0, "構築"), (320.0, "試行")], &[(10.0, "令和9"), (320.0, "運用")]]);
        let lines = [line(0.0, 100.0), line(0.0, 100.0), line(200.0, 300.0), line(200.0, 300.0)];
        assert_eq!(joined(&[90.0, 180.0], &lines, &words, (0.0, 400.0)), [100.0, 200.0, 300.0]);
        assert_eq!(joined(&[90.0, 180.0], &[], &words, (0.0, 400.0)), [90.0, 180.0]);
    }

    #[test]
    fn an_edge_between_two_lines_of_a_head_is_one_and_moves_the_gutter() {
        let words = rows(&[&[(10.0, "取組"), (110.0, "前期"), (210.0, "後期")], &[(10.0, "更新"), (110.0, "設計"), (210.0, "工事")]]);
        let lines = [line(60.0, 195.0), line(201.0, 400.0)];
        assert_eq!(joined(&[70.0, 160.0], &lines, &words, (0.0, 400.0)), [60.0, 198.0]);
    }
}
