//! The audit record and how heavily its words weigh.

use serde::Serialize;

use crate::model::Evidence;
pub use crate::model::Level;
use crate::track::states::{AuditState, PdcaFlags};

/// The places of both sides.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EvidenceSides {
    /// In the plan.
    pub plan: Vec<Evidence>,
    /// In the report.
    pub report: Vec<Evidence>,
}

/// What was judged of a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowJudgement {
    /// The state that is shown: the utility's own rating where its meaning is plain, else the computed one.
    pub state: AuditState,
    /// What schedule and words alone give.
    pub state_computed: AuditState,
    /// The computed state against the first edition, where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_original: Option<AuditState>,
    /// The rule that gave the computed state.
    pub rule: &'static str,
    /// Years behind the schedule.
    pub slip_years: Option<i32>,
    /// Codes, sorted.
    pub findings: Vec<String>,
}

/// One measure in one fiscal year as one report tells it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "audit")]
pub struct AuditRow {
    /// Label of the edition in force.
    pub plan: Option<String>,
    /// Label of the report; "" where the plan itself settles the measure.
    pub report: String,
    /// Title in the edition in force, else in the report.
    pub measure: String,
    /// Number in the plan, else in the report.
    pub code: Option<String>,
    /// Titles of the tiers above, from the top.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// Sections in the edition in force, else in the report.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<String>,
    /// Fiscal year.
    pub year: i32,
    /// Labels of the steps planned in the year; "" for a bare bar.
    pub planned: Vec<String>,
    /// Whether the report says something of it.
    pub reported: bool,
    /// The rating as printed.
    pub mark: Option<String>,
    /// What was done, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// State and findings.
    #[serde(flatten)]
    pub judgement: RowJudgement,
    /// Plan, do, check, act.
    pub pdca: PdcaFlags,
    /// How the report's row was found, 0..1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub similarity: Option<f64>,
    /// The places of both sides.
    pub evidence: EvidenceSides,
}

/// The level of a code; `None` for states that give no cause to ask.
#[must_use]
pub fn level_of(code: &str) -> Option<Level> {
    match code {
        "not_reported" | "rate_misprinted" | "rating_and_schedule_disagree" | "target_broken" | "missed" | "not_in_plan" | "vanished" => {
            Some(Level::Serious)
        }
        "behind"
        | "not_started"
        | "suspended"
        | "cancelled"
        | "dropped_in_plan"
        | "no_dated_act"
        | "restated"
        | "never_reported"
        | "worse_than_baseline"
        | "moving_away_from_target"
        | "no_reason"
        | "unit_mismatch"
        | "owner_changed"
        | "unknown"
        | "definition_changed"
        | "target_moved"
        | "review_overdue"
        | "deliverable_overdue"
        | "no_report_of_year"
        | "spent_less"
        | "spent_more"
        | "spent_unplanned"
        | "amount_not_reported"
        | "amount_differs_from_plan"
        | "target_differs_from_plan" => Some(Level::Check),
        "as_planned" | "ahead" | "done" | "done_early" | "done_late" | "not_due" | "out_of_period" | "merged" | "transferred"
        | "pending" | "target_met" | "target_not_met_yet" | "on_track" | "kept" => None,
        _ => Some(Level::Note),
    }
}
