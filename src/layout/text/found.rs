//! A table found among the lines of a text, whatever parts its cells.

use std::collections::BTreeMap;

use super::{MAX_COLUMNS, MAX_PLACES, UNIT};
use crate::model::{Cell, Place, Table};

/// A row: the line that it begins on (from 0) and its cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// Lines that are a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The line behind the last one, from 0.
    pub(super) end: usize,
    pub(super) rows: Vec<Row>,
    /// How sure it is that these are the cells, 0..1.
    pub(super) confidence: f32,
}

/// Tables by their first line.
pub(super) type Tables = BTreeMap<usize, Found>;

impl Found {
    /// Takes away a first row that has nothing but the unit of all figures, at the right as the page had it over the table.
    pub(super) fn take_unit(&mut self) -> Option<String> {
        let mut words = self.rows.first().filter(|_| self.rows.len() > 1)?.cells.iter().filter(|cell| !cell.is_empty());
        let unit = words.next().filter(|cell| UNIT.is_match(cell))?.clone();
        words.next().is_none().then(|| {
            self.rows.remove(0);
            unit
        })
    }

    /// The widest row.
    pub(super) fn cols(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).min(MAX_COLUMNS)
    }

    /// Tables of at most [`MAX_PLACES`] places each, each with the line it begins on.
    pub(super) fn tables(&self, caption: &str, unit: &str) -> Vec<(usize, Table)> {
        let cols = self.cols().max(1);
        let most = (MAX_PLACES / cols).max(1);
        self.rows.chunks(most).map(|rows| (rows[0].line, self.table(rows, cols, caption, unit))).collect()
    }

    fn table(&self, rows: &[Row], cols: usize, caption: &str, unit: &str) -> Table {
        let cell = |row: usize, col: usize| {
            let text = rows[row].cells.get(col).cloned().unwrap_or_default();
            Cell { row, col, row_span: 1, col_span: 1, text, place: Place::on_line(rows[row].line + 1), fill: None }
        };
        let cells = (0..rows.len()).flat_map(|row| (0..cols).map(move |col| (row, col))).map(|(row, col)| cell(row, col)).collect();
        Table {
            rows: rows.len(),
            cols,
            cells,
            caption: caption.to_owned(),
            unit: unit.to_owned(),
            spans_lost: true,
            confidence: self.confidence,
            ..Table::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&[&str]]) -> Found {
        let cells = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        let rows = rows.iter().enumerate().map(|(line, row)| Row { line, cells: cells(row) }).collect();
        Found { end: 3, rows, confidence: 0.9 }
    }

    #[test]
    fn a_row_of_the_unit_alone_is_no_row() {
        let mut table = found(&[&["", "", "（単位：千円）"], &["区分", "R5", "R6"]]);
        assert_eq!(table.take_unit().as_deref(), Some("（単位：千円）"));
        assert_eq!((table.rows.len(), table.rows[0].line), (1, 1));
        assert_eq!(found(&[&["区分", "", "（単位：千円）"], &["", "R5", "R6"]]).take_unit(), None);
        assert_eq!(found(&[&["（単位：千円）"]]).take_unit(), None);
    }
}
