//! What the painted paths of a page are: rulings, filled areas, frames of boxes, and polygons such as arrows.

use super::Limit;
use super::hatches::{self, Stroke};
use super::polygons::{self, Polygon};
use crate::model::{Hatch, Path, Point, Rect};
use crate::read::Clock;

/// A filled rectangle up to this thick, in points, is a drawn line.
const THIN: f32 = 2.6;
/// Lines shorter than this, in points, rule nothing.
const SHORTEST: f32 = 2.0;
/// A page with more line segments than this is a drawing (a map), whose rest is left out.
const MAX_SEGMENTS: usize = 60_000;
/// Longer slanted strokes, in points, belong to drawings.
const LONGEST_BARB: f32 = 18.0;
/// More barbs than this are a drawing.
const MAX_SLANTS: usize = 2_000;
/// White, the colour of paper.
const WHITE: u32 = 0xff_ffff;

/// A straight horizontal or vertical line: `at` on one axis, `from..to` on the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ruling {
    /// y of a horizontal line, x of a vertical one.
    pub(super) at: f32,
    /// Where it begins on the other axis.
    pub(super) from: f32,
    /// Where it ends.
    pub(super) to: f32,
    /// Thickness in points.
    pub(super) width: f32,
    /// Whether it is dashed.
    pub(super) dashed: bool,
    /// Its colour.
    pub(super) color: u32,
}

impl Ruling {
    /// Its length in points.
    pub(super) fn length(&self) -> f32 {
        self.to - self.from
    }
}

/// A filled upright rectangle that is no line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fill {
    /// The area.
    pub(super) rect: Rect,
    /// 0xRRGGBB; white where something is painted over.
    pub(super) color: u32,
    /// The strokes that it is painted with.
    pub(super) hatch: Hatch,
}

/// The shapes of a page, each list in paint order.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    /// Horizontal lines.
    pub(super) horizontal: Vec<Ruling>,
    /// Vertical lines.
    pub(super) vertical: Vec<Ruling>,
    /// Filled rectangles.
    pub(super) fills: Vec<Fill>,
    /// Short slanted strokes: the barbs of arrow heads drawn line by line.
    slants: Vec<Stroke>,
    /// Other closed figures.
    pub(super) polygons: Vec<Polygon>,
    /// Outlined or filled boxes, with square or round corners.
    pub(super) frames: Vec<Rect>,
    /// Stroked rectangles with square corners.
    pub(super) outlines: Vec<Rect>,
    /// What there was too much of.
    pub(super) limits: Vec<Limit>,
    /// How long the page may still be looked at.
    pub(super) clock: Clock,
}

/// Sorts the paths of a page.
pub(super) fn shapes(paths: &[Path]) -> Shapes {
    let mut shapes = Shapes::default();
    let mut segments = 0;
    for path in paths {
        segments += path.lines.iter().map(Vec::len).sum::<usize>();
        if segments > MAX_SEGMENTS {
            shapes.limits.push(Limit::Lines);
            break;
        }
        if path.lines.iter().flatten().all(|p| p.x.is_finite() && p.y.is_finite()) {
            shapes.add(path);
        }
    }
    shapes.fills.extend(hatches::areas(&shapes.slants[..shapes.slants.len().min(MAX_SLANTS)]));
    shapes.join_slants();
    shapes
}

impl Shapes {
    fn add(&mut self, path: &Path) {
        let lines: Vec<Vec<Point>> =
            chained(&path.lines).iter().map(|line| polygons::simplified(line)).filter(|line| line.len() > 1).collect();
        if let (Some(color), Some(rect)) = (path.fill, ring(&lines)) {
            // A border painted as the area between two outlines.
            if color != WHITE {
                self.frame(&rect, color, 0.75, false);
            }
            return;
        }
        for points in &lines {
            let rect = polygons::bounds(points);
            if let Some(color) = path.fill {
                self.add_filled(points, &rect, color, path.hatch);
            }
            if let Some(color) = path.stroke.filter(|&c| c != WHITE) {
                self.add_stroked(points, &rect, path, color);
            }
        }
    }

    fn add_filled(&mut self, points: &[Point], rect: &Rect, color: u32, hatch: Hatch) {
        let (w, h) = (rect.width(), rect.height());
        if polygons::is_rectangle(points) {
            if w.min(h) > THIN {
                self.fills.push(Fill { rect: *rect, color, hatch });
                self.frames.push(*rect);
            } else if color != WHITE {
                self.thin(rect, color);
            }
        } else if polygons::is_rounded(points, rect) {
            self.fills.push(Fill { rect: *rect, color, hatch });
            self.frames.push(*rect);
        } else if color != WHITE && points.len() > 2 {
            self.polygons.push(Polygon { points: points.to_vec(), rect: *rect, color, hatch, filled: true });
        }
    }

    fn add_stroked(&mut self, points: &[Point], rect: &Rect, path: &Path, color: u32) {
        let closed = polygons::is_rectangle(points);
        if closed && rect.width().min(rect.height()) > THIN {
            self.frame(rect, color, path.width, path.dashed);
            self.outlines.push(*rect);
        } else if closed {
            self.thin(rect, color);
        } else if polygons::is_rounded(points, rect) {
            self.frames.push(*rect);
        } else if points.windows(2).all(|pair| is_straight(pair[0], pair[1])) {
            for pair in points.windows(2) {
                self.segment(pair[0], pair[1], path, color);
            }
        } else if is_line_with_barbs(points) {
            for pair in points.windows(2) {
                if is_straight(pair[0], pair[1]) {
                    self.segment(pair[0], pair[1], path, color);
                } else {
                    self.slants.push(Stroke { ends: [pair[0], pair[1]], color, width: path.width });
                }
            }
        } else if points.len() > 2 {
            self.polygons.push(Polygon { points: points.to_vec(), rect: *rect, color, hatch: Hatch::Plain, filled: false });
        }
    }

    /// Two barbs that meet are an open angle, whichever way they were drawn.
    fn join_slants(&mut self) {
        let slants = std::mem::take(&mut self.slants);
        for (i, a) in slants.iter().take(MAX_SLANTS).enumerate() {
            for b in slants[..i].iter().rev().filter(|b| b.color == a.color) {
                let ways = [(0, 0), (0, 1), (1, 0), (1, 1)];
                if let Some((m, n)) = ways.into_iter().find(|&(m, n)| is_near(a.ends[m], b.ends[n])) {
                    let points = vec![a.ends[1 - m], a.ends[m], b.ends[1 - n]];
                    let rect = polygons::bounds(&points);
                    self.polygons.push(Polygon { points, rect, color: a.color, hatch: Hatch::Plain, filled: false });
                    break;
                }
            }
        }
    }

    /// A line drawn as a thin rectangle.
    fn thin(&mut self, rect: &Rect, color: u32) {
        let middle = rect.center();
        if rect.width() >= rect.height() && rect.width() > SHORTEST {
            self.horizontal.push(Ruling { at: middle.y, from: rect.x0, to: rect.x1, width: rect.height(), dashed: false, color });
        } else if rect.height() > SHORTEST {
            self.vertical.push(Ruling { at: middle.x, from: rect.y0, to: rect.y1, width: rect.width(), dashed: false, color });
        }
    }

    /// The four edges of a box.
    fn frame(&mut self, rect: &Rect, color: u32, width: f32, dashed: bool) {
        self.frames.push(*rect);
        for at in [rect.y0, rect.y1] {
            self.horizontal.push(Ruling { at, from: rect.x0, to: rect.x1, width, dashed, color });
        }
        for at in [rect.x0, rect.x1] {
            self.vertical.push(Ruling { at, from: rect.y0, to: rect.y1, width, dashed, color });
        }
    }

    fn segment(&mut self, a: Point, b: Point, path: &Path, color: u32) {
        let rect = Rect::new(a.x, a.y, b.x, b.y);
        let (width, dashed) = (path.width, path.dashed);
        if rect.width() >= rect.height() && rect.width() > SHORTEST {
            self.horizontal.push(Ruling { at: rect.center().y, from: rect.x0, to: rect.x1, width, dashed, color });
        } else if rect.height() > SHORTEST {
            self.vertical.push(Ruling { at: rect.center().x, from: rect.y0, to: rect.y1, width, dashed, color });
        }
    }
}

/// The subpaths, those put together again of which one begins where the one before ends (an outline drawn piece by piece).
fn chained(lines: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let near = |a: &Point, b: &Point| (a.x - b.x).abs() < 0.1 && (a.y - b.y).abs() < 0.1;
    let mut out: Vec<Vec<Point>> = Vec::with_capacity(lines.len());
    for line in lines {
        match (out.last_mut(), line.first()) {
            (Some(open), Some(start))
                if open.last().is_some_and(|end| near(end, start)) && !open.first().is_some_and(|first| near(first, start)) =>
            {
                open.extend_from_slice(line);
            }
            _ => out.push(line.clone()),
        }
    }
    out
}

/// The box whose border the two outlines enclose, if the second lies close inside the first.
fn ring(lines: &[Vec<Point>]) -> Option<Rect> {
    let [outer, inner] = lines else { return None };
    let (a, b) = (polygons::bounds(outer), polygons::bounds(inner));
    let boxes =
        [(outer, &a), (inner, &b)].iter().all(|(points, rect)| polygons::is_rectangle(points) || polygons::is_rounded(points, rect));
    let margins = [b.x0 - a.x0, b.y0 - a.y0, a.x1 - b.x1, a.y1 - b.y1];
    let near = margins.iter().all(|m| m.abs() <= 4.0) && margins.iter().any(|m| m.abs() > 0.05);
    (boxes && near && a.width() > 12.0 && a.height() > 12.0).then(|| a.intersection(&b)).flatten()
}

/// Whether the ends of two strokes meet.
fn is_near(a: Point, b: Point) -> bool {
    (a.x - b.x).abs() < 0.8 && (a.y - b.y).abs() < 0.8
}

/// Whether a stroke is open and slanted only in short pieces: an arrow drawn as shaft and barbs, together or one by one.
fn is_line_with_barbs(points: &[Point]) -> bool {
    let open = points.len() < 3 || !matches!(points, [first, .., last] if is_near(*first, *last));
    let short = |pair: &[Point]| is_straight(pair[0], pair[1]) || (pair[0].x - pair[1].x).hypot(pair[0].y - pair[1].y) <= LONGEST_BARB;
    open && points.len() <= 6 && points.windows(2).all(short)
}

/// Whether a segment runs along one of the axes.
fn is_straight(a: Point, b: Point) -> bool {
    let (w, h) = ((a.x - b.x).abs(), (a.y - b.y).abs());
    let slack = 0.3 + 0.002 * w.max(h);
    w <= slack || h <= slack
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fill, frame, line, polygon, stroke};
    use super::*;

    #[test]
    fn lines_thin_rectangles_and_frames_are_rulings() {
        let s = shapes(&[line(10.0, 20.0, 100.0, 20.0), fill(10.0, 30.0, 10.7, 90.0, 0x33_3333), frame(0.0, 0.0, 50.0, 50.0)]);
        assert_eq!(s.horizontal.len(), 3);
        assert_eq!(s.vertical.len(), 3);
        assert!(s.fills.is_empty());
        assert_eq!(s.frames.len(), 1);
    }

    #[test]
    fn white_lines_rule_nothing_but_white_areas_cover() {
        let s = shapes(&[fill(10.0, 30.0, 10.7, 90.0, WHITE), fill(0.0, 0.0, 50.0, 50.0, WHITE)]);
        assert!(s.vertical.is_empty() && s.fills.len() == 1);
    }

    #[test]
    fn a_slanted_figure_is_a_polygon() {
        let s = shapes(&[polygon(&[(0.0, 0.0), (10.0, 5.0), (0.0, 10.0), (0.0, 0.0)], 0)]);
        assert_eq!(s.polygons.len(), 1);
    }

    #[test]
    fn barbs_drawn_one_by_one_are_an_open_angle() {
        let s = shapes(&[stroke(&[(90.0, 46.0), (100.0, 50.0)]), stroke(&[(90.0, 54.0), (100.0, 50.0)])]);
        assert_eq!(s.polygons.len(), 1);
        assert!(s.polygons[0].head().is_some());
        let in_one = shapes(&[stroke(&[(20.0, 50.0), (100.0, 50.0), (90.0, 46.0), (100.0, 50.0), (90.0, 54.0)])]);
        assert_eq!((in_one.horizontal.len(), !in_one.polygons.is_empty()), (1, true));
    }

    #[test]
    fn an_open_angle_of_straight_lines_is_two_rulings() {
        let s = shapes(&[stroke(&[(0.0, 0.0), (50.0, 0.0), (50.0, 40.0)])]);
        assert_eq!((s.horizontal.len(), s.vertical.len()), (1, 1));
    }

    #[test]
    fn a_border_painted_as_a_ring_is_a_frame() {
        let mut path = fill(0.0, 0.0, 100.0, 50.0, 0);
        path.lines.push(fill(1.0, 1.0, 99.0, 49.0, 0).lines.remove(0));
        let s = shapes(&[path]);
        assert!(s.fills.is_empty() && s.frames.len() == 1);
    }

    #[test]
    fn an_outline_drawn_in_pieces_is_one_figure() {
        let mut path = stroke(&[(0.0, 4.0), (90.0, 4.0), (90.0, 0.0), (105.0, 12.0), (90.0, 24.0)]);
        path.lines.push(stroke(&[(90.0, 24.0), (90.0, 20.0), (0.0, 20.0), (0.0, 4.0)]).lines.remove(0));
        let s = shapes(&[path]);
        assert!(s.horizontal.is_empty() && s.vertical.is_empty());
        assert!(s.polygons.len() == 1 && s.polygons[0].is_block_arrow());
    }

    #[test]
    fn numbers_that_are_none_are_left_out() {
        assert!(shapes(&[line(f32::NAN, 0.0, 10.0, 0.0)]).horizontal.is_empty());
    }
}
