//! 改訂履歴: the editions and reports of a plan by date, with what each edition changed.

use std::collections::BTreeMap;

use super::{Material, Plan};
use crate::report::view::{Cell, Column, ColumnKind, Fact, Report, Row, Table};
use crate::track::diff::diff;

/// The report.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let speech = material.speech;
    let mut draft = material.draft("history", plan);
    let columns = vec![
        Column::subject("title", speech.col("title"), 20),
        Column::subject("kind", speech.col("kind_of"), 8),
        Column::text("dated", speech.col("dated"), 10),
        Column::text("event", speech.col("event"), 8),
        Column::text("span", speech.col("span"), 16),
        Column::of(ColumnKind::Number, "measures", speech.col("count"), 6),
        Column::text("changes", speech.col("changes"), 24),
        Column::text("file", speech.col("file"), 16),
    ];
    let mut rows = Vec::new();
    let editions = &plan.tracked.editions;
    for (i, edition) in editions.iter().chain(&plan.tracked.reports).enumerate() {
        let own = edition.document.records.iter().position(|r| matches!(r.body, crate::model::Body::Document(_)));
        let at = own.map(|r| draft.cite_record(edition.document, r)).unwrap_or_default();
        let before = i.checked_sub(1).filter(|_| i < editions.len()).map(|j| &editions[j]);
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for change in before.map(|b| diff(b, edition, material.words, material.rules)).unwrap_or_default() {
            *kinds.entry(change.kind.word()).or_default() += 1;
        }
        let count = |(kind, n): (&&str, &usize)| {
            let number = f64::from(u32::try_from(*n).unwrap_or(u32::MAX));
            Fact::number(number, Some(0)).named(speech.word("change", kind)).code(*kind)
        };
        let changes: Vec<Fact> = kinds.iter().map(count).collect();
        let measures = f64::from(u32::try_from(edition.measures.len()).unwrap_or(u32::MAX));
        // An edition prints the dates of those before it, too; what it holds and changes is told with its own, the last.
        let head = |dated: String, event: String, own: bool| {
            vec![
                Fact::text(edition.document.title()).at(at.clone()).into(),
                Cell::text(speech.say(if i < editions.len() { "view.an_edition" } else { "view.a_report" })),
                Cell::text(dated),
                Cell::text(event),
                Cell::text(speech.years(edition.facts.period_from, edition.facts.period_to)),
                own.then(|| Fact::number(measures, Some(0))).into(),
                if own { changes.clone().into() } else { Cell::default() },
                Cell::text(edition.document.file.clone()),
            ]
        };
        if edition.facts.revisions.is_empty() {
            rows.push(Row::new(head(String::new(), String::new(), true)));
        }
        let last = edition.facts.revisions.iter().map(|r| (r.year, r.month)).max();
        for r in &edition.facts.revisions {
            let dated = r.year.map(|y| speech.month(y, r.month)).unwrap_or_default();
            rows.push(Row::new(head(dated, r.event.clone(), Some((r.year, r.month)) == last)));
        }
    }
    let title = draft.report.title.clone();
    draft.report.tables.push(Table { key: "history", title, columns, rows });
    Some(draft.report)
}
