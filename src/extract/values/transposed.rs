//! Years as rows, indicators as columns.

use super::name::{split, unit_of_cell};
use super::new_value;
use super::roles::{Figures, default_role, noted_role};
use super::table::{are_ratings, words_over};
use crate::extract::around::Around;
use crate::extract::grid::Grid;
use crate::extract::headers::Section;
use crate::language::{YearSpan, parse_cell, parse_year_header};
use crate::model::{Body, Record, Role};
use crate::rules::{RowHead, Rules};

/// At least this many rows must be years.
const YEAR_ROWS: usize = 2;

/// The values of a section whose first column names years.
pub(super) fn values(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> Vec<Record> {
    let Some((year_col, years)) = year_rows(grid, section, around) else { return Vec::new() };
    // Names that no rule knows make no header row: then the row above the years is one.
    let unread_header = section.body.first().copied().filter(|row| section.header.is_empty() && years.iter().all(|(r, _)| r > row));
    if section.header.is_empty() && unread_header.is_none() {
        return Vec::new();
    }
    let heads: Vec<&str> =
        (0..grid.cols()).filter(|&c| c != year_col).map(|c| section.columns[c].label()).filter(|l| !l.is_empty()).collect();
    if are_ratings(&heads, rules) {
        return Vec::new();
    }
    let over = words_over(grid, section, around);
    let over: Vec<&str> = over.iter().map(String::as_str).collect();
    let mut records = Vec::new();
    for col in (0..grid.cols()).filter(|&c| c != year_col) {
        let mut words = section.columns[col].words.clone();
        words.extend(unread_header.map(|row| grid.text(row, col).to_owned()));
        let Some(name) = words.iter().rev().find(|w| !w.is_empty() && super::name::whole_unit(w, rules).is_none()) else { continue };
        let mut name = split(name, rules);
        let unit = words.iter().find_map(|w| super::name::whole_unit(w, rules));
        name.unit = name.unit.or(unit).or_else(|| unit_of_cell(&rules.units.of_line(&grid.table.unit).unwrap_or_default(), rules));
        for (row, year) in &years {
            let text = grid.text(*row, col);
            let Some(quantity) = parse_cell(text).filter(|_| grid.begins(*row, col)) else { continue };
            let single = year.single();
            let beside = (0..grid.cols()).filter(|&c| c != year_col && c != col).find_map(|c| row_role(rules, grid.text(*row, c)));
            let (role, sure) = match beside.or(year.role).or_else(|| noted_role(single, &around.notes)) {
                Some(role) => (role, 0.9),
                None => default_role(single, Figures::Values, &over, rules, around),
            };
            let mut value = new_value(&name.name, role, text);
            value.unit = name.unit.clone().or_else(|| quantity.printed_unit());
            value.year = single;
            value.phase = Some(year.label.clone()).filter(|l| !l.is_empty());
            value.value = Some(quantity.value);
            value.comparator = Some(quantity.comparator.sign().to_owned());
            value.path.clone_from(&around.path);
            let record = Record::new(&around.document, Body::Value(value), sure.min(0.88), grid.evidence(*row, col));
            records.push(record.because("years_as_rows"));
        }
    }
    records
}

/// 目標, 実績 in a column beside the years.
fn row_role(rules: &Rules, text: &str) -> Option<Role> {
    match rules.row_head(text)? {
        RowHead::Plan => Some(Role::Target),
        RowHead::Actual => Some(Role::Actual),
        RowHead::Forecast => Some(Role::Forecast),
        _ => None,
    }
}

/// The first column whose cells are years, with its rows.
fn year_rows(grid: &Grid, section: &Section, around: &Around) -> Option<(usize, Vec<(usize, YearSpan)>)> {
    (0..grid.cols().min(2)).find_map(|col| {
        let rows: Vec<(usize, YearSpan)> = section
            .body
            .iter()
            .filter_map(|&row| parse_year_header(grid.text(row, col), Some(around.years)).filter(YearSpan::is_year).map(|year| (row, year)))
            .collect();
        (rows.len() >= YEAR_ROWS && rows.len() * 2 > section.body.len()).then_some((col, rows))
    })
}
