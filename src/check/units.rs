//! `unit`: one indicator with two units, in its unit column and in its cells, or another one than the guideline defines for its code.
//!
//! Spellings of one unit (か所, 箇所) are one unit; figures without a unit of their own say nothing. Source: the document itself, then the
//! indicator dictionary.

use std::collections::{BTreeMap, BTreeSet};

use super::Checked;
use super::finding::{Finding, Rule};
use crate::language::quantity::parse_cell;
use crate::language::squash;
use crate::model::{Body, Indicator, Record, Value};
use crate::rules::{Rules, fold};

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    let values = checked.records.iter().filter_map(|r| if let Body::Value(v) = &r.body { Some((r, v)) } else { None });
    let mut of_name: BTreeMap<String, Vec<(&Record, &Value)>> = BTreeMap::new();
    for (record, value) in values {
        of_name.entry(squash(&value.indicator)).or_default().push((record, value));
    }
    for record in checked.records {
        let Body::Indicator(indicator) = &record.body else { continue };
        let Some(unit) = &indicator.unit else { continue };
        let own = of_name.get(&squash(&indicator.indicator)).map_or(&[][..], Vec::as_slice);
        let mut own = own.iter().filter(|(_, v)| v.code.is_none() || v.code == indicator.code);
        let differs = own.find_map(|(r, v)| cell_unit(v, unit, checked.rules).map(|cell| (*r, *v, cell)));
        let finding = match differs {
            Some((r, v, cell)) => Some(two_units(record, indicator, unit, r, v, &cell)),
            None => of_dictionary(record, indicator, unit, checked.rules),
        };
        let finding = finding.filter(|f| told.insert((f.subject.clone(), f.other.clone())));
        findings.extend(finding);
    }
    findings
}

/// The unit in the cell, where both are known units and differ.
fn cell_unit(value: &Value, unit: &str, rules: &Rules) -> Option<String> {
    let cell = parse_cell(&value.text)?;
    if cell.change.is_some() {
        return None;
    }
    let cell = cell.unit?;
    differs(&cell, unit, rules).then_some(cell)
}

fn differs(a: &str, b: &str, rules: &Rules) -> bool {
    let key = |unit: &str| canonical(unit, rules);
    let (a, b) = (key(a), key(b));
    a.is_some() && b.is_some() && a != b
}

/// Unit for comparing, part by part: 箇所/100km2, L/人/日. `None` where a part is no known unit.
fn canonical(unit: &str, rules: &Rules) -> Option<String> {
    let folded = fold(unit).replace(['(', ')', '^'], "");
    if let Some(known) = rules.units.canonical(&folded) {
        return Some(known.to_lowercase());
    }
    let part = |part: &str| {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',').len();
        let known = rules.units.canonical(&part[digits..])?;
        Some(format!("{}{}", part[..digits].replace(',', ""), known.to_lowercase()))
    };
    folded.split('/').map(part).collect::<Option<Vec<_>>>().map(|parts| parts.join("/"))
}

fn two_units(record: &Record, indicator: &Indicator, unit: &str, r: &Record, value: &Value, cell: &str) -> Finding {
    Finding::new(Rule::Unit, &indicator.indicator, unit.to_owned(), format!("{cell} ({})", value.text.trim()))
        .at(record.evidence.iter().take(1).cloned().collect(), r.evidence.clone())
}

fn of_dictionary(record: &Record, indicator: &Indicator, unit: &str, rules: &Rules) -> Option<Finding> {
    let entry = rules.indicator_by_code(indicator.code.as_deref()?)?;
    // Editions may differ in unit; only where they may be joined is the other one wrong.
    let known = entry.unit.as_deref().filter(|known| entry.editions_join() && differs(unit, known, rules))?;
    let other = format!("{} {}: {known}", indicator.code.as_deref().unwrap_or_default(), entry.name);
    Some(Finding::new(Rule::Unit, &indicator.indicator, unit.to_owned(), other).at(record.evidence.clone(), Vec::new()))
}
