//! How much of a table its reader took up, and whether the table looks like what it was read as.
//!
//! A table of a kind that the readers have never met is read by the first one that finds something in it. Two things tell then: what the
//! whole table shows is another kind ([`KindChoice`]), and rows and figures are left over that gave no record. Where both speak for the
//! reading they bear it out, as sums that come out right do.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{At, Cells};
use super::{Doubt, Doubts};
use crate::extract::{CutTable, Grid, KindChoice, Section, Sectioned, TableKind, is_broken_sheet};
use crate::language::{parse_cell, squash};
use crate::model::{Body, Record};
use crate::rules::{ColumnRole, Rules};

/// Another kind that is so far ahead speaks against the records.
const UNLIKE: f32 = -0.2;
/// Measures and steps are doubted already where their kind is ahead by less: what looks hardly like a schedule mostly is none.
const NARROW: f32 = 0.15;
/// A kind that is ahead by so much bears its records out, where the table was taken up.
const WIDE: f32 = 0.3;
/// More rows without a record than this speak against the others.
const MANY_ROWS: f32 = 0.5;
/// More figures without a record than this speak against steps beside them.
const MANY_FIGURES: f32 = 0.15;
/// A table is taken up where fewer rows and figures than these are left over.
const FEW_ROWS: f32 = 0.2;
const FEW_FIGURES: f32 = 0.1;
/// A role by words from here on is a word of the rules as it stands.
const SURE_WORD: f32 = 0.9;

/// What is known of a section of a table.
struct Reading {
    kind: KindChoice,
    /// Roles of columns that a plain word of the rules heads.
    told: Vec<ColumnRole>,
    /// Share of the rows that gave nothing, and of the figures.
    rows: f32,
    figures: f32,
}

/// Doubts about records by the table they were read from; gives the records that their table bears out.
pub(super) fn doubts(records: &[Record], sectioned: &Sectioned<'_>, cells: &Cells, rules: &Rules, doubts: &mut Doubts) -> BTreeSet<usize> {
    let of_records: Vec<Vec<At>> = records.iter().map(|record| cells.of_record(record)).collect();
    let taken: BTreeSet<At> = of_records.iter().flatten().copied().collect();
    // A measure may be read where the text tells of it; the row that names it again gives its steps.
    let known: BTreeSet<String> =
        records.iter().filter_map(|r| if let Body::Measure(m) = &r.body { Some(squash(&m.title)) } else { None }).collect();
    // Only tables that gave records are looked at.
    let asked: BTreeSet<usize> = taken.iter().map(|(section, ..)| *section).collect();
    let sections = sectioned.tables().flat_map(|(_, CutTable { grid, sections })| sections.iter().map(move |section| (grid, section)));
    let readings: BTreeMap<usize, Reading> = sections
        .enumerate()
        // What stands in a sheet of a text is read from the sheet made whole, and so says nothing of the table as it stands.
        .filter(|(number, (grid, _))| asked.contains(number) && !is_broken_sheet(grid.table))
        .map(|(number, (grid, section))| (number, Reading::of(number, grid, section, (&taken, &known), rules)))
        .collect();
    let mut borne_out = BTreeSet::new();
    for (index, record) in records.iter().enumerate() {
        let reading = of_records[index].first().and_then(|(section, ..)| readings.get(section));
        let Some((reading, (kinds, told_by))) = reading.zip(kinds_of(&record.body)) else { continue };
        let margin = reading.kind.margin(kinds);
        let told = reading.told.iter().any(|role| told_by.contains(role));
        let steps = kinds.contains(&TableKind::Steps);
        if margin < UNLIKE && !told {
            doubts.add(index, Doubt::KindUnlike);
        } else if steps && margin < NARROW && !told {
            doubts.add(index, Doubt::KindNarrow);
        }
        if reading.rows > MANY_ROWS {
            doubts.add(index, Doubt::RowsUnread);
        }
        if matches!(record.body, Body::Schedule(_)) && reading.figures > MANY_FIGURES {
            doubts.add(index, Doubt::FiguresUnread);
        }
        if margin >= WIDE && reading.rows < FEW_ROWS && reading.figures < FEW_FIGURES {
            borne_out.insert(index);
        }
    }
    borne_out
}

/// The kinds of tables that a record may come from, and the roles of columns that alone bear it out.
fn kinds_of(body: &Body) -> Option<(&'static [TableKind], &'static [ColumnRole])> {
    use ColumnRole::{Amount, Budget, Indicator, Measure, Settlement, Target, Term};
    match body {
        Body::Measure(_) | Body::Schedule(_) | Body::Result(_) => Some((&[TableKind::Steps, TableKind::Results], &[Measure])),
        Body::Amount(_) => Some((&[TableKind::Money], &[Amount, Budget, Settlement])),
        Body::Value(_) | Body::Indicator(_) => Some((&[TableKind::Indicators], &[Indicator, Target])),
        Body::Term(_) => Some((&[TableKind::Terms], &[Term])),
        _ => None,
    }
}

impl Reading {
    fn of(number: usize, grid: &Grid, section: &Section, (taken, known): (&BTreeSet<At>, &BTreeSet<String>), rules: &Rules) -> Self {
        let sure = section.columns.iter().filter(|c| !c.by_cells && c.score >= SURE_WORD);
        let gave = |row: usize, col: usize| taken.contains(&(number, row, col));
        let named = |row: usize, col: usize| gave(row, col) || known.contains(&squash(grid.text(row, col)));
        Self {
            kind: KindChoice::of(grid, section, rules),
            told: sure.filter_map(|c| c.role).collect(),
            rows: silent_rows(grid, section, &named, rules),
            figures: lost_figures(grid, section, &gave),
        }
    }
}

/// Share of the rows of which no cell gave a record. Rows of one cell are titles; heads of rows (計算式, 小計) tell of other rows.
fn silent_rows(grid: &Grid, section: &Section, gave: &dyn Fn(usize, usize) -> bool, rules: &Rules) -> f32 {
    let plain = |row: &&usize| {
        let words = grid.row_words(**row);
        words.len() >= 2 && words.iter().all(|(_, text)| rules.row_head(text).is_none())
    };
    let silent = |row: &&usize| !(0..grid.cols()).filter_map(|col| grid.cell(**row, col)).any(|cell| gave(cell.row, cell.col));
    let rows: Vec<&usize> = section.body.iter().filter(plain).collect();
    share(rows.iter().copied().filter(silent).count(), rows.len())
}

/// Share of the figures that gave no record, in columns that are to give some.
fn lost_figures(grid: &Grid, section: &Section, gave: &dyn Fn(usize, usize) -> bool) -> f32 {
    use ColumnRole::{Category, Change, Code, Due, Formula, Note, Period, Rate, Total, Year};
    let beside =
        |role: Option<ColumnRole>| matches!(role, Some(Code | Change | Rate | Year | Period | Due | Note | Total | Formula | Category));
    let columns = (0..grid.cols()).filter(|&col| section.columns.get(col).is_some_and(|c| !beside(c.role)));
    let figures: Vec<(usize, usize)> = columns
        .flat_map(|col| section.body.iter().map(move |&row| (row, col)))
        .filter(|&(row, col)| grid.begins(row, col) && parse_cell(grid.text(row, col)).is_some())
        .collect();
    share(figures.iter().filter(|(row, col)| !gave(*row, *col)).count(), figures.len())
}

#[allow(clippy::cast_precision_loss)] // cells of a table
fn share(of: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { of as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Tokenizer;
    use crate::layout;
    use crate::model::{Schedule, SourceFile};

    const MONEY: &str =
        "（単位：千円）\n\n科目\t令和7年度\t令和8年度\n給水収益\t8,120\t8,090\n受託収益\t140\t150\n雑収益\t60\t70\n利息\t11\t12\n";
    const STEPS: &str = "甲\t令和7年度\t令和8年度\n乙\t12\t試行\n丙\t実施\t14\n";

    /// The doubts of the records that `change` makes of those of a text, in order, and how many the table bears out.
    fn said(text: &str, change: impl Fn(Vec<Record>) -> Vec<Record>) -> (Vec<Vec<&'static str>>, usize) {
        let source = SourceFile::of_lines("plan", text);
        let blocks = layout::blocks(&source);
        let rules = Rules::embedded();
        let sectioned = Sectioned::new(&blocks, rules);
        let tokenizer = Tokenizer::lazy(include_str!("../../../rules/dictionary.csv"));
        let records = change(crate::extract::extract(&source, &sectioned, rules, &tokenizer).records);
        let mut found = Doubts::default();
        let borne_out = doubts(&records, &sectioned, &Cells::of(&sectioned), rules, &mut found).len();
        let codes = |i| found.of.get(&i).map_or_else(Vec::new, |own| own.iter().map(|d| d.code()).collect());
        ((0..records.len()).map(codes).collect(), borne_out)
    }

    fn money(records: Vec<Record>) -> Vec<Record> {
        records.into_iter().filter(|r| matches!(r.body, Body::Amount(_))).collect()
    }

    /// The words of cells as steps.
    fn steps(text: &str, words: &[&str]) -> Vec<Record> {
        let source = SourceFile::of_lines("plan", text);
        let blocks = layout::blocks(&source);
        let sectioned = Sectioned::new(&blocks, Rules::embedded());
        let (_, CutTable { grid, .. }) = sectioned.tables().next().unwrap();
        let places = (0..grid.rows()).flat_map(|row| (0..grid.cols()).map(move |col| (row, col)));
        let cells = places.filter(|(row, col)| words.contains(&grid.text(*row, *col)));
        cells.map(|(row, col)| Record::new("plan", Body::Schedule(Schedule::default()), 0.95, grid.evidence(row, col))).collect()
    }

    #[test]
    fn a_table_that_is_taken_up_as_what_it_shows_bears_its_records_out() {
        let (doubts, borne_out) = said(MONEY, money);
        assert_eq!((doubts.len(), doubts.concat().len(), borne_out), (8, 0, 8));
    }

    #[test]
    fn figures_from_a_table_of_money_are_doubted() {
        let as_values = |records: Vec<Record>| {
            let value = |record: Record| {
                let Body::Amount(a) = &record.body else { return record };
                let value =
                    serde_json::json!({"type": "value", "indicator": a.item, "year": 2025, "role": "actual", "value": a.value, "text": ""});
                Record { body: serde_json::from_value(value).unwrap(), ..record }
            };
            money(records).into_iter().map(value).collect()
        };
        let (doubts, borne_out) = said(MONEY, as_values);
        assert!(doubts.iter().all(|own| own == &["kind_unlike"]) && doubts.len() == 8 && borne_out == 0, "{doubts:?}");
    }

    #[test]
    fn rows_that_gave_nothing_speak_against_the_others() {
        let (doubts, borne_out) = said(MONEY, |records| money(records).into_iter().take(2).collect());
        assert_eq!((doubts, borne_out), (vec![vec!["rows_unread"], vec!["rows_unread"]], 0));
        let (doubts, _) = said(MONEY, |records| money(records).into_iter().take(4).collect());
        assert_eq!(doubts.concat(), [""; 0], "half of the rows are not most");
    }

    #[test]
    fn rows_of_measures_that_the_text_tells_of_are_not_unread() {
        let text = "番号\t取組\tR7\tR8\n1\t管路の更新\t設計\t工事\n2\t池の耐震化\t\t\n3\t漏水の調査\t\t";
        let of_first = |_: Vec<Record>| steps(text, &["設計", "工事"]);
        assert_eq!(said(text, of_first).0.concat(), ["rows_unread", "rows_unread"]);
        let with_measures = |records: Vec<Record>| {
            let measures = records.into_iter().filter(|r| matches!(r.body, Body::Measure(_)));
            measures.map(|r| Record { evidence: Vec::new(), ..r }).chain(of_first(Vec::new())).collect()
        };
        assert_eq!(said(text, with_measures).0.concat(), [""; 0]);
    }

    #[test]
    fn steps_among_figures_are_doubted() {
        let (doubts, _) = said(STEPS, |_| steps(STEPS, &["試行", "実施"]));
        assert_eq!(doubts, [["figures_unread", "kind_narrow"], ["figures_unread", "kind_narrow"]]);
        let plain = STEPS.replace("12", "検討").replace("14", "検証");
        let (doubts, _) = said(&plain, |_| steps(&plain, &["試行", "実施"]));
        assert_eq!(doubts.concat(), [""; 0]);
    }
}
