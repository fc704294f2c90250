//! Titles that are none, and what depends on them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Doubt, Doubts};
use crate::language::squash;
use crate::model::{Body, Record};
use crate::rules::Rules;

/// Doubts that a measure or goal hands down to what belongs to it.
const HANDED_DOWN: [Doubt; 4] = [Doubt::SentenceTitle, Doubt::GarbledTitle, Doubt::HeaderAsTitle, Doubt::PhaseAsTitle];

pub(super) fn doubts(records: &[Record], rules: &Rules, doubts: &mut Doubts) {
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
                of_title(index, &measure.title, doubts);
                if steps.contains(&squash(&measure.title)) {
                    doubts.add(index, Doubt::PhaseAsTitle);
                }
            }
            Body::Goal(goal) => {
                of_title(index, &goal.title, doubts);
                let title = squash(&goal.title);
                if title == squash(&goal.level) || rules.column_roles(&goal.title).first().is_some_and(|(_, score)| *score >= 1.0) {
                    doubts.add(index, Doubt::HeaderAsTitle);
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

fn of_title(index: usize, title: &str, doubts: &mut Doubts) {
    if title.ends_with('。') || title.ends_with("ます") || title.ends_with("ました") {
        doubts.add(index, Doubt::SentenceTitle);
    }
    if is_garbled(title) {
        doubts.add(index, Doubt::GarbledTitle);
    }
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
            below.entry(squash(parent)).or_default().push(doubts.has(index, &[Doubt::SentenceTitle]));
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
            _ => None,
        };
        if measure.is_some_and(|m| doubtful.contains(&squash(m)) || year_steps.contains(&squash(m))) {
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
    use super::is_garbled;

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
