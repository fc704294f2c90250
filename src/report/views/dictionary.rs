//! データ辞書: the indicators as the plans define them, every indicator of the standard, and every field of the records, with sources.

use serde_json::Value as Json;

use super::{Material, comparison};
use crate::model::Record;
use crate::report::view::{Cell, Column, ColumnKind, Draft, Fact, Report, Row, Speech, Table};
use crate::rules::IndicatorEntry;
use crate::track::Trend;

/// The report.
pub(super) fn report(material: &Material<'_>) -> Option<Report> {
    let speech = material.speech;
    let mut draft = Draft::new("dictionary", "dictionary".to_owned(), speech);
    let own = of_plans(&mut draft, material);
    let tables = [own, of_standard(material), fields(speech)];
    draft.report.tables.extend(tables.into_iter().filter(|t| !t.rows.is_empty()));
    let counts = draft.report.tables.iter().map(|t| speech.fill("view.rows_of", &[("title", &t.title), ("n", &t.rows.len().to_string())]));
    draft.report.summary = counts.collect();
    draft.note(speech.say("view.dictionary_note"));
    draft.note(speech.say("view.dictionary_fields_note"));
    Some(draft.report)
}

/// Indicators with the formula, definition and unit that the plans print, and the entry of the dictionary that each is likely to be.
fn of_plans(draft: &mut Draft, material: &Material<'_>) -> Table {
    let speech = material.speech;
    let columns = vec![
        Column::subject("utility", speech.col("utility"), 8),
        Column::subject("code", speech.col("code"), 5),
        Column::subject("indicator", speech.col("indicator"), 14),
        Column::text("unit", speech.col("unit"), 5),
        Column::text("direction", speech.col("direction"), 5),
        Column::text("formula", speech.col("formula"), 22),
        Column::text("definition", speech.col("definition"), 22),
        Column::text("standard", speech.col("dictionary_entry"), 14),
        Column::of(ColumnKind::Evidence, "pages", speech.col("pages"), 10),
    ];
    let mut rows = Vec::new();
    for plan in &material.plans {
        let Some(view) = material.view(plan) else { continue };
        for s in &view.series {
            let cite = s.cite.or_else(|| s.points.first().map(|p| p.cite));
            let at = cite.map(|c| draft.cite_record(material.documents[c.document], c.record)).unwrap_or_default();
            let pages = draft.pages(&at);
            let direction = if s.trend == Trend::Unknown { String::new() } else { comparison::direction(s.trend, false, speech) };
            let name = s.scope.as_ref().map_or_else(|| s.name.clone(), |scope| format!("{} ({scope})", s.name));
            rows.push(Row::new(vec![
                Cell::text(plan.utility.clone()),
                Cell::text(s.code.clone().unwrap_or_default()),
                Fact::text(name).at(at.clone()).into(),
                Cell::text(s.unit.clone().unwrap_or_default()),
                Cell::text(direction),
                s.formula.clone().map(|f| Fact::text(f).at(at.clone())).into(),
                s.definition.clone().map(|d| Fact::text(d).at(at.clone())).into(),
                Cell::text(entry_of(material, cite)),
                pages,
            ]));
        }
    }
    Table { key: "plans", title: speech.say("view.dictionary_plans"), columns, rows }
}

/// Code and name of the dictionary's entry that a record was matched to; one that is unsure says so.
fn entry_of(material: &Material<'_>, cite: Option<crate::track::Cite>) -> String {
    use crate::model::Body;
    let record = cite.and_then(|c| material.documents[c.document].records.get(c.record));
    let found = match record.map(|r| &r.body) {
        Some(Body::Value(v)) => v.standard.as_ref(),
        Some(Body::Indicator(i)) => i.standard.as_ref(),
        _ => None,
    };
    let Some(found) = found else { return String::new() };
    let code = found.code.as_deref().or(found.ministry_no.as_deref()).unwrap_or_default();
    let shown = format!("{code} {}", found.name).trim().to_owned();
    if found.low { material.speech.fill("view.unsure", &[("what", &shown)]) } else { shown }
}

/// Indicators of the standards that the program knows, with the codes of both editions and what must not be joined.
fn of_standard(material: &Material<'_>) -> Table {
    let speech = material.speech;
    let columns = vec![
        Column::subject("code", speech.col("code_2016"), 5),
        Column::subject("code_2005", speech.col("code_2005"), 5),
        Column::subject("ministry_no", speech.col("ministry_no"), 5),
        Column::subject("indicator", speech.col("indicator"), 14),
        Column::text("other_names", speech.col("other_names"), 12),
        Column::text("unit", speech.col("unit"), 5),
        Column::text("direction", speech.col("direction"), 5),
        Column::text("formula", speech.col("formula"), 24),
        Column::text("relation", speech.col("relation"), 8),
        Column::text("never_merge", speech.col("never_merge"), 12),
        Column::text("source", speech.col("standard_name"), 10),
    ];
    let rows = material.rules.indicators.entries().iter().map(|e| standard(e, speech)).collect();
    Table { key: "standard", title: speech.say("view.dictionary_standard"), columns, rows }
}

fn standard(e: &IndicatorEntry, speech: Speech) -> Row {
    let word = |group: &str, code: Option<&str>| code.map(|c| speech.word(group, c)).unwrap_or_default();
    let mut names: Vec<&str> = e.name_2005.as_deref().filter(|n| *n != e.name).into_iter().collect();
    for alias in &e.aliases {
        if !names.contains(&alias.as_str()) && *alias != e.name {
            names.push(alias);
        }
    }
    let fact = |text: String| Fact::text(text).code(e.system.clone());
    Row::new(vec![
        Cell::text(e.code.clone().unwrap_or_default()),
        Cell::text(e.code_2005.clone().unwrap_or_default()),
        Cell::text(e.ministry_no.clone().unwrap_or_default()),
        Cell::text(e.name.clone()),
        Cell::text(names.join(speech.comma())),
        Cell::text(e.unit.clone().unwrap_or_default()),
        Cell::text(word("direction", e.direction.as_deref())),
        Cell::text(e.formula.clone().unwrap_or_default()),
        Cell::text(word("relation", e.relation.as_deref())),
        Cell::text(e.never_merge.as_deref().unwrap_or_default().replace('|', speech.comma())),
        fact(speech.word("standard", &e.system)).into(),
    ])
}

/// Fields of the records, from their types; the Japanese words are the catalogue's.
fn fields(speech: Speech) -> Table {
    let columns = vec![
        Column::subject("type", speech.col("type"), 9),
        Column::subject("field", speech.col("field"), 12),
        Column::text("field_key", speech.col("field_key"), 14),
        Column::text("form", speech.col("form"), 12),
        Column::text("required", speech.col("required"), 5),
        Column::text("definition", speech.col("definition"), 46),
    ];
    let rows = all_fields().into_iter().map(|f| {
        let means = speech.find(&format!("field_means.{}.{}", f.of, f.key)).filter(|_| speech.0 == crate::report::Lang::Ja);
        Row::new(vec![
            Cell::text(speech.word("field_type", &f.of)),
            Cell::text(speech.word(&format!("field_name.{}", f.of), &f.key)),
            Cell::text(format!("{}.{}", f.of, f.key)),
            Cell::text(f.form),
            Cell::text(if f.required { speech.say("view.required") } else { String::new() }),
            Cell::text(means.unwrap_or(f.description)),
        ])
    });
    Table { key: "fields", title: speech.say("view.dictionary_fields"), columns, rows: rows.collect() }
}

/// A field of a record or of a part of one.
struct Field {
    /// The type as records and words have it: `measure`, `evidence` ...
    of: String,
    key: String,
    form: String,
    required: bool,
    /// The doc comment.
    description: String,
}

/// All fields of all types, those of every record first, then by type.
fn all_fields() -> Vec<Field> {
    let schema = schemars::schema_for!(Record);
    let root = schema.as_value();
    let types = root.get("$defs").and_then(Json::as_object).into_iter().flatten().map(|(name, t)| (type_name(name), t));
    let mut fields = Vec::new();
    for (of, t) in std::iter::once(("record".to_owned(), root)).chain(types) {
        let required: Vec<&str> = t.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
        for (key, what) in t.get("properties").and_then(Json::as_object).into_iter().flatten() {
            let description = what.get("description").and_then(Json::as_str).unwrap_or_default().replace('\n', " ");
            fields.push(Field {
                of: of.clone(),
                key: key.clone(),
                form: form(what),
                required: required.contains(&key.as_str()),
                description,
            });
        }
    }
    fields
}

/// `ResultRecord` of the code is `result` in the records.
fn type_name(name: &str) -> String {
    name.strip_suffix("Record").filter(|n| !n.is_empty()).unwrap_or(name).to_lowercase()
}

/// The form of a field: integer, string or null, a type of its own.
fn form(what: &Json) -> String {
    let list = |all: &[Json]| all.iter().map(form).collect::<Vec<_>>().join(" | ");
    match (what.get("type"), what.get("$ref").and_then(Json::as_str), what.get("anyOf").and_then(Json::as_array)) {
        (Some(Json::String(t)), ..) if t == "array" => {
            what.get("items").map(form).filter(|f| !f.is_empty()).map_or_else(|| t.clone(), |f| format!("array of {f}"))
        }
        (Some(Json::String(t)), ..) => t.clone(),
        (Some(Json::Array(all)), ..) => all.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" | "),
        (_, Some(reference), _) => type_name(reference.rsplit('/').next().unwrap_or(reference)),
        (_, _, Some(all)) => list(all),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Lang;

    #[test]
    fn every_field_has_a_name_and_a_meaning_in_both_languages() {
        let fields = all_fields();
        assert!(fields.len() > 100, "{}", fields.len());
        for field in fields {
            let key = format!("{}.{}", field.of, field.key);
            for lang in [Lang::Ja, Lang::En] {
                assert!(Speech(lang).find(&format!("field_name.{key}")).is_some(), "locales/fields.toml: field_name.{key}");
                assert!(Speech(lang).find(&format!("field_type.{}", field.of)).is_some(), "locales/fields.toml: field_type.{}", field.of);
            }
            assert!(Speech(Lang::Ja).find(&format!("field_means.{key}")).is_some(), "locales/fields.toml: field_means.{key}");
            assert!(!field.description.is_empty(), "{key} has no doc comment");
        }
    }

    #[test]
    fn forms_are_read_from_the_schema() {
        let form_of = |key: &str| all_fields().into_iter().find(|f| format!("{}.{}", f.of, f.key) == key).unwrap().form;
        assert_eq!(form_of("value.value"), "number | null");
        assert_eq!(form_of("value.role"), "role");
        assert_eq!(form_of("measure.owners"), "array of string");
        assert_eq!(form_of("document.kind"), "plankind | null");
    }
}
