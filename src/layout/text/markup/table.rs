//! The grid of an HTML table: cells take the next free place of their row and keep their spans (HTML standard, chapter 4.9.12).

use crate::layout::text::{MAX_COLUMNS, MAX_PLACES};
use crate::model::{Cell, Place, Table};

/// How sure it is that these are the cells: a converter drew them.
const CONFIDENCE: f32 = 0.9;

/// A table of HTML.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::layout::text) struct Marked {
    /// The grid; places are lines of the text, from 1.
    pub(in crate::layout::text) table: Table,
    /// So many rows at the top have nothing but cells of a head.
    pub(in crate::layout::text) head: usize,
}

/// A table while its tags are read.
#[derive(Debug, Default)]
pub(super) struct Builder {
    cells: Vec<Cell>,
    /// Whether the cell at the end of `cells` is still read.
    open: bool,
    /// The line that each row begins on, and whether it has a cell that is no head.
    rows: Vec<(usize, bool)>,
    in_row: bool,
    col: usize,
    /// The row from which each column is free again.
    busy: Vec<usize>,
    /// The first cell of the section that is read.
    section: usize,
    pub(super) caption: String,
    pub(super) in_caption: bool,
    /// Rows or cells beyond the limits were left out.
    pub(super) cut: bool,
}

impl Builder {
    pub(super) fn row(&mut self, line: usize) {
        self.end_row();
        if self.rows.len() >= MAX_PLACES {
            self.cut = true;
            return;
        }
        self.rows.push((line, false));
        (self.in_row, self.col) = (true, 0);
    }

    pub(super) fn end_row(&mut self) {
        self.end_cell();
        self.in_row = false;
    }

    pub(super) fn cell(&mut self, line: usize, (row_span, col_span): (usize, usize), head: bool) {
        self.end_cell();
        if !self.in_row {
            self.row(line);
        }
        let Some(row) = self.rows.len().checked_sub(1).filter(|_| self.in_row) else { return };
        self.rows[row].1 |= !head;
        while self.busy.get(self.col).is_some_and(|free| *free > row) {
            self.col += 1;
        }
        if self.col >= MAX_COLUMNS {
            self.cut = true;
            return;
        }
        // Only as far as the columns are free, so that no place has two cells.
        let free = |col: &usize| self.busy.get(*col).is_none_or(|free| *free <= row);
        let col_span = (self.col..MAX_COLUMNS.min(self.col + col_span)).take_while(free).count();
        if self.busy.len() < self.col + col_span {
            self.busy.resize(self.col + col_span, 0);
        }
        self.busy[self.col..self.col + col_span].fill(row + row_span);
        self.cells.push(Cell { row, col: self.col, row_span, col_span, text: String::new(), place: Place::on_line(line), fill: None });
        self.col += col_span;
        self.open = true;
    }

    /// The words of the open cell, `None` between cells.
    pub(super) fn words(&mut self) -> Option<&mut String> {
        if self.in_caption {
            return Some(&mut self.caption);
        }
        self.cells.last_mut().filter(|_| self.open).map(|cell| &mut cell.text)
    }

    pub(super) fn end_cell(&mut self) {
        self.in_caption = false;
        if let Some(cell) = self.cells.last_mut().filter(|_| self.open) {
            let lines = cell.text.lines().map(str::trim).filter(|line| !line.is_empty());
            cell.text = lines.collect::<Vec<_>>().join("\n");
        }
        self.open = false;
    }

    /// No span reaches out of its section.
    pub(super) fn end_section(&mut self) {
        self.end_row();
        let rows = self.rows.len();
        for cell in &mut self.cells[self.section..] {
            cell.row_span = cell.row_span.min(rows - cell.row);
        }
        self.busy.fill(0);
        self.section = self.cells.len();
    }

    /// The table, `None` where there is no cell.
    pub(super) fn finish(mut self) -> Option<Marked> {
        self.end_section();
        // Columns in which no cell begins come from spans that are too wide.
        let cols = self.cells.iter().map(|cell| cell.col + 1).max()?;
        let rows = self.rows.len().min(MAX_PLACES / cols);
        self.cells.retain(|cell| cell.row < rows);
        let mut taken = vec![false; rows * cols];
        for cell in &mut self.cells {
            cell.row_span = cell.row_span.min(rows - cell.row);
            cell.col_span = cell.col_span.min(cols - cell.col);
            for row in cell.row..cell.row + cell.row_span {
                taken[row * cols + cell.col..][..cell.col_span].fill(true);
            }
        }
        let empty = |place: usize| Cell {
            row: place / cols,
            col: place % cols,
            row_span: 1,
            col_span: 1,
            text: String::new(),
            place: Place::on_line(self.rows[place / cols].0),
            fill: None,
        };
        self.cells.extend(taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(place, _)| empty(place)));
        self.cells.sort_by_key(|cell| (cell.row, cell.col));
        let head = self.rows.iter().take_while(|(_, body)| !body).count();
        let caption = self.caption.split_whitespace().collect::<Vec<_>>().join(" ");
        let table = Table { rows, cols, cells: self.cells, caption, spans_lost: false, confidence: CONFIDENCE, ..Table::default() };
        Some(Marked { table, head })
    }
}

impl Marked {
    /// Whether `next` goes on with this table behind the end of a page: as wide, without a head of its own, and there is room for it.
    pub(in crate::layout::text) fn goes_on(&self, next: &Marked) -> bool {
        let room = (self.table.rows + next.table.rows) * self.table.cols <= MAX_PLACES;
        self.table.cols == next.table.cols && self.head > 0 && next.head == 0 && room
    }

    /// Takes over the rows of a table that goes on with this one.
    pub(in crate::layout::text) fn join(&mut self, next: Marked) {
        let above = self.table.rows;
        self.table.rows += next.table.rows;
        self.table.cells.extend(next.table.cells.into_iter().map(|cell| Cell { row: cell.row + above, ..cell }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of (row span, column span, words).
    fn built(rows: &[&[(usize, usize, &str)]]) -> Marked {
        let mut builder = Builder::default();
        for (line, row) in rows.iter().enumerate() {
            builder.row(line + 1);
            for (row_span, col_span, words) in *row {
                builder.cell(line + 1, (*row_span, *col_span), false);
                builder.words().unwrap().push_str(words);
            }
        }
        builder.finish().unwrap()
    }

    fn places(table: &Table) -> Vec<(usize, usize, usize, usize, &str)> {
        table.cells.iter().map(|c| (c.row, c.col, c.row_span, c.col_span, c.text.as_str())).collect()
    }

    #[test]
    fn cells_take_the_next_free_place() {
        let table = built(&[&[(2, 1, "収入"), (1, 2, "料金")], &[(1, 1, "1"), (1, 1, "2")]]).table;
        assert_eq!(places(&table), [(0, 0, 2, 1, "収入"), (0, 1, 1, 2, "料金"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2")]);
    }

    #[test]
    fn spans_end_with_the_table_and_gaps_are_cells() {
        let table = built(&[&[(9, 9, "見出し")], &[(1, 1, "外")]]).table;
        assert_eq!((table.rows, table.cols), (2, 10));
        let table = built(&[&[(1, 1, "a"), (1, 1, "b")], &[(5, 1, "c")]]).table;
        assert_eq!(places(&table)[2..], [(1, 0, 1, 1, "c"), (1, 1, 1, 1, "")]);
        let table = built(&[&[(1, 1, "R6"), (1, 1, "R7")], &[(1, 500, "実施")]]).table;
        assert_eq!(places(&table)[2], (1, 0, 1, 2, "実施"));
    }

    #[test]
    fn more_than_any_plan_has_is_cut() {
        let mut builder = Builder::default();
        for line in 0..2_000 {
            builder.row(line + 1);
            for _ in 0..1_100 {
                builder.cell(line + 1, (1, 1), false);
            }
        }
        assert!(builder.cut);
        let table = builder.finish().unwrap().table;
        assert!(table.cols == MAX_COLUMNS && table.rows * table.cols <= MAX_PLACES);
    }

    proptest::proptest! {
        #[test]
        fn each_place_has_one_cell(rows in proptest::collection::vec(proptest::collection::vec((1_usize..5, 1_usize..5), 0..5), 1..6)) {
            let rows: Vec<Vec<(usize, usize, &str)>> = rows.into_iter().map(|row| row.into_iter().map(|(r, c)| (r, c, "")).collect()).collect();
            let refs: Vec<&[(usize, usize, &str)]> = rows.iter().map(Vec::as_slice).collect();
            if rows.iter().all(Vec::is_empty) {
                return Ok(());
            }
            let table = built(&refs).table;
            let mut times = vec![0; table.rows * table.cols];
            for c in &table.cells {
                for row in c.row..c.row + c.row_span {
                    for col in c.col..c.col + c.col_span {
                        times[row * table.cols + col] += 1;
                    }
                }
            }
            proptest::prop_assert!(times.iter().all(|n| *n == 1));
        }
    }
}
