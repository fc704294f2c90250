//! Sheets of labels and values (one measure a sheet): turned by a quarter they are tables with one row.
//!
//! A sheet is known by its labels: most are header words, or the same labels stand beside other values in another table of the document.

use std::collections::BTreeMap;

use crate::language::{YearContext, normalise, parse_year_header, squash};
use crate::model::{Block, BlockKind, Cell, Table};
use crate::rules::{ColumnRole, Rules};

use super::cellforms::is_code;
use super::grid::Grid;
use super::headers::{Column, sections};

/// Fewest labels of a sheet.
const LABELS: usize = 3;
/// Labels are at most this long.
const LABEL_CHARS: usize = 16;
/// Share of labels that must be header words where the sheet stands alone.
const KNOWN: f32 = 0.6;
/// Least score of such a word.
const HEADER_WORD: f32 = 0.55;

/// A sheet turned into a table of one row.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Labels as header, values as the only body row.
    pub table: Table,
    /// Its columns, read over all sheets with these labels.
    pub columns: Vec<Column>,
    /// Words of a row over the whole width above the labels, with their cell.
    pub title: Option<(Cell, String)>,
    /// Grids among and below the labels: a schedule, indicators.
    pub rest: Vec<Table>,
}

/// The sheets of a document by the index of their block.
pub(super) fn sheets(blocks: &[Block], rules: &Rules, years: YearContext) -> BTreeMap<usize, Sheet> {
    let mut found: BTreeMap<String, Vec<(usize, Turned)>> = BTreeMap::new();
    for (index, block) in blocks.iter().enumerate() {
        let BlockKind::Table(table) = &block.kind else { continue };
        if let Some(turned) = turn(table, rules) {
            found.entry(turned.labels.join("|")).or_default().push((index, turned));
        }
    }
    let mut sheets = BTreeMap::new();
    for alike in found.into_values() {
        let repeated = alike.len() >= 2 && alike.windows(2).any(|w| w[0].1.values() != w[1].1.values());
        if !repeated && known_labels(&alike[0].1.labels, rules) < KNOWN {
            continue;
        }
        let together = stacked(&alike);
        let read = sections(&Grid::new(&together), rules, Some(years));
        let Some(mut columns) = read.first().map(|section| section.columns.clone()) else { continue };
        if repeated {
            number_column(&mut columns, &together);
        }
        let guessed = columns.iter().any(|c| c.role == Some(ColumnRole::Measure) && c.by_cells);
        if !names_measure(&mut columns) || guessed && !repeated {
            continue;
        }
        for (index, turned) in alike {
            sheets.insert(index, Sheet { table: turned.table, columns: columns.clone(), title: turned.title, rest: turned.rest });
        }
    }
    sheets
}

/// A label that no rule knows, beside numbers of measures on all sheets (記号 | 1-1-2), is that of the number where only one can be.
fn number_column(columns: &mut [Column], together: &Table) {
    if columns.iter().any(|c| c.role == Some(ColumnRole::Code)) {
        return;
    }
    let numbers = |col: usize| {
        let mut cells = together.cells.iter().filter(|c| c.col == col && c.row > 0).map(|c| normalise(&c.text)).peekable();
        cells.peek().is_some() && cells.all(|text| is_code(&text) && text.contains(['-', '－', '.']) && text.parse::<f64>().is_err())
    };
    let mut found = (0..columns.len()).filter(|&col| columns[col].role.is_none() && numbers(col));
    if let (Some(col), None) = (found.next(), found.next()) {
        columns[col].role = Some(ColumnRole::Code);
        columns[col].by_cells = true;
    }
}

/// Whether a label names the measure; of tiers alone (政策, 施策) the lowest does, if the sheet says more of it.
fn names_measure(columns: &mut [Column]) -> bool {
    if columns.iter().any(|c| c.role == Some(ColumnRole::Measure)) {
        return true;
    }
    let says = |c: &Column| matches!(c.role, Some(ColumnRole::Owner | ColumnRole::Code | ColumnRole::Period | ColumnRole::Description));
    let last = columns.iter().rposition(|c| c.role == Some(ColumnRole::Goal));
    match last.filter(|_| columns.iter().any(says)) {
        Some(last) => {
            columns[last].role = Some(ColumnRole::Measure);
            true
        }
        None => false,
    }
}

struct Turned {
    /// Words of a row over the whole width above the labels: 取組方針 A 飲み水の信頼.
    title: Option<(Cell, String)>,
    labels: Vec<String>,
    table: Table,
    rest: Vec<Table>,
}

impl Turned {
    fn values(&self) -> Vec<&str> {
        self.table.cells.iter().filter(|c| c.row == 1).map(|c| c.text.as_str()).collect()
    }
}

/// A label with what stands beside it.
type Pair = (Cell, Cell);

/// Pairs of label and value row by row, and the parts of the grid that are tables of their own; `None` where the table is no sheet.
fn turn(table: &Table, rules: &Rules) -> Option<Turned> {
    if table.spans_lost || table.cols < 2 {
        return None;
    }
    let mut pairs: Vec<Pair> = Vec::new();
    let mut title = None;
    let mut headed = None;
    let mut rest: Vec<(usize, usize)> = Vec::new();
    let mut row = 0;
    while row < table.rows {
        let cells: Vec<&Cell> = table.cells.iter().filter(|c| c.row == row).collect();
        if row == 0
            && let Some(head) = head_row(&cells, table.cols)
        {
            headed = Some(head);
            row = 1;
            continue;
        }
        let whole = matches!(cells[..], [cell] if cell.col_span == table.cols);
        let end = row + cells.iter().map(|c| c.row_span).max().unwrap_or(1);
        let even = cells.iter().all(|c| c.row_span == 1);
        match (whole, even.then(|| pairs_of(&cells, rules)).flatten(), joined(table, row, end)) {
            (true, ..) if pairs.is_empty() && title.is_none() => title = Some((cells[0].clone(), normalise(&cells[0].text))),
            (false, Some(found), _) => pairs.extend(found),
            (false, None, Some(pair)) if !even => pairs.push(pair),
            _ if pairs.is_empty() => return None,
            // A grid among the labels: it ends where a plain pair follows it.
            _ => {
                let plain = |r: &usize| {
                    let next: Vec<&Cell> = table.cells.iter().filter(|c| c.row == *r).collect();
                    next.len() == 2 && next[0].row_span == 1 && pairs_of(&next, rules).is_some() && known(&next[0].text, rules)
                };
                let until = if even { (end..table.rows).find(plain).unwrap_or(table.rows) } else { end };
                rest.push((row, until));
                row = until;
                continue;
            }
        }
        row = end;
    }
    // Number and name stand below the tiers that the labels name.
    pairs.extend(headed.into_iter().flatten());
    let labels: Vec<String> = pairs.iter().map(|(label, _)| squash(&label.text)).collect();
    let mut different = labels.clone();
    different.sort();
    different.dedup();
    // A header over a body: what stands beside the labels are heads, too.
    let heads = pairs.iter().filter(|(_, value)| known(&value.text, rules)).count();
    if pairs.len() < LABELS || different.len() < labels.len() || heads * 2 > pairs.len() {
        return None;
    }
    let mut turned = Table { rows: 2, cols: pairs.len(), confidence: table.confidence, ..Table::default() };
    turned.caption.clone_from(&table.caption);
    for (row, value) in [(0, false), (1, true)] {
        for (col, pair) in pairs.iter().enumerate() {
            let cell = if value { &pair.1 } else { &pair.0 };
            turned.cells.push(Cell { row, col, row_span: 1, col_span: 1, ..cell.clone() });
        }
    }
    let rest = rest.into_iter().map(|(from, to)| part(table, from, to)).collect();
    Some(Turned { title, labels, table: turned, rest })
}

/// The pairs of one row: label and value in turn, or a label of several parts (番号・取組名) with a cell for each; what is left over says
/// of which kind the measure is.
pub(super) fn pairs_of(cells: &[&Cell], rules: &Rules) -> Option<Vec<Pair>> {
    let (first, values) = cells.split_first()?;
    if !is_label(&first.text) || values.is_empty() {
        return None;
    }
    let roles = super::composite::roles(&normalise(&first.text), rules);
    if roles.len() >= 2 && values.len() >= roles.len() {
        let heads: Vec<String> =
            first.text.split(['・', '/', '／', '\n', ' ', '　']).filter(|h| !h.trim().is_empty()).map(str::to_owned).collect();
        let label = |text: &str| Cell { text: text.to_owned(), ..(*first).clone() };
        let mut pairs: Vec<Pair> = heads.iter().zip(values).map(|(head, value)| (label(head), (*value).clone())).collect();
        match &values[roles.len()..] {
            [] => {}
            [kind] => pairs.push((label("区分"), (*kind).clone())),
            more => pairs.extend(pairs_of(more, rules)?),
        }
        return Some(pairs);
    }
    let even = cells.len().is_multiple_of(2) && cells.len() <= 6;
    let years = cells.iter().filter(|c| parse_year_header(&c.text, None).is_some_and(|y| y.is_year())).count();
    let labels = even && cells.chunks(2).all(|pair| is_label(&pair[0].text));
    // Further labels of a row must be known: 新規 or a name is none.
    let plausible = cells.len() <= 4 || cells.chunks(2).skip(1).all(|pair| known(&pair[0].text, rules));
    (labels && plausible && years < 2).then(|| cells.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect())
}

/// 取組シート | 1-(1)-① | 管路の耐震化: a head of number and name without labels, over the whole width.
fn head_row(cells: &[&Cell], cols: usize) -> Option<Vec<Pair>> {
    let (number, name) = match cells {
        [number, name] | [_, number, name] => (*number, *name),
        _ => return None,
    };
    let words = normalise(&name.text);
    let even = cells.iter().all(|c| c.row_span == 1) && name.col + name.col_span == cols && cols > cells.len();
    let title = words.chars().count() >= 4 && !is_code(&words) && !words.ends_with('。');
    let label = |text: &str| Cell { text: text.to_owned(), ..cells[0].clone() };
    let coded = is_code(&normalise(&number.text).replace(['(', ')'], ""));
    (even && title && coded).then(|| vec![(label("番号"), number.clone()), (label("取組名"), name.clone())])
}

/// A label over several rows with one cell of words in each: the cells are its lines.
fn joined(table: &Table, from: usize, to: usize) -> Option<Pair> {
    let mut inside = table.cells.iter().filter(|c| (from..to).contains(&c.row));
    let label = inside.next().filter(|c| c.row_span == to - from && is_label(&c.text))?;
    let values: Vec<&Cell> = inside.collect();
    let single = values.len() == to - from && values.iter().all(|c| c.row_span == 1 && c.col + c.col_span == table.cols);
    let text = values.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join("\n");
    single.then(|| (label.clone(), Cell { text, row_span: to - from, ..values[0].clone() }))
}

/// Whether the rules know the word as a header.
pub(super) fn known(text: &str, rules: &Rules) -> bool {
    rules.column_roles(&normalise(text)).first().is_some_and(|(_, score)| *score >= HEADER_WORD)
}

fn is_label(text: &str) -> bool {
    let text = normalise(text);
    let length = text.chars().count();
    (1..=LABEL_CHARS).contains(&length) && !text.ends_with('。') && text.chars().any(|c| !c.is_ascii_digit() && !",.%-".contains(c))
}

/// Some rows of a table as a table of their own.
fn part(table: &Table, from: usize, to: usize) -> Table {
    let mut part = Table { rows: to - from, cells: Vec::new(), bars: Vec::new(), ..table.clone() };
    let cells = table.cells.iter().filter(|c| (from..to).contains(&c.row));
    part.cells = cells.map(|c| Cell { row: c.row - from, ..c.clone() }).collect();
    for bar in table.bars.iter().filter(|b| b.rows.0 >= from && b.rows.1 < to) {
        let mut bar = bar.clone();
        bar.rows = (bar.rows.0 - from, bar.rows.1 - from);
        part.bars.push(bar);
    }
    part
}

/// All sheets with the same labels as the rows of one table.
fn stacked(alike: &[(usize, Turned)]) -> Table {
    let mut table = alike[0].1.table.clone();
    for (row, (_, turned)) in alike.iter().enumerate().skip(1) {
        table.rows += 1;
        table.cells.extend(turned.table.cells.iter().filter(|c| c.row == 1).map(|c| Cell { row: row + 1, ..c.clone() }));
    }
    // Labels are a header, whatever their words are.
    for cell in &mut table.cells {
        cell.fill = (cell.row == 0).then_some(0);
    }
    table
}

#[allow(clippy::cast_precision_loss)] // a few labels
fn known_labels(labels: &[String], rules: &Rules) -> f32 {
    let known = labels.iter().filter(|l| rules.column_roles(l).first().is_some_and(|(_, score)| *score >= HEADER_WORD)).count();
    known as f32 / labels.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::table;
    use crate::model::Place;

    /// The columns of sheets with these labels; a number and a name differ from sheet to sheet.
    fn columns(number: &str) -> Vec<Option<ColumnRole>> {
        let sheet = |n: usize, name: &str| {
            let rows: &[&[&str]] = &[
                &["施策名", name],
                &["記号", &number.replace('N', &n.to_string())],
                &["担当課", "水質課"],
                &["内容", "項目を見直します。"],
            ];
            Block { place: Place::default(), kind: BlockKind::Table(table(rows)) }
        };
        let blocks = [sheet(1, "検査の充実"), sheet(2, "台帳の整備")];
        let found = sheets(&blocks, Rules::embedded(), YearContext::default());
        found[&0].columns.iter().map(|c| c.role).collect()
    }

    #[test]
    fn a_label_beside_numbers_is_that_of_the_number() {
        assert_eq!(columns("1-1-N")[1], Some(ColumnRole::Code));
        assert_ne!(columns("N,200")[1], Some(ColumnRole::Code), "a figure is no number of a measure");
    }
}
