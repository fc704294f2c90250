//! Words about the document: kinds of plans, its history, names, sections, reviews.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fold::fold;
use super::pattern::Pattern;
use super::source::{Reader, Words};
use super::starts::Starts;
use crate::model::PlanKind;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindsFile {
    kinds: BTreeMap<PlanKindKey, Words>,
    title: TitleWords,
    revisions: RevisionWords,
    names: NameWords,
    period: PeriodWords,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PlanKindKey {
    Vision,
    Strategy,
    ActionPlan,
    ProgressReport,
    Proposal,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleWords {
    noise: Words,
    asides: Words,
    ends: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RevisionWords {
    events: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NameWords {
    utilities: Words,
    organisations: Words,
    companies: Words,
    not_utilities: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeriodWords {
    heads: Words,
    reports: Words,
}

/// Words about the document itself, all folded; lists are longest first.
#[derive(Debug, Default)]
pub struct DocumentWords {
    kinds: Vec<(String, PlanKind)>,
    /// Words of a title that say nothing of the kind (概要版).
    pub title_noise: Vec<String>,
    /// Lines above a title that end in one of these are no part of it (御中).
    pub title_asides: Vec<String>,
    /// A title ends in one of these.
    pub title_ends: Vec<String>,
    /// 策定, 改定, 素案 ...
    pub events: Vec<String>,
    /// A utility is a name before one of these (市, 企業団).
    pub utilities: Vec<String>,
    /// With what those begin.
    pub utility_starts: Starts,
    /// An organisation ends in one of these (上下水道局).
    pub organisations: Vec<String>,
    /// A company has one of these.
    pub companies: Vec<String>,
    /// Words that end like a utility and are none (都市, 本市).
    pub not_utilities: Vec<String>,
    /// Words before the plan's period (計画期間).
    pub period_heads: Vec<String>,
    /// Words after the year that a report is about (年度実績).
    pub report_words: Vec<String>,
}

impl DocumentWords {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: KindsFile = reader.parse();
        let mut kinds = Vec::new();
        let mut seen = BTreeMap::new();
        for (key, words) in &file.kinds {
            let (kind, name) = match key {
                PlanKindKey::Vision => (PlanKind::Vision, "kinds.vision"),
                PlanKindKey::Strategy => (PlanKind::Strategy, "kinds.strategy"),
                PlanKindKey::ActionPlan => (PlanKind::ActionPlan, "kinds.action_plan"),
                PlanKindKey::ProgressReport => (PlanKind::ProgressReport, "kinds.progress_report"),
                PlanKindKey::Proposal => (PlanKind::Proposal, "kinds.proposal"),
            };
            for word in reader.words_once(name, words, &mut seen) {
                kinds.push((word, kind));
            }
        }
        let mut list = |key: &str, words: &Words| {
            let mut folded = reader.words(key, words);
            folded.sort_by_key(|w| (usize::MAX - w.chars().count(), w.clone()));
            folded
        };
        let utilities = list("names.utilities", &file.names.utilities);
        Self {
            kinds,
            title_noise: list("title.noise", &file.title.noise),
            title_asides: list("title.asides", &file.title.asides),
            title_ends: list("title.ends", &file.title.ends),
            events: list("revisions.events", &file.revisions.events),
            utility_starts: Starts::of(&utilities),
            utilities,
            organisations: list("names.organisations", &file.names.organisations),
            companies: list("names.companies", &file.names.companies),
            not_utilities: list("names.not_utilities", &file.names.not_utilities),
            period_heads: list("period.heads", &file.period.heads),
            report_words: list("period.reports", &file.period.reports),
        }
    }

    /// The kind of plan that a title names: the word that ends last decides, of several there the longest.
    #[must_use]
    pub fn kind(&self, title: &str) -> Option<PlanKind> {
        let title = fold(title);
        self.kinds
            .iter()
            .filter_map(|(word, kind)| title.rfind(word.as_str()).map(|at| (at + word.len(), word.len(), *kind)))
            .max_by_key(|(end, length, _)| (*end, *length))
            .map(|(_, _, kind)| kind)
    }
}

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// 用語集.
    Glossary,
    /// Explanations of indicators.
    Indicators,
    /// 目次.
    Contents,
    /// Lists of people, how the plan was made.
    Members,
    /// How the plan is checked.
    Review,
    /// What became of an earlier plan.
    Followup,
    /// History of the works.
    History,
    /// Money.
    Finance,
    /// Money that would be needed, or that a trial reckons with: not the plan's own.
    Projection,
    /// Years of the measures.
    Schedule,
    /// Numbers to be reached.
    Targets,
    /// What people answered.
    Survey,
    /// How to read the pages.
    Legend,
    /// What is thought over or has begun, and does not stand in the plan's figures yet.
    Considered,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionWords {
    words: Words,
}

/// The compiled section words.
#[derive(Debug, Default)]
pub struct Sections {
    /// The longest first.
    words: Vec<(String, Section)>,
    /// Where in `words` the words are that begin with a character.
    starts: BTreeMap<char, Vec<usize>>,
}

impl Sections {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: BTreeMap<Section, SectionWords> = reader.parse();
        let mut words = Vec::new();
        let mut seen = BTreeMap::new();
        for (section, list) in &file {
            for word in reader.words_once(&format!("{section:?}.words").to_lowercase(), &list.words, &mut seen) {
                words.push((word, *section));
            }
        }
        words.sort_by_key(|(word, _)| (usize::MAX - word.chars().count(), word.clone()));
        let mut starts: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        for (n, (word, _)) in words.iter().enumerate() {
            starts.entry(word.chars().next().unwrap_or_default()).or_default().push(n);
        }
        Self { words, starts }
    }

    /// The first of the words that stands in the text.
    fn stands(&self, text: &str) -> Option<&(String, Section)> {
        let here = |(at, c): (usize, char)| {
            let words = self.starts.get(&c)?;
            words.iter().copied().find(|&n| text[at..].starts_with(self.words[n].0.as_str()))
        };
        text.char_indices().filter_map(here).min().map(|n| &self.words[n])
    }

    /// What stands under the heading; the longest word in it decides. Headings of more than 40 characters say nothing.
    #[must_use]
    pub fn of_heading(&self, heading: &str) -> Option<Section> {
        let folded = fold(heading);
        if folded.chars().count() > 40 {
            return None;
        }
        let bare = without_brackets(&folded);
        let longest = [self.stands(&folded), self.stands(&bare)].into_iter().flatten().max_by_key(|(word, _)| word.chars().count());
        longest.map(|(_, section)| *section)
    }
}

/// 業務指標(PI値)の解説 is 業務指標の解説; a heading that is all bracket keeps its words.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewsFile {
    interval: Words,
    yearly: Words,
    acts: Words,
    objects: Words,
    others: Words,
}

/// Patterns of sentences that say how often a plan is reviewed.
#[derive(Debug, Default)]
pub struct ReviewPatterns {
    /// The first group is the number of years.
    pub interval: Vec<Pattern>,
    /// Every year.
    pub yearly: Vec<Pattern>,
    /// 確認, 評価, 見直 ...
    pub acts: Vec<String>,
    /// Words that make the plan what is checked (本計画, 達成状況 ...).
    pub objects: Vec<String>,
    /// Words that make it something else (水質検査計画, 訓練 ...).
    pub others: Vec<String>,
}

impl ReviewPatterns {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: ReviewsFile = reader.parse();
        Self {
            interval: reader.patterns("interval", &file.interval),
            yearly: reader.patterns("yearly", &file.yearly),
            acts: reader.words("acts", &file.acts),
            objects: reader.words("objects", &file.objects),
            others: reader.words("others", &file.others),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Section;
    use crate::model::PlanKind;
    use crate::rules::Rules;

    #[test]
    fn the_last_word_of_a_title_names_the_kind() {
        let words = &Rules::embedded().documents;
        assert_eq!(words.kind("加東市水道ビジョン（素案）"), Some(PlanKind::Vision));
        assert_eq!(words.kind("盛岡市上下水道局DX推進実行計画"), Some(PlanKind::ActionPlan));
        assert_eq!(words.kind("水道事業中期経営計画"), Some(PlanKind::Strategy));
        assert_eq!(words.kind("水道ビジョン 進捗報告書 令和5年度"), Some(PlanKind::ProgressReport));
        assert_eq!(words.kind("水道事業経営戦略"), Some(PlanKind::Strategy));
        assert_eq!(words.kind("水道だより"), None);
    }

    #[test]
    fn headings_name_sections() {
        let sections = &Rules::embedded().sections;
        assert_eq!(sections.of_heading("7 用 語 集"), Some(Section::Glossary));
        assert_eq!(sections.of_heading("業務指標（PI）の解説"), Some(Section::Indicators));
        assert_eq!(sections.of_heading("第3章 前ビジョンの達成状況"), Some(Section::Followup));
        assert_eq!(sections.of_heading("業務指標（ＰＩ値）の説明"), Some(Section::Indicators));
        assert_eq!(sections.of_heading("水質の保全"), None);
    }
}
