//! Blocks of text sources: headings, lists, tables whose merged cells and arrows were lost.
//!
//! Texts come from converters: a blank line parts blocks, tabs or drawn characters part cells, and everything else that was drawn is gone.
//! Lines keep their numbers, words stay as they stand; `language` cleans them later.

mod aligned;
mod broken;
mod cards;
mod continued;
mod emphasis;
mod figures;
mod found;
mod legends;
mod lines;
mod markup;
mod pipes;
mod repeated;
mod rivers;
mod running;
mod spaced;
mod spread;
mod subhead;
mod tabs;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::layout::Laid;
use crate::model::{Block, BlockKind, Place, Warning};
use found::Found;
use markup::Marked;

/// Longest heading in characters; longer single lines are paragraphs.
const HEADING_CHARS: usize = 60;
/// How many blocks back a caption or unit line may stand from its table.
const CAPTION_REACH: usize = 4;
/// More cells of a line than this are left out.
const MAX_COLUMNS: usize = 1_000;
/// A table of more places than this is parted.
const MAX_PLACES: usize = 500_000;
/// Tables with more places than this together are left out: no plan has a hundredth of it, and every place takes memory.
const MAX_ALL_PLACES: usize = 1_000_000;
/// Most lines that are told to have too many cells.
const MAX_TOLD: usize = 20;

static MARKDOWN_HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(#{1,6})\s+(.+)$"));
static LIST_ITEM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([-*]\s*[▶・]|[-*+]\s|[・•◆◇■□▪●○◎▶▷►✓✔➢⇒]|[①-⑳]|[(（][0-9０-９ア-ンa-z]{1,2}[)）])\s*(.+)$"));
static NOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(※|\*\d|＊\d|注\s*[0-9０-９)）])"));
static CAPTION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(図|表|写真|Table|Figure)\s*[0-9０-９ⅠⅡⅢ]+([-－.・‐−][0-9０-９]+)?(\s|　|：|:|$|[^0-9０-９の])"));
pub(super) static UNIT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[(（\[［【]\s*単位\s*[:：]?[^)）\]］】]*[)）\]］】]$"));
static CONTENTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[・.．…‥]{4,}\s*[-－]?\s*[0-9０-９]+\s*[-－]?$"));
static CHAPTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^第\s*[0-9０-９一二三四五六七八九十]+\s*章"));
static SECTION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9０-９]{1,2}([.．\-－‐][0-9０-９]{1,2}){0,3}[.．]?(\s|　)*\D"));
static BRACKET_NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[(（][0-9０-９]{1,2}[)）]"));

#[allow(clippy::expect_used)] // constant patterns, each covered by a test
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// The blocks of a text, line by line.
///
/// ```
/// use shirube::model::BlockKind;
/// let lines: Vec<String> = ["第1章 目標", "", "件名\t担当課", "更新\t工務課"].map(String::from).to_vec();
/// let blocks = shirube::layout::text::blocks(&lines);
/// assert!(matches!(blocks[0].kind, BlockKind::Heading { level: 1, .. }));
/// assert!(matches!(&blocks[1].kind, BlockKind::Table(table) if table.cols == 2));
/// ```
#[must_use]
pub fn blocks(lines: &[String]) -> Vec<Block> {
    lay_out(lines).blocks
}

/// The same with warnings where it is too much for a document.
#[must_use]
pub fn lay_out(lines: &[String]) -> Laid {
    let mut laid = match markup::without(lines) {
        Some(mut unmarked) => {
            let running = running::lines(&unmarked.lines);
            unmarked.join_over_pages(&running);
            let mut laid = lay_out_plain(&unmarked.lines, &running, &unmarked.tables);
            unmarked.number(&mut laid.blocks, &mut laid.warnings);
            laid.warnings.append(&mut unmarked.warnings);
            laid
        }
        None => lay_out_plain(lines, &running::lines(lines), &BTreeMap::new()),
    };
    repeated::join(&mut laid.blocks);
    legends::tie(&mut laid.blocks);
    laid
}

/// Lines without HTML, whose tables stand on empty lines.
fn lay_out_plain(lines: &[String], running: &BTreeSet<usize>, marked: &BTreeMap<usize, Marked>) -> Laid {
    let page = lines::page_width(lines);
    let mut cards = cards::find(lines, page, &|n| !running.contains(&n));
    // A table in marks inside of a card is read by itself.
    cards.retain(|start, card| marked.range(*start..card.end).next().is_none());
    let drawn = drawn(lines, running, &cards);
    let follows = tabs::follows(lines);
    let mut laid = Laid { blocks: Vec::new(), warnings: too_wide(lines) };
    let mut places = 0;
    let mut at = 0;
    while at < lines.len() {
        if let Some(table) = marked.get(&at) {
            push_marked(table, at, &mut laid, &mut places);
            at += 1;
        } else if is_blank(&lines[at]) {
            at += 1;
        } else if running.contains(&at) {
            laid.blocks.push(Block { place: Place::on_line(at + 1), kind: BlockKind::Furniture { text: lines[at].trim().to_owned() } });
            at += 1;
        } else if let Some(card) = cards.remove(&at) {
            laid.blocks.extend(card.blocks);
            at = card.end;
        } else if let Some(found) = drawn.get(&at) {
            push_table(found, at, &mut laid, &mut places);
            at = found.end;
        } else if lines[at].contains('\t') {
            let end = table_end(lines, at);
            let found = broken::mended(lines, at, end).unwrap_or_else(|| tabs::table(lines, at, running, &follows));
            push_table(&found, at, &mut laid, &mut places);
            at = found.end;
        } else {
            let end = words_end(lines, at, running, &|n| drawn.contains_key(&n) || cards.contains_key(&n));
            group(&lines[at..end], at + 1, page, &mut laid.blocks);
            at = end;
        }
    }
    laid
}

/// The tables without tabs by their first line: drawn with characters, rows with blank lines between, figures under years, columns of
/// spaces, and what only gaps tell.
fn drawn(lines: &[String], running: &BTreeSet<usize>, cards: &BTreeMap<usize, cards::Card>) -> found::Tables {
    let on_cards: BTreeSet<usize> = cards.iter().flat_map(|(start, card)| *start..card.end).collect();
    let mut tables = pipes::find(lines, &|n| running.contains(&n));
    for find in [spread::find, figures::find, aligned::find, rivers::find] {
        let mut taken: BTreeSet<usize> = running | &on_cards;
        taken.extend(tables.iter().flat_map(|(start, found)| *start..found.end));
        tables.extend(find(lines, &|n| !taken.contains(&n) && !lines[n].contains('\t')));
    }
    tables
}

/// A table with its caption and unit, as long as there is room for it.
fn push_table(found: &Found, at: usize, laid: &mut Laid, places: &mut usize) {
    let (caption, above) = caption_and_unit(&laid.blocks);
    let mut found = found.clone();
    let unit = found.take_unit().unwrap_or(above);
    continued::join(&mut found.rows);
    let size = found.rows.len() * found.cols();
    let before = *places;
    *places += size;
    if *places <= MAX_ALL_PLACES {
        let tables = found.tables(&caption, &unit);
        laid.blocks
            .extend(tables.into_iter().map(|(line, table)| Block { place: Place::on_line(line + 1), kind: BlockKind::Table(table) }));
    } else if before <= MAX_ALL_PLACES {
        laid.warnings.push(Warning { code: "cell_limit".to_owned(), page: Some(at + 1), detail: MAX_ALL_PLACES.to_string() });
    }
}

/// A table of HTML with its caption and unit, as long as there is room for it.
fn push_marked(marked: &Marked, at: usize, laid: &mut Laid, places: &mut usize) {
    let (caption, unit) = caption_and_unit(&laid.blocks);
    let mut table = marked.table.clone();
    let before = *places;
    *places += table.rows * table.cols;
    if *places <= MAX_ALL_PLACES {
        table.unit = unit;
        if table.caption.is_empty() {
            table.caption = caption;
        }
        laid.blocks.push(Block { place: Place::on_line(at + 1), kind: BlockKind::Table(table) });
    } else if before <= MAX_ALL_PLACES {
        laid.warnings.push(Warning { code: "cell_limit".to_owned(), page: Some(at + 1), detail: MAX_ALL_PLACES.to_string() });
    }
}

/// The end of the lines of words that begin at `start`.
fn words_end(lines: &[String], start: usize, running: &BTreeSet<usize>, is_table: &dyn Fn(usize) -> bool) -> usize {
    let over = |n: usize| lines[n].contains('\t') || is_blank(&lines[n]) || running.contains(&n) || is_table(n);
    (start + 1..lines.len()).find(|n| over(*n)).unwrap_or(lines.len())
}

/// Lines of which not all cells are kept, the first of them.
fn too_wide(lines: &[String]) -> Vec<Warning> {
    let cells = lines.iter().map(|line| line.matches(['\t', '|']).count() + 1);
    let wide = cells.enumerate().filter(|(_, cells)| *cells > MAX_COLUMNS);
    wide.take(MAX_TOLD)
        .map(|(n, cells)| Warning { code: "column_limit".to_owned(), page: Some(n + 1), detail: format!("{MAX_COLUMNS} / {cells}") })
        .collect()
}

/// The end of the table that begins with a line, where the tabs end or where it would become too large.
fn table_end(lines: &[String], start: usize) -> usize {
    let end = run(lines, start, |line| line.contains('\t'));
    let mut cols = 0;
    for (n, line) in lines[start..end].iter().enumerate() {
        cols = cols.max(line.split('\t').take(MAX_COLUMNS).count());
        if n > 0 && (n + 1) * cols > MAX_PLACES {
            return start + n;
        }
    }
    end
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// The end of the run of lines from `start` that fulfil the condition.
fn run(lines: &[String], start: usize, condition: impl Fn(&str) -> bool) -> usize {
    lines[start..].iter().position(|line| !condition(line)).map_or(lines.len(), |n| start + n)
}

/// One group of lines between blank lines: each line of its own kind, or what several lines say together.
fn group(lines: &[String], first: usize, page: Option<usize>, blocks: &mut Vec<Block>) {
    let mut at = 0;
    while at < lines.len() {
        let plain = |n: usize| special(lines[n].trim()).is_none() && emphasis::bold(&lines[n]).is_none();
        let goes_on = |n: usize| n < lines.len() && plain(n) && !lines::parts(&lines[n - 1], &lines[n], page);
        let mut end = at + 1;
        let place = Place::on_line(first + at);
        if let Some(bold) = emphasis::bold(&lines[at]) {
            blocks.push(Block { place, kind: bold.title });
            if !bold.text.is_empty() {
                while goes_on(end) {
                    end += 1;
                }
                let rest = lines[at + 1..end].iter().map(|line| line.trim());
                let text = std::iter::once(bold.text.as_str()).chain(rest).collect::<Vec<_>>().join("\n");
                blocks.push(Block { place, kind: BlockKind::Paragraph { text } });
            }
            at = end;
            continue;
        }
        let alone = special(lines[at].trim());
        // A list item or a numbered line goes on only where the page broke it.
        while goes_on(end) && (alone.is_none() || (can_go_on(alone.as_ref()) && lines::is_full(&lines[end - 1], page))) {
            end += 1;
        }
        let words: Vec<&str> = lines[at..end].iter().map(|line| line.trim()).collect();
        blocks.push(Block { place, kind: several(alone, &words) });
        at = end;
    }
}

/// Kinds of lines whose words may go on in the next line.
fn can_go_on(kind: Option<&BlockKind>) -> bool {
    matches!(kind, Some(BlockKind::ListItem { .. } | BlockKind::Note { .. } | BlockKind::Heading { .. }))
}

/// What lines say together. A numbered line that goes on is a sentence and no heading.
fn several(first: Option<BlockKind>, lines: &[&str]) -> BlockKind {
    let Some(kind) = first else { return plain_kind(lines.join("\n"), lines.len() > 1) };
    let Some((_, rest)) = lines.split_first().filter(|(_, rest)| !rest.is_empty()) else { return kind };
    let with_rest = |text: String| std::iter::once(text.as_str()).chain(rest.iter().copied()).collect::<Vec<_>>().join("\n");
    match kind {
        BlockKind::ListItem { mark, text } => BlockKind::ListItem { mark, text: with_rest(text) },
        BlockKind::Note { text } => BlockKind::Note { text: with_rest(text) },
        BlockKind::Heading { text, .. } => BlockKind::Paragraph { text: with_rest(text) },
        other => other,
    }
}

/// A line that its first or last characters give away.
pub(super) fn special(line: &str) -> Option<BlockKind> {
    let text = line.to_owned();
    if let Some(found) = MARKDOWN_HEADING.captures(line) {
        return Some(BlockKind::Heading { level: found[1].len(), text: found[2].trim().to_owned() });
    }
    if CONTENTS.is_match(line) {
        return Some(BlockKind::Contents { text });
    }
    if NOTE.is_match(line) {
        return Some(BlockKind::Note { text });
    }
    // The unit may stand far right on its line.
    let letters = line.chars().filter(|c| !c.is_whitespace()).count();
    if CAPTION.is_match(line) && letters <= HEADING_CHARS && !line.ends_with('。') {
        return Some(BlockKind::Caption { text });
    }
    if let Some(level) = numbered_level(line) {
        return Some(BlockKind::Heading { level, text });
    }
    let found = LIST_ITEM.captures(line)?;
    Some(BlockKind::ListItem { mark: found[1].trim().to_owned(), text: found[2].trim().to_owned() })
}

/// Level of a short line that opens with a number of chapter or section, without an end of sentence.
fn numbered_level(line: &str) -> Option<usize> {
    if line.chars().count() > HEADING_CHARS || line.ends_with(['。', '、']) {
        return None;
    }
    if CHAPTER.is_match(line) {
        return Some(1);
    }
    if BRACKET_NUMBER.is_match(line) {
        return Some(4);
    }
    SECTION.find(line).map(|found| 2 + found.as_str().matches(['.', '．', '-', '－', '‐']).count().min(3))
}

/// What a line, or several lines that belong together, is when nothing else is known of it: its first characters tell, or its length.
pub(super) fn kind_of(text: &str) -> BlockKind {
    special(text).filter(|_| !text.contains('\n')).unwrap_or_else(|| plain_kind(text.to_owned(), text.contains('\n')))
}

/// A heading (one short line without an end of sentence) or a paragraph.
fn plain_kind(text: String, several: bool) -> BlockKind {
    let short = !several && text.chars().count() <= HEADING_CHARS && !text.ends_with(['。', '、', '」']);
    if short && !UNIT.is_match(&text) { BlockKind::Heading { level: 0, text } } else { BlockKind::Paragraph { text } }
}

/// Caption and unit line among the blocks right before a table, "" where there is none.
pub(super) fn caption_and_unit(before: &[Block]) -> (String, String) {
    let near = || before.iter().rev().take(CAPTION_REACH).take_while(|b| !matches!(b.kind, BlockKind::Table(_)));
    let unit = near().map(Block::text).find(|t| UNIT.is_match(t)).unwrap_or_default().to_owned();
    let caption = near()
        .find(|b| matches!(b.kind, BlockKind::Caption { .. } | BlockKind::Heading { .. }) && !UNIT.is_match(b.text()))
        .map(|b| b.text().to_owned())
        .unwrap_or_default();
    (caption, unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(usize, BlockKind)> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        blocks(&lines).into_iter().map(|b| (b.place.line.unwrap_or(0), b.kind)).collect()
    }

    #[test]
    fn headings_get_levels_from_their_numbers() {
        let found = kinds("第1章 現状\n\n4-4 施策の展開\n\n(1) 安心：おいしい水\n\nおふる部\n\n水道は、生活に欠かせません。");
        let levels: Vec<Option<usize>> =
            found.iter().map(|(_, k)| if let BlockKind::Heading { level, .. } = k { Some(*level) } else { None }).collect();
        assert_eq!(levels, [Some(1), Some(3), Some(4), Some(0), None]);
    }

    #[test]
    fn a_table_takes_caption_and_unit_from_above() {
        let found = kinds("表3-8 収益的収支\n\n（単位：千円 税抜き）\n\n区分\t2013\n収益\t1,113\n\n本文です。");
        let BlockKind::Table(table) = &found[2].1 else { panic!("no table: {found:?}") };
        assert_eq!((table.rows, table.cols), (2, 2));
        assert_eq!(table.caption, "表3-8 収益的収支");
        assert_eq!(table.unit, "（単位：千円 税抜き）");
        assert_eq!(table.cells[2].place.line, Some(6));
        assert!(table.spans_lost);
    }

    #[test]
    fn list_marks_are_parted_from_their_words() {
        let found = kinds("◆広報の充実（担当：総務課）\n- 出前講座を開きます。\n- ▶ 効果があります。\n①検討する");
        let marks: Vec<&str> =
            found.iter().filter_map(|(_, k)| if let BlockKind::ListItem { mark, .. } = k { Some(mark.as_str()) } else { None }).collect();
        assert_eq!(marks, ["◆", "-", "- ▶", "①"]);
    }

    #[test]
    fn lines_of_a_group_keep_their_breaks_and_contents_are_known() {
        let found = kinds("上下水道の一体運営による\n業務効率化\n\n第1章 目的 ・・・・・・・・ 3");
        assert_eq!(found[0].1, BlockKind::Paragraph { text: "上下水道の一体運営による\n業務効率化".into() });
        assert!(matches!(found[1].1, BlockKind::Contents { .. }));
    }

    #[test]
    fn more_cells_than_any_plan_has_are_left_out_and_told() {
        let wide = format!("件名{}", "\t".repeat(999));
        let lines: Vec<String> = (0..2_000).map(|_| wide.clone()).chain(["本文です。".to_owned()]).collect();
        let laid = lay_out(&lines);
        let places: usize = laid.blocks.iter().map(|b| if let BlockKind::Table(t) = &b.kind { t.cells.len() } else { 0 }).sum();
        assert!(places <= MAX_ALL_PLACES && places > 0);
        let told: Vec<(&str, Option<usize>)> = laid.warnings.iter().map(|w| (w.code.as_str(), w.page)).collect();
        assert_eq!(told, [("cell_limit", Some(1_001))]);
        assert_eq!(laid.blocks.last().map(Block::text), Some("本文です。"));
    }

    #[test]
    fn ragged_rows_are_filled() {
        let found = kinds("a\tb\tc\nd\t");
        let BlockKind::Table(table) = &found[0].1 else { panic!("no table") };
        assert_eq!(table.cells.len(), 6);
        assert_eq!(table.text(1, 2), "");
    }
}
