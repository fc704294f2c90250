//! Measures under another goal.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Change, ChangeKind, Pair};

/// Moved: the goal over the measure is another one. A goal that was only renamed takes all its measures along, and nothing moved.
pub(super) fn moved(pair: &Pair<'_>) -> Vec<Change> {
    let renamed = renamed_goals(pair);
    let mut changes = Vec::new();
    for link in &pair.identity.links {
        let (a, b) = (&pair.old.measures[link.old].measure.path, &pair.new.measures[link.new].measure.path);
        let (Some(before), Some(after)) = (a.last(), b.last()) else { continue };
        let (key, goal) = (pair.words.title(before), pair.words.title(after));
        let same = key.similarity(&goal) >= pair.rules.tracking.identity.same_words || renamed.get(&key.key) == Some(&goal.key);
        // One document may tell a tier more than the other.
        let deeper = a.iter().chain(b).filter(|t| a.contains(t) && b.contains(t)).count() > 0 && a.len() != b.len();
        if !same && !deeper {
            changes.push(pair.change(ChangeKind::Moved, Some(link.old), Some(link.new), "path", json!(a), json!(b)));
        }
    }
    changes
}

/// The goal under which most of an old goal's measures stand now, where the old goal's title is gone.
fn renamed_goals(pair: &Pair<'_>) -> BTreeMap<String, String> {
    let key = |title: &String| pair.words.title(title).key;
    let titles_now: Vec<String> = pair.new.measures.iter().filter_map(|m| m.measure.path.last().map(key)).collect();
    let mut counts = BTreeMap::<String, BTreeMap<String, usize>>::new();
    for link in &pair.identity.links {
        let (a, b) = (&pair.old.measures[link.old].measure.path, &pair.new.measures[link.new].measure.path);
        if let (Some(a), Some(b)) = (a.last().map(key), b.last().map(key)) {
            *counts.entry(a).or_default().entry(b).or_default() += 1;
        }
    }
    let gone = counts.into_iter().filter(|(old, _)| !titles_now.contains(old));
    let most = |goals: BTreeMap<String, usize>| goals.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(goal, _)| goal);
    gone.filter_map(|(old, goals)| Some((old, most(goals)?))).collect()
}
