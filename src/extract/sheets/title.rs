//! Sheets whose measure no label names: a row over the whole width does, or the heading above the table.

use crate::language::squash;
use crate::model::{Block, BlockKind, Cell};
use crate::rules::{Rules, TierPrior};

use super::super::items::{bare, number_and_title, without_item_number};
use super::super::tierwords::parts;
use super::turn::Turned;
use crate::language::normalise;

/// Titles are at most this long.
const TITLE_CHARS: usize = 60;
/// So many blocks of text may stand between a heading and its table.
const BETWEEN: usize = 6;

/// A measure that stands over a sheet.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// Its number, if one is printed.
    pub code: Option<Cell>,
    /// Its title.
    pub title: Cell,
}

impl Named {
    fn new(cell: &Cell, text: &str, rules: &Rules) -> Option<Self> {
        let words = bare(&normalise(text));
        let (code, title) = coded(&words, rules);
        let plain = (3..=TITLE_CHARS).contains(&title.chars().count()) && !title.ends_with('。');
        let with = |text: String| Cell { text, ..cell.clone() };
        plain.then(|| Self { code: code.map(with), title: with(title) })
    }
}

/// 実施項目1 水安全計画の運用, 1-2 漏水調査, （3）見学会: the number and the title.
fn coded(words: &str, rules: &Rules) -> (Option<String>, String) {
    if let Some(tier) = rules.tier(words).filter(|tier| tier.code.is_some() && !tier.word.is_empty()) {
        return (tier.code, tier.title);
    }
    if let Some((_, number, title)) = parts(words) {
        return (Some(number), title);
    }
    if let Some((number, title)) = number_and_title(words) {
        return (Some(number), title);
    }
    let rest = without_item_number(words);
    let number: String = words[..words.len() - rest.len()].chars().filter(char::is_ascii_digit).collect();
    ((!number.is_empty()).then_some(number), rest.to_owned())
}

/// The measures that stand over sheets with the same labels, one each; `None` where something else does.
pub(super) fn over(alike: &[(usize, Turned)], blocks: &[Block], rules: &Rules) -> Option<Vec<Named>> {
    let rows = || alike.iter().map(|(_, turned)| turned.title.as_ref().and_then(|(cell, text)| measure(cell, text, rules))).collect();
    let headings = || alike.iter().map(|(index, _)| heading(blocks, *index, rules)).collect();
    distinct(rows()).or_else(|| distinct(headings()))
}

/// Different titles, if each sheet has one.
fn distinct(named: Option<Vec<Named>>) -> Option<Vec<Named>> {
    named.filter(|named| {
        let mut titles: Vec<String> = named.iter().map(|n| squash(&n.title.text)).collect();
        titles.sort();
        titles.dedup();
        titles.len() == named.len()
    })
}

/// Words over a sheet as a measure, unless they name a tier above measures.
fn measure(cell: &Cell, text: &str, rules: &Rules) -> Option<Named> {
    let goal = rules.tier(text).is_some_and(|tier| tier.prior == TierPrior::Goal && !tier.word.is_empty());
    if goal { None } else { Named::new(cell, text, rules) }
}

/// The heading above a table, with nothing but text between.
fn heading(blocks: &[Block], index: usize, rules: &Rules) -> Option<Named> {
    let mut between = 0;
    for block in blocks[..index].iter().rev() {
        let cell = |text: &str| Cell { row: 0, col: 0, row_span: 1, col_span: 1, text: text.to_owned(), place: block.place, fill: None };
        match &block.kind {
            BlockKind::Heading { text, .. } => return measure(&cell(text), text, rules),
            BlockKind::ListItem { mark, text } if is_line(text) && (between == 0 || is_number(mark)) => {
                return measure(&cell(text), &format!("{mark} {text}"), rules);
            }
            BlockKind::Paragraph { text } if is_line(text) && (between == 0 || number_and_title(&normalise(text)).is_some()) => {
                return measure(&cell(text), text, rules);
            }
            BlockKind::Paragraph { .. } | BlockKind::ListItem { .. } | BlockKind::Note { .. } => between += 1,
            BlockKind::Table(_) => return None,
            _ => {}
        }
        if between > BETWEEN {
            return None;
        }
    }
    None
}

/// A short line that may be a title.
fn is_line(text: &str) -> bool {
    text.chars().count() <= TITLE_CHARS / 2 && !text.trim_end().ends_with(['。', '、', '：', ':'])
}

/// (1), ①, 3.
fn is_number(mark: &str) -> bool {
    normalise(mark).chars().any(|c| c.is_ascii_digit())
}
