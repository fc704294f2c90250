//! Which tables hold money, and in which unit.

use std::collections::BTreeMap;

use crate::extract::around::Around;
use crate::extract::grid::Grid;
use crate::extract::headers::Section;
use crate::language::{normalise, parse_cell, squash};
use crate::model::{Block, BlockKind, Table};
use crate::rules::{ColumnRole, Rules};

/// Header and row names of the document's money tables with their units: a table of the same shape without a unit line is in the same unit.
#[derive(Debug, Clone, Default)]
pub struct MoneyShapes {
    units: BTreeMap<String, String>,
    /// By page and header row of the columns.
    sheets: BTreeMap<(usize, String), String>,
}

impl MoneyShapes {
    /// The shapes of all tables that print their money unit.
    #[must_use]
    pub fn of_blocks(blocks: &[Block], rules: &Rules) -> Self {
        let mut units = BTreeMap::new();
        let mut sheets = BTreeMap::new();
        for block in blocks {
            let BlockKind::Table(table) = &block.kind else { continue };
            if let Some(unit) = printed(table, rules) {
                sheets.extend(head(table).map(|head| (head, unit.clone())));
                units.insert(shape(table), unit);
            }
        }
        Self { units, sheets }
    }

    fn unit(&self, table: &Table) -> Option<String> {
        let beside = || self.sheets.get(&head(table)?).filter(|_| holds_thousands(table));
        self.units.get(&shape(table)).or_else(beside).cloned()
    }
}

/// Page and words of the first row right of the names: a second table under the same years of an account is in the account's unit.
fn head(table: &Table) -> Option<(usize, String)> {
    let first = table.cells.iter().find(|cell| cell.row == 0)?;
    let heads: Vec<String> = table.cells.iter().filter(|c| c.row == 0 && c.col > first.col).map(|c| squash(&c.text)).collect();
    Some((first.place.page?, heads.join("|"))).filter(|_| heads.len() > 2)
}

/// Whether most figures are set with separators of thousands, as money is.
fn holds_thousands(table: &Table) -> bool {
    let figures = table.cells.iter().map(|cell| normalise(&cell.text)).filter(|text| parse_cell(text).is_some());
    let (all, long) = figures.fold((0, 0), |(all, long), text| (all + 1, long + usize::from(text.contains(','))));
    long * 2 > all
}

/// The words of the first row and the first column.
fn shape(table: &Table) -> String {
    let edge = table.cells.iter().filter(|cell| cell.row == 0 || cell.col == 0);
    edge.map(|cell| squash(&cell.text)).collect::<Vec<_>>().join("|")
}

/// Whether a section of figures holds money: its unit, caption, title or header words say so.
#[must_use]
pub fn is_money(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> bool {
    let unit_column = section.column(ColumnRole::Unit).is_some();
    (money_unit(grid, section, rules, around).is_some() && !unit_column) || unit_cells(grid, section, rules)
}

/// The money unit of a section: unit line, caption, title or header, else that of a table of the same shape.
pub(super) fn money_unit(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> Option<String> {
    printed(grid.table, rules)
        .or_else(|| in_words(&section.title, rules))
        .or_else(|| section.columns.iter().find_map(|c| c.words.iter().find_map(|w| in_words(w, rules))))
        .or_else(|| around.money.unit(grid.table))
}

/// Whether the unit line names percent beside the money: （単位：千円、％）.
pub(super) fn says_percent(grid: &Grid, section: &Section) -> bool {
    [&grid.table.unit, &grid.table.caption, &section.title].iter().any(|words| normalise(words).contains('%'))
}

/// Whether unit line, caption or header words of a table name a money unit.
pub fn names_money<'w>(table: &Table, mut words: impl Iterator<Item = &'w str>, rules: &Rules) -> bool {
    printed(table, rules).is_some() || words.any(|w| in_words(w, rules).is_some())
}

/// The money unit that a table's unit line or caption prints.
pub(in crate::extract) fn printed(table: &Table, rules: &Rules) -> Option<String> {
    let line = rules.units.of_line(&table.unit).filter(|unit| rules.units.yen(unit).is_some());
    line.or_else(|| in_words(&table.unit, rules)).or_else(|| in_words(&table.caption, rules))
}

/// A money unit in brackets: 事業費(千円), (単位:百万円、税抜).
pub(in crate::extract) fn in_words(text: &str, rules: &Rules) -> Option<String> {
    if !text.contains('円') {
        return None;
    }
    let marks = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | ')'
                    | '（'
                    | '）'
                    | '['
                    | ']'
                    | '［'
                    | '］'
                    | '【'
                    | '】'
                    | '〔'
                    | '〕'
                    | ':'
                    | '：'
                    | '、'
                    | ','
                    | '，'
                    | ';'
                    | '；'
                    | '・'
                    | '='
                    | '＝'
            )
    };
    let pieces = text.split(marks).map(normalise).filter(|piece| piece.ends_with('円'));
    pieces.into_iter().find(|piece| rules.units.yen(piece).is_some())
}

/// A unit column whose cells are all money.
fn unit_cells(grid: &Grid, section: &Section, rules: &Rules) -> bool {
    let Some(col) = section.column(ColumnRole::Unit) else { return false };
    let units: Vec<&str> = section.body.iter().map(|&row| grid.text(row, col)).filter(|t| !t.is_empty()).collect();
    !units.is_empty() && units.iter().all(|unit| rules.units.yen(unit).is_some())
}

/// 事業費（千円） without its unit.
pub(in crate::extract) fn without_unit(words: &str, rules: &Rules) -> String {
    let Some((name, inner)) = words.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else { return words.to_owned() };
    let unit = super::super::values::whole_unit(inner, rules).is_some() || in_words(inner, rules).is_some();
    if unit && !name.is_empty() { name.trim().to_owned() } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_words() {
        let rules = Rules::embedded();
        assert_eq!(in_words("（単位：千円 税抜き）", rules), Some("千円".into()));
        assert_eq!(in_words("(単位:百万円、税抜)", rules), Some("百万円".into()));
        assert_eq!(in_words("概算事業費（千円）", rules), Some("千円".into()));
        assert_eq!(in_words("給水原価 円/m3", rules), None);
        assert_eq!(in_words("収支の見通し", rules), None);
    }
}
