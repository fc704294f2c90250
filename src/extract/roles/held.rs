//! What the cells of a column are: the evidence that needs no header word.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::extract::cellforms::{is_code, states_figure, turns};
use crate::extract::grid::Grid;
use crate::extract::items::items;
use crate::extract::owned_titles::parted;
use crate::extract::schedule::is_empty_cell;
use crate::language::{find_quantities, is_no_value, normalise, parse_cell, parse_year_header};
use crate::rules::Rules;

/// Titles are at most this long on the average, sentences longer.
const TITLE: f32 = 26.0;
/// Letters of a word that a category is named by, at most.
const LABEL: f32 = 5.0;
/// Characters of a rating, at most.
const RATING: usize = 8;
/// Items longer than this are sentences even without a full stop.
const SENTENCE: usize = 30;

/// What the cells of a column are, as shares 0..1 of the filled ones where nothing else is said.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    /// Number of cells with words; merged cells count once.
    pub filled: usize,
    /// Number of different ones among them.
    pub distinct: usize,
    /// Names of sections and other bodies.
    pub sections: f32,
    /// Numbers of measures or indicators (1-2, ③, B301).
    pub codes: f32,
    /// Bare figures.
    pub numbers: f32,
    /// Years alone.
    pub years: f32,
    /// Words that hold a figure with its unit (年間2,300件とする).
    pub quantified: f32,
    /// Figures with little beside them (90%以上, 84.6%(令和6年度)).
    pub stated: f32,
    /// Ratings and states.
    pub ratings: f32,
    /// Units alone.
    pub units: f32,
    /// Arrows and words of a direction.
    pub arrows: f32,
    /// Sentences.
    pub sentences: f32,
    /// Sentences that tell of what is past.
    pub past: f32,
    /// Names of rows (担当課, 目標値) as in a table that stands on its side.
    pub heads: f32,
    /// From one figure or state to another (41% → 75%).
    pub turns: f32,
    /// Lists of several items.
    pub listed: f32,
    /// Mean number of characters of an item.
    pub length: f32,
    /// A cell reaches over several rows.
    pub merged: bool,
}

impl Held {
    /// Looks at the cells of a column in the rows of a section.
    #[allow(clippy::cast_precision_loss)] // a few cells
    pub fn of(grid: &Grid, body: &[usize], col: usize, rules: &Rules) -> Self {
        let mut held = Self::default();
        // A column says the same again and again (実施, 水道課): each word is looked at once.
        let mut texts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for &row in body {
            let Some(cell) = grid.cell(row, col).filter(|c| c.row == row && c.col == col && c.col_span < grid.cols()) else { continue };
            let text = grid.text(row, col);
            if text.is_empty() || is_empty_cell(text) || is_no_value(text) {
                continue;
            }
            held.filled += 1;
            held.merged |= cell.row_span > 1;
            *texts.entry((text, &cell.text)).or_insert(0) += 1;
        }
        for (&(text, printed), &times) in &texts {
            held.count(text, printed, times as f32, rules);
        }
        let mut distinct: Vec<&str> = texts.into_keys().map(|(text, _)| text).collect();
        distinct.dedup();
        held.distinct = distinct.len();
        let n = held.filled.max(1) as f32;
        for share in [
            &mut held.sections,
            &mut held.codes,
            &mut held.numbers,
            &mut held.years,
            &mut held.quantified,
            &mut held.stated,
            &mut held.ratings,
            &mut held.units,
            &mut held.arrows,
            &mut held.sentences,
            &mut held.past,
            &mut held.heads,
            &mut held.turns,
            &mut held.listed,
            &mut held.length,
        ] {
            *share /= n;
        }
        held
    }

    /// Adds the cells of one text, normalised and as printed, and how many they are.
    #[allow(clippy::cast_precision_loss)] // a few items
    fn count(&mut self, text: &str, printed: &str, times: f32, rules: &Rules) {
        if let Some(owned) = parted(printed, rules) {
            return self.count(&normalise(&owned.title), &owned.title, times, rules);
        }
        let one = |is: bool| if is { times } else { 0.0 };
        let number = parse_cell(text).is_some();
        // Sentences and figures name no sections, and to split them takes longest.
        let names = if number || text.ends_with('。') { Vec::new() } else { rules.owners.split(printed) };
        let rating = || rules.ratings.is_rating(text) || rules.ratings.state(text).is_some();
        self.sections += one(!names.is_empty() && names.iter().all(|n| rules.owners.is_name(n)));
        self.codes += one(is_code(text));
        self.numbers += one(number);
        self.years += one(parse_year_header(text, None).is_some_and(|year| year.is_year()));
        self.quantified += one(find_quantities(text).iter().any(|quantity| quantity.unit.is_some()));
        self.stated += one(states_figure(text));
        self.ratings += one(text.chars().count() <= RATING && rating());
        self.units += one(crate::extract::values::whole_unit(text, rules).is_some());
        self.arrows += one(rules.targets.direction(text).is_some());
        self.turns += one(turns(text));
        let items = items(printed);
        self.listed += one(items.len() > 1);
        self.sentences += one(items.iter().any(|item| item.ends_with('。') || item.chars().count() > SENTENCE));
        let past = items.iter().filter(|item| item.trim_end_matches('。').ends_with('た')).count();
        self.past += times * past as f32 / items.len().max(1) as f32;
        self.heads += one(rules.row_head(text).is_some());
        // A list of titles is as long as its titles.
        self.length += times * items.iter().map(|item| item.chars().count()).sum::<usize>() as f32 / items.len().max(1) as f32;
    }

    /// Words, not figures, years or row heads.
    pub fn is_words(&self) -> bool {
        self.filled > 0 && self.numbers < 0.3 && self.years < 0.3 && self.heads < 0.5 && self.codes < 0.5
    }

    /// At least half are bare figures.
    pub fn is_figures(&self) -> bool {
        self.numbers >= 0.5
    }

    /// Words as long as titles are.
    pub fn is_titles(&self) -> bool {
        self.is_words() && self.length >= 3.0 && self.length <= TITLE && self.sentences < 0.5
    }

    /// A few short words that come again and again.
    pub fn is_labels(&self) -> bool {
        self.length <= LABEL && self.filled >= 4 && self.distinct * 2 <= self.filled && self.is_words() && !self.merged
    }
}

/// What the columns of a section hold. Most are known by their words, and nobody asks for their cells; so each is looked at when asked for.
pub(super) struct HeldBy<'a> {
    grid: &'a Grid<'a>,
    body: &'a [usize],
    rules: &'a Rules,
    columns: Vec<OnceCell<Held>>,
}

impl<'a> HeldBy<'a> {
    /// Nothing is looked at yet.
    pub fn new(grid: &'a Grid<'a>, body: &'a [usize], rules: &'a Rules) -> Self {
        Self { grid, body, rules, columns: vec![OnceCell::new(); grid.cols()] }
    }

    /// What a column holds.
    pub fn column(&self, col: usize) -> &Held {
        self.columns[col].get_or_init(|| Held::of(self.grid, self.body, col, self.rules))
    }
}
