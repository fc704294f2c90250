//! What can go wrong with a form, and what is wrong in one.

/// Why a form could not be made or read at all.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// The year is none of the plan's.
    #[error("fiscal {year} is outside the plan's period")]
    OutOfPeriod {
        /// The year asked for.
        year: i32,
        /// The plan's first and last fiscal year, where they are known.
        period: Option<(i32, i32)>,
    },
    /// The workbook cannot be written: a fault in the program.
    #[error("the workbook cannot be written: {0}")]
    Write(#[from] rust_xlsxwriter::XlsxError),
    /// The file is no workbook, or a damaged one.
    #[error(transparent)]
    Read(#[from] crate::read::ReadError),
    /// A text of the embedded table is missing: a fault in the program.
    #[error("no text {0}")]
    Words(String),
}

/// Something in a form that a person has to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Name of the sheet, "" where it is about the whole file.
    pub sheet: String,
    /// The cell (`J5`), "" where it is about the whole sheet or file.
    pub cell: String,
    /// A stable code, also a key of the message catalogue (`form.<code>`).
    pub code: &'static str,
    /// The particulars: what stands in the cell, a title.
    pub detail: String,
    /// Whether the file cannot be taken because of it; the others are only told.
    pub refuses: bool,
}

impl Problem {
    /// A reason not to take the file.
    #[must_use]
    pub fn refusal(code: &'static str, sheet: &str, cell: &str, detail: impl Into<String>) -> Self {
        Self { sheet: sheet.to_owned(), cell: cell.to_owned(), code, detail: detail.into(), refuses: true }
    }

    /// Something to be told that does not stop the file.
    #[must_use]
    pub fn remark(code: &'static str, sheet: &str, cell: &str, detail: impl Into<String>) -> Self {
        Self { refuses: false, ..Self::refusal(code, sheet, cell, detail) }
    }
}
