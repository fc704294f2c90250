//! The place that bears a record out.

use serde::{Deserialize, Serialize};

use super::{CellRange, Place, Rect};

/// Where a record came from and the words printed there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// Page from 1 (paged sources).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<usize>,
    /// Line from 1 (text sources).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<usize>,
    /// Rectangle in PDF points from the top left of the page as displayed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bbox: Option<Rect>,
    /// Name of the sheet (workbooks); its number is in `page`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sheet: Option<String>,
    /// Cells of the sheet: `B3:D3`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub range: Option<CellRange>,
    /// The words as printed; reading the page again inside `bbox` gives them.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub quote: String,
}

impl Evidence {
    /// Evidence for words at a place.
    #[must_use]
    pub fn new(place: Place, quote: impl Into<String>) -> Self {
        Self { page: place.page, line: place.line, bbox: place.bbox, sheet: None, range: place.range, quote: quote.into() }
    }
}
