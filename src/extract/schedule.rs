//! Cells and bars under year columns become stretches of time.
//!
//! Where the layout kept the spans, a cell or bar covers exactly its columns. Where they were lost (text sources), an empty cell after
//! words normally means that the bar goes on, unless the row prints something under each year; words alone in a middle column may have been
//! centred over all of them, and are marked uncertain.

use crate::language::normalise;
use crate::model::{Bar, Basis, Evidence};

use crate::rules::{ColumnRole, Rules};

use super::grid::Grid;
use super::headers::Section;
use super::phases::{Phases, Span};

/// One stretch in a row of year columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Words of the cell or on the bar, "" for a bare one.
    pub label: String,
    /// Years and phase.
    pub span: Span,
    /// The source does not tell the last year.
    pub uncertain: bool,
    /// The source does not tell the first year either.
    pub uncertain_from: bool,
    /// Plan or actual after the table's legend, `None` where that does not say.
    pub basis: Option<Basis>,
    /// The place on the page.
    pub evidence: Evidence,
    /// First grid column, for the order.
    pub col: usize,
}

/// Marks that stand for a bar: dots and arrow heads. The words beside them, if any, are the label.
const BAR_MARKS: &[char] = &[
    '●', '○', '◎', '〇', '■', '□', '◆', '◇', '★', '☆', '▲', '△', '▼', '▽', '→', '⇒', '➡', '⇨', '⟶', '━', '─', '▶', '►', '←', '↔', '⇔', '-',
    '>', '＞', '～', '~',
];
/// A cell of only these says "nothing here".
const DASHES: &[char] = &['-', '―', '—', '–', '－', '−', '‐', 'ー', '・', '…', '/', '／', '＼'];

/// Whether a cell says that there is nothing.
#[must_use]
pub fn is_empty_cell(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || DASHES.contains(&c)) && text.chars().count() <= 3
}

/// The label that a cell's words give: "" where they are only marks.
fn label_of(text: &str) -> String {
    let words = text.trim_matches(|c: char| c.is_whitespace() || BAR_MARKS.contains(&c) && !matches!(c, '-' | '~'));
    if words.chars().any(char::is_alphanumeric) { words.to_owned() } else { String::new() }
}

/// The stretches of the grid rows `rows` (one measure) under the year columns.
#[must_use]
pub fn stretches(grid: &Grid, section: &Section, rows: &[usize], phases: &Phases, rules: &Rules) -> Vec<Stretch> {
    let columns = section.year_columns();
    let mut found = Vec::new();
    for &row in rows {
        if grid.table.spans_lost && !says_each(grid, section, row, &columns) {
            found.extend(lost_row(grid, section, row, &columns, phases, rules));
        } else {
            found.extend(kept_row(grid, section, row, &columns, phases, rules));
        }
    }
    found.extend(bars(grid, section, rows, &columns, phases, rules));
    joined(found)
}

/// Whether a row prints something under each of its years, a dash or an arrow where no words stand: then no span of it can be lost. Of
/// arrows without anything that they go on with, each may be a bar.
fn says_each(grid: &Grid, section: &Section, row: usize, columns: &[usize]) -> bool {
    let behind = columns.last().map_or(0, |last| last + 1);
    let headless = section.columns.get(behind).is_some_and(|k| k.words.is_empty()) && !grid.text(row, behind).is_empty();
    let moved = headless || section.moved(grid, row, behind) != behind;
    let printed = |col: &usize| grid.begins(row, *col) && !grid.text(row, *col).is_empty();
    columns.len() > 1 && !moved && columns.iter().all(printed) && columns.iter().any(|&col| !is_arrow(grid.text(row, col)))
}

fn kept_row(grid: &Grid, section: &Section, row: usize, columns: &[usize], phases: &Phases, rules: &Rules) -> Vec<Stretch> {
    let mut found = Vec::new();
    // The last column that a cell of the row with words has reached.
    let mut reached = None;
    for &col in columns {
        let Some(cell) = grid.cell(row, col).filter(|c| c.row == row) else { continue };
        let first = columns.iter().copied().find(|&c| c >= cell.col).unwrap_or(col);
        let text = grid.text(row, col);
        if first != col || text.is_empty() || is_empty_cell(text) {
            continue;
        }
        let last = columns.iter().copied().rfind(|&c| c < cell.col + cell.col_span).unwrap_or(col);
        let before = columns.iter().copied().rfind(|&c| c < col);
        let goes_on = is_arrow(text) && before.is_some() && before == reached;
        reached = Some(last);
        if goes_on && let Some(open) = found.last_mut() {
            let open: &mut Stretch = open;
            open.span = open.span.through(&phases.span(section, col, last));
            continue;
        }
        let meaning = grid.table.legend.iter().find(|e| e.sign == text.trim()).map_or("", |e| e.meaning.as_str());
        let (label, basis) = meant(label_of(text), meaning, rules);
        found.push(Stretch {
            label,
            span: phases.span(section, col, last),
            uncertain: false,
            uncertain_from: false,
            basis: basis.or_else(|| column_basis(section, col)),
            evidence: grid.evidence(row, col),
            col,
        });
    }
    found
}

/// An arrow alone in a cell: 設計 | → | → goes on.
fn is_arrow(text: &str) -> bool {
    let arrow = |c: char| c.is_whitespace() || "→⇒➡⇨⟶⇢━─▶►＞>".contains(c);
    text.chars().all(arrow) && text.chars().any(|c| "→⇒➡⇨⟶⇢▶►".contains(c))
}

/// 計画 | 実績 below each year: what stands under 実績 was done.
fn column_basis(section: &Section, col: usize) -> Option<Basis> {
    matches!(section.columns[col].role, Some(ColumnRole::Actual | ColumnRole::Result)).then_some(Basis::Actual)
}

fn lost_row(grid: &Grid, section: &Section, row: usize, columns: &[usize], phases: &Phases, rules: &Rules) -> Vec<Stretch> {
    let mut columns = columns.to_vec();
    // What did not fit under the group stands right after it: under no header, or under the next one, whose words have moved on.
    let next = columns.last().map_or(0, |c| c + 1);
    let headless = section.columns.get(next).is_some_and(|k| k.words.is_empty());
    if headless || section.moved(grid, row, next) != next {
        columns.push(next);
    }
    let filled: Vec<usize> = columns.iter().copied().filter(|&c| !is_empty_cell(grid.text(row, c))).collect();
    let mut found: Vec<Stretch> = Vec::new();
    for (n, &col) in filled.iter().enumerate() {
        let text = grid.text(row, col);
        let goes_on = n > 0 && is_arrow(text) && columns.iter().copied().rfind(|&c| c < col) == Some(filled[n - 1]);
        if goes_on && let Some(open) = found.last_mut().filter(|open| !open.label.is_empty() && !open.uncertain) {
            open.span = open.span.through(&phases.span(section, col, col));
            continue;
        }
        // A dash says that there is nothing, where an empty cell may be one that the bar went over.
        let next = columns.iter().copied().find(|&c| c > col && !grid.text(row, c).trim().is_empty());
        let has_year = |c: usize| section.columns[c].year.is_some();
        let last = columns.iter().copied().rfind(|&c| c >= col && next.is_none_or(|next| c < next) && has_year(c)).unwrap_or(col);
        let first_of_row = col == columns[0];
        let outside = section.columns[col].year.is_none();
        // Alone in the middle, with room on both sides: perhaps centred.
        let centred = filled.len() == 1 && !first_of_row && last != col;
        let relative = section.columns[col].year.as_ref().is_some_and(|y| y.from.is_none() && y.to.is_none());
        let label = label_of(text);
        let mut span = phases.span(section, col, last);
        if relative || outside {
            // Phase columns: the bar that was drawn is gone, only the column with the words is known.
            span = if relative { phases.named(section, col) } else { Span::default() };
        }
        let arrow_only = label.is_empty();
        if arrow_only && !relative {
            span = phases.span(section, col, col);
        }
        let uncertain = centred || relative || outside || arrow_only;
        found.push(Stretch { label, span, uncertain, uncertain_from: uncertain, basis: None, evidence: grid.evidence(row, col), col });
    }
    found.extend(before_years(grid, section, row, &columns, phases, rules));
    found
}

/// Words of a step in the row head, with nothing under the first year: the cell has moved one column to the left.
fn before_years(grid: &Grid, section: &Section, row: usize, columns: &[usize], phases: &Phases, rules: &Rules) -> Option<Stretch> {
    let first = *columns.first()?;
    let head = first.checked_sub(1)?;
    let text = grid.text(row, head);
    let headless = section.columns.get(head).is_some_and(|c| c.words.is_empty());
    if !headless || text.is_empty() || !is_empty_cell(grid.text(row, first)) || rules.schedule.phase(text).is_none() {
        return None;
    }
    let last = columns.iter().copied().take_while(|&c| is_empty_cell(grid.text(row, c))).last().unwrap_or(first);
    let span = phases.span(section, first, last);
    Some(Stretch {
        label: label_of(text),
        span,
        uncertain: true,
        uncertain_from: true,
        basis: None,
        evidence: grid.evidence(row, head),
        col: first,
    })
}

/// Label and basis of a mark, after its own words and what the legend says it means.
fn meant(label: String, meaning: &str, rules: &Rules) -> (String, Option<Basis>) {
    match rules.row_basis(meaning) {
        Some(basis) => (label, Some(basis)),
        None if label.is_empty() => (label_of(&normalise(meaning)), None),
        None => (label, None),
    }
}

fn bars(grid: &Grid, section: &Section, rows: &[usize], columns: &[usize], phases: &Phases, rules: &Rules) -> Vec<Stretch> {
    let (Some(&first_row), Some(&last_row)) = (rows.first(), rows.last()) else { return Vec::new() };
    let (Some(&first_col), Some(&last_col)) = (columns.first(), columns.last()) else { return Vec::new() };
    let mine = |bar: &&Bar| {
        let middle = usize::midpoint(bar.rows.0, bar.rows.1);
        (first_row..=last_row).contains(&middle) && bar.cols.1 >= first_col && bar.cols.0 <= last_col
    };
    grid.table
        .bars
        .iter()
        .filter(mine)
        .filter_map(|bar| {
            let from = columns.iter().copied().find(|&c| c >= bar.cols.0)?;
            let to = columns.iter().copied().rfind(|&c| c <= bar.cols.1)?;
            let (label, basis) = meant(label_of(&normalise(&bar.label)), &bar.meaning, rules);
            (from <= to).then(|| Stretch {
                label,
                span: phases.span(section, from, to),
                uncertain: false,
                uncertain_from: false,
                basis: basis.or_else(|| column_basis(section, from)),
                evidence: Evidence::new(bar.whole(), bar.label.clone()),
                col: from,
            })
        })
        .collect()
}

/// Stretches with one label whose years follow one another are one bar; bare cells next to each other likewise. Not so where they stand
/// below each other over some of the same years: two lines of work have such steps at the same time.
fn joined(mut found: Vec<Stretch>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    found.sort_by_key(|s| s.col);
    for stretch in found {
        let follows = out.iter_mut().find(|o| {
            o.label == stretch.label
                && o.basis == stretch.basis
                && !o.uncertain
                && !stretch.uncertain
                && !apart(o, &stretch)
                && matches!((o.span.to, stretch.span.from), (Some(to), Some(from)) if from <= to + 1 && from >= o.span.from.unwrap_or(from))
        });
        match follows {
            Some(bar) => bar.span = bar.span.through(&stretch.span),
            None => out.push(stretch),
        }
    }
    out
}

/// Whether two stretches share years, each with some of its own, at different heights of a page.
fn apart(a: &Stretch, b: &Stretch) -> bool {
    let (Some(above), Some(below)) = (&a.evidence.bbox, &b.evidence.bbox) else { return false };
    let beside = above.y0 < below.y1 && below.y0 < above.y1;
    let shared = matches!((a.span.to, b.span.from), (Some(to), Some(from)) if from <= to);
    let same = (a.span.from, a.span.to) == (b.span.from, b.span.to);
    shared && !same && !beside && a.evidence.page == b.evidence.page && !a.label.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    fn step(label: &str, years: (i32, i32), height: f32) -> Stretch {
        let at = Rect { x0: 0.0, y0: height, x1: 10.0, y1: height + 10.0 };
        Stretch {
            label: label.to_owned(),
            span: Span { from: Some(years.0), to: Some(years.1), ..Span::default() },
            uncertain: false,
            uncertain_from: false,
            basis: None,
            evidence: Evidence { page: Some(1), bbox: Some(at), ..Evidence::default() },
            col: usize::try_from(years.0).unwrap(),
        }
    }

    fn years(steps: Vec<Stretch>) -> Vec<(Option<i32>, Option<i32>)> {
        joined(steps).iter().map(|s| (s.span.from, s.span.to)).collect()
    }

    #[test]
    fn steps_of_two_lines_of_work_stay_apart() {
        let lines = vec![step("工事", (2026, 2028), 0.0), step("工事", (2028, 2029), 20.0)];
        assert_eq!(years(lines), [(Some(2026), Some(2028)), (Some(2028), Some(2029))]);
    }

    #[test]
    fn steps_that_follow_one_another_are_one() {
        let parted = vec![step("工事", (2026, 2027), 0.0), step("工事", (2027, 2029), 0.0)];
        assert_eq!(years(parted), [(Some(2026), Some(2029))]);
        let below = vec![step("工事", (2026, 2027), 0.0), step("工事", (2028, 2029), 20.0)];
        assert_eq!(years(below), [(Some(2026), Some(2029))]);
        let twice = vec![step("工事", (2026, 2027), 0.0), step("工事", (2026, 2027), 20.0)];
        assert_eq!(years(twice), [(Some(2026), Some(2027))]);
    }
}
