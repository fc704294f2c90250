//! Tables whose cells tabs part. Titles between their rows have no tab, and a page may end in the middle of one.

use std::collections::BTreeSet;

use super::found::{Found, Row};
use super::{MAX_COLUMNS, is_blank, special, table_end};

/// Longer lines between rows are sentences.
const TITLE_CHARS: usize = 20;

/// Which rows follow each other in the tables of a text, by their first cells.
pub(super) type Follows<'a> = BTreeSet<(&'a str, &'a str)>;

/// First cells of neighbouring rows.
pub(super) fn follows(lines: &[String]) -> Follows<'_> {
    lines.windows(2).filter_map(|pair| Some((first_cell(&pair[0])?, first_cell(&pair[1])?))).collect()
}

fn first_cell(line: &str) -> Option<&str> {
    line.split_once('\t').map(|(cell, _)| cell.trim())
}

/// The table that begins with a line.
pub(super) fn table(lines: &[String], start: usize, running: &BTreeSet<usize>, follows: &Follows) -> Found {
    let mut end = table_end(lines, start);
    let mut rows = of_lines(&lines[start..end], start);
    loop {
        let next = if is_title(lines, end) { Some(end) } else { behind_page_end(lines, end, running, follows) };
        let Some(next) = next else { break };
        end = table_end(lines, next + usize::from(next == end));
        rows.extend(of_lines(&lines[next..end], next));
    }
    Found { end, rows, confidence: 0.9 }
}

/// Lines as rows.
pub(super) fn of_lines(lines: &[String], first: usize) -> Vec<Row> {
    let cells = |line: &String| line.split('\t').take(MAX_COLUMNS).map(|cell| cell.trim().to_owned()).collect();
    lines.iter().enumerate().map(|(n, line)| Row { line: first + n, cells: cells(line) }).collect()
}

/// Whether a line is a title between rows of one table: a few words without a tab, rows of as many cells right before and behind it.
fn is_title(lines: &[String], at: usize) -> bool {
    let cells = |n: usize| lines.get(n).map_or(0, |line| line.matches('\t').count());
    let Some(line) = lines.get(at).filter(|line| !line.contains('\t')) else { return false };
    let words = line.trim();
    let short = !words.is_empty() && words.chars().count() <= TITLE_CHARS && !words.ends_with(['。', '、']) && special(words).is_none();
    short && cells(at - 1) > 0 && cells(at - 1) == cells(at + 1)
}

/// Where a table goes on behind the foot and head of pages: with a row that follows its last one in other tables, too.
fn behind_page_end(lines: &[String], end: usize, running: &BTreeSet<usize>, follows: &Follows) -> Option<usize> {
    let next = (end..lines.len()).find(|n| !is_blank(&lines[*n]) && !running.contains(n))?;
    let broken = (end..next).any(|n| running.contains(&n));
    let pair = (first_cell(&lines[end - 1])?, first_cell(&lines[next])?);
    (broken && !pair.0.is_empty() && follows.contains(&pair)).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, running: &[usize]) -> Vec<Vec<String>> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        table(&lines, 0, &running.iter().copied().collect(), &follows(&lines)).rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn titles_between_rows_belong_to_the_table() {
        let rows = found("区分\tR6\tR7\n収益的収支\n収益\t1\t2\n費用\t3\t4\n資本的収支\n収入\t5\t6\n差引は次のとおりです。", &[]);
        assert_eq!(rows.iter().map(|row| row.len()).collect::<Vec<_>>(), [3, 1, 3, 3, 1, 3]);
        assert_eq!(found("指標\t値\n有収率\nR6\t90\tR7", &[]).len(), 1, "other rows follow");
    }

    #[test]
    fn a_page_ends_in_the_middle_of_a_table() {
        let other = "\n\n番号\t2\n内容\t点検\n年次\tR7\n";
        assert_eq!(found(&format!("番号\t1\n内容\t更新\n\nある市の計画\n\n年次\tR7{other}"), &[3]).len(), 3);
        assert_eq!(found(&format!("番号\t1\n内容\t更新\n\nある市の計画\n\n番号\t3\n{other}"), &[3]).len(), 2);
    }
}
