//! The search over all measures: what each one is found by, written as scripts beside the page.
//!
//! A browser that opened the page from a file may run a script beside it, but not fetch data; so the index is a script that hands itself
//! over. Words are those of the tokenizer, so that 管路の耐震化 finds 耐震化された管路; the page cuts what is typed with the same words.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::browse::{Browse, Listed, Utility};
use crate::language::{Tokenizer, squash};
use crate::track::Overview;

/// Utilities are added to a file until it has this many bytes.
const FILE: usize = 500_000;

/// The files of the index, named `search-1.js` and so on.
pub(super) fn index(browse: &Browse, overview: &Overview, tokenizer: Option<&Tokenizer>) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut part = Part::default();
    for utility in &browse.utilities {
        part.add(utility, overview, tokenizer);
        if part.size > FILE {
            files.push(std::mem::take(&mut part).script());
        }
    }
    if !part.entries.is_empty() {
        files.push(part.script());
    }
    (1..).zip(files).map(|(n, bytes)| (format!("search-{n}.js"), bytes)).collect()
}

/// One file while it is put together.
#[derive(Default)]
struct Part {
    /// Name and page.
    utilities: Vec<serde_json::Value>,
    plans: Vec<String>,
    /// Utility, row on its page, plan, code and title, sections, years.
    entries: Vec<serde_json::Value>,
    /// Entries by word.
    words: BTreeMap<String, BTreeSet<usize>>,
    size: usize,
}

impl Part {
    fn add(&mut self, utility: &Utility, overview: &Overview, tokenizer: Option<&Tokenizer>) {
        let number = self.utilities.len();
        self.utilities.push(json!([utility.name, utility.page]));
        for m in &utility.measures {
            let title = &overview.plans[m.plan].title;
            let plan = self.plans.iter().rposition(|p| p == title).unwrap_or_else(|| {
                self.plans.push(title.clone());
                self.plans.len() - 1
            });
            let name = m.code.as_ref().map_or_else(|| m.title.clone(), |code| format!("{code} {}", m.title));
            let years = m.years.map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") });
            let entry = json!([number, m.row, plan, name, m.owners.join("、"), years.unwrap_or_default()]);
            self.size += entry.to_string().len() * 2;
            for word in words(m, tokenizer) {
                self.words.entry(word).or_default().insert(self.entries.len());
            }
            self.entries.push(entry);
        }
    }

    fn script(self) -> Vec<u8> {
        let data = json!({"utilities": self.utilities, "plans": self.plans, "entries": self.entries, "words": self.words});
        // JSON is JavaScript but for a tag's end, which no script may hold.
        format!("found({});\n", data.to_string().replace('<', "\\u003c")).into_bytes()
    }
}

/// The words of a measure's title and of its sections.
fn words(m: &Listed, tokenizer: Option<&Tokenizer>) -> BTreeSet<String> {
    let mut words: BTreeSet<String> = m.owners.iter().map(|o| squash(o)).collect();
    words.extend(m.code.as_deref().map(squash));
    words.extend(tokenizer.into_iter().flat_map(|t| t.content_words(&m.title)).map(|w| squash(&w)));
    words.retain(|w| !w.is_empty());
    words
}
