//! The first characters of words: a text without any of them has none of the words, and need not be searched for each.

use std::collections::BTreeSet;

/// With which characters the words of a list begin.
#[derive(Debug, Default)]
pub struct Starts(BTreeSet<char>);

impl Starts {
    pub(super) fn of<'w>(words: impl IntoIterator<Item = &'w String>) -> Self {
        Self(words.into_iter().filter_map(|word| word.chars().next()).collect())
    }

    /// Whether any of the words may stand in the text.
    #[must_use]
    pub fn may_stand_in(&self, text: &str) -> bool {
        text.chars().any(|c| self.0.contains(&c))
    }

    /// Whether the text may begin with one of the words.
    #[must_use]
    pub fn may_begin(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|c| self.0.contains(&c))
    }

    /// The first characters that stand in the text: words with another cannot.
    #[must_use]
    pub fn found_in(&self, text: &str) -> Vec<char> {
        text.chars().filter(|c| self.0.contains(c)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_sifted_by_first_characters() {
        let starts = Starts::of(&["企業団".to_owned(), "市".to_owned()]);
        assert!(starts.may_stand_in("白沢市") && starts.may_stand_in("企画") && !starts.may_stand_in("水道"));
        assert!(starts.may_begin("市の") && !starts.may_begin("白沢市") && !starts.may_begin(""));
        assert_eq!(starts.found_in("市の企画"), ['市', '企']);
    }
}
