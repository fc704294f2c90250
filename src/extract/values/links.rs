//! Values and the measures they belong to, once the whole document has been read.

use std::collections::BTreeMap;

use crate::language::squash;
use crate::model::{Body, Record, Role, Value};

/// Gives values their measure and, where a milestone of the measure names the indicator, their year.
///
/// A value whose code is that of a measure (R4-1-1) belongs to it, and the code is none of an indicator; a value in the text of a tier
/// that is itself a measure belongs to that. `令和11年度まで：A割合の向上` dates the target of A割合 that has no year of its own.
pub fn link_measures(records: &mut [Record]) {
    let measures = Measures::of(records);
    for record in records {
        let Body::Value(value) = &mut record.body else { continue };
        if let Some(title) = value.code.as_ref().and_then(|code| measures.by_code.get(&squash(code))) {
            value.measure = Some(title.clone());
            value.code = None;
        }
        if value.measure.is_none() {
            value.measure = value.path.last().filter(|tier| measures.titles.contains_key(&squash(tier))).cloned();
        }
        if value.role == Role::Target && value.year.is_none() && value.value.is_some() && value.phase.is_none() {
            value.year = measures.milestone(value);
        }
    }
}

/// The measures of a document and the milestones of their schedules.
struct Measures {
    by_code: BTreeMap<String, String>,
    titles: BTreeMap<String, ()>,
    /// Folded title to folded labels with the year in which each is due.
    milestones: BTreeMap<String, Vec<(String, i32)>>,
}

impl Measures {
    fn of(records: &[Record]) -> Self {
        let mut found = Self { by_code: BTreeMap::new(), titles: BTreeMap::new(), milestones: BTreeMap::new() };
        for record in records {
            match &record.body {
                Body::Measure(measure) => {
                    found.titles.insert(squash(&measure.title), ());
                    if let Some(code) = &measure.code {
                        found.by_code.insert(squash(code), measure.title.clone());
                    }
                }
                Body::Schedule(schedule) => {
                    if let Some(year) = schedule.to {
                        found.milestones.entry(squash(&schedule.measure)).or_default().push((squash(&schedule.label), year));
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn milestone(&self, value: &Value) -> Option<i32> {
        let indicator = squash(&value.indicator);
        let of_measure = self.milestones.get(&squash(value.measure.as_ref()?))?;
        of_measure.iter().find(|(label, _)| label.contains(&indicator)).map(|(_, year)| *year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::values::new_value;
    use crate::model::{Evidence, Measure, Schedule};

    fn record(body: Body) -> Record {
        Record::new("d", body, 1.0, Evidence::default())
    }

    #[test]
    fn codes_tiers_and_milestones() {
        let measure = Measure { code: Some("R4-1-1".into()), title: "教育".into(), ..Measure::default() };
        let schedule = Schedule { measure: "教育".into(), label: "社員割合の向上".into(), to: Some(2029), ..Schedule::default() };
        let mut coded = new_value("受講率", Role::Actual, "3");
        coded.code = Some("R4-1-1".into());
        let mut told = new_value("社員割合", Role::Target, "6割以上");
        told.value = Some(6.0);
        told.path = vec!["人材".into(), "教育".into()];
        let mut records =
            vec![record(Body::Measure(measure)), record(Body::Schedule(schedule)), record(Body::Value(coded)), record(Body::Value(told))];
        link_measures(&mut records);
        let values: Vec<&Value> = records.iter().filter_map(|r| if let Body::Value(v) = &r.body { Some(v) } else { None }).collect();
        assert_eq!((values[0].measure.as_deref(), values[0].code.as_deref()), (Some("教育"), None));
        assert_eq!((values[1].measure.as_deref(), values[1].year), (Some("教育"), Some(2029)));
    }
}
