//! What an auditor would ask about a figure.

use super::figures::{Figures, Heading, attainment, decimals, progress};
use crate::model::Value;
use crate::rules::Rules;

/// Findings that follow from the figures of the row and its printed series.
pub(super) fn of_row(figures: &Figures, value: &Value, year: i32, series: &[(i32, f64)], rules: &Rules) -> Vec<String> {
    let mut found = Vec::new();
    let mut note = |condition: bool, finding: &str| {
        if condition {
            found.push(finding.to_owned());
        }
    };
    note(value.printed_rate.as_deref().is_some_and(|rate| misprinted(figures, rate)), "rate_misprinted");
    note(figures.target.is_some() && figures.baseline.is_none(), "no_baseline");
    note(worse(figures, year), "worse_than_baseline");
    note(moves_away(figures, series, rules.tracking.indicator.moving_away), "moving_away_from_target");
    note(figures.target.is_some() && figures.direction == Heading::Assumed, "direction_assumed");
    note(exceeds(figures, rules.tracking.indicator.exceeds), "exceeds_target");
    found
}

/// Whether a printed attainment rate follows from none of the formulas in use: actual / target; for what is to shrink also
/// target / actual and (2 target - actual) / target; progress from the baseline. Cut-off digits are no misprint.
#[must_use]
pub fn misprinted(figures: &Figures, printed: &str) -> bool {
    let number: String = printed.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    let (Ok(rate), Some(target), Some(actual)) = (number.parse::<f64>(), figures.target, figures.actual) else { return false };
    let mut rates = vec![attainment(figures.direction, target, actual).map(|(rate, _)| rate)];
    if figures.direction != Heading::Up {
        rates.push(attainment(Heading::Down, target, actual).map(|(rate, _)| rate));
        rates.push(attainment(Heading::Up, target, actual).map(|(rate, _)| rate));
        rates.push((target != 0.0).then(|| (2.0 * target - actual) / target * 100.0));
    }
    rates.push(figures.baseline.and_then(|b| progress(b, target, actual)));
    let rates: Vec<f64> = rates.into_iter().flatten().collect();
    let unit = 10_f64.powi(-decimals(printed));
    !rates.is_empty() && rates.iter().all(|r| (r - rate).abs() >= unit)
}

/// Worse than where the target starts from, by more than the last printed digit.
fn worse(figures: &Figures, year: i32) -> bool {
    let (Some(baseline), Some(actual)) = (figures.baseline, figures.actual) else { return false };
    let later = figures.baseline_year.is_none_or(|b| b < year);
    later && figures.direction != Heading::Assumed && figures.direction.sign() * (actual - baseline) < -figures.tolerance
}

/// Whether the last printed values, as many as `least`, all go away from a target that is not met.
#[must_use]
pub fn moves_away(figures: &Figures, series: &[(i32, f64)], least: usize) -> bool {
    let (Some(target), Some(actual)) = (figures.target, figures.actual) else { return false };
    let last = &series[series.len().saturating_sub(least)..];
    let away = last
        .windows(2)
        .all(|pair| (pair[1].1 - target).abs() > (pair[0].1 - target).abs() && figures.direction.sign() * (pair[1].1 - pair[0].1) < 0.0);
    least >= 2 && last.len() == least && away && figures.direction.sign() * (actual - target) < 0.0
}

fn exceeds(figures: &Figures, share: f64) -> bool {
    let (Some(target), Some(actual)) = (figures.target, figures.actual) else { return false };
    target != 0.0 && figures.direction.sign() * (actual - target) > share * target.abs()
}
