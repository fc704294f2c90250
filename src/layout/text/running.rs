//! Running heads, feet and page numbers that a converter left among the lines of a text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::{CHAPTER, is_blank, pattern};

/// A running head stands on the cover too, among so many lines with words.
const COVER_LINES: usize = 5;
/// A line of the cover that stands so often is a running head.
const TIMES: usize = 3;
/// Shorter lines come again for other reasons.
const SHORTEST: usize = 6;
/// Longer lines are no heads.
const LONGEST: usize = 60;

/// - 12 -, P.12, 12 / 35, ページ 12: alone on a line, and nothing but a number of a page can be meant.
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[-－–—―‐~〜]\s*[0-9０-９]{1,3}\s*[-－–—―‐~〜]|p(?:age|\.)?\s*[0-9]{1,3}(?:\s*[/／]\s*[0-9]{1,3})?|[0-9０-９]{1,3}\s*(?:[/／]\s*[0-9０-９]{1,3}\s*)?(?:ページ|頁)|ページ\s*[0-9０-９]{1,3})$",
    )
});
/// A number alone, as some converters leave page numbers.
static BARE_NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9０-９]{1,3}$"));

/// Numbers (from 0) of the lines that belong to the page and not to the text.
pub(super) fn lines(lines: &[String]) -> BTreeSet<usize> {
    let heads = heads(lines);
    let counting = only_count_up(lines);
    let (mut cover, mut numbered) = (0_usize, 0_usize);
    let mut found = BTreeSet::new();
    let mut chapter = "";
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (n, line) in lines.iter().enumerate() {
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        cover += 1;
        let times = seen.entry(words).and_modify(|t| *t += 1).or_insert(1);
        let again = *times > 1 && cover > COVER_LINES && heads.contains(words);
        // The chapter's heading over each of its pages.
        let chapter_again = CHAPTER.is_match(words) && words == chapter;
        if CHAPTER.is_match(words) {
            chapter = words;
        }
        // Page numbers count up; a table that lost its grid leaves numbers that do not, and not alone. A running head may stand right below.
        let number = BARE_NUMBER.is_match(words)
            && (alone(lines, n) || lines.get(n + 1).is_some_and(|next| heads.contains(next.trim())))
            && words.parse().is_ok_and(|page: usize| page > numbered && (counting || page <= numbered + 3));
        if number {
            numbered = words.parse().unwrap_or(numbered);
        }
        if again || chapter_again || number || PAGE_NUMBER.is_match(words) {
            found.insert(n);
        }
    }
    let tops = tops(lines, &found);
    found.extend(tops);
    found
}

/// Whether the numbers that stand alone do nothing but count up, as the pages of a text do of which only some are kept.
fn only_count_up(lines: &[String]) -> bool {
    let numbers: Vec<usize> = (0..lines.len())
        .filter(|n| BARE_NUMBER.is_match(lines[*n].trim()) && alone(lines, *n))
        .filter_map(|n| lines[n].trim().parse().ok())
        .collect();
    numbers.len() >= TIMES && numbers.windows(2).all(|pair| pair[0] < pair[1])
}

/// Lines right behind the numbers of pages that come again and again there: the heads of the next pages.
fn tops(lines: &[String], running: &BTreeSet<usize>) -> Vec<usize> {
    let behind = |n: &usize| (n + 1..lines.len()).find(|n| !is_blank(&lines[*n]));
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for n in running.iter().filter(|n| PAGE_NUMBER.is_match(lines[**n].trim())).filter_map(behind) {
        let words: String = lines[n].split_whitespace().collect();
        if !lines[n].contains('\t') && (SHORTEST..=LONGEST).contains(&words.chars().count()) && !words.ends_with('。') {
            same.entry(words).or_default().push(n);
        }
    }
    same.into_values().filter(|places| places.len() >= TIMES).flatten().collect()
}

/// Lines of the cover that come again and again, or what neighbouring ones of them say together.
fn heads(lines: &[String]) -> BTreeSet<&str> {
    let first: Vec<&str> = lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()).take(COVER_LINES).collect();
    let closed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let together = first.windows(2).map(|pair| closed(&pair.concat()));
    let cover: BTreeSet<String> = first.iter().map(|line| closed(line)).chain(together).collect();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines.iter().map(|l| l.trim()).filter(|l| cover.contains(&closed(l)) && !l.ends_with('。') && !is_row(l)) {
        *times.entry(line).or_default() += 1;
    }
    let length = |line: &str| line.chars().count();
    times.into_iter().filter(|(line, n)| *n >= TIMES && (SHORTEST..=LONGEST).contains(&length(line))).map(|(line, _)| line).collect()
}

/// Whether a line has the cells of a table: its head comes again over each of its parts.
fn is_row(line: &str) -> bool {
    line.matches(['\t', '|', '｜', '│']).count() >= 2
}

/// Whether blank lines or ends stand on both sides.
fn alone(lines: &[String], n: usize) -> bool {
    let blank = |n: Option<usize>| n.and_then(|n| lines.get(n)).is_none_or(|line| is_blank(line));
    blank(n.checked_sub(1)) && blank(Some(n + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(text: &str) -> Vec<String> {
        let all: Vec<String> = text.lines().map(str::to_owned).collect();
        lines(&all).into_iter().map(|n| all[n].clone()).collect()
    }

    #[test]
    fn the_title_over_each_page_and_its_numbers() {
        let body: String =
            (1..=4).map(|n| format!("施策{n}　管路の更新\n本文です。\n効果があります。\n- {n} -\nある市水道計画書\n")).collect();
        let text = format!("ある市水道計画書\n令和6年3月\n{}{body}", "前書きです。\n".repeat(4));
        assert_eq!(running(&text).iter().filter(|l| l.contains("計画書")).count(), 4);
        assert_eq!(running(&text).iter().filter(|l| l.starts_with('-')).count(), 4);
    }

    #[test]
    fn heads_behind_the_numbers_of_pages() {
        let body: String =
            (1..=4).map(|n| format!("本文です。\n\n  - {n} -\n\n   海辺町水道課    計画 2025-2028\n\n評価の結果\n\n")).collect();
        assert_eq!(running(&body).iter().filter(|l| l.contains("水道課")).count(), 4);
        assert!(!running(&body).iter().any(|l| l.contains("評価")));
    }

    #[test]
    fn heads_of_tables_are_none() {
        assert!(running(&format!("計画\n{}", "取組\t担当課\t工程\n更新\t工務課\tR7\n\n".repeat(4))).is_empty());
    }

    #[test]
    fn labels_that_come_again_are_words_of_the_text() {
        let body: String = (1..=9).map(|n| format!("取組{n}\n実施内容\n更新します。\n評価\nA\n\n{}\n", 100 - n)).collect();
        assert!(running(&body).is_empty());
    }

    #[test]
    fn chapters_over_their_pages() {
        assert_eq!(running("第1章 現状\n第2章 目標\n本文\n第2章 目標\n続き\n第3章 施策"), ["第2章 目標"]);
    }

    #[test]
    fn numbers_right_above_running_heads_are_pages() {
        let body: String = (1..=4).map(|n| format!("施策{n}　管路の更新\n本文です。\n12\n効果\n{n}\nある市水道計画書\n")).collect();
        let found = running(&format!("ある市水道計画書\n{}{body}", "前書きです。\n".repeat(4)));
        assert_eq!(found.iter().filter(|line| line.parse::<u8>().is_ok()).count(), 4);
    }

    #[test]
    fn numbers_that_count_up_alone_are_pages() {
        assert_eq!(running("本文\n\n1\n\n本文\n\n2\n\n本文\n\n450\n\n3"), ["1", "2", "3"]);
        assert!(running("本文\n1\n本文").is_empty());
        assert_eq!(running("本文\n\n16\n\n本文\n\n24\n\n本文\n\n33"), ["16", "24", "33"], "some pages of a plan");
        assert!(running("本文\n\n24\n\n本文\n\n16\n\n本文\n\n33").is_empty());
    }
}
