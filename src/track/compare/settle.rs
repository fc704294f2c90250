//! Which year a row compares, what each utility states for it, and ranks.

use std::collections::{BTreeMap, BTreeSet};

use super::{ComparisonCell, ComparisonRow, Stated};
use crate::model::Role;
use crate::track::nothing::Nothing;
use crate::track::{Point, Trend, ValueColumn, role_order};

/// Sorts the points, lays out the columns, settles the year (the one that was asked for, else the one for which most utilities state a
/// figure, the latest of those) and gives ranks.
pub(super) fn settle(row: &mut ComparisonRow, asked: Option<i32>) {
    lay_out(row);
    let actual = if row.is_average() { Role::Average } else { Role::Actual };
    let mut by_year: BTreeMap<i32, usize> = BTreeMap::new();
    for cell in &row.cells {
        let years: BTreeSet<i32> = cell.points.iter().filter(|p| p.role == actual && p.value.is_some()).filter_map(|p| p.year).collect();
        for year in years {
            *by_year.entry(year).or_insert(0) += 1;
        }
    }
    let most = || by_year.iter().max_by_key(|(year, count)| (**count, **year)).map(|(year, _)| *year);
    let Some(year) = asked.or_else(most) else { return };
    row.year = Some(year);
    row.count = by_year.get(&year).copied().unwrap_or(0);
    for cell in &mut row.cells {
        let stated: Vec<Stated> = cell.points.iter().filter(|p| p.role == actual).filter_map(stated_of).collect();
        cell.stated = stated.iter().find(|s| s.year == year).cloned();
        if cell.stated.is_none() {
            let blank = cell.points.iter().filter(|p| p.role == actual && p.year == Some(year));
            cell.nothing = blank.filter_map(|p| Some((Nothing::of(p.value, &p.text)?, p.cite))).next();
            cell.other_year = stated.into_iter().min_by_key(|s| (s.year.abs_diff(year), std::cmp::Reverse(s.year)));
        }
        let further = cell.further.iter().filter(|p| p.role == actual && p.year == Some(year));
        cell.conflicts = further.filter_map(stated_of).collect();
    }
    rank(row);
}

fn lay_out(row: &mut ComparisonRow) {
    for cell in &mut row.cells {
        cell.points.sort_by_key(|p| (p.year.is_none(), p.year, p.phase.clone(), role_order(p.role)));
    }
    let mut columns: Vec<(ValueColumn, Role)> = row.cells.iter().flat_map(|c| &c.points).map(|p| (ValueColumn::of(p), p.role)).collect();
    columns.sort_by(|a, b| a.0.cmp(&b.0));
    columns.dedup_by(|a, b| a.0 == b.0);
    for cell in &mut row.cells {
        cell.by_column = columns.iter().map(|(column, _)| cell.points.iter().position(|p| ValueColumn::of(p) == *column)).collect();
    }
    row.columns = columns;
}

pub(super) fn stated_of(p: &Point) -> Option<Stated> {
    Some(Stated { year: p.year?, value: p.value?, comparator: p.comparator.clone(), text: p.text.clone(), cite: p.cite })
}

/// Ranks the plain numbers of the year; a value with a limit or 約 has no exact place and gets none.
fn rank(row: &mut ComparisonRow) {
    if row.count < 2 || row.is_average() || !matches!(row.trend, Trend::Up | Trend::Down) {
        return;
    }
    let exact = |c: &ComparisonCell| c.stated.as_ref().filter(|s| s.comparator.as_deref().is_none_or(|c| c == "=")).map(|s| s.value);
    let values: Vec<f64> = row.cells.iter().filter_map(exact).collect();
    let better = |a: f64, b: f64| if row.trend == Trend::Up { a > b } else { a < b };
    for cell in &mut row.cells {
        cell.rank = exact(cell).map(|mine| 1 + values.iter().filter(|&&v| better(v, mine)).count());
    }
}
