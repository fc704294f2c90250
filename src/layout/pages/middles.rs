//! Rows of unruled tables that are set wider than lines. What stands below one another as closely as lines do is one cell; cells whose
//! middles lie on one level are a row; a cell whose middle lies between two rows, or in the middle of several, spans them.

use super::grid::{Grid, Span};
use super::shapes::Ruling;
use super::whitespace::touched;
use crate::model::Rect;

/// Rows at least so many line heights apart can be told from lines.
const LOOSE: f32 = 1.6;
/// Lines of one cell are no further apart than this, in line heights and in distances of rows.
const LINE: f32 = 1.7;
const NEAR: f32 = 0.75;
/// Middles of one row lie within this share of the distance of rows.
const LEVEL: f32 = 0.2;
/// Rows are no nearer to each other than this share of their distance.
const LEAST: f32 = 0.7;
/// The middle of a cell over several rows is theirs within this share of their distance.
const MIDDLE: f32 = 0.3;
/// With more columns than this no head is looked for that stands over several.
const MAX_COLUMNS: usize = 80;
/// A row with this share of its columns filled ends the head.
const FULL: f32 = 0.7;

/// What is known of a table before its rows are.
pub(super) struct Setting<'a> {
    /// Column edges.
    pub(super) xs: &'a [f32],
    /// Distance of rows in points.
    pub(super) pitch: f32,
    /// Size of its glyphs in points.
    pub(super) size: f32,
    /// Where its figures begin.
    pub(super) body: f32,
    /// The horizontal lines of the page.
    pub(super) rules: &'a [Ruling],
}

/// The words of one cell.
#[derive(Debug, Clone, Copy)]
struct Block {
    rect: Rect,
    /// Middle of its last line.
    last: f32,
    /// First and last column.
    cols: (usize, usize),
    /// First and last row.
    rows: (usize, usize),
}

impl Block {
    fn middle(&self) -> f32 {
        self.rect.center().y
    }

    fn shares_column(&self, other: &Self) -> bool {
        self.cols.0 <= other.cols.1 && other.cols.0 <= self.cols.1
    }
}

/// Whether rows at this distance can be told from lines.
pub(super) fn is_loose(pitch: f32, size: f32) -> bool {
    pitch >= LOOSE * size
}

/// The grid around the pieces of words; `None` where rows stand as close as lines do.
pub(super) fn grid(parts: &[Rect], setting: &Setting) -> Option<Grid> {
    if !is_loose(setting.pitch, setting.size) {
        return None;
    }
    let mut blocks = blocks(parts, setting);
    let levels = levels(&blocks, setting.pitch);
    if levels.len() < 2 {
        return None;
    }
    let off = place(&mut blocks, &levels, setting.pitch);
    let ys = edges(&blocks, levels.len());
    if ys.windows(2).any(|pair| pair[1] <= pair[0]) {
        return None;
    }
    span_groups(&mut blocks, &off, &ys, setting);
    Some(Grid::new(setting.xs.to_vec(), ys.clone(), spans(&blocks, &ys, setting)))
}

/// Lines that stand close below one another in one column, put together.
fn blocks(parts: &[Rect], setting: &Setting) -> Vec<Block> {
    let near = (NEAR * setting.pitch).min(LINE * setting.size);
    let mut sorted: Vec<Rect> = parts.to_vec();
    sorted.sort_by(|a, b| a.center().y.total_cmp(&b.center().y).then(a.x0.total_cmp(&b.x0)));
    let mut blocks: Vec<Block> = Vec::new();
    // The last block of each column.
    let mut latest: Vec<Option<usize>> = vec![None; setting.xs.len() - 1];
    for rect in sorted {
        // Words in the middle of a column may reach a little over its edges, which figures tell.
        let inset = (0.15 * rect.width()).min(0.6 * setting.size);
        let (y, cols) = (rect.center().y, touched(setting.xs, &Rect { x0: rect.x0 + inset, x1: rect.x1 - inset, ..rect }));
        let ruled = |from: f32| setting.rules.iter().any(|r| r.at > from && r.at < y && r.from < rect.center().x && rect.center().x < r.to);
        let above = (cols.0..=cols.1).filter_map(|c| latest[c]).max().filter(|&i| {
            let block: &Block = &blocks[i];
            let within = |a: (usize, usize), b: (usize, usize)| a.0 <= b.0 && b.1 <= a.1;
            let one = within(block.cols, cols) || within(cols, block.cols);
            one && y - block.last < near && y - block.last > 0.0 && !ruled(block.last)
        });
        let i = match above {
            Some(i) => {
                let block = &mut blocks[i];
                *block =
                    Block { rect: block.rect.union(&rect), last: y, cols: (block.cols.0.min(cols.0), block.cols.1.max(cols.1)), ..*block };
                i
            }
            None => {
                blocks.push(Block { rect, last: y, cols, rows: (0, 0) });
                blocks.len() - 1
            }
        };
        latest[cols.0..=cols.1].fill(Some(i));
    }
    blocks
}

/// The middles of the rows: of levels that lie too close to each other, those at which most cells stand.
fn levels(blocks: &[Block], pitch: f32) -> Vec<f32> {
    let mut middles: Vec<f32> = blocks.iter().map(Block::middle).collect();
    middles.sort_by(f32::total_cmp);
    let mut all: Vec<(f32, usize)> = Vec::new();
    for middle in middles {
        match all.last_mut() {
            Some((mean, count)) if middle - *mean < LEVEL * pitch => {
                *mean = (*mean * *count as f32 + middle) / (*count + 1) as f32;
                *count += 1;
            }
            _ => all.push((middle, 1)),
        }
    }
    // For each level the most cells that rows up to it can have, and the level before it in that choice.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(all.len());
    let mut top: Vec<usize> = Vec::with_capacity(all.len());
    for (i, (middle, count)) in all.iter().enumerate() {
        let before = all[..i].partition_point(|(other, _)| middle - other >= LEAST * pitch).checked_sub(1).map(|last| top[last]);
        best.push((count + before.map_or(0, |b| best[b].0), before));
        let leader = top.last().copied().filter(|&l| best[l].0 >= best[i].0).unwrap_or(i);
        top.push(leader);
    }
    let mut out = Vec::new();
    let mut at = top.last().copied();
    while let Some(i) = at {
        out.push(all[i].0);
        at = best[i].1;
    }
    out.reverse();
    out
}

/// Gives each block its rows. Returned are those whose middle lies between two rows.
fn place(blocks: &mut [Block], levels: &[f32], pitch: f32) -> Vec<bool> {
    let nearest = |y: f32| {
        let after = levels.partition_point(|level| *level < y).min(levels.len() - 1);
        let before = after.saturating_sub(1);
        if (levels[before] - y).abs() <= (levels[after] - y).abs() { before } else { after }
    };
    let mut off = vec![false; blocks.len()];
    for (block, off) in blocks.iter_mut().zip(&mut off) {
        let row = nearest(block.middle());
        block.rows = (row, row);
        *off = (levels[row] - block.middle()).abs() > LEVEL * pitch;
    }
    for i in (0..blocks.len()).filter(|&i| off[i]) {
        let block = blocks[i];
        let inside: Vec<usize> = (0..levels.len()).filter(|&row| block.rect.y0 < levels[row] && levels[row] < block.rect.y1).collect();
        let wanted = match inside[..] {
            [row] => (row, row),
            [first, .., last] => (first, last),
            [] => {
                let after = levels.partition_point(|level| *level < block.middle());
                if after == 0 || after == levels.len() { block.rows } else { (after - 1, after) }
            }
        };
        let meets = |other: &Block| other.shares_column(&block) && other.rows.0 <= wanted.1 && wanted.0 <= other.rows.1;
        if wanted.0 == wanted.1 || !blocks.iter().enumerate().any(|(n, other)| n != i && meets(other)) {
            blocks[i].rows = wanted;
        }
    }
    // Only what has no row of its own stands between rows.
    off.iter().zip(blocks.iter()).map(|(off, block)| *off && block.rows.0 < block.rows.1).collect()
}

/// The edges of rows: halfway between what stands in them.
fn edges(blocks: &[Block], rows: usize) -> Vec<f32> {
    let mut content = vec![(f32::MAX, f32::MIN); rows];
    for block in blocks.iter().filter(|block| block.rows.0 == block.rows.1) {
        let (top, bottom) = &mut content[block.rows.0];
        *top = top.min(block.rect.y0);
        *bottom = bottom.max(block.rect.y1);
    }
    let first = blocks.iter().map(|b| b.rect.y0).fold(f32::MAX, f32::min);
    let last = blocks.iter().map(|b| b.rect.y1).fold(f32::MIN, f32::max);
    let mut ys = vec![first - 1.0];
    ys.extend(content.windows(2).map(|pair| f32::midpoint(pair[0].1, pair[1].0)));
    ys.push(last + 1.0);
    ys
}

/// Names that stand in the middle of several rows span them: each group begins where the one before ends, and its name tells its middle.
fn span_groups(blocks: &mut Vec<Block>, off: &[bool], ys: &[f32], setting: &Setting) {
    let (rows, cols) = (ys.len() - 1, setting.xs.len() - 1);
    let filled = |row: usize| {
        let here = |col: &usize| blocks.iter().any(|b| b.cols.0 <= *col && *col <= b.cols.1 && b.rows.1 == row);
        (0..cols).filter(here).count() as f32
    };
    let Some(head) = (0..rows).find(|&row| filled(row) >= FULL * cols as f32) else { return };
    let slack = MIDDLE * setting.pitch;
    let mut known: Vec<(usize, usize)> = Vec::new();
    for col in 0..cols {
        let mut own: Vec<usize> = (0..blocks.len()).filter(|&i| blocks[i].cols == (col, col) && blocks[i].rows.0 > head).collect();
        own.sort_by(|&a, &b| blocks[a].middle().total_cmp(&blocks[b].middle()));
        if own.len() as f32 > FULL * (rows - head - 1) as f32 {
            return;
        }
        let Some(&first) = own.first() else { continue };
        let centred = blocks[first].rows.0 > head + 1 || own.iter().any(|&i| off[i]);
        let middles: Vec<f32> = own.iter().map(|&i| blocks[i].middle()).collect();
        // Beside names that span rows stands what is said of all of these, or nothing.
        let of_known = |y: &f32| known.iter().copied().find(|&(a, b)| (f32::midpoint(ys[a], ys[b + 1]) - y).abs() <= slack);
        let same: Option<Vec<_>> = middles.iter().map(of_known).collect();
        if let Some(same) = &same {
            let place = |&(a, b): &(usize, usize)| Rect::new(setting.xs[col], ys[a], setting.xs[col + 1], ys[b + 1]);
            let empty = known.iter().filter(|group| !same.contains(group));
            blocks.extend(empty.map(|group| Block { rect: place(group), last: 0.0, cols: (col, col), rows: *group }));
        }
        if let Some(groups) = same.or_else(|| groups(&middles, head + 1, ys, slack)).filter(|_| centred) {
            own.iter().zip(&groups).for_each(|(&i, group)| blocks[i].rows = *group);
            known = groups;
        }
    }
}

/// The groups of rows, from the row `start` on, of which these are the middles. At most one row (a sum) is left behind the last.
fn groups(middles: &[f32], start: usize, ys: &[f32], slack: f32) -> Option<Vec<(usize, usize)>> {
    let rows = ys.len() - 1;
    let mut from = start;
    let mut out = Vec::new();
    for middle in middles {
        let off = |end: usize| (f32::midpoint(ys[from], ys[end + 1]) - middle).abs();
        let end = (from..rows).min_by(|&a, &b| off(a).total_cmp(&off(b))).filter(|&end| off(end) <= slack)?;
        out.push((from, end));
        from = end + 1;
    }
    (from + 1 >= rows).then_some(out)
}

/// The cells: one a place, but for blocks that lie over several.
fn spans(blocks: &[Block], ys: &[f32], setting: &Setting) -> Vec<Span> {
    let (rows, cols) = (ys.len() - 1, setting.xs.len() - 1);
    let mut taken = vec![vec![false; cols]; rows];
    let mut out: Vec<Span> = Vec::new();
    let mut wide: Vec<Block> = Vec::new();
    let mut by_row: Vec<Vec<&Block>> = vec![Vec::new(); rows + 1];
    blocks.iter().for_each(|block| by_row[block.rows.0].push(block));
    for row in 0..rows {
        let own = &by_row[row];
        let below: Vec<&Block> = by_row[row + 1].iter().copied().filter(|b| b.rows.1 == row + 1).collect();
        let in_head = ys[row + 1] <= setting.body + 0.5 * setting.size;
        // Words of a full row that reach into the next column are no wide cell.
        let crowded = !in_head && own.len() * 2 > cols;
        for block in own {
            // Years read like figures; a row of figures has a name.
            let named = below.iter().any(|b| b.cols.0 == 0);
            let over_heads = in_head && ys.get(row + 2).is_some_and(|y| !named || *y <= setting.body + 0.5 * setting.size);
            let reach = if over_heads && block.rows.0 == block.rows.1 { over(block, &below, blocks, ys, setting) } else { block.cols };
            let cols = if crowded && block.rows.0 == block.rows.1 { (block.cols.0, block.cols.0) } else { reach };
            if cols.1 > cols.0 || block.rows.1 > block.rows.0 {
                wide.push(Block { cols, ..**block });
            }
        }
    }
    for block in wide {
        let free = taken[block.rows.0..=block.rows.1].iter().all(|row| row[block.cols.0..=block.cols.1].iter().all(|t| !t));
        if free {
            taken[block.rows.0..=block.rows.1].iter_mut().for_each(|row| row[block.cols.0..=block.cols.1].fill(true));
            let (height, width) = (block.rows.1 - block.rows.0 + 1, block.cols.1 - block.cols.0 + 1);
            out.push(Span { row: block.rows.0, col: block.cols.0, rows: height, cols: width, open_top: false, open_bottom: false });
        }
    }
    for (row, taken) in taken.iter().enumerate() {
        let single = |col| Span { row, col, rows: 1, cols: 1, open_top: false, open_bottom: false };
        out.extend((0..cols).filter(|&col| !taken[col]).map(single));
    }
    out.sort_by_key(|span| (span.row, span.col));
    out
}

/// The columns over which a head stands: those that a line below it joins, or those in whose middle it is.
fn over(head: &Block, below: &[&Block], blocks: &[Block], ys: &[f32], setting: &Setting) -> (usize, usize) {
    let xs = setting.xs;
    let row = head.rows.0;
    let free = |(a, b): (usize, usize)| {
        let meets = |other: &Block| other.rows.0 <= row && row <= other.rows.1 && other.cols.0 <= b && a <= other.cols.1;
        blocks.iter().filter(|other| meets(other)).count() == 1
    };
    let whole = xs[xs.len() - 1] - xs[0];
    let middle = head.rect.center().x;
    let bottom = ys[row + 1] + 0.3 * setting.size;
    let ruled = setting.rules.iter().filter(|r| r.at > head.middle() && r.at < bottom && r.length() < 0.9 * whole);
    for rule in ruled.filter(|r| r.from <= middle && middle <= r.to) {
        let covered: Vec<usize> =
            (0..xs.len() - 1).filter(|&c| rule.to.min(xs[c + 1]) - rule.from.max(xs[c]) > 0.5 * (xs[c + 1] - xs[c])).collect();
        if let (Some(&a), Some(&b)) = (covered.first(), covered.last())
            && free((a.min(head.cols.0), b.max(head.cols.1)))
        {
            return (a.min(head.cols.0), b.max(head.cols.1));
        }
    }
    // The widest stretch of columns with heads of their own in whose middle it stands.
    let mut heads: Vec<Option<Rect>> = vec![None; xs.len() - 1];
    below.iter().filter(|b| b.cols.0 == b.cols.1).for_each(|b| heads[b.cols.0] = Some(b.rect));
    let mut best = head.cols;
    if heads.len() > MAX_COLUMNS || (head.cols.0..=head.cols.1).any(|col| heads[col].is_none()) {
        return best;
    }
    for (a, left) in (1..=head.cols.0).rev().map_while(|a| heads[a].map(|rect| (a, rect.x0))) {
        for (b, right) in (head.cols.1..heads.len()).map_while(|b| heads[b].map(|rect| (b, rect.x1))) {
            let centred = (f32::midpoint(left, right) - middle).abs() < 0.75 * setting.size;
            if centred && b - a > best.1 - best.0 && free((a, b)) {
                best = (a, b);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(x: f32, y: f32, length: usize) -> Rect {
        Rect::new(x, y, x + 10.0 * length as f32, y + 10.0)
    }

    fn spanned(parts: &[Rect], xs: &[f32], body: f32) -> (usize, Vec<(usize, usize, usize, usize)>) {
        let found = grid(parts, &Setting { xs, pitch: 20.0, size: 10.0, body, rules: &[] }).unwrap();
        let merged = found.spans.iter().filter(|s| s.rows * s.cols > 1).map(|s| (s.row, s.rows, s.col, s.cols)).collect();
        (found.rows(), merged)
    }

    #[test]
    fn lines_of_one_cell_and_cells_between_rows() {
        let xs = [0.0, 100.0, 200.0, 300.0];
        // A name and a unit beside two rows of heads, of which the first stands over two columns.
        let mut parts = vec![word(20.0, 10.0, 3), word(185.0, 0.0, 3), word(130.0, 20.0, 3), word(230.0, 20.0, 3)];
        // Two lines beside one, then a row of single lines.
        parts.extend([word(10.0, 46.0, 4), word(130.0, 40.0, 3), word(130.0, 52.0, 3), word(240.0, 46.0, 2)]);
        parts.extend([word(10.0, 72.0, 4), word(130.0, 72.0, 3), word(240.0, 72.0, 2)]);
        assert_eq!(spanned(&parts, &xs, 40.0), (4, vec![(0, 2, 0, 1), (0, 1, 1, 2)]));
    }

    #[test]
    fn names_in_the_middle_of_their_rows_span_them() {
        let xs = [0.0, 100.0, 200.0];
        let mut parts = vec![word(10.0, 0.0, 3), word(130.0, 0.0, 3)];
        parts.extend((1..=5).map(|n| word(130.0, 20.0 * n as f32, 3)));
        // Three rows, then two.
        parts.extend([word(10.0, 40.0, 4), word(10.0, 90.0, 4)]);
        assert_eq!(spanned(&parts, &xs, 20.0), (6, vec![(1, 3, 0, 1), (4, 2, 0, 1)]));
        // Names at the top of their rows tell nothing of where these end.
        let tops = [&parts[..7], &[word(10.0, 20.0, 4), word(10.0, 80.0, 4)]].concat();
        assert_eq!(spanned(&tops, &xs, 20.0), (6, vec![]));
    }
}
