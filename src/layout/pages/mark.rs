//! A mark of a page: where it is, what shape and colour it has.

use crate::model::{BarShape, Hatch, Rect};

/// A mark on the page, not yet tied to a grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    /// Its extent.
    pub(super) rect: Rect,
    /// Its shape.
    pub(super) shape: BarShape,
    /// Its colour.
    pub(super) color: u32,
    /// The strokes that it is painted with.
    pub(super) hatch: Hatch,
}

impl Mark {
    /// A mark of one colour.
    pub(super) fn plain(rect: Rect, shape: BarShape, color: u32) -> Self {
        Self { rect, shape, color, hatch: Hatch::Plain }
    }

    /// Whether words can stand inside.
    pub(super) fn is_filled(&self) -> bool {
        matches!(self.shape, BarShape::Rectangle | BarShape::Arrow)
    }
}
