//! How a target is shown: the indicator and its year before the figure; a target in words is not said twice.

use crate::model::Value;
use crate::report::format::compared;
use crate::report::view::{Fact, Speech};
use crate::track::squash;

/// A target as a fact without places.
pub(super) fn fact(v: &Value, speech: Speech) -> Fact {
    let shown = v.value.map_or_else(|| v.text.clone(), |n| compared(n, v.comparator.as_deref(), &v.text, speech.0));
    let name = if squash(&v.indicator) == squash(&shown) { String::new() } else { v.indicator.clone() };
    let year = v.year.map(|y| format!("({})", speech.year(y))).unwrap_or_default();
    let fact = Fact { number: v.value, ..Fact::text(shown) }.named(format!("{name}{year}")).unit(v.unit.as_deref()).year(v.year);
    super::nothing::marked(fact, &v.text)
}
