//! Hatched areas: short parallel strokes side by side, cut off at a rectangle, are one area. How dense they are shows in its colour, as it does
//! where an area is painted with a pattern.

use super::shapes::Fill;
use crate::model::{Hatch, Point, Rect};

/// Fewer strokes than this are barbs or ticks.
const STROKES: usize = 4;
/// Strokes further apart than this, in points, belong to different areas.
const APART: f32 = 8.0;
/// Strokes end at the same edge of their area within this, in points.
const EDGE: f32 = 0.6;
/// Coverage of paper that is not known: strokes as wide as what is between them.
const HALF: f32 = 0.5;

/// A slanted stroke.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    /// Where it begins and ends.
    pub(super) ends: [Point; 2],
    /// Its colour.
    pub(super) color: u32,
    /// Its thickness in points.
    pub(super) width: f32,
}

/// Strokes of one way and colour on one level, from left to right.
struct Group {
    falls: bool,
    area: Rect,
    strokes: Vec<Stroke>,
}

/// The areas that the strokes hatch.
pub(super) fn areas(strokes: &[Stroke]) -> Vec<Fill> {
    let mut sorted: Vec<(bool, Rect, &Stroke)> = strokes.iter().map(|stroke| (falls(stroke), bounds(stroke), stroke)).collect();
    // Strokes of one area have one direction and lie on one level; those cut off at its ends are shorter.
    sorted.sort_by(|a, b| (a.2.color, a.0).cmp(&(b.2.color, b.0)).then(a.1.x0.total_cmp(&b.1.x0)).then(a.1.y0.total_cmp(&b.1.y0)));
    let mut groups: Vec<Group> = Vec::new();
    for (falls, rect, stroke) in sorted {
        let goes_on = groups.iter_mut().rev().take(60).find(|group| {
            let area = &group.area;
            let level = rect.overlap_y(area) > 0.6 * rect.height().min(area.height());
            let same = group.falls == falls && group.strokes[0].color == stroke.color;
            same && level && rect.x0 - area.x1 < APART && rect.height() < 1.5 * area.height().max(4.0)
        });
        match goes_on {
            Some(group) => {
                group.area = group.area.union(&rect);
                group.strokes.push(*stroke);
            }
            None => groups.push(Group { falls, area: rect, strokes: vec![*stroke] }),
        }
    }
    groups.iter().flat_map(parted).filter_map(|(falls, strokes)| area(falls, strokes)).collect()
}

/// Areas side by side are parted where strokes begin at the left edge of the next one: of one area only the first do.
fn parted(group: &Group) -> Vec<(bool, &[Stroke])> {
    let begins_at_edge = |stroke: &Stroke| {
        let rect = bounds(stroke);
        let (top, bottom) = (rect.y0 - group.area.y0 < EDGE, group.area.y1 - rect.y1 < EDGE);
        if group.falls { bottom && !top } else { top && !bottom }
    };
    let mut parts = Vec::new();
    let mut from = 0;
    for (n, pair) in group.strokes.windows(2).enumerate() {
        if begins_at_edge(&pair[1]) && !begins_at_edge(&pair[0]) {
            parts.push((group.falls, &group.strokes[from..=n]));
            from = n + 1;
        }
    }
    parts.push((group.falls, &group.strokes[from..]));
    parts
}

fn area(falls: bool, strokes: &[Stroke]) -> Option<Fill> {
    let rects: Vec<Rect> = strokes.iter().map(bounds).collect();
    let rect = Rect::bounding(&rects)?;
    let hatch = if falls { Hatch::Falling } else { Hatch::Rising };
    let is_area = strokes.len() >= STROKES && rect.height() >= 3.0 && rect.width() >= rect.height();
    is_area.then(|| Fill { rect, color: seen_from_afar(strokes[0].color, coverage(strokes)), hatch })
}

/// Which share of the area the strokes cover: their thickness over how far they are from each other.
fn coverage(strokes: &[Stroke]) -> f32 {
    // The longest one shows the way best.
    let length = |stroke: &Stroke| (stroke.ends[0].x - stroke.ends[1].x).hypot(stroke.ends[0].y - stroke.ends[1].y);
    let Some(longest) = strokes.iter().max_by(|a, b| length(a).total_cmp(&length(b))).filter(|stroke| length(stroke) > 0.0) else {
        return HALF;
    };
    let [a, b] = longest.ends;
    let (across_x, across_y) = ((b.y - a.y) / length(longest), (a.x - b.x) / length(longest));
    let middle = |[a, b]: [Point; 2]| (a.x + b.x) / 2.0 * across_x + (a.y + b.y) / 2.0 * across_y;
    let mut places: Vec<f32> = strokes.iter().map(|stroke| middle(stroke.ends)).collect();
    places.sort_by(f32::total_cmp);
    let mut gaps: Vec<f32> = places.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0.05).collect();
    gaps.sort_by(f32::total_cmp);
    let Some(gap) = gaps.get(gaps.len() / 2) else { return HALF };
    // The thinnest line that a program draws is as wide as a printer's dot.
    (longest.width.max(0.1) / gap).min(1.0)
}

fn bounds(stroke: &Stroke) -> Rect {
    let [a, b] = stroke.ends;
    Rect::new(a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y))
}

fn falls(stroke: &Stroke) -> bool {
    let [a, b] = stroke.ends;
    (a.x < b.x) == (a.y < b.y)
}

/// Seen from afar, strokes and paper mix.
fn seen_from_afar(color: u32, coverage: f32) -> u32 {
    let channel = |shift: u32| {
        let ink = (color >> shift & 0xff) as f32;
        (ink * coverage + 255.0 * (1.0 - coverage)).round() as u32
    };
    channel(16) << 16 | channel(8) << 8 | channel(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strokes that rise, so far apart, cut off at an area of ten points' height.
    fn hatched(from: f32, to: f32, apart: f32) -> Vec<Stroke> {
        let starts = std::iter::successors(Some(from - 10.0 + apart), |x| Some(x + apart)).take_while(|x| *x < to);
        let stroke = |x: f32| {
            let (a, b) = (x.max(from), (x + 10.0).min(to));
            Stroke { ends: [Point { x: a, y: 60.0 - (a - x) }, Point { x: b, y: 60.0 - (b - x) }], color: 0, width: 0.5 }
        };
        starts.map(stroke).collect()
    }

    #[test]
    fn parallel_strokes_are_an_area_and_the_barbs_of_arrows_are_none() {
        let stroke = |x: f32, y: f32| Stroke { ends: [Point { x, y: y + 10.0 }, Point { x: x + 8.0, y }], color: 0, width: 0.5 };
        let found = areas(&(0..20).map(|n| stroke(100.0 + 4.0 * n as f32, 50.0)).collect::<Vec<_>>());
        assert_eq!(found.iter().map(|f| (f.rect, f.hatch)).collect::<Vec<_>>(), [(Rect::new(100.0, 50.0, 184.0, 60.0), Hatch::Rising)]);
        let barbs: Vec<Stroke> = (0..6).map(|n| stroke(100.0, 50.0 + 30.0 * n as f32)).collect();
        assert!(areas(&barbs).is_empty());
    }

    #[test]
    fn how_dense_strokes_are_shows_in_the_colour() {
        let color = |to: f32, apart: f32| areas(&hatched(100.0, to, apart))[0].color;
        // Half a point of ink every 2.83 points, and every 5.66.
        assert_eq!((color(200.0, 4.0), color(200.0, 8.0)), (0xd2_d2d2, 0xe8_e8e8));
        assert_eq!(color(116.0, 4.0), color(200.0, 4.0), "the swatch of a legend");
    }

    #[test]
    fn areas_that_touch_are_parted() {
        let both: Vec<Stroke> = [hatched(100.0, 200.0, 4.0), hatched(200.0, 260.0, 8.0)].concat();
        let found: Vec<(Rect, u32)> = areas(&both).iter().map(|f| (f.rect, f.color)).collect();
        let rect = |from: f32, to: f32| Rect::new(from, 50.0, to, 60.0);
        assert_eq!(found, [(rect(100.0, 200.0), 0xd2_d2d2), (rect(200.0, 260.0), 0xe8_e8e8)]);
    }
}
