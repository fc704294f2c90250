//! Money by year: amounts as tables, kept in the printed unit.

use serde::Serialize;

use super::Cite;
use super::titles::{squash, squash_unit};
use crate::model::{Amount, Role};

/// A column: one fiscal year or several, plan or actual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MoneyColumn {
    /// First fiscal year.
    pub year: Option<i32>,
    /// Last fiscal year, only where the column covers several.
    pub year_to: Option<i32>,
    /// Plan, actual or forecast.
    pub role: Role,
}

/// One number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MoneyValue {
    /// In the table's unit.
    pub value: f64,
    /// The amount record.
    pub cite: Cite,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MoneyRow {
    /// Name of the item.
    pub item: String,
    /// Tiers between the table's heading and the item.
    pub path: Vec<String>,
    /// Title of the measure it pays for.
    pub measure: Option<String>,
    /// For each column its numbers: none, one, or several where sources differ.
    pub cells: Vec<Vec<MoneyValue>>,
}

/// Amounts under one heading in one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MoneyTable {
    /// Top tier or table title as printed, "" if none.
    pub heading: String,
    /// Unit as printed.
    pub unit: Option<String>,
    /// Columns by year; spans of several years after the years they end with.
    pub columns: Vec<MoneyColumn>,
    /// Rows in the order of the document.
    pub rows: Vec<MoneyRow>,
}

/// Heading and unit with the amounts under them.
type Group<'a> = ((String, String), Vec<&'a (Cite, Amount)>);

/// Builds the tables in the order of first mention.
#[must_use]
pub fn money_tables(amounts: &[(Cite, Amount)]) -> Vec<MoneyTable> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for entry in amounts {
        let a = &entry.1;
        let key = (a.path.first().map(|p| squash(p)).unwrap_or_default(), a.unit.as_deref().map(squash_unit).unwrap_or_default());
        match groups.iter_mut().find(|(k, _)| *k == key) {
            Some((_, members)) => members.push(entry),
            None => groups.push((key, vec![entry])),
        }
    }
    groups.into_iter().map(|(_, members)| table(&members)).collect()
}

fn table(members: &[&(Cite, Amount)]) -> MoneyTable {
    let mut columns: Vec<MoneyColumn> = Vec::new();
    for (_, a) in members {
        let column = column_of(a);
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns.sort_by_key(|c| (c.year.is_none(), c.year_to.or(c.year), c.year_to.is_some(), super::role_order(c.role)));
    let mut rows: Vec<MoneyRow> = Vec::new();
    for (cite, a) in members {
        let path: Vec<String> = a.path.iter().skip(1).cloned().collect();
        let i =
            rows.iter().position(|r| squash(&r.item) == squash(&a.item) && r.path == path && r.measure == a.measure).unwrap_or_else(|| {
                rows.push(MoneyRow { item: a.item.clone(), path, measure: a.measure.clone(), cells: vec![Vec::new(); columns.len()] });
                rows.len() - 1
            });
        let Some(at) = columns.iter().position(|c| *c == column_of(a)) else { continue };
        let cell = &mut rows[i].cells[at];
        if !cell.iter().any(|v| v.value.total_cmp(&a.value).is_eq()) {
            cell.push(MoneyValue { value: a.value, cite: *cite });
        }
    }
    let first = members.first().map(|m| &m.1);
    MoneyTable {
        heading: first.and_then(|a| a.path.first().cloned()).unwrap_or_default(),
        unit: first.and_then(|a| a.unit.clone()),
        columns,
        rows,
    }
}

fn column_of(a: &Amount) -> MoneyColumn {
    MoneyColumn { year: a.year, year_to: a.year_to, role: a.role }
}
