//! Tables whose columns only the gaps between them tell: no row need be whole, and two rows are enough where their cells begin or end in
//! one line.
//!
//! The words of neighbouring lines are laid over each other: what stands apart from all other words is a column. A line that would run two
//! columns together ends the table.

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
/// How sure it is that these are the cells.
const CONFIDENCE: f32 = 0.75;

type Line<'a> = (usize, &'a [Segment]);

/// A column: from where to where its words stand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    from: usize,
    to: usize,
}

/// The tables of this kind among the lines that `free` leaves.
pub(super) fn find(lines: &[String], free: &dyn Fn(usize) -> bool) -> Tables {
    let mut tables = Tables::new();
    let mut at = 0;
    while at < lines.len() {
        let end =
            (at..lines.len().min(at + MOST_LINES)).find(|n| !free(*n) || is_blank(&lines[*n])).unwrap_or(lines.len().min(at + MOST_LINES));
        let by_width = [Measure::Widths, Measure::Characters]
            .map(|measure| lines[at..end].iter().map(|line| segments(line, measure)).collect::<Vec<_>>());
        let mut start = at;
        while start < end {
            let read = by_width.each_ref().map(|cells| table(&lines[start..end], &cells[start - at..], start));
            let best = read.into_iter().flatten().max_by_key(|(found, cols)| (found.rows.len(), *cols));
            match best {
                Some((found, _)) => {
                    let next = found.end;
                    tables.insert(start, found);
                    start = next;
                }
                None => start += 1,
            }
        }
        at = end.max(at + 1);
    }
    tables
}

/// The table that begins with the first of some lines, and its columns.
fn table(lines: &[String], cells: &[Vec<Segment>], first: usize) -> Option<(Found, usize)> {
    if cells[0].len() < 2 || cells[0].len() > MOST_COLUMNS || is_words(&lines[0]) {
        return None;
    }
    let (rows, spans) = rows(lines, cells);
    let titles = rows.iter().filter(|(_, cells)| cells.len() == 1 && cells[0].from == 0).count();
    let cells: usize = rows.iter().map(|(_, cells)| cells.len()).sum();
    let plain = rows.len() - titles;
    let wide = spans.len() >= COLUMNS && rows[0].1.len() >= COLUMNS && rows.iter().filter(|(_, cells)| cells.len() >= 2).count() >= 2;
    let filled = cells as f32 >= FILLED * (plain * spans.len()) as f32;
    let read = (wide && filled && in_line(&rows, &spans)) || explained(&rows, &spans);
    read.then(|| {
        let cols = spans.len();
        let end = first + rows.last().map_or(0, |(n, _)| n + 1);
        (Found { end, rows: in_columns(&rows, &spans, first), confidence: CONFIDENCE }, cols)
    })
}

/// Lines that are words and no row, whatever gaps they have.
fn is_words(line: &str) -> bool {
    let words = line.trim();
    matches!(special(words), Some(BlockKind::Contents { .. } | BlockKind::Caption { .. } | BlockKind::Note { .. })) || opens(words)
}

/// The lines that stand in columns, and the columns.
fn rows<'a>(lines: &[String], all: &'a [Vec<Segment>]) -> (Vec<Line<'a>>, Vec<Span>) {
    let mut spans: Vec<Span> = all[0].iter().map(|cell| Span { from: cell.from, to: cell.to }).collect();
    let mut rows = vec![(0, all[0].as_slice())];
    for (n, line) in lines.iter().enumerate().skip(1) {
        let cells = all[n].as_slice();
        let over = with(&spans, cells);
        if let Some(wider) =
            over.filter(|wider| wider.len() <= MOST_COLUMNS && !(cells.len() == 1 && line.trim_end().ends_with('。') && cells[0].from == 0))
        {
            spans = wider;
            rows.push((n, cells));
        } else if is_title(line, cells) && all.get(n + 1).is_some_and(|next| next.len() >= COLUMNS) {
            rows.push((n, cells));
        } else {
            break;
        }
    }
    // A line of one word at the end is a row where it keeps to the first column, as the rows before it do.
    let stays =
        |cells: &[Segment]| cells.len() > 1 || rows.len() > 2 && cells[0].from == spans[0].from && cells[0].to + ROOM < spans[1].from;
    let end = rows.iter().rposition(|(_, cells)| stays(cells)).unwrap_or(0);
    rows.truncate(end + 1);
    (rows, spans)
}

/// A name of the rows below it, which may reach over several columns.
fn is_title(line: &str, cells: &[Segment]) -> bool {
    let words = line.trim();
    matches!(cells, [cell] if cell.from <= 2) && words.chars().count() <= TITLE_CHARS && !words.ends_with(['。', '、'])
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
fn in_line(rows: &[Line], spans: &[Span]) -> bool {
    let mut columns: Vec<Vec<&Segment>> = vec![Vec::new(); spans.len()];
    for cell in rows.iter().flat_map(|(_, cells)| cells.iter()) {
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
fn explained(rows: &[Line], spans: &[Span]) -> bool {
    let pairs = || rows.iter().filter_map(|(_, cells)| if let [word, text] = *cells { Some((word, text)) } else { None });
    let letters: usize = pairs().map(|(_, text)| text.text.chars().count()).sum();
    let count = pairs().count();
    spans.len() == 2
        && count >= EXPLAINED
        && letters >= EXPLANATION * count
        && pairs().all(|(word, text)| word.from == spans[0].from && text.from == spans[1].from && word.text.chars().count() <= TERM_CHARS)
}

/// The rows with a cell in every column; lines that go on with the cells above them are one row with these.
fn in_columns(lines: &[Line], spans: &[Span], first: usize) -> Vec<Row> {
    let mut rows: Vec<(Row, Vec<usize>)> = Vec::new();
    for (n, cells) in lines {
        let cells = *cells;
        let mut row = Row { line: first + n, cells: vec![String::new(); spans.len()] };
        let mut ends = vec![0; spans.len()];
        for cell in cells {
            let col = column(cell, spans);
            ends[col] = cell.to;
            row.cells[col].clone_from(&cell.text);
        }
        let own = || row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(col, _)| col);
        let full = |ends: &[usize], col: usize| ends[col] + ROOM >= spans[col].to;
        let goes_on = row.cells[0].is_empty()
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
