//! Results of progress reports joined to a plan's measures, and the first simple states per measure and fiscal year.
//!
//! The states say only what was planned and what was reported. Judging whether a measure is behind or ahead is not done here:
//! a fuller judgement takes the place of [`year_states`] and may keep its types.

use std::collections::BTreeSet;

use serde::Serialize;

use super::titles::{similarity, squash};
use super::{Cite, MeasureView};
use crate::model::{Basis, Measure, ResultRecord, Schedule};

/// Titles at least this alike are one measure, where neither code nor exact title decides.
const SAME_TITLE: f64 = 0.85;
/// Below this a shared code is taken for an accident (codes are given anew in some editions).
const CODE_TITLE: f64 = 0.25;

/// What a report says of one measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResultView {
    /// Title as the report prints it.
    pub measure: String,
    /// Fiscal year reported on; of the report where the row says none and the report covers one year.
    pub year: Option<i32>,
    /// Rating as printed.
    pub mark: Option<String>,
    /// What was done.
    pub text: String,
    /// Reason for a delay or change.
    pub reason: Option<String>,
    /// What comes next.
    pub next: Option<String>,
    /// Tiers above, as the report prints them.
    pub path: Vec<String>,
    /// The result record.
    pub cite: Cite,
}

impl ResultView {
    /// From a record; `year` stands in where the record has none.
    #[must_use]
    pub fn new(cite: Cite, r: &ResultRecord, year: Option<i32>) -> Self {
        Self {
            measure: r.measure.clone(),
            year: r.year.or(year),
            mark: r.mark.clone().filter(|m| !m.is_empty()),
            text: r.text.clone(),
            reason: r.reason.clone().filter(|m| !m.is_empty()),
            next: r.next.clone().filter(|m| !m.is_empty()),
            path: r.path.clone(),
            cite,
        }
    }
}

/// The state of a measure in a fiscal year, as far as plan and reports say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Planned; no report of that year has been read.
    Planned,
    /// Not planned in that year and not reported.
    NotDue,
    /// A report says something of it.
    Reported,
    /// Planned, a report of that year has been read, and it does not mention the measure.
    NotReported,
    /// The plan itself drops the measure.
    Dropped,
    /// The schedule does not tell the years.
    Unknown,
}

/// An answer that may not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Stated.
    Yes,
    /// Not stated.
    No,
    /// The question does not arise: nothing planned or no report read.
    NotApplicable,
}

/// Plan, do, check, act: whether each is on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pdca {
    /// Something is scheduled in the year.
    pub plan: Answer,
    /// A report says what was done.
    pub does: Answer,
    /// A report rates it or gives a reason.
    pub check: Answer,
    /// A report says what comes next.
    pub act: Answer,
}

/// One measure in one fiscal year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearState {
    /// Fiscal year.
    pub year: i32,
    /// The state.
    pub state: State,
    /// Planned phases: label and schedule record.
    pub planned: Vec<(String, Cite)>,
    /// Indices into the measure's results.
    pub results: Vec<usize>,
    /// Plan, do, check, act.
    pub pdca: Pdca,
}

/// Joins results to measures: by the code that the report's own measure of that title has, by title, by a title that is much alike.
/// Returns those that belong to no measure.
pub fn join_results(measures: &mut [MeasureView], results: Vec<ResultView>, reported: &[(usize, Measure)]) -> Vec<ResultView> {
    let keys: Vec<String> = measures.iter().map(|m| squash(&m.title)).collect();
    let mut strangers = Vec::new();
    for result in results {
        let key = squash(&result.measure);
        let code = reported
            .iter()
            .find(|(document, m)| *document == result.cite.document && squash(&m.title) == key)
            .and_then(|(_, m)| m.code.clone());
        match find_measure(measures, &keys, &key, code.as_deref()) {
            Some(i) => measures[i].results.push(result),
            None => strangers.push(result),
        }
    }
    for m in measures {
        m.results.sort_by_key(|r| (r.year, r.cite));
    }
    strangers
}

fn find_measure(measures: &[MeasureView], keys: &[String], key: &str, code: Option<&str>) -> Option<usize> {
    let by_code = code.and_then(|code| {
        let code = squash(code);
        measures
            .iter()
            .zip(keys)
            .position(|(m, k)| m.code.as_deref().map(squash).as_ref() == Some(&code) && similarity(k, key) >= CODE_TITLE)
    });
    by_code.or_else(|| keys.iter().position(|k| k == key)).or_else(|| {
        let scored = keys.iter().enumerate().map(|(i, k)| (similarity(k, key), i)).filter(|(s, _)| *s >= SAME_TITLE);
        scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, i)| i)
    })
}

/// The states of one measure over `years`. `reported_years` are the years that the reports which were read cover.
#[must_use]
pub fn year_states(measure: &MeasureView, schedules: &[(Cite, Schedule)], years: &[i32], reported_years: &BTreeSet<i32>) -> Vec<YearState> {
    let key = squash(&measure.title);
    let own: Vec<&(Cite, Schedule)> = schedules.iter().filter(|(_, s)| s.basis == Basis::Plan && squash(&s.measure) == key).collect();
    years
        .iter()
        .map(|&year| {
            let planned: Vec<(String, Cite)> =
                own.iter().filter(|(_, s)| covers(s, year)).map(|(cite, s)| (s.label.clone(), *cite)).collect();
            let results: Vec<usize> = (0..measure.results.len()).filter(|&i| measure.results[i].year == Some(year)).collect();
            let read = reported_years.contains(&year);
            let undated = own.iter().any(|(_, s)| s.from.is_none() && s.to.is_none());
            let state = match (results.is_empty(), measure.status.as_deref() == Some("dropped"), planned.is_empty()) {
                (false, _, _) => State::Reported,
                (true, true, _) => State::Dropped,
                (true, false, true) if undated || own.is_empty() => State::Unknown,
                (true, false, true) => State::NotDue,
                (true, false, false) if read => State::NotReported,
                (true, false, false) => State::Planned,
            };
            let pdca = pdca(measure, &planned, &results, read);
            YearState { year, state, planned, results, pdca }
        })
        .collect()
}

/// Whether a bar says that something is due in the year. An open start counts in its last year only: nothing says when it begins.
fn covers(s: &Schedule, year: i32) -> bool {
    match (s.from, s.to) {
        (Some(from), Some(to)) => (from..=to).contains(&year),
        (Some(from), None) => year >= from,
        (None, Some(to)) => year == to,
        (None, None) => false,
    }
}

fn pdca(measure: &MeasureView, planned: &[(String, Cite)], results: &[usize], read: bool) -> Pdca {
    // A measure that the plan drops owes nothing; what is reported all the same counts.
    let planned = if measure.status.as_deref() == Some("dropped") && results.is_empty() { &[] } else { planned };
    let due = !planned.is_empty() || !results.is_empty();
    let answer = |yes: bool| match (yes, due && read) {
        (true, _) => Answer::Yes,
        (false, true) => Answer::No,
        (false, false) => Answer::NotApplicable,
    };
    let any = |f: fn(&ResultView) -> bool| results.iter().any(|&i| f(&measure.results[i]));
    Pdca {
        plan: if planned.is_empty() && results.is_empty() {
            Answer::NotApplicable
        } else if planned.is_empty() {
            Answer::No
        } else {
            Answer::Yes
        },
        does: answer(any(|r| !r.text.is_empty())),
        check: answer(any(|r| r.mark.is_some() || r.reason.is_some())),
        act: answer(any(|r| r.next.is_some())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(title: &str, code: Option<&str>) -> MeasureView {
        MeasureView { title: title.into(), code: code.map(Into::into), ..MeasureView::default() }
    }

    fn result(title: &str, year: i32) -> ResultView {
        let record =
            ResultRecord { measure: title.into(), text: "着手した。".into(), mark: Some("順調".into()), ..ResultRecord::default() };
        ResultView::new(Cite { document: 1, record: 0 }, &record, Some(year))
    }

    fn bar(title: &str, from: Option<i32>, to: Option<i32>) -> (Cite, Schedule) {
        (Cite { document: 0, record: 1 }, Schedule { measure: title.into(), label: "実施".into(), from, to, ..Schedule::default() })
    }

    #[test]
    fn a_code_finds_a_renamed_measure() {
        let mut measures = [measure("漏水のアプリ通報", Some("R4-1-3")), measure("台帳の電子化", Some("R4-1-4"))];
        let reported = [(1, Measure { code: Some("R4-1-3".into()), title: "漏水・濁水のスマホ通報".into(), ..Measure::default() })];
        let rest = join_results(&mut measures, vec![result("漏水・濁水のスマホ通報", 2024)], &reported);
        assert!(rest.is_empty());
        assert_eq!(measures[0].results.len(), 1);
    }

    #[test]
    fn an_unknown_title_stays_a_stranger() {
        let mut measures = [measure("台帳の電子化", None)];
        let rest = join_results(&mut measures, vec![result("職員研修の充実", 2024)], &[]);
        assert_eq!(rest.len(), 1);
        assert!(measures[0].results.is_empty());
    }

    #[test]
    fn states_say_no_more_than_is_known() {
        let mut m = measure("台帳の電子化", None);
        m.results.push(result("台帳の電子化", 2024));
        let bars = [bar("台帳の電子化", Some(2023), Some(2025))];
        let states = year_states(&m, &bars, &[2022, 2023, 2024, 2025], &BTreeSet::from([2023, 2024]));
        let found: Vec<State> = states.iter().map(|s| s.state).collect();
        assert_eq!(found, [State::NotDue, State::NotReported, State::Reported, State::Planned]);
        assert_eq!(states[1].pdca.does, Answer::No);
        assert_eq!(states[2].pdca.act, Answer::No);
        assert_eq!(states[3].pdca.check, Answer::NotApplicable);
    }

    #[test]
    fn open_ends_and_lost_spans() {
        assert!(covers(&bar("x", Some(2024), None).1, 2030));
        assert!(!covers(&bar("x", None, Some(2024)).1, 2023));
        let m = measure("x", None);
        let states = year_states(&m, &[bar("x", None, None)], &[2024], &BTreeSet::new());
        assert_eq!(states[0].state, State::Unknown);
    }
}
