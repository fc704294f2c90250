//! Tables of measures: one row (or group of rows) a measure, with what its columns say of it.

use std::collections::BTreeMap;

use crate::language::{normalise, squash};
use crate::model::{Basis, Body, Record, ResultRecord};
use crate::rules::{ColumnRole, Rules};

use super::around::Around;
use super::composite;
use super::grid::Grid;
use super::headers::Section;
use super::items::{bare, items, label_and_title, number_and_title, unquoted};
use super::labels::{descriptions, label_beside, label_line, labelled_parts};
use super::line::without_priority;
use super::measure_columns::Columns;
use super::measure_money::MeasureMoney;
use super::measure_rows::{group_title, is_sum, rows_by_basis};
pub(super) use super::measure_rows::{row_basis, schedule_record};
use super::outline::{Node, NodeId, NodeKind, Outline};
use super::owned_titles::parted;
use super::owner_matrix;
use super::phases::{Phases, Span};
use super::reported::reported;
use super::schedule::{Stretch, is_empty_cell, stretches};
use super::{rating_legend, tier_paths, values};

/// Confidence of a measure whose column the rules know by its word.
pub(super) const SURE: f32 = 0.95;
/// Confidence where spans were lost and cells may have moved.
pub(super) const LOST: f32 = 0.85;

/// Reads the tables of measures of one document into its outline.
pub struct MeasureTables<'a> {
    /// Vocabulary.
    pub rules: &'a Rules,
    /// Years of relative columns.
    pub phases: &'a Phases,
    /// The tree that measures and goals go into.
    pub outline: &'a mut Outline,
    /// Schedules, results and values found on the way.
    pub records: &'a mut Vec<Record>,
    /// The measures of the rows that were read, by their first row.
    pub placed: BTreeMap<usize, NodeId>,
}

impl<'a> MeasureTables<'a> {
    /// A reader that has read nothing yet.
    pub fn new(rules: &'a Rules, phases: &'a Phases, outline: &'a mut Outline, records: &'a mut Vec<Record>) -> Self {
        Self { rules, phases, outline, records, placed: BTreeMap::new() }
    }

    /// Reads one section; `false` where it is no table of measures.
    pub fn read(&mut self, grid: &Grid, section: &Section, around: &Around) -> bool {
        let reported = reported(grid, section, around.report);
        let section = reported.as_ref().map_or(section, |r| &r.section);
        let money = MeasureMoney::of(grid, section, self.rules);
        let unpaid = (!money.is_empty()).then(|| money.without_years(section));
        let section = unpaid.as_ref().unwrap_or(section);
        let Some(mut columns) = Columns::of(grid, section, self.rules, around.report) else { return false };
        columns.money = money;
        columns.year = around.reported_year().or_else(|| reported.as_ref().and_then(|r| r.year));
        let rated = if around.report { super::rated::columns(grid, section, self.rules) } else { Vec::new() };
        let unrated = (!rated.is_empty()).then(|| super::rated::without_years(section, &rated));
        let (years, section) = (section, unrated.as_ref().unwrap_or(section));
        let summary = self.is_summary(grid, section, &columns);
        let mut top = if summary { None } else { self.title_goal(grid, section, around) };
        let mut found = false;
        let mut last: Option<(NodeId, usize)> = None;
        let mut n = 0;
        while n < section.body.len() {
            let row = section.body[n];
            let rows = rows_of_measure(grid, section, &columns, n);
            let sum = self.rules.rows.is_total(grid.text(row, columns.measure));
            if sum {
                // 小計 of the money beside the measures.
            } else if let Some(group) = group_title(grid, row, columns.measure) {
                top = self.group_goal(grid, row, &group, top, around);
            } else if grid.text(row, columns.measure).is_empty() || is_empty_cell(grid.text(row, columns.measure)) {
                if let Some((measure, _)) = last {
                    self.continuation(grid, section, measure, row, &columns, around);
                }
            } else if is_sum(grid.text(row, columns.measure), self.rules) {
                // A sum over measures is none.
            } else {
                let parent = if summary { None } else { self.row_goals(grid, section, row, &columns, top) };
                last = self.measure_rows(grid, section, &rows, &columns, parent, around);
                if let Some((id, row)) = last {
                    self.placed.insert(row, id);
                    let (title, path) = (&self.outline.nodes[id].title, self.outline.path_above(id));
                    self.records.extend(super::rated::results(grid, years, row, &rated, title, &path, &around.document));
                }
                found = true;
            }
            n += rows.len();
        }
        found
    }

    /// A table without goals of its own, of whose measures more than half (and two at least) stood under other headings before: it lists
    /// again what is known, and the heading over it is not their goal.
    fn is_summary(&self, grid: &Grid, section: &Section, columns: &Columns) -> bool {
        if !columns.goals.is_empty() || section.title_row.is_some() {
            return false;
        }
        let here = self.outline.current();
        let titles: Vec<String> = section
            .body
            .iter()
            .filter(|&&row| grid.begins_in_row(row, columns.measure))
            .map(|&row| grid.text(row, columns.measure))
            .map(squash)
            .collect();
        let elsewhere = |title: &&String| {
            let known = |n: &&Node| n.kind == NodeKind::Measure && n.key() == title.as_str();
            let mut found = self.outline.nodes.iter().filter(known).peekable();
            found.peek().is_some() && found.all(|n| n.parent != here)
        };
        let known = titles.iter().filter(elsewhere).count();
        known >= 2 && known * 2 > titles.len()
    }

    /// A title row over the table: 重点目標1 …
    fn title_goal(&mut self, grid: &Grid, section: &Section, around: &Around) -> Option<NodeId> {
        let row = section.title_row?;
        for (row, words) in &section.upper_titles {
            self.group_goal(grid, *row, words, None, around);
        }
        self.group_goal(grid, row, &section.title, None, around)
            .or_else(|| self.lettered_goal(grid, section, row))
            .or_else(|| self.outline.current())
    }

    /// A 基幹管路の更新 over the measures: their codes tell that the letter is a goal's.
    fn lettered_goal(&mut self, grid: &Grid, section: &Section, row: usize) -> Option<NodeId> {
        let (letter, title) = number_and_title(&section.title)?;
        let code = section.column(ColumnRole::Code)?;
        let own = |text: &str| text.strip_prefix(letter.as_str()).is_some_and(|rest| rest.starts_with(['-', '.', '－', '−']));
        let codes: Vec<&str> =
            section.body.iter().filter(|&&r| grid.begins(r, code)).map(|&r| grid.text(r, code)).filter(|t| own(t)).collect();
        if codes.len() < 2 {
            return None;
        }
        // What stands in brackets behind a gap explains the title.
        let title = title.split_once(" (").map_or(title.as_str(), |(title, _)| title).trim().to_owned();
        let mut goal = Node::new(NodeKind::Goal, &title, grid.evidence(row, 0), LOST, "lettered_row");
        goal.code = Some(letter);
        goal.parent = self.outline.current();
        Some(self.outline.add_goal(goal))
    }

    /// A goal from the words of a title or group row.
    fn group_goal(&mut self, grid: &Grid, row: usize, words: &str, otherwise: Option<NodeId>, around: &Around) -> Option<NodeId> {
        let evidence = grid.evidence(row, 0);
        let tier = self.rules.tier(words).or_else(|| super::tierwords::tier(words, &around.tier_words));
        if let Some(tier) = tier.filter(|t| !t.title.is_empty()) {
            let (label, title) = label_and_title(&tier.title);
            let mut goal = Node::new(NodeKind::Goal, &title, evidence, SURE, "tier_row");
            goal.level = tier.word;
            goal.code = tier.code;
            goal.label = label;
            return Some(self.outline.open_goal(goal));
        }
        if let Some((above, own)) = tier_paths::parted(words)
            && let Some(tier) = self.rules.tier(own).filter(|t| !t.title.is_empty() && t.code.is_some())
        {
            let mut goal = Node::new(NodeKind::Goal, &tier.title, evidence, SURE, "tier_row");
            goal.level = tier.word;
            goal.code = tier.code;
            goal.parent = tier_paths::goal_named(self.outline, above);
            return Some(if goal.parent.is_some() { self.outline.add_goal(goal) } else { self.outline.open_goal(goal) });
        }
        let (label, title) = label_and_title(words);
        if label.is_empty() {
            return otherwise;
        }
        let mut goal = Node::new(NodeKind::Goal, &title, evidence, LOST, "label_row");
        goal.code = Some(label.clone());
        goal.label = label;
        Some(self.outline.add_goal(goal))
    }

    /// The goals that the tier columns of a row name, from left to right; gives the lowest.
    fn row_goals(&mut self, grid: &Grid, section: &Section, row: usize, columns: &Columns, top: Option<NodeId>) -> Option<NodeId> {
        let mut parent = top.or_else(|| if columns.goals.is_empty() { self.outline.current() } else { None });
        let mut group = 0;
        let mut short = String::new();
        for (n, &col) in columns.goals.iter().enumerate() {
            if let Some(label) = label_beside(grid, section, row, col, columns.goals.get(n + 1).copied()) {
                short = label;
                continue;
            }
            let from = section.body.first().copied().unwrap_or(0);
            let source = grid.source_row(row, col, from);
            // A new tier to the left begins a new group: what stands above it does not reach down.
            if source < group {
                continue;
            }
            group = source;
            let raw = grid.text(source, col);
            if raw.is_empty() || is_empty_cell(raw) {
                continue;
            }
            let words = items(raw).into_iter().next().unwrap_or_default();
            let tier = self.rules.tier(&words).filter(|t| !t.title.is_empty());
            let level = tier.as_ref().map_or_else(|| section.columns[col].label().to_owned(), |t| t.word.clone());
            let printed = grid.cell(source, col).map_or("", |c| c.text.as_str());
            let above = tier.is_none().then(|| label_line(printed)).flatten();
            let (mut label, mut title) = above.unwrap_or_else(|| label_and_title(tier.as_ref().map_or(&words, |t| &t.title)));
            if let Some(explained) = self.outline.labels.get(&squash(&title)) {
                label = std::mem::replace(&mut title, explained.clone());
            }
            if label.is_empty() {
                label = std::mem::take(&mut short);
            }
            let numbered = if tier.is_none() && label.is_empty() { number_and_title(&title) } else { None };
            let number = numbered.map(|(number, rest)| {
                title = rest;
                number
            });
            let mut goal = Node::new(
                NodeKind::Goal,
                &title,
                grid.evidence(source, col),
                if grid.table.spans_lost { LOST } else { SURE },
                "tier_column",
            );
            goal.level = level;
            goal.code = tier.and_then(|t| t.code).or(number).or_else(|| (!label.is_empty()).then(|| label.clone()));
            goal.label = label;
            // A merged cell that only repeats the group's label adds no tier.
            if let Some(p) = parent.filter(|&p| squash(&self.outline.nodes[p].label) == squash(&goal.title)) {
                self.outline.nodes[p].level = goal.level;
                continue;
            }
            goal.parent = parent;
            parent = Some(self.outline.add_goal(goal));
        }
        parent
    }

    /// A measure (or several in one cell) with everything its rows say.
    fn measure_rows(
        &mut self,
        grid: &Grid,
        section: &Section,
        rows: &[usize],
        columns: &Columns,
        parent: Option<NodeId>,
        around: &Around,
    ) -> Option<(NodeId, usize)> {
        let row = rows[0];
        let raw = grid.cell(row, columns.measure).map_or("", |c| c.text.as_str());
        let owned = parted(raw, self.rules);
        let raw = owned.as_ref().map_or(raw, |owned| owned.title.as_str());
        let titles = items(raw);
        let mut ids = Vec::new();
        let parts = composite::split(raw, &columns.parts, self.rules);
        if titles.len() == 1 && (parts.code.is_some() || parts.description.is_some() || !parts.owners.is_empty()) {
            let mut measure = self.measure(grid, section, rows, &parts.title, columns, parent);
            measure.code = measure.code.or(parts.code);
            if measure.owners.is_empty() {
                measure.owners = parts.owners;
            }
            if measure.description.is_empty() {
                measure.description.extend(parts.description);
            }
            ids.push(self.outline.add_measure(measure));
        } else {
            let placed = !columns.goals.is_empty() || !section.title.is_empty();
            for title in &titles {
                let (number, title) = self.numbered_by_tier(title, around);
                let mut measure = self.measure(grid, section, rows, &title, columns, parent);
                measure.code = measure.code.or(number);
                if let Some(owned) = owned.as_ref().filter(|_| measure.owners.is_empty()) {
                    measure.owners.clone_from(&owned.owners);
                }
                let again = if placed { None } else { self.outline.named_again(&measure) };
                ids.push(again.unwrap_or_else(|| self.outline.add_measure(measure)));
            }
        }
        let &first = ids.first()?;
        for (n, (basis, rows)) in rows_by_basis(grid, section, rows, self.rules).into_iter().enumerate() {
            let mut stretches = stretches(grid, section, &rows, self.phases, self.rules);
            if n == 0 && stretches.is_empty() {
                stretches = columns.periods.stretches(grid, row, around.years);
            }
            for (n, stretch) in stretches.iter().enumerate() {
                // As many bars as items: one each; else they belong to the cell as a whole, named by its first item.
                let id = if ids.len() > 1 && stretches.len() == ids.len() { ids[n] } else { first };
                self.schedule(stretch, id, basis, around, grid.table.spans_lost);
            }
        }
        for (n, &id) in ids.iter().enumerate() {
            self.results(grid, rows, columns, id, (n, ids.len()), around);
        }
        self.targets(grid, section, row, columns, first, around);
        let period = columns.periods.stretches(grid, row, around.years);
        let period = if let [only] = period.as_slice() { only.span.from.zip(only.span.to) } else { None };
        self.records.extend(columns.money.amounts(grid, row, &self.outline.nodes[first].title, period, around));
        Some((first, row))
    }

    /// 方策1 管路の更新 is 管路の更新 with the number 1: tier words count measures, too.
    fn numbered_by_tier(&self, title: &str, around: &Around) -> (Option<String>, String) {
        let tier = self.rules.tier(title).or_else(|| super::tierwords::tier(title, &around.tier_words));
        match tier.filter(|t| !t.word.is_empty() && t.code.is_some() && !t.title.is_empty()) {
            Some(tier) => (tier.code, tier.title),
            None => (None, title.to_owned()),
        }
    }

    fn measure(&self, grid: &Grid, section: &Section, rows: &[usize], title: &str, columns: &Columns, parent: Option<NodeId>) -> Node {
        let row = rows[0];
        let confidence = if grid.table.spans_lost { LOST } else { SURE };
        let (title, priority) = without_priority(title, self.rules);
        let (title, in_title) = match self.rules.owners.line(title).filter(|line| !line.coordinator && !line.before.is_empty()) {
            Some(line) => (bare(&line.before), line.names),
            None => (unquoted(&bare(title)), Vec::new()),
        };
        // 1-1 水道水質の見える化: number and title in one cell.
        let numbered = number_and_title(&title).filter(|(number, _)| match columns.code {
            None => number.contains('-') || columns.numbered,
            Some(col) => squash(grid.text(row, col)) == squash(number),
        });
        let (number, title) = numbered.map_or((None, title), |(number, title)| (Some(number), title));
        let mut node = Node::new(NodeKind::Measure, &title, grid.evidence(row, columns.measure), confidence, "measure_column");
        node.parent = parent;
        node.priority = priority;
        let text = |col: Option<usize>| col.map(|c| grid.text(row, c)).filter(|t| !t.is_empty() && !is_empty_cell(t)).map(str::to_owned);
        node.code = text(columns.code).or(number);
        node.category = columns.category.map(|c| grid.inherited(row, c, 0)).filter(|t| !t.is_empty()).map(str::to_owned);
        node.description = columns.description.map_or_else(Vec::new, |col| descriptions(grid, rows, col));
        for &col in &columns.owners {
            let raw = grid.cell(row, col).map_or("", |c| c.text.as_str());
            node.owners.extend(self.rules.owners.split(raw).into_iter().filter(|o| !is_empty_cell(o)));
            node.parts.extend(self.rules.owners.parts_of(raw, section.columns[col].label()));
        }
        node.owners.extend(owner_matrix::owners(grid, section, row, &columns.matrix));
        node.parts.extend(owner_matrix::parts(grid, section, row, &columns.matrix));
        if node.owners.is_empty() {
            node.owners = in_title;
        }
        node
    }

    /// A row that goes on with the measure above: more bars, another basis, more results.
    fn continuation(&mut self, grid: &Grid, section: &Section, measure: NodeId, row: usize, columns: &Columns, around: &Around) {
        let basis = row_basis(grid, section, row, self.rules);
        for stretch in stretches(grid, section, &[row], self.phases, self.rules) {
            self.schedule(&stretch, measure, basis, around, grid.table.spans_lost);
        }
        self.results(grid, &[row], columns, measure, (0, 1), around);
    }

    fn schedule(&mut self, stretch: &Stretch, measure: NodeId, basis: Basis, around: &Around, lost: bool) {
        if self.rules.schedule.status(&stretch.label) == Some("dropped") {
            self.outline.nodes[measure].status = Some("dropped".to_owned());
        }
        let record = schedule_record(stretch, &self.outline.nodes[measure].title, basis, &around.document, lost);
        self.records.push(record);
    }

    /// What was done, by the columns of a report or follow-up.
    ///
    /// The measure is the n-th of so many in its cell: where the result's cell holds as many items, each measure has its own.
    fn results(&mut self, grid: &Grid, rows: &[usize], columns: &Columns, measure: NodeId, (n, of): (usize, usize), around: &Around) {
        let Some(result) = columns.result else { return };
        for &row in rows.iter().filter(|&&r| grid.begins_in_row(r, result)) {
            let raw = grid.cell(row, result).map_or("", |c| c.text.as_str());
            let text =
                |col: Option<usize>| col.map(|c| grid.text(row, c)).filter(|t| !t.is_empty() && !is_empty_cell(t)).map(str::to_owned);
            let mark = columns.mark.and_then(|col| rating_legend::mark(grid.text(row, col), &around.ratings));
            if let Some(status) = mark.as_deref().and_then(|mark| rating_legend::status(mark, &around.ratings, self.rules)) {
                self.outline.nodes[measure].status = Some(status.to_owned());
            }
            if let Some(planned) = text(columns.plan) {
                let year = columns.year;
                let stretch = Stretch {
                    label: planned,
                    span: Span { from: year, to: year, phase: None },
                    uncertain: false,
                    uncertain_from: false,
                    basis: None,
                    evidence: grid.evidence(row, columns.plan.unwrap_or(result)),
                    col: 0,
                };
                self.schedule(&stretch, measure, Basis::Plan, around, false);
            }
            let parts = items(raw);
            let said = if of > 1 && parts.len() == of { parts[n].clone() } else { parts.concat() };
            if said.is_empty() || is_empty_cell(&said) {
                continue;
            }
            let (reason, next) = self.reason_and_next(text(columns.reason), text(columns.next));
            let body = ResultRecord {
                measure: self.outline.nodes[measure].title.clone(),
                text: said,
                mark,
                year: columns.year,
                reason,
                next,
                path: self.outline.path_above(measure),
            };
            let confidence = if grid.table.spans_lost { LOST } else { SURE };
            self.records
                .push(Record::new(&around.document, Body::Result(body), confidence, grid.evidence(row, result)).because("result_column"));
        }
    }

    /// 【理由】… 【対応】… in one cell are parted by these words; without them the column says what it is.
    fn reason_and_next(&self, reason: Option<String>, next: Option<String>) -> (Option<String>, Option<String>) {
        let cells: Vec<&str> = [&reason, &next].into_iter().flatten().map(String::as_str).collect();
        let parts: Vec<(ColumnRole, String)> = cells.iter().flat_map(|cell| labelled_parts(cell, self.rules)).collect();
        if parts.is_empty() {
            return (reason, next);
        }
        let of = |role: ColumnRole| parts.iter().find(|(r, text)| *r == role && !text.is_empty()).map(|(_, text)| text.clone());
        (of(ColumnRole::Reason), of(ColumnRole::Next))
    }

    /// Targets in the measure's own row.
    fn targets(&mut self, grid: &Grid, section: &Section, row: usize, columns: &Columns, measure: NodeId, around: &Around) {
        for &header in &columns.targets {
            let col = section.moved(grid, row, header);
            let raw = grid.cell(row, col).map_or("", |c| c.text.as_str());
            if raw.trim().is_empty() || is_empty_cell(&normalise(raw)) {
                continue;
            }
            if self.rules.schedule.status(&bare(&normalise(raw))) == Some("dropped") {
                self.outline.nodes[measure].status = Some("dropped".to_owned());
                continue;
            }
            let title = self.outline.nodes[measure].title.clone();
            let year = values::year_of(&section.columns[header]);
            let evidence = grid.evidence(row, col);
            // 耐震適合率 46.3%(R6) → 52.0%(R10), as a line of its own would say it.
            let mut found = values::in_line(raw, None, &evidence, self.rules, around);
            for record in &mut found {
                if let Body::Value(value) = &mut record.body {
                    value.measure = Some(title.clone());
                }
            }
            if found.is_empty() {
                found = values::in_target_cell(raw, &evidence, &title, year.as_ref(), around);
            }
            self.records.extend(found);
        }
    }
}

/// Grid rows that belong to the measure of body row `n`: those its merged cell covers, at least one.
fn rows_of_measure(grid: &Grid, section: &Section, columns: &Columns, n: usize) -> Vec<usize> {
    let row = section.body[n];
    let span = grid.cell(row, columns.measure).filter(|c| c.row == row).map_or(1, |c| c.row_span);
    // A code cell may span plan and actual rows where the title cell does not.
    let by_code = columns.code.and_then(|c| grid.cell(row, c)).filter(|c| c.row == row).map_or(1, |c| c.row_span);
    let span = if by_code > span && (row + span..row + by_code).all(|r| grid.text(r, columns.measure).is_empty()) { by_code } else { span };
    section.body[n..].iter().copied().take_while(|&r| r < row + span).collect()
}
