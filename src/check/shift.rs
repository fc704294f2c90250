//! Whether cells that slid into the neighbouring column explain all broken sums of a table.
//!
//! Whole rows are moved by one column, all in the same direction, and only where the place they move into is empty, so that the sum of
//! each row stays what it was. The shortest stretch of neighbouring rows with a solution counts, and only where that solution is the only
//! one there. It is proposed with its rows and never applied.

use std::collections::BTreeMap;

use super::finding::{Move, Proposal};
use super::ledger::{Kind, Ledger, LedgerRow};

/// Rows are sought in stretches of at most this length: 2^16 choices.
const STRETCH: usize = 16;

/// The only shift that makes all broken columns right, if there is one.
pub(super) fn only_one(ledger: &Ledger, rows: &[&LedgerRow], broken: &[usize], errors: &[f64]) -> Option<Proposal> {
    if broken.len() < 2 || errors.iter().sum::<f64>().abs() > 0.5 {
        return None;
    }
    let first = *broken.first()?;
    let columns = run_of(ledger, first);
    let wanted: Vec<i64> = columns.iter().map(|c| broken.iter().position(|b| b == c).map_or(0, |at| whole(errors[at]))).collect();
    if broken.iter().any(|b| !columns.contains(b)) {
        return None;
    }
    [1, -1].iter().find_map(|&by| in_direction(rows, &columns, &wanted, by))
}

/// The unbroken run of columns of figures around one.
fn run_of(ledger: &Ledger, column: usize) -> Vec<usize> {
    let figures = |c: &usize| ledger.columns[*c].kind == Kind::Figures;
    let first = (0..column).rev().take_while(figures).last().unwrap_or(column);
    (first..ledger.columns.len()).take_while(figures).collect()
}

fn in_direction(rows: &[&LedgerRow], columns: &[usize], wanted: &[i64], by: i32) -> Option<Proposal> {
    let changes: Vec<Option<Vec<i64>>> = rows.iter().map(|row| change(row, columns, by)).collect();
    for length in 2..=STRETCH.min(rows.len()) {
        let mut solutions: Vec<Vec<usize>> = Vec::new();
        for start in 0..=rows.len() - length {
            let movable: Vec<usize> = (start..start + length).filter(|&r| changes[r].is_some()).collect();
            solutions.extend(choices(&movable, &changes, wanted));
        }
        solutions.sort();
        solutions.dedup();
        match solutions.as_slice() {
            [] => {}
            [only] => return Some(Proposal { moves: only.iter().map(|&r| moved(rows[r], by)).collect(), solutions: 1 }),
            _ => return None,
        }
    }
    None
}

/// What moving a row adds to each column; `None` where it has no figures or nowhere to go.
fn change(row: &LedgerRow, columns: &[usize], by: i32) -> Option<Vec<i64>> {
    let values: Vec<i64> = columns.iter().map(|&c| row.value(c).map_or(0, whole)).collect();
    let edge = if by > 0 { values.last() } else { values.first() };
    if edge != Some(&0) || values.iter().all(|v| *v == 0) {
        return None;
    }
    let from = |c: usize| if by > 0 { c.checked_sub(1) } else { Some(c + 1) };
    Some((0..values.len()).map(|c| from(c).and_then(|f| values.get(f)).copied().unwrap_or(0) - values[c]).collect())
}

/// All choices of these rows that add up to what is wanted: sums of one half are looked up among those of the other.
fn choices(movable: &[usize], changes: &[Option<Vec<i64>>], wanted: &[i64]) -> Vec<Vec<usize>> {
    let (left, right) = movable.split_at(movable.len() / 2);
    let mut known: BTreeMap<Vec<i64>, Vec<Vec<usize>>> = BTreeMap::new();
    for (rows, sum) in subsets(left, changes, wanted.len()) {
        known.entry(sum).or_default().push(rows);
    }
    let mut found = Vec::new();
    for (rows, sum) in subsets(right, changes, wanted.len()) {
        let missing: Vec<i64> = wanted.iter().zip(&sum).map(|(w, s)| w - s).collect();
        for other in known.get(&missing).into_iter().flatten() {
            found.push(other.iter().chain(&rows).copied().collect());
        }
    }
    found
}

fn subsets(rows: &[usize], changes: &[Option<Vec<i64>>], width: usize) -> Vec<(Vec<usize>, Vec<i64>)> {
    let mut all = vec![(Vec::new(), vec![0; width])];
    for &row in rows {
        let Some(change) = &changes[row] else { continue };
        let with: Vec<(Vec<usize>, Vec<i64>)> = all
            .iter()
            .map(|(chosen, sum)| {
                let chosen = chosen.iter().copied().chain([row]).collect();
                (chosen, sum.iter().zip(change).map(|(s, c)| s + c).collect())
            })
            .collect();
        all.extend(with);
    }
    all
}

fn moved(row: &LedgerRow, by: i32) -> Move {
    Move { row: row.label.clone(), by, evidence: row.place() }
}

/// Money and counts are whole; thousandths keep rates exact.
#[allow(clippy::cast_possible_truncation)] // figures of a budget
fn whole(value: f64) -> i64 {
    (value * 1000.0).round() as i64
}
