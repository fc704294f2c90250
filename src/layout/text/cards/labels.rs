//! The labels of cards, by how often and where they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::{CARDS, is_blank, pattern};
use crate::language::parse_year_header;

/// So many labels may stand behind each other below a grid.
const ROUNDS: usize = 12;
/// A label has so many characters.
const CHARS: std::ops::RangeInclusive<usize> = 2..=16;
/// A line of a list or a sentence behind a label is longer than a step.
const STEP_CHARS: usize = 12;
/// Signs around a label, and those that part it from its value.
const SIGNS: &str = "#*■□◆◇●○▶▼【】[]〔〕<>＜＞《》:： \u{3000}";
/// Marks of list items.
const MARKS: [char; 6] = ['-', '+', '*', '・', '•', ' '];

/// A year and nothing before it (現状値（R5） is no head of a column).
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:令和|平成|昭和|西暦|[RHSＲＨＳ])?\s*[0-9０-９元]"));

/// The labels that come again on the cards of a text.
#[derive(Debug, Default)]
pub(super) struct Labels {
    words: BTreeSet<String>,
}

/// A line on which a word stands alone, or before something else.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    card: usize,
    line: usize,
    alone: bool,
}

impl Labels {
    /// The words that stand on cards again and again: on half of them, or on fewer where no step of a grid can be meant.
    pub(super) fn learn(lines: &[String], spans: &[(usize, usize)], free: &dyn Fn(usize) -> bool) -> Self {
        let mut seen: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
        for (card, &(start, end)) in spans.iter().enumerate() {
            for line in (start + 1..end).filter(|n| free(*n) && !is_blank(&lines[*n])) {
                for (word, alone) in words(&lines[line]) {
                    seen.entry(word).or_default().push(Seen { card, line, alone });
                }
            }
        }
        let cards = |seen: &[Seen]| seen.iter().map(|s| s.card).collect::<BTreeSet<_>>().len();
        seen.retain(|_, seen| cards(seen) >= CARDS);
        let neighbours = Neighbours::of(lines, spans, free);
        seen.retain(|_, seen| !neighbours.is_value(seen));
        let often = |seen: &[Seen]| cards(seen) * 2 >= spans.len();
        let mut labels = Self::default();
        // A label behind a grid is known by the place where a row would begin; what stands below it is known then.
        for _ in 0..ROUNDS {
            let in_grids = labels.in_grids(lines, spans, free);
            let step = |s: &Seen| s.alone && in_grids.get(&s.line).is_some_and(|first| !first);
            let told = |s: &Seen| in_grids.get(&s.line).is_none_or(|first| *first && tells(lines, s.line));
            let first = |s: &Seen| in_grids.get(&s.line) == Some(&true);
            let found = |seen: &[Seen]| {
                let steps = seen.iter().filter(|s| step(s)).count();
                // The same label may come again before the next one is known (two indicators below a grid).
                let mostly = steps < seen.iter().filter(|s| first(s)).count();
                if often(seen) { steps == 0 || mostly } else { steps == 0 && seen.iter().any(told) }
            };
            let new: Vec<String> = seen.iter().filter(|(_, seen)| found(seen)).map(|(word, _)| word.clone()).collect();
            if new.is_empty() {
                break;
            }
            for word in new {
                seen.remove(&word);
                labels.words.insert(word);
            }
        }
        labels
    }

    /// Labels of a line with what stands behind each of them, "" where nothing does; empty where the line begins with other words.
    pub(super) fn items(&self, line: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for part in gaps(line) {
            let whole = bare(part);
            let parted = parted(part).filter(|(label, _)| self.words.contains(label));
            match parted {
                _ if self.words.contains(&whole) => found.push((whole, String::new())),
                Some((label, value)) => found.push((label, value)),
                None => match found.last_mut() {
                    Some((_, value)) if value.is_empty() => part.clone_into(value),
                    Some((_, value)) => *value = format!("{value}　{part}"),
                    None => return Vec::new(),
                },
            }
        }
        found
    }

    /// The lines below years that stand below each other, up to the next label: whether each of them is the first of a row.
    fn in_grids(&self, lines: &[String], spans: &[(usize, usize)], free: &dyn Fn(usize) -> bool) -> BTreeMap<usize, bool> {
        let mut found = BTreeMap::new();
        for &(start, end) in spans {
            let (mut years, mut cells) = (0, None);
            for n in (start + 1..end).filter(|n| free(*n) && !is_blank(&lines[*n])) {
                if is_year(&lines[n]) {
                    years = if cells.is_some() { 1 } else { years + 1 };
                    cells = None;
                } else if !self.items(&lines[n]).is_empty() {
                    (years, cells) = (0, None);
                } else if years >= 2 {
                    let cell = cells.map_or(0, |cell| cell + 1);
                    found.insert(n, cell > 0 && cell % years == 0);
                    cells = Some(cell);
                }
            }
        }
        found
    }
}

/// The lines of cards beside each other, without signs: what stands above each line, and below each word.
#[derive(Debug, Default)]
struct Neighbours {
    above: BTreeMap<usize, String>,
    below: BTreeMap<String, BTreeSet<String>>,
}

impl Neighbours {
    fn of(lines: &[String], spans: &[(usize, usize)], free: &dyn Fn(usize) -> bool) -> Self {
        let mut found = Self::default();
        for &(start, end) in spans {
            let mut before: Option<String> = None;
            for n in (start..end).filter(|n| free(*n) && !is_blank(&lines[*n])) {
                let here = bare(&lines[n]);
                if let Some(before) = before {
                    found.below.entry(before.clone()).or_default().insert(here.clone());
                    found.above.insert(n, before);
                }
                before = Some(here);
            }
        }
        found
    }

    /// Whether a word is what one label says: it stands below that label each time, and other words do there too.
    fn is_value(&self, seen: &[Seen]) -> bool {
        let above: Option<BTreeSet<&String>> = seen.iter().map(|s| if s.alone { self.above.get(&s.line) } else { None }).collect();
        let Some(above) = above.filter(|above| above.len() == 1) else { return false };
        above.into_iter().all(|label| self.below.get(label).is_some_and(|below| below.len() > 1))
    }
}

/// Whether what stands below a line is more than a step: an item of a list or a sentence.
fn tells(lines: &[String], at: usize) -> bool {
    lines
        .get(at + 1)
        .is_some_and(|next| next.trim().chars().count() > STEP_CHARS || next.trim_start().starts_with(['・', '-', '●', '○', '①']))
}

/// Words of a line that may be labels, with whether they stand alone on it.
fn words(line: &str) -> Vec<(String, bool)> {
    let parts = gaps(line);
    let alone = parts.len() == 1;
    let mut found = Vec::new();
    for part in parts {
        let whole = bare(part);
        if is_label(&whole) && (alone || part.trim_end().ends_with([':', '：'])) {
            found.push((whole, true));
        } else if let Some((label, _)) = parted(part) {
            found.push((label, false));
        }
    }
    found
}

/// The parts of a line between wide gaps.
fn gaps(line: &str) -> Vec<&str> {
    line.trim()
        .trim_start_matches(MARKS)
        .split('\u{3000}')
        .flat_map(|part| part.split("  "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// 担当課 工務課, 担当課：工務課, 【担当課】工務課: label and value.
fn parted(part: &str) -> Option<(String, String)> {
    let part = part.trim();
    let at = part.char_indices().skip(1).find(|(_, c)| c.is_whitespace() || ":：】]〕>＞》".contains(*c)).map(|(at, _)| at)?;
    let (label, value) = (bare(&part[..at]), part[at..].trim_start_matches(|c: char| SIGNS.contains(c)));
    (is_label(&label) && !value.is_empty()).then(|| (label, value.to_owned()))
}

/// A label without the signs around it; letters set apart (担 当 課) are one word.
fn bare(text: &str) -> String {
    let text = text.trim_matches(|c: char| SIGNS.contains(c));
    let spaced = text.split_whitespace().all(|part| part.chars().count() == 1);
    if spaced { text.split_whitespace().collect() } else { text.to_owned() }
}

fn is_label(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    CHARS.contains(&text.chars().count())
        && letters >= 2
        && !text.contains(['。', '、', '→', '※', '・'])
        && !text.contains(|c: char| c.is_whitespace() || SIGNS.contains(c))
        && !is_year(text)
}

/// R7, 令和7年度: the head of a column.
pub(super) fn is_year(text: &str) -> bool {
    let text = text.trim();
    YEAR.is_match(text) && text.chars().count() <= 12 && parse_year_header(text, None).is_some_and(|year| year.is_year())
}
