//! Two columns of lists that answer each other: an item of the one for each item of the other.

use super::grid::Grid;
use super::items::items;
use crate::rules::Rules;

/// Titles in a list are at most this long.
const TITLE_CHARS: usize = 30;

/// ◆ deeds beside ◇ outcomes, as many in every row: the column of the deeds, where the outcomes stand right of it.
pub(super) fn deeds(grid: &Grid, body: &[usize], columns: usize, rules: &Rules, outcomes: &dyn Fn(usize) -> bool) -> Option<usize> {
    (0..columns.saturating_sub(1)).find(|&col| answer_each_other(grid, body, col, rules, outcomes(col + 1)))
}

/// Whether each row has as many titles in a column as sentences in the next one, somewhere several; where the head does not say that these
/// are outcomes, they tell of the past or of how far something came.
fn answer_each_other(grid: &Grid, body: &[usize], col: usize, rules: &Rules, said: bool) -> bool {
    let cell = |row: usize, col: usize| grid.cell(row, col).filter(|c| c.row == row && c.col == col).map(|c| items(&c.text));
    let rows: Vec<(Vec<String>, Vec<String>)> = body
        .iter()
        .filter_map(|&row| Some((cell(row, col)?, cell(row, col + 1)?)))
        .filter(|(a, b)| !a.is_empty() && !b.is_empty())
        .collect();
    let even = rows.iter().filter(|(titles, told)| titles.len() == told.len()).count();
    let several = rows.iter().any(|(titles, told)| titles.len() == told.len() && titles.len() >= 2);
    let titles: Vec<&String> = rows.iter().flat_map(|(titles, _)| titles).collect();
    let told: Vec<&String> = rows.iter().flat_map(|(_, told)| told).collect();
    several
        && even * 5 >= rows.len() * 4
        && titles.iter().all(|title| !title.ends_with('。') && title.chars().count() <= TITLE_CHARS)
        && share(&told, |text| text.ends_with('。')) >= 0.7
        && (said || share(&told, |text| text.trim_end_matches('。').ends_with('た') || state(text, rules)) >= 0.5)
}

/// 課題である, 一部達成: words of how far something came.
fn state(text: &str, rules: &Rules) -> bool {
    rules.status.state(text).is_some_and(|(state, _)| state != "planned")
}

/// Share of the texts for which something holds; 0 where there are none.
#[allow(clippy::cast_precision_loss)] // a few cells
fn share<T: AsRef<str>>(texts: &[T], holds: impl Fn(&str) -> bool) -> f32 {
    texts.iter().filter(|text| holds(text.as_ref())).count() as f32 / texts.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::super::headers::sections;
    use super::super::testing::table;
    use super::*;
    use crate::rules::ColumnRole;

    fn roles(rows: &[&[&str]]) -> Vec<Option<ColumnRole>> {
        let table = table(rows);
        let read = sections(&Grid::new(&table), Rules::embedded(), None);
        read.last().map(|s| s.columns.iter().map(|c| c.role).collect()).unwrap_or_default()
    }

    #[test]
    fn an_outcome_for_each_deed() {
        let rows: &[&[&str]] = &[
            &["施策目標", "取組内容", "成果"],
            &["安心", "◆水源の保全\n◆検査の充実", "◇協定を結んだ。\n◇回数を増やした。"],
            &["安定", "◆管路の更新", "◇計画した区間を終えた。"],
        ];
        assert_eq!(roles(rows), [Some(ColumnRole::Goal), Some(ColumnRole::Measure), Some(ColumnRole::Result)]);
    }

    #[test]
    fn lists_of_other_lengths_or_of_plans_do_not_answer() {
        let grid = |rows: &[&[&str]]| {
            let table = table(rows);
            answer_each_other(&Grid::new(&table), &[0, 1], 0, Rules::embedded(), false)
        };
        assert!(grid(&[&["・水源の保全\n・検査の充実", "・協定を結んだ。\n・回数を増やした。"], &["・管路の更新", "・終えた。"]]));
        assert!(!grid(&[&["・水源の保全\n・検査の充実", "・協定を結んだ。"], &["・管路の更新", "・終えた。"]]));
        assert!(!grid(&[&["・水源の保全\n・検査の充実", "・協定を結びます。\n・回数を増やします。"], &["・管路の更新", "・更新します。"]]));
        assert!(!grid(&[&["・水源の保全", "・協定を結んだ。"], &["・管路の更新", "・終えた。"]]), "one each says nothing");
    }

    #[test]
    fn a_head_over_turns_names_no_phase() {
        let rows: &[&[&str]] = &[
            &["指標名", "単位", "最終目標"],
            &["有収率", "%", "88.2%（R2） → 91.8%（R8）"],
            &["漏水件数", "件", "237件（R2） → 165件（R8）"],
        ];
        let table = table(rows);
        let read = sections(&Grid::new(&table), Rules::embedded(), None);
        assert!(read[0].columns[2].year.is_none(), "{:?}", read[0].columns[2]);
    }
}
