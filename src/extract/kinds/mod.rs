//! What a table holds: steps, money, indicators, results or terms, as one choice with a margin.
//!
//! ```text
//! roles of the columns ─┐
//! cells under the years ├─► worth of each kind ─► the best one, and how far it is ahead of the next
//! names of the rows ────┤
//! unit, caption, bars ──┘
//! ```
//!
//! The readers try their luck one after the other; this choice looks at the whole table and at no reader. Where both agree the records stand
//! on two feet, where they do not one of them is wrong, and nobody can tell which.

mod seen;

use super::grid::Grid;
use super::headers::Section;
use crate::rules::{ColumnRole, Rules};
use seen::Seen;

/// What the rows of a table tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// Measures, with their sections and steps where these are told.
    Steps,
    /// Money by item and year.
    Money,
    /// Figures of indicators.
    Indicators,
    /// What was done, and how it is rated.
    Results,
    /// Words and what they mean.
    Terms,
}

/// The kinds in the order of their worths.
const KINDS: [TableKind; 5] = [TableKind::Steps, TableKind::Money, TableKind::Indicators, TableKind::Results, TableKind::Terms];

/// How much speaks for each kind.
#[derive(Debug, Clone, PartialEq)]
pub struct KindChoice {
    /// Worth of each kind, in the order of [`KINDS`]; 1.0 is what one plain header word or all cells of a form are worth.
    worth: [f32; 5],
}

impl KindChoice {
    /// Weighs what a section of a table shows.
    #[must_use]
    pub fn of(grid: &Grid, section: &Section, rules: &Rules) -> Self {
        let seen = Seen::of(grid, section, rules);
        let mut worth = by_roles(section);
        for (kind, more) in KINDS.iter().zip(&mut worth) {
            *more += by_cells(*kind, &seen);
        }
        Self { worth }
    }

    /// The kind that most speaks for; of equal ones the first.
    #[must_use]
    pub fn best(&self) -> TableKind {
        let mut best = 0;
        for kind in 1..KINDS.len() {
            if self.worth[kind] > self.worth[best] {
                best = kind;
            }
        }
        KINDS[best]
    }

    /// How much more speaks for the best of these kinds than for the best of the others; below 0 where another is ahead.
    #[must_use]
    pub fn margin(&self, kinds: &[TableKind]) -> f32 {
        let best = |of: bool| {
            let worths = KINDS.iter().zip(self.worth).filter(|(kind, _)| kinds.contains(kind) == of).map(|(_, worth)| worth);
            worths.fold(f32::MIN, f32::max)
        };
        best(true) - best(false)
    }
}

/// What the roles of the columns say, each as surely as the column has it.
fn by_roles(section: &Section) -> [f32; 5] {
    use ColumnRole as R;
    let mut worth = [0.0; 5];
    let mut counted: Vec<ColumnRole> = Vec::new();
    for column in &section.columns {
        let Some(role) = column.role.filter(|role| !counted.contains(role)) else { continue };
        counted.push(role);
        // Steps, money, indicators, results, terms.
        let says = match role {
            R::Measure => [0.5, 0.1, -0.2, 0.3, -0.3],
            R::Owner | R::Coordinator => [0.5, 0.0, 0.0, 0.2, -0.3],
            R::Schedule | R::Period => [0.6, 0.0, 0.0, 0.0, 0.0],
            R::Deliverable | R::Due => [0.3, 0.0, 0.0, 0.0, 0.0],
            R::Indicator => [-0.2, -0.3, 0.8, 0.0, 0.0],
            R::Unit => [0.0, 0.0, 0.5, 0.0, -0.2],
            R::Direction | R::Formula | R::Baseline | R::Average => [0.0, -0.2, 0.5, 0.0, 0.0],
            R::Target | R::Current => [0.0, -0.1, 0.4, 0.0, 0.0],
            R::Actual | R::Forecast | R::Rate => [0.0, 0.1, 0.2, 0.1, 0.0],
            R::Amount | R::Budget | R::Settlement => [0.0, 0.6, -0.2, 0.0, 0.0],
            R::Total => [0.0, 0.3, 0.0, 0.0, 0.0],
            R::Result | R::Mark | R::Reason | R::Next => [0.0, 0.0, 0.0, 0.5, 0.0],
            R::Term => [0.0, 0.0, 0.0, 0.0, 0.9],
            R::Definition => [0.0, 0.0, 0.2, 0.0, 0.4],
            _ => [0.0; 5],
        };
        let sure = if column.by_cells { 0.5 + 0.5 * column.margin } else { column.score };
        worth.iter_mut().zip(says).for_each(|(sum, own)| *sum += sure * own);
    }
    worth
}

/// What cells, names and the words around the table say for a kind.
fn by_cells(kind: TableKind, seen: &Seen) -> f32 {
    let dated = if seen.dated { 1.0 } else { 0.0 };
    match kind {
        TableKind::Steps => dated * (0.8 * seen.steps - 0.8 * seen.numbers) + 0.5 * seen.bars - 0.3 * seen.indicators,
        TableKind::Money => {
            // Figures without a unit of money are rather something else.
            let unit = if seen.money > 0.0 { 0.6 } else { -0.3 };
            unit + 0.3 * (seen.numbers + seen.thousands + seen.sums) - 0.4 * seen.decimals - 0.5 * seen.indicators - 0.8 * seen.steps
        }
        TableKind::Indicators => {
            0.4 * seen.numbers + 0.4 * seen.decimals + 0.8 * seen.indicators - 0.3 * seen.money - 0.3 * seen.sums - 0.4 * seen.steps
        }
        TableKind::Results => 0.4 * seen.past + 0.3 * seen.ratings - 0.2 * seen.numbers,
        TableKind::Terms => 0.3 * seen.sentences - 0.6 * dated - 0.4 * seen.numbers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::headers::sections;
    use crate::extract::testing::table;

    /// The best kind of a table, and how far it is ahead.
    fn kind(unit: &str, rows: &[&[&str]]) -> (TableKind, f32) {
        let mut table = table(rows);
        unit.clone_into(&mut table.unit);
        let grid = Grid::new(&table);
        let found = sections(&grid, Rules::embedded(), None);
        let choice = KindChoice::of(&grid, &found[0], Rules::embedded());
        (choice.best(), choice.margin(&[choice.best()]))
    }

    #[test]
    fn each_kind_is_known_by_what_it_shows() {
        let money: &[&[&str]] = &[&["科目", "令和7年度", "令和8年度"], &["給水収益", "8,120", "8,090"], &["合計", "9,120", "9,040"]];
        let plain: &[&[&str]] = &[
            &["件名", "担当課", "令和7年度", "令和8年度"],
            &["管路の更新", "工務課", "設計", "工事"],
            &["台帳の整備", "工務課", "○", "○"],
        ];
        let indicators: &[&[&str]] =
            &[&["指標", "単位", "令和7年度", "令和8年度"], &["有収率", "%", "90.1", "91.0"], &["普及率", "%", "98.2", "98.4"]];
        let results: &[&[&str]] = &[
            &["取組名", "実施状況", "評価", "今後の予定"],
            &["管路の更新", "2.1kmを布設替えした。", "B", "設計を進める。"],
            &["研修", "6回開いた。", "A", "続ける。"],
        ];
        let terms: &[&[&str]] =
            &[&["用語", "解説"], &["有収率", "配水量のうち料金となる水量の割合です。"], &["配水池", "水を蓄える施設です。"]];
        for (rows, unit, expected) in [
            (money, "（単位：千円）", TableKind::Money),
            (plain, "", TableKind::Steps),
            (indicators, "", TableKind::Indicators),
            (results, "", TableKind::Results),
            (terms, "", TableKind::Terms),
        ] {
            let (best, margin) = kind(unit, rows);
            assert_eq!(best, expected, "{rows:?}");
            assert!(margin > 0.3, "{expected:?} {margin}");
        }
    }

    #[test]
    fn figures_without_a_unit_and_known_words_are_of_no_sure_kind() {
        let rows: &[&[&str]] = &[&["甲", "令和7年度", "令和8年度"], &["乙", "12", "試行"], &["丙", "実施", "14"]];
        let (_, margin) = kind("", rows);
        assert!(margin < 0.3, "{margin}");
    }
}
