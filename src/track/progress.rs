//! Results of progress reports joined to a plan's measures. What they mean for a measure is judged in [`crate::track::audit`].

use serde::Serialize;

use super::titles::{similarity, squash};
use super::{Cite, MeasureView};
use crate::model::{Measure, ResultRecord};

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
}
