//! A report while it is put together: documents and places get their numbers.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::{Cell, Fact, Legend, Place, Report, Source, Speech};
use crate::model::Evidence;
use crate::track::{SourceDocument, utility_of};

/// Longest quote kept beside a place; the record has it whole.
const QUOTE: usize = 300;

/// A report that is being put together.
pub struct Draft {
    /// What stands so far.
    pub report: Report,
    /// The reports' words.
    pub speech: Speech,
    numbers: BTreeMap<(usize, String), usize>,
}

impl Draft {
    /// An empty report with the title of its key.
    #[must_use]
    pub fn new(key: &'static str, file: String, speech: Speech) -> Self {
        let title = speech.word("report_title", key);
        let report = Report { key, file, title, lang: speech.0.code(), ..Report::default() };
        Self { report, speech, numbers: BTreeMap::new() }
    }

    /// The number of a document, which becomes a source with its first mention.
    pub fn source(&mut self, document: &SourceDocument) -> usize {
        let known = |s: &Source| s.file == document.file && s.hash == document.hash;
        if let Some(i) = self.report.sources.iter().position(known) {
            return i;
        }
        let facts = document.facts();
        let dated = facts.revisions.iter().filter_map(|r| Some((r.year?, r.month))).max();
        let dated = dated.map(|(year, month)| self.speech.month(year, month));
        self.report.sources.push(Source {
            file: document.file.clone(),
            hash: document.hash.clone(),
            title: document.title(),
            utility: utility_of(&facts),
            dated: dated.unwrap_or_default(),
        });
        self.report.sources.len() - 1
    }

    /// The numbers of places in a document; the same place is kept once.
    pub fn cite(&mut self, document: &SourceDocument, evidence: &[Evidence]) -> Vec<usize> {
        let source = self.source(document);
        let mut numbers = Vec::new();
        for e in evidence {
            let mut e = e.clone();
            e.quote = crate::report::format::shorten(&e.quote, QUOTE);
            let key = (source, serde_json::to_string(&e).unwrap_or_default());
            let next = self.report.places.len();
            let number = *self.numbers.entry(key).or_insert(next);
            if number == next {
                self.report.places.push(Place { source, shown: self.speech.place(&e), evidence: e });
            }
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers
    }

    /// The numbers of a record's places.
    pub fn cite_record(&mut self, document: &SourceDocument, record: usize) -> Vec<usize> {
        let evidence = document.records.get(record).map(|r| r.evidence.clone()).unwrap_or_default();
        self.cite(document, &evidence)
    }

    /// Places with those first whose words have the figure: a reader who opens the evidence finds it there.
    #[must_use]
    pub fn with_figure_first(&self, places: &[usize], figure: f64) -> Vec<usize> {
        let wanted = figure.abs().to_string();
        let has = |place: &usize| {
            let quote = self.report.places.get(*place).map(|p| p.evidence.quote.nfkc().filter(|c| *c != ',').collect::<String>());
            let figures = |q: &String| {
                q.split(|c: char| !c.is_ascii_digit() && c != '.').any(|run| run.parse::<f64>().is_ok_and(|n| n.to_string() == wanted))
            };
            quote.as_ref().is_some_and(figures)
        };
        let (mut first, rest): (Vec<usize>, Vec<usize>) = places.iter().partition(|p| has(p));
        first.extend(rest);
        first
    }

    /// Adds a ※ note once.
    pub fn note(&mut self, words: String) {
        if !self.report.notes.contains(&words) {
            self.report.notes.push(words);
        }
    }

    /// Adds a sign with its meaning once.
    pub fn legend(&mut self, sign: impl Into<String>, meaning: impl Into<String>) {
        let entry = Legend { sign: sign.into(), meaning: meaning.into() };
        if !self.report.legend.contains(&entry) {
            self.report.legend.push(entry);
        }
    }

    /// Document and page of places, each once: `plan.pdf 12ページ`, borne out by the first place on that page.
    #[must_use]
    pub fn pages(&self, places: &[usize]) -> Cell {
        let mut all: Vec<Fact> = Vec::new();
        for at in places {
            let Some(place) = self.report.places.get(*at) else { continue };
            let words = format!("{} {}", self.report.sources[place.source].file, place.shown);
            if all.iter().all(|f| f.shown != words) {
                all.push(Fact::text(words).at(vec![*at]));
            }
        }
        all.into()
    }
}
