//! Measures and tiers beside the others of their document: what most of them have and some lack.

use std::collections::{BTreeMap, BTreeSet};

use super::{Doubt, Doubts};
use crate::language::{find_quantities, squash};
use crate::model::{Body, Goal, Measure, Record};
use crate::rules::Rules;

/// So many measures of a document, and of all so large a part, must have a number, a section or a tier before the lack of all three says
/// something.
const SOME: usize = 4;
const PART: f32 = 0.25;
/// A title in a title of fewer letters says nothing.
const LONG_TITLE: usize = 5;
/// Titles and names longer than this are no row of header words.
const LONGEST_HEADS: usize = 30;
/// Words longer than this name no tier.
const LONGEST_WORD: usize = 6;
/// Tiers under so many others are low in the tree.
const DEEP: usize = 2;

pub(super) fn doubts(records: &[Record], rules: &Rules, doubts: &mut Doubts) {
    let measures: Vec<(usize, &Measure)> =
        records.iter().enumerate().filter_map(|(i, r)| if let Body::Measure(m) = &r.body { Some((i, m)) } else { None }).collect();
    bare(&measures, doubts);
    for (index, measure) in &measures {
        let title = measure.title.as_str();
        if records[*index].reasons.iter().any(|r| r == "title_over_schedule") {
            doubts.add(*index, Doubt::LineAsTitle);
        }
        if records[*index].reasons.iter().any(|r| r == "measure_tier") {
            doubts.add(*index, Doubt::TierAsMeasure);
        }
        if title.chars().all(|c| c.is_ascii_digit() || "-. ".contains(c)) {
            doubts.add(*index, Doubt::CodeAsName);
        }
        let numbered = title.split_once(' ').is_some_and(|(n, _)| n.len() <= 2 && n.chars().all(|c| c.is_ascii_digit()));
        let own = measure.code.as_deref().is_some_and(|code| title.strip_prefix(code).is_some_and(|rest| rest.starts_with(' ')));
        if own || numbered && measure.code.is_none() {
            doubts.add(*index, Doubt::CodeInTitle);
        }
        if is_tier(title) {
            doubts.add(*index, Doubt::TierInTitle);
        }
        if is_chapter(title) {
            doubts.add(*index, Doubt::ChapterAsTitle);
        }
        if measure.path.last().is_some_and(|tier| squash(tier) == squash(title)) {
            doubts.add(*index, Doubt::UnderItself);
        }
        if is_remark(title) {
            doubts.add(*index, Doubt::RemarkAsTitle);
        }
    }
    twice(&measures, doubts);
    leaves(records, doubts);
    heads(records, rules, doubts);
    titles_in_titles(records, doubts);
}

/// Measures with nothing of what the others have.
fn bare(measures: &[(usize, &Measure)], doubts: &mut Doubts) {
    let is_bare = |m: &Measure| m.code.is_none() && m.owners.is_empty() && m.path.is_empty();
    let bare: Vec<usize> = measures.iter().filter(|(_, m)| is_bare(m)).map(|(index, _)| *index).collect();
    let others = measures.len() - bare.len();
    #[allow(clippy::cast_precision_loss)] // measures of a document
    let told = others >= SOME && others as f32 >= measures.len() as f32 * PART;
    bare.into_iter().filter(|_| told).for_each(|index| doubts.add(index, Doubt::BareMeasure));
}

/// 第3章 ..., II ..., 5 ... with a chapter's numeral before a space.
fn is_chapter(title: &str) -> bool {
    let numbered = title.strip_prefix('第').and_then(|rest| rest.split_once('章')).is_some_and(|(n, _)| n.chars().count() <= 2);
    let roman = title.split_once(' ').is_some_and(|(n, _)| !n.is_empty() && n.chars().all(|c| matches!(c, 'I' | 'V' | 'X')));
    numbered || roman
}

/// 取組II-1 水質の監視, 柱 3 耐震化: a short word and a number before a space.
fn is_tier(title: &str) -> bool {
    let word = title.chars().take_while(|c| !c.is_ascii() && c.is_alphabetic()).count();
    let rest: String = title.chars().skip(word).collect();
    let Some((number, after)) = rest.trim_start().split_once(' ') else { return false };
    let coded = number.starts_with(|c: char| c.is_ascii_digit() || "IVX".contains(c))
        && number.chars().all(|c| c.is_ascii_digit() || "IVX-.".contains(c));
    (1..=LONGEST_WORD).contains(&word) && coded && !after.is_empty()
}

/// Tiers below two others at least, of a level under which nothing stands anywhere.
fn leaves(records: &[Record], doubts: &mut Doubts) {
    let mut parents: BTreeSet<String> = BTreeSet::new();
    for record in records {
        if let Body::Measure(Measure { path, .. }) | Body::Goal(Goal { path, .. }) = &record.body {
            parents.extend(path.iter().map(|tier| squash(tier)));
        }
    }
    let goals = || records.iter().enumerate().filter_map(|(i, r)| if let Body::Goal(g) = &r.body { Some((i, g)) } else { None });
    let bearing: BTreeSet<&str> = goals().filter(|(_, g)| parents.contains(&squash(&g.title))).map(|(_, g)| g.level.as_str()).collect();
    let leaf = |g: &Goal| g.path.len() >= DEEP && !bearing.contains(g.level.as_str());
    goals().filter(|(_, g)| leaf(g)).for_each(|(index, _)| doubts.add(index, Doubt::LeafTier));
}

/// One title for several measures of which at least one has no number.
fn twice(measures: &[(usize, &Measure)], doubts: &mut Doubts) {
    let mut titles: BTreeMap<String, Vec<(usize, &Measure)>> = BTreeMap::new();
    for (index, measure) in measures {
        titles.entry(squash(&measure.title)).or_default().push((*index, *measure));
    }
    for same in titles.values().filter(|same| same.len() > 1 && same.iter().any(|(_, m)| m.code.is_none())) {
        same.iter().for_each(|(index, _)| doubts.add(*index, Doubt::TitleTwice));
    }
}

/// (音頭をとる課:営業課), 技術士2名、測量士2名.
fn is_remark(title: &str) -> bool {
    let bracketed = title.starts_with(['(', '（']) && title.ends_with([')', '）']);
    let figures = find_quantities(title).iter().filter(|q| q.unit.is_some()).count();
    bracketed || title.contains('、') && figures >= 2
}

/// Titles of measures and goals and names of tiers that are rows of header words.
fn heads(records: &[Record], rules: &Rules, doubts: &mut Doubts) {
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    let mut are_heads = |text: &str| *known.entry(squash(text)).or_insert_with_key(|text| is_heads(text, rules));
    for (index, record) in records.iter().enumerate() {
        let found = match &record.body {
            Body::Measure(m) => are_heads(&m.title),
            Body::Goal(g) => are_heads(&g.title) || are_heads(&g.level),
            _ => false,
        };
        if found {
            doubts.add(index, Doubt::HeadsAsTitle);
        }
    }
}

/// Whether the text is nothing but two or more header words in a row.
fn is_heads(text: &str, rules: &Rules) -> bool {
    let chars: Vec<char> = text.chars().collect();
    if !(4..=LONGEST_HEADS).contains(&chars.len()) {
        return false;
    }
    let is_head = |word: &[char]| {
        let word: String = word.iter().collect();
        rules.column_roles(&word).first().is_some_and(|(_, score)| *score >= 1.0)
    };
    if is_head(&chars) {
        return false;
    }
    // The fewest head words that reach each place.
    let mut reach: Vec<Option<usize>> = vec![None; chars.len() + 1];
    reach[0] = Some(0);
    for end in 2..=chars.len() {
        reach[end] = (0..end - 1)
            .filter(|&start| reach[start].is_some() && is_head(&chars[start..end]))
            .filter_map(|s| reach[s])
            .min()
            .map(|n| n + 1);
    }
    reach[chars.len()].is_some_and(|words| words >= 2)
}

/// 安全 ~信頼できる水~ beside 信頼できる水.
fn titles_in_titles(records: &[Record], doubts: &mut Doubts) {
    let goals: Vec<(usize, String)> = records
        .iter()
        .enumerate()
        .filter_map(|(i, r)| if let Body::Goal(g) = &r.body { Some((i, squash(&g.title))) } else { None })
        .collect();
    for (index, title) in &goals {
        let holds = |(_, other): &(usize, String)| other != title && other.chars().count() >= LONG_TITLE && title.contains(other.as_str());
        if goals.iter().any(holds) {
            doubts.add(*index, Doubt::TitleInTitle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Evidence;

    fn record(body: Body) -> Record {
        Record::new("plan", body, 0.95, Evidence::default())
    }

    fn measure(title: &str, code: Option<&str>) -> Record {
        record(Body::Measure(Measure { title: title.to_owned(), code: code.map(str::to_owned), ..Measure::default() }))
    }

    fn goal(title: &str, level: &str) -> Record {
        record(Body::Goal(Goal { title: title.to_owned(), level: level.to_owned(), ..Goal::default() }))
    }

    fn doubts(records: &[Record]) -> Vec<Vec<&'static str>> {
        let mut doubts = Doubts::default();
        super::doubts(records, Rules::embedded(), &mut doubts);
        (0..records.len()).map(|i| doubts.of.get(&i).map_or_else(Vec::new, |own| own.iter().map(|d| d.code()).collect())).collect()
    }

    fn of_title(title: &str) -> Vec<&'static str> {
        doubts(&[measure(title, None)]).remove(0)
    }

    #[test]
    fn titles_that_are_chapters_remarks_and_rows_of_heads() {
        assert_eq!(of_title("第3章 成果指標と目標値"), ["chapter_as_title"]);
        assert_eq!(of_title("II 取組の進捗状況"), ["chapter_as_title"]);
        assert_eq!(of_title("(音頭をとる課:営業課)"), ["remark_as_title"]);
        assert_eq!(of_title("技術士2名、測量士2名"), ["remark_as_title"]);
        assert_eq!(of_title("施策番号担当課"), ["heads_as_title"]);
        for title in ["第3水源の改修", "ICTの活用", "配水池(第2)の更新", "浄水場2箇所、配水池の更新", "担当課の見直し"]
        {
            assert_eq!(of_title(title), [""; 0], "{title}");
        }
        assert_eq!(doubts(&[goal("安定した経営", "施策番号担当課")]), [["heads_as_title"]]);
        assert_eq!(doubts(&[measure("1-1 水源の保全", Some("1-1")), measure("水源の保全", Some("1-1"))]), [vec!["code_in_title"], vec![]]);
        assert_eq!(of_title("7 小水力発電の可能性調査"), ["code_in_title"]);
        let mut under = measure("受水計画の見直し", Some("II-4"));
        if let Body::Measure(m) = &mut under.body {
            m.path = vec!["受水計画の見直し".to_owned()];
        }
        assert_eq!(doubts(&[under]), [["under_itself"]]);
        let lines = [measure("更新の工程", None).because("title_over_schedule")];
        assert_eq!(doubts(&lines), [["line_as_title"]]);
    }

    #[test]
    fn titles_that_begin_as_tiers_do() {
        assert_eq!(of_title("取組II-1 水質情報の広域監視"), ["tier_in_title"]);
        assert_eq!(of_title("柱 3 耐震化"), ["tier_in_title"]);
        for title in ["第2配水池の更新", "管路DX 推進", "浄水場3か所の更新", "送水管2期 工事"] {
            assert_eq!(of_title(title), [""; 0], "{title}");
        }
    }

    #[test]
    fn tiers_that_are_measures_and_measures_that_are_tiers() {
        let deep = |title: &str, level: &str, path: &[&str]| {
            let path = path.iter().map(|tier| (*tier).to_owned()).collect();
            record(Body::Goal(Goal { title: title.to_owned(), level: level.to_owned(), path, ..Goal::default() }))
        };
        let mut goals = vec![
            deep("安心な水道", "目標", &[]),
            deep("水質の管理", "施策", &["安心な水道"]),
            deep("水源の監視", "方策", &["安心な水道", "水質の管理"]),
            deep("水質計画の改定", "方策", &["安心な水道", "水質の管理"]),
        ];
        assert_eq!(doubts(&goals), [vec![], vec![], vec!["leaf_tier"], vec!["leaf_tier"]]);
        // One of them has a measure: its like are tiers, too.
        let mut below = measure("水質計器の増設", Some("1"));
        if let Body::Measure(m) = &mut below.body {
            m.path = ["安心な水道", "水質の管理", "水源の監視"].map(str::to_owned).to_vec();
        }
        goals.push(below);
        assert_eq!(doubts(&goals), [[""; 0]; 5]);
        assert_eq!(doubts(&[measure("収支の改善", Some("2-1")).because("measure_tier")]), [["tier_as_measure"]]);
        assert_eq!(of_title("1-3-2"), ["code_as_name"]);
    }

    #[test]
    fn one_title_for_several_measures() {
        let twice = [measure("漏水調査", None), measure("漏水調査", Some("2-1")), measure("研修", None)];
        assert_eq!(doubts(&twice), [vec!["title_twice"], vec!["title_twice"], vec![]]);
        // Numbers tell them apart.
        assert_eq!(doubts(&[measure("漏水調査", Some("1-3")), measure("漏水調査", Some("2-1"))]), [[""; 0]; 2]);
    }

    #[test]
    fn a_measure_without_what_the_others_have() {
        let mut records: Vec<Record> = ["管路の更新", "水源の保全", "研修", "広報"].map(|title| measure(title, Some("1"))).to_vec();
        records.push(measure("合同訓練", None));
        let said = doubts(&records);
        assert_eq!((said[0].len(), said[4].as_slice()), (0, ["bare_measure"].as_slice()));
        // Where none has a number, a section or a tier, the lack says nothing.
        assert_eq!(doubts(&[measure("管路の更新", None), measure("合同訓練", None)]), [[""; 0]; 2]);
    }

    #[test]
    fn a_tier_that_holds_another() {
        let goals = [goal("安全 ~信頼できる水をいつも届ける~", "基本方向"), goal("信頼できる水をいつも届ける", ""), goal("信頼", "")];
        assert_eq!(doubts(&goals), [vec!["title_in_title"], vec![], vec![]]);
    }
}
