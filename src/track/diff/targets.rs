//! Targets that were set anew.

use serde_json::{Value as Json, json};

use super::{Change, ChangeKind, Pair, is_dropped};
use crate::model::{Role, Value};
use crate::track::identity::{Named, identify_indicators};
use crate::track::indicators::{TrackedIndicator, indicators};
use crate::track::titles::{squash, squash_unit};

/// Changes of targets of the indicators that both editions have.
pub(super) fn changes(pair: &Pair<'_>) -> Vec<Change> {
    let targets = |v: &Value| v.role == Role::Target;
    let (before, after) = (indicators(pair.old, targets), indicators(pair.new, targets));
    // A measure is known on both sides by its place in the newer edition.
    let old_measure = |i: Option<usize>| i.and_then(|i| pair.identity.of_old(i)).map(|l| l.new);
    let old: Vec<Named<'_>> = before.iter().map(|t| (t.first(), old_measure(t.measure))).collect();
    let new: Vec<Named<'_>> = after.iter().map(|t| (t.first(), t.measure)).collect();
    let links = identify_indicators(&old, &new, pair.words, &pair.rules.tracking.identity);
    let mut changes = Vec::new();
    for link in links {
        let (a, b) = (&before[link.old], &after[link.new]);
        if b.measure.is_some_and(|j| is_dropped(&pair.new.measures[j], pair.rules)) {
            continue;
        }
        for &(record, then) in &a.values {
            let same_time = |v: &&(usize, &Value)| v.1.year == then.year && v.1.phase == then.phase;
            let Some(&(record_now, now)) = b.values.iter().find(same_time) else { continue };
            if differs(then, now) {
                changes.push(change(pair, (a, record, then), (b, record_now, now)));
            }
        }
        changes.extend(new_date(pair, a, b));
    }
    changes
}

/// The one target of an indicator was moved to another year.
fn new_date(pair: &Pair<'_>, a: &TrackedIndicator<'_>, b: &TrackedIndicator<'_>) -> Option<Change> {
    let ([(record, then)], [(record_now, now)]) = (&a.values[..], &b.values[..]) else { return None };
    if then.year == now.year || then.year.is_none() || now.year.is_none() {
        return None;
    }
    let mut change = change(pair, (a, *record, then), (b, *record_now, now));
    change.field = "target_year".to_owned();
    change.before = json!({"value": shown(then), "year": then.year});
    change.after = json!({"value": shown(now), "year": now.year});
    Some(change)
}

fn change(pair: &Pair<'_>, old: (&TrackedIndicator<'_>, usize, &Value), new: (&TrackedIndicator<'_>, usize, &Value)) -> Change {
    let (value, now) = (old.2, new.2);
    let time = now.year.map(|y| y.to_string()).or_else(|| now.phase.clone()).unwrap_or_default();
    let old_place = old.0.measure.filter(|&i| pair.identity.of_old(i).map(|l| l.new) == new.0.measure);
    let field = format!("target {time}");
    let mut change = pair.change(ChangeKind::TargetChanged, old_place, new.0.measure, field.trim_end(), shown(value), shown(now));
    change.indicator = Some(now.indicator.clone());
    change.unit.clone_from(&now.unit);
    change.evidence.from = pair.old.evidence(old.1);
    change.evidence.to = pair.new.evidence(new.1);
    change
}

/// The number, or the words where there is none.
fn shown(value: &Value) -> Json {
    match value.value {
        Some(number) => json!(number),
        None => json!(value.text),
    }
}

fn differs(a: &Value, b: &Value) -> bool {
    let unit = |v: &Value| v.unit.as_deref().map(squash_unit);
    let other_unit = unit(a).is_some() && unit(b).is_some() && unit(a) != unit(b);
    match (a.value, b.value) {
        (Some(x), Some(y)) => x.total_cmp(&y).is_ne() || other_unit || opposed(a, b),
        (None, None) => squash(&a.text) != squash(&b.text),
        _ => true,
    }
}

/// A floor became a ceiling; 以上 added to a bare number is wording.
fn opposed(a: &Value, b: &Value) -> bool {
    let side = |v: &Value| match v.comparator.as_deref() {
        Some(">=" | ">") => 1,
        Some("<=" | "<") => -1,
        _ => 0,
    };
    side(a) * side(b) < 0
}
