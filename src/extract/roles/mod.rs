//! The role of each column: what its header words, its cells and its neighbours say, as one consistent assignment.
//!
//! ```text
//! header words ─┐
//! cells (held) ─┼─► candidates of each column: (role, score) ─┐
//! arithmetic ───┘                                             ├─► the choice that is worth most, and its margins
//! terms: what columns ask of each other, and what it costs ───┘   (assignment)
//! ```
//!
//! - [`held`] looks at the cells: shares of sections, codes, figures, sentences.
//! - [`candidates`] makes of words and cells the roles that a column may have.
//! - [`clashes`] are the roles that cells rule out, whatever a likely word says.
//! - [`terms`] is the table of what goes together: a measure's tiers to its left, a target beside a start, one column of codes.
//! - [`assignment`] finds the choice of the greatest worth: the scores of the chosen roles less the costs of broken terms.
//! - [`dated`] reads years beside unknown words first, because they are no roles; [`heads`] tells a header row whose words
//!   nobody knows by the forms below it.
//!
//! The margin of a column is what the whole table loses when this column takes another role. A role that its cells show by their form has a
//! wide margin; one of two columns of titles that might change places has a narrow one, and its records are to be doubted.

pub(super) mod assignment;
mod candidates;
mod clashes;
mod dated;
mod heads;
mod held;
mod terms;
#[cfg(test)]
mod tests;

use super::grid::Grid;
use super::headers::Column;
use crate::rules::Rules;
use candidates::{By, Candidate, Seen};
use held::HeldBy;

pub(super) use heads::heads_other_forms;

/// Confidence of a role that only the cells tell.
const BY_CELLS: f32 = 0.62;
/// A role by words below this is weighed against what the cells say.
const WEAK: f32 = 0.5;
/// A role by words from here on is a word of the rules as it stands.
const SURE: f32 = 0.9;

/// Gives the columns of a section the roles that go best together.
pub(super) fn assign(grid: &Grid, body: &[usize], columns: &mut [Column], rules: &Rules) {
    let held = HeldBy::new(grid, body, rules);
    dated::turns_are_no_phase(columns, &held);
    dated::aims_are_no_steps(columns, &held);
    dated::years_beside_words(columns, &held);
    let seen = Seen::new(grid, body, columns, &held, rules);
    let candidates = candidates::candidates(&seen);
    let open = candidates.iter().any(|own| own.len() > 1);
    let best = open.then(|| terms::choices(&seen, &candidates).best());
    for (col, column) in columns.iter_mut().enumerate() {
        let chosen = best.as_ref().map_or(0, |best| best.chosen[col]);
        let margin = best.as_ref().filter(|_| candidates[col].len() > 1).map(|best| best.margins[col]);
        settle(column, candidates[col][chosen], margin);
    }
}

/// Writes down what was chosen for a column, and by how much where there was a choice.
fn settle(column: &mut Column, chosen: Candidate, margin: Option<f32>) {
    column.role = chosen.role;
    column.margin = margin.unwrap_or(column.margin);
    if chosen.by != By::Words {
        column.score = BY_CELLS;
        column.by_cells = true;
    }
    if chosen.by == By::Cells {
        column.year = None;
    }
}
