//! Indicators as tables: series that share their columns stand in one table, as most plans print them.

use serde::Serialize;

use super::series::{Point, Series, role_order};
use super::titles::squash;
use crate::model::Role;

/// A column of a value table. The order of the fields is the order of columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ValueColumn {
    /// True for columns without a year, which stand last.
    pub undated: bool,
    /// Fiscal year.
    pub year: Option<i32>,
    /// Relative column.
    pub phase: Option<String>,
    /// [`role_order`] of the role.
    pub order: u8,
    /// Whose values, where not the utility's own.
    pub scope: Option<String>,
}

impl ValueColumn {
    /// The column of a value of the utility's own.
    #[must_use]
    pub fn of(p: &Point) -> Self {
        Self { undated: p.year.is_none(), year: p.year, phase: p.phase.clone(), order: role_order(p.role), scope: None }
    }
}

/// Series that share their columns: one table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueTable {
    /// Columns in order, with the role of each.
    pub columns: Vec<(ValueColumn, Role)>,
    /// Rows.
    pub rows: Vec<ValueRow>,
}

/// One indicator: the utility's own values and those of its peers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueRow {
    /// Index of the series that names the row.
    pub series: usize,
    /// For each column its values as (series, point) indices.
    pub cells: Vec<Vec<(usize, usize)>>,
}

/// The columns that one row needs.
type Shape = Vec<(ValueColumn, Role)>;

/// This many rows of one shape make a table of their own.
const OWN_TABLE: usize = 3;
/// A row joins a table that has at most this many columns that the row leaves blank.
const BLANKS: usize = 3;

/// Groups series with numbers into tables, in the order of first mention.
#[must_use]
pub fn value_tables(all: &[Series]) -> Vec<ValueTable> {
    let rows: Vec<(Vec<usize>, Shape)> = members(all).into_iter().map(|m| (m.clone(), shape(all, &m))).collect();
    let mut shapes: Vec<(Shape, usize)> = Vec::new();
    for (_, shape) in &rows {
        match shapes.iter_mut().find(|(s, _)| s == shape) {
            Some((_, count)) => *count += 1,
            None => shapes.push((shape.clone(), 1)),
        }
    }
    shapes.sort_by_key(|(s, _)| std::cmp::Reverse(s.len()));
    let mut tables: Vec<ValueTable> = Vec::new();
    for (shape, count) in shapes {
        if count >= OWN_TABLE || best(&tables, &shape).is_none() {
            tables.push(ValueTable { columns: shape, rows: Vec::new() });
        }
    }
    for (members, shape) in rows {
        let Some(at) = best(&tables, &shape) else { continue };
        let cells = tables[at].columns.iter().map(|(column, _)| points_in(all, &members, column)).collect();
        tables[at].rows.push(ValueRow { series: members[0], cells });
    }
    tables.retain(|t| !t.rows.is_empty());
    tables.sort_by_key(|t| t.rows[0].series);
    tables
}

/// Series with numbers, those of one indicator and unit together (the utility's own first, then its peers).
fn members(all: &[Series]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (i, s) in all.iter().enumerate().filter(|(_, s)| s.has_numbers()) {
        let same = |g: &&mut Vec<usize>| {
            let first = &all[g[0]];
            let alike = match (&first.code, &s.code) {
                (Some(a), Some(b)) => a == b,
                _ => squash(&first.name) == squash(&s.name),
            };
            alike && first.unit == s.unit && first.edition == s.edition && g.iter().all(|&k| all[k].scope != s.scope)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    for group in &mut groups {
        group.sort_by_key(|&i| (all[i].scope.is_some(), i));
    }
    groups
}

fn shape(all: &[Series], members: &[usize]) -> Shape {
    let mut columns: Shape = members.iter().flat_map(|&i| (0..all[i].points.len()).map(move |p| column(&all[i], p))).collect();
    columns.sort_by(|a, b| a.0.cmp(&b.0));
    columns.dedup_by(|a, b| a.0 == b.0);
    columns
}

fn column(series: &Series, point: usize) -> (ValueColumn, Role) {
    let p = &series.points[point];
    (ValueColumn { scope: series.scope.clone(), ..ValueColumn::of(p) }, p.role)
}

/// The table that has all columns of the shape with the fewest others.
fn best(tables: &[ValueTable], shape: &Shape) -> Option<usize> {
    let fits = |t: &ValueTable| t.columns.len() <= shape.len() + BLANKS && shape.iter().all(|c| t.columns.contains(c));
    (0..tables.len()).filter(|&i| fits(&tables[i])).min_by_key(|&i| (tables[i].columns.len(), i))
}

fn points_in(all: &[Series], members: &[usize], wanted: &ValueColumn) -> Vec<(usize, usize)> {
    let each = members.iter().flat_map(|&i| (0..all[i].points.len()).map(move |p| (i, p)));
    each.filter(|&(i, p)| column(&all[i], p).0 == *wanted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::Cite;

    fn series(name: &str, scope: Option<&str>, years: &[i32]) -> Series {
        let point = |&year: &i32| Point {
            year: Some(year),
            phase: None,
            role: Role::Actual,
            value: Some(1.0),
            comparator: None,
            text: "1".into(),
            cite: Cite { document: 0, record: 0 },
        };
        Series { name: name.into(), scope: scope.map(Into::into), points: years.iter().map(point).collect(), ..Series::default() }
    }

    #[test]
    fn peers_stand_in_the_row_of_their_indicator() {
        let tables = value_tables(&[series("有収率", None, &[2010, 2015]), series("有収率", Some("平均"), &[2015])]);
        assert_eq!(tables.len(), 1);
        assert_eq!(tables[0].columns.len(), 3);
        assert_eq!(tables[0].rows[0].cells, [vec![(0, 0)], vec![(0, 1)], vec![(1, 0)]]);
    }

    #[test]
    fn a_shape_that_many_share_is_not_swallowed() {
        let wide: Vec<i32> = (2007..2018).collect();
        let mut all = vec![series("給水人口", None, &wide)];
        all.extend(["a", "b", "c"].map(|n| series(n, None, &[2010, 2015])));
        all.push(series("d", None, &[2010]));
        let tables = value_tables(&all);
        assert_eq!(tables.iter().map(|t| t.rows.len()).collect::<Vec<_>>(), [1, 4]);
    }

    #[test]
    fn every_number_has_a_cell() {
        let all = [series("a", None, &[2010]), series("b", None, &[2011, 2012]), series("c", Some("平均"), &[2010])];
        let cells: usize = value_tables(&all).iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells).map(Vec::len).sum();
        assert_eq!(cells, 4);
    }
}
