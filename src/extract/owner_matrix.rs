//! Owners as a grid: a column for each section, signs in the cells of those that take part.
//!
//! The columns are known by their heads, which are names of sections, and by their cells, which hold nothing but signs.

use crate::rules::Rules;

use super::grid::Grid;
use super::headers::Section;
use super::schedule::is_empty_cell;

/// Fewest columns of such a grid.
const COLUMNS: usize = 2;
/// The sign of the section that leads, where several signs are used.
const LEADS: [char; 3] = ['◎', '●', '★'];

/// The columns of the grid, empty where the section of the table has none.
pub(super) fn columns(grid: &Grid, section: &Section, rules: &Rules) -> Vec<usize> {
    let named = |col: &usize| section.columns[*col].year.is_none() && rules.owners.is_name(section.columns[*col].label());
    let signs = |col: &usize| {
        let cells = || section.body.iter().filter(|&&row| grid.begins(row, *col)).map(|&row| grid.text(row, *col));
        let nothing = |text: &str| text.is_empty() || is_empty_cell(text);
        cells().all(|text| nothing(text) || rules.schedule.is_sign(text)) && cells().any(|text| !nothing(text))
            || cells().all(nothing) && cells().count() > 1
    };
    let found: Vec<usize> = (0..section.columns.len()).filter(named).filter(signs).collect();
    if found.len() < COLUMNS { Vec::new() } else { found }
}

/// The sections that have a sign in the row, those that lead first.
pub(super) fn owners(grid: &Grid, section: &Section, row: usize, columns: &[usize]) -> Vec<String> {
    let signed = |col: &&usize| !grid.text(row, **col).is_empty() && !is_empty_cell(grid.text(row, **col));
    let leads = |col: usize| grid.text(row, col).starts_with(LEADS);
    let mut found: Vec<usize> = columns.iter().filter(signed).copied().collect();
    found.sort_by_key(|&col| !leads(col));
    found.into_iter().map(|col| section.columns[col].label().to_owned()).collect()
}

/// The signs of the sections that have one in the row.
pub(super) fn parts(grid: &Grid, section: &Section, row: usize, columns: &[usize]) -> Vec<(String, String)> {
    let sign = |col: &usize| Some(grid.text(row, *col)).filter(|text| !text.is_empty() && !is_empty_cell(text));
    columns.iter().filter_map(|col| Some((section.columns[*col].label().to_owned(), sign(col)?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::headers::sections;
    use crate::extract::testing::table;

    #[test]
    fn signs_under_sections_name_the_owners() {
        let rules = Rules::embedded();
        let table = table(&[
            &["取組名", "経営課", "管路課", "水質課", "令和6年度", "令和7年度"],
            &["水源林の買入れ", "○", "", "◎", "調査", "買入れ"],
            &["管路の更新", "", "◎", "", "設計", "工事"],
        ]);
        let grid = Grid::new(&table);
        let found = &sections(&grid, rules, None)[0];
        let columns = columns(&grid, found, rules);
        assert_eq!(columns, [1, 2, 3]);
        assert_eq!(owners(&grid, found, 1, &columns), ["水質課", "経営課"]);
        assert_eq!(owners(&grid, found, 2, &columns), ["管路課"]);
    }

    #[test]
    fn figures_under_sections_are_no_owners() {
        let rules = Rules::embedded();
        let table = table(&[&["科目", "経営課", "管路課"], &["人件費", "12", "30"], &["委託料", "8", "―"]]);
        let grid = Grid::new(&table);
        assert!(columns(&grid, &sections(&grid, rules, None)[0], rules).is_empty());
    }
}
