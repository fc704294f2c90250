//! Header rows and the roles of columns.
//!
//! A table is cut into sections: a title row (one cell alone, or a cell over the whole width), header rows, body rows. A header may come
//! again in the middle. Each column then gets the words of its header cells from top to bottom, the role these words have in the rules,
//! and the fiscal years they name.

use crate::language::{Era, YearContext, YearKind, YearSpan, find_years, is_part_of_year, normalise, parse_cell, parse_year_header};
use crate::rules::{ColumnRole, Rules};

use super::eras::era_over;
use super::grid::Grid;
use super::header_rows::{RowKind, row_kinds, titled_header};

/// A part of a table under one header.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Words of the lowest title row above the header, "" if none.
    pub title: String,
    /// Grid row of the lowest title.
    pub title_row: Option<usize>,
    /// Title rows above that one (方針1 over 施策1-1), from the top, with their words.
    pub upper_titles: Vec<(usize, String)>,
    /// Header rows.
    pub header: Vec<usize>,
    /// Body rows.
    pub body: Vec<usize>,
    /// Columns, one a grid column.
    pub columns: Vec<Column>,
}

/// What a column holds.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Words of its header cells, top to bottom, without repeats.
    pub words: Vec<String>,
    /// Role by its words, `None` where the rules know none.
    pub role: Option<ColumnRole>,
    /// How sure the role is, 0..1.
    pub score: f32,
    /// How far the role is ahead of the next one, 0..1: by its words, or where there was a choice by what the whole table loses with
    /// another role here.
    pub margin: f32,
    /// Years or phase that the header names.
    pub year: Option<YearSpan>,
    /// The cells told the role, no word did.
    pub by_cells: bool,
    /// The year stands beside words that no rule knows.
    pub named_year: bool,
    /// All roles that its words may have, best first.
    candidates: Vec<(ColumnRole, f32)>,
}

impl Column {
    /// The best of these roles that the header's words may have.
    #[must_use]
    pub(super) fn candidate_of(&self, roles: &[ColumnRole]) -> Option<ColumnRole> {
        self.candidates.iter().map(|(role, _)| *role).find(|role| roles.contains(role))
    }

    /// All roles that the header's words may have, best first, with their scores.
    pub(super) fn candidates(&self) -> impl Iterator<Item = (ColumnRole, f32)> {
        self.candidates.iter().copied()
    }

    /// The lowest header words, "" for a column without header.
    #[must_use]
    pub fn label(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }
}

impl Section {
    /// The first column with this role.
    #[must_use]
    pub fn column(&self, role: ColumnRole) -> Option<usize> {
        self.columns.iter().position(|c| c.role == Some(role))
    }

    /// All columns with this role.
    #[must_use]
    pub fn columns_of(&self, role: ColumnRole) -> Vec<usize> {
        (0..self.columns.len()).filter(|&c| self.columns[c].role == Some(role)).collect()
    }

    /// Where a row holds one cell more than the header (four cells under three years, spans lost), what stands under a header has moved
    /// one column to the right, under none. Gives the column of this row that holds what `col` is to hold.
    #[must_use]
    pub fn moved(&self, grid: &Grid, row: usize, col: usize) -> usize {
        let headless = self.columns.get(col + 1).is_some_and(|c| c.words.is_empty());
        if grid.table.spans_lost && headless && !grid.text(row, col + 1).is_empty() { col + 1 } else { col }
    }

    /// Columns whose header names years or a phase, from left to right.
    #[must_use]
    pub fn year_columns(&self) -> Vec<usize> {
        (0..self.columns.len()).filter(|&c| self.columns[c].year.is_some()).collect()
    }
}

/// Cuts a table into sections with their columns.
#[must_use]
pub fn sections(grid: &Grid, rules: &Rules, years: Option<YearContext>) -> Vec<Section> {
    let kinds = row_kinds(grid, rules, years);
    let mut sections: Vec<Section> = Vec::new();
    let mut current = Section::default();
    for (row, kind) in kinds.iter().enumerate() {
        match kind {
            RowKind::Title => {
                let upper = current.title_row.filter(|_| current.header.is_empty() && current.body.is_empty());
                if let Some(upper) = upper {
                    let words = std::mem::take(&mut current.title);
                    current.upper_titles.push((upper, words));
                } else {
                    close(&mut sections, &mut current);
                }
                let words = grid.row_words(row);
                current.title_row = Some(row);
                if titled_header(grid, &words, rules, years) {
                    current.title = words[0].1.to_owned();
                    current.header.push(row);
                } else {
                    current.title = words.iter().map(|(_, t)| *t).collect::<Vec<_>>().join(" ");
                }
            }
            RowKind::Header => {
                if !current.body.is_empty() {
                    close(&mut sections, &mut current);
                }
                current.header.push(row);
            }
            RowKind::Body => current.body.push(row),
        }
    }
    close(&mut sections, &mut current);
    inherit_headers(&mut sections);
    // Title rows cut a table into sections under one header: its columns are read once, from the rows of all.
    let mut read: Vec<(Vec<usize>, Vec<Column>)> = Vec::new();
    for index in 0..sections.len() {
        let header = sections[index].header.clone();
        let columns = match read.iter().find(|(known, _)| *known == header) {
            Some((_, columns)) => columns.clone(),
            None => {
                let body = sections.iter().filter(|s| s.header == header).flat_map(|s| s.body.iter().copied()).collect();
                columns(grid, &Section { header: header.clone(), body, ..Section::default() }, rules, years)
            }
        };
        if !read.iter().any(|(known, _)| *known == header) {
            read.push((header, columns.clone()));
        }
        sections[index].columns = columns;
    }
    sections
}

/// A 基幹管路の更新 (導水管など) over rows: the code and name that the title row gives to its group.
#[must_use]
pub fn titled_group(section: &Section) -> Option<(&str, &str)> {
    let (code, rest) = section.title.split_once(' ')?;
    let coded = (1..=4).contains(&code.chars().count()) && code.chars().all(|c| c.is_ascii_alphanumeric());
    section.column(ColumnRole::Code).filter(|_| coded)?;
    // A remark behind the name stands apart.
    let name = rest.find(" (").filter(|_| rest.ends_with(')')).map_or(rest, |at| &rest[..at]);
    Some((code, name.trim())).filter(|(_, name)| !name.is_empty())
}

fn close(sections: &mut Vec<Section>, current: &mut Section) {
    let done = std::mem::take(current);
    if !done.body.is_empty() || !done.header.is_empty() {
        sections.push(done);
    }
}

/// A section that begins with a title row and no header of its own has the header above it.
fn inherit_headers(sections: &mut [Section]) {
    for index in 1..sections.len() {
        if sections[index].header.is_empty() {
            sections[index].header = sections[index - 1].header.clone();
        }
    }
}

/// The columns under the header rows.
fn columns(grid: &Grid, section: &Section, rules: &Rules, years: Option<YearContext>) -> Vec<Column> {
    let mut columns: Vec<Column> = (0..grid.cols()).map(|col| column(grid, section, col, rules, years)).collect();
    years_in_the_run(&mut columns);
    years_go_on(&mut columns);
    codes_beside_names(grid, section, &mut columns);
    years_come_before(&mut columns);
    by_company(&mut columns);
    unique_roles(&mut columns);
    if !section.header.is_empty() {
        super::roles::assign(grid, &section.body, &mut columns, rules);
    }
    columns
}

/// 対策 over A-1 | 耐震補強: under one head the column of nothing but codes holds the numbers of the names beside it.
fn codes_beside_names(grid: &Grid, section: &Section, columns: &mut [Column]) {
    for col in 0..columns.len().saturating_sub(1) {
        let one_head = !columns[col].words.is_empty() && columns[col].words == columns[col + 1].words && columns[col].year.is_none();
        let cells = |c: usize| section.body.iter().filter(move |&&row| grid.begins(row, c)).map(move |&row| grid.cell(row, c));
        let single =
            cells(col).flatten().filter(|cell| cell.col_span == 1 && !cell.text.trim().is_empty()).map(|cell| normalise(&cell.text));
        let texts: Vec<String> = single.collect();
        let codes = texts.iter().filter(|text| super::cellforms::is_code(text) && parse_cell(text).is_none()).count();
        let name = columns[col + 1].candidate_of(&[ColumnRole::Measure, ColumnRole::Goal, ColumnRole::Indicator]);
        if one_head && name.is_some() && texts.len() >= 2 && codes * 10 >= texts.len() * 7 && codes >= 2 {
            columns[col].role = Some(ColumnRole::Code);
            columns[col].score = columns[col].score.max(0.95);
            columns[col].candidates.insert(0, (ColumnRole::Code, 0.95));
        }
    }
}

/// Words that stand for several roles (内容, 区分) get the one that goes with the other columns.
fn by_company(columns: &mut [Column]) {
    use ColumnRole::{Category, Definition, Description, Direction, Goal, Indicator, Item, Measure, Result, Term};
    let sure = |role: ColumnRole| columns.iter().any(|c| c.role == Some(role) && c.score > 0.8);
    let preferred: &[ColumnRole] = if sure(Measure) || sure(Result) {
        &[Category, Description]
    } else if sure(Term) || sure(Indicator) || sure(Direction) {
        &[Category, Definition]
    } else {
        &[Item, Description]
    };
    let measure = columns.iter().position(|c| c.role == Some(Measure) && c.score > 0.8);
    for (col, column) in columns.iter_mut().enumerate() {
        let tied = |role: &ColumnRole| column.candidates.iter().any(|(r, score)| r == role && *score >= column.score - 0.01);
        // 取組方針 left of its measures is a tier above them, to their right it tells of them.
        let above = measure.is_some_and(|measure| col < measure) && tied(&Goal);
        if let Some(role) = preferred.iter().find(|role| !above && tied(role)) {
            column.role = Some(*role);
        } else if above {
            column.role = Some(Goal);
        }
    }
}

fn column(grid: &Grid, section: &Section, col: usize, rules: &Rules, years: Option<YearContext>) -> Column {
    let header = section.header.as_slice();
    let mut words: Vec<String> = Vec::new();
    for &row in header {
        let text = header_text(grid, header, row, col);
        let is_title = section.title_row == Some(row) && text == section.title;
        if is_title || text.is_empty() || words.last().is_some_and(|last| last == text) {
            continue;
        }
        // 数値目標 over （R12年度末）: one head in two lines. A word over several columns stays one of its own.
        let above = row.checked_sub(1).and_then(|above| grid.cell(above, col)).is_some_and(|cell| cell.col_span == 1);
        match words.last_mut().filter(|_| above && text.starts_with('(') && text.ends_with(')')) {
            Some(word) => word.push_str(text),
            None => words.push(text.to_owned()),
        }
    }
    let year = year_of_words(&words, years);
    let mut candidates: Vec<(ColumnRole, f32)> = words
        .iter()
        .rev()
        .enumerate()
        .flat_map(|(depth, w)| {
            // Words nearer to the body count more: 目標値 over 5年後 is less than 実績 right above.
            #[allow(clippy::cast_precision_loss)] // a few header rows
            let weight = 1.0 - 0.05 * depth as f32;
            // 重点目標1 窓口の充実 over the whole head is a tier of the rows, and says nothing of a column.
            if depth > 0 && rules.tier(w).is_some_and(|tier| tier.code.is_some()) {
                return Vec::new();
            }
            let mut roles = rules.column_roles(w);
            if roles.is_empty() {
                // 令和6年度の対応: what is left without the year.
                let bare = without_years(w);
                if bare != *w {
                    roles = rules.column_roles(&bare);
                }
            }
            roles.into_iter().map(|(role, score)| (role, score * weight)).collect::<Vec<_>>()
        })
        .collect();
    if words.last().is_some_and(|head| !super::composite::roles(head, rules).is_empty()) {
        candidates.push((ColumnRole::Measure, 0.95));
    }
    candidates.sort_by(|a, b| b.1.total_cmp(&a.1));
    let best = candidates.first().copied();
    let second = candidates.iter().find(|(role, _)| best.is_some_and(|b| b.0 != *role)).map_or(0.0, |(_, score)| *score);
    let score = best.map_or(0.0, |b| b.1);
    Column { words, role: best.map(|b| b.0), score, margin: score - second, year, by_cells: false, named_year: false, candidates }
}

/// The time that header words name, the lowest first. A bare 7年度 takes the era that stands above it (令和 over 7年度, 8年度).
fn year_of_words(words: &[String], years: Option<YearContext>) -> Option<YearSpan> {
    let era = |above: &[String]| above.iter().rev().find_map(|word| era_over(word));
    // 前期末（R12）: the year of a stretch stands in brackets behind it.
    let dated = |span: YearSpan, word: &str| match year_beside(word).filter(|_| span.kind == YearKind::Phase && span.from.is_none()) {
        Some(year) => YearSpan { from: year.from, to: year.to, ..span },
        None => span,
    };
    let read = |(n, word): (usize, &String)| match (parse_year_header(word, years), era(&words[..n])) {
        (Some(year), _) if !year.ambiguous => Some(year),
        (read, Some(era)) => parse_year_header(&format!("{}{word}", era.name()), years).or(read),
        (read, None) => read,
    };
    let found = words.iter().enumerate().rev().find_map(|(n, word)| read((n, word)).map(|span| dated(span, word)))?;
    let part = found.kind == YearKind::Phase && found.from.is_none() && is_part_of_year(&found.label);
    // 上期 below R7, 第1四半期 below 令和8年度の工程: the year stands above.
    let above = || words.iter().rev().find_map(|word| find_years(word).into_iter().map(|(_, year)| year).find(|y| y.single().is_some()));
    match above().filter(|_| part) {
        Some(year) => Some(YearSpan { from: year.single(), to: year.single(), ..found }),
        None => Some(found),
    }
}

/// The one year that stands beside other words: 目標(令和11年度), ゴール(2029).
pub(super) fn year_beside(words: &str) -> Option<YearSpan> {
    if let [(_, year)] = find_years(words).as_slice() {
        return Some(year.clone());
    }
    // A bare western year counts in brackets only.
    let (_, inside) = words.trim_end().strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    parse_year_header(inside, None).filter(YearSpan::is_year)
}

/// R5 | 6 | 7 | 8~12年度: a bare number or span right of a year is the next years where it begins with the next one.
fn years_go_on(columns: &mut [Column]) {
    for col in 1..columns.len() {
        let known = columns[col].year.as_ref().is_some_and(|year| !year.ambiguous);
        let before = columns[col - 1].year.as_ref().filter(|year| year.kind == YearKind::Fiscal).and_then(YearSpan::single);
        // 後期 over 13～17年度 says less than the years below it.
        let silent = columns[col].year.as_ref().is_some_and(|year| year.kind == YearKind::Phase && year.from.is_none());
        if let Some(span) = bare_years(columns[col - 1].year.as_ref(), columns[col].label()).filter(|_| !known || silent) {
            columns[col].year = Some(span);
            continue;
        }
        let Some(before) = before.filter(|_| !known && columns[col].role.is_none()) else { continue };
        let label = columns[col].label().trim_end_matches("年度").trim_end_matches('年').to_owned();
        let next = before + 1;
        let old = Era::Heisei.western(0);
        let heisei = (next > old && next <= old + 40).then_some((Era::Heisei, next - old));
        let read = |(era, n): (Era, i32)| {
            let first = if n == 1 && label.starts_with('元') { label.clone() } else { label.strip_prefix(&n.to_string())?.to_owned() };
            // 令和1 | 12 is not the next year, and 5か所 is none.
            let span = first.is_empty() || first == "元" || first.starts_with(['~', '-', '〜', '～']);
            let year = parse_year_header(&format!("{}{label}年度", era.name()), None).filter(|_| span)?;
            (year.from == Some(next)).then_some(year)
        };
        if let Some(year) = Era::of_western(next).and_then(read).or_else(|| heisei.and_then(read)) {
            columns[col].year = Some(year);
        }
    }
}

/// 8年度 | 事業費(千円)令和9年度 | 10年度: where the lines of a header are missing, its words run into one of its years. The year counts
/// where a neighbour is a bare year that comes right before or after it.
fn years_in_the_run(columns: &mut [Column]) {
    for col in 0..columns.len() {
        let Some(year) = Some(&columns[col]).filter(|c| c.year.is_none()).and_then(|c| year_beside(c.label())) else { continue };
        let Some((_, number)) = year.single().and_then(Era::of_western) else { continue };
        let bare = |at: Option<usize>, number: i32| {
            let beside = at.and_then(|at| columns.get(at)).filter(|c| c.year.as_ref().is_some_and(|y| y.ambiguous));
            beside.is_some_and(|c| c.label() == format!("{number}年度"))
        };
        if bare(col.checked_sub(1), number - 1) || bare(Some(col + 1), number + 1) {
            columns[col].year = Some(year);
        }
    }
}

/// 8年度 | 令和 over 9年度 | 10年度: without lines an era stands over the middle of its years only. A bare year left of a known one takes
/// the number before it where that is what is printed.
fn years_come_before(columns: &mut [Column]) {
    for col in (1..columns.len()).rev() {
        let known = |c: &Column| c.year.as_ref().filter(|year| !year.ambiguous && year.kind == YearKind::Fiscal).and_then(YearSpan::single);
        let Some(next) = known(&columns[col]).filter(|_| known(&columns[col - 1]).is_none()) else { continue };
        let Some((before, era)) = Some(next - 1).zip(Era::of_western(next - 1).map(|(era, _)| era)) else { continue };
        let label = columns[col - 1].label();
        let bare = label.starts_with(|c: char| c.is_ascii_digit() || c == '元') && label.ends_with("年度");
        let read = parse_year_header(&format!("{}{label}", era.name()), None).filter(|year| year.single() == Some(before));
        if let Some(year) = read.filter(|_| bare) {
            columns[col - 1].year = Some(year);
        }
    }
}

/// 9年度 and 13～17年度 right of 令和8年度: years of the same era, where they follow on those to the left.
fn bare_years(before: Option<&YearSpan>, label: &str) -> Option<YearSpan> {
    let last = before.filter(|year| year.is_year() && !year.ambiguous)?.to?;
    let digits = label.strip_suffix("年度")?;
    let bare = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || "~-～".contains(c));
    let era = Era::of_western(last + 1).map(|(era, _)| era)?;
    let span = parse_year_header(&format!("{}{label}", era.name()), None)?;
    (bare && span.is_year() && span.from == Some(last + 1)).then_some(span)
}

/// Header words without the years in them.
fn without_years(words: &str) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for (range, _) in find_years(words) {
        rest.push_str(words.get(at..range.start).unwrap_or_default());
        at = range.end;
    }
    rest.push_str(words.get(at..).unwrap_or_default());
    rest.trim_start_matches(['の', ' ']).to_owned()
}

/// Words of a header place; where spans were lost, the words to the left hold for empty places of a group (工程 over three years).
fn header_text<'g>(grid: &'g Grid, header: &[usize], row: usize, col: usize) -> &'g str {
    let own = grid.text(row, col);
    if !own.is_empty() || !grid.table.spans_lost || header.first() != Some(&row) || header.len() < 2 {
        return own;
    }
    let below = header.iter().skip(1).any(|&r| !grid.text(r, col).is_empty());
    if !below {
        return own;
    }
    (0..col).rev().map(|c| grid.text(row, c)).find(|t| !t.is_empty()).unwrap_or("")
}

/// Roles that only one column can have go to the column with the best score; the others fall back to having none.
fn unique_roles(columns: &mut [Column]) {
    for role in [ColumnRole::Code, ColumnRole::Measure, ColumnRole::Owner, ColumnRole::Category, ColumnRole::Description, ColumnRole::Unit]
    {
        let holders: Vec<usize> = (0..columns.len()).filter(|&c| columns[c].role == Some(role)).collect();
        let Some(&best) = holders.iter().max_by(|&&a, &&b| columns[a].score.total_cmp(&columns[b].score).then(a.cmp(&b))) else { continue };
        let words = columns[best].words.clone();
        for &holder in &holders {
            // Neighbours under one merged header cell are one column of meaning.
            if holder != best && columns[holder].words != words {
                columns[holder].role = if role == ColumnRole::Measure { Some(ColumnRole::Goal) } else { None };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::table;

    fn years(rows: &[&[&str]]) -> Vec<Option<i32>> {
        let table = table(rows);
        let found = sections(&Grid::new(&table), Rules::embedded(), None);
        found[0].columns.iter().map(|c| c.year.as_ref().and_then(YearSpan::single)).collect()
    }

    #[test]
    fn heads_of_unknown_words_over_years_in_a_text() {
        let rows: &[&[&str]] = &[
            &["重点目標1 便利な窓口", "", "", "", ""],
            &["No.", "い号", "あ手", "う段", ""],
            &["", "", "", "令和5年度", "令和6年度"],
            &["R4-1", "申込のオンライン化", "経営企画課", "契約", "開始"],
            &["R4-2", "台帳の電子化", "給排水課", "検討", "導入"],
        ];
        let table = crate::model::Table { spans_lost: true, ..table(rows) };
        let found = sections(&Grid::new(&table), Rules::embedded(), None);
        assert_eq!((found[0].header.clone(), found[0].body.clone()), (vec![1, 2], vec![3, 4]));
    }

    #[test]
    fn an_era_over_one_year_serves_the_years_beside_it() {
        let body: &[&str] = &["送水管耐震化工事", "368,936", "367,617", "368,964", "368,659"];
        assert_eq!(
            years(&[&["科目", "", "", "令和", ""], &["", "2年度", "3年度", "4年度", "5年度"], body]),
            [None, Some(2020), Some(2021), Some(2022), Some(2023)]
        );
        let beside: &[&str] = &["科目", "2年度", "3年度", "事業費(千円)\n令和\n4年度", "5年度"];
        assert_eq!(years(&[beside, body]), [None, Some(2020), Some(2021), Some(2022), Some(2023)]);
        // A number that is not the next one is none of them.
        let apart: &[&str] = &["科目", "1年度", "3年度", "令和8年度", "5年度"];
        assert_eq!(years(&[apart, body]), [None, None, None, Some(2026), None]);
    }
}
