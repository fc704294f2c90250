//! 責任分担表: measures × sections. Where the plan states parts (主管, 協力, 取りまとめ ...) each has its RACI letter beside the printed word;
//! else the section named first is shown as 主管 and the others as 関係, by the order of print alone.

use std::collections::BTreeMap;

use super::{Material, Plan};
use crate::model::Body;
use crate::report::view::{Cell, Column, ColumnKind, Fact, Report, Row, Table, Tone};
use crate::track::{Edition, TrackedMeasure, squash};

/// Sections beside each other on one sheet; more are set in further tables with the same rows.
const BLOCK: usize = 16;

/// The report; `None` for a plan that names no section.
pub(super) fn report(material: &Material<'_>, plan: &Plan<'_>) -> Option<Report> {
    let newest = plan.newest()?;
    let leads = leads(newest);
    let mut sections: Vec<String> = Vec::new();
    for measure in &newest.measures {
        let owners = measure.measure.owners.iter().map(|o| bare(o, material));
        for section in owners.chain(leads.of(measure).map(|(_, lead)| lead.clone())) {
            if !sections.contains(&section) {
                sections.push(section);
            }
        }
    }
    if sections.is_empty() {
        return None;
    }
    let speech = material.speech;
    let mut draft = material.draft("duties", plan);
    let blocks: Vec<&[String]> = sections.chunks(BLOCK).collect();
    for (number, block) in blocks.iter().enumerate() {
        let mut columns = vec![Column::subject("code", speech.col("code"), 5), Column::subject("measure", speech.col("measure"), 18)];
        columns.extend(block.iter().enumerate().map(|(i, s)| Column::text(&format!("s{i}"), s.clone(), 5)));
        columns.push(Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 10));
        let mut rows = Vec::new();
        for measure in &newest.measures {
            let at = measure.record.map(|r| draft.cite_record(newest.document, r)).unwrap_or_default();
            let mut cells = vec![
                Cell::text(measure.measure.code.clone().unwrap_or_default()),
                Fact::text(measure.measure.title.clone()).at(at.clone()).into(),
            ];
            for section in *block {
                let mut cell = part(material, measure, section, &at);
                if let Some((record, _)) = leads.of(measure).find(|(_, lead)| *lead == section) {
                    let word = speech.say("view.duty_lead");
                    let letter = material.rules.owners.letter(&word).map(String::from);
                    let shown = letter.iter().chain([&word]).cloned().collect::<Vec<_>>().join(" ");
                    let lead = Fact { code: letter, ..Fact::text(shown) };
                    cell.facts.push(lead.at(draft.cite_record(newest.document, record)));
                }
                cells.push(cell);
            }
            cells.push(draft.pages(&at));
            rows.push(Row::new(cells).under(measure.measure.path.join(" ＞ ")));
        }
        let of = if blocks.len() > 1 { format!(" {}/{}", number + 1, blocks.len()) } else { String::new() };
        let title = format!("{}{of}", draft.report.title);
        draft.report.tables.push(Table { key: "duties", title, columns, rows });
    }
    let stated = newest.measures.iter().filter(|m| !m.measure.parts.is_empty()).count();
    let (all, nobody) = (newest.measures.len(), newest.measures.iter().filter(|m| m.measure.owners.is_empty()).count());
    let counts = [("n", all.to_string()), ("stated", stated.to_string()), ("nobody", nobody.to_string())];
    draft.report.summary.push(speech.fill("view.duties_count", &counts.each_ref().map(|(k, v)| (*k, v.as_str()))));
    for letter in ["R", "A", "C", "I"] {
        draft.legend(letter, speech.say(&format!("view.raci_{}", letter.to_lowercase())));
    }
    draft.legend(speech.say("view.duty_first"), speech.say("view.named_first"));
    draft.legend(speech.say("view.duty_further"), speech.say("view.named_further"));
    draft.legend(speech.say("view.empty_cell"), speech.say("view.not_named"));
    draft.note(speech.say("view.raci_note"));
    Some(draft.report)
}

/// Sections that bring a goal together (取りまとめ), with the goal's record.
struct Leads(BTreeMap<String, (usize, Vec<String>)>);

fn leads(edition: &Edition<'_>) -> Leads {
    let of = |(record, r): (usize, &crate::model::Record)| match &r.body {
        Body::Goal(goal) if !goal.lead.is_empty() => Some((squash(&goal.title), (record, goal.lead.clone()))),
        _ => None,
    };
    Leads(edition.document.records.iter().enumerate().filter_map(of).collect())
}

impl Leads {
    /// Those of the nearest goal above a measure that has any.
    fn of<'a>(&'a self, measure: &TrackedMeasure) -> impl Iterator<Item = (usize, &'a String)> {
        let goal = measure.measure.path.iter().rev().find_map(|title| self.0.get(&squash(title)));
        goal.into_iter().flat_map(|(record, leads)| leads.iter().map(|lead| (*record, lead)))
    }
}

/// A section's name without the part in a bracket behind it: 施設課(主) is 施設課.
fn bare(owner: &str, material: &Material<'_>) -> String {
    let split = owner.trim_end_matches([')', '）']).rsplit_once(['(', '（']);
    split.filter(|(_, part)| material.rules.owners.letter(part).is_some()).map_or_else(|| owner.to_owned(), |(name, _)| name.to_owned())
}

/// What a section does for a measure.
fn part(material: &Material<'_>, measure: &TrackedMeasure, section: &str, at: &[usize]) -> Cell {
    let speech = material.speech;
    let owners = &measure.measure.owners;
    let Some(place) = owners.iter().position(|o| bare(o, material) == section) else {
        // A measure without any section is a gap that somebody has to close.
        return if owners.is_empty() { Fact::text("…").code("nobody").tone(Tone::Watch).into() } else { Cell::default() };
    };
    let stated = measure.measure.parts.get(place).filter(|p| !p.is_empty());
    let letter = stated.and_then(|p| material.rules.owners.letter(p).map(|letter| (letter, p)));
    let fact = match (letter, stated) {
        (Some((letter, word)), _) => Fact::text(format!("{letter} {word}")).code(letter.to_string()),
        (None, Some(word)) => Fact::text(word.clone()).code("stated"),
        (None, None) if !measure.measure.parts.is_empty() => Fact::text(speech.say("view.duty_unstated")).code("unstated"),
        (None, None) if place == 0 => Fact::text(speech.say("view.duty_first")).code("first"),
        (None, None) => Fact::text(speech.say("view.duty_further")).code("further"),
    };
    fact.at(at.to_vec()).into()
}
