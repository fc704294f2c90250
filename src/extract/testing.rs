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

/// A table as drawn: cells of a row parted by `|`, `<` goes on to the left, `^` goes on upwards.
pub(super) fn drawn(rows: &[&str]) -> Table {
    let places: Vec<Vec<&str>> = rows.iter().map(|row| row.split('|').collect()).collect();
    let mut table = Table { rows: rows.len(), cols: places[0].len(), confidence: 1.0, ..Table::default() };
    for (row, line) in places.iter().enumerate() {
        for (col, text) in line.iter().enumerate().filter(|(_, text)| !matches!(**text, "<" | "^")) {
            let row_span = 1 + places[row + 1..].iter().take_while(|below| below[col] == "^").count();
            let col_span = 1 + line[col + 1..].iter().take_while(|right| **right == "<").count();
            table.cells.push(Cell { row, col, row_span, col_span, text: (*text).to_owned(), place: Place::on_line(row + 1), fill: None });
        }
    }
    table
}
