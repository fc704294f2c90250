//! The way of the strokes that an area is painted with.

use serde::{Deserialize, Serialize};

/// What the strokes of a pattern look like, beside its colour. How dense they are shows in the mean colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hatch {
    /// No strokes: one colour, a gradient or a picture.
    #[default]
    Plain,
    /// Horizontal strokes.
    Level,
    /// Strokes that rise to the right.
    Rising,
    /// Vertical strokes.
    Upright,
    /// Strokes that fall to the right.
    Falling,
    /// Horizontal and vertical strokes.
    Grid,
    /// Strokes that rise and strokes that fall.
    Lattice,
    /// Dots, or whatever else repeats.
    Dotted,
}

impl Hatch {
    /// As it looks when the page is turned by a quarter.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Level => Self::Upright,
            Self::Upright => Self::Level,
            Self::Rising => Self::Falling,
            Self::Falling => Self::Rising,
            Self::Plain | Self::Grid | Self::Lattice | Self::Dotted => self,
        }
    }

    /// Whether there are no strokes.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::Plain
    }
}
