//! Products that a measure promises by name: 「計画体系図」を作成.

use std::sync::LazyLock;

use regex::Regex;

use crate::language::{find_years, normalise};
use crate::model::{Body, Deliverable, Evidence, Record};
use crate::rules::{ColumnRole, Rules};

use super::grid::Grid;
use super::headers::Section;
use super::items::{items, unquoted};
use super::schedule::is_empty_cell;

/// A name in corner brackets; brackets inside a name are not used by plans.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"「([^「」]{2,30})」").ok());

/// The products of a table with a column of products: the measure stands to the left, the date beside.
#[must_use]
pub fn in_table(grid: &Grid, section: &Section, rules: &Rules, document: &str) -> Vec<Record> {
    let Some(col) = section.column(ColumnRole::Deliverable) else { return Vec::new() };
    let due_col = section.column(ColumnRole::Due).or_else(|| section.column(ColumnRole::Period));
    let named = [ColumnRole::Measure, ColumnRole::Goal].into_iter().find_map(|role| section.column(role));
    let Some(name_col) = named.or_else(|| col.checked_sub(1)) else { return Vec::new() };
    let from = section.body.first().copied().unwrap_or(0);
    let mut records = Vec::new();
    for &row in &section.body {
        let title = grid.text(row, col);
        let name = grid.inherited(row, name_col, from);
        if title.is_empty() || is_empty_cell(title) || name.is_empty() || !grid.begins_in_row(row, col) {
            continue;
        }
        let printed = grid.cell(grid.source_row(row, name_col, from), name_col).map_or(name, |c| c.text.as_str());
        let measure = measure_name(printed, rules);
        let due = due_col.and_then(|c| find_years(grid.text(row, c)).into_iter().next()).map(|(_, year)| (year.from, year.to));
        let (due_from, due_to) = due.unwrap_or_default();
        for title in items(grid.cell(row, col).map_or(title, |c| c.text.as_str())) {
            let body = Deliverable { measure: measure.clone(), title: unquoted(&title), due_from, due_to };
            records.push(Record::new(document, Body::Deliverable(body), 0.9, grid.evidence(row, col)).because("product_column"));
        }
    }
    records
}

/// The measure's title without a number or tier word before it: 提案1 巡回点検の重点化.
fn measure_name(printed: &str, rules: &Rules) -> String {
    if let Some(tier) = rules.tier(printed) {
        return normalise(&tier.title);
    }
    let text = normalise(printed);
    let parts = printed.trim().split_once(char::is_whitespace).map(|(head, rest)| (normalise(head), normalise(rest)));
    match parts {
        Some((head, rest)) if head.ends_with(|c: char| c.is_ascii_digit()) && head.chars().count() <= 8 && !rest.is_empty() => rest,
        _ => unquoted(&text),
    }
}

/// First and last year in which the products of a measure are due.
pub type Due = (Option<i32>, Option<i32>);

/// The stage that makes the papers: the first one of the measure's schedule.
#[must_use]
pub fn due_of(measure: &str, records: &[Record]) -> Option<Due> {
    records.iter().find_map(|r| match &r.body {
        Body::Schedule(s) if s.measure == measure && r.reasons.iter().any(|x| x == "year_column") => Some((s.from, s.to)),
        _ => None,
    })
}

/// The products of a sentence under a measure with a dated schedule.
#[must_use]
pub fn in_sentence(raw: &str, evidence: &Evidence, measure: &str, due: &Option<Due>, document: &str) -> Vec<Record> {
    let (Some((due_from, due_to)), Some(named)) = (due, NAMED.as_ref()) else { return Vec::new() };
    let text = normalise(raw);
    named
        .captures_iter(&text)
        .map(|found| {
            let body = Deliverable { measure: measure.to_owned(), title: found[1].to_owned(), due_from: *due_from, due_to: *due_to };
            Record::new(document, Body::Deliverable(body), 0.8, evidence.clone()).because("named_product")
        })
        .collect()
}
