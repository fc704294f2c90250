//! Tables too wide for their paper: the columns that did not fit stand on the next page, at the height of the rows they belong to.

use super::flow::Placed;
use super::grid::{Grid, Span};
use super::tables::Drawn;
use crate::model::{Bar, Cell, Table};

/// How far the same row edge may lie apart on two pages, in points.
const EDGE: f32 = 2.0;
/// Fewer rows than this may agree by chance.
const ROWS: usize = 3;
/// Rows in which heads are looked for.
const HEAD: usize = 2;

/// Joins tables of neighbouring pages whose rows are the same and whose heads count on (R2年度 to R6年度, then R7年度 to R11年度).
/// A part that repeats the names of its rows can be read by itself and stays a table of its own.
pub(super) fn join(flows: &mut [Vec<Placed>]) {
    // From the end, so that a table over three pages is put together from its last part.
    for n in (1..flows.len()).rev() {
        let (before, after) = flows.split_at_mut(n);
        let mut at = 0;
        while at < after[0].len() {
            let Placed::Table(right) = &after[0][at] else {
                at += 1;
                continue;
            };
            let left = before[n - 1].iter_mut().find_map(|p| match p {
                Placed::Table(left) if goes_on(left, right) => Some(left),
                _ => None,
            });
            let Some(left) = left else {
                at += 1;
                continue;
            };
            if let Placed::Table(right) = after[0].remove(at) {
                append(left, *right);
            }
        }
    }
}

/// Whether the right part holds further columns of the left part's rows.
fn goes_on(left: &Drawn, right: &Drawn) -> bool {
    let (a, b) = (&left.grid, &right.grid);
    let same_rows = a.rows() >= ROWS && a.rows() == b.rows() && a.ys.iter().zip(&b.ys).all(|(y, z)| (y - z).abs() <= EDGE);
    let column = |table: &Table| -> Vec<String> { (HEAD..table.rows.max(HEAD + 1)).map(|row| table.text(row, 0).to_owned()).collect() };
    same_rows
        && column(&left.table) != column(&right.table)
        && !same_head(&left.table, &right.table)
        && counts_on(&left.table, &right.table)
}

/// Whether both have one head of a cell a column: the right part then holds further rows, whatever figures stand in them.
fn same_head(left: &Table, right: &Table) -> bool {
    let head = |table: &Table| -> Vec<String> { table.cells.iter().filter(|c| c.row == 0).map(|c| c.text.clone()).collect() };
    let own = head(left);
    own.len() == left.cols && own == head(right)
}

/// Whether a head of the right part is one of the left part's with other figures, and none of them is the same.
fn counts_on(left: &Table, right: &Table) -> bool {
    let heads = |table: &Table| -> Vec<String> {
        let cells = table.cells.iter().filter(|c| c.row < HEAD);
        cells.filter(|c| c.text.contains(char::is_numeric)).map(|c| c.text.clone()).collect()
    };
    let (old, new) = (heads(left), heads(right));
    let pattern = |text: &str| text.chars().filter(|c| !c.is_numeric() && *c != '元').collect::<String>();
    let continued = new.iter().any(|n| old.iter().any(|o| pattern(o) == pattern(n)));
    continued && !new.iter().any(|n| old.contains(n))
}

/// Adds the right part's columns behind the left part's.
fn append(left: &mut Drawn, right: Drawn) {
    let shift = left.table.cols;
    left.table.cells.extend(right.table.cells.into_iter().map(|cell| Cell { col: cell.col + shift, ..cell }));
    left.table.cells.sort_by_key(|c| (c.row, c.col));
    left.table.bars.extend(right.table.bars.into_iter().map(|bar| Bar { cols: (bar.cols.0 + shift, bar.cols.1 + shift), ..bar }));
    left.table.cols += right.table.cols;
    let (a, b) = (&left.grid, &right.grid);
    let (end, start) = (a.rect().x1, b.rect().x0);
    let xs: Vec<f32> = a.xs.iter().copied().chain(b.xs.iter().skip(1).map(|x| end + x - start)).collect();
    let own = b.spans.iter().map(|s| Span { col: s.col + shift, ..*s });
    let mut spans: Vec<Span> = a.spans.iter().copied().chain(own).collect();
    spans.sort_by_key(|s| (s.row, s.col));
    left.grid = Grid::new(xs, a.ys.clone(), spans);
}

#[cfg(test)]
mod tests {
    use super::super::testing::{glyphs, grid, page};
    use crate::model::{BlockKind, Page, Table};

    const XS: [f32; 4] = [50.0, 250.0, 400.0, 550.0];
    const YS: [f32; 4] = [100.0, 120.0, 140.0, 160.0];

    fn part(number: usize, words: [[&str; 3]; 3]) -> Page {
        let words = words.iter().enumerate().flat_map(|(row, texts)| {
            texts.iter().enumerate().flat_map(move |(col, text)| glyphs(text, XS[col] + 5.0, YS[row] + 5.0, 10.0))
        });
        page(number, words.collect(), grid(&XS, &YS))
    }

    fn tables(pages: &[Page]) -> Vec<Table> {
        let table = |b: crate::model::Block| if let BlockKind::Table(t) = b.kind { Some(t) } else { None };
        super::super::blocks(pages, &[]).into_iter().filter_map(table).collect()
    }

    const FIRST: [[&str; 3]; 3] = [["取組", "R6年度", "R7年度"], ["管路の更新", "設計", "工事"], ["水質の監視", "実施", "実施"]];

    #[test]
    fn columns_on_the_next_page_join_their_rows() {
        let next = [["R8年度", "R9年度", "備考"], ["工事", "完了", ""], ["実施", "見直し", "毎年"]];
        let all = tables(&[part(1, FIRST), part(2, next)]);
        assert_eq!((all.len(), all[0].rows, all[0].cols), (1, 3, 6));
        assert_eq!((all[0].text(0, 4), all[0].text(2, 5)), ("R9年度", "毎年"));
        assert_eq!(all[0].at(1, 3).and_then(|c| c.place.page), Some(2));
    }

    #[test]
    fn a_part_with_its_own_row_names_stays() {
        let next = [["取組", "R8年度", "R9年度"], ["管路の更新", "工事", "完了"], ["水質の監視", "実施", "見直し"]];
        assert_eq!(tables(&[part(1, FIRST), part(2, next)]).len(), 2);
    }

    #[test]
    fn figures_of_the_first_rows_are_no_heads() {
        let list = |n: &'static str, years: &'static str| [["番号", "取組", "時期"], [n, "管路の更新", years], ["9", "水質の監視", "毎年"]];
        assert_eq!(tables(&[part(1, list("1-1", "R5～R8")), part(2, list("1-6", "R6～R9"))]).len(), 2);
    }

    #[test]
    fn forms_of_one_kind_stay_apart() {
        let form = |n: &'static str| [["取組", "R6年度", "R7年度"], [n, "設計", "工事"], ["水質の監視", "実施", "実施"]];
        assert_eq!(tables(&[part(1, FIRST), part(2, form("施設の耐震化"))]).len(), 2);
    }
}
