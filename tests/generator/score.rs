//! A strict score: a record counts when its title, years and value are those of the gold.

use std::collections::BTreeMap;

use shirube::language::squash;

use shirube::model::{Body, Record};

use super::compose::Gold;

/// Right, expected and found records.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) right: usize,
    pub(crate) gold: usize,
    pub(crate) found: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.gold += other.gold;
        self.found += other.found;
    }

    #[allow(clippy::cast_precision_loss)] // a few thousand records
    pub(crate) fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }
}

/// Compares types that the gold has.
pub(crate) fn score(gold: &[Gold], found: &[Record]) -> Counts {
    let mut wanted = keys(gold.iter().filter(|g| !g.optional).map(|g| &g.record));
    let optional = keys(gold.iter().filter(|g| g.optional).map(|g| &g.record));
    let types: Vec<&str> = gold.iter().map(|g| g.record.body.type_name()).collect();
    let mut counts = Counts { gold: wanted.values().sum(), ..Counts::default() };
    for (key, n) in keys(found.iter()) {
        if optional.contains_key(&key) || !types.iter().any(|t| key.starts_with(t)) {
            continue;
        }
        counts.found += n;
        let left = wanted.entry(key).or_default();
        let hit = n.min(*left);
        counts.right += hit;
        *left -= hit;
    }
    counts
}

/// What identifies each record; a bar over several years is one key a year, a value said twice counts once.
fn keys<'r>(records: impl Iterator<Item = &'r Record>) -> BTreeMap<String, usize> {
    let mut keys = BTreeMap::new();
    for record in records {
        let own = match &record.body {
            Body::Goal(g) => vec![format!("goal|{}", squash(&g.title))],
            Body::Measure(m) => vec![format!("measure|{}", squash(&m.title))],
            Body::Schedule(s) => match (s.from, s.to) {
                (Some(from), Some(to)) if from <= to && to - from < 40 => {
                    (from..=to).map(|year| format!("schedule|{}|{}|{year}|{:?}", squash(&s.measure), squash(&s.label), s.basis)).collect()
                }
                _ => vec![format!("schedule|{}|{}|{:?}|{:?}", squash(&s.measure), squash(&s.label), s.from, s.to)],
            },
            Body::Value(v) => vec![format!("value|{}|{:?}|{:?}|{:?}", squash(&v.indicator), v.year, v.role, v.value)],
            Body::Amount(a) => vec![format!("amount|{}|{:?}|{:?}|{}", squash(&a.item), a.year, a.year_to, a.value)],
            Body::Result(r) => vec![format!("result|{}|{}", squash(&r.measure), squash(&r.text))],
            Body::Document(d) => vec![format!("document|{:?}|{:?}|{:?}", d.title.as_deref().map(squash), d.period_from, d.period_to)],
            _ => Vec::new(),
        };
        for key in own {
            *keys.entry(key).or_insert(0) = 1;
        }
    }
    keys
}
