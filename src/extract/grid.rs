//! A table by what its columns mean: title rows, header rows, columns with roles and years, body rows.
//!
//! A grid place is read through its covering cell, so that a merged cell speaks for all its places. Where spans were lost (text sources),
//! an empty place of a row head takes the words above it; that is a guess and is marked so in the records.

use crate::language::normalise;
use crate::model::{Cell, Evidence, Place, Table};

/// A table with its words normalised once.
#[derive(Debug)]
pub struct Grid<'a> {
    /// The table as laid out.
    pub table: &'a Table,
    words: Vec<Vec<usize>>,
    texts: Vec<String>,
}

/// Index that means "no cell here".
const NO_CELL: usize = usize::MAX;

impl<'a> Grid<'a> {
    /// Prepares a table.
    #[must_use]
    pub fn new(table: &'a Table) -> Self {
        let mut words = vec![vec![NO_CELL; table.cols]; table.rows];
        for (index, cell) in table.cells.iter().enumerate() {
            for row in words.iter_mut().skip(cell.row).take(cell.row_span) {
                for place in row.iter_mut().skip(cell.col).take(cell.col_span) {
                    *place = index;
                }
            }
        }
        let texts = table.cells.iter().map(|cell| normalise(&cell.text)).collect();
        Self { table, words, texts }
    }

    /// Number of grid rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.table.rows
    }

    /// Number of grid columns.
    #[must_use]
    pub fn cols(&self) -> usize {
        self.table.cols
    }

    /// The cell that covers the place.
    #[must_use]
    pub fn cell(&self, row: usize, col: usize) -> Option<&'a Cell> {
        let index = *self.words.get(row)?.get(col)?;
        self.table.cells.get(index)
    }

    /// The normalised words of the covering cell, "" where there is none.
    #[must_use]
    pub fn text(&self, row: usize, col: usize) -> &str {
        let index = self.words.get(row).and_then(|r| r.get(col)).copied().unwrap_or(NO_CELL);
        self.texts.get(index).map_or("", String::as_str)
    }

    /// Whether a cell begins at this place (and does not merely reach over it).
    #[must_use]
    pub fn begins(&self, row: usize, col: usize) -> bool {
        self.cell(row, col).is_some_and(|c| c.row == row && c.col == col)
    }

    /// Whether a cell begins in this row at this column or reaches in from the left, but not from above.
    #[must_use]
    pub fn begins_in_row(&self, row: usize, col: usize) -> bool {
        self.cell(row, col).is_some_and(|c| c.row == row)
    }

    /// The words that hold for the place: its own, or where spans were lost and the place is empty, the nearest ones above within `from..`.
    #[must_use]
    pub fn inherited(&self, row: usize, col: usize, from: usize) -> &str {
        self.text(self.source_row(row, col, from), col)
    }

    /// The row whose words hold for the place: see [`Grid::inherited`].
    #[must_use]
    pub fn source_row(&self, row: usize, col: usize, from: usize) -> usize {
        if !self.text(row, col).is_empty() || !self.table.spans_lost {
            return row;
        }
        (from..row).rev().find(|&r| !self.text(r, col).is_empty()).unwrap_or(row)
    }

    /// The distinct cells of a row that have words, as (column, words).
    #[must_use]
    pub fn row_words(&self, row: usize) -> Vec<(usize, &str)> {
        let mut found: Vec<(usize, &str)> = Vec::new();
        let mut last = NO_CELL;
        for col in 0..self.cols() {
            let index = self.words[row][col];
            if index != last && !self.text(row, col).is_empty() {
                found.push((col, self.text(row, col)));
            }
            last = index;
        }
        found
    }

    /// Evidence for the cell that covers a place, with its words as printed.
    #[must_use]
    pub fn evidence(&self, row: usize, col: usize) -> Evidence {
        self.cell(row, col).map_or_else(Evidence::default, |c| Evidence::new(c.place, c.text.clone()))
    }

    /// The place of a row: of its first cell that begins there.
    #[must_use]
    pub fn row_place(&self, row: usize) -> Place {
        (0..self.cols()).filter_map(|col| self.cell(row, col)).find(|c| c.row == row).map_or_else(Place::default, |c| c.place)
    }
}
