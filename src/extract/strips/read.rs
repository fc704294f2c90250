//! The rows of strips, each read by the reader of its role.

use super::super::amounts::{self, MoneyRow};
use super::super::around::Around;
use super::super::grid::Grid;
use super::super::headers::Section;
use super::super::measures::MeasureTables;
use super::super::outline::NodeId;
use super::super::schedule::is_empty_cell;
use super::super::values;
use super::super::walk::Walker;
use super::heads::is_sum;
use super::{RowRole, Strips};
use crate::language::{normalise, parse_cell};
use crate::model::{Body, Record, ResultRecord, Table};
use crate::rules::{ColumnRole, RowHead};

/// Records of rows whose role only their cells tell are at most this sure.
const GUESSED: f32 = 0.7;
/// Confidence of what a row says was done.
const TOLD: f32 = 0.85;

impl Walker<'_> {
    /// A section whose rows hold different things; `false` where it is none.
    pub(in crate::extract) fn strips(&mut self, grid: &Grid, section: &Section, around: &Around) -> bool {
        let alone = around.sheet.is_some() || self.outline.measure.is_some() || self.candidate.is_some() || self.acting_tier().is_some();
        let Some(strips) = Strips::of(grid, section, alone, around.sheet.is_some(), self.rules) else { return false };
        let before = self.records.len();
        let measures = match strips.heads.measure {
            Some(measure) => self.steps_of_measures(grid, section, &strips, measure, around),
            None => self.steps_of_one(grid, section, &strips),
        };
        if measures.is_empty() {
            self.records.truncate(before);
            return false;
        }
        if strips.rows(RowRole::Steps).iter().any(|row| strips.guessed.contains(row)) {
            let titles: Vec<&str> = measures.iter().map(|(_, id)| self.outline.nodes[*id].title.as_str()).collect();
            let place = grid.row_place(section.body[0]);
            let here = |record: &Record| record.evidence.iter().any(|e| e.page == place.page);
            let own = |record: &Record| matches!(&record.body, Body::Schedule(s) if titles.contains(&s.measure.as_str()));
            self.records.iter_mut().filter(|record| own(record) && here(record)).for_each(guessed);
        }
        let of = |row: usize| measures.iter().rev().find(|(first, _)| *first <= row).map(|(_, id)| *id);
        self.money_rows(grid, section, &strips, &of, around);
        self.figure_rows(grid, section, &strips, &of, around);
        self.outcome_rows(grid, section, &strips, &of);
        true
    }

    /// The measures of the grid with their steps: what other rows hold under the years is set aside.
    fn steps_of_measures(
        &mut self,
        grid: &Grid,
        section: &Section,
        strips: &Strips,
        measure: usize,
        around: &Around,
    ) -> Vec<(usize, NodeId)> {
        let steps = strips.rows(RowRole::Steps);
        let years = section.year_columns();
        let (first, last) = (years[0], years[years.len() - 1]);
        let mut own = section.clone();
        own.body.retain(|row| !strips.heads.sums.iter().any(|(sum, _)| sum == row));
        own.columns[measure].role = Some(ColumnRole::Measure);
        for &col in strips.heads.columns.iter().chain(&strips.heads.unit) {
            own.columns[col].role = None;
            own.columns[col].words.clear();
        }
        let head = |col: usize| strips.heads.columns.contains(&col) || strips.heads.unit == Some(col);
        // Money is read by itself, with its sums behind the years.
        let money = !strips.rows(RowRole::Money).is_empty();
        let mut kept = Table { cells: grid.table.cells.clone(), ..grid.table.clone() };
        kept.bars.retain(|bar| steps.contains(&usize::midpoint(bar.rows.0, bar.rows.1)));
        for cell in kept.cells.iter_mut().filter(|cell| section.body.contains(&cell.row)) {
            let timed = (first..=last).contains(&cell.col);
            let basis = || self.rules.row_basis(&normalise(&cell.text)).is_some();
            let summed = cell.col > last && money && parse_cell(&normalise(&cell.text)).is_some();
            if timed && !steps.contains(&cell.row) || head(cell.col) && !basis() || summed {
                cell.text.clear();
            }
        }
        for column in own.columns.iter_mut().skip(last + 1).filter(|c| money && is_money(c.role)) {
            column.role = None;
            column.words.clear();
        }
        let kept = Grid::new(&kept);
        let mut reader = MeasureTables::new(self.rules, self.phases, &mut self.outline, &mut self.records);
        if !reader.read(&kept, &own, around) {
            return Vec::new();
        }
        reader.placed.into_iter().collect()
    }

    /// The steps of the one measure that the grid belongs to.
    fn steps_of_one(&mut self, grid: &Grid, section: &Section, strips: &Strips) -> Vec<(usize, NodeId)> {
        let rows = strips.rows(RowRole::Steps);
        let steps = Section { body: rows, ..section.clone() };
        if !steps.body.is_empty() {
            self.schedule_of_measure(grid, &steps);
        }
        let first = section.body.first().copied().unwrap_or(0);
        self.outline.measure.or_else(|| self.acting_tier()).map(|id| (first, id)).into_iter().collect()
    }

    fn money_rows(&mut self, grid: &Grid, section: &Section, strips: &Strips, of: &dyn Fn(usize) -> Option<NodeId>, around: &Around) {
        let rows = strips.rows(RowRole::Money);
        if rows.is_empty() {
            return;
        }
        let mut found = Vec::new();
        let mut summed: Vec<(usize, usize)> = Vec::new();
        for &row in &rows {
            let Some(id) = of(row) else { continue };
            let title = self.outline.nodes[id].title.clone();
            let words: Vec<String> = strips.heads.words(grid, row).iter().map(|w| amounts::without_unit(w, self.rules)).collect();
            let Some((head, groups)) = words.split_last() else { continue };
            // The one row of money of a measure is the measure's; of several each has a name of its own.
            let single = rows.iter().filter(|&&other| of(other) == Some(id)).count() == 1;
            let plain = single && (strips.heads.measure.is_some() || groups.is_empty());
            let (item, path) = if plain && !is_sum(head, self.rules) {
                (title.clone(), self.outline.path_above(id))
            } else {
                let group = groups.to_vec();
                (head.clone(), if group.is_empty() { vec![title.clone()] } else { group })
            };
            let unit = strips.heads.unit.map(|col| grid.text(row, col).to_owned()).filter(|unit| self.rules.units.yen(unit).is_some());
            let unit = unit.or_else(|| strips.heads.words(grid, row).iter().rev().find_map(|w| amounts::money_in_words(w, self.rules)));
            found.push(MoneyRow { row, item, path, measure: Some(title), unit });
        }
        // A row that prints no unit is in that of the others.
        let mut units: Vec<String> = found.iter().filter_map(|money| money.unit.clone()).collect();
        units.dedup();
        let unit = units.first().cloned().filter(|_| units.len() == 1);
        found.iter_mut().for_each(|money| money.unit = money.unit.take().or_else(|| unit.clone()));
        for &(row, col) in &strips.heads.sums {
            let path = self.outline.path_to(self.outline.current());
            found.push(MoneyRow { row, item: grid.text(row, col).to_owned(), path, measure: None, unit: unit.clone() });
        }
        for money in &found {
            let mut records = amounts::of_row(grid, section, money, &mut summed, self.rules, around);
            records.iter_mut().filter(|_| strips.guessed.contains(&money.row)).for_each(guessed);
            self.records.extend(records);
        }
    }

    fn figure_rows(&mut self, grid: &Grid, section: &Section, strips: &Strips, of: &dyn Fn(usize) -> Option<NodeId>, around: &Around) {
        for row in strips.rows(RowRole::Figures) {
            let words = strips.heads.words(grid, row);
            let (Some(id), Some(head)) = (of(row), words.last()) else { continue };
            let unit = strips.heads.unit.map(|col| grid.text(row, col).to_owned());
            let basis = words
                .iter()
                .rev()
                .find_map(|w| self.rules.row_head(w))
                .filter(|h| matches!(h, RowHead::Plan | RowHead::Actual | RowHead::Forecast));
            // 指標 | 有収率(%) | 目標: the row head that says plan or actual is no name.
            let name = words.iter().rev().find(|w| self.rules.row_head(w).is_none()).unwrap_or(head);
            let mut around = around.clone();
            around.measure = Some(self.outline.nodes[id].title.clone());
            let figures = values::FigureRow { row, name: self.named(name), unit, basis };
            let mut records = values::of_row(grid, section, &figures, self.rules, &around);
            records.iter_mut().filter(|_| strips.guessed.contains(&row)).for_each(guessed);
            self.records.extend(records);
        }
    }

    /// 実績 under each year: what was done in that year.
    fn outcome_rows(&mut self, grid: &Grid, section: &Section, strips: &Strips, of: &dyn Fn(usize) -> Option<NodeId>) {
        let marks = strips.rows(RowRole::Rating);
        for row in strips.rows(RowRole::Outcome) {
            let Some(id) = of(row) else { continue };
            for col in section.year_columns() {
                let text = grid.text(row, col);
                if !grid.begins(row, col) || text.is_empty() || is_empty_cell(text) {
                    continue;
                }
                let mark = marks.iter().find(|&&mark| of(mark) == Some(id)).map(|&mark| grid.text(mark, col).to_owned());
                let body = ResultRecord {
                    measure: self.outline.nodes[id].title.clone(),
                    text: text.to_owned(),
                    mark: mark.filter(|mark| !mark.is_empty() && !is_empty_cell(mark)),
                    year: section.columns[col].year.as_ref().and_then(crate::language::YearSpan::single),
                    reason: None,
                    next: None,
                    path: self.outline.path_above(id),
                };
                let record = Record::new(&self.around.document, Body::Result(body), TOLD, grid.evidence(row, col));
                self.records.push(record.because("result_row"));
            }
        }
    }

    /// 指標（有収率）, 成果指標：有収率: the name behind the word for indicators.
    fn named(&self, head: &str) -> String {
        let indicator =
            |word: &str| self.rules.column_roles(word).first().is_some_and(|(role, score)| *role == ColumnRole::Indicator && *score >= 1.0);
        let inner = head.strip_suffix(')').and_then(|rest| rest.split_once('('));
        let parted = inner.or_else(|| head.split_once([':', '：', ' ']));
        match parted {
            Some((word, name)) if indicator(word.trim()) && !name.trim().is_empty() && values::whole_unit(name, self.rules).is_none() => {
                name.trim().to_owned()
            }
            _ => head.to_owned(),
        }
    }
}

fn is_money(role: Option<ColumnRole>) -> bool {
    use ColumnRole::{Amount, Budget, Settlement, Total};
    matches!(role, Some(Amount | Budget | Settlement | Total))
}

/// Marks a record of a row whose role only its cells tell.
fn guessed(record: &mut Record) {
    record.confidence = record.confidence.min(GUESSED);
    record.reasons.push("row_by_cells".to_owned());
}
