//! The indicators of one document with their values.

use super::edition::Edition;
use super::titles::{squash, squash_unit};
use crate::model::{Role, Value};

/// One indicator of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackedIndicator<'a> {
    /// Its values with their records, in the order of the document; at least one.
    pub values: Vec<(usize, &'a Value)>,
    /// Place of its measure among the document's, if any.
    pub measure: Option<usize>,
}

impl<'a> TrackedIndicator<'a> {
    /// The value that names it.
    #[must_use]
    pub fn first(&self) -> &'a Value {
        self.values[0].1
    }

    /// Values of one role.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = (usize, &'a Value)> + '_ {
        self.values.iter().copied().filter(move |(_, v)| v.role == role)
    }

    /// The actual value of a year as a number.
    #[must_use]
    pub fn actual(&self, year: i32) -> Option<(usize, &'a Value, f64)> {
        self.of_role(Role::Actual).filter(|(_, v)| v.year == Some(year)).find_map(|(record, v)| Some((record, v, v.value?)))
    }
}

/// Gathers the values that are wanted, of the utility itself, by name, code and measure, in the order of first mention. A value that is
/// printed again in a summary counts once.
#[must_use]
pub fn indicators<'a>(edition: &'a Edition<'_>, wanted: impl Fn(&Value) -> bool) -> Vec<TrackedIndicator<'a>> {
    let mut all: Vec<TrackedIndicator<'a>> = Vec::new();
    for (record, value) in edition.values.iter().filter(|(_, v)| v.scope.is_none() && wanted(v)) {
        let measure = value.measure.as_deref().map(squash);
        let measure = measure.and_then(|key| edition.measures.iter().position(|m| squash(&m.measure.title) == key));
        match all.iter_mut().find(|i| same(i, value, measure)) {
            Some(known) => {
                known.measure = known.measure.or(measure);
                let again = |v: &Value| v.role == value.role && v.year == value.year && v.phase == value.phase;
                if !known.values.iter().any(|(_, v)| again(v)) {
                    known.values.push((*record, value));
                }
            }
            None => all.push(TrackedIndicator { values: vec![(*record, value)], measure }),
        }
    }
    all
}

fn same(known: &TrackedIndicator<'_>, value: &Value, measure: Option<usize>) -> bool {
    let first = known.first();
    let units = match (&first.unit, &value.unit) {
        (Some(a), Some(b)) => squash_unit(a) == squash_unit(b),
        _ => true,
    };
    squash(&first.indicator) == squash(&value.indicator)
        && first.code == value.code
        && first.standard_edition == value.standard_edition
        && units
        && (known.measure == measure || known.measure.is_none() || measure.is_none())
}
