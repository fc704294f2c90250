//! Tables of measures: goals as columns, title rows or headings; years, phases or results behind.

use shirube::model::{Basis, Body, ResultRecord, Role, Value};

use super::time::{Unit, draw, head as time_head, head_rows, units};
use super::{add_measure, add_step};
use crate::generator::compose::Composer;
use crate::generator::layout::{ReportForm, TierPlace};
use crate::generator::table::Table;
use crate::generator::words::{AIM, CATEGORY, CODE, DESCRIPTION, Heads, MARK, MEASURE, NEXT, OWNER, RESULT, SCHEDULE};

/// A column of a table of measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Col {
    Tier(usize),
    Code,
    Measure,
    Category,
    Owner,
    Description,
    Basis,
    Time,
    Result,
    Mark,
    Next,
    Aim,
    Rated,
}

impl Col {
    fn width(self) -> f32 {
        match self {
            Self::Tier(_) => 3.4,
            Self::Code => 3.4,
            Self::Measure => 4.6,
            Self::Category | Self::Mark => 1.9,
            Self::Owner => 3.4,
            Self::Description | Self::Result => 6.5,
            Self::Aim => 5.0,
            Self::Rated => 2.4,
            Self::Basis => 1.5,
            Self::Time => 2.6,
            Self::Next => 4.2,
        }
    }
}

/// The rows of one measure: 計画 and 実績 in reports, with the revision between them or not.
fn basis_rows(c: &Composer) -> &'static [(&'static str, Basis)] {
    match c.layout.report {
        ReportForm::DoubleRows if c.plan.report => &[("計画", Basis::Plan), ("実績", Basis::Actual)],
        ReportForm::Revised if c.plan.report => &[("当初計画", Basis::Plan), ("変更計画", Basis::Plan), ("実績", Basis::Actual)],
        _ => &[("", Basis::Plan)],
    }
}

fn columns(c: &mut Composer) -> Vec<Col> {
    let mut columns = Vec::new();
    if c.layout.tiers == TierPlace::Columns {
        columns.extend((0..c.plan.tiers).map(Col::Tier));
    }
    if c.layout.code {
        columns.push(Col::Code);
    }
    columns.push(Col::Measure);
    let mut rest = Vec::new();
    if c.layout.category {
        rest.push(Col::Category);
    }
    if c.layout.description && !c.plan.report {
        rest.push(Col::Description);
    }
    if !c.layout.owner_last {
        rest.push(Col::Owner);
    }
    c.random.shuffle(&mut rest);
    columns.extend(rest);
    match c.layout.report {
        ReportForm::Results if c.plan.report => {
            columns.push(Col::Result);
            if c.random.chance(70) {
                columns.push(Col::Mark);
            }
            if c.random.chance(60) {
                columns.push(Col::Next);
            }
        }
        ReportForm::Ratings if c.plan.report => columns.extend([Col::Rated, Col::Rated]),
        _ => {
            if basis_rows(c).len() > 1 {
                columns.push(Col::Basis);
            }
            columns.extend(units(c).iter().map(|_| Col::Time));
        }
    }
    if c.layout.aims {
        columns.push(Col::Aim);
    }
    if c.layout.owner_last {
        columns.push(Col::Owner);
    }
    columns
}

fn head(c: &mut Composer, col: Col) -> String {
    let half = c.layout.half;
    let mut pick = |heads: &Heads| heads.pick(&mut c.random, half);
    match col {
        Col::Tier(n) => c.tier_words[n].clone(),
        Col::Code => pick(&CODE),
        Col::Measure => pick(&MEASURE),
        Col::Category => pick(&CATEGORY),
        Col::Owner => pick(&OWNER),
        Col::Description => pick(&DESCRIPTION),
        Col::Result => pick(&RESULT),
        Col::Mark => pick(&MARK),
        Col::Next => pick(&NEXT),
        Col::Aim => pick(&AIM),
        Col::Basis | Col::Time | Col::Rated => String::new(),
    }
}

pub(super) fn tables(c: &mut Composer) {
    let columns = columns(c);
    leave_room(c, &columns);
    let heads: Vec<String> = columns.iter().map(|col| head(c, *col)).collect();
    let schedule_head = SCHEDULE.pick(&mut c.random, c.layout.half);
    let ids: Vec<usize> = (0..c.plan.measures.len()).collect();
    let top = |c: &Composer, id: usize| c.chain(c.plan.measures[id].goal)[0];
    let headings = c.layout.tiers == TierPlace::Headings;
    let same = |c: &Composer, a: usize, b: usize| {
        if headings { c.plan.measures[a].goal == c.plan.measures[b].goal } else { c.layout.one_table || top(c, a) == top(c, b) }
    };
    let mut open: Vec<usize> = Vec::new();
    let mut n = 0;
    while n < ids.len() {
        let end = (n + 1..ids.len()).find(|&m| !same(c, ids[m], ids[n])).unwrap_or(ids.len());
        if headings {
            let chain = c.chain(c.plan.measures[ids[n]].goal);
            for goal in chain.iter().filter(|g| !open.contains(g)) {
                c.goal_heading(*goal);
            }
            open = chain;
        }
        let table = table(c, &columns, &heads, &schedule_head, &ids[n..end]);
        c.flow.table(table);
        n = end;
    }
}

fn table(c: &mut Composer, columns: &[Col], heads: &[String], schedule_head: &str, ids: &[usize]) -> Table {
    let units = units(c);
    let timed = columns.contains(&Col::Time);
    let first_time = columns.iter().position(|col| *col == Col::Time).unwrap_or(0);
    let with_head = timed && c.layout.schedule_head;
    let header = if timed { head_rows(c) + usize::from(with_head) } else { 1 };
    let mut table = Table {
        widths: columns.iter().map(|col| if c.layout.vertical && *col == Col::Tier(0) { 1.2 } else { col.width() }).collect(),
        header,
        ..Table::default()
    };
    for (n, col) in columns.iter().enumerate().filter(|(_, col)| !matches!(col, Col::Time | Col::Rated)) {
        if *col != Col::Basis || !heads[n].is_empty() {
            table.span(0, n, header, 1, heads[n].clone()).centred = true;
        }
    }
    if timed {
        if with_head {
            table.span(0, first_time, 1, units.len(), schedule_head).centred = true;
        }
        let row = usize::from(with_head);
        time_head(c, &mut table, row, header - row, first_time, &units);
        table.rows = table.rows.max(header);
    }
    for (n, _) in columns.iter().enumerate().filter(|(_, col)| **col == Col::Rated) {
        let year = c.reported() - i32::from(columns.get(n + 1) == Some(&Col::Rated));
        table.cell(0, n, c.layout.year(year)).centred = true;
    }
    let mut open: Vec<usize> = Vec::new();
    let mut row = header;
    for &id in ids {
        let chain = c.chain(c.plan.measures[id].goal);
        if c.layout.tiers == TierPlace::TitleRows {
            for goal in chain.iter().filter(|g| !open.contains(g)) {
                table.span(row, 0, 1, columns.len(), c.tier_line(*goal));
                row += 1;
            }
            open.clone_from(&chain);
        }
        row += measure_rows(c, &mut table, columns, row, id, first_time, &units);
    }
    tier_cells(c, &mut table, columns, ids, header);
    table
}

/// Merged cells of the tier columns; every measure has the same number of rows.
fn tier_cells(c: &Composer, table: &mut Table, columns: &[Col], ids: &[usize], header: usize) {
    let height = basis_rows(c).len();
    for (col, tier) in columns.iter().enumerate().filter_map(|(n, col)| if let Col::Tier(t) = col { Some((n, *t)) } else { None }) {
        let goal = |id: usize| c.chain(c.plan.measures[id].goal).get(tier).copied();
        let mut n = 0;
        while n < ids.len() {
            let end = (n + 1..ids.len()).find(|&m| goal(ids[m]) != goal(ids[n])).unwrap_or(ids.len());
            let text = goal(ids[n]).map_or(String::new(), |g| c.plan.goals[g].title.clone());
            let vertical = c.layout.vertical && tier == 0;
            table.span(header + n * height, col, (end - n) * height, 1, text).vertical = vertical;
            n = end;
        }
    }
}

fn measure_rows(c: &mut Composer, table: &mut Table, columns: &[Col], row: usize, id: usize, first_time: usize, units: &[Unit]) -> usize {
    let m = c.plan.measures[id].clone();
    let has = |col: Col| columns.contains(&col);
    let rows = basis_rows(c);
    let height = rows.len();
    add_measure(c, id, has(Col::Category), has(Col::Description), has(Col::Code));
    for (n, col) in columns.iter().enumerate() {
        let text = match col {
            Col::Code => m.number.clone(),
            Col::Measure => m.title.clone(),
            Col::Category => m.category.clone(),
            Col::Owner => m.owners.join(c.layout.owner_mark),
            Col::Description => m.description.clone(),
            Col::Result => m.result.clone(),
            Col::Mark => m.mark.clone(),
            Col::Next => m.next.clone(),
            Col::Aim if is_given_up(c, id, columns) => continue,
            Col::Aim => m.aim.clone(),
            Col::Rated => {
                let before = usize::from(columns.get(n + 1) != Some(&Col::Rated));
                table.cell(row, n, m.marks[before].clone()).centred = true;
                continue;
            }
            Col::Tier(_) | Col::Basis | Col::Time => continue,
        };
        table.span(row, n, height, 1, text);
    }
    for (n, (word, basis)) in rows.iter().enumerate() {
        if let Some(col) = columns.iter().position(|col| *col == Col::Basis) {
            table.cell(row + n, col, *word).centred = true;
        }
        if has(Col::Time) {
            draw(c, table, row + n, first_time, id, units, *basis);
        }
    }
    give_up(c, table, row, id, columns, first_time);
    if has(Col::Rated) {
        for (n, mark) in m.marks.iter().enumerate() {
            let year = Some(c.reported() + n as i32 - 1);
            let rated = ResultRecord { measure: m.title.clone(), mark: Some(mark.clone()), year, ..ResultRecord::default() };
            // The common scorer knows one result without words a measure.
            if n == 0 { c.add_optional(Body::Result(rated)) } else { c.add(Body::Result(rated)) }
        }
    }
    if has(Col::Aim) && !is_given_up(c, id, columns) {
        add_aim(c, &m.title, &m.aim);
    }
    if has(Col::Result) {
        c.add(Body::Result(ResultRecord {
            measure: m.title,
            text: m.result,
            mark: has(Col::Mark).then_some(m.mark),
            year: Some(c.reported()),
            next: has(Col::Next).then_some(m.next),
            ..ResultRecord::default()
        }));
    }
    table.rows = table.rows.max(row + height);
    height
}

/// The gold of a target in words: the sentence names it.
fn add_aim(c: &mut Composer, measure: &str, aim: &str) {
    c.add(Body::Value(Value {
        indicator: aim.to_owned(),
        code: None,
        unit: None,
        year: None,
        phase: None,
        role: Role::Target,
        value: None,
        comparator: None,
        text: aim.to_owned(),
        scope: None,
        measure: Some(measure.to_owned()),
        standard_edition: None,
        path: Vec::new(),
        printed_rate: None,
        standard: None,
    }));
}

/// Whether a measure is the one that the plan gives up: the last of a table of years.
fn is_given_up(c: &Composer, id: usize, columns: &[Col]) -> bool {
    c.layout.dropped && !super::phased(c) && columns.contains(&Col::Time) && id + 1 == c.plan.measures.len()
}

/// What the given-up measure keeps: nothing where 削除 takes the place of its target, else its steps before the last year.
fn leave_room(c: &mut Composer, columns: &[Col]) {
    let id = c.plan.measures.len() - 1;
    if !is_given_up(c, id, columns) {
        return;
    }
    let (instead, end) = (columns.contains(&Col::Aim), c.plan.to - 1);
    let steps = &mut c.plan.measures[id].steps;
    steps.retain(|(_, from, _)| !instead && *from <= end);
    steps.iter_mut().for_each(|(_, _, to)| *to = (*to).min(end));
}

/// 削除 in place of the target, or 実施取りやめ in the year behind the last bar.
fn give_up(c: &mut Composer, table: &mut Table, row: usize, id: usize, columns: &[Col], first_time: usize) {
    if !is_given_up(c, id, columns) {
        return;
    }
    let label = c.random.pick(&["削除", "実施取りやめ"]);
    let last = c.plan.measures[id].steps.last().map(|(_, _, to)| *to);
    match (columns.iter().position(|col| *col == Col::Aim), last) {
        (Some(aim), _) => table.cell(row, aim, label).centred = true,
        (None, Some(last)) => table.cell(row, first_time + (last + 1 - c.plan.from) as usize, label).centred = true,
        (None, None) => return,
    }
    let title = c.plan.measures[id].title.clone();
    for gold in &mut c.gold {
        if let Body::Measure(m) = &mut gold.record.body
            && m.title == title
        {
            m.status = Some("dropped".to_owned());
        }
    }
    // The words may stand as a step of their own.
    for year in c.plan.from..=c.plan.to {
        add_step(c, &title, label.to_owned(), year, year);
        c.gold.last_mut().unwrap().optional = true;
    }
}
