//! The outline (bookmarks) and where its entries lead to (PDF 32000-1, 12.3).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::strings::text_string;
use crate::model::OutlineItem;

/// Entries read at most, and levels.
const MAX_ITEMS: usize = 10_000;
const MAX_LEVEL: usize = 32;

/// The outline in order, empty if there is none. Entries without a title are left out.
pub(super) fn read(document: &Document) -> Vec<OutlineItem> {
    let mut reader = Reader::new(document);
    if let Some(first) = reader.catalog(b"Outlines").and_then(|outlines| outlines.get(b"First").ok()) {
        reader.level(first, 1);
    }
    reader.items
}

struct Reader<'a> {
    document: &'a Document,
    /// Page numbers from 1 by the page's object.
    pages: BTreeMap<ObjectId, usize>,
    seen: BTreeSet<ObjectId>,
    items: Vec<OutlineItem>,
}

impl<'a> Reader<'a> {
    fn new(document: &'a Document) -> Self {
        let pages = document.page_iter().zip(1..).collect();
        Self { document, pages, seen: BTreeSet::new(), items: Vec::new() }
    }

    fn resolve(&self, object: &'a Object) -> Option<&'a Object> {
        self.document.dereference(object).ok().map(|(_, object)| object)
    }

    fn get(&self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        self.resolve(dictionary.get(key).ok()?)
    }

    fn catalog(&self, key: &[u8]) -> Option<&'a Dictionary> {
        self.get(self.document.catalog().ok()?, key)?.as_dict().ok()
    }

    /// Reads an entry, those below it, and those after it.
    fn level(&mut self, first: &'a Object, level: usize) {
        let mut next = Some(first);
        while let Some(Object::Reference(id)) = next {
            // An entry that comes again is a loop.
            if self.items.len() >= MAX_ITEMS || !self.seen.insert(*id) {
                return;
            }
            let Some(entry) = self.document.get_dictionary(*id).ok() else { return };
            let title = self.get(entry, b"Title").and_then(|title| title.as_str().ok()).map(text_string).unwrap_or_default();
            if !title.is_empty() {
                let page = self.target(entry);
                self.items.push(OutlineItem { title, level, page });
            }
            if level < MAX_LEVEL
                && let Ok(below) = entry.get(b"First")
            {
                self.level(below, level + 1);
            }
            next = entry.get(b"Next").ok();
        }
    }

    /// The page that an entry leads to, by destination or by a go-to action.
    fn target(&self, entry: &'a Dictionary) -> Option<usize> {
        let destination = self.get(entry, b"Dest").or_else(|| {
            let action = self.get(entry, b"A")?.as_dict().ok()?;
            (self.get(action, b"S")?.as_name().ok()? == b"GoTo").then(|| self.get(action, b"D"))?
        })?;
        self.page_of(destination, 0)
    }

    fn page_of(&self, destination: &'a Object, depth: usize) -> Option<usize> {
        if depth > 4 {
            return None;
        }
        match destination {
            Object::Array(parts) => match parts.first()? {
                Object::Reference(id) => self.pages.get(id).copied(),
                // Some producers write the page's number from 0 instead of the page.
                Object::Integer(number) => usize::try_from(*number).ok().map(|number| number + 1),
                _ => None,
            },
            Object::Dictionary(dictionary) => self.page_of(self.get(dictionary, b"D")?, depth + 1),
            Object::Name(name) => self.page_of(self.get(self.catalog(b"Dests")?, name)?, depth + 1),
            Object::String(name, _) => {
                let tree = self.get(self.catalog(b"Names")?, b"Dests")?.as_dict().ok()?;
                self.page_of(self.named(tree, name, &mut BTreeSet::new())?, depth + 1)
            }
            _ => None,
        }
    }

    /// Looks a name up in a name tree; `seen` keeps the nodes that were visited.
    fn named(&self, node: &'a Dictionary, name: &[u8], seen: &mut BTreeSet<ObjectId>) -> Option<&'a Object> {
        if let Some(Object::Array(names)) = self.get(node, b"Names") {
            for pair in names.chunks_exact(2) {
                if self.resolve(&pair[0]).and_then(|key| key.as_str().ok()) == Some(name) {
                    return self.resolve(&pair[1]);
                }
            }
        }
        let Some(Object::Array(kids)) = self.get(node, b"Kids") else { return None };
        for kid in kids {
            let Object::Reference(id) = kid else { continue };
            if !seen.insert(*id) || seen.len() > MAX_ITEMS {
                continue;
            }
            let Ok(child) = self.document.get_dictionary(*id) else { continue };
            if self.within_limits(child, name)
                && let Some(found) = self.named(child, name, seen)
            {
                return Some(found);
            }
        }
        None
    }

    /// Whether the name can lie below a node, by its `Limits`.
    fn within_limits(&self, node: &'a Dictionary, name: &[u8]) -> bool {
        let Some(Object::Array(limits)) = self.get(node, b"Limits") else { return true };
        let limit = |i: usize| limits.get(i).and_then(|object| self.resolve(object)?.as_str().ok());
        limit(0).is_none_or(|low| low <= name) && limit(1).is_none_or(|high| name <= high)
    }
}
