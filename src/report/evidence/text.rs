//! The lines of a text, or the cells of a sheet, around what is cited.

use serde::Serialize;

use super::address::{CHUNK, Part};
use super::marks::Mark;
use crate::model::{Block, BlockKind, Content, SheetCell};
use crate::report::format::shorten;

/// Longest line or cell shown.
const LONGEST: usize = 2_000;
/// Most columns of a sheet shown.
const COLUMNS: u32 = 60;

/// One line, or one row of cells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Row {
    /// Number of the line or row, from 1.
    number: usize,
    /// The line's words as one cell, or the cells.
    cells: Vec<Cell>,
}

/// A cell or the whole of a line.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
struct Cell {
    text: String,
    rows: u32,
    columns: u32,
    /// Places that begin here.
    anchors: Vec<String>,
}

/// What a part shows; empty where the source has no lines or cells there.
pub(super) fn rows(content: &Content, part: Part, marks: &[Mark]) -> Vec<Row> {
    match (part, content) {
        (Part::Lines(n), Content::Lines(lines)) => {
            let lines = lines.iter().enumerate().skip(n * CHUNK).take(CHUNK);
            lines.map(|(i, text)| line(i + 1, text, marks)).collect()
        }
        (Part::Lines(n), Content::Blocks(blocks)) => {
            let own = blocks.iter().filter_map(|b| Some((b.place.line?, b))).filter(|(line, _)| line.saturating_sub(1) / CHUNK == n);
            own.map(|(number, block)| line(number, &words_of(block), marks)).collect()
        }
        (Part::Rows(sheet, n), Content::Sheets(sheets)) => {
            sheets.iter().find(|s| s.number == sheet).map_or_else(Vec::new, |s| grid(&s.cells, n, marks))
        }
        _ => Vec::new(),
    }
}

fn line(number: usize, text: &str, marks: &[Mark]) -> Row {
    let own = format!("l{number}");
    let anchors = marks.iter().filter(|m| m.anchor == own).map(|m| m.anchor.clone()).collect();
    Row { number, cells: vec![Cell { text: shorten(text, LONGEST), rows: 1, columns: 1, anchors }] }
}

/// The words of a block; a table's rows stand below each other.
fn words_of(block: &Block) -> String {
    let BlockKind::Table(table) = &block.kind else { return block.text().to_owned() };
    let mut text = String::new();
    for row in 0..table.rows {
        let cells = table.cells.iter().filter(|c| c.row == row && !c.text.is_empty());
        text.push_str(&cells.map(|c| c.text.replace('\n', " ")).collect::<Vec<_>>().join(" | "));
        text.push('\n');
    }
    text
}

/// The rows of a sheet with the cells that begin in them; what merged cells cover is left out, as a table wants it.
fn grid(cells: &[SheetCell], chunk: usize, marks: &[Mark]) -> Vec<Row> {
    let (first, after) = (chunk * CHUNK, (chunk + 1) * CHUNK);
    let within = |row: u32| (first..after).contains(&(row as usize));
    let shown: Vec<&SheetCell> = cells.iter().filter(|c| within(c.range.first.0) && c.range.first.1 < COLUMNS).collect();
    let Some(last) = shown.iter().map(|c| c.range.first.0).max() else { return Vec::new() };
    let width = shown.iter().map(|c| c.range.last.1 + 1).max().unwrap_or(0).min(COLUMNS);
    let first = u32::try_from(first).unwrap_or(u32::MAX);
    let covers = |c: &SheetCell, at: (u32, u32)| {
        (c.range.first.0..=c.range.last.0).contains(&at.0) && (c.range.first.1..=c.range.last.1).contains(&at.1)
    };
    let mut rows = Vec::new();
    let mut at_hand: Vec<&SheetCell> = Vec::new();
    let mut coming = shown.iter().peekable();
    for row in first..=last {
        at_hand.retain(|c| c.range.last.0 >= row);
        while let Some(cell) = coming.next_if(|c| c.range.first.0 <= row) {
            at_hand.push(cell);
        }
        let mut made = Vec::new();
        for column in 0..width {
            let place = (row, column);
            let anchors: Vec<String> =
                marks.iter().filter(|m| m.range.is_some_and(|r| r.first == place)).map(|m| m.anchor.clone()).collect();
            match at_hand.iter().find(|c| covers(c, place)) {
                Some(c) if c.range.first == place => made.push(Cell {
                    text: shorten(&c.text, LONGEST),
                    rows: c.range.last.0.min(last) - row + 1,
                    columns: c.range.last.1.min(width - 1) - column + 1,
                    anchors,
                }),
                Some(_) => {}
                None => made.push(Cell { text: String::new(), rows: 1, columns: 1, anchors }),
            }
        }
        rows.push(Row { number: row as usize + 1, cells: made });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sheet;

    fn mark(anchor: &str, range: Option<&str>) -> Mark {
        Mark {
            anchor: anchor.into(),
            rect: None,
            range: range.and_then(|r| r.parse().ok()),
            place: String::new(),
            quote: String::new(),
            bears: Vec::new(),
            more: 0,
        }
    }

    #[test]
    fn the_cited_line_is_among_its_neighbours() {
        let lines = Content::Lines((1..=150).map(|n| format!("行{n}")).collect());
        let shown = rows(&lines, Part::Lines(1), &[mark("l120", None)]);
        assert_eq!((shown.len(), shown[0].number), (50, 101));
        assert_eq!(shown[19].cells[0].anchors, ["l120"]);
        assert_eq!(shown[19].cells[0].text, "行120");
    }

    #[test]
    fn merged_cells_keep_their_span() {
        let cell = |range: &str, text: &str| SheetCell { range: range.parse().unwrap(), text: text.into(), fill: None };
        let sheet = Sheet { number: 2, cells: vec![cell("A1:B2", "施策"), cell("C2", "90")], ..Sheet::default() };
        let shown = rows(&Content::Sheets(vec![sheet]), Part::Rows(2, 0), &[mark("cC2", Some("C2"))]);
        assert_eq!(shown.len(), 2);
        assert_eq!((shown[0].cells[0].rows, shown[0].cells[0].columns, shown[0].cells.len()), (2, 2, 2));
        assert_eq!(shown[1].cells.len(), 1);
        assert_eq!(shown[1].cells[0].anchors, ["cC2"]);
    }
}
