//! The money of one measure and what it is made of, in a table of one row: 令和8年度予算案 | 国庫補助金 | 企業債 | 自己資金.

use super::unit::money_unit;
use crate::extract::around::Around;
use crate::extract::grid::Grid;
use crate::extract::headers::Section;
use crate::extract::values::{year_of, year_with_words};
use crate::language::{YearSpan, parse_cell};
use crate::model::{Amount, Body, Record, Role};
use crate::rules::{ColumnRole, Rules};

/// A sum of rounded figures may differ by so many units of the last place.
const ROUNDED: f64 = 1.5;

/// The figures of such a table: one column names a year, the others add up to it. Empty where they do not.
pub(in crate::extract) fn whole_and_parts(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> Vec<Record> {
    let (Some(measure), [row]) = (&around.measure, section.body.as_slice()) else { return Vec::new() };
    let Some(unit) = money_unit(grid, section, rules, around) else { return Vec::new() };
    let year = |col: usize| {
        let column = &section.columns[col];
        let said = year_of(column).or_else(|| column.words.iter().rev().find_map(|words| year_with_words(words)));
        said.filter(YearSpan::is_year).and_then(|span| span.single())
    };
    let figures: Vec<(usize, f64)> = (0..grid.cols())
        .filter(|&col| grid.begins(*row, col))
        .filter_map(|col| Some((col, parse_cell(grid.text(*row, col))?.value)))
        .collect();
    let words = |col: &usize| !grid.text(*row, *col).is_empty() && parse_cell(grid.text(*row, *col)).is_none();
    let named = (0..grid.cols()).filter(words).any(|col| !crate::language::is_no_value(grid.text(*row, col)));
    let dated: Vec<&(usize, f64)> = figures.iter().filter(|(col, _)| year(*col).is_some()).collect();
    let [(whole, value)] = dated[..] else { return Vec::new() };
    let parts: Vec<&(usize, f64)> = figures.iter().filter(|(col, _)| col != whole && !section.columns[*col].label().is_empty()).collect();
    let sum: f64 = parts.iter().map(|(_, value)| value).sum();
    if named || parts.is_empty() || (sum - value).abs() > ROUNDED {
        return Vec::new();
    }
    let settled = section.columns[*whole].role == Some(ColumnRole::Settlement);
    let record = |col: usize, value: f64, item: &str, path: Vec<String>| {
        let amount = Amount {
            item: item.to_owned(),
            path,
            measure: Some(measure.clone()),
            year: year(*whole),
            year_to: None,
            value,
            unit: Some(unit.clone()),
            role: if settled { Role::Actual } else { Role::Plan },
        };
        Record::new(&around.document, Body::Amount(amount), 0.92, grid.evidence(*row, col)).because("money_and_its_parts")
    };
    let mut records = vec![record(*whole, *value, measure, around.path.clone())];
    records.extend(parts.into_iter().map(|(col, value)| record(*col, *value, section.columns[*col].label(), vec![measure.clone()])));
    records
}
