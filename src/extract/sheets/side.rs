//! What stands at the right of a sheet: a cell beside all its rows (the rating under its label), and what its head says behind the name.

use super::turn::{Pair, known, labelled};
use crate::model::{Block, BlockKind, Cell, Table};
use crate::rules::Rules;

/// The table without the cell that stands beside all its rows, and what that cell says: 評価 over A, with or without a head row above. The
/// cells beside it reach to the edge in its place.
pub(super) fn split(table: &Table, rules: &Rules) -> Option<(Table, Vec<Pair>)> {
    let beside = |c: &&Cell| c.col > 1 && c.col + c.col_span == table.cols && c.row <= 1 && c.row_span > 1;
    let side = table.cells.iter().filter(beside).find(|c| c.row + c.row_span == table.rows)?;
    let pair = stacked(side, rules)?;
    let mut rows = table.clone();
    rows.cells.retain(|c| (c.row, c.col) != (side.row, side.col));
    for cell in rows.cells.iter_mut().filter(|c| c.row >= side.row && c.col + c.col_span == side.col) {
        cell.col_span += side.col_span;
    }
    Some((rows, vec![pair]))
}

/// A label over what it says, in one cell.
fn stacked(cell: &Cell, rules: &Rules) -> Option<Pair> {
    let (label, value) = cell.text.split_once('\n')?;
    let label: String = label.split_whitespace().collect();
    let with = |text: &str| Cell { text: text.to_owned(), ..cell.clone() };
    (known(&label, rules) && !value.trim().is_empty()).then(|| (with(&label), with(value)))
}

/// A small table of labels and values drawn inside a cell of the sheet, right behind it: its block and its pairs. The unit that stands beside
/// it goes to the labels: 予算額(千円).
pub(super) fn table_inside(blocks: &[Block], index: usize, rules: &Rules) -> Option<(usize, Vec<Pair>)> {
    let (sheet, next) = (blocks.get(index)?, blocks.get(index + 1)?);
    let BlockKind::Table(inner) = &next.kind else { return None };
    let (whole, own) = (sheet.place.bbox?, next.place.bbox?);
    let within = sheet.place.page == next.place.page && whole.contains(own.center()) && own.area() < 0.5 * whole.area();
    if !within || inner.cols != 2 || inner.cells.len() != 2 * inner.rows {
        return None;
    }
    let label = |cell: &Cell| Cell { text: format!("{}{}", cell.text, inner.unit), ..cell.clone() };
    let mut pairs = Vec::new();
    for row in inner.cells.chunks(2) {
        let [name, value] = row else { return None };
        if name.row != value.row || !known(&name.text, rules) || known(&value.text, rules) {
            return None;
        }
        pairs.push((label(name), value.clone()));
    }
    Some((index + 1, pairs))
}

/// 導水管の耐震化　所管：工務課 in the last cell of a head: the name and what is said behind it are cells of their own.
pub(super) fn parted_head(cells: &[&Cell], rules: &Rules) -> Option<Vec<Cell>> {
    let (last, front) = cells.split_last()?;
    let (at, _) = last.text.char_indices().rev().find(|(at, c)| c.is_whitespace() && labelled(&after(last, *at), rules).is_some())?;
    let name = last.text[..at].trim_end();
    let plain = !name.is_empty() && !name.contains([':', '：', '\n']);
    plain.then(|| {
        let name = Cell { text: name.to_owned(), ..(*last).clone() };
        front.iter().map(|cell| (*cell).clone()).chain([name, after(last, at)]).collect()
    })
}

/// The cell with the words behind a place alone.
fn after(cell: &Cell, at: usize) -> Cell {
    Cell { text: cell.text[at..].trim_start().to_owned(), ..cell.clone() }
}
