//! All findings of an audit as one list: what was found, how heavily it weighs, which rule fired, and the places of both sides.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::amounts::AmountRow;
use super::promises::{Promise, PromiseRow};
use super::record::{AuditRow, EvidenceSides, Level, level_of};
use crate::track::kpi::KpiRow;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The plan as a whole.
    Plan,
    /// A measure.
    Measure,
    /// An indicator.
    Indicator,
    /// An amount of money.
    Amount,
    /// A promised review.
    Review,
    /// A promised product.
    Deliverable,
}

impl Subject {
    /// The word of the records; messages have it under `subject.`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Measure => "measure",
            Self::Indicator => "indicator",
            Self::Amount => "amount",
            Self::Review => "review",
            Self::Deliverable => "deliverable",
        }
    }
}

/// One finding (records: `audit_finding`).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "audit_finding")]
pub struct AuditFinding {
    /// Its code.
    pub finding: String,
    /// How heavily it weighs.
    pub level: Level,
    /// The rule that fired: for a state the rule that gave it, else the finding's own.
    pub rule: String,
    /// What it is about.
    pub subject: Subject,
    /// Name of the measure, indicator, item or product.
    pub name: String,
    /// The measure's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Label of the edition.
    pub plan: Option<String>,
    /// Label of the report, or of the newer edition.
    pub report: Option<String>,
    /// Fiscal year.
    pub year: Option<i32>,
    /// The figures or words that do not agree, by name; empty where the places say all.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<&'static str, Json>,
    /// The places of both sides.
    pub evidence: EvidenceSides,
}

/// The findings of rows, the heaviest first, then by year, number and name.
pub(super) fn all(
    mut found: Vec<AuditFinding>,
    rows: &[AuditRow],
    indicators: &[KpiRow],
    amounts: &[AmountRow],
    promises: &[PromiseRow],
) -> Vec<AuditFinding> {
    found.extend(rows.iter().flat_map(of_row));
    found.extend(indicators.iter().flat_map(of_indicator));
    found.extend(amounts.iter().flat_map(of_amount));
    found.extend(promises.iter().flat_map(of_promise));
    found.sort_by(|a, b| {
        let key =
            |f: &AuditFinding| (Reverse(f.level), f.year, f.subject, f.code.clone(), f.name.clone(), f.finding.clone(), f.report.clone());
        key(a).cmp(&key(b))
    });
    found
}

/// The facts that have a value.
pub(super) fn facts(all: &[(&'static str, Json)]) -> BTreeMap<&'static str, Json> {
    all.iter().filter(|(_, value)| !value.is_null()).cloned().collect()
}

fn of_row(row: &AuditRow) -> Vec<AuditFinding> {
    let judged = &row.judgement;
    let about = facts(&[
        ("mark", json!(row.mark)),
        ("state", json!(judged.state)),
        ("state_computed", json!(Some(judged.state_computed).filter(|s| *s != judged.state))),
        ("state_original", json!(judged.state_original)),
        ("slip_years", json!(judged.slip_years)),
    ]);
    let one = |code: &str, rule: &str| {
        Some(AuditFinding {
            finding: code.to_owned(),
            level: level_of(code)?,
            rule: rule.to_owned(),
            subject: Subject::Measure,
            name: row.measure.clone(),
            code: row.code.clone(),
            plan: row.plan.clone(),
            report: Some(row.report.clone()).filter(|r| !r.is_empty()),
            year: Some(row.year),
            facts: about.clone(),
            evidence: row.evidence.clone(),
        })
    };
    let rule = if judged.state == judged.state_computed { judged.rule } else { "printed_rating" };
    one(judged.state.word(), rule).into_iter().chain(judged.findings.iter().filter_map(|f| one(f, f))).collect()
}

fn of_indicator(row: &KpiRow) -> Vec<AuditFinding> {
    let figures = &row.figures;
    let about = facts(&[
        ("actual", json!(figures.actual)),
        ("target", json!(figures.target)),
        ("target_year", json!(figures.target_year)),
        ("original_target", json!(row.original_target)),
        ("baseline", json!(figures.baseline)),
        ("expected", json!(figures.expected)),
        ("expected_basis", json!(figures.expected_basis)),
        ("attainment_rate", json!(figures.attainment_rate)),
        ("printed_rate", json!(row.printed_rate)),
        ("first_printed", json!(row.first_printed)),
        ("first_report", json!(row.first_report)),
    ]);
    let mut codes: Vec<&str> = vec![row.state.word()];
    codes.extend(row.findings.iter().map(String::as_str));
    codes.dedup();
    let one = |code: &&str| {
        Some(AuditFinding {
            finding: (*code).to_owned(),
            level: level_of(code)?,
            rule: (*code).to_owned(),
            subject: Subject::Indicator,
            name: row.indicator.clone(),
            code: row.code.clone(),
            plan: row.plan.clone(),
            report: row.report.clone(),
            year: row.year,
            facts: about.clone(),
            evidence: row.evidence.clone(),
        })
    };
    codes.iter().filter_map(one).collect()
}

fn of_amount(row: &AmountRow) -> Vec<AuditFinding> {
    let about = facts(&[
        ("planned", json!(row.planned)),
        ("actual", json!(row.actual)),
        ("unit", json!(row.unit)),
        ("execution_rate", json!(row.execution_rate)),
    ]);
    let one = |code: &String| {
        Some(AuditFinding {
            finding: code.clone(),
            level: level_of(code)?,
            rule: code.clone(),
            subject: Subject::Amount,
            name: row.item.clone(),
            code: None,
            plan: row.plan.clone(),
            report: row.report.clone(),
            year: Some(row.year),
            facts: about.clone(),
            evidence: row.evidence.clone(),
        })
    };
    row.findings.iter().filter_map(one).collect()
}

fn of_promise(row: &PromiseRow) -> Vec<AuditFinding> {
    let one = |code: &String| {
        Some(AuditFinding {
            finding: code.clone(),
            level: level_of(code)?,
            rule: code.clone(),
            subject: if row.promise == Promise::Review { Subject::Review } else { Subject::Deliverable },
            name: row.title.clone(),
            code: None,
            plan: Some(row.plan.clone()),
            report: row.shown_by.clone(),
            year: row.due,
            facts: facts(&[("interval_years", json!(row.interval_years)), ("measure", json!(row.measure))]),
            evidence: row.evidence.clone(),
        })
    };
    row.findings.iter().filter_map(one).collect()
}
