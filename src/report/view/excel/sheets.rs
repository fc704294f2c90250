//! The sheets behind the print sheets: facts, legend, sources.

use rust_xlsxwriter::{Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr as _;

use super::{cut, head, print, words};
use crate::report::view::{FactRow, Report, Speech, facts};

/// Narrowest and widest column of facts, in half-width characters.
const WIDTHS: (usize, usize) = (9, 40);

/// One row a fact: nothing merged, numbers as numbers, one header row.
pub(super) fn facts_sheet(sheet: &mut Worksheet, report: &Report, speech: Speech) -> Result<(), XlsxError> {
    let facts = facts(report);
    let mut widths: Vec<usize> = facts.head.iter().map(|label| label.width() + 2).collect();
    let plain = words();
    for (row, fact) in (1..).zip(&facts.rows) {
        one(sheet, row, fact, &plain)?;
        for (width, cell) in widths.iter_mut().zip(fact.cells()) {
            *width = (*width).max(cell.width());
        }
    }
    for (at, (label, width)) in (0..).zip(facts.head.iter().zip(widths)) {
        sheet.write_string_with_format(0, at, label, &head())?;
        #[allow(clippy::cast_precision_loss)] // at most the widest column
        sheet.set_column_width(at, width.clamp(WIDTHS.0, WIDTHS.1) as f64 * 1.05 + 1.0)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = u32::try_from(facts.rows.len()).unwrap_or(u32::MAX);
    let width = u16::try_from(facts.head.len()).unwrap_or(1).max(1);
    sheet.autofilter(0, 0, last, width - 1)?;
    print::paper(sheet, report, speech);
    sheet.set_paper_size(8).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

fn one(sheet: &mut Worksheet, row: u32, fact: &FactRow, plain: &rust_xlsxwriter::Format) -> Result<(), XlsxError> {
    let year = fact.words.len();
    for (at, (i, cell)) in (0..).zip(fact.cells().iter().enumerate()) {
        match (i.checked_sub(year), fact.year, fact.number) {
            (Some(0), Some(year), _) => sheet.write_number_with_format(row, at, year, plain)?,
            (Some(2), _, Some(number)) => sheet.write_number_with_format(row, at, number, plain)?,
            _ if cell.is_empty() => continue,
            _ => sheet.write_string_with_format(row, at, cut(cell), plain)?,
        };
    }
    Ok(())
}

/// Signs and formulas, then the notes.
pub(super) fn legend(sheet: &mut Worksheet, report: &Report, speech: Speech) -> Result<(), XlsxError> {
    let wrapped = words().set_text_wrap();
    sheet.set_column_width(0, 28)?.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, speech.col("sign"), &head())?;
    sheet.write_string_with_format(0, 1, speech.col("meaning"), &head())?;
    let mut row = 1;
    for entry in &report.legend {
        sheet.write_string_with_format(row, 0, &entry.sign, &wrapped)?;
        sheet.write_string_with_format(row, 1, cut(&entry.meaning), &wrapped)?;
        row += 1;
    }
    for note in &report.notes {
        sheet.write_string_with_format(row, 0, "※", &wrapped)?;
        sheet.write_string_with_format(row, 1, cut(note), &wrapped)?;
        row += 1;
    }
    print::paper(sheet, report, speech);
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// The documents, then every place with its words.
pub(super) fn sources(sheet: &mut Worksheet, report: &Report, speech: Speech) -> Result<(), XlsxError> {
    let plain = words();
    for (at, (key, width)) in (0..).zip([("file", 26.0), ("title", 34.0), ("utility", 60.0), ("dated", 18.0), ("hash", 70.0)]) {
        sheet.write_string_with_format(0, at, speech.col(key), &head())?;
        sheet.set_column_width(at, width)?;
    }
    let mut row = 1;
    for source in &report.sources {
        let cells = [&source.file, &source.title, &source.utility, &source.dated, &source.hash];
        for (at, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(row, at, cut(cell), &plain)?;
        }
        row += 1;
    }
    row += 1;
    for (at, key) in (0..).zip(["file", "place", "quote"]) {
        sheet.write_string_with_format(row, at, speech.col(key), &head())?;
    }
    for place in &report.places {
        row += 1;
        let cells = [&report.sources[place.source].file, &place.shown, &place.evidence.quote];
        for (at, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(row, at, cut(&cell.replace(['\r', '\n'], " ")), &plain)?;
        }
    }
    print::paper(sheet, report, speech);
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}
