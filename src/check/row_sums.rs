//! `row_sum`: a total does not equal the sum of the figures beside it.
//!
//! Looks at columns named 合計, 計 ... and the figures right before them. The column is a sum only where most rows bear it out.
//! Source: the table itself. Rounded figures may be off by half a unit each.

use super::Checked;
use super::finding::{Finding, Rule};
use super::ledger::{Kind, Ledger, LedgerRow, shown, tolerance};

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    checked.ledgers.iter().flat_map(in_ledger).collect()
}

fn in_ledger(ledger: &Ledger) -> Vec<Finding> {
    let totals = (0..ledger.columns.len()).filter(|&c| ledger.columns[c].kind == Kind::Total);
    totals.flat_map(|total| in_column(ledger, total)).collect()
}

fn in_column(ledger: &Ledger, total: usize) -> Vec<Finding> {
    let parts = ledger.parts_of(total);
    if parts.len() < 2 {
        return Vec::new();
    }
    let (mut agree, mut findings) = (0, Vec::new());
    for row in &ledger.rows {
        match row_agrees(row, total, &parts) {
            Some(true) => agree += 1,
            Some(false) => findings.extend(finding(ledger, row, total, &parts)),
            None => {}
        }
    }
    if agree >= 2 && agree > findings.len() { findings } else { Vec::new() }
}

/// `None` where there is nothing to compare.
fn row_agrees(row: &LedgerRow, total: usize, parts: &[usize]) -> Option<bool> {
    let printed = row.figures[total].as_ref()?;
    let figures: Vec<_> = parts.iter().filter_map(|&p| row.figures[p].as_ref()).collect();
    let decimals = figures.iter().map(|f| f.decimals).min()?.min(printed.decimals);
    let sum: f64 = figures.iter().map(|f| f.value).sum();
    Some((sum - printed.value).abs() <= tolerance(figures.len(), decimals))
}

fn finding(ledger: &Ledger, row: &LedgerRow, total: usize, parts: &[usize]) -> Option<Finding> {
    let printed = row.figures[total].as_ref()?;
    let figures: Vec<_> = parts.iter().filter_map(|&p| row.figures[p].as_ref()).collect();
    let sum: f64 = figures.iter().map(|f| f.value).sum();
    let subject = format!("{} / {}", row.label, ledger.columns[total].label);
    let mut finding = Finding::new(Rule::RowSum, &subject, printed.text.clone(), shown(sum, printed.decimals))
        .at(vec![printed.evidence.clone()], figures.iter().map(|f| f.evidence.clone()).collect());
    finding.difference = Some(printed.value - sum);
    finding.unit.clone_from(&ledger.unit);
    Some(finding)
}
