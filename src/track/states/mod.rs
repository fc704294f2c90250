//! The state of a measure in a fiscal year: one rule one function, tried in a fixed order; the first that fires decides.
//!
//! The order is that of the tool's own state model (a proposal drawn from the scales that utilities publish): what takes a measure out of
//! judgement comes first (outside the period, merged, transferred, given up), then what is finished, then what is not yet due or not
//! reported, and only then late, on time and early. What the plan and the words of the report give is the computed state; a printed
//! rating with a plain meaning, or one that a legend explains, is the utility's own judgement and stands before it. Where the two
//! disagree a finding says so.

mod pdca;
mod phases;
mod planned;
mod ratings;
mod rules;

use serde::Serialize;

pub use pdca::{Flag, PdcaFlags, pdca};
pub use phases::{Reached, reached};
pub use planned::{Planned, Step};
pub use ratings::{Legend, state_of_word};
pub use rules::RULES;

use crate::rules::Rules;

/// The states of the records (audit: state).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditState {
    /// The year is outside the plan's period.
    OutOfPeriod,
    /// Nothing planned in the year and nothing reported.
    NotDue,
    /// As the schedule says.
    AsPlanned,
    /// Further than the schedule says.
    Ahead,
    /// Less far than the schedule says.
    Behind,
    /// Planned, and reported as not begun.
    NotStarted,
    /// Finished.
    Done,
    /// Finished before the planned last year.
    DoneEarly,
    /// Finished after the planned last year.
    DoneLate,
    /// Stopped with the intent to go on.
    Suspended,
    /// A report stops it.
    Cancelled,
    /// The plan itself gives it up.
    DroppedInPlan,
    /// Another body does it.
    Transferred,
    /// Another measure took it in.
    Merged,
    /// The report is not yet due.
    Pending,
    /// Planned, due, and no report says anything of it.
    NotReported,
    /// Reported, and in no edition of the plan.
    NotInPlan,
    /// Cannot be told.
    Unknown,
}

impl AuditState {
    /// The word of the records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OutOfPeriod => "out_of_period",
            Self::NotDue => "not_due",
            Self::AsPlanned => "as_planned",
            Self::Ahead => "ahead",
            Self::Behind => "behind",
            Self::NotStarted => "not_started",
            Self::Done => "done",
            Self::DoneEarly => "done_early",
            Self::DoneLate => "done_late",
            Self::Suspended => "suspended",
            Self::Cancelled => "cancelled",
            Self::DroppedInPlan => "dropped_in_plan",
            Self::Transferred => "transferred",
            Self::Merged => "merged",
            Self::Pending => "pending",
            Self::NotReported => "not_reported",
            Self::NotInPlan => "not_in_plan",
            Self::Unknown => "unknown",
        }
    }

    /// Finished, however.
    #[must_use]
    pub fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::DoneEarly | Self::DoneLate)
    }

    /// Going as it should or better.
    #[must_use]
    pub fn is_good(self) -> bool {
        self.is_done() || matches!(self, Self::AsPlanned | Self::Ahead)
    }

    /// Less than the schedule says.
    #[must_use]
    pub fn is_short(self) -> bool {
        matches!(self, Self::Behind | Self::NotStarted)
    }

    /// Stopped.
    #[must_use]
    pub fn is_stopped(self) -> bool {
        matches!(self, Self::Suspended | Self::Cancelled)
    }
}

/// What a report says of a measure in a year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reported {
    /// What was done, reasons and remarks left out.
    pub text: String,
    /// The rating as printed.
    pub mark: Option<String>,
    /// What the rating says, by its plain meaning or the document's legend.
    pub rated: Option<AuditState>,
    /// Findings that the rating's word brings along: `partly`, `continuing`.
    pub with: Vec<&'static str>,
    /// Reason of a delay or change.
    pub reason: Option<String>,
    /// What comes next.
    pub next: Option<String>,
}

/// Everything that the state of one measure in one year depends on.
pub struct Case<'a> {
    /// The fiscal year.
    pub year: i32,
    /// What the edition in force plans.
    pub planned: &'a Planned,
    /// What the report says; `None` where it is silent.
    pub reported: Option<&'a Reported>,
    /// Finished in an earlier year, after an earlier report.
    pub done_in: Option<i32>,
    /// Whether the year's report was due on the day of judgement.
    pub due: bool,
    /// Limits and words.
    pub rules: &'a Rules,
}

/// A state and what goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The state that is shown.
    pub state: AuditState,
    /// What schedule and words alone give.
    pub computed: AuditState,
    /// Name of the rule that fired, for explanations.
    pub rule: &'static str,
    /// Years behind the schedule, where that can be told.
    pub slip_years: Option<i32>,
    /// Codes of findings, sorted.
    pub findings: Vec<&'static str>,
}

/// Judges one measure in one year.
#[must_use]
pub fn judge(case: &Case<'_>) -> Judgement {
    let (rule, computed, slip_years) = rules::computed(case);
    let rated = case.reported.and_then(|r| r.rated);
    // What ends the judgement stands before any rating: a dropped measure is dropped whatever was written beside it.
    let settled = matches!(
        computed,
        AuditState::OutOfPeriod | AuditState::Merged | AuditState::DroppedInPlan | AuditState::Transferred | AuditState::Pending
    ) && case.reported.is_none_or(|r| r.rated.is_none() || computed != AuditState::OutOfPeriod);
    let state = match rated {
        Some(rated) if !settled => rules::time_of_completion(case, rated),
        _ => computed,
    };
    let mut findings = rules::findings(case, state, computed);
    findings.sort_unstable();
    findings.dedup();
    let slip_years = slip_years.filter(|_| state.is_short() || computed.is_short());
    Judgement { state, computed, rule, slip_years, findings }
}

#[cfg(test)]
mod tests;
