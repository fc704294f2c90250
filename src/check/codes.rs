//! `code_name`: a code of the guideline stands beside a name that the guideline gives to another indicator.
//!
//! Names that the dictionary does not know say nothing. Source: the indicator dictionary (editions 2016 and 2005, aliases).

use std::collections::BTreeSet;

use super::Checked;
use super::finding::{Finding, Rule};
use crate::model::Body;
use crate::rules::IndicatorEntry;

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for record in checked.records {
        let (name, code) = match &record.body {
            Body::Indicator(i) => (&i.indicator, i.code.as_deref()),
            Body::Value(v) => (&v.indicator, v.code.as_deref()),
            _ => continue,
        };
        let Some(entry) = code.and_then(|c| checked.rules.indicator_by_code(c)) else { continue };
        let code = code.unwrap_or_default();
        // A printed code only: one that was matched by the name agrees with it anyway.
        let named = checked.rules.indicators_named(name);
        let own = |e: &IndicatorEntry| e.code == entry.code && e.code_2005 == entry.code_2005;
        let Some((other, score)) = named.first().filter(|_| !named.iter().any(|(e, _)| own(e))) else { continue };
        if *score < 0.9 || !seen.insert((code.to_owned(), name.clone())) {
            continue;
        }
        let theirs = other.code.as_deref().or(other.code_2005.as_deref()).unwrap_or_default();
        let finding =
            Finding::new(Rule::CodeName, name, format!("{code} {name}"), format!("{code} {} / {theirs} {}", entry.name, other.name));
        findings.push(finding.at(record.evidence.clone(), Vec::new()));
    }
    findings
}
