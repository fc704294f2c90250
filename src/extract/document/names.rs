//! Who it is about and who wrote it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::cover::{Cover, Title};
use crate::language::{find_years, normalise};
use crate::model::{Block, BlockKind, Evidence, PlanKind};
use crate::rules::{Rules, fold};

/// Kanji or katakana before the word that makes a utility; kana names are taken where a line begins.
static PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[一-龥々ヶケノァ-ヴー]{1,7}$").ok());
static LINE_START: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[一-龥々ヶケノぁ-んァ-ヴー]{1,8}$").ok());

/// How much a name counts where it stands.
const IN_TITLE: usize = 1000;
const ON_COVER: usize = 200;
const IN_FURNITURE: usize = 5;

/// Who wrote it, with the place.
pub(super) struct Organisation {
    pub(super) name: String,
    pub(super) evidence: Evidence,
}

/// The utility: the name that the title begins with, else the one that cover, running heads and text print most.
pub(super) fn utility(title: Option<&str>, cover: &Cover, blocks: &[Block], rules: &Rules) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |text: &str, weight: usize| {
        for name in utilities_in(text, rules) {
            *counts.entry(name).or_insert(0) += weight;
        }
    };
    if let Some(title) = title {
        count(title, IN_TITLE);
    }
    for line in &cover.lines {
        count(&line.text, ON_COVER);
    }
    for block in blocks {
        match &block.kind {
            BlockKind::Furniture { text } => count(&normalise(text), IN_FURNITURE),
            BlockKind::Table(table) => table.cells.iter().for_each(|c| count(&normalise(&c.text), 1)),
            _ => count(&normalise(block.text()), 1),
        }
    }
    // A name whose stem the cover prints in another way: 株式会社水みらい小諸, 小諸浄化管理センター.
    for (name, n) in &mut counts {
        let mut stem = name.chars();
        stem.next_back();
        let stem = stem.as_str();
        if stem.chars().count() > 1 && cover.lines.iter().any(|l| l.text.contains(stem)) {
            *n += ON_COVER;
        }
    }
    // Of equally frequent names the longer one says more.
    counts.into_iter().max_by_key(|(name, n)| (*n, name.chars().count())).map(|(name, _)| name)
}

/// All names of utilities in a text.
fn utilities_in(text: &str, rules: &Rules) -> Vec<String> {
    let mut names = Vec::new();
    let found = rules.documents.utility_starts.found_in(text);
    for suffix in &rules.documents.utilities {
        if !suffix.chars().next().is_some_and(|first| found.contains(&first)) {
            continue;
        }
        for (at, _) in text.match_indices(suffix.as_str()) {
            let end = at + suffix.len();
            if is_wide_area(suffix) && !runs_works(&text[end..], rules) || covered_by_longer(text, at, suffix, rules) {
                continue;
            }
            if let Some(name) = name_before(text, at, end, rules) {
                names.push(name);
            }
        }
    }
    names
}

/// 県営水道, 県企業庁, 都水道局: the area is named as one that runs works.
fn runs_works(after: &str, rules: &Rules) -> bool {
    let organisation = |o: &String| after.starts_with(o.as_str()) && !after.starts_with("水道課");
    ["営水道", "営工業用水道", "営の水道", "水道用水供給", "広域水道", "工業用水道"].iter().any(|w| after.starts_with(w))
        || rules.documents.organisations.iter().any(organisation)
}

/// 県, 都, 道, 府, 区 name too much else to be read from running text.
fn is_wide_area(suffix: &str) -> bool {
    matches!(suffix, "都" | "道" | "府" | "県" | "区")
}

/// 市 inside 水道企業団 of the same name: the longer suffix decides.
fn covered_by_longer(text: &str, at: usize, suffix: &str, rules: &Rules) -> bool {
    let end = at + suffix.len();
    let longer = |s: &&String| s.len() > suffix.len() && s.ends_with(suffix);
    rules.documents.utilities.iter().filter(longer).any(|s| text[..end].ends_with(s.as_str()))
}

/// The name that ends with a suffix; `None` for 本市, 都市, 市場 and for a bare suffix.
fn name_before(text: &str, at: usize, end: usize, rules: &Rules) -> Option<String> {
    let head = &text[..at];
    let stem = match LINE_START.as_ref().filter(|p| p.is_match(head)) {
        Some(_) if head.chars().count() <= 8 => head.to_owned(),
        _ => PLACE.as_ref()?.find(head)?.as_str().to_owned(),
    };
    // 兵庫県加東市 is 加東市; 現在の加東市 ends at の already.
    let stem = stem.rsplit(['県', '府', '都', '道', '郡']).next().unwrap_or_default();
    // 第2次三浜市水道ビジョン is about 三浜市.
    let stem = stem.rsplit("年度").next().unwrap_or_default();
    // 平成23年8月 枚方市, 実施計画 西部水道企業団, the spaces between them lost.
    let dated = head.strip_suffix(stem).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
    let stem = stem.strip_prefix(['月', '日', '年']).filter(|_| dated).unwrap_or(stem);
    let stem =
        ["計画", "戦略", "ビジョン", "プラン", "報告", "趣旨"].iter().fold(stem, |stem, word| stem.rsplit(word).next().unwrap_or(stem));
    if stem.ends_with('は') && stem.chars().count() > 3 {
        return None;
    }
    let stem = stem.strip_prefix('次').filter(|_| head.contains('第')).unwrap_or(stem).to_owned();
    let name = format!("{stem}{}", &text[at..end]);
    let next = &text[end..];
    let other = rules.documents.not_utilities.iter().any(|w| name == *w || name.ends_with(w.as_str()) && w.chars().count() > 1);
    let goes_on = next.starts_with(['場', '街', '民', '町', '内', '役', '立', '長', '議', '販', '営', '道']) || next.starts_with("職員");
    let short = stem.chars().count() < 2 && !matches!(stem.as_str(), "津" | "堺" | "呉" | "柏" | "蕨" | "関" | "光" | "萩");
    (!other && !short && (!goes_on || head.is_empty() || stem.chars().count() >= 2 && !next.starts_with(['場', '街']))).then_some(name)
}

/// Who wrote it: a company for a proposal, else a line of the cover that is an organisation's name, else the head of the title.
pub(super) fn organisation(
    title: Option<&Title>,
    utility: Option<&str>,
    kind: Option<PlanKind>,
    cover: &Cover,
    rules: &Rules,
) -> Option<Organisation> {
    if kind == Some(PlanKind::Proposal)
        && let Some(found) =
            cover.lines.iter().find_map(|l| company(&l.text, rules).map(|name| Organisation { name, evidence: l.evidence() }))
    {
        return Some(found);
    }
    let full = |name: String| match utility {
        Some(utility) if !name.contains(utility) && !utility.ends_with("企業団") => format!("{utility}{name}"),
        _ => name,
    };
    // The last such line: the one at the foot of the cover, not the one that opens the title.
    let line = cover.lines.iter().rev().find_map(|l| section_name(&l.text, rules).map(|name| (name, l.evidence())));
    if let Some((name, evidence)) = line {
        return Some(Organisation { name: full(name), evidence });
    }
    if let Some(title) = title
        && let Some(name) = title_head(&title.text, utility, rules)
    {
        return Some(Organisation { name, evidence: title.evidence.clone() });
    }
    let utility = utility?;
    let own_line = cover.lines.iter().rev().find(|l| fold(&l.text) == fold(utility))?;
    Some(Organisation { name: utility.to_owned(), evidence: own_line.evidence() })
}

/// 株式会社水みらい小諸 of 「株式会社 水みらい小諸 対象:…」: the word for a company begins or ends the name.
fn company(line: &str, rules: &Rules) -> Option<String> {
    let line = line.replace("対象:", "\n").replace("対象者:", "\n").replace("代表企業:", "\n");
    line.split(['\n', '(', '、']).find_map(|part| {
        let name: String = fold(part);
        let word = rules.documents.companies.iter().find(|c| name.starts_with(c.as_str()) || name.ends_with(c.as_str()))?;
        let length = name.chars().count();
        (length > word.chars().count() && length <= 30).then_some(name)
    })
}

/// The line's organisation, where it is nothing else: 盛岡市上下水道局, 白沢市上下水道局 総務課.
fn section_name(line: &str, rules: &Rules) -> Option<String> {
    // 令和7年9月 白沢市上下水道局: the date of the cover may stand before the name.
    let date = find_years(line).first().filter(|(range, _)| range.start == 0).map_or(0, |(range, _)| range.end);
    let bare = fold(&line[date..]);
    // 令和7年10月公表 茜木市上下水道部: so may what was done then.
    let event = rules.documents.events.iter().filter(|e| date > 0 && bare.starts_with(e.as_str())).map(String::len).max().unwrap_or(0);
    let bare = bare[event..].to_owned();
    if bare.chars().count() > 30 || bare.contains(['。', '、', ':', '「']) {
        return None;
    }
    let suffix = rules.documents.organisations.iter().find(|o| bare.contains(o.as_str()))?;
    let end = bare.find(suffix.as_str())? + suffix.len();
    let rest = &bare[end..];
    (rest.is_empty() || rules.owners.is_name(rest)).then(|| bare[..end].to_owned())
}

/// 盛岡市上下水道局 at the head of 盛岡市上下水道局…推進実行計画.
fn title_head(title: &str, utility: Option<&str>, rules: &Rules) -> Option<String> {
    let utility = utility?;
    let at = title.find(utility)?;
    let rest = &title[at + utility.len()..];
    let word = rules.documents.organisations.iter().find(|o| rest.starts_with(o.as_str()))?;
    Some(format!("{utility}{word}"))
}

/// A plan that a heading names in other words: 伊勢市水道事業基本計画策定に係る懇談会出席者名簿.
pub(super) fn plan_named_in(blocks: &[Block], rules: &Rules) -> Option<Title> {
    let short = |b: &&Block| {
        matches!(b.kind, BlockKind::Heading { .. } | BlockKind::Caption { .. } | BlockKind::ListItem { .. })
            && b.text().chars().count() <= 60
    };
    blocks.iter().filter(short).find_map(|block| {
        let text = normalise(block.text());
        let utility = utilities_in(&text, rules).into_iter().next()?;
        let from = text.find(&utility)?;
        let tail = &text[from..];
        let ends = rules.documents.title_ends.iter().filter_map(|w| tail.find(w.as_str()).map(|at| at + w.len()));
        let end = ends.filter(|end| rules.plan_kind(&tail[..*end]).is_some()).min()?;
        let evidence = Evidence::new(block.place, block.text());
        Some(Title { text: tail[..end].to_owned(), evidence, confidence: super::FROM_ELSEWHERE, reason: "title_named_in_heading" })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        utilities_in(text, Rules::embedded())
    }

    #[test]
    fn utilities_in_running_text() {
        assert_eq!(names("これを受け、盛岡市では"), ["盛岡市"]);
        assert_eq!(names("現在の兵庫県加東市となりました"), ["加東市"]);
        assert_eq!(names("本市の水道は大都市の"), [] as [String; 0]);
        assert_eq!(names("津軽広域水道企業団"), ["津軽広域水道企業団"]);
        assert_eq!(names("青山県営水道の供給"), ["青山県"]);
        assert_eq!(names("東海県企業庁"), ["東海県"]);
        assert_eq!(names("兵庫県の人口、東海県内"), [] as [String; 0]);
        assert_eq!(names("さいたま市水道局"), ["さいたま市"]);
        assert_eq!(names("令和6年度白沢市上下水道局"), ["白沢市"]);
    }

    #[test]
    fn organisations_of_covers() {
        let rules = Rules::embedded();
        assert_eq!(section_name("白沢市上下水道局 総務課", rules).as_deref(), Some("白沢市上下水道局"));
        assert_eq!(section_name("海松市水道部", rules).as_deref(), Some("海松市水道部"));
        assert_eq!(section_name("令和7年9月 白沢市上下水道局", rules).as_deref(), Some("白沢市上下水道局"));
        assert_eq!(section_name("上下水道局の取組について", rules), None);
        assert_eq!(company("株式会社 水あしたば 対象:里見市上下水道事業", rules).as_deref(), Some("株式会社水あしたば"));
        assert_eq!(title_head("盛岡市上下水道局DX推進実行計画", Some("盛岡市"), rules).as_deref(), Some("盛岡市上下水道局"));
    }
}
