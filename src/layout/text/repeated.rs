//! Tables that were printed in parts, the head again over each: one table.

use super::{MAX_PLACES, UNIT};
use crate::model::{Block, BlockKind, Cell, Table};

/// Most rows of a head.
const HEAD_ROWS: usize = 4;

/// Puts the parts of tables together where nothing but the end of a page, their unit or their caption stands between.
pub(super) fn join(blocks: &mut Vec<Block>) {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut last: Option<usize> = None;
    for block in std::mem::take(blocks) {
        let BlockKind::Table(part) = block.kind else {
            joined.push(block);
            continue;
        };
        let above = last.filter(|&at| joined[at + 1..].iter().all(|between| may_part(between, &part)));
        if let Some((table, head)) = above.and_then(|at| joined.get_mut(at)).and_then(|above| {
            let BlockKind::Table(table) = &mut above.kind else { return None };
            same_head(table, &part).map(|head| (table, head))
        }) {
            append(table, part, head);
        } else {
            last = Some(joined.len());
            joined.push(Block { place: block.place, kind: BlockKind::Table(part) });
        }
    }
    *blocks = joined;
}

/// Whether a block may stand between the parts of a table.
fn may_part(between: &Block, part: &Table) -> bool {
    match &between.kind {
        BlockKind::Furniture { .. } | BlockKind::PageBreak => true,
        BlockKind::Paragraph { text } => UNIT.is_match(text) && *text == part.unit,
        _ => between.text().trim_end_matches([')', '）']).ends_with(['き', '続']) && between.text() == part.caption,
    }
}

/// How many rows of a part are the head of the table again; `None` where it is no part of it.
fn same_head(table: &Table, part: &Table) -> Option<usize> {
    let row = |table: &Table, row: usize| -> Vec<(usize, usize, usize, String)> {
        let cells = table.cells.iter().skip_while(|cell| cell.row < row).take_while(|cell| cell.row == row);
        cells.map(|cell| (cell.col, cell.row_span, cell.col_span, cell.text.split_whitespace().collect())).collect()
    };
    let rows = HEAD_ROWS.min(table.rows).min(part.rows);
    let head = (0..rows).take_while(|&n| row(table, n) == row(part, n)).count();
    let words = row(part, 0).iter().filter(|(.., text)| !text.is_empty()).count();
    // A cell of the head never reaches below it.
    let whole = part.cells.iter().all(|cell| cell.row >= head || cell.row + cell.row_span <= head);
    let room = (table.rows + part.rows) * table.cols <= MAX_PLACES;
    (table.cols == part.cols && head > 0 && head < part.rows && words >= 2 && whole && room).then_some(head)
}

/// The rows of a part below those of the table, without its head.
fn append(table: &mut Table, part: Table, head: usize) {
    let first = table.rows;
    table.rows += part.rows - head;
    table.spans_lost &= part.spans_lost;
    table.confidence = table.confidence.min(part.confidence);
    table.cells.extend(part.cells.into_iter().filter(|cell| cell.row >= head).map(|cell| Cell { row: cell.row - head + first, ..cell }));
}

#[cfg(test)]
mod tests {
    use super::super::blocks;
    use crate::model::{BlockKind, Table};

    fn tables(text: &str) -> Vec<Table> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        blocks(&lines).into_iter().filter_map(|block| if let BlockKind::Table(table) = block.kind { Some(table) } else { None }).collect()
    }

    #[test]
    fn the_head_again_behind_the_end_of_a_page() {
        let head = "区分\t決算\t\n\tR5\tR6\n";
        let found = tables(&format!("{head}収益\t1\t2\n費用\t3\t4\n\n- 3 -\n\n{head}収入\t5\t6\n"));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rows, found[0].text(4, 0), found[0].text(4, 2)), (5, "収入", "6"));
        assert_eq!(found[0].at(4, 0).unwrap().place.line, Some(10));
        let marked = "<table><tr><td>区分</td><td>R5</td></tr><tr><td>収益</td><td>1</td></tr></table>";
        assert_eq!(tables(&format!("{marked}\n\n{}", marked.replace("収益", "費用")))[0].rows, 3);
    }

    #[test]
    fn words_between_or_another_head_part_tables() {
        let head = "取組\t担当課\n";
        assert_eq!(tables(&format!("{head}更新\t工務課\n\n【水質】\n\n{head}監視\t浄水課\n")).len(), 2);
        assert_eq!(tables(&format!("{head}更新\t工務課\n\n取組\t所管課\n監視\t浄水課\n")).len(), 2);
    }
}
