//! Outlined bars: a rectangle drawn across the columns of a grid, off its lines, is a mark and rules nothing; so is one that fills a column of
//! the same lane but for a hair on each side.

use super::shapes::{Fill, Ruling, Shapes};
use crate::model::{Hatch, Rect};

/// Higher rectangles are boxes around something.
const HIGHEST: f32 = 36.0;
/// More rectangles than this are a drawing.
const MAX: usize = 300;
/// Lines nearer than this, in points, lie on each other.
const ON: f32 = 0.8;
/// A bar over one column ends this close, in points, to the lines of the column.
const BESIDE: f32 = 4.0;

/// Takes such rectangles out of the lines; they become areas.
pub(super) fn take(shapes: &mut Shapes) {
    let candidates: Vec<Rect> = shapes.outlines.iter().filter(|r| r.height() <= HIGHEST && r.width() > r.height()).copied().collect();
    if candidates.is_empty() || candidates.len() > MAX {
        return;
    }
    let mut order: Vec<Ruling> = shapes.vertical.clone();
    order.sort_by(|a, b| a.at.total_cmp(&b.at));
    let long = |r: &Rect| r.width() > 1.5 * r.height();
    let across: Vec<Rect> = candidates.iter().filter(|r| long(r) && lies_across(r, &order)).copied().collect();
    // Where bars lie over several columns, others of their height lie over one.
    let beside_such = |r: &Rect| across.iter().any(|bar| (bar.height() - r.height()).abs() < ON);
    let within = candidates.iter().filter(|r| !across.contains(r) && beside_such(r) && lies_between(r, &order, &shapes.horizontal));
    let mut bars: Vec<Rect> = across.iter().chain(within).copied().collect();
    // A line of another figure along an edge: the rectangle is a row of the table.
    bars.retain(|r| [r.y0, r.y1].iter().all(|y| shapes.horizontal.iter().filter(|h| lies_on(h, *y, r)).count() < 2));
    for bar in bars {
        let own = |l: &Ruling, at: (f32, f32), ends: (f32, f32)| {
            ((l.at - at.0).abs() < 0.3 || (l.at - at.1).abs() < 0.3) && (l.from - ends.0).abs() < 0.3 && (l.to - ends.1).abs() < 0.3
        };
        let color = shapes.horizontal.iter().find(|l| own(l, (bar.y0, bar.y1), (bar.x0, bar.x1))).map_or(0, |l| l.color);
        shapes.horizontal.retain(|l| !own(l, (bar.y0, bar.y1), (bar.x0, bar.x1)));
        shapes.vertical.retain(|l| !own(l, (bar.x0, bar.x1), (bar.y0, bar.y1)));
        shapes.frames.retain(|f| *f != bar);
        if !shapes.fills.iter().any(|f| near(&f.rect, &bar)) {
            shapes.fills.push(Fill { rect: bar, color, hatch: Hatch::Plain });
        }
    }
}

/// Whether a longer vertical line runs through the rectangle, and none lies on its sides.
fn lies_across(r: &Rect, vertical: &[Ruling]) -> bool {
    let first = vertical.partition_point(|v| v.at < r.x0 - ON);
    let near = || vertical[first..].iter().take_while(|v| v.at <= r.x1 + ON);
    let longer = |v: &&Ruling| v.from < r.y0 - 1.5 && v.to > r.y1 + 1.5;
    let side = |v: &Ruling| (v.at - r.x0).abs() <= ON || (v.at - r.x1).abs() <= ON;
    near().filter(longer).any(|v| r.x0 + 3.0 < v.at && v.at < r.x1 - 3.0)
        && !near().any(|v| side(v) && ((v.from - r.y0).abs() > 0.3 || (v.to - r.y1).abs() > 0.3) && v.from < r.y1 && v.to > r.y0)
}

/// Whether the rectangle lies in one column: longer vertical lines run a little beside its sides, and no line near its other edges goes on
/// beyond them.
fn lies_between(r: &Rect, vertical: &[Ruling], horizontal: &[Ruling]) -> bool {
    let longer = |v: &Ruling| v.from < r.y0 - 1.5 && v.to > r.y1 + 1.5;
    let beside = |gap: f32| (ON..=BESIDE).contains(&gap);
    let left = vertical.iter().any(|v| longer(v) && beside(r.x0 - v.at));
    let right = vertical.iter().any(|v| longer(v) && beside(v.at - r.x1));
    let goes_on = |h: &Ruling| (h.at - r.y0).abs().min((h.at - r.y1).abs()) <= BESIDE && h.from < r.x0 - ON && h.to > r.x1 + ON;
    left && right && !horizontal.iter().any(goes_on)
}

/// Whether the line runs along an edge.
fn lies_on(h: &Ruling, y: f32, r: &Rect) -> bool {
    (h.at - y).abs() <= ON && h.to.min(r.x1) - h.from.max(r.x0) > 0.0
}

fn near(a: &Rect, b: &Rect) -> bool {
    [a.x0 - b.x0, a.y0 - b.y0, a.x1 - b.x1, a.y1 - b.y1].iter().all(|d| d.abs() < 1.5)
}
