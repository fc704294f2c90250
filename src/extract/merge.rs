//! One indicator, one record: what a table of figures, an explanation and an appendix say of it is put together. Products likewise: a card names
//! them, a list at the end dates them.

use crate::language::squash;
use crate::model::{Body, Deliverable, Indicator, Record};

/// Most places that one record names.
const PLACES: usize = 6;

/// Merges the indicator records of one document: same name, and the same code or none. What is said first stands; later mentions fill gaps.
#[must_use]
pub fn indicators(records: Vec<Record>) -> Vec<Record> {
    let mut merged: Vec<Record> = Vec::with_capacity(records.len());
    let mut known: Vec<(String, usize)> = Vec::new();
    for record in records {
        let Body::Indicator(indicator) = &record.body else {
            merged.push(record);
            continue;
        };
        let name = squash(&indicator.indicator);
        let same = known.iter().find(|(n, at)| *n == name && agrees(&merged[*at], indicator)).map(|(_, at)| *at);
        match same {
            Some(at) => fill(&mut merged[at], record),
            None => {
                known.push((name, merged.len()));
                merged.push(record);
            }
        }
    }
    merged
}

/// Merges the products of one measure and name whose dates do not contradict each other.
#[must_use]
pub fn products(records: Vec<Record>) -> Vec<Record> {
    let mut merged: Vec<Record> = Vec::with_capacity(records.len());
    let mut known: Vec<((String, String), usize)> = Vec::new();
    for record in records {
        let Body::Deliverable(product) = &record.body else {
            merged.push(record);
            continue;
        };
        let name = (squash(&product.measure), squash(&product.title));
        let same = known.iter().find(|(n, at)| *n == name && one_date(&merged[*at], product)).map(|(_, at)| *at);
        match same {
            Some(at) => date(&mut merged[at], record),
            None => {
                known.push((name, merged.len()));
                merged.push(record);
            }
        }
    }
    merged
}

fn one_date(known: &Record, other: &Deliverable) -> bool {
    let Body::Deliverable(known) = &known.body else { return false };
    let (own, theirs) = ((known.due_from, known.due_to), (other.due_from, other.due_to));
    own == theirs || own == (None, None) || theirs == (None, None)
}

/// Takes over the date of another telling. The one that says it stands first among the places.
fn date(known: &mut Record, other: Record) {
    let (Body::Deliverable(into), Body::Deliverable(from)) = (&mut known.body, other.body) else { return };
    let dates = (into.due_from, into.due_to) == (None, None);
    if dates {
        (into.due_from, into.due_to) = (from.due_from, from.due_to);
    }
    let places =
        if dates { [other.evidence, std::mem::take(&mut known.evidence)] } else { [std::mem::take(&mut known.evidence), other.evidence] };
    known.evidence = places.concat();
    known.evidence.dedup();
    known.evidence.truncate(PLACES);
    known.confidence = known.confidence.max(other.confidence);
}

/// Whether the codes do not contradict each other.
fn agrees(known: &Record, other: &Indicator) -> bool {
    let Body::Indicator(known) = &known.body else { return false };
    known.code.is_none() || other.code.is_none() || known.code == other.code
}

fn fill(known: &mut Record, other: Record) {
    let (Body::Indicator(into), Body::Indicator(from)) = (&mut known.body, other.body) else { return };
    let fields = [
        (&mut into.code, from.code),
        (&mut into.unit, from.unit),
        (&mut into.direction, from.direction),
        (&mut into.formula, from.formula),
        (&mut into.definition, from.definition),
        (&mut into.evaluation, from.evaluation),
    ];
    let mut took = false;
    for (field, value) in fields {
        if field.is_none() && value.is_some() {
            *field = value;
            took = true;
        }
    }
    // A mention that says nothing new needs no place of its own.
    if took {
        known.evidence.extend(other.evidence);
        known.evidence.truncate(PLACES);
        known.confidence = known.confidence.min(other.confidence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Evidence, Place};

    fn record(name: &str, code: Option<&str>, formula: Option<&str>, line: usize) -> Record {
        let body = Indicator {
            indicator: name.to_owned(),
            code: code.map(str::to_owned),
            formula: formula.map(str::to_owned),
            ..Indicator::default()
        };
        Record::new("plan", Body::Indicator(body), 0.9, Evidence::new(Place::on_line(line), name))
    }

    #[test]
    fn an_explanation_joins_the_row_of_figures() {
        let found = indicators(vec![record("有収率", Some("B112"), None, 1), record("有 収 率", None, Some("a/b"), 9)]);
        assert_eq!(found.len(), 1);
        let Body::Indicator(joined) = &found[0].body else { panic!("an indicator") };
        assert_eq!((joined.code.as_deref(), joined.formula.as_deref()), (Some("B112"), Some("a/b")));
        assert_eq!(found[0].evidence.len(), 2);
    }

    #[test]
    fn a_list_dates_the_product_of_a_card() {
        let product = |title: &str, due: Option<i32>, line: usize| {
            let body = Deliverable { measure: "台帳の整備".to_owned(), title: title.to_owned(), due_from: due, due_to: due };
            Record::new("plan", Body::Deliverable(body), 0.9, Evidence::new(Place::on_line(line), title))
        };
        let all =
            vec![product("手引", None, 1), product("台帳", Some(2026), 2), product("手 引", Some(2027), 8), product("台帳", Some(2028), 9)];
        let found = products(all);
        let dues = |r: &Record| if let Body::Deliverable(d) = &r.body { d.due_to } else { None };
        assert_eq!(found.iter().map(dues).collect::<Vec<_>>(), [Some(2027), Some(2026), Some(2028)]);
        assert_eq!(found[0].evidence.iter().map(|e| e.line).collect::<Vec<_>>(), [Some(8), Some(1)]);
    }

    #[test]
    fn codes_that_differ_stay_apart_and_repeats_add_nothing() {
        let found = indicators(vec![
            record("耐震化率", Some("B602"), None, 1),
            record("耐震化率", Some("B604"), None, 2),
            record("耐震化率", Some("B602"), None, 3),
        ]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].evidence.len(), 1);
    }
}
