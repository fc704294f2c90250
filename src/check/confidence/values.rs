//! Values whose fields do not go together.

use std::collections::BTreeMap;

use super::{Doubt, Doubts};
use crate::language::{parse_year_header, squash};
use crate::model::{Amount, Body, PlanKind, Record, Role, Value};
use crate::rules::{Rules, standard_edition};

/// Figures from here on without a unit, or with the percent of the row above, are rather money.
const LARGE: f64 = 10_000.0;
/// Words that stand for a sum.
const SUMS: [&str; 4] = ["計", "合計", "小計", "総計"];
/// Words that point to another place.
const POINTERS: [&str; 4] = ["に同じ", "と同じ", "同上", "参照"];

pub(super) fn doubts(records: &[Record], rules: &Rules, doubts: &mut Doubts) {
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
                if rules.row_basis(&value.indicator).is_some() {
                    doubts.add(index, Doubt::RowHeadAsIndicator);
                }
                if is_sentence(&value.indicator) {
                    doubts.add(index, Doubt::SentenceAsName);
                }
                if value.year.is_none() && value.role != Role::Target {
                    doubts.add(index, Doubt::WithoutTime);
                }
                if let Some(number) = value.value {
                    same.entry(key(value)).or_default().push((index, number));
                }
            }
            Body::Amount(amount) => {
                if amount.year.is_none() {
                    doubts.add(index, Doubt::WithoutTime);
                }
                if is_sentence(&amount.item) {
                    doubts.add(index, Doubt::SentenceAsName);
                }
                let page = record.evidence.first().and_then(|e| e.page.or(e.line));
                same.entry(key_of_money(amount, page)).or_default().push((index, amount.value));
                let short = amount.item.chars().count() <= 2 && !rules.rows.is_total(&amount.item);
                if short && amount.measure.is_some() {
                    doubts.add(index, Doubt::ShortItem);
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

/// What only one amount of a page may have.
fn key_of_money(a: &Amount, page: Option<usize>) -> String {
    let names = [&a.item, a.measure.as_ref().unwrap_or(&String::new()), a.unit.as_ref().unwrap_or(&String::new())].map(|s| squash(s));
    format!("{page:?}|{}|{}|{:?}|{:?}|{:?}", names.join("|"), a.path.join("|"), a.year, a.year_to, a.role)
}

/// A name that is rather a description.
fn is_sentence(name: &str) -> bool {
    name.ends_with(['。', '、']) || name.ends_with("ます") || name.ends_with("ました")
}

/// A101, 2210: nothing but a code of the guideline.
fn is_code(name: &str) -> bool {
    name.is_ascii() && standard_edition(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Evidence;

    fn codes(body: Body) -> Vec<&'static str> {
        let mut doubts = Doubts::default();
        super::doubts(&[Record::new("plan", body, 0.95, Evidence::default())], Rules::embedded(), &mut doubts);
        doubts.of.remove(&0).unwrap_or_default().iter().map(|d| d.code()).collect()
    }

    fn money(item: &str, measure: Option<&str>, year: Option<i32>) -> Vec<&'static str> {
        let (unit, measure, item) = (Some("千円".to_owned()), measure.map(str::to_owned), item.to_owned());
        codes(Body::Amount(Amount { item, path: Vec::new(), measure, year, year_to: None, value: 4200.0, unit, role: Role::Plan }))
    }

    fn figure(indicator: &str, role: Role, year: Option<i32>) -> Vec<&'static str> {
        let value = serde_json::json!({"type": "value", "indicator": indicator, "unit": "%", "year": year, "role": role, "value": 98.2, "text": "98.2"});
        codes(serde_json::from_value(value).unwrap())
    }

    #[test]
    fn money_without_a_year_or_named_by_a_mark() {
        assert_eq!(money("配水管更新工事", None, None), ["without_time"]);
        assert_eq!(money("新規", Some("電子申請の拡充"), Some(2026)), ["short_item"]);
        assert_eq!(money("合計", Some("電子申請の拡充"), Some(2026)), [""; 0]);
        assert_eq!(money("収入", None, Some(2026)), [""; 0]);
    }

    #[test]
    fn money_named_by_a_sentence_or_told_twice() {
        assert_eq!(money("送水管を別の経路で二重化します。", Some("送水管の二重化"), Some(2026)), ["sentence_as_name"]);
        let amount = |value: f64, year: i32| {
            let amount =
                serde_json::json!({"type": "amount", "item": "給水収益", "year": year, "value": value, "unit": "千円", "role": "plan"});
            Record::new("plan", serde_json::from_value(amount).unwrap(), 0.95, Evidence::default())
        };
        let doubted = |records: &[Record]| {
            let mut doubts = Doubts::default();
            super::doubts(records, Rules::embedded(), &mut doubts);
            (0..records.len()).filter(|&i| doubts.has(i, &[Doubt::SeveralFigures])).collect::<Vec<_>>()
        };
        assert_eq!(doubted(&[amount(7286.0, 2022), amount(-15.0, 2022), amount(7100.0, 2023)]), [0, 1]);
        assert_eq!(doubted(&[amount(7286.0, 2022), amount(7286.0, 2022), amount(7100.0, 2023)]), [0_usize; 0]);
    }

    #[test]
    fn figures_without_a_year_or_named_by_a_row_head() {
        assert_eq!(figure("有収率", Role::Actual, None), ["without_time"]);
        assert_eq!(figure("有収率", Role::Target, None), [""; 0], "a target without a year is one for the end of the plan");
        assert_eq!(figure("実績", Role::Actual, Some(2024)), ["row_head_as_indicator"]);
    }
}
