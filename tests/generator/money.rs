//! The chapter of money: a plan's works by year, a report's budget and what was spent of it.

use shirube::model::{Amount, Body, Role};

use super::compose::Composer;
use super::data::{MoneyRow, grouped};
use super::layout::MoneyUnit;
use super::table::Table;
use super::words::{BUDGET, ITEM, RATE, SETTLEMENT, TOTAL};

pub(crate) fn chapter(c: &mut Composer) {
    let unit = c.random.pick(&["千円", "百万円"]);
    if c.plan.report {
        c.chapter(&["予算と決算", "事業費の執行状況", "お金の使いみち"]);
        c.flow.paragraph("報告年度の事業費は次のとおりです。");
    } else {
        c.chapter(&["投資計画", "事業費の見通し", "年度別事業費"]);
        c.flow.paragraph("計画期間の事業費を次のとおり見込みます。");
    }
    match c.layout.money_unit {
        MoneyUnit::Line => {
            c.flow.keep(120.0);
            c.flow.right(&format!("（単位：{unit}）"));
        }
        MoneyUnit::Caption => c.flow.words(&format!("表4-1　事業費（{unit}）"), 9.0, 0.0, 120.0),
        MoneyUnit::Header => {}
    }
    let table = if c.plan.report { spent(c, unit) } else { planned(c, unit) };
    c.flow.table(table);
}

/// What one cell says.
struct Cell<'a> {
    item: &'a str,
    path: &'a [String],
    year: i32,
    to: Option<i32>,
    value: i64,
    unit: &'a str,
    role: Role,
}

impl Cell<'_> {
    fn gold(&self) -> Body {
        Body::Amount(Amount {
            item: self.item.to_owned(),
            path: self.path.to_vec(),
            measure: None,
            year: Some(self.year),
            year_to: self.to,
            value: self.value as f64,
            unit: Some(self.unit.to_owned()),
            role: self.role,
        })
    }
}

/// Columns of groups and items; gives the first column behind them.
fn lead(c: &mut Composer, table: &mut Table) -> usize {
    let group = c.layout.group_column;
    if group {
        table.widths.push(2.2);
        table.span(0, 0, table.header, 1, "区分").centred = true;
    }
    table.widths.push(4.6);
    let half = c.layout.half;
    table.span(0, usize::from(group), table.header, 1, ITEM.pick(&mut c.random, half)).centred = true;
    table.widths.len()
}

/// Budget, what was spent of it and the rate, for the year reported on.
fn spent(c: &mut Composer, unit: &str) -> Table {
    let half = c.layout.half;
    let over = c.layout.money_unit == MoneyUnit::Header;
    let mut table = Table { header: 1 + usize::from(over), ..Table::default() };
    let first = lead(c, &mut table);
    table.widths.extend([2.4, 2.4, 1.8]);
    if over {
        let head = format!("{}（{unit}）", super::layout::long_year(c.reported()));
        table.span(0, first, 1, 3, head).centred = true;
    }
    let row = usize::from(over);
    table.cell(row, first, BUDGET.pick(&mut c.random, half)).centred = true;
    table.cell(row, first + 1, SETTLEMENT.pick(&mut c.random, half)).centred = true;
    table.cell(row, first + 2, RATE.pick(&mut c.random, half)).centred = true;
    let rows = c.plan.money.clone();
    let group = c.layout.group_column;
    let year = c.reported();
    let mut total = (0, 0);
    for (n, money) in rows.iter().enumerate() {
        let row = table.header + n;
        let path = if group { vec![money.group.clone()] } else { Vec::new() };
        let budget = money.amounts[0].unwrap_or(money.spent);
        total = (total.0 + budget, total.1 + money.spent);
        table.cell(row, first - 1, money.item.clone());
        let cells = [(budget, Role::Plan), (money.spent, Role::Actual)];
        for (n, (value, role)) in cells.into_iter().enumerate() {
            table.cell(row, first + n, grouped(value)).centred = true;
            c.add(Cell { item: &money.item, path: &path, year, to: None, value, unit, role }.gold());
        }
        table.cell(row, first + 2, rate(money.spent, budget)).centred = true;
    }
    if group {
        let header = table.header;
        groups(&mut table, &rows, header);
    }
    if c.layout.money_sum {
        let row = table.header + rows.len();
        table.span(row, 0, 1, first, "合計").centred = true;
        for (n, (value, role)) in [(total.0, Role::Plan), (total.1, Role::Actual)].into_iter().enumerate() {
            table.cell(row, first + n, grouped(value)).centred = true;
            c.add(Cell { item: "合計", path: &[], year, to: None, value, unit, role }.gold());
        }
        table.cell(row, first + 2, rate(total.1, total.0)).centred = true;
    }
    table
}

fn rate(spent: i64, budget: i64) -> String {
    format!("{:.1}%", spent as f64 / budget.max(1) as f64 * 100.0)
}

/// Works by year, with a column of several years or of the sum behind them.
fn planned(c: &mut Composer, unit: &str) -> Table {
    let half = c.layout.half;
    let years: Vec<i32> = (c.plan.from..=c.plan.to).collect();
    let later = c.layout.money_later.then(|| (c.plan.to + 1, c.plan.to + 3));
    let over = c.layout.money_unit == MoneyUnit::Header;
    let header = c.layout.year_rows() + usize::from(over);
    let mut table = Table { header, ..Table::default() };
    let first = lead(c, &mut table);
    table.widths.extend(vec![2.2; years.len()]);
    if over {
        table.span(0, first, 1, years.len(), format!("事業費（{unit}）")).centred = true;
    }
    c.year_head(&mut table, usize::from(over), first, &years);
    let mut behind = first + years.len();
    let later_col = later.map(|(from, to)| {
        table.widths.push(2.8);
        table.span(0, behind, header, 1, c.layout.years(from, to)).centred = true;
        behind += 1;
        behind - 1
    });
    let total_col = c.layout.money_total.then(|| {
        table.widths.push(2.4);
        table.span(0, behind, header, 1, TOTAL.pick(&mut c.random, half)).centred = true;
        behind
    });
    let nothing = c.random.pick(&["", "-", "―"]);
    let rows = c.plan.money.clone();
    let group = c.layout.group_column;
    let end = later.map_or(c.plan.to, |(_, to)| to);
    let mut row = header;
    for money in &rows {
        let path = if group { vec![money.group.clone()] } else { Vec::new() };
        table.cell(row, first - 1, money.item.clone());
        row_cells(
            c,
            &mut table,
            row,
            first,
            &Row { item: &money.item, path: &path, amounts: &money.amounts, later: money.later },
            &Columns { later: later_col.zip(later), total: total_col, end, unit, nothing },
        );
        row += 1;
    }
    if group {
        groups(&mut table, &rows, header);
    }
    if c.layout.money_sum {
        table.span(row, 0, 1, first, "合計").centred = true;
        let sums: Vec<Option<i64>> = (0..years.len()).map(|n| Some(rows.iter().filter_map(|r| r.amounts[n]).sum())).collect();
        let sum = Row { item: "合計", path: &[], amounts: &sums, later: rows.iter().map(|r| r.later).sum() };
        row_cells(c, &mut table, row, first, &sum, &Columns { later: later_col.zip(later), total: total_col, end, unit, nothing });
    }
    table
}

/// A row of works, or of sums.
struct Row<'a> {
    item: &'a str,
    path: &'a [String],
    amounts: &'a [Option<i64>],
    later: i64,
}

/// What stands behind the years, and how.
struct Columns<'a> {
    /// Column, first and last year.
    later: Option<(usize, (i32, i32))>,
    total: Option<usize>,
    end: i32,
    unit: &'a str,
    nothing: &'a str,
}

fn row_cells(c: &mut Composer, table: &mut Table, row: usize, first: usize, line: &Row, columns: &Columns) {
    let cell = |year, to, value| Cell { item: line.item, path: line.path, year, to, value, unit: columns.unit, role: Role::Plan }.gold();
    let from = c.plan.from;
    for (n, value) in line.amounts.iter().enumerate() {
        table.cell(row, first + n, value.map_or(columns.nothing.to_owned(), grouped)).centred = true;
        if let Some(value) = value {
            c.add(cell(from + n as i32, None, *value));
        }
    }
    let mut sum: i64 = line.amounts.iter().flatten().sum();
    if let Some((col, (later_from, later_to))) = columns.later {
        table.cell(row, col, grouped(line.later)).centred = true;
        c.add(cell(later_from, Some(later_to), line.later));
        sum += line.later;
    }
    if let Some(col) = columns.total {
        table.cell(row, col, grouped(sum)).centred = true;
        c.add_optional(cell(from, Some(columns.end), sum));
    }
}

fn groups(table: &mut Table, rows: &[MoneyRow], header: usize) {
    let mut n = 0;
    while n < rows.len() {
        let end = (n + 1..rows.len()).find(|&m| rows[m].group != rows[n].group).unwrap_or(rows.len());
        table.span(header + n, 0, end - n, 1, rows[n].group.clone());
        n = end;
    }
}
