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
