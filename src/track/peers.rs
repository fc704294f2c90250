//! Utilities that are compared with each other: groups by people served (給水人口), or as staff name them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Cite, SourceDocument, squash, utility_of};
use crate::model::{Body, Role, Utility};
use crate::rules::{Rules, fold};

/// A group of utilities of like size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PeerGroup {
    /// Least number of people served.
    pub from: u64,
    /// The number from which the next group begins, `None` for the largest.
    pub below: Option<u64>,
}

/// By what utilities are put into groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PeersBy {
    /// By people served where known and where a group has two members; else all together.
    #[default]
    Known,
    /// By people served alone.
    Population,
    /// All together.
    All,
    /// As named: groups with their members' names.
    Named(Vec<(String, Vec<String>)>),
}

/// Why utilities stand in one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PeerBasis {
    /// Like size.
    Population(PeerGroup),
    /// Named; "" where the list gives the group no name.
    Named(String),
    /// All that were read.
    All,
}

/// Utilities that are compared with each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Peers {
    /// Why.
    pub basis: PeerBasis,
    /// Indices of the utilities, ascending.
    pub members: Vec<usize>,
}

/// People served, and what says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Served {
    /// Fiscal year.
    pub year: i32,
    /// People.
    pub people: u64,
    /// The value of a plan; `None` where the imported table says it.
    pub cite: Option<Cite>,
}

/// All groups.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PeerGroups {
    /// Groups of at least two, by size or as named; the group of all stands last.
    pub groups: Vec<Peers>,
    /// For each utility the people served, where known.
    pub served: Vec<Option<Served>>,
    /// Utilities that are in no group.
    pub alone: Vec<usize>,
    /// Names of a list that no utility has.
    pub unknown: Vec<String>,
}

/// The group of a utility in a fiscal year; `None` where the table has no people served for it.
#[must_use]
pub fn peer_group(utility: &Utility, year: i32, rules: &Rules) -> Option<PeerGroup> {
    utility.served(year).map(|(_, people)| band(people, rules))
}

fn band(people: u64, rules: &Rules) -> PeerGroup {
    let bounds = &rules.tracking.people_served;
    let from = bounds.iter().rev().find(|b| **b <= people).copied().unwrap_or(0);
    PeerGroup { from, below: bounds.iter().find(|b| **b > people).copied() }
}

/// People served by each utility in a fiscal year, else in the newest known one: of the imported table, else of the newest actual value
/// that a document of the utility prints.
#[must_use]
pub fn served(utilities: &[String], documents: &[&SourceDocument], year: Option<i32>, rules: &Rules) -> Vec<Option<Served>> {
    let of = |name: &String| {
        let own = documents.iter().enumerate().filter(|(_, d)| utility_of(&d.facts()) == *name);
        let listed = own.clone().filter_map(|(_, d)| d.utility.as_ref()?.served(year.unwrap_or(i32::MAX))).next();
        let listed = listed.map(|(year, people)| Served { year, people, cite: None });
        listed.or_else(|| own.filter_map(|(i, d)| printed(i, d, year, rules)).max_by_key(|s| s.year))
    };
    utilities.iter().map(of).collect()
}

/// The newest actual value of the people served that a document prints, no later than the year.
fn printed(document: usize, source: &SourceDocument, until: Option<i32>, rules: &Rules) -> Option<Served> {
    let values = source.records.iter().enumerate().filter_map(|(record, r)| {
        let Body::Value(v) = &r.body else { return None };
        let named = v.role == Role::Actual && v.scope.is_none() && rules.tracking.people_indicators.contains(&fold(&v.indicator));
        let year = v.year.filter(|y| named && until.is_none_or(|u| *y <= u))?;
        let factor = match v.unit.as_deref().map(fold).as_deref() {
            Some("人") => 1.0,
            Some("千人") => 1_000.0,
            Some("万人") => 10_000.0,
            _ => return None,
        };
        let people = v.value.map(|n| n * factor).filter(|n| (0.0..1e9).contains(n))?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bounded above
        Some(Served { year, people: people.round() as u64, cite: Some(Cite { document, record }) })
    });
    values.max_by_key(|s| s.year)
}

/// Puts utilities into groups. `wanted` are those that a report was asked for: they join a named group that leaves them out, and groups
/// without any of them are left out.
#[must_use]
pub fn peer_groups(utilities: &[String], served: Vec<Option<Served>>, by: &PeersBy, wanted: Option<&[usize]>, rules: &Rules) -> PeerGroups {
    let mut unknown = Vec::new();
    let mut groups: Vec<Peers> = match by {
        PeersBy::All => Vec::new(),
        PeersBy::Known | PeersBy::Population => bands(&served, rules),
        PeersBy::Named(lists) => {
            let named = |(name, members): &(String, Vec<String>)| {
                let mut members = indices(utilities, members, &mut unknown);
                members.extend(wanted.unwrap_or_default());
                members.sort_unstable();
                members.dedup();
                Peers { basis: PeerBasis::Named(name.clone()), members }
            };
            lists.iter().map(named).collect()
        }
    };
    groups.retain(|g| g.members.len() > 1);
    let of_wanted = |g: &Peers| wanted.is_none_or(|w| w.iter().any(|i| g.members.contains(i)));
    groups.retain(of_wanted);
    // Asked for one utility whose size has peers, the others are not looked for.
    let enough = wanted.is_some_and(|w| w.iter().all(|i| groups.iter().any(|g| g.members.contains(i))));
    if utilities.len() > 1 && (*by == PeersBy::All || (*by == PeersBy::Known && !enough)) {
        groups.push(Peers { basis: PeerBasis::All, members: (0..utilities.len()).collect() });
    }
    let alone = (0..utilities.len()).filter(|i| !groups.iter().any(|g| g.members.contains(i))).collect();
    PeerGroups { groups, served, alone, unknown }
}

/// Groups by size, the largest first.
fn bands(served: &[Option<Served>], rules: &Rules) -> Vec<Peers> {
    let mut bands: BTreeMap<PeerGroup, Vec<usize>> = BTreeMap::new();
    for (i, served) in served.iter().enumerate() {
        if let Some(served) = served {
            bands.entry(band(served.people, rules)).or_default().push(i);
        }
    }
    bands.into_iter().rev().map(|(group, members)| Peers { basis: PeerBasis::Population(group), members }).collect()
}

/// The utilities of these names: the same name, else the only one that has the words in its name.
fn indices(utilities: &[String], names: &[String], unknown: &mut Vec<String>) -> Vec<usize> {
    let mut found = Vec::new();
    for name in names {
        let key = squash(name);
        let same = utilities.iter().position(|u| squash(u) == key);
        let mut holding = utilities.iter().enumerate().filter(|(_, u)| !key.is_empty() && squash(u).contains(&key)).map(|(i, _)| i);
        match same.or_else(|| holding.next().filter(|_| holding.next().is_none())) {
            Some(i) => found.push(i),
            None => unknown.push(name.clone()),
        }
    }
    found
}

#[cfg(test)]
mod tests {
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

    fn names() -> Vec<String> {
        ["甲市", "乙町", "丙市", "丁村", "戊市"].map(str::to_owned).to_vec()
    }

    fn sizes() -> Vec<Option<Served>> {
        let size = |people: Option<u64>| people.map(|people| Served { year: 2023, people, cite: None });
        [Some(60_000), Some(6_000), Some(99_999), None, Some(100_000)].map(size).to_vec()
    }

    fn members(groups: &PeerGroups) -> Vec<Vec<usize>> {
        groups.groups.iter().map(|g| g.members.clone()).collect()
    }

    #[test]
    fn sizes_make_groups_and_nobody_is_lost() {
        let by = |by: PeersBy, wanted: Option<&[usize]>| peer_groups(&names(), sizes(), &by, wanted, Rules::embedded());
        assert_eq!(members(&by(PeersBy::Known, None)), [vec![0, 2], vec![0, 1, 2, 3, 4]]);
        let strict = by(PeersBy::Population, None);
        assert_eq!((members(&strict), &strict.alone), (vec![vec![0, 2]], &vec![1, 3, 4]));
        assert_eq!(members(&by(PeersBy::Known, Some(&[2]))), [vec![0, 2]]);
        assert_eq!(members(&by(PeersBy::Known, Some(&[3]))), [vec![0, 1, 2, 3, 4]]);
        assert_eq!(members(&by(PeersBy::All, None)), [vec![0, 1, 2, 3, 4]]);
    }

    #[test]
    fn a_list_takes_the_utility_in_that_was_asked_for() {
        let list = PeersBy::Named(vec![("近隣".into(), vec!["乙町".into(), "丙".into(), "無い市".into(), "市".into()])]);
        let made = peer_groups(&names(), sizes(), &list, Some(&[0]), Rules::embedded());
        assert_eq!((members(&made), &made.unknown), (vec![vec![0, 1, 2]], &vec!["無い市".to_owned(), "市".to_owned()]));
        let made = peer_groups(&names(), sizes(), &list, None, Rules::embedded());
        assert_eq!((members(&made), &made.alone), (vec![vec![1, 2]], &vec![0, 3, 4]));
    }
}
