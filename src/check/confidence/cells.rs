//! What the tables say of the records that were read from them: guessed columns, figures without a record, sums that are right.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Finding;
use super::super::ledger::{Kind, Ledger, LedgerRow, tolerance};
use super::{Doubt, Doubts, PlaceKey, place_key};
use crate::extract::{Column, CutTable, Grid, Section, Sectioned};
use crate::language::{find_years, parse_cell, parse_year_header};
use crate::model::{Body, Evidence, Record};

/// Of the figures of a table so many must have a record, else the others are doubted too.
const READ_FIGURES: f32 = 0.5;
/// Fewer figures say nothing.
const FEW_FIGURES: usize = 6;
/// A role by words that fit less is a guess.
const LIKELY_WORD: f32 = 0.5;
/// A guessed role that is ahead by less is a narrow guess.
const NARROW: f32 = 0.2;

/// The cell of a record: number of its section among all of the document, row and column.
pub(super) type At = (usize, usize, usize);

/// Where a cell stands in the document's tables.
#[derive(Debug, Clone, Copy)]
struct Cell {
    table: usize,
    /// Nowhere for a bar of a table without sections.
    at: Option<At>,
    guess: Option<Doubt>,
    figure: bool,
    /// Another column of its section has a head and words, and no role.
    unread: bool,
    /// What its section's header says against it.
    heads: Option<Doubt>,
}

/// The cells of all tables by their place.
pub(super) struct Cells {
    cells: BTreeMap<PlaceKey, Cell>,
}

impl Cells {
    pub(super) fn of(sectioned: &Sectioned<'_>) -> Self {
        let mut cells = BTreeMap::new();
        let mut number = 0;
        for (table, CutTable { grid, sections }) in sectioned.tables() {
            // A bar lies over cells; what a header says against them it says of all bars of the table.
            let heads = sections.iter().find_map(|section| of_header(grid, section));
            // It stands in the last section, mostly the only one.
            let at = sections.len().checked_sub(1).map(|last| (number + last, grid.rows(), grid.cols()));
            for bar in &grid.table.bars {
                let place = place_key(&Evidence::new(bar.whole(), bar.label.clone()));
                cells.insert(place, Cell { table, at, guess: None, figure: false, unread: false, heads });
            }
            for section in sections {
                let unread = section.columns.iter().enumerate().any(|(col, column)| is_unread(grid, section, col, column));
                let heads = of_header(grid, section);
                for &row in &section.body {
                    for col in (0..grid.cols()).filter(|&col| grid.begins(row, col) && !grid.text(row, col).is_empty()) {
                        let guess = section.columns.get(col).and_then(guess);
                        let figure = parse_cell(grid.text(row, col)).is_some();
                        let at = Some((number, row, col));
                        cells.insert(place_key(&grid.evidence(row, col)), Cell { table, at, guess, figure, unread, heads });
                    }
                }
                number += 1;
            }
        }
        Self { cells }
    }

    fn cell(&self, record: &Record) -> Option<Cell> {
        record.evidence.iter().find_map(|e| self.cells.get(&place_key(e))).copied()
    }

    /// The cells of tables, and bars, that a record was read from.
    pub(super) fn of_record(&self, record: &Record) -> Vec<At> {
        record.evidence.iter().filter_map(|e| self.cells.get(&place_key(e))?.at).collect()
    }

    /// Guessed columns, and tables of which most figures gave no record.
    pub(super) fn doubts(&self, records: &[Record], doubts: &mut Doubts) {
        let mut figures: BTreeMap<usize, usize> = BTreeMap::new();
        for cell in self.cells.values().filter(|c| c.figure) {
            *figures.entry(cell.table).or_default() += 1;
        }
        let mut read: BTreeMap<usize, BTreeSet<PlaceKey>> = BTreeMap::new();
        for record in records.iter().filter(|r| matches!(r.body, Body::Value(_) | Body::Amount(_))) {
            for key in record.evidence.iter().map(place_key) {
                if let Some(cell) = self.cells.get(&key).filter(|c| c.figure) {
                    read.entry(cell.table).or_default().insert(key);
                }
            }
        }
        for (index, record) in records.iter().enumerate() {
            let Some(cell) = self.cell(record) else { continue };
            if let Some(guess) = cell.guess {
                doubts.add(index, guess);
            }
            let of_steps = matches!(record.body, Body::Schedule(_));
            if let Some(doubt) = cell.heads.filter(|_| of_steps) {
                doubts.add(index, doubt);
            }
            if cell.unread && matches!(record.body, Body::Measure(_) | Body::Result(_)) {
                doubts.add(index, Doubt::ColumnUnread);
            }
            let (all, known) = (figures.get(&cell.table).copied().unwrap_or(0), read.get(&cell.table).map_or(0, BTreeSet::len));
            #[allow(clippy::cast_precision_loss)] // cells of a table
            let few = (known as f32) < all as f32 * READ_FIGURES;
            if matches!(record.body, Body::Value(_) | Body::Amount(_)) && all >= FEW_FIGURES && few {
                doubts.add(index, Doubt::FiguresUnread);
            }
        }
    }
}

/// A header cell that holds several years beside each other: columns have run into each other.
fn of_header(grid: &Grid, section: &Section) -> Option<Doubt> {
    let cells = section.header.iter().flat_map(|&row| (0..grid.cols()).map(move |col| (row, col)));
    let mut narrow = cells.filter(|&(row, col)| grid.begins(row, col) && grid.cell(row, col).is_some_and(|c| c.col_span == 1));
    let several = |(row, col): (usize, usize)| {
        let text = grid.text(row, col);
        let bare = text.split_whitespace().map(|word| parse_year_header(word, None).and_then(|year| year.single())).collect::<Option<_>>();
        let (mut rest, mut named) = (text.to_owned(), BTreeSet::new());
        for (range, year) in find_years(text).into_iter().rev() {
            rest.replace_range(range, "");
            named.extend(year.single());
        }
        let bare: BTreeSet<i32> = bare.unwrap_or_default();
        bare.len() >= 2 || named.len() >= 2 && rest.trim().is_empty()
    };
    narrow.any(several).then_some(Doubt::YearsTogether)
}

/// A head that says neither a role nor a time, over cells with words.
fn is_unread(grid: &Grid, section: &Section, col: usize, column: &Column) -> bool {
    column.role.is_none()
        && column.year.is_none()
        && !column.words.is_empty()
        && section.body.iter().any(|&row| grid.begins_in_row(row, col) && grid.text(row, col).chars().any(char::is_alphanumeric))
}

/// What the choice of its role says against a column: the cells told it, or words that are hardly known; and narrowly, when the columns
/// of the table would go together nearly as well with another role there.
fn guess(column: &Column) -> Option<Doubt> {
    let hardly = column.role.is_some() && column.year.is_none() && column.score < LIKELY_WORD;
    let chosen = column.by_cells || hardly;
    (chosen || column.named_year).then_some(if chosen && column.margin < NARROW { Doubt::GuessedNarrowly } else { Doubt::GuessedColumn })
}

/// The places of figures that are parts of sums or sums that came out right, in tables without a broken one.
pub(super) fn borne_out_by_sums(ledgers: &[Ledger], findings: &[Finding]) -> BTreeSet<PlaceKey> {
    let broken: BTreeSet<PlaceKey> = findings.iter().flat_map(|f| f.evidence.iter().map(place_key)).collect();
    let mut places = BTreeSet::new();
    for ledger in ledgers {
        let own: Vec<PlaceKey> = ledger.rows.iter().flat_map(|r| &r.figures).flatten().map(|f| place_key(&f.evidence)).collect();
        if right_sums(ledger) >= 2 && !own.iter().any(|p| broken.contains(p)) {
            places.extend(own);
        }
    }
    places
}

/// How many sums of the ledger are right: rows with a total, and totals over or under columns.
fn right_sums(ledger: &Ledger) -> usize {
    let totals = (0..ledger.columns.len()).filter(|&c| ledger.columns[c].kind == Kind::Total);
    let rows = totals.map(|total| {
        let parts = ledger.parts_of(total);
        ledger.rows.iter().filter(|row| parts.len() >= 2 && row_is_right(row, total, &parts)).count()
    });
    let by_rows: usize = rows.sum();
    by_rows + super::super::column_sums::right(ledger) + super::super::formulas::right(ledger)
}

fn row_is_right(row: &LedgerRow, total: usize, parts: &[usize]) -> bool {
    let values: Vec<f64> = parts.iter().filter_map(|&p| row.value(p)).collect();
    let sum: f64 = values.iter().sum();
    row.value(total).is_some_and(|printed| values.len() >= 2 && (printed - sum).abs() <= tolerance(values.len(), 0))
}
