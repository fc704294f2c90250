//! `rate`: a printed rate (達成率, 執行率 ...) does not follow from the two figures beside it.
//!
//! The two columns are those whose quotient most rows bear out; a row may also be judged by the inverse (less is better). What rounding of
//! the two figures can explain is no finding. Source: the table itself.

use super::Checked;
use super::finding::{Finding, Rule};
use super::ledger::{Figure, Kind, Ledger, LedgerRow, shown};

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    checked.ledgers.iter().flat_map(in_ledger).collect()
}

fn in_ledger(ledger: &Ledger) -> Vec<Finding> {
    let rates = (0..ledger.columns.len()).filter(|&c| ledger.columns[c].kind == Kind::Rate);
    rates.flat_map(|column| in_column(ledger, column)).collect()
}

fn in_column(ledger: &Ledger, column: usize) -> Vec<Finding> {
    let figures: Vec<usize> = (0..ledger.columns.len()).filter(|&c| ledger.columns[c].kind == Kind::Figures).collect();
    let pairs = figures.iter().flat_map(|&over| figures.iter().filter(move |&&under| under != over).map(move |&under| (over, under)));
    let scored = pairs.map(|pair| (pair, compared(ledger, column, pair)));
    // Most rates are so much of the target; the inverse, of which less is better, is the rarer one.
    let count = |rows: &[(usize, Fit)], fits: &[Fit]| rows.iter().filter(|(_, fit)| fits.contains(fit)).count();
    let all = |rows: &[(usize, Fit)]| count(rows, &[Fit::Direct, Fit::Inverse]);
    let Some((pair, rows)) = scored.max_by_key(|(_, rows)| (all(rows), count(rows, &[Fit::Direct]))) else { return Vec::new() };
    let agree = all(&rows);
    let wrong: Vec<usize> = rows.iter().filter(|(_, fit)| *fit == Fit::None).map(|(row, _)| *row).collect();
    if agree < 3 || agree <= wrong.len() * 2 {
        return Vec::new();
    }
    wrong.into_iter().filter_map(|row| finding(ledger, &ledger.rows[row], column, pair)).collect()
}

/// How a printed rate follows from two figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Direct,
    Inverse,
    None,
}

fn compared(ledger: &Ledger, column: usize, (over, under): (usize, usize)) -> Vec<(usize, Fit)> {
    let row = |(index, row): (usize, &LedgerRow)| {
        let (rate, a, b) = (row.figures[column].as_ref()?, row.figures[over].as_ref()?, row.figures[under].as_ref()?);
        let fit = match (agrees(rate, a, b), agrees(rate, b, a)) {
            (true, _) => Fit::Direct,
            (false, true) => Fit::Inverse,
            (false, false) => Fit::None,
        };
        (a.value != 0.0 && b.value != 0.0).then_some((index, fit))
    };
    ledger.rows.iter().enumerate().filter_map(row).collect()
}

/// Whether the rate is a of b in percent, within what rounding of all three can do.
fn agrees(rate: &Figure, a: &Figure, b: &Figure) -> bool {
    let half = |f: &Figure| 0.5 / 10_f64.powi(i32::try_from(f.decimals).unwrap_or(0));
    let quotient = a.value / b.value * 100.0;
    // Cut off instead of rounded is common too: a whole step.
    let slack = 2.0 * half(rate) + (half(a) / b.value).abs() * 100.0 + (quotient * half(b) / b.value).abs();
    (quotient - rate.value).abs() <= slack * 1.000_001
}

fn finding(ledger: &Ledger, row: &LedgerRow, column: usize, (over, under): (usize, usize)) -> Option<Finding> {
    let (rate, a, b) = (row.figures[column].as_ref()?, row.figures[over].as_ref()?, row.figures[under].as_ref()?);
    let subject = format!("{} / {}", row.label, ledger.columns[column].label);
    let computed = shown(a.value / b.value * 100.0, rate.decimals.max(1));
    let other = format!("{} / {} = {computed}%", a.text, b.text);
    let mut finding = Finding::new(Rule::Rate, &subject, rate.text.clone(), other)
        .at(vec![rate.evidence.clone()], vec![a.evidence.clone(), b.evidence.clone()]);
    finding.difference = Some(rate.value - a.value / b.value * 100.0);
    Some(finding)
}
