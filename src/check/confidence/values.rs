//! Values whose fields do not go together.

use std::collections::BTreeMap;

use super::{Doubt, Doubts};
use crate::language::{parse_year_header, squash};
use crate::model::{Body, PlanKind, Record, Role, Value};
use crate::rules::standard_edition;

/// Figures from here on without a unit, or with the percent of the row above, are rather money.
const LARGE: f64 = 10_000.0;
/// Words that stand for a sum.
const SUMS: [&str; 4] = ["計", "合計", "小計", "総計"];
/// Words that point to another place.
const POINTERS: [&str; 4] = ["に同じ", "と同じ", "同上", "参照"];

pub(super) fn doubts(records: &[Record], doubts: &mut Doubts) {
    let start = records.iter().find_map(|r| match &r.body {
        Body::Document(d) if d.kind != Some(PlanKind::ProgressReport) => d.period_from,
        _ => None,
    });
    let mut same: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        match &record.body {
            Body::Value(value) => {
                for doubt in of_value(value, start) {
                    doubts.add(index, doubt);
                }
                if let Some(number) = value.value {
                    same.entry(key(value)).or_default().push((index, number));
                }
            }
            Body::Indicator(i) if is_code(&i.indicator) => doubts.add(index, Doubt::CodeAsName),
            _ => {}
        }
    }
    for figures in same.into_values() {
        let first = figures.first().map(|(_, number)| *number);
        if figures.iter().any(|(_, number)| Some(*number) != first) {
            figures.iter().for_each(|(index, _)| doubts.add(*index, Doubt::SeveralFigures));
        }
    }
}

fn of_value(value: &Value, start: Option<i32>) -> Vec<Doubt> {
    let name = squash(&value.indicator);
    let code = value.code.as_deref().unwrap_or_default();
    let bounded = value.comparator.as_deref().is_some_and(|c| !matches!(c, "=" | "~"));
    let past = start.zip(value.year).is_some_and(|(start, year)| year < start);
    let checks = [
        (value.role == Role::Actual && bounded, Doubt::BoundedActual),
        (value.role == Role::Target && past, Doubt::TargetInPast),
        (value.unit.as_deref().is_none_or(|u| u == "%") && value.value.is_some_and(|v| v.abs() >= LARGE), Doubt::LargeWithoutUnit),
        (value.value.is_none() && parse_year_header(&value.text, None).is_some_and(|y| y.is_year()), Doubt::TimeAsText),
        (value.value.is_none() && POINTERS.iter().any(|w| value.text.contains(w)), Doubt::PointsElsewhere),
        (code.contains('.') && code.parse::<f64>().is_ok(), Doubt::FigureAsCode),
        (SUMS.contains(&name.as_str()), Doubt::TotalAsIndicator),
        (is_code(&name), Doubt::CodeAsName),
    ];
    checks.into_iter().filter(|(holds, _)| *holds).map(|(_, doubt)| doubt).collect()
}

/// What only one figure may have.
fn key(v: &Value) -> String {
    let parts = [
        v.indicator.as_str(),
        v.code.as_deref().unwrap_or_default(),
        v.unit.as_deref().unwrap_or_default(),
        v.scope.as_deref().unwrap_or_default(),
        v.measure.as_deref().unwrap_or_default(),
        v.phase.as_deref().unwrap_or_default(),
        v.comparator.as_deref().unwrap_or_default(),
    ];
    format!("{}|{}|{:?}|{}", parts.map(squash).join("|"), v.year.unwrap_or_default(), v.role, v.path.join("|"))
}

/// A101, 2210: nothing but a code of the guideline.
fn is_code(name: &str) -> bool {
    name.is_ascii() && standard_edition(name).is_some()
}
