//! The cells that head the rows of a grid of years.

use super::super::grid::Grid;
use super::super::headers::Section;
use super::super::measure_columns::measure_column;
use super::super::values::whole_unit;
use crate::language::{parse_cell, squash};
use crate::rules::{ColumnRole, RowHead, Rules};

/// Heads are at most this long.
const HEAD_CHARS: usize = 24;

/// Which columns head the rows of a section.
#[derive(Debug)]
pub(super) struct Heads {
    /// The column of the measures, where the grid holds several.
    pub measure: Option<usize>,
    /// The columns of heads from left to right; those on the left group the others.
    pub columns: Vec<usize>,
    /// A column of units between heads and years.
    pub unit: Option<usize>,
    /// Rows of sums over the measures, with the column of their name.
    pub sums: Vec<(usize, usize)>,
}

/// The rows of a section under one head.
#[derive(Debug)]
pub(super) struct Strip {
    /// Words of the head, the group's first.
    pub words: Vec<String>,
    /// Unit beside the head, "" where there is none.
    pub unit: String,
    /// Its rows.
    pub rows: Vec<usize>,
}

impl Heads {
    /// The heads of a section: the column before the years whose cells part the rows of each measure, or all columns before the years where
    /// the grid is that of one measure.
    pub(super) fn of(grid: &Grid, section: &Section, alone: bool, rules: &Rules) -> Option<Self> {
        let first = *section.year_columns().first()?;
        if first == 0 {
            return None;
        }
        let own = |row: usize, col: usize| grid.begins(row, col) && !grid.text(row, col).is_empty();
        let unit = (0..first).rev().find(|&col| all_units(grid, section, col, rules));
        let measure = grouping_column(grid, section, first, rules);
        let Some(measure) = measure else {
            use ColumnRole::{Code, Goal, Indicator, Owner};
            let named = measure_column(section).is_some_and(|col| !section.columns[col].by_cells && section.columns[col].score >= 0.9);
            let several =
                section.columns.iter().any(|c| matches!(c.role, Some(Code | Goal | Owner)) || c.role == Some(Indicator) && c.score >= 0.9);
            let bare = !named && !several;
            let columns: Vec<usize> = (0..first).filter(|&col| Some(col) != unit).collect();
            let headed = section.body.iter().all(|&row| columns.iter().any(|&col| !grid.text(row, col).is_empty()));
            return (alone && bare && headed).then_some(Self { measure: None, columns, unit, sums: Vec::new() });
        };
        let mut sums = Vec::new();
        for &row in &section.body {
            let name = (0..first).find(|&col| own(row, col) && is_sum(grid.text(row, col), rules));
            if let Some(col) = name.filter(|&col| grid.cell(row, col).is_some_and(|c| c.col + c.col_span > measure)) {
                sums.push((row, col));
            }
        }
        let summed = |row: usize| sums.iter().any(|(sum, _)| *sum == row);
        let inner: Vec<usize> =
            section.body.iter().copied().filter(|&row| !summed(row) && grid.cell(row, measure).is_some_and(|c| c.row < row)).collect();
        let columns: Vec<usize> = (measure + 1..first).filter(|&col| Some(col) != unit && inner.iter().any(|&row| own(row, col))).collect();
        let headed = inner.iter().all(|&row| columns.iter().any(|&col| own(row, col)));
        (!columns.is_empty() && headed).then_some(Self { measure: Some(measure), columns, unit, sums })
    }

    /// The rows by their heads, in the order of their first appearance.
    pub(super) fn strips(&self, grid: &Grid, section: &Section, rules: &Rules) -> Vec<Strip> {
        let mut strips: Vec<Strip> = Vec::new();
        for &row in section.body.iter().filter(|row| !self.sums.iter().any(|(sum, _)| sum == *row)) {
            let mut words = self.words(grid, row);
            let mut unit = self.unit.map_or("", |col| grid.text(row, col)).to_owned();
            // 事業費 | 千円: the unit stands where other rows have a head.
            if words.len() > 1 && unit.is_empty() {
                unit = words.pop_if(|last| whole_unit(last, rules).is_some()).unwrap_or_default();
            }
            if words.is_empty() {
                continue;
            }
            match strips
                .iter_mut()
                .find(|strip| strip.words.len() == words.len() && strip.words.iter().zip(&words).all(|(a, b)| squash(a) == squash(b)))
            {
                Some(strip) => strip.rows.push(row),
                None => strips.push(Strip { words, unit, rows: vec![row] }),
            }
        }
        strips
    }

    /// The words that head a row, the group's first; one that reaches over several columns counts once.
    pub(super) fn words(&self, grid: &Grid, row: usize) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut last = usize::MAX;
        for &col in &self.columns {
            let Some(cell) = grid.cell(row, col) else { continue };
            if cell.col != last && !grid.text(row, col).is_empty() {
                words.push(grid.text(row, col).to_owned());
            }
            last = cell.col;
        }
        words
    }
}

/// 施策計, 小計, 合計.
pub(super) fn is_sum(text: &str, rules: &Rules) -> bool {
    let ends = |text: &str| text.ends_with('計') && text.chars().count() <= 8 && !text.ends_with("会計") && !text.ends_with("設計");
    rules.rows.is_total(text) || matches!(rules.row_head(text), Some(RowHead::Total | RowHead::Subtotal)) || ends(text)
}

/// The column whose cells hold several rows each, which the cells of a column behind it part: the measures.
fn grouping_column(grid: &Grid, section: &Section, first: usize, rules: &Rules) -> Option<usize> {
    let begins = |col: usize| section.body.iter().filter(move |&&row| grid.begins(row, col)).filter_map(move |&row| grid.cell(row, col));
    let merged = |col: usize| {
        let (all, deep) = begins(col)
            .filter(|c| !is_sum(&c.text, rules))
            .fold((0, 0), |(all, deep), cell| (all + 1, deep + usize::from(cell.row_span > 1)));
        deep > 0 && deep * 2 >= all
    };
    // Every row of a measure has a head of its own behind it, and not the same one throughout.
    let parted = |col: usize| {
        (col + 1..first).any(|head| {
            let heads = |cell: &crate::model::Cell| {
                let rows = cell.row..cell.row + cell.row_span;
                rows.filter(|&row| grid.begins(row, head)).map(|row| squash(grid.text(row, head))).collect::<Vec<_>>()
            };
            let deep: Vec<Vec<String>> = begins(col).filter(|c| c.row_span > 1).map(heads).collect();
            let differ = deep.iter().filter(|heads| heads.len() > 1 && heads.windows(2).any(|w| w[0] != w[1])).count();
            let short = deep.iter().flatten().all(|text| text.chars().count() <= HEAD_CHARS && parse_cell(text).is_none());
            // The heads come again with each measure: others name parts of it.
            let mut all: Vec<&String> = deep.iter().flatten().collect();
            let count = all.len();
            all.sort();
            all.dedup();
            let again = deep.len() < 2 || all.len() * 3 <= count * 2;
            short && again && differ * 2 > deep.len()
        })
    };
    let titles = |col: &usize| {
        let role = section.columns[*col].role;
        let other = matches!(role, Some(ColumnRole::Code | ColumnRole::Owner | ColumnRole::Category | ColumnRole::Unit | ColumnRole::Goal));
        !other && begins(*col).any(|c| c.text.chars().count() >= 3)
    };
    let found: Vec<usize> = (0..first).filter(|&col| merged(col) && parted(col)).filter(titles).collect();
    measure_column(section).filter(|col| found.contains(col)).or_else(|| found.first().copied())
}

fn all_units(grid: &Grid, section: &Section, col: usize, rules: &Rules) -> bool {
    let mut texts =
        section.body.iter().filter(|&&row| grid.begins(row, col)).map(|&row| grid.text(row, col)).filter(|t| !t.is_empty()).peekable();
    texts.peek().is_some() && texts.all(|text| whole_unit(text, rules).is_some())
}
