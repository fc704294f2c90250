//! Utilities of like size: groups by people served (給水人口).

use serde::Serialize;

use crate::model::Utility;
use crate::rules::Rules;

/// A group of utilities of like size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PeerGroup {
    /// Least number of people served.
    pub from: u64,
    /// The number from which the next group begins, `None` for the largest.
    pub below: Option<u64>,
}

/// The group of a utility in a fiscal year; `None` where the table has no people served for it.
#[must_use]
pub fn peer_group(utility: &Utility, year: i32, rules: &Rules) -> Option<PeerGroup> {
    let (_, people) = utility.served(year)?;
    let bounds = &rules.tracking.people_served;
    let from = bounds.iter().rev().find(|b| **b <= people).copied().unwrap_or(0);
    Some(PeerGroup { from, below: bounds.iter().find(|b| **b > people).copied() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn bounds_belong_to_the_upper_group() {
        let group = |people| {
            let utility = Utility { population: BTreeMap::from([(2022, people)]), ..Utility::default() };
            peer_group(&utility, 2024, Rules::embedded()).map(|g| (g.from, g.below))
        };
        assert_eq!(group(29_999), Some((15_000, Some(30_000))));
        assert_eq!(group(30_000), Some((30_000, Some(50_000))));
        assert_eq!(group(1_000_000), Some((300_000, None)));
        assert_eq!(group(0), Some((0, Some(5_000))));
        assert_eq!(peer_group(&Utility::default(), 2024, Rules::embedded()), None);
    }
}
