//! Quantities in cells and sentences: number, unit as printed, comparator, change.
//!
//! [`parse_cell`] wants a cell that is one number with what belongs to it; [`find_quantities`] finds all numbers of a sentence that are
//! not years or codes.

mod cell;
mod scan;
mod unit;

pub use cell::{is_no_value, parse_cell};
pub use scan::find_quantities;
pub use unit::find_unit;

use std::ops::Range;

/// How a number bounds the thing it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Comparator {
    /// The number itself.
    #[default]
    Equal,
    /// 以上, を下回らない.
    AtLeast,
    /// 以下, 以内.
    AtMost,
    /// 未満, を下回る.
    Below,
    /// 超, を超える, を上回る.
    Above,
    /// 約, 程度, 前後.
    About,
}

impl Comparator {
    /// The sign of the interchange format: `=` `>=` `<=` `<` `>` `~`.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Below => "<",
            Self::Above => ">",
            Self::About => "~",
        }
    }
}

/// A number that says by how much something is to change (30%減, 15件増, 30分短縮).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// 増, アップ, 向上.
    Increase,
    /// 減, 削減, 短縮.
    Decrease,
}

/// Whether a number is counted anew each year or added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// 年間, 毎年, /年.
    PerYear,
    /// 累計, 延べ.
    Cumulative,
}

/// A number with what was printed around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Number in the printed unit (6割 = 6); the lower one of a range.
    pub value: f64,
    /// Upper number of a range (120~150m).
    pub high: Option<f64>,
    /// Digits after the point as printed: what the print can tell apart.
    pub decimals: usize,
    /// Unit as printed (%/年, 箇所/100km2), without the word of change.
    pub unit: Option<String>,
    /// = >= <= < > ~
    pub comparator: Comparator,
    /// By how much rather than to how much.
    pub change: Option<Change>,
    /// The word of change as printed (減, 短縮), "" if none.
    pub change_word: String,
    /// Per year or added up.
    pub flow: Option<Flow>,
    /// Byte range in the text that was read, from the sign or 約 to the last word that belongs to the number.
    pub range: Range<usize>,
}

impl Quantity {
    /// The unit with the word of change where it is printed: %減, 件減/年, 分短縮.
    #[must_use]
    pub fn printed_unit(&self) -> Option<String> {
        let unit = self.unit.as_deref()?;
        Some(match unit.split_once('/') {
            Some((head, per)) if !self.change_word.is_empty() => format!("{head}{}/{per}", self.change_word),
            _ => format!("{unit}{}", self.change_word),
        })
    }
}
