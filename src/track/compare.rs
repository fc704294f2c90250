//! The same indicator of several utilities side by side.
//!
//! Only what is alike is compared: the same edition of the indicator standard, the same scope, the same unit, the same fiscal year.
//! A rank is given only where every source that states a direction states the same one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::titles::{squash, squash_unit};
use super::{Cite, Family, Point, SourceDocument, Trend, ValueColumn, role_order, utility_of};
use crate::model::{Body, Role, Value};

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
    /// All values of this utility, by year, for the details.
    pub points: Vec<Point>,
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
    /// Which way is better, as the sources say together.
    pub trend: Trend,
    /// The fiscal year that is compared: the one for which most utilities state an actual value, the latest of those.
    pub year: Option<i32>,
    /// Number of utilities that state the value of that year.
    pub count: usize,
    /// Years and roles for which any utility states a value, in order.
    pub columns: Vec<(ValueColumn, Role)>,
    /// A cell for each utility of [`Comparison::utilities`].
    pub cells: Vec<ComparisonCell>,
}

/// The comparison over all documents.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Comparison {
    /// Utilities in order.
    pub utilities: Vec<String>,
    /// Indicators that at least two utilities state.
    pub rows: Vec<ComparisonRow>,
    /// Indicators that one utility alone states.
    pub single: Vec<ComparisonRow>,
}

/// What makes two values comparable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    identity: String,
    edition: Option<u16>,
    scope: Option<String>,
    unit: String,
}

/// Compares over families; the newest edition of a plan speaks first, then its reports from the newest, then older editions.
#[must_use]
pub fn comparison(documents: &[&SourceDocument], families: &[Family]) -> Comparison {
    let utilities: Vec<String> =
        families.iter().filter(|f| !f.utility.is_empty()).map(|f| f.utility.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let names = Names::new(documents);
    let trends = trends(documents, &names);
    let mut rows: BTreeMap<Key, ComparisonRow> = BTreeMap::new();
    for document in speaking_order(families) {
        let utility = utility_of(&documents[document].facts());
        let Some(at) = utilities.iter().position(|u| *u == utility) else { continue };
        let made = made(documents[document]);
        for (record, r) in documents[document].records.iter().enumerate() {
            let Body::Value(v) = &r.body else { continue };
            let Some(value) = v.value.filter(|n| n.is_finite()) else { continue };
            let key = names.key(v, made);
            let row = rows.entry(key).or_insert_with_key(|key| new_row(v, key, &trends, utilities.len()));
            add_point(&mut row.cells[at].points, v, value, Cite { document, record });
        }
    }
    let mut all: Vec<ComparisonRow> = rows.into_values().collect();
    for row in &mut all {
        settle(row);
    }
    all.sort_by(|a, b| {
        let order = |r: &ComparisonRow| (r.code.is_none(), r.code.clone(), squash(&r.name), r.edition, r.scope.clone(), r.unit.clone());
        order(a).cmp(&order(b))
    });
    let (rows, single) = all.into_iter().partition(|r| r.cells.iter().filter(|c| !c.points.is_empty()).count() > 1);
    Comparison { utilities, rows, single }
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

/// What the documents together know of names: the code that a name stands for, the units of an indicator.
struct Names {
    codes: BTreeMap<String, String>,
    units: BTreeMap<String, BTreeSet<String>>,
}

impl Names {
    fn new(documents: &[&SourceDocument]) -> Self {
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
        Self { codes: seen.into_iter().filter_map(single).collect(), units }
    }

    /// The code, else the code that the name stands for elsewhere, so that a plan that prints no code is compared with one that does;
    /// else the name. A document cannot follow an edition of the standard that came out after it.
    fn identity(&self, name: &str, code: Option<&str>, made: Option<i32>) -> String {
        let name = squash(name);
        let known =
            || self.codes.get(&name).filter(|c| edition_of_code(c).is_none_or(|e| made.is_some_and(|m| m >= i32::from(e)))).cloned();
        code.map(ToOwned::to_owned).or_else(known).unwrap_or(name)
    }

    fn key(&self, v: &Value, made: Option<i32>) -> Key {
        let identity = self.identity(&v.indicator, v.code.as_deref(), made);
        let only = || self.units.get(&identity).filter(|units| units.len() == 1).and_then(|units| units.first()).cloned();
        Key {
            edition: v.standard_edition.or_else(|| edition_of_code(&identity)),
            scope: v.scope.as_deref().map(squash),
            unit: v.unit.as_deref().map(squash_unit).or_else(only).unwrap_or_default(),
            identity,
        }
    }
}

/// The edition of the indicator standard that a code's shape tells: 2016 has a letter and three digits, 2005 four digits.
fn edition_of_code(code: &str) -> Option<u16> {
    match code.as_bytes() {
        [letter, rest @ ..] if letter.is_ascii_uppercase() && rest.len() == 3 && rest.iter().all(u8::is_ascii_digit) => Some(2016),
        digits if digits.len() == 4 && digits.iter().all(u8::is_ascii_digit) => Some(2005),
        _ => None,
    }
}

/// The year a document was made: of its last revision, else the first of its period.
fn made(document: &SourceDocument) -> Option<i32> {
    let facts = document.facts();
    facts.revisions.iter().filter_map(|r| r.year).max().or(facts.period_from)
}

fn trends(documents: &[&SourceDocument], names: &Names) -> BTreeMap<String, Trend> {
    let mut trends: BTreeMap<String, Trend> = BTreeMap::new();
    for document in documents {
        let made = made(document);
        for r in &document.records {
            if let Body::Indicator(i) = &r.body {
                let trend = trends.entry(names.identity(&i.indicator, i.code.as_deref(), made)).or_default();
                *trend = trend.with(Trend::from_word(i.direction.as_deref()));
            }
        }
    }
    trends
}

fn new_row(v: &Value, key: &Key, trends: &BTreeMap<String, Trend>, utilities: usize) -> ComparisonRow {
    ComparisonRow {
        name: v.indicator.clone(),
        code: (key.identity != squash(&v.indicator)).then(|| key.identity.clone()),
        unit: v.unit.clone(),
        edition: key.edition,
        scope: v.scope.clone(),
        trend: trends.get(&key.identity).copied().unwrap_or_default(),
        year: None,
        count: 0,
        columns: Vec::new(),
        cells: vec![ComparisonCell::default(); utilities],
    }
}

/// Adds a value unless a document that speaks earlier gave one for the same year and role.
fn add_point(points: &mut Vec<Point>, v: &Value, value: f64, cite: Cite) {
    if points.iter().any(|p| p.year == v.year && p.phase == v.phase && p.role == v.role) {
        return;
    }
    points.push(Point {
        year: v.year,
        phase: v.phase.clone(),
        role: v.role,
        value: Some(value),
        comparator: v.comparator.clone(),
        text: v.text.clone(),
        cite,
    });
}

/// Sorts the points, lays out the columns, settles the year and gives ranks.
fn settle(row: &mut ComparisonRow) {
    lay_out(row);
    let actual = if row.scope.is_some() { Role::Average } else { Role::Actual };
    let mut by_year: BTreeMap<i32, usize> = BTreeMap::new();
    for cell in &row.cells {
        let years: BTreeSet<i32> = cell.points.iter().filter(|p| p.role == actual).filter_map(|p| p.year).collect();
        for year in years {
            *by_year.entry(year).or_insert(0) += 1;
        }
    }
    let Some((&year, &count)) = by_year.iter().max_by_key(|(year, count)| (**count, **year)) else { return };
    row.year = Some(year);
    row.count = count;
    for cell in &mut row.cells {
        let stated: Vec<Stated> = cell.points.iter().filter(|p| p.role == actual).filter_map(stated).collect();
        cell.stated = stated.iter().find(|s| s.year == year).cloned();
        if cell.stated.is_none() {
            cell.other_year = stated.into_iter().min_by_key(|s| (s.year.abs_diff(year), std::cmp::Reverse(s.year)));
        }
    }
    rank(row);
}

fn lay_out(row: &mut ComparisonRow) {
    for cell in &mut row.cells {
        cell.points.sort_by_key(|p| (p.year.is_none(), p.year, p.phase.clone(), role_order(p.role)));
    }
    let mut columns: Vec<(ValueColumn, Role)> = row.cells.iter().flat_map(|c| &c.points).map(|p| (ValueColumn::of(p), p.role)).collect();
    columns.sort_by(|a, b| a.0.cmp(&b.0));
    columns.dedup_by(|a, b| a.0 == b.0);
    for cell in &mut row.cells {
        cell.by_column = columns.iter().map(|(column, _)| cell.points.iter().position(|p| ValueColumn::of(p) == *column)).collect();
    }
    row.columns = columns;
}

fn stated(p: &Point) -> Option<Stated> {
    Some(Stated { year: p.year?, value: p.value?, comparator: p.comparator.clone(), text: p.text.clone(), cite: p.cite })
}

/// Ranks the plain numbers of the year; a value with a limit or 約 has no exact place and gets none.
fn rank(row: &mut ComparisonRow) {
    if row.count < 2 || row.scope.is_some() || !matches!(row.trend, Trend::Up | Trend::Down) {
        return;
    }
    let exact = |c: &ComparisonCell| c.stated.as_ref().filter(|s| s.comparator.as_deref().is_none_or(|c| c == "=")).map(|s| s.value);
    let values: Vec<f64> = row.cells.iter().filter_map(exact).collect();
    let better = |a: f64, b: f64| if row.trend == Trend::Up { a > b } else { a < b };
    for cell in &mut row.cells {
        cell.rank = exact(cell).map(|mine| 1 + values.iter().filter(|&&v| better(v, mine)).count());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocumentRecord, Evidence, Indicator, PlanKind, Record, Revision};
    use crate::track::families;

    fn document(utility: &str, made: i32, bodies: Vec<Body>) -> SourceDocument {
        let facts = DocumentRecord {
            title: Some(format!("{utility}水道ビジョン")),
            utility: Some(utility.into()),
            kind: Some(PlanKind::Vision),
            revisions: vec![Revision { year: Some(made), month: Some(3), event: "策定".into() }],
            ..DocumentRecord::default()
        };
        let all = std::iter::once(Body::Document(facts)).chain(bodies);
        let records = all.map(|b| Record::new(utility, b, 1.0, Evidence::default())).collect();
        SourceDocument { file: format!("{utility}.pdf"), records, ..SourceDocument::default() }
    }

    fn value(name: &str, code: Option<&str>, year: i32, value: f64) -> Body {
        Body::Value(Value {
            indicator: name.into(),
            code: code.map(Into::into),
            unit: Some("%".into()),
            year: Some(year),
            phase: None,
            role: Role::Actual,
            value: Some(value),
            comparator: Some("=".into()),
            text: value.to_string(),
            scope: None,
            measure: None,
            standard_edition: None,
            path: Vec::new(),
            printed_rate: None,
            standard: None,
        })
    }

    fn direction(name: &str, word: &str) -> Body {
        Body::Indicator(Indicator { indicator: name.into(), direction: Some(word.into()), ..Indicator::default() })
    }

    fn compare(documents: &[SourceDocument]) -> Comparison {
        let documents: Vec<&SourceDocument> = documents.iter().collect();
        comparison(&documents, &families(&documents))
    }

    #[test]
    fn ranks_follow_the_direction_and_share_places() {
        let all = [
            document("甲市", 2020, vec![value("有収率", None, 2019, 90.0), direction("有収率", "up")]),
            document("乙市", 2020, vec![value("有収率", None, 2019, 95.0)]),
            document("丙市", 2020, vec![value("有収率", None, 2019, 90.0)]),
            document("丁市", 2020, vec![value("有収率", None, 2018, 99.0)]),
        ];
        let c = compare(&all);
        assert_eq!(c.utilities, ["丁市", "丙市", "乙市", "甲市"]);
        let row = &c.rows[0];
        assert_eq!((row.year, row.count), (Some(2019), 3));
        assert_eq!(row.cells.iter().map(|c| c.rank).collect::<Vec<_>>(), [None, Some(2), Some(1), Some(2)]);
        assert_eq!(row.cells[0].other_year.as_ref().map(|s| s.year), Some(2018));
    }

    #[test]
    fn no_rank_without_one_direction() {
        for words in [["none", "none"], ["up", "down"]] {
            let all = [
                document("甲市", 2020, vec![value("職員数", None, 2019, 9.0), direction("職員数", words[0])]),
                document("乙市", 2020, vec![value("職員数", None, 2019, 5.0), direction("職員数", words[1])]),
            ];
            assert!(compare(&all).rows[0].cells.iter().all(|c| c.rank.is_none()), "{words:?}");
        }
    }

    #[test]
    fn a_plan_made_before_the_standard_keeps_apart() {
        let new = || document("甲市", 2019, vec![value("有収率", Some("B112"), 2015, 90.0)]);
        let joined = compare(&[new(), document("乙市", 2018, vec![value("有収率", None, 2015, 91.0)])]);
        assert_eq!(joined.rows.len(), 1);
        let apart = compare(&[new(), document("乙市", 2009, vec![value("有収率", None, 2015, 91.0)])]);
        assert!(apart.rows.is_empty());
        assert_eq!(apart.single.len(), 2);
    }
}
