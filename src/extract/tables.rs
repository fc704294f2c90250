//! Tables: each section goes to the reader that its columns call for.

use std::collections::BTreeMap;

use crate::language::{normalise, parse_cell, parse_year_header};
use crate::model::{Basis, Body, Evidence, Place, Record, Table, TableRecord};
use crate::rules::{ColumnRole, Rules};

use super::around::Around;
use super::grid::Grid;
use super::headers::Section;
use super::measure_columns::measure_column;
use super::measure_money::MeasureMoney;
use super::measures::{MeasureTables, row_basis, schedule_record};
use super::outline::{Node, NodeKind};
use super::phases::Span;
use super::schedule::{Stretch, is_empty_cell, stretches};
use super::sectioned::CutTable;
use super::walk::Walker;
use super::{amounts, deliverables, values};

/// Stands for a title where only the number of a tier is printed.
const PLACEHOLDER: &str = "題名";
/// The reason of a stretch that the head of a sheet says.
pub(super) const SHEET_PERIOD: &str = "sheet_period";
/// A sheet in a text takes at most so many lines.
const SHEET_LINES: usize = 60;

impl Walker<'_> {
    /// A table, read section by section by the reader that its columns call for; `cut` where it is cut already.
    pub(super) fn table(&mut self, place: Place, table: &Table, cut: Option<&CutTable<'_>>) {
        self.listing = None;
        if self.follow_up.as_ref().is_some_and(|open| open.in_lines) {
            self.close_sheet();
        }
        if let Some(open) = self.follow_up.as_mut().filter(|_| self.around.report)
            && open.table(table, &mut self.outline, self.rules)
        {
            self.understood += 1;
            return;
        }
        let turned = super::turned::turned(table, self.rules, &self.around);
        let table = turned.as_ref().unwrap_or(table);
        let own;
        let cut = match cut.filter(|_| turned.is_none()) {
            Some(cut) => cut,
            None => {
                own = CutTable::new(table, self.rules);
                &own
            }
        };
        let names = std::mem::take(&mut self.names);
        if self.tier_rows(table) || self.figures_of_named(table) || self.figures_below(table, &names) {
            self.understood += 1;
            return;
        }
        let mut around = self.surroundings();
        around.sheet = self.sheet_measure(place);
        let before = (self.records.len(), self.outline.nodes.len());
        let mut read = false;
        for section in &cut.sections {
            self.guesses.add(&cut.grid, section);
            read |= self.table_section(&cut.grid, section, &around);
        }
        if read || before != (self.records.len(), self.outline.nodes.len()) || self.considered(table) {
            self.understood += 1;
        } else {
            self.kept += 1;
            self.records.push(kept_table(place, table, &self.around.document));
        }
    }

    /// 提案方針1 | 切れ目なく引き継ぐ | …: each row a tier's number, its title and what is meant by it.
    fn tier_rows(&mut self, table: &Table) -> bool {
        let grid = Grid::new(table);
        let named = |row: usize| {
            let text = grid.text(row, 0);
            let tier = self.rules.tier(&format!("{text} {PLACEHOLDER}")).filter(|t| t.title == PLACEHOLDER && t.code.is_some());
            let title = Some(grid.text(row, 1)).filter(|t| t.chars().count() >= 3 && !t.ends_with('。'));
            tier.filter(|t| !t.word.is_empty()).zip(title.map(str::to_owned))
        };
        let rows: Option<Vec<_>> = (0..grid.rows()).map(named).collect();
        let Some(rows) = rows.filter(|rows| rows.len() >= 2 && (2..=3).contains(&grid.cols())) else { return false };
        let mut last = None;
        for (row, (tier, title)) in rows.into_iter().enumerate() {
            let mut goal = Node::new(NodeKind::Goal, &title, grid.evidence(row, 1), 0.93, "tier_row");
            goal.level = tier.word;
            goal.code = tier.code;
            goal.description.extend(Some(grid.text(row, 2)).filter(|t| !t.is_empty()).map(str::to_owned));
            last = Some(self.outline.open_goal(goal));
        }
        // The rows are a list: what follows belongs to none of them.
        if let Some(parent) = last.and_then(|id| self.outline.nodes[id].parent) {
            self.outline.reopen(parent);
        } else {
            self.outline.close();
        }
        true
    }

    /// R6 | ▶ | R12 over 38件 | ▶ | 15件, below a line that names what is measured.
    fn figures_of_named(&mut self, table: &Table) -> bool {
        let Some(open) = self.indicator.take().filter(|_| table.rows == 2 && table.cols <= 12) else { return false };
        let grid = Grid::new(table);
        let mut named = values::Named { name: open.name, years: Vec::new() };
        let mut cells = Vec::new();
        for col in 0..grid.cols() {
            let (head, figure) = (grid.text(0, col), grid.text(1, col));
            match parse_year_header(head, Some(self.around.years)).filter(|y| y.is_year()) {
                Some(year) => {
                    named.years.push(year);
                    cells.push(figure);
                }
                None if head.is_empty() && (figure.is_empty() || values::is_turn(figure)) => {}
                None => return false,
            }
        }
        let found = values::under_years(&named, &cells, &grid.evidence(1, 0), self.rules, &self.surroundings());
        let any = !found.is_empty();
        self.records.extend(found);
        any
    }

    /// 現状 ▶ 目標 over 2024年度 ▶ 2030年度 over 38.7 ▶ 54.2, once or side by side, below lines that name what is measured.
    fn figures_below(&mut self, table: &Table, names: &[String]) -> bool {
        let grid = Grid::new(table);
        let years = |row: usize| {
            let of = |col: &usize| parse_year_header(grid.text(row, *col), Some(self.around.years)).filter(|y| y.is_year());
            (0..grid.cols()).filter_map(|col| of(&col).map(|year| (col, year))).collect::<Vec<_>>()
        };
        if names.is_empty() || !(2..=4).contains(&table.rows) || table.cols > 24 {
            return false;
        }
        let Some(head) = (0..table.rows - 1).find(|&row| years(row).len() >= 2) else { return false };
        let dated = years(head);
        // Nothing else stands in the row of the years, and nothing but arrows between the figures below.
        let plain = |row: usize| {
            (0..grid.cols()).filter(|col| !dated.iter().any(|(c, _)| c == col)).all(|col| {
                let text = grid.text(row, col);
                text.is_empty() || values::is_turn(text) || text == "▶"
            })
        };
        if head + 2 != table.rows || !plain(head) || !plain(head + 1) {
            return false;
        }
        let mut groups: Vec<Vec<(usize, crate::language::YearSpan)>> = Vec::new();
        for (col, year) in dated.iter().cloned() {
            let rises = groups.last().and_then(|g| g.last()).is_some_and(|(_, last)| last.single() < year.single());
            match groups.last_mut().filter(|_| rises) {
                Some(group) => group.push((col, year)),
                None => groups.push(vec![(col, year)]),
            }
        }
        let Some(names) = names.len().checked_sub(groups.len()).map(|first| &names[first..]) else { return false };
        let around = self.surroundings();
        let mut found = Vec::new();
        for (name, group) in names.iter().zip(&groups) {
            let cells: Vec<&str> = group.iter().map(|(col, _)| grid.text(head + 1, *col)).collect();
            let named = values::Named { name: name.clone(), years: group.iter().map(|(_, year)| year.clone()).collect() };
            let records = values::under_years(&named, &cells, &grid.evidence(head + 1, group[0].0), self.rules, &around);
            found.extend(records.into_iter().zip(group).map(|(mut record, (col, _))| {
                record.evidence = vec![grid.evidence(head + 1, *col)];
                record
            }));
        }
        let any = !found.is_empty();
        self.records.extend(found);
        any
    }

    /// The measure whose sheet is open, where the place is on the sheet's page, or right below it in a text.
    fn sheet_measure(&self, place: Place) -> Option<String> {
        let node = &self.outline.nodes[self.outline.measure.filter(|_| self.follow_up.as_ref().is_some_and(|open| !open.in_lines))?];
        let here = |evidence: &Evidence| match (evidence.line, place.line) {
            (Some(first), Some(line)) => (first..first + SHEET_LINES).contains(&line),
            _ => evidence.page.is_some() && evidence.page == place.page,
        };
        node.evidence.iter().any(here).then(|| node.title.clone())
    }

    /// 計画期間 at the head of a sheet says no more once the sheet's own steps by year are known.
    pub(super) fn without_sheet_period(&mut self, measure: &str) {
        self.records.retain(|record| {
            let period = record.reasons.iter().any(|reason| reason == SHEET_PERIOD);
            !(period && matches!(&record.body, Body::Schedule(s) if s.measure == measure))
        });
    }

    fn table_section(&mut self, grid: &Grid, section: &Section, around: &Around) -> bool {
        let products = deliverables::in_table(grid, section, self.rules, &self.outline, around);
        let says_more = [ColumnRole::Owner, ColumnRole::Result, ColumnRole::Indicator, ColumnRole::Target];
        let only = section.year_columns().len() < 2 && !says_more.iter().any(|role| section.column(*role).is_some());
        let any = !products.is_empty();
        self.records.extend(products);
        if any && only { true } else { self.other_section(grid, section, around) || any }
    }

    fn other_section(&mut self, grid: &Grid, section: &Section, around: &Around) -> bool {
        if self.strips(grid, section, around) {
            return true;
        }
        let parts = amounts::whole_and_parts(grid, section, self.rules, around);
        if !parts.is_empty() {
            self.records.extend(parts);
            return true;
        }
        let money = amounts::rows_of_money(grid, section, self.rules);
        if !money.is_empty() {
            let part =
                |kept: &dyn Fn(&usize) -> bool| Section { body: section.body.iter().copied().filter(kept).collect(), ..section.clone() };
            let (found, _) = amounts::in_table(grid, &part(&|row| money.contains(row)), self.rules, around);
            let any = !found.is_empty();
            self.records.extend(found);
            let rest = part(&|row| !money.contains(row));
            return !rest.body.is_empty() && self.other_section(grid, &rest, around) || any;
        }
        if around.sheet.is_some() && only_steps(section) && !is_numeric(grid, section) && self.schedule_of_measure(grid, section) {
            return true;
        }
        if !MeasureMoney::of(grid, section, self.rules).is_empty() {
            let mut reader = MeasureTables::new(self.rules, self.phases, &mut self.outline, &mut self.records);
            if reader.read(grid, section, around) {
                return true;
            }
        }
        let numeric = is_numeric(grid, section);
        self.measures_beside_figures(grid, section, around, numeric);
        // Budget and settlement of the year that a report tells of need no year over them.
        let spent = [ColumnRole::Budget, ColumnRole::Settlement].iter().all(|role| section.column(*role).is_some());
        let says_more = [ColumnRole::Owner, ColumnRole::Schedule, ColumnRole::Period, ColumnRole::Result, ColumnRole::Mark];
        let of_measures = measure_column(section).is_some() && says_more.iter().any(|role| section.column(*role).is_some());
        let figures = numeric || spent && !of_measures;
        let money = figures && amounts::is_money(grid, section, self.rules, around);
        if money {
            self.owned_measures(grid, section, around);
            let (found, table) = amounts::in_table(grid, &self.phases.dated(section), self.rules, around);
            let any = !found.is_empty();
            self.records.extend(found);
            self.money = table.or(self.money.take());
            return any;
        }
        if let Some(table) = &self.money {
            let found = amounts::continued(grid, section, table, self.rules, around);
            if !found.is_empty() {
                self.records.extend(found);
                return true;
            }
        }
        let indicators = section.column(ColumnRole::Indicator).is_some() && measure_column(section).is_none();
        if numeric || indicators {
            let found = values::in_table(grid, section, self.rules, around);
            let any = !found.is_empty();
            self.records.extend(found);
            if any {
                return true;
            }
        }
        if numeric {
            return false;
        }
        if measure_column(section).is_some() {
            let mut reader = MeasureTables::new(self.rules, self.phases, &mut self.outline, &mut self.records);
            if reader.read(grid, section, around) {
                return true;
            }
        }
        if self.schedule_of_measure(grid, section) || self.years_below(grid, section) {
            return true;
        }
        let found = values::in_table(grid, section, self.rules, around);
        let any = !found.is_empty();
        self.records.extend(found);
        any
    }

    /// A table of year columns without a column of measures: the schedule of the measure above it.
    pub(super) fn schedule_of_measure(&mut self, grid: &Grid, section: &Section) -> bool {
        let rows: Vec<_> = section.body.iter().map(|&row| stretches(grid, section, &[row], self.phases, self.rules)).collect();
        if section.year_columns().len() < 2 || rows.iter().all(Vec::is_empty) {
            return false;
        }
        if self.outline.measure.is_none()
            && let Some(candidate) = self.candidate.take()
        {
            let mut node = self.measure_of(candidate, 0.75, "title_over_schedule");
            node.parent = self.outline.current();
            self.outline.measure = Some(self.outline.add_measure(node));
        }
        let acting = self.acting_tier();
        let Some(measure) = self.outline.measure.or(acting) else { return false };
        if self.outline.measure.is_none() {
            self.acting.insert(measure);
        }
        // Several measures since the last table and as many rows: one row each.
        let waiting = std::mem::take(&mut self.unscheduled);
        let headed =
            section.body.iter().any(|&row| (0..grid.cols()).any(|c| section.columns[c].year.is_none() && !grid.text(row, c).is_empty()));
        let by_order = waiting.len() > 1 && waiting.len() == section.body.len() && !headed;
        let title = self.outline.nodes[measure].title.clone();
        self.without_sheet_period(&title);
        let heads = step_heads(grid, section, self.rules);
        for (n, (&row, found)) in section.body.iter().zip(&rows).enumerate() {
            let id = if by_order { waiting[n] } else { measure };
            let title = self.outline.nodes[id].title.clone();
            let basis = row_basis(grid, section, row, self.rules);
            for stretch in found {
                let mut stretch = stretch.clone();
                if let Some(head) = heads.get(&row).filter(|_| stretch.label.is_empty()) {
                    stretch.label.clone_from(head);
                }
                let mut record = schedule_record(&stretch, &title, basis, &self.around.document, grid.table.spans_lost);
                if by_order {
                    record.confidence = record.confidence.min(0.7);
                    record = record.because("rows_by_order");
                }
                self.records.push(record);
            }
        }
        true
    }
}

impl Walker<'_> {
    /// Measures whose rows hold figures by year, with the indicator these are of or the section in charge: the measures are read without
    /// the years, the figures after them.
    fn measures_beside_figures(&mut self, grid: &Grid, section: &Section, around: &Around, numeric: bool) {
        let says_more = [ColumnRole::Indicator, ColumnRole::Owner, ColumnRole::Period].iter().any(|role| section.column(*role).is_some());
        let both = section.column(ColumnRole::Measure).is_some() && says_more;
        if !numeric || !both {
            return;
        }
        let mut bare = section.clone();
        for column in &mut bare.columns {
            use ColumnRole::{Amount, Budget, Settlement, Total};
            // The money is read with the figures.
            if column.year.is_some() || matches!(column.role, Some(Amount | Budget | Settlement | Total)) {
                column.words.clear();
                column.role = None;
            }
            column.year = None;
            if matches!(column.role, Some(ColumnRole::Indicator | ColumnRole::Target)) {
                column.role = None;
            }
        }
        let mut reader = MeasureTables::new(self.rules, self.phases, &mut self.outline, &mut self.records);
        reader.read(grid, &bare, around);
    }

    /// 事業名 | 担当課 | R8, R9 (千円): the rows of an account that say who is in charge are measures, too.
    fn owned_measures(&mut self, grid: &Grid, section: &Section, around: &Around) {
        let told = [ColumnRole::Owner, ColumnRole::Period].iter().any(|role| section.column(*role).is_some());
        if section.column(ColumnRole::Measure).is_none() || !told {
            return;
        }
        let mut bare = section.clone();
        bare.columns.iter_mut().for_each(|column| column.year = None);
        let before = self.records.len();
        let mut reader = MeasureTables::new(self.rules, self.phases, &mut self.outline, &mut self.records);
        reader.read(grid, &bare, around);
        // The money itself is read with its years.
        let mut index = 0;
        self.records.retain(|record| {
            index += 1;
            index <= before || !matches!(record.body, Body::Amount(_))
        });
    }

    /// 年次計画 | 令和6年度 | 基本設計 over 令和7年度 | 工事: years below each other beside words, the schedule of the measure above.
    pub(super) fn years_below(&mut self, grid: &Grid, section: &Section) -> bool {
        let Some(measure) = self.outline.measure.filter(|_| !grid.table.spans_lost) else { return false };
        let rows: Vec<usize> = section.header.iter().chain(&section.body).copied().collect();
        let year = |row: usize, col: usize| {
            parse_year_header(grid.text(row, col), Some(self.around.years)).filter(|y| y.is_year() && grid.begins(row, col))
        };
        let column = (0..grid.cols().saturating_sub(1)).find(|&col| rows.iter().filter(|&&row| year(row, col).is_some()).count() >= 2);
        let Some(col) = column else { return false };
        let title = self.outline.nodes[measure].title.clone();
        let mut found = Vec::new();
        for &row in &rows {
            let Some(span) = year(row, col) else { continue };
            let words = grid.text(row, col + 1);
            if words.is_empty() || is_empty_cell(words) || parse_cell(words).is_some() {
                continue;
            }
            let stretch = Stretch {
                label: words.to_owned(),
                span: Span { from: span.from, to: span.to, phase: None },
                uncertain: false,
                uncertain_from: false,
                evidence: grid.evidence(row, col + 1),
                col: row,
                basis: None,
            };
            found.push(schedule_record(&stretch, &title, Basis::Plan, &self.around.document, false));
        }
        let any = found.len() >= 2;
        if any {
            self.without_sheet_period(&title);
            self.records.extend(found);
        }
        any
    }
}

/// 取水口の浚渫 before a bare bar: where the rows of one measure have heads of their own, a bar without words is what its row is called.
fn step_heads(grid: &Grid, section: &Section, rules: &Rules) -> BTreeMap<usize, String> {
    let Some(&first) = section.year_columns().first() else { return BTreeMap::new() };
    let head = |row: usize| {
        let mut words = (0..first).filter(|&col| grid.begins(row, col)).map(|col| grid.text(row, col)).filter(|text| !text.is_empty());
        let (only, more) = (words.next()?, words.next());
        let known = rules.row_head(only).is_some() || rules.column_roles(only).first().is_some_and(|(_, score)| *score >= 0.9);
        (more.is_none() && !known && only.chars().count() >= 3).then(|| only.to_owned())
    };
    let found: BTreeMap<usize, String> = section.body.iter().filter_map(|&row| Some((row, head(row)?))).collect();
    if found.len() >= 2 && found.len() == section.body.len() { found } else { BTreeMap::new() }
}

/// Years, and nothing beside them but names and notes: on a sheet of one measure these are the steps of that measure.
fn only_steps(section: &Section) -> bool {
    use ColumnRole::{Category, Code, Item, Measure, Note};
    let plain = |role: Option<ColumnRole>| matches!(role, None | Some(Measure | Note | Item | Code | Category));
    section.year_columns().len() >= 2 && section.columns.iter().all(|c| c.year.is_some() || plain(c.role))
}

/// Whether most cells under years or under the last columns are numbers.
fn is_numeric(grid: &Grid, section: &Section) -> bool {
    let mut columns = section.year_columns();
    // 計画額, 決算額: heads of money need no year of their own; beside measures they are theirs, unless they name years (R7~R9の事業費).
    if columns.is_empty() {
        let alone = measure_column(section).is_none();
        let dated = |col: &usize| section.columns[*col].words.iter().any(|words| values::year_with_words(words).is_some());
        columns = [ColumnRole::Budget, ColumnRole::Settlement, ColumnRole::Amount]
            .into_iter()
            .flat_map(|role| section.columns_of(role))
            .filter(|col| alone || dated(col))
            .collect();
    }
    let mut numbers = 0;
    let mut words = 0;
    for &row in &section.body {
        for &col in &columns {
            let text = grid.text(row, col);
            if !grid.begins(row, col) || text.is_empty() || is_empty_cell(text) {
                continue;
            }
            if crate::language::quantity::parse_cell(text).is_some() { numbers += 1 } else { words += 1 }
        }
    }
    numbers > words
}

fn kept_table(place: Place, table: &Table, document: &str) -> Record {
    let cells = (0..table.rows)
        .map(|row| {
            (0..table.cols)
                .map(|col| table.at(row, col).filter(|c| c.row == row && c.col == col).map_or_else(String::new, |c| normalise(&c.text)))
                .collect()
        })
        .collect();
    let body = TableRecord { page: place.number(), caption: normalise(&table.caption), cells };
    // The caption may stand outside of the table's rectangle, the first line in it does not.
    let quote = table.cells.iter().find_map(|c| c.text.lines().next()).unwrap_or_default();
    Record::new(document, Body::Table(body), table.confidence, Evidence::new(place, quote)).because("not_understood")
}
