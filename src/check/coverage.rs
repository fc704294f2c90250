//! Where the characters of a page went: into records, running text, tables that were understood, tables kept as they are.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::confidence::{PlaceKey, place_key};
use crate::extract::{Grid, sections};
use crate::language::{parse_cell, squash};
use crate::model::{Block, BlockKind, Body, Evidence, Place, Record, Table};
use crate::rules::Rules;

/// Shorter words are found anywhere by chance, so they count only where a field says just them.
const FOUND_INSIDE: usize = 4;

/// One page, or a whole text. Characters are counted without white space; what stands in a record counts there only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(tag = "type", rename = "coverage")]
pub struct PageCoverage {
    /// The document's label.
    pub document: String,
    /// Page from 1; `None` for texts, which are one.
    pub page: Option<usize>,
    /// All characters of the page's blocks.
    pub characters: usize,
    /// Words that a record holds or quotes.
    pub in_records: usize,
    /// Headings, paragraphs, lists, captions and notes that gave no record.
    pub running_text: usize,
    /// The rest of tables that gave records.
    pub understood_tables: usize,
    /// Tables kept as they are.
    pub kept_tables: usize,
    /// Running heads, page numbers and contents lists.
    pub furniture: usize,
    /// Numbers in the bodies of tables.
    pub figures: usize,
    /// Those of them that became no record.
    pub figures_unread: usize,
}

/// The pages of a document in order.
#[must_use]
pub fn coverage(document: &str, blocks: &[Block], records: &[Record], rules: &Rules) -> Vec<PageCoverage> {
    let said = Said::of(records);
    let mut pages: BTreeMap<Option<usize>, PageCoverage> = BTreeMap::new();
    for block in blocks {
        if let BlockKind::Table(table) = &block.kind {
            of_table(block.place, table, &said, rules, &mut pages);
            continue;
        }
        let count = characters(block.text());
        let page = entry(&mut pages, block.place);
        page.characters += count;
        match &block.kind {
            BlockKind::Furniture { .. } | BlockKind::Contents { .. } => page.furniture += count,
            _ if said.holds(&Evidence::new(block.place, block.text())) => page.in_records += count,
            _ => page.running_text += count,
        }
    }
    let named = |(number, page): (Option<usize>, PageCoverage)| PageCoverage { document: document.to_owned(), page: number, ..page };
    pages.into_iter().filter(|(_, page)| page.characters > 0).map(named).collect()
}

fn entry(pages: &mut BTreeMap<Option<usize>, PageCoverage>, place: Place) -> &mut PageCoverage {
    pages.entry(place.page).or_default()
}

fn of_table(place: Place, table: &Table, said: &Said, rules: &Rules, pages: &mut BTreeMap<Option<usize>, PageCoverage>) {
    let kept = said.kept.contains(&(place.page, place.line, first_words(table)));
    let grid = Grid::new(table);
    let body: BTreeSet<usize> = sections(&grid, rules, None).iter().flat_map(|s| s.body.iter().copied()).collect();
    for cell in &table.cells {
        let count = characters(&cell.text);
        let page = entry(pages, cell.place);
        page.characters += count;
        let in_record = !kept && said.holds(&Evidence::new(cell.place, cell.text.clone()));
        match (kept, in_record) {
            (true, _) => page.kept_tables += count,
            (_, true) => page.in_records += count,
            _ => page.understood_tables += count,
        }
        if body.contains(&cell.row) && parse_cell(&cell.text).is_some() {
            page.figures += 1;
            let read = !kept && said.places.contains(&place_key(&Evidence::new(cell.place, cell.text.clone())));
            page.figures_unread += usize::from(!read);
        }
    }
    for bar in table.bars.iter().filter(|b| !b.label.is_empty()) {
        let count = characters(&bar.label);
        let page = entry(pages, bar.place);
        page.characters += count;
        if kept { page.kept_tables += count } else { page.in_records += count }
    }
}

fn first_words(table: &Table) -> String {
    table.cells.iter().find_map(|c| c.text.lines().next()).unwrap_or_default().to_owned()
}

fn characters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// What the records of a document hold.
struct Said {
    /// Places that they quote.
    places: BTreeSet<PlaceKey>,
    /// Words of their fields.
    words: BTreeSet<String>,
    /// All longer words, to look inside of.
    all: String,
    /// Tables kept as they are: page, line, first words.
    kept: BTreeSet<(Option<usize>, Option<usize>, String)>,
}

impl Said {
    fn of(records: &[Record]) -> Self {
        let mut said = Self { places: BTreeSet::new(), words: BTreeSet::new(), all: String::new(), kept: BTreeSet::new() };
        for record in records {
            if let Body::Table(_) = &record.body {
                said.kept.extend(record.evidence.iter().map(|e| (e.page, e.line, e.quote.clone())));
                continue;
            }
            said.places.extend(record.evidence.iter().map(place_key));
            let quotes = record.evidence.iter().map(|e| squash(&e.quote));
            let fields = serde_json::to_value(&record.body).map(|value| strings(&value)).unwrap_or_default();
            said.words.extend(quotes.chain(fields.iter().map(|f| squash(f))));
        }
        for word in said.words.iter().filter(|w| w.chars().count() >= FOUND_INSIDE) {
            said.all.push_str(word);
            said.all.push('\n');
        }
        said
    }

    fn holds(&self, evidence: &Evidence) -> bool {
        let words = squash(&evidence.quote);
        let inside = || words.chars().count() >= FOUND_INSIDE && self.all.contains(&words);
        self.places.contains(&place_key(evidence)) || self.words.contains(&words) || inside()
    }
}

/// All strings of a value.
fn strings(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => vec![text.clone()],
        serde_json::Value::Array(all) => all.iter().flat_map(strings).collect(),
        serde_json::Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout;
    use crate::model::SourceFile;

    #[test]
    fn every_character_goes_somewhere_and_unread_figures_are_counted() {
        let text =
            "水道事業の概要を述べます。\n\n指標\t単位\t令和5年度実績\t令和9年度目標\n有収率\t%\t88.0\t92.0\n\nA\tB\tC\n1\t2\t3\n4\t5\t6\n";
        let source = SourceFile::of_lines("plan", text);
        let blocks = layout::blocks(&source);
        let tokenizer = crate::language::Tokenizer::lazy(include_str!("../../rules/dictionary.csv"));
        let rules = Rules::embedded();
        let records = crate::extract::extract(&source, &crate::extract::Sectioned::new(&blocks, rules), rules, &tokenizer).records;
        let pages = coverage("plan", &blocks, &records, rules);
        let [page] = pages.as_slice() else { panic!("{pages:?}") };
        let parts = page.in_records + page.running_text + page.understood_tables + page.kept_tables + page.furniture;
        assert_eq!(parts, page.characters);
        assert_eq!((page.figures, page.figures_unread), (8, 6));
        assert_eq!((page.running_text, page.kept_tables), (13, 9));
    }
}
