//! Steps that do not go together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Doubt, Doubts};
use crate::language::{find_years, parse_cell, parse_year_header, squash};
use crate::model::{Basis, Body, Record, Schedule};
use crate::rules::Rules;

/// Words of a step that take the measure back.
const DROPPED: [&str; 3] = ["削除", "廃止", "取りやめ"];

/// The dated steps of one measure on one page.
type Steps<'a> = Vec<(usize, &'a Schedule, i32, i32)>;

pub(super) fn doubts(records: &[Record], rules: &Rules, doubts: &mut Doubts) {
    let mut pages: BTreeMap<Option<usize>, BTreeMap<(String, bool), Steps<'_>>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        let Body::Schedule(step) = &record.body else { continue };
        if parse_year_header(&step.label, None).is_some_and(|y| y.is_year()) {
            doubts.add(index, Doubt::YearAsLabel);
        }
        of_label(index, &step.label, rules, doubts);
        if step.from.is_none() && step.to.is_none() {
            doubts.add(index, Doubt::WithoutTime);
        }
        if step.label.is_empty() && step.from.is_some() != step.to.is_some() {
            doubts.add(index, Doubt::OpenStep);
        }
        if DROPPED.iter().any(|w| step.label.contains(w)) {
            doubts.add(index, Doubt::DroppedStep);
        }
        if let (Some(from), Some(to), Some(page)) = (step.from, step.to, record.evidence.first().map(|e| e.page)) {
            let measures = pages.entry(page).or_default();
            measures.entry((squash(&step.measure), step.basis == Basis::Plan)).or_default().push((index, step, from, to));
        }
    }
    for measures in pages.values() {
        measures.values().for_each(|steps| of_measure(steps, doubts));
        of_page(measures, doubts);
        one_span(measures, doubts);
    }
}

/// Longer words with a comma are a piece of a sentence.
const LONG_STEP: usize = 24;

/// What is printed under years and is no step.
fn of_label(index: usize, label: &str, rules: &Rules, doubts: &mut Doubts) {
    let sentence = label.contains('。') || label.ends_with("ます") || label.chars().count() > LONG_STEP && label.contains('、');
    let checks = [
        (parse_cell(label).is_some_and(|q| q.unit.is_none()), Doubt::FigureAsStep),
        (sentence, Doubt::SentenceAsStep),
        (rules.owners.is_name(label), Doubt::OwnerAsStep),
        (label.contains('→') || !find_years(label).is_empty(), Doubt::TimeInStep),
    ];
    checks.into_iter().filter(|(holds, _)| *holds).for_each(|(_, doubt)| doubts.add(index, doubt));
}

/// Fewest letters at the end of two steps that make them alike.
const ALIKE: usize = 3;

/// 計画仕様検討 and 実績仕様検討 in one year.
fn ends_alike(a: &str, b: &str) -> bool {
    let same = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count();
    a != b && same >= ALIKE && same + 2 >= a.chars().count().min(b.chars().count())
}

/// Fewest steps of a page of which one span for all says something.
const FEW_STEPS: usize = 4;

/// Steps with words of at least two measures, all over the same years: where the steps differ so do their times.
fn one_span(measures: &BTreeMap<(String, bool), Steps<'_>>, doubts: &mut Doubts) {
    let all: Vec<_> = measures.values().flatten().collect();
    let labels: BTreeSet<&str> = all.iter().map(|(_, step, ..)| step.label.as_str()).filter(|l| !l.is_empty()).collect();
    let Some((_, _, from, to)) = all.first() else { return };
    let same = from < to && all.iter().all(|(_, _, f, t)| f == from && t == to);
    if same && all.len() >= FEW_STEPS && measures.len() >= 2 && labels.len() * 2 >= all.len() {
        all.iter().for_each(|(index, ..)| doubts.add(*index, Doubt::WholeSpan));
    }
}

fn of_measure(steps: &Steps<'_>, doubts: &mut Doubts) {
    for (index, step, from, to) in steps {
        let bare = step.label.is_empty();
        let over = |(other, s, f, t): &&(usize, &Schedule, i32, i32)| {
            other != index && s.label.is_empty() != bare && if bare { from <= f && t <= to } else { f <= from && to <= t }
        };
        if steps.iter().any(|other| over(&other)) {
            doubts.add(*index, Doubt::BarOverLabel);
        }
    }
    for (index, step, from, to) in steps {
        let same = |(other, s, f, t): &&(usize, &Schedule, i32, i32)| other != index && s.label != step.label && f == from && t == to;
        if from < to && steps.iter().any(|other| same(&other)) {
            doubts.add(*index, Doubt::SameSpan);
        }
        if steps.iter().any(|other| same(&other) && ends_alike(&step.label, &other.1.label)) {
            doubts.add(*index, Doubt::DoubleStep);
        }
    }
    // A row that is taken back and steps of another row may have run into each other.
    if steps.iter().any(|(index, ..)| doubts.has(*index, &[Doubt::DroppedStep])) {
        steps.iter().for_each(|(index, ..)| doubts.add(*index, Doubt::DroppedStep));
    }
    let years = covered(steps);
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return };
    if (*first..=*last).any(|year| !years.contains(&year)) {
        steps.iter().for_each(|(index, ..)| doubts.add(*index, Doubt::GapBetween));
    }
}

fn covered(steps: &Steps<'_>) -> BTreeSet<i32> {
    // A span is at most a plan long; a misread year must not fill the memory.
    steps.iter().flat_map(|(_, _, from, to)| *from..=(*to).min(from.saturating_add(60))).collect()
}

/// Words stand in single cells and at least half of the measures leave years of the table without any: bars may have been missed.
fn of_page(measures: &BTreeMap<(String, bool), Steps<'_>>, doubts: &mut Doubts) {
    let all: BTreeSet<i32> = measures.values().flat_map(covered).collect();
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return };
    let width = usize::try_from(last - first + 1).unwrap_or(usize::MAX);
    let gaps = measures.values().filter(|steps| covered(steps).len() < width).count();
    let bare = measures.values().flatten().any(|(_, step, ..)| step.label.is_empty());
    if bare || gaps * 2 < measures.len() || measures.len() < 2 {
        return;
    }
    for steps in measures.values().filter(|steps| covered(steps).len() < width) {
        for (index, ..) in steps.iter().filter(|(_, _, from, to)| from == to) {
            doubts.add(*index, Doubt::GapsAround);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Evidence, Place, Rect};

    fn step(measure: &str, label: &str, from: i32, to: i32) -> Record {
        let step = Schedule { measure: measure.to_owned(), label: label.to_owned(), from: Some(from), to: Some(to), ..Schedule::default() };
        Record::new("plan", Body::Schedule(step), 0.95, Evidence::new(Place::on_page(1, Rect::default()), label))
    }

    fn doubted(records: &[Record], doubt: Doubt) -> Vec<usize> {
        let mut doubts = Doubts::default();
        super::doubts(records, Rules::embedded(), &mut doubts);
        (0..records.len()).filter(|&i| doubts.has(i, &[doubt])).collect()
    }

    #[test]
    fn steps_that_all_run_over_the_same_years() {
        let whole =
            [step("a", "設計", 2026, 2033), step("a", "工事", 2026, 2033), step("b", "配備", 2026, 2033), step("c", "協議", 2026, 2033)];
        assert_eq!(doubted(&whole, Doubt::WholeSpan), [0, 1, 2, 3]);
        assert_eq!(doubted(&whole, Doubt::SameSpan), [0, 1]);
        let told_apart =
            [step("a", "設計", 2026, 2027), step("a", "工事", 2028, 2033), step("b", "配備", 2026, 2033), step("c", "協議", 2026, 2033)];
        assert_eq!(doubted(&told_apart, Doubt::WholeSpan), [0_usize; 0]);
        assert_eq!(doubted(&told_apart, Doubt::SameSpan), [0_usize; 0]);
    }

    #[test]
    fn a_step_that_takes_back_puts_its_neighbours_in_doubt() {
        let rows = [step("a", "調査", 2023, 2023), step("a", "削除", 2024, 2024), step("b", "実施", 2023, 2024)];
        assert_eq!(doubted(&rows, Doubt::DroppedStep), [0, 1]);
    }

    #[test]
    fn what_is_printed_under_years_and_is_no_step() {
        let rows = |label: &str| [step("a", label, 2023, 2023)];
        for (label, doubt) in [
            ("4,820", Doubt::FigureAsStep),
            ("給水課", Doubt::OwnerAsStep),
            ("方針を決める。", Doubt::SentenceAsStep),
            ("令和5年度:101.1% → 令和9年度:102.6%以上", Doubt::TimeInStep),
        ] {
            assert_eq!(doubted(&rows(label), doubt), [0], "{label}");
        }
        for label in ["設計", "年15km", "工事(2池)", ""] {
            for doubt in [Doubt::FigureAsStep, Doubt::OwnerAsStep, Doubt::SentenceAsStep, Doubt::TimeInStep, Doubt::WithoutTime] {
                assert_eq!(doubted(&rows(label), doubt), [0_usize; 0], "{label}");
            }
        }
        let mut undated = step("a", "設計", 2023, 2023);
        if let Body::Schedule(s) = &mut undated.body {
            (s.from, s.to, s.phase) = (None, None, Some("前期".to_owned()));
        }
        assert_eq!(doubted(&[undated], Doubt::WithoutTime), [0]);
    }

    #[test]
    fn a_step_without_words_and_with_one_end() {
        let step_of = |label: &str, from: Option<i32>| {
            let mut record = step("a", label, 2026, 2026);
            if let Body::Schedule(s) = &mut record.body {
                s.from = from;
            }
            doubted(&[record], Doubt::OpenStep)
        };
        assert_eq!(step_of("", None), [0]);
        assert_eq!(step_of("", Some(2024)), [0_usize; 0]);
        assert_eq!(step_of("完了", None), [0_usize; 0]);
    }

    #[test]
    fn plan_and_actual_in_one_step() {
        let both = [step("a", "計画仕様検討", 2023, 2023), step("a", "実績仕様検討", 2023, 2023), step("b", "仕様検討", 2023, 2023)];
        assert_eq!(doubted(&both, Doubt::DoubleStep), [0, 1]);
        assert_eq!(doubted(&[step("a", "配水池工事", 2023, 2023), step("a", "工事", 2023, 2023)], Doubt::DoubleStep), [0_usize; 0]);
    }
}
