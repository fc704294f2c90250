//! Products that a measure promises by name: 「計画体系図」を作成, or in a column 成果物.

use std::sync::LazyLock;

use regex::Regex;

use super::around::Around;
use super::grid::Grid;
use super::headers::Section;
use super::items::{items, unquoted};
use super::outline::{NodeKind, Outline};
use super::schedule::is_empty_cell;
use crate::language::{find_years, normalise, squash};
use crate::model::{Body, Deliverable, Evidence, Record};
use crate::rules::{ColumnRole, Rules};

/// A name in corner brackets; brackets inside a name are not used by plans.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"「([^「」]{2,30})」").ok());

/// 『保全基準書』(令和9年9月): a name in brackets of its own, with its time behind it.
static NAMED_WITH_TIME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[「『]([^「」『』]{2,40})[」』]\s*(?:\(([^)]*)\))?").ok());

/// The measure's title without a number or tier word before it: 提案1 巡回点検の重点化.
fn measure_name(printed: &str, rules: &Rules) -> String {
    if let Some(tier) = rules.tier(printed) {
        return normalise(&tier.title);
    }
    let text = normalise(printed);
    let parts = printed.trim().split_once(char::is_whitespace).map(|(head, rest)| (normalise(head), normalise(rest)));
    match parts {
        Some((head, rest)) if head.ends_with(|c: char| c.is_ascii_digit()) && head.chars().count() <= 8 && !rest.is_empty() => rest,
        _ => unquoted(&text),
    }
}

/// First and last year in which the products of a measure are due.
pub type Due = (Option<i32>, Option<i32>);

/// The stage that makes the papers: the first one of the measure's schedule.
#[must_use]
pub fn due_of(measure: &str, records: &[Record]) -> Option<Due> {
    records.iter().find_map(|r| match &r.body {
        Body::Schedule(s) if s.measure == measure && r.reasons.iter().any(|x| x == "year_column") => Some((s.from, s.to)),
        _ => None,
    })
}

/// The products of a sentence under a measure with a dated schedule.
#[must_use]
pub fn in_sentence(raw: &str, evidence: &Evidence, measure: &str, due: &Option<Due>, document: &str) -> Vec<Record> {
    let (Some((due_from, due_to)), Some(named)) = (due, NAMED.as_ref()) else { return Vec::new() };
    let text = normalise(raw);
    named
        .captures_iter(&text)
        .map(|found| {
            let body = Deliverable { measure: measure.to_owned(), title: found[1].to_owned(), due_from: *due_from, due_to: *due_to };
            Record::new(document, Body::Deliverable(body), 0.8, evidence.clone()).because("named_product")
        })
        .collect()
}

/// 提出する成果品：『運用要領』（令和9年3月）、『台帳』（毎年度）: a label for products, then their names in brackets of their own, each with its
/// time behind it; `None` where the line is none.
#[must_use]
pub fn in_labelled_line(raw: &str, evidence: &Evidence, measure: &str, rules: &Rules, document: &str) -> Option<Vec<Record>> {
    let text = normalise(raw);
    let (label, rest) = text.split_once([':', '：']).or_else(|| text.split_once([']', '】', '>']))?;
    let label = label.trim_matches(|c: char| !c.is_alphanumeric());
    // 提出する成果品: the word that ends the label.
    let word = label.rsplit(['る', 'の', ' ']).next().unwrap_or(label);
    let named = rules.column_roles(word).first().is_some_and(|(role, score)| *role == ColumnRole::Deliverable && *score >= 0.9);
    if !named || label.chars().count() > 12 {
        return None;
    }
    let mut found = Vec::new();
    for product in NAMED_WITH_TIME.as_ref()?.captures_iter(rest) {
        let time = product.get(2).map_or("", |time| time.as_str());
        let (from, to) = time_of(time).unwrap_or_default();
        let open = ["以後", "以降", "毎年", "随時"].iter().any(|word| time.contains(word));
        let body =
            Deliverable { measure: measure.to_owned(), title: product[1].trim().to_owned(), due_from: from, due_to: to.filter(|_| !open) };
        found.push(Record::new(document, Body::Deliverable(body), 0.9, evidence.clone()).because("named_product"));
    }
    (!found.is_empty()).then_some(found)
}

/// The products in a column 成果物, each with the measure that its row names and the time beside it.
#[must_use]
pub fn in_table(grid: &Grid, section: &Section, rules: &Rules, outline: &Outline, around: &Around) -> Vec<Record> {
    let Some(product) = section.column(ColumnRole::Deliverable) else { return Vec::new() };
    let of = |roles: &[ColumnRole]| roles.iter().find_map(|role| section.columns_of(*role).into_iter().find(|&c| c != product));
    let due_col = of(&[ColumnRole::Due, ColumnRole::Period, ColumnRole::Schedule]);
    let first = (0..product).find(|&c| section.columns[c].year.is_none() && Some(c) != due_col);
    let named = of(&[ColumnRole::Measure]).or_else(|| of(&[ColumnRole::Goal])).or(first);
    let mut records = Vec::new();
    for &row in section.body.iter().filter(|&&row| grid.begins(row, product)) {
        let raw = grid.cell(row, product).map_or("", |c| c.text.as_str());
        if raw.trim().is_empty() || is_empty_cell(&normalise(raw)) {
            continue;
        }
        let from = section.body.first().copied().unwrap_or(row);
        let words = named.map(|col| grid.inherited(row, col, from)).filter(|words| !words.is_empty());
        let Some(measure) = words
            .map(|words| {
                let printed = named.and_then(|col| grid.cell(grid.source_row(row, col, from), col)).map_or(words, |c| c.text.as_str());
                title_of(printed, rules, outline, around)
            })
            .or_else(|| around.measure.clone())
        else {
            continue;
        };
        let beside = due_col.map_or("", |col| grid.text(row, col));
        for item in items(raw).iter().flat_map(|item| quoted(item)) {
            let (title, own) = without_time(&unquoted(&item));
            let (due_from, due_to) = own.or_else(|| time_of(beside)).unwrap_or_default();
            let body = Deliverable { measure: measure.clone(), title, due_from, due_to };
            records
                .push(Record::new(&around.document, Body::Deliverable(body), 0.92, grid.evidence(row, product)).because("product_column"));
        }
    }
    records
}

/// The measure that a cell names: a known one whose title ends the words (提案3 …), else the words without their number.
fn title_of(words: &str, rules: &Rules, outline: &Outline, around: &Around) -> String {
    let key = squash(words);
    let known = outline.nodes.iter().filter(|n| n.kind != NodeKind::Section && !n.key().is_empty() && key.ends_with(n.key()));
    if let Some(node) = known.max_by_key(|n| (n.key().len(), n.kind == NodeKind::Measure)) {
        return node.title.clone();
    }
    let tier = rules.tier(words).or_else(|| super::tierwords::tier(words, &around.tier_words));
    tier.map_or_else(|| measure_name(words, rules), |tier| normalise(&tier.title))
}

/// 「計画書」、「年報」: each of the names that a text consists of, or the text.
fn quoted(item: &str) -> Vec<String> {
    let inner = item.strip_prefix('「').and_then(|rest| rest.strip_suffix('」'));
    let names: Option<Vec<&str>> =
        inner.map(|inner| inner.split('」').map(|part| part.trim_start_matches(['、', '，', ',', '・', ' ', '「'])).collect());
    match names.filter(|names| names.len() > 1 && names.iter().all(|name| !name.is_empty() && !name.contains('「'))) {
        Some(names) => names.into_iter().map(str::to_owned).collect(),
        None => vec![item.to_owned()],
    }
}

/// 基本計画書（令和8年度末）, 基本計画書【R8】 in title and time.
fn without_time(item: &str) -> (String, Option<Due>) {
    let inside = |(open, close): (char, char)| item.strip_suffix(close).and_then(|t| t.rsplit_once(open));
    let bracket = [('(', ')'), ('【', '】'), ('[', ']'), ('〔', '〕'), ('<', '>')].into_iter().find_map(inside);
    match bracket.and_then(|(title, inside)| Some((title, time_of(inside)?))) {
        Some((title, due)) => (title.trim().to_owned(), Some(due)),
        None => (item.to_owned(), None),
    }
}

/// 令和8年度中 is that year, 令和10年度まで has no beginning.
fn time_of(text: &str) -> Option<Due> {
    find_years(text).into_iter().next().map(|(_, year)| (year.from, year.to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_behind_a_label() {
        let read = |raw: &str| -> Vec<(String, Option<i32>, Option<i32>)> {
            let found = in_labelled_line(raw, &Evidence::default(), "取組", Rules::embedded(), "d").unwrap_or_default();
            found
                .into_iter()
                .filter_map(|r| if let Body::Deliverable(d) = r.body { Some((d.title, d.due_from, d.due_to)) } else { None })
                .collect()
        };
        assert_eq!(
            read("⇒ 提出する成果品：『保全基準書』（令和9年9月）、『健全度台帳』（令和10年3月、以後毎年更新）"),
            [("保全基準書".into(), Some(2027), Some(2027)), ("健全度台帳".into(), Some(2027), None)]
        );
        assert_eq!(read("成果物：「判定レポート」（毎月）"), [("判定レポート".into(), None, None)]);
        assert_eq!(read("成果物：「手引」「台帳」").len(), 2);
        assert!(read("参考：「水道ビジョン」").is_empty());
    }

    #[test]
    fn times_of_products() {
        assert_eq!(time_of("令和8年度中"), Some((Some(2026), Some(2026))));
        assert_eq!(time_of("令和10年度まで"), Some((None, Some(2028))));
        assert_eq!(time_of("契約後3か月以内"), None);
        assert_eq!(without_time("更新計画書(R8年度末)"), ("更新計画書".to_owned(), Some((Some(2026), Some(2026)))));
        assert_eq!(without_time("更新計画(第2版)【R8】"), ("更新計画(第2版)".to_owned(), Some((Some(2026), Some(2026)))));
        assert_eq!(quoted("「計画書」、「年報」"), ["計画書", "年報"]);
        assert_eq!(quoted("「計画書」の改訂"), ["「計画書」の改訂"]);
        assert_eq!(without_time("台帳(紙)"), ("台帳(紙)".to_owned(), None));
    }
}
