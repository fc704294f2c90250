//! Links that a person fixed: they stand before everything that is recognised.

use std::collections::{BTreeMap, BTreeSet};

use super::{Link, Traits, Words, score};
use crate::model::Tie;
use crate::rules::IdentitySettings;
use crate::track::edition::Edition;

/// What people decided about the measures of two documents, as places.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    /// Measures that are one.
    same: BTreeSet<(usize, usize)>,
    /// Measures that are two, however alike.
    pub(super) apart: BTreeSet<(usize, usize)>,
}

/// Looks the decisions up by the measures' lasting ids.
pub(super) fn fixed(old: &Edition<'_>, new: &Edition<'_>, words: Words<'_>) -> Fixed {
    let mut found = Fixed::default();
    if words.ties().is_empty() {
        return found;
    }
    let (before, after) = (ids(old), ids(new));
    for (a, b, tie) in words.ties() {
        // A decision names two measures; which of them is the older one follows from the documents.
        for (x, y) in [(a, b), (b, a)] {
            if let (Some(&i), Some(&j)) = (before.get(x.as_str()), after.get(y.as_str())) {
                _ = match tie {
                    Tie::Same => found.same.insert((i, j)),
                    Tie::Different => found.apart.insert((i, j)),
                };
            }
        }
    }
    found
}

fn ids<'a>(edition: &Edition<'a>) -> BTreeMap<&'a str, usize> {
    let id = |(i, m): (usize, &crate::track::edition::TrackedMeasure)| Some((edition.document.records.get(m.record?)?.id.as_str(), i));
    edition.measures.iter().enumerate().filter_map(id).filter(|(id, _)| !id.is_empty()).collect()
}

impl Fixed {
    /// One link for each measure that is tied; of several with one measure the first in order, the others are parts of it.
    pub(super) fn links(&self, before: &[Traits], after: &[Traits], words: Words<'_>, settings: &IdentitySettings) -> Vec<Link> {
        let (mut old_taken, mut new_taken) = (BTreeSet::new(), BTreeSet::new());
        let mut links = Vec::new();
        for &(i, j) in &self.same {
            if old_taken.contains(&i) || new_taken.contains(&j) {
                continue;
            }
            old_taken.insert(i);
            new_taken.insert(j);
            let (_, title, mut reasons) = score(&before[i], &after[j], words, settings);
            reasons.insert(0, "fixed");
            links.push(Link { old: i, new: j, score: 1.0, title, reasons });
        }
        links
    }

    /// Whether a recognised link touches nothing that was decided.
    pub(super) fn leaves(&self, i: usize, j: usize) -> bool {
        !self.apart.contains(&(i, j)) && self.same.iter().all(|(a, b)| *a != i && *b != j)
    }

    /// Places on the older side that were decided.
    pub(super) fn old(&self) -> impl Iterator<Item = usize> + '_ {
        self.same.iter().map(|(i, _)| *i)
    }

    /// Places on the newer side that were decided.
    pub(super) fn new_places(&self) -> impl Iterator<Item = usize> + '_ {
        self.same.iter().map(|(_, j)| *j)
    }

    /// A measure tied to several others was split into them, or they were merged.
    pub(super) fn add_parts(&self, links: &[Link], splits: &mut Vec<(usize, usize)>, merges: &mut Vec<(usize, usize)>) {
        for &(i, j) in &self.same {
            let linked = |l: &Link| (l.old, l.new) == (i, j);
            if links.iter().any(linked) {
                continue;
            }
            if links.iter().any(|l| l.old == i) {
                splits.retain(|(_, part)| *part != j);
                splits.push((i, j));
            } else if links.iter().any(|l| l.new == j) {
                merges.retain(|(part, _)| *part != i);
                merges.push((i, j));
            }
        }
        splits.sort_unstable();
        merges.sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Decisions, Tie};
    use crate::rules::Rules;
    use crate::track::SourceDocument;
    use crate::track::edition::Edition;
    use crate::track::identity::{Decided, Identity, Words, identify};
    use crate::track::testing::plan;

    /// The id of a test document's measure is its title.
    fn with_ids(mut document: SourceDocument) -> SourceDocument {
        for record in &mut document.records {
            if let crate::model::Body::Measure(m) = &record.body {
                record.id = format!("{} {}", document.hash, m.title);
            }
        }
        document
    }

    fn identity(ties: &[(&str, &str, Tie)]) -> Identity {
        let old = with_ids(plan("a", 2023, 3).measure("1", "配水管の更新").measure("2", "職員研修の充実").done());
        let new = with_ids(plan("b", 2024, 3).measure("1", "配水管の更新").measure("2", "人材の育成").measure("3", "技術の継承").done());
        let mut decisions = Decisions::default();
        for (a, b, tie) in ties {
            decisions.set_tie(a, b, Some(*tie));
        }
        let decided = Decided::new(&decisions);
        let words = Words::new(None).knowing(&decided);
        identify(&Edition::new(&old), &Edition::new(&new), words, &Rules::embedded().tracking.identity)
    }

    fn pairs(identity: &Identity) -> Vec<(usize, usize)> {
        identity.links.iter().map(|l| (l.old, l.new)).collect()
    }

    #[test]
    fn a_fixed_link_wins_over_what_is_recognised() {
        assert_eq!(pairs(&identity(&[])), [(0, 0)]);
        let fixed = identity(&[("a 職員研修の充実", "b 人材の育成", Tie::Same)]);
        assert_eq!(pairs(&fixed), [(0, 0), (1, 1)]);
        assert_eq!((fixed.links[1].reasons[0], fixed.links[1].score), ("fixed", 1.0));
        let against = identity(&[("b 職員研修の充実", "a 配水管の更新", Tie::Same), ("b 技術の継承", "a 配水管の更新", Tie::Same)]);
        assert_eq!(pairs(&against), [(0, 2)], "the same title does not take what was decided");
    }

    #[test]
    fn measures_that_were_told_apart_stay_apart() {
        let apart = identity(&[("a 配水管の更新", "b 配水管の更新", Tie::Different)]);
        assert!(pairs(&apart).is_empty());
        assert_eq!(apart.only_old, [0, 1]);
    }

    #[test]
    fn one_measure_tied_to_two_was_split() {
        let split = identity(&[("a 職員研修の充実", "b 人材の育成", Tie::Same), ("a 職員研修の充実", "b 技術の継承", Tie::Same)]);
        assert_eq!((pairs(&split), &split.splits[..]), (vec![(0, 0), (1, 1)], &[(1, 2)][..]));
    }
}
