//! Tables of figures as accounts: rows with their words, columns with what they hold, cells as numbers.

use crate::extract::{Column, CutTable, Grid, Section, Sectioned};
use crate::language::quantity::{Quantity, parse_cell};
use crate::language::{normalise, squash};
use crate::model::{BlockKind, Evidence};
use crate::rules::{ColumnRole, Rules};

/// A table has at most this many rows and columns of figures to be checked.
const MOST_ROWS: usize = 400;
const MOST_COLUMNS: usize = 40;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Figures of their own.
    Figures,
    /// Sums over other columns.
    Total,
    /// Differences between other columns.
    Change,
    /// Rates of other columns.
    Rate,
}

/// A column of figures.
#[derive(Debug, Clone)]
pub(super) struct LedgerColumn {
    /// Words of its header.
    pub(super) label: String,
    /// What it holds.
    pub(super) kind: Kind,
}

/// A number in a cell.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// The number.
    pub(super) value: f64,
    /// Printed digits after the point.
    pub(super) decimals: usize,
    /// Printed words of the cell.
    pub(super) text: String,
    /// Where it stands.
    pub(super) evidence: Evidence,
}

/// A row with at least one figure.
#[derive(Debug, Clone)]
pub(super) struct LedgerRow {
    /// Words before the figures.
    pub(super) label: String,
    /// A sum of rows.
    pub(super) total: bool,
    /// A sum of some rows (小計).
    pub(super) part: bool,
    /// The figures by column of the ledger.
    pub(super) figures: Vec<Option<Figure>>,
    /// Words of the cells in columns of differences and rates, by column of the ledger.
    pub(super) words: Vec<String>,
}

/// One table under one header.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    /// Columns of figures from left to right.
    pub(super) columns: Vec<LedgerColumn>,
    /// Rows from top to bottom.
    pub(super) rows: Vec<LedgerRow>,
    /// Unit over the table, where one is printed.
    pub(super) unit: Option<String>,
}

/// The ledgers of a document in its order.
pub(super) fn ledgers(sectioned: &Sectioned<'_>, rules: &Rules) -> Vec<Ledger> {
    let mut all: Vec<Ledger> = Vec::new();
    // Only the table right before may go on.
    let mut open = false;
    for (index, block) in sectioned.blocks.iter().enumerate() {
        match &block.kind {
            BlockKind::Table(_) => {
                let Some(CutTable { grid, sections }) = sectioned.table(index) else { continue };
                if let (true, Some(last)) = (open, all.last_mut())
                    && take_sums(grid, last, rules)
                {
                    continue;
                }
                let found: Vec<Ledger> = sections.iter().filter_map(|s| ledger(grid, s, rules)).collect();
                open = !found.is_empty();
                all.extend(found);
            }
            BlockKind::Heading { .. } | BlockKind::Caption { .. } => open = false,
            _ => {}
        }
    }
    all
}

fn ledger(grid: &Grid, section: &Section, rules: &Rules) -> Option<Ledger> {
    let columns: Vec<(usize, LedgerColumn)> = (0..grid.cols())
        .filter_map(|col| Some((col, column(section.columns.get(col)?, numeric(grid, section, col))?)))
        .take(MOST_COLUMNS)
        .collect();
    if columns.iter().filter(|(_, c)| matches!(c.kind, Kind::Figures | Kind::Total)).count() < 2 {
        return None;
    }
    let first = columns.first()?.0;
    let row = |&row: &usize| {
        let label = label(grid, row, first);
        let figures: Vec<Option<Figure>> = columns.iter().map(|(col, _)| figure(grid, row, *col)).collect();
        let words = columns.iter().map(|(col, _)| own_text(grid, row, *col).to_owned()).collect();
        let any = figures.iter().any(Option::is_some);
        any.then(|| LedgerRow { total: rules.rows.is_total(&label), part: is_part(&label, rules), label, figures, words })
    };
    let rows: Vec<LedgerRow> = section.body.iter().filter_map(row).take(MOST_ROWS).collect();
    let unit = rules.units.of_line(&grid.table.unit);
    (!rows.is_empty()).then(|| Ledger { columns: columns.into_iter().map(|(_, c)| c).collect(), rows, unit })
}

/// A sum of some rows only: 小計.
fn is_part(label: &str, rules: &Rules) -> bool {
    rules.row_head(label) == Some(crate::rules::RowHead::Subtotal)
}

/// Rows of sums that the layout cut off: words, then as many numbers as the ledger has columns.
fn take_sums(grid: &Grid, last: &mut Ledger, rules: &Rules) -> bool {
    let mut taken = Vec::new();
    for row in 0..grid.rows() {
        let cells = grid.row_words(row);
        // A line of dashes drawn under the sums.
        if cells.iter().all(|(_, t)| crate::language::is_no_value(t)) {
            continue;
        }
        let words = cells.iter().take_while(|(_, t)| parse_cell(t).is_none()).count();
        let label: String = squash(&cells[..words].iter().map(|(_, t)| *t).collect::<String>());
        let figures: Vec<Option<Figure>> = cells[words..].iter().map(|(col, _)| figure(grid, row, *col)).collect();
        if figures.len() != last.columns.len() || figures.iter().any(Option::is_none) || !rules.rows.is_total(&label) {
            return false;
        }
        let part = is_part(&label, rules);
        taken.push(LedgerRow { label, total: true, part, words: vec![String::new(); figures.len()], figures });
    }
    let any = !taken.is_empty();
    last.rows.extend(taken);
    any
}

/// Whether most filled cells of a column are numbers.
fn numeric(grid: &Grid, section: &Section, col: usize) -> bool {
    let texts = section.body.iter().map(|&row| own_text(grid, row, col)).filter(|t| !t.is_empty() && !crate::language::is_no_value(t));
    let (all, numbers) = texts.fold((0, 0), |(all, n), t| (all + 1, n + usize::from(parse_cell(t).is_some())));
    numbers > 0 && numbers * 2 > all
}

fn column(column: &Column, numeric: bool) -> Option<LedgerColumn> {
    let role = column.role.filter(|_| column.score >= 0.4);
    let kind = match role {
        Some(ColumnRole::Change) => Kind::Change,
        Some(ColumnRole::Rate) => Kind::Rate,
        Some(ColumnRole::Total) if column.year.is_none() => Kind::Total,
        Some(
            ColumnRole::Code
            | ColumnRole::Unit
            | ColumnRole::Owner
            | ColumnRole::Category
            | ColumnRole::Measure
            | ColumnRole::Item
            | ColumnRole::Note
            | ColumnRole::Year
            | ColumnRole::Period
            | ColumnRole::Due
            | ColumnRole::Mark
            | ColumnRole::Direction
            | ColumnRole::Place,
        ) => return None,
        _ => Kind::Figures,
    };
    if matches!(kind, Kind::Figures | Kind::Total) && !numeric {
        return None;
    }
    Some(LedgerColumn { label: column.words.join(" "), kind })
}

/// The words of the cell that begins at the place.
fn own_text<'a>(grid: &'a Grid, row: usize, col: usize) -> &'a str {
    if grid.begins(row, col) { grid.text(row, col) } else { "" }
}

fn figure(grid: &Grid, row: usize, col: usize) -> Option<Figure> {
    let text = own_text(grid, row, col);
    let Quantity { value, decimals, high: None, change: None, .. } = parse_cell(text)? else { return None };
    Some(Figure { value, decimals, text: text.to_owned(), evidence: grid.evidence(row, col) })
}

/// The words of a row before its figures; where only merged cells stand there, those.
fn label(grid: &Grid, row: usize, first: usize) -> String {
    let own: Vec<&str> =
        (0..first).filter(|&c| grid.begins_in_row(row, c)).map(|c| own_text(grid, row, c)).filter(|t| !t.is_empty()).collect();
    let words = if own.is_empty() { (0..first).map(|c| grid.text(row, c)).filter(|t| !t.is_empty()).collect() } else { own };
    let label = normalise(&words.join(" "));
    // 合 計 set with a gap, or parted over two cells.
    let tight = squash(&label);
    if tight.chars().count() <= 3 { tight } else { label }
}

impl LedgerRow {
    /// Value of a column, `None` where the cell is empty or no number.
    pub(super) fn value(&self, column: usize) -> Option<f64> {
        self.figures.get(column).and_then(Option::as_ref).map(|f| f.value)
    }

    /// The place of the first figure.
    pub(super) fn place(&self) -> Evidence {
        self.figures.iter().flatten().next().map(|f| f.evidence.clone()).unwrap_or_default()
    }
}

impl Ledger {
    /// Whether a column holds rates, which do not add up.
    pub(super) fn is_share(&self, column: usize) -> bool {
        let percent = |row: &LedgerRow| row.figures[column].as_ref().is_some_and(|f| f.text.contains(['%', '％']));
        self.columns[column].label.contains('%') || self.columns[column].label.ends_with('率') || self.rows.iter().any(percent)
    }

    /// For a column of sums the columns that it sums: the figures right before it, else right behind it; at least two.
    pub(super) fn parts_of(&self, total: usize) -> Vec<usize> {
        let figures = |c: &usize| self.columns[*c].kind == Kind::Figures;
        let mut before: Vec<usize> = (0..total).rev().take_while(figures).collect();
        before.reverse();
        if before.len() >= 2 { before } else { (total + 1..self.columns.len()).take_while(figures).collect() }
    }
}

/// How far a sum of so many rounded figures may be off, in the unit of the figures.
pub(super) fn tolerance(parts: usize, decimals: usize) -> f64 {
    let half = 0.5 / 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    #[allow(clippy::cast_precision_loss)] // rows of a table
    let parts = (parts + 1) as f64;
    parts * half * 1.000_001
}

/// A recomputed number as print would set it.
pub(super) fn shown(value: f64, decimals: usize) -> String {
    let digits = format!("{:.*}", decimals, value.abs());
    let (whole, rest) = digits.split_once('.').map_or((digits.as_str(), None), |(w, r)| (w, Some(r)));
    let mut grouped = String::new();
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(c);
    }
    let sign = if value < 0.0 && digits.chars().any(|c| c.is_ascii_digit() && c != '0') { "-" } else { "" };
    rest.map_or_else(|| format!("{sign}{grouped}"), |rest| format!("{sign}{grouped}.{rest}"))
}
