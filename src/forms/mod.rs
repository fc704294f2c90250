//! Forms that staff fill in: workbooks out and back.
//!
//! [`due()`] says which measures are asked about in a year, [`write_progress`] makes the workbook, [`read_progress`] reads what came back and
//! names every row that cannot be taken, and [`reported`] turns what was taken into a report like any other, so that audits and reports
//! judge it by the same rules. A form is taken whole or not at all.

mod due;
mod error;
mod parse;
mod place_picture;
mod progress_book;
mod progress_rows;
mod reported;
mod review_book;
mod review_fields;
mod review_rows;
mod row_id;
mod words;
mod workbook;

pub use due::{Due, DueRow, due, full_year, short_year};
pub use error::{FormError, Problem};
pub use place_picture::place_pictures;
pub use progress_book::{Request, requests, write_progress};
pub use progress_rows::{Asked, FilledForm, read_progress};
pub use reported::reported;
pub use review_book::{ReviewItem, write_review};
pub use review_rows::{ReviewedForm, read_review};
pub use row_id::RowId;

#[cfg(test)]
mod tests;
