//! `direction`: a target lies on the wrong side of the figure it starts from, by the direction that the document prints or, for a coded
//! indicator, the dictionary gives.
//!
//! Targets with a bound (90%以上 where 92% is reached) are kept, not missed, and give no finding. Source: the document, the dictionary.

use super::Checked;
use super::finding::{Finding, Rule};
use crate::language::squash;
use crate::model::{Body, Record, Role, Value};

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    let values: Vec<(&Record, &Value)> =
        checked.records.iter().filter_map(|r| if let Body::Value(v) = &r.body { Some((r, v)) } else { None }).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for (record, target) in values.iter().filter(|(_, v)| v.role == Role::Target && v.comparator.as_deref().is_none_or(|c| c == "=")) {
        let Some(direction) = direction_of(checked, target) else { continue };
        let Some((start_record, start)) = start_of(&values, target) else { continue };
        let (Some(aim), Some(from)) = (target.value, start.value) else { continue };
        let wrong = if direction == "up" { aim < from } else { aim > from };
        if !wrong || findings.iter().any(|f| f.subject == target.indicator) {
            continue;
        }
        let other = format!("{} ({}, {direction})", start.text.trim(), start.year.map_or_else(String::new, |y| y.to_string()));
        let mut finding = Finding::new(Rule::Direction, &target.indicator, target.text.trim().to_owned(), other)
            .at(record.evidence.clone(), start_record.evidence.clone());
        finding.difference = Some(aim - from);
        finding.unit.clone_from(&target.unit);
        findings.push(finding);
    }
    findings
}

/// `up` or `down`: as printed, else of the dictionary where the code is known.
fn direction_of<'a>(checked: &'a Checked<'_>, target: &Value) -> Option<&'a str> {
    let name = squash(&target.indicator);
    let printed = checked.records.iter().find_map(|r| match &r.body {
        Body::Indicator(i) if squash(&i.indicator) == name => i.direction.as_deref(),
        _ => None,
    });
    let known = || target.code.as_deref().and_then(|c| checked.rules.indicator_by_code(c)).and_then(|e| e.direction.as_deref());
    printed.or_else(known).filter(|d| matches!(*d, "up" | "down"))
}

/// The latest baseline or actual figure before the target, of the same unit and place in the plan.
fn start_of<'a>(values: &[(&'a Record, &'a Value)], target: &Value) -> Option<(&'a Record, &'a Value)> {
    let same = |v: &Value| {
        squash(&v.indicator) == squash(&target.indicator)
            && v.code == target.code
            && v.unit == target.unit
            && v.path == target.path
            && v.measure == target.measure
            && v.scope == target.scope
    };
    let starts = values.iter().filter(|(_, v)| matches!(v.role, Role::Baseline | Role::Actual) && v.value.is_some() && same(v));
    let before = starts.filter(|(_, v)| v.year.zip(target.year).is_some_and(|(a, b)| a < b));
    before.max_by_key(|(_, v)| (v.year, v.role == Role::Baseline)).copied()
}
