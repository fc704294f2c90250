//! Relative columns (前期, 5年後, 将来): the years that the plan itself gives for them.

use std::collections::BTreeMap;

use crate::language::squash;
use crate::language::years::{YearSpan, find_years};

use super::eras;
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
    /// The year of figures that a sentence gives to the words over their column: 現況値は令和4年度末の実績です.
    figures: BTreeMap<String, i32>,
    /// The period of the document: gives bare years (4年度) their era.
    period: Option<(i32, i32)>,
}

impl Phases {
    /// Looks for definitions (前期：2019年度～2021年度, 5年後は平成21年度から平成25年度まで) of the names in the texts.
    #[must_use]
    pub fn define<'t>(names: &[String], texts: impl Iterator<Item = &'t str> + Clone) -> Self {
        let mut years = BTreeMap::new();
        for name in names.iter().map(String::as_str).chain(names.iter().filter_map(|name| stem(name))) {
            let found = texts.clone().find_map(|text| definition(name, names, text));
            if let Some(span) = found {
                years.insert(squash(name), span);
            }
        }
        Self { years, ..Self::default() }
    }

    /// With the period that the document covers.
    #[must_use]
    pub fn within(mut self, period: Option<(i32, i32)>) -> Self {
        self.period = period;
        self
    }

    /// Looks for sentences that date the figures under these header words; words that two sentences date in two ways stay undated.
    #[must_use]
    pub fn dating<'t>(mut self, heads: &[String], texts: impl Iterator<Item = &'t str> + Clone) -> Self {
        for head in heads {
            let mut years: Vec<i32> = texts.clone().filter_map(|text| dated_figures(head, text)).collect();
            years.sort_unstable();
            years.dedup();
            if let [year] = years.as_slice() {
                self.figures.insert(squash(head), *year);
            }
        }
        self
    }

    /// The year that the document gives to the figures under a header word.
    #[must_use]
    pub fn figures_under(&self, head: &str) -> Option<i32> {
        self.figures.get(&squash(head)).copied()
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
        if let Some(dated) = self.of_bare_year(section, col) {
            return Span { from: dated.from, to: dated.to, phase: None };
        }
        let whole = name_of(year);
        let told = [Some(whole.as_str()), stem(&whole)].into_iter().flatten().find(|name| self.of_name(name).is_some());
        let name = told.map_or_else(|| phase_name(column.label()), str::to_owned);
        let (from, to) = self.of_name(&name).unwrap_or((None, None));
        Span { from, to, phase: Some(name) }
    }

    /// 4年度 without an era anywhere, in the era of the document's period.
    pub(super) fn of_bare_year(&self, section: &Section, col: usize) -> Option<YearSpan> {
        let column = section.columns.get(col).filter(|column| column.year.as_ref().is_some_and(|year| year.ambiguous))?;
        eras::of_the_period(column.label(), self.period)
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

/// 短期目標 and 短期計画 are of the phase 短期.
fn stem(name: &str) -> Option<&str> {
    ["目標値", "目標", "計画"].iter().find_map(|word| name.strip_suffix(word)).filter(|stem| !stem.is_empty())
}

/// The year in 現況値は令和4年度末の実績です, 基準値：令和5年度: right behind the words and a sign, with nothing but the figures behind it.
fn dated_figures(head: &str, text: &str) -> Option<i32> {
    let (_, rest) = text.split_once(head)?;
    let rest = rest.trim_start().strip_prefix([':', '：', 'は', '='])?.trim_start_matches(['、', ' ']);
    let years = find_years(rest);
    let (range, span) = years.first().filter(|(range, _)| range.start == 0)?;
    let behind = rest[range.end..].trim_start_matches('の');
    let ends = ["。", ")", "）", "です", "とし", "であ", "実績", "決算", "値", "数値", "末", "時点", "現在", "データ"];
    let closed = behind.is_empty() || ends.iter().any(|end| behind.starts_with(end));
    span.single().filter(|_| closed)
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
                let said = rest[..end].trim_start().trim_start_matches([':', '：', 'は', 'と', '(', '（', '=', '、', ' ']);
                let clause = said.split(['、', '。', '\n']).next().unwrap_or(said);
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
    fn a_target_of_a_phase_has_its_years() {
        let names: Vec<String> = ["前期目標", "後期目標値"].map(String::from).to_vec();
        let text = "前期は、令和8年度から令和10年度まで、後期は、令和11年度から令和13年度までとします。";
        let phases = Phases::define(&names, std::iter::once(text));
        assert_eq!(phases.years.get("前期"), Some(&(Some(2026), Some(2028))));
        assert_eq!(phases.years.get("後期"), Some(&(Some(2029), Some(2031))));
    }

    #[test]
    fn a_sentence_dates_the_figures_of_a_column() {
        let read = |text: &str| dated_figures("現状値", text);
        assert_eq!(read("※現状値は、令和6年度末の値です。"), Some(2024));
        assert_eq!(read("(現状値:令和5年度)"), Some(2023));
        assert_eq!(read("現状値は令和6年度に比べて5ポイント高い。"), None);
        assert_eq!(read("現状値を令和6年度に見直します。"), None);
        let heads = ["現状値".to_owned()];
        let both = ["現状値は令和5年度の実績です。", "現状値は令和6年度の実績です。"];
        assert_eq!(Phases::default().dating(&heads, both.into_iter()).figures_under("現状値"), None);
        assert_eq!(Phases::default().dating(&heads, both[..1].iter().copied()).figures_under("現状値"), Some(2023));
    }

    #[test]
    fn a_bar_over_phases_is_named_by_both_ends() {
        let a = Span { from: Some(2019), to: Some(2021), phase: Some("前期".into()) };
        let b = Span { from: Some(2026), to: Some(2028), phase: Some("後期".into()) };
        assert_eq!(a.through(&b), Span { from: Some(2019), to: Some(2028), phase: Some("前期~後期".into()) });
    }
}
