//! What people decided about documents and measures: it stands above whatever the program recognised, and is kept in the ledger.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PlanKind;

/// Which plan a document belongs to. What is absent is left as the document says it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Assignment {
    /// Name of the utility.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub utility: Option<String>,
    /// Name of the plan; documents of one utility with the same name are one plan.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plan: Option<String>,
    /// Label of the edition (第2版, 令和6年改定 ...).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub edition: Option<String>,
    /// First fiscal year in which the edition is in force.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub effective: Option<i32>,
    /// Kind of document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<PlanKind>,
}

impl Assignment {
    /// Whether nothing is decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Lays a later decision over this one: what it says counts, the rest stays.
    pub fn lay_over(&mut self, later: &Self) {
        fn take<T: Clone>(own: &mut Option<T>, later: Option<&T>) {
            if let Some(value) = later {
                *own = Some(value.clone());
            }
        }
        take(&mut self.utility, later.utility.as_ref());
        take(&mut self.plan, later.plan.as_ref());
        take(&mut self.edition, later.edition.as_ref());
        take(&mut self.effective, later.effective.as_ref());
        take(&mut self.kind, later.kind.as_ref());
    }
}

/// Whether two measures are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// They are one measure.
    Same,
    /// They are two measures, however alike.
    Different,
}

/// What an alias names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AliasKind {
    /// A section that was reorganised: 料金課 became お客さま窓口課.
    Section,
    /// An indicator that is printed under two names.
    Indicator,
}

/// Two names of one thing. It links old and new; it never hides that the name changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alias {
    /// What is named.
    pub kind: AliasKind,
    /// The older name.
    pub old: String,
    /// The newer name.
    pub new: String,
}

/// A utility of the imported table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Utility {
    /// Its name in all lists.
    pub name: String,
    /// Code of the local government or utility, "" if none.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub code: String,
    /// Prefecture, "" if none.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub prefecture: String,
    /// Other names that documents print.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub aliases: Vec<String>,
    /// People served (給水人口) by fiscal year.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", with = "pairs", default)]
    pub population: BTreeMap<i32, u64>,
}

impl Utility {
    /// People served in a fiscal year; of the nearest earlier year where the year has none, else of the first year. With its year.
    #[must_use]
    pub fn served(&self, year: i32) -> Option<(i32, u64)> {
        let before = self.population.range(..=year).next_back();
        before.or_else(|| self.population.iter().next()).map(|(y, people)| (*y, *people))
    }
}

/// Everything that was decided, as the ledger amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decisions {
    /// By hash of the document.
    pub assignments: BTreeMap<String, Assignment>,
    /// By the ids of two measures, the smaller first.
    pub ties: BTreeMap<(String, String), Tie>,
    /// Names of sections and indicators.
    pub aliases: Vec<Alias>,
    /// The utility table.
    pub utilities: Vec<Utility>,
}

impl Decisions {
    /// What was decided about two measures, by their ids in any order.
    #[must_use]
    pub fn tie(&self, a: &str, b: &str) -> Option<Tie> {
        self.ties.get(&Self::pair(a, b)).copied()
    }

    /// Keeps or, without a tie, forgets a decision about two measures.
    pub fn set_tie(&mut self, a: &str, b: &str, tie: Option<Tie>) {
        match tie {
            Some(tie) => _ = self.ties.insert(Self::pair(a, b), tie),
            None => _ = self.ties.remove(&Self::pair(a, b)),
        }
    }

    fn pair(a: &str, b: &str) -> (String, String) {
        if a <= b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
    }
}

/// Years and numbers as a list of pairs: an object's keys are text, which a tagged event does not turn back into numbers.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(all: &BTreeMap<i32, u64>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(all)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<i32, u64>, D::Error> {
        Ok(Vec::<(i32, u64)>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_assignment_replaces_only_what_it_says() {
        let mut own = Assignment { utility: Some("見本市".into()), plan: Some("経営戦略".into()), ..Assignment::default() };
        own.lay_over(&Assignment { plan: Some("水道ビジョン".into()), effective: Some(2024), ..Assignment::default() });
        assert_eq!((own.utility.as_deref(), own.plan.as_deref(), own.effective), (Some("見本市"), Some("水道ビジョン"), Some(2024)));
    }

    #[test]
    fn a_tie_holds_in_both_directions_until_it_is_taken_back() {
        let mut all = Decisions::default();
        all.set_tie("M-2", "M-1", Some(Tie::Same));
        assert_eq!((all.tie("M-1", "M-2"), all.tie("M-2", "M-1")), (Some(Tie::Same), Some(Tie::Same)));
        all.set_tie("M-1", "M-2", None);
        assert_eq!(all.tie("M-2", "M-1"), None);
    }

    #[test]
    fn people_served_of_the_nearest_earlier_year() {
        let city = Utility { population: BTreeMap::from([(2020, 50_000), (2022, 48_000)]), ..Utility::default() };
        assert_eq!(city.served(2021), Some((2020, 50_000)));
        assert_eq!(city.served(2030), Some((2022, 48_000)));
        assert_eq!(city.served(2010), Some((2020, 50_000)));
        assert_eq!(Utility::default().served(2020), None);
    }
}
