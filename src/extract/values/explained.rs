//! Tables that explain indicators: name and unit, definition, formula.

use std::sync::LazyLock;

use regex::Regex;

use super::name::{Name, split, unit_of_cell};
use crate::extract::around::Around;
use crate::extract::grid::Grid;
use crate::extract::headers::Section;
use crate::language::{is_no_value, normalise};
use crate::model::{Body, Indicator, Record};
use crate::rules::{ColumnRole, Rules};

/// 算出式: (...) inside a definition.
#[allow(clippy::expect_used)] // constant pattern
static FORMULA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?s)^(.*?)\s*[【\[(]?(?:算出式|計算式|算定式|算式)[】\])]?\s*[::=]\s*(.+)$").expect("a constant pattern")
});
/// Signs that only formulas have.
#[allow(clippy::expect_used)] // constant pattern
static ARITHMETIC: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[/÷×Σ＝=+]").expect("a constant pattern"));

/// Indicators of a section whose cells hold formulas; empty where they do not.
pub(super) fn indicators(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> Vec<Record> {
    // A formula below each row of figures belongs to the row: the reader of figures takes both.
    if super::value_columns(grid, section).len() > 1 {
        return Vec::new();
    }
    let marked = marked_formulas(grid, section, rules, around);
    if marked.is_empty() { definitions(grid, section, rules, around) } else { marked }
}

/// Rows of a name and a text with 算出式: in it.
fn marked_formulas(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> Vec<Record> {
    let mut records = Vec::new();
    let rows = section.header.iter().chain(&section.body);
    for &row in rows {
        for col in 1..grid.cols() {
            if !grid.begins(row, col) {
                continue;
            }
            let Some(found) = FORMULA.captures(grid.text(row, col)) else { continue };
            let Some(name_col) = (0..col).find(|&c| !grid.text(row, c).is_empty()) else { continue };
            let name = split(grid.cell(row, name_col).map_or("", |c| c.text.as_str()), rules);
            if name.name.is_empty() || rules.row_head(&name.name).is_some() {
                continue;
            }
            let definition = Some(found[1].trim().to_owned()).filter(|d| !d.is_empty());
            let evidence = grid.evidence(row, col);
            let indicator = indicator(&name, definition, Some(found[2].trim().to_owned()));
            records.push(Record::new(&around.document, Body::Indicator(indicator), 0.93, evidence).because("explained"));
        }
    }
    records
}

fn indicator(name: &Name, definition: Option<String>, formula: Option<String>) -> Indicator {
    Indicator {
        indicator: name.name.clone(),
        code: name.code.clone(),
        unit: name.unit.clone(),
        direction: None,
        formula,
        definition,
        evaluation: None,
        standard: None,
    }
}

/// Columns 番号, PI名, 単位, 説明/計算式: a row with the name holds the definition, the row under it the formula.
fn definitions(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> Vec<Record> {
    // Columns of their own for both: each row is whole.
    if section.column(ColumnRole::Definition).is_some() && section.column(ColumnRole::Formula).is_some() {
        return Vec::new();
    }
    let text_col = [ColumnRole::Definition, ColumnRole::Formula, ColumnRole::Description].into_iter().find_map(|role| section.column(role));
    let (Some(text_col), Some(code_col)) = (text_col, section.column(ColumnRole::Code)) else { return Vec::new() };
    let Some(name_col) = section.column(ColumnRole::Indicator).or_else(|| (code_col + 1 < text_col).then_some(code_col + 1)) else {
        return Vec::new();
    };
    let mut found: Vec<(usize, Indicator)> = Vec::new();
    for &row in &section.body {
        let text = grid.text(row, text_col);
        let raw = grid.cell(row, name_col).filter(|c| c.row == row).map_or("", |c| c.text.as_str());
        let mut name = split(raw, rules);
        if !name.name.is_empty() {
            let code = normalise(grid.text(row, code_col));
            if rules.indicator_by_code(&code).is_none() && standard_code(&code).is_none() {
                return Vec::new();
            }
            name.code = Some(code);
            name.unit = section.column(ColumnRole::Unit).and_then(|c| unit_of_cell(grid.text(row, c), rules)).or(name.unit);
            found.push((row, indicator(&name, None, None)));
        }
        let Some((_, last)) = found.last_mut() else { continue };
        if text.is_empty() || is_no_value(text) {
            continue;
        }
        let formula = !text.ends_with('。') && (ARITHMETIC.is_match(text) || last.definition.is_some());
        let place = if formula { &mut last.formula } else { &mut last.definition };
        match place {
            Some(words) => words.push_str(text),
            None => *place = Some(text.to_owned()),
        }
    }
    let record = |(row, indicator): (usize, Indicator)| {
        Record::new(&around.document, Body::Indicator(indicator), 0.9, grid.evidence(row, name_col)).because("definition_rows")
    };
    found.into_iter().map(record).collect()
}

fn standard_code(code: &str) -> Option<u16> {
    crate::rules::standard_edition(code)
}
