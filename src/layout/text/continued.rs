//! Rows that go on: a text has one line for each line of a cell, and what stands there alone are the second lines of some cells.
//!
//! `1-1  末端水質監視装  浄水課、  設計  設置` and `　　　置の増設  配水課` are one row. The columns that all rows fill tell such a line: it leaves
//! most of them empty. And each of its cells must go on with the cell above it: that one reaches to the edge of its column or cannot end so, or
//! the lower one cannot begin so.

use unicode_width::UnicodeWidthStr as _;

use super::found::Row;
use super::special;

/// Fewest whole rows, and fewest columns that all of them fill.
const ROWS: usize = 2;
const COLUMNS: usize = 3;
/// Of the whole rows at least this share fills such a column: some bars end early.
const KEPT: f32 = 0.9;
/// A cell that leaves no more room than this in its column, in half-width characters, was broken there: words that must not begin a line go over.
const ROOM: usize = 3;
/// What a cell cannot end with, and what it cannot begin with.
const OPEN: [char; 8] = ['、', '，', '・', 'の', 'を', 'と', '（', '('];
const CLOSING: [char; 8] = ['（', '(', '）', ')', '・', '、', '。', '～'];

/// Puts the lines of each row together. Cells keep their line breaks.
pub(super) fn join(rows: &mut Vec<Row>) {
    let cols = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let kept = kept_columns(rows, cols);
    if kept.len() < COLUMNS {
        return;
    }
    let widths: Vec<usize> = (0..cols).map(|col| rows.iter().map(|row| cell(row, col).width()).max().unwrap_or(0)).collect();
    let mut joined: Vec<Row> = Vec::with_capacity(rows.len());
    // The last line of each cell of the row above, to see whether it is full.
    let mut last: Vec<String> = Vec::new();
    for (n, row) in rows.drain(..).enumerate() {
        let filled = kept.iter().filter(|col| !cell(&row, **col).is_empty()).count();
        let above = joined.last_mut().filter(|_| n > 1 && filled * 5 <= kept.len() * 2);
        match above.filter(|_| goes_on(&row, &last, &widths)) {
            Some(above) => {
                for (col, text) in row.cells.into_iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                    above.cells[col].push('\n');
                    above.cells[col].push_str(&text);
                    last[col] = text;
                }
            }
            None => {
                last = row.cells.clone();
                joined.push(row);
            }
        }
    }
    *rows = joined;
}

fn cell(row: &Row, col: usize) -> &str {
    row.cells.get(col).map_or("", String::as_str)
}

/// The columns that the rows below the head fill, as far as they are whole; none where too few are.
fn kept_columns(rows: &[Row], cols: usize) -> Vec<usize> {
    let whole: Vec<&Row> = rows.iter().skip(1).filter(|row| row.cells.iter().filter(|cell| !cell.is_empty()).count() * 2 > cols).collect();
    if whole.len() < ROWS || whole.len() + 1 == rows.len() {
        return Vec::new();
    }
    let fills = |col: usize| whole.iter().filter(|row| !cell(row, col).is_empty()).count();
    (0..cols).filter(|col| fills(*col) as f32 >= KEPT * whole.len() as f32).collect()
}

/// Whether each cell of a row can only go on with the one above it. The first one is a name of its own unless the words say so.
fn goes_on(row: &Row, last: &[String], widths: &[usize]) -> bool {
    let mut words = row.cells.iter().enumerate().filter(|(_, text)| !text.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|(col, text)| {
            let above = last.get(col).map_or("", String::as_str);
            let full = above.width() + ROOM >= widths[col];
            let said = above.ends_with(OPEN) || text.starts_with(CLOSING);
            let within = text.starts_with(|c: char| ('ぁ'..='ゖ').contains(&c) || c == 'ー');
            let words = |text: &str| text.contains(char::is_alphabetic);
            // A mark or a figure under another is one of its own.
            let figure = !words(text) && (!words(above) || !text.contains(char::is_numeric));
            !above.is_empty() && !figure && (col > 0 || special(text).is_none()) && (said || full && (col > 0 || within))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
        let mut rows: Vec<Row> = text.lines().enumerate().map(|(line, text)| Row { line, cells: cells(text) }).collect();
        join(&mut rows);
        rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn second_lines_of_cells_go_to_their_row() {
        let rows = read(
            "番号|取組|担当|R8|R9|目標\n|||(2026)|(2027)|（最終年度）\n1|管の台帳の|管路課、|設計|→|図面 9割\n|電子化|総務課||\n★2|漏水の調査|管路課|●|→|年平均有収率\n||||\
             |92％以上\n|||||（R6：90％）\n3|配水池の塗|施設課|－|●|－\n|装",
        );
        assert_eq!(rows.len(), 5);
        assert_eq!(rows[2][1..3], ["管の台帳の\n電子化", "管路課、\n総務課"]);
        assert_eq!(rows[3][5], "年平均有収率\n92％以上\n（R6：90％）");
        assert_eq!(rows[4][1], "配水池の塗\n装");
    }

    #[test]
    fn a_name_in_the_first_column_goes_on_where_its_words_say_so() {
        let rows =
            read("指標|単位|R2|R6\n有収率|％|89|90\n重要施設の管路|％|38|51\nの耐震化率\n漏水の件数|件|5|4\n資本的収支\n収入|千円|1|2");
        assert_eq!(
            rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(),
            ["指標", "有収率", "重要施設の管路\nの耐震化率", "漏水の件数", "資本的収支", "収入"]
        );
    }

    #[test]
    fn rows_below_a_merged_cell_are_rows() {
        for text in [
            "目標|施策|担当|R8|R9\n安全|水質の管理|浄水課|●|→\n|水源の保全|浄水課|●|→\n強靱|管路の更新|工務課|●|→\n|池の耐震化|工務課|●|→",
            "目標|施策|担当|R8|R9|R10\n安全|水質の管理|浄水課|●|→|→\n|水源の保全|||●|\n強靱|更新|工務課|●|→|→\n|台帳の整備|||●|",
            "区分|指標|R6\n|有収率|90\n|漏水率|5",
        ] {
            assert_eq!(read(text).len(), text.lines().count(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost(text in "([a更（の、|]{0,12}\n){0,12}") {
            let words = |rows: &[Vec<String>]| rows.iter().flatten().flat_map(|c| c.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>()).count();
            proptest::prop_assert_eq!(words(&read(&text)), text.chars().filter(|c| !matches!(c, '|' | '\n')).count());
        }
    }
}
