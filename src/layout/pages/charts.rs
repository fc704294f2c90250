//! Bar charts: their words are kept together as one piece of text and are never a table.

use super::cells;
use super::piece::Text;
use super::runs::Run;
use super::shapes::Fill;
use crate::model::{BlockKind, Rect};

/// More areas than this are no chart that is looked for.
const MAX_FILLS: usize = 3_000;

/// Areas nearer to each other than this are the cells of a table.
const SEAM: f32 = 3.0;

/// Takes the words of bar charts out of the runs: columns of equal width that stand on one line.
pub(super) fn take(fills: &[Fill], tables: &[Rect], runs: &mut Vec<Run<'_>>) -> Vec<Text> {
    areas(fills, tables).into_iter().filter_map(|area| text_of(&area, runs)).collect()
}

/// Where charts stand, with room for their labels.
fn areas(fills: &[Fill], tables: &[Rect]) -> Vec<Rect> {
    let free = |f: &&Fill| {
        let r = &f.rect;
        f.color != 0xff_ffff && r.height() > 4.0 && r.width() > 4.0 && r.width() < 150.0 && !tables.iter().any(|t| t.contains(r.center()))
    };
    let mut bars: Vec<Rect> = fills.iter().filter(free).take(MAX_FILLS).map(|f| f.rect).collect();
    bars.sort_by(|a, b| a.y1.total_cmp(&b.y1).then(a.x0.total_cmp(&b.x0)));
    let mut out: Vec<Rect> = Vec::new();
    for group in bars.chunk_by(|a, b| (a.y1 - b.y1).abs() < 1.0) {
        let mut group: Vec<Rect> = group.to_vec();
        group.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let wide = group[0].width();
        let alike = group.iter().all(|b| (b.width() - wide).abs() < 1.5);
        let apart = group.windows(2).all(|w| w[1].x0 > w[0].x1 - 0.5);
        let heights = group.iter().any(|b| (b.height() - group[0].height()).abs() > 2.0);
        if group.len() >= 3 && alike && apart && heights {
            let gap = group.windows(2).map(|w| w[1].x0 - w[0].x1).fold(0.0_f32, f32::max);
            // Painted cells, one of them merged with the row above, stand side by side with a mere seam between them.
            if group.windows(2).any(|w| w[1].x0 - w[0].x1 < SEAM) {
                continue;
            }
            if let Some(r) = Rect::bounding(&group) {
                out.push(Rect::new(r.x0 - gap.max(20.0), r.y0 - 20.0, r.x1 + gap.max(20.0), r.y1 + 22.0));
            }
        }
    }
    out
}

/// The words in the area, line by line.
fn text_of(area: &Rect, runs: &mut Vec<Run<'_>>) -> Option<Text> {
    let (inside, outside): (Vec<Run>, Vec<Run>) =
        std::mem::take(runs).into_iter().partition(|r| area.contains(r.rect.center()) && r.rect.width() < 0.6 * area.width());
    *runs = outside;
    let rect = Rect::bounding(inside.iter().map(|r| &r.rect))?;
    let size = inside.first().map_or(10.0, |r| r.size);
    Some(Text { rect, kind: BlockKind::Paragraph { text: cells::text(inside) }, size, bold: false })
}

#[cfg(test)]
mod tests {
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;
    use crate::model::Hatch;

    #[test]
    fn columns_on_one_line_are_a_chart() {
        let fill = |x: f32, y: f32| Fill { rect: Rect::new(x, y, x + 20.0, 200.0), color: 0xff, hatch: Hatch::Plain };
        let mut page = glyphs("H28", 100.0, 205.0, 8.0);
        page.extend(glyphs("H29", 140.0, 205.0, 8.0));
        page.extend(glyphs("412", 100.0, 138.0, 8.0));
        page.extend(glyphs("本文", 50.0, 300.0, 10.0));
        let mut all = runs(&page);
        let charts = take(&[fill(100.0, 150.0), fill(140.0, 120.0), fill(180.0, 100.0)], &[], &mut all);
        assert!(matches!(&charts[0].kind, BlockKind::Paragraph { text } if text == "412\nH28 H29"));
        assert_eq!(all.len(), 1);
        assert!(take(&[fill(100.0, 150.0), fill(140.0, 150.0), fill(180.0, 150.0)], &[], &mut all).is_empty());
    }
}
