//! What changed between two editions, as change records with the words of both sides.
//!
//! Layout is no change: spaces, widths, the order of rows and the wording of descriptions are passed over, and a trait that one side
//! does not print is not compared.

mod document;
mod owners;
mod paths;
mod schedule;
mod targets;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::edition::{Edition, TrackedMeasure};
use super::identity::{Identity, Words, identify};
use crate::model::Evidence;
use crate::rules::Rules;

pub use owners::{OwnerChange, owner_change};
pub use schedule::{bars_json, ended_from};

/// The kinds of changes (records: change).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The document itself: title, period, revisions.
    Document,
    /// Only the newer edition has the measure.
    Added,
    /// The newer edition says that the measure is given up.
    Dropped,
    /// The measure is not in the newer edition, and nothing there says why.
    Missing,
    /// Another title.
    Renamed,
    /// Part of an older measure.
    Split,
    /// Taken in by another measure.
    Merged,
    /// Under another goal.
    Moved,
    /// Other years or steps.
    Rescheduled,
    /// Another target.
    TargetChanged,
    /// Other sections.
    OwnerChanged,
}

impl ChangeKind {
    /// The word of the records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Added => "added",
            Self::Dropped => "dropped",
            Self::Missing => "missing",
            Self::Renamed => "renamed",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Moved => "moved",
            Self::Rescheduled => "rescheduled",
            Self::TargetChanged => "target_changed",
            Self::OwnerChanged => "owner_changed",
        }
    }
}

/// Evidence of both sides.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct BothSides {
    /// In the older document.
    pub from: Vec<Evidence>,
    /// In the newer one.
    pub to: Vec<Evidence>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "change")]
pub struct Change {
    /// What kind.
    pub kind: ChangeKind,
    /// The older document's label.
    pub from_document: String,
    /// The newer document's label.
    pub to_document: String,
    /// Code of the measure as the newer edition prints it, else as the older one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Title in the older edition.
    pub measure_from: Option<String>,
    /// Title in the newer edition.
    pub measure_to: Option<String>,
    /// The indicator, for targets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// Its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What of it changed: `schedule`, `owners`, `title`, `target 2025` ...
    pub field: String,
    /// Before: text, list or number as the field demands; null for nothing.
    pub before: Json,
    /// After.
    pub after: Json,
    /// How sure the two are one measure, 0..1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub similarity: Option<f64>,
    /// What goes with it: `reorganised`, `no_reason`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
    /// Traits that made the two one measure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<&'static str>,
    /// The places of both sides.
    pub evidence: BothSides,
}

/// Two documents and which of their measures are the same.
pub struct Pair<'a> {
    /// The older edition.
    pub old: &'a Edition<'a>,
    /// The newer edition.
    pub new: &'a Edition<'a>,
    /// Their common measures.
    pub identity: Identity,
    /// Limits and words.
    pub rules: &'a Rules,
    /// For titles and names.
    pub words: Words<'a>,
}

/// All differences in a fixed order: the document, then measures by code and title.
#[must_use]
pub fn diff(old: &Edition<'_>, new: &Edition<'_>, words: Words<'_>, rules: &Rules) -> Vec<Change> {
    let identity = identify(old, new, words, &rules.tracking.identity);
    let pair = Pair { old, new, identity, rules, words };
    let mut changes = document::changes(&pair);
    changes.extend(pair.gone());
    changes.extend(pair.come());
    for link in &pair.identity.links {
        changes.extend(pair.titles(link.old, link.new));
    }
    changes.extend(paths::moved(&pair));
    changes.extend(schedule::changes(&pair));
    changes.extend(targets::changes(&pair));
    changes.extend(owners::changes(&pair));
    changes.sort_by_cached_key(|c| {
        let title = c.measure_to.clone().or_else(|| c.measure_from.clone()).unwrap_or_default();
        (c.kind != ChangeKind::Document, c.code.is_none(), c.code.clone(), title, c.kind, c.field.clone())
    });
    changes
}

impl Pair<'_> {
    /// A change of a linked measure, or of one that only one side has.
    fn change(&self, kind: ChangeKind, old: Option<usize>, new: Option<usize>, field: &str, before: Json, after: Json) -> Change {
        let (a, b) = (old.map(|i| &self.old.measures[i]), new.map(|j| &self.new.measures[j]));
        let code = |m: Option<&TrackedMeasure>| m.and_then(|m| m.measure.code.clone());
        let link = old.zip(new).and_then(|(i, j)| self.identity.links.iter().find(|l| (l.old, l.new) == (i, j)));
        Change {
            kind,
            from_document: self.old.name.clone(),
            to_document: self.new.name.clone(),
            code: code(b).or_else(|| code(a)),
            measure_from: a.map(|m| m.measure.title.clone()),
            measure_to: b.map(|m| m.measure.title.clone()),
            indicator: None,
            unit: None,
            field: field.to_owned(),
            before,
            after,
            similarity: link.map(|l| (l.score * 1000.0).round() / 1000.0),
            findings: Vec::new(),
            reasons: link.map(|l| l.reasons.clone()).unwrap_or_default(),
            evidence: BothSides {
                from: a.map(|m| self.old.evidence_of(m)).unwrap_or_default(),
                to: b.map(|m| self.new.evidence_of(m)).unwrap_or_default(),
            },
        }
    }

    /// Measures that the newer edition does not have: taken in by another one, or missing. One that the older edition had already
    /// given up may go.
    fn gone(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for &i in &self.identity.only_old {
            let measure = &self.old.measures[i];
            if let Some((_, j)) = self.identity.merges.iter().find(|(old, _)| *old == i) {
                let title = &self.new.measures[*j].measure.title;
                changes.push(self.change(ChangeKind::Merged, Some(i), Some(*j), "measure", json!(measure.measure.title), json!(title)));
            } else if !is_dropped(measure, self.rules) {
                changes.push(self.change(ChangeKind::Missing, Some(i), None, "measure", bars_json(measure), Json::Null));
            }
        }
        changes
    }

    /// Measures that the older edition did not have: part of an older one, or added.
    fn come(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for &j in &self.identity.only_new {
            let measure = &self.new.measures[j];
            if let Some((i, _)) = self.identity.splits.iter().find(|(_, new)| *new == j) {
                let title = &self.old.measures[*i].measure.title;
                changes.push(self.change(ChangeKind::Split, Some(*i), Some(j), "measure", json!(title), json!(measure.measure.title)));
            } else {
                changes.push(self.change(ChangeKind::Added, None, Some(j), "measure", Json::Null, bars_json(measure)));
            }
        }
        changes
    }

    /// Another title: renamed, or the other half of a split or merger.
    fn titles(&self, i: usize, j: usize) -> Option<Change> {
        let (a, b) = (&self.old.measures[i].measure.title, &self.new.measures[j].measure.title);
        if self.words.title(a).key == self.words.title(b).key {
            return None;
        }
        let kind = if self.identity.splits.iter().any(|(old, _)| *old == i) {
            ChangeKind::Split
        } else if self.identity.merges.iter().any(|(_, new)| *new == j) {
            ChangeKind::Merged
        } else {
            ChangeKind::Renamed
        };
        Some(self.change(kind, Some(i), Some(j), "title", json!(a), json!(b)))
    }
}

/// Whether the plan itself gives the measure up: in its status, or in the words of its schedule.
#[must_use]
pub fn is_dropped(measure: &TrackedMeasure, rules: &Rules) -> bool {
    measure.measure.status.as_deref() == Some("dropped") || ended_from(measure, rules).is_some()
}
