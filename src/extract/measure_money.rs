//! Money beside the measures of a table: 概算事業費（百万円） behind a period, 予算額 over two years behind the quarters.
//!
//! Where a table says when, by whom or what for beside the money, it is a table of measures; rows of nothing but money are read by `amounts`.

use crate::language::{YearSpan, is_no_value, parse_cell};
use crate::model::{Amount, Body, Record, Role};
use crate::rules::{ColumnRole, Rules};

use super::amounts::{money_in_words, printed_money};
use super::around::Around;
use super::grid::Grid;
use super::headers::{Column, Section};
use super::measure_columns::measure_column;
use super::schedule::is_empty_cell;
use super::values::{year_of, year_with_words};

/// Least score of a header word that names money.
const NAMED: f32 = 0.6;
/// Least share of figures among the cells of a column of money.
const FIGURES: usize = 7;

/// The columns of money of a table of measures.
#[derive(Debug, Default)]
pub(super) struct MeasureMoney {
    columns: Vec<MoneyColumn>,
}

#[derive(Debug)]
struct MoneyColumn {
    col: usize,
    year: Option<YearSpan>,
    role: Role,
    unit: String,
    total: bool,
}

impl MeasureMoney {
    /// The columns of money of a section that says more of its measures than money; none elsewhere.
    pub(super) fn of(grid: &Grid, section: &Section, rules: &Rules) -> Self {
        let none = Self::default();
        let Some(measure) = measure_column(section) else { return none };
        let columns: Vec<MoneyColumn> = (measure + 1..section.columns.len()).filter_map(|col| column(grid, section, col, rules)).collect();
        let rest = |c: &usize| *c != measure && !columns.iter().any(|money| money.col == *c);
        let says_more = |role: Option<ColumnRole>| {
            use ColumnRole::{Due, Indicator, Period, Result, Schedule};
            matches!(role, Some(Period | Schedule | Due | Result | Indicator))
        };
        let others = (0..section.columns.len()).filter(rest);
        let words = |c: usize| {
            let texts = section.body.iter().map(|&row| grid.text(row, c)).filter(|t| !t.is_empty() && !is_empty_cell(t));
            texts.fold(0_i32, |n, text| if parse_cell(text).is_none() && !is_no_value(text) { n + 1 } else { n - 1 }) > 0
        };
        let steps = |c: usize| section.columns[c].year.is_some() && (words(c) || barred(grid, c));
        let more = others.into_iter().any(|c| steps(c) || says_more(section.columns[c].role) && words(c));
        // Rows of money over the years of a plan are an account, whatever else stands beside them.
        let account = columns.iter().filter(|c| c.year.is_some()).count() >= 2 && !(0..section.columns.len()).filter(rest).any(steps);
        if more && !account { Self { columns } } else { none }
    }

    /// Whether there is no money in the table.
    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The section without the years of its money, which are no schedule.
    pub(super) fn without_years(&self, section: &Section) -> Section {
        let mut section = section.clone();
        for money in &self.columns {
            let column = &mut section.columns[money.col];
            column.year = None;
            column.role = Some(ColumnRole::Amount);
        }
        section
    }

    /// The money of a measure in one row; `period` is when the row says that it is carried out.
    pub(super) fn amounts(&self, grid: &Grid, row: usize, measure: &str, period: Option<(i32, i32)>, around: &Around) -> Vec<Record> {
        let years: Vec<i32> = self.columns.iter().filter_map(|c| c.year.as_ref()).flat_map(|y| [y.from, y.to]).flatten().collect();
        let whole = years.iter().min().copied().zip(years.iter().max().copied());
        // 予算額 beside 決算額 in a report is of the same year.
        let settled = self.columns.iter().any(|c| c.role == Role::Actual && c.year.is_none());
        let mut records = Vec::new();
        for column in self.columns.iter().filter(|c| grid.begins(row, c.col)) {
            let Some(quantity) = parse_cell(grid.text(row, column.col)) else { continue };
            let own = column.year.as_ref().map(|y| (y.from, y.to));
            let reported = around.reported_year().filter(|_| settled || column.role == Role::Actual).map(|year| (Some(year), Some(year)));
            let both = |(from, to): (i32, i32)| (Some(from), Some(to));
            let span = own.or(reported).or_else(|| whole.filter(|_| column.total).map(both)).or_else(|| period.map(both));
            let (year, to) = span.unwrap_or_default();
            let amount = Amount {
                item: measure.to_owned(),
                path: Vec::new(),
                measure: Some(measure.to_owned()),
                year,
                year_to: to.filter(|to| Some(*to) != year),
                value: quantity.value,
                unit: Some(column.unit.clone()),
                role: column.role,
            };
            let record = Record::new(&around.document, Body::Amount(amount), 0.9, grid.evidence(row, column.col));
            records.push(record.because("money_beside_measure"));
        }
        records
    }
}

/// Whether a bar lies over the column.
fn barred(grid: &Grid, col: usize) -> bool {
    grid.table.bars.iter().any(|bar| (bar.cols.0..=bar.cols.1).contains(&col))
}

/// A column whose head names money, with its unit there or over the table, and whose cells are figures.
fn column(grid: &Grid, section: &Section, col: usize, rules: &Rules) -> Option<MoneyColumn> {
    let column: &Column = &section.columns[col];
    if matches!(column.role, Some(ColumnRole::Rate | ColumnRole::Change)) {
        return None;
    }
    let in_head = column.words.iter().find_map(|words| money_in_words(words, rules));
    // The head of a group of columns may name the money, the lowest word only the year.
    let roles = || column.words.iter().rev().flat_map(|words| rules.column_roles(words)).filter(|(_, score)| *score >= NAMED);
    let role =
        roles().find(|(role, _)| matches!(role, ColumnRole::Budget | ColumnRole::Settlement | ColumnRole::Amount | ColumnRole::Total));
    let unit = in_head.or_else(|| role.and_then(|_| printed_money(grid.table, rules)))?;
    let texts: Vec<&str> = section.body.iter().filter(|&&row| grid.begins(row, col)).map(|&row| grid.text(row, col)).collect();
    let filled = texts.iter().filter(|t| !t.is_empty() && !is_empty_cell(t) && !is_no_value(t)).count();
    let figures = texts.iter().filter(|t| parse_cell(t).is_some()).count();
    if filled == 0 || figures * 10 < filled * FIGURES {
        return None;
    }
    let actual = role.is_some_and(|(role, _)| role == ColumnRole::Settlement);
    let total = column.year.is_none() && column.role == Some(ColumnRole::Total);
    Some(MoneyColumn {
        col,
        year: year_of(column).or_else(|| column.words.iter().rev().find_map(|words| year_with_words(words))),
        role: if actual { Role::Actual } else { Role::Plan },
        unit,
        total,
    })
}
