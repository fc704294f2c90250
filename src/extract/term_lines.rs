//! Lines and tables of glossaries by their form: head words, index letters, what parts a word from its explanation.

use std::sync::LazyLock;

use regex::Regex;

use crate::language::{normalise, parse_cell};
use crate::model::{Block, Table};
use crate::rules::{Rules, Section, fold};

use super::terms::{DEFINITION_CHARS, TERM_CHARS};

/// A line without a full stop up to this length is a title.
const TITLE_CHARS: usize = 24;
/// What a mere gap parts from a word is at least this long, or a sentence.
const GAP_CHARS: usize = 16;
/// 「あ行」「あ」「A」「わ~」: an index of a glossary, no word of it.
static INDEX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[(]?(?:[ぁ-んァ-ン](?:[~・-][ぁ-んァ-ン])?行?|[A-Z](?:[~-][A-Z])?|英数字?|数字|アルファベット|その他)[)]?$").ok()
});
/// A list item or line of a glossary: 【管網】…, 管網:…
static LISTED_TERM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[【「\[]([^】」\]]{1,40})[】」\]]\s*[:：]?|([^:：。]{1,40}?)\s*(?:[:：]|…+|\.\.\.|\s-\s|\t|\s{2,}))\s*(.+)$").ok()
});

/// Whether a paragraph can explain the heading above it: a sentence or a long line, not a second title.
pub(super) fn explains(text: &str) -> bool {
    text.contains('。') || text.chars().count() > TITLE_CHARS
}

/// Whether a third of the filled cells are numbers: no list of words.
pub(super) fn is_figures(table: &Table) -> bool {
    let filled = table.cells.iter().filter(|cell| !cell.text.trim().is_empty());
    let (all, numbers) = filled.fold((0, 0), |(all, n), cell| (all + 1, n + usize::from(parse_cell(&normalise(&cell.text)).is_some())));
    numbers * 3 > all
}

/// A list item that is nothing but a known section's name between marks.
pub(super) fn is_section_mark(text: &str, rules: &Rules) -> bool {
    let bare = normalise(text);
    rules.section(&bare).is_some() && bare.chars().count() <= 30 && bare.ends_with(['◇', '◆', '■', '□', '●', '○', '★', '☆', '~'])
}

/// A short line of nothing but the name of a glossary, with or without brackets.
pub(super) fn is_memo_head(text: &str, rules: &Rules) -> bool {
    let bare = normalise(text);
    let bare = bare.trim_matches(|c: char| "【】[]()<>〔〕■◆●○□◇:".contains(c) || c.is_whitespace());
    bare.chars().count() <= 10 && !bare.contains(['。', '、']) && rules.section(bare) == Some(Section::Glossary)
}

pub(super) fn is_index(text: &str) -> bool {
    let folded = fold(text);
    INDEX.as_ref().is_some_and(|p| p.is_match(&folded))
}

/// Head word and definition of a line; a gap set by the layout parts them too, so the raw line is looked at as well.
pub(super) fn split_listed(clean: &str, raw: &str) -> Option<(String, String)> {
    let split = |text: &str| {
        let found = LISTED_TERM.as_ref()?.captures(text)?;
        let term = found.get(1).or_else(|| found.get(2))?.as_str();
        Some((normalise(term), normalise(&found[3])))
    };
    // A gap alone parts many things (計画　令和6年3月発行, 発行　青崎市水道局): what it parts from a word explains it at some length, or in words
    // that particles join and no number is among.
    let told = |told: &str| {
        let joined = told.contains(|c: char| ('ぁ'..='ん').contains(&c)) && !told.contains(char::is_numeric);
        joined || told.chars().count() >= GAP_CHARS || told.contains('。')
    };
    let behind_gap = || split(&raw.trim().replace('\u{3000}', "  ")).filter(|(_, words)| told(words));
    let (term, definition) = split(clean).or_else(behind_gap)?;
    // The address below the last word.
    let sane =
        !term.is_empty() && !term.starts_with('〒') && term.chars().count() <= TERM_CHARS && definition.chars().count() >= DEFINITION_CHARS;
    // 「ビジョン」と「概要版」は …: a sentence about both.
    let sentence = ["と「", "や「", "及び「", "、「", "と『", "の「"].iter().any(|with| definition.starts_with(with));
    (sane && !sentence && !is_index(&term)).then_some((term, definition))
}

/// Whether a block stands directly below another: the next line of a text, or close by on the page.
pub(super) fn follows(block: &Block, next: &Block) -> bool {
    match (block.place.line, next.place.line, block.place.bbox, next.place.bbox) {
        (Some(a), Some(b), _, _) => b == a + 1,
        (_, _, Some(a), Some(b)) => block.place.page == next.place.page && b.y0 - a.y1 < 0.8 * (a.y1 - a.y0) && (b.x0 - a.x0).abs() < 40.0,
        _ => false,
    }
}
