//! Tables drawn with characters: cells between | or │, with rulings of dashes or box lines, as converters and editors write them.

use super::found::{Found, Row, Tables};
use super::is_blank;

/// How sure it is that cells between drawn lines are these cells.
const CONFIDENCE: f32 = 0.9;
/// So many lines a cell that was broken in its line may go on.
const BROKEN_LINES: usize = 6;
/// So many rulings besides the one under the head say that each row stands between two.
const RULED_ROWS: usize = 2;

/// The tables of this kind. `running` tells the lines that are running heads and page numbers: a table goes on behind them.
pub(super) fn find(lines: &[String], running: &dyn Fn(usize) -> bool) -> Tables {
    let mut tables = Tables::new();
    let mut last: Option<usize> = None;
    let mut at = 0;
    while at < lines.len() {
        if !is_row(&lines[at]) && !is_ruling(&lines[at]) {
            at += 1;
            continue;
        }
        let (end, parts) = drawn(lines, at);
        if parts.iter().any(|part| *part != Part::Ruling) {
            let found = Found { end, rows: rows(&parts), confidence: CONFIDENCE };
            let before = last.and_then(|start| tables.get_mut(&start));
            match before.filter(|before| goes_on(before, &found, &lines[before.end..at], &|n| running(before.end + n), &parts)) {
                Some(before) => {
                    before.rows.extend(found.rows);
                    before.end = found.end;
                }
                None if is_table(&parts) => {
                    last = Some(at);
                    tables.insert(at, found);
                }
                None => {}
            }
        }
        at = end;
    }
    tables
}

/// A line of a drawn table.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    Ruling,
    Row { line: usize, cells: Vec<String>, bordered: bool },
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜' | '│' | '┃' | '║' | '┆' | '┇' | '┊' | '┋')
}

fn is_stroke(c: char) -> bool {
    matches!(c, '-' | '－' | '–' | '—' | '=' | '＝' | '─' | '━' | '═' | '┄' | '┅' | '┈' | '┉')
}

/// Corners and crossings of box lines.
fn is_crossing(c: char) -> bool {
    ('\u{250c}'..='\u{254b}').contains(&c) || ('\u{2552}'..='\u{256c}').contains(&c) || c == '+'
}

/// `| --- | --- |`, `---|---`, `├──┼──┤`, `+---+---+`: strokes with bars or crossings, and nothing else.
fn is_ruling(line: &str) -> bool {
    let (mut strokes, mut joints) = (0_usize, 0_usize);
    for c in line.trim().chars() {
        match c {
            c if is_stroke(c) => strokes += 1,
            c if is_bar(c) || is_crossing(c) => joints += 1,
            ':' | ' ' | '\u{3000}' => {}
            _ => return false,
        }
    }
    strokes >= 2 && joints >= 1
}

fn is_row(line: &str) -> bool {
    line.contains(is_bar) && !line.contains('\t') && !is_ruling(line)
}

/// The drawn lines from `start` on, and the line behind them.
fn drawn(lines: &[String], start: usize) -> (usize, Vec<Part>) {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = start;
    while at < lines.len() {
        if is_ruling(&lines[at]) {
            parts.push(Part::Ruling);
            at += 1;
        } else if is_row(&lines[at]) {
            let (end, text) = whole_row(lines, at, parts.iter().any(|p| matches!(p, Part::Row { bordered: true, .. })));
            let trimmed = text.trim();
            let bordered = trimmed.starts_with(is_bar) && trimmed.ends_with(is_bar);
            parts.push(Part::Row { line: at, cells: cells(trimmed), bordered });
            at = end;
        } else {
            break;
        }
    }
    (at, parts)
}

/// A row with the lines that a break inside one of its cells made of it. `bordered`: the rows above end with a bar.
fn whole_row(lines: &[String], at: usize, bordered: bool) -> (usize, String) {
    let open = |line: &str| line.trim().starts_with(is_bar) && !line.trim().ends_with(is_bar);
    if bordered && open(&lines[at]) {
        let reach =
            lines.iter().enumerate().skip(at + 1).take(BROKEN_LINES).take_while(|(_, l)| !is_blank(l) && !l.trim().starts_with(is_bar));
        if let Some((end, _)) = reach.clone().find(|(_, l)| l.trim().ends_with(is_bar)) {
            return (end + 1, lines[at..=end].join("\n"));
        }
    }
    (at + 1, lines[at].clone())
}

/// The cells of a line that bars or tabs part, `None` for a ruling.
pub(super) fn row(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    match line.contains(is_bar) {
        true => (!is_ruling(line)).then(|| cells(line)),
        false => Some(line.split('\t').map(|cell| cell.trim().to_owned()).collect()),
    }
}

/// The cells between the bars; bars at the ends are borders, `\|` is a bar within a cell.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in row.chars() {
        let Some(cell) = cells.last_mut() else { break };
        match c {
            '|' if escaped => {
                cell.pop();
                cell.push(c);
            }
            c if is_bar(c) => cells.push(String::new()),
            c => cell.push(c),
        }
        escaped = c == '\\';
    }
    if row.starts_with(is_bar) {
        cells.remove(0);
    }
    if row.ends_with(is_bar) && cells.len() > 1 {
        cells.pop();
    }
    cells.iter().map(|cell| without_emphasis(cell.trim())).collect()
}

/// `**重点**` without the signs of emphasis.
fn without_emphasis(text: &str) -> String {
    text.replace("**", "").replace("__", "").trim().to_owned()
}

/// Breadcrumbs and menus have bars too: a table has a ruling, borders, or three rows of the same number of cells.
fn is_table(parts: &[Part]) -> bool {
    let rows: Vec<(usize, bool)> = parts
        .iter()
        .filter_map(|p| if let Part::Row { cells, bordered, .. } = p { Some((cells.len(), *bordered)) } else { None })
        .collect();
    let Some(&(first, _)) = rows.first() else { return false };
    let widest = rows.iter().map(|(n, _)| *n).max().unwrap_or(0);
    let ruled = parts.contains(&Part::Ruling);
    let alike = rows.iter().all(|(n, _)| *n == first);
    widest >= 2 && (ruled || rows.iter().filter(|(_, bordered)| *bordered).count() >= 2 || (rows.len() >= 3 && alike))
}

/// The rows. Where rulings part the rows, the lines between two rulings are one row whose cells were broken.
fn rows(parts: &[Part]) -> Vec<Row> {
    let mut groups: Vec<Vec<Row>> = vec![Vec::new()];
    for part in parts {
        match part {
            Part::Ruling => groups.push(Vec::new()),
            Part::Row { line, cells, .. } => {
                if let Some(group) = groups.last_mut() {
                    group.push(Row { line: *line, cells: cells.clone() });
                }
            }
        }
    }
    groups.retain(|group| !group.is_empty());
    let full = |row: &Row| row.cells.iter().all(|cell| !cell.is_empty());
    let wrapped = groups.len() > RULED_ROWS && groups.iter().skip(1).all(|group| group.iter().filter(|row| full(row)).count() <= 1);
    if !wrapped {
        return groups.into_iter().flatten().collect();
    }
    groups.into_iter().filter_map(one_row).collect()
}

/// The lines of a row, cell by cell.
fn one_row(lines: Vec<Row>) -> Option<Row> {
    let mut lines = lines.into_iter();
    let mut row = lines.next()?;
    for line in lines {
        for (n, text) in line.cells.into_iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            match row.cells.get_mut(n) {
                Some(cell) if cell.is_empty() => *cell = text,
                Some(cell) => {
                    cell.push('\n');
                    cell.push_str(&text);
                }
                None => row.cells.push(text),
            }
        }
    }
    Some(row)
}

/// Whether a table is the rest of the one before: nothing but running lines between them, and no head.
fn goes_on(before: &Found, found: &Found, between: &[String], running: &dyn Fn(usize) -> bool, parts: &[Part]) -> bool {
    let broken = between.iter().enumerate().any(|(n, _)| running(n));
    let only = between.iter().enumerate().all(|(n, line)| is_blank(line) || running(n));
    let headed = parts.iter().take(3).any(|p| *p == Part::Ruling);
    let again = before.rows.first().zip(found.rows.first()).is_some_and(|(a, b)| a.cells == b.cells);
    before.cols() == found.cols() && only && broken && !headed && !again
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Vec<Vec<String>>> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let running = |n: usize| lines[n].starts_with("水道計画書");
        find(&lines, &running).into_values().map(|f| f.rows.into_iter().map(|r| r.cells).collect()).collect()
    }

    #[test]
    fn bars_with_and_without_borders() {
        assert_eq!(found("| 取組 | 担当 |\n| --- | :-: |\n| **更新** | 工務課 |"), [[["取組", "担当"], ["更新", "工務課"]]]);
        assert_eq!(found("取組 | 担当 |\n---|---|\n更新 | |"), [[["取組", "担当"], ["更新", ""]]]);
        assert_eq!(found("┌──┬──┐\n│取組│担当│\n├──┼──┤\n│更新│工務課│\n└──┴──┘"), [[["取組", "担当"], ["更新", "工務課"]]]);
    }

    #[test]
    fn menus_and_breadcrumbs_are_no_tables() {
        assert!(found("ホーム | 市政 | 水道\n\n本文です。\n----\nA | B").is_empty());
    }

    #[test]
    fn a_table_goes_on_behind_a_running_head() {
        let text = "| No. | 取組 |\n|---|---|\n| 1 | 更新 |\n| 2 | 改定 |\n\n水道計画書\n| 3 | 委託 |";
        assert_eq!(found(text), [[["No.", "取組"], ["1", "更新"], ["2", "改定"], ["3", "委託"]]]);
        assert_eq!(found(&text.replace("| 2 | 改定 |\n\n", "")).len(), 1);
        assert_eq!(found(&text.replace("| 3 | 委託 |", "| No. | 取組 |\n| 3 | 委託 |")).len(), 2, "the head again: another part");
        let apart = "| No. | 取組 |\n|---|---|\n| 1 | 更新 |\n本文です。\n| No. | 取組 |\n|---|---|\n| 2 | 改定 |";
        assert_eq!(found(apart).len(), 2);
    }

    #[test]
    fn lines_between_rulings_are_one_row() {
        let text = "+---+---+\n|取組|担当|\n+---+---+\n|管路の|工務課|\n|更新| |\n+---+---+\n|改定|総務課|\n+---+---+";
        assert_eq!(found(text), [[["取組", "担当"], ["管路の\n更新", "工務課"], ["改定", "総務課"]]]);
    }

    #[test]
    fn a_break_inside_a_cell_is_mended() {
        assert_eq!(
            found("| 取組 | 担当 |\n|---|---|\n| 管路の\n更新 | 工務課 |\n| 改定 | 総務課 |"),
            [[["取組", "担当"], ["管路の\n更新", "工務課"], ["改定", "総務課"]]]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_lines_are_read(lines in proptest::collection::vec("[|│+─ -]{0,6}[a-z更新]{0,3}[|\\\\ -]{0,6}", 0..30)) {
            let tables = find(&lines, &|n| n % 3 == 0);
            for (start, found) in &tables {
                proptest::prop_assert!(*start < found.end && found.end <= lines.len() && !found.rows.is_empty());
            }
        }
    }
}
