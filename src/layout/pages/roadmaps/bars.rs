//! What may be a bar: arrows, painted areas low enough for a row, thick lines.

use super::Drawing;
use crate::layout::pages::mark::Mark;
use crate::layout::pages::marks;
use crate::layout::pages::symbols::is_symbol;
use crate::model::{BarShape, Rect};

/// Heights of painted bars in points.
const HEIGHTS: std::ops::RangeInclusive<f32> = 3.0..=46.0;
/// A line from this thickness on is a bar.
const THICK: f32 = 3.0;
/// More bars than this on one page are a drawing.
const MAX_BARS: usize = 1_500;
const WHITE: u32 = 0xff_ffff;

/// The bars of a page, none where there are too many.
pub(super) fn bars(drawing: &Drawing) -> Vec<Mark> {
    let arrows = drawing.marks.iter().filter(|m| !is_symbol(m.shape) && m.rect.width() >= 8.0).copied();
    let painted = drawing.fills.iter().filter(|f| f.color != WHITE && low(&f.rect));
    let painted = painted.map(|f| Mark { rect: f.rect, shape: BarShape::Rectangle, color: f.color, hatch: f.hatch });
    let thick = drawing.horizontal.iter().filter(|l| l.width >= THICK && l.length() >= 12.0);
    let thick = thick.map(|l| {
        let rect = Rect::new(l.from, l.at - l.width / 2.0, l.to, l.at + l.width / 2.0);
        Mark::plain(rect, BarShape::Rectangle, l.color)
    });
    let arrows: Vec<Mark> = arrows.take(MAX_BARS + 1).collect();
    let areas: Vec<Mark> = painted.chain(thick).take(MAX_BARS + 1).collect();
    if arrows.len() + areas.len() > MAX_BARS {
        return Vec::new();
    }
    let inside = |outer: &Mark, inner: &Mark| {
        let larger = outer.rect.area() > 1.2 * inner.rect.area() && outer.rect.height() > inner.rect.height() + 1.0;
        larger && outer.rect.contains(inner.rect.center()) && outer.rect.overlap_x(&inner.rect) > 0.6 * inner.rect.width()
    };
    let behind = |area: &Mark| arrows.iter().chain(&areas).any(|other| inside(area, other));
    let free: Vec<Mark> = areas.iter().filter(|area| !behind(area)).copied().collect();
    let mut all = marks::joined(free, drawing.runs);
    all.retain(|area| !arrows.iter().any(|arrow| arrow.rect.contains(area.rect.center()) && arrow.rect.area() >= 0.9 * area.rect.area()));
    all.extend(arrows);
    all.sort_by(|a, b| a.rect.center().y.total_cmp(&b.rect.center().y).then(a.rect.x0.total_cmp(&b.rect.x0)));
    all
}

fn low(rect: &Rect) -> bool {
    HEIGHTS.contains(&rect.height()) && rect.width() >= 10.0 && rect.width() > 0.8 * rect.height()
}
