//! Columns that arithmetic tells: what was planned, what came of it, and the one as a share of the other.

use crate::language::parse_cell;

use super::grid::Grid;

/// The first of three columns whose figures fit, whatever is printed over them: planned, done, and the one as a share of the other in
/// percent. Only where the words of one of the three leave something `unsaid`; of `columns` columns the first is never asked, it holds names.
pub(super) fn attained(grid: &Grid, body: &[usize], columns: usize, unsaid: &dyn Fn(usize) -> bool) -> Option<usize> {
    let figure = |row: usize, col: usize| parse_cell(grid.text(row, col)).map(|q| q.value).filter(|_| grid.begins(row, col));
    let fits = |col: usize| {
        let rows: Vec<[f64; 3]> = body
            .iter()
            .filter_map(|&row| Some([figure(row, col)?, figure(row, col + 1)?, figure(row, col + 2)?]))
            .filter(|[planned, ..]| *planned > 0.0)
            .collect();
        let right = rows.iter().filter(|[planned, done, rate]| (done / planned * 100.0 - rate).abs() <= 0.6).count();
        rows.len() >= 2 && right * 5 >= rows.len() * 4
    };
    (1..columns.saturating_sub(2)).find(|&col| (col..col + 3).any(unsaid) && fits(col))
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;
    use super::*;

    fn found(rows: &[&[&str]], unsaid: bool) -> Option<usize> {
        let table = table(rows);
        let body: Vec<usize> = (0..rows.len()).collect();
        attained(&Grid::new(&table), &body, table.cols, &|_| unsaid)
    }

    #[test]
    fn shares_tell_what_was_planned_and_done() {
        let rows: &[&[&str]] = &[&["管路", "511,911", "424,130", "82.9%"], &["施設", "358,380", "358,380", "100.0%"]];
        assert_eq!(found(rows, true), Some(1));
        assert_eq!(found(rows, false), None, "the words say all");
    }

    #[test]
    fn one_row_or_figures_that_do_not_fit_tell_nothing() {
        assert_eq!(found(&[&["管路", "500", "250", "50%"]], true), None);
        assert_eq!(found(&[&["管路", "500", "250", "75"], &["施設", "400", "100", "60"]], true), None);
        assert_eq!(found(&[&["管路", "0", "0", "0"], &["施設", "0", "5", "0"]], true), None, "nothing planned");
        assert_eq!(found(&[&["管路", "500"]], true), None);
    }

    #[test]
    fn rounded_shares_and_one_misprint_in_five_still_tell() {
        let rows: &[&[&str]] = &[
            &["a", "300", "100", "33"],
            &["b", "300", "200", "67"],
            &["c", "100", "90", "90"],
            &["d", "100", "80", "80"],
            &["e", "100", "70", "17"],
        ];
        assert_eq!(found(rows, true), Some(1));
        assert_eq!(found(&[rows[3], rows[4]], true), None);
    }
}
