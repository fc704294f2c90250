//! Sentences that say how often the plan is checked or revised.

use crate::language::normalise;
use crate::model::{Block, BlockKind, Body, Evidence, Record, Review, SourceFile};
use crate::rules::{Rules, Section, fold};

/// Confidence of a sentence in a section about checking the plan, and of one elsewhere.
const IN_SECTION: f32 = 0.95;
const ELSEWHERE: f32 = 0.8;
/// Between the interval and what is done there stand at most this many characters.
const REACH: usize = 60;
/// No plan is looked at again after more years than this.
const LONGEST_INTERVAL: u32 = 30;

/// The review records of a document, in its order.
#[must_use]
pub fn reviews(source: &SourceFile, blocks: &[Block], rules: &Rules) -> Vec<Record> {
    let mut records = Vec::new();
    let mut section = None;
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } => section = rules.section(text),
            BlockKind::Paragraph { text } | BlockKind::ListItem { text, .. } | BlockKind::Note { text } => {
                for sentence in sentences(text) {
                    for interval_years in intervals(&sentence, section == Some(Section::Review), rules) {
                        let body = Body::Review(Review { interval_years, text: sentence.clone() });
                        let confidence = if section == Some(Section::Review) { IN_SECTION } else { ELSEWHERE };
                        let evidence = Evidence::new(block.place, text.as_str());
                        records.push(Record::new(&source.name, body, confidence, evidence).because("review_sentence"));
                    }
                }
            }
            _ => {}
        }
    }
    records
}

/// The sentences of a paragraph, normalised, each with its full stop.
fn sentences(text: &str) -> Vec<String> {
    normalise(text).split_inclusive('。').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()
}

/// The text without names in corner brackets: 「修繕計画の見直し記録」 is a paper, no review.
fn without_quoted(text: &str) -> String {
    let mut depth = 0_usize;
    let keep = |c: &char| {
        match c {
            '「' | '『' => depth += 1,
            '」' | '』' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(keep).collect()
}

/// また、計画は…, プランの取組項目は…, 本シートは…: the sentence opens with what the document calls itself.
fn opens_with_plan(sentence: &str, rules: &Rules) -> bool {
    let rest = ["また、", "なお、", "さらに、", "そのため、"].iter().find_map(|word| sentence.strip_prefix(word)).unwrap_or(sentence);
    let rest = rest.strip_prefix('本').unwrap_or(rest);
    let kinds = &rules.documents.title_ends;
    kinds.iter().any(|kind| rest.strip_prefix(kind.as_str()).is_some_and(|behind| behind.starts_with(['は', 'の', 'に', 'を'])))
}

/// The intervals that a sentence states for the plan, in its order, each once.
fn intervals(sentence: &str, in_section: bool, rules: &Rules) -> Vec<u32> {
    let folded = without_quoted(&fold(sentence));
    let has = |words: &[String]| words.iter().any(|w| folded.contains(w.as_str()));
    let about_plan = has(&rules.reviews.objects) || opens_with_plan(&folded, rules);
    if !about_plan && (!in_section || has(&rules.reviews.others)) {
        return Vec::new();
    }
    let mut stated: Vec<(usize, usize, u32)> = Vec::new();
    for pattern in &rules.reviews.interval {
        for found in pattern.captures_iter(&folded) {
            let years = found.get(1).and_then(|n| n.as_str().parse().ok());
            if let (Some(whole), Some(years)) = (found.get(0), years.filter(|n| (1..=LONGEST_INTERVAL).contains(n))) {
                stated.push((whole.start(), whole.end(), years));
            }
        }
    }
    for pattern in &rules.reviews.yearly {
        for found in pattern.find_iter(&folded) {
            let inside = stated.iter().any(|(from, to, _)| *from < found.end() && found.start() < *to);
            if !inside {
                stated.push((found.start(), found.end(), 1));
            }
        }
    }
    stated.sort_unstable();
    let acts = |text: &str| rules.reviews.acts.iter().any(|act| text.contains(act.as_str()));
    let mut years = Vec::new();
    let mut last = 0;
    for (n, (start, end, interval)) in stated.iter().enumerate() {
        // What is done stands behind the interval, before the next one; or it opens the sentence (計画の見直しは…5年を目安に).
        let until = stated.get(n + 1).map_or(folded.len(), |next| next.0);
        let after: String = folded[*end..until.max(*end)].chars().take(REACH).collect();
        let before: String = folded[last.min(*start)..*start].chars().rev().take(REACH).collect::<Vec<_>>().into_iter().rev().collect();
        if (acts(&after) || acts(&before)) && !years.contains(interval) {
            years.push(*interval);
        }
        last = *end;
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Content, Place};

    fn years(sentence: &str, in_section: bool) -> Vec<u32> {
        intervals(sentence, in_section, Rules::embedded())
    }

    #[test]
    fn sentences_of_real_plans() {
        assert_eq!(
            years("本計画については、5年ごとに達成状況の確認を行い、概ね10年ごとに計画の見直しを図ることとします。", false),
            [5, 10]
        );
        assert_eq!(years("目標の達成状況を毎年度確認するとともに、５年ごとに計画を見直します。", false), [1, 5]);
        assert_eq!(years("また、計画の見直しは、経営戦略の見直しと併せて、5年を目安に行います。", true), [5]);
        assert_eq!(years("毎年度、達成状況を確かめ、6年後の令和14年度に計画全体を見直します。", false), [1, 6]);
        assert_eq!(years("この計画では、10年後に目指す姿を描きます。", false), [] as [u32; 0]);
        assert_eq!(years("進捗は毎年度、外部の委員を含む検討会で確認し、公表します。", false), [1]);
    }

    #[test]
    fn checks_of_other_things_are_none() {
        assert_eq!(years("水質検査計画を毎年度策定し、結果を確認します。", false), [] as [u32; 0]);
        assert_eq!(years("毎年、職員の研修を行い、技術を確認します。", true), [] as [u32; 0]);
        assert_eq!(years("年に1回の「修繕計画の見直し記録」により後から追えるようにします。", true), [] as [u32; 0]);
        assert_eq!(years("この戦略は、毎年度進み具合を確かめ、5年ごとに見直します。", false), [1, 5]);
        assert_eq!(years("昭和40年ごとの記録", true), [] as [u32; 0]);
    }

    #[test]
    fn records_carry_the_sentence_and_its_place() {
        let source = SourceFile::new("plan", Content::Lines(Vec::new()), Vec::new());
        let text = "審議会に諮ります。進捗は毎年度確認します。".to_owned();
        let blocks = [Block { place: Place::on_line(7), kind: BlockKind::Paragraph { text } }];
        let records = reviews(&source, &blocks, Rules::embedded());
        assert_eq!(records.len(), 1);
        let Body::Review(review) = &records[0].body else { panic!("not a review") };
        assert_eq!((review.interval_years, review.text.as_str(), records[0].evidence[0].line), (1, "進捗は毎年度確認します。", Some(7)));
    }
}
