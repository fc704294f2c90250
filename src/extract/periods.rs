//! Columns that say in words when a measure is carried out: 実施期間 (R6～R8), 着手年度 | 完了年度, 実施時期 (R6設計、R7～R8工事), 期限.

use crate::language::{YearContext, YearSpan, is_no_value, normalise, parse_year_header};
use crate::model::Evidence;
use crate::rules::ColumnRole;

use super::deadlines;
use super::grid::Grid;
use super::headers::Section;
use super::phases::Span;
use super::schedule::{Stretch, is_empty_cell};

/// Words of a header over first years and over last years.
const STARTS: [&str; 5] = ["開始", "着手", "始期", "始", "起"];
const ENDS: [&str; 7] = ["終了", "完了", "完成", "終期", "期限", "終", "迄"];

/// The columns of times of a table of measures.
#[derive(Debug, Default)]
pub(super) struct PeriodColumns {
    /// First years, where they stand apart from the last ones.
    starts: Option<usize>,
    /// Last years, likewise; alone they are deadlines.
    ends: Option<usize>,
    /// Whole spans, with or without steps.
    whole: Option<usize>,
}

impl PeriodColumns {
    /// The columns of a section; a deadline beside an indicator is the indicator's.
    pub(super) fn of(section: &Section) -> Self {
        let indicators = [ColumnRole::Indicator, ColumnRole::Target].iter().any(|role| section.column(*role).is_some());
        let wanted = |col: &usize| {
            let column = &section.columns[*col];
            let due = column.role == Some(ColumnRole::Due) && !indicators;
            column.year.is_none() && (due || column.role == Some(ColumnRole::Period))
        };
        let says = |col: usize, words: &[&str]| section.columns[col].words.iter().any(|head| words.iter().any(|w| head.contains(w)));
        let mut found = Self::default();
        for col in (0..section.columns.len()).filter(wanted) {
            let place = match (says(col, &STARTS), says(col, &ENDS) || section.columns[col].role == Some(ColumnRole::Due)) {
                (true, false) => &mut found.starts,
                (false, true) => &mut found.ends,
                _ => &mut found.whole,
            };
            place.get_or_insert(col);
        }
        found
    }

    /// The stretches that the cells of a row say.
    pub(super) fn stretches(&self, grid: &Grid, row: usize, years: YearContext) -> Vec<Stretch> {
        let cell = |col: Option<usize>| -> Option<(usize, String, Evidence)> {
            let col = col?;
            let text = grid.text(row, col);
            let said = !text.is_empty() && !is_empty_cell(text) && !is_no_value(text);
            said.then(|| (col, spaced(grid.cell(row, col).map_or(text, |c| c.text.as_str())), grid.evidence(row, col)))
        };
        let year = |text: &str| parse_year_header(text, Some(years)).filter(YearSpan::is_year);
        match (cell(self.starts), cell(self.ends), cell(self.whole)) {
            (Some((col, from, evidence)), Some((_, to, _)), _) => {
                let from = year(&from).and_then(|y| y.from);
                let to = year(&to).and_then(|y| y.to.or(y.from));
                if from.is_none() && to.is_none() { Vec::new() } else { vec![stretch(from, to, evidence, col)] }
            }
            (_, _, Some((col, text, evidence))) => match year(&text) {
                Some(span) => vec![stretch(span.from, span.to, evidence, col)],
                None => deadlines::steps(&text, &evidence).unwrap_or_default(),
            },
            (Some((col, from, evidence)), None, None) => {
                year(&from).and_then(|y| y.from).map(|from| stretch(Some(from), None, evidence, col)).into_iter().collect()
            }
            (None, Some((col, to, evidence)), None) => {
                year(&to).and_then(|y| y.to.or(y.from)).map(|to| stretch(None, Some(to), evidence, col)).into_iter().collect()
            }
            (None, None, None) => Vec::new(),
        }
    }
}

/// NFKC, the lines of the cell parted by spaces: a step may stand on each.
fn spaced(printed: &str) -> String {
    printed.lines().map(normalise).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn stretch(from: Option<i32>, to: Option<i32>, evidence: Evidence, col: usize) -> Stretch {
    let span = Span { from, to, phase: None };
    Stretch { label: String::new(), span, uncertain: false, uncertain_from: false, basis: None, evidence, col }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::headers::sections;
    use crate::extract::testing::table;
    use crate::rules::Rules;

    fn read(rows: &[&[&str]]) -> Vec<(String, Option<i32>, Option<i32>)> {
        let table = table(rows);
        let grid = Grid::new(&table);
        let found = sections(&grid, Rules::embedded(), None);
        let columns = PeriodColumns::of(&found[0]);
        let of_row = |row: &usize| columns.stretches(&grid, *row, YearContext::default());
        found[0].body.iter().flat_map(of_row).map(|s| (s.label, s.span.from, s.span.to)).collect()
    }

    #[test]
    fn spans_steps_and_ends_in_cells() {
        let bare = |from, to| (String::new(), from, to);
        assert_eq!(
            read(&[&["取組名", "担当課", "着手年度", "終了年度"], &["台帳の整備", "給水課", "R6", "R8"], &["研修", "総務課", "R7", "―"]]),
            [bare(Some(2024), Some(2026)), bare(Some(2025), None)]
        );
        assert_eq!(
            read(&[
                &["取組名", "担当課", "実施期間"],
                &["台帳の整備", "給水課", "令和6年度～令和8年度"],
                &["研修", "総務課", "R7設計\nR8～R9工事"]
            ]),
            [bare(Some(2024), Some(2026)), ("設計".into(), Some(2025), Some(2025)), ("工事".into(), Some(2026), Some(2027))]
        );
        assert_eq!(read(&[&["取組名", "担当課", "期限"], &["台帳の整備", "給水課", "令和8年度末"]]), [bare(None, Some(2026))]);
    }

    #[test]
    fn a_deadline_beside_an_indicator_is_not_the_measures() {
        assert_eq!(read(&[&["取組名", "担当課", "指標", "目標年度"], &["台帳の整備", "給水課", "整備率100％", "R8"]]), []);
    }
}
