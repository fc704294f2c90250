//! A piece of running text on its way from lines to blocks.

use crate::model::{BlockKind, Rect};

/// A piece of running text before the levels of headings are known.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// Where it stands.
    pub(super) rect: Rect,
    /// What it is; a heading still without level.
    pub(super) kind: BlockKind,
    /// Size of its text in points.
    pub(super) size: f32,
    /// Whether it is bold throughout.
    pub(super) bold: bool,
}
