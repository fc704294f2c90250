//! Cards whose frames were lost: under numbered titles of one word the same labels come again, each before its value or on the line above it.
//!
//! ```text
//! 取組№3
//! 管路の更新
//! 担当課 工務課　区分 継続
//! 工程
//! R7
//! R8
//! 設計
//! 工事
//! ```
//!
//! Nothing but that the labels come again tells them from values, so they are learnt from all cards of a text. A card becomes the table that
//! it was drawn as: its title over all columns, labels and values below it; grids under years stand behind it as tables of their own.

mod built;
mod labels;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::{is_blank, lines, pattern, pipes, special};
use crate::model::{Block, BlockKind};
use labels::Labels;

/// Fewest cards of a text, and fewest labels of a card.
pub(super) const CARDS: usize = 3;
const LABELS: usize = 3;
/// A card takes at most so many lines.
const CARD_LINES: usize = 120;
/// Lines of a title, and their characters together.
const TITLE_LINES: usize = 3;
const TITLE_CHARS: usize = 80;

/// 取組№3, 【施策 1-2】管路の更新, ■対策A-1: a word with a number that opens the line.
static START: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:#{1,6}\s*)?[■□◆◇●○▶【\[〔《<＜]?\s*([\p{Han}\p{Hiragana}\p{Katakana}ー]{2,12}?)\s*(№|No\.?|NO\.?|Ｎｏ[.．]?|番号)?\s*((?:[A-ZＡ-Ｚ][-－]?)?[0-9０-９]{1,3}(?:[-－‐.．][0-9０-９]{1,2}){0,3})(\s*[】\]〕》>＞])?(.*)$",
    )
});

/// A card: its lines and what they say.
#[derive(Debug)]
pub(super) struct Card {
    /// The line behind its last one, from 0.
    pub(super) end: usize,
    /// Its tables.
    pub(super) blocks: Vec<Block>,
}

/// A label with the lines behind it.
#[derive(Debug, Clone, PartialEq)]
struct Item {
    label: String,
    line: usize,
    /// The value, line by line; the first may stand on the line of the label.
    value: Vec<(usize, String)>,
    /// Rows of a table below it that bars or tabs part.
    rows: Vec<Vec<(usize, String)>>,
}

impl Item {
    /// Whether its value is whole: it stands on the line of the label, and is no list.
    fn is_said(&self, lines: &[String]) -> bool {
        matches!(&self.value[..], [(line, _)] if *line == self.line && !lines[*line].contains(['・', '●', '○']))
    }
}

/// The parts of a card.
#[derive(Debug, Default)]
struct Parts {
    start: usize,
    end: usize,
    title: Vec<String>,
    items: Vec<Item>,
}

/// The cards of a text by their first line. `free` tells the lines that no page furniture is.
/// `page` is the width at which the page broke lines.
pub(super) fn find(lines: &[String], page: Option<usize>, free: &dyn Fn(usize) -> bool) -> BTreeMap<usize, Card> {
    let mut cards = BTreeMap::new();
    for starts in starts(lines, free).into_values().filter(|starts| starts.len() >= CARDS) {
        let spans = spans(lines, &starts);
        let labels = Labels::learn(lines, &spans, free);
        let parts: Vec<Parts> = spans.iter().filter_map(|span| parts(lines, *span, &labels, page, free)).collect();
        if parts.len() >= CARDS {
            let figures = built::figure_labels(&parts);
            let shared = built::shared_labels(&parts, &figures);
            cards.extend(parts.iter().map(|card| (card.start, Card { end: card.end, blocks: built::blocks(card, &shared) })));
        }
    }
    cards
}

/// The lines that open with a number behind a word, by the word.
fn starts(lines: &[String], free: &dyn Fn(usize) -> bool) -> BTreeMap<String, Vec<usize>> {
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut numbers: BTreeSet<(String, String)> = BTreeSet::new();
    for (n, line) in lines.iter().enumerate().filter(|(n, line)| free(*n) && line.chars().count() <= TITLE_CHARS && !line.contains('\t')) {
        let Some(start) = START.captures(line.trim()) else { continue };
        let behind = &start[5];
        let apart = behind.is_empty()
            || start.get(4).is_some()
            || behind.starts_with([' ', '\u{3000}', ':', '：', '.', '．', '★', '「', '『', '【']);
        if !apart || line.trim_end().ends_with(['。', '、']) {
            continue;
        }
        let word = start[1].to_owned();
        // The same number again is the mention of a card, not one.
        if numbers.insert((word.clone(), start[3].to_owned())) || !found.contains_key(&word) {
            found.entry(word).or_default().push(n);
        } else if let Some(last) = found.get_mut(&word) {
            last.push(n);
        }
    }
    found
}

/// From where to where a card may reach: up to the next one, or to a heading of the document.
fn spans(lines: &[String], starts: &[usize]) -> Vec<(usize, usize)> {
    let next = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(next).map(|(&start, next)| (start, next.min(start + CARD_LINES))).collect()
}

/// A card taken apart; `None` where a span is none.
fn parts(
    lines: &[String],
    (start, end): (usize, usize),
    labels: &Labels,
    page: Option<usize>,
    free: &dyn Fn(usize) -> bool,
) -> Option<Parts> {
    let opening = START.captures(lines[start].trim())?;
    let mut card = Parts { start, end: start + 1, ..Parts::default() };
    let mut title: Vec<&str> = Vec::new();
    let mut apart = false;
    for n in start + 1..end {
        let line = lines[n].trim();
        if !free(n) || is_blank(line) {
            apart = true;
            continue;
        }
        if line.contains(['\t', '|']) {
            let item = card.items.last_mut()?;
            if let Some(cells) = pipes::row(line) {
                item.rows.push(cells.into_iter().map(|cell| (n, cell)).collect());
            }
            card.end = n + 1;
            continue;
        }
        let found = labels.items(line);
        if found.is_empty() && (apart && ends(line) || matches!(special(line), Some(BlockKind::Note { .. }))) {
            break;
        }
        match card.items.last_mut() {
            _ if !found.is_empty() => {
                for (label, value) in found {
                    let value = if value.is_empty() { Vec::new() } else { vec![(n, value)] };
                    card.items.push(Item { label, line: n, value, rows: Vec::new() });
                }
            }
            // Text of its own below a label and its value is for those who read running text.
            Some(item) if item.is_said(lines) && line.ends_with('。') && !lines::is_full(&lines[item.line], page) => return None,
            Some(item) => item.value.push((n, line.to_owned())),
            None if title.len() < TITLE_LINES && !line.ends_with('。') => title.push(line),
            None => return None,
        }
        apart = false;
        card.end = n + 1;
    }
    let different: BTreeSet<&str> = card.items.iter().map(|item| item.label.as_str()).collect();
    let whole = different.len() >= LABELS;
    card.title = titled(lines[start].trim(), &opening, &title);
    whole.then_some(card)
}

/// Whether a line behind a gap belongs to no card: a heading of the document.
fn ends(line: &str) -> bool {
    matches!(special(line), Some(BlockKind::Heading { .. } | BlockKind::Caption { .. } | BlockKind::Contents { .. })) || lines::opens(line)
}

/// Number, name and mark of a card: what stands behind the number goes on below it, unless the name stands there alone (★ behind the number).
fn titled(first: &str, opening: &regex::Captures<'_>, below: &[&str]) -> Vec<String> {
    let behind = opening[5].trim_matches(|c: char| c.is_whitespace() || ":：.．".contains(c));
    let front = first.trim_start_matches(|c: char| "#■□◆◇●○▶【[〔《<＜".contains(c) || c.is_whitespace());
    let number = format!("{}{}{}", &opening[1], opening.get(2).map_or("", |sign| sign.as_str()), &opening[3]);
    let name = below.concat();
    let mark = behind.starts_with(['★', '☆', '【', '[', '（', '(', '《']) || behind.chars().count() <= 2;
    match (behind.is_empty(), name.is_empty()) {
        (true, true) => vec![number],
        (true, false) => vec![number, name],
        (_, true) if !mark => vec![number, behind.to_owned()],
        (_, true) => vec![front.to_owned()],
        _ if mark => vec![number, name, behind.to_owned()],
        _ => vec![number, format!("{behind}{name}")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Table;

    fn tables(text: &str) -> Vec<Vec<Table>> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let table = |block: Block| if let BlockKind::Table(table) = block.kind { Some(table) } else { None };
        find(&lines, None, &|n| !lines[n].starts_with("計画書"))
            .into_values()
            .map(|c| c.blocks.into_iter().filter_map(table).collect())
            .collect()
    }

    fn rows(table: &Table) -> Vec<Vec<&str>> {
        (0..table.rows).map(|row| table.cells.iter().filter(|c| c.row == row).map(|c| c.text.as_str()).collect()).collect()
    }

    fn plan(card: &dyn Fn(usize, &str, &str) -> String) -> String {
        [("弁の点検", "工務課"), ("台帳の\n整備", "総務課"), ("漏水の調査", "浄水課")]
            .iter()
            .enumerate()
            .map(|(n, (title, owner))| card(n + 1, title, owner))
            .collect()
    }

    #[test]
    fn labels_before_and_above_their_values() {
        let text = plan(&|n, title, owner| {
            let first = ["弁", "図面", "管"][n - 1];
            let cells = format!("R7\nR8\nR9\n{first}の調査\n工事\n→");
            format!("対策№{n}\n{title}\n担当課 {owner}　区分 継続\n内容\n{first}の古いものから\n始めます。\n工程\n{cells}\n計画書\n")
        });
        let found = tables(&text);
        assert_eq!(
            rows(&found[1][0]),
            [vec!["対策№2　台帳の整備"], vec!["担当課", "総務課"], vec!["区分", "継続"], vec!["内容", "図面の古いものから\n始めます。"]]
        );
        assert_eq!(rows(&found[1][1]), [vec!["工程", "R7", "R8", "R9"], vec!["図面の調査", "工事", "→"]]);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn each_cell_on_a_line_of_its_own() {
        let text = plan(&|n, title, owner| {
            let (title, kind) = (title.replace('\n', ""), ["新規", "継続", "継続"][n - 1]);
            let labels = format!("担当課\n{owner}\n\n区分\n{kind}\n\n事業費（千円） R7 R8 計\n{n} 20 30\n\n目標\n年{n}回行います。");
            format!("【取組{n}】{title}\n\n{labels}\n\n")
        });
        let found = tables(&text);
        assert_eq!(
            rows(&found[0][0]),
            [vec!["取組1　弁の点検"], vec!["担当課", "工務課"], vec!["区分", "新規"], vec!["目標", "年1回行います。"]]
        );
        assert_eq!(rows(&found[0][1]), [vec!["", "R7", "R8", "計"], vec!["事業費（千円）", "1", "20", "30"]]);
    }

    #[test]
    fn headings_bold_labels_and_tables_with_bars() {
        let text = plan(&|n, title, owner| {
            let title = title.replace('\n', "");
            format!(
                "### 対策{n}　{title}\n\n**担当課**：{owner}\n\n#### 内容\n\n{title}を始めます。\n\n#### 年次計画\n\n| R7 | R8 |\n|---|---|\n| {title} | → |\n\n"
            )
        });
        let found = tables(&(text + "## 進行管理\n\n毎年度見直します。\n"));
        assert_eq!(rows(&found[2][0]), [vec!["対策3　漏水の調査"], vec!["担当課", "浄水課"], vec!["内容", "漏水の調査を始めます。"]]);
        assert_eq!(rows(&found[2][1]), [vec!["年次計画", "R7", "R8"], vec!["漏水の調査", "→"]]);
    }

    #[test]
    fn a_card_ends_where_the_next_part_of_the_document_begins() {
        let text = plan(&|n, title, owner| format!("施策{n}　{title}\n所管：{owner}\n期間：R7～R9\n内容：点検します。\n\n"))
            + "第５章 進行管理\n毎年度見直します。\n";
        let found = tables(&text);
        assert_eq!(rows(&found[2][0]).last(), Some(&vec!["内容", "点検します。"]));
    }

    #[test]
    fn text_without_a_label_is_left_to_others() {
        let text =
            plan(&|n, title, owner| format!("施策{n}　{title}\n担当課：{owner}\n古いものから順に替えます。\n期間：R7～R9\n区分：継続\n"));
        assert!(tables(&text).is_empty());
    }

    #[test]
    fn titles_over_running_text_are_no_cards() {
        let text = plan(&|n, title, _| format!("施策{n}　{title}\n古いものから順に点検します。\n毎年度見直します。\n\n"));
        assert!(tables(&text).is_empty());
        assert!(tables("表1 収支\n収入\n1\n表2 収支\n収入\n2\n表3 収支\n収入\n3\n").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_lines_are_read(lines in proptest::collection::vec("(対策[1-3]|担当課|区分 |R[789]|→|※|工事。|#| |　){0,3}", 0..60)) {
            for (start, card) in find(&lines, None, &|n| n % 7 != 6) {
                proptest::prop_assert!(start < card.end && card.end <= lines.len());
            }
        }
    }
}
