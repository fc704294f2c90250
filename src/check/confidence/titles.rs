//! Titles that are none, and what depends on them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Doubt, Doubts};
use crate::language::squash;
use crate::model::{Body, Record};
use crate::rules::Rules;

/// Doubts that a measure or goal hands down to what belongs to it.
const HANDED_DOWN: [Doubt; 14] = [
    Doubt::LabelInTitle,
    Doubt::TierInTitle,
    Doubt::TitleTwice,
    Doubt::SentenceTitle,
    Doubt::GarbledTitle,
    Doubt::HeaderAsTitle,
    Doubt::HeadsAsTitle,
    Doubt::PhaseAsTitle,
    Doubt::ShortTitle,
    Doubt::SeveralCodes,
    Doubt::ChapterAsTitle,
    Doubt::RemarkAsTitle,
    Doubt::BareMeasure,
    Doubt::LineAsTitle,
];

/// Shorter results (実施, 継続して実施) may be the same for many measures.
const SHARED_CHARS: usize = 12;

pub(super) fn doubts(records: &[Record], rules: &Rules, doubts: &mut Doubts) {
    shared_results(records, doubts);
    let steps: BTreeSet<String> = records
        .iter()
        .filter_map(|r| if let Body::Schedule(s) = &r.body { Some(squash(&s.label)) } else { None })
        .filter(|l| !l.is_empty())
        .collect();
    let measures: BTreeSet<String> =
        records.iter().filter_map(|r| if let Body::Measure(m) = &r.body { Some(squash(&m.title)) } else { None }).collect();
    let mut goals: BTreeMap<String, BTreeSet<&[String]>> = BTreeMap::new();
    for record in records {
        if let Body::Goal(goal) = &record.body {
            goals.entry(squash(&goal.title)).or_default().insert(&goal.path);
        }
    }
    for (index, record) in records.iter().enumerate() {
        match &record.body {
            Body::Measure(measure) => {
                of_title(index, &measure.title, rules, doubts);
                if measure.title.chars().filter(|c| !c.is_whitespace()).count() <= 2 {
                    doubts.add(index, Doubt::ShortTitle);
                }
                if measure.code.as_deref().is_some_and(|code| code.split_whitespace().count() > 1) {
                    doubts.add(index, Doubt::SeveralCodes);
                }
                if steps.contains(&squash(&measure.title)) {
                    doubts.add(index, Doubt::PhaseAsTitle);
                }
            }
            Body::Goal(goal) => {
                of_title(index, &goal.title, rules, doubts);
                let title = squash(&goal.title);
                if title == squash(&goal.level) || rules.column_roles(&goal.title).first().is_some_and(|(_, score)| *score >= 1.0) {
                    doubts.add(index, Doubt::HeaderAsTitle);
                }
                if goal.level.is_empty() && record.reasons.iter().any(|r| r == "tier_heading") {
                    doubts.add(index, Doubt::UnnamedTier);
                }
                if measures.contains(&title) {
                    doubts.add(index, Doubt::GoalIsMeasure);
                }
                if goals.get(&title).is_some_and(|paths| paths.len() > 1) {
                    doubts.add(index, Doubt::GoalTwice);
                }
            }
            _ => {}
        }
    }
}

/// What a result says, and its page.
type Words<'a> = (&'a str, Option<usize>);

/// A result that several measures share: cells of rows that were not told apart.
fn shared_results(records: &[Record], doubts: &mut Doubts) {
    let mut same: BTreeMap<Words<'_>, Vec<(usize, &str)>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        if let Body::Result(result) = &record.body {
            let page = record.evidence.first().and_then(|e| e.page);
            same.entry((&result.text, page)).or_default().push((index, &result.measure));
        }
    }
    for results in same.values().filter(|results| results.iter().any(|(_, measure)| *measure != results[0].1)) {
        // 実施済み may stand in every row; words of a row of its own do not.
        let long =
            results.iter().all(|(index, _)| matches!(&records[*index].body, Body::Result(r) if r.text.chars().count() > SHARED_CHARS));
        results.iter().filter(|_| long).for_each(|(index, _)| doubts.add(*index, Doubt::SharedResult));
    }
}

fn of_title(index: usize, title: &str, rules: &Rules, doubts: &mut Doubts) {
    if title.contains('。') || title.ends_with("ます") || title.ends_with("ました") {
        doubts.add(index, Doubt::SentenceTitle);
    }
    if is_garbled(title) {
        doubts.add(index, Doubt::GarbledTitle);
    }
    if holds_label(title, rules) {
        doubts.add(index, Doubt::LabelInTitle);
    }
    let dash = |c: char| matches!(c, '~' | '〜' | '～' | '―' | '─');
    if title.starts_with(dash) && title.ends_with(dash) {
        doubts.add(index, Doubt::Motto);
    }
}

/// Letters of a label before a colon, at most.
const LABEL: usize = 8;

/// 浄水場の補強担当課:施設課: a header word and a colon behind other words; the field beside the title has run into it.
fn holds_label(title: &str, rules: &Rules) -> bool {
    let Some((before, _)) = title.split_once([':', '：']) else { return false };
    let before: Vec<char> = before.trim_end().chars().collect();
    let is_label = |from: usize| {
        let word: String = before[from..].iter().collect();
        rules.column_roles(&word).first().is_some_and(|(_, score)| *score >= 1.0)
    };
    (before.len().saturating_sub(LABEL).max(1)..before.len().saturating_sub(1)).any(is_label)
}

/// 1-2-1-遊3休地の活用: a number inside words right after a number with dashes.
fn is_garbled(title: &str) -> bool {
    let chars: Vec<char> = title.chars().filter(|c| !c.is_whitespace()).collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let coded =
        |at: usize| digit(at) && chars.get(at + 1) == Some(&'-') && (digit(at + 2) || chars.get(at + 2).is_some_and(|c| is_han(*c)));
    let code = (0..chars.len()).find(|&at| coded(at));
    code.is_some_and(|code| {
        (code + 3..chars.len()).any(|at| digit(at) && is_han(chars[at - 1]) && chars.get(at + 1).is_some_and(|c| is_han(*c)))
    })
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// What belongs to a doubted measure or stands under a doubted tier; goals whose measures are all sentences.
pub(super) fn inherited(records: &[Record], doubts: &mut Doubts) {
    let mut doubtful: BTreeSet<String> = BTreeSet::new();
    let mut below: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        let (title, path) = match &record.body {
            Body::Measure(m) => (&m.title, &m.path),
            Body::Goal(g) => (&g.title, &g.path),
            _ => continue,
        };
        if doubts.has(index, &HANDED_DOWN) {
            doubtful.insert(squash(title));
        }
        if let (Body::Measure(_), Some(parent)) = (&record.body, path.last()) {
            below.entry(squash(parent)).or_default().push(doubts.has(index, &[Doubt::SentenceTitle, Doubt::SeveralCodes]));
        }
    }
    // A measure whose steps are years was read from the wrong column.
    let year_steps: BTreeSet<String> = (0..records.len())
        .filter(|i| doubts.has(*i, &[Doubt::YearAsLabel]))
        .filter_map(|i| if let Body::Schedule(s) = &records[i].body { Some(squash(&s.measure)) } else { None })
        .collect();
    for (index, record) in records.iter().enumerate() {
        if let Body::Measure(m) = &record.body
            && year_steps.contains(&squash(&m.title))
        {
            doubts.add(index, Doubt::PhaseAsTitle);
        }
        let measure = match &record.body {
            Body::Schedule(s) => Some(&s.measure),
            Body::Result(r) => Some(&r.measure),
            Body::Deliverable(d) => Some(&d.measure),
            Body::Amount(a) => a.measure.as_ref(),
            Body::Value(v) => v.measure.as_ref(),
            _ => None,
        };
        let measure = measure.filter(|_| !(doubtful.is_empty() && year_steps.is_empty())).map(|m| squash(m));
        if measure.is_some_and(|m| doubtful.contains(&m) || year_steps.contains(&m)) {
            doubts.add(index, Doubt::OfDoubtful);
        }
        let path = match &record.body {
            Body::Measure(m) => &m.path,
            Body::Goal(g) => &g.path,
            _ => continue,
        };
        if path.iter().any(|tier| doubtful.contains(&squash(tier))) {
            doubts.add(index, Doubt::UnderDoubtful);
        }
        if let Body::Goal(goal) = &record.body
            && below.get(&squash(&goal.title)).is_some_and(|sentences| sentences.iter().all(|s| *s))
        {
            doubts.add(index, Doubt::OnlySentences);
        }
    }
}

/// Measures that their row bears out (a number, sections or steps of their own), goals with a number that measures stand under, and
/// steps whose words are known ones.
pub(super) fn supported(records: &[Record], rules: &Rules) -> BTreeSet<usize> {
    let scheduled: BTreeSet<String> =
        records.iter().filter_map(|r| if let Body::Schedule(s) = &r.body { Some(squash(&s.measure)) } else { None }).collect();
    let parents: BTreeSet<String> =
        records.iter().filter_map(|r| if let Body::Measure(m) = &r.body { m.path.last().map(|p| squash(p)) } else { None }).collect();
    let supported = |record: &Record| match &record.body {
        Body::Measure(m) => m.code.is_some() || !m.owners.is_empty() || scheduled.contains(&squash(&m.title)),
        Body::Goal(g) => g.code.is_some() && parents.contains(&squash(&g.title)),
        Body::Schedule(s) => s.from.is_some() && s.to.is_some() && !s.uncertain && rules.schedule.phase(&s.label).is_some(),
        _ => false,
    };
    (0..records.len()).filter(|&i| supported(&records[i])).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Doubts;
    use super::is_garbled;
    use crate::model::{Body, Evidence, Goal, Measure, Place, Record, ResultRecord};
    use crate::rules::Rules;

    fn record(body: Body) -> Record {
        Record::new("plan", body, 0.95, Evidence::new(Place::on_page(1, crate::model::Rect::default()), "words"))
    }

    fn measure(title: &str, code: Option<&str>) -> Record {
        record(Body::Measure(Measure { title: title.to_owned(), code: code.map(str::to_owned), ..Measure::default() }))
    }

    fn result(measure: &str, text: &str) -> Record {
        record(Body::Result(ResultRecord { measure: measure.to_owned(), text: text.to_owned(), ..ResultRecord::default() }))
    }

    /// The codes of the doubts of each record.
    fn doubts(records: &[Record]) -> Vec<Vec<&'static str>> {
        let mut doubts = Doubts::default();
        super::doubts(records, Rules::embedded(), &mut doubts);
        super::inherited(records, &mut doubts);
        (0..records.len()).map(|i| doubts.of.get(&i).map_or_else(Vec::new, |own| own.iter().map(|d| d.code()).collect())).collect()
    }

    #[test]
    fn titles_that_are_labels_and_rows_that_ran_together() {
        let records = [measure("安心", None), result("安心", "検査の回数を増やした。"), measure("老朽管の更新", Some("1-1-1 1-1-2"))];
        assert_eq!(doubts(&records), [vec!["short_title"], vec!["of_doubtful"], vec!["several_codes"]]);
        assert_eq!(doubts(&[measure("老朽管の更新", Some("1-1"))]), [Vec::<&str>::new()]);
    }

    #[test]
    fn titles_that_other_fields_have_run_into() {
        let said = |title: &str| doubts(&[measure(title, Some("1-2"))]).remove(0);
        assert_eq!(said("浄水場の耐震補強担当課:施設課"), ["label_in_title"]);
        assert_eq!(said("弁の点検を計画的に行います。予定"), ["sentence_title"]);
        for title in ["浄水場の耐震補強", "官民連携:段階的な導入", "担当課:施設課"] {
            assert_eq!(said(title), [""; 0], "{title}");
        }
        // What belongs to such a measure is doubted with it, its money too.
        let amount = serde_json::json!({"type": "amount", "item": "弁の点検担当課:施設課", "measure": "弁の点検担当課:施設課", "year": 2026,
            "value": 12.0, "unit": "千円", "role": "plan"});
        let records = [measure("弁の点検担当課:施設課", None), record(serde_json::from_value(amount).unwrap())];
        assert_eq!(doubts(&records)[1], ["of_doubtful"]);
    }

    #[test]
    fn one_result_for_two_measures() {
        let long = "配水管の布設替えを計画のとおり終えた。";
        assert_eq!(doubts(&[result("a", long), result("b", long)]), [["shared_result"], ["shared_result"]]);
        assert_eq!(doubts(&[result("a", "実施済み"), result("b", "実施済み")]), [Vec::<&str>::new(), Vec::new()]);
    }

    #[test]
    fn tiers_without_a_word_and_mottos() {
        let goal = |level: &str, title: &str| {
            record(Body::Goal(Goal { level: level.to_owned(), title: title.to_owned(), ..Goal::default() })).because("tier_heading")
        };
        let said = doubts(&[goal("", "はじめの言葉"), goal("基本方針", "水の安全を守る"), goal("目指す姿", "~水とともに~")]);
        assert_eq!(said, [vec!["unnamed_tier"], vec![], vec!["motto"]]);
    }

    #[test]
    fn numbers_that_ran_into_titles() {
        for garbled in ["1-2-1-遊3休地の活用", "重要給水施設 1-1-1-配1水管の長寿命化", "3-2-1-井3戸の更新"] {
            assert!(is_garbled(garbled), "{garbled}");
        }
        for title in ["配水池(No.1-2)の更新", "1-1 水質検査", "第3浄水場の更新", "令和5-6年度の工事", "3階建て建築物への給水"]
        {
            assert!(!is_garbled(title), "{title}");
        }
    }
}
