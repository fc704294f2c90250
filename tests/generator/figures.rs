//! The chapters of indicators and of money.

use shirube::model::{Amount, Body, Indicator, Role, Value};

use super::compose::Composer;
use super::data::{self, grouped};
use super::layout::{IndicatorForm, MoneyUnit, long_year};
use super::table::Table;
use super::words::{ACTUAL, BASELINE, DIRECTION, INDICATOR, ITEM, TARGET, TOTAL, UNIT};

pub(crate) fn indicators(c: &mut Composer) {
    c.chapter("成果指標と目標値");
    c.flow.paragraph("取組の成果を次の指標で確かめます。");
    let table = match c.layout.indicators {
        IndicatorForm::Rows => rows(c, true),
        IndicatorForm::StartAndTarget => rows(c, false),
        IndicatorForm::DoubleRows => double_rows(c),
        IndicatorForm::Columns => columns(c),
        IndicatorForm::YearRows => year_rows(c),
        IndicatorForm::OneCell => one_cell(c),
    };
    c.flow.table(table);
}

/// One number in a cell, and its gold.
fn cell(c: &mut Composer, indicator: &data::Indicator, year: i32, role: Role, unit_inside: bool) -> String {
    let value = indicator.figure(c.plan.from - 1, year);
    let bound = if role == Role::Target { indicator.bound } else { "" };
    let unit = if unit_inside { indicator.unit.as_str() } else { "" };
    let text = format!("{}{unit}{bound}", indicator.print(value));
    let comparator = match bound {
        "以上" => ">=",
        "以下" => "<=",
        _ => "=",
    };
    c.add(Body::Value(Value {
        indicator: indicator.name.clone(),
        code: None,
        unit: Some(indicator.unit.clone()),
        year: Some(year),
        phase: None,
        role,
        value: Some(value),
        comparator: Some(comparator.to_owned()),
        text: text.clone(),
        scope: None,
        measure: None,
        standard_edition: None,
        path: Vec::new(),
        printed_rate: None,
        standard: None,
    }));
    text
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
                unit: Some(indicator.unit.clone()),
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
        table.cell(0, n + 1, format!("{}\n（{}）", indicator.name, indicator.unit)).centred = true;
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
        let text = format!("{}：{first} → {}：{last}", long_year(start), long_year(end));
        table.cell(n + 1, col, text);
    }
    table
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

pub(crate) fn money(c: &mut Composer) {
    let years: Vec<i32> = (c.plan.from..=c.plan.to).collect();
    let unit = c.random.pick(&["千円", "百万円"]);
    c.chapter("投資計画");
    c.flow.paragraph("計画期間の事業費を次のとおり見込みます。");
    match c.layout.money_unit {
        MoneyUnit::Line => {
            c.flow.keep(120.0);
            c.flow.right(&format!("（単位：{unit}）"));
        }
        MoneyUnit::Caption => c.flow.words(&format!("表4-1　年度別事業費計画（{unit}）"), 9.0, 0.0, 120.0),
        MoneyUnit::Header => {}
    }
    let half = c.layout.half;
    let over = c.layout.money_unit == MoneyUnit::Header;
    let header = c.layout.year_rows() + usize::from(over);
    let mut table = Table { header, ..Table::default() };
    let group = c.layout.group_column;
    if group {
        table.widths.push(2.2);
        table.span(0, 0, header, 1, "区分").centred = true;
    }
    let name = usize::from(group);
    table.widths.push(4.6);
    table.span(0, name, header, 1, ITEM.pick(&mut c.random, half)).centred = true;
    table.widths.extend(vec![2.2; years.len()]);
    if over {
        table.span(0, name + 1, 1, years.len(), format!("事業費（{unit}）")).centred = true;
    }
    c.year_head(&mut table, usize::from(over), name + 1, &years);
    let total_col = c.layout.money_total.then(|| name + 1 + years.len());
    if let Some(col) = total_col {
        table.widths.push(2.4);
        table.span(0, col, header, 1, TOTAL.pick(&mut c.random, half)).centred = true;
    }
    let nothing = c.random.pick(&["", "-", "―"]);
    let rows = c.plan.money.clone();
    let mut row = header;
    let amount = |item: &str, path: &[String], year: i32, to: Option<i32>, value: i64| {
        Body::Amount(Amount {
            item: item.to_owned(),
            path: path.to_vec(),
            measure: None,
            year: Some(year),
            year_to: to,
            value: value as f64,
            unit: Some(unit.to_owned()),
            role: Role::Plan,
        })
    };
    for money in &rows {
        let path = if group { vec![money.group.clone()] } else { Vec::new() };
        table.cell(row, name, money.item.clone());
        for (n, value) in money.amounts.iter().enumerate() {
            table.cell(row, name + 1 + n, value.map_or(nothing.to_owned(), grouped)).centred = true;
            if let Some(value) = value {
                c.add(amount(&money.item, &path, years[n], None, *value));
            }
        }
        if let Some(col) = total_col {
            let sum: i64 = money.amounts.iter().flatten().sum();
            table.cell(row, col, grouped(sum)).centred = true;
            c.add_optional(amount(&money.item, &path, years[0], years.last().copied(), sum));
        }
        row += 1;
    }
    if group {
        groups(&mut table, &rows, header);
    }
    if c.layout.money_sum {
        table.span(row, 0, 1, name + 1, "合計").centred = true;
        let column = |n: usize| rows.iter().filter_map(|r| r.amounts[n]).sum::<i64>();
        for (n, year) in years.iter().enumerate() {
            table.cell(row, name + 1 + n, grouped(column(n))).centred = true;
            c.add(amount("合計", &[], *year, None, column(n)));
        }
        if let Some(col) = total_col {
            let sum: i64 = (0..years.len()).map(column).sum();
            table.cell(row, col, grouped(sum)).centred = true;
            c.add_optional(amount("合計", &[], years[0], years.last().copied(), sum));
        }
    }
    c.flow.table(table);
}

fn groups(table: &mut Table, rows: &[data::MoneyRow], header: usize) {
    let mut n = 0;
    while n < rows.len() {
        let end = (n + 1..rows.len()).find(|&m| rows[m].group != rows[n].group).unwrap_or(rows.len());
        table.span(header + n, 0, end - n, 1, rows[n].group.clone());
        n = end;
    }
}
