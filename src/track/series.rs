//! Indicators with their values by year, drawn together from `indicator` and `value` records.

use serde::Serialize;

use super::Cite;
use super::titles::{squash, squash_unit};
use crate::model::{Indicator, Role, Value};

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// Higher is better.
    Up,
    /// Lower is better.
    Down,
    /// Neither: printed as such.
    Neutral,
    /// Nothing says it.
    #[default]
    Unknown,
    /// Sources say different things.
    Conflict,
}

impl Trend {
    /// From the word of an indicator record.
    #[must_use]
    pub fn from_word(word: Option<&str>) -> Self {
        match word {
            Some("up") => Self::Up,
            Some("down") => Self::Down,
            Some("none") => Self::Neutral,
            _ => Self::Unknown,
        }
    }

    /// What two sources say together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (a, Self::Unknown) => a,
            (Self::Unknown, b) => b,
            (a, b) if a == b => a,
            _ => Self::Conflict,
        }
    }
}

/// One value of an indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Fiscal year, `None` where none is printed.
    pub year: Option<i32>,
    /// Relative column (将来値).
    pub phase: Option<String>,
    /// Actual, target ...
    pub role: Role,
    /// Number in the series' unit, `None` for words.
    pub value: Option<f64>,
    /// `=`, `>=` ...; `None` where only words are printed.
    pub comparator: Option<String>,
    /// As printed.
    pub text: String,
    /// The value record.
    pub cite: Cite,
}

/// One indicator of one scope and one edition of its standard, in one unit.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Series {
    /// Name as printed.
    pub name: String,
    /// Code, printed or matched.
    pub code: Option<String>,
    /// Unit as printed.
    pub unit: Option<String>,
    /// Whose values, where not the utility's own.
    pub scope: Option<String>,
    /// Edition of the indicator standard.
    pub edition: Option<u16>,
    /// Which way is better.
    pub trend: Trend,
    /// Formula as printed.
    pub formula: Option<String>,
    /// Definition as printed.
    pub definition: Option<String>,
    /// Remark under its figures as printed.
    pub evaluation: Option<String>,
    /// The indicator record, where there is one.
    pub cite: Option<Cite>,
    /// Titles of the measures it belongs to.
    pub measures: Vec<String>,
    /// Values in the order of year, phase and role.
    pub points: Vec<Point>,
}

impl Series {
    /// Whether the series has numbers (else its targets are words).
    #[must_use]
    pub fn has_numbers(&self) -> bool {
        self.points.iter().any(|p| p.value.is_some())
    }
}

/// The fixed order of roles in tables.
#[must_use]
pub fn role_order(role: Role) -> u8 {
    match role {
        Role::Baseline => 0,
        Role::Actual => 1,
        Role::Plan => 2,
        Role::Forecast => 3,
        Role::Target => 4,
        Role::Average => 5,
    }
}

/// Code and standard edition settle identity where there is a code; else name and unit do.
fn same_indicator(s: &Series, v: &Value) -> bool {
    let by_code = match (&s.code, &v.code) {
        (Some(a), Some(b)) => a == b,
        _ => squash(&s.name) == squash(&v.indicator),
    };
    by_code
        && s.scope.as_deref().map(squash) == v.scope.as_deref().map(squash)
        && (s.edition.is_none() || v.standard_edition.is_none() || s.edition == v.standard_edition)
        && units_agree(s.unit.as_deref(), v.unit.as_deref())
}

fn units_agree(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => squash_unit(a) == squash_unit(b),
        _ => true,
    }
}

/// Joins values and indicator records into series, in the order of first mention. A value that repeats an earlier one is left out.
#[must_use]
pub fn series(values: &[(Cite, Value)], indicators: &[(Cite, Indicator)]) -> Vec<Series> {
    let mut all: Vec<Series> = Vec::new();
    for (cite, value) in values {
        let i = all.iter().position(|s| same_indicator(s, value)).unwrap_or_else(|| {
            all.push(Series { name: value.indicator.clone(), scope: value.scope.clone(), ..Series::default() });
            all.len() - 1
        });
        add(&mut all[i], *cite, value);
    }
    for (cite, indicator) in indicators {
        describe(&mut all, *cite, indicator);
    }
    for s in &mut all {
        s.points.sort_by(|a, b| {
            let key = |p: &Point| (p.year.is_none(), p.year, p.phase.clone(), role_order(p.role), p.cite);
            key(a).cmp(&key(b))
        });
    }
    all
}

fn add(series: &mut Series, cite: Cite, v: &Value) {
    series.code = series.code.take().or_else(|| v.code.clone());
    series.unit = series.unit.take().or_else(|| v.unit.clone());
    series.edition = series.edition.or(v.standard_edition);
    if let Some(measure) = v.measure.as_ref().filter(|m| !series.measures.iter().any(|k| squash(k) == squash(m))) {
        series.measures.push(measure.clone());
    }
    let repeats = |p: &Point| {
        p.year == v.year
            && p.phase == v.phase
            && p.role == v.role
            && match (p.value, v.value) {
                (Some(a), Some(b)) => a.total_cmp(&b).is_eq() && p.comparator == v.comparator,
                (None, None) => squash(&p.text) == squash(&v.text),
                _ => false,
            }
    };
    // What a plan itself sets is not set again by the reports that copy it; actual values that differ are all shown.
    let copies = |p: &Point| {
        p.cite.document != cite.document && v.role != Role::Actual && p.year == v.year && p.phase == v.phase && p.role == v.role
    };
    if !series.points.iter().any(|p| repeats(p) || copies(p)) {
        series.points.push(Point {
            year: v.year,
            phase: v.phase.clone(),
            role: v.role,
            value: v.value.filter(|n| n.is_finite()),
            comparator: v.comparator.clone(),
            text: v.text.clone(),
            cite,
        });
    }
}

/// Adds what an indicator record says to its series (its own values, not those of peers), or keeps it as a series without values.
fn describe(all: &mut Vec<Series>, cite: Cite, indicator: &Indicator) {
    let same = |s: &Series| match (&s.code, &indicator.code) {
        (Some(a), Some(b)) => a == b,
        _ => squash(&s.name) == squash(&indicator.indicator),
    };
    if !all.iter().any(same) {
        all.push(Series {
            name: indicator.indicator.clone(),
            code: indicator.code.clone(),
            unit: indicator.unit.clone(),
            ..Series::default()
        });
    }
    for s in all.iter_mut().filter(|s| same(s)) {
        s.trend = s.trend.with(Trend::from_word(indicator.direction.as_deref()));
        s.formula = s.formula.take().or_else(|| indicator.formula.clone());
        s.definition = s.definition.take().or_else(|| indicator.definition.clone());
        s.evaluation = s.evaluation.take().or_else(|| indicator.evaluation.clone());
        s.cite = s.cite.or(Some(cite));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(document: usize, role: Role, year: i32, n: f64, comparator: &str) -> (Cite, Value) {
        let v = Value {
            indicator: "受付の割合".into(),
            code: None,
            unit: Some("%".into()),
            year: Some(year),
            phase: None,
            role,
            value: Some(n),
            comparator: Some(comparator.into()),
            text: n.to_string(),
            scope: None,
            measure: None,
            standard_edition: None,
            path: Vec::new(),
            printed_rate: None,
            standard: None,
        };
        (Cite { document, record: 0 }, v)
    }

    #[test]
    fn a_report_adds_actual_values_and_does_not_set_targets_again() {
        let values = [
            value(0, Role::Target, 2026, 50.0, ">="),
            value(1, Role::Target, 2026, 40.0, "="),
            value(1, Role::Actual, 2023, 37.5, "="),
            value(2, Role::Actual, 2023, 35.0, "="),
        ];
        let all = series(&values, &[]);
        let seen: Vec<(Option<i32>, Option<f64>)> = all[0].points.iter().map(|p| (p.year, p.value)).collect();
        assert_eq!(seen, [(Some(2023), Some(37.5)), (Some(2023), Some(35.0)), (Some(2026), Some(50.0))]);
    }

    #[test]
    fn units_and_scopes_part_series() {
        let mut other = value(0, Role::Actual, 2023, 1.0, "=");
        other.1.unit = Some("件".into());
        let mut peers = value(0, Role::Average, 2023, 2.0, "=");
        peers.1.scope = Some("類似団体平均".into());
        assert_eq!(series(&[value(0, Role::Actual, 2023, 3.0, "="), other, peers], &[]).len(), 3);
    }

    #[test]
    fn an_indicator_without_values_is_kept() {
        let indicator = Indicator { indicator: "有収率".into(), direction: Some("up".into()), ..Indicator::default() };
        let all = series(&[], &[(Cite { document: 0, record: 0 }, indicator)]);
        assert_eq!((all.len(), all[0].trend), (1, Trend::Up));
    }
}
