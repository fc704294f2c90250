//! Words of cells: labels that stand for a goal or head a part of a cell, and descriptions without list marks.

use crate::language::normalise;
use crate::rules::{ColumnRole, Rules};

use super::grid::Grid;
use super::headers::Section;
use super::items::items;
use super::schedule::is_empty_cell;

/// 安全 | 安全で良質な水の供給 under one head and over the same rows: the short word is the goal's label.
pub(super) fn label_beside(grid: &Grid, section: &Section, row: usize, col: usize, next: Option<usize>) -> Option<String> {
    let next = next.filter(|next| *next == col + 1 && section.columns[*next].words == section.columns[col].words)?;
    let (own, other) = (grid.cell(row, col)?, grid.cell(row, next)?);
    let text = grid.text(row, col);
    let short = (1..=4).contains(&text.chars().count()) && grid.text(row, next).chars().count() > 4;
    (short && own.row == other.row && own.row_span == other.row_span).then(|| text.to_owned())
}

/// 安全 alone on the first line of a cell over the goal that it stands for.
pub(super) fn label_line(printed: &str) -> Option<(String, String)> {
    let (first, rest) = printed.trim().split_once('\n')?;
    let (label, title) = (normalise(first), normalise(rest));
    let short = label.chars().count() == 2 && label.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    // A word broken over lines is no label: what follows must be longer than one line of its width.
    (short && rest.lines().next().is_some_and(|l| normalise(l).chars().count() > 2) && title.chars().count() >= 5).then_some((label, title))
}

/// The parts of a cell behind 【理由】, [対応] and the like.
pub(super) fn labelled_parts(text: &str, rules: &Rules) -> Vec<(ColumnRole, String)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((_, inner)) = rest.split_once(['【', '[', '〔', '<']) {
        let Some((word, after)) = inner.split_once(['】', ']', '〕', '>']) else { break };
        let end = after.find(['【', '[', '〔', '<']).unwrap_or(after.len());
        let role = rules.column_roles(word).into_iter().map(|(role, _)| role).find(|r| matches!(r, ColumnRole::Reason | ColumnRole::Next));
        if let Some(role) = role {
            parts.push((role, after[..end].trim().to_owned()));
        }
        rest = &after[end..];
    }
    parts
}

/// What the rows of a measure say in one column, without list marks: a merged measure may have a line of it in each row.
pub(super) fn descriptions(grid: &Grid, rows: &[usize], col: usize) -> Vec<String> {
    let own = rows.iter().filter(|&&row| row == rows[0] || grid.begins_in_row(row, col)).filter_map(|&row| grid.cell(row, col));
    own.flat_map(|cell| items(&cell.text)).filter(|text| !is_empty_cell(text)).collect()
}
