//! The roles that a strip may have: what its head says, what its cells hold, and what stands beside it.

use super::super::amounts::{money_in_words, names_money, printed_money};
use super::super::grid::Grid;
use super::super::headers::Section;
use super::super::roles::assignment::{Choices, Want};
use super::super::values::whole_unit;
use super::RowRole;
use super::heads::Strip;
use super::held::Held;
use crate::rules::{ColumnRole, RowHead, Rules};

/// Score of a head that prints a unit of money.
const PRINTED: f32 = 1.1;
/// Least score of a word that counts.
const LIKELY: f32 = 0.4;
/// Score of having no role.
const NONE: f32 = 0.12;
/// What it costs that money stands where nothing says that there is money.
const UNTOLD: f32 = 0.2;

/// A role that a strip may have.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    role: RowRole,
    score: f32,
    /// Only the cells say it.
    guessed: bool,
}

/// The role of each strip, and whether only its cells tell it.
pub(super) fn chosen(grid: &Grid, section: &Section, strips: &[Strip], rules: &Rules) -> Vec<(RowRole, bool)> {
    let all: Vec<Vec<Candidate>> = strips
        .iter()
        .map(|strip| {
            let held = Held::of(grid, section, &strip.rows, rules);
            let mut own = vec![Candidate { role: RowRole::Other, score: NONE, guessed: false }];
            by_words(strip, &held, rules, &mut own);
            by_cells(&held, &mut own);
            own
        })
        .collect();
    let heads = section.columns.iter().flat_map(|c| c.words.iter().map(String::as_str));
    let told = printed_money(grid.table, rules).is_some() || names_money(grid.table, heads, rules);
    let scores: Vec<Vec<f32>> = all.iter().map(|own| own.iter().map(|c| c.score).collect()).collect();
    let mut choices = Choices { scores, ..Choices::default() };
    // Money that only cells show wants a unit over the table or a row that is named money.
    let money = |guessed: bool| {
        let of = move |(n, own): (usize, &Vec<Candidate>)| {
            own.iter()
                .enumerate()
                .filter(|(_, c)| c.role == RowRole::Money && c.guessed == guessed)
                .map(|(k, _)| (n, k))
                .collect::<Vec<_>>()
        };
        all.iter().enumerate().flat_map(of).collect::<Vec<_>>()
    };
    if !told {
        let named = money(false);
        choices.wants.extend(money(true).into_iter().map(|of| Want { of, company: named.clone(), cost: UNTOLD }));
    }
    let best = choices.best();
    all.iter().zip(&best.chosen).map(|(own, &n)| (own[n].role, own[n].guessed)).collect()
}

/// What the words of the head and of its group say, as far as the cells do not rule it out.
fn by_words(strip: &Strip, held: &Held, rules: &Rules, own: &mut Vec<Candidate>) {
    let numeric = held.numbers >= 0.6;
    let mut said = |role: RowRole, score: f32| {
        let fits = match role {
            RowRole::Steps => held.words >= 0.5,
            RowRole::Money => numeric,
            RowRole::Figures => numeric || held.numbers >= 0.4,
            // Short words under the years are steps that were taken.
            RowRole::Outcome => held.told >= 0.5,
            RowRole::Rating => held.words >= 0.5 && held.told < 0.5,
            RowRole::Other => true,
        };
        if fits && held.filled > 0 {
            own.push(Candidate { role, score, guessed: false });
        }
    };
    let unit = Some(strip.unit.as_str()).filter(|unit| !unit.is_empty()).map(str::to_owned);
    let unit = unit.or_else(|| strip.words.iter().rev().find_map(|words| unit_in(words, rules)));
    match unit.map(|unit| rules.units.yen(&unit).is_some()) {
        Some(true) => said(RowRole::Money, PRINTED),
        Some(false) => said(RowRole::Figures, 0.9),
        None => {}
    }
    for (n, words) in strip.words.iter().rev().enumerate() {
        // The words of a group count less than those of the row itself.
        let weight = if n == 0 { 1.0 } else { 0.8 };
        if matches!(rules.row_head(words), Some(RowHead::Rate | RowHead::Change | RowHead::Formula | RowHead::Definition)) {
            said(RowRole::Other, weight);
        }
        if rules.row_basis(words).is_some() {
            said(RowRole::Steps, 0.95 * weight);
        }
        for (role, score) in rules.column_roles(words).into_iter().filter(|(_, score)| *score >= LIKELY) {
            if let Some(role) = of_column(role) {
                said(role, score * weight);
            }
        }
    }
}

/// What a column under this head would hold, said of a row.
fn of_column(role: ColumnRole) -> Option<RowRole> {
    use ColumnRole::{
        Actual, Amount, Baseline, Budget, Current, Deliverable, Description, Effect, Evaluation, Indicator, Mark, Measure, Next, Note,
        Plan, Reason, Result, Schedule, Settlement, Target,
    };
    match role {
        Schedule | Plan | Description | Measure | Deliverable => Some(RowRole::Steps),
        Amount | Budget | Settlement => Some(RowRole::Money),
        Indicator | Target | Actual | Baseline | Current => Some(RowRole::Figures),
        Result => Some(RowRole::Outcome),
        Mark => Some(RowRole::Rating),
        Note | Reason | Next | Effect | Evaluation => Some(RowRole::Other),
        _ => None,
    }
}

/// What the cells show by themselves.
fn by_cells(held: &Held, own: &mut Vec<Candidate>) {
    if held.filled == 0 {
        return;
    }
    let mut guess = |role: RowRole, score: f32| own.push(Candidate { role, score, guessed: true });
    if held.ratings >= 0.8 {
        guess(RowRole::Rating, 0.5 + 0.1 * held.ratings);
    } else if held.past >= 0.5 {
        guess(RowRole::Outcome, 0.3 + 0.3 * held.past);
    } else if held.words >= 0.6 && held.told < 0.5 {
        guess(RowRole::Steps, 0.2 + 0.3 * held.words);
    }
    if held.numbers >= 0.7 {
        guess(RowRole::Money, 0.25 + 0.3 * held.grouped - 0.3 * held.measured);
        guess(RowRole::Figures, 0.25 + 0.3 * held.measured);
    }
}

/// The unit in brackets of a head: 事業費（千円）, 更新延長(km).
fn unit_in(words: &str, rules: &Rules) -> Option<String> {
    let inner = || words.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).and_then(|(_, inner)| whole_unit(inner, rules));
    money_in_words(words, rules).or_else(inner)
}
