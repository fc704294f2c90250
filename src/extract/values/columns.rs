//! Which columns of a table hold figures, of which year and kind, and which column names the rows.

use crate::extract::grid::Grid;
use crate::extract::headers::{Column, Section, year_beside};
use crate::language::{YearSpan, find_years, is_no_value, parse_cell, parse_year_header};
use crate::model::Role;
use crate::rules::{ColumnRole, Rules};

/// Header words that score less only resemble a word of the rules.
const UNSURE: f32 = 0.75;

/// A column of figures.
#[derive(Debug, Clone)]
pub(in crate::extract) struct ValueColumn {
    /// Grid column.
    pub(in crate::extract) col: usize,
    /// Its time, where the header says one.
    pub(in crate::extract) span: Option<YearSpan>,
    /// What its figures are, where the header says it.
    pub(in crate::extract) role: Option<Role>,
    /// Whose figures, where not the utility's own.
    pub(in crate::extract) scope: Option<String>,
    /// A sum over the other columns.
    pub(in crate::extract) total: bool,
    /// The role follows from the other columns; no word over this one says it.
    pub(in crate::extract) deduced: bool,
}

impl ValueColumn {
    /// A column of sums over the years.
    pub(in crate::extract) fn sum(col: usize) -> Self {
        Self { col, span: None, role: None, scope: None, total: true, deduced: false }
    }

    /// A role that the other columns tell.
    fn deduce(&mut self, role: Role) {
        self.role = Some(role);
        self.deduced = true;
    }
}

/// The columns of figures from left to right. Differences, rates, marks and words are none.
pub(in crate::extract) fn value_columns(grid: &Grid, section: &Section) -> Vec<ValueColumn> {
    let columns = section.columns.iter().enumerate().filter_map(|(col, column)| value_column(col, column));
    let mut found: Vec<ValueColumn> = columns.filter(|found| holds_figures(grid, section, found.col)).collect();
    named_start(section, &mut found);
    named_aims(section, &mut found);
    actual_before_targets(&mut found);
    aims_of_measures(section, &mut found);
    found
}

/// 青崎市 beside 県平均 and 全国平均: the one column of figures before the averages whose head no rule knows is the utility's own.
pub(in crate::extract) fn own_beside_averages(grid: &Grid, section: &Section, columns: &mut Vec<ValueColumn>) {
    let Some(first) = columns.iter().filter(|c| c.role == Some(Role::Average)).map(|c| c.col).min() else { return };
    let known = |col: usize| columns.iter().any(|c| c.col == col);
    let figures =
        |col: usize| section.body.iter().all(|&row| is_no_value(grid.text(row, col)) || parse_cell(grid.text(row, col)).is_some());
    let unnamed = |col: &usize| {
        let column = &section.columns[*col];
        (column.role.is_none() || column.by_cells) && !known(*col) && !column.label().is_empty() && figures(*col)
    };
    let own: Vec<usize> = (1..first).filter(unnamed).collect();
    let alone = columns.iter().all(|c| c.role == Some(Role::Average));
    if let ([col], true) = (own.as_slice(), alone) {
        let mut column = ValueColumn { total: false, ..ValueColumn::sum(*col) };
        column.deduce(Role::Actual);
        columns.insert(0, column);
    }
}

/// 取組 | 指標 | R6, R7, R8 (年度別の到達水準): a table of measures with their indicators by year says what is aimed at.
fn aims_of_measures(section: &Section, columns: &mut [ValueColumn]) {
    let promised = section.column(ColumnRole::Measure).is_some() && section.column(ColumnRole::Indicator).is_some();
    let silent = |c: &ValueColumn| c.role.is_none() && c.span.is_some() && !c.total;
    if promised && columns.iter().all(|c| c.total || silent(c)) {
        columns.iter_mut().filter(|c| !c.total).for_each(|c| c.deduce(Role::Target));
    }
}

/// スタート地点(R6), ゴール(R11): words that no rule knows stand beside the year of the first column, and what follows is aimed at or says
/// nothing: the figures start there. Where the others say nothing either, they are aimed at.
fn named_start(section: &Section, columns: &mut [ValueColumn]) {
    let [first, rest @ ..] = columns else { return };
    let aimed = !rest.is_empty() && rest.iter().all(|c| c.total || matches!(c.role, None | Some(Role::Target | Role::Plan)));
    let column = &section.columns[first.col];
    let own = column.words.iter().filter(|word| !rest.iter().any(|c| section.columns[c.col].words.contains(word)));
    let named = own.into_iter().any(|word| names_more_than_a_year(word));
    let year = |c: &ValueColumn| c.span.as_ref().and_then(|s| s.from.or(s.to));
    let start = year(first);
    let later = rest.iter().all(|c| c.total || year(c) > start);
    // 計画前の値(R6): a word that only resembles one of the rules does not make it a target.
    let unsure = first.role.is_none() || matches!(first.role, Some(Role::Target | Role::Plan)) && column.score < UNSURE;
    if aimed && named && later && start.is_some() && unsure && (column.named_year || column.year.is_none()) {
        first.deduce(Role::Baseline);
        for column in rest.iter_mut().filter(|c| !c.total && c.role.is_none()) {
            column.deduce(Role::Target);
        }
    }
}

/// 基準値(R4) | ゴール over R6, R7, R8: years under a common word that no rule knows, after a start value, are aimed at; so are those of
/// 中間(R10), 最終(R15) after 現況(R5).
fn named_aims(section: &Section, columns: &mut [ValueColumn]) {
    let present = |c: &ValueColumn| section.columns[c.col].role == Some(ColumnRole::Current) && c.span.is_some();
    let starts = |c: &ValueColumn| c.role == Some(Role::Baseline) || present(c);
    let Some(start) = columns.iter().position(starts) else { return };
    let year = |c: &ValueColumn| c.span.as_ref().and_then(|s| s.from.or(s.to));
    let from = year(&columns[start]).filter(|_| present(&columns[start]));
    if columns[start + 1..].iter().any(|c| !c.total && from.is_some() && year(c) <= from) {
        return;
    }
    let (_, rest) = columns.split_at_mut(start + 1);
    let silent = |c: &ValueColumn| c.role.is_none() && c.span.is_some() && !c.total;
    let under_a_word = |c: &ValueColumn| {
        let words = &section.columns[c.col].words;
        words.first().is_some_and(|word| names_more_than_a_year(word))
            && (words.len() > 1 || section.columns[c.col].named_year || from.is_some())
    };
    if !rest.is_empty() && rest.iter().all(|c| c.total || silent(c) && under_a_word(c)) {
        rest.iter_mut().filter(|c| !c.total).for_each(|c| c.deduce(Role::Target));
    }
}

/// Whether at least two letters stand in a header beside its years.
fn names_more_than_a_year(word: &str) -> bool {
    let mut rest = word.to_owned();
    for (range, _) in find_years(word).into_iter().rev() {
        rest.replace_range(range, "");
    }
    rest.chars().filter(|c| c.is_alphabetic() && !"年度末値時点".contains(*c)).count() >= 2
}

/// Years without a role that come before the targets or forecasts of the same table are actual: H18, H19, H20(予定).
fn actual_before_targets(columns: &mut [ValueColumn]) {
    let year = |c: &ValueColumn| c.span.as_ref().and_then(|s| s.from.or(s.to));
    let aimed = |c: &&ValueColumn| matches!(c.role, Some(Role::Target | Role::Forecast | Role::Plan));
    let Some(first) = columns.iter().filter(aimed).filter_map(year).min() else { return };
    for column in columns.iter_mut().filter(|c| c.role.is_none() && !c.total) {
        if year(column).is_some_and(|y| y < first) {
            column.deduce(Role::Actual);
        }
    }
}

fn value_column(col: usize, column: &Column) -> Option<ValueColumn> {
    let role = column.role.filter(|_| column.score >= 0.4);
    if is_total(column) {
        return Some(ValueColumn::sum(col));
    }
    if matches!(
        role,
        Some(ColumnRole::Change | ColumnRole::Rate | ColumnRole::Note | ColumnRole::Mark | ColumnRole::Direction | ColumnRole::Evaluation)
    ) {
        return None;
    }
    let named = match role {
        Some(ColumnRole::Actual | ColumnRole::Settlement | ColumnRole::Current | ColumnRole::Result) => Some(Role::Actual),
        Some(ColumnRole::Target) => Some(Role::Target),
        Some(ColumnRole::Plan | ColumnRole::Budget) => Some(Role::Plan),
        Some(ColumnRole::Baseline) => Some(Role::Baseline),
        Some(ColumnRole::Forecast) => Some(Role::Forecast),
        Some(ColumnRole::Average) => Some(Role::Average),
        _ => None,
    };
    if named.is_none() && column.year.is_none() && role != Some(ColumnRole::Amount) {
        return None;
    }
    let said = column.year.as_ref().and_then(|year| year.role);
    let span = year_of(column);
    let scope = (named == Some(Role::Average)).then(|| scope_of(column));
    Some(ValueColumn { col, span, role: said.filter(|_| named != Some(Role::Average)).or(named), scope, total: false, deduced: false })
}

/// 合計, 計, 計画期間計.
fn is_total(column: &Column) -> bool {
    column.role == Some(ColumnRole::Total) && column.score >= 0.9 && column.year.is_none()
}

/// The time that a header names, alone or beside other words: 2015(H27)年度 比較事業体平均値, 成果指標(令和7年度末目標値).
pub(in crate::extract) fn year_of(column: &Column) -> Option<YearSpan> {
    column.year.clone().or_else(|| year_in_words(column))
}

/// The one fiscal year that words of a header hold: R6事業費, 令和6年度の決算額.
pub(in crate::extract) fn year_with_words(words: &str) -> Option<YearSpan> {
    match find_years(words).as_slice() {
        [(_, year)] if year.is_year() => Some(year.clone()),
        _ => None,
    }
}

fn year_in_words(column: &Column) -> Option<YearSpan> {
    column.words.iter().rev().find_map(|words| year_beside(words))
}

/// The header without its year: 比較事業体平均値. Of several header words the lowest that says more than a year.
fn scope_of(column: &Column) -> String {
    let bare = |words: &String| {
        let mut label = words.clone();
        for (range, _) in find_years(&label).into_iter().rev() {
            label.replace_range(range, "");
        }
        label.trim_matches(|c: char| c.is_whitespace() || "()年度・:".contains(c)).replace(' ', "")
    };
    let year = |words: &&String| parse_year_header(words, None).is_some_and(|year| year.is_year());
    column.words.iter().rev().filter(|words| !year(words)).map(bare).find(|label| !label.is_empty()).unwrap_or_default()
}

/// At least one cell that is a number or says that there is none, or holds a number among words.
fn holds_figures(grid: &Grid, section: &Section, col: usize) -> bool {
    section.body.iter().any(|&row| {
        let text = grid.text(row, col);
        grid.begins(row, col) && !text.is_empty() && (is_no_value(text) || text.contains(|c: char| c.is_ascii_digit()))
    })
}

/// The column that names the rows: the one that the header calls so, else the last column of words before the figures.
pub(in crate::extract) fn name_column(
    grid: &Grid,
    section: &Section,
    figures: &[ValueColumn],
    rules: &Rules,
    wanted: &[ColumnRole],
) -> Option<usize> {
    let first = figures.iter().map(|f| f.col).min()?;
    let called = wanted.iter().find_map(|role| section.column(*role)).filter(|&col| !figures.iter().any(|f| f.col == col));
    let nearest = || {
        let near = (0..first).rev().find(|&col| names_rows(grid, section, col, rules))?;
        Some(measure_sorted_by(grid, section, near).unwrap_or(near))
    };
    // 区分 over merged cells groups the rows that a column nearer to the figures names.
    let groups = |col: usize| section.body.iter().any(|&row| grid.begins(row, col) && grid.cell(row, col).is_some_and(|c| c.row_span > 1));
    match called.filter(|&col| section.columns[col].role == Some(ColumnRole::Item) && groups(col)) {
        Some(col) => nearest().filter(|&near| near > col).or(called),
        None => called.or_else(nearest),
    }
}

/// 事業名 | 区分 | R7 | R8: where every row has its own measure, 新規, a pipe's size or what is built (概要) beside it tells of the measure and
/// names no row.
fn measure_sorted_by(grid: &Grid, section: &Section, col: usize) -> Option<usize> {
    let column = &section.columns[col];
    // 工事等内容 or 費目 beside the works may name what the money is for.
    let tells = match column.role {
        Some(ColumnRole::Category) => true,
        Some(ColumnRole::Description) => column.score >= 0.9,
        Some(_) => false,
        None => column.year.is_none(),
    };
    let sure = |m: &usize| *m < col && section.columns[*m].score >= 0.9;
    let measure = section.column(ColumnRole::Measure).filter(|m| tells && sure(m))?;
    let rows: Vec<usize> = section.body.iter().copied().filter(|&row| grid.begins(row, col) && !grid.text(row, col).is_empty()).collect();
    rows.iter().all(|&row| grid.begins(row, measure) && !grid.text(row, measure).is_empty()).then_some(measure)
}

/// Words in most rows, which are neither units nor row heads (計画, 実績) nor codes.
fn names_rows(grid: &Grid, section: &Section, col: usize, rules: &Rules) -> bool {
    let role = section.columns.get(col).and_then(|c| c.role);
    if matches!(
        role,
        Some(
            ColumnRole::Unit
                | ColumnRole::Code
                | ColumnRole::Direction
                | ColumnRole::Owner
                | ColumnRole::Note
                | ColumnRole::Place
                | ColumnRole::Period
        )
    ) {
        return false;
    }
    // 事業名 | 区分 (新規, 継続) | R8: the kind of a measure is not its name.
    if role == Some(ColumnRole::Category) && section.column(ColumnRole::Measure).is_some_and(|measure| measure < col) {
        return false;
    }
    let texts: Vec<&str> = section.body.iter().filter(|&&row| grid.begins_in_row(row, col)).map(|&row| grid.text(row, col)).collect();
    let words = texts.iter().filter(|t| !t.is_empty() && parse_cell(t).is_none() && !is_no_value(t)).count();
    let heads = texts.iter().filter(|t| rules.row_basis(t).is_some()).count();
    let years = texts.iter().filter(|t| parse_year_header(t, None).is_some_and(|year| year.is_year())).count();
    words > 0
        && words * 2 > texts.iter().filter(|t| !t.is_empty()).count()
        && heads * 2 < words
        && years * 2 < words
        && !all_units(&texts, rules)
}

fn all_units(texts: &[&str], rules: &Rules) -> bool {
    let filled: Vec<_> = texts.iter().filter(|t| !t.is_empty()).collect();
    !filled.is_empty() && filled.iter().all(|t| super::name::whole_unit(t, rules).is_some())
}
