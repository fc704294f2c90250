//! Blocks of workbooks: rows without a table around them are headings, captions, units and text; what hangs together is a table.

use std::collections::{BTreeMap, BTreeSet};

use super::text::{UNIT, caption_and_unit, kind_of};
use crate::model::{Block, BlockKind, Cell, CellRange, Place, Sheet, SheetCell, Table};

/// Most grid places of one table. A sheet with cells strewn over it would need more places than it has cells; such a table is cut.
const MAX_PLACES: usize = 500_000;

/// The blocks of all sheets in order; a [`BlockKind::PageBreak`] stands between sheets.
#[must_use]
pub fn blocks(sheets: &[Sheet]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (n, sheet) in sheets.iter().enumerate() {
        if n > 0 {
            blocks.push(Block { place: Place { page: Some(sheet.number), ..Place::default() }, kind: BlockKind::PageBreak });
        }
        let start = blocks.len();
        for band in bands(&sheet.cells) {
            for part in side_by_side(band) {
                read_band(sheet, part, start, &mut blocks);
            }
        }
    }
    blocks
}

/// Cells between rows without any cell.
fn bands(cells: &[SheetCell]) -> Vec<Vec<&SheetCell>> {
    let mut bands: Vec<Vec<&SheetCell>> = Vec::new();
    let mut end = None;
    for cell in cells {
        if end.is_none_or(|end| cell.range.first.0 > end + 1) || bands.is_empty() {
            bands.push(Vec::new());
        }
        end = end.max(Some(cell.range.last.0));
        if let Some(band) = bands.last_mut() {
            band.push(cell);
        }
    }
    bands
}

/// Parts a band at empty columns where a table with labels of its own begins on the right.
fn side_by_side(band: Vec<&SheetCell>) -> Vec<Vec<&SheetCell>> {
    let mut by_column = band;
    by_column.sort_by_key(|cell| (cell.range.first.1, cell.range.first.0));
    let mut parts: Vec<Vec<&SheetCell>> = Vec::new();
    let mut end: Option<u32> = None;
    for (n, cell) in by_column.iter().enumerate() {
        let gap = end.is_some_and(|end| cell.range.first.1 > end + 1);
        if parts.is_empty() || (gap && parts.last().is_some_and(|left| is_table(left)) && begins_with_labels(&by_column[n..])) {
            parts.push(Vec::new());
        }
        end = end.max(Some(cell.range.last.1));
        if let Some(part) = parts.last_mut() {
            part.push(cell);
        }
    }
    for part in &mut parts {
        part.sort_by_key(|cell| cell.range);
    }
    parts
}

/// At least two rows and two columns.
fn is_table(cells: &[&SheetCell]) -> bool {
    let count = |of: fn(&SheetCell) -> u32| cells.iter().map(|cell| of(cell)).collect::<BTreeSet<u32>>().len();
    count(|cell| cell.range.first.0) > 1 && count(|cell| cell.range.first.1) > 1
}

/// Whether cells ordered by column begin with a column of words, with more columns after it.
fn begins_with_labels(cells: &[&SheetCell]) -> bool {
    let Some(first) = cells.first().map(|cell| cell.range.first.1) else { return false };
    let column: Vec<&&SheetCell> = cells.iter().take_while(|cell| cell.range.first.1 == first).collect();
    let words = column.iter().filter(|cell| cell.text.chars().any(char::is_alphabetic)).count();
    words > 1 && words * 2 > column.len() && is_table(cells)
}

/// Lines above and below, and the table between.
fn read_band(sheet: &Sheet, band: Vec<&SheetCell>, start: usize, blocks: &mut Vec<Block>) {
    let mut rows: Vec<Vec<&SheetCell>> = rows(&band);
    let above = rows.iter().position(|row| !is_line(row, &rows)).unwrap_or(rows.len());
    let below = rows.iter().rposition(|row| !is_line(row, &rows)).map_or(rows.len(), |last| last + 1);
    let after = rows.split_off(below.max(above));
    let table = rows.split_off(above);
    lines(sheet, &rows, blocks);
    let table: Vec<&SheetCell> = table.into_iter().flatten().collect();
    if table.iter().any(|cell| !cell.text.is_empty()) {
        for part in grids(&table) {
            push_table(sheet, &part, start, blocks);
        }
    }
    lines(sheet, &after, blocks);
}

/// Cells of the same first row.
fn rows<'a>(band: &[&'a SheetCell]) -> Vec<Vec<&'a SheetCell>> {
    band.chunk_by(|a, b| a.range.first.0 == b.range.first.0).map(<[&SheetCell]>::to_vec).collect()
}

/// A row of one text, or of a text and a unit, that no other row's cell reaches into and that reaches into none.
fn is_line(row: &[&SheetCell], all: &[Vec<&SheetCell>]) -> bool {
    let texts: Vec<&&SheetCell> = row.iter().filter(|cell| !cell.text.is_empty()).collect();
    let units = texts.iter().filter(|cell| UNIT.is_match(&cell.text)).count();
    let others = texts.len() - units;
    if others > 1 || row.iter().any(|cell| cell.range.first.0 != cell.range.last.0) {
        return false;
    }
    let at = row.first().map_or(0, |cell| cell.range.first.0);
    // A row of one word between others may well be a row of the table; drawn cells beside the word say so.
    let drawn = row.len() - texts.len();
    drawn == 0 && !all.iter().flatten().any(|cell| cell.range.first.0 < at && cell.range.last.0 >= at)
}

fn lines(sheet: &Sheet, rows: &[Vec<&SheetCell>], blocks: &mut Vec<Block>) {
    for cell in rows.iter().flatten().filter(|cell| !cell.text.is_empty()) {
        blocks.push(Block { place: Place::on_sheet(sheet.number, cell.range), kind: kind_of(&cell.text) });
    }
}

/// Cuts what would need too large a grid.
fn grids<'a>(cells: &[&'a SheetCell]) -> Vec<Vec<&'a SheetCell>> {
    let mut parts = vec![Vec::new()];
    let mut columns = BTreeSet::new();
    let mut count = 0;
    for row in rows(cells) {
        columns.extend(row.iter().flat_map(|cell| [cell.range.first.1, cell.range.last.1.saturating_add(1)]));
        count += 2;
        if columns.len() * count > MAX_PLACES && parts.last().is_some_and(|part: &Vec<&SheetCell>| !part.is_empty()) {
            columns = row.iter().flat_map(|cell| [cell.range.first.1, cell.range.last.1.saturating_add(1)]).collect();
            count = 2;
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.extend(row);
        }
    }
    parts
}

fn push_table(sheet: &Sheet, cells: &[&SheetCell], start: usize, blocks: &mut Vec<Block>) {
    let Some(range) = cells.iter().map(|cell| cell.range).reduce(CellRange::around) else { return };
    let (mut caption, unit) = caption_and_unit(&blocks[start..]);
    if caption.is_empty() && !is_default_name(&sheet.name) {
        caption.clone_from(&sheet.name);
    }
    let mut table = grid(sheet, cells);
    table.caption = caption;
    table.unit = unit;
    blocks.push(Block { place: Place::on_sheet(sheet.number, range), kind: BlockKind::Table(table) });
}

/// Names that the program gave and nobody changed.
fn is_default_name(name: &str) -> bool {
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || "()（） ".contains(c));
    matches!(bare, "" | "Sheet" | "シート" | "Table")
}

/// The grid: a line of it stands wherever a cell begins or ends, so columns that are merged all the way down are one.
fn grid(sheet: &Sheet, cells: &[&SheetCell]) -> Table {
    let lines = |of: fn(&CellRange) -> [u32; 2]| -> BTreeMap<u32, usize> {
        let all: BTreeSet<u32> = cells.iter().flat_map(|cell| of(&cell.range)).collect();
        all.into_iter().enumerate().map(|(n, line)| (line, n)).collect()
    };
    let row_lines = lines(|r| [r.first.0, r.last.0.saturating_add(1)]);
    let col_lines = lines(|r| [r.first.1, r.last.1.saturating_add(1)]);
    let (rows, cols) = (row_lines.len().saturating_sub(1), col_lines.len().saturating_sub(1));
    let mut covered = vec![false; rows * cols];
    let mut all: Vec<Cell> = Vec::with_capacity(rows * cols);
    for cell in cells {
        let (row, col) = (row_lines[&cell.range.first.0], col_lines[&cell.range.first.1]);
        let row_span = row_lines[&cell.range.last.0.saturating_add(1)] - row;
        let col_span = col_lines[&cell.range.last.1.saturating_add(1)] - col;
        let places: Vec<usize> = (row..row + row_span).flat_map(|r| (col..col + col_span).map(move |c| r * cols + c)).collect();
        // The reader lets no ranges overlap; a grid with two cells in one place would break everything after.
        if places.iter().any(|&place| covered[place]) {
            continue;
        }
        places.iter().for_each(|&place| covered[place] = true);
        let place = Place::on_sheet(sheet.number, cell.range);
        all.push(Cell { row, col, row_span, col_span, text: cell.text.clone(), place, fill: cell.fill });
    }
    let row_at: Vec<u32> = row_lines.into_keys().collect();
    let col_at: Vec<u32> = col_lines.into_keys().collect();
    for (n, _) in covered.iter().enumerate().filter(|(_, covered)| !**covered) {
        let (row, col) = (n / cols, n % cols);
        let range = CellRange { first: (row_at[row], col_at[col]), last: (row_at[row + 1] - 1, col_at[col + 1] - 1) };
        let place = Place::on_sheet(sheet.number, range);
        all.push(Cell { row, col, row_span: 1, col_span: 1, text: String::new(), place, fill: None });
    }
    all.sort_by_key(|cell| (cell.row, cell.col));
    Table { rows, cols, cells: all, spans_lost: sheet.spans_lost, confidence: 0.95, ..Table::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(cells: &[(&str, &str)]) -> Sheet {
        let mut cells: Vec<SheetCell> =
            cells.iter().map(|(range, text)| SheetCell { range: range.parse().unwrap(), text: (*text).to_owned(), fill: None }).collect();
        cells.sort_by_key(|cell| cell.range);
        Sheet { number: 1, name: "Sheet1".to_owned(), cells, spans_lost: false }
    }

    fn tables(blocks: &[Block]) -> Vec<&Table> {
        blocks.iter().filter_map(|b| if let BlockKind::Table(t) = &b.kind { Some(t) } else { None }).collect()
    }

    #[test]
    fn lines_above_are_caption_and_unit_and_spans_stay() {
        let blocks = blocks(&[sheet(&[
            ("A1", "第3章 投資計画"),
            ("A3", "表3-1 収支計画"),
            ("D3", "（単位：千円）"),
            ("A4", "区分"),
            ("B4:C4", "令和6年度"),
            ("D4", "令和7年度"),
            ("A5:A6", "収益"),
            ("B5", "1,113"),
            ("D6", "5"),
            ("A8", "※税抜き"),
        ])]);
        let kinds: Vec<String> = blocks.iter().map(|b| format!("{:?} {}", b.place.range.map(|r| r.to_string()), b.text())).collect();
        assert_eq!(kinds[0], "Some(\"A1\") 第3章 投資計画");
        assert!(matches!(blocks[0].kind, BlockKind::Heading { level: 1, .. }));
        assert!(matches!(blocks.last().unwrap().kind, BlockKind::Note { .. }));
        let table = tables(&blocks)[0];
        assert_eq!((table.rows, table.cols, table.spans_lost), (3, 4, false));
        assert_eq!((table.caption.as_str(), table.unit.as_str()), ("表3-1 収支計画", "（単位：千円）"));
        let year = table.at(0, 2).unwrap();
        assert_eq!((year.text.as_str(), year.col_span, year.place.range.unwrap().to_string().as_str()), ("令和6年度", 2, "B4:C4"));
        assert_eq!((table.text(2, 0), table.text(2, 3)), ("収益", "5"));
        assert_eq!(table.cells.iter().map(|c| c.row_span * c.col_span).sum::<usize>(), 12);
    }

    #[test]
    fn empty_rows_part_tables_and_so_do_columns_before_labels() {
        let one = blocks(&[sheet(&[
            ("A1", "項目"),
            ("B1", "値"),
            ("A2", "管路"),
            ("B2", "1"),
            ("A5", "項目"),
            ("B5", "値"),
            ("A6", "水"),
            ("B6", "2"),
        ])]);
        assert_eq!(tables(&one).len(), 2);
        let beside = [("A1", "項目"), ("B1", "値"), ("A2", "管路"), ("B2", "1"), ("D1", "項目"), ("E1", "値"), ("D2", "浄水"), ("E2", "1")];
        assert_eq!(tables(&blocks(&[sheet(&beside)])).len(), 2);
    }

    #[test]
    fn columns_merged_all_the_way_are_one() {
        let table = &blocks(&[sheet(&[("A1:H1", "件名"), ("I1:P1", "担当"), ("A2:H2", "更新"), ("I2:P2", "工務課")])])[0];
        let BlockKind::Table(table) = &table.kind else { panic!("no table") };
        assert_eq!((table.rows, table.cols), (2, 2));
    }

    #[test]
    fn strewn_cells_need_no_large_grid() {
        let cells = (0..4000).map(|n| SheetCell { range: CellRange::cell(n, n * 4), text: format!("値{n}"), fill: None });
        let wide = SheetCell { range: CellRange::cell(0, 16_383), text: "端".to_owned(), fill: None };
        let mut cells: Vec<SheetCell> = cells.chain([wide]).collect();
        cells.sort_by_key(|cell| cell.range);
        let sheet = Sheet { number: 1, name: String::new(), cells, spans_lost: false };
        let blocks = blocks(&[sheet]);
        assert!(tables(&blocks).iter().all(|t| t.rows * t.cols <= MAX_PLACES));
    }
}
