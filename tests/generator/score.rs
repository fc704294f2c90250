//! A strict score: a record counts when its title, years and value are those of the gold.

use std::collections::BTreeMap;

use shirube::language::squash;

use shirube::model::{Body, Record, ResultRecord, Value};

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

/// Counts by type of record.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scores(BTreeMap<String, Counts>);

impl Scores {
    pub(crate) fn all(&self) -> Counts {
        self.sum(|_| true)
    }

    pub(crate) fn of(&self, types: &[&str]) -> Counts {
        self.sum(|name| types.contains(&name))
    }

    pub(crate) fn by_type(&self) -> &BTreeMap<String, Counts> {
        &self.0
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (name, counts) in &other.0 {
            self.0.entry(name.clone()).or_default().add(*counts);
        }
    }

    fn sum(&self, wanted: impl Fn(&str) -> bool) -> Counts {
        let mut sum = Counts::default();
        self.0.iter().filter(|(name, _)| wanted(name)).for_each(|(_, counts)| sum.add(*counts));
        sum
    }
}

/// Compares types that the gold has.
pub(crate) fn score(gold: &[Gold], found: &[Record]) -> Scores {
    let mut wanted = keys(gold.iter().filter(|g| !g.optional).map(|g| &g.record));
    let optional = keys(gold.iter().filter(|g| g.optional).map(|g| &g.record));
    let types: Vec<&str> = gold.iter().map(|g| g.record.body.type_name()).collect();
    let mut scores = Scores::default();
    let kind = |key: &str| key.split('|').next().unwrap_or_default().to_owned();
    for (key, n) in &wanted {
        scores.0.entry(kind(key)).or_default().gold += n;
    }
    for (key, n) in keys(found.iter()) {
        if optional.contains_key(&key) || !types.contains(&kind(&key).as_str()) {
            continue;
        }
        let counts = scores.0.entry(kind(&key)).or_default();
        counts.found += n;
        let left = wanted.entry(key).or_default();
        let hit = n.min(*left);
        counts.right += hit;
        *left -= hit;
    }
    scores
}

/// What identifies each record; a bar over several years is one key a year, a value said twice counts once.
fn keys<'r>(records: impl Iterator<Item = &'r Record>) -> BTreeMap<String, usize> {
    let mut keys = BTreeMap::new();
    for record in records {
        let own = match &record.body {
            Body::Goal(g) => vec![format!("goal|{}", squash(&g.title))],
            Body::Measure(m) => {
                vec![format!("measure|{}{}", squash(&m.title), if m.status.as_deref() == Some("dropped") { "|dropped" } else { "" })]
            }
            Body::Schedule(s) => match (s.from, s.to) {
                (Some(from), Some(to)) if from <= to && to - from < 40 => {
                    (from..=to).map(|year| format!("schedule|{}|{}|{year}|{:?}", squash(&s.measure), squash(&s.label), s.basis)).collect()
                }
                _ => vec![format!("schedule|{}|{}|{:?}|{:?}", squash(&s.measure), squash(&s.label), s.from, s.to)],
            },
            Body::Value(v) => vec![format!("value|{}|{:?}|{:?}|{:?}|{}", squash(&v.indicator), v.year, v.role, v.value, in_words(v))],
            Body::Amount(a) => vec![format!("amount|{}|{:?}|{:?}|{}", squash(&a.item), a.year, a.year_to, a.value)],
            Body::Result(r) => vec![format!("result|{}|{}|{}", squash(&r.measure), squash(&r.text), rated(r))],
            Body::Document(d) => vec![format!("document|{:?}|{:?}|{:?}", d.title.as_deref().map(squash), d.period_from, d.period_to)],
            _ => Vec::new(),
        };
        for key in own {
            *keys.entry(key).or_insert(0) = 1;
        }
    }
    keys
}

/// Year and rating of a result that says nothing else.
fn rated(result: &ResultRecord) -> String {
    if result.text.is_empty() { format!("{:?} {:?}", result.year, result.mark) } else { String::new() }
}

/// The words of a value without a number.
fn in_words(value: &Value) -> String {
    if value.value.is_none() { squash(&value.text) } else { String::new() }
}
