//! One table of labels and values, taken apart: a title over it, pairs of label and value, rows of figures, grids among and below them.

use crate::language::{normalise, parse_year_header, squash};
use crate::model::{Cell, Table};
use crate::rules::{ColumnRole, Rules};

use super::super::cellforms::{is_code, states_figure};
use super::super::composite;
use super::super::tierwords::parts;
use super::side;

/// Label of what a card tells in sentences below its head.
const TOLD: &str = "内容";
/// Labels are at most this long.
const LABEL_CHARS: usize = 16;
/// Least score of a word that the rules know as a header.
pub(super) const HEADER_WORD: f32 = 0.55;
/// Words in a grid of years are at most this long; longer ones stand beside a label.
const STEP_CHARS: usize = 24;

/// Cells of a row of labels and values, at most: five aspects of an evaluation side by side.
const PAIRED_CELLS: usize = 10;

/// A label with what stands beside it.
pub(super) type Pair = (Cell, Cell);

/// A table of labels and values, taken apart.
#[derive(Debug, Clone)]
pub(super) struct Turned {
    /// Words of a row over the whole width above the labels: 取組方針 A 飲み水の信頼.
    pub title: Option<(Cell, String)>,
    /// Labels and what stands beside them.
    pub pairs: Vec<Pair>,
    /// Rows that name an indicator and its figures, each as a table of its own.
    pub figures: Vec<Table>,
    /// Grids among and below the labels.
    pub rest: Vec<Table>,
    /// Its place among the cards of one table.
    pub nth: usize,
}

impl Turned {
    /// The labels as they are compared.
    pub fn labels(&self) -> Vec<String> {
        self.pairs.iter().map(|(label, _)| squash(&label.text)).collect()
    }

    /// What stands beside the labels.
    pub fn values(&self) -> Vec<&str> {
        self.pairs.iter().map(|(_, value)| value.text.as_str()).collect()
    }

    /// Labels as header, values as the only body row.
    pub fn table(&self, of: &Table) -> Table {
        let mut turned = Table { rows: 2, cols: self.pairs.len(), confidence: of.confidence, ..Table::default() };
        turned.caption.clone_from(&of.caption);
        for (row, value) in [(0, false), (1, true)] {
            for (col, pair) in self.pairs.iter().enumerate() {
                let cell = if value { &pair.1 } else { &pair.0 };
                turned.cells.push(Cell { row, col, row_span: 1, col_span: 1, ..cell.clone() });
            }
        }
        turned
    }
}

/// Takes a table apart row by row; `None` where it is no table of labels and values.
pub(super) fn turn(table: &Table, rules: &Rules) -> Option<Turned> {
    if table.spans_lost || table.cols < 2 {
        return None;
    }
    let (rows, beside) = match side::split(table, rules) {
        Some((rows, beside)) => (Some(rows), beside),
        None => (None, Vec::new()),
    };
    let table = rows.as_ref().unwrap_or(table);
    let mut found = Turned { title: None, pairs: Vec::new(), figures: Vec::new(), rest: Vec::new(), nth: 0 };
    let mut headed = None;
    let mut row = 0;
    while row < table.rows {
        let cells: Vec<&Cell> = table.cells.iter().filter(|c| c.row == row).collect();
        let first = row == 0 || row == 1 && found.title.is_some();
        if first && let Some(head) = head_row(&cells, table.cols, rules) {
            headed = Some(head);
            row += 1;
            continue;
        }
        if let (Some(head), Some(told)) = (&mut headed, sentence(&cells)) {
            let label = Cell { text: TOLD.to_owned(), ..told.clone() };
            head.push((label, told.clone()));
            row += 1;
            continue;
        }
        let whole = matches!(cells[..], [cell] if cell.col_span == table.cols);
        let end = row + cells.iter().map(|c| c.row_span).max().unwrap_or(1);
        let even = cells.iter().all(|c| c.row_span == 1);
        if even && let Some(figures) = figures_of(&cells, table, rules) {
            found.figures.push(figures);
            row = end;
            continue;
        }
        if even && let Some((figures, end)) = figures_below(table, row, rules) {
            found.figures.push(figures);
            row = end;
            continue;
        }
        match (whole, even.then(|| pairs_of(&cells, rules)).flatten(), joined(table, row, end)) {
            (true, ..) if found.pairs.is_empty() && found.title.is_none() => {
                found.title = Some((cells[0].clone(), normalise(&cells[0].text)))
            }
            (false, Some(pairs), _) => found.pairs.extend(pairs),
            (false, None, Some(pair)) if !even => found.pairs.push(pair),
            _ if found.pairs.is_empty() && found.figures.is_empty() && headed.is_none() => return None,
            // A grid among the labels: it ends where a plain pair follows it.
            _ => {
                // Below the figures of a goal all that follows is the table of its measures.
                let years = years_in(table, row, end) || found.pairs.is_empty();
                let until =
                    if even || years { (end..table.rows).find(|r| ends_grid(table, *r, years, rules)).unwrap_or(table.rows) } else { end };
                found.rest.push(part(table, row, until));
                row = until;
                continue;
            }
        }
        row = end;
    }
    // Number and name stand below the tiers that the labels name.
    found.pairs.extend(headed.into_iter().flatten());
    found.pairs.extend(beside);
    let labels = found.labels();
    let mut different = labels.clone();
    different.sort();
    different.dedup();
    // A header over a body: what stands beside the labels are heads, too.
    let heads = found.pairs.iter().filter(|(_, value)| known(&value.text, rules)).count();
    let apart = different.len() == labels.len() && heads * 2 <= found.pairs.len();
    (apart && (!found.pairs.is_empty() || !found.figures.is_empty())).then_some(found)
}

/// Whether rows name two years or more.
fn years_in(table: &Table, from: usize, to: usize) -> bool {
    let rows = table.cells.iter().filter(|c| (from..to).contains(&c.row));
    rows.filter(|c| parse_year_header(&normalise(&c.text), None).is_some_and(|y| y.is_year() || y.ambiguous)).count() >= 2
}

/// Whether a grid ends above a row: a plain pair follows. In a grid of years a label over one long cell may be a step that goes on through
/// all years; sentences, sections and words of other things are none.
fn ends_grid(table: &Table, row: usize, years: bool, rules: &Rules) -> bool {
    let cells: Vec<&Cell> = table.cells.iter().filter(|c| c.row == row).collect();
    let [label, value] = cells[..] else {
        return years && cells.len() >= 4 && cells.iter().all(|c| c.row_span == 1) && figures_of(&cells, table, rules).is_some();
    };
    if label.row_span > 1 || pairs_of(&cells, rules).is_none() || !known(&label.text, rules) {
        return false;
    }
    let words = normalise(&value.text);
    let timed = |role: ColumnRole| {
        use ColumnRole::{Actual, Amount, Budget, Description, Indicator, Measure, Plan, Result, Schedule, Settlement, Target};
        matches!(role, Schedule | Plan | Actual | Amount | Budget | Settlement | Measure | Description | Result | Indicator | Target)
    };
    let role = rules.column_roles(&normalise(&label.text)).first().map(|(role, _)| *role);
    let sentence = words.ends_with('。') || words.chars().count() > STEP_CHARS;
    !years || sentence || words.is_empty() || !role.is_some_and(timed)
}

/// 成果指標 | 有収率（％） | 現状値（R5） | 87.5 | 目標値（R10） | 90: a name, then figures each behind its year or kind, as a table of its own.
fn figures_of(cells: &[&Cell], table: &Table, rules: &Rules) -> Option<Table> {
    let [label, name, rest @ ..] = cells else { return None };
    if !is_label(&label.text) || rest.len() < 2 || !rest.len().is_multiple_of(2) || rest.len() > 10 {
        return None;
    }
    let kind = |text: &str| {
        use ColumnRole::{Actual, Baseline, Current, Target};
        let text = normalise(text);
        let role = rules
            .column_roles(&text)
            .first()
            .is_some_and(|(role, score)| *score >= 0.4 && matches!(role, Actual | Baseline | Current | Target));
        role || parse_year_header(&text, None).is_some_and(|y| y.is_year())
    };
    let figures = rest.chunks(2).all(|pair| kind(&pair[0].text) && states_figure(&normalise(&pair[1].text)));
    let title = normalise(&name.text);
    let named = title.chars().count() >= 2 && !states_figure(&title) && !title.ends_with('。') && !kind(&title) && !kind(&label.text);
    if !figures || !named {
        return None;
    }
    let mut own = Table { rows: 2, cols: 1 + rest.len() / 2, confidence: table.confidence, ..Table::default() };
    let heads = std::iter::once(Cell { text: "指標".to_owned(), ..(*label).clone() }).chain(rest.chunks(2).map(|pair| pair[0].clone()));
    let values = std::iter::once((*name).clone()).chain(rest.chunks(2).map(|pair| pair[1].clone()));
    let place = |row: usize| move |(col, cell): (usize, Cell)| Cell { row, col, row_span: 1, col_span: 1, ..cell };
    own.cells.extend(heads.enumerate().map(place(0)));
    own.cells.extend(values.enumerate().map(place(1)));
    Some(own)
}

/// 成果指標 | 有収率 over 現状値（R5） | 87.5％ and 目標値（R10） | 90％: the same below each other, and the row behind the last of them.
fn figures_below(table: &Table, row: usize, rules: &Rules) -> Option<(Table, usize)> {
    let cells_of = |row: usize| table.cells.iter().filter(|c| c.row == row).collect::<Vec<&Cell>>();
    let mut cells = cells_of(row);
    if cells.len() != 2 {
        return None;
    }
    let (mut found, mut end) = (None, row + 1);
    while end < table.rows {
        let next = cells_of(end);
        if !matches!(next.len(), 2 | 4) || next.iter().any(|c| c.row_span > 1) {
            break;
        }
        cells.extend(next);
        let Some(figures) = figures_of(&cells, table, rules) else { break };
        found = Some(figures);
        end += 1;
    }
    found.filter(|figures| figures.cols > 2).map(|figures| (figures, end))
}

/// The pairs of one row: label and value in turn, or a label of several parts (番号・取組名) with a cell for each; what is left over says
/// of which kind the measure is.
pub(in crate::extract) fn pairs_of(cells: &[&Cell], rules: &Rules) -> Option<Vec<Pair>> {
    let (first, values) = cells.split_first()?;
    if !is_label(&first.text) || values.is_empty() {
        return None;
    }
    let roles = composite::roles(&normalise(&first.text), rules);
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
    let even = cells.len().is_multiple_of(2) && cells.len() <= PAIRED_CELLS;
    let years = cells.iter().filter(|c| parse_year_header(&c.text, None).is_some_and(|y| y.is_year())).count();
    let labels = even && cells.chunks(2).all(|pair| is_label(&pair[0].text));
    // Further labels of a row must be known: 新規 or a name is none.
    let plausible = cells.len() <= 4 || cells.chunks(2).skip(1).all(|pair| known(&pair[0].text, rules));
    (labels && plausible && years < 2).then(|| cells.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect())
}

/// 取組シート | 1-(1)-① | 管路の耐震化: a head of number and name without labels, over the whole width. Behind the name, or behind a name
/// without a number, cells may say label and value each: 対策A-1 | 管路の耐震化 | 区分：管路 | 所管：工務課.
fn head_row(cells: &[&Cell], cols: usize, rules: &Rules) -> Option<Vec<Pair>> {
    let parted: Option<Vec<Cell>> = side::parted_head(cells, rules);
    let parted: Option<Vec<&Cell>> = parted.as_ref().map(|cells| cells.iter().collect());
    let cells = parted.as_deref().unwrap_or(cells);
    let said = cells.iter().rev().map_while(|cell| labelled(cell, rules)).count();
    let (front, told) = cells.split_at(cells.len() - said);
    let (number, name) = match front {
        [number, name] | [_, number, name] => (Some(*number), *name),
        [name] if said > 0 => (None, *name),
        _ => return None,
    };
    let words = normalise(&name.text);
    let wide = said > 0 || name.col + name.col_span == cols && cols > cells.len();
    let even = cells.iter().all(|c| c.row_span == 1) && wide;
    let title = words.chars().count() >= 4 && !is_code(&words) && !words.ends_with('。');
    let label = |text: &str| Cell { text: text.to_owned(), ..cells[0].clone() };
    let code = match number {
        Some(number) => Some(number_of(number, &words)?),
        None => None,
    };
    let mut pairs: Vec<Pair> = code.into_iter().map(|code| (label("番号"), code)).collect();
    pairs.push((label("取組名"), name.clone()));
    pairs.extend(told.iter().filter_map(|cell| labelled(cell, rules)));
    (even && title).then_some(pairs)
}

/// A cell with the number of a measure: 1-(1)-①, 対策A-1.
fn number_of(cell: &Cell, title: &str) -> Option<Cell> {
    let text = normalise(&cell.text);
    if is_code(&text.replace(['(', ')'], "")) {
        return Some(cell.clone());
    }
    let (_, number, rest) = parts(&format!("{text} {title}"))?;
    (rest == title).then(|| Cell { text: number, ..cell.clone() })
}

/// 所管：工務課: label and value in one cell.
pub(super) fn labelled(cell: &Cell, rules: &Rules) -> Option<Pair> {
    let (label, value) = cell.text.split_once([':', '：']).map(|(label, value)| (label.trim(), value.trim()))?;
    let with = |text: &str| Cell { text: text.to_owned(), ..cell.clone() };
    let said = label.chars().count() <= 8 && known(label, rules) && !value.is_empty() && !value.contains('\n');
    said.then(|| (with(label), with(value)))
}

/// The one cell of words of a row, where it holds sentences.
fn sentence<'c>(cells: &[&'c Cell]) -> Option<&'c Cell> {
    let mut filled = cells.iter().filter(|cell| !cell.text.trim().is_empty());
    let (Some(told), None) = (filled.next(), filled.next()) else { return None };
    (told.col == 0 && told.col_span > 1 && told.row_span == 1 && told.text.trim_end().ends_with('。')).then_some(*told)
}

/// The cards of a table that joins several: each begins with a head of its own, or with the name of a tier above that.
pub(super) fn cards(table: &Table, rules: &Rules) -> Vec<Table> {
    let mut by_row: Vec<Vec<&Cell>> = vec![Vec::new(); table.rows];
    for cell in &table.cells {
        if let Some(row) = by_row.get_mut(cell.row) {
            row.push(cell);
        }
    }
    let heads: Vec<usize> =
        (0..table.rows).filter(|&row| head_row(&by_row[row], table.cols, rules).is_some_and(|p| p.len() >= 3)).collect();
    if heads.len() < 2 {
        return vec![table.clone()];
    }
    let named = |row: usize| matches!(by_row[row][..], [cell] if cell.col_span == table.cols && cell.text.lines().next().is_some_and(|line| rules.tier(line).is_some_and(|t| t.code.is_some())));
    let mut starts: Vec<usize> = heads.iter().map(|&row| if row > 0 && named(row - 1) { row - 1 } else { row }).collect();
    starts[0] = 0;
    let ends = starts.iter().skip(1).copied().chain([table.rows]);
    starts.iter().zip(ends).map(|(&from, to)| part(table, from, to)).collect()
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
pub(in crate::extract) fn known(text: &str, rules: &Rules) -> bool {
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
