//! What a section of a table shows of its kind, whatever the words over its columns are.

use crate::extract::amounts;
use crate::extract::grid::Grid;
use crate::extract::headers::Section;
use crate::extract::schedule::is_empty_cell;
use crate::language::{is_no_value, parse_cell};
use crate::rules::{ColumnRole, Rules};

/// A name is an indicator of the dictionary from this score on.
const NAMED: f32 = 0.8;
/// Names are looked up in so many rows.
const MOST_NAMES: usize = 40;

/// Shares 0..1.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Seen {
    /// At least two columns have years.
    pub dated: bool,
    /// Numbers among the filled cells of figures (under years, or right of the names where no column has a year).
    pub numbers: f32,
    /// Words and signs among them that are no numbers.
    pub steps: f32,
    /// Numbers with separators of thousands, or of four digits and more, among the numbers.
    pub thousands: f32,
    /// Numbers with decimals or a sign of percent among the numbers.
    pub decimals: f32,
    /// A money unit is printed over the table or in its heads.
    pub money: f32,
    /// Bars are drawn over the cells.
    pub bars: f32,
    /// Rows named by an indicator of the dictionary.
    pub indicators: f32,
    /// Rows named by sums; two are all.
    pub sums: f32,
    /// Sentences among all filled cells.
    pub sentences: f32,
    /// Sentences of what is past among all filled cells.
    pub past: f32,
    /// Ratings among all filled cells.
    pub ratings: f32,
}

impl Seen {
    pub(super) fn of(grid: &Grid, section: &Section, rules: &Rules) -> Self {
        let years = section.year_columns();
        let mut seen = Self { dated: years.len() >= 2, ..Self::default() };
        let words = section.columns.iter().flat_map(|c| c.words.iter().map(String::as_str));
        let unit_column = section.column(ColumnRole::Unit).is_some();
        seen.money = share(!unit_column && amounts::names_money(grid.table, words.chain([section.title.as_str()]), rules));
        seen.bars = share(!grid.table.bars.is_empty());
        seen.figures(grid, section, &years);
        seen.names(grid, section, rules);
        seen.words(grid, section, rules);
        seen
    }

    fn figures(&mut self, grid: &Grid, section: &Section, years: &[usize]) {
        let name = name_column(section);
        let columns: Vec<usize> = if years.is_empty() { (name.map_or(0, |n| n + 1)..grid.cols()).collect() } else { years.to_vec() };
        let (mut all, mut numbers, mut thousands, mut decimals) = (0, 0, 0, 0);
        for (&row, &col) in section.body.iter().flat_map(|row| columns.iter().map(move |col| (row, col))) {
            let text = grid.text(row, col);
            if !grid.begins(row, col) || is_no_value(text) || is_empty_cell(text) {
                continue;
            }
            all += 1;
            if let Some(quantity) = parse_cell(text) {
                numbers += 1;
                thousands += usize::from(text.contains(',') || quantity.value.abs() >= 1000.0);
                decimals += usize::from(quantity.decimals > 0 || text.ends_with(['%', '％']));
            }
        }
        self.numbers = part(numbers, all);
        self.steps = part(all - numbers, all);
        self.thousands = part(thousands, numbers);
        self.decimals = part(decimals, numbers);
    }

    fn names(&mut self, grid: &Grid, section: &Section, rules: &Rules) {
        let Some(col) = name_column(section) else { return };
        let names = section.body.iter().filter(|&&row| grid.begins(row, col)).map(|&row| grid.text(row, col)).filter(|t| !t.is_empty());
        let names: Vec<&str> = names.take(MOST_NAMES).collect();
        let known = |name: &&&str| rules.indicators_named(name).first().is_some_and(|(_, score)| *score >= NAMED);
        self.indicators = part(names.iter().filter(known).count(), names.len());
        self.sums = part(names.iter().filter(|name| rules.rows.is_total(name)).count().min(2), 2);
    }

    fn words(&mut self, grid: &Grid, section: &Section, rules: &Rules) {
        let (mut all, mut sentences, mut past, mut ratings) = (0, 0, 0, 0);
        for (row, col) in section.body.iter().flat_map(|&row| (0..grid.cols()).map(move |col| (row, col))) {
            let text = grid.text(row, col);
            if !grid.begins(row, col) || text.is_empty() {
                continue;
            }
            all += 1;
            sentences += usize::from(text.ends_with('。'));
            past += usize::from(text.trim_end_matches('。').ends_with('た') && text.chars().count() > 5);
            ratings += usize::from(rules.ratings.is_rating(text));
        }
        self.sentences = part(sentences, all);
        self.past = part(past, all);
        self.ratings = part(ratings, all);
    }
}

/// The column that names the rows.
fn name_column(section: &Section) -> Option<usize> {
    use ColumnRole::{Indicator, Item, Measure, Term};
    [Indicator, Measure, Item, Term].iter().find_map(|role| section.column(*role)).or_else(|| {
        let plain = |c: &&super::super::headers::Column| c.year.is_none() && c.role != Some(ColumnRole::Code);
        section.columns.iter().position(|c| plain(&c))
    })
}

fn share(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

#[allow(clippy::cast_precision_loss)] // cells of a table
fn part(of: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { of as f32 / all as f32 }
}
