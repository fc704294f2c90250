//! Columns that arithmetic tells: what was planned, what came of it, and the one as a share of the other.

use crate::language::parse_cell;
use crate::rules::{ColumnRole, Rules};

use super::grid::Grid;
use super::headers::Column;
use super::roles::{BY_CELLS, WEAK};

/// What was planned, what came of it, and the one as a share of the other: three columns whose figures fit, whatever is printed over them.
pub(super) fn attained(grid: &Grid, body: &[usize], columns: &mut [Column], rules: &Rules) {
    let unsaid = |c: &Column| c.role.is_none() || c.role == Some(ColumnRole::Code) || c.score < WEAK || c.by_cells;
    let fits = |col: usize| {
        let figure = |row: usize, col: usize| parse_cell(grid.text(row, col)).map(|q| q.value).filter(|_| grid.begins(row, col));
        let rows: Vec<[f64; 3]> = body
            .iter()
            .filter_map(|&row| Some([figure(row, col)?, figure(row, col + 1)?, figure(row, col + 2)?]))
            .filter(|[planned, ..]| *planned > 0.0)
            .collect();
        let right = rows.iter().filter(|[planned, done, rate]| (done / planned * 100.0 - rate).abs() <= 0.6).count();
        rows.len() >= 2 && right * 5 >= rows.len() * 4
    };
    let open = |col: usize| columns[col..col + 3].iter().any(unsaid);
    let Some(first) = (1..columns.len().saturating_sub(2)).find(|&col| open(col) && fits(col)) else { return };
    let money = super::amounts::names_money(grid.table, columns.iter().flat_map(|c| c.words.iter().map(String::as_str)), rules);
    let roles = if money {
        [ColumnRole::Budget, ColumnRole::Settlement, ColumnRole::Rate]
    } else {
        [ColumnRole::Target, ColumnRole::Actual, ColumnRole::Rate]
    };
    for (column, role) in columns[first..].iter_mut().zip(roles) {
        if unsaid(column) {
            (column.role, column.score, column.by_cells, column.margin) = (Some(role), BY_CELLS, true, 0.9);
        }
    }
}
