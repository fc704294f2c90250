//! The chapter of indicators: tables of several forms, or sentences.

use shirube::model::{Body, Indicator, Role, Value};

use super::compose::Composer;
use super::data;
use super::layout::{IndicatorForm, era, long_year};
use super::table::Table;
use super::words::{ACTUAL, BASELINE, DIRECTION, INDICATOR, TARGET, UNIT};

pub(crate) fn chapter(c: &mut Composer) {
    c.chapter(&["成果指標と目標値", "数値目標", "目標とする指標", "計画の成果を測る指標", "目指す水準"]);
    c.flow.paragraph("取組の成果を次の指標で確かめます。");
    if c.layout.indicators == IndicatorForm::Prose {
        return sentences(c);
    }
    let table = match c.layout.indicators {
        IndicatorForm::Rows => rows(c, true),
        IndicatorForm::StartAndTarget => rows(c, false),
        IndicatorForm::DoubleRows => double_rows(c),
        IndicatorForm::Columns => columns(c),
        IndicatorForm::YearRows => year_rows(c),
        IndicatorForm::OneCell | IndicatorForm::OneCellBrackets | IndicatorForm::Prose => one_cell(c),
    };
    c.flow.table(table);
}

/// One number in a cell, and its gold; words where the indicator has no figures.
fn cell(c: &mut Composer, indicator: &data::Indicator, year: i32, role: Role, unit_inside: bool) -> String {
    if let Some((start, target)) = indicator.words {
        let text = if role == Role::Target { target } else { start };
        add_value(c, indicator, year, role, None, None, text);
        return text.to_owned();
    }
    let value = indicator.figure(c.plan.from - 1, year);
    let bound = if role == Role::Target { indicator.bound } else { "" };
    let unit = if unit_inside { indicator.unit.as_str() } else { "" };
    let text = format!("{}{unit}{bound}", indicator.print(value));
    let comparator = match bound {
        "以上" => ">=",
        "以下" => "<=",
        _ => "=",
    };
    add_value(c, indicator, year, role, Some(value), Some(comparator), &text);
    text
}

/// The gold of a value.
fn add_value(
    c: &mut Composer,
    indicator: &data::Indicator,
    year: i32,
    role: Role,
    value: Option<f64>,
    comparator: Option<&str>,
    text: &str,
) {
    c.add(Body::Value(Value {
        indicator: indicator.name.clone(),
        code: None,
        unit: (!indicator.unit.is_empty()).then(|| indicator.unit.clone()),
        year: Some(year),
        phase: None,
        role,
        value,
        comparator: comparator.map(str::to_owned),
        text: text.to_owned(),
        scope: None,
        measure: None,
        standard_edition: None,
        path: Vec::new(),
        printed_rate: None,
        standard: None,
    }));
}

/// Name and unit columns as far as they are printed.
fn lead(c: &mut Composer, header: usize) -> (Table, usize) {
    let mut table = Table { header, ..Table::default() };
    let half = c.layout.half;
    table.widths.push(5.0);
    table.span(0, 0, header, 1, INDICATOR.pick(&mut c.random, half)).centred = true;
    if c.layout.unit_column {
        table.widths.push(1.6);
        table.span(0, 1, header, 1, UNIT.pick(&mut c.random, half)).centred = true;
    }
    let next = table.widths.len();
    (table, next)
}

fn name_cells(c: &Composer, table: &mut Table, row: usize, rows: usize, indicator: &data::Indicator) {
    table.span(row, 0, rows, 1, indicator.name.clone());
    if c.layout.unit_column {
        table.span(row, 1, rows, 1, indicator.unit.clone()).centred = true;
    }
}

fn rows(c: &mut Composer, yearly: bool) -> Table {
    let half = c.layout.half;
    let start = c.plan.from - 1;
    let targets: Vec<i32> = if yearly { (c.plan.from..=c.plan.to).collect() } else { vec![c.plan.to] };
    let header = if yearly { 1 + c.layout.year_rows() } else { 1 };
    let (mut table, mut col) = lead(c, header);
    let said = |word: String, year: String| if year.ends_with(')') { format!("{word} {year}") } else { format!("{word}({year})") };
    let baseline = said(BASELINE.pick(&mut c.random, half), c.layout.year(start));
    table.widths.push(2.2);
    table.span(0, col, header, 1, baseline).centred = true;
    col += 1;
    let target = TARGET.pick(&mut c.random, half);
    let first = col;
    if yearly {
        table.span(0, col, 1, targets.len(), target).centred = true;
        c.year_head(&mut table, 1, col, &targets);
    } else {
        table.cell(0, col, said(target, c.layout.year(c.plan.to))).centred = true;
    }
    table.widths.extend(vec![2.0; targets.len()]);
    col += targets.len();
    if c.layout.direction {
        table.widths.push(1.8);
        table.span(0, col, header, 1, DIRECTION.pick(&mut c.random, half)).centred = true;
    }
    let inside = !c.layout.unit_column;
    for (n, indicator) in c.plan.indicators.clone().iter().enumerate() {
        let row = header + n;
        name_cells(c, &mut table, row, 1, indicator);
        let text = cell(c, indicator, start, Role::Baseline, inside);
        table.cell(row, first - 1, text).centred = true;
        for (n, year) in targets.iter().enumerate() {
            let text = cell(c, indicator, *year, Role::Target, inside);
            table.cell(row, first + n, text).centred = true;
        }
        if c.layout.direction {
            table.cell(row, col, if indicator.rising { "↑" } else { "↓" }).centred = true;
            c.add(Body::Indicator(Indicator {
                indicator: indicator.name.clone(),
                unit: (!indicator.unit.is_empty()).then(|| indicator.unit.clone()),
                direction: Some(if indicator.rising { "up" } else { "down" }.to_owned()),
                ..Indicator::default()
            }));
        }
    }
    table
}

/// 目標 and 実績 below each other, years as columns.
fn double_rows(c: &mut Composer) -> Table {
    let years: Vec<i32> = (c.plan.from..=c.plan.to).collect();
    let header = c.layout.year_rows();
    let (mut table, col) = lead(c, header);
    table.widths.push(1.6);
    table.widths.extend(vec![2.0; years.len()]);
    c.year_head(&mut table, 0, col + 1, &years);
    let inside = !c.layout.unit_column;
    let reported = c.reported();
    for (n, indicator) in c.plan.indicators.clone().iter().enumerate() {
        let row = header + 2 * n;
        name_cells(c, &mut table, row, 2, indicator);
        table.cell(row, col, "目標").centred = true;
        table.cell(row + 1, col, "実績").centred = true;
        for (n, year) in years.iter().enumerate() {
            let text = cell(c, indicator, *year, Role::Target, inside);
            table.cell(row, col + 1 + n, text).centred = true;
            if *year <= reported {
                let text = cell(c, indicator, *year, Role::Actual, inside);
                table.cell(row + 1, col + 1 + n, text).centred = true;
            }
        }
    }
    table
}

/// Indicators as columns, years as rows.
fn columns(c: &mut Composer) -> Table {
    let indicators: Vec<data::Indicator> = c.plan.indicators.iter().take(5).cloned().collect();
    let mut table = Table { header: 1, widths: vec![2.6], ..Table::default() };
    table.cell(0, 0, "年度").centred = true;
    for (n, indicator) in indicators.iter().enumerate() {
        table.widths.push(3.0);
        table.cell(0, n + 1, format!("{}\n（{}）", indicator.name, indicator.unit).replace("\n（）", "")).centred = true;
    }
    for (n, year) in (c.plan.from - 2..=c.plan.to).enumerate() {
        let role = if year < c.plan.from { Role::Actual } else { Role::Target };
        let word = if role == Role::Actual { "実績" } else { "目標" };
        table.cell(n + 1, 0, format!("{} {word}", c.layout.year(year)));
        for (col, indicator) in indicators.iter().enumerate() {
            let text = cell(c, indicator, year, role, false);
            table.cell(n + 1, col + 1, text).centred = true;
        }
    }
    table
}

/// Start and target in one cell, each with its year and unit.
fn one_cell(c: &mut Composer) -> Table {
    let (mut table, col) = lead(c, 1);
    table.widths.push(7.0);
    let half = c.layout.half;
    table.cell(0, col, TARGET.pick(&mut c.random, half)).centred = true;
    for (n, indicator) in c.plan.indicators.clone().iter().enumerate() {
        name_cells(c, &mut table, n + 1, 1, indicator);
        let (start, end) = (c.plan.from - 1, c.plan.to);
        let first = cell(c, indicator, start, Role::Baseline, true);
        let last = cell(c, indicator, end, Role::Target, true);
        let short = |year: i32| format!("{}{}", era(year).1, era(year).2);
        let text = match c.layout.indicators {
            IndicatorForm::OneCellBrackets => format!("{first}（{}） → {last}（{}）", short(start), short(end)),
            _ => format!("{}：{first} → {}：{last}", long_year(start), long_year(end)),
        };
        table.cell(n + 1, col, text);
    }
    table
}

/// A sentence for each indicator; one in three says no start.
fn sentences(c: &mut Composer) {
    let (start, end) = (c.plan.from - 1, c.plan.to);
    for indicator in c.plan.indicators.clone().into_iter().filter(|i| i.words.is_none()) {
        let value = |year: i32| format!("{}{}", indicator.print(indicator.figure(start, year)), indicator.unit);
        let name = &indicator.name;
        let verb = c.random.pick(&["とします", "を目指します"]);
        let from_start = !c.random.chance(33);
        let text = if from_start {
            let (first, last) = (value(start), value(end));
            format!("{name}を、{}の{first}から{}までに{last}{}{verb}。", long_year(start), long_year(end), indicator.bound)
        } else {
            format!("{name}を{}までに{}{}{verb}。", long_year(end), value(end), indicator.bound)
        };
        c.flow.words(&format!("・{text}"), c.layout.size, 8.0, 0.0);
        let comparator = match indicator.bound {
            "以上" => ">=",
            "以下" => "<=",
            _ => "=",
        };
        if from_start {
            add_value(c, &indicator, start, Role::Baseline, Some(indicator.figure(start, start)), Some("="), &text);
        }
        add_value(c, &indicator, end, Role::Target, Some(indicator.figure(start, end)), Some(comparator), &text);
    }
}

/// Rows of indicator and year, columns of target and result.
fn year_rows(c: &mut Composer) -> Table {
    let (mut table, col) = lead(c, 1);
    let half = c.layout.half;
    table.widths.extend([2.2, 2.2, 2.2]);
    table.cell(0, col, "年度").centred = true;
    table.cell(0, col + 1, TARGET.pick(&mut c.random, half)).centred = true;
    table.cell(0, col + 2, ACTUAL.pick(&mut c.random, half)).centred = true;
    let inside = !c.layout.unit_column;
    let years: Vec<i32> = (c.plan.from..=c.plan.to).collect();
    let reported = c.reported();
    let mut row = 1;
    for indicator in c.plan.indicators.clone() {
        name_cells(c, &mut table, row, years.len(), &indicator);
        for year in &years {
            table.cell(row, col, c.layout.year(*year)).centred = true;
            let text = cell(c, &indicator, *year, Role::Target, inside);
            table.cell(row, col + 1, text).centred = true;
            if *year <= reported {
                let text = cell(c, &indicator, *year, Role::Actual, inside);
                table.cell(row, col + 2, text).centred = true;
            }
            row += 1;
        }
    }
    table
}
