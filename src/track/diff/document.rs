//! Changes of the document itself.

use serde_json::{Value as Json, json};

use super::{Change, ChangeKind, Pair};
use crate::model::{DocumentRecord, Revision};
use crate::track::titles::{plan_core, squash};

/// Title, period and history, one change each.
pub(super) fn changes(pair: &Pair<'_>) -> Vec<Change> {
    let (a, b) = (&pair.old.facts, &pair.new.facts);
    let mut changes = Vec::new();
    let mut note = |field: &str, before: Json, after: Json| {
        let mut change = pair.change(ChangeKind::Document, None, None, field, before, after);
        change.evidence.from = own_evidence(pair.old);
        change.evidence.to = own_evidence(pair.new);
        changes.push(change);
    };
    if core(a) != core(b) {
        note("title", json!(a.title), json!(b.title));
    }
    if a.period_from.is_some() && b.period_from.is_some() && (a.period_from, a.period_to) != (b.period_from, b.period_to) {
        note("period", json!([a.period_from, a.period_to]), json!([b.period_from, b.period_to]));
    }
    let (before, after) = (dates(&a.revisions), dates(&b.revisions));
    if before != after {
        note("revisions", json!(before), json!(after));
    }
    changes
}

/// The title without what each edition changes in it by itself: years and brackets. A title that was not found says nothing.
fn core(facts: &DocumentRecord) -> Option<String> {
    let title = facts.title.as_deref()?;
    Some(squash(&plan_core(title, facts.utility.as_deref().unwrap_or_default())))
}

/// Each date as `2024-03 改定`.
fn dates(revisions: &[Revision]) -> Vec<String> {
    let part = |year: Option<i32>, month: Option<u8>| match (year, month) {
        (Some(y), Some(m)) => format!("{y}-{m:02}"),
        (Some(y), None) => y.to_string(),
        _ => String::new(),
    };
    revisions.iter().map(|r| format!("{} {}", part(r.year, r.month), r.event).trim().to_owned()).collect()
}

fn own_evidence(edition: &crate::track::Edition<'_>) -> Vec<crate::model::Evidence> {
    let own = edition.document.records.iter().position(|r| matches!(r.body, crate::model::Body::Document(_)));
    own.map(|record| edition.evidence(record)).unwrap_or_default()
}
