//! What the views are made from: documents with their records, and pointers back to single records.

use serde::Serialize;

use super::titles::squash;
use crate::check::Finding;
use crate::model::{Assignment, Body, Decisions, DocumentRecord, Record, Utility, Warning};

/// One document with its records, as `extract` or the store hands it over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SourceDocument {
    /// File name for people, without folders.
    pub file: String,
    /// SHA-256 of the bytes in lower-case hex, "" where it is not known.
    pub hash: String,
    /// Pages of a paged source, 0 for a text.
    pub pages: usize,
    /// Lines of a text, 0 for a paged source.
    pub lines: usize,
    /// Tables that layout found, 0 where it is not known; those not understood are among the records.
    pub tables: usize,
    /// Hash of the plan that a report follows, where that is known for certain; else it is found by title and utility.
    pub follows: Option<String>,
    /// Everything that was found in it.
    pub records: Vec<Record>,
    /// What reading and extraction want people to know.
    pub warnings: Vec<Warning>,
    /// What the document does not agree with itself about.
    pub findings: Vec<Finding>,
    /// Which plan people said it belongs to; empty where nobody said anything.
    pub assignment: Assignment,
    /// Its utility's row in the imported table, where it has one.
    pub utility: Option<Utility>,
}

impl SourceDocument {
    /// The document as people's decisions place it: its assignment, and its utility's row in the table.
    #[must_use]
    pub fn decided(mut self, decisions: &Decisions) -> Self {
        self.assignment = decisions.assignments.get(&self.hash).cloned().unwrap_or_default();
        let printed = self.printed();
        let name = self.assignment.utility.clone().or(printed.utility).or(printed.organisation).unwrap_or_default();
        self.utility = utility_named(&decisions.utilities, &name).cloned();
        self
    }

    /// What the document says of itself; the utility and the kind as people decided, where they did.
    #[must_use]
    pub fn facts(&self) -> DocumentRecord {
        let mut facts = self.printed();
        let listed = self.utility.as_ref().map(|u| u.name.clone());
        facts.utility = listed.or_else(|| self.assignment.utility.clone()).or(facts.utility);
        facts.kind = self.assignment.kind.or(facts.kind);
        facts
    }

    /// The document's own record; an empty one where none was found.
    fn printed(&self) -> DocumentRecord {
        let own = self.records.iter().find_map(|r| match &r.body {
            Body::Document(d) => Some(d.clone()),
            _ => None,
        });
        own.unwrap_or_default()
    }

    /// Name of the plan that it is an edition of or reports on, as people said; else its title.
    #[must_use]
    pub fn plan_name(&self) -> String {
        self.assignment.plan.clone().unwrap_or_else(|| self.title())
    }

    /// Title as printed, else the file name.
    #[must_use]
    pub fn title(&self) -> String {
        self.facts().title.filter(|t| !t.is_empty()).unwrap_or_else(|| self.file.clone())
    }
}

/// The utility of the table that has this name, among its own or its other names.
#[must_use]
pub fn utility_named<'a>(table: &'a [Utility], name: &str) -> Option<&'a Utility> {
    let key = squash(name);
    let named = |u: &&Utility| std::iter::once(&u.name).chain(&u.aliases).any(|n| squash(n) == key);
    table.iter().find(named).filter(|_| !key.is_empty())
}

/// A pointer to one record: the place that bears a figure out. Indices count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cite {
    /// Index of the document in the slice the views were made from.
    pub document: usize,
    /// Index of the record in that document.
    pub record: usize,
}

/// The records of one document with their pointers, in order.
pub(super) fn cited(documents: &[&SourceDocument], document: usize) -> impl Iterator<Item = (Cite, Record)> {
    documents[document].records.clone().into_iter().enumerate().map(move |(record, r)| (Cite { document, record }, r))
}
