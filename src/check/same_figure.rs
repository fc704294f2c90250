//! `same_figure`: one figure (same indicator or item, year, kind, unit) is printed with different values in two places.
//!
//! Only figures whose name stands once in each of the two tables are compared, at the digits of the coarser print. Business, place or tier
//! may part figures of one name, so the tiers above must be the same. Source: the document itself.

use std::collections::BTreeMap;

use super::Checked;
use super::finding::{Finding, Rule};
use super::places::decimals_of;
use crate::language::squash;
use crate::model::{Amount, Body, Evidence, Record, Value};

/// What must be the same of two figures; the printed tiers are part of it.
type Key = (String, String, i32, i32, String, String);

pub(super) fn findings(checked: &Checked<'_>) -> Vec<Finding> {
    let mut by_key: BTreeMap<Key, Vec<Printed<'_>>> = BTreeMap::new();
    for record in checked.records {
        if let Some((key, printed)) = keyed(record) {
            by_key.entry(key).or_default().push(printed);
        }
    }
    by_key.into_values().filter_map(|all| differing(&all)).collect()
}

struct Printed<'a> {
    name: &'a str,
    value: f64,
    decimals: usize,
    text: &'a str,
    unit: Option<&'a String>,
    evidence: &'a Evidence,
}

fn keyed(record: &Record) -> Option<(Key, Printed<'_>)> {
    let evidence = record.evidence.first()?;
    match &record.body {
        Body::Value(v) => value(v, evidence),
        Body::Amount(a) => amount(a, evidence),
        _ => None,
    }
}

fn value<'a>(v: &'a Value, evidence: &'a Evidence) -> Option<(Key, Printed<'a>)> {
    let (year, number) = (v.year?, v.value?);
    if v.scope.is_some() || v.measure.is_some() || v.phase.is_some() {
        return None;
    }
    let name = v.code.as_deref().unwrap_or(&v.indicator);
    let role = format!("{:?}{}", v.role, v.comparator.as_deref().unwrap_or("="));
    let key =
        (squash(name), role, year, year, unit_key(v.unit.as_deref()), format!("{}/{}", squash(&v.indicator), squash(&v.path.join("/"))));
    let printed =
        Printed { name: &v.indicator, value: number, decimals: decimals_of(&v.text), text: &v.text, unit: v.unit.as_ref(), evidence };
    (v.indicator.chars().count() >= 3).then_some((key, printed))
}

fn amount<'a>(a: &'a Amount, evidence: &'a Evidence) -> Option<(Key, Printed<'a>)> {
    let year = a.year?;
    if a.measure.is_some() || a.item.chars().count() < 3 {
        return None;
    }
    let key =
        (squash(&a.item), format!("{:?}", a.role), year, a.year_to.unwrap_or(year), unit_key(a.unit.as_deref()), squash(&a.path.join("/")));
    let printed = Printed {
        name: &a.item,
        value: a.value,
        decimals: decimals_of(&evidence.quote),
        text: &evidence.quote,
        unit: a.unit.as_ref(),
        evidence,
    };
    Some((key, printed))
}

fn unit_key(unit: Option<&str>) -> String {
    unit.map(squash).unwrap_or_default()
}

/// Two places on different pages (or far apart in a text) with different values, each the only one there.
fn differing(all: &[Printed<'_>]) -> Option<Finding> {
    let mut by_page: BTreeMap<usize, Vec<&Printed<'_>>> = BTreeMap::new();
    for printed in all {
        let page = printed.evidence.page.or_else(|| printed.evidence.line.map(|l| l / TEXT_PAGE))?;
        by_page.entry(page).or_default().push(printed);
    }
    let alone: Vec<&&Printed<'_>> =
        by_page.values().filter_map(|here| if let [one] = here.as_slice() { Some(one) } else { None }).collect();
    let (first, rest) = alone.split_first()?;
    let other = rest.iter().find(|other| !same(first, other))?;
    let mut finding = Finding::new(Rule::SameFigure, first.name, first.text.trim().to_owned(), other.text.trim().to_owned())
        .at(vec![first.evidence.clone()], vec![other.evidence.clone()]);
    finding.difference = Some(first.value - other.value);
    finding.unit = first.unit.cloned();
    Some(finding)
}

/// Lines of a text that are taken for one page.
const TEXT_PAGE: usize = 40;

/// Equal at the digits of the coarser print.
fn same(a: &Printed<'_>, b: &Printed<'_>) -> bool {
    let step = 1.0 / 10_f64.powi(i32::try_from(a.decimals.min(b.decimals)).unwrap_or(0));
    (a.value - b.value).abs() <= step * 0.500_001
}
