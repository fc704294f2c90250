//! What the rows of a strip hold under the years.

use super::super::grid::Grid;
use super::super::headers::Section;
use super::super::schedule::is_empty_cell;
use crate::language::{is_no_value, normalise, parse_cell};
use crate::rules::Rules;

/// Steps are at most this long on the average; what is longer tells.
const STEP_CHARS: usize = 30;

/// The filled cells of a strip, as shares 0..1 where nothing else is said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Held {
    /// Number of filled cells and bars.
    pub filled: usize,
    /// Figures.
    pub numbers: f32,
    /// Figures with separators of thousands, as money is set.
    pub grouped: f32,
    /// Figures with decimals, a sign or a unit, as money hardly is.
    pub measured: f32,
    /// Words, signs and bars.
    pub words: f32,
    /// Long words or sentences.
    pub told: f32,
    /// Sentences of what is past.
    pub past: f32,
    /// Ratings.
    pub ratings: f32,
}

impl Held {
    /// Looks at the cells of the rows under the columns of years.
    #[allow(clippy::cast_precision_loss)] // a few cells
    pub(super) fn of(grid: &Grid, section: &Section, rows: &[usize], rules: &Rules) -> Self {
        let (mut filled, mut counts) = (0_usize, [0_usize; 7]);
        let mut add = |kinds: [bool; 7]| {
            filled += 1;
            counts.iter_mut().zip(kinds).for_each(|(count, is)| *count += usize::from(is));
        };
        let years = section.year_columns();
        for &row in rows {
            let mut last = None;
            for &col in &years {
                let Some(cell) = grid.cell(row, col).filter(|c| c.row == row && c.col >= years[0]) else { continue };
                let text = grid.text(row, col);
                if last == Some(cell.col) || text.is_empty() || is_empty_cell(text) || is_no_value(text) {
                    continue;
                }
                last = Some(cell.col);
                let number = parse_cell(text);
                let unit = number.as_ref().is_some_and(|q| q.printed_unit().is_some_and(|unit| rules.units.yen(&unit).is_none()));
                let figure = number.is_some();
                let told = !figure && (text.ends_with('。') || text.chars().count() > STEP_CHARS);
                add([
                    figure,
                    figure && text.contains(','),
                    figure && (unit || text.contains('.')),
                    !figure,
                    told,
                    told && text.trim_end_matches('。').ends_with('た'),
                    !figure && rules.ratings.is_rating(text),
                ]);
            }
            for bar in grid.table.bars.iter().filter(|bar| usize::midpoint(bar.rows.0, bar.rows.1) == row) {
                let label = normalise(&bar.label);
                add([false, false, false, true, label.ends_with('。'), false, false]);
            }
        }
        let share = |n: usize| if filled == 0 { 0.0 } else { counts[n] as f32 / filled as f32 };
        Self {
            filled,
            numbers: share(0),
            grouped: share(1),
            measured: share(2),
            words: share(3),
            told: share(4),
            past: share(5),
            ratings: share(6),
        }
    }
}
