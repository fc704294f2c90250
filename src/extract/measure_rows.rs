//! Rows of a table of measures: what they say of plan and actual, sums and groups, and the record of a stretch in them.

use crate::model::{Basis, Body, Record, Schedule};
use crate::rules::{ColumnRole, Rules};

use super::grid::Grid;
use super::headers::Section;
use super::measures::{LOST, SURE};
use super::schedule::Stretch;

/// 小計, A 小計: a sum over measures.
pub(super) fn is_sum(text: &str, rules: &Rules) -> bool {
    rules.rows.is_total(text) || text.rsplit_once(' ').is_some_and(|(before, sum)| before.chars().count() <= 3 && rules.rows.is_total(sum))
}

/// 係名 | 職員数 | 主な分担: a table that begins with sections and names no year tells of the sections, not of measures.
pub(super) fn owners_lead(section: &Section, measure: usize) -> bool {
    let first = section.columns.iter().position(|c| c.role != Some(ColumnRole::Code));
    let owner = section.column(ColumnRole::Owner);
    owner.is_some() && first == owner && owner < Some(measure) && section.year_columns().is_empty()
}

/// A schedule record of a stretch.
#[must_use]
pub(super) fn schedule_record(stretch: &Stretch, measure: &str, basis: Basis, document: &str, lost: bool) -> Record {
    let body = Schedule {
        measure: measure.to_owned(),
        label: stretch.label.clone(),
        from: stretch.span.from,
        to: stretch.span.to,
        phase: stretch.span.phase.clone(),
        basis: stretch.basis.unwrap_or(basis),
        uncertain: stretch.uncertain,
    };
    let confidence = if stretch.uncertain {
        0.6
    } else if lost {
        LOST
    } else {
        SURE
    };
    let record = Record::new(document, Body::Schedule(body), confidence, stretch.evidence.clone()).because("year_column");
    if stretch.uncertain { record.because("span_lost") } else { record }
}

/// The rows of a measure in runs of plan and of actual rows.
pub(super) fn rows_by_basis(grid: &Grid, section: &Section, rows: &[usize], rules: &Rules) -> Vec<(Basis, Vec<usize>)> {
    let mut runs: Vec<(Basis, Vec<usize>)> = Vec::new();
    for &row in rows {
        let basis = row_basis(grid, section, row, rules);
        match runs.last_mut().filter(|(last, _)| *last == basis) {
            Some((_, run)) => run.push(row),
            None => runs.push((basis, vec![row])),
        }
    }
    runs
}

/// Words of a row that groups those below it: nothing begins at or right of the measure column.
pub(super) fn group_title(grid: &Grid, row: usize, measure: usize) -> Option<String> {
    let own = (measure..grid.cols()).any(|col| grid.begins_in_row(row, col) && grid.begins(row, col) && !grid.text(row, col).is_empty());
    if own {
        return None;
    }
    let words: Vec<&str> = (0..measure).filter(|&c| grid.begins(row, c)).map(|c| grid.text(row, c)).filter(|t| !t.is_empty()).collect();
    let covers = grid.cell(row, measure).is_some_and(|c| c.col < measure && c.row == row);
    ((covers || grid.table.spans_lost) && !words.is_empty()).then(|| words.join(" "))
}

/// 計画 or 実績 in a row head: any column without years whose words are one of them.
pub(super) fn row_basis(grid: &Grid, section: &Section, row: usize, rules: &Rules) -> Basis {
    (0..grid.cols())
        .filter(|&c| section.columns.get(c).is_none_or(|k| k.year.is_none()))
        .find_map(|c| rules.row_basis(grid.text(row, c)).or_else(|| below_plan(grid, row, c, rules)))
        .unwrap_or_default()
}

/// 実施 right below 予定 heads what happened.
fn below_plan(grid: &Grid, row: usize, col: usize, rules: &Rules) -> Option<Basis> {
    let planned = || row.checked_sub(1).is_some_and(|above| rules.row_basis(grid.text(above, col)) == Some(Basis::Plan));
    let acted = grid.begins(row, col) && rules.rows.is_actual_below_plan(grid.text(row, col));
    (acted && planned()).then_some(Basis::Actual)
}
