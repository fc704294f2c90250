//! Plan, do, check, act: for each whether it is on record, with the places that show it.

use serde::Serialize;

use super::{AuditState, Reported};
use crate::model::Evidence;
use crate::track::progress::Answer;

/// One of the four with its places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flag {
    /// yes, no or `not_applicable`.
    pub answer: Answer,
    /// Where it is printed; empty for no.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// The four.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PdcaFlags {
    /// A step is planned in the year by the edition in force.
    pub plan: Flag,
    /// What was done is told.
    #[serde(rename = "do")]
    pub does: Flag,
    /// It was judged, or a reason is given.
    pub check: Flag,
    /// What comes next is told.
    pub act: Flag,
}

impl PdcaFlags {
    /// Whether all four that apply are on record, and at least one does.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let all = [&self.plan, &self.does, &self.check, &self.act];
        all.iter().all(|f| f.answer != Answer::No) && all.iter().any(|f| f.answer == Answer::Yes)
    }
}

/// The four for one measure and year; `planned` and `told` are the places of the year's steps and of the result.
#[must_use]
pub fn pdca(state: AuditState, reported: Option<&Reported>, planned: Vec<Evidence>, told: &[Evidence]) -> PdcaFlags {
    let excused = matches!(
        state,
        AuditState::OutOfPeriod
            | AuditState::NotDue
            | AuditState::Merged
            | AuditState::Transferred
            | AuditState::DroppedInPlan
            | AuditState::Pending
    ) && reported.is_none();
    let flag = |yes: bool, places: &[Evidence]| match (yes, excused) {
        (true, _) => Flag { answer: Answer::Yes, evidence: places.to_vec() },
        (false, true) => Flag { answer: Answer::NotApplicable, evidence: Vec::new() },
        (false, false) => Flag { answer: Answer::No, evidence: Vec::new() },
    };
    PdcaFlags {
        plan: flag(!planned.is_empty(), &planned),
        does: flag(reported.is_some_and(|r| !r.text.trim().is_empty()), told),
        check: flag(reported.is_some_and(|r| r.mark.is_some() || r.reason.is_some()), told),
        act: flag(reported.is_some_and(|r| r.next.is_some()), told),
    }
}
