//! Roles of columns by what their cells hold, for headers whose words no rule knows.
//!
//! Sections, codes, ratings, units, arrows, sentences and figures are known by their form. What is left are columns of words: the one
//! with the most different short titles names the rows, those to its left with merged or repeated cells are tiers.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::language::{YearSpan, is_no_value, parse_cell, parse_year_header};
use crate::rules::{ColumnRole, Rules};

use super::cellforms::{is_code, states_figure, turns};
use super::grid::Grid;
use super::headers::{Column, year_beside};
use super::items::items;
use super::schedule::is_empty_cell;

/// Confidence of a role that only the cells tell.
pub(super) const BY_CELLS: f32 = 0.62;
/// A role by words below this gives way to what the cells say.
pub(super) const WEAK: f32 = 0.5;
/// Titles are at most this long on the average, sentences longer.
const TITLE: f32 = 26.0;

/// What the cells of a column are, as shares of the filled ones.
#[derive(Debug, Clone, Default)]
struct Held {
    filled: usize,
    distinct: usize,
    sections: f32,
    codes: f32,
    numbers: f32,
    years: f32,
    stated: f32,
    ratings: f32,
    units: f32,
    arrows: f32,
    sentences: f32,
    past: f32,
    heads: f32,
    length: f32,
    merged: bool,
    turns: f32,
}

impl Held {
    #[allow(clippy::cast_precision_loss)] // a few cells
    fn of(grid: &Grid, body: &[usize], col: usize, rules: &Rules) -> Self {
        let mut held = Self::default();
        let mut distinct = BTreeSet::new();
        for &row in body {
            let Some(cell) = grid.cell(row, col).filter(|c| c.row == row && c.col == col && c.col_span < grid.cols()) else { continue };
            let text = grid.text(row, col);
            if text.is_empty() || is_empty_cell(text) || is_no_value(text) {
                continue;
            }
            held.filled += 1;
            distinct.insert(text);
            held.merged |= cell.row_span > 1;
            let names = rules.owners.split(&cell.text);
            let one = |is: bool| f32::from(u8::from(is));
            held.sections += one(!names.is_empty() && names.iter().all(|n| rules.owners.is_name(n)));
            held.codes += one(is_code(text));
            held.numbers += one(parse_cell(text).is_some());
            held.years += one(parse_year_header(text, None).is_some_and(|year| year.is_year()));
            held.stated += one(states_figure(text));
            held.ratings += one(text.chars().count() <= 8 && (rules.ratings.is_rating(text) || rules.ratings.state(text).is_some()));
            held.units += one(super::values::whole_unit(text, rules).is_some());
            held.arrows += one(rules.targets.direction(text).is_some());
            held.turns += one(turns(text));
            let items = items(&cell.text);
            let long = |item: &&String| item.ends_with('。') || item.chars().count() > 30;
            held.sentences += one(items.iter().any(|item| long(&item)));
            held.past += one(items.last().is_some_and(|item| item.trim_end_matches('。').ends_with('た')));
            held.heads += one(rules.row_head(text).is_some());
            // A list of titles is as long as its titles.
            held.length += items.iter().map(|item| item.chars().count()).sum::<usize>() as f32 / items.len().max(1) as f32;
        }
        held.distinct = distinct.len();
        let n = held.filled.max(1) as f32;
        for share in [
            &mut held.sections,
            &mut held.codes,
            &mut held.numbers,
            &mut held.years,
            &mut held.stated,
            &mut held.ratings,
            &mut held.units,
            &mut held.arrows,
            &mut held.sentences,
            &mut held.past,
            &mut held.heads,
            &mut held.length,
            &mut held.turns,
        ] {
            *share /= n;
        }
        held
    }

    /// The role that the form of the cells alone tells.
    fn by_form(&self) -> Option<ColumnRole> {
        if self.filled == 0 {
            return None;
        }
        if self.turns >= 0.7 {
            Some(ColumnRole::Target)
        } else if self.arrows >= 0.8 {
            Some(ColumnRole::Direction)
        } else if self.units >= 0.8 {
            Some(ColumnRole::Unit)
        } else if self.sections >= 0.7 {
            Some(ColumnRole::Owner)
        } else if self.codes >= 0.8 && self.distinct == self.filled {
            Some(ColumnRole::Code)
        } else if self.ratings >= 0.8 {
            Some(ColumnRole::Mark)
        } else if self.sentences >= 0.5 && self.numbers < 0.3 {
            Some(if self.past >= 0.5 { ColumnRole::Result } else { ColumnRole::Description })
        } else if self.length <= 5.0 && self.filled >= 4 && self.distinct * 2 <= self.filled && self.is_words() && !self.merged {
            Some(ColumnRole::Category)
        } else {
            None
        }
    }

    /// How well the cells fit each role that cells can tell, 0..1; roles that do not fit at all are left out.
    fn fits(&self) -> Vec<(ColumnRole, f32)> {
        #[allow(clippy::cast_precision_loss)] // a few cells
        let variety = self.distinct as f32 / self.filled.max(1) as f32;
        let words = if self.is_words() { 1.0 - self.sentences } else { 0.0 };
        let short = if self.length <= 5.0 && self.is_words() && !self.merged { 1.0 - variety } else { 0.0 };
        let titles = if self.is_titles() { words * (1.0 - self.sections) * (1.0 - self.ratings) } else { 0.0 };
        let told = self.sentences * (1.0 - self.numbers);
        let fits = [
            (ColumnRole::Direction, self.arrows),
            (ColumnRole::Unit, self.units),
            (ColumnRole::Owner, self.sections),
            (ColumnRole::Code, self.codes * variety),
            (ColumnRole::Mark, self.ratings),
            (ColumnRole::Result, told * self.past),
            (ColumnRole::Description, told * (1.0 - self.past)),
            (ColumnRole::Category, short),
            (ColumnRole::Measure, titles * variety),
            (ColumnRole::Goal, titles * if self.merged { 1.0 } else { 1.0 - variety }),
            (ColumnRole::Year, self.years),
            (ColumnRole::Target, self.turns.max(self.numbers * 0.5)),
            (ColumnRole::Actual, self.numbers * 0.5),
        ];
        fits.into_iter().filter(|(_, fit)| *fit > 0.0).collect()
    }

    /// How much better the cells fit this role than any other, 0..1.
    fn margin(&self, role: ColumnRole) -> f32 {
        let fits = self.fits();
        let own = fits.iter().find(|(r, _)| *r == role).map_or(0.0, |(_, fit)| *fit);
        let other = fits.iter().filter(|(r, _)| *r != role).map(|(_, fit)| *fit).fold(0.0, f32::max);
        (own - other).clamp(0.0, 1.0)
    }

    /// Words, not figures, years or row heads.
    fn is_words(&self) -> bool {
        self.filled > 0 && self.numbers < 0.3 && self.years < 0.3 && self.heads < 0.5 && self.codes < 0.5
    }

    fn is_figures(&self) -> bool {
        self.numbers >= 0.5
    }

    fn is_titles(&self) -> bool {
        self.is_words() && self.length >= 3.0 && self.length <= TITLE && self.sentences < 0.5
    }
}

/// What the columns of a section hold. Most are known by their words, and nobody asks for their cells; so each is looked at when asked for.
struct HeldBy<'a> {
    grid: &'a Grid<'a>,
    body: &'a [usize],
    rules: &'a Rules,
    columns: Vec<OnceCell<Held>>,
}

impl HeldBy<'_> {
    fn column(&self, col: usize) -> &Held {
        self.columns[col].get_or_init(|| Held::of(self.grid, self.body, col, self.rules))
    }
}

/// Gives roles to the columns that have none, or only a weak one.
pub(super) fn by_cells(grid: &Grid, body: &[usize], columns: &mut [Column], rules: &Rules) {
    let held = HeldBy { grid, body, rules, columns: vec![OnceCell::new(); columns.len()] };
    years_beside_words(columns, &held);
    results_of_a_year(columns, &held);
    figures_are_no_goals(columns, &held);
    units_beside_names(columns, &held);
    if !grid.table.spans_lost {
        overview_of_titles(columns, &held);
    }
    let open = |column: &Column| column.year.is_none() && (column.role.is_none() || column.score < WEAK);
    let unread: Vec<usize> = (0..columns.len()).filter(|&c| open(&columns[c]) && !columns[c].words.is_empty()).collect();
    super::attainment::attained(grid, body, columns, rules);
    if unread.is_empty() {
        return;
    }
    for &col in &unread {
        // Plain numbers behind other columns are figures, not numbers of rows.
        let figures = |role: &ColumnRole| *role == ColumnRole::Code && col > 0 && held.column(col).numbers >= 0.7;
        let role = held.column(col).by_form().filter(|role| role_is_free(columns, *role) && !figures(role));
        give(columns, &held, col, role);
    }
    names_of_turns(columns, &held);
    own_beside_peers(columns, &held, &unread);
    aims_beside_start(columns, &held, &unread);
    year_rows(columns, &held, &unread);
    let figures = figures_lead(columns, &held);
    if !figures {
        titles(columns, &held, &unread);
    }
}

/// 目標 over figures is a target, over words a tier.
fn figures_are_no_goals(columns: &mut [Column], held: &HeldBy<'_>) {
    for (col, column) in columns.iter_mut().enumerate() {
        let figures = || held.column(col).filled > 0 && held.column(col).numbers.max(held.column(col).turns) >= 0.7;
        let stated = || held.column(col).filled > 0 && held.column(col).stated >= 0.7;
        if matches!(column.role, Some(ColumnRole::Goal | ColumnRole::Measure)) && figures() {
            column.role = column.candidate_of(&[ColumnRole::Target, ColumnRole::Plan, ColumnRole::Actual]);
        }
        // 現状 over dated figures is a value, over sentences a description.
        if column.role == Some(ColumnRole::Description) && stated() {
            let figures = [ColumnRole::Current, ColumnRole::Baseline, ColumnRole::Target, ColumnRole::Actual];
            column.role = column.candidate_of(&figures).or(column.role);
        }
    }
}

/// 業務指標名 over names and units alike: the column of nothing but units holds the units.
fn units_beside_names(columns: &mut [Column], held: &HeldBy<'_>) {
    if columns.iter().any(|c| c.role == Some(ColumnRole::Unit)) {
        return;
    }
    let under_one_head = |c: usize| columns[c].words == columns[c - 1].words && columns[c].role == columns[c - 1].role;
    let beside = (1..columns.len())
        .find(|&c| under_one_head(c) && columns[c].year.is_none() && held.column(c).filled > 0 && held.column(c).units >= 0.8);
    if let Some(col) = beside.filter(|&c| held.column(c - 1).units < 0.3) {
        columns[col].role = Some(ColumnRole::Unit);
    }
}

/// 実現方策 | 方策の概要 | 成果: a column of sentences whose head takes up the head to its left tells of the titles there, and the results
/// are theirs. Only where merged cells show which sentences stand beside which title; else each sentence is all that is sure.
fn overview_of_titles(columns: &mut [Column], held: &HeldBy<'_>) {
    let reported = columns.iter().any(|c| c.role == Some(ColumnRole::Result));
    let told = (1..columns.len()).find(|&c| {
        columns[c].role == Some(ColumnRole::Measure)
            && columns[c - 1].role == Some(ColumnRole::Goal)
            && held.column(c).sentences >= 0.5
            && held.column(c - 1).is_titles()
            && takes_up(columns[c - 1].label(), columns[c].label())
    });
    if let Some(col) = told.filter(|_| reported) {
        columns[col].role = Some(ColumnRole::Description);
        columns[col - 1].role = Some(ColumnRole::Measure);
    }
}

/// 方策の概要 takes up 実現方策: it goes on after the last two letters or more of that.
fn takes_up(head: &str, next: &str) -> bool {
    let ends = head.char_indices().map(|(at, _)| &head[at..]).filter(|end| end.chars().count() >= 2);
    ends.into_iter().any(|end| next.strip_prefix(end).is_some_and(|rest| !rest.is_empty()))
}

/// A role that one column has at most, and that no column has yet.
fn role_is_free(columns: &[Column], role: ColumnRole) -> bool {
    role == ColumnRole::Owner || !columns.iter().any(|c| c.role == Some(role))
}

fn give(columns: &mut [Column], held: &HeldBy<'_>, col: usize, role: Option<ColumnRole>) {
    if let Some(role) = role {
        columns[col].role = Some(role);
        columns[col].score = BY_CELLS;
        columns[col].by_cells = true;
        columns[col].margin = held.column(col).margin(role);
    }
}

/// スタート地点(R6): unknown words beside one year over a column of figures name the figures' year.
fn years_beside_words(columns: &mut [Column], held: &HeldBy<'_>) {
    for (col, column) in columns.iter_mut().enumerate() {
        // A word that only resembles one of places or notes does not stand over figures.
        let words =
            matches!(column.role, Some(ColumnRole::Place | ColumnRole::Note | ColumnRole::Due | ColumnRole::Period | ColumnRole::Category));
        let silent = column.role.is_none() || words && column.score < 0.9;
        if column.year.is_some() || !silent || held.column(col).numbers < 0.7 {
            continue;
        }
        column.year = column.words.iter().rev().find_map(|words| year_beside(words));
        column.named_year = column.year.is_some();
        column.role = column.role.filter(|_| column.year.is_none());
    }
}

/// 今年度の動き over sentences in the past, and no other year beside it: what was done in that year, no schedule.
fn results_of_a_year(columns: &mut [Column], held: &HeldBy<'_>) {
    let dated: Vec<usize> = (0..columns.len()).filter(|&col| columns[col].year.is_some()).collect();
    let [col] = dated[..] else { return };
    let told = columns[col].role.is_none() && held.column(col).sentences >= 0.5 && held.column(col).past >= 0.5;
    if told && !columns.iter().any(|c| c.role == Some(ColumnRole::Result)) {
        columns[col].year = None;
        give(columns, held, col, Some(ColumnRole::Result));
    }
}

/// 指標 | 城山市 | 県内平均: the one column of figures under unknown words beside those of others holds the utility's own.
fn own_beside_peers(columns: &mut [Column], held: &HeldBy<'_>, unread: &[usize]) {
    let peers = columns.iter().any(|c| c.role == Some(ColumnRole::Average));
    let own = |c: &Column| matches!(c.role, Some(ColumnRole::Actual | ColumnRole::Current | ColumnRole::Target)) || c.year.is_some();
    if !peers || columns.iter().any(own) {
        return;
    }
    let silent: Vec<usize> = unread.iter().copied().filter(|&c| columns[c].role.is_none() && held.column(c).stated >= 0.7).collect();
    if let [col] = silent[..] {
        give(columns, held, col, Some(ColumnRole::Actual));
    }
}

/// 指標 | 現状 | 約束する水準: figures under unknown words right of where indicators stand are aimed at.
fn aims_beside_start(columns: &mut [Column], held: &HeldBy<'_>, unread: &[usize]) {
    let start = |c: &Column| matches!(c.role, Some(ColumnRole::Current | ColumnRole::Baseline | ColumnRole::Actual));
    let indicators = columns.iter().any(|c| c.role == Some(ColumnRole::Indicator));
    let aimed = columns.iter().any(|c| c.role == Some(ColumnRole::Target));
    let Some(first) = columns.iter().position(start).filter(|_| indicators && !aimed) else { return };
    let silent: Vec<usize> =
        unread.iter().copied().filter(|&c| c > first && columns[c].role.is_none() && held.column(c).stated >= 0.7).collect();
    if let [col] = silent[..] {
        give(columns, held, col, Some(ColumnRole::Target));
    }
}

/// Beside start and target in one cell, the nearest column of titles to the left names what is measured.
fn names_of_turns(columns: &mut [Column], held: &HeldBy<'_>) {
    let turns = |&col: &usize| columns[col].role == Some(ColumnRole::Target) && held.column(col).turns >= 0.7;
    let Some(turning) = (0..columns.len()).find(turns) else { return };
    let of_measures =
        |c: &Column| c.year.is_some() || matches!(c.role, Some(ColumnRole::Owner | ColumnRole::Indicator | ColumnRole::Schedule));
    if columns.iter().any(of_measures) {
        return;
    }
    let unsure = |c: &Column| c.role.is_none() || c.by_cells || c.score < 0.9 && c.role != Some(ColumnRole::Unit);
    let name = (0..turning).rfind(|&c| unsure(&columns[c]) && held.column(c).is_titles());
    give(columns, held, name.unwrap_or(usize::MAX), name.map(|_| ColumnRole::Indicator));
}

/// A column of years in the rows, and unknown columns of figures beside it: what is filled for every year is aimed at, what breaks off
/// was reached.
fn year_rows(columns: &mut [Column], held: &HeldBy<'_>, unread: &[usize]) {
    if columns.iter().any(|c| c.year.as_ref().is_some_and(YearSpan::is_year)) {
        return;
    }
    if !columns.iter().any(|c| c.role == Some(ColumnRole::Year)) {
        let years =
            unread.iter().copied().find(|&c| columns[c].role.is_none() && held.column(c).years >= 0.8 && held.column(c).filled >= 3);
        give(columns, held, years.unwrap_or(usize::MAX), years.map(|_| ColumnRole::Year));
    }
    if !columns.iter().any(|c| c.role == Some(ColumnRole::Year)) {
        return;
    }
    let figures: Vec<usize> = unread.iter().copied().filter(|&c| columns[c].role.is_none() && held.column(c).numbers >= 0.7).collect();
    let role_of = |c: usize| columns[c].role;
    let known = (0..columns.len()).find_map(|c| role_of(c).filter(|r| matches!(r, ColumnRole::Target | ColumnRole::Actual)));
    let roles = match (figures.as_slice(), known) {
        ([_], Some(ColumnRole::Target)) => vec![ColumnRole::Actual],
        ([_], Some(_)) => vec![ColumnRole::Target],
        ([a, b], None) if held.column(*a).filled < held.column(*b).filled => vec![ColumnRole::Actual, ColumnRole::Target],
        ([_, _], None) => vec![ColumnRole::Target, ColumnRole::Actual],
        _ => return,
    };
    for (col, role) in figures.into_iter().zip(roles) {
        give(columns, held, col, Some(role));
    }
}

/// Whether the columns under years, or most columns, hold figures.
fn figures_lead(columns: &[Column], held: &HeldBy<'_>) -> bool {
    let timed = (0..columns.len()).filter(|&c| columns[c].year.is_some()).map(|c| held.column(c)).filter(|h| h.filled > 0);
    let (timed, numeric) = timed.fold((0, 0), |(all, n), held| (all + 1, n + usize::from(held.is_figures())));
    if timed == 0 { (0..columns.len()).filter(|&c| held.column(c).is_figures()).count() >= 2 } else { numeric * 2 > timed }
}

/// The column that names the measures, and the tiers to its left.
fn titles(columns: &mut [Column], held: &HeldBy<'_>, unread: &[usize]) {
    let known = columns.iter().position(|c| c.role == Some(ColumnRole::Measure));
    let best = || {
        let titles = unread.iter().copied().filter(|&c| columns[c].role.is_none() && held.column(c).is_titles());
        // The most different titles; of equals the one to the right, behind its tiers.
        titles.max_by_key(|&c| (held.column(c).distinct, c))
    };
    let Some(measure) = known.or_else(best) else { return };
    let supported = columns.iter().any(|c| {
        c.year.is_some()
            || matches!(c.role, Some(ColumnRole::Owner | ColumnRole::Schedule | ColumnRole::Result | ColumnRole::Period | ColumnRole::Due))
    });
    if !supported {
        return;
    }
    if known.is_none() {
        give(columns, held, measure, Some(ColumnRole::Measure));
    }
    for &col in unread.iter().filter(|&&c| c < measure) {
        if columns[col].role.is_none() && held.column(col).is_titles() {
            give(columns, held, col, Some(ColumnRole::Goal));
        }
    }
    // A second column of sentences behind a result tells what comes next.
    let result = columns.iter().position(|c| c.role == Some(ColumnRole::Result));
    let next =
        unread.iter().copied().find(|&c| columns[c].role.is_none() && result.is_some_and(|r| r < c) && held.column(c).sentences >= 0.3);
    if let Some(next) = next.or_else(|| {
        let result = result?;
        unread.iter().copied().find(|&c| c > result && columns[c].role == Some(ColumnRole::Description) && columns[c].by_cells)
    }) {
        give(columns, held, next, Some(ColumnRole::Next));
    }
}

#[cfg(test)]
mod tests {
    use super::super::headers::sections;
    use super::*;
    use crate::model::{Cell, Place, Table};

    /// A table as drawn: cells of a row parted by `|`, `<` goes on to the left, `^` goes on upwards.
    fn drawn(rows: &[&str]) -> Table {
        let places: Vec<Vec<&str>> = rows.iter().map(|row| row.split('|').collect()).collect();
        let mut table = Table { rows: rows.len(), cols: places[0].len(), confidence: 1.0, ..Table::default() };
        for (row, line) in places.iter().enumerate() {
            for (col, text) in line.iter().enumerate().filter(|(_, text)| !matches!(**text, "<" | "^")) {
                let row_span = 1 + places[row + 1..].iter().take_while(|below| below[col] == "^").count();
                let col_span = 1 + line[col + 1..].iter().take_while(|right| **right == "<").count();
                table.cells.push(Cell {
                    row,
                    col,
                    row_span,
                    col_span,
                    text: (*text).to_owned(),
                    place: Place::on_line(row + 1),
                    fill: None,
                });
            }
        }
        table
    }

    fn roles(table: &Table) -> Vec<Option<ColumnRole>> {
        let read = sections(&Grid::new(table), Rules::embedded(), None);
        read.last().map(|s| s.columns.iter().map(|c| c.role).collect()).unwrap_or_default()
    }

    #[test]
    fn units_under_the_head_of_the_names() {
        let table =
            drawn(&["業務指標名|<|H18|H25", "給水車保有度|台/1000人|0.015|0.030", "電力消費量|kWh/m3|0.36|0.33", "有収率|％|86.1|88.0"]);
        assert_eq!(roles(&table)[..2], [Some(ColumnRole::Indicator), Some(ColumnRole::Unit)]);
        let names = drawn(&["業務指標名|<|H18|H25", "安定|有収率|86.1|88.0", "持続|職員資格取得度|0.36|0.33", "環境|再生率|10|20"]);
        assert_ne!(roles(&names)[1], Some(ColumnRole::Unit));
    }

    #[test]
    fn sentences_that_tell_of_the_titles_beside_them() {
        let rows = [
            "実現方策|方策の概要|方策の成果",
            "水源の保全|◆検査を見直す。|検査の回数を増やした。",
            "^|◆広報に努める。|見学会を開いた。",
            "管路の耐震化|◆耐震管に替える。|布設替えをした。",
        ];
        let mut table = drawn(&rows);
        assert_eq!(roles(&table), [Some(ColumnRole::Measure), Some(ColumnRole::Description), Some(ColumnRole::Result)]);
        table.spans_lost = true;
        assert_eq!(roles(&table)[1], Some(ColumnRole::Measure), "no merged cell says to which title a sentence belongs");
        let steps = drawn(&[
            "施策|具体的な取組|実施状況",
            "水源の保全|検査を見直す。|検査の回数を増やした。",
            "管路の耐震化|耐震管に替える。|布設替えをした。",
        ]);
        assert_ne!(roles(&steps)[1], Some(ColumnRole::Description));
    }
}
