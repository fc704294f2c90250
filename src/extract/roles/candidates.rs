//! The roles that a column may have, each with a score: by its header words, by what its cells hold, by arithmetic.
//!
//! A column whose words are sure has one candidate and the search does not touch it. All others get what their words may mean and what
//! their cells look like. Cells show some roles by their form alone (units, sections, ratings); others they only allow, and the columns
//! beside them have to bear them out ([`super::terms`]): short titles may name measures, tiers or indicators.

use crate::extract::amounts::names_money;
use crate::extract::attainment::attained;
use crate::extract::grid::Grid;
use crate::extract::headers::Column;
use crate::extract::paired::deeds;
use crate::rules::{ColumnRole, Rules};

use super::clashes::allowed;
use super::held::{Held, HeldBy};
use super::{SURE, WEAK};

/// Score of a role that the figures of three columns prove.
const PROVEN: f32 = 1.1;
/// Score of having no role, where no word speaks for one.
const NONE: f32 = 0.1;
/// Score of a role that cells only allow: less than any that they show.
const ALLOWED: f32 = 0.4;
/// What a column is worth more than the one to its left where all else is equal.
const PLACE: f32 = 0.001;
/// Columns with a choice, at most; of a table wider than that the others keep their best candidate.
const WIDEST: usize = 48;

/// What speaks for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// The header words.
    Words,
    /// What the cells hold.
    Cells,
    /// What the figures of the column and its neighbours come to.
    Figures,
}

/// A role that a column may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    /// The role, `None` for a column that stays without.
    pub role: Option<ColumnRole>,
    /// How much speaks for it by itself.
    pub score: f32,
    /// What speaks for it.
    pub by: By,
}

/// The columns of a section: what their words say, and what they hold.
pub(super) struct Seen<'a> {
    /// The table.
    pub grid: &'a Grid<'a>,
    /// The rows under the header.
    pub body: &'a [usize],
    /// The columns.
    pub columns: &'a [Column],
    /// Their cells.
    pub held: &'a HeldBy<'a>,
    /// Words of the field.
    pub rules: &'a Rules,
    /// What the words of each column say, as far as its cells allow it.
    said: Vec<Candidate>,
}

impl<'a> Seen<'a> {
    /// Reads the words of all columns.
    pub fn new(grid: &'a Grid<'a>, body: &'a [usize], columns: &'a [Column], held: &'a HeldBy<'a>, rules: &'a Rules) -> Self {
        let said = columns.iter().enumerate().map(|(col, column)| by_words(column, &|| held.column(col))).collect();
        Self { grid, body, columns, held, rules, said }
    }

    /// Whether nobody is sure of the role of this column: its words say none, or a weak one.
    pub fn open(&self, col: usize) -> bool {
        let column = &self.columns[col];
        column.year.is_none() && (!column.words.is_empty() || self.names_bars(col)) && self.unsaid(col)
    }

    /// Words without a head before years over which bars are drawn.
    fn names_bars(&self, col: usize) -> bool {
        let first = self.columns.iter().position(|c| c.year.is_some());
        !self.grid.table.bars.is_empty() && first.is_some_and(|first| col < first) && self.held.column(col).distinct > 1
    }

    /// The words say no role, or hardly.
    fn unsaid(&self, col: usize) -> bool {
        self.said[col].role.is_none() || self.said[col].score < WEAK
    }

    /// The columns under years, or most columns, hold figures.
    fn figures_lead(&self) -> bool {
        let all = 0..self.columns.len();
        let timed = all.clone().filter(|&c| self.columns[c].year.is_some()).map(|c| self.held.column(c)).filter(|h| h.filled > 0);
        let (timed, numeric) = timed.fold((0, 0), |(all, n), held| (all + 1, n + usize::from(held.is_figures())));
        if timed == 0 { all.filter(|&c| self.held.column(c).is_figures()).count() >= 2 } else { numeric * 2 > timed }
    }

    fn any(&self, role: ColumnRole) -> bool {
        self.said.iter().any(|c| c.role == Some(role))
    }
}

/// The candidates of all columns; each has at least one.
pub(super) fn candidates(seen: &Seen<'_>) -> Vec<Vec<Candidate>> {
    let mut all: Vec<Vec<Candidate>> = seen.said.iter().map(|said| vec![*said]).collect();
    units_beside_names(seen, &mut all);
    overview_of_titles(seen, &mut all);
    sentences_with_results(seen, &mut all);
    results_of_a_year(seen, &mut all);
    proven(seen, &mut all);
    titles_before_bars(seen, &mut all);
    answering(seen, &mut all);
    if (0..all.len()).any(|col| seen.open(col)) {
        let leads = seen.figures_lead();
        for (col, candidates) in all.iter_mut().enumerate().filter(|(col, _)| seen.open(*col)) {
            by_form(seen.held.column(col), col, candidates);
            by_company(seen, col, leads, candidates);
        }
        names_of_turns(seen, &mut all);
    }
    for candidates in all.iter_mut().filter(|c| c.len() > 1).skip(WIDEST) {
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        candidates.truncate(1);
    }
    all
}

/// What the words say, as far as the cells do not rule it out.
fn by_words<'h>(column: &Column, held: &dyn Fn() -> &'h Held) -> Candidate {
    let role = allowed(column, held);
    Candidate { role, score: if role.is_some() { column.score.max(NONE) } else { NONE }, by: By::Words }
}

/// A form that cells show: the role it speaks for, how well a column fits, 0..1, and from where on it counts.
struct Form {
    role: ColumnRole,
    fit: fn(&Held) -> f32,
    least: f32,
}

/// The forms that tell a role by themselves; of two that fit alike the upper one is more special.
const FORMS: [Form; 9] = [
    Form { role: ColumnRole::Target, fit: |held| held.turns, least: 0.7 },
    Form { role: ColumnRole::Direction, fit: |held| held.arrows, least: 0.8 },
    Form { role: ColumnRole::Unit, fit: |held| held.units, least: 0.8 },
    Form { role: ColumnRole::Owner, fit: |held| held.sections, least: 0.7 },
    Form { role: ColumnRole::Code, fit: |held| if held.distinct == held.filled { held.codes } else { 0.0 }, least: 0.8 },
    Form { role: ColumnRole::Mark, fit: |held| held.ratings, least: 0.8 },
    Form { role: ColumnRole::Result, fit: |held| if is_past(held) { told(held) } else { 0.0 }, least: 0.5 },
    Form { role: ColumnRole::Description, fit: |held| if is_past(held) { 0.0 } else { told(held) }, least: 0.5 },
    Form { role: ColumnRole::Category, fit: |held| if held.is_labels() { 0.5 } else { 0.0 }, least: 0.5 },
];

/// Sentences that are no figures.
fn told(held: &Held) -> f32 {
    if held.numbers < 0.3 { held.sentences } else { 0.0 }
}

/// Most of it is past; in lists, what was not done stands between what was.
fn is_past(held: &Held) -> bool {
    held.past >= if held.listed >= 0.5 { 0.2 } else { 0.5 }
}

/// Score of a form: half a fit is worth less than a likely word, a whole one more.
fn shown(fit: f32) -> f32 {
    0.45 + 0.3 * fit
}

/// The role that cells show by their form: of the first one that fits.
pub(super) fn form(held: &Held) -> Option<ColumnRole> {
    FORMS.iter().find(|form| fits(form, held)).map(|form| form.role)
}

fn fits(form: &Form, held: &Held) -> bool {
    held.filled > 0 && (form.fit)(held) >= form.least
}

/// What the cells show by their form.
#[allow(clippy::cast_precision_loss)] // a few columns
fn by_form(held: &Held, col: usize, candidates: &mut Vec<Candidate>) {
    // Plain numbers behind other columns are figures, not numbers of rows.
    let figures = |form: &&Form| form.role == ColumnRole::Code && col > 0 && held.numbers >= 0.7;
    if let Some(form) = FORMS.iter().find(|form| fits(form, held)).filter(|form| !figures(form)) {
        offer(candidates, form.role, shown((form.fit)(held)) - col as f32 * PLACE, By::Cells);
    }
}

/// What the cells allow, if the columns beside them bear it out.
#[allow(clippy::cast_precision_loss)] // a few columns
fn by_company(seen: &Seen<'_>, col: usize, figures_lead: bool, candidates: &mut Vec<Candidate>) {
    let held = seen.held.column(col);
    // Of equal columns of figures the left one; of equal columns of titles the right one, behind its tiers.
    let place = col as f32 * PLACE;
    if held.is_titles() && !figures_lead {
        offer(candidates, ColumnRole::Measure, ALLOWED + 0.1 * held.distinct as f32 / seen.body.len().max(1) as f32 + place, By::Cells);
        offer(candidates, ColumnRole::Goal, ALLOWED, By::Cells);
    }
    if held.sentences >= 0.3 && !figures_lead {
        offer(candidates, ColumnRole::Next, shown(held.sentences) + 0.05 + place, By::Cells);
    }
    if held.years >= 0.8 && held.filled >= 3 {
        offer(candidates, ColumnRole::Year, shown(held.years) - place, By::Cells);
    }
    if held.stated >= 0.7 {
        offer(candidates, ColumnRole::Target, ALLOWED - place, By::Cells);
        offer(candidates, ColumnRole::Actual, ALLOWED - place, By::Cells);
    }
}

/// Adds a candidate; of two for one role the better one stays.
fn offer(candidates: &mut Vec<Candidate>, role: ColumnRole, score: f32, by: By) {
    match candidates.iter_mut().find(|known| known.role == Some(role)) {
        Some(known) if known.score < score => *known = Candidate { role: Some(role), score, by },
        Some(_) => {}
        None => candidates.push(Candidate { role: Some(role), score, by }),
    }
}

/// 業務指標名 over names and units alike: the column of nothing but units holds the units.
fn units_beside_names(seen: &Seen<'_>, all: &mut [Vec<Candidate>]) {
    let columns = seen.columns;
    if seen.any(ColumnRole::Unit) {
        return;
    }
    let under_one_head = |c: usize| columns[c].words == columns[c - 1].words && columns[c].role == columns[c - 1].role;
    let units = |c: usize| seen.held.column(c).filled > 0 && seen.held.column(c).units >= 0.8;
    let beside = (1..columns.len()).find(|&c| under_one_head(c) && columns[c].year.is_none() && units(c));
    if let Some(col) = beside.filter(|&c| seen.held.column(c - 1).units < 0.3) {
        offer(&mut all[col], ColumnRole::Unit, seen.said[col].score + 0.1, By::Words);
    }
}

/// 実現方策 | 方策の概要 | 成果: a column of sentences whose head takes up the head to its left tells of the titles there, and the results
/// are theirs. Only where merged cells show which sentences stand beside which title; else each sentence is all that is sure.
fn overview_of_titles(seen: &Seen<'_>, all: &mut [Vec<Candidate>]) {
    let columns = seen.columns;
    if seen.grid.table.spans_lost || !seen.any(ColumnRole::Result) {
        return;
    }
    let told = (1..columns.len()).find(|&c| {
        columns[c].role == Some(ColumnRole::Measure)
            && columns[c - 1].role == Some(ColumnRole::Goal)
            && seen.held.column(c).sentences >= 0.5
            && seen.held.column(c - 1).is_titles()
            && takes_up(columns[c - 1].label(), columns[c].label())
    });
    if let Some(col) = told {
        offer(&mut all[col], ColumnRole::Description, columns[col].score + 0.1, By::Words);
        offer(&mut all[col - 1], ColumnRole::Measure, columns[col - 1].score + 0.1, By::Words);
    }
}

/// 推進方策 | 取組の内容 | 成果 where spans were lost: several sentences stand below each title, each beside what came of it. They are what
/// was to be done, whatever their head says.
fn sentences_with_results(seen: &Seen<'_>, all: &mut [Vec<Candidate>]) {
    let columns = seen.columns;
    if !seen.grid.table.spans_lost || seen.any(ColumnRole::Measure) {
        return;
    }
    let filled = |row: &&usize, col: usize| !seen.grid.text(**row, col).is_empty();
    let told = (1..columns.len().saturating_sub(1)).find(|&c| {
        let rows: Vec<&usize> = seen.body.iter().filter(|row| filled(row, c + 1)).collect();
        columns[c].role == Some(ColumnRole::Description)
            && columns[c - 1].role == Some(ColumnRole::Goal)
            && columns[c + 1].role == Some(ColumnRole::Result)
            && seen.held.column(c).sentences >= 0.5
            && rows.iter().all(|row| filled(row, c))
            && rows.iter().filter(|row| filled(row, c - 1)).count() * 3 <= rows.len() * 2
    });
    if let Some(col) = told {
        offer(&mut all[col], ColumnRole::Measure, columns[col].score + 0.1, By::Words);
    }
}

/// 方策の概要 takes up 実現方策: it goes on after the last two letters or more of that.
fn takes_up(head: &str, next: &str) -> bool {
    let ends = head.char_indices().map(|(at, _)| &head[at..]).filter(|end| end.chars().count() >= 2);
    ends.into_iter().any(|end| next.strip_prefix(end).is_some_and(|rest| !rest.is_empty()))
}

/// 今年度の動き over sentences in the past, and no other year beside it: what was done in that year, no schedule.
fn results_of_a_year(seen: &Seen<'_>, all: &mut [Vec<Candidate>]) {
    let dated: Vec<usize> = (0..all.len()).filter(|&col| seen.columns[col].year.is_some()).collect();
    let [col] = dated[..] else { return };
    let held = seen.held.column(col);
    if seen.columns[col].role.is_none() && held.sentences >= 0.5 && held.past >= 0.5 {
        offer(&mut all[col], ColumnRole::Result, shown(held.sentences), By::Cells);
    }
}

/// 整備の項目 over titles before years with bars: what the bars are for is what somebody does, unless a word is sure that it is something
/// else or names the measures.
fn titles_before_bars(seen: &Seen<'_>, all: &mut [Vec<Candidate>]) {
    if (0..all.len()).any(|col| matches!(seen.said[col].role, Some(ColumnRole::Measure | ColumnRole::Goal))) {
        return;
    }
    let titles = |col: &usize| seen.names_bars(*col) && seen.said[*col].score < SURE && seen.held.column(*col).is_titles();
    if let Some(col) = (0..all.len()).rev().find(titles) {
        offer(&mut all[col], ColumnRole::Measure, seen.said[col].score.max(ALLOWED) + 0.1, By::Cells);
    }
}

/// Three columns whose figures are a plan, what came of it and the rate of both, as far as their words are not sure.
fn proven(seen: &Seen<'_>, all: &mut [Vec<Candidate>]) {
    let unsaid = |col: usize| seen.unsaid(col) || seen.said[col].role == Some(ColumnRole::Code);
    let Some(first) = attained(seen.grid, seen.body, all.len(), &unsaid) else { return };
    let words = seen.columns.iter().flat_map(|c| c.words.iter().map(String::as_str));
    let roles = if names_money(seen.grid.table, words, seen.rules) {
        [ColumnRole::Budget, ColumnRole::Settlement, ColumnRole::Rate]
    } else {
        [ColumnRole::Target, ColumnRole::Actual, ColumnRole::Rate]
    };
    for (col, role) in (first..).zip(roles).filter(|(col, _)| unsaid(*col)) {
        offer(&mut all[col], role, PROVEN, By::Figures);
    }
}

/// Two columns of lists with an item for each item name what was done and tell what came of it, as far as their words are not sure.
fn answering(seen: &Seen<'_>, all: &mut [Vec<Candidate>]) {
    use ColumnRole::{Actual, Description, Evaluation, Measure, Plan, Result};
    let sure = |col: usize, roles: &[ColumnRole]| {
        let said = seen.said[col];
        said.role.is_some_and(|role| roles.contains(&role)) && said.score >= SURE
    };
    let silent = |col: usize| seen.columns[col].year.is_none() && seen.said[col].score < SURE;
    let Some(deeds) = deeds(seen.grid, seen.body, all.len(), seen.rules, &|col| sure(col, &[Result, Actual, Evaluation])) else { return };
    let outcomes = deeds + 1;
    if (silent(deeds) || sure(deeds, &[Measure, Description, Plan])) && (silent(outcomes) || sure(outcomes, &[Result, Actual, Evaluation]))
    {
        for (col, role) in [(deeds, Measure), (outcomes, Result)].into_iter().filter(|(col, role)| !sure(*col, &[*role])) {
            offer(&mut all[col], role, PROVEN, By::Figures);
        }
    }
}

/// Beside start and target in one cell, a column of titles to the left may name what is measured, unless its words are sure.
#[allow(clippy::cast_precision_loss)] // a few columns
fn names_of_turns(seen: &Seen<'_>, all: &mut [Vec<Candidate>]) {
    let turning = |col: usize| all[col].iter().any(|c| c.role == Some(ColumnRole::Target)) && seen.held.column(col).turns >= 0.7;
    let Some(turning) = (0..all.len()).find(|&col| turning(col)) else { return };
    for (col, candidates) in all.iter_mut().enumerate().take(turning) {
        let column = &seen.columns[col];
        let unsure = column.year.is_none() && column.score < SURE && column.role != Some(ColumnRole::Unit);
        if unsure && !column.words.is_empty() && seen.held.column(col).is_titles() {
            // The nearest one.
            offer(candidates, ColumnRole::Indicator, ALLOWED + col as f32 * PLACE, By::Cells);
        }
    }
}
