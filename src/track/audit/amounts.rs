//! Money planned beside money spent, by item and fiscal year.

use std::collections::BTreeMap;

use serde::Serialize;

use super::force::edition_in_force;
use super::record::EvidenceSides;
use crate::model::{Amount, Body, Role};
use crate::rules::Rules;
use crate::track::edition::Edition;
use crate::track::titles::squash;

/// One item in one year (records: `audit_amount`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "audit_amount")]
pub struct AmountRow {
    /// Label of the edition in force.
    pub plan: Option<String>,
    /// Label of the report; `None` where no report of the year prints the item.
    pub report: Option<String>,
    /// Name of the row.
    pub item: String,
    /// Tiers or table title above it.
    pub path: Vec<String>,
    /// The measure it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Fiscal year, the first of a column over several.
    pub year: i32,
    /// Last fiscal year of such a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_to: Option<i32>,
    /// Unit of all figures of the row: the planned one's.
    pub unit: Option<String>,
    /// What was planned: by the plan, else by the report's own column.
    pub planned: Option<f64>,
    /// What was spent.
    pub actual: Option<f64>,
    /// actual - planned.
    pub difference: Option<f64>,
    /// actual / planned (執行率), percent.
    pub execution_rate: Option<f64>,
    /// Codes, sorted.
    pub findings: Vec<String>,
    /// The places of both sides.
    pub evidence: EvidenceSides,
}

/// What an amount is of: item, measure or lowest tier, first and last year.
type Key = (String, String, i32, Option<i32>);

/// An amount in its document.
type Printed<'a> = (usize, &'a Amount);

/// One row for each item and year that a report prints an actual amount of and that is planned, or that a report which prints money
/// leaves out. Items are the same where name and measure (else the lowest tier) are, or where the name alone stands once on each side.
#[must_use]
pub(super) fn rows(editions: &[&Edition<'_>], reports: &[&Edition<'_>], rules: &Rules) -> Vec<AmountRow> {
    let mut all = Vec::new();
    for report in reports {
        let spent = amounts(report, Role::Actual);
        let own_plan = amounts(report, Role::Plan);
        let years: std::collections::BTreeSet<i32> = spent.keys().map(|k| k.2).collect();
        for year in years {
            let Some((place, _)) = edition_in_force(editions, year, rules) else { continue };
            let plan = editions[place];
            let planned = of_year(&amounts(plan, Role::Plan), year);
            let actual = of_year(&spent, year);
            for (key, &(record, amount)) in &actual {
                let own = find(&planned, &actual, key);
                let copied = own_plan.get(key).copied();
                if own.is_none() && copied.is_none() {
                    continue;
                }
                all.push(row(plan, report, own, copied, (record, amount), rules));
            }
            for (key, &(record, amount)) in planned.iter().filter(|(key, _)| find(&actual, &planned, key).is_none()) {
                // An account is not asked for every item of the plan: only for those beside which it prints others of the same measure or tier.
                if actual.keys().any(|k| k.1 == key.1 && !k.1.is_empty()) {
                    all.push(silent(plan, report, (record, amount), year));
                }
            }
        }
    }
    all
}

fn amounts<'a>(edition: &Edition<'a>, role: Role) -> BTreeMap<Key, Printed<'a>> {
    let mut all = BTreeMap::new();
    for (record, r) in edition.document.records.iter().enumerate() {
        let Body::Amount(a) = &r.body else { continue };
        let Some(year) = a.year.filter(|_| a.role == role) else { continue };
        let above = a.measure.as_ref().or(a.path.last()).map(|t| squash(t)).unwrap_or_default();
        all.entry((squash(&a.item), above, year, a.year_to)).or_insert((record, a));
    }
    all
}

fn of_year<'a>(all: &BTreeMap<Key, Printed<'a>>, year: i32) -> BTreeMap<Key, Printed<'a>> {
    all.iter().filter(|(key, _)| key.2 == year).map(|(key, printed)| (key.clone(), *printed)).collect()
}

/// The same item on the other side; by its name alone where that stands once on both sides.
fn find<'a>(there: &BTreeMap<Key, Printed<'a>>, here: &BTreeMap<Key, Printed<'a>>, key: &Key) -> Option<Printed<'a>> {
    let alike = |k: &&Key| k.0 == key.0 && k.3 == key.3;
    let alone = || {
        (here.keys().filter(alike).count() == 1 && there.keys().filter(alike).count() == 1).then(|| there.iter().find(|(k, _)| alike(k)))
    };
    there.get(key).copied().or_else(|| alone().flatten().map(|(_, printed)| *printed))
}

fn row(
    plan: &Edition<'_>,
    report: &Edition<'_>,
    own: Option<Printed<'_>>,
    copied: Option<Printed<'_>>,
    (record, amount): Printed<'_>,
    rules: &Rules,
) -> AmountRow {
    let base = own.or(copied).map_or(amount, |(_, a)| a);
    let planned = own.or(copied).map(|(_, a)| a.value);
    let actual = in_unit(amount, base, rules);
    let differs = own.zip(copied).is_some_and(|((_, a), (_, b))| in_unit(b, a, rules).is_some_and(|b| (a.value - b).abs() >= 1.0));
    let limits = rules.tracking.amount;
    let share = planned.zip(actual).filter(|(p, _)| *p != 0.0).map(|(p, a)| a / p);
    let mut findings = Vec::new();
    let mut note = |condition: bool, finding: &str| {
        if condition {
            findings.push(finding.to_owned());
        }
    };
    note(actual.is_none(), "unit_mismatch");
    note(share.is_some_and(|s| s < limits.least_execution), "spent_less");
    note(share.is_some_and(|s| s > limits.most_execution), "spent_more");
    note(planned == Some(0.0) && actual.is_some_and(|a| a != 0.0), "spent_unplanned");
    note(own.is_none(), "planned_in_report_only");
    note(differs, "amount_differs_from_plan");
    let mut evidence = EvidenceSides { plan: Vec::new(), report: report.evidence(record) };
    evidence.plan.extend(own.map(|(r, _)| plan.evidence(r)).unwrap_or_default());
    evidence.report.extend(copied.map(|(r, _)| report.evidence(r)).unwrap_or_default());
    findings.sort();
    AmountRow {
        plan: Some(plan.name.clone()),
        report: Some(report.name.clone()),
        item: base.item.clone(),
        path: base.path.clone(),
        measure: base.measure.clone(),
        year: amount.year.unwrap_or_default(),
        year_to: amount.year_to,
        unit: base.unit.clone(),
        planned,
        actual,
        difference: planned.zip(actual).map(|(p, a)| round(a - p)),
        execution_rate: share.map(|s| round(s * 100.0)),
        findings,
        evidence,
    }
}

/// A planned item that a report leaves out.
fn silent(plan: &Edition<'_>, report: &Edition<'_>, (record, amount): Printed<'_>, year: i32) -> AmountRow {
    AmountRow {
        plan: Some(plan.name.clone()),
        report: Some(report.name.clone()),
        item: amount.item.clone(),
        path: amount.path.clone(),
        measure: amount.measure.clone(),
        year,
        year_to: amount.year_to,
        unit: amount.unit.clone(),
        planned: Some(amount.value),
        actual: None,
        difference: None,
        execution_rate: None,
        findings: vec!["amount_not_reported".to_owned()],
        evidence: EvidenceSides { plan: plan.evidence(record), report: Vec::new() },
    }
}

/// The amount in the unit of another one; `None` where the units are of different kinds.
fn in_unit(amount: &Amount, other: &Amount, rules: &Rules) -> Option<f64> {
    let yen = |a: &Amount| a.unit.as_deref().and_then(|u| rules.units.yen(u));
    match (yen(amount), yen(other)) {
        (Some(from), Some(to)) => {
            #[allow(clippy::cast_precision_loss)] // factors of money
            let factor = from as f64 / to as f64;
            Some(round(amount.value * factor))
        }
        _ if amount.unit == other.unit => Some(amount.value),
        _ => None,
    }
}

fn round(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::testing::{Paper, plan, report};

    fn found(plan: Paper, report: Paper) -> Vec<AmountRow> {
        let (plan, report) = (plan.done(), report.done());
        rows(&[&Edition::new(&plan)], &[&Edition::new(&report)], Rules::embedded())
    }

    fn budget() -> Paper {
        plan("p", 2023, 3).measure("1", "配水管の更新").amount("工事費", Role::Plan, 2024, 100.0, "百万円").amount(
            "委託費",
            Role::Plan,
            2024,
            20.0,
            "百万円",
        )
    }

    #[test]
    fn spent_against_planned_in_the_plans_unit() {
        let told = report("r", 2024).measure("1", "配水管の更新").amount("工事費", Role::Actual, 2024, 57_000.0, "千円");
        let found = found(budget(), told);
        let work = found.iter().find(|r| r.item == "工事費").unwrap();
        assert_eq!((work.planned, work.actual, work.difference, work.execution_rate), (Some(100.0), Some(57.0), Some(-43.0), Some(57.0)));
        assert_eq!(work.findings, ["spent_less"]);
        assert!(!work.evidence.plan.is_empty() && !work.evidence.report.is_empty());
        let silent = found.iter().find(|r| r.item == "委託費").unwrap();
        assert_eq!((silent.actual, &silent.findings[..]), (None, &["amount_not_reported".to_owned()][..]));
    }

    #[test]
    fn a_plan_of_another_figure_and_one_in_the_report_only() {
        let told = report("r", 2024)
            .measure("1", "配水管の更新")
            .amount("工事費", Role::Plan, 2024, 90.0, "百万円")
            .amount("工事費", Role::Actual, 2024, 120.0, "百万円")
            .measure("2", "研修")
            .amount("講師謝金", Role::Plan, 2024, 3.0, "百万円")
            .amount("講師謝金", Role::Actual, 2024, 3.0, "百万円");
        let found = found(budget(), told);
        assert_eq!(found.iter().find(|r| r.item == "工事費").unwrap().findings, ["amount_differs_from_plan", "spent_more"]);
        assert_eq!(found.iter().find(|r| r.item == "講師謝金").unwrap().findings, ["planned_in_report_only"]);
    }

    #[test]
    fn a_bucket_of_years_is_compared_with_the_same_bucket_only() {
        let years = |paper: Paper, role, value| paper.measure("1", "更新").amount("工事費", role, 2023, value, "百万円").until(2025);
        let told = report("r", 2024).measure("1", "更新").amount("工事費", Role::Actual, 2023, 10.0, "百万円");
        assert!(found(years(plan("p", 2023, 3), Role::Plan, 300.0), told).iter().all(|r| r.actual.is_none()));
        let whole = years(report("r", 2025), Role::Actual, 290.0);
        assert_eq!(found(years(plan("p", 2023, 3), Role::Plan, 300.0), whole)[0].year_to, Some(2025));
    }
}
