//! A workbook that came back: the cells of its sheets as values, hidden sheets too.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::FormError;
use crate::model::CellRange;
use crate::read::{Options, ReadError, check_workbook};

/// What stands in a cell. An empty one is not there at all.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Words, without spaces around them.
    Text(String),
    /// A number, as it is kept.
    Number(f64),
    /// A day: year, month, day.
    Day(i32, u8, u8),
    /// An error of a formula (#REF!).
    Error(String),
}

impl Cell {
    /// The cell as words, for messages and for text columns.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Text(text) | Self::Error(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(year, month, day) => format!("{year}/{month}/{day}"),
        }
    }
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct FormSheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Cells by row and column from 0.
    pub(super) cells: BTreeMap<(u32, u32), Cell>,
    pub(super) merged: Vec<CellRange>,
}

impl FormSheet {
    /// The words of a cell, "" for an empty one.
    pub(super) fn words(&self, row: u32, column: u32) -> String {
        self.cells.get(&(row, column)).map(Cell::words).unwrap_or_default()
    }

    /// The rows that have cells, in order.
    pub(super) fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }
}

/// Reads all sheets.
///
/// # Errors
/// Where the file is no workbook, is damaged or protected by a password, or is far too large.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Vec<FormSheet>, FormError> {
    let options = Options::default();
    check_workbook(name, bytes, &options)?;
    let damaged = |error: &XlsxError| FormError::Read(ReadError::Damaged { file: name.to_owned(), reason: error.to_string() });
    let mut book: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut sheets = Vec::new();
    let mut room = options.max_cells;
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let merged = merged.into_iter().map(|d| CellRange::cell(d.start.0, d.start.1).around(CellRange::cell(d.end.0, d.end.1))).collect();
        let hidden = sheet.visible != SheetVisible::Visible;
        let mut read = FormSheet { name: sheet.name.clone(), hidden, merged, ..FormSheet::default() };
        let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(|error| damaged(&error))?;
        while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error))? {
            room = room
                .checked_sub(1)
                .ok_or_else(|| FormError::Read(ReadError::TooManyCells { file: name.to_owned(), limit: options.max_cells }))?;
            if let Some(value) = value_of(cell.get_value()) {
                read.cells.insert(cell.get_position(), value);
            }
        }
        sheets.push(read);
    }
    Ok(sheets)
}

fn value_of(value: &DataRef<'_>) -> Option<Cell> {
    let text = |text: &str| {
        let text = text.replace("_x000D_", "").replace("\r\n", "\n");
        let text = text.trim();
        (!text.is_empty()).then(|| Cell::Text(text.to_owned()))
    };
    match value {
        DataRef::Empty => None,
        #[allow(clippy::cast_precision_loss)] // a spreadsheet keeps no other numbers
        DataRef::Int(number) => Some(Cell::Number(*number as f64)),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::String(words) => text(words),
        DataRef::SharedString(words) => text(words),
        DataRef::Bool(value) => Some(Cell::Text(if *value { "TRUE" } else { "FALSE" }.to_owned())),
        DataRef::DateTime(moment) => Some(day_of(moment)),
        DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => text(words),
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
    }
}

fn day_of(moment: &ExcelDateTime) -> Cell {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    Cell::Day(i32::from(year), month, day)
}
