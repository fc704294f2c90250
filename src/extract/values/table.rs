//! Indicators as rows, years and kinds of value as columns.

use super::claim::dated_numbers;
use super::columns::{ValueColumn, name_column, own_beside_averages, value_columns};
use super::name::{Name, split, unit_of_cell};
use super::new_value;
use super::roles::{Figures, default_role, noted_role};
use crate::extract::around::Around;
use crate::extract::grid::Grid;
use crate::extract::headers::Section;
use crate::extract::items::split_turn;
use crate::extract::phases::is_relative;
use crate::language::{Quantity, YearContext, YearSpan, find_years, is_no_value, normalise, parse_cell, parse_year_header};
use crate::model::{Body, Indicator, Record, Role, Value};
use crate::rules::{ColumnRole, RowHead, Rules, standard_edition};

/// Longer words before a name are a description, not a tier.
const PATH_CHARS: usize = 20;

/// A state in words is at most this long.
const WORDS: usize = 16;

/// Least score of a word over the years of rows.
const SURE_YEAR: f32 = 0.85;

/// Columns that say what an indicator is.
const EXPLAIN: [ColumnRole; 3] = [ColumnRole::Formula, ColumnRole::Definition, ColumnRole::Direction];

/// A reader of one section.
struct Reader<'a> {
    grid: &'a Grid<'a>,
    section: &'a Section,
    rules: &'a Rules,
    around: &'a Around,
    figures: Vec<ValueColumn>,
    name_col: usize,
    /// Words over the table, nearest first.
    over: Vec<String>,
    /// The one year that title or caption name, where no column names any: 経営状況の比較（令和5年度決算）.
    over_year: Option<YearSpan>,
}

/// The values of a section and what its rows say of the indicators themselves.
pub(super) fn values(grid: &Grid, section: &Section, rules: &Rules, around: &Around) -> Vec<Record> {
    let figures = value_columns(grid, section);
    let mut figures: Vec<ValueColumn> = figures.into_iter().filter(|f| !f.total).collect();
    own_beside_averages(grid, section, &mut figures);
    let named = section.column(ColumnRole::Indicator);
    // 指標 | 算出方法 | 望ましい向き: no figures, the rows explain indicators. Where spans were lost, a formula in each row tells it.
    let formulas = named.zip(section.column(ColumnRole::Formula));
    let full = |(name, formula): (usize, usize)| {
        section.body.iter().all(|&row| grid.text(row, name).is_empty() == grid.text(row, formula).is_empty())
    };
    let whole = !grid.table.spans_lost || formulas.is_some_and(full);
    let explains = whole && figures.is_empty() && EXPLAIN.iter().any(|role| section.column(*role).is_some());
    let name_col = if explains { named } else { name_column(grid, section, &figures, rules, &[ColumnRole::Indicator]) };
    let Some(name_col) = name_col else { return Vec::new() };
    // A target column before the names is a column of goals (目標 | 業務指標名).
    let mut figures: Vec<ValueColumn> = figures.into_iter().filter(|f| f.col > name_col).collect();
    // 本市 | 類似団体平均: own figures beside those of others need no year.
    let compared = [Role::Actual, Role::Average].iter().all(|role| figures.iter().any(|f| f.role == Some(*role)));
    let silent = named.is_none() && section.column(ColumnRole::Year).is_none() && figures.iter().all(|f| f.span.is_none()) && !compared;
    if !explains && (figures.is_empty() || silent) {
        return Vec::new();
    }
    if counts_of_ratings(grid, section, name_col, rules) {
        return Vec::new();
    }
    years_told_elsewhere(section, &mut figures, around);
    starts_before_the_plan(&mut figures, around);
    let over = words_over(grid, section, around);
    let dated = section.column(ColumnRole::Year).is_some() || figures.iter().any(|f| f.span.is_some());
    let over_year = if dated { None } else { year_over(&[&section.title, &normalise(&grid.table.caption)]) };
    Reader { grid, section, rules, around, figures, name_col, over, over_year }.read()
}

/// S, A, B, C, 計 over numbers: how many measures were rated so.
fn counts_of_ratings(grid: &Grid, section: &Section, name_col: usize, rules: &Rules) -> bool {
    let names = section.body.iter().filter(|&&row| grid.begins_in_row(row, name_col)).map(|&row| grid.text(row, name_col));
    are_ratings(&names.filter(|name| !name.is_empty()).collect::<Vec<_>>(), rules)
}

/// Whether the names of what is counted are ratings and sums, and nothing else.
pub(super) fn are_ratings(names: &[&str], rules: &Rules) -> bool {
    let rating = |name: &&&str| rules.ratings.is_rating(name) || rules.ratings.state(name).is_some() && name.chars().count() <= 8;
    let other = |name: &&str| !rating(&name) && !rules.rows.is_total(name) && !is_no_value(name);
    names.iter().filter(rating).count() >= 2 && !names.iter().any(other)
}

/// 短期目標, 現況値: a target of a phase holds at the end of the years that the plan gives to the phase, and a sentence may date what is.
fn years_told_elsewhere(section: &Section, figures: &mut [ValueColumn], around: &Around) {
    for figure in figures {
        let aims = matches!(figure.role, Some(Role::Target | Role::Forecast));
        let year = match &figure.span {
            None => around.phases.figures_under(section.columns[figure.col].label()),
            Some(span) if aims && is_relative(span) => around.phases.named(section, figure.col).to,
            Some(_) => None,
        };
        let Some(year) = year else { continue };
        let mut span = YearSpan::fiscal(year);
        if figure.span.is_some() {
            span.label = around.phases.named(section, figure.col).phase.unwrap_or_default();
        }
        figure.span = Some(span);
    }
}

/// A first column of targets of a year before the plan, beside targets of the plan: its figures are where the plan starts.
fn starts_before_the_plan(figures: &mut [ValueColumn], around: &Around) {
    let (Some((from, _)), [first, rest @ ..]) = (around.period, figures) else { return };
    let year = |f: &ValueColumn| f.span.as_ref().and_then(YearSpan::single);
    let aims = |f: &ValueColumn| f.role == Some(Role::Target) && year(f).is_some_and(|y| y >= from);
    if first.role == Some(Role::Target) && year(first).is_some_and(|y| y < from) && !rest.is_empty() && rest.iter().all(aims) {
        first.role = Some(Role::Baseline);
        first.deduced = true;
    }
}

/// The year that the first of these texts names, if it names one only.
fn year_over(texts: &[&str]) -> Option<YearSpan> {
    let years = texts.iter().map(|text| find_years(text)).find(|years| !years.is_empty())?;
    let [(_, year)] = years.as_slice() else { return None };
    year.single().is_some().then(|| year.clone())
}

/// Caption, title row and headings, nearest first.
pub(in crate::extract) fn words_over(grid: &Grid, section: &Section, around: &Around) -> Vec<String> {
    let mut over = vec![section.title.clone(), normalise(&grid.table.caption)];
    over.extend(around.headings.iter().rev().map(|h| normalise(h)));
    over.retain(|words| !words.is_empty());
    over
}

/// An indicator under construction and whether anything is said of it.
struct Said {
    indicator: Indicator,
    row: usize,
    any: bool,
}

impl Reader<'_> {
    fn read(&self) -> Vec<Record> {
        let mut records = Vec::new();
        let mut last: Option<Said> = None;
        for &row in &self.section.body {
            if let Some((head, text)) = self.sub_row(row) {
                if let Some(said) = &mut last {
                    add(&mut said.indicator, head, text);
                    said.any = true;
                }
                continue;
            }
            let name = self.name(row);
            if name.name.is_empty() || self.is_rate(row) {
                continue;
            }
            if self.grid.begins_in_row(row, self.name_col) || last.is_none() {
                self.keep(last.take(), &mut records);
                last = Some(self.said(row, &name));
            }
            self.row(row, &name, &mut records);
        }
        self.keep(last, &mut records);
        records
    }

    /// 計算式, 評価 under an indicator: the head and the words beside it.
    fn sub_row(&self, row: usize) -> Option<(RowHead, String)> {
        let col = (0..self.grid.cols()).find(|&col| self.grid.begins(row, col) && !self.grid.text(row, col).is_empty())?;
        let text = self.grid.text(row, col);
        let wanted = |head: &RowHead| matches!(head, RowHead::Formula | RowHead::Evaluation | RowHead::Definition);
        if let Some(head) = self.rules.row_head(text).filter(wanted) {
            let beside = (col + 1..self.grid.cols()).find(|&c| self.grid.begins(row, c) && !self.grid.text(row, c).is_empty());
            return Some((head, beside.map_or("", |c| self.grid.text(row, c)).to_owned()));
        }
        // The head and its words in one cell, parted by a colon or a space.
        let raw = self.grid.cell(row, col)?.text.trim();
        [raw.split_once([':', '：']), raw.split_once(char::is_whitespace)].into_iter().flatten().find_map(|(head, rest)| {
            let head = self.rules.row_head(&normalise(head)).filter(wanted)?;
            Some((head, normalise(rest)))
        })
    }

    fn name(&self, row: usize) -> Name {
        let own = self.grid.cell(row, self.name_col).map_or("", |c| c.text.as_str());
        let mut name = split(own, self.rules);
        if name.name.is_empty() {
            name = split(self.grid.inherited(row, self.name_col, self.section.body[0]), self.rules);
        }
        let code = Some(self.beside(row, ColumnRole::Code)).filter(|code| !code.is_empty() && self.is_own_code(row));
        name.code = code.or(name.code);
        let unit = unit_of_cell(&self.beside(row, ColumnRole::Unit), self.rules);
        // Beside a unit of its own a bracket says more of the name: 更新延長（年間） | m.
        let same =
            |a: &str, b: &str| a == b || self.rules.units.canonical(a).is_some_and(|unit| Some(unit) == self.rules.units.canonical(b));
        if let (Some(own), Some(bracket)) = (&unit, &name.unit)
            && !same(own, bracket)
            && !name.name.is_empty()
        {
            name.name = format!("{}({bracket})", name.name);
        }
        name.unit = unit.or(name.unit).or_else(|| self.rules.units.of_line(&self.grid.table.unit)).or_else(|| self.unit_of_caption());
        name
    }

    /// 令和6年度末（％）: the unit in the bracket that ends the caption.
    fn unit_of_caption(&self) -> Option<String> {
        let caption = normalise(&self.grid.table.caption);
        let (_, unit) = caption.strip_suffix(')')?.rsplit_once('(')?;
        self.rules.units.canonical(unit).is_some().then(|| unit.to_owned())
    }

    /// Whether the code beside a row is that of its indicator: a number beside several indicators counts what holds them (方針 1, 2, 3).
    fn is_own_code(&self, row: usize) -> bool {
        let Some(col) = self.section.column(ColumnRole::Code) else { return true };
        let name = |row: usize| self.grid.text(row, self.name_col);
        let from = self.grid.source_row(row, col, self.section.body[0]);
        let rows = self.grid.cell(from, col).map_or(from..from + 1, |cell| cell.row..cell.row + cell.row_span);
        // 計算式 and 評価 below an indicator are its own rows.
        let same = |r: &usize| name(*r) == name(row) || name(*r).is_empty() || self.rules.row_head(name(*r)).is_some();
        name(row).is_empty() || same(&from) && rows.into_iter().filter(|r| self.section.body.contains(r)).all(|r| same(&r))
    }

    fn beside(&self, row: usize, role: ColumnRole) -> String {
        self.section.column(role).map_or_else(String::new, |col| self.grid.inherited(row, col, self.section.body[0]).to_owned())
    }

    fn said(&self, row: usize, name: &Name) -> Said {
        let direction = self.rules.targets.direction(&self.beside(row, ColumnRole::Direction)).map(str::to_owned);
        let text = |role| Some(self.beside(row, role)).filter(|t| !t.is_empty() && !is_no_value(t));
        let indicator = Indicator {
            indicator: name.name.clone(),
            code: name.code.clone(),
            unit: name.unit.clone(),
            formula: text(ColumnRole::Formula),
            definition: text(ColumnRole::Definition),
            evaluation: text(ColumnRole::Evaluation),
            direction,
            standard: None,
        };
        let any = indicator.direction.is_some()
            || indicator.formula.is_some()
            || indicator.definition.is_some()
            || indicator.evaluation.is_some();
        Said { indicator, row, any }
    }

    /// Keeps an indicator of which the table says more than its name.
    fn keep(&self, said: Option<Said>, records: &mut Vec<Record>) {
        let Some(said) = said.filter(|s| s.any) else { return };
        let evidence = self.grid.evidence(said.row, self.name_col);
        records.push(Record::new(&self.around.document, Body::Indicator(said.indicator), 0.93, evidence).because("indicator_row"));
    }

    fn row(&self, row: usize, name: &Name, records: &mut Vec<Record>) {
        let basis = self.row_role(row);
        let due = parse_year_header(&self.beside(row, ColumnRole::Due), Some(self.around.years));
        let path = self.path(row);
        // 建設年度 beside a place tells of the place, not of its figures.
        let sure = self.section.column(ColumnRole::Year).is_some_and(|col| {
            let column = &self.section.columns[col];
            column.by_cells || column.score >= SURE_YEAR
        });
        let of_row = parse_year_header(&self.beside(row, ColumnRole::Year), Some(self.around.years)).filter(|year| sure && year.is_year());
        let first = records.len();
        let aims = basis.is_some() || self.figures.iter().any(|f| f.role == Some(Role::Target));
        let in_words = aims && self.is_in_words(row);
        for figure in &self.figures {
            if !self.grid.begins(row, figure.col) {
                continue;
            }
            let text = self.grid.text(row, figure.col);
            if is_no_value(text) {
                continue;
            }
            let span = of_row
                .clone()
                .or_else(|| figure.span.clone())
                .or_else(|| due.clone().filter(|_| figure.role == Some(Role::Target)))
                .or_else(|| self.over_year.clone().filter(|_| matches!(figure.role, Some(Role::Actual | Role::Average))));
            let (role, sure) = self.role(figure, span.as_ref(), basis);
            let known = records.len();
            for (value, confidence) in self.cell(text, name, role, span.as_ref(), figure, &path) {
                let evidence = self.grid.evidence(row, figure.col);
                let record = Record::new(&self.around.document, Body::Value(value), sure.min(confidence), evidence);
                records.push(record.because("indicator_table"));
            }
            if in_words && records.len() == known && matches!(role, Role::Baseline | Role::Actual) {
                let value =
                    Value { year: span.as_ref().and_then(YearSpan::single), code: name.code.clone(), ..new_value(&name.name, role, text) };
                let record = Record::new(&self.around.document, Body::Value(value), 0.75, self.grid.evidence(row, figure.col));
                records.push(record.because("indicator_table"));
            }
        }
        self.rates(row, &mut records[first..]);
    }

    /// 未策定 | 運用と改善: a row of short words, none of them a figure, tells where it starts and what is aimed at.
    fn is_in_words(&self, row: usize) -> bool {
        let cells = self.figures.iter().filter(|f| self.grid.begins(row, f.col)).map(|f| self.grid.text(row, f.col));
        let mut filled = cells.filter(|text| !is_no_value(text)).peekable();
        let words = |text: &str| text.chars().count() <= WORDS && !text.contains(|c: char| c.is_ascii_digit()) && !text.ends_with('。');
        filled.peek().is_some() && filled.all(words)
    }

    /// The printed attainment rates of the row, each kept with the actual value of the year that its header names, else with the last
    /// one: what a report computed can be computed again.
    fn rates(&self, row: usize, records: &mut [Record]) {
        for col in self.section.columns_of(ColumnRole::Rate) {
            let text = self.grid.text(row, col);
            if !self.grid.begins(row, col) || parse_cell(text.trim_end_matches('%')).is_none() {
                continue;
            }
            let named = self.section.columns[col].words.iter().flat_map(|words| find_years(words)).filter_map(|(_, span)| span.single());
            let named: Vec<i32> = named.collect();
            let actuals = records.iter_mut().filter_map(|r| match &mut r.body {
                Body::Value(v) if v.role == Role::Actual && v.value.is_some() && v.printed_rate.is_none() => Some(v),
                _ => None,
            });
            let of_year = actuals.max_by_key(|v| (v.year.is_some_and(|y| named.contains(&y)), v.year));
            if let Some(value) = of_year {
                value.printed_rate = Some(text.to_owned());
            }
        }
    }

    /// A row of rates or differences, which are no values.
    fn is_rate(&self, row: usize) -> bool {
        let first = self.figures.iter().map(|f| f.col).min().unwrap_or(0);
        (0..first).any(|col| self.rules.row_head(self.grid.text(row, col)).is_some_and(|h| matches!(h, RowHead::Rate | RowHead::Change)))
    }

    /// 目標 or 実績 in a column of row heads.
    fn row_role(&self, row: usize) -> Option<Role> {
        let last = self.figures.iter().map(|f| f.col).max().unwrap_or(0);
        let other = |col: &usize| *col != self.name_col && !self.figures.iter().any(|f| f.col == *col);
        (0..last).filter(other).find_map(|col| match self.rules.row_head(self.grid.text(row, col))? {
            RowHead::Plan => Some(Role::Target),
            RowHead::Actual => Some(Role::Actual),
            RowHead::Forecast => Some(Role::Forecast),
            _ => None,
        })
    }

    fn role(&self, figure: &ValueColumn, span: Option<&YearSpan>, basis: Option<Role>) -> (Role, f32) {
        let year = span.and_then(|s| s.single().or(s.from));
        let said = if figure.deduced { basis.or(figure.role) } else { figure.role.or(basis) };
        match said {
            // 計画 over figures of an indicator is its target.
            Some(Role::Plan) => (Role::Target, 0.9),
            Some(role) => (role, 0.96),
            None => match noted_role(year, &self.around.notes) {
                Some(role) => (role, 0.9),
                None => {
                    let over: Vec<&str> = self.over.iter().map(String::as_str).collect();
                    match default_role(year, Figures::Values, &over, self.rules, self.around) {
                        (Role::Plan, sure) => (Role::Target, sure),
                        read => read,
                    }
                }
            },
        }
    }

    /// The values of one cell: one number, words of a target, or several dated numbers.
    fn cell(
        &self,
        text: &str,
        name: &Name,
        role: Role,
        span: Option<&YearSpan>,
        figure: &ValueColumn,
        path: &[String],
    ) -> Vec<(Value, f32)> {
        let base = || {
            let mut value = new_value(&name.name, role, text);
            value.measure.clone_from(&self.around.sheet);
            value.code.clone_from(&name.code);
            value.standard_edition = name.code.as_deref().and_then(standard_edition);
            value.unit.clone_from(&name.unit);
            value.year = span.and_then(YearSpan::single);
            value.phase = span.filter(|s| !s.label.is_empty() && !s.ambiguous).map(|s| s.label.clone());
            value.scope.clone_from(&figure.scope);
            value.path = path.to_vec();
            value
        };
        if let Some(quantity) = parse_cell(text) {
            let mut value = base();
            value.value = Some(quantity.value);
            value.comparator = Some(quantity.comparator.sign().to_owned());
            value.unit = value.unit.or_else(|| quantity.printed_unit());
            return vec![(value, 0.96)];
        }
        let aim = matches!(role, Role::Target | Role::Forecast);
        let numbers = dated_numbers(text);
        if numbers.is_empty()
            && aim
            && let Some(turn) = self.words_in_turn(text, figure)
        {
            let value = |(words, year, role): (&str, i32, Role)| {
                let mut value = base();
                (value.role, value.year) = (role, Some(year));
                words.clone_into(&mut value.text);
                (value, 0.8)
            };
            return turn.into_iter().map(value).collect();
        }
        if numbers.is_empty() && aim {
            return vec![(base(), if self.rules.targets.is_maintain(text) { 0.93 } else { 0.75 })];
        }
        // Beside targets, only one number with its year is a value (88.1%(R2)); several are a description.
        if !aim && (numbers.len() != 1 || numbers[0].1.is_none()) {
            return Vec::new();
        }
        let starts = self.starts_with_baseline(text, &numbers, figure);
        let many = numbers.into_iter().enumerate().map(|(n, (quantity, year))| {
            let mut value = base();
            if n == 0 && starts {
                value.role = Role::Baseline;
            }
            value.value = Some(quantity.value);
            value.comparator = Some(quantity.comparator.sign().to_owned());
            value.unit = quantity.printed_unit().or(value.unit);
            value.year = year.and_then(|y| y.single()).or(value.year);
            value.phase = value.phase.or_else(|| phase_before(text));
            (value, 0.85)
        });
        many.collect()
    }

    /// 令和5年度:未策定 → 令和9年度:運用: words where it starts and where it leads, each with its year.
    fn words_in_turn<'t>(&self, text: &'t str, figure: &ValueColumn) -> Option<[(&'t str, i32, Role); 2]> {
        let dated = |part: &'t str| {
            let years = find_years(part);
            let [(range, span)] = years.as_slice() else { return None };
            let before = part[..range.start].trim_matches(|c: char| c.is_whitespace() || "(:".contains(c));
            let behind = part[range.end..].trim_matches(|c: char| c.is_whitespace() || ":)".contains(c));
            let words = if before.is_empty() { behind } else { before };
            Some((words, span.single()?)).filter(|(words, _)| !words.is_empty())
        };
        let (from, to) = split_turn(text)?;
        let (from, to) = (dated(from)?, dated(to)?);
        let earlier = self.around.period.is_none_or(|(first, _)| from.1 < first);
        let role = if earlier { Role::Baseline } else { figure.role.unwrap_or(Role::Target) };
        Some([(from.0, from.1, role), (to.0, to.1, Role::Target)])
    }

    /// 令和5年度 41.7% → 令和11年度 75.0%: the first number of a target cell is where it starts, if the header says so (現状値→目標値) or
    /// its year lies before the plan.
    fn starts_with_baseline(&self, text: &str, numbers: &[(Quantity, Option<YearSpan>)], figure: &ValueColumn) -> bool {
        let [(first, year), (second, _), ..] = numbers else { return false };
        let Some(between) = text.get(first.range.end..second.range.start) else { return false };
        let turns = ["→", "⇒", "➡", "➔", "⇨", "▶", "から"].iter().any(|sign| between.contains(sign));
        let header = self.section.columns[figure.col].words.concat();
        let says = self.rules.targets.baseline.iter().any(|word| word != "から" && header.contains(word.as_str()));
        let year = year.as_ref().and_then(YearSpan::single);
        let earlier = year.zip(self.around.period).is_some_and(|(year, (from, _))| year < from);
        turns && (says || earlier)
    }

    /// Goals and categories in the columns before the name, else the tiers that the table stands under.
    fn path(&self, row: usize) -> Vec<String> {
        let beside = [
            ColumnRole::Code,
            ColumnRole::Unit,
            ColumnRole::Owner,
            ColumnRole::Note,
            ColumnRole::Period,
            ColumnRole::Due,
            ColumnRole::Description,
            ColumnRole::Mark,
        ];
        let other = |col: &usize| self.section.columns[*col].role.is_some_and(|role| beside.contains(&role));
        let mut path: Vec<String> = Vec::new();
        for col in (0..self.name_col).filter(|col| !other(col)) {
            let words = self.grid.inherited(row, col, self.section.body[0]);
            let short = (1..=PATH_CHARS).contains(&words.chars().count());
            if short && path.last().is_none_or(|last| last != words) {
                path.push(words.to_owned());
            }
        }
        if path.is_empty() { self.around.path.clone() } else { path }
    }
}

/// 中期目標で100%: the phase that a cell names before its number.
fn phase_before(text: &str) -> Option<String> {
    let (head, _) = text.split_once('で')?;
    parse_year_header(head, Some(YearContext::default())).filter(|span| !span.label.is_empty()).map(|span| span.label)
}

fn add(indicator: &mut Indicator, head: RowHead, text: String) {
    let place = match head {
        RowHead::Formula => &mut indicator.formula,
        RowHead::Evaluation => &mut indicator.evaluation,
        _ => &mut indicator.definition,
    };
    if !text.is_empty() {
        *place = Some(text);
    }
}
