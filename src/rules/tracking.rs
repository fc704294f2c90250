//! Limits and words for following measures over editions and reports.

use serde::Deserialize;

use super::fold::fold;
use super::pattern::Pattern;
use super::source::{Reader, Words};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    identity: IdentitySettings,
    audit: AuditFile,
    indicator: IndicatorSettings,
    amount: AmountSettings,
    reorganisation: ReorganisationFile,
    peers: PeersFile,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeersFile {
    people_served: Vec<u64>,
    people_indicators: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReorganisationFile {
    cues: Words,
    patterns: Words,
}

/// When two measures of two documents are the same. Scores and shares are 0..1, weights at least 0.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentitySettings {
    /// Weight of the title.
    pub title: f64,
    /// Weight of the code.
    pub code: f64,
    /// Weight of the tiers above.
    pub path: f64,
    /// Weight of the sections.
    pub owners: f64,
    /// Weight of the schedule.
    pub schedule: f64,
    /// Least score of a pair.
    pub least_score: f64,
    /// Least likeness of its titles.
    pub least_title: f64,
    /// Score of a pair with the same title, where it stands once on each side.
    pub same_title: f64,
    /// Likeness of the titles of a part and its whole.
    pub part: f64,
    /// Likeness from which titles of goals and labels of bars are the same.
    pub same_words: f64,
    /// Likeness from which names of indicators are the same.
    pub indicator: f64,
    /// The same for indicators of one measure.
    pub indicator_of_measure: f64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AuditFile {
    next_year_from_month: u8,
    report_due_month: u8,
    least_coverage: f64,
    date: Words,
    counted: Words,
    merged: Words,
    transferred: Words,
}

/// How a measure is judged in a fiscal year.
#[derive(Debug, Clone, Default)]
pub struct AuditSettings {
    /// Months 1..=12: an edition dated from this month to March takes effect on the next 1 April.
    pub next_year_from_month: u8,
    /// Month of the following fiscal year by whose end a report is due.
    pub report_due_month: u8,
    /// Share of judged measures below which a roll-up has no headline, 0..1.
    pub least_coverage: f64,
    date: Vec<Pattern>,
    counted: Vec<Pattern>,
    merged: Vec<String>,
    transferred: Vec<String>,
}

impl AuditSettings {
    /// Whether the text of a result says when something was done.
    #[must_use]
    pub fn is_dated(&self, text: &str) -> bool {
        let folded = fold(text);
        self.date.iter().any(|p| p.is_match(&folded))
    }

    /// Whether it says how much or how often.
    #[must_use]
    pub fn is_counted(&self, text: &str) -> bool {
        let folded = fold(text);
        self.counted.iter().any(|p| p.is_match(&folded))
    }

    /// Whether a bar or remark says that another measure takes this one in.
    #[must_use]
    pub fn is_merged(&self, text: &str) -> bool {
        let folded = fold(text);
        self.merged.iter().any(|w| folded.contains(w.as_str()))
    }

    /// Whether a bar or remark says that another body takes it over.
    #[must_use]
    pub fn is_transferred(&self, text: &str) -> bool {
        let folded = fold(text);
        self.transferred.iter().any(|w| folded.contains(w.as_str()))
    }
}

/// How an indicator is judged.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSettings {
    /// Part of the expected progress down to which a value is only slightly behind, 0..1.
    pub slightly_behind: f64,
    /// Share of the target beyond which it is exceeded, 0..1.
    pub exceeds: f64,
    /// Number of printed values in a row that all go away from the target.
    pub moving_away: usize,
}

/// How spending is judged.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmountSettings {
    /// Share of the planned amount below which spending is asked about, 0..1.
    pub least_execution: f64,
    /// Share above which it is, at least 1.
    pub most_execution: f64,
}

/// Everything about tracking.
#[derive(Debug, Clone, Default)]
pub struct Tracking {
    /// When two measures are the same.
    pub identity: IdentitySettings,
    /// How a measure is judged.
    pub audit: AuditSettings,
    /// How an indicator is judged.
    pub indicator: IndicatorSettings,
    /// How spending is judged.
    pub amount: AmountSettings,
    /// Lower bounds of the groups by people served, ascending.
    pub people_served: Vec<u64>,
    /// Names of indicators that give the people served, folded.
    pub people_indicators: Vec<String>,
    reorganised: Vec<String>,
    reorganisations: Vec<Pattern>,
}

impl Tracking {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let file: File = reader.parse();
        let audit = AuditSettings {
            next_year_from_month: file.audit.next_year_from_month,
            report_due_month: file.audit.report_due_month,
            least_coverage: file.audit.least_coverage,
            date: reader.patterns("audit.date", &file.audit.date),
            counted: reader.patterns("audit.counted", &file.audit.counted),
            merged: reader.words("audit.merged", &file.audit.merged),
            transferred: reader.words("audit.transferred", &file.audit.transferred),
        };
        let mut people_served = file.peers.people_served;
        people_served.sort_unstable();
        people_served.dedup();
        Self {
            people_served,
            people_indicators: reader.words("peers.people_indicators", &file.peers.people_indicators),
            amount: file.amount,
            identity: file.identity,
            audit,
            indicator: file.indicator,
            reorganised: reader.words("reorganisation.cues", &file.reorganisation.cues),
            reorganisations: reader.patterns("reorganisation.patterns", &file.reorganisation.patterns),
        }
    }

    /// Old and new names of sections that a normalised paragraph says were renamed or taken over.
    #[must_use]
    pub fn reorganisations(&self, text: &str) -> Vec<(String, String)> {
        let folded = fold(text);
        if !self.reorganised.iter().any(|cue| folded.contains(cue.as_str())) {
            return Vec::new();
        }
        let pair = |c: regex::Captures<'_>| Some((c.name("from")?.as_str().to_owned(), c.name("to")?.as_str().to_owned()));
        self.reorganisations.iter().flat_map(|p| p.captures_iter(text).filter_map(pair)).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Rules;

    #[test]
    fn which_section_became_which() {
        let of = |text| Rules::embedded().tracking.reorganisations(text);
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let note = "※令和7年4月の組織改編により、料金課はお客さま窓口課に、維持課は配水管理課に改めた。担当課は改編後の名称による。";
        assert_eq!(of(note), [pair("料金課", "お客さま窓口課"), pair("維持課", "配水管理課")]);
        assert_eq!(of("令和6年4月の組織改正により、営業課は料金室となりました。"), [pair("営業課", "料金室")]);
        assert!(of("料金課は収納を担当課に引き継ぐ。").is_empty(), "no reorganisation is told");
    }

    #[test]
    fn acts_with_and_without_a_date() {
        let audit = &Rules::embedded().tracking.audit;
        assert!(audit.is_dated("8月に端末60台を調達した。") && audit.is_dated("令和6年12月完了"));
        assert!(!audit.is_dated("適宜研修を行った。") && !audit.is_counted("適宜研修を行った。"));
        assert!(audit.is_counted("講習を4回開いた。") && audit.is_counted("実証の地区を二地区選んだ"));
        assert!(audit.is_merged("R4-1-3に統合") && !audit.is_merged("浄水場の統合"));
    }
}
