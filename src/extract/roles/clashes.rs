//! Roles that the cells of a column rule out, whatever a likely header word says.
//!
//! A word that only resembles one of the rules (位置づけ: 位置, 今年度の動き: 年度) is as often wrong as right. Where the cells cannot be what
//! it says, the next reading of the words that they can be takes its place, else the column is open to all that its cells show.

use crate::extract::headers::Column;
use crate::rules::ColumnRole::{self, *};

use super::SURE;
use super::held::Held;

/// Least score of another reading of the words.
const LIKELY: f32 = 0.4;

/// Cells that some roles never have.
struct Clash {
    /// Whether the cells are such.
    cells: fn(&Held) -> bool,
    /// The roles they rule out.
    roles: &'static [ColumnRole],
    /// Even where the word is one of the rules as it stands, because it is said of both.
    though_sure: bool,
}

/// What rules out what.
const CLASHES: [Clash; 10] = [
    // 目標 over figures is a target, over words a tier.
    Clash { cells: |held| held.numbers.max(held.turns) >= 0.7, roles: &[Goal, Measure], though_sure: true },
    // 到達目標 over 申請者を年間2,300件とする: tiers are not measured.
    Clash { cells: |held| held.quantified >= 0.6 && held.sentences >= 0.5, roles: &[Goal], though_sure: false },
    Clash {
        cells: |held| held.numbers >= 0.7 && held.years < 0.3,
        roles: &[
            Place,
            Note,
            Effect,
            Reason,
            Person,
            Owner,
            Coordinator,
            Result,
            Next,
            Period,
            Due,
            Deliverable,
            Term,
            Definition,
            Evaluation,
            Indicator,
        ],
        though_sure: false,
    },
    Clash {
        cells: |held| held.sentences >= 0.5 && held.numbers < 0.3,
        roles: &[
            Year,
            Period,
            Due,
            Unit,
            Code,
            Owner,
            Coordinator,
            Direction,
            Rate,
            Change,
            Budget,
            Settlement,
            Amount,
            Total,
            Average,
            Place,
            Category,
            Person,
        ],
        though_sure: false,
    },
    Clash {
        cells: |held| held.ratings >= 0.8 && held.numbers < 0.3,
        roles: &[Place, Note, Effect, Reason, Year, Period, Due, Unit, Indicator, Measure, Goal, Description],
        though_sure: false,
    },
    // 取り組んだこと: what was done is told in sentences, what is to be done has a title.
    Clash {
        cells: |held| held.sentences >= 0.5 && held.past >= 0.5,
        roles: &[Measure, Goal, Item, Category, Indicator],
        though_sure: false,
    },
    Clash { cells: |held| held.sections >= 0.7, roles: &[Place, Note, Effect, Indicator, Year], though_sure: false },
    Clash { cells: |held| held.units >= 0.8, roles: &[Category, Item, Indicator, Measure, Goal, Place, Note], though_sure: false },
    Clash { cells: |held| held.turns >= 0.7, roles: &[Indicator, Effect, Place, Note, Period, Due, Year, Result], though_sure: false },
    // Lists of titles are nothing that a figure or a step would stand for.
    Clash { cells: |held| held.listed >= 0.5 && held.is_titles(), roles: &[Plan, Target], though_sure: false },
];

/// The best role of a column by its words that the cells do not rule out.
pub(super) fn allowed<'h>(column: &Column, held: &dyn Fn() -> &'h Held) -> Option<ColumnRole> {
    let role = column.role?;
    if role == Description && held().filled > 0 && held().stated >= 0.7 {
        // 現状 over dated figures is a value, over sentences a description.
        return column.candidate_of(&[Current, Baseline, Target, Actual]).or(column.role);
    }
    if !ruled_out(column, role, column.score, held) {
        return Some(role);
    }
    let others = column.candidates().filter(|(other, score)| *other != role && *score >= LIKELY).map(|(other, _)| other);
    others.into_iter().find(|other| !ruled_out(column, *other, 0.0, held))
}

/// Whether the cells rule out a role that the words give with this score. What stands under a year is there for its year.
fn ruled_out<'h>(column: &Column, role: ColumnRole, score: f32, held: &dyn Fn() -> &'h Held) -> bool {
    let likely = score < SURE && column.year.is_none();
    let speaks = |clash: &&Clash| clash.roles.contains(&role) && (clash.though_sure || likely);
    CLASHES.iter().filter(speaks).any(|clash| held().filled > 0 && (clash.cells)(held()))
}
