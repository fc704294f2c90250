//! Rows of tab-separated tables that a line break inside their cells parted: 準備期間⏎（令和8年度）.

use super::found::{Found, Row};
use super::{MAX_COLUMNS, is_blank, tabs};

/// Fewest columns of a table whose rows are put together again.
const COLUMNS: usize = 3;
/// A row was parted into at most this many lines.
const LINES: usize = 24;

/// The table whose lines begin at `start`, its tabs ending before `end`, with its parted rows whole; `None` where no row is parted.
///
/// A row is whole again only where its lines together give exactly the cells of the other rows and each of them begins with what can only
/// go on with a cell: a bracket, or anything behind a word that cannot end one.
pub(super) fn mended(lines: &[String], start: usize, end: usize) -> Option<Found> {
    let reach = lines[end..].iter().take(LINES).take_while(|line| !is_blank(line) && (line.contains('\t') || line.chars().count() <= 40));
    let tabs_again = reach.clone().enumerate().filter(|(_, line)| line.contains('\t')).map(|(n, _)| n + end).last();
    // Lines without a tab may stand between lines with one.
    let last = tabs_again.map_or(end, |n| n + 1 + lines[n + 1..].iter().take_while(|line| line.contains('\t')).count());
    let widths: Vec<usize> = lines[start..last].iter().map(|line| line.split('\t').count()).collect();
    let cols = widths.iter().copied().max().filter(|cols| (COLUMNS..=MAX_COLUMNS).contains(cols))?;
    let full = widths.iter().filter(|w| **w == cols).count();
    let mut rows: Vec<Row> = Vec::new();
    let (mut at, mut mended) = (start, false);
    while at < last {
        if let Some((next, cells)) = parted_row(lines, at, last, cols).filter(|_| full >= 2) {
            rows.push(Row { line: at, cells });
            (at, mended) = (next, true);
        } else if lines[at].contains('\t') {
            rows.extend(tabs::of_lines(&lines[at..=at], at));
            at += 1;
        } else {
            break;
        }
    }
    mended.then_some(Found { end: at, rows, confidence: 0.85 })
}

/// The lines from `start` that make one row of `cols` cells, and the line behind them.
fn parted_row(lines: &[String], start: usize, end: usize, cols: usize) -> Option<(usize, Vec<String>)> {
    let mut cells: Vec<String> = lines[start].split('\t').map(|cell| cell.trim().to_owned()).collect();
    let mut at = start + 1;
    while let Some(line) = lines[..end.min(start + LINES)].get(at) {
        let whole = cells.len() == cols;
        let last = cells.last_mut()?;
        if (whole && (at == start + 1 || line.contains('\t'))) || !goes_on(last, line) {
            break;
        }
        let mut more = line.split('\t').map(str::trim);
        last.push('\n');
        last.push_str(more.next()?);
        cells.extend(more.map(str::to_owned));
        at += 1;
    }
    (cells.len() == cols && at > start + 1).then_some((at, cells))
}

/// Whether a line can only go on with the cell before it.
fn goes_on(cell: &str, line: &str) -> bool {
    let open = cell.ends_with(['・', '、', '，', 'の', 'を', 'と', 'び', 'や', '（', '(']);
    line.trim_start().starts_with(['（', '(', '）', ')', '・', '、', '～', '~']) || open && !cell.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<Vec<String>>> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let end = lines.iter().position(|line| !line.contains('\t')).unwrap_or(lines.len());
        mended(&lines, 0, end).map(|found| found.rows.into_iter().map(|row| row.cells).collect())
    }

    #[test]
    fn a_head_that_was_parted_is_whole_again() {
        let text = "提案\t準備期間\n（令和8年度）\t導入期\n（令和9～11年度）\t展開期\n（令和12年度）\nA-1 開設\t改装\t監視\t更新\nA-2 移行\t設置\t監視\t更新";
        let rows = read(text).unwrap();
        assert_eq!(rows[0], ["提案", "準備期間\n（令和8年度）", "導入期\n（令和9～11年度）", "展開期\n（令和12年度）"]);
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn short_rows_are_not_put_together() {
        assert_eq!(read("取組\tR6\tR7\n更新\t設計\n改定\t検討\n委託\t検討\t実施"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_lines_are_read(text in "[a更\t\n（の]{0,60}") {
            let _ = read(&text);
        }
    }
}
