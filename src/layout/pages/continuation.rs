//! Tables that go on over a page break become one table.

use std::collections::BTreeMap;

use super::flow::Placed;
use super::tables::Drawn;
use crate::model::{BlockKind, Cell, SplitCell, Table};

/// How far column edges may differ from page to page, in points.
const EDGE: f32 = 4.0;

/// Joins the last table of a page with the first of the next where it goes on. `heights` are those of the pages.
pub(super) fn join(flows: &mut [Vec<Placed>], heights: &[f32]) {
    let beginnings = beginnings(flows);
    // From the end, so that a table over three pages is put together from its last part.
    for n in (1..flows.len()).rev() {
        let (before, after) = flows.split_at_mut(n);
        let caption = before_caption(&before[n - 1]);
        let last = (n - 1, before[n - 1].len().saturating_sub(1));
        let sheet = first_table(&after[0], &caption).is_some_and(|(_, lower)| begins_as_another(&beginnings, &lower.table, last));
        let (Some(Placed::Table(upper)), Some((at, lower))) = (before[n - 1].last_mut(), first_table(&after[0], &caption)) else {
            continue;
        };
        let Some(columns) = shared_columns(&upper.grid.xs, &lower.grid.xs) else { continue };
        let head = repeated_rows(&upper.table, &lower.table, &columns);
        let low = upper.grid.rect().y1 > heights[n - 1] * if head > 0 { 0.45 } else { 0.6 };
        let high = lower.grid.rect().y0 < heights[n] * 0.35;
        if !low || !high || (head == 0 && (at > 0 || sheet || starts_anew(&upper.table, &lower.table))) {
            continue;
        }
        let removed: Vec<Placed> = after[0].drain(..=at).collect();
        if let Some(Placed::Table(lower)) = removed.into_iter().next_back() {
            append(upper, *lower, head, &columns);
        }
    }
}

/// The caption of the last table of a page.
fn before_caption(flow: &[Placed]) -> String {
    match flow.last() {
        Some(Placed::Table(table)) => bare(&table.table.caption),
        _ => String::new(),
    }
}

/// The table with which a page begins, and its place; only the repeated caption may stand before it.
fn first_table<'a>(flow: &'a [Placed], caption: &str) -> Option<(usize, &'a Drawn)> {
    match flow {
        [Placed::Table(table), ..] => Some((0, table)),
        [Placed::Text(text), Placed::Table(table), ..] => {
            let words = match &text.kind {
                BlockKind::Caption { text } | BlockKind::Heading { text, .. } => bare(text),
                _ => return None,
            };
            (!caption.is_empty() && words.starts_with(caption)).then_some((1, table))
        }
        _ => None,
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Where the columns of both parts lie in common edges: for the upper and the lower part, the common index of each edge.
struct Columns {
    count: usize,
    upper: Vec<usize>,
    lower: Vec<usize>,
}

/// The common columns, if the edges of one part are among those of the other.
fn shared_columns(upper: &[f32], lower: &[f32]) -> Option<Columns> {
    let (more, fewer, swapped) = if upper.len() >= lower.len() { (upper, lower, false) } else { (lower, upper, true) };
    let (m0, f0) = (*more.first()?, *fewer.first()?);
    let mut index = Vec::new();
    for x in fewer {
        let near = |m: &f32| ((m - m0) - (x - f0)).abs() <= EDGE;
        let i = more.iter().position(near)?;
        index.push(i);
    }
    let whole = index.first() == Some(&0) && index.last() == Some(&(more.len() - 1)) && index.windows(2).all(|w| w[0] < w[1]);
    if !whole || fewer.len() < 3 || fewer.len() * 2 < more.len() {
        return None;
    }
    let all: Vec<usize> = (0..more.len()).collect();
    let count = more.len() - 1;
    Some(if swapped { Columns { count, upper: index, lower: all } } else { Columns { count, upper: all, lower: index } })
}

/// The cells of a row as they look: columns and words.
fn look<'a>(table: &'a Table, row: usize, index: &[usize]) -> Vec<(usize, usize, &'a str)> {
    table.cells.iter().filter(|c| c.row == row).map(|c| (index[c.col], index[c.col + c.col_span], c.text.as_str())).collect()
}

/// How many rows at the top of the lower part repeat the head of the upper part.
fn repeated_rows(upper: &Table, lower: &Table, columns: &Columns) -> usize {
    let same = |row: usize| {
        let (a, b) = (look(upper, row, &columns.upper), look(lower, row, &columns.lower));
        a.iter().any(|(_, _, text)| !text.is_empty()) && a == b
    };
    let mut head = (0..upper.rows.min(lower.rows)).take_while(|&row| same(row)).count();
    // A cell of the head may reach into the rows below it.
    while head > 0 && lower.cells.iter().any(|c| c.row < head && c.row + c.row_span > head) {
        head -= 1;
    }
    if head < lower.rows { head } else { 0 }
}

/// The words with which the first two rows of a table begin.
type Labels = [String; 2];

fn labels(table: &Table) -> Option<Labels> {
    let label = |row: usize| table.cells.iter().find(|c| c.row == row && c.col == 0).map(|c| bare(&c.text)).filter(|text| !text.is_empty());
    Some([label(0)?, label(1)?])
}

/// Page and place of the first table that begins with the same labels. A table that may go on from the page before begins nothing.
fn beginnings(flows: &[Vec<Placed>]) -> BTreeMap<Labels, (usize, usize)> {
    let mut first = BTreeMap::new();
    for (page, flow) in flows.iter().enumerate() {
        let goes_on = page > 0 && matches!(flows[page - 1].last(), Some(Placed::Table(_)));
        for (place, placed) in flow.iter().enumerate() {
            if let Placed::Table(table) = placed
                && (place > 0 || !goes_on)
                && let Some(labels) = labels(&table.table)
            {
                first.entry(labels).or_insert((page, place));
            }
        }
    }
    first
}

/// Whether another table, before the last one of a page, begins with the same words in its first two rows: sheets with the same labels
/// follow one another, each is a table of its own.
fn begins_as_another(beginnings: &BTreeMap<Labels, (usize, usize)>, lower: &Table, last: (usize, usize)) -> bool {
    labels(lower).is_some_and(|own| beginnings.get(&own).is_some_and(|first| *first < last))
}

/// Whether the lower part has a head of its own: painted as the upper part's head is, and not as its last row is.
fn starts_anew(upper: &Table, lower: &Table) -> bool {
    let paint = |table: &Table, row: usize| -> Vec<Option<u32>> { table.cells.iter().filter(|c| c.row == row).map(|c| c.fill).collect() };
    let last = (0..upper.rows).rev().map(|row| paint(upper, row)).find(|p| !p.is_empty()).unwrap_or_default();
    let (first, own) = (paint(upper, 0), paint(lower, 0));
    let shade = |p: &[Option<u32>]| p.iter().filter(|f| f.is_some()).count() * 2 > p.len();
    shade(&own) && shade(&first) && (!shade(&last) || own == first) && first != last
}

/// Adds the rows of the lower part below the upper part.
fn append(upper: &mut Drawn, lower: Drawn, head: usize, columns: &Columns) {
    for cell in &mut upper.table.cells {
        moved(cell, &columns.upper);
    }
    for bar in &mut upper.table.bars {
        bar.cols = (columns.upper[bar.cols.0], columns.upper[bar.cols.1 + 1] - 1);
    }
    upper.table.cols = columns.count;
    let seam = upper.table.rows;
    let open_below: Vec<usize> = upper.grid.spans.iter().filter(|s| s.open_bottom).map(|s| columns.upper[s.col]).collect();
    let open_above: Vec<usize> =
        lower.grid.spans.iter().filter(|s| s.row == head && open(&lower, s.row, s.col)).map(|s| columns.lower[s.col]).collect();
    let mut cells: Vec<Cell> = lower.table.cells.into_iter().filter(|c| c.row >= head).collect();
    for cell in &mut cells {
        moved(cell, &columns.lower);
        cell.row = cell.row - head + seam;
    }
    let cut = is_row_cut(&upper.table, &cells, seam, &open_below, &open_above);
    let is_open = |col: usize| open_below.contains(&col) || open_above.contains(&col);
    let shift = usize::from(cut);
    let merges: Vec<usize> = upper.table.cells.iter().filter(|c| c.row_span > 1 && c.row >= head.max(1)).map(|c| c.col).collect();
    let labelled = |col: usize| cells.iter().any(|c| c.row == seam && c.col > col && !c.text.is_empty());
    let joins = |above: &Cell, below: &Cell| {
        let same = above.col == below.col && above.col_span == below.col_span;
        let merged = merges.contains(&above.col) && labelled(above.col);
        let blank = above.text.is_empty() != below.text.is_empty() && merged && below.fill == above.fill && above.col < columns.count / 2;
        let again = merged && !above.text.is_empty() && above.text == below.text;
        same && (cut || is_open(above.col) || blank || again)
    };
    let mut rest = Vec::new();
    let mut split = Vec::new();
    for mut below in cells.clone() {
        let above = upper.table.cells.iter_mut().find(|c| c.row + c.row_span == seam && below.row == seam && joins(c, &below));
        if let Some(above) = above {
            split.extend(unite(above, below, shift));
        } else {
            below.row -= shift;
            rest.push(below);
        }
    }
    for united in split {
        add_split(&mut upper.table.split, united);
    }
    lower.table.split.into_iter().for_each(|cell| add_split(&mut upper.table.split, cell));
    upper.table.cells.extend(rest);
    upper.table.cells.sort_by_key(|c| (c.row, c.col));
    upper.table.rows += lower.table.rows - head - shift;
    let bars = lower.table.bars.into_iter().filter(|b| b.rows.1 >= head).map(|mut bar| {
        bar.rows = (bar.rows.0.max(head) - head + seam - shift, bar.rows.1 - head + seam - shift);
        bar.cols = (columns.lower[bar.cols.0], columns.lower[bar.cols.1 + 1] - 1);
        bar
    });
    upper.table.bars.extend(bars);
}

/// Whether nothing is drawn above the cell: neither the edge of the grid nor the edge below the repeated head.
fn open(lower: &Drawn, row: usize, col: usize) -> bool {
    lower.grid.spans.iter().any(|s| s.row == row && s.col == col && s.open_top)
}

fn moved(cell: &mut Cell, index: &[usize]) {
    let (from, to) = (index[cell.col], index[cell.col + cell.col_span]);
    (cell.col, cell.col_span) = (from, to - from);
}

/// Whether the break cuts through one row: every cell is open towards the break.
fn is_row_cut(upper: &Table, cells: &[Cell], seam: usize, below: &[usize], above: &[usize]) -> bool {
    let mut last = upper.cells.iter().filter(|c| c.row + c.row_span == seam).peekable();
    let mut first = cells.iter().filter(|c| c.row == seam).peekable();
    let all_below = last.peek().is_some() && last.all(|c| below.contains(&c.col));
    let all_above = first.peek().is_some() && first.all(|c| above.contains(&c.col));
    all_below || all_above
}

/// Remembers where the parts of a cell stand: behind those that end where these begin, or as a cell of its own.
fn add_split(all: &mut Vec<SplitCell>, cell: SplitCell) {
    let known =
        all.iter_mut().find(|known| known.parts.last().is_some_and(|last| cell.parts.first().is_some_and(|first| last.0 == first.0)));
    match known {
        Some(known) => {
            known.parts.pop();
            known.parts.extend(cell.parts);
        }
        None => all.push(cell),
    }
}

/// Makes one cell of two parts; it keeps the place of the part that has the words. Given are the parts where both have some.
fn unite(above: &mut Cell, below: Cell, shift: usize) -> Option<SplitCell> {
    above.row_span += below.row_span - shift.min(below.row_span);
    if above.text.is_empty() {
        above.text = below.text;
        above.place = below.place;
    } else if !below.text.is_empty() && below.text != above.text {
        let parts = vec![(above.place, above.text.clone()), (below.place, below.text.clone())];
        above.text.push('\n');
        above.text.push_str(&below.text);
        return Some(SplitCell { parts });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::{glyphs, grid, line, page};
    use crate::model::{BlockKind, Glyph, Page, Path, Table};

    const XS: [f32; 4] = [50.0, 150.0, 250.0, 350.0];

    fn words(rows: &[(f32, [&str; 3])]) -> Vec<Glyph> {
        rows.iter()
            .flat_map(|(y, row)| row.iter().enumerate().flat_map(move |(i, text)| glyphs(text, XS[i] + 5.0, y + 5.0, 10.0)))
            .collect()
    }

    fn tables(pages: &[Page]) -> Vec<Table> {
        let table = |b: crate::model::Block| if let BlockKind::Table(t) = b.kind { Some(t) } else { None };
        super::super::blocks(pages, &[]).into_iter().filter_map(table).collect()
    }

    /// A table at the foot of page 1 and one at the top of page 2.
    fn broken(upper: &[Path], lower: &[Path], second: [&str; 3], third: [&str; 3]) -> Vec<Table> {
        let first = words(&[(740.0, ["区分", "取組", "担当"]), (760.0, ["安心", "水源の保全", "水質課"])]);
        let next = words(&[(60.0, second), (80.0, third)]);
        tables(&[page(1, first, upper.to_vec()), page(2, next, lower.to_vec())])
    }

    #[test]
    fn a_repeated_head_is_left_out() {
        let (upper, lower) = (grid(&XS, &[740.0, 760.0, 780.0]), grid(&XS, &[60.0, 80.0, 100.0]));
        let all = broken(&upper, &lower, ["区分", "取組", "担当"], ["安定", "管路の更新", "工務課"]);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].rows, 3);
        assert_eq!(all[0].text(2, 1), "管路の更新");
        assert_eq!(all[0].at(2, 1).and_then(|c| c.place.page), Some(2));
    }

    #[test]
    fn rows_go_on_without_head() {
        let (upper, lower) = (grid(&XS, &[740.0, 760.0, 780.0]), grid(&XS, &[60.0, 80.0, 100.0]));
        let all = broken(&upper, &lower, ["安定", "管路の更新", "工務課"], ["持続", "料金の見直し", "総務課"]);
        assert_eq!((all.len(), all[0].rows), (1, 4));
    }

    #[test]
    fn a_merged_cell_cut_by_the_break_is_joined() {
        // The first column has no line at the foot of the upper part.
        let mut upper = grid(&XS, &[740.0, 760.0]);
        upper.push(line(150.0, 780.0, 350.0, 780.0));
        upper.extend(XS.iter().map(|&x| line(x, 740.0, x, 780.0)));
        let lower = grid(&XS, &[60.0, 80.0, 100.0]);
        let all = broken(&upper, &lower, ["区分", "取組", "担当"], ["", "水質の監視", "水質課"]);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].at(2, 0).map(|c| (c.row, c.row_span, c.text.as_str())), Some((1, 2, "安心")));
    }

    #[test]
    fn the_parts_of_a_cell_cut_by_the_break_keep_their_places() {
        // The first column has no line at the foot of the upper part.
        let mut upper = grid(&XS, &[740.0, 760.0]);
        upper.push(line(150.0, 780.0, 350.0, 780.0));
        upper.extend(XS.iter().map(|&x| line(x, 740.0, x, 780.0)));
        let lower = grid(&XS, &[60.0, 80.0, 100.0]);
        let all = broken(&upper, &lower, ["区分", "取組", "担当"], ["と安全", "水質の監視", "水質課"]);
        let parts: Vec<(Option<usize>, &str)> =
            all[0].split.iter().flat_map(|cell| &cell.parts).map(|(place, text)| (place.page, text.as_str())).collect();
        assert_eq!(all[0].text(2, 0), "安心\nと安全");
        assert_eq!(parts, [(Some(1), "安心"), (Some(2), "と安全")]);
    }

    #[test]
    fn a_sheet_with_the_labels_of_another_goes_on_nothing() {
        // A sheet and its schedule on the first page, the next sheet at the top of the second.
        let mut first = words(&[(500.0, ["番号", "1-1", "新規"]), (520.0, ["担当", "水質課", ""])]);
        first.extend(words(&[(740.0, ["工程", "R7", "R8"]), (760.0, ["", "調査", "工事"])]));
        let next = words(&[(60.0, ["番号", "1-2", "継続"]), (80.0, ["担当", "工務課", ""])]);
        let mut upper = grid(&XS, &[500.0, 520.0, 540.0]);
        upper.extend(grid(&XS, &[740.0, 760.0, 780.0]));
        let all = tables(&[page(1, first, upper), page(2, next, grid(&XS, &[60.0, 80.0, 100.0]))]);
        assert_eq!(all.iter().map(|t| t.text(0, 0)).collect::<Vec<_>>(), ["番号", "工程", "番号"]);
    }

    #[test]
    fn other_columns_are_another_table() {
        let upper = grid(&XS, &[740.0, 760.0, 780.0]);
        let lower = grid(&[50.0, 120.0, 250.0, 350.0], &[60.0, 80.0, 100.0]);
        assert_eq!(broken(&upper, &lower, ["区分", "取組", "担当"], ["安定", "管路", "工務課"]).len(), 2);
    }

    #[test]
    fn a_heading_parts_tables() {
        let first = words(&[(740.0, ["区分", "取組", "担当"]), (760.0, ["安心", "水源の保全", "水質課"])]);
        let mut next = words(&[(90.0, ["区分", "取組", "担当"]), (110.0, ["安定", "管路", "工務課"])]);
        next.extend(glyphs("第２章　施策", 50.0, 60.0, 16.0));
        let (upper, lower) = (grid(&XS, &[740.0, 760.0, 780.0]), grid(&XS, &[90.0, 110.0, 130.0]));
        assert_eq!(tables(&[page(1, first, upper), page(2, next, lower)]).len(), 2);
    }
}
