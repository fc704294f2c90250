//! Figures that look like those of a row and must not be compared with them: another edition, unit or scope, another indicator of like
//! name; each with its reason.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Comparison, ComparisonRow, Stated};
use crate::model::Role;
use crate::rules::{IndicatorEntry, Rules};
use crate::track::{squash, squash_unit};

/// Why a figure stays out of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Another edition of the indicator standard.
    Edition,
    /// Another unit.
    Unit,
    /// Another scope: a district, a group of peers.
    Scope,
    /// The dictionary says that the two must never meet.
    NeverMerge,
    /// The same name, which by itself does not tell which indicator it is.
    Name,
}

impl Why {
    /// The word in reports: `edition` ...
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Edition => "edition",
            Self::Unit => "unit",
            Self::Scope => "scope",
            Self::NeverMerge => "never_merge",
            Self::Name => "name",
        }
    }
}

/// A utility's figure of another row that is kept apart from a row in which the utility has none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Apart {
    /// Index of the utility.
    pub utility: usize,
    /// Why.
    pub why: Why,
    /// The dictionary's relation of the two editions, or its reason in words; "" where it gives none.
    pub detail: String,
    /// Code and name of the row in which the figure stands.
    pub other: String,
    /// Unit of the figure.
    pub unit: Option<String>,
    /// The newest actual figure.
    pub stated: Stated,
}

/// Looks for the figures that are kept apart from a row; made once for a comparison, for only rows of like names are held against each
/// other.
pub struct Kin<'a> {
    rows: Vec<&'a ComparisonRow>,
    /// Squashed codes and names to rows.
    named: BTreeMap<String, Vec<usize>>,
    rules: &'a Rules,
}

impl<'a> Kin<'a> {
    /// Sorts the rows of a comparison, those of one utility alone too, by their codes and names.
    #[must_use]
    pub fn new(comparison: &'a Comparison, rules: &'a Rules) -> Self {
        // A mean that plans print of their peers is no utility's figure.
        let rows: Vec<&ComparisonRow> = comparison.rows.iter().chain(&comparison.single).filter(|r| !r.is_average()).collect();
        let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, row) in rows.iter().enumerate() {
            for name in row.code.iter().chain([&row.name]) {
                named.entry(squash(name)).or_default().push(i);
            }
        }
        Self { rows, named, rules }
    }

    /// The rows that may be related to a row: of its code or name, of the other edition's code, of what it must not be joined with.
    fn candidates(&self, row: &ComparisonRow) -> BTreeSet<usize> {
        let mut names: Vec<&str> = row.code.iter().chain([&row.name]).map(String::as_str).collect();
        if let Some(entry) = entry(row, self.rules) {
            names.extend(entry.code.iter().chain(&entry.code_2005).map(String::as_str));
            names.extend(entry.never_merge_codes());
        }
        names.into_iter().filter_map(|name| self.named.get(&squash(name))).flatten().copied().collect()
    }

    /// The figures that are kept apart from a row, by utility.
    #[must_use]
    pub fn apart(&self, row: &ComparisonRow) -> Vec<Apart> {
        let mut all = Vec::new();
        for other in self.candidates(row).into_iter().map(|i| self.rows[i]).filter(|other| !std::ptr::eq(*other, row)) {
            let Some((why, detail)) = related(row, other, self.rules) else { continue };
            // A code tells another indicator plainly; a bare name, or the other edition of the same entry, is what one might join.
            if other.code.is_some() && matches!(why, Why::NeverMerge | Why::Name) && !same_entry(row, other, self.rules) {
                continue;
            }
            let name = other.code.as_ref().map_or_else(|| other.name.clone(), |c| format!("{c} {}", other.name));
            let name = other.scope.as_ref().map_or_else(|| name.clone(), |s| format!("{name} ({s})"));
            for (utility, (own, there)) in row.cells.iter().zip(&other.cells).enumerate() {
                let figures = there.points.iter().filter(|p| p.role == Role::Actual && p.value.is_some());
                let newest = figures.filter_map(super::settle::stated_of).max_by_key(|s| s.year);
                if let Some(stated) = newest.filter(|_| own.stated.is_none()) {
                    all.push(Apart { utility, why, detail: detail.clone(), other: name.clone(), unit: other.unit.clone(), stated });
                }
            }
        }
        all.sort_by(|a, b| (a.utility, a.why, &a.other).cmp(&(b.utility, b.why, &b.other)));
        all
    }
}

/// What relates two rows, and why they are nevertheless two.
fn related(row: &ComparisonRow, other: &ComparisonRow, rules: &Rules) -> Option<(Why, String)> {
    let known = &rules.indicators;
    let identity = |r: &ComparisonRow| r.code.clone().unwrap_or_else(|| r.name.clone());
    let (mine, theirs) = (identity(row), identity(other));
    if squash(&mine) == squash(&theirs) {
        return Some(differing(row, other));
    }
    if let Some(reason) = known.why_apart(&mine, &theirs) {
        return Some((Why::NeverMerge, reason));
    }
    if same_entry(row, other, rules) {
        return Some((Why::Edition, entry(row, rules).and_then(|e| e.relation.clone()).unwrap_or_default()));
    }
    (squash(&row.name) == squash(&other.name)).then(|| (Why::Name, String::new()))
}

fn entry<'a>(row: &ComparisonRow, rules: &'a Rules) -> Option<&'a IndicatorEntry> {
    row.code.as_deref().and_then(|c| rules.indicators.by_code(c))
}

/// Whether the dictionary has both codes in one entry: the two editions of one indicator.
fn same_entry(row: &ComparisonRow, other: &ComparisonRow, rules: &Rules) -> bool {
    matches!((entry(row, rules), entry(other, rules)), (Some(a), Some(b)) if std::ptr::eq(a, b))
}

/// In what two rows of one indicator differ.
fn differing(row: &ComparisonRow, other: &ComparisonRow) -> (Why, String) {
    let unit = |r: &ComparisonRow| r.unit.as_deref().map(squash_unit);
    if row.scope.as_deref().map(squash) != other.scope.as_deref().map(squash) {
        (Why::Scope, String::new())
    } else if row.edition != other.edition {
        (Why::Edition, String::new())
    } else if unit(row) != unit(other) {
        (Why::Unit, String::new())
    } else {
        (Why::Name, String::new())
    }
}
