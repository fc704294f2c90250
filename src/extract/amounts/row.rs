//! One row of money whose name and measure are known from elsewhere.

use super::table::{MoneyColumn, settled};
use crate::extract::around::Around;
use crate::extract::grid::Grid;
use crate::extract::headers::Section;
use crate::extract::values::{ValueColumn, value_columns, words_over};
use crate::language::parse_cell;
use crate::model::{Amount, Body, Record};
use crate::rules::{ColumnRole, Rules};

use super::unit::money_unit;

/// A row of money.
#[derive(Debug)]
pub(in crate::extract) struct MoneyRow {
    /// Grid row.
    pub(in crate::extract) row: usize,
    /// What the money is for.
    pub(in crate::extract) item: String,
    /// What that is a part of.
    pub(in crate::extract) path: Vec<String>,
    /// The measure that it is for.
    pub(in crate::extract) measure: Option<String>,
    /// The unit that the head of the row prints.
    pub(in crate::extract) unit: Option<String>,
}

/// The amounts of a row by year, and their sum behind the years. A sum over several rows counts once: `taken` holds the cells that did.
pub(in crate::extract) fn of_row(
    grid: &Grid,
    section: &Section,
    money: &MoneyRow,
    taken: &mut Vec<(usize, usize)>,
    rules: &Rules,
    around: &Around,
) -> Vec<Record> {
    let unit = money.unit.clone().or_else(|| money_unit(grid, section, rules, around));
    let mut records = Vec::new();
    for column in columns(grid, section, rules, around) {
        let Some(cell) = grid.cell(money.row, column.col).filter(|c| c.col == column.col) else { continue };
        let Some(quantity) = parse_cell(grid.text(money.row, column.col)) else { continue };
        let place = (cell.row, cell.col);
        if cell.row != money.row && !column.total || taken.contains(&place) {
            continue;
        }
        taken.push(place);
        let amount = Amount {
            item: money.item.clone(),
            path: money.path.clone(),
            measure: money.measure.clone(),
            year: column.year,
            year_to: column.year_to,
            value: quantity.value,
            unit: unit.clone().or(quantity.unit),
            role: column.role,
        };
        let record = Record::new(&around.document, Body::Amount(amount), column.sure, grid.evidence(money.row, column.col));
        records.push(record.because(if column.total { "money_total_column" } else { "money_row" }));
    }
    records
}

/// The columns of years, and those of sums behind them.
fn columns(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> Vec<MoneyColumn> {
    use ColumnRole::{Amount, Budget, Total};
    let last = section.year_columns().last().copied().unwrap_or(0);
    let mut figures: Vec<ValueColumn> = value_columns(grid, section);
    figures.retain(|f| f.span.is_some() || f.total);
    let sum = |col: &usize| {
        let column = &section.columns[*col];
        column.year.is_none() && matches!(column.role, Some(Amount | Budget | Total)) && !figures.iter().any(|f| f.col == *col)
    };
    let sums: Vec<usize> = (last + 1..section.columns.len()).filter(sum).collect();
    figures.extend(sums.into_iter().take(1).map(ValueColumn::sum));
    settled(&figures, &words_over(grid, section, around), rules, around)
}
