//! The same indicator in two documents.

use serde::Serialize;

use super::{Words, assign};
use crate::model::{AliasKind, Value};
use crate::rules::IdentitySettings;
use crate::track::titles::{squash, squash_unit};

/// Two names of one indicator: places in the lists that were compared, and the score 0..1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct IndicatorLink {
    /// Place on the first side.
    pub old: usize,
    /// Place on the second side.
    pub new: usize,
    /// 0..1.
    pub score: f64,
}

/// What is compared of an indicator: one of its values, and whether its measure is the same as one of the other side's.
pub type Named<'a> = (&'a Value, Option<usize>);

/// Matches indicators one to one: by code, else by name; indicators of the same measure (same number) may differ more in name.
#[must_use]
pub fn identify_indicators(old: &[Named<'_>], new: &[Named<'_>], words: Words<'_>, settings: &IdentitySettings) -> Vec<IndicatorLink> {
    let titles = |side: &[Named<'_>]| side.iter().map(|(v, _)| words.title(&v.indicator)).collect::<Vec<_>>();
    let (before, after) = (titles(old), titles(new));
    let mut candidates = Vec::new();
    for (i, (a, measure_a)) in old.iter().enumerate() {
        for (j, (b, measure_b)) in new.iter().enumerate() {
            if !compatible(a, b) {
                continue;
            }
            let same_measure = measure_a.is_some() && measure_a == measure_b;
            let other_measure = measure_a.is_some() && measure_b.is_some() && measure_a != measure_b;
            let known = words.alias(AliasKind::Indicator, &before[i].key, &after[j].key);
            let likeness = if known || same_code(a, b) { 1.0 } else { before[i].similarity(&after[j]) };
            let part = before[i].key.contains(&after[j].key) || after[j].key.contains(&before[i].key);
            let least = if same_measure && part {
                settings.least_title
            } else if same_measure {
                settings.indicator_of_measure
            } else {
                settings.indicator
            };
            if likeness >= least {
                let score = likeness - if other_measure { 0.1 } else { 0.0 } + if same_measure { 0.0 } else { -0.01 };
                candidates.push((i, j, score.max(0.01)));
            }
        }
    }
    assign(&candidates).into_iter().map(|(old, new, score)| IndicatorLink { old, new, score }).collect()
}

fn same_code(a: &Value, b: &Value) -> bool {
    matches!((&a.code, &b.code), (Some(x), Some(y)) if squash(x) == squash(y)) && a.standard_edition == b.standard_edition
}

/// Values of others and of another edition of the standard are other indicators; so are those in another unit, unless the names are
/// the same (then it is a finding).
fn compatible(a: &Value, b: &Value) -> bool {
    let scope = |v: &Value| v.scope.as_deref().map(squash);
    let editions = a.standard_edition.is_none() || b.standard_edition.is_none() || a.standard_edition == b.standard_edition;
    let units = match (&a.unit, &b.unit) {
        (Some(x), Some(y)) => squash_unit(x) == squash_unit(y) || squash(&a.indicator) == squash(&b.indicator),
        _ => true,
    };
    scope(a) == scope(b) && editions && units
}
