//! Tables for the tests of this room.

use crate::model::{Cell, Place, Table};

/// A table of these texts, one cell a place.
pub(super) fn table(rows: &[&[&str]]) -> Table {
    let mut table = Table { rows: rows.len(), cols: rows.iter().map(|r| r.len()).max().unwrap_or(0), ..Table::default() };
    for (row, cells) in rows.iter().enumerate() {
        for (col, text) in cells.iter().enumerate() {
            let place = Place::default();
            table.cells.push(Cell { row, col, row_span: 1, col_span: 1, text: (*text).to_owned(), place, fill: None });
        }
    }
    table
}
