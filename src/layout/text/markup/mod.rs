//! Texts with HTML among their words, as converters of pages write tables that Markdown cannot hold: the tables become grids with their
//! spans, and the words outside stand on plain lines.

mod table;
mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::{is_blank, pattern};
use crate::model::{Block, BlockKind, Warning};
use table::Builder;
pub(super) use table::Marked;
use tags::{Kind, Token, Tokens, decoded, spans};

/// A text without its HTML.
#[derive(Debug, Default)]
pub(super) struct Unmarked {
    /// Plain lines; an empty one where a table stands.
    pub(super) lines: Vec<String>,
    /// The line of the text (from 1) that each of them comes from.
    numbers: Vec<usize>,
    /// The tables by the index of their line.
    pub(super) tables: BTreeMap<usize, Marked>,
    /// Tables of which not everything is kept.
    pub(super) warnings: Vec<Warning>,
}

/// The text without its HTML, `None` where it has none.
pub(super) fn without(lines: &[String]) -> Option<Unmarked> {
    static SIGN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)</?(?:table|t[rdh]|p|div|center|h[1-6]|li|html|body|page|figure)(?:\s[^<>]*)?/?>|<!--|&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});",
        )
    });
    if !lines.iter().any(|line| SIGN.is_match(line)) {
        return None;
    }
    let text = lines.join("\n");
    let mut reader = Reader { line: 1, ..Reader::default() };
    for token in Tokens::new(&text) {
        reader.take(token);
    }
    reader.end_tables();
    reader.end_line();
    let mut out = reader.out;
    // A converter that writes no span at all has lost the spans of the page.
    let spans = |marked: &Marked| marked.table.cells.iter().any(|cell| cell.row_span > 1 || cell.col_span > 1);
    let lost = !out.tables.values().any(spans);
    out.tables.values_mut().for_each(|marked| marked.table.spans_lost = lost);
    Some(out)
}

impl Unmarked {
    /// Puts tables together that the ends of pages parted: nothing stands between them but lines that belong to the page.
    pub(super) fn join_over_pages(&mut self, running: &BTreeSet<usize>) {
        let mut places: Vec<usize> = self.tables.keys().copied().collect();
        // From the end, so that a table of many pages comes together.
        while let (Some(next), Some(above)) = (places.pop(), places.last()) {
            let between = above + 1..next;
            let page_ends = between.clone().any(|n| running.contains(&n));
            if !page_ends || between.into_iter().any(|n| !running.contains(&n) && !is_blank(&self.lines[n])) {
                continue;
            }
            let Some(below) = self.tables.remove(&next) else { continue };
            match self.tables.get_mut(above).filter(|above| above.goes_on(&below)) {
                Some(above) => above.join(below),
                None => {
                    self.tables.insert(next, below);
                }
            }
        }
    }

    /// Gives blocks and warnings that were made of the plain lines the lines of the text.
    pub(super) fn number(&self, blocks: &mut [Block], warnings: &mut [Warning]) {
        let number = |line: usize| line.checked_sub(1).and_then(|at| self.numbers.get(at)).copied().unwrap_or(line);
        for block in blocks {
            let at = block.place.line.map(|line| line.saturating_sub(1));
            block.place.line = block.place.line.map(number);
            // The cells of an HTML table have the lines of the text from the beginning.
            if let BlockKind::Table(table) = &mut block.kind
                && at.is_none_or(|at| !self.tables.contains_key(&at))
            {
                for cell in &mut table.cells {
                    cell.place.line = cell.place.line.map(number);
                }
            }
        }
        for warning in warnings {
            warning.page = warning.page.map(number);
        }
    }
}

/// Reads tokens into plain lines and tables.
#[derive(Default)]
struct Reader {
    out: Unmarked,
    /// The line of the text that is read, from 1.
    line: usize,
    /// The plain line that is read and the line that it began on.
    open: String,
    began: Option<usize>,
    table: Option<Builder>,
    table_line: usize,
    /// How many tables inside a cell are open: their words belong to the cell.
    nested: usize,
}

impl Reader {
    fn take(&mut self, token: Token) {
        match token {
            Token::Text(text) => self.text(text),
            Token::Open(Kind::Table, _) => self.open_table(),
            Token::Open(kind, attributes) if self.table.is_some() => self.open_in_table(kind, attributes),
            Token::Close(kind) if self.table.is_some() => self.close_in_table(kind),
            Token::Open(kind, _) => self.tag(kind, true),
            Token::Close(kind) => self.tag(kind, false),
            Token::Unseen => {}
        }
    }

    fn text(&mut self, text: &str) {
        for (n, part) in text.split('\n').enumerate() {
            if n > 0 {
                self.break_line();
                self.line += 1;
            }
            if self.table.is_some() && starts_heading(part) && n > 0 {
                self.end_tables();
            }
            self.words(&decoded(part));
        }
    }

    /// Words within a line. Between the cells of a table they are no part of it.
    fn words(&mut self, words: &str) {
        if let Some(cell) = self.table.as_mut().and_then(Builder::words) {
            cell.push_str(words);
        } else if self.table.is_none() || !words.trim().is_empty() {
            self.began.get_or_insert(self.line);
            self.open.push_str(words);
        }
    }

    /// The end of a line of the text.
    fn break_line(&mut self) {
        if let Some(cell) = self.table.as_mut().and_then(Builder::words) {
            cell.push('\n');
        } else if self.table.is_none() || !self.open.trim().is_empty() {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        self.out.numbers.push(self.began.take().unwrap_or(self.line));
        self.out.lines.push(std::mem::take(&mut self.open));
    }

    /// A tag outside tables. Rows that other signs draw keep their breaks in the line: the cells go on there.
    fn tag(&mut self, kind: Kind, opens: bool) {
        let drawn = self.open.contains(['|', '\t']);
        match kind {
            Kind::Break if drawn => self.open.push_str("<br>"),
            Kind::Break if !self.open.trim().is_empty() => self.end_line(),
            Kind::Block | Kind::Heading(_) | Kind::Item | Kind::Caption if !drawn => {
                if !self.open.trim().is_empty() {
                    self.end_line();
                }
                self.open.clear();
                match kind {
                    Kind::Heading(level) if opens => self.words(&format!("{} ", "#".repeat(level))),
                    Kind::Item if opens => self.words("- "),
                    // Blocks are parted by an empty line.
                    Kind::Block | Kind::Heading(_) | Kind::Caption if !opens => self.end_line(),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn open_table(&mut self) {
        if self.table.as_mut().is_some_and(|table| table.words().is_some()) {
            self.nested += 1;
            self.break_line();
            return;
        }
        // The one before was never closed.
        self.end_tables();
        if !self.open.trim().is_empty() {
            self.end_line();
        }
        self.open.clear();
        (self.table, self.table_line, self.nested) = (Some(Builder::default()), self.line, 0);
    }

    fn open_in_table(&mut self, kind: Kind, attributes: &str) {
        let Some(table) = self.table.as_mut() else { return };
        match kind {
            Kind::Row if self.nested == 0 => table.row(self.line),
            Kind::Cell { head } if self.nested == 0 => table.cell(self.line, spans(attributes), head),
            Kind::Section if self.nested == 0 => table.end_section(),
            Kind::Caption if self.nested == 0 => {
                table.end_row();
                table.in_caption = true;
            }
            Kind::Cell { .. } => self.words(" "),
            Kind::Break | Kind::Block | Kind::Item | Kind::Heading(_) | Kind::Row => self.break_line(),
            _ => {}
        }
    }

    fn close_in_table(&mut self, kind: Kind) {
        let Some(table) = self.table.as_mut() else { return };
        match kind {
            Kind::Table if self.nested > 0 => {
                self.nested -= 1;
                self.break_line();
            }
            Kind::Table => self.end_tables(),
            Kind::Row if self.nested == 0 => table.end_row(),
            Kind::Cell { .. } | Kind::Caption if self.nested == 0 => table.end_cell(),
            Kind::Section if self.nested == 0 => table.end_section(),
            Kind::Block | Kind::Item | Kind::Heading(_) | Kind::Row => self.break_line(),
            _ => {}
        }
    }

    /// Ends the table that is open, if any, behind the words that stood between its cells.
    fn end_tables(&mut self) {
        let Some(table) = self.table.take() else { return };
        if !self.open.trim().is_empty() {
            self.end_line();
        }
        if table.cut {
            let detail = super::MAX_PLACES.to_string();
            self.out.warnings.push(Warning { code: "cell_limit".to_owned(), page: Some(self.table_line), detail });
        }
        match table.finish() {
            Some(marked) if marked.table.cells.len() > 1 => {
                self.out.tables.insert(self.out.lines.len(), marked);
                self.out.lines.push(String::new());
                self.out.numbers.push(self.table_line);
            }
            // A frame around words.
            Some(framed) => {
                for (text, line) in framed.table.cells.iter().flat_map(|cell| cell.text.lines().zip(std::iter::repeat(cell.place.line))) {
                    self.out.lines.push(text.to_owned());
                    self.out.numbers.push(line.unwrap_or(self.table_line));
                }
            }
            None => {}
        }
        // Two empty lines: what reads tables of plain lines never goes on behind them.
        self.out.lines.extend([String::new(), String::new()]);
        self.out.numbers.extend([self.line, self.line]);
    }
}

/// Whether a line is a heading of Markdown: no cell has one, so the table above it was never closed.
fn starts_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Unmarked {
        without(&text.lines().map(str::to_owned).collect::<Vec<_>>()).unwrap()
    }

    /// Rows of the only table: words of the cells, with their spans where they have any.
    fn rows(text: &str) -> Vec<Vec<String>> {
        let read = read(text);
        let table = &read.tables.values().next().unwrap().table;
        let word = |c: &crate::model::Cell| match (c.row_span, c.col_span) {
            (1, 1) => c.text.clone(),
            (rows, cols) => format!("{} {rows}x{cols}", c.text),
        };
        (0..table.rows).map(|row| table.cells.iter().filter(|c| c.row == row).map(word).collect()).collect()
    }

    #[test]
    fn spans_breaks_and_characters_of_a_table() {
        let text = "<table>\n<thead><tr><th rowspan=2>区分</th><th colspan=\"2\">実績</th></tr>\n<tr><th>R4</th><th>R5</th></tr></thead>\n\
                    <tr><td>給水<br>収益</td><td>1&nbsp;円</td><td></td></tr>\n</table>";
        assert_eq!(rows(text), [vec!["区分 2x1", "実績 1x2"], vec!["R4", "R5"], vec!["給水\n収益", "1 円", ""]]);
        let read = read(text);
        let lines: Vec<_> = read.tables[&0].table.cells.iter().map(|c| c.place.line.unwrap()).collect();
        assert_eq!((read.tables[&0].head, lines), (2, vec![2, 2, 3, 3, 4, 4, 4]));
    }

    #[test]
    fn tags_that_are_not_closed() {
        assert_eq!(rows("<table><tr><td>a<td>b<tr><td>c<td>d</table>"), [["a", "b"], ["c", "d"]]);
        let cut = read("<table><tr><td>a</td><td>b</td></tr>\n<tr><td>c\n\n## 次の章\n<TABLE><TR><TD>x</TD><TD>y</TD></TR>");
        assert_eq!(cut.tables.values().map(|m| (m.table.rows, m.table.cols)).collect::<Vec<_>>(), [(2, 2), (1, 2)]);
        assert!(cut.lines.iter().any(|line| line == "## 次の章"));
    }

    #[test]
    fn a_table_in_a_cell_is_its_words() {
        let text = "<table><tr><td>外</td><td><table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table></td></tr></table>";
        assert_eq!(rows(text), [["外", "1 2\n3"]]);
    }

    #[test]
    fn words_around_tables_keep_their_lines() {
        let read = read(
            "表1　収支 <table><tr><td>1</td><td>2</td></tr></table> 注　概算\n次の行\n<div align=center>中央</div><p>段落</p>\n水 < 火 <参考>",
        );
        let lines: Vec<(usize, &str)> =
            read.numbers.iter().copied().zip(read.lines.iter().map(|l| l.trim())).filter(|(_, l)| !l.is_empty()).collect();
        assert_eq!(lines, [(1, "表1　収支"), (1, "注　概算"), (2, "次の行"), (3, "中央"), (3, "段落"), (4, "水 < 火 <参考>")]);
        assert_eq!(read.tables.len(), 1);
    }

    #[test]
    fn lists_headings_and_rows_of_other_tables() {
        let read = read("<h2>施策1　更新</h2>\n<ul><li>管路</li><li>配水池</li></ul>\n| a<br>b | c |\n<!-- 頁\n12 -->終");
        let lines: Vec<&str> = read.lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect();
        assert_eq!(lines, ["## 施策1　更新", "- 管路", "- 配水池", "| a<br>b | c |", "終"]);
    }

    #[test]
    fn a_frame_of_one_cell_is_its_words() {
        let read = read("<table><tr><td>理念<br>水とともに</td></tr></table>");
        let lines: Vec<&str> = read.lines.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
        assert_eq!((lines, read.tables.len()), (vec!["理念", "水とともに"], 0));
    }

    #[test]
    fn plain_texts_are_left_alone() {
        let plain = |text: &str| without(&[text.to_owned()]).is_none();
        assert!(plain("a < b、<1> R&D <参考>") && plain("| a<br>b | c |") && plain("H<sub>2</sub>O"));
    }

    #[test]
    fn a_page_ends_within_a_table() {
        let page = |head: &str, word: &str| format!("<table>{head}<tr><td>{word}</td><td>説明</td></tr></table>\n");
        let head = "<tr><th>用語</th><th>解説</th></tr>";
        for (second, tables) in [("", 1), ("<tr><th>指標</th><th>値</th></tr>", 2)] {
            let mut read = read(&format!("{}\n34\n\n{}", page(head, "企業債"), page(second, "配水池")));
            let number = read.lines.iter().position(|line| line == "34").unwrap();
            read.join_over_pages(&BTreeSet::from([number]));
            assert_eq!(read.tables.len(), tables, "{second}");
            let first = &read.tables.values().next().unwrap().table;
            assert_eq!(first.rows, if tables == 1 { 3 } else { 2 });
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(parts in proptest::collection::vec("<table>|</table>|<tr>|</tr>|<td rowspan=[0-9]>|<th colspan=[0-9]{1,4}>|</td>|<p>|<li>|<br>|水|# |\n|<!--|-->|[|]|&amp;", 0..60)) {
            let lines: Vec<String> = parts.concat().split('\n').map(str::to_owned).collect();
            if let Some(mut read) = without(&lines) {
                proptest::prop_assert_eq!(read.lines.len(), read.numbers.len());
                proptest::prop_assert!(read.numbers.iter().all(|n| (1..=lines.len()).contains(n)));
                let all: BTreeSet<usize> = (0..read.lines.len()).collect();
                read.join_over_pages(&all);
                for marked in read.tables.values() {
                    let places: usize = marked.table.cells.iter().map(|c| c.row_span * c.col_span).sum();
                    proptest::prop_assert_eq!(places, marked.table.rows * marked.table.cols);
                }
            }
        }
    }
}
