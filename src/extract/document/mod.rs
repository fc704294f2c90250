//! The document itself: title, utility, organisation, kind, period, history. Never from the file's name.

mod cover;
mod names;
mod period;

use std::collections::BTreeSet;

use crate::language::normalise;
use crate::model::{Block, BlockKind, Body, DocumentRecord, Evidence, PlanKind, Record, Reorganisation, SourceFile};
use crate::rules::Rules;

use cover::{Cover, Title};

/// Confidence by what the title was found in.
const FROM_COVER: f32 = 0.95;
const FROM_ELSEWHERE: f32 = 0.7;
const FROM_HEADING: f32 = 0.4;

/// The document record: exactly one, with the places of what was found.
#[must_use]
pub fn document(source: &SourceFile, blocks: &[Block], rules: &Rules) -> Vec<Record> {
    let cover = Cover::of(blocks);
    let mut evidence = Places::default();
    let mut reasons = Vec::new();
    let title = find_title(source, blocks, &cover, rules);
    let kind = title.as_ref().and_then(|t| rules.plan_kind(&t.text)).or_else(|| kind_of_furniture(blocks, rules));
    let utility = names::utility(title.as_ref().map(|t| t.text.as_str()), &cover, blocks, rules);
    let organisation = names::organisation(title.as_ref(), utility.as_deref(), kind, &cover, rules);
    let named = title.as_ref().map(|t| t.text.as_str());
    let period = period::period(named, kind, &cover, blocks, rules);
    let (revisions, revision_places) = cover.revisions(named, blocks, rules);
    let mut confidence = 0.3;
    if let Some(title) = &title {
        evidence.add(title.evidence.clone());
        reasons.push(title.reason.to_owned());
        confidence = title.confidence;
    }
    if let Some(found) = &organisation {
        evidence.add(found.evidence.clone());
    }
    if let Some(found) = &period {
        found.evidence.iter().for_each(|e| evidence.add(e.clone()));
        reasons.push(found.reason.to_owned());
    }
    revision_places.into_iter().for_each(|e| evidence.add(e));
    let body = DocumentRecord {
        title: title.map(|t| t.text),
        utility,
        organisation: organisation.map(|o| o.name),
        kind,
        period_from: period.as_ref().map(|p| p.from),
        period_to: period.as_ref().map(|p| p.to),
        revisions,
        reorganisations: reorganisations(blocks, rules),
    };
    vec![Record {
        body: Body::Document(body),
        document: source.name.clone(),
        id: String::new(),
        confidence,
        reasons,
        evidence: evidence.list,
        corrections: Vec::new(),
    }]
}

/// Which section became which, as notes and paragraphs tell it.
fn reorganisations(blocks: &[Block], rules: &Rules) -> Vec<Reorganisation> {
    let mut found: Vec<Reorganisation> = Vec::new();
    for block in blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Furniture { .. } | BlockKind::Contents { .. })) {
        for (from, to) in rules.tracking.reorganisations(&normalise(block.text())) {
            if !found.iter().any(|r| r.from == from && r.to == to) {
                found.push(Reorganisation { from, to, evidence: Evidence::new(block.place, block.text()) });
            }
        }
    }
    found
}

/// Title of the cover; else that of the file's own description, of running heads, of a heading that names a plan; else the first heading.
fn find_title(source: &SourceFile, blocks: &[Block], cover: &Cover, rules: &Rules) -> Option<Title> {
    cover
        .title(rules)
        .or_else(|| described(source, blocks, rules))
        .or_else(|| running_head(blocks, rules))
        .or_else(|| names::plan_named_in(blocks, rules))
        .or_else(|| first_heading(blocks))
}

/// The PDF's own title, where it is one and also printed.
fn described(source: &SourceFile, blocks: &[Block], rules: &Rules) -> Option<Title> {
    let text = normalise(source.title.as_deref()?);
    cover::ends_like_title(&text, rules)?;
    let key = crate::language::squash(&text);
    let place = blocks.iter().find(|b| crate::language::squash(b.text()).contains(&key))?;
    Some(Title { text, evidence: Evidence::new(place.place, place.text()), confidence: FROM_ELSEWHERE, reason: "title_described" })
}

/// The running head that most pages print and that ends like a title.
fn running_head(blocks: &[Block], rules: &Rules) -> Option<Title> {
    let mut counts: std::collections::BTreeMap<String, (usize, &Block)> = std::collections::BTreeMap::new();
    for block in blocks {
        if let BlockKind::Furniture { text } = &block.kind {
            let text = normalise(text);
            if let Some(end) = cover::ends_like_title(&text, rules) {
                counts.entry(text[..end].to_owned()).or_insert((0, block)).0 += 1;
            }
        }
    }
    let (text, (_, block)) = counts.into_iter().max_by_key(|(_, (count, _))| *count)?;
    Some(Title { text, evidence: Evidence::new(block.place, block.text()), confidence: FROM_ELSEWHERE, reason: "title_running_head" })
}

/// A chapter given alone has no title; its first heading stands for one.
fn first_heading(blocks: &[Block]) -> Option<Title> {
    let block = blocks.iter().find(|b| matches!(b.kind, BlockKind::Heading { .. }))?;
    let evidence = Evidence::new(block.place, block.text());
    Some(Title { text: normalise(block.text()), evidence, confidence: FROM_HEADING, reason: "title_first_heading" })
}

/// The kind that the running heads name, where the title names none.
fn kind_of_furniture(blocks: &[Block], rules: &Rules) -> Option<PlanKind> {
    blocks.iter().filter(|b| matches!(b.kind, BlockKind::Furniture { .. })).find_map(|b| rules.plan_kind(b.text()))
}

/// Evidence without repeating a place.
#[derive(Default)]
struct Places {
    list: Vec<Evidence>,
    seen: BTreeSet<String>,
}

impl Places {
    fn add(&mut self, evidence: Evidence) {
        let key = format!("{:?} {:?} {}", evidence.page, evidence.line, evidence.quote);
        if self.seen.insert(key) {
            self.list.push(evidence);
        }
    }
}
