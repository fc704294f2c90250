//! Ways into the site beside the list of plans: a page for each utility with its measures by section and year, for each theme and year,
//! and a list of sections.
//!
//! What is in force is shown: the newest edition of each plan, or the newest report where no edition was read.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value, context};
use serde::Serialize;

use super::files::hash;
use super::format::shorten;
use super::pages::serde;
use crate::model::Theme;
use crate::track::{Cite, Overview, PlanView, squash};

/// Most rows of a page; a theme with more goes on on a next page.
const ROWS: usize = 1_500;
/// Most years in which one measure is listed as due.
const YEARS: i32 = 30;
/// Longest title in a list.
const TITLE: usize = 160;

/// A measure as the lists show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Listed {
    /// Number of its row on the utility's page, from 1.
    pub(super) row: usize,
    /// Index of the plan among the documents.
    pub(super) plan: usize,
    /// Number as printed.
    pub(super) code: Option<String>,
    /// Title.
    pub(super) title: String,
    /// Sections.
    pub(super) owners: Vec<String>,
    /// Themes, the primary one first.
    pub(super) themes: Vec<Theme>,
    /// First and last year of its bars.
    pub(super) years: Option<(i32, i32)>,
    /// Its record.
    cite: Option<Cite>,
}

/// A utility with what is in force there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Utility {
    /// Name, "" where the plans name none.
    pub(super) name: String,
    /// File name of its page.
    pub(super) page: String,
    /// Its documents, those in force first.
    documents: Vec<usize>,
    /// Measures in force.
    pub(super) measures: Vec<Listed>,
}

/// All utilities by name.
pub(super) struct Browse {
    pub(super) utilities: Vec<Utility>,
}

/// A page of this module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum BrowsePage {
    /// Index of a utility.
    Utility(usize),
    /// A theme, and which of its pages from 0.
    Theme(Theme, usize),
    /// A fiscal year.
    Year(i32),
    /// The list of sections.
    Sections,
}

impl Browse {
    pub(super) fn new(overview: &Overview) -> Self {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, plan) in overview.plans.iter().enumerate() {
            by_name.entry(plan.utility.clone()).or_default().push(i);
        }
        let utility = |(name, mut documents): (String, Vec<usize>)| {
            documents.sort_by_key(|d| (!in_force(overview, *d), *d));
            let plans = documents.iter().filter(|d| in_force(overview, **d));
            let mut measures: Vec<Listed> = plans.flat_map(|d| listed(&overview.plans[*d])).collect();
            measures.iter_mut().zip(1..).for_each(|(m, row)| m.row = row);
            Utility { page: format!("utility-{}.html", &hash(name.as_bytes())[..10]), name, documents, measures }
        };
        Self { utilities: by_name.into_iter().map(utility).collect() }
    }

    /// All pages with their file names.
    pub(super) fn pages(&self) -> Vec<(String, BrowsePage)> {
        let mut pages: Vec<(String, BrowsePage)> =
            self.utilities.iter().enumerate().map(|(i, u)| (u.page.clone(), BrowsePage::Utility(i))).collect();
        for theme in self.themes() {
            pages.extend((0..self.of_theme(theme).count().div_ceil(ROWS)).map(|n| (theme_page(theme, n), BrowsePage::Theme(theme, n))));
        }
        pages.extend(self.years().into_iter().map(|y| (year_page(y), BrowsePage::Year(y))));
        pages.push(("sections.html".to_owned(), BrowsePage::Sections));
        pages
    }

    /// Template and values of a page.
    pub(super) fn given(&self, page: BrowsePage) -> (&'static str, Value) {
        match page {
            BrowsePage::Utility(i) => ("utility.html", self.utility(&self.utilities[i])),
            BrowsePage::Theme(theme, n) => ("theme.html", self.theme(theme, n)),
            BrowsePage::Year(year) => ("year.html", self.year(year)),
            BrowsePage::Sections => ("sections.html", self.sections()),
        }
    }

    /// Links to all pages, for the index.
    pub(super) fn links(&self) -> Value {
        let utilities: Vec<Value> = self
            .utilities
            .iter()
            .map(|u| context! { name => u.name.clone(), page => u.page.clone(), measures => u.measures.len() })
            .collect();
        let themes: Vec<Value> =
            self.themes().map(|t| context! { word => t.word(), page => theme_page(t, 0), measures => self.of_theme(t).count() }).collect();
        let years: Vec<Value> = self.years().into_iter().map(|year| context! { year, page => year_page(year) }).collect();
        context! { utilities, themes, years }
    }

    fn themes(&self) -> impl Iterator<Item = Theme> {
        let named: BTreeSet<Theme> = self.utilities.iter().flat_map(|u| &u.measures).flat_map(|m| m.themes.clone()).collect();
        Theme::ALL.into_iter().filter(move |t| named.contains(t))
    }

    fn of_theme(&self, theme: Theme) -> impl Iterator<Item = (&Utility, &Listed)> {
        self.utilities.iter().flat_map(move |u| u.measures.iter().filter(move |m| m.themes.contains(&theme)).map(move |m| (u, m)))
    }

    fn years(&self) -> BTreeSet<i32> {
        self.utilities.iter().flat_map(|u| &u.measures).flat_map(years_of).collect()
    }

    fn utility(&self, utility: &Utility) -> Value {
        let mut sections: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut years: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        for (i, m) in utility.measures.iter().enumerate() {
            m.owners.iter().for_each(|o| sections.entry(o).or_default().push(i));
            years_of(m).for_each(|y| years.entry(y).or_default().push(i));
        }
        let sections: Vec<Value> =
            sections.into_iter().map(|(name, measures)| context! { name, id => section_id(name), measures }).collect();
        let years: Vec<Value> = years.into_iter().map(|(year, measures)| context! { year, measures }).collect();
        context! { name => utility.name.clone(), documents => utility.documents.clone(), measures => serde(&utility.measures), sections, years }
    }

    fn theme(&self, theme: Theme, n: usize) -> Value {
        let rows: Vec<Value> = self
            .of_theme(theme)
            .skip(n * ROWS)
            .take(ROWS)
            .map(|(u, m)| context! { utility => u.name.clone(), page => u.page.clone(), primary => m.themes.first() == Some(&theme), measure => serde(m) })
            .collect();
        let total = self.of_theme(theme).count();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        self.of_theme(theme).for_each(|(u, _)| *counts.entry(&u.name).or_default() += 1);
        let named = |u: &&Utility| !counts.contains_key(u.name.as_str());
        let silent: Vec<String> = self.utilities.iter().filter(named).map(|u| u.name.clone()).collect();
        let pages: Vec<String> = (0..total.div_ceil(ROWS)).map(|n| theme_page(theme, n)).collect();
        context! { theme => theme.word(), rows, total, number => n + 1, pages, utilities => counts.len(), silent }
    }

    fn year(&self, year: i32) -> Value {
        let row = |u: &Utility| {
            let due: Vec<&Listed> = u.measures.iter().filter(|m| years_of(m).any(|y| y == year)).collect();
            let ending = due.iter().filter(|m| m.years.is_some_and(|(_, to)| to == year)).count();
            let beginning = due.iter().filter(|m| m.years.is_some_and(|(from, _)| from == year)).count();
            (!due.is_empty()).then(|| context! { name => u.name.clone(), page => u.page.clone(), due => due.len(), beginning, ending })
        };
        context! { year, rows => self.utilities.iter().filter_map(row).collect::<Vec<_>>() }
    }

    fn sections(&self) -> Value {
        let of = |u: &Utility| {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            u.measures.iter().flat_map(|m| &m.owners).for_each(|o| *counts.entry(o).or_default() += 1);
            let sections: Vec<Value> =
                counts.into_iter().map(|(name, n)| context! { name, id => section_id(name), measures => n }).collect();
            context! { name => u.name.clone(), page => u.page.clone(), sections }
        };
        context! { utilities => self.utilities.iter().filter(|u| u.measures.iter().any(|m| !m.owners.is_empty())).map(of).collect::<Vec<_>>() }
    }
}

/// The newest edition of its plan, or the newest report of a plan of which no edition was read.
fn in_force(overview: &Overview, document: usize) -> bool {
    let family = &overview.families[overview.plans[document].family];
    family.current().or(family.reports.last().copied()) == Some(document)
}

fn listed(plan: &PlanView) -> Vec<Listed> {
    let mut years: BTreeMap<usize, (i32, i32)> = BTreeMap::new();
    for row in &plan.gantt.rows {
        let Some(measure) = row.measure else { continue };
        for bar in row.lanes.iter().flatten().filter_map(|c| c.bar.as_ref()) {
            let Some((from, to)) = bar.from.or(bar.to).zip(bar.to.or(bar.from)) else { continue };
            let known = years.entry(measure).or_insert((from, to));
            *known = (known.0.min(from), known.1.max(to));
        }
    }
    let measures = plan.measures.iter().enumerate();
    measures
        .map(|(i, m)| Listed {
            row: 0,
            plan: plan.document,
            code: m.code.clone(),
            title: shorten(&m.title, TITLE),
            owners: m.owners.clone(),
            themes: m.themes.clone(),
            years: years.get(&i).copied(),
            cite: m.cite,
        })
        .collect()
}

fn years_of(measure: &Listed) -> impl Iterator<Item = i32> + use<> {
    measure.years.map(|(from, to)| from..=to.min(from.saturating_add(YEARS))).into_iter().flatten()
}

fn theme_page(theme: Theme, n: usize) -> String {
    if n == 0 { format!("theme-{}.html", theme.word()) } else { format!("theme-{}-{}.html", theme.word(), n + 1) }
}

fn year_page(year: i32) -> String {
    format!("year-{year}.html")
}

/// The id of a section on its utility's page.
fn section_id(name: &str) -> String {
    format!("o{}", &hash(squash(name).as_bytes())[..8])
}
