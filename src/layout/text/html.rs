//! Tables in HTML, as converters write them into Markdown: the one form of text that keeps merged cells.
//!
//! Only `table`, `caption`, `tr`, `td` and `th` with `rowspan` and `colspan` mean anything (HTML standard, section "Forming a table"); a
//! table inside of a cell is words of that cell, all other tags part words or are nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{MAX_COLUMNS, MAX_PLACES};
use crate::model::{Cell, Place, Table};

/// How sure it is that these are the cells.
const CONFIDENCE: f32 = 0.9;
/// Longest tag that is read, in letters.
const LONGEST_TAG: usize = 400;
/// Deepest tables inside of cells, and most tables that do not end, before no more are looked for.
const DEEPEST: usize = 8;
const MOST_OPEN: usize = 20;
/// Most rows that a cell reaches over.
const MOST_ROWS: usize = 1_000;

/// A table and what stands around it on its lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Marked {
    /// The line behind the last one, from 0.
    pub(super) end: usize,
    /// Its cells; caption and unit as far as it has its own.
    pub(super) table: Table,
    /// Words before it on its first line, and behind it on its last.
    pub(super) before: String,
    pub(super) behind: String,
}

/// The tables by their first line.
pub(super) fn find(lines: &[String]) -> BTreeMap<usize, Marked> {
    let mut tables = BTreeMap::new();
    let (mut at, mut left) = (0, MOST_OPEN);
    while at < lines.len() && left > 0 {
        match opening(&lines[at]).and_then(|offset| read(lines, at, offset)) {
            Some(found) => {
                let next = found.end;
                tables.insert(at, found);
                at = next;
            }
            None => {
                left -= usize::from(opening(&lines[at]).is_some());
                at += 1;
            }
        }
    }
    tables
}

/// Where a table opens in a line, in bytes.
fn opening(line: &str) -> Option<usize> {
    line.match_indices('<').map(|(at, _)| at).find(|&at| tag(&line[at..]).is_some_and(|(tag, _)| tag.name == "table" && !tag.closes))
}

/// A tag with its attributes as written.
struct Tag<'a> {
    name: String,
    closes: bool,
    rest: &'a str,
}

/// The tag at the beginning of a text, and how many bytes it takes.
fn tag(text: &str) -> Option<(Tag<'_>, usize)> {
    let end = text.char_indices().take(LONGEST_TAG).find(|(_, c)| *c == '>')?.0;
    let inner = text[1..end].trim();
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
    let name =
        inner.split(|c: char| !c.is_ascii_alphanumeric()).next().filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    Some((Tag { name: name.to_ascii_lowercase(), closes, rest: &inner[name.len()..] }, end + 1))
}

/// The number that an attribute of a tag gives, 1 where it has none.
fn number(tag: &Tag, attribute: &str, most: usize) -> usize {
    let rest = tag.rest.to_ascii_lowercase();
    let value = rest.split_once(attribute).map(|(_, value)| value.trim_start().trim_start_matches('=').trim_start());
    let digits: String =
        value.unwrap_or("").trim_start_matches(['"', '\'', '\\']).chars().take_while(char::is_ascii_digit).take(6).collect();
    digits.parse().unwrap_or(1).clamp(1, most)
}

/// What is being read of a table.
#[derive(Default)]
struct Reading {
    cells: Vec<Cell>,
    taken: BTreeSet<(usize, usize)>,
    caption: String,
    row: Option<usize>,
    cols: usize,
    open: Option<Part>,
    /// Tables open inside of this one.
    inner: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Caption,
    Cell,
}

/// The table that opens in a line; `None` where it does not end, or has no two cells.
fn read(lines: &[String], start: usize, offset: usize) -> Option<Marked> {
    let mut reading = Reading::default();
    for (n, line) in lines.iter().enumerate().skip(start) {
        let mut at = if n == start { offset } else { 0 };
        while at < line.len() {
            let rest = &line[at..];
            if let Some((tag, length)) = rest.starts_with('<').then(|| tag(rest)).flatten() {
                at += length;
                if tag.name == "table" && tag.closes && reading.inner == 1 {
                    let table = reading.table()?;
                    let (before, behind) = (lines[start][..offset].trim().to_owned(), line[at..].trim().to_owned());
                    return Some(Marked { end: n + 1, table, before, behind });
                }
                // A table may stand in a cell only, and none that is printed stands deeper.
                if tag.name == "table" && !tag.closes && reading.inner > 0 && (reading.open.is_none() || reading.inner > DEEPEST) {
                    return None;
                }
                reading.tag(&tag, n);
            } else {
                let end = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(end, _)| end);
                reading.words(&rest[..end]);
                at += end;
            }
            if reading.taken.len() > MAX_PLACES {
                return None;
            }
        }
        reading.words("\n");
    }
    None
}

impl Reading {
    fn tag(&mut self, tag: &Tag, line: usize) {
        match (tag.name.as_str(), tag.closes) {
            ("table", false) => {
                self.inner += 1;
                self.words("\n");
            }
            ("table", true) => self.inner = self.inner.saturating_sub(1),
            ("td" | "th", false) if self.inner > 1 => self.words(" "),
            ("td" | "th", true) if self.inner > 1 => {}
            _ if self.inner > 1 => self.words("\n"),
            ("tr", false) => {
                self.row = Some(self.row.map_or(0, |row| row + 1));
                self.open = None;
            }
            ("td" | "th", false) => self.cell(tag, line),
            ("caption", false) => self.open = Some(Part::Caption),
            ("td" | "th" | "caption" | "tr", true) => self.open = None,
            ("br" | "p" | "div" | "li" | "ul" | "ol", _) => self.words("\n"),
            _ => {}
        }
    }

    /// A cell in the first place of its row that is free.
    fn cell(&mut self, tag: &Tag, line: usize) {
        let row = *self.row.get_or_insert(0);
        let Some(col) = (0..MAX_COLUMNS).find(|col| !self.taken.contains(&(row, *col))) else {
            self.open = None;
            return;
        };
        let col_span = number(tag, "colspan", MAX_COLUMNS - col);
        // A cell never covers what another has taken.
        let col_span = (1..col_span).find(|n| self.taken.contains(&(row, col + n))).unwrap_or(col_span);
        let row_span = number(tag, "rowspan", MOST_ROWS.min((MAX_PLACES / col_span).max(1)));
        for r in row..row + row_span {
            self.taken.extend((col..col + col_span).map(|c| (r, c)));
        }
        self.cols = self.cols.max(col + col_span);
        self.cells.push(Cell { row, col, row_span, col_span, text: String::new(), place: Place::on_line(line + 1), fill: None });
        self.open = Some(Part::Cell);
    }

    fn words(&mut self, words: &str) {
        let text = match self.open {
            Some(Part::Caption) => &mut self.caption,
            Some(Part::Cell) => match self.cells.last_mut() {
                Some(cell) => &mut cell.text,
                None => return,
            },
            None => return,
        };
        text.push_str(&decoded(words));
    }

    /// The table with every place taken, `None` where it is none.
    fn table(mut self) -> Option<Table> {
        let rows = self.row? + 1;
        if self.cells.len() < 2 || rows * self.cols > MAX_PLACES {
            return None;
        }
        for cell in &mut self.cells {
            cell.row_span = cell.row_span.min(rows - cell.row);
            cell.text = tidy(&cell.text);
        }
        let mut line = self.cells.first().map_or(Place::default(), |cell| cell.place);
        let by_row: BTreeMap<usize, Place> = self.cells.iter().rev().map(|cell| (cell.row, cell.place)).collect();
        for row in 0..rows {
            line = by_row.get(&row).copied().unwrap_or(line);
            for col in (0..self.cols).filter(|col| !self.taken.contains(&(row, *col))) {
                self.cells.push(Cell { row, col, row_span: 1, col_span: 1, text: String::new(), place: line, fill: None });
            }
        }
        self.cells.sort_by_key(|cell| (cell.row, cell.col));
        let spans_lost = self.cells.iter().all(|cell| cell.row_span == 1 && cell.col_span == 1);
        let caption = tidy(&self.caption).replace('\n', "");
        Some(Table { rows, cols: self.cols, cells: self.cells, caption, spans_lost, confidence: CONFIDENCE, ..Table::default() })
    }
}

/// Lines without blanks around them, none of them empty.
fn tidy(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Words without character references: the five of XML, the space that does not break, and numbers.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(10).find(|(_, c)| *c == ';').map(|(end, _)| end);
        match end.and_then(|end| Some((character(&rest[1..end])?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    let code = |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32).filter(|c| !c.is_control());
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => match name.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(digits) => code(digits, 16),
            None => code(&name[1..], 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Marked {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        find(&lines).into_values().next().unwrap()
    }

    fn cells(table: &Table) -> Vec<(usize, usize, usize, usize, &str)> {
        table.cells.iter().map(|c| (c.row, c.col, c.row_span, c.col_span, c.text.as_str())).collect()
    }

    #[test]
    fn merged_cells_are_kept() {
        let found = one(
            "<table border=\"1\">\n<tr><th rowspan=\"2\">取組</th><td colspan=2>工程</td></tr>\n<tr><td>R6</td><td>R7</td></tr>\n<tr><td>更新<br>工事</td><td>設計</td>\n</table>",
        );
        assert_eq!(
            cells(&found.table),
            [
                (0, 0, 2, 1, "取組"),
                (0, 1, 1, 2, "工程"),
                (1, 1, 1, 1, "R6"),
                (1, 2, 1, 1, "R7"),
                (2, 0, 1, 1, "更新\n工事"),
                (2, 1, 1, 1, "設計"),
                (2, 2, 1, 1, "")
            ]
        );
        assert_eq!((found.end, found.table.spans_lost, found.table.at(2, 0).unwrap().place.line), (5, false, Some(4)));
    }

    #[test]
    fn a_table_on_a_line_with_words_around_it() {
        let found = one("次の表です。<table><caption>表1 目標</caption><tr><td>有収率&nbsp;&#37;</td><td>&lt; 90</td></tr></table>以上");
        assert_eq!((found.before.as_str(), found.behind.as_str(), found.table.caption.as_str()), ("次の表です。", "以上", "表1 目標"));
        assert_eq!((found.table.text(0, 0), found.table.text(0, 1), found.table.spans_lost), ("有収率 %", "< 90", true));
    }

    #[test]
    fn what_is_no_table() {
        let none = |text: &str| find(&[text.to_owned()]).is_empty();
        assert!(
            none("<table><tr><td>開いたまま")
                && none("<table></table>")
                && none("a < b <tablet>")
                && none("<table><tr><td>枠</td></tr></table>")
        );
    }

    #[test]
    fn a_table_inside_of_a_cell_is_its_words() {
        let found = one("<table><tr><td>財源<table><tr><td>企業債</td><td>3</td></tr></table></td><td>備考</td></tr></table>");
        assert_eq!(cells(&found.table), [(0, 0, 1, 1, "財源\n企業債 3"), (0, 1, 1, 1, "備考")]);
    }

    #[test]
    fn impossible_spans_are_bounded() {
        let text = "<table><tr><td rowspan=99999999999 colspan=3>a</td><td>b</td></tr><tr><td colspan=0>c</td></tr></table>";
        let wide = "<table><tr><td rowspan=99999 colspan=99999>a</td><td>b</td></tr></table>";
        assert!(find(&[wide.to_owned()]).is_empty());
        assert!(one(text).table.cells.iter().all(|c| c.row + c.row_span <= 2 && c.col + c.col_span <= MAX_COLUMNS));
    }

    proptest::proptest! {
        #[test]
        fn any_tags_are_read(lines in proptest::collection::vec("(<table>|</table>|<tr>|</td>|<td rowspan=2>|<td colspan='3'>|更|&#x3042;|&|<| ){0,12}", 0..12)) {
            for (start, found) in find(&lines) {
                proptest::prop_assert!(start < found.end && found.end <= lines.len());
                let table = found.table;
                let mut seen = BTreeSet::new();
                for cell in &table.cells {
                    for row in cell.row..cell.row + cell.row_span {
                        for col in cell.col..cell.col + cell.col_span {
                            proptest::prop_assert!(row < table.rows && col < table.cols && seen.insert((row, col)));
                        }
                    }
                }
                proptest::prop_assert_eq!(seen.len(), table.rows * table.cols);
            }
        }
    }
}
