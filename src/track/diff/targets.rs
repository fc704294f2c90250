//! Targets that were set anew.

use serde_json::{Value as Json, json};

use super::{Change, ChangeKind, Pair, is_dropped};
use crate::model::{Role, Value};
use crate::track::Edition;
use crate::track::identity::{Named, identify_indicators};
use crate::track::titles::{squash, squash_unit};

/// An indicator's targets: a number for each year.
struct Targets<'a> {
    values: Vec<(usize, &'a Value)>,
    /// Place of the measure among its document's, if any.
    measure: Option<usize>,
}

/// Changes of targets of the indicators that both editions have.
pub(super) fn changes(pair: &Pair<'_>) -> Vec<Change> {
    let (before, after) = (targets(pair.old), targets(pair.new));
    // A measure is known on both sides by its place in the newer edition.
    let old_measure = |i: Option<usize>| i.and_then(|i| pair.identity.of_old(i)).map(|l| l.new);
    let old: Vec<Named<'_>> = before.iter().map(|t| (t.values[0].1, old_measure(t.measure))).collect();
    let new: Vec<Named<'_>> = after.iter().map(|t| (t.values[0].1, t.measure)).collect();
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
fn new_date(pair: &Pair<'_>, a: &Targets<'_>, b: &Targets<'_>) -> Option<Change> {
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

fn change(pair: &Pair<'_>, old: (&Targets<'_>, usize, &Value), new: (&Targets<'_>, usize, &Value)) -> Change {
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

/// The targets of a document by indicator and measure, in the order of first mention.
fn targets<'a>(edition: &'a Edition<'_>) -> Vec<Targets<'a>> {
    let mut all: Vec<Targets<'a>> = Vec::new();
    for (record, value) in edition.values.iter().filter(|(_, v)| v.role == Role::Target && v.scope.is_none()) {
        let measure = value.measure.as_deref().map(squash);
        let measure = measure.and_then(|key| edition.measures.iter().position(|m| squash(&m.measure.title) == key));
        let same = |t: &&mut Targets<'_>| {
            let first = t.values[0].1;
            squash(&first.indicator) == squash(&value.indicator)
                && first.code == value.code
                && first.standard_edition == value.standard_edition
                && (t.measure == measure || t.measure.is_none() || measure.is_none())
        };
        match all.iter_mut().find(same) {
            Some(targets) => {
                targets.measure = targets.measure.or(measure);
                // The same target printed in a summary as well.
                if !targets.values.iter().any(|(_, v)| v.year == value.year && v.phase == value.phase) {
                    targets.values.push((*record, value));
                }
            }
            None => all.push(Targets { values: vec![(*record, value)], measure }),
        }
    }
    all
}
