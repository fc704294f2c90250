//! Relative columns (前期, 5年後, 将来): the years that the plan itself gives for them.

use std::collections::BTreeMap;

use crate::language::squash;
use crate::language::years::{YearSpan, find_years};

use super::grid::Grid;
use super::headers::Section;

/// Years and phase of a stretch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// First fiscal year.
    pub from: Option<i32>,
    /// Last fiscal year.
    pub to: Option<i32>,
    /// Name of the relative column, first~last over several.
    pub phase: Option<String>,
}

impl Span {
    /// From the beginning of this one to the end of the other.
    #[must_use]
    pub fn through(&self, last: &Self) -> Self {
        let phase = match (&self.phase, &last.phase) {
            (Some(a), Some(b)) if a != b => {
                let first = a.split('~').next().unwrap_or(a);
                let end = b.rsplit('~').next().unwrap_or(b);
                Some(format!("{first}~{end}"))
            }
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        Self { from: self.from, to: last.to, phase }
    }
}

/// The phases of a document with the years that its text defines for them.
#[derive(Debug, Clone, Default)]
pub struct Phases {
    years: BTreeMap<String, (Option<i32>, Option<i32>)>,
}

impl Phases {
    /// Looks for definitions (前期：2019年度～2021年度, 5年後は平成21年度から平成25年度まで) of the names in the texts.
    #[must_use]
    pub fn define<'t>(names: &[String], texts: impl Iterator<Item = &'t str> + Clone) -> Self {
        let mut years = BTreeMap::new();
        for name in names {
            let found = texts.clone().find_map(|text| definition(name, names, text));
            if let Some(span) = found {
                years.insert(squash(name), span);
            }
        }
        Self { years }
    }

    /// The span from one column to another.
    #[must_use]
    pub fn span(&self, section: &Section, first: usize, last: usize) -> Span {
        let (a, b) = (self.named(section, first), self.named(section, last));
        if first == last { a } else { a.through(&b) }
    }

    /// The span of one column.
    #[must_use]
    pub fn named(&self, section: &Section, col: usize) -> Span {
        let Some(column) = section.columns.get(col) else { return Span::default() };
        let Some(year) = &column.year else { return Span::default() };
        if !is_relative(year) {
            // 第1期 準備・着手 令和8~10年度 has its years and its name.
            let stretch = |label: &str| label.starts_with('第') && label.ends_with('期');
            let part = Some(name_of(year)).filter(|label| crate::language::is_part_of_year(label) || stretch(label));
            return Span { from: year.from, to: year.to, phase: part };
        }
        let name = if self.of_name(&name_of(year)).is_some() { name_of(year) } else { phase_name(column.label()) };
        let (from, to) = self.of_name(&name).unwrap_or((None, None));
        Span { from, to, phase: Some(name) }
    }

    fn of_name(&self, name: &str) -> Option<(Option<i32>, Option<i32>)> {
        self.years.get(&squash(name)).copied()
    }

    /// The section with the years of its relative columns, as far as the document defines them.
    #[must_use]
    pub fn dated(&self, section: &Section) -> Section {
        let mut section = section.clone();
        for col in 0..section.columns.len() {
            let relative = section.columns[col].year.as_ref().is_some_and(is_relative);
            let span = self.named(&section, col);
            if let (true, Some(year)) = (relative && span.from.is_some(), &mut section.columns[col].year) {
                (year.from, year.to) = (span.from, span.to);
            }
        }
        section
    }
}

/// Whether a header names a phase and no years.
#[must_use]
pub fn is_relative(year: &YearSpan) -> bool {
    year.from.is_none() && year.to.is_none()
}

/// The name of a phase that a header says, whatever stands below it: 前期 over 延長 and 事業費.
#[must_use]
pub fn name_of(year: &YearSpan) -> String {
    phase_name(&year.label)
}

/// What a table says of the phases, as definitions: 前期 above 令和8年度~令和12年度 in one cell, or beside it.
pub(super) fn told_in_table(grid: &Grid, names: &[String]) -> Vec<String> {
    let mut told = Vec::new();
    let dated = |text: &str| find_years(text).first().is_some_and(|(range, _)| range.start <= 1);
    for cell in &grid.table.cells {
        let text = grid.text(cell.row, cell.col);
        for name in names {
            let Some(rest) = text.strip_prefix(name.as_str()).map(str::trim_start) else { continue };
            let beside = grid.text(cell.row, cell.col + cell.col_span);
            if dated(rest) {
                told.push(format!("{name}:{rest}"));
            } else if rest.is_empty() && dated(beside) {
                told.push(format!("{name}:{beside}"));
            }
        }
    }
    told
}

/// 5年後 (H25) is named 5年後.
#[must_use]
pub fn phase_name(label: &str) -> String {
    label.split(['(', '（']).next().unwrap_or(label).trim().to_owned()
}

/// Years right after the name and a sign of definition, up to the next name.
fn definition(name: &str, names: &[String], text: &str) -> Option<(Option<i32>, Option<i32>)> {
    let mut from = 0;
    while let Some(at) = text[from..].find(name) {
        let start = from + at;
        let rest = &text[start + name.len()..];
        if text[..start].chars().next_back().is_none_or(|c| !c.is_numeric()) {
            let sign = rest.trim_start().chars().next();
            if matches!(sign, Some(':' | '：' | 'は' | 'と' | '(' | '（' | '=')) {
                let end = names.iter().filter_map(|other| rest.find(other.as_str())).min().unwrap_or(rest.len());
                let clause = rest[..end].split(['、', '。', '\n']).next().unwrap_or(rest);
                if let Some(span) = clause_years(clause) {
                    return Some(span);
                }
            }
        }
        from = start + name.len();
    }
    None
}

/// First and last year of a clause that says a range; 以降 leaves the end open.
fn clause_years(clause: &str) -> Option<(Option<i32>, Option<i32>)> {
    let found = find_years(clause);
    let first = &found.first()?.1;
    let last = &found.last()?.1;
    let open = found.len() == 1 && first.to.is_none();
    Some((first.from.or(first.to), if open { None } else { last.to.or(last.from) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_found_in_prose() {
        let names: Vec<String> = ["5年後", "10年後", "将来"].map(String::from).to_vec();
        let text = "5年後は平成21年度から平成25年度まで、10年後は平成26年度から平成30年度まで、将来は平成31年度以降をいう。";
        let phases = Phases::define(&names, std::iter::once(text));
        assert_eq!(phases.years.get("5年後"), Some(&(Some(2009), Some(2013))));
        assert_eq!(phases.years.get("10年後"), Some(&(Some(2014), Some(2018))));
        assert_eq!(phases.years.get("将来"), Some(&(Some(2019), None)));
    }

    #[test]
    fn a_bar_over_phases_is_named_by_both_ends() {
        let a = Span { from: Some(2019), to: Some(2021), phase: Some("前期".into()) };
        let b = Span { from: Some(2026), to: Some(2028), phase: Some("後期".into()) };
        assert_eq!(a.through(&b), Span { from: Some(2019), to: Some(2028), phase: Some("前期~後期".into()) });
    }
}
