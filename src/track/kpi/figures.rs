//! Targets, baselines and the rates made of them.

use serde::Serialize;

use crate::model::{Body, Role, Value};
use crate::track::edition::Edition;
use crate::track::indicators::TrackedIndicator;
use crate::track::titles::squash;

/// Which way the indicator is meant to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Heading {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Nothing says it; judged as upward and said so.
    #[default]
    Assumed,
}

impl Heading {
    /// +1 for up, -1 for down.
    #[must_use]
    pub fn sign(self) -> f64 {
        if self == Self::Down { -1.0 } else { 1.0 }
    }
}

/// The figures of one row.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Figures {
    /// The target that the year is judged by.
    pub target: Option<f64>,
    /// `=`, `>=` ... as printed with it.
    pub comparator: Option<String>,
    /// The target's year.
    pub target_year: Option<i32>,
    /// The value that the target starts from.
    pub baseline: Option<f64>,
    /// Its year.
    pub baseline_year: Option<i32>,
    /// What was reported.
    pub actual: Option<f64>,
    /// What the year should have reached.
    pub expected: Option<f64>,
    /// `printed`, or `interpolated` (均等割りによる目安: no target).
    pub expected_basis: Option<&'static str>,
    /// Percent.
    pub attainment_rate: Option<f64>,
    /// The formula behind it: `actual / target` or `target / actual`.
    pub attainment_formula: Option<&'static str>,
    /// (actual - baseline) / (target - baseline), percent.
    pub progress_rate: Option<f64>,
    /// Which way is better.
    pub direction: Heading,
    /// True where the limit holds every year.
    #[serde(skip)]
    pub every_year: bool,
    /// True where the report prints another target than the plan.
    #[serde(skip)]
    pub target_differs: bool,
    /// Half of the last printed digit.
    #[serde(skip)]
    pub tolerance: f64,
    /// Records of the plan that were used.
    #[serde(skip)]
    pub plan_records: Vec<usize>,
}

/// Values that tracking looks at.
pub(super) fn counts(v: &Value) -> bool {
    matches!(v.role, Role::Target | Role::Actual | Role::Baseline)
}

impl Figures {
    /// Gathers the figures for a year.
    #[must_use]
    pub fn new(planned: Option<&TrackedIndicator<'_>>, told: &TrackedIndicator<'_>, year: i32, actual: f64, plan: &Edition<'_>) -> Self {
        let own = planned.and_then(|p| target_for(p, year));
        let copied = target_for(told, year);
        let target = own.or(copied);
        let baseline = planned.and_then(|p| baseline(p, target, year)).or_else(|| baseline(told, target, year));
        let mut figures = target.map(|(_, v)| Self::of_target(v)).unwrap_or_default();
        figures.actual = Some(actual);
        figures.plan_records.extend(own.map(|(record, _)| record));
        figures.baseline = baseline.and_then(|(_, v)| v.value);
        figures.baseline_year = baseline.and_then(|(_, v)| v.year);
        figures.target_differs = own.zip(copied).is_some_and(|((_, a), (_, b))| a.year == b.year && a.value != b.value);
        let texts: Vec<&str> = told.values.iter().filter(|(_, v)| v.year == Some(year)).map(|(_, v)| v.text.as_str()).collect();
        figures.tolerance = tolerance(&texts);
        figures.every_year = planned.unwrap_or(told).of_role(Role::Target).all(|(_, v)| v.year.is_none() && v.phase.is_none());
        figures.direction = heading(&figures, planned, told, plan);
        figures.rates(planned, year);
        figures
    }

    /// Only the target.
    #[must_use]
    pub fn of_target(value: &Value) -> Self {
        Self { target: value.value, comparator: value.comparator.clone(), target_year: value.year, ..Self::default() }
    }

    fn rates(&mut self, planned: Option<&TrackedIndicator<'_>>, year: i32) {
        let (Some(target), Some(actual)) = (self.target, self.actual) else { return };
        (self.attainment_rate, self.attainment_formula) = match attainment(self.direction, target, actual) {
            Some((rate, formula)) => (Some(round(rate)), Some(formula)),
            None => (None, None),
        };
        self.progress_rate = self.baseline.and_then(|b| progress(b, target, actual)).map(round);
        let printed = planned.and_then(|p| p.of_role(Role::Target).find(|(_, v)| v.year == Some(year)).and_then(|(_, v)| v.value));
        let between = self.baseline.zip(self.baseline_year).zip(self.target_year);
        if let Some(printed) = printed {
            (self.expected, self.expected_basis) = (Some(printed), Some("printed"));
        } else if let Some(((base, from), to)) = between.filter(|((_, from), to)| (*from..*to).contains(&year)) {
            self.expected = expected((from, base), (to, target), year).map(round);
            self.expected_basis = self.expected.map(|_| "interpolated");
        }
    }
}

/// The target of the year, else the next one to come, else the last one.
fn target_for<'a>(indicator: &TrackedIndicator<'a>, year: i32) -> Option<(usize, &'a Value)> {
    let mut targets: Vec<(usize, &Value)> = indicator.of_role(Role::Target).filter(|(_, v)| v.value.is_some()).collect();
    targets.sort_by_key(|(record, v)| (v.year.is_none(), v.year, *record));
    let coming = targets.iter().find(|(_, v)| v.year.is_some_and(|y| y >= year));
    coming.or_else(|| targets.iter().rfind(|(_, v)| v.year.is_some())).or(targets.last()).copied()
}

/// A printed baseline; else the last actual value from before the year that is judged and from before the target's.
fn baseline<'a>(indicator: &TrackedIndicator<'a>, target: Option<(usize, &Value)>, year: i32) -> Option<(usize, &'a Value)> {
    let printed = indicator.of_role(Role::Baseline).find(|(_, v)| v.value.is_some());
    let due = target.and_then(|(_, v)| v.year).unwrap_or(i32::MAX);
    let actuals = indicator.of_role(Role::Actual).filter(|(_, v)| v.value.is_some() && v.year.is_some_and(|y| y < year && y < due));
    printed.or_else(|| actuals.min_by_key(|(record, v)| (v.year, *record)))
}

/// Comparator, printed direction, or the way from baseline to target.
fn heading(figures: &Figures, planned: Option<&TrackedIndicator<'_>>, told: &TrackedIndicator<'_>, plan: &Edition<'_>) -> Heading {
    match figures.comparator.as_deref() {
        Some(">=" | ">") => return Heading::Up,
        Some("<=" | "<") => return Heading::Down,
        _ => {}
    }
    let name = squash(&planned.unwrap_or(told).first().indicator);
    let said = plan.document.records.iter().find_map(|r| match &r.body {
        Body::Indicator(i) if squash(&i.indicator) == name => i.direction.clone(),
        _ => None,
    });
    match (said.as_deref(), figures.baseline, figures.target) {
        (Some("up"), ..) => Heading::Up,
        (Some("down"), ..) => Heading::Down,
        (_, Some(b), Some(t)) if t < b => Heading::Down,
        (_, Some(b), Some(t)) if t > b => Heading::Up,
        _ => Heading::Assumed,
    }
}

/// Attainment in percent with its formula: actual / target for what is to grow; target / actual for what is to shrink, as reports
/// print it in their footnotes. None for a target or value of 0 that would divide.
#[must_use]
pub fn attainment(direction: Heading, target: f64, actual: f64) -> Option<(f64, &'static str)> {
    match direction {
        Heading::Down if actual != 0.0 => Some((target / actual * 100.0, "target / actual")),
        Heading::Up | Heading::Assumed if target != 0.0 => Some((actual / target * 100.0, "actual / target")),
        _ => None,
    }
}

/// Progress from the baseline to the target in percent, whatever the direction: (actual - baseline) / (target - baseline).
#[must_use]
pub fn progress(baseline: f64, target: f64, actual: f64) -> Option<f64> {
    let way = target - baseline;
    (way != 0.0).then(|| (actual - baseline) / way * 100.0)
}

/// The value of a year on the straight line from baseline to target (均等割りによる目安). It is a help for the eye, never a target.
#[must_use]
pub fn expected(from: (i32, f64), to: (i32, f64), year: i32) -> Option<f64> {
    (from.0 < to.0).then(|| from.1 + (to.1 - from.1) * f64::from(year - from.0) / f64::from(to.0 - from.0))
}

/// Half of the last digit that any of the texts prints.
#[must_use]
pub fn tolerance(texts: &[&str]) -> f64 {
    texts.iter().map(|t| 0.5 * 10_f64.powi(-decimals(t))).fold(0.5, f64::min)
}

/// Digits after the point of the last number in a text.
pub(super) fn decimals(text: &str) -> i32 {
    let digits: String = text.chars().rev().skip_while(|c| !c.is_ascii_digit()).take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.split_once('.').map_or(0, |(after, _)| i32::try_from(after.len().min(9)).unwrap_or(0))
}

fn round(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}
