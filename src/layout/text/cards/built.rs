//! Cards as the tables that they were drawn as.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::is_year;
use super::{CARDS, Item, Parts};
use crate::model::{Block, BlockKind, Cell, Place, Table};

/// How sure it is that these are the cells.
const CONFIDENCE: f32 = 0.85;
/// What stands behind a figure is at most this long.
const UNIT_CHARS: usize = 8;
/// Words behind the years of a grid that sum them up.
const SUMS: [&str; 4] = ["計", "合計", "総計", "総額"];

/// Cells with the lines that they stand on.
type Row = Vec<(usize, String)>;

/// Labels before figures (現状値, 目標値), and the label that stands right before such: the name of what they measure.
pub(super) fn figure_labels(cards: &[Parts]) -> BTreeSet<String> {
    let items = || cards.iter().flat_map(|card| &card.items);
    let mut all: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for item in items() {
        let counts = all.entry(&item.label).or_default();
        counts.0 += 1;
        counts.1 += usize::from(is_figure(item));
    }
    let figures: BTreeSet<&str> = all.iter().filter(|(_, (times, figures))| times == figures).map(|(label, _)| *label).collect();
    let mut before: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in cards.iter().flat_map(|card| card.items.windows(2)).filter(|pair| figures.contains(pair[1].label.as_str())) {
        *before.entry(&pair[0].label).or_default() += 1;
    }
    let names = before.into_iter().filter(|(label, n)| all[label].0 == *n).map(|(label, _)| label);
    figures.iter().copied().chain(names).map(str::to_owned).collect()
}

/// The labels that most cards could have, in the order in which they stand: where one lacks them, its value is empty.
pub(super) fn shared_labels(cards: &[Parts], figures: &BTreeSet<String>) -> Vec<String> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for card in cards {
        for (n, item) in card.items.iter().enumerate().filter(|(_, item)| !figures.contains(&item.label) && is_pair(item)) {
            places.entry(&item.label).or_default().push(n);
        }
    }
    places.retain(|_, places| places.len() >= CARDS);
    let mut labels: Vec<(usize, &str)> =
        places.into_iter().map(|(label, places)| (places.iter().sum::<usize>() * 1_000 / places.len(), label)).collect();
    labels.sort_unstable();
    labels.into_iter().map(|(_, label)| label.to_owned()).collect()
}

/// The card's table, and those of its grids.
pub(super) fn blocks(card: &Parts, shared: &[String]) -> Vec<Block> {
    let mut rows: Vec<Row> = Vec::new();
    let mut grids: Vec<Block> = Vec::new();
    let mut left: Vec<&Item> = card.items.iter().collect();
    for label in shared {
        match left.iter().position(|item| item.label == *label && is_pair(item)) {
            Some(at) => {
                let item = left.remove(at);
                rows.push(pair(item));
                grids.extend(grid(item).map(|grid| block(item.line, table(&grid))));
            }
            None => rows.push(vec![(card.start, label.clone()), (card.start, String::new())]),
        }
    }
    for item in left {
        match grid(item) {
            Some(grid) => grids.push(block(item.line, table(&grid))),
            None => rows.push(pair(item)),
        }
    }
    let mut sheet = table(&rows);
    for cell in &mut sheet.cells {
        cell.row += 1;
    }
    let title = card.title.join("\u{3000}");
    sheet
        .cells
        .insert(0, Cell { row: 0, col: 0, row_span: 1, col_span: 2, text: title, place: Place::on_line(card.start + 1), fill: None });
    sheet.rows += 1;
    std::iter::once(block(card.start, sheet)).chain(grids).collect()
}

/// Whether words stand behind a label, with or without a table below them.
fn is_pair(item: &Item) -> bool {
    grid(item).is_none() || !item.rows.is_empty() && !item.value.is_empty()
}

fn block(line: usize, table: Table) -> Block {
    Block { place: Place::on_line(line + 1), kind: BlockKind::Table(table) }
}

fn pair(item: &Item) -> Row {
    let value: Vec<&str> = item.value.iter().map(|(_, text)| text.as_str()).collect();
    let line = item.value.first().map_or(item.line, |(line, _)| *line);
    vec![(item.line, item.label.clone()), (line, value.join("\n"))]
}

/// A table of cells with their lines; a row with fewer cells than the first one stands right of a cell that goes on from above.
fn table(rows: &[Row]) -> Table {
    let cols = rows.iter().map(Vec::len).max().unwrap_or(0).max(2);
    let mut cells = Vec::new();
    for (row, own) in rows.iter().enumerate() {
        let shift = cols.saturating_sub(own.len());
        for (col, (line, text)) in own.iter().enumerate() {
            let row_span = if col == 0 && row == 0 { 1 + rows[1..].iter().take_while(|below| below.len() < cols).count() } else { 1 };
            cells.push(Cell {
                row,
                col: col + shift,
                row_span,
                col_span: 1,
                text: text.clone(),
                place: Place::on_line(line + 1),
                fill: None,
            });
        }
    }
    Table { rows: rows.len(), cols, cells, confidence: CONFIDENCE, ..Table::default() }
}

/// The grid behind a label: a table with bars, or years, each on a line or all on one, and cells below them.
///
/// Steps stand right of their label, a row of figures has it as its name.
fn grid(item: &Item) -> Option<Vec<Row>> {
    let (head, mut rows) = match item.rows.first() {
        Some(first) if item.rows.len() > 1 && is_head(first) => (first.clone(), item.rows[1..].to_vec()),
        Some(_) => return Some(item.rows.clone()),
        None => below_years(item)?,
    };
    let width = head.len();
    let last_line = item.value.last().map_or(item.line, |(line, _)| *line);
    rows.iter_mut().filter(|row| row.len() < width).for_each(|row| row.resize(width, (last_line, String::new())));
    let figures = rows.iter().flat_map(|row| row.iter().rev().take(width)).all(|(_, text)| is_number(text));
    let label = (item.line, item.label.clone());
    let corner = if figures || rows.iter().any(|row| row.len() > width) {
        rows.iter_mut().filter(|row| row.len() == width).for_each(|row| row.insert(0, label.clone()));
        (item.line, String::new())
    } else {
        label
    };
    Some(std::iter::once(std::iter::once(corner).chain(head).collect()).chain(rows).collect())
}

/// Years among the lines of a value, and the rows below them.
fn below_years(item: &Item) -> Option<(Row, Vec<Row>)> {
    let split = |(line, text): &(usize, String)| -> Row { text.split_whitespace().map(|word| (*line, word.to_owned())).collect() };
    let first = split(item.value.first()?);
    let (head, rest) = if is_head(&first) {
        (first, &item.value[1..])
    } else {
        let years = item.value.iter().take_while(|(_, text)| is_year(text)).count();
        let sum = item.value.get(years).is_some_and(|(_, text)| SUMS.contains(&text.trim()));
        if years < 2 {
            return None;
        }
        item.value.split_at_checked(years + usize::from(sum)).map(|(head, rest)| (head.to_vec(), rest))?
    };
    let width = head.len();
    let rows: Vec<Row> = match rest.first() {
        None => return None,
        Some(first) if split(first).len() >= width => rest.iter().map(split).collect(),
        Some(_) => rest.chunks(width).map(<[_]>::to_vec).collect(),
    };
    rows.iter().all(|row| row.len() <= width + 1).then_some((head, rows))
}

/// Years, and what sums them up behind them.
fn is_head(row: &[(usize, String)]) -> bool {
    let years = row.iter().take_while(|(_, word)| is_year(word)).count();
    years >= 2 && row[years..].iter().all(|(_, word)| SUMS.contains(&word.trim())) && row.len() <= years + 1
}

/// 842件, 3回/年以上; 1 水質の管理 is a number before a name.
fn is_figure(item: &Item) -> bool {
    let [(_, text)] = &item.value[..] else { return false };
    let unit = text.trim_start_matches(|c: char| is_digit(c) || ",，.．".contains(c));
    unit.len() < text.len() && unit.chars().count() <= UNIT_CHARS && !unit.contains(char::is_whitespace)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || matches!(c, '△' | '▲')
}

/// 1,234, △5, －: a figure or the sign that there is none.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| is_digit(c) || ",，.．-－―—–‐".contains(c))
}
