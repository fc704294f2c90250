//! Tables whose columns only the gaps between them tell: no row need be whole, and two rows are enough where their cells begin or end in
//! one line.
//!
//! The words of neighbouring lines are laid over each other: what stands apart from all other words is a column. A line that would run two
//! columns together ends the table.

use std::collections::BTreeSet;
use std::ops::Range;

use super::aligned::{Measure, Segment, segments};
use super::found::{Found, Row, Tables};
use super::{is_blank, lines::opens, special};
use crate::model::BlockKind;

/// Fewest columns, and fewest cells of the first row.
const COLUMNS: usize = 3;
/// Most columns, and most lines of a table that are looked at.
const MOST_COLUMNS: usize = 60;
const MOST_LINES: usize = 400;
/// Of the cells behind the first column at least this share begins or ends in one line with another of its column.
const IN_LINE: f32 = 0.8;
/// Of the places of a table at least this share has words.
const FILLED: f32 = 0.25;
/// A line of one cell between rows that is longer is a sentence.
const TITLE_CHARS: usize = 40;
/// Rows of two columns are a table where there are so many, and the second cells are so long on the average: words and what they mean.
const EXPLAINED: usize = 3;
const EXPLANATION: usize = 15;
const TERM_CHARS: usize = 30;
/// A cell that leaves less room than this in its column was broken there.
const ROOM: usize = 2;
/// A row between blank lines takes at most so many.
const ROW_LINES: usize = 24;
/// How sure it is that these are the cells.
const CONFIDENCE: f32 = 0.75;

/// What may be a row: the line it begins on and the one behind it, its first words, and its cells.
struct Strip<'a> {
    start: usize,
    end: usize,
    words: &'a str,
    cells: Vec<Segment>,
}

/// A column: from where to where its words stand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    from: usize,
    to: usize,
}

/// The tables of this kind among the lines that `free` leaves: rows of a line each, and then rows between blank lines.
pub(super) fn find(lines: &[String], free: &dyn Fn(usize) -> bool) -> Tables {
    let mut tables = Tables::new();
    let mut at = 0;
    while at < lines.len() {
        let most = lines.len().min(at + MOST_LINES);
        let end = (at..most).find(|n| !free(*n) || is_blank(&lines[*n])).unwrap_or(most);
        read(&[Measure::Widths, Measure::Characters].map(|measure| strips(lines, at..end, measure)), true, &mut tables);
        at = end.max(at + 1);
    }
    let taken: BTreeSet<usize> = tables.iter().flat_map(|(start, found)| *start..found.end).collect();
    let mut at = 0;
    while at < lines.len() {
        let most = lines.len().min(at + MOST_LINES);
        let blank = |n: usize| is_blank(&lines[n]);
        let end = (at..most).find(|n| !free(*n) || taken.contains(n) || *n > at && blank(*n) && blank(n - 1)).unwrap_or(most);
        read(&[Measure::Widths, Measure::Characters].map(|measure| groups(lines, at..end, measure)), false, &mut tables);
        at = end.max(at + 1);
    }
    tables
}

/// Each line a row.
fn strips(lines: &[String], range: Range<usize>, measure: Measure) -> Vec<Strip<'_>> {
    range.map(|n| Strip { start: n, end: n + 1, words: &lines[n], cells: segments(&lines[n], measure) }).collect()
}

/// Each group of lines between blank ones a row: what stands over each other in it is one cell. A group whose words run together, or that is
/// too tall, is a row without cells.
fn groups(lines: &[String], range: Range<usize>, measure: Measure) -> Vec<Strip<'_>> {
    let mut found: Vec<Strip> = Vec::new();
    for n in range {
        if is_blank(&lines[n]) {
            continue;
        }
        let cells = segments(&lines[n], measure);
        match found.last_mut().filter(|strip| strip.end == n) {
            Some(strip) => {
                strip.end = n + 1;
                let tall = strip.end - strip.start > ROW_LINES;
                strip.cells = if tall || strip.cells.is_empty() { Vec::new() } else { below(&strip.cells, cells).unwrap_or_default() };
            }
            None => found.push(Strip { start: n, end: n + 1, words: &lines[n], cells }),
        }
    }
    found
}

/// The cells of a row with those of its next line; `None` where two cells of one line would be one.
fn below(above: &[Segment], line: Vec<Segment>) -> Option<Vec<Segment>> {
    let mut cells = above.to_vec();
    let mut last = None;
    for cell in line {
        let mut over = cells.iter().enumerate().filter(|(_, own)| cell.from < own.to && own.from < cell.to).map(|(n, _)| n);
        let n = match (over.next(), over.next()) {
            (Some(n), None) => {
                let own = &mut cells[n];
                (own.from, own.to) = (own.from.min(cell.from), own.to.max(cell.to));
                own.text.push('\n');
                own.text.push_str(&cell.text);
                n
            }
            (None, _) => {
                let n = cells.iter().position(|own| own.from >= cell.to).unwrap_or(cells.len());
                cells.insert(n, cell);
                n
            }
            _ => return None,
        };
        if last.is_some_and(|last| last >= n) {
            return None;
        }
        last = Some(n);
    }
    Some(cells)
}

/// Adds the tables among strips, read by both measures: of each line that may begin one the table with more rows.
fn read(by_width: &[Vec<Strip>; 2], lines: bool, tables: &mut Tables) {
    let mut at = 0;
    while at < by_width[0].len() {
        let read = by_width.each_ref().map(|strips| table(&strips[at..], lines));
        match read.into_iter().flatten().max_by_key(|(_, rows, cols)| (*rows, *cols)) {
            Some((found, rows, _)) => {
                tables.insert(by_width[0][at].start, found);
                at += rows;
            }
            None => at += 1,
        }
    }
}

/// The table that begins with the first of some strips, how many of them are its rows, and its columns.
fn table(strips: &[Strip], lines: bool) -> Option<(Found, usize, usize)> {
    let head = strips.first()?;
    if head.cells.len() < 2 || head.cells.len() > MOST_COLUMNS || is_words(head.words) {
        return None;
    }
    let (count, spans) = rows(strips);
    let rows = &strips[..count];
    let titles = rows.iter().filter(|row| row.cells.len() == 1 && row.cells[0].from == 0).count();
    let cells: usize = rows.iter().map(|row| row.cells.len()).sum();
    let wide = spans.len() >= COLUMNS && head.cells.len() >= COLUMNS && rows.iter().filter(|row| row.cells.len() >= 2).count() >= 2;
    let filled = cells as f32 >= FILLED * ((count - titles) * spans.len()) as f32;
    let tall = lines || rows.iter().any(|row| row.end > row.start + 1);
    let is_table = (wide && filled && tall && in_line(rows, &spans)) || lines && explained(rows, &spans);
    let end = rows.last()?.end;
    is_table.then(|| (Found { end, rows: in_columns(rows, &spans, lines), confidence: CONFIDENCE }, count, spans.len()))
}

/// Lines that are words and no row, whatever gaps they have.
fn is_words(line: &str) -> bool {
    let words = line.trim();
    matches!(special(words), Some(BlockKind::Contents { .. } | BlockKind::Caption { .. } | BlockKind::Note { .. })) || opens(words)
}

/// How many strips stand in columns, and the columns.
fn rows(strips: &[Strip]) -> (usize, Vec<Span>) {
    let mut spans: Vec<Span> = strips[0].cells.iter().map(|cell| Span { from: cell.from, to: cell.to }).collect();
    let mut count = 1;
    for (n, strip) in strips.iter().enumerate().skip(1) {
        let sentence = strip.cells.len() == 1 && strip.cells[0].from == 0 && strip.cells[0].text.ends_with('。');
        let wider = with(&spans, &strip.cells).filter(|wider| wider.len() <= MOST_COLUMNS && !sentence && !strip.cells.is_empty());
        if let Some(wider) = wider {
            spans = wider;
        } else if !(is_title(strip) && strips.get(n + 1).is_some_and(|next| next.cells.len() >= COLUMNS)) {
            break;
        }
        count = n + 1;
    }
    // A line of one word at the end is a row where it keeps to the first column, as the rows before it do.
    let stays = |cells: &[Segment]| cells.len() > 1 || count > 2 && cells[0].from == spans[0].from && cells[0].to + ROOM < spans[1].from;
    let end = strips[..count].iter().rposition(|strip| stays(&strip.cells)).unwrap_or(0);
    (end + 1, spans)
}

/// A name of the rows below it, which may reach over several columns.
fn is_title(strip: &Strip) -> bool {
    let words = strip.words.trim();
    let one = strip.end == strip.start + 1 && matches!(strip.cells.as_slice(), [cell] if cell.from <= 2);
    one && words.chars().count() <= TITLE_CHARS && !words.ends_with(['。', '、'])
}

/// The columns with the words of a line; `None` where they run two columns together, or stand two in one.
fn with(spans: &[Span], cells: &[Segment]) -> Option<Vec<Span>> {
    let mut wider = spans.to_vec();
    let mut last = None;
    for cell in cells {
        let mut over = wider.iter().enumerate().filter(|(_, span)| cell.from < span.to && span.from < cell.to).map(|(n, _)| n);
        match (over.next(), over.next()) {
            (Some(n), None) if last.is_none_or(|last| last < n) => {
                wider[n] = Span { from: wider[n].from.min(cell.from), to: wider[n].to.max(cell.to) };
                last = Some(n);
            }
            (None, _) => {
                let n = wider.iter().position(|span| span.from >= cell.to).unwrap_or(wider.len());
                wider.insert(n, Span { from: cell.from, to: cell.to });
                last = Some(n);
            }
            _ => return None,
        }
    }
    Some(wider)
}

/// The column in which a cell stands.
fn column(cell: &Segment, spans: &[Span]) -> usize {
    spans.iter().rposition(|span| span.from <= cell.from).unwrap_or(0)
}

/// Whether nearly all cells behind the first column begin or end where another of their column does.
fn in_line(rows: &[Strip], spans: &[Span]) -> bool {
    let mut columns: Vec<Vec<&Segment>> = vec![Vec::new(); spans.len()];
    for cell in rows.iter().flat_map(|row| &row.cells) {
        columns[column(cell, spans)].push(cell);
    }
    let (mut all, mut even) = (0_usize, 0_usize);
    for cells in columns.iter().skip(1).filter(|cells| cells.len() > 1) {
        all += cells.len();
        let same = |of: &dyn Fn(&Segment) -> usize| {
            cells.iter().filter(|cell| cells.iter().filter(|other| of(other) == of(cell)).nth(1).is_some()).count()
        };
        even += same(&|cell| cell.from).max(same(&|cell| cell.to));
    }
    all > 0 && even as f32 >= IN_LINE * all as f32
}

/// Words and beside them what they mean, in two columns that begin in one line each.
fn explained(rows: &[Strip], spans: &[Span]) -> bool {
    let pairs = || rows.iter().filter_map(|row| if let [word, text] = row.cells.as_slice() { Some((word, text)) } else { None });
    let letters: usize = pairs().map(|(_, text)| text.text.chars().count()).sum();
    let count = pairs().count();
    spans.len() == 2
        && count >= EXPLAINED
        && letters >= EXPLANATION * count
        && pairs().all(|(word, text)| word.from == spans[0].from && text.from == spans[1].from && word.text.chars().count() <= TERM_CHARS)
}

/// The rows with a cell in every column; lines that go on with the cells above them are one row with these.
fn in_columns(strips: &[Strip], spans: &[Span], lines: bool) -> Vec<Row> {
    let mut rows: Vec<(Row, Vec<usize>)> = Vec::new();
    for strip in strips {
        let mut row = Row { line: strip.start, cells: vec![String::new(); spans.len()] };
        let mut ends = vec![0; spans.len()];
        for cell in &strip.cells {
            let col = column(cell, spans);
            ends[col] = cell.to;
            row.cells[col].clone_from(&cell.text);
        }
        let own = || row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(col, _)| col);
        let full = |ends: &[usize], col: usize| ends[col] + ROOM >= spans[col].to;
        let goes_on = lines
            && row.cells[0].is_empty()
            && own().count() * 2 <= spans.len()
            && rows.last().is_some_and(|(above, ends)| own().all(|col| !above.cells[col].is_empty() && full(ends, col)));
        match rows.last_mut().filter(|_| goes_on) {
            Some((above, above_ends)) => {
                for (col, cell) in row.cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                    above.cells[col].push('\n');
                    above.cells[col].push_str(&cell);
                    above_ends[col] = ends[col];
                }
            }
            None => rows.push((row, ends)),
        }
    }
    rows.into_iter().map(|(row, _)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<Vec<String>>> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        find(&lines, &|_| true).into_values().map(|f| f.rows.into_iter().map(|r| r.cells).collect()).collect()
    }

    #[test]
    fn two_rows_whose_cells_begin_in_one_line() {
        assert_eq!(
            read("R6年度           R7年度     R8年度\n配管図の電子化              公開\n"),
            [[["R6年度", "R7年度", "R8年度"], ["配管図の電子化", "", "公開"]]]
        );
    }

    #[test]
    fn merged_names_and_titles_between_rows() {
        let text = "区分     取組             担当課   工程\n                                  R6     R7\n更新     送水管の更新     工務課   設計   工事\n         弁の点検         維持課   実施\n経営の改善に向けた取組と広報\n広報     見学会の開催     総務課          開催\n";
        let found = read(text);
        assert_eq!(found[0].len(), 6);
        assert_eq!(found[0][1], ["", "", "", "R6", "R7"]);
        assert_eq!(found[0][3], ["", "弁の点検", "維持課", "実施", ""]);
        assert_eq!(found[0][4][0], "経営の改善に向けた取組と広報");
    }

    #[test]
    fn rows_between_blank_lines_under_a_head_of_two_groups() {
        let text = "区分     取組         工程\n\n                      R6       R7\n\n更新     送水管の     設計     工事\n         更新\n\n         弁の点検     実施\n";
        let found = read(text);
        assert_eq!(found[0][1], ["", "", "R6", "R7"]);
        assert_eq!(found[0][2], ["更新", "送水管の\n更新", "設計", "工事"]);
        assert_eq!(found[0][3], ["", "弁の点検", "実施", ""]);
    }

    #[test]
    fn words_and_what_they_mean() {
        let meaning = "料金の対象となった水の量をいいます。";
        let text: String = ["有収水量", "起債    ", "耐震管  ", "導水管  "].map(|word| format!("{word}   {meaning}\n")).concat();
        assert_eq!(read(&text)[0].len(), 4);
        assert!(read("担当課   工務課\n評価     順調\n予算     あり\n備考     なし\n").is_empty());
    }

    #[test]
    fn covers_prose_and_contents_are_no_tables() {
        assert!(read("ある市水道局     経営計画     2025\n水を   守り、   次の世代へ\n").is_empty());
        assert!(read("１  はじめに  計画の背景 ………… 1\n２  現状と    課題       ………… 3\n").is_empty());
        assert!(read("施策1-1   送水管の   二重化\n施策1-2   配水池の   耐震化\n").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_lines_are_read(lines in proptest::collection::vec("[a更　 。]{0,30}", 0..20)) {
            for (start, found) in find(&lines, &|n| n % 5 != 4) {
                proptest::prop_assert!(start < found.end && found.end <= lines.len() && !found.rows.is_empty());
            }
        }
    }
}
