//! The columns of a table of measures: which one names them, and what the others say of them.

use crate::rules::{ColumnRole, Rules};

use super::composite;
use super::grid::Grid;
use super::headers::Section;
use super::items::number_and_title;
use super::measure_money::MeasureMoney;
use super::measure_rows::owners_lead;
use super::owned_titles::parted;
use super::owner_matrix;
use super::periods::PeriodColumns;

/// Least score of a header word that names measures whatever its cells hold.
const SURE_WORD: f32 = 0.9;

/// The columns of a measure table by what they hold.
pub(super) struct Columns {
    pub(super) measure: usize,
    /// What the cells of the measure column hold besides titles.
    pub(super) parts: Vec<ColumnRole>,
    pub(super) goals: Vec<usize>,
    pub(super) code: Option<usize>,
    pub(super) owners: Vec<usize>,
    /// Columns of a grid of sections with signs.
    pub(super) matrix: Vec<usize>,
    pub(super) periods: PeriodColumns,
    pub(super) category: Option<usize>,
    pub(super) description: Option<usize>,
    pub(super) result: Option<usize>,
    pub(super) plan: Option<usize>,
    pub(super) mark: Option<usize>,
    pub(super) reason: Option<usize>,
    pub(super) next: Option<usize>,
    pub(super) targets: Vec<usize>,
    /// The year that results and the plans beside them are of.
    pub(super) year: Option<i32>,
    pub(super) money: MeasureMoney,
    /// The cells of the measures begin with numbers: 1 水安全計画の運用, 2 鉛管の取替え.
    pub(super) numbered: bool,
}

/// Whether most cells of a column say who and not what: 潮見町, 町・消防署, 現在の受託者.
fn names_parties(grid: &Grid, section: &Section, col: usize, rules: &Rules) -> bool {
    let ends = ['市', '町', '村', '県', '区', '者', '社', '署', '団', '院'];
    let party = |part: &str| rules.owners.is_name(part) || part.chars().count() <= 8 && part.ends_with(ends);
    let of_parties = |text: &&str| text.split(['・', '、', ' ']).all(|part| !part.is_empty() && party(part));
    let owned = |row: usize| grid.cell(row, col).is_some_and(|cell| parted(&cell.text, rules).is_some());
    let cells = || {
        let rows = section.body.iter().filter(|&&row| grid.begins(row, col) && !owned(row));
        rows.map(|&row| grid.text(row, col)).filter(|text| !text.is_empty())
    };
    let (all, parties) = (cells().count(), cells().filter(of_parties).count());
    parties * 2 > all
}

impl Columns {
    pub(super) fn of(grid: &Grid, section: &Section, rules: &Rules, report: bool) -> Option<Self> {
        let measure = measure_column(section)?;
        let column = &section.columns[measure];
        let lead = column.by_cells && owners_lead(section, measure);
        if lead || (column.by_cells || column.score < SURE_WORD) && names_parties(grid, section, measure, rules) {
            return None;
        }
        let matrix = owner_matrix::columns(grid, section, rules);
        let years = section.year_columns();
        let is_goal = |c: usize| {
            let column = &section.columns[c];
            c < measure
                && !years.contains(&c)
                && (column.role == Some(ColumnRole::Goal) || column.role.is_none() && rules.tiers.prior(column.label()).is_some())
        };
        let free = |role: ColumnRole| section.columns_of(role).into_iter().find(|&c| c != measure && !years.contains(&c));
        let result = free(ColumnRole::Result).or_else(|| free(ColumnRole::Actual).filter(|_| report));
        // A list of names alone is no plan: something must say who, when, or what came of it.
        let support =
            [ColumnRole::Owner, ColumnRole::Schedule, ColumnRole::Period, ColumnRole::Due, ColumnRole::Goal, ColumnRole::Indicator];
        if years.is_empty() && result.is_none() && matrix.is_empty() && !support.iter().any(|role| section.column(*role).is_some()) {
            return None;
        }
        let aims = aims_behind(grid, section, measure);
        Some(Self {
            measure,
            parts: composite::roles(section.columns[measure].label(), rules),
            goals: (0..section.columns.len()).filter(|&c| is_goal(c)).collect(),
            code: free(ColumnRole::Code),
            owners: section.columns_of(ColumnRole::Owner).into_iter().filter(|c| *c != measure && !matrix.contains(c)).collect(),
            matrix,
            periods: PeriodColumns::of(section),
            category: free(ColumnRole::Category),
            description: described(section, |c| c != measure && !years.contains(&c) && aims != Some(c), rules),
            result,
            plan: result.and_then(|_| free(ColumnRole::Schedule).or_else(|| free(ColumnRole::Plan))),
            mark: free(ColumnRole::Mark),
            reason: free(ColumnRole::Reason),
            next: free(ColumnRole::Next),
            targets: [ColumnRole::Indicator, ColumnRole::Target]
                .into_iter()
                .flat_map(|r| section.columns_of(r))
                .filter(|c| !years.contains(c))
                .chain(aims)
                .collect(),
            year: None,
            money: MeasureMoney::default(),
            numbered: numbered(grid, section, measure),
        })
    }
}

/// The column that describes what is done, rather than what there is before; beside such a column one that its word alone tells.
fn described(section: &Section, free: impl Fn(usize) -> bool, rules: &Rules) -> Option<usize> {
    let own: Vec<usize> = section.columns_of(ColumnRole::Description).into_iter().filter(|c| free(*c)).collect();
    let &first = own.first()?;
    let background = |c: &usize| rules.rows.is_background(section.columns[*c].label());
    let says = |c: &usize| rules.column_roles(section.columns[*c].label()).iter().any(|(role, _)| *role == ColumnRole::Description);
    let unplaced =
        || (0..section.columns.len()).filter(|&c| free(c) && section.columns[c].role.is_none()).find(|c| says(c) && !background(c));
    Some(own.iter().copied().find(|c| !background(c)).or_else(unplaced).unwrap_or(first))
}

/// Whether all cells of a column begin with a number, each with another one, that counts up.
fn numbered(grid: &Grid, section: &Section, measure: usize) -> bool {
    let cells = section.body.iter().filter(|&&row| grid.begins(row, measure)).map(|&row| grid.text(row, measure)).filter(|t| !t.is_empty());
    let numbers: Option<Vec<u32>> = cells.map(|text| number_and_title(text)?.0.parse().ok()).collect();
    numbers.is_some_and(|numbers| numbers.len() >= 2 && numbers.windows(2).all(|w| w[0] < w[1]))
}

/// A column of sentences behind the years, one for every measure, under words that no rule knows: what is aimed at when the years are over.
/// Remarks stand there too, but not in every row.
fn aims_behind(grid: &Grid, section: &Section, measure: usize) -> Option<usize> {
    let last = section.year_columns().into_iter().max()?;
    let aimed = [ColumnRole::Indicator, ColumnRole::Target, ColumnRole::Result];
    if aimed.iter().any(|role| section.column(*role).is_some()) {
        return None;
    }
    let rows = |col: usize| section.body.iter().filter(move |&&row| grid.begins(row, col) && !grid.text(row, col).is_empty());
    let unsaid = |col: &usize| {
        let column = &section.columns[*col];
        !column.words.is_empty() && (column.role.is_none() || column.by_cells && column.role == Some(ColumnRole::Description))
    };
    let measures = rows(measure).count();
    let told = |col: &usize| {
        let sentences = rows(*col).filter(|&&row| grid.text(row, *col).ends_with('。')).count();
        sentences >= 2 && sentences * 10 >= measures * 9
    };
    (last + 1..section.columns.len()).find(|col| unsaid(col) && told(col))
}

/// The column of measures: by its word, else the last tier column where a schedule or a result follows.
#[must_use]
pub fn measure_column(section: &Section) -> Option<usize> {
    section.column(ColumnRole::Measure).or_else(|| {
        let scheduled = !section.year_columns().is_empty() || section.column(ColumnRole::Schedule).is_some();
        let reported = section.column(ColumnRole::Result).is_some();
        let last = section.columns_of(ColumnRole::Goal).into_iter().next_back()?;
        // 経営目標 | 番号 | 施策 | 担当部署: the lowest of several tiers, with numbers before it and sections behind it.
        let tiers = section.columns_of(ColumnRole::Goal).len();
        let numbered = last.checked_sub(1).is_some_and(|col| section.columns[col].role == Some(ColumnRole::Code));
        let owned = tiers >= 2 && numbered && section.column(ColumnRole::Owner).is_some_and(|col| col > last);
        (scheduled || reported || owned).then_some(last)
    })
}

#[cfg(test)]
mod tests {
    use super::super::headers::sections;
    use super::super::testing::table;
    use super::*;

    fn aims(last: [&str; 3]) -> Option<usize> {
        let rows: [&[&str]; 4] = [
            &["取組名", "担当課", "R7", "R8", last[0]],
            &["管路の更新", "工務課", "設計", "工事", last[1]],
            &["台帳の整備", "総務課", "調査", "公開", last[2]],
            &["検査の充実", "水質課", "調査", "実施", last[2]],
        ];
        let table = table(&rows);
        let grid = Grid::new(&table);
        let section = sections(&grid, Rules::embedded(), None).pop().expect("a header and a body");
        aims_behind(&grid, &section, 0)
    }

    #[test]
    fn a_sentence_for_every_measure_behind_the_years_is_aimed_at() {
        assert_eq!(aims(["たどりつく先", "全ての区間が新しくなっている。", "方針を決定する。"]), Some(4));
        assert_eq!(aims(["たどりつく先", "全ての区間が新しくなっている。", ""]), None, "remarks stand in some rows only");
        assert_eq!(aims(["成果指標", "全ての区間が新しくなっている。", "方針を決定する。"]), None, "the word says it");
    }
}
