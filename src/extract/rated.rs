//! Ratings in the cells under years: what a report says of a measure year by year, without words.

use crate::model::{Body, Record, ResultRecord};
use crate::rules::Rules;

use super::grid::Grid;
use super::headers::Section;
use super::schedule::is_empty_cell;

/// Longest rating.
const CHARS: usize = 8;

/// The columns of years whose cells hold nothing but ratings. Steps of a schedule that are ratings too (完了) do not make a column of ratings.
pub(super) fn columns(grid: &Grid, section: &Section, rules: &Rules) -> Vec<usize> {
    let of_cells = |col: usize| {
        let cells = section.body.iter().filter(|&&row| grid.begins(row, col)).map(|&row| grid.text(row, col));
        cells.filter(|t| !t.is_empty() && !is_empty_cell(t)).collect::<Vec<_>>()
    };
    let rating = |text: &str| text.chars().count() <= CHARS && (rules.ratings.is_rating(text) || rules.ratings.state(text).is_some());
    let years = section.year_columns();
    let rated: Vec<usize> = years.iter().copied().filter(|&col| of_cells(col).iter().all(|t| rating(t))).collect();
    let texts: Vec<&str> = rated.iter().flat_map(|&col| of_cells(col)).collect();
    let step = |text: &str| matches!(rules.ratings.state(text), Some("done" | "ongoing" | "cancelled" | "suspended" | "pending"));
    let mut kinds: Vec<&str> = texts.iter().copied().filter(|t| !step(t)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    // One sign alone in some cells (●) marks years, two different ones judge them; a letter or a word judges alone.
    let judged = kinds.len() >= 2 || kinds.iter().any(|t| t.chars().any(char::is_alphanumeric));
    if judged && rated.len() == years.len() { rated } else { Vec::new() }
}

/// The section with these columns of ratings under years, which are no schedule.
pub(super) fn without_years(section: &Section, rated: &[usize]) -> Section {
    let mut section = section.clone();
    for &col in rated {
        section.columns[col].year = None;
    }
    section
}

/// The ratings of a measure in one row.
pub(super) fn results(
    grid: &Grid,
    section: &Section,
    row: usize,
    rated: &[usize],
    measure: &str,
    path: &[String],
    document: &str,
) -> Vec<Record> {
    let result = |&col: &usize| {
        let mark = grid.text(row, col);
        let year = section.columns[col].year.as_ref().and_then(crate::language::YearSpan::single)?;
        if mark.is_empty() || is_empty_cell(mark) || !grid.begins(row, col) {
            return None;
        }
        let body = ResultRecord {
            measure: measure.to_owned(),
            mark: Some(mark.to_owned()),
            year: Some(year),
            path: path.to_vec(),
            ..ResultRecord::default()
        };
        Some(Record::new(document, Body::Result(body), 0.9, grid.evidence(row, col)).because("rating_under_year"))
    };
    rated.iter().filter_map(result).collect()
}

#[cfg(test)]
mod tests {
    use super::super::headers::sections;
    use super::super::testing::table;
    use super::*;

    /// The columns of ratings below 取組 | 令和5年度 | 令和6年度, and the (year, mark) of the first row.
    fn read(rows: &[[&str; 3]]) -> (Vec<usize>, Vec<(Option<i32>, String)>) {
        let mut all: Vec<&[&str]> = vec![&["取組", "令和5年度", "令和6年度"]];
        all.extend(rows.iter().map(|row| row.as_slice()));
        let table = table(&all);
        let grid = Grid::new(&table);
        let section = sections(&grid, Rules::embedded(), None).pop().expect("a header and a body");
        let rated = columns(&grid, &section, Rules::embedded());
        let marks = results(&grid, &section, section.body[0], &rated, "管路の更新", &[], "報告").into_iter().filter_map(|record| {
            match record.body {
                Body::Result(result) => Some((result.year, result.mark?)),
                _ => None,
            }
        });
        let marks = marks.collect();
        (rated, marks)
    }

    #[test]
    fn letters_and_words_judge_the_year_they_stand_under() {
        let (rated, marks) = read(&[["管路の更新", "Ｂ", "Ａ"], ["水源の保全", "Ａ", ""]]);
        assert_eq!(rated, [1, 2]);
        assert_eq!(marks, [(Some(2023), "B".to_owned()), (Some(2024), "A".to_owned())]);
        assert_eq!(read(&[["管路の更新", "順調", "やや遅れ"]]).0, [1, 2]);
        assert_eq!(read(&[["管路の更新", "―", "順調"]]).1, [(Some(2024), "順調".to_owned())], "nothing said of a year is no rating");
    }

    #[test]
    fn one_sign_alone_marks_years_two_signs_judge_them() {
        assert!(read(&[["管路の更新", "●", "●"], ["水源の保全", "", "●"]]).0.is_empty());
        assert_eq!(read(&[["管路の更新", "◎", "○"], ["水源の保全", "○", "△"]]).0, [1, 2]);
    }

    #[test]
    fn steps_are_no_ratings() {
        assert!(read(&[["管路の更新", "設計", "工事"]]).0.is_empty());
        assert!(read(&[["管路の更新", "実施", "完了"]]).0.is_empty());
        assert!(read(&[["管路の更新", "Ａ", "工事を終えた。"]]).0.is_empty(), "every column of years or none");
    }

    #[test]
    fn rated_years_are_no_schedule() {
        let table = table(&[&["取組", "令和5年度"], &["管路の更新", "Ａ"]]);
        let section = sections(&Grid::new(&table), Rules::embedded(), None).pop().expect("a header and a body");
        assert!(without_years(&section, &[1]).year_columns().is_empty() && section.year_columns() == [1]);
    }
}
