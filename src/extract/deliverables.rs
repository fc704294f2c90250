//! Products that a measure promises by name: 「計画体系図」を作成.

use std::sync::LazyLock;

use regex::Regex;

use crate::language::normalise;
use crate::model::{Body, Deliverable, Evidence, Record};

/// A name in corner brackets; brackets inside a name are not used by plans.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"「([^「」]{2,30})」").ok());

/// First and last year in which the products of a measure are due.
pub type Due = (Option<i32>, Option<i32>);

/// The stage that makes the papers: the first one of the measure's schedule.
#[must_use]
pub fn due_of(measure: &str, records: &[Record]) -> Option<Due> {
    records.iter().find_map(|r| match &r.body {
        Body::Schedule(s) if s.measure == measure && r.reasons.iter().any(|x| x == "year_column") => Some((s.from, s.to)),
        _ => None,
    })
}

/// The products of a sentence under a measure with a dated schedule.
#[must_use]
pub fn in_sentence(raw: &str, evidence: &Evidence, measure: &str, due: &Option<Due>, document: &str) -> Vec<Record> {
    let (Some((due_from, due_to)), Some(named)) = (due, NAMED.as_ref()) else { return Vec::new() };
    let text = normalise(raw);
    named
        .captures_iter(&text)
        .map(|found| {
            let body = Deliverable { measure: measure.to_owned(), title: found[1].to_owned(), due_from: *due_from, due_to: *due_to };
            Record::new(document, Body::Deliverable(body), 0.8, evidence.clone()).because("named_product")
        })
        .collect()
}
