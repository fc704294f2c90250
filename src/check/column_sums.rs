//! `column_sum`: a total does not equal the sum of the figures above it (or below it, where totals stand first).
//!
//! Which rows a total sums is found from the table: all rows since the last total, all rows, all 小計; the choice that makes most columns
//! right is taken, and it counts only where the total over all years or most columns are right by it. Source: the table itself.
//! Where one shift of neighbouring rows alone makes all broken columns right, it is proposed.

use super::Checked;
use super::finding::{Finding, Proposal, Rule};
use super::ledger::{Kind, Ledger, LedgerRow, shown, tolerance};
use super::shift;

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    checked.ledgers.iter().flat_map(in_ledger).collect()
}

/// How many columns of totals are right.
pub(super) fn right(ledger: &Ledger) -> usize {
    let totals = (0..ledger.rows.len()).filter(|&r| ledger.rows[r].total);
    totals.filter_map(|total| best(ledger, total)).map(|sum| sum.right.len()).sum()
}

/// A total row with the rows that it sums.
struct Sum<'a> {
    total: &'a LedgerRow,
    parts: Vec<&'a LedgerRow>,
    /// Columns by whether they are right; those with nothing to compare are in neither.
    right: Vec<usize>,
    wrong: Vec<usize>,
}

fn in_ledger(ledger: &Ledger) -> Vec<Finding> {
    let totals = (0..ledger.rows.len()).filter(|&r| ledger.rows[r].total);
    totals.filter_map(|total| best(ledger, total)).filter(|sum| borne_out(ledger, sum)).flat_map(|sum| told(ledger, &sum)).collect()
}

/// The choice of rows that makes most columns right.
fn best(ledger: &Ledger, total: usize) -> Option<Sum<'_>> {
    let rows = &ledger.rows;
    let since = (0..total).rev().find(|&r| rows[r].total).map_or(0, |r| r + 1);
    let until = (total + 1..rows.len()).find(|&r| rows[r].total).unwrap_or(rows.len());
    let plain = |range: std::ops::Range<usize>| range.filter(|&r| !rows[r].total).collect::<Vec<_>>();
    let parts_only = (0..total).filter(|&r| rows[r].part).collect::<Vec<_>>();
    let totals_only = (0..total).filter(|&r| rows[r].total).collect::<Vec<_>>();
    let choices = [plain(since..total), plain(0..total), parts_only, totals_only, plain(total + 1..until)];
    let sums = choices.into_iter().filter(|choice| choice.len() >= 2).map(|choice| compared(ledger, total, &choice));
    // Of equal choices the first.
    sums.rev().max_by_key(|sum| (sum.right.len(), usize::MAX - sum.wrong.len()))
}

fn compared<'a>(ledger: &'a Ledger, total: usize, choice: &[usize]) -> Sum<'a> {
    let (row, parts) = (&ledger.rows[total], choice.iter().map(|&r| &ledger.rows[r]).collect::<Vec<_>>());
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for column in (0..ledger.columns.len()).filter(|&c| matches!(ledger.columns[c].kind, Kind::Figures | Kind::Total)) {
        if ledger.is_share(column) {
            continue;
        }
        let Some(printed) = &row.figures[column] else { continue };
        let figures: Vec<_> = parts.iter().filter_map(|r| r.figures[column].as_ref()).collect();
        // A sum of one figure or of nothing proves nothing.
        if figures.iter().filter(|f| f.value != 0.0).count() < 2 {
            continue;
        }
        let decimals = figures.iter().map(|f| f.decimals).min().unwrap_or(0).min(printed.decimals);
        let sum: f64 = figures.iter().map(|f| f.value).sum();
        let good = (sum - printed.value).abs() <= tolerance(figures.len(), decimals);
        if good { right.push(column) } else { wrong.push(column) }
    }
    Sum { total: row, parts, right, wrong }
}

/// The total over all years is right to the last of many digits, or most columns are.
fn borne_out(ledger: &Ledger, sum: &Sum<'_>) -> bool {
    let large = |c: &usize| sum.total.value(*c).is_some_and(|v| v.abs() >= 10_000.0);
    let grand = sum.right.iter().any(|c| ledger.columns[*c].kind == Kind::Total && large(c));
    !sum.wrong.is_empty() && (grand && sum.parts.len() >= 4 || sum.right.len() >= 2 && sum.right.len() > sum.wrong.len() * 2)
}

fn told(ledger: &Ledger, sum: &Sum<'_>) -> Vec<Finding> {
    let shift = shift::only_one(ledger, &sum.parts, &sum.wrong, &errors(sum));
    sum.wrong.iter().filter_map(|&column| finding(ledger, sum, column, shift.as_ref())).collect()
}

/// Printed minus recomputed for each broken column.
fn errors(sum: &Sum<'_>) -> Vec<f64> {
    let of = |&c: &usize| sum.total.value(c).unwrap_or(0.0) - sum.parts.iter().filter_map(|r| r.value(c)).sum::<f64>();
    sum.wrong.iter().map(of).collect()
}

fn finding(ledger: &Ledger, sum: &Sum<'_>, column: usize, shift: Option<&Proposal>) -> Option<Finding> {
    let printed = sum.total.figures[column].as_ref()?;
    let figures: Vec<_> = sum.parts.iter().filter_map(|r| r.figures[column].as_ref()).collect();
    let computed: f64 = figures.iter().map(|f| f.value).sum();
    let subject = format!("{} / {}", ledger.columns[column].label, sum.total.label);
    let mut finding = Finding::new(Rule::ColumnSum, &subject, printed.text.clone(), shown(computed, printed.decimals))
        .at(vec![printed.evidence.clone()], figures.iter().map(|f| f.evidence.clone()).collect());
    finding.difference = Some(printed.value - computed);
    finding.unit.clone_from(&ledger.unit);
    finding.proposal = shift.cloned();
    Some(finding)
}
