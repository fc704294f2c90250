//! Workbooks: sheets of cells with merged ranges, each with its words as a person sees them.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};

use super::number_format::displayed;
use super::{Options, ReadError, hidden};
use crate::model::{CellRange, Content, Sheet, SheetCell, SourceFile, Warning};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// White, the colour of paper, is no fill.
const WHITE: u32 = 0x00ff_ffff;

/// Reads a workbook. Hidden sheets are left out with a warning: nobody who opens the file sees them. Hidden rows and columns are often only folded
/// away for printing, so they are read, with a warning.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Result<SourceFile, ReadError> {
    // calamine computes with the row numbers of a file as they come; a fault there is a damaged file.
    let fault = |_| Err(ReadError::Damaged { file: name.to_owned(), reason: "impossible cells".to_owned() });
    catch_unwind(AssertUnwindSafe(|| read_workbook(name, bytes, options))).unwrap_or_else(fault)
}

fn read_workbook(name: &str, bytes: &[u8], options: &Options) -> Result<SourceFile, ReadError> {
    let damaged = |error: &XlsxError| ReadError::Damaged { file: name.to_owned(), reason: error.to_string() };
    super::check_workbook(name, bytes, options)?;
    let hidden = hidden::stretches(bytes);
    let mut workbook: Workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut warnings = Vec::new();
    let mut sheets = Vec::new();
    let mut room = options.max_cells;
    for (number, sheet) in (1..).zip(workbook.sheets_metadata().to_vec()) {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            warnings.push(Warning { code: "hidden_sheet".to_owned(), page: Some(number), detail: sheet.name });
            continue;
        }
        let read = read_sheet(&mut workbook, number, &sheet.name, room, &mut warnings).map_err(|error| damaged(&error))?;
        room = room.saturating_sub(read.cells.len());
        if let Some(hidden) = hidden.get(&sheet.name) {
            warnings.push(Warning { code: "hidden_cells".to_owned(), page: Some(number), detail: hidden.clone() });
        }
        sheets.push(read);
    }
    if sheets.iter().all(|sheet| sheet.cells.iter().all(|cell| cell.text.is_empty())) {
        return Err(ReadError::Empty { file: name.to_owned() });
    }
    Ok(SourceFile::new(name, Content::Sheets(sheets), warnings))
}

fn read_sheet(workbook: &mut Workbook, number: usize, name: &str, room: usize, warnings: &mut Vec<Warning>) -> Result<Sheet, XlsxError> {
    let merged = merged_ranges(workbook, name);
    let is_1904 = workbook.has_1904_epoch();
    let mut cells = Vec::new();
    let mut errors = Vec::new();
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let mut steps = 0_usize;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        steps += 1;
        let (row, col) = cell.get_position();
        let style = reader.styles().get(style);
        let text = match cell.get_value() {
            DataRef::Error(_) => {
                errors.push(CellRange::cell(row, col).to_string());
                String::new()
            }
            value => text_of(value, style, is_1904),
        };
        let fill = style.and_then(fill_of);
        if !text.is_empty() || fill.is_some() || style.is_some_and(has_border) {
            cells.push(SheetCell { range: CellRange::cell(row, col), text, fill });
        }
        // Cells without anything are not kept and cost time all the same.
        if cells.len() >= room || steps >= room.saturating_mul(8) {
            warnings.push(Warning { code: "cell_limit".to_owned(), page: Some(number), detail: name.to_owned() });
            break;
        }
    }
    if !errors.is_empty() {
        errors.truncate(5);
        warnings.push(Warning { code: "formula_error".to_owned(), page: Some(number), detail: errors.join(", ") });
    }
    Ok(Sheet { number, name: name.to_owned(), cells: merge(cells, &merged), spans_lost: false })
}

/// The merged ranges in order; a broken list of them is as good as none.
fn merged_ranges(workbook: &mut Workbook, name: &str) -> Vec<CellRange> {
    let ranges = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    let mut ranges: Vec<CellRange> = ranges
        .into_iter()
        .map(|d| CellRange::cell(d.start.0, d.start.1).around(CellRange::cell(d.end.0, d.end.1)))
        .filter(|range| range.first != range.last)
        .collect();
    ranges.sort_unstable();
    ranges.dedup();
    ranges
}

/// Lets the first cell of each merged range cover it and drops the others, which nobody sees.
fn merge(mut cells: Vec<SheetCell>, merged: &[CellRange]) -> Vec<SheetCell> {
    cells.sort_by_key(|cell| cell.range);
    cells.dedup_by_key(|cell| cell.range.first);
    let mut kept: Vec<SheetCell> = Vec::with_capacity(cells.len());
    // Ranges by their first column, as the cells come row by row; ranges that overlap an open one are none that a spreadsheet writes.
    let mut open: BTreeMap<u32, CellRange> = BTreeMap::new();
    let mut waiting = merged.iter().peekable();
    for mut cell in cells {
        let (row, col) = cell.range.first;
        while let Some(range) = waiting.next_if(|range| range.first.0 <= row) {
            let ended = |open: &CellRange| open.last.0 < range.first.0;
            while let Some((&first, _)) = open.range(..=range.last.1).next_back().filter(|(_, o)| o.last.1 >= range.first.1 && ended(o)) {
                open.remove(&first);
            }
            if open.range(..=range.last.1).next_back().is_none_or(|(_, o)| o.last.1 < range.first.1) {
                open.insert(range.first.1, *range);
            }
        }
        let covering = open.range(..=col).next_back().map(|(_, range)| *range).filter(|r| r.last.1 >= col && r.last.0 >= row);
        match covering {
            None => kept.push(cell),
            // The words of a merged range are those of its first cell.
            Some(range) if range.first == (row, col) => {
                cell.range = range;
                kept.push(cell);
            }
            Some(_) => {}
        }
    }
    kept
}

fn text_of(value: &DataRef<'_>, style: Option<&Style>, is_1904: bool) -> String {
    let code = style.and_then(|s| s.number_format.as_ref()).map_or("General", |format| format.format_code.as_str());
    match value {
        DataRef::Int(number) => displayed(*number as f64, code, is_1904),
        DataRef::Float(number) => displayed(*number, code, is_1904),
        DataRef::DateTime(serial) => displayed(serial.as_f64(), code, is_1904),
        DataRef::String(text) => plain(text),
        DataRef::SharedString(text) => plain(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => plain(text),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn plain(text: &str) -> String {
    text.replace("_x000D_", "").replace("\r\n", "\n").trim().to_owned()
}

fn fill_of(style: &Style) -> Option<u32> {
    let fill = style.fill.as_ref().filter(|fill| fill.is_visible())?;
    Some(fill.get_color()?.to_argb() & WHITE).filter(|&color| color != WHITE)
}

fn has_border(style: &Style) -> bool {
    style.borders.as_ref().is_some_and(calamine::Borders::has_visible_borders)
}
