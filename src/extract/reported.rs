//! Tables that set what was planned for one year beside what came of it: 令和6年度の計画, 令和6年度の実績, 令和7年度の予定.

use crate::language::find_years;
use crate::rules::ColumnRole;

use super::grid::Grid;
use super::headers::Section;
use super::values::year_of;

/// A section whose columns are the plan, the result and the next step of one year.
#[derive(Debug, Clone)]
pub(super) struct Reported {
    /// The section; these columns are no schedule in it.
    pub section: Section,
    /// The year that the head of the result names.
    pub year: Option<i32>,
}

/// Reads a section so. `None` where it has no such year or several. In a plan (`report` false) the heads must name one year twice and
/// the cells must be words: 令和5年度実績 of an indicator is no result.
pub(super) fn reported(grid: &Grid, section: &Section, report: bool) -> Option<Reported> {
    let year = |col: usize| year_of(&section.columns[col]).and_then(|span| span.from);
    // R6, R7 alone below 工程 are columns of a schedule.
    let scheduled =
        |c: usize| matches!(section.columns[c].role, None | Some(ColumnRole::Schedule)) && !says_more(section.columns[c].label());
    let dated: Vec<usize> = (0..section.columns.len()).filter(|&c| year(c).is_some() && !scheduled(c)).collect();
    let of = |roles: &[ColumnRole]| -> Vec<usize> {
        dated.iter().copied().filter(|&c| section.columns[c].role.is_some_and(|r| roles.contains(&r))).collect()
    };
    let mut done = of(&[ColumnRole::Actual, ColumnRole::Result]);
    let mut planned = of(&[ColumnRole::Plan, ColumnRole::Schedule, ColumnRole::Target]);
    // 令和6年度の予定 in words is what was to be done.
    planned.extend(of(&[ColumnRole::Forecast]).into_iter().filter(|&c| !holds_figures(grid, section, c)));
    // 令和6年度の予定 beside 取組の実績: one year is named for both.
    let undated = done.is_empty() && report && planned.len() == 1 && dated.len() == 1;
    if undated {
        done = (0..section.columns.len()).filter(|&c| section.columns[c].role == Some(ColumnRole::Result)).collect();
    }
    let [result] = done[..] else { return None };
    let year_of_result = if undated { planned.first().and_then(|&c| year(c)) } else { year(result) };
    let same = planned.iter().copied().find(|&c| year(c) == year_of_result);
    if !report && (same.is_none() || !holds_words(grid, section, result)) {
        return None;
    }
    let reported_year = year_of_result;
    let mut read = section.clone();
    read.columns[result].role = Some(ColumnRole::Result);
    read.columns[result].year = None;
    if let Some(plan) = same.or_else(|| planned.first().copied()) {
        read.columns[plan].year = None;
        if read.columns[plan].role == Some(ColumnRole::Forecast) {
            read.columns[plan].role = Some(ColumnRole::Plan);
        }
    }
    // What is to be done in the year after the reported one is the next step.
    let coming: Vec<usize> = dated.iter().copied().filter(|&c| reported_year.is_some_and(|done| year(c) == Some(done + 1))).collect();
    if let [next] = coming[..]
        && section.column(ColumnRole::Next).is_none_or(|known| known == next)
        && holds_words(grid, section, next)
    {
        read.columns[next].role = Some(ColumnRole::Next);
        read.columns[next].year = None;
    }
    Some(Reported { section: read, year: reported_year })
}

/// Whether a head says more than its year, which may stand below its era (6年度).
fn says_more(head: &str) -> bool {
    let mut rest = head.to_owned();
    for (range, _) in find_years(head).into_iter().rev() {
        rest.replace_range(range, "");
    }
    rest.chars().any(|c| c.is_alphanumeric() && !c.is_ascii_digit() && !"年度".contains(c))
}

/// Whether most filled cells of a column are words of some length, no figures and no signs.
fn holds_words(grid: &Grid, section: &Section, col: usize) -> bool {
    let cells = section.body.iter().filter(|&&row| grid.begins(row, col)).map(|&row| grid.text(row, col)).filter(|text| !text.is_empty());
    let (all, words) = cells.fold((0, 0), |(all, words), text| {
        (all + 1, words + usize::from(text.ends_with('。') || text.chars().count() > 4 && crate::language::parse_cell(text).is_none()))
    });
    words * 2 > all
}

/// Whether a cell of a column is a figure and nothing else.
fn holds_figures(grid: &Grid, section: &Section, col: usize) -> bool {
    section.body.iter().any(|&row| grid.begins(row, col) && crate::language::parse_cell(grid.text(row, col)).is_some())
}
