//! The same measure in two documents: editions, a plan and its report, a plan and its successor.
//!
//! Code, title, tiers, owners and schedule give a score; the pairs are the best assignment over both documents, one to one. A pair
//! carries its score and the traits that spoke for it, so that a person can judge and correct it.

mod assignment;
mod fixed;
mod names;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use fixed::fixed;

pub use assignment::{Candidate, assign};
pub use names::{IndicatorLink, Named, identify_indicators};
pub use words::{Decided, Title, Words};

use super::edition::{Edition, TrackedMeasure};
use super::titles::squash;
use crate::model::AliasKind;
use crate::rules::IdentitySettings;

/// Two records of one measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// Place among the measures of the older document.
    pub old: usize,
    /// Place among those of the newer one.
    pub new: usize,
    /// 0..1.
    pub score: f64,
    /// Likeness of the titles, 0..1.
    pub title: f64,
    /// The traits that agree: `same_title`, `alike_title`, `same_code`, `same_path`, `same_owners`, `same_schedule`, and `fixed`
    /// where a person said so.
    pub reasons: Vec<&'static str>,
}

/// Which measures of two documents are the same.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Identity {
    /// Pairs by the older document's order.
    pub links: Vec<Link>,
    /// Measures that only the older document has.
    pub only_old: Vec<usize>,
    /// Measures that only the newer one has.
    pub only_new: Vec<usize>,
    /// A measure of the older document that became several: the old one and a new one beside its pair.
    pub splits: Vec<(usize, usize)>,
    /// Measures of the older document that went into one: an old one beside the new one's pair, and the new one.
    pub merges: Vec<(usize, usize)>,
}

impl Identity {
    /// The pair of a measure of the older document.
    #[must_use]
    pub fn of_old(&self, old: usize) -> Option<&Link> {
        self.links.iter().find(|l| l.old == old)
    }

    /// The pair of a measure of the newer document.
    #[must_use]
    pub fn of_new(&self, new: usize) -> Option<&Link> {
        self.links.iter().find(|l| l.new == new)
    }
}

/// Matches the measures of two documents.
#[must_use]
pub fn identify(old: &Edition<'_>, new: &Edition<'_>, words: Words<'_>, settings: &IdentitySettings) -> Identity {
    let (before, after) = (traits(&old.measures, words), traits(&new.measures, words));
    let fixed = fixed(old, new, words);
    let mut links = fixed.links(&before, &after, words, settings);
    links.extend(same_titles(&before, &after, words, settings).into_iter().filter(|l| fixed.leaves(l.old, l.new)));
    let (mut taken_old, mut taken_new): (BTreeSet<usize>, BTreeSet<usize>) = links.iter().map(|l| (l.old, l.new)).unzip();
    taken_old.extend(fixed.old());
    taken_new.extend(fixed.new_places());
    let mut scored = BTreeMap::new();
    for (i, a) in before.iter().enumerate().filter(|(i, _)| !taken_old.contains(i)) {
        for (j, b) in after.iter().enumerate().filter(|(j, _)| !taken_new.contains(j)) {
            if fixed.apart.contains(&(i, j)) {
                continue;
            }
            if let Some(link) = compare(i, a, j, b, words, settings) {
                scored.insert((i, j), link);
            }
        }
    }
    let candidates: Vec<Candidate> = scored.values().map(|l| (l.old, l.new, l.score)).collect();
    links.extend(assign(&candidates).into_iter().filter_map(|(i, j, _)| scored.remove(&(i, j))));
    links.sort_by_key(|l| (l.old, l.new));
    let (paired_old, paired_new): (BTreeSet<usize>, BTreeSet<usize>) = links.iter().map(|l| (l.old, l.new)).unzip();
    let only_old: Vec<usize> = (0..before.len()).filter(|i| !paired_old.contains(i)).collect();
    let only_new: Vec<usize> = (0..after.len()).filter(|j| !paired_new.contains(j)).collect();
    let splits = parts(&only_new, &links, |j, l| (&after[j].title, &before[l.old].title, &after[l.new].title, l.old), settings);
    let merges = parts(&only_old, &links, |i, l| (&before[i].title, &after[l.new].title, &before[l.old].title, l.new), settings);
    let mut splits: Vec<(usize, usize)> = splits.into_iter().map(|(part, whole)| (whole, part)).collect();
    let mut merges = merges;
    fixed.add_parts(&links, &mut splits, &mut merges);
    Identity { links, only_old, only_new, splits, merges }
}

/// What is compared of a measure.
struct Traits {
    title: Title,
    code: Option<String>,
    path: Vec<Title>,
    owners: BTreeSet<String>,
    /// Label and years of each bar.
    bars: Vec<(String, Option<i32>, Option<i32>)>,
}

fn traits(measures: &[TrackedMeasure], words: Words<'_>) -> Vec<Traits> {
    let of = |m: &TrackedMeasure| Traits {
        title: words.title(&m.measure.title),
        code: m.measure.code.as_deref().map(squash).filter(|c| !c.is_empty()),
        path: m.measure.path.iter().map(|p| words.title(p)).collect(),
        owners: m.measure.owners.iter().map(|o| squash(o)).collect(),
        bars: m.bars.iter().map(|(_, s)| (squash(&s.label), s.from, s.to)).collect(),
    };
    measures.iter().map(of).collect()
}

/// A title that stands once in each document is the same measure, whatever else changed.
fn same_titles(before: &[Traits], after: &[Traits], words: Words<'_>, settings: &IdentitySettings) -> Vec<Link> {
    let once = |all: &[Traits]| {
        let mut places = BTreeMap::<String, Option<usize>>::new();
        for (i, t) in all.iter().enumerate() {
            places.entry(t.title.key.clone()).and_modify(|p| *p = None).or_insert(Some(i));
        }
        places
    };
    let there = once(after);
    let pairs = once(before).into_iter().filter(|(title, _)| !title.is_empty());
    let pairs = pairs.filter_map(|(title, i)| Some((i?, (*there.get(&title)?)?)));
    let link = |(i, j)| {
        let (score, title, reasons) = score(&before[i], &after[j], words, settings);
        Link { old: i, new: j, score: score.max(settings.same_title), title, reasons }
    };
    pairs.map(link).collect()
}

fn compare(i: usize, a: &Traits, j: usize, b: &Traits, words: Words<'_>, settings: &IdentitySettings) -> Option<Link> {
    let (score, title, reasons) = score(a, b, words, settings);
    let same_code = reasons.contains(&"same_code");
    // A code alone is not enough: editions give codes anew. Without a shared code the words must carry more.
    let least_title = if same_code || a.code.is_none() || b.code.is_none() { settings.least_title } else { settings.part };
    (score >= settings.least_score && title >= least_title).then_some(Link { old: i, new: j, score, title, reasons })
}

/// Weighted mean of the traits that both sides print.
fn score(a: &Traits, b: &Traits, words: Words<'_>, settings: &IdentitySettings) -> (f64, f64, Vec<&'static str>) {
    let title = a.title.similarity(&b.title);
    let mut reasons = vec![if title >= 1.0 { "same_title" } else { "alike_title" }];
    let (mut sum, mut weights) = (settings.title * title, settings.title);
    let mut add = |weight: f64, likeness: Option<f64>, reason| {
        let Some(likeness) = likeness else { return };
        sum += weight * likeness;
        weights += weight;
        if likeness >= 1.0 {
            reasons.push(reason);
        }
    };
    add(settings.code, a.code.as_ref().zip(b.code.as_ref()).map(|(x, y)| f64::from(x == y)), "same_code");
    add(settings.path, path(&a.path, &b.path), "same_path");
    add(settings.owners, shared(&a.owners, &b.owners, words), "same_owners");
    add(settings.schedule, bars(&a.bars, &b.bars), "same_schedule");
    (if weights > 0.0 { sum / weights } else { 0.0 }, title, reasons)
}

/// The lowest tier tells most.
fn path(a: &[Title], b: &[Title]) -> Option<f64> {
    Some(a.last()?.similarity(b.last()?))
}

/// Part of all names that both have; a section and what it became are one.
fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>, words: Words<'_>) -> Option<f64> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let same = |x: &&String| b.contains(*x) || b.iter().any(|y| words.alias(AliasKind::Section, x, y));
    let both = a.iter().filter(same).count().min(b.len());
    Some(ratio(both, a.len() + b.len() - both))
}

fn bars(a: &[(String, Option<i32>, Option<i32>)], b: &[(String, Option<i32>, Option<i32>)]) -> Option<f64> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let same = a.iter().filter(|bar| b.contains(bar)).count();
    Some(ratio(same, a.len().max(b.len())))
}

#[allow(clippy::cast_precision_loss)] // a handful
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// Of the measures without a pair those that are a part of a pair which changed its title: the part and the whole.
///
/// `titles` gives for a lonely measure and a pair: the lonely title, the whole's title, the title of the whole's own pair, and the
/// whole's place.
fn parts<'a>(
    lonely: &[usize],
    links: &[Link],
    titles: impl Fn(usize, &Link) -> (&'a Title, &'a Title, &'a Title, usize),
    settings: &IdentitySettings,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for &one in lonely {
        let renamed = links.iter().filter(|l| l.title < 1.0);
        let best = renamed
            .map(|link| {
                let (part, whole, other, at) = titles(one, link);
                // The words that the pair's new title lost must be found in the part.
                let lost = whole.part_in(other) < 1.0 && whole.part_in(part) > 0.0;
                (if lost { part.similarity(whole) } else { 0.0 }, at)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, at)) = best.filter(|(likeness, _)| *likeness >= settings.part) {
            found.push((one, at));
        }
    }
    found
}
