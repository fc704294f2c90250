//! What `read` gives of a workbook: sheets of cells with their words as displayed.

use std::fmt::{self, Write};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One sheet of a workbook, or the whole of a CSV file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Number in the workbook from 1, hidden sheets counted; stands where paged sources have the page.
    pub number: usize,
    /// Name on its tab, "" for a CSV file.
    pub name: String,
    /// Cells with words, fill or border, ordered by first row and column; those covered by a merged range are in its one cell.
    pub cells: Vec<SheetCell>,
    /// True where the format cannot merge cells (CSV).
    pub spans_lost: bool,
}

/// A cell, or a merged range of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetCell {
    /// The places it covers.
    pub range: CellRange,
    /// Its words as a person sees them, "" for a cell that is only drawn.
    pub text: String,
    /// Background colour 0xRRGGBB, `None` for white or none.
    pub fill: Option<u32>,
}

/// Rows and columns of a sheet, from 0, the last included. Printed as spreadsheets do: `B3`, `B3:D3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRange {
    /// First row and column.
    pub first: (u32, u32),
    /// Last row and column.
    pub last: (u32, u32),
}

impl CellRange {
    /// One place.
    #[must_use]
    pub fn cell(row: u32, col: u32) -> Self {
        Self { first: (row, col), last: (row, col) }
    }

    /// The smallest range around both.
    #[must_use]
    pub fn around(self, other: Self) -> Self {
        Self {
            first: (self.first.0.min(other.first.0), self.first.1.min(other.first.1)),
            last: (self.last.0.max(other.last.0), self.last.1.max(other.last.1)),
        }
    }
}

impl fmt::Display for CellRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(f, self.first)?;
        if self.first == self.last {
            return Ok(());
        }
        f.write_char(':')?;
        write_place(f, self.last)
    }
}

/// Columns count A to Z, AA, AB ...
fn write_place(f: &mut fmt::Formatter<'_>, (row, col): (u32, u32)) -> fmt::Result {
    let mut letters = Vec::new();
    let mut rest = u64::from(col) + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    for letter in letters.iter().rev() {
        f.write_char(*letter)?;
    }
    write!(f, "{}", u64::from(row) + 1)
}

impl FromStr for CellRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let place = |part| read_place(part).ok_or_else(|| format!("not a cell range: {text}"));
        let (first, last) = (place(first)?, place(last)?);
        Ok(Self::cell(first.0, first.1).around(Self::cell(last.0, last.1)))
    }
}

fn read_place(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let letter = |c: char| c.is_ascii_uppercase().then(|| u32::from(c) - u32::from('A') + 1);
    let col = text[..digits].chars().try_fold(0_u32, |col, c| col.checked_mul(26)?.checked_add(letter(c)?))?;
    let row: u32 = text[digits..].parse().ok()?;
    Some((row.checked_sub(1)?, col.checked_sub(1)?))
}

impl Serialize for CellRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CellRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_printed_and_read_as_spreadsheets_do() {
        for (range, text) in [
            (CellRange::cell(0, 0), "A1"),
            (CellRange { first: (2, 1), last: (2, 3) }, "B3:D3"),
            (CellRange { first: (0, 25), last: (9, 26) }, "Z1:AA10"),
            (CellRange::cell(1_048_575, 16_383), "XFD1048576"),
        ] {
            assert_eq!(range.to_string(), text);
            assert_eq!(text.parse(), Ok(range));
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in ["", "A", "1", "A0", "あ1", "A1:", "ZZZZZZZZZZ1", "A99999999999"] {
            assert!(text.parse::<CellRange>().is_err(), "{text}");
        }
    }
}
