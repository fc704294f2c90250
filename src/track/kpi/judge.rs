//! The state of an indicator in a year; the first rule that fires decides.

use serde::Serialize;

use super::figures::{Figures, Heading};
use crate::rules::Rules;

/// The states of the records (audit_kpi: state).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KpiState {
    /// The target is reached.
    TargetMet,
    /// Before the target's year and not reached.
    TargetNotMetYet,
    /// At least as far as expected by now.
    OnTrack,
    /// A little less far than expected.
    SlightlyBehind,
    /// Less far than expected.
    Behind,
    /// The target's year has come and it is not reached.
    Missed,
    /// A limit that holds every year was crossed.
    TargetBroken,
    /// A level that was to be kept was kept.
    Kept,
    /// Definition, unit or scope changed.
    NotComparable,
    /// The plan sets no target.
    NoTarget,
    /// The target has no year and is not reached: whether it is late cannot be told.
    Undated,
    /// The year's report came out before the year was over and has no value yet.
    Pending,
    /// This report gives no value although another one does.
    NotReported,
    /// No report gives a value.
    NeverReported,
}

impl KpiState {
    /// The word of the records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::TargetMet => "target_met",
            Self::TargetNotMetYet => "target_not_met_yet",
            Self::OnTrack => "on_track",
            Self::SlightlyBehind => "slightly_behind",
            Self::Behind => "behind",
            Self::Missed => "missed",
            Self::TargetBroken => "target_broken",
            Self::Kept => "kept",
            Self::NotComparable => "not_comparable",
            Self::NoTarget => "no_target",
            Self::Undated => "undated",
            Self::Pending => "pending",
            Self::NotReported => "not_reported",
            Self::NeverReported => "never_reported",
        }
    }
}

/// Judges a reported value. `findings` are those of the row: a value that is worse than the baseline or goes away from the target is
/// not called on track or behind, only not met yet.
#[must_use]
pub fn judge(figures: &Figures, year: i32, findings: &[String], rules: &Rules) -> KpiState {
    let (Some(target), Some(actual)) = (figures.target, figures.actual) else { return KpiState::NoTarget };
    let met = meets(figures, target, actual);
    if figures.every_year && figures.direction == Heading::Down {
        return if met { KpiState::Kept } else { KpiState::TargetBroken };
    }
    if met {
        return KpiState::TargetMet;
    }
    match figures.target_year {
        Some(due) if year >= due => return KpiState::Missed,
        None => return KpiState::Undated,
        Some(_) => {}
    }
    let away = findings.iter().any(|f| matches!(f.as_str(), "worse_than_baseline" | "moving_away_from_target"));
    match figures.expected {
        Some(expected) if !away => pace(figures, expected, actual, rules),
        _ => KpiState::TargetNotMetYet,
    }
}

/// Whether the target is met. A bare number is a floor for what is to grow and a ceiling for what is to shrink.
fn meets(figures: &Figures, target: f64, actual: f64) -> bool {
    match figures.comparator.as_deref() {
        Some(">") => actual > target,
        Some("<") => actual < target,
        Some(">=") => actual >= target,
        Some("<=") => actual <= target,
        _ => figures.direction.sign() * (actual - target) >= 0.0,
    }
}

/// Against the value that the year should have reached. Cut at a share of the expected way (a setting; 0.8 and 0.5 are seen in use).
fn pace(figures: &Figures, expected: f64, actual: f64, rules: &Rules) -> KpiState {
    if figures.direction.sign() * (actual - expected) >= -figures.tolerance {
        return KpiState::OnTrack;
    }
    let Some(baseline) = figures.baseline.filter(|b| (expected - b).abs() > f64::EPSILON) else { return KpiState::Behind };
    let share = (actual - baseline) / (expected - baseline);
    if share >= rules.tracking.indicator.slightly_behind { KpiState::SlightlyBehind } else { KpiState::Behind }
}
