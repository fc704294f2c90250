//! Legends in texts: a sign with its meaning behind it (●…実施　○：検討), tied to the tables below whose cells hold the sign alone.

use crate::layout::signs::{SIGNS, ends_meaning, is_meaning, is_separator, sign_of};
use crate::model::{Block, BlockKind, Hatch, LegendEntry};

/// A table takes its meanings from the last legend above it, else from one at most this many blocks below it.
const REACH_BELOW: usize = 3;

/// Gives the tables what their signs mean.
pub(super) fn tie(blocks: &mut [Block]) {
    let legends: Vec<(usize, Vec<LegendEntry>)> =
        blocks.iter().enumerate().map(|(at, block)| (at, entries(block))).filter(|(_, found)| !found.is_empty()).collect();
    if legends.is_empty() {
        return;
    }
    for (at, block) in blocks.iter_mut().enumerate() {
        let BlockKind::Table(table) = &mut block.kind else { continue };
        let above = legends.iter().rev().filter(|(line, _)| *line < at);
        let below = legends.iter().filter(|(line, _)| (at + 1..=at + REACH_BELOW).contains(line));
        let near: Vec<&LegendEntry> = above.chain(below).flat_map(|(_, found)| found).collect();
        let mut signs: Vec<&str> = table.cells.iter().filter_map(|cell| sign_of(&cell.text)).collect();
        signs.sort_unstable();
        signs.dedup();
        table.legend = signs.iter().filter_map(|sign| near.iter().find(|e| e.sign == *sign).map(|e| (*e).clone())).collect();
    }
}

/// The entries of a block of words: each sign with a separator behind it, and the words up to a gap or the next sign. One sign alone is
/// the mark of a list.
fn entries(block: &Block) -> Vec<LegendEntry> {
    let (BlockKind::Heading { .. } | BlockKind::Paragraph { .. } | BlockKind::ListItem { .. } | BlockKind::Note { .. }) = &block.kind
    else {
        return Vec::new();
    };
    let printed = match &block.kind {
        BlockKind::ListItem { mark, text } => format!("{mark}{text}"),
        _ => block.text().to_owned(),
    };
    let mut found: Vec<LegendEntry> = Vec::new();
    for (start, sign) in printed.char_indices().filter(|(_, c)| SIGNS.contains(*c)) {
        let Some(meaning) = meaning(&printed[start + sign.len_utf8()..]) else { continue };
        let entry = LegendEntry { sign: sign.to_string(), shape: None, color: 0, hatch: Hatch::default(), meaning, place: block.place };
        match found.iter().any(|known| known.sign == entry.sign && known.meaning != entry.meaning) {
            true => return Vec::new(),
            false => found.push(entry),
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}

/// …検討・準備　◎…, (：完了（目標年度）): the words between the separator and what ends them, without a remark in brackets.
fn meaning(behind: &str) -> Option<String> {
    let words = behind.trim_start_matches(is_separator);
    if words.len() == behind.len() {
        return None;
    }
    let end = |c: char| SIGNS.contains(c) || ends_meaning(c) || matches!(c, '\u{3000}' | '\t' | '\n' | '(' | '（' | '「' | '」');
    let words = words[..words.find(end).unwrap_or(words.len())].split("  ").next().unwrap_or_default().trim();
    is_meaning(words).then(|| words.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::model::BlockKind;

    fn legend(text: &str) -> Vec<(String, String)> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let table = super::super::blocks(&lines).into_iter().find_map(|b| if let BlockKind::Table(t) = b.kind { Some(t) } else { None });
        table.unwrap().legend.into_iter().map(|e| (e.sign, e.meaning)).collect()
    }

    const TABLE: &str = "\n\n事業\tR8\tR9\n台帳の公開\t△\t★\n訓練\t-\t★";

    #[test]
    fn signs_of_cells_are_explained_by_a_line_above_or_below() {
        let pair = |sign: &str, meaning: &str| (sign.to_owned(), meaning.to_owned());
        let both = vec![pair("△", "設計"), pair("★", "本格運用")];
        assert_eq!(legend(&format!("△…設計　　★…本格運用（期限の年度）　　－…なし{TABLE}")), both);
        assert_eq!(legend(&format!("凡例（△：設計、★：本格運用）{TABLE}")), both);
        assert_eq!(legend(&format!("{}\n\n※ △＝設計 ★＝本格運用", TABLE.trim_start())), both);
    }

    #[test]
    fn marks_of_lists_and_signs_in_sentences_explain_nothing() {
        assert_eq!(legend(&format!("△設計を終えること\n\n★運用を始めること{TABLE}")), []);
        assert_eq!(legend(&format!("★は、特に重要な取組です。{TABLE}")), []);
        assert_eq!(legend(&format!("★：運用　★：停止{TABLE}")), []);
    }
}
