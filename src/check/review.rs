//! What people should look at first: the records that the program is least sure of.

use crate::model::{Amount, Basis, Body, Record, Schedule, Value};

/// A record to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt<'a> {
    /// Its place in the slice it was chosen from.
    pub index: usize,
    /// The record; its reasons are codes of the rules that fired and of the doubts.
    pub record: &'a Record,
}

/// Records below a confidence, the least sure first, then in the order of the document. Tables that were kept as they are have no part
/// in it: nothing of them is claimed.
#[must_use]
pub fn doubtful(records: &[Record], below: f32) -> Vec<Doubt<'_>> {
    let mut chosen: Vec<Doubt<'_>> = records
        .iter()
        .enumerate()
        .filter(|(_, r)| r.confidence < below && !matches!(r.body, Body::Table(_)))
        .map(|(index, record)| Doubt { index, record })
        .collect();
    chosen.sort_by(|a, b| a.record.confidence.total_cmp(&b.record.confidence).then(a.index.cmp(&b.index)));
    chosen
}

/// What a record says, in one line of its own words.
#[must_use]
pub fn gist(record: &Record) -> String {
    let year = |y: Option<i32>| y.map_or_else(String::new, |y| format!(" {y}"));
    match &record.body {
        Body::Document(d) => d.title.clone().unwrap_or_default(),
        Body::Goal(g) => joined(&[&g.level, g.code.as_deref().unwrap_or_default(), &g.title]),
        Body::Measure(m) => joined(&[m.code.as_deref().unwrap_or_default(), &m.title, &m.owners.join("、")]),
        Body::Schedule(s) => schedule(s),
        Body::Value(Value { indicator, year: y, text, .. }) => format!("{indicator}{} {}", year(*y), text.trim()),
        Body::Indicator(i) => joined(&[i.code.as_deref().unwrap_or_default(), &i.indicator, i.unit.as_deref().unwrap_or_default()]),
        Body::Amount(Amount { item, year: y, value, unit, .. }) => {
            format!("{item}{} {value}{}", year(*y), unit.as_deref().unwrap_or_default())
        }
        Body::Result(r) => joined(&[&r.measure, r.mark.as_deref().unwrap_or_default(), &r.text]),
        Body::Deliverable(d) => joined(&[&d.measure, &d.title]),
        Body::Review(r) => r.text.clone(),
        Body::Term(t) => joined(&[&t.term, &t.definition]),
        Body::Table(t) => t.caption.clone(),
    }
}

fn schedule(s: &Schedule) -> String {
    let year = |y: Option<i32>| y.map_or_else(|| "?".to_owned(), |y| y.to_string());
    let span = if s.from == s.to { year(s.from) } else { format!("{}-{}", year(s.from), year(s.to)) };
    let span = if s.from.is_none() && s.to.is_none() { s.phase.clone().unwrap_or_default() } else { span };
    joined(&[&s.measure, &s.label, &span, if s.basis == Basis::Actual { "実績" } else { "" }])
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Evidence, Measure, TableRecord};

    #[test]
    fn the_least_sure_come_first_and_kept_tables_not_at_all() {
        let record = |body: Body, confidence: f32| Record::new("d", body, confidence, Evidence::default());
        let measure = |title: &str| Body::Measure(Measure { title: title.into(), ..Measure::default() });
        let records = [
            record(measure("a"), 0.8),
            record(measure("b"), 0.95),
            record(Body::Table(TableRecord::default()), 0.1),
            record(measure("c"), 0.6),
            record(measure("d"), 0.8),
        ];
        let chosen: Vec<String> = doubtful(&records, 0.9).iter().map(|d| gist(d.record)).collect();
        assert_eq!(chosen, ["c", "a", "d"]);
        assert_eq!(doubtful(&records, 0.0), []);
    }
}
