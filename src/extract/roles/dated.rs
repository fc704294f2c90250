//! Years beside words that no rule knows.
//!
//! This changes the time of a column, not its role, and all roles beside it depend on which columns are dated; so it comes before the
//! roles are weighed.

use crate::extract::headers::{Column, year_beside};
use crate::model::Role;
use crate::rules::ColumnRole;

use super::SURE;
use super::held::HeldBy;

/// 最終目標 over 84%（R6）→ 90%（R11）, or beside a column of years: the cells or their rows say the years, the head names no stretch of time.
pub(super) fn turns_are_no_phase(columns: &mut [Column], held: &HeldBy<'_>) {
    let rows_of_years = columns.iter().any(|c| c.role == Some(ColumnRole::Year) && c.score >= SURE);
    for (col, column) in columns.iter_mut().enumerate() {
        let undated = column.year.as_ref().is_some_and(|year| year.from.is_none() && year.to.is_none());
        if undated && (rows_of_years || held.column(col).turns >= 0.7) {
            column.year = None;
        }
    }
}

/// R5 | R6 | R7 over steps, and 数値目標(令和7年度末目標値) beside them: what is aimed at in a year is no step of that year.
pub(super) fn aims_are_no_steps(columns: &mut [Column], held: &HeldBy<'_>) {
    let aims = |c: &Column| c.year.as_ref().is_some_and(|year| year.role == Some(Role::Target));
    let steps = |(col, c): (usize, &Column)| c.year.as_ref().is_some_and(|y| y.role.is_none()) && held.column(col).numbers <= 0.5;
    if columns.iter().enumerate().any(steps) {
        columns.iter_mut().filter(|c| aims(c)).for_each(|c| c.year = None);
    }
}

/// スタート地点(R6): unknown words beside one year over a column of figures name the figures' year.
pub(super) fn years_beside_words(columns: &mut [Column], held: &HeldBy<'_>) {
    for (col, column) in columns.iter_mut().enumerate() {
        // A word that only resembles one of places or notes does not stand over figures.
        let words =
            matches!(column.role, Some(ColumnRole::Place | ColumnRole::Note | ColumnRole::Due | ColumnRole::Period | ColumnRole::Category));
        let silent = column.role.is_none() || words && column.score < SURE;
        if column.year.is_some() || !silent || held.column(col).numbers <= 0.5 {
            continue;
        }
        column.year = column.words.iter().rev().find_map(|words| year_beside(words));
        column.named_year = column.year.is_some();
        column.role = column.role.filter(|_| column.year.is_none());
    }
}
