//! When two printed names are one indicator, and what makes two values comparable.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Body, Value};
use crate::rules::{Rules, standard_edition};
use crate::track::titles::{squash, squash_unit};
use crate::track::{SourceDocument, Trend};

/// What makes two values comparable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The code, else the squashed name.
    pub(super) identity: String,
    /// Edition of the indicator standard.
    pub(super) edition: Option<u16>,
    /// Whose values, squashed; `None` for the utility's own.
    pub(super) scope: Option<String>,
    /// Squashed unit, "" where none is known.
    pub(super) unit: String,
}

/// What the documents together know of names: the code that a name stands for, the units of an indicator.
pub(super) struct Names<'a> {
    codes: BTreeMap<String, String>,
    units: BTreeMap<String, BTreeSet<String>>,
    rules: &'a Rules,
}

impl<'a> Names<'a> {
    pub(super) fn new(documents: &[&SourceDocument], rules: &'a Rules) -> Self {
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut units: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for r in documents.iter().flat_map(|d| &d.records) {
            let (name, code, unit) = match &r.body {
                Body::Value(v) => (&v.indicator, &v.code, &v.unit),
                Body::Indicator(i) => (&i.indicator, &i.code, &i.unit),
                _ => continue,
            };
            if let Some(code) = code {
                seen.entry(squash(name)).or_default().insert(code.clone());
            }
            if let Some(unit) = unit {
                units.entry(code.clone().unwrap_or_else(|| squash(name))).or_default().insert(squash_unit(unit));
            }
        }
        // A name with two codes stands for neither.
        let single =
            |(name, codes): (String, BTreeSet<String>)| if codes.len() == 1 { Some((name, codes.into_iter().next()?)) } else { None };
        Self { codes: seen.into_iter().filter_map(single).collect(), units, rules }
    }

    /// The code; else the code that the name stands for elsewhere, so that a plan that prints no code is compared with one that does;
    /// else the code of the dictionary's entry that it surely is; else the name. A document cannot follow an edition of the standard
    /// that came out after it, and a name that the dictionary keeps apart from a code never takes it.
    fn identity(&self, name: &str, code: Option<&str>, likely: Option<&str>, made: Option<i32>) -> String {
        if let Some(code) = code {
            return code.to_owned();
        }
        let squashed = squash(name);
        let fits = |code: &&str| {
            let out = standard_edition(code).is_none_or(|e| made.is_some_and(|m| m >= i32::from(e)));
            out && !self.rules.indicators.keeps_apart(code, name)
        };
        let known = self.codes.get(&squashed).map(String::as_str);
        known.filter(fits).or_else(|| likely.filter(fits)).map_or(squashed, ToOwned::to_owned)
    }

    pub(super) fn key(&self, v: &Value, made: Option<i32>) -> Key {
        let likely = v.standard.as_ref().filter(|s| !s.low).and_then(|s| s.code.as_deref());
        let identity = self.identity(&v.indicator, v.code.as_deref(), likely, made);
        let only = || self.units.get(&identity).filter(|units| units.len() == 1).and_then(|units| units.first()).cloned();
        Key {
            edition: v.standard_edition.or_else(|| standard_edition(&identity)),
            scope: v.scope.as_deref().map(squash),
            unit: v.unit.as_deref().map(squash_unit).or_else(only).unwrap_or_default(),
            identity,
        }
    }
}

/// The year a document was made: of its last revision, else the first of its period.
pub(super) fn made(document: &SourceDocument) -> Option<i32> {
    let facts = document.facts();
    facts.revisions.iter().filter_map(|r| r.year).max().or(facts.period_from)
}

/// Which way is better, by identity, as all documents say together.
pub(super) fn trends(documents: &[&SourceDocument], names: &Names<'_>) -> BTreeMap<String, Trend> {
    let mut trends: BTreeMap<String, Trend> = BTreeMap::new();
    for document in documents {
        let made = made(document);
        for r in &document.records {
            if let Body::Indicator(i) = &r.body {
                let likely = i.standard.as_ref().filter(|s| !s.low).and_then(|s| s.code.as_deref());
                let trend = trends.entry(names.identity(&i.indicator, i.code.as_deref(), likely, made)).or_default();
                *trend = trend.with(Trend::from_word(i.direction.as_deref()));
            }
        }
    }
    trends
}
