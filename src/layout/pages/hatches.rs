//! Hatched areas: short parallel strokes side by side, cut off at a rectangle, are one area.

use super::shapes::Fill;
use crate::model::{Hatch, Point, Rect};

/// Fewer strokes than this are barbs or ticks.
const STROKES: usize = 4;
/// Strokes further apart than this, in points, belong to different areas.
const APART: f32 = 8.0;

/// A slanted stroke with its colour.
pub(super) type Stroke = ([Point; 2], u32);

/// The areas that the strokes hatch.
pub(super) fn areas(strokes: &[Stroke]) -> Vec<Fill> {
    let mut sorted: Vec<(u32, bool, Rect)> = strokes.iter().map(|(ends, color)| (*color, falls(ends), bounds(ends))).collect();
    // Strokes of one area have one direction and lie on one level; those cut off at its ends are shorter.
    sorted.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.x0.total_cmp(&b.2.x0)).then(a.2.y0.total_cmp(&b.2.y0)));
    let mut open: Vec<(u32, bool, Rect, usize)> = Vec::new();
    for (color, falls, rect) in sorted {
        let goes_on = open.iter_mut().rev().take(60).find(|(c, f, area, _)| {
            let level = rect.overlap_y(area) > 0.6 * rect.height().min(area.height());
            *c == color && *f == falls && level && rect.x0 - area.x1 < APART && rect.height() < 1.5 * area.height().max(4.0)
        });
        match goes_on {
            Some((_, _, area, count)) => {
                *area = area.union(&rect);
                *count += 1;
            }
            None => open.push((color, falls, rect, 1)),
        }
    }
    let is_area =
        |(_, _, area, count): &&(u32, bool, Rect, usize)| *count >= STROKES && area.height() >= 3.0 && area.width() >= area.height();
    open.iter()
        .filter(is_area)
        .map(|(color, falls, rect, _)| {
            let hatch = if *falls { Hatch::Falling } else { Hatch::Rising };
            Fill { rect: *rect, color: lighter(*color), hatch }
        })
        .collect()
}

fn bounds(ends: &[Point; 2]) -> Rect {
    let [a, b] = ends;
    Rect::new(a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y))
}

fn falls(ends: &[Point; 2]) -> bool {
    (ends[0].x < ends[1].x) == (ends[0].y < ends[1].y)
}

/// Seen from afar, strokes and paper mix.
fn lighter(color: u32) -> u32 {
    let channel = |shift: u32| ((color >> shift & 0xff) + 0xff) / 2;
    channel(16) << 16 | channel(8) << 8 | channel(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stroke(x: f32, y: f32) -> Stroke {
        ([Point { x, y: y + 10.0 }, Point { x: x + 8.0, y }], 0)
    }

    #[test]
    fn parallel_strokes_are_an_area_and_the_barbs_of_arrows_are_none() {
        let hatched: Vec<Stroke> = (0..20).map(|n| stroke(100.0 + 4.0 * n as f32, 50.0)).collect();
        assert_eq!(areas(&hatched), [Fill { rect: Rect::new(100.0, 50.0, 184.0, 60.0), color: 0x7f_7f7f, hatch: Hatch::Rising }]);
        let barbs: Vec<Stroke> = (0..6).map(|n| stroke(100.0, 50.0 + 30.0 * n as f32)).collect();
        assert!(areas(&barbs).is_empty());
    }
}
