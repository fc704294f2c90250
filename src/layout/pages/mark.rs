//! A mark of a page: where it is, what shape and colour it has.

use crate::model::{BarShape, Rect};

/// A mark on the page, not yet tied to a grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    /// Its extent.
    pub(super) rect: Rect,
    /// Its shape.
    pub(super) shape: BarShape,
    /// Its colour.
    pub(super) color: u32,
}

impl Mark {
    /// Whether words can stand inside.
    pub(super) fn is_filled(&self) -> bool {
        matches!(self.shape, BarShape::Rectangle | BarShape::Arrow)
    }
}
