//! Text boxes: outlined or filled areas around running text. Each is read by itself.

use super::runs::Run;
use crate::model::Rect;

/// More candidates than this are a drawing.
pub(super) const MAX_FRAMES: usize = 2_000;

/// The frames that are text boxes, from the smallest to the largest.
pub(super) fn boxes(frames: &[Rect], runs: &[Run], tables: &[Rect], page: &Rect) -> Vec<Rect> {
    let mut out: Vec<Rect> = Vec::new();
    if frames.len() > MAX_FRAMES {
        return out;
    }
    let mut sorted: Vec<Rect> = frames.to_vec();
    sorted.sort_by(|a, b| a.area().total_cmp(&b.area()));
    for frame in sorted {
        let inside_table = tables.iter().any(|t| t.grown(3.0).contains(frame.center()));
        let known = out.iter().any(|f| near(f, &frame));
        if !inside_table && !known && frame.area() < 0.8 * page.area() && holds_text(&frame, frames, runs) {
            out.push(frame);
        }
    }
    out
}

/// Two outlines of one box: its fill and its border.
fn near(a: &Rect, b: &Rect) -> bool {
    [a.x0 - b.x0, a.y0 - b.y0, a.x1 - b.x1, a.y1 - b.y1].iter().all(|d| d.abs() < 3.0)
}

/// Whether the frame is drawn around lines rather than around a few words of a line (a badge) or through them.
fn holds_text(frame: &Rect, frames: &[Rect], runs: &[Run]) -> bool {
    let (mut held, mut cut) = (0, 0);
    let mut words = Rect::default();
    for run in runs.iter().filter(|r| frame.grown(1.0).intersection(&r.rect).is_some()) {
        let within = frame.grown(1.5);
        if within.x0 <= run.rect.x0 && run.rect.x1 <= within.x1 && within.contains(run.rect.center()) {
            words = if held == 0 { run.rect } else { words.union(&run.rect) };
            held += 1;
        } else {
            cut += 1;
        }
    }
    if held == 0 || cut > held {
        return false;
    }
    // A badge stands on the line of other words that have no box of their own.
    let hugs = frame.width() < words.width() + 3.0 * words.height() && frame.height() < 2.2 * words.height();
    let boxed = |r: &Rect| frames.iter().any(|other| other.contains(r.center()) && !other.contains(frame.center()));
    let beside = || {
        runs.iter().any(|r| {
            let gap = (r.rect.x0 - frame.x1).max(frame.x0 - r.rect.x1);
            let near = gap > 0.0 && gap < 3.0 * r.size && r.rect.overlap_y(frame) > 0.6 * r.rect.height().min(frame.height());
            near && !boxed(&r.rect)
        })
    };
    !(hugs && beside())
}

/// The smallest box that holds the point.
pub(super) fn innermost(boxes: &[Rect], rect: &Rect) -> Option<usize> {
    boxes.iter().position(|b| b.contains(rect.center()) && b.width() > rect.width() * 0.9)
}

#[cfg(test)]
mod tests {
    use super::super::runs::runs;
    use super::super::testing::glyphs;
    use super::*;

    #[test]
    fn a_box_around_lines_counts_and_a_badge_on_a_line_does_not() {
        let mut page = glyphs("効果", 60.0, 60.0, 10.0);
        page.extend(glyphs("水質検査の見直し", 50.0, 200.0, 10.0));
        page.extend(glyphs("重点", 142.0, 201.0, 8.0));
        let all = runs(&page);
        let whole = Rect::new(0.0, 0.0, 595.0, 842.0);
        let text_box = Rect::new(50.0, 50.0, 500.0, 100.0);
        let badge = Rect::new(140.0, 199.0, 160.0, 211.0);
        assert_eq!(boxes(&[text_box, badge, whole], &all, &[], &whole), [text_box]);
        let mut page = Vec::new();
        for (n, line) in ["水質検査の項目", "水源の見回り", "井戸の改修工事"].iter().enumerate() {
            page.extend(glyphs(line, 50.0, 300.0 + 16.0 * n as f32, 10.0));
            page.extend(glyphs(line, 160.0, 300.0 + 16.0 * n as f32, 10.0));
        }
        let side_by_side = [Rect::new(44.0, 294.0, 140.0, 360.0), Rect::new(150.0, 294.0, 250.0, 360.0)];
        assert_eq!(boxes(&side_by_side, &runs(&page), &[], &whole), side_by_side, "several lines close beside others are no badge");
    }
}
