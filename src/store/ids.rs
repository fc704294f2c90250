//! Lasting ids of measures: `M-000123`, given once and kept in the ledger.
//!
//! An id belongs to the measure, not to the words that one release read: when a document is extracted anew, a measure finds its id
//! again by its fingerprint (code, title and path), and where the words changed, by what is left of them and is unique on both sides.
//!
//! The seam for plan families: [`give`] matches against any earlier measures, `earlier`. Today these are the ones of the same
//! document; the measures of another edition of the same plan can stand there as well once editions are known (room `track`).

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::event::MeasureId;
use super::files::sha256;
use crate::model::{Body, Measure, Record};

/// What tells a measure from the others of its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    code: String,
    title: String,
    path: String,
    fingerprint: String,
}

/// The identities of a document's measures, in the order of the records. The second of two alike gets another fingerprint.
pub(super) fn identities(document: &str, records: &[Record]) -> Vec<Identity> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let measures = records.iter().filter_map(|r| match &r.body {
        Body::Measure(measure) => Some(measure),
        _ => None,
    });
    measures
        .map(|measure| {
            let (code, title, path) = words(measure);
            let text = format!("{document}\n{code}\n{title}\n{path}");
            let nth = seen.entry(text.clone()).and_modify(|n| *n += 1).or_insert(1);
            let mut fingerprint = sha256(format!("{text}\n{nth}").as_bytes());
            fingerprint.truncate(16);
            Identity { code, title, path, fingerprint }
        })
        .collect()
}

fn words(measure: &Measure) -> (String, String, String) {
    let path: Vec<String> = measure.path.iter().map(|t| plain(t)).collect();
    (plain(measure.code.as_deref().unwrap_or_default()), plain(&measure.title), path.join("\n"))
}

/// Compatibility forms and spaces say nothing about identity.
fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// A measure that has its id.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Its id.
    pub(super) id: String,
    /// Its words; `None` where the extraction cannot be read any more.
    pub(super) identity: Option<Identity>,
    /// Its fingerprint.
    pub(super) key: String,
}

/// Gives each measure the id that it had, or a new one counted up from `next`. `earlier` has the newest first. No id is given twice.
pub(super) fn give(earlier: &[Known], measures: &[Identity], next: &mut u64) -> Vec<MeasureId> {
    let mut ids: Vec<Option<String>> = vec![None; measures.len()];
    let mut taken: BTreeSet<&str> = BTreeSet::new();

    let mut by_key: BTreeMap<&str, &str> = BTreeMap::new();
    for known in earlier {
        by_key.entry(&known.key).or_insert(&known.id);
    }
    for (measure, id) in measures.iter().zip(&mut ids) {
        if let Some(known) = by_key.get(measure.fingerprint.as_str())
            && taken.insert(known)
        {
            *id = Some((*known).to_owned());
        }
    }
    let criteria: [fn(&Identity) -> Option<String>; 3] = [
        |m| (!m.code.is_empty()).then(|| format!("{}\n{}", m.code, m.title)),
        |m| Some(m.title.clone()),
        |m| (!m.code.is_empty()).then(|| format!("{}\n{}", m.code, m.path)),
    ];
    for criterion in criteria {
        let free = measures.iter().enumerate().filter(|(i, _)| ids[*i].is_none());
        let new = unique(free.map(|(i, m)| (criterion(m), i)));
        // The same id stands in several extractions with the same words; that is one candidate.
        let old: BTreeSet<(String, &str)> = earlier
            .iter()
            .filter(|k| !taken.contains(k.id.as_str()))
            .filter_map(|k| Some((criterion(k.identity.as_ref()?)?, k.id.as_str())))
            .collect();
        let old = unique(old.into_iter().map(|(words, id)| (Some(words), id)));
        for (words, index) in new {
            if let Some(id) = old.get(&words)
                && taken.insert(id)
            {
                ids[index] = Some((*id).to_owned());
            }
        }
    }
    measures
        .iter()
        .zip(ids)
        .map(|(measure, id)| MeasureId { id: id.unwrap_or_else(|| new_id(next)), key: measure.fingerprint.clone() })
        .collect()
}

/// The words that stand once, with what they belong to.
fn unique<T>(all: impl Iterator<Item = (Option<String>, T)>) -> BTreeMap<String, T> {
    let mut once: BTreeMap<String, Option<T>> = BTreeMap::new();
    for (words, value) in all {
        let Some(words) = words else { continue };
        once.entry(words).and_modify(|v| *v = None).or_insert(Some(value));
    }
    once.into_iter().filter_map(|(words, value)| Some((words, value?))).collect()
}

fn new_id(next: &mut u64) -> String {
    let id = format!("M-{next:06}");
    *next += 1;
    id
}

/// The number in an id.
pub(super) fn number(id: &str) -> Option<u64> {
    id.strip_prefix("M-")?.parse().ok()
}

/// Puts the lasting ids into the measures, in order.
pub(super) fn put_in(records: &mut [Record], ids: &[MeasureId]) {
    let measures = records.iter_mut().filter(|r| matches!(r.body, Body::Measure(_)));
    for (record, given) in measures.zip(ids) {
        record.id.clone_from(&given.id);
    }
}
