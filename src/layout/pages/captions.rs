//! Captions and unit lines tied to the tables below them.

use super::flow::Placed;
use super::paragraphs::is_caption;
use super::runs::Run;
use crate::model::{BlockKind, Rect};

/// How far above a table its unit line may stand, in points.
const UNIT_GAP: f32 = 30.0;
/// How far above a table, or above its unit line, its caption may stand.
const CAPTION_GAP: f32 = 36.0;
/// A line above a table that holds the unit in brackets beside other words has at most this many characters.
const LONGEST_UNIT_LINE: usize = 80;

/// Copies captions into their tables and moves unit lines there.
pub(super) fn tie(placed: &mut Vec<Placed>) {
    let mut i = 0;
    while i < placed.len() {
        if let Placed::Table(table) = &placed[i] {
            let rect = table.grid.rect();
            i = tie_one(placed, i, &rect);
        }
        i += 1;
    }
}

/// Ties the lines above the table at `at`; returns the table's new place in the list.
fn tie_one(placed: &mut Vec<Placed>, mut at: usize, rect: &Rect) -> usize {
    let mut top = rect.y0;
    let mut unit = String::new();
    for k in over(placed, at, rect).into_iter().take(2) {
        if let Some(text) = line_above(&placed[k], top, rect, UNIT_GAP)
            && is_unit(&text)
        {
            top = top.min(placed[k].rect().y0);
            unit = text;
            placed.remove(k);
            at -= 1;
            break;
        }
    }
    if unit.is_empty()
        && let Some(beside) = unit_beside(placed, at, rect)
    {
        unit = beside;
    }
    let mut caption = String::new();
    if let Some(&k) = over(placed, at, rect).first()
        && let Some(text) = line_above(&placed[k], top, rect, CAPTION_GAP)
        && let Placed::Text(line) = &mut placed[k]
    {
        let table_middle = rect.center().x;
        let centred = (line.rect.center().x - table_middle).abs() < 0.05 * rect.width() && line.rect.x0 > rect.x0 + 1.5 * line.size;
        // Set at the right end of the table, a short line says of when or in what its figures are.
        let at_end = (line.rect.x1 - rect.x1).abs() < 1.5 * line.size
            && line.rect.x0 > rect.center().x
            && text.ends_with([')', '）'])
            && top - line.rect.y1 < 1.5 * line.size;
        let short = text.chars().count() <= 60 && !text.ends_with('。');
        if unit.is_empty() && text.chars().count() <= LONGEST_UNIT_LINE {
            unit = unit_within(&text).unwrap_or_default();
        }
        let is_title = matches!(line.kind, BlockKind::Heading { .. } | BlockKind::Caption { .. });
        if is_title || (matches!(line.kind, BlockKind::Paragraph { .. }) && short && (centred || at_end || is_caption(&text))) {
            if matches!(line.kind, BlockKind::Paragraph { .. }) {
                line.kind = BlockKind::Caption { text: text.clone() };
            }
            caption = text;
        }
    }
    if let Placed::Table(table) = &mut placed[at] {
        table.table.caption = caption;
        // A table inside a cell has its unit from there.
        if !unit.is_empty() {
            table.table.unit = unit;
        }
    }
    at
}

/// What was read before the table and stands over it, the nearest first. Headings of the other column may come between.
fn over(placed: &[Placed], at: usize, rect: &Rect) -> Vec<usize> {
    let is_over = |k: &usize| placed[*k].rect().overlap_x(rect) > 0.0;
    (at.saturating_sub(4)..at).rev().filter(is_over).collect()
}

/// A line of nothing but the unit that stands right of the table.
fn unit_beside(placed: &mut Vec<Placed>, at: usize, rect: &Rect) -> Option<String> {
    let beside = |piece: &Placed| {
        let Placed::Text(text) = piece else { return false };
        let right = text.rect.x0 >= rect.x1 - 2.0 && rect.grown(6.0).y0 <= text.rect.center().y && text.rect.center().y <= rect.y1 + 6.0;
        let words = text.kind.text();
        right && (is_unit(words) || is_money(words))
    };
    let found = (at + 1..placed.len()).find(|&k| beside(&placed[k]))?;
    let Placed::Text(text) = placed.remove(found) else { return None };
    Some(text.kind.text().to_owned())
}

/// A line of nothing but the unit, right above or below a table that stands in a cell of another; taken out of the cell's words.
pub(super) fn unit_in_cell(runs: &mut Vec<Run<'_>>, table: &Rect, cell: &Rect) -> Option<String> {
    let beside = |run: &Run| {
        let gap = (table.y0 - run.rect.y1).max(run.rect.y0 - table.y1);
        let near = (-2.0..1.5 * run.size).contains(&gap) && run.rect.overlap_x(table) > 0.0;
        near && cell.contains(run.rect.center()) && (is_unit(&run.text()) || is_money(&run.text()))
    };
    let found = runs.iter().position(beside)?;
    Some(runs.remove(found).text())
}

/// The words of a line right above the table.
fn line_above(placed: &Placed, top: f32, table: &Rect, gap: f32) -> Option<String> {
    let Placed::Text(text) = placed else { return None };
    let words = match &text.kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph { text } | BlockKind::Caption { text } | BlockKind::Note { text } => {
            text.clone()
        }
        _ => return None,
    };
    let over = text.rect.overlap_x(table) > 0.0;
    // The bottom of a line may lie a little below the table's edge where type is set tight.
    (over && text.rect.y1 <= top + 4.0 && top - text.rect.y1 <= gap).then_some(words)
}

/// Whether the line says in which unit the figures are.
fn is_unit(text: &str) -> bool {
    text.contains("単位")
        && text.chars().count() <= 40
        && !text.ends_with('。')
        && text.trim_start_matches(['（', '(', '［', '[', '【']).starts_with("単位")
}

/// (百万円・税込): a short line that is a bracket around money.
fn is_money(text: &str) -> bool {
    let inside = text.trim().strip_prefix(['（', '(']).and_then(|inner| inner.strip_suffix(['）', ')']));
    inside.is_some_and(|inner| inner.chars().count() <= 12 && inner.split(['・', '、', ' ', '　', '，']).any(|part| part.ends_with('円')))
}

/// The bracket that says the unit inside a caption.
fn unit_within(text: &str) -> Option<String> {
    let at = text.find("単位")?;
    let start = text[..at].rfind(['（', '('])?;
    let end = text[at..].find(['）', ')']).map(|e| at + e)?;
    let close = text[end..].chars().next()?.len_utf8();
    Some(text[start..end + close].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_known_by_their_word() {
        assert!(is_unit("（単位：千円、税抜）"));
        assert!(!is_unit("単位は千円である。"));
        assert!(is_money("（百万円・税込）") && is_money("(千円)") && !is_money("（円山町）") && !is_money("百万円"));
        assert_eq!(unit_within("表1　収支（単位：百万円）").as_deref(), Some("（単位：百万円）"));
        assert_eq!(unit_within("表1　収支"), None);
    }
}
