//! Sheets of labels and values (one measure a sheet): turned by a quarter they are tables with one row.
//!
//! A sheet is known by its labels: most are header words, or the same labels stand beside other values in another table of the document.

use std::collections::BTreeMap;

use crate::language::{YearContext, normalise, squash};
use crate::model::{Block, BlockKind, Cell, Table};
use crate::rules::{ColumnRole, Rules};

use super::grid::Grid;
use super::headers::{Column, sections};

/// Fewest labels of a sheet.
const LABELS: usize = 3;
/// Labels are at most this long.
const LABEL_CHARS: usize = 16;
/// Share of labels that must be header words where the sheet stands alone.
const KNOWN: f32 = 0.6;
/// Least score of such a word.
const HEADER_WORD: f32 = 0.55;

/// A sheet turned into a table of one row.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Labels as header, values as the only body row.
    pub table: Table,
    /// Its columns, read over all sheets with these labels.
    pub columns: Vec<Column>,
    /// The rows below the labels: a schedule in the same grid.
    pub rest: Option<Table>,
}

/// The sheets of a document by the index of their block.
pub(super) fn sheets(blocks: &[Block], rules: &Rules, years: YearContext) -> BTreeMap<usize, Sheet> {
    let mut found: BTreeMap<String, Vec<(usize, Turned)>> = BTreeMap::new();
    for (index, block) in blocks.iter().enumerate() {
        let BlockKind::Table(table) = &block.kind else { continue };
        if let Some(turned) = turn(table) {
            found.entry(turned.labels.join("|")).or_default().push((index, turned));
        }
    }
    let mut sheets = BTreeMap::new();
    for alike in found.into_values() {
        let repeated = alike.len() >= 2 && alike.windows(2).any(|w| w[0].1.values() != w[1].1.values());
        if !repeated && known_labels(&alike[0].1.labels, rules) < KNOWN {
            continue;
        }
        let together = stacked(&alike);
        let read = sections(&Grid::new(&together), rules, Some(years));
        let Some(section) = read.first().filter(|s| s.columns.iter().any(|c| c.role == Some(ColumnRole::Measure))) else { continue };
        for (index, turned) in alike {
            sheets.insert(index, Sheet { table: turned.table, columns: section.columns.clone(), rest: turned.rest });
        }
    }
    sheets
}

struct Turned {
    labels: Vec<String>,
    table: Table,
    rest: Option<Table>,
}

impl Turned {
    fn values(&self) -> Vec<&str> {
        self.table.cells.iter().filter(|c| c.row == 1).map(|c| c.text.as_str()).collect()
    }
}

/// Pairs of label and value from the top; `None` where the table is no sheet.
fn turn(table: &Table) -> Option<Turned> {
    if table.spans_lost || table.cols < 2 {
        return None;
    }
    let mut pairs: Vec<(&Cell, &Cell)> = Vec::new();
    let mut end = 0;
    for row in 0..table.rows {
        let cells: Vec<&Cell> = table.cells.iter().filter(|c| c.row == row).collect();
        let whole = cells.iter().all(|c| c.row_span == 1) && !cells.is_empty();
        if !whole || cells.len() % 2 == 1 || cells.len() > 4 || cells.chunks(2).any(|pair| !is_label(&pair[0].text)) {
            break;
        }
        pairs.extend(cells.chunks(2).map(|pair| (pair[0], pair[1])));
        end = row + 1;
    }
    let labels: Vec<String> = pairs.iter().map(|(label, _)| squash(&label.text)).collect();
    let mut different = labels.clone();
    different.sort();
    different.dedup();
    let wide = table.cells.iter().filter(|c| c.row < end).map(|c| c.col).max().unwrap_or(0) <= 3 || end < table.rows;
    if pairs.len() < LABELS || different.len() < labels.len() || !wide {
        return None;
    }
    let mut turned = Table { rows: 2, cols: pairs.len(), confidence: table.confidence, ..Table::default() };
    turned.caption.clone_from(&table.caption);
    for (row, value) in [(0, false), (1, true)] {
        for (col, pair) in pairs.iter().enumerate() {
            let cell = if value { pair.1 } else { pair.0 };
            turned.cells.push(Cell { row, col, row_span: 1, col_span: 1, ..cell.clone() });
        }
    }
    Some(Turned { labels, table: turned, rest: below(table, end) })
}

fn is_label(text: &str) -> bool {
    let text = normalise(text);
    let length = text.chars().count();
    (1..=LABEL_CHARS).contains(&length) && !text.ends_with('。') && text.chars().any(|c| !c.is_ascii_digit() && !",.%-".contains(c))
}

/// The rows of a table from one on.
fn below(table: &Table, from: usize) -> Option<Table> {
    if from >= table.rows {
        return None;
    }
    let mut rest = Table { rows: table.rows - from, cells: Vec::new(), bars: Vec::new(), ..table.clone() };
    let cells = table.cells.iter().filter(|c| c.row >= from);
    rest.cells = cells.map(|c| Cell { row: c.row - from, ..c.clone() }).collect();
    for bar in table.bars.iter().filter(|b| b.rows.0 >= from) {
        let mut bar = bar.clone();
        bar.rows = (bar.rows.0 - from, bar.rows.1 - from);
        rest.bars.push(bar);
    }
    Some(rest)
}

/// All sheets with the same labels as the rows of one table.
fn stacked(alike: &[(usize, Turned)]) -> Table {
    let mut table = alike[0].1.table.clone();
    for (row, (_, turned)) in alike.iter().enumerate().skip(1) {
        table.rows += 1;
        table.cells.extend(turned.table.cells.iter().filter(|c| c.row == 1).map(|c| Cell { row: row + 1, ..c.clone() }));
    }
    // Labels are a header, whatever their words are.
    for cell in &mut table.cells {
        cell.fill = (cell.row == 0).then_some(0);
    }
    table
}

#[allow(clippy::cast_precision_loss)] // a few labels
fn known_labels(labels: &[String], rules: &Rules) -> f32 {
    let known = labels.iter().filter(|l| rules.column_roles(l).first().is_some_and(|(_, score)| *score >= HEADER_WORD)).count();
    known as f32 / labels.len().max(1) as f32
}
