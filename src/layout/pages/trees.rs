//! Trees of boxes: columns of boxes under heads, each box beside the boxes of the next column that belong to it. What a table says with
//! merged cells is drawn here with boxes: the tiers of a plan and what is done for them.

use super::grid::{Grid, Span};
use super::runs::Run;
use crate::model::Rect;

/// More boxes than this are a drawing.
const MAX_BOXES: usize = 600;
/// Edges of boxes of one column differ by at most this many points.
const SAME: f32 = 4.0;
/// Columns stand at most this far apart, in points.
const APART: f32 = 120.0;
/// Painted cells stand no further apart than this, in points.
const TOUCH: f32 = 1.5;
/// Fewer boxes than this in the last column show no tree.
const LEAVES: usize = 3;
/// Heads stand at most this many sizes of their words above their columns.
const HEAD_GAP: f32 = 3.5;
/// Words of one head stand at most so far apart, in sizes.
const WORDS_APART: f32 = 2.5;
/// How far the middle of a box may lie from that of the boxes that belong to it, in distances of theirs.
const OFF: f32 = 0.35;

/// Boxes below one another.
type Column = Vec<Rect>;

/// The grid of the tree that the boxes of a page make, if they make one.
pub(super) fn grid(frames: &[Rect], runs: &[Run], tables: &[Rect], page: &Rect) -> Option<Grid> {
    let boxes = boxes(frames, runs, tables, page);
    let columns = chain(columns(&boxes));
    let with_heads = |columns: Vec<Column>| heads_above(&columns, &boxes, runs).map(|top| (columns, top));
    let (columns, (top, bottom)) = with_heads(columns.clone()).or_else(|| heads_in_boxes(columns))?;
    let parents: Vec<Vec<usize>> = columns.windows(2).map(|pair| parents(&pair[0], &pair[1])).collect::<Option<_>>()?;
    let leaves = columns.last()?;
    if columns.len() < 2 || leaves.len() < LEAVES || leaves.len() <= columns[0].len() || are_cells(&columns) {
        return None;
    }
    Some(tree(&columns, &parents, top, bottom))
}

/// Whether the boxes touch to all sides: then they are painted cells, and what stands beside them belongs to their table.
fn are_cells(columns: &[Column]) -> bool {
    let beside = columns.windows(2).all(|pair| pair[1][0].x0 - pair[0][0].x1 < TOUCH);
    beside && columns.iter().flat_map(|column| column.windows(2)).all(|pair| pair[1].y0 - pair[0].y1 < TOUCH)
}

/// The boxes that hold whole words and no other boxes with words.
fn boxes(frames: &[Rect], runs: &[Run], tables: &[Rect], page: &Rect) -> Vec<Rect> {
    let free =
        |r: &&Rect| r.width() > 20.0 && r.height() > 8.0 && r.area() < 0.3 * page.area() && !tables.iter().any(|t| t.contains(r.center()));
    let mut sorted: Vec<Rect> = frames.iter().filter(free).copied().collect();
    if sorted.len() > MAX_BOXES {
        return Vec::new();
    }
    sorted.sort_by(|a, b| a.area().total_cmp(&b.area()));
    let mut out: Vec<Rect> = Vec::new();
    for frame in sorted {
        let mut held = runs.iter().filter(|r| frame.contains(r.rect.center())).peekable();
        let whole = held.peek().is_some() && held.all(|r| frame.x0 - 2.0 < r.rect.x0 && r.rect.x1 < frame.x1 + 2.0);
        if whole && !out.iter().any(|known| frame.contains(known.center())) {
            out.push(frame);
        }
    }
    out
}

/// Boxes of one width below one another, the columns from left to right.
fn columns(boxes: &[Rect]) -> Vec<Column> {
    let mut out: Vec<Column> = Vec::new();
    for rect in boxes {
        let same = |c: &&mut Column| (c[0].x0 - rect.x0).abs() < SAME && (c[0].x1 - rect.x1).abs() < SAME;
        match out.iter_mut().find(same) {
            Some(column) => column.push(*rect),
            None => out.push(vec![*rect]),
        }
    }
    out.retain(|column| column.len() > 1);
    out.iter_mut().for_each(|column| column.sort_by(|a, b| a.y0.total_cmp(&b.y0)));
    out.sort_by(|a, b| a[0].x0.total_cmp(&b[0].x0));
    out
}

/// The columns that stand beside one another, from the left, each with at least as many boxes as the one before.
fn chain(columns: Vec<Column>) -> Vec<Column> {
    let mut out: Vec<Column> = Vec::new();
    for column in columns {
        let Some(last) = out.last() else {
            out.push(column);
            continue;
        };
        let gap = column[0].x0 - last[0].x1;
        if (-2.0..APART).contains(&gap) && column.len() >= last.len() {
            out.push(column);
        }
    }
    out
}

/// Top and bottom of the words above all columns, in no box.
fn heads_above(columns: &[Column], boxes: &[Rect], runs: &[Run]) -> Option<(f32, f32)> {
    let top = columns.iter().map(|c| c[0].y0).fold(f32::MAX, f32::min);
    let free = |r: &&Run| !boxes.iter().any(|b| b.contains(r.rect.center()));
    let head = |column: &Column| {
        let above = |r: &&Run| {
            let c = r.rect.center();
            column[0].x0 < c.x && c.x < column[0].x1 && c.y < top && top - r.rect.y0 < HEAD_GAP * r.size
        };
        let mut words: Vec<&Run> = runs.iter().filter(free).filter(above).collect();
        words.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
        // Words far apart over one column are years over bars.
        let apart = |pair: &[&Run]| pair[1].rect.x0 - pair[0].rect.x1 > WORDS_APART * pair[0].size;
        Rect::bounding(words.iter().map(|r| &r.rect)).filter(|_| !words.windows(2).any(apart))
    };
    let heads: Vec<Rect> = columns.iter().map(head).collect::<Option<_>>()?;
    let all = Rect::bounding(&heads)?;
    let level = heads.iter().all(|h| h.overlap_y(&heads[0]) > 0.5 * h.height().min(heads[0].height()));
    (level && columns.len() > 1).then_some((all.y0 - 1.0, f32::midpoint(all.y1, top)))
}

/// The columns without their first boxes, where these stand level and head the others.
fn heads_in_boxes(columns: Vec<Column>) -> Option<(Vec<Column>, (f32, f32))> {
    let first: Vec<Rect> = columns.iter().map(|c| c[0]).collect();
    let level = first.windows(2).all(|w| (w[0].y0 - w[1].y0).abs() < SAME && (w[0].y1 - w[1].y1).abs() < SAME);
    let below: Vec<Column> = columns.into_iter().map(|c| c[1..].to_vec()).collect();
    let top = below.iter().filter_map(|c| c.first()).map(|r| r.y0).fold(f32::MAX, f32::min);
    let heads = Rect::bounding(&first)?;
    (level && below.len() > 1 && below.iter().all(|c| !c.is_empty())).then_some((below, (heads.y0, f32::midpoint(heads.y1, top))))
}

/// For each box of a column the box of the column before that it belongs to: each stands beside the middle of its own.
fn parents(left: &Column, right: &Column) -> Option<Vec<usize>> {
    let pitch = (right.last()?.center().y - right.first()?.center().y) / (right.len().max(2) - 1) as f32;
    let mut out = Vec::new();
    for (n, parent) in left.iter().enumerate() {
        let from = out.len();
        let off = |end: usize| (f32::midpoint(right[from].y0, right[end].y1) - parent.center().y).abs();
        let last = if n + 1 == left.len() {
            right.len().checked_sub(1)?
        } else {
            (from..right.len()).min_by(|&a, &b| off(a).total_cmp(&off(b)))?
        };
        if last < from || off(last) > OFF * pitch {
            return None;
        }
        out.resize(last + 1, n);
    }
    (out.len() == right.len()).then_some(out)
}

/// The table: a row for each box of the last column, below the heads.
fn tree(columns: &[Column], parents: &[Vec<usize>], top: f32, bottom: f32) -> Grid {
    let leaves = &columns[columns.len() - 1];
    let mut xs = vec![columns[0][0].x0];
    xs.extend(columns.windows(2).map(|w| f32::midpoint(w[0][0].x1, w[1][0].x0)));
    xs.push(columns[columns.len() - 1][0].x1);
    let mut ys = vec![top, bottom];
    ys.extend(leaves.windows(2).map(|w| f32::midpoint(w[0].y1, w[1].y0)));
    ys.push(columns.iter().filter_map(|c| c.last()).map(|r| r.y1).fold(f32::MIN, f32::max));
    let span = |row: usize, rows: usize, col: usize| Span { row, col, rows, cols: 1, open_top: false, open_bottom: false };
    let mut spans: Vec<Span> = (0..columns.len()).map(|col| span(0, 1, col)).collect();
    // Rows of each box, from the last column back to the first.
    let mut rows: Vec<usize> = vec![1; leaves.len()];
    for col in (0..columns.len()).rev() {
        let mut from = 1;
        for high in &rows {
            spans.push(span(from, *high, col));
            from += high;
        }
        if let Some(above) = col.checked_sub(1).map(|above| &parents[above]) {
            let mut sums = vec![0; columns[col - 1].len()];
            above.iter().zip(&rows).for_each(|(parent, high)| sums[*parent] += high);
            rows = sums;
        }
    }
    spans.sort_by_key(|s| (s.row, s.col));
    Grid::new(xs, ys, spans)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fill, frame, glyphs, page};
    use crate::model::{BlockKind, Glyph, Path, Rect, Table};

    fn tables(words: &[(&str, f32, f32)], boxes: &[(f32, f32, f32, f32)]) -> Vec<Table> {
        let glyphs: Vec<Glyph> = words.iter().flat_map(|(text, x, y)| glyphs(text, *x, *y, 9.0)).collect();
        let painted = |n: usize, b: &(f32, f32, f32, f32)| {
            if n.is_multiple_of(2) { fill(b.0, b.1, b.2, b.3, 0xdd_eeff) } else { frame(b.0, b.1, b.2, b.3) }
        };
        let paths: Vec<Path> = boxes.iter().enumerate().map(|(n, b)| painted(n, b)).collect();
        let blocks = super::super::blocks(&[page(1, glyphs, paths)], &[]);
        blocks.into_iter().filter_map(|b| if let BlockKind::Table(t) = b.kind { Some(t) } else { None }).collect()
    }

    fn rect((x0, y0, x1, y1): (f32, f32, f32, f32)) -> Rect {
        Rect::new(x0, y0, x1, y1)
    }

    fn seen(table: &Table) -> Vec<(usize, usize, usize, &str)> {
        table.cells.iter().map(|c| (c.row, c.col, c.row_span, c.text.as_str())).collect()
    }

    const LEFT: [(f32, f32, f32, f32); 2] = [(40.0, 120.0, 160.0, 184.0), (40.0, 196.0, 160.0, 220.0)];
    const RIGHT: [(f32, f32, f32, f32); 3] = [(190.0, 120.0, 500.0, 144.0), (190.0, 160.0, 500.0, 184.0), (190.0, 196.0, 500.0, 220.0)];
    const WORDS: [(&str, f32, f32); 5] = [
        ("澄んだ水", 60.0, 148.0),
        ("支える力", 60.0, 204.0),
        ("井戸の見回り", 200.0, 128.0),
        ("水源林の手入れ", 200.0, 168.0),
        ("技能の研修", 200.0, 204.0),
    ];

    #[test]
    fn painted_cells_that_touch_are_no_tree() {
        let left = [(40.0, 120.0, 160.0, 160.0), (40.0, 160.0, 160.0, 180.0)];
        let right = [(160.0, 120.0, 260.0, 140.0), (160.0, 140.0, 260.0, 160.0), (160.0, 160.0, 260.0, 180.0)];
        let boxes = [left.map(rect).as_slice(), right.map(rect).as_slice()].map(<[Rect]>::to_vec);
        assert!(super::are_cells(&boxes));
        let apart = [LEFT.map(rect).as_slice(), RIGHT.map(rect).as_slice()].map(<[Rect]>::to_vec);
        assert!(!super::are_cells(&apart));
    }

    #[test]
    fn boxes_beside_boxes_under_heads_are_a_table_with_merged_cells() {
        let mut words = vec![("基本方針", 70.0, 104.0), ("取組", 320.0, 104.0)];
        words.extend(WORDS);
        let boxes: Vec<_> = LEFT.into_iter().chain(RIGHT).collect();
        let found = tables(&words, &boxes);
        assert_eq!(found.len(), 1);
        let expected = [
            (0, 0, 1, "基本方針"),
            (0, 1, 1, "取組"),
            (1, 0, 2, "澄んだ水"),
            (1, 1, 1, "井戸の見回り"),
            (2, 1, 1, "水源林の手入れ"),
            (3, 0, 1, "支える力"),
            (3, 1, 1, "技能の研修"),
        ];
        assert_eq!(seen(&found[0]), expected);
    }

    #[test]
    fn a_low_box_stands_beside_the_middle_of_its_own() {
        let mut words = vec![("基本方針", 70.0, 104.0), ("取組", 320.0, 104.0)];
        words.extend(WORDS);
        let low = [(40.0, 140.0, 160.0, 164.0), LEFT[1]];
        let boxes: Vec<_> = low.into_iter().chain(RIGHT).collect();
        assert_eq!(tables(&words, &boxes).iter().map(|t| (t.rows, t.cols)).collect::<Vec<_>>(), [(4, 2)]);
    }

    #[test]
    fn boxes_without_heads_or_without_tiers_are_no_tree() {
        let boxes: Vec<_> = LEFT.into_iter().chain(RIGHT).collect();
        assert!(tables(&WORDS, &boxes).is_empty());
    }
}
