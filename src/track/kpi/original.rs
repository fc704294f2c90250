//! The same indicator in the first edition that has it: targets move, and both are told.

use std::collections::BTreeMap;

use super::figures::{self, Figures};
use super::{KpiState, findings, judge, same_indicators};
use crate::model::Value;
use crate::rules::Rules;
use crate::track::edition::Edition;
use crate::track::identity::Words;
use crate::track::indicators::{TrackedIndicator, indicators};

/// For each indicator of an edition the first earlier edition that has it.
#[derive(Default)]
pub(super) struct Originals<'a> {
    first: BTreeMap<usize, (&'a Edition<'a>, TrackedIndicator<'a>)>,
}

impl<'a> Originals<'a> {
    /// Looks through the editions before a place, the oldest first.
    pub(super) fn new(editions: &[&'a Edition<'a>], place: usize, words: Words<'_>, rules: &Rules) -> Self {
        let mut first = BTreeMap::new();
        for earlier in &editions[..place] {
            let own = indicators(earlier, figures::counts);
            for (old, new) in same_indicators(earlier, editions[place], words, rules) {
                first.entry(new).or_insert_with(|| (*earlier, own[old].clone()));
            }
        }
        Self { first }
    }

    /// The first edition's target for the year and the state against it, where that target is another one than the one in force.
    pub(super) fn judged(
        &self,
        planned: usize,
        told: &TrackedIndicator<'_>,
        (value, year, number): (&Value, i32, f64),
        now: &Figures,
        rules: &Rules,
    ) -> Option<(Figures, KpiState)> {
        let (edition, indicator) = self.first.get(&planned)?;
        let figures = Figures::new(Some(indicator), told, year, number, edition);
        let same = figures.target == now.target && figures.target_year == now.target_year;
        if same || figures.plan_records.is_empty() {
            return None;
        }
        let found = findings::of_row(&figures, value, year, &[], rules);
        let state = judge(&figures, year, &found, rules);
        Some((figures, state))
    }
}
