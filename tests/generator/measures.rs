//! The chapter of measures: tables, blocks or sheets.

use shirube::model::{Basis, Body, Measure, ResultRecord, Schedule};

use super::compose::Composer;
use super::data::Plan;
use super::layout::{BlockTime, MeasureForm, OwnerPlace, ScheduleForm, TierPlace, YearForm, long_year};
use super::table::{Bar, Shape, Table};
use super::words::{CATEGORY, CODE, DESCRIPTION, Half, MARK, MEASURE, NEXT, OWNER, RESULT, SCHEDULE};

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
}

impl Col {
    fn width(self) -> f32 {
        match self {
            Self::Tier(_) => 3.4,
            Self::Code => 2.6,
            Self::Measure => 4.6,
            Self::Category | Self::Mark => 1.9,
            Self::Owner => 3.4,
            Self::Description | Self::Result => 6.5,
            Self::Basis => 1.5,
            Self::Time => 2.6,
            Self::Next => 4.2,
        }
    }
}

/// The relative columns of a plan with their years.
pub(crate) fn phases(plan: &Plan) -> Vec<(&'static str, i32, i32)> {
    let (from, to) = (plan.from, plan.to);
    if to - from < 3 {
        return vec![("前期", from, from), ("後期", from + 1, to)];
    }
    vec![("前期", from, from + 1), ("中期", from + 2, from + 2), ("後期", from + 3, to)]
}

/// A unit of time: a year or a phase.
#[derive(Debug, Clone)]
struct Unit {
    phase: Option<&'static str>,
    from: i32,
    to: i32,
}

/// A bar over units: words, first and last unit.
type Stretch = (String, usize, usize);

pub(crate) fn chapter(c: &mut Composer) {
    c.chapter(if c.plan.report { "取組の進捗状況" } else { "具体的な取組" });
    match c.layout.measures {
        MeasureForm::Table => tables(c),
        MeasureForm::Turned => turned(c),
        MeasureForm::Blocks => blocks(c),
        MeasureForm::Sheets => sheets(c),
    }
}

fn units(c: &Composer) -> Vec<Unit> {
    if c.layout.phases && !c.plan.report && c.layout.measures == MeasureForm::Table {
        return phases(&c.plan).into_iter().map(|(name, from, to)| Unit { phase: Some(name), from, to }).collect();
    }
    (c.plan.from..=c.plan.to).map(|year| Unit { phase: None, from: year, to: year }).collect()
}

/// What is drawn for a measure, up to a unit.
fn stretches(c: &Composer, id: usize, units: &[Unit], until: i32) -> Vec<Stretch> {
    let measure = &c.plan.measures[id];
    let mut found: Vec<Stretch> = if units[0].phase.is_some() {
        measure.steps.iter().take(units.len()).enumerate().map(|(n, (label, ..))| (label.clone(), n, n)).collect()
    } else {
        let at = |year: i32| (year - c.plan.from) as usize;
        let steps = measure.steps.iter().filter(|(_, from, _)| *from <= until);
        steps.map(|(label, from, to)| (label.clone(), at(*from), at((*to).min(until)))).collect()
    };
    if bare(c) && !found.is_empty() {
        found = vec![(String::new(), found[0].1, found[found.len() - 1].2)];
    }
    found
}

fn bare(c: &Composer) -> bool {
    matches!(c.layout.schedule, ScheduleForm::Dots | ScheduleForm::Glyphs | ScheduleForm::BareBars)
}

/// Draws the stretches of a row and adds their gold.
fn draw(c: &mut Composer, table: &mut Table, row: usize, col: usize, id: usize, units: &[Unit], basis: Basis) {
    let until = if basis == Basis::Actual { c.reported() } else { c.plan.to };
    for (label, from, to) in stretches(c, id, units, until) {
        let shape = match c.layout.schedule {
            ScheduleForm::Spans => {
                table.span(row, col + from, 1, to - from + 1, label.clone()).centred = true;
                None
            }
            ScheduleForm::Repeated | ScheduleForm::Dots | ScheduleForm::Glyphs => {
                for unit in from..=to {
                    let words = match c.layout.schedule {
                        ScheduleForm::Dots => "●",
                        ScheduleForm::Glyphs => "→",
                        _ => &label,
                    };
                    table.cell(row, col + unit, words).centred = true;
                }
                None
            }
            ScheduleForm::Bars | ScheduleForm::BareBars => Some(Shape::Bar),
            ScheduleForm::BlockArrows => Some(Shape::BlockArrow),
            ScheduleForm::LineArrows => Some(Shape::LineArrow),
        };
        if let Some(shape) = shape {
            table.bars.push(Bar { row, from: col + from, to: col + to, shape, label: label.clone() });
        }
        let phase = units[from].phase.map(|first| match units[to].phase {
            Some(last) if last != first => format!("{first}~{last}"),
            _ => first.to_owned(),
        });
        c.add(Body::Schedule(Schedule {
            measure: c.plan.measures[id].title.clone(),
            label,
            from: Some(units[from].from),
            to: Some(units[to].to),
            phase,
            basis,
            uncertain: false,
        }));
    }
}

/// The gold of a measure itself.
fn add_measure(c: &mut Composer, id: usize, category: bool, description: bool, code: bool) {
    let m = c.plan.measures[id].clone();
    for goal in c.chain(m.goal) {
        c.add_goal(goal);
    }
    c.add(Body::Measure(Measure {
        code: code.then(|| m.number.clone()),
        title: m.title,
        path: c.path(m.goal),
        category: category.then_some(m.category),
        owners: m.owners,
        description: description.then_some(m.description),
        ..Measure::default()
    }));
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
    if c.plan.report && !c.layout.double_rows {
        columns.push(Col::Result);
        if c.random.chance(70) {
            columns.push(Col::Mark);
        }
        if c.random.chance(60) {
            columns.push(Col::Next);
        }
    } else {
        if c.layout.double_rows {
            columns.push(Col::Basis);
        }
        columns.extend(units(c).iter().map(|_| Col::Time));
    }
    if c.layout.owner_last {
        columns.push(Col::Owner);
    }
    columns
}

fn head(c: &mut Composer, col: Col) -> String {
    let half = c.layout.half;
    let mut pick = |heads: &super::words::Heads| heads.pick(&mut c.random, half);
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
        Col::Basis | Col::Time => String::new(),
    }
}

fn tables(c: &mut Composer) {
    let columns = columns(c);
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
                let line = c.tier_line(*goal);
                c.flow.heading(&line, [14.0, 12.5, 11.5][c.plan.goals[*goal].tier]);
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
    let header = if timed { c.layout.year_rows() + usize::from(with_head) } else { 1 };
    let mut table = Table { widths: columns.iter().map(|col| col.width()).collect(), header, ..Table::default() };
    for (n, col) in columns.iter().enumerate().filter(|(_, col)| **col != Col::Time) {
        if *col != Col::Basis || !heads[n].is_empty() {
            table.span(0, n, header, 1, heads[n].clone()).centred = true;
        }
    }
    if timed {
        if with_head {
            table.span(0, first_time, 1, units.len(), schedule_head).centred = true;
        }
        let row = usize::from(with_head);
        if units[0].phase.is_some() {
            for (n, unit) in units.iter().enumerate() {
                table.span(row, first_time + n, header - row, 1, unit.phase.unwrap_or_default()).centred = true;
            }
        } else {
            let years: Vec<i32> = units.iter().map(|u| u.from).collect();
            c.year_head(&mut table, row, first_time, &years);
        }
        table.rows = table.rows.max(header);
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
    let height = if c.layout.double_rows { 2 } else { 1 };
    for (col, tier) in columns.iter().enumerate().filter_map(|(n, col)| if let Col::Tier(t) = col { Some((n, *t)) } else { None }) {
        let goal = |id: usize| c.chain(c.plan.measures[id].goal).get(tier).copied();
        let mut n = 0;
        while n < ids.len() {
            let end = (n + 1..ids.len()).find(|&m| goal(ids[m]) != goal(ids[n])).unwrap_or(ids.len());
            let text = goal(ids[n]).map_or(String::new(), |g| c.plan.goals[g].title.clone());
            table.span(header + n * height, col, (end - n) * height, 1, text);
            n = end;
        }
    }
}

fn measure_rows(c: &mut Composer, table: &mut Table, columns: &[Col], row: usize, id: usize, first_time: usize, units: &[Unit]) -> usize {
    let m = c.plan.measures[id].clone();
    let has = |col: Col| columns.contains(&col);
    let height = if c.layout.double_rows { 2 } else { 1 };
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
            Col::Tier(_) | Col::Basis | Col::Time => continue,
        };
        table.span(row, n, height, 1, text);
    }
    if let Some(basis) = columns.iter().position(|col| *col == Col::Basis) {
        table.cell(row, basis, "計画").centred = true;
        table.cell(row + 1, basis, "実績").centred = true;
    }
    if has(Col::Time) {
        draw(c, table, row, first_time, id, units, Basis::Plan);
        if height == 2 {
            draw(c, table, row + 1, first_time, id, units, Basis::Actual);
        }
    }
    give_up(c, table, row, id, first_time, units);
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

/// 削除 or 実施取りやめ behind the last bar of the last measure, where there is room.
fn give_up(c: &mut Composer, table: &mut Table, row: usize, id: usize, first_time: usize, units: &[Unit]) {
    let words = matches!(c.layout.schedule, ScheduleForm::Spans | ScheduleForm::Repeated) && units[0].phase.is_none();
    let last = c.plan.measures[id].steps.last().map_or(c.plan.to, |(_, _, to)| *to);
    if !c.layout.dropped || !words || id + 1 != c.plan.measures.len() || last >= c.plan.to {
        return;
    }
    let label = c.random.pick(&["削除", "実施取りやめ"]);
    table.cell(row, first_time + (last + 1 - c.plan.from) as usize, label).centred = true;
    let title = c.plan.measures[id].title.clone();
    for gold in &mut c.gold {
        if let Body::Measure(m) = &mut gold.record.body
            && m.title == title
        {
            m.status = Some("dropped".to_owned());
        }
    }
    add_step(c, &title, label.to_owned(), last + 1, last + 1);
    c.gold.last_mut().unwrap().optional = true;
}

/// Years as rows, measures as columns; nothing else is said of them.
fn turned(c: &mut Composer) {
    let ids: Vec<usize> = (0..c.plan.measures.len()).collect();
    let groups = ids.len().div_ceil(5);
    let years: Vec<i32> = (c.plan.from..=c.plan.to).collect();
    for part in ids.chunks(ids.len().div_ceil(groups)) {
        let mut table = Table { header: 1, widths: vec![2.4], ..Table::default() };
        table.cell(0, 0, "年度").centred = true;
        for (n, year) in years.iter().enumerate() {
            let text = if c.layout.years == YearForm::TwoRows { long_year(*year) } else { c.layout.year(*year) };
            table.cell(n + 1, 0, text).centred = true;
        }
        for (col, &id) in part.iter().enumerate() {
            let m = c.plan.measures[id].clone();
            table.widths.push(3.2);
            table.cell(0, col + 1, m.title.clone()).centred = true;
            c.add(Body::Measure(Measure { title: m.title.clone(), ..Measure::default() }));
            for (label, from, to) in m.steps {
                let row = (from - c.plan.from) as usize + 1;
                table.span(row, col + 1, (to - from + 1) as usize, 1, label.clone()).centred = true;
                add_step(c, &m.title, label, from, to);
            }
        }
        c.flow.space(8.0);
        c.flow.table(table);
    }
}

/// The gold of a step said in full years.
fn add_step(c: &mut Composer, measure: &str, label: String, from: i32, to: i32) {
    c.add(Body::Schedule(Schedule {
        measure: measure.to_owned(),
        label,
        from: Some(from),
        to: Some(to),
        phase: None,
        basis: Basis::Plan,
        uncertain: false,
    }));
}

/// The time of a measure in a line of words or in a bracket.
fn time_in_words(c: &mut Composer, id: usize) {
    let m = c.plan.measures[id].clone();
    let bracket = c.layout.block_time == BlockTime::Brackets;
    let steps: Vec<String> = m
        .steps
        .iter()
        .map(|(label, from, to)| match (bracket, from == to) {
            (true, true) => format!("{}：{label}", long_year(*from)),
            (true, false) => format!("{}～{}：{label}", long_year(*from), long_year(*to)),
            (false, true) => format!("{}に{label}", long_year(*from)),
            (false, false) => format!("{}から{}まで{label}", long_year(*from), long_year(*to)),
        })
        .collect();
    let text = if bracket { format!("【{}】", steps.join("　")) } else { format!("・実施時期　{}", steps.join("、")) };
    c.flow.words(&text, 9.0, 12.0, 0.0);
    for (label, from, to) in m.steps {
        add_step(c, &m.title, label, from, to);
    }
}

/// Goals as headings, each measure a title with bullets and a schedule of its own.
fn blocks(c: &mut Composer) {
    let mark = c.random.pick(&["◆", "■", "●"]);
    let marker = if c.layout.half == Half::Fresh { "窓口" } else { c.random.pick(&["担当", "担当課", "所管"]) };
    let mut open: Vec<usize> = Vec::new();
    for id in 0..c.plan.measures.len() {
        let m = c.plan.measures[id].clone();
        let chain = c.chain(m.goal);
        for goal in chain.iter().filter(|g| !open.contains(g)) {
            let line = c.tier_line(*goal);
            c.flow.heading(&line, [14.0, 12.5, 11.5][c.plan.goals[*goal].tier]);
        }
        open = chain;
        add_measure(c, id, false, true, false);
        let owners = m.owners.join("、");
        c.flow.space(6.0);
        if c.layout.owners == OwnerPlace::Bracket {
            c.flow.words(&format!("{mark}{}（{marker}：{owners}）", m.title), 10.5, 0.0, 110.0);
        } else {
            c.flow.words(&format!("{mark}{}", m.title), 10.5, 0.0, 130.0);
            c.flow.words(&format!("（{marker}：{owners}）"), 9.0, 12.0, 100.0);
        }
        for sentence in m.description.split_inclusive('。') {
            c.flow.words(&format!("・{sentence}"), 9.0, 12.0, 0.0);
        }
        c.flow.space(4.0);
        if c.layout.block_time != BlockTime::Table {
            time_in_words(c, id);
            continue;
        }
        let units = units(c);
        let header = c.layout.year_rows();
        let mut table = Table { widths: vec![1.0; units.len()], header, ..Table::default() };
        let years: Vec<i32> = units.iter().map(|u| u.from).collect();
        c.year_head(&mut table, 0, 0, &years);
        table.rows = header + 1;
        draw(c, &mut table, header, 0, id, &units, Basis::Plan);
        c.flow.table(table);
    }
}

/// A sheet of labels and values for each measure, the schedule below.
fn sheets(c: &mut Composer) {
    let (half, random) = (c.layout.half, &mut c.random);
    let heads = [&MEASURE, &CODE, &CATEGORY, &OWNER, &DESCRIPTION, &SCHEDULE].map(|h| h.pick(random, half));
    let one_a_page = random.chance(50);
    for id in 0..c.plan.measures.len() {
        if one_a_page && id > 0 {
            c.flow.new_page();
        }
        let m = c.plan.measures[id].clone();
        add_measure(c, id, true, true, true);
        let mut table = Table { widths: vec![1.4, 3.0, 1.4, 3.0], ..Table::default() };
        let mut row = 0;
        for goal in c.chain(m.goal) {
            table.cell(row, 0, c.tier_words[c.plan.goals[goal].tier].clone());
            table.span(row, 1, 1, 3, c.plan.goals[goal].title.clone());
            row += 1;
        }
        for (n, text) in [(0, &m.title), (3, &m.owners.join(c.layout.owner_mark)), (4, &m.description)] {
            table.cell(row, 0, heads[n].clone());
            table.span(row, 1, 1, 3, text.clone());
            row += 1;
            if n == 0 {
                table.cell(row, 0, heads[1].clone());
                table.cell(row, 1, m.number.clone());
                table.cell(row, 2, heads[2].clone());
                table.cell(row, 3, m.category.clone());
                row += 1;
            }
        }
        c.flow.space(8.0);
        c.flow.table(table);
        let units = units(c);
        let header = c.layout.year_rows();
        let mut widths = vec![1.4];
        widths.extend(vec![7.0 / units.len() as f32; units.len()]);
        let mut table = Table { widths, header, ..Table::default() };
        let years: Vec<i32> = units.iter().map(|u| u.from).collect();
        table.span(0, 0, header + 1, 1, heads[5].clone());
        c.year_head(&mut table, 0, 1, &years);
        table.rows = header + 1;
        draw(c, &mut table, header, 1, id, &units, Basis::Plan);
        c.flow.table(table);
    }
}
