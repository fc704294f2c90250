//! What can be wrong with a file.

use thiserror::Error;

/// Why a file could not be read; one variant a situation, each with the file as the caller named it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such file.
    #[error("{file}: no such file")]
    Missing {
        /// The file.
        file: String,
    },
    /// The path is a folder.
    #[error("{file}: is a folder, not a file")]
    Folder {
        /// The path.
        file: String,
    },
    /// The operating system refuses to give the bytes.
    #[error("{file}: cannot be opened: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// Nothing is in it: no bytes, or only blanks in a text.
    #[error("{file}: is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// Neither its name nor its first bytes are of a kind that can be read.
    #[error("{file}: is not of a kind that can be read; .pdf, .xlsx, .csv, .docx, .txt and .md can")]
    UnsupportedKind {
        /// The file.
        file: String,
    },
    /// It is called a PDF and is none.
    #[error("{file}: is not a PDF, whatever its name says")]
    NotPdf {
        /// The file.
        file: String,
    },
    /// It is called a workbook or a Word document and is none.
    #[error("{file}: is not a workbook or document, whatever its name says")]
    NotOffice {
        /// The file.
        file: String,
    },
    /// It is called a text and has bytes that no text has.
    #[error("{file}: is not a text but binary data")]
    NotText {
        /// The file.
        file: String,
    },
    /// The PDF opens only with a password and none was given.
    #[error("{file}: needs a password to open; give it with --password")]
    PasswordNeeded {
        /// The file.
        file: String,
    },
    /// The password given does not open the PDF.
    #[error("{file}: the password is wrong")]
    WrongPassword {
        /// The file.
        file: String,
    },
    /// The PDF is encrypted in a way that is not known.
    #[error("{file}: is encrypted in a way that cannot be read")]
    UnsupportedEncryption {
        /// The file.
        file: String,
    },
    /// The PDF is so damaged that no page can be found.
    #[error("{file}: is damaged, no page can be recovered ({reason})")]
    Damaged {
        /// The file.
        file: String,
        /// What failed.
        reason: String,
    },
    /// Text recognition is wanted and the program for it, or its Japanese, is not installed.
    #[error("{file}: needs text recognition, which is not installed ({reason})")]
    OcrUnavailable {
        /// The file.
        file: String,
        /// What is missing.
        reason: String,
    },
    /// The file is larger than the limit.
    #[error("{file}: is too large ({size} bytes, the limit is {limit})")]
    TooLarge {
        /// The file.
        file: String,
        /// Size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// What is packed in the file takes more than the limit when it is unpacked.
    #[error("{file}: unpacks to more than {limit} bytes")]
    UnpacksTooLarge {
        /// The file.
        file: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The fonts of the PDF take more than the limit together when they are loaded.
    #[error("{file}: its fonts take more than {limit} bytes")]
    FontsTooLarge {
        /// The file.
        file: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// A workbook has more cells than the limit.
    #[error("{file}: has more than {limit} cells")]
    TooManyCells {
        /// The file.
        file: String,
        /// The limit in cells.
        limit: usize,
    },
}

impl ReadError {
    /// A stable code, the key of the message catalogue (`read.<code>`).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing",
            Self::Folder { .. } => "folder",
            Self::Unreadable { .. } => "unreadable",
            Self::Empty { .. } => "empty",
            Self::UnsupportedKind { .. } => "unsupported_kind",
            Self::NotPdf { .. } => "not_pdf",
            Self::NotOffice { .. } => "not_office",
            Self::NotText { .. } => "not_text",
            Self::PasswordNeeded { .. } => "password_needed",
            Self::WrongPassword { .. } => "wrong_password",
            Self::UnsupportedEncryption { .. } => "unsupported_encryption",
            Self::Damaged { .. } => "damaged",
            Self::OcrUnavailable { .. } => "ocr_unavailable",
            Self::TooLarge { .. } => "too_large",
            Self::UnpacksTooLarge { .. } => "unpacks_too_large",
            Self::FontsTooLarge { .. } => "fonts_too_large",
            Self::TooManyCells { .. } => "too_many_cells",
        }
    }

    /// The file as the caller named it.
    #[must_use]
    pub fn file(&self) -> &str {
        match self {
            Self::Missing { file }
            | Self::Folder { file }
            | Self::Unreadable { file, .. }
            | Self::Empty { file }
            | Self::UnsupportedKind { file }
            | Self::NotPdf { file }
            | Self::NotOffice { file }
            | Self::NotText { file }
            | Self::PasswordNeeded { file }
            | Self::WrongPassword { file }
            | Self::UnsupportedEncryption { file }
            | Self::Damaged { file, .. }
            | Self::OcrUnavailable { file, .. }
            | Self::TooLarge { file, .. }
            | Self::UnpacksTooLarge { file, .. }
            | Self::FontsTooLarge { file, .. }
            | Self::TooManyCells { file, .. } => file,
        }
    }
}
