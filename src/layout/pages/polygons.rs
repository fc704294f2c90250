//! Closed figures and what they look like: rectangles, boxes with round corners, arrow heads, block arrows.

use crate::model::{Hatch, Point, Rect};

/// A closed figure that is no upright rectangle.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Polygon {
    /// Its corners, without the closing repetition.
    pub(super) points: Vec<Point>,
    /// Its bounding box.
    pub(super) rect: Rect,
    /// Fill or stroke colour.
    pub(super) color: u32,
    /// The strokes that it is painted with.
    pub(super) hatch: Hatch,
    /// Whether it is filled.
    pub(super) filled: bool,
}

/// Where a figure points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// To the left.
    Left,
    /// To the right.
    Right,
}

/// Largest side of an arrow head at the end of a line, in points.
const LARGEST_HEAD: f32 = 18.0;

/// The bounding box of the points.
pub(super) fn bounds(points: &[Point]) -> Rect {
    let mut rect = points.first().map_or(Rect::default(), |p| Rect::new(p.x, p.y, p.x, p.y));
    for p in points {
        rect = rect.union(&Rect::new(p.x, p.y, p.x, p.y));
    }
    rect
}

/// The polyline without repeated points and without points in the middle of a straight stretch; a closing repetition stays.
pub(super) fn simplified(points: &[Point]) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(points.len());
    for &p in points {
        if out.last().is_some_and(|q| (q.x - p.x).abs() < 0.02 && (q.y - p.y).abs() < 0.02) {
            continue;
        }
        if let [.., a, b] = out[..]
            && is_between(a, b, p)
        {
            out.pop();
        }
        out.push(p);
    }
    out
}

/// Whether `b` lies on the way from `a` to `p`.
fn is_between(a: Point, b: Point, p: Point) -> bool {
    let (ux, uy, vx, vy) = (b.x - a.x, b.y - a.y, p.x - b.x, p.y - b.y);
    let cross = ux * vy - uy * vx;
    let lengths = (ux.hypot(uy) * vx.hypot(vy)).max(1e-6);
    (cross / lengths).abs() < 1e-3 && ux * vx + uy * vy > 0.0
}

/// The corners without the closing repetition.
pub(super) fn corners(points: &[Point]) -> &[Point] {
    match points {
        [first, .., last] if (first.x - last.x).abs() < 0.3 && (first.y - last.y).abs() < 0.3 => &points[..points.len() - 1],
        _ => points,
    }
}

/// Whether the closed figure is an upright rectangle.
pub(super) fn is_rectangle(points: &[Point]) -> bool {
    let [a, b, c, d] = corners(points) else { return false };
    let near = |u: f32, v: f32| (u - v).abs() < 0.4;
    let one = near(a.x, b.x) && near(b.y, c.y) && near(c.x, d.x) && near(d.y, a.y);
    let other = near(a.y, b.y) && near(b.x, c.x) && near(c.y, d.y) && near(d.x, a.x);
    one || other
}

/// Whether the figure is a box with round or cut corners: a long straight edge on each of its four sides.
pub(super) fn is_rounded(points: &[Point], rect: &Rect) -> bool {
    let corners = corners(points);
    if corners.len() < 8 || rect.width() < 6.0 || rect.height() < 6.0 {
        return false;
    }
    let mut longest = [0.0_f32; 4];
    for (i, a) in corners.iter().enumerate() {
        let b = corners[(i + 1) % corners.len()];
        let on = |u: f32, v: f32, side: f32| (u - side).abs() < 0.5 && (v - side).abs() < 0.5;
        let (w, h) = ((a.x - b.x).abs() / rect.width(), (a.y - b.y).abs() / rect.height());
        for (k, (hit, share)) in
            [(on(a.y, b.y, rect.y0), w), (on(a.y, b.y, rect.y1), w), (on(a.x, b.x, rect.x0), h), (on(a.x, b.x, rect.x1), h)]
                .into_iter()
                .enumerate()
        {
            if hit {
                longest[k] = longest[k].max(share);
            }
        }
    }
    longest.iter().all(|&share| share > 0.2) && area(corners) > 0.8 * rect.area()
}

/// The area of the figure in square points.
pub(super) fn area(points: &[Point]) -> f32 {
    let twice: f32 = points.iter().enumerate().map(|(i, a)| (a, points[(i + 1) % points.len()])).map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    (twice / 2.0).abs()
}

impl Polygon {
    /// Where the figure points if it is small enough for the head of a drawn line: a triangle, a dart or an open angle.
    pub(super) fn head(&self) -> Option<Heading> {
        let corners = corners(&self.points);
        let small = self.rect.width() <= LARGEST_HEAD && self.rect.height() <= LARGEST_HEAD && self.rect.height() >= 1.5;
        if !small || !(3..=4).contains(&corners.len()) {
            return None;
        }
        self.pointing()
    }

    /// Where a single tip, half-way up, points to.
    fn pointing(&self) -> Option<Heading> {
        let corners = corners(&self.points);
        let middle = self.rect.center().y;
        let near = 0.12 * self.rect.height() + 0.3;
        let at = |x: f32| corners.iter().filter(move |p| (p.x - x).abs() < 0.15 + 0.01 * self.rect.width());
        let tip = |x: f32| at(x).count() >= 1 && at(x).all(|p| (p.y - middle).abs() < near);
        let wings = |x: f32| at(x).any(|p| (p.y - middle).abs() > 2.0 * near);
        match (tip(self.rect.x0), tip(self.rect.x1)) {
            (false, true) if wings(self.rect.x0) || corners.len() > 4 => Some(Heading::Right),
            (true, false) if wings(self.rect.x1) || corners.len() > 4 => Some(Heading::Left),
            _ => None,
        }
    }

    /// Whether the figure is a block arrow, a pentagon or a chevron that lies along the row.
    pub(super) fn is_block_arrow(&self) -> bool {
        let corners = corners(&self.points);
        let both_tips = corners.len() >= 6 && {
            let middle = self.rect.center().y;
            let near = 0.12 * self.rect.height() + 0.3;
            [self.rect.x0, self.rect.x1].iter().all(|&x| {
                let mut on = corners.iter().filter(|p| (p.x - x).abs() < 0.15).peekable();
                on.peek().is_some() && on.all(|p| (p.y - middle).abs() < near)
            })
        };
        let size = self.rect.width() >= 8.0 && self.rect.height() >= 4.0;
        let wide = self.rect.width() >= 1.2 * self.rect.height();
        size && (5..=16).contains(&corners.len()) && wide && (self.pointing().is_some() || both_tips)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polygon(points: &[(f32, f32)]) -> Polygon {
        let points: Vec<Point> = points.iter().map(|&(x, y)| Point { x, y }).collect();
        Polygon { rect: bounds(&points), points, color: 0, hatch: Hatch::Plain, filled: true }
    }

    #[test]
    fn triangles_point_somewhere() {
        assert_eq!(polygon(&[(10.0, 3.0), (0.0, 0.0), (0.0, 6.0), (10.0, 3.0)]).head(), Some(Heading::Right));
        assert_eq!(polygon(&[(0.0, 3.0), (6.0, 0.0), (6.0, 6.0), (0.0, 3.0)]).head(), Some(Heading::Left));
        assert_eq!(polygon(&[(0.0, 0.0), (6.0, 0.0), (3.0, 6.0), (0.0, 0.0)]).head(), None);
    }

    #[test]
    fn chevrons_pentagons_and_block_arrows_are_arrows() {
        let chevron = [(0.0, 0.0), (90.0, 0.0), (100.0, 13.0), (90.0, 26.0), (0.0, 26.0), (8.0, 13.0), (0.0, 0.0)];
        let pentagon = [(0.0, 0.0), (90.0, 0.0), (100.0, 13.0), (90.0, 26.0), (0.0, 26.0)];
        let block = [(0.0, 5.0), (90.0, 5.0), (90.0, 0.0), (110.0, 15.0), (90.0, 30.0), (90.0, 25.0), (0.0, 25.0)];
        let double = [
            (0.0, 10.0),
            (10.0, 0.0),
            (10.0, 5.0),
            (90.0, 5.0),
            (90.0, 0.0),
            (100.0, 10.0),
            (90.0, 20.0),
            (90.0, 15.0),
            (10.0, 15.0),
            (10.0, 20.0),
        ];
        for figure in [&chevron[..], &pentagon[..], &block[..], &double[..]] {
            assert!(polygon(figure).is_block_arrow(), "{figure:?}");
        }
        assert!(!polygon(&[(0.0, 0.0), (50.0, 20.0), (100.0, 5.0), (80.0, 60.0), (20.0, 50.0)]).is_block_arrow());
    }

    #[test]
    fn cut_corners_make_a_box_not_an_arrow() {
        let points = [(8.0, 0.0), (92.0, 0.0), (100.0, 8.0), (100.0, 32.0), (92.0, 40.0), (8.0, 40.0), (0.0, 32.0), (0.0, 8.0), (8.0, 0.0)];
        let figure = polygon(&points);
        assert!(is_rounded(&figure.points, &figure.rect));
        assert!(!figure.is_block_arrow());
    }

    #[test]
    fn points_in_the_middle_of_an_edge_are_no_corners() {
        let points: Vec<Point> =
            [(0.0, 0.0), (5.0, 0.0), (10.0, 0.0), (10.0, 4.0), (0.0, 4.0), (0.0, 0.0)].map(|(x, y)| Point { x, y }).to_vec();
        assert!(is_rectangle(&simplified(&points)));
    }
}
