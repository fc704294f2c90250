//! Other sections. A printed reorganisation explains a change, it never silences it.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Change, ChangeKind, Pair};
use crate::model::{AliasKind, Evidence};
use crate::track::Edition;
use crate::track::identity::Words;
use crate::track::titles::squash;

/// How the sections of one measure differ between two documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerChange {
    /// True where printed notes on a reorganisation or the alias table turn every old section into a new one.
    pub reorganised: bool,
    /// Where the notes stand: edition (0 older, 1 newer) and its note.
    notes: BTreeSet<(usize, usize)>,
}

/// Compares sections; `None` where they are the same or one side names none.
#[must_use]
pub fn owner_change(before: &[String], after: &[String], documents: [&Edition<'_>; 2], words: Words<'_>) -> Option<OwnerChange> {
    let keys = |owners: &[String]| owners.iter().map(|o| squash(o)).filter(|o| !o.is_empty()).collect::<BTreeSet<String>>();
    let (old, new) = (keys(before), keys(after));
    if old.is_empty() || new.is_empty() || old == new {
        return None;
    }
    let mut notes = BTreeSet::new();
    let mut renamed = BTreeSet::new();
    let mut explained = false;
    for owner in &old {
        let found = documents.iter().enumerate().flat_map(|(d, e)| e.facts.reorganisations.iter().enumerate().map(move |(n, r)| (d, n, r)));
        let found: Vec<_> = found.filter(|(_, _, r)| squash(&r.from) == *owner && new.contains(&squash(&r.to))).collect();
        let listed: Vec<String> = new.iter().filter(|n| words.alias(AliasKind::Section, owner, n)).cloned().collect();
        explained |= !found.is_empty() || !listed.is_empty();
        let successors: Vec<String> = found.iter().map(|(_, _, r)| squash(&r.to)).chain(listed).collect();
        renamed.extend(if successors.is_empty() { vec![owner.clone()] } else { successors });
        notes.extend(found.iter().map(|(d, n, _)| (*d, *n)));
    }
    Some(OwnerChange { reorganised: explained && renamed == new, notes })
}

impl OwnerChange {
    /// The places of the notes in one of the documents.
    #[must_use]
    pub fn notes(&self, document: usize, edition: &Edition<'_>) -> Vec<Evidence> {
        let own = self.notes.iter().filter(|(d, _)| *d == document);
        let mut places: Vec<Evidence> =
            own.filter_map(|(_, n)| edition.facts.reorganisations.get(*n)).map(|r| r.evidence.clone()).collect();
        places.dedup();
        places
    }
}

/// One change for each measure whose sections differ.
pub(super) fn changes(pair: &Pair<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for link in &pair.identity.links {
        let (a, b) = (&pair.old.measures[link.old].measure.owners, &pair.new.measures[link.new].measure.owners);
        let Some(found) = owner_change(a, b, [pair.old, pair.new], pair.words) else { continue };
        let mut change = pair.change(ChangeKind::OwnerChanged, Some(link.old), Some(link.new), "owners", json!(a), json!(b));
        if found.reorganised {
            change.findings.push("reorganised".to_owned());
            change.evidence.from.extend(found.notes(0, pair.old));
            change.evidence.to.extend(found.notes(1, pair.new));
        }
        changes.push(change);
    }
    changes
}
