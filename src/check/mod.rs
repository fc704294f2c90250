//! The document audits itself: figures against their sums, words against figures, codes against names and units.
//!
//! ```text
//! blocks ─ ledgers ─► tables of figures ─┐
//! records ───────────────────────────────┴─ one rule after the other ─► findings, each with the places of both sides
//! ```
//!
//! A rule tells what is printed and what it does not agree with, never who is wrong; nothing is put right. A relation (this column is the
//! sum of those) holds only where the table itself bears it out in other rows or columns, so that a misread header gives no finding.

mod change_columns;
mod codes;
mod column_sums;
pub mod confidence;
mod coverage;
mod direction;
mod evaluation;
mod finding;
mod formulas;
mod ledger;
mod places;
mod rates;
mod review;
mod row_sums;
mod same_figure;
mod shift;
#[cfg(test)]
mod tests;
mod units;
mod years;

pub use coverage::{PageCoverage, coverage};
pub use finding::{Finding, Move, Proposal, Rule};
pub use review::{Doubt, doubtful, gist};

use crate::extract::Sectioned;
use crate::model::{Body, DocumentRecord, Record};
use crate::rules::Rules;
use ledger::Ledger;

/// Most findings of one rule in one document; more mean that the rule does not fit the document.
const MOST_OF_A_RULE: usize = 40;

/// What the rules look at.
pub(crate) struct Checked<'a> {
    records: &'a [Record],
    ledgers: Vec<Ledger>,
    rules: &'a Rules,
    facts: DocumentRecord,
    years_apart: std::collections::BTreeSet<i32>,
}

/// All findings of one document in the order of its pages: a pure function of blocks, records and rules.
#[must_use]
pub fn check(sectioned: &Sectioned<'_>, records: &[Record], rules: &Rules) -> Vec<Finding> {
    check_ledgers(sectioned, ledger::ledgers(sectioned, rules), records, rules).0
}

/// The findings, and the ledgers that they were found in.
fn check_ledgers(sectioned: &Sectioned<'_>, ledgers: Vec<Ledger>, records: &[Record], rules: &Rules) -> (Vec<Finding>, Vec<Ledger>) {
    let document = records.first().map_or_else(String::new, |r| r.document.clone());
    let facts = records.iter().find_map(|r| if let Body::Document(d) = &r.body { Some(d.clone()) } else { None }).unwrap_or_default();
    let years_apart = years::set_apart(sectioned.blocks, rules);
    let checked = Checked { records, ledgers, rules, facts, years_apart };
    let all: [fn(&Checked<'_>) -> Vec<Finding>; 11] = [
        row_sums::findings,
        column_sums::findings,
        change_columns::findings,
        rates::findings,
        formulas::findings,
        same_figure::findings,
        codes::findings,
        units::findings,
        direction::findings,
        evaluation::findings,
        years::findings,
    ];
    let mut findings: Vec<Finding> = all.iter().flat_map(|rule| rule(&checked).into_iter().take(MOST_OF_A_RULE)).collect();
    for finding in &mut findings {
        finding.document.clone_from(&document);
    }
    findings.sort_by_key(Finding::order);
    (findings, checked.ledgers)
}

/// Finds what a document does not agree with itself about, and sets how sure its records are: checks passed and failed are part of it.
pub fn judge(sectioned: &Sectioned<'_>, records: &mut [Record], rules: &Rules) -> Vec<Finding> {
    let (findings, ledgers) = check_ledgers(sectioned, ledger::ledgers(sectioned, rules), records, rules);
    confidence::judge(records, sectioned, &ledgers, &findings, rules);
    findings
}
