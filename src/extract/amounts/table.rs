//! Rows of money with years as columns.

use super::rownames::{RowNames, without_letter};
use super::unit::{in_words, money_unit, says_percent, without_unit};
use crate::extract::around::Around;
use crate::extract::eras::of_the_period;
use crate::extract::grid::Grid;
use crate::extract::headers::{Section, titled_group};
use crate::extract::values::{Figures, ValueColumn, default_role, name_column, new_value, noted_role, value_columns, words_over};
use crate::language::{is_no_value, normalise, parse_cell};
use crate::model::{Amount, Basis, Body, Record, Role, Value};
use crate::rules::{ColumnRole, RowHead, Rules};

/// What a money table says of its columns; a table of sums without a header that follows it reads on with it.
#[derive(Debug, Clone)]
pub struct MoneyTable {
    columns: Vec<MoneyColumn>,
    unit: Option<String>,
}

/// A column with its years settled.
#[derive(Debug, Clone)]
pub(super) struct MoneyColumn {
    pub(super) col: usize,
    pub(super) year: Option<i32>,
    pub(super) year_to: Option<i32>,
    pub(super) role: Role,
    pub(super) sure: f32,
    pub(super) total: bool,
    /// The header says what the figures are.
    named: bool,
}

/// Amounts of one section of a money table, and what it says of its columns.
#[must_use]
pub fn in_table(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> (Vec<Record>, Option<MoneyTable>) {
    let figures = value_columns(grid, section);
    let near = name_column(grid, section, &figures, rules, &[]);
    let Some(name_col) = near.map(|near| named_measures(section, near)).or_else(|| words_before(grid, section, &figures)) else {
        return (Vec::new(), None);
    };
    let figures: Vec<ValueColumn> = figures.into_iter().filter(|f| f.col > name_col).collect();
    let over = words_over(grid, section, around);
    let mut figures = figures;
    years_of_the_plan(section, &mut figures, around);
    beside_lengths(section, &mut figures, rules);
    years_of_phases(section, &mut figures, around);
    let columns = settled(&figures, &over, rules, around);
    if columns.iter().all(|c| c.year.is_none()) {
        return (Vec::new(), None);
    }
    let table = MoneyTable { columns, unit: money_unit(grid, section, rules, around) };
    let percent = says_percent(grid, section);
    let mut records = Vec::new();
    let mut names = RowNames::new(&rules.rows);
    for &row in &section.body {
        let printed = item(grid, section, row, name_col, rules);
        if printed.is_empty() || rules.row_head(&printed).is_some_and(|h| matches!(h, RowHead::Rate | RowHead::Change)) {
            continue;
        }
        let printed = rules.rows.without_code(&printed).map_or(printed.clone(), str::to_owned);
        let sum = rules.rows.is_total(without_letter(&printed));
        let beside = beside(grid, section, row, name_col);
        let (item, under) = names.place(&printed, &beside, sum);
        // Where spans were lost, an empty place left of a sum may belong to nothing above.
        let alone = beside.is_empty() || (sum && grid.table.spans_lost);
        let mut path = if alone { over_path(grid, section) } else { beside };
        if around.sheet.is_some()
            && let Some(head) = money_head(section, name_col).filter(|head| !path.contains(head))
        {
            path.insert(0, head);
        }
        path.extend(under);
        if percent && rules.rows.is_ratio(&item) {
            ratios(grid, row, &table, &item, &path, around, &mut records);
            continue;
        }
        let measure = (!sum).then(|| measure(grid, section, row, name_col)).flatten().or_else(|| around.sheet.clone());
        row_amounts(grid, row, &table, &item, &path, measure.as_ref(), rules, around, &mut records);
    }
    (records, Some(table))
}

/// The rows whose heads print a money unit or, in a table of money, beside rows of steps: 予算額（千円） below 計画 and 実績.
pub fn rows_of_money(grid: &Grid, section: &Section, rules: &Rules) -> Vec<usize> {
    let figures = section.year_columns();
    let indicators = [ColumnRole::Indicator, ColumnRole::Target, ColumnRole::Measure, ColumnRole::Unit];
    let Some(&first) = figures.first().filter(|_| figures.len() >= 2 && !indicators.iter().any(|r| section.column(*r).is_some())) else {
        return Vec::new();
    };
    let unit = |row: usize| (0..first).find_map(|col| in_words(grid.text(row, col), rules)).filter(|unit| unit != "円");
    let numbers = |row: usize| {
        let texts =
            figures.iter().filter(|&&c| grid.begins(row, c)).map(|&c| grid.text(row, c)).filter(|t| !t.is_empty() && !is_no_value(t));
        let (all, n) = texts.fold((0, 0), |(all, n), text| (all + 1, n + usize::from(parse_cell(text).is_some())));
        all > 0 && all == n
    };
    section.body.iter().copied().filter(|&row| unit(row).is_some() && numbers(row)).collect()
}

/// Sums below a money table that the layout cut off: words, then as many numbers as the table has columns.
#[must_use]
pub fn continued(grid: &Grid, section: &Section, table: &MoneyTable, rules: &Rules, around: &Around) -> Vec<Record> {
    let mut records = Vec::new();
    for &row in section.header.iter().chain(&section.body) {
        let cells: Vec<(usize, &str)> = grid.row_words(row);
        let words = cells.iter().take_while(|(_, t)| parse_cell(t).is_none()).count();
        let numbers: Vec<usize> = cells[words..].iter().filter(|(_, t)| parse_cell(t).is_some()).map(|(col, _)| *col).collect();
        let item: String = cells[..words].iter().map(|(_, t)| *t).collect();
        if numbers.len() != table.columns.len() || numbers.len() + words != cells.len() || !rules.rows.is_total(&item) {
            continue;
        }
        let columns = table.columns.iter().zip(&numbers).map(|(column, &col)| MoneyColumn { col, ..column.clone() }).collect();
        let shifted = MoneyTable { columns, unit: table.unit.clone() };
        row_amounts(grid, row, &shifted, &item, &[], None, rules, around, &mut records);
    }
    records
}

#[allow(clippy::too_many_arguments)] // one row's whole context, used twice
fn row_amounts(
    grid: &Grid,
    row: usize,
    table: &MoneyTable,
    item: &str,
    path: &[String],
    measure: Option<&String>,
    rules: &Rules,
    around: &Around,
    records: &mut Vec<Record>,
) {
    let basis = if table.columns.iter().any(|c| c.named) { None } else { row_role(grid, row, table, rules) };
    for column in &table.columns {
        if !grid.begins(row, column.col) {
            continue;
        }
        let Some(quantity) = parse_cell(grid.text(row, column.col)) else { continue };
        let amount = Amount {
            // On a sheet the unit stands in the label, which names nothing else.
            item: if around.sheet.is_some() { without_unit(item, rules) } else { item.to_owned() },
            path: path.to_vec(),
            measure: measure.cloned(),
            year: column.year,
            year_to: column.year_to,
            value: quantity.value,
            unit: in_words(item, rules).or_else(|| table.unit.clone()).or(quantity.unit),
            role: basis.unwrap_or(column.role),
        };
        let record = Record::new(&around.document, Body::Amount(amount), column.sure, grid.evidence(row, column.col));
        records.push(record.because(if column.total { "money_total_column" } else { "money_table" }));
    }
}

/// 予算額, 決算額, 計画, 実績 as the head of a row, or in the words of the group it stands in (決算額の財源).
fn row_role(grid: &Grid, row: usize, table: &MoneyTable, rules: &Rules) -> Option<Role> {
    let first = table.columns.iter().map(|c| c.col).min()?;
    let heads = || (0..first).map(|col| grid.text(row, col));
    let of = |basis: Basis| if basis == Basis::Actual { Role::Actual } else { Role::Plan };
    let group = |head: &str| head.split_once('の').and_then(|(head, _)| rules.row_basis(head));
    heads().find_map(|head| rules.row_basis(head)).or_else(|| heads().find_map(group)).map(of)
}

/// 工事名 | 管種・口径 | R8: a column under words that no rule knows does not name the rows beside one that names measures.
fn named_measures(section: &Section, near: usize) -> usize {
    let column = &section.columns[near];
    let unknown = column.role.is_none() || column.by_cells;
    let measure =
        section.column(ColumnRole::Measure).filter(|&c| c < near && !section.columns[c].by_cells && section.columns[c].score >= 0.9);
    measure.filter(|_| unknown).unwrap_or(near)
}

/// The last column of words before the figures, where its rows are called 予算額 and 決算額 and nothing else names them.
fn words_before(grid: &Grid, section: &Section, figures: &[ValueColumn]) -> Option<usize> {
    let first = figures.iter().map(|f| f.col).min()?;
    let words = |col: &usize| section.body.iter().any(|&row| grid.begins_in_row(row, *col) && is_words(grid.text(row, *col)));
    (0..first).rev().find(words)
}

fn is_words(text: &str) -> bool {
    !text.is_empty() && parse_cell(text).is_none()
}

/// 事業費 over the names of the rows of a sheet: what the money is for.
fn money_head(section: &Section, name_col: usize) -> Option<String> {
    let column = section.columns.get(name_col)?;
    matches!(column.role, Some(ColumnRole::Amount)).then(|| column.label().to_owned()).filter(|head| !head.is_empty())
}

/// The figures of a row of ratios among money: values in percent.
fn ratios(grid: &Grid, row: usize, table: &MoneyTable, name: &str, path: &[String], around: &Around, records: &mut Vec<Record>) {
    for column in table.columns.iter().filter(|c| !c.total && grid.begins(row, c.col)) {
        let printed = grid.text(row, column.col);
        let Some(quantity) = parse_cell(printed) else { continue };
        let role = if column.role == Role::Plan { Role::Target } else { column.role };
        let value = Value {
            // 料金回収率(%): the sign behind the name is the unit.
            unit: quantity.unit.or_else(|| Some("%".to_owned())),
            year: column.year,
            value: Some(quantity.value),
            comparator: Some("=".to_owned()),
            path: path.to_vec(),
            ..new_value(name.trim_end_matches("(%)").trim_end(), role, printed)
        };
        let record = Record::new(&around.document, Body::Value(value), column.sure, grid.evidence(row, column.col));
        records.push(record.because("ratio_among_money"));
    }
}

/// 延長 | 事業費 below each year: where the words below some of the years name money, those below the others name something else.
fn beside_lengths(section: &Section, figures: &mut Vec<ValueColumn>, rules: &Rules) {
    let own = |f: &ValueColumn| section.columns[f.col].words.last().cloned().unwrap_or_default();
    let money = |f: &ValueColumn| {
        let role = rules.column_roles(&own(f)).first().copied();
        role.is_some_and(|(role, score)| score >= 0.9 && matches!(role, ColumnRole::Amount | ColumnRole::Budget | ColumnRole::Settlement))
    };
    // A sum has money below it as well.
    for figure in figures.iter_mut().filter(|f| f.span.is_none() && !f.total && money(f)) {
        figure.total = section.columns[figure.col].words.iter().any(|word| rules.rows.is_total(word));
    }
    let other = |f: &ValueColumn| {
        let group = |c: &ValueColumn| section.columns[c.col].words.first();
        let beside = figures.iter().any(|c| c.col != f.col && money(c) && group(c) == group(f));
        let summed = f.total && rules.rows.is_total(&own(f));
        f.role.is_none() && !summed && !money(f) && beside && section.columns[f.col].words.len() > 1
    };
    let others: Vec<usize> = figures.iter().filter(|f| other(f)).map(|f| f.col).collect();
    figures.retain(|f| !others.contains(&f.col));
}

/// 8年度 | 9年度 | 13~17年度 without an era anywhere: the years are those of the plan.
fn years_of_the_plan(section: &Section, figures: &mut [ValueColumn], around: &Around) {
    let open = |f: &ValueColumn| f.span.as_ref().is_some_and(|span| span.ambiguous);
    if !figures.iter().any(open) {
        return;
    }
    for figure in figures.iter_mut().filter(|f| !f.total && f.span.as_ref().is_none_or(|span| span.from.is_none())) {
        let read = of_the_period(section.columns[figure.col].label(), around.period);
        figure.span = read.or_else(|| figure.span.take());
    }
}

/// 前期 | 後期: the years that the plan gives them elsewhere.
fn years_of_phases(section: &Section, figures: &mut [ValueColumn], around: &Around) {
    for figure in figures.iter_mut().filter(|f| !f.total) {
        let named = around.phases.named(section, figure.col);
        if let Some(span) = figure.span.as_mut().filter(|span| span.from.is_none() && span.to.is_none()) {
            (span.from, span.to) = (named.from, named.to);
        }
    }
}

/// Years and roles of the columns; a column of sums covers all years of the others.
pub(super) fn settled(figures: &[ValueColumn], over: &[String], rules: &Rules, around: &Around) -> Vec<MoneyColumn> {
    let over: Vec<&str> = over.iter().map(String::as_str).collect();
    let spans = figures.iter().filter_map(|f| f.span.as_ref());
    let first = spans.clone().filter_map(|s| s.from).min();
    let last = spans.filter_map(|s| s.to).max();
    let column = |figure: &ValueColumn| {
        let span = figure.span.as_ref();
        let (year, to) = if figure.total { (first, last) } else { (span.and_then(|s| s.from), span.and_then(|s| s.to)) };
        let year = year.or_else(|| around.reported_year().filter(|_| figure.role.is_some()));
        let (role, sure) = role(figure, year, &over, rules, around);
        MoneyColumn {
            col: figure.col,
            year,
            year_to: to.filter(|to| Some(*to) != year),
            role,
            sure,
            total: figure.total,
            named: figure.role.is_some() && !figure.deduced,
        }
    };
    figures.iter().map(column).collect()
}

fn role(figure: &ValueColumn, year: Option<i32>, over: &[&str], rules: &Rules, around: &Around) -> (Role, f32) {
    match figure.role {
        Some(Role::Target | Role::Plan) => (Role::Plan, 0.93),
        Some(role @ (Role::Actual | Role::Forecast)) => (role, 0.95),
        _ => match noted_role(year, &around.notes) {
            Some(role) => (role, 0.93),
            None => {
                let (role, sure) = default_role(year, Figures::Money, over, rules, around);
                (if role == Role::Target { Role::Plan } else { role }, sure.max(0.8))
            }
        },
    }
}

/// The row's name; a name that the layout parted over columns (合 | 計) is joined where all other words of the row are numbers.
fn item(grid: &Grid, section: &Section, row: usize, name_col: usize, rules: &Rules) -> String {
    let own = bare(grid.text(row, name_col));
    // A 小計: the letter says what is summed.
    if let Some((_, sum)) = own.rsplit_once(' ').filter(|(before, sum)| before.chars().count() <= 3 && rules.rows.is_total(sum)) {
        return sum.to_owned();
    }
    if !own.is_empty() {
        return own;
    }
    let left: Vec<&str> = (0..name_col).filter(|&c| grid.begins(row, c)).map(|c| grid.text(row, c)).filter(|t| !t.is_empty()).collect();
    if !left.is_empty() {
        return left.concat();
    }
    if grid.table.spans_lost { grid.inherited(row, name_col, section.body[0]).to_owned() } else { String::new() }
}

fn bare(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "・○●◆◇■□".contains(c));
    // 合 計 set with a gap.
    if text.replace(' ', "") == "合計" { "合計".to_owned() } else { text.to_owned() }
}

/// The words of the columns to the left: goal, measure, place. A name that reaches over them stands alone.
fn beside(grid: &Grid, section: &Section, row: usize, name_col: usize) -> Vec<String> {
    let mut path = Vec::new();
    let mut columns = Vec::new();
    let own_cell = |col: usize| grid.begins_in_row(row, name_col) && grid.cell(row, col).is_some_and(|c| c.col + c.col_span > name_col);
    for col in (0..name_col).filter(|&c| is_tier(section, c) && !own_cell(c)) {
        let own = inherited(grid, section, row, col, &columns);
        columns.push(col);
        if !own.is_empty() && path.last() != Some(&own) {
            path.push(own);
        }
    }
    path
}

fn is_tier(section: &Section, col: usize) -> bool {
    let role = section.columns.get(col).and_then(|c| c.role);
    !matches!(role, Some(ColumnRole::Unit | ColumnRole::Code | ColumnRole::Owner | ColumnRole::Note))
}

/// The words above an empty place where spans were lost, unless a column to the left has begun anew since.
fn inherited(grid: &Grid, section: &Section, row: usize, col: usize, left: &[usize]) -> String {
    let own = grid.text(row, col);
    if !own.is_empty() || !grid.table.spans_lost {
        return own.to_owned();
    }
    let first = section.body.first().copied().unwrap_or(row);
    for above in (first..=row).rev() {
        if !grid.text(above, col).is_empty() {
            return grid.text(above, col).to_owned();
        }
        if left.iter().any(|&l| !grid.text(above, l).is_empty()) {
            return String::new();
        }
    }
    String::new()
}

fn over_path(grid: &Grid, section: &Section) -> Vec<String> {
    let caption = without_number(&normalise(&grid.table.caption));
    let title = titled_group(section).map_or(section.title.as_str(), |(_, title)| title);
    let mut path = vec![caption, title.trim_matches(|c: char| "【】[]()〔〕".contains(c)).to_owned()];
    path.retain(|p| !p.is_empty());
    path
}

/// A caption without its number and unit: 表3-8 収益的収支(単位:千円).
fn without_number(caption: &str) -> String {
    let unit = caption
        .rsplit_once(['(', '【', '[', '<'])
        .filter(|(before, unit)| !before.trim().is_empty() && unit.trim_start().starts_with("単位"));
    let caption = unit.map_or(caption, |(before, _)| before.trim_end());
    let rest = caption.trim_start_matches(['表', '図']).trim_start();
    if rest.len() == caption.len() {
        return caption.to_owned();
    }
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "-.・ⅠⅡⅢ".contains(c));
    rest.trim_start_matches(|c: char| c.is_whitespace() || ":".contains(c)).to_owned()
}

/// The measure that a row's money is for: the cell of a column of measures.
fn measure(grid: &Grid, section: &Section, row: usize, name_col: usize) -> Option<String> {
    let col = (0..=name_col).find(|&c| section.columns[c].role == Some(ColumnRole::Measure))?;
    Some(inherited(grid, section, row, col, &(0..col).collect::<Vec<_>>())).filter(|m| !m.is_empty())
}
