//! The facts of a report as CSV: UTF-8 with BOM and CRLF, as Excel opens it.

use super::{Report, facts};
use crate::report::ReportError;
use crate::report::format::shorten;

/// Excel cuts cells at 32,767 characters; a quote never needs that much.
const CELL: usize = 30_000;

/// The bytes of the file.
///
/// # Errors
/// [`ReportError::Csv`] when the writer fails.
pub fn csv(report: &Report) -> Result<Vec<u8>, ReportError> {
    let facts = facts(report);
    let rows: Vec<Vec<String>> = std::iter::once(facts.head).chain(facts.rows.iter().map(super::FactRow::cells)).collect();
    csv_file(&report.file, &rows)
}

/// Rows of cells as the bytes of a CSV file.
pub(in crate::report) fn csv_file(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, ReportError> {
    let error = |source: csv::Error| ReportError::Csv { name: name.to_owned(), source };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|cell| safe(cell))).map_err(error)?;
    }
    writer.into_inner().map_err(|e| error(csv::Error::from(std::io::Error::other(e.to_string()))))
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers.
pub(super) fn safe(cell: &str) -> String {
    let cell = shorten(cell, CELL);
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
        && cell.chars().count() > 1
        && cell.parse::<f64>().is_err()
    {
        format!("'{cell}")
    } else {
        cell
    }
}
