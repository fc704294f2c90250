//! What each row of a table is: a title over a part of it, a row of its header, or a row of its body.

use crate::language::{YearContext, parse_cell, parse_year_header};
use crate::rules::Rules;

use super::eras::{era_alone, era_over};
use super::grid::Grid;
use super::roles::heads_other_forms;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Title,
    Header,
    Body,
}

/// Longest header word that is taken for one by its place alone.
const UNKNOWN_HEADER_CHARS: usize = 20;
/// Share of a row's cells that must be header words or years.
const HEADER_SHARE: f32 = 0.6;
/// Least score of a header word.
const HEADER_WORD: f32 = 0.55;

/// What each row is, from the top.
pub(super) fn row_kinds(grid: &Grid, rules: &Rules, years: Option<YearContext>) -> Vec<RowKind> {
    let mut kinds: Vec<RowKind> = Vec::with_capacity(grid.rows());
    for row in 0..grid.rows() {
        let kind = row_kind(grid, row, &kinds, rules, years);
        kinds.push(kind);
    }
    kinds
}

fn row_kind(grid: &Grid, row: usize, above: &[RowKind], rules: &Rules, years: Option<YearContext>) -> RowKind {
    let words = grid.row_words(row);
    let after_header = above.last() == Some(&RowKind::Header);
    let after_body = above.contains(&RowKind::Body);
    if words.is_empty() {
        return if above.is_empty() || after_header && reaches_down(grid, row) { RowKind::Header } else { RowKind::Body };
    }
    if is_title(grid, row, &words, rules, years) && !(after_header && reaches_down(grid, row)) {
        return RowKind::Title;
    }
    if after_body && repeats_header(grid, row, above) {
        return RowKind::Header;
    }
    if lists_years(grid, row, &words, years) {
        return RowKind::Body;
    }
    // What reaches in from the row above says nothing of this row.
    let own: Vec<(usize, &str)> = words.iter().copied().filter(|(col, _)| grid.begins_in_row(row, *col)).collect();
    let header = if after_header && under_groups(grid, row, &own) && no_numbers(&own, years) {
        true
    } else if after_body {
        // A header in the middle of a table must be plain.
        words.len() >= 3 && nearly_all_known(&words, rules, years)
    } else if after_header && own.is_empty() {
        grid.table.spans_lost || !(0..grid.cols()).any(|col| grid.begins(row, col))
    } else if after_header {
        // A second row: under the groups of the first, or wholly of header words.
        let (_, share) = known_words(&own, rules, years);
        let under = reaches_down(grid, row) || grid.text(row, 0).is_empty() || share >= 0.8;
        under && share >= HEADER_SHARE && no_numbers(&own, years) || counts_under_era(grid, row, &own)
    } else {
        let (known, share) = known_words(&words, rules, years);
        known >= 2 && share >= HEADER_SHARE || row == 0 && known >= 1 && share >= 0.5 && words.len() <= 3 && no_numbers(&words, years)
    };
    let first = row == 0 && !after_header;
    let unknown = || {
        filled_differently(grid)
            || names_years(&words, years)
            || over_years(grid, row, &words, years)
            || heads_numbers(grid, row)
            || heads_other_forms(grid, row, rules)
    };
    // Below a title years tell as much: heads over the years of the next row are heads, whatever their words are.
    let below_title = above.last() == Some(&RowKind::Title);
    if header || first && unknown() || below_title && over_years(grid, row, &words, years) { RowKind::Header } else { RowKind::Body }
}

/// 1971（昭和46）年 | 企業団を設立, with a year below it and none beside it: a row of a chronology.
fn lists_years(grid: &Grid, row: usize, words: &[(usize, &str)], years: Option<YearContext>) -> bool {
    let year = |text: &str| parse_year_header(text, years).is_some_and(|y| y.is_year());
    let [(col, first), rest @ ..] = words else { return false };
    !rest.is_empty() && year(first) && !rest.iter().any(|(_, t)| year(t)) && grid.begins(row + 1, *col) && year(grid.text(row + 1, *col))
}

/// Cells of the header above reach into the row, and all that begins in it stands under cells over several columns: the header's second row,
/// whatever its words are.
fn under_groups(grid: &Grid, row: usize, own: &[(usize, &str)]) -> bool {
    let begins: Vec<usize> = (0..grid.cols()).filter(|&col| grid.begins(row, col)).collect();
    let above = |col: &usize| grid.cell(row - 1, *col).filter(|c| c.row + c.row_span == row);
    let grouped = begins.iter().filter_map(above).any(|c| c.col_span > 1);
    own.len() >= 2 && row > 0 && reaches_down(grid, row) && grouped && begins.iter().all(|col| above(col).is_some())
}

/// 令和（年度） over 6, 7, 8: bare numbers that follow one another under an era are years.
fn counts_under_era(grid: &Grid, row: usize, own: &[(usize, &str)]) -> bool {
    let year = |text: &str| text.trim_end_matches("年度").trim_end_matches('年').replace('元', "1").parse::<i32>().ok();
    let dated: Vec<(i32, bool)> = own
        .iter()
        .filter_map(|(col, text)| Some((year(text)?, (0..row).any(|above| era_over(grid.text(above, *col)).is_some()))))
        .collect();
    dated.len() >= 2
        && dated.len() == own.len()
        && dated.iter().all(|(_, era)| *era)
        && dated.windows(2).all(|w| w[1].0 == w[0].0 + 1 || w[1].0 == 1)
}

/// The words of a header row above, again: the next page begins.
fn repeats_header(grid: &Grid, row: usize, above: &[RowKind]) -> bool {
    let words = |row: usize| grid.row_words(row).into_iter().map(|(_, t)| t.to_owned()).collect::<Vec<_>>();
    let own = words(row);
    own.len() >= 2 && above.iter().enumerate().any(|(r, kind)| *kind == RowKind::Header && words(r) == own)
}

/// Whether four fifths of a row's cells are header words, and three at least. Most rows are found out by their first cells.
fn nearly_all_known(words: &[(usize, &str)], rules: &Rules, years: Option<YearContext>) -> bool {
    let allowed = (words.len() / 5).min(words.len().saturating_sub(3));
    words.iter().filter(|(_, t)| !is_header_word(t, rules, years)).nth(allowed).is_none()
}

/// How many of a row's cells are header words, and their share.
fn known_words(words: &[(usize, &str)], rules: &Rules, years: Option<YearContext>) -> (usize, f32) {
    let known = words.iter().filter(|(_, t)| is_header_word(t, rules, years)).count();
    #[allow(clippy::cast_precision_loss)] // a few cells
    let share = known as f32 / words.len().max(1) as f32;
    (known, share)
}

/// One cell alone: over the whole width, or where spans were lost, the only words of its row right above a header or with a tier's name.
fn is_title(grid: &Grid, row: usize, words: &[(usize, &str)], rules: &Rules, years: Option<YearContext>) -> bool {
    if titled_header(grid, words, rules, years) {
        return true;
    }
    let [(col, text)] = words else { return false };
    let Some(cell) = grid.cell(row, *col) else { return false };
    // 令和 over all columns belongs to the years below it.
    if cell.row_span > 1 || grid.cols() < 2 || era_alone(text).is_some() {
        return false;
    }
    if cell.col_span == grid.cols() {
        return true;
    }
    let above_header = || {
        let (known, share) = known_words(&grid.row_words(row + 1), rules, years);
        known >= 2 && share >= HEADER_SHARE
    };
    grid.table.spans_lost && *col == 0 && row + 1 < grid.rows() && (rules.tier(text).is_some() || above_header())
}

/// A tier's name at the left edge and header words in the rest of the row: title and header were set on one line and lost their spans.
pub(super) fn titled_header(grid: &Grid, words: &[(usize, &str)], rules: &Rules, years: Option<YearContext>) -> bool {
    let [(0, title), rest @ ..] = words else { return false };
    grid.table.spans_lost
        && !rest.is_empty()
        && rules.tier(title).is_some_and(|t| t.code.is_some())
        && rest.iter().all(|(_, t)| is_header_word(t, rules, years))
}

/// Whether a header cell of the row above reaches into this row.
fn reaches_down(grid: &Grid, row: usize) -> bool {
    (0..grid.cols()).any(|col| grid.cell(row, col).is_some_and(|c| c.row < row))
}

fn is_header_word(text: &str, rules: &Rules, years: Option<YearContext>) -> bool {
    // 16箇所 is a figure, although 箇所 heads columns of places.
    let figure = || text.starts_with(|c: char| c.is_ascii_digit()) && parse_cell(text).is_some();
    text.chars().count() <= 40
        && !text.ends_with('。')
        && (parse_year_header(text, years).is_some()
            || era_alone(text).is_some()
            || !figure() && rules.column_roles(text).first().is_some_and(|(_, score)| *score >= HEADER_WORD))
}

/// A first row of short words with a word in every column, over a column of numbers: a header even where its words are unknown.
fn heads_numbers(grid: &Grid, row: usize) -> bool {
    let words = |row: usize, col: usize| !grid.text(row, col).is_empty() && parse_cell(grid.text(row, col)).is_none();
    let short = |col: usize| words(row, col) && grid.text(row, col).chars().count() <= UNKNOWN_HEADER_CHARS;
    let numbers = |col: usize| (row + 1..grid.rows()).filter(|&r| parse_cell(grid.text(r, col)).is_some()).count();
    let under = grid.rows() - row - 1;
    grid.cols() >= 3 && under >= 2 && (0..grid.cols()).all(short) && (0..grid.cols()).any(|col| numbers(col) * 2 >= under)
}

/// A header has no bare numbers (other than years).
fn no_numbers(words: &[(usize, &str)], years: Option<YearContext>) -> bool {
    !words.iter().any(|(_, t)| {
        t.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '%' | '△' | '-')) && parse_year_header(t, years).is_none()
    })
}

/// Two years or more and otherwise short words: a header even where its other words are unknown.
fn names_years(words: &[(usize, &str)], years: Option<YearContext>) -> bool {
    let named = words.iter().filter(|(_, t)| parse_year_header(t, years).is_some()).count();
    named >= 2 && words.iter().all(|(_, t)| t.chars().count() <= 20 && !t.ends_with('。')) && no_numbers(words, years)
}

/// Short words that reach down beside a row of years, or stand over one: the upper row of a header, whatever the words are.
fn over_years(grid: &Grid, row: usize, words: &[(usize, &str)], years: Option<YearContext>) -> bool {
    let depth = (0..grid.cols()).filter_map(|col| grid.cell(row, col)).map(|c| c.row_span).max().unwrap_or(1);
    let short = words.iter().all(|(_, t)| t.chars().count() <= 20 && !t.ends_with('。')) && no_numbers(words, years);
    let named = |r: usize| grid.row_words(r).iter().filter(|(_, t)| parse_year_header(t, years).is_some()).count() >= 2;
    // Where spans were lost nothing reaches down: then nothing but years stands in the next row, and not from its beginning.
    let only_years = |r: usize| {
        let below = grid.row_words(r);
        named(r) && below.iter().all(|(col, t)| *col > 0 && parse_year_header(t, years).is_some())
    };
    let lost = grid.table.spans_lost && words[0].0 == 0 && row + 1 < grid.rows() && only_years(row + 1);
    short && words.len() > 1 && (lost || (row + 1..(row + depth).min(grid.rows())).any(named))
}

/// The first row has a background that the second has not: a header even where its words are unknown.
fn filled_differently(grid: &Grid) -> bool {
    let fill =
        |row: usize| (0..grid.cols()).filter_map(|col| grid.cell(row, col)).filter(|c| c.row == row).map(|c| c.fill).collect::<Vec<_>>();
    // The rows that the cells of the first one reach into belong to the header too.
    let depth = (0..grid.cols()).filter_map(|col| grid.cell(0, col)).map(|c| c.row_span).max().unwrap_or(1);
    let depth = if depth < grid.rows() { depth } else { 1 };
    let (first, next) = (fill(0), fill(depth.min(grid.rows().saturating_sub(1))));
    grid.rows() > 1 && !first.is_empty() && first.iter().all(Option::is_some) && next.iter().any(|f| *f != first[0])
}
