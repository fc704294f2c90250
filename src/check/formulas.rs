//! `formula`: a row that says itself how it is made, 収支(A-B) (C), does not follow from the rows that carry these letters.
//!
//! Letters and circled numbers in brackets behind a row's name are its sign; + and - between signs are the formula. Most columns must bear
//! it out. Source: the table itself.

use std::collections::BTreeMap;

use super::Checked;
use super::finding::{Finding, Rule};
use super::ledger::{Kind, Ledger, LedgerRow, shown, tolerance};
use crate::rules::fold;

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    checked.ledgers.iter().flat_map(in_ledger).collect()
}

/// Signs with +1 or -1.
type Terms = Vec<(char, f64)>;

fn in_ledger(ledger: &Ledger) -> Vec<Finding> {
    rows(ledger).into_iter().flat_map(|(agree, findings)| if agree > findings.len() { findings } else { Vec::new() }).collect()
}

/// How many columns of rows made from others are right.
pub(super) fn right(ledger: &Ledger) -> usize {
    rows(ledger).iter().map(|(agree, _)| agree).sum()
}

/// For each row made from others, how many columns are right, and the others.
fn rows(ledger: &Ledger) -> Vec<(usize, Vec<Finding>)> {
    let mut signs: BTreeMap<char, Option<&LedgerRow>> = BTreeMap::new();
    for row in &ledger.rows {
        if let Some(sign) = sign_of(&row.label) {
            // A sign that two rows carry names neither.
            signs.entry(sign).and_modify(|known| *known = None).or_insert(Some(row));
        }
    }
    let of_row = |row: &LedgerRow| {
        let terms = terms_of(&row.label)?;
        let parts = terms.iter().map(|(sign, by)| Some((signs.get(sign).copied().flatten()?, *by))).collect::<Option<Vec<_>>>()?;
        Some(compared(ledger, row, &parts))
    };
    ledger.rows.iter().filter_map(of_row).collect()
}

fn compared(ledger: &Ledger, row: &LedgerRow, parts: &[(&LedgerRow, f64)]) -> (usize, Vec<Finding>) {
    let (mut agree, mut findings) = (0, Vec::new());
    for column in (0..ledger.columns.len()).filter(|&c| matches!(ledger.columns[c].kind, Kind::Figures | Kind::Total)) {
        let Some(printed) = &row.figures[column] else { continue };
        let Some(figures) = parts.iter().map(|(part, by)| Some((part.figures[column].as_ref()?, *by))).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let computed: f64 = figures.iter().map(|(f, by)| f.value * by).sum();
        let decimals = figures.iter().map(|(f, _)| f.decimals).min().unwrap_or(0).min(printed.decimals);
        if (computed - printed.value).abs() <= tolerance(figures.len(), decimals) {
            agree += 1;
            continue;
        }
        let subject = format!("{} / {}", ledger.columns[column].label, row.label);
        let mut finding = Finding::new(Rule::Formula, &subject, printed.text.clone(), shown(computed, printed.decimals))
            .at(vec![printed.evidence.clone()], figures.iter().map(|(f, _)| f.evidence.clone()).collect());
        finding.difference = Some(printed.value - computed);
        finding.unit.clone_from(&ledger.unit);
        findings.push(finding);
    }
    (agree, findings)
}

/// The contents of the brackets of a label.
fn brackets(label: &str) -> Vec<String> {
    let folded = fold(label);
    folded.split('(').skip(1).filter_map(|part| part.split(')').next().map(str::to_owned)).collect()
}

/// 水道事業収益(A), ①営業収益.
fn sign_of(label: &str) -> Option<char> {
    let single = |text: &String| {
        let mut chars = text.chars();
        chars.next().filter(|c| is_sign(*c) && chars.next().is_none())
    };
    brackets(label).iter().rev().find_map(single).or_else(|| label.trim().chars().next().filter(|c| ('①'..='⑳').contains(c)))
}

/// 収支(A-B), (①+②).
fn terms_of(label: &str) -> Option<Terms> {
    brackets(label).iter().find_map(|inner| terms(inner))
}

fn terms(text: &str) -> Option<Terms> {
    let mut terms = Terms::new();
    let mut by = 1.0;
    let mut expect_sign = true;
    for c in text.chars().filter(|c| *c != '=') {
        match c {
            '+' | '-' if !expect_sign => {
                by = if c == '+' { 1.0 } else { -1.0 };
                expect_sign = true;
            }
            c if is_sign(c) && expect_sign => {
                terms.push((c, by));
                expect_sign = false;
            }
            _ => return None,
        }
    }
    (terms.len() >= 2 && !expect_sign).then_some(terms)
}

/// Circled numbers fold to digits, so those count too.
fn is_sign(c: char) -> bool {
    c.is_ascii_uppercase() || ('①'..='⑳').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_formulas_of_labels() {
        assert_eq!(sign_of("水道事業収益（A）"), Some('A'));
        assert_eq!(sign_of("収支(A-B)(C)"), Some('C'));
        assert_eq!(terms_of("収支(A-B)(C)"), Some(vec![('A', 1.0), ('B', -1.0)]));
        assert_eq!(terms_of("合計(A+B+C)"), Some(vec![('A', 1.0), ('B', 1.0), ('C', 1.0)]));
        assert_eq!(terms_of("更新工事(PC-タンク)"), None);
        assert_eq!(sign_of("給水収益"), None);
    }
}
