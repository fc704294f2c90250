//! Tables turned by a quarter: years as rows, measures or items of money as columns. Turned back, the same readers take them.

use crate::language::{YearContext, YearSpan, parse_cell, parse_year_header};
use crate::model::{Bar, Cell, Table};
use crate::rules::Rules;

use super::around::Around;
use super::grid::Grid;
use super::schedule::is_empty_cell;

/// So many rows must be headed by years.
const YEAR_ROWS: usize = 3;
/// A table of which at least this share of the filled cells are bare numbers is one of figures.
const FIGURES: f32 = 0.7;

/// The table with its columns as rows, where its rows are years and its columns measures or items of money; else `None`.
///
/// Figures of indicators have a reader of their own and stay as they are.
pub(super) fn turned(table: &Table, rules: &Rules, around: &Around) -> Option<Table> {
    if table.spans_lost || table.rows < YEAR_ROWS + 1 || table.cols < 3 {
        return None;
    }
    let grid = Grid::new(table);
    let first = first_year_row(&grid, around.years)?;
    if first == 0 {
        return None;
    }
    // The heads must be words, and no years.
    let heads: Vec<&str> = (1..table.cols).map(|col| grid.text(first - 1, col)).filter(|text| !text.is_empty()).collect();
    let words = heads.iter().filter(|text| parse_cell(text).is_none() && parse_year_header(text, Some(around.years)).is_none()).count();
    if words < 2 || words < heads.len() {
        return None;
    }
    let figures = share_of_figures(&grid, first);
    let money = rules.units.of_line(&table.unit).is_some_and(|unit| rules.units.yen(&unit).is_some());
    let known = heads.iter().any(|text| rules.column_roles(text).first().is_some_and(|(_, score)| *score >= 0.9));
    let scheduled = figures < FIGURES && !known;
    ((figures >= FIGURES && money) || scheduled).then(|| transposed(table, first))
}

/// A grid with its years as columns, where they head its rows; a cell before them over all rows is the grid's head and left out.
pub(super) fn years_across(table: &Table, years: YearContext) -> Option<Table> {
    let head = table.cells.iter().find(|c| c.row == 0 && c.col == 0).filter(|c| c.row_span == table.rows && c.col_span < table.cols);
    let cut = head.map_or(0, |c| c.col_span);
    let mut own = Table { cols: table.cols - cut, ..table.clone() };
    own.cells.retain(|cell| cell.col >= cut);
    own.cells.iter_mut().for_each(|cell| cell.col -= cut);
    own.bars.clear();
    let first = first_year_row(&Grid::new(&own), years).filter(|first| *first > 0 && table.bars.is_empty())?;
    (own.cols >= 3).then(|| transposed(&own, first))
}

/// The first of the rows that years head, where they are most of the table.
fn first_year_row(grid: &Grid, years: YearContext) -> Option<usize> {
    let dated: Vec<usize> = (0..grid.rows())
        .filter(|&row| {
            grid.begins_in_row(row, 0) && parse_year_header(grid.text(row, 0), Some(years)).is_some_and(|year| YearSpan::is_year(&year))
        })
        .collect();
    let first = *dated.first()?;
    (dated.len() >= YEAR_ROWS && dated.len() * 4 >= (grid.rows() - first) * 3).then_some(first)
}

#[allow(clippy::cast_precision_loss)] // a few cells
fn share_of_figures(grid: &Grid, first: usize) -> f32 {
    let (mut figures, mut filled) = (0, 0);
    for row in first..grid.rows() {
        for col in 1..grid.cols() {
            let text = grid.text(row, col);
            if grid.begins(row, col) && !text.is_empty() && !is_empty_cell(text) {
                filled += 1;
                figures += usize::from(text.chars().all(|c| c.is_ascii_digit() || ",.△▲-".contains(c)));
            }
        }
    }
    if filled == 0 { 0.0 } else { figures as f32 / filled as f32 }
}

/// Rows as columns. What stood over the years (年度) does not head the names: a dash stands there, so that their cells are asked.
fn transposed(table: &Table, first: usize) -> Table {
    let turn = |cell: &Cell| Cell {
        row: cell.col,
        col: cell.row,
        row_span: cell.col_span,
        col_span: cell.row_span,
        text: if cell.col == 0 && cell.row < first { "―".to_owned() } else { cell.text.clone() },
        fill: (cell.col == 0).then_some(0),
        ..cell.clone()
    };
    let mut cells: Vec<Cell> = table.cells.iter().map(turn).collect();
    cells.sort_by_key(|cell| (cell.row, cell.col));
    let bars = table.bars.iter().map(|bar| Bar { rows: bar.cols, cols: bar.rows, ..bar.clone() }).collect();
    Table { rows: table.cols, cols: table.rows, cells, bars, ..table.clone() }
}
