//! A table of a Word document: rows of cells that go on to the right (`gridSpan`) and below (`vMerge`).

use crate::model::{Cell, Place, Table};

/// Widest table in grid columns; Word itself allows 63.
const MAX_COLUMNS: usize = 256;
/// Most grid places of one table; rows beyond are left out.
const MAX_PLACES: usize = 500_000;

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    cells: Vec<DraftCell>,
    rows: usize,
    next_col: usize,
    /// Text of the open cell.
    text: String,
    open: DraftCell,
}

#[derive(Debug, Clone, Default)]
struct DraftCell {
    row: usize,
    col: usize,
    span: usize,
    goes_on: bool,
    fill: Option<u32>,
    text: String,
}

impl Draft {
    pub(super) fn start_row(&mut self) {
        self.rows += 1;
        self.next_col = 0;
    }

    /// Grid columns left out at the start of a row.
    pub(super) fn skip(&mut self, columns: usize) {
        self.next_col = (self.next_col + columns).min(MAX_COLUMNS);
    }

    pub(super) fn start_cell(&mut self) {
        self.text.clear();
        self.open = DraftCell { row: self.rows.saturating_sub(1), col: self.next_col, span: 1, ..DraftCell::default() };
    }

    pub(super) fn span(&mut self, columns: usize) {
        self.open.span = columns.clamp(1, MAX_COLUMNS);
    }

    /// The cell belongs to the one above.
    pub(super) fn goes_on(&mut self) {
        self.open.goes_on = true;
    }

    pub(super) fn fill(&mut self, color: Option<u32>) {
        self.open.fill = color;
    }

    /// Adds a paragraph to the open cell.
    pub(super) fn add(&mut self, paragraph: &str) {
        if !paragraph.is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(paragraph);
        }
    }

    pub(super) fn end_cell(&mut self) {
        let mut cell = std::mem::take(&mut self.open);
        cell.text = std::mem::take(&mut self.text);
        self.next_col = cell.col + cell.span.max(1);
        if self.next_col <= MAX_COLUMNS && self.rows > 0 {
            self.cells.push(cell);
        }
    }

    /// All words, for a table inside a cell.
    pub(super) fn words(&self) -> String {
        let texts: Vec<&str> = self.cells.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
        texts.join("\n")
    }

    /// The grid; every cell has the table's place.
    pub(super) fn finish(self, place: Place) -> Table {
        let cols = self.cells.iter().map(|cell| cell.col + cell.span).max().unwrap_or(0);
        let rows = self.rows.min(MAX_PLACES / cols.max(1));
        // Which cell covers each place; `None` where a row is shorter than others.
        let mut covering: Vec<Option<usize>> = vec![None; rows * cols];
        let mut cells: Vec<Cell> = Vec::new();
        for draft in self.cells.into_iter().filter(|cell| cell.row < rows) {
            let at = draft.row * cols + draft.col;
            let above = draft.row.checked_sub(1).and_then(|row| covering[row * cols + draft.col]);
            let joined = above.filter(|&n| draft.goes_on && cells[n].col == draft.col && cells[n].col_span == draft.span);
            let number = joined.unwrap_or(cells.len());
            covering[at..at + draft.span].fill(Some(number));
            if joined.is_some() {
                cells[number].row_span += 1;
            } else {
                cells.push(cell(draft, place));
            }
        }
        for (n, _) in covering.iter().enumerate().filter(|(_, covering)| covering.is_none()) {
            cells.push(cell(DraftCell { row: n / cols, col: n % cols, span: 1, ..DraftCell::default() }, place));
        }
        cells.sort_by_key(|cell| (cell.row, cell.col));
        Table { rows, cols, cells, confidence: 0.95, ..Table::default() }
    }
}

fn cell(draft: DraftCell, place: Place) -> Cell {
    Cell { row: draft.row, col: draft.col, row_span: 1, col_span: draft.span, text: draft.text, place, fill: draft.fill }
}
