//! Small plans and reports for tests, built in a chain.

use super::SourceDocument;
use crate::model::{
    Amount, Body, Deliverable, DocumentRecord, Evidence, Indicator, Measure, Place, PlanKind, Record, Reorganisation, ResultRecord, Review,
    Revision, Role, Schedule, TableRecord, Value,
};

/// A document under construction; what follows a measure belongs to it.
pub(crate) struct Paper {
    name: String,
    facts: DocumentRecord,
    bodies: Vec<Body>,
    measure: Option<String>,
}

/// An edition of the city's plan for fiscal years 2023 to 2026, dated year and month.
pub(crate) fn plan(name: &str, year: i32, month: u8) -> Paper {
    paper(name, PlanKind::ActionPlan, (2023, 2026), (year, month))
}

/// A report on one fiscal year, published in the next June.
pub(crate) fn report(name: &str, year: i32) -> Paper {
    paper(name, PlanKind::ProgressReport, (year, year), (year + 1, 6))
}

fn paper(name: &str, kind: PlanKind, period: (i32, i32), dated: (i32, u8)) -> Paper {
    let facts = DocumentRecord {
        title: Some("見本市水道実行計画".into()),
        utility: Some("見本市".into()),
        kind: Some(kind),
        period_from: Some(period.0),
        period_to: Some(period.1),
        revisions: vec![Revision { year: Some(dated.0), month: Some(dated.1), event: "策定".into() }],
        ..DocumentRecord::default()
    };
    Paper { name: name.into(), facts, bodies: Vec::new(), measure: None }
}

impl Paper {
    pub(crate) fn measure(mut self, code: &str, title: &str) -> Self {
        self.measure = Some(title.into());
        let code = Some(code.to_owned()).filter(|c| !c.is_empty());
        self.bodies.push(Body::Measure(Measure { code, title: title.into(), ..Measure::default() }));
        self
    }

    fn own(&mut self) -> Option<&mut Measure> {
        self.bodies.iter_mut().rev().find_map(|b| match b {
            Body::Measure(m) => Some(m),
            _ => None,
        })
    }

    pub(crate) fn under(mut self, goal: &str) -> Self {
        if let Some(m) = self.own() {
            m.path = vec![goal.into()];
        }
        self
    }

    pub(crate) fn owners(mut self, owners: &[&str]) -> Self {
        if let Some(m) = self.own() {
            m.owners = owners.iter().map(|o| (*o).to_owned()).collect();
        }
        self
    }

    pub(crate) fn status(mut self, status: &str) -> Self {
        if let Some(m) = self.own() {
            m.status = Some(status.into());
        }
        self
    }

    pub(crate) fn bar(mut self, label: &str, from: i32, to: i32) -> Self {
        let measure = self.measure.clone().unwrap_or_default();
        self.bodies.push(Body::Schedule(Schedule { measure, label: label.into(), from: Some(from), to: Some(to), ..Schedule::default() }));
        self
    }

    pub(crate) fn value(mut self, indicator: &str, role: Role, year: i32, number: f64) -> Self {
        let value = Value {
            indicator: indicator.into(),
            code: None,
            unit: Some("%".into()),
            year: Some(year),
            phase: None,
            role,
            value: Some(number),
            comparator: Some("=".into()),
            text: number.to_string(),
            scope: None,
            measure: self.measure.clone(),
            standard_edition: None,
            path: Vec::new(),
            printed_rate: None,
            standard: None,
        };
        self.bodies.push(Body::Value(value));
        self
    }

    pub(crate) fn target(self, indicator: &str, year: i32, number: f64) -> Self {
        self.value(indicator, Role::Target, year, number)
    }

    pub(crate) fn actual(self, indicator: &str, year: i32, number: f64) -> Self {
        self.value(indicator, Role::Actual, year, number)
    }

    /// The comparator of the last value.
    pub(crate) fn limit(mut self, comparator: &str) -> Self {
        if let Some(Body::Value(v)) = self.bodies.last_mut() {
            v.comparator = Some(comparator.into());
        }
        self
    }

    /// The printed attainment rate of the last value.
    pub(crate) fn rate(mut self, rate: &str) -> Self {
        if let Some(Body::Value(v)) = self.bodies.last_mut() {
            v.printed_rate = Some(rate.into());
        }
        self
    }

    /// Which way the indicator is meant to go.
    pub(crate) fn direction(mut self, indicator: &str, direction: &str) -> Self {
        self.bodies.push(Body::Indicator(Indicator {
            indicator: indicator.into(),
            direction: Some(direction.into()),
            ..Indicator::default()
        }));
        self
    }

    /// Money of the measure.
    pub(crate) fn amount(mut self, item: &str, role: Role, year: i32, value: f64, unit: &str) -> Self {
        self.bodies.push(Body::Amount(Amount {
            item: item.into(),
            path: Vec::new(),
            measure: self.measure.clone(),
            year: Some(year),
            year_to: None,
            value,
            unit: Some(unit.into()),
            role,
        }));
        self
    }

    /// The last year of the last amount.
    pub(crate) fn until(mut self, year: i32) -> Self {
        if let Some(Body::Amount(a)) = self.bodies.last_mut() {
            a.year_to = Some(year);
        }
        self
    }

    /// A promised review.
    pub(crate) fn review(mut self, interval_years: u32) -> Self {
        self.bodies.push(Body::Review(Review { interval_years, text: format!("{interval_years}年ごとに見直す。") }));
        self
    }

    /// A product that the measure promises.
    pub(crate) fn deliverable(mut self, title: &str, due_to: Option<i32>) -> Self {
        let measure = self.measure.clone().unwrap_or_default();
        self.bodies.push(Body::Deliverable(Deliverable { measure, title: title.into(), due_from: None, due_to }));
        self
    }

    /// What was done for the measure, with its rating.
    pub(crate) fn result(mut self, mark: &str, text: &str) -> Self {
        let measure = self.measure.clone().unwrap_or_default();
        let mark = Some(mark.to_owned()).filter(|m| !m.is_empty());
        let year = self.facts.period_from;
        self.bodies.push(Body::Result(ResultRecord { measure, text: text.into(), mark, year, ..ResultRecord::default() }));
        self
    }

    /// What comes next, of the last result.
    pub(crate) fn next(mut self, next: &str) -> Self {
        if let Some(Body::Result(r)) = self.bodies.last_mut() {
            r.next = Some(next.into());
        }
        self
    }

    /// A legend table.
    pub(crate) fn legend(mut self, rows: &[(&str, &str)]) -> Self {
        let mut cells = vec![vec!["評価".to_owned(), "考え方".to_owned()]];
        cells.extend(rows.iter().map(|(mark, meaning)| vec![(*mark).to_owned(), (*meaning).to_owned()]));
        self.bodies.push(Body::Table(TableRecord { page: 1, caption: String::new(), cells }));
        self
    }

    pub(crate) fn reorganised(mut self, from: &str, to: &str) -> Self {
        self.facts.reorganisations.push(Reorganisation { from: from.into(), to: to.into(), evidence: Evidence::default() });
        self
    }

    /// When it came out.
    pub(crate) fn published(mut self, year: i32, month: u8) -> Self {
        self.facts.revisions = vec![Revision { year: Some(year), month: Some(month), event: "公表".into() }];
        self
    }

    /// Without any date of its own.
    pub(crate) fn undated(mut self) -> Self {
        self.facts.revisions.clear();
        self
    }

    pub(crate) fn titled(mut self, title: &str) -> Self {
        self.facts.title = Some(title.into());
        self
    }

    pub(crate) fn done(self) -> SourceDocument {
        let all = std::iter::once(Body::Document(self.facts)).chain(self.bodies);
        let place = |i: usize| Evidence::new(Place { page: Some(i + 1), ..Place::default() }, "");
        let records = all.enumerate().map(|(i, body)| Record::new(&self.name, body, 1.0, place(i))).collect();
        SourceDocument { file: format!("{}.pdf", self.name), hash: self.name, records, ..SourceDocument::default() }
    }
}
