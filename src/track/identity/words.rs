//! Titles made ready to be compared many times.

use crate::language::Tokenizer;
use crate::model::{AliasKind, Decisions, Tie};
use crate::track::name_tables::AliasTable;
use crate::track::titles::squash;

/// Compares titles by their words and letters, and knows what people decided about measures and names.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    tokenizer: Option<&'a Tokenizer>,
    decided: Option<&'a Decided>,
}

/// What people decided, made ready to be looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    ties: Vec<(String, String, Tie)>,
    aliases: AliasTable,
}

impl Decided {
    /// Makes decisions ready.
    #[must_use]
    pub fn new(decisions: &Decisions) -> Self {
        let ties = decisions.ties.iter().map(|((a, b), tie)| (a.clone(), b.clone(), *tie)).collect();
        Self { ties, aliases: AliasTable::new(&decisions.aliases) }
    }
}

/// A title with what is compared of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Title {
    /// Without spaces, signs and widths.
    pub key: String,
    /// Sorted words that carry meaning.
    words: Vec<String>,
}

impl<'a> Words<'a> {
    /// With a tokenizer titles are compared by words and letters, without one by letters alone.
    #[must_use]
    pub fn new(tokenizer: Option<&'a Tokenizer>) -> Self {
        Self { tokenizer, decided: None }
    }

    /// The same with what people decided.
    #[must_use]
    pub fn knowing(self, decided: &'a Decided) -> Self {
        Self { decided: Some(decided), ..self }
    }

    /// Pairs of measure ids that people decided about.
    pub(crate) fn ties(self) -> &'a [(String, String, Tie)] {
        self.decided.map_or(&[], |d| &d.ties)
    }

    /// Whether two squashed names are two names of one thing by the alias table.
    pub(crate) fn alias(self, kind: AliasKind, a: &str, b: &str) -> bool {
        self.decided.is_some_and(|d| d.aliases.links(kind, a, b))
    }

    /// Makes a title ready.
    #[must_use]
    pub fn title(self, text: &str) -> Title {
        let mut words = self.tokenizer.map(|t| t.content_words(text)).unwrap_or_default();
        words.sort();
        Title { key: squash(text), words }
    }
}

impl Title {
    /// 0..1; 1 only for titles that are the same apart from layout. The mean of shared words (Dice) and edit distance, as
    /// [`Tokenizer::similarity`] defines it.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f64 {
        if self.key == other.key {
            return 1.0;
        }
        if self.key.is_empty() || other.key.is_empty() {
            return 0.0;
        }
        let edit = strsim::normalized_levenshtein(&self.key, &other.key);
        if self.words.is_empty() && other.words.is_empty() {
            return edit.min(0.999);
        }
        f64::midpoint(edit, 2.0 * count(self.shared(other)) / count(self.words.len() + other.words.len())).min(0.999)
    }

    /// Which part of this title's words the other has, 0..1.
    #[must_use]
    pub fn part_in(&self, other: &Self) -> f64 {
        if self.words.is_empty() { 0.0 } else { count(self.shared(other)) / count(self.words.len()) }
    }

    fn shared(&self, other: &Self) -> usize {
        let mut rest: Vec<&String> = other.words.iter().collect();
        let mut shared = 0;
        for word in &self.words {
            if let Some(at) = rest.iter().position(|w| *w == word) {
                rest.remove(at);
                shared += 1;
            }
        }
        shared
    }
}

#[allow(clippy::cast_precision_loss)] // words of a title
fn count(n: usize) -> f64 {
    n as f64
}
