//! Heads by what stands below them: a first row of words over columns that hold something else.

use crate::extract::grid::Grid;
use crate::rules::{ColumnRole, Rules};

use super::candidates::form;
use super::held::Held;

/// Longest head that is taken for one without a word of the rules.
const LONGEST: usize = 20;
/// Columns that must say so; in a table of two columns one is enough.
const HEADER: usize = 2;

/// Whether each column of a row has a short word, and the columns below hold things of forms that the words over them have not: 番号 over
/// 1-1, 1-2; 受け持ち over sections; 見込み over figures. In a row that goes on from another page the first cell is like those below it.
pub(in crate::extract) fn heads_other_forms(grid: &Grid, row: usize, rules: &Rules) -> bool {
    let depth = (0..grid.cols()).filter_map(|col| grid.cell(row, col)).map(|cell| cell.row_span).max().unwrap_or(1);
    let below: Vec<usize> = (row + depth..grid.rows()).collect();
    let short = |col: usize| {
        let text = grid.text(row, col);
        !text.is_empty() && text.chars().count() <= LONGEST && !text.ends_with('。')
    };
    let used: Vec<usize> = (0..grid.cols()).filter(|&col| (row..grid.rows()).any(|row| !grid.text(row, col).is_empty())).collect();
    if used.len() < 2 || below.len() < 2 || !used.iter().all(|&col| short(col)) {
        return false;
    }
    let (mut said, columns) = (0, used.len());
    for col in used {
        let head = Held::of(grid, &[row], col, rules);
        if head.is_figures() || head.codes > 0.0 || head.years > 0.0 {
            return false;
        }
        let held = Held::of(grid, &below, col, rules);
        if held.filled < 2 {
            continue;
        }
        let other = held.years >= 0.8 || held.listed >= 0.5 && head.listed == 0.0;
        // Labels are words like the head over them; beside one other column sentences are those of a glossary.
        let told = |role: &ColumnRole| columns == 2 && matches!(role, ColumnRole::Description | ColumnRole::Result);
        let role = form(&held).filter(|role| *role != ColumnRole::Category && !told(role));
        if role.is_some() && form(&head) == role {
            return false;
        }
        if role.is_none() && !other {
            continue;
        }
        said += 1;
    }
    said >= HEADER.min(columns - 1)
}
