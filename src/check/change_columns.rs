//! `change_column`: a printed difference (増減) does not equal the difference of the two figures beside it.
//!
//! Which two columns are compared is found from the table: the pair that most rows bear out. Words give the sign (30.0% 増, 2.5% 減,
//! 変化なし); without one only the size is compared. Percentages differ in points. Source: the table itself.

use super::Checked;
use super::finding::{Finding, Rule};
use super::ledger::{Figure, Kind, Ledger, LedgerRow, shown, tolerance};
use crate::language::find_quantities;
use crate::language::quantity::{Change, parse_cell};
use crate::rules::Rules;

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    checked.ledgers.iter().flat_map(|ledger| in_ledger(ledger, checked.rules)).collect()
}

fn in_ledger(ledger: &Ledger, rules: &Rules) -> Vec<Finding> {
    let changes = (0..ledger.columns.len()).filter(|&c| ledger.columns[c].kind == Kind::Change);
    changes.flat_map(|column| in_column(ledger, column, rules)).collect()
}

/// A printed difference: the number, its digits, and whether its sign is known.
struct Printed {
    value: f64,
    decimals: usize,
    signed: bool,
}

fn in_column(ledger: &Ledger, column: usize, rules: &Rules) -> Vec<Finding> {
    let figures: Vec<usize> = (0..ledger.columns.len()).filter(|&c| ledger.columns[c].kind == Kind::Figures).collect();
    let pairs = figures.iter().flat_map(|&from| figures.iter().filter(move |&&to| to != from).map(move |&to| (from, to)));
    let scored = pairs.map(|pair| (pair, compared(ledger, column, pair, rules)));
    let Some(((from, to), rows)) = scored.max_by_key(|((from, to), rows)| (agreeing(rows), from < to)) else { return Vec::new() };
    let agree = agreeing(&rows);
    let wrong: Vec<usize> = rows.iter().filter(|(_, good)| !good).map(|(row, _)| *row).collect();
    if agree < 2 || agree <= wrong.len() * 2 {
        return Vec::new();
    }
    wrong.into_iter().filter_map(|row| finding(ledger, &ledger.rows[row], column, (from, to))).collect()
}

fn agreeing(rows: &[(usize, bool)]) -> usize {
    rows.iter().filter(|(_, good)| *good).count()
}

/// Rows by whether the printed difference is that of the two columns.
fn compared(ledger: &Ledger, column: usize, (from, to): (usize, usize), rules: &Rules) -> Vec<(usize, bool)> {
    let row = |(index, row): (usize, &LedgerRow)| {
        let (a, b) = (row.figures[from].as_ref()?, row.figures[to].as_ref()?);
        let printed = printed(&row.words[column], rules)?;
        Some((index, agrees(&printed, a, b)))
    };
    ledger.rows.iter().enumerate().filter_map(row).collect()
}

fn agrees(printed: &Printed, a: &Figure, b: &Figure) -> bool {
    let computed = b.value - a.value;
    let near = tolerance(1, printed.decimals.min(a.decimals).min(b.decimals));
    let same = |x: f64| (x - printed.value).abs() <= near;
    if printed.signed { same(computed) } else { same(computed.abs()) || same(-computed.abs()) }
}

fn printed(cell: &str, rules: &Rules) -> Option<Printed> {
    if rules.checks.is_unchanged(cell) {
        return Some(Printed { value: 0.0, decimals: 9, signed: true });
    }
    let quantity = parse_cell(cell).or_else(|| find_quantities(cell).into_iter().next())?;
    let sign = match quantity.change {
        Some(Change::Decrease) => Some(-1.0),
        Some(Change::Increase) => Some(1.0),
        None if quantity.value < 0.0 || cell.trim_start().starts_with(['+', '＋']) => Some(1.0),
        None => None,
    };
    Some(Printed { value: quantity.value * sign.unwrap_or(1.0), decimals: quantity.decimals, signed: sign.is_some() })
}

fn finding(ledger: &Ledger, row: &LedgerRow, column: usize, (from, to): (usize, usize)) -> Option<Finding> {
    let (a, b) = (row.figures[from].as_ref()?, row.figures[to].as_ref()?);
    let subject = format!("{} / {}", row.label, ledger.columns[column].label);
    let computed = shown(b.value - a.value, a.decimals.max(b.decimals));
    let other = format!("{} - {} = {computed}", b.text, a.text);
    let evidence = row.figures[column].as_ref().map_or_else(|| a.evidence.clone(), |f| f.evidence.clone());
    let finding = Finding::new(Rule::ChangeColumn, &subject, row.words[column].clone(), other);
    Some(finding.at(vec![evidence], vec![a.evidence.clone(), b.evidence.clone()]))
}
