//! Tables whose columns are set with spaces, as converters that keep the look of a page write them.

use unicode_width::UnicodeWidthChar;

use super::found::{Found, Row, Tables};
use super::{is_blank, spaced};

/// A gap between cells is at least this many columns wide (a full-width space has two).
const GAP: usize = 2;
/// Fewest cells of a row, and fewest such rows, of a table.
const CELLS: usize = 3;
const ROWS: usize = 3;
/// Of the lines of a table at least this share has a cell in every column.
const WHOLE: f32 = 0.5;
/// How sure it is that spaces part cells: wrapped cells may have gone astray.
const CONFIDENCE: f32 = 0.8;

/// Words between gaps, with the columns that they take.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) text: String,
}

/// What the columns of a text count: who types a table counts what is seen, converters often characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Widths,
    Characters,
}

/// The tables of this kind among the lines that `free` leaves.
pub(super) fn find(lines: &[String], free: &dyn Fn(usize) -> bool) -> Tables {
    let mut tables = Tables::new();
    let mut at = 0;
    while at < lines.len() {
        if !free(at) || segments(&lines[at], Measure::Widths).len() < CELLS {
            at += 1;
            continue;
        }
        let run = run(lines, at, free);
        let end = run.last().map_or(at + 1, |(n, _)| n + 1);
        if let Some(rows) = rows(&run) {
            tables.insert(at, Found { end, rows, confidence: CONFIDENCE });
        }
        at = end;
    }
    tables
}

/// The words of a line between wide gaps.
pub(super) fn segments(line: &str, measure: Measure) -> Vec<Segment> {
    let mut found: Vec<Segment> = Vec::new();
    let (mut column, mut gap) = (0, GAP);
    for c in line.chars() {
        let width = match measure {
            Measure::Widths => c.width_cjk().unwrap_or(0),
            Measure::Characters => 1,
        };
        if c.is_whitespace() {
            gap += width.max(1);
        } else {
            match found.last_mut() {
                Some(open) if gap < GAP => {
                    if gap > 0 {
                        open.text.push(' ');
                    }
                    open.text.push(c);
                    open.to = column + width;
                }
                _ => found.push(Segment { from: column, to: column + width, text: c.to_string() }),
            }
            gap = 0;
        }
        column += width.max(usize::from(c.is_whitespace()));
    }
    spaced::together(found)
}

type Line = (usize, Vec<Segment>);

/// The lines from `start` on that look like rows or wrapped cells; a blank line may stand between two of them.
fn run(lines: &[String], start: usize, free: &dyn Fn(usize) -> bool) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let mut at = start;
    while at < lines.len() && free(at) {
        if is_blank(&lines[at]) {
            let next = lines.get(at + 1).filter(|_| free(at + 1)).map(|line| segments(line, Measure::Widths).len());
            if next.is_none_or(|cells| cells < CELLS) {
                break;
            }
        } else {
            let cells = segments(&lines[at], Measure::Widths);
            let sentence = lines[at].trim_end().ends_with('。') && cells.len() == 1;
            let wrapped = cells.len() >= 2 || cells.first().is_some_and(|cell| cell.from >= 2 * GAP);
            if sentence || !wrapped {
                break;
            }
            found.push((at, cells));
        }
        at += 1;
    }
    // Lines at the end with a single word are no rows.
    while found.last().is_some_and(|(_, cells)| cells.len() < 2) {
        found.pop();
    }
    found
}

/// The rows of a run, `None` where its lines do not stand in columns.
fn rows(run: &[Line]) -> Option<Vec<Row>> {
    let most = run.iter().map(|(_, cells)| cells.len()).filter(|n| *n >= CELLS).max()?;
    // The number of cells that most lines have.
    let cols = (CELLS..=most).max_by_key(|n| run.iter().filter(|(_, cells)| cells.len() == *n).count())?;
    let whole: Vec<&Vec<Segment>> = run.iter().map(|(_, cells)| cells).filter(|cells| cells.len() == cols).collect();
    if whole.len() < ROWS || run.iter().any(|(_, cells)| cells.len() > cols) || (whole.len() as f32) < WHOLE * run.len() as f32 {
        return None;
    }
    let span = |col: usize| {
        let from = whole.iter().map(|cells| cells[col].from).min().unwrap_or(0);
        (from, whole.iter().map(|cells| cells[col].to).max().unwrap_or(from))
    };
    let spans: Vec<(usize, usize)> = (0..cols).map(span).collect();
    let parted = spans.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    let mut rows: Vec<Row> = Vec::new();
    for (line, cells) in run {
        if cells.len() == cols {
            rows.push(Row { line: *line, cells: cells.iter().map(|cell| cell.text.clone()).collect() });
            continue;
        }
        if !parted {
            return None;
        }
        let mut row = Row { line: *line, cells: vec![String::new(); cols] };
        for cell in cells {
            let col = column_of(cell, &spans)?;
            if !row.cells[col].is_empty() {
                return None;
            }
            row.cells[col].clone_from(&cell.text);
        }
        // Words under words, and nothing in the first column: the cells above go on.
        let goes_on = row.cells[0].is_empty()
            && rows.last().is_some_and(|above| row.cells.iter().zip(&above.cells).all(|(own, above)| own.is_empty() || !above.is_empty()));
        match rows.last_mut().filter(|_| goes_on) {
            Some(above) => {
                for (own, above) in row.cells.iter().zip(&mut above.cells).filter(|(own, _)| !own.is_empty()) {
                    above.push('\n');
                    above.push_str(own);
                }
            }
            None => rows.push(row),
        }
    }
    (rows.len() >= ROWS).then_some(rows)
}

/// The column over which a cell stands, `None` where it reaches over two.
fn column_of(cell: &Segment, spans: &[(usize, usize)]) -> Option<usize> {
    let over = |span: &(usize, usize)| cell.from < span.1 && span.0 < cell.to;
    let mut found = spans.iter().enumerate().filter(|(_, span)| over(span)).map(|(col, _)| col);
    match (found.next(), found.next()) {
        (Some(col), None) => Some(col),
        (Some(_), Some(_)) => None,
        // Between two columns: the one that begins next to it.
        (None, _) => spans.iter().enumerate().min_by_key(|(_, span)| span.0.abs_diff(cell.from)).map(|(col, _)| col),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<Vec<String>>> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        find(&lines, &|_| true).into_values().map(|f| f.rows.into_iter().map(|r| r.cells).collect()).collect()
    }

    #[test]
    fn columns_of_spaces() {
        let text = "取組名            担当課      R6     R7\n管路の更新        工務課      設計   工事\n台帳の整備        総務課             作成\n水質の監視        浄水課      実施   実施";
        assert_eq!(
            read(text),
            [[
                ["取組名", "担当課", "R6", "R7"],
                ["管路の更新", "工務課", "設計", "工事"],
                ["台帳の整備", "総務課", "", "作成"],
                ["水質の監視", "浄水課", "実施", "実施"]
            ]]
        );
    }

    #[test]
    fn wrapped_cells_go_on_under_their_words() {
        let text =
            "取組名      内容          担当課\n管路更新    老朽化した管  工務課\n            を更新する\n台帳整備    図面の電子化  総務課";
        assert_eq!(read(text)[0][1], ["管路更新", "老朽化した管\nを更新する", "工務課"]);
    }

    #[test]
    fn covers_labels_and_prose_are_no_tables() {
        assert!(read("　　　ある市\n　　　水道ビジョン\n\n評価　　順調\n担当　　総務課\n代表　　株式会社\n\nこれは　文です。").is_empty());
        assert!(read("目　次\n１　はじめに　　１\n２　現状　　　　３").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_lines_are_read(lines in proptest::collection::vec("[a更　 。]{0,30}", 0..20)) {
            for (start, found) in find(&lines, &|n| n % 5 != 4) {
                proptest::prop_assert!(start < found.end && found.end <= lines.len());
            }
        }
    }
}
