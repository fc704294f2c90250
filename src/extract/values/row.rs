//! One row of figures whose name and measure are known from elsewhere.

use super::columns::value_columns;
use super::name::split;
use super::new_value;
use super::roles::{Figures, default_role, noted_role};
use super::table::words_over;
use crate::extract::around::Around;
use crate::extract::grid::Grid;
use crate::extract::headers::Section;
use crate::language::{YearSpan, is_no_value, parse_cell};
use crate::model::{Body, Record, Role};
use crate::rules::{RowHead, Rules};

/// A row of figures.
#[derive(Debug)]
pub(in crate::extract) struct FigureRow {
    /// Grid row.
    pub(in crate::extract) row: usize,
    /// The indicator as its head names it, with its unit where that stands there.
    pub(in crate::extract) name: String,
    /// Unit of a cell beside the head.
    pub(in crate::extract) unit: Option<String>,
    /// What the head says that the figures are.
    pub(in crate::extract) basis: Option<RowHead>,
}

/// The figures of a row by year. Beside the steps of a measure figures of years to come are aimed at.
pub(in crate::extract) fn of_row(grid: &Grid, section: &Section, figures: &FigureRow, rules: &Rules, around: &Around) -> Vec<Record> {
    let name = split(&figures.name, rules);
    let over = words_over(grid, section, around);
    let over: Vec<&str> = over.iter().map(String::as_str).collect();
    let mut records = Vec::new();
    for column in value_columns(grid, section).into_iter().filter(|c| !c.total && c.span.is_some() && grid.begins(figures.row, c.col)) {
        let text = grid.text(figures.row, column.col);
        let Some(quantity) = parse_cell(text).filter(|_| !is_no_value(text)) else { continue };
        let year = column.span.as_ref().and_then(YearSpan::single);
        let (role, sure) = match (figures.basis, column.role.filter(|_| !column.deduced)) {
            (Some(RowHead::Plan), _) => (Role::Target, 0.93),
            (Some(RowHead::Actual), _) => (Role::Actual, 0.93),
            (Some(RowHead::Forecast), _) => (Role::Forecast, 0.93),
            (_, Some(Role::Plan)) => (Role::Target, 0.93),
            (_, Some(role)) => (role, 0.93),
            _ => noted_role(year, &around.notes)
                .map_or_else(|| default_role(year, Figures::Values, &over, rules, around), |role| (role, 0.93)),
        };
        let mut value = new_value(&name.name, if role == Role::Forecast && figures.basis.is_none() { Role::Target } else { role }, text);
        value.code.clone_from(&name.code);
        value.unit = figures.unit.clone().or_else(|| name.unit.clone()).or_else(|| quantity.printed_unit());
        value.value = Some(quantity.value);
        value.comparator = Some(quantity.comparator.sign().to_owned());
        value.year = year;
        value.phase = column.span.as_ref().filter(|_| year.is_none()).map(|span| span.label.clone()).filter(|label| !label.is_empty());
        value.measure.clone_from(&around.measure);
        value.path.clone_from(&around.path);
        let record = Record::new(&around.document, Body::Value(value), sure, grid.evidence(figures.row, column.col));
        records.push(record.because("indicator_row_of_measure"));
    }
    records
}
