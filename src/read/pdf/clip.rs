//! The clip: what of a painted shape can be seen.

use hayro_interpret::kurbo::{Point, Rect};

/// A polyline in page space.
pub(super) type Polyline = Vec<Point>;

/// The clips in force, innermost last. Each level is reduced to its bounding box; the shape is kept for fills that cover it.
pub(super) struct ClipStack {
    page: Rect,
    levels: Vec<Level>,
}

struct Level {
    /// Bounding box of this level and all below.
    area: Rect,
    /// The outline, where the level is no upright rectangle.
    shape: Option<Vec<Polyline>>,
}

impl ClipStack {
    pub(super) fn new(page: Rect) -> Self {
        Self { page, levels: Vec::new() }
    }

    /// What can be seen: the bounding box of all clips.
    pub(super) fn area(&self) -> Rect {
        self.levels.last().map_or(self.page, |level| level.area)
    }

    /// Enters a clip with this bounding box and, if it is no rectangle, this outline.
    pub(super) fn push(&mut self, bounds: Rect, shape: Option<Vec<Polyline>>) {
        let area = self.area().intersect(bounds);
        self.levels.push(Level { area, shape });
    }

    pub(super) fn pop(&mut self) {
        self.levels.pop();
    }

    /// The innermost outline that a fill of `filled` would paint in full. Gradients are painted so: clip to the arrow, fill its box.
    pub(super) fn shape_within(&self, filled: Rect) -> Option<&[Polyline]> {
        let level = self.levels.last()?;
        let shape = level.shape.as_deref()?;
        let a = level.area.inflate(-0.5, -0.5);
        (filled.x0 <= a.x0 && filled.y0 <= a.y0 && filled.x1 >= a.x1 && filled.y1 >= a.y1).then_some(shape)
    }
}

/// Whether two boxes touch; a horizontal or vertical line has a box without area and still touches.
pub(super) fn touches(a: Rect, b: Rect) -> bool {
    a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1
}

/// Bounding box of points, `None` for none.
pub(super) fn bounds<'a>(points: impl IntoIterator<Item = &'a Point>) -> Option<Rect> {
    points.into_iter().map(|p| Rect::from_points(*p, *p)).reduce(|a, b| a.union(b))
}

/// The part of a filled polygon inside the rectangle (Sutherland and Hodgman, "Reentrant polygon clipping", 1974).
pub(super) fn clip_polygon(polygon: &[Point], area: Rect) -> Polyline {
    let distances: [fn(Point, Rect) -> f64; 4] = [|p, r| p.x - r.x0, |p, r| r.x1 - p.x, |p, r| p.y - r.y0, |p, r| r.y1 - p.y];
    let mut points = polygon.to_vec();
    for distance in distances {
        let mut kept = Vec::with_capacity(points.len() + 4);
        for (i, &to) in points.iter().enumerate() {
            let from = points[(i + points.len() - 1) % points.len()];
            let (a, b) = (distance(from, area), distance(to, area));
            if (a < 0.0) != (b < 0.0) {
                kept.push(from.lerp(to, a / (a - b)));
            }
            if b >= 0.0 {
                kept.push(to);
            }
        }
        points = kept;
    }
    points
}

/// The parts of a stroked polyline inside the rectangle, segment by segment (Liang and Barsky, 1984). A line along an edge is seen as far as
/// half of its width reaches in: a frame on the edge of the printed area keeps all its sides.
pub(super) fn clip_line(line: &[Point], area: Rect, half: f64) -> Vec<Polyline> {
    let mut parts: Vec<Polyline> = Vec::new();
    for pair in line.windows(2) {
        let Some((from, to)) = clip_segment(pair[0], pair[1], area, half) else { continue };
        match parts.last_mut() {
            Some(part) if part.last() == Some(&from) => part.push(to),
            _ => parts.push(vec![from, to]),
        }
    }
    parts
}

fn clip_segment(from: Point, to: Point, area: Rect, half: f64) -> Option<(Point, Point)> {
    let d = to - from;
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    // For each edge: speed towards the outside and distance to it.
    let edges = [(-d.x, from.x - area.x0), (d.x, area.x1 - from.x), (-d.y, from.y - area.y0), (d.y, area.y1 - from.y)];
    for (speed, distance) in edges {
        if speed == 0.0 {
            if distance < 0.0 && distance <= -half {
                return None;
            }
        } else if speed < 0.0 {
            enter = enter.max(distance / speed);
        } else {
            leave = leave.min(distance / speed);
        }
    }
    (enter <= leave).then(|| {
        let start = if enter <= 0.0 { from } else { from.lerp(to, enter) };
        let end = if leave >= 1.0 { to } else { from.lerp(to, leave) };
        (start, end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect::new(0.0, 0.0, 10.0, 10.0);

    fn points(coordinates: &[(f64, f64)]) -> Polyline {
        coordinates.iter().map(|&point| Point::from(point)).collect()
    }

    #[test]
    fn polygons_are_cut_at_the_edges() {
        let cut = clip_polygon(&points(&[(5.0, 5.0), (25.0, 5.0), (25.0, 25.0), (5.0, 25.0)]), AREA);
        assert_eq!(bounds(&cut), Some(Rect::new(5.0, 5.0, 10.0, 10.0)));
        assert!(clip_polygon(&points(&[(20.0, 0.0), (30.0, 0.0), (30.0, 9.0)]), AREA).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_lines() {
        let line = points(&[(-5.0, 2.0), (5.0, 2.0), (15.0, 2.0), (15.0, 8.0), (5.0, 8.0)]);
        assert_eq!(clip_line(&line, AREA, 0.0), [points(&[(0.0, 2.0), (5.0, 2.0), (10.0, 2.0)]), points(&[(10.0, 8.0), (5.0, 8.0)])]);
        assert!(clip_line(&points(&[(-1.0, -1.0), (-1.0, 20.0)]), AREA, 0.0).is_empty());
    }

    #[test]
    fn a_line_along_the_edge_is_seen_as_far_as_its_width_reaches_in() {
        let side = points(&[(10.25, -3.0), (10.25, 8.0)]);
        assert_eq!(clip_line(&side, AREA, 0.5), [points(&[(10.25, 0.0), (10.25, 8.0)])]);
        assert!(clip_line(&side, AREA, 0.25).is_empty());
        assert!(clip_line(&points(&[(12.0, 3.0), (11.0, 3.0)]), AREA, 5.0).is_empty(), "its end is not its side");
    }

    #[test]
    fn clips_add_up_and_go() {
        let mut clips = ClipStack::new(AREA);
        clips.push(Rect::new(2.0, -5.0, 20.0, 5.0), None);
        assert_eq!(clips.area(), Rect::new(2.0, 0.0, 10.0, 5.0));
        clips.pop();
        clips.pop();
        assert_eq!(clips.area(), AREA);
    }
}
