//! Sheets of texts, which keep no merged cells: labels and values, and a grid of years among them, tell what was merged.
//!
//! A label with one value, or two labels with a value each, ends before the columns of the grid do: its last cell ran on to the right. In the
//! grid an empty cell is empty, and a label whose rows go on below it without another one was merged over them.

use crate::language::{YearContext, normalise, parse_year_header};
use crate::model::{Cell, Table};

/// Fewer columns than this hold no years beside a label.
const COLUMNS: usize = 3;

/// The table with its merged cells; `None` where its rows do not tell them. Rows of figures further down belong under the years of the grid
/// and are moved there.
pub(super) fn restored(table: &Table, years: YearContext) -> Option<Table> {
    if table.cols < COLUMNS || !table.bars.is_empty() {
        return None;
    }
    let mut rows: Vec<Vec<&Cell>> = vec![Vec::new(); table.rows];
    table.cells.iter().for_each(|cell| rows[cell.row].push(cell));
    let filled = |row: &[&Cell]| row.iter().rposition(|c| !c.text.trim().is_empty()).map_or(0, |last| last + 1);
    let year = |cell: &&&Cell| parse_year_header(&normalise(&cell.text), Some(years)).is_some_and(|y| y.is_year());
    let head = rows.iter().position(|row| row.iter().skip(1).filter(year).count() >= 2)?;
    let unlabelled = |row: &[&Cell]| row[0].text.trim().is_empty();
    let steps = rows[head + 1..].iter().take_while(|row| unlabelled(row)).count();
    let below = head + 1 + steps;
    let figure = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ",.-+%".contains(c));
    let pair = |row: &[&Cell]| filled(row) < table.cols && !figure(&normalise(&row[filled(row).saturating_sub(1)].text));
    let labelled = |row: &[&Cell]| !unlabelled(row) && filled(row) >= 2;
    let (above, rest) = (&rows[..head], &rows[below..]);
    if head == 0 || above.iter().any(|row| !labelled(row) || !pair(row)) || rest.iter().any(|row| !labelled(row)) {
        return None;
    }
    let mut out = Table { cells: Vec::new(), spans_lost: false, ..table.clone() };
    let mut row = 0;
    let mut plain = |cells: &[&Cell], from: usize, high: usize, wide: bool| {
        let end = if wide { filled(cells) } else { cells.len() };
        for (col, cell) in cells.iter().enumerate().take(end).skip(from) {
            let col_span = if wide && col + 1 == end { table.cols - col } else { 1 };
            out.cells.push(Cell { row, col, row_span: if col == 0 { high } else { 1 }, col_span, ..(*cell).clone() });
        }
        row += 1;
    };
    above.iter().for_each(|cells| plain(cells, 0, 1, true));
    plain(&rows[head], 0, 1 + steps, false);
    rows[head + 1..below].iter().for_each(|cells| plain(cells, 1, 1, false));
    let (pairs, figures): (Vec<&Vec<&Cell>>, Vec<&Vec<&Cell>>) = rest.iter().partition(|cells| pair(cells));
    figures.iter().for_each(|cells| plain(cells, 0, 1, false));
    pairs.iter().for_each(|cells| plain(cells, 0, 1, true));
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::table;

    fn lost(rows: &[&[&str]]) -> Option<Table> {
        restored(&Table { spans_lost: true, ..table(rows) }, YearContext::default())
    }

    #[test]
    fn labels_run_on_to_the_right_and_the_grid_keeps_its_empty_cells() {
        let rows: &[&[&str]] = &[
            &["番号", "1-1", "事業名", "浄水場の更新", ""],
            &["内容", "古い池を建て替える。", "", "", ""],
            &["年次計画", "R8", "R9", "R10", "R11"],
            &["", "設計", "→", "工事", "→"],
            &["", "", "用地取得", "", ""],
            &["目標", "耐震化率 34%(R6) → 40%(R11)", "", "", ""],
            &["事業費", "10", "20", "30", "-"],
        ];
        let found = lost(rows).unwrap();
        assert!(!found.spans_lost);
        let cell = |text: &str| found.cells.iter().find(|c| c.text == text).map(|c| (c.row, c.col, c.row_span, c.col_span));
        assert_eq!(cell("浄水場の更新"), Some((0, 3, 1, 2)));
        assert_eq!(cell("古い池を建て替える。"), Some((1, 1, 1, 4)));
        assert_eq!(cell("年次計画"), Some((2, 0, 3, 1)));
        assert_eq!(cell("用地取得"), Some((4, 2, 1, 1)));
        assert_eq!(cell("事業費"), Some((5, 0, 1, 1)), "figures stand under the years");
        assert_eq!(cell("目標"), Some((6, 0, 1, 1)));
        assert_eq!(found.cells.iter().filter(|c| c.row == 4).count(), 4);
    }

    #[test]
    fn tables_of_other_kinds_stay_as_they_are() {
        assert!(lost(&[&["年度", "R8", "R9"], &["人口", "100", "90"]]).is_none(), "no labels above the years");
        assert!(lost(&[&["取組", "担当", "費用"], &["更新", "工務課", "10"], &["内容", "R8", "R9"]]).is_none(), "a head over all columns");
    }
}
