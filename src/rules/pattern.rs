//! A regular expression of a rule file, compiled when it is asked for the first time: most documents need few of them.

use std::sync::OnceLock;

use regex::{Captures, Match, Regex, RegexBuilder};

/// Largest compiled form, in bytes.
const MAX_SIZE: usize = 1 << 20;

/// A pattern. One that is no regular expression fits nothing; [`Pattern::check`] says why.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Nothing is compiled yet.
    #[must_use]
    pub fn new(source: &str) -> Self {
        Self { source: source.to_owned(), compiled: OnceLock::new() }
    }

    /// The pattern for whole texts.
    #[must_use]
    pub fn anchored(&self) -> Self {
        Self::new(&format!("^(?:{})$", self.source))
    }

    /// Compiles it now.
    ///
    /// # Errors
    /// What is wrong with it, or that it is too large.
    pub fn check(&self) -> Result<(), regex::Error> {
        let regex = compile(&self.source)?;
        self.compiled.get_or_init(|| Some(regex));
        Ok(())
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(&self.source).ok()).as_ref()
    }

    /// Whether it fits a part of the text.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// The first part of the text that it fits.
    #[must_use]
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.regex()?.find(text)
    }

    /// The groups of the first part that it fits.
    #[must_use]
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex()?.captures(text)
    }

    /// The groups of all parts that it fits, from left to right.
    pub fn captures_iter<'r, 't>(&'r self, text: &'t str) -> impl Iterator<Item = Captures<'t>> + use<'r, 't> {
        self.regex().into_iter().flat_map(|regex| regex.captures_iter(text))
    }

    /// All parts that it fits, from left to right.
    pub fn find_iter<'r, 't>(&'r self, text: &'t str) -> impl Iterator<Item = Match<'t>> + use<'r, 't> {
        self.regex().into_iter().flat_map(|regex| regex.find_iter(text))
    }
}

fn compile(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source).size_limit(MAX_SIZE).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_parts_and_its_anchored_form_whole_texts() {
        let pattern = Pattern::new("毎年度?");
        assert!(pattern.check().is_ok() && pattern.is_match("毎年度末"));
        assert_eq!(pattern.find("は毎年、").map(|found| found.as_str()), Some("毎年"));
        assert_eq!(pattern.captures_iter("毎年と毎年度").count(), 2);
        assert!(!pattern.anchored().is_match("毎年度末") && pattern.anchored().is_match("毎年度"));
    }

    #[test]
    fn what_is_no_pattern_fits_nothing_and_says_so() {
        let broken = Pattern::new("(毎年");
        assert!(broken.check().is_err() && !broken.is_match("(毎年") && broken.captures("毎年").is_none());
        assert!(Pattern::new("(?:a{1000}){1000}").check().is_err(), "too large");
    }
}
