//! The same indicator of several utilities side by side.
//!
//! Only what is alike is compared: the same edition of the indicator standard, the same scope, the same unit, the same fiscal year;
//! and never what the indicator dictionary says must not meet. A rank is given only where a direction is known and no source says
//! another.

mod apart;
mod names;
mod settle;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use apart::{Apart, Kin, Why};
use names::{Key, Names, made};

use super::nothing::Nothing;
use super::titles::squash;
use super::{Cite, Family, Point, SourceDocument, Trend, ValueColumn, utility_of};
use crate::model::{Body, Role, Value};
use crate::rules::Rules;

/// The number stated by one utility.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stated {
    /// Fiscal year.
    pub year: i32,
    /// In the row's unit.
    pub value: f64,
    /// `=`, `>=` ...
    pub comparator: Option<String>,
    /// As printed.
    pub text: String,
    /// The value record.
    pub cite: Cite,
}

/// One utility's place in a row.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ComparisonCell {
    /// The actual value of the row's year; `None` where not stated.
    pub stated: Option<Stated>,
    /// 1 for the best; equal values share a rank.
    pub rank: Option<usize>,
    /// Where the year's value is missing: the nearest year's, for reading only, never ranked.
    pub other_year: Option<Stated>,
    /// Where the year's cell is printed and holds no number: a dash, 該当なし.
    pub nothing: Option<(Nothing, Cite)>,
    /// Other values that the utility's documents give for the row's year; the one that speaks first is [`ComparisonCell::stated`].
    pub conflicts: Vec<Stated>,
    /// All values of this utility, by year, for the details.
    pub points: Vec<Point>,
    /// Values that a document gives beside one of [`ComparisonCell::points`] of the same year and role, and that differ from it.
    pub further: Vec<Point>,
    /// For each of [`ComparisonRow::columns`] the index of its point.
    pub by_column: Vec<Option<usize>>,
}

/// One indicator over the utilities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparisonRow {
    /// Name as most often printed.
    pub name: String,
    /// Code.
    pub code: Option<String>,
    /// Unit as printed.
    pub unit: Option<String>,
    /// Edition of the indicator standard.
    pub edition: Option<u16>,
    /// Whose values, where not the utilities' own.
    pub scope: Option<String>,
    /// Which way is better, as the sources say together; where they say nothing, as the indicator dictionary does.
    pub trend: Trend,
    /// True where the direction is the dictionary's.
    pub trend_of_dictionary: bool,
    /// The fiscal year that is compared: the one for which most utilities state an actual value, the latest of those.
    pub year: Option<i32>,
    /// Number of utilities that state the value of that year.
    pub count: usize,
    /// Years and roles for which any utility states a value, in order.
    pub columns: Vec<(ValueColumn, Role)>,
    /// A cell for each utility of [`Comparison::utilities`].
    pub cells: Vec<ComparisonCell>,
}

impl ComparisonRow {
    /// Whether its figures are means of peers that the plans print, and no utility's own.
    #[must_use]
    pub fn is_average(&self) -> bool {
        let mut points = self.cells.iter().flat_map(|c| &c.points).peekable();
        points.peek().is_some() && points.all(|p| p.role == Role::Average)
    }
}

/// The comparison over all documents, or over a group of utilities.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Comparison {
    /// Utilities in order.
    pub utilities: Vec<String>,
    /// Indicators that at least two utilities state.
    pub rows: Vec<ComparisonRow>,
    /// Indicators that one utility alone states.
    pub single: Vec<ComparisonRow>,
}

/// Compares over families; the newest edition of a plan speaks first, then its reports from the newest, then older editions.
#[must_use]
pub fn comparison(documents: &[&SourceDocument], families: &[Family], rules: &Rules) -> Comparison {
    let utilities: Vec<String> =
        families.iter().filter(|f| !f.utility.is_empty()).map(|f| f.utility.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let names = Names::new(documents, rules);
    let trends = names::trends(documents, &names);
    let mut rows: BTreeMap<Key, ComparisonRow> = BTreeMap::new();
    for document in speaking_order(families) {
        let utility = utility_of(&documents[document].facts());
        let Some(at) = utilities.iter().position(|u| *u == utility) else { continue };
        let made = made(documents[document]);
        for (record, r) in documents[document].records.iter().enumerate() {
            let Body::Value(v) = &r.body else { continue };
            // Words are no figures; a printed dash or 該当なし is kept, for it is not the same as silence.
            if !v.value.is_some_and(f64::is_finite) && Nothing::of(v.value, &v.text).is_none() {
                continue;
            }
            let key = names.key(v, made);
            let row = rows.entry(key).or_insert_with_key(|key| new_row(v, key, &trends, utilities.len(), rules));
            add_point(&mut row.cells[at], v, Cite { document, record });
        }
    }
    let rows: Vec<ComparisonRow> = rows.into_values().collect();
    Comparison::of(utilities, rows, None)
}

impl Comparison {
    /// Settles rows over utilities and sorts them.
    fn of(utilities: Vec<String>, mut all: Vec<ComparisonRow>, year: Option<i32>) -> Self {
        for row in &mut all {
            settle::settle(row, year);
        }
        let figures = |c: &ComparisonCell| c.points.iter().any(|p| p.value.is_some());
        all.retain(|r| r.cells.iter().any(figures));
        all.sort_by(|a, b| {
            let order = |r: &ComparisonRow| (r.code.is_none(), r.code.clone(), squash(&r.name), r.edition, r.scope.clone(), r.unit.clone());
            order(a).cmp(&order(b))
        });
        let (rows, single) = all.into_iter().partition(|r| r.cells.iter().filter(|c| figures(c)).count() > 1);
        Self { utilities, rows, single }
    }

    /// The comparison among some of the utilities (indices of [`Comparison::utilities`]) alone, of one fiscal year where it is given:
    /// years, ranks and counts are settled anew.
    #[must_use]
    pub fn among(&self, members: &[usize], year: Option<i32>) -> Self {
        let narrow = |row: &ComparisonRow| {
            let cells = members.iter().filter_map(|i| row.cells.get(*i));
            let cells = cells.map(|c| ComparisonCell { points: c.points.clone(), further: c.further.clone(), ..ComparisonCell::default() });
            ComparisonRow { year: None, count: 0, columns: Vec::new(), cells: cells.collect(), ..row.clone() }
        };
        let utilities = members.iter().filter_map(|i| self.utilities.get(*i)).cloned().collect();
        Self::of(utilities, self.rows.iter().chain(&self.single).map(narrow).collect(), year)
    }
}

fn speaking_order(families: &[Family]) -> Vec<usize> {
    let mut order = Vec::new();
    for f in families {
        order.extend(f.current());
        order.extend(f.reports.iter().rev());
        order.extend(f.editions.iter().rev().skip(1));
    }
    order
}

fn new_row(v: &Value, key: &Key, trends: &BTreeMap<String, Trend>, utilities: usize, rules: &Rules) -> ComparisonRow {
    let said = trends.get(&key.identity).copied().unwrap_or_default();
    let known = || rules.indicators.by_code(&key.identity).map_or(Trend::Unknown, |e| Trend::from_word(e.direction_of(&key.identity)));
    let (trend, trend_of_dictionary) = match said {
        Trend::Unknown => (known(), known() != Trend::Unknown),
        said => (said, false),
    };
    ComparisonRow {
        name: v.indicator.clone(),
        code: (key.identity != squash(&v.indicator)).then(|| key.identity.clone()),
        unit: v.unit.clone(),
        edition: key.edition,
        scope: v.scope.clone(),
        trend,
        trend_of_dictionary,
        year: None,
        count: 0,
        columns: Vec::new(),
        cells: vec![ComparisonCell::default(); utilities],
    }
}

/// Adds a value. Where a document that speaks earlier gave one for the same year and role, another value is kept beside it.
fn add_point(cell: &mut ComparisonCell, v: &Value, cite: Cite) {
    let point = Point {
        year: v.year,
        phase: v.phase.clone(),
        role: v.role,
        value: v.value.filter(|n| n.is_finite()),
        comparator: v.comparator.clone(),
        text: v.text.clone(),
        cite,
    };
    match cell.points.iter().find(|p| p.year == point.year && p.phase == point.phase && p.role == point.role) {
        None => cell.points.push(point),
        Some(first) if !agree(first, &point) => cell.further.push(point),
        Some(_) => {}
    }
}

/// Whether two printed values say the same at the digits that both print: 122.22 and 122.2 do.
fn agree(a: &Point, b: &Point) -> bool {
    let decimals = |p: &Point| p.text.split_once('.').map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
    let coarser = i32::try_from(decimals(a).min(decimals(b))).unwrap_or(0);
    match (a.value, b.value) {
        (Some(a), Some(b)) => (a - b).abs() <= 0.5 * 10_f64.powi(-coarser) + 1e-9 && (coarser > 0 || (a - b).abs() < f64::EPSILON),
        (a, b) => a == b,
    }
}
