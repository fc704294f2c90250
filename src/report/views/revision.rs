//! 計画改定 新旧対照表: old, new, remarks; one row a change, editions two by two.

use serde_json::Value as Json;

use super::{Material, Plan};
use crate::report::Lang;
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Scope, Speech, Table};
use crate::track::diff::{Change, diff};
use crate::track::{Edition, utility_of};

/// The report; `None` for a plan with one edition.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    if plan.tracked.editions.len() < 2 {
        return None;
    }
    let mut draft = material.draft("revision", plan);
    for pair in plan.tracked.editions.windows(2) {
        let [old, new] = pair else { continue };
        add(&mut draft, old, new, &diff(old, new, material.words, material.rules));
    }
    draft.note(material.speech.say("view.layout_is_no_change"));
    Some(draft.report)
}

/// The report on two documents alone, whatever plans they belong to.
#[must_use]
pub fn between(old: &Edition<'_>, new: &Edition<'_>, changes: &[Change], lang: Lang) -> Report {
    let mut draft = Draft::new("revision", "revision".to_owned(), Speech(lang));
    let (utility, plan) = (utility_of(&new.facts), new.document.title());
    draft.report.scope = Scope { utility, plan, edition: new.name.clone(), years: None, theme: None };
    for edition in [old, new] {
        draft.source(edition.document);
    }
    add(&mut draft, old, new, changes);
    draft.note(draft.speech.say("view.layout_is_no_change"));
    draft.report
}

/// The table of one pair with its sentence.
fn add(draft: &mut Draft, old: &Edition<'_>, new: &Edition<'_>, changes: &[Change]) {
    let values = [("old", old.name.as_str()), ("new", new.name.as_str()), ("n", &changes.len().to_string())];
    draft.report.summary.push(draft.speech.fill("view.changes_count", &values));
    let table = table(draft, old, new, changes);
    draft.report.tables.push(table);
}

fn table(draft: &mut Draft, old: &Edition<'_>, new: &Edition<'_>, changes: &[Change]) -> Table {
    let speech = draft.speech;
    // Editions of one title are told apart by the dates that they print.
    let mut side_head = |word: String, edition: &Edition<'_>| {
        let source = draft.source(edition.document);
        let title = edition.document.title();
        [word, title, draft.report.sources[source].dated.clone()].into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let columns = vec![
        Column::subject("code", speech.col("code"), 5),
        Column::subject("measure", speech.col("measure"), 14),
        Column::subject("kind", speech.col("kind"), 6),
        Column::text("old", side_head(speech.col("old"), old), 24),
        Column::text("new", side_head(speech.col("new"), new), 24),
        Column::text("remarks", speech.col("remarks"), 10),
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 10),
    ];
    let rows = changes.iter().map(|c| row(draft, (old, new), c)).collect();
    Table { key: "revision", title: format!("{} → {}", old.name, new.name), columns, rows }
}

fn row(draft: &mut Draft, (old, new): (&Edition<'_>, &Edition<'_>), c: &Change) -> Row {
    let speech = draft.speech;
    let before = draft.cite(old.document, &c.evidence.from);
    let after = draft.cite(new.document, &c.evidence.to);
    let title = c.measure_to.clone().or_else(|| c.measure_from.clone());
    let title = title.or_else(|| c.indicator.clone()).unwrap_or_else(|| speech.word("change", "document"));
    let kind = Fact::text(speech.word("change", c.kind.word())).code(c.kind.word());
    let side = |value: &Json, at: &[usize]| Cell::from(side(c, value, speech).at(at.to_vec()));
    let mut remarks: Vec<Fact> = c.findings.iter().map(|f| Fact::text(speech.word("finding", f)).code(f.clone())).collect();
    remarks.insert(0, Fact::text(speech.word("field", field(&c.field))).code(c.field.clone()));
    let pages = draft.pages(&[before.clone(), after.clone()].concat());
    Row::new(vec![
        Cell::text(c.code.clone().unwrap_or_default()),
        Cell::text(title),
        kind.into(),
        side(&c.before, &before),
        side(&c.after, &after),
        remarks.into(),
        pages,
    ])
}

/// One side of a change: the indicator, where it is about one, and the value with its unit.
pub(super) fn side(c: &Change, value: &Json, speech: Speech) -> Fact {
    let shown = match field(&c.field) {
        "period" | "target_year" => years_of(value, speech),
        "revisions" => dates_of(value, speech),
        _ => words(value, speech),
    };
    let number = value.as_f64().filter(|_| field(&c.field) != "target_year");
    let shown = if shown.is_empty() { speech.say("view.nothing") } else { shown };
    Fact { number, ..Fact::text(shown) }.named(c.indicator.clone().unwrap_or_default()).unit(c.unit.as_deref())
}

/// The field without its year: `target 2025` is a target.
fn field(name: &str) -> &str {
    name.split([' ', '/']).next().unwrap_or(name)
}

/// First and last year of a period, or a year alone.
fn years_of(value: &Json, speech: Speech) -> String {
    let year = |v: Option<&Json>| v.and_then(Json::as_i64).and_then(|y| i32::try_from(y).ok());
    match value {
        Json::Array(all) => speech.years(year(all.first()), year(all.get(1))),
        one => year(Some(one)).map(|y| speech.year(y)).unwrap_or_default(),
    }
}

/// Dates of editions (`2024-05 改定`) as documents print them, line by line.
fn dates_of(value: &Json, speech: Speech) -> String {
    let date = |line: &str| {
        let (day, event) = line.split_once(' ').unwrap_or((line, ""));
        let (year, month) = day.split_once('-').map_or((day, None), |(y, m)| (y, m.parse().ok()));
        let dated = year.parse().ok().map(|year| speech.month(year, month));
        dated.map_or_else(|| line.to_owned(), |dated| format!("{dated} {event}").trim().to_owned())
    };
    words(value, speech).lines().map(date).collect::<Vec<_>>().join("\n")
}

/// A value of a change in words: texts as they are, lists line by line, bars as years with their label.
pub(super) fn words(value: &Json, speech: Speech) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(s) => s.clone(),
        Json::Number(n) => n.as_f64().map(|n| crate::report::number(n, None)).unwrap_or_default(),
        Json::Bool(b) => b.to_string(),
        Json::Array(all) => all.iter().map(|v| words(v, speech)).filter(|w| !w.is_empty()).collect::<Vec<_>>().join("\n"),
        Json::Object(map) => {
            let year = |key: &str| map.get(key).and_then(Json::as_i64).and_then(|y| i32::try_from(y).ok());
            let span = speech.years(year("from"), year("to"));
            let rest = map.iter().filter(|(k, _)| !matches!(k.as_str(), "from" | "to")).map(|(_, v)| words(v, speech));
            std::iter::once(span).chain(rest).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
        }
    }
}
