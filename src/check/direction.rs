//! `direction`: a target lies on the wrong side of the figure it starts from, by the direction that the document prints or, for a coded
//! indicator, the dictionary gives.
//!
//! Targets with a bound (90%以上 where 92% is reached) are kept, not missed, and give no finding. Source: the document, the dictionary.

use super::Checked;
use super::finding::{Finding, Rule};
use crate::language::squash;
use crate::model::{Body, Record, Role, Value};

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    let named = Named::of(checked.records);
    let mut findings: Vec<Finding> = Vec::new();
    for (name, record, target) in
        named.values.iter().filter(|(_, _, v)| v.role == Role::Target && v.comparator.as_deref().is_none_or(|c| c == "="))
    {
        let Some(direction) = named.direction_of(checked, name, target) else { continue };
        let Some((start_record, start)) = named.start_of(name, target) else { continue };
        let (Some(aim), Some(from)) = (target.value, start.value) else { continue };
        let wrong = if direction == "up" { aim < from } else { aim > from };
        if !wrong || findings.iter().any(|f| f.subject == target.indicator) {
            continue;
        }
        let better = if direction == "up" { '↑' } else { '↓' };
        let other = format!("{} ({}, {better})", start.text.trim(), start.year.map_or_else(String::new, |y| y.to_string()));
        let mut finding = Finding::new(Rule::Direction, &target.indicator, target.text.trim().to_owned(), other)
            .at(record.evidence.clone(), start_record.evidence.clone());
        finding.difference = Some(aim - from);
        finding.unit.clone_from(&target.unit);
        findings.push(finding);
    }
    findings
}

/// The values and directions of a document, each with the name of its indicator in the form for comparing.
struct Named<'a> {
    values: Vec<(String, &'a Record, &'a Value)>,
    directions: Vec<(String, &'a str)>,
}

impl<'a> Named<'a> {
    fn of(records: &'a [Record]) -> Self {
        let mut named = Self { values: Vec::new(), directions: Vec::new() };
        for record in records {
            match &record.body {
                Body::Value(value) => named.values.push((squash(&value.indicator), record, value)),
                Body::Indicator(indicator) => {
                    named.directions.extend(indicator.direction.as_deref().map(|direction| (squash(&indicator.indicator), direction)));
                }
                _ => {}
            }
        }
        named
    }

    /// `up` or `down`: as printed, else of the dictionary where the code is known.
    fn direction_of(&self, checked: &'a Checked<'_>, name: &str, target: &Value) -> Option<&'a str> {
        let printed = self.directions.iter().find(|(known, _)| known == name).map(|(_, direction)| *direction);
        let known = || target.code.as_deref().and_then(|c| checked.rules.indicator_by_code(c)).and_then(|e| e.direction.as_deref());
        printed.or_else(known).filter(|d| matches!(*d, "up" | "down"))
    }

    /// The latest baseline or actual figure before the target, of the same unit and place in the plan.
    fn start_of(&self, name: &str, target: &Value) -> Option<(&'a Record, &'a Value)> {
        let same = |v: &Value| {
            v.code == target.code
                && v.unit == target.unit
                && v.path == target.path
                && v.measure == target.measure
                && v.scope == target.scope
        };
        let starts = self.values.iter().filter(|(_, _, v)| matches!(v.role, Role::Baseline | Role::Actual) && v.value.is_some());
        let before = starts.filter(|(n, _, v)| n == name && same(v) && v.year.zip(target.year).is_some_and(|(a, b)| a < b));
        before.map(|(_, record, value)| (*record, *value)).max_by_key(|(_, v)| (v.year, v.role == Role::Baseline))
    }
}
