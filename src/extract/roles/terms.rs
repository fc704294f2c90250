//! What columns say of each other: which roles go together, in which order, and which want company.
//!
//! Each term is a line of data: who it speaks of, what it asks of the columns beside it, and what it costs to break it. The costs are of the
//! same measure as the scores of the candidates: a whole one outweighs any role, a tenth decides between two that are alike.

use crate::language::YearSpan;
use crate::rules::ColumnRole::{self, *};

use super::assignment::{Choices, Chosen, Pair, Want};
use super::candidates::{By, Candidate, Seen};

/// What no role is worth.
const NEVER: f32 = 1.0;
/// What a likely reading gives way to.
const STRONG: f32 = 0.5;
/// What decides between equals.
const SLIGHT: f32 = 0.05;

/// A column as one of its candidates makes it.
#[derive(Debug, Clone, Copy)]
enum Who {
    /// A column of one of these roles.
    Of(&'static [ColumnRole]),
    /// The same, told by its header words.
    Named(&'static [ColumnRole]),
    /// The same, told by its cells only.
    Guessed(&'static [ColumnRole]),
    /// Under a year or phase that it keeps.
    Dated,
    /// Under a year that it keeps.
    InYear,
    /// From start to target in one cell.
    Turning,
    /// Figures that are taken for what is aimed at; no turns.
    Aimed,
    /// Figures under words that get no role.
    Silent,
}

/// Where company stands.
#[derive(Debug, Clone, Copy)]
enum Side {
    Left,
    Any,
}

/// What is asked of columns.
enum Asked {
    /// Two columns of one of these roles, at least one of them a guess, are one too many.
    GuessOnce(&'static [ColumnRole]),
    /// Two columns of one of these roles, both by words of their own, are one too many.
    NamedOnce(&'static [ColumnRole]),
    /// The two do not stand in one table.
    Apart(Who, Who),
    /// The first stands left of the second.
    LeftOf(Who, Who),
    /// The first has at least as many filled cells as the second.
    AsFull(Who, Who),
    /// The first has at least as many different cells as the second.
    AsVaried(Who, Who),
    /// The first wants one of the others in its table.
    Wants(Who, &'static [(Side, Who)]),
}

/// A line of the table of terms.
struct Term {
    asked: Asked,
    cost: f32,
}

const fn term(asked: Asked, cost: f32) -> Term {
    Term { asked, cost }
}

/// What shows that the rows of a table are measures: when, by whom, or what came of it.
const OF_MEASURES: &[(Side, Who)] = &[(Side::Any, Who::Dated), (Side::Any, Who::Of(&[Owner, Schedule, Result, Period, Due]))];

/// All terms.
static TERMS: [Term; 24] = [
    term(
        Asked::GuessOnce(&[Code, Category, Description, Unit, Direction, Mark, Result, Next, Measure, Indicator, Year, Target, Actual]),
        NEVER,
    ),
    term(Asked::NamedOnce(&[Code, Measure, Owner, Category, Description, Unit]), NEVER),
    // Measures and their tiers: the tiers to the left, and beside them time, owners or results.
    term(Asked::Wants(Who::Guessed(&[Measure]), OF_MEASURES), NEVER),
    term(Asked::Wants(Who::Guessed(&[Goal]), OF_MEASURES), NEVER),
    term(Asked::Wants(Who::Guessed(&[Goal]), &[(Side::Any, Who::Of(&[Measure]))]), NEVER),
    term(Asked::LeftOf(Who::Guessed(&[Goal]), Who::Of(&[Measure])), NEVER),
    term(Asked::AsVaried(Who::Guessed(&[Measure]), Who::Guessed(&[Goal])), NEVER),
    // What comes next stands behind what was done.
    term(Asked::Wants(Who::Guessed(&[Next]), &[(Side::Left, Who::Of(&[Result]))]), NEVER),
    term(Asked::Wants(Who::Guessed(&[Next]), &[(Side::Any, Who::Of(&[Measure]))]), NEVER),
    // Start and target in one cell belong to an indicator, if to nothing else.
    term(Asked::Wants(Who::Turning, &[(Side::Any, Who::Of(&[Indicator, Owner, Schedule])), (Side::Any, Who::Dated)]), NEVER),
    term(Asked::Wants(Who::Guessed(&[Indicator]), &[(Side::Any, Who::Turning)]), NEVER),
    term(Asked::Apart(Who::Guessed(&[Indicator]), Who::Of(&[Owner, Schedule])), NEVER),
    term(Asked::Apart(Who::Guessed(&[Indicator]), Who::Dated), NEVER),
    // 指標 | 現状 | 約束する水準: figures right of where indicators stand are aimed at; and 年度 | 約束する水準 | 実績: those beside what was
    // reached in rows of years. Either of the two has two conditions, so each of the one holds with each of the other.
    term(Asked::Wants(Who::Aimed, &[(Side::Any, Who::Of(&[Indicator, Year]))]), NEVER),
    term(Asked::Wants(Who::Aimed, &[(Side::Any, Who::Of(&[Indicator, Actual]))]), NEVER),
    term(Asked::Wants(Who::Aimed, &[(Side::Left, Who::Of(&[Current, Baseline, Actual])), (Side::Any, Who::Of(&[Year]))]), NEVER),
    term(Asked::Wants(Who::Aimed, &[(Side::Left, Who::Of(&[Current, Baseline, Actual])), (Side::Any, Who::Of(&[Actual]))]), NEVER),
    // 指標 | 城山市 | 県内平均: figures beside those of others are the utility's own; in rows of years, those beside what was aimed at.
    term(Asked::Wants(Who::Guessed(&[Actual]), &[(Side::Any, Who::Of(&[Average])), (Side::Any, Who::Of(&[Year]))]), NEVER),
    term(Asked::Wants(Who::Guessed(&[Actual]), &[(Side::Any, Who::Of(&[Average, Target]))]), NEVER),
    term(Asked::Apart(Who::Guessed(&[Actual]), Who::Dated), NEVER),
    term(Asked::Apart(Who::Guessed(&[Year]), Who::InYear), NEVER),
    // What is filled for every year is aimed at, what breaks off was reached; of equals the left one is aimed at.
    term(Asked::AsFull(Who::Aimed, Who::Guessed(&[Actual])), STRONG),
    term(Asked::LeftOf(Who::Aimed, Who::Guessed(&[Actual])), SLIGHT),
    // Of several columns of figures that no word tells apart none is picked.
    term(Asked::Apart(Who::Guessed(&[Target, Actual]), Who::Silent), STRONG),
];

/// The candidates of all columns as numbers, with what the terms ask of them.
pub(super) fn choices(seen: &Seen<'_>, candidates: &[Vec<Candidate>]) -> Choices {
    let scores: Vec<Vec<f32>> = candidates.iter().map(|own| own.iter().map(|c| c.score).collect()).collect();
    let open: Vec<bool> = candidates.iter().map(|own| own.len() > 1).collect();
    let mut choices = Choices { scores, ..Choices::default() };
    let who = |who: Who| members(seen, candidates, who);
    let role = |(col, n): Chosen| candidates[col][n].role;
    for Term { asked, cost } in &TERMS {
        let mut cost_of = |a: Chosen, b: Chosen| {
            if a.0 != b.0 && (open[a.0] || open[b.0]) {
                choices.pairs.push(Pair { of: [a, b], cost: *cost });
            }
        };
        match asked {
            Asked::GuessOnce(roles) => {
                let (guessed, named) = (who(Who::Guessed(roles)), who(Who::Named(roles)));
                for (at, &a) in guessed.iter().enumerate() {
                    guessed[at + 1..].iter().chain(&named).filter(|b| role(a) == role(**b)).for_each(|&b| cost_of(a, b));
                }
            }
            Asked::NamedOnce(roles) => {
                let named = who(Who::Named(roles));
                // Neighbours under one merged header cell are one column of meaning.
                let apart = |a: Chosen, b: Chosen| role(a) == role(b) && seen.columns[a.0].words != seen.columns[b.0].words;
                for (at, &a) in named.iter().enumerate().filter(|(_, a)| open.iter().any(|o| *o) && role(**a).is_some()) {
                    named[at + 1..].iter().filter(|b| apart(a, **b)).for_each(|&b| cost_of(a, b));
                }
            }
            Asked::Apart(one, other) => {
                let others = who(*other);
                who(*one).into_iter().for_each(|a| others.iter().for_each(|&b| cost_of(a, b)));
            }
            Asked::LeftOf(left, right) => {
                let rights = who(*right);
                who(*left).into_iter().for_each(|a| rights.iter().filter(|b| b.0 < a.0).for_each(|&b| cost_of(a, b)));
            }
            Asked::AsFull(full, other) => {
                let filled = |c: Chosen| seen.held.column(c.0).filled;
                let others = who(*other);
                who(*full).into_iter().for_each(|a| others.iter().filter(|b| filled(**b) > filled(a)).for_each(|&b| cost_of(a, b)));
            }
            Asked::AsVaried(varied, other) => {
                let distinct = |c: Chosen| seen.held.column(c.0).distinct;
                let others = who(*other);
                let more = |a: Chosen, b: Chosen| distinct(b) > distinct(a);
                who(*varied).into_iter().for_each(|a| others.iter().filter(|b| more(a, **b)).for_each(|&b| cost_of(a, b)));
            }
            Asked::Wants(of, company) => {
                for of in who(*of) {
                    let beside = |(side, who): &(Side, Who)| {
                        let found = members(seen, candidates, *who).into_iter();
                        let left = matches!(side, Side::Left);
                        found.filter(|c| c.0 != of.0 && (!left || c.0 < of.0)).collect::<Vec<_>>()
                    };
                    let company: Vec<Chosen> = company.iter().flat_map(beside).collect();
                    if !company.iter().any(|c| !open[c.0]) {
                        choices.wants.push(Want { of, company, cost: *cost });
                    }
                }
            }
        }
    }
    choices
}

/// All candidates that a term speaks of, from left to right.
fn members(seen: &Seen<'_>, candidates: &[Vec<Candidate>], who: Who) -> Vec<Chosen> {
    let of_column = |col: usize| (0..candidates[col].len()).map(move |n| (col, n));
    (0..candidates.len()).flat_map(of_column).filter(|&(col, n)| is(seen, col, candidates[col][n], who)).collect()
}

/// Whether a candidate makes a column one that a term speaks of.
fn is(seen: &Seen<'_>, col: usize, candidate: Candidate, who: Who) -> bool {
    let of = |roles: &[ColumnRole]| candidate.role.is_some_and(|role| roles.contains(&role));
    let guessed = candidate.by == By::Cells;
    let turns = || seen.held.column(col).turns >= 0.7;
    match who {
        Who::Of(roles) => of(roles),
        Who::Named(roles) => !guessed && of(roles),
        Who::Guessed(roles) => guessed && of(roles),
        Who::Dated => seen.columns[col].year.is_some() && !guessed,
        Who::InYear => seen.columns[col].year.as_ref().is_some_and(YearSpan::is_year) && !guessed,
        Who::Turning => of(&[Target]) && turns(),
        Who::Aimed => guessed && of(&[Target]) && !turns(),
        Who::Silent => candidate.role.is_none() && seen.open(col) && seen.held.column(col).stated >= 0.7,
    }
}
