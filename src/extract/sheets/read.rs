//! The records of a sheet: what its labels say of the measure, its figures, and the grids below.

use super::super::deliverables;
use super::super::follow_up::FollowUp;
use super::super::grid::Grid;
use super::super::headers::{Section, sections};
use super::super::items::items;
use super::super::line::Line;
use super::super::measure_columns::measure_column;
use super::super::measures::MeasureTables;
use super::super::outline::NodeKind;
use super::super::sectioned::CutTable;
use super::super::strips::Strips;
use super::super::tables::SHEET_PERIOD;
use super::super::turned::years_across;
use super::super::values;
use super::super::walk::Walker;
use super::Sheet;
use crate::language::{normalise, squash};
use crate::model::{Body, Place, Role, Table};

impl Walker<'_> {
    /// A sheet: its labels as columns, then what stands below them.
    pub(in crate::extract) fn sheet(&mut self, place: Place, sheet: &Sheet, table: &Table, cut: Option<&CutTable<'_>>) {
        self.close_sheet();
        if let Some((cell, words)) = &sheet.title {
            // 方針B 水を運ぶ管を強くする over the sentences that tell of it, in one cell.
            let told = cell.text.split_once('\n').filter(|(first, _)| self.rules.tier(first).is_some_and(|tier| tier.code.is_some()));
            let (first, told) = told.map_or((words.as_str(), ""), |(first, told)| (first, told));
            let line = Line::new(cell.place, first, "", Some(0), self.rules);
            if self.tier(&line) && !told.is_empty() {
                self.describe(&normalise(told));
            }
        }
        if !sheet.columns.is_empty() && !self.sheet_of_measure(sheet) {
            return self.table(place, table, cut);
        }
        self.understood += 1;
        self.candidate = None;
        self.own_line(sheet);
        let around = self.surroundings();
        for figures in &sheet.figures {
            let grid = Grid::new(figures);
            for section in sections(&grid, self.rules, Some(self.around.years)) {
                let mut found = values::in_table(&grid, &section, self.rules, &around);
                for record in &mut found {
                    if let Body::Value(value) = &mut record.body {
                        value.measure = value.measure.take().or_else(|| around.measure.clone());
                        // A figure of a year to come on a sheet is what is aimed at.
                        value.role = if value.role == Role::Forecast { Role::Target } else { value.role };
                    }
                }
                self.records.extend(found);
            }
        }
        for rest in &sheet.rest {
            self.rest(place, rest);
        }
    }

    /// The measure of a sheet; `false` where its labels say nothing of one.
    fn sheet_of_measure(&mut self, sheet: &Sheet) -> bool {
        let grid = Grid::new(&sheet.table);
        let section = Section { header: vec![0], body: vec![1], columns: sheet.columns.clone(), ..Section::default() };
        let title = measure_column(&section).and_then(|col| items(grid.text(1, col)).into_iter().next()).map(|t| squash(&t));
        // The heading that names the measure is no goal, and what stands below it is about the measure.
        let heading = self.outline.current().filter(|id| sheet.headed && self.headed.last() == Some(id));
        let heading = heading.filter(|&id| Some(self.outline.nodes[id].key()) == title.as_deref());
        if let Some(parent) = heading.map(|id| self.outline.nodes[id].parent) {
            match parent {
                Some(parent) => self.outline.reopen(parent),
                None => self.outline.close(),
            }
        }
        let described = self.candidate.take().filter(|_| sheet.headed).map(|candidate| self.measure_of(candidate, 0.0, ""));
        let around = self.surroundings();
        let before = self.records.len();
        let mut reader = MeasureTables::new(self.rules, self.phases, &mut self.outline, &mut self.records);
        if !reader.read(&grid, &section, &around) {
            return false;
        }
        let read = reader.placed.get(&1).copied();
        for record in self.records[before..].iter_mut().filter(|r| matches!(&r.body, Body::Schedule(s) if s.label.is_empty())) {
            record.reasons.push(SHEET_PERIOD.to_owned());
        }
        self.guesses.add(&grid, &section);
        self.outline.measure = read;
        // Names of products in brackets of their own were read where they stand.
        if !self.records[before..].iter().any(|record| matches!(record.body, Body::Deliverable(_))) {
            let around = self.surroundings();
            self.records.extend(deliverables::in_table(&grid, &section, self.rules, &self.outline, &around));
        }
        self.follow_up = self.outline.measure.map(FollowUp::new);
        if let (Some(heading), Some(measure)) = (heading, self.outline.measure) {
            let goal = self.outline.nodes[heading].clone();
            self.outline.nodes[heading].kind = NodeKind::Section;
            let node = &mut self.outline.nodes[measure];
            node.code = node.code.take().or(goal.code);
            if node.description.is_empty() {
                node.description = goal.description;
            }
        }
        if let (Some(described), Some(measure)) = (described, self.outline.measure) {
            let node = &mut self.outline.nodes[measure];
            if node.description.is_empty() {
                node.description = described.description;
            }
        }
        true
    }

    /// A title that stood as text above the sheet, with what it tells, is no description of what came before.
    fn own_line(&mut self, sheet: &Sheet) {
        let Some(measure) = self.outline.measure.filter(|_| sheet.headed) else { return };
        let key = self.outline.nodes[measure].key().to_owned();
        for id in 0..self.outline.nodes.len() {
            let lines = &self.outline.nodes[id].description;
            let at = lines.iter().position(|line| squash(line).ends_with(&key) && line.chars().count() <= key.chars().count() + 8);
            let Some(at) = at.filter(|_| id != measure) else { continue };
            let own = self.outline.nodes[id].description.split_off(at);
            let node = &mut self.outline.nodes[measure];
            if node.description.is_empty() {
                node.description.extend(own.into_iter().skip(1));
            }
        }
    }

    /// A grid of a sheet: years below each other are the measure's schedule, anything else is a table.
    fn rest(&mut self, place: Place, rest: &Table) {
        if let Some(upright) = years_across(rest, self.around.years)
            && Strips::hold(&upright, self.rules)
        {
            return self.table(place, &upright, None);
        }
        let rows = Section { body: (0..rest.rows).collect(), ..Section::default() };
        if !self.years_below(&Grid::new(rest), &rows) {
            self.table(place, rest, None);
        }
    }
}
