//! 責任分担表: measures × sections, with the part that the plan states.

use super::{Material, Plan};
use crate::report::view::{Cell, Column, Fact, Report, Row, Table};

/// More sections than this are not columns of a table.
const MOST: usize = 40;

/// The report; `None` for a plan that names no section.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let newest = plan.newest()?;
    let mut sections: Vec<&str> = Vec::new();
    for owner in newest.measures.iter().flat_map(|m| &m.measure.owners) {
        if !sections.contains(&owner.as_str()) {
            sections.push(owner);
        }
    }
    if sections.is_empty() {
        return None;
    }
    let speech = material.speech;
    let mut draft = material.draft("duties", plan);
    let left_out = sections.len().saturating_sub(MOST);
    sections.truncate(MOST);
    let mut columns = vec![Column::subject("code", speech.col("code"), 5), Column::subject("measure", speech.col("measure"), 18)];
    columns.extend(sections.iter().enumerate().map(|(i, s)| Column::text(&format!("s{i}"), (*s).to_owned(), 4)));
    let mut rows = Vec::new();
    for measure in &newest.measures {
        let at = measure.record.map(|r| draft.cite_record(newest.document, r)).unwrap_or_default();
        let owners = &measure.measure.owners;
        let mut cells = vec![
            Cell::text(measure.measure.code.clone().unwrap_or_default()),
            Fact::text(measure.measure.title.clone()).at(at.clone()).into(),
        ];
        for section in &sections {
            cells.push(match owners.iter().position(|o| o == section) {
                None => Cell::default(),
                Some(_) if owners.len() == 1 => Fact::text("◎").code("alone").at(at.clone()).into(),
                Some(0) => Fact::text("○").code("first").at(at.clone()).into(),
                Some(_) => Fact::text("・").code("further").at(at.clone()).into(),
            });
        }
        rows.push(Row::new(cells).under(measure.measure.path.join(" ＞ ")));
    }
    let title = draft.report.title.clone();
    draft.report.tables.push(Table { key: "duties", title, columns, rows });
    draft.legend("◎", speech.say("view.alone"));
    draft.legend("○", speech.say("view.named_first"));
    draft.legend("・", speech.say("view.named_further"));
    draft.note(speech.say("view.raci_note"));
    if left_out > 0 {
        draft.note(speech.fill("view.sections_left_out", &[("n", &left_out.to_string())]));
    }
    Some(draft.report)
}
