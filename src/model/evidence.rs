//! The place that bears a record out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CellRange, Place, Rect};

/// Where a record came from and the words printed there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Page from 1 (paged sources).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<usize>,
    /// Line from 1 (text sources).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<usize>,
    /// Rectangle in PDF points from the top left of the page as displayed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schemars(with = "Option<[f32; 4]>")]
    pub bbox: Option<Rect>,
    /// Name of the sheet (workbooks); its number is in `page`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sheet: Option<String>,
    /// Cells of the sheet: `B3:D3`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schemars(with = "Option<String>")]
    pub range: Option<CellRange>,
    /// Who entered it by hand, where it was not read from a document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub entered: Option<Box<Entered>>,
    /// The words as printed; reading the page again inside `bbox` gives them.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub quote: String,
}

/// What staff entered into a form: the workbook, the person and the day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Entered {
    /// File name of the workbook as it came back.
    pub file: String,
    /// Who filled it in, else who took it in.
    pub by: String,
    /// When it was taken in (UTC, `2026-04-01T00:00:00Z`).
    pub when: String,
}

impl Evidence {
    /// Evidence for words at a place.
    #[must_use]
    pub fn new(place: Place, quote: impl Into<String>) -> Self {
        Self { page: place.page, line: place.line, bbox: place.bbox, sheet: None, range: place.range, entered: None, quote: quote.into() }
    }
}
