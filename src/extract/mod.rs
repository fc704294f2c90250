//! Blocks and rules become records with evidence and confidence. Knows neither PDF operators nor the store.
//!
//! ```text
//! blocks ─ walk ─► headings and list items build the outline (goals, measures);
//!                  tables are cut into sections, columns get roles, and the reader for these roles reads the rows;
//!                  sentences are searched for targets, products, reviews
//! ```

mod acting_tiers;
pub mod amounts;
mod around;
mod attainment;
mod badges;
mod bracketed;
mod cellforms;
mod composite;
mod considered;
mod deadlines;
mod deliverables;
mod described;
pub mod document;
mod eras;
mod follow_up;
mod form_lines;
mod goals;
mod grid;
mod guesses;
mod header_rows;
mod headers;
mod items;
mod kinds;
mod labels;
mod line;
mod measure_columns;
mod measure_money;
mod measure_rows;
mod measures;
mod merge;
mod outline;
mod owned_titles;
mod owner_lines;
mod owner_matrix;
mod paired;
mod periods;
mod phases;
mod places;
#[cfg(test)]
mod progress_tables;
pub mod rated;
mod rating_legend;
pub mod reported;
mod reviews;
mod roles;
mod schedule;
mod section_tiers;
mod sectioned;
mod sheet_parts;
mod sheets;
mod strips;
mod tables;
mod term_lines;
pub mod terms;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod tier_paths;
mod tierwords;
mod turned;
pub mod values;
mod walk;

pub use around::Around;
pub use grid::Grid;
pub use guesses::RoleGuess;
pub use headers::{Column, Section, sections};
pub use kinds::{KindChoice, TableKind};
pub use sectioned::{CutTable, Sectioned};
pub use sheets::is_broken_sheet;

use crate::language::{Tokenizer, YearSpan, normalise, squash};
use crate::model::{Body, Content, PlanKind, Record, SourceFile, StandardMatch, Warning};
use crate::rules::{ColumnRole, Printed, Rules, standard_edition};
use std::collections::{BTreeMap, BTreeSet};

use phases::{Phases, is_relative, phase_name};
use sha2::{Digest, Sha256};

/// What one document gave.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// The records in the order of the document.
    pub records: Vec<Record>,
    /// Number of tables that gave records.
    pub tables_understood: usize,
    /// Number of tables kept as they are.
    pub tables_kept: usize,
    /// Header words that the rules do not know, with the roles that their cells gave: candidates for the rules.
    pub guesses: Vec<RoleGuess>,
    /// What people should know: those of the reader first.
    pub warnings: Vec<Warning>,
}

/// Records of one document: a pure function of the document, the rules and the dictionary.
#[must_use]
pub fn extract(source: &SourceFile, sectioned: &Sectioned<'_>, rules: &Rules, tokenizer: &Tokenizer) -> Extraction {
    let blocks = sectioned.blocks;
    let document = document::document(source, blocks, rules);
    let mut around = surroundings(source, &document);
    around.money = amounts::MoneyShapes::of_blocks(blocks, rules);
    around.roman_chapters = tierwords::roman_chapters(blocks, rules);
    around.tier_words = tierwords::learnt(blocks, rules);
    around.marks = described::marks(blocks, rules);
    around.bracketed = bracketed::titles(sectioned, rules);
    around.told = section_tiers::told(blocks, rules);
    around.ratings = rating_legend::of_document(sectioned, rules);
    let phases = defined_phases(sectioned).within(around.period);
    around.phases = phases.clone();
    let sheets = sheets::sheets(blocks, rules, around.years);
    let glossary = terms::terms(source, blocks, rules);
    let walked = walk::Walker::new(rules, &phases, around, sheets).walk(sectioned, &|block| glossary.consumed.contains(&block));
    let mut records = document;
    records.extend(walked.records);
    records.extend(reviews::reviews(source, blocks, rules));
    records.extend(glossary.records);
    values::link_measures(&mut records);
    let mut records = merge::products(merge::indicators(records));
    places::part(&mut records, blocks);
    name_sheets(&mut records, source);
    mark_recognised(&mut records, source);
    give_ids(&mut records);
    give_themes(&mut records, rules, tokenizer);
    match_indicators(&mut records, rules, tokenizer);
    Extraction {
        records,
        tables_understood: walked.understood,
        tables_kept: walked.kept,
        guesses: walked.guesses,
        warnings: source.warnings.clone(),
    }
}

/// What the document record says to the readers of its tables: the period, and whether it reports on it.
fn surroundings(source: &SourceFile, document: &[Record]) -> Around {
    let mut around = Around { document: source.name.clone(), ..Around::default() };
    if let Some(Body::Document(record)) = document.first().map(|r| &r.body) {
        around.report = record.kind == Some(PlanKind::ProgressReport);
        around.period = record.period_from.zip(record.period_to);
        around.years.period = around.period;
    }
    around
}

/// The relative columns of the tables with the years that the text defines for them.
fn defined_phases(sectioned: &Sectioned<'_>) -> Phases {
    let mut texts: Vec<String> = sectioned.blocks.iter().map(|b| normalise(b.text())).filter(|t| !t.is_empty()).collect();
    let (mut names, mut heads): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for section in sectioned.tables().flat_map(|(_, table)| &table.sections) {
        // 導入期（令和9～11年度） over one table says what 導入期 over the next one is.
        texts.extend(section.columns.iter().filter(|c| c.year.as_ref().is_some_and(YearSpan::is_year)).map(|c| c.label().to_owned()));
        let relative = section.columns.iter().filter(|c| c.year.as_ref().is_some_and(|y| is_relative(y) && !y.ambiguous));
        names.extend(relative.flat_map(|c| c.year.iter().map(phases::name_of).chain([phase_name(c.label())])).filter(|n| !n.is_empty()));
        let state =
            |c: &&Column| c.year.is_none() && matches!(c.role, Some(ColumnRole::Current | ColumnRole::Baseline | ColumnRole::Actual));
        heads.extend(section.columns.iter().filter(state).map(|c| c.label().to_owned()).filter(|label| label.chars().count() > 1));
    }
    for list in [&mut names, &mut heads] {
        list.sort();
        list.dedup();
    }
    for (_, table) in sectioned.tables() {
        texts.extend(phases::told_in_table(&table.grid, &names));
    }
    Phases::define(&names, texts.iter().map(String::as_str)).dating(&heads, texts.iter().map(String::as_str))
}

/// Places in a workbook know the number of their sheet; people know its name.
fn name_sheets(records: &mut [Record], source: &SourceFile) {
    let Content::Sheets(sheets) = &source.content else { return };
    for evidence in records.iter_mut().flat_map(|record| &mut record.evidence).filter(|evidence| evidence.range.is_some()) {
        let sheet = sheets.iter().find(|sheet| Some(sheet.number) == evidence.page && !sheet.name.is_empty());
        evidence.sheet = sheet.map(|sheet| sheet.name.clone());
    }
}

/// Records from recognised pages say so, and are no surer than the recognition was.
fn mark_recognised(records: &mut [Record], source: &SourceFile) {
    let recognised = source.warnings.iter().filter(|w| w.code == "ocr_page");
    let confidence: std::collections::BTreeMap<Option<usize>, f32> =
        recognised.map(|w| (w.page, w.detail.parse::<f32>().unwrap_or(0.0) / 100.0)).collect();
    for record in records {
        let least = record.evidence.iter().filter_map(|e| confidence.get(&e.page)).copied().reduce(f32::min);
        if let Some(least) = least {
            record.confidence *= least;
            record.reasons.push("ocr".to_owned());
        }
    }
}

/// Themes of the measures. They follow from the other fields, so ids do not depend on them.
fn give_themes(records: &mut [Record], rules: &Rules, tokenizer: &Tokenizer) {
    for record in records {
        if let Body::Measure(measure) = &mut record.body {
            measure.themes = rules.themes.of(measure, tokenizer);
        }
    }
}

/// The entries of the dictionary that the printed indicators are likely to be; like themes they follow from the other fields.
fn match_indicators(records: &mut [Record], rules: &Rules, tokenizer: &Tokenizer) {
    let codes = records.iter().filter_map(|r| match &r.body {
        Body::Value(v) => v.code.as_deref(),
        Body::Indicator(i) => i.code.as_deref(),
        _ => None,
    });
    let editions: BTreeSet<u16> = codes.filter_map(standard_edition).collect();
    let edition = editions.first().copied().filter(|_| editions.len() == 1);
    // The same name stands in every year: each is looked up once.
    let mut known: BTreeMap<(String, Option<String>, Option<String>), Option<StandardMatch>> = BTreeMap::new();
    for record in records {
        let (name, code, unit, standard) = match &mut record.body {
            Body::Value(v) => (&v.indicator, &v.code, &v.unit, &mut v.standard),
            Body::Indicator(i) => (&i.indicator, &i.code, &i.unit, &mut i.standard),
            _ => continue,
        };
        let key = (name.clone(), code.clone(), unit.clone());
        let printed = Printed { name, code: code.as_deref(), unit: unit.as_deref(), edition };
        *standard = known.entry(key).or_insert_with(|| rules.indicators.matched(printed, &rules.units, tokenizer)).clone();
    }
}

/// Ids that are stable within one extraction: the type and a hash of what the record says and where.
fn give_ids(records: &mut [Record]) {
    let mut seen = std::collections::BTreeMap::new();
    for record in records {
        let body = serde_json::to_string(&record.body).unwrap_or_default();
        let digest = Sha256::digest(squash(&body).as_bytes());
        let hex: String = digest.iter().take(5).map(|b| format!("{b:02x}")).collect();
        let id = format!("{}-{hex}", record.body.type_name());
        let count = seen.entry(id.clone()).and_modify(|n| *n += 1).or_insert(1);
        record.id = if *count == 1 { id } else { format!("{id}-{count}") };
    }
}
