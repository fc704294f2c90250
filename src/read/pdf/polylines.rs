//! Paths as polylines: curves flattened, subpaths closed.

use std::cell::Cell;

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, flatten};

use super::clip::Polyline;

/// Curves become lines that stay this close to them, in points.
const FLATNESS: f64 = 0.1;
/// No page reaches so far, in points: the largest has 14,400.
const FARTHEST: f64 = 1e5;

/// The subpaths as lines, `None` if they have more than `most` points together.
pub(super) fn polylines(path: &BezPath, transform: Affine, most: usize) -> Option<Vec<Polyline>> {
    let mut lines: Vec<Polyline> = Vec::new();
    let points = Cell::new(0);
    let elements = path.iter().map(|element| straight_if_far(transform * element)).take_while(|_| points.get() <= most);
    flatten(elements, FLATNESS, |element| {
        points.set(points.get() + 1);
        match element {
            PathEl::MoveTo(p) => lines.push(vec![p]),
            PathEl::LineTo(p) => {
                if let Some(line) = lines.last_mut() {
                    line.push(p);
                }
            }
            PathEl::ClosePath => {
                if let Some(line) = lines.last_mut()
                    && let Some(&start) = line.first()
                    && line.last() != Some(&start)
                {
                    line.push(start);
                }
            }
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
        }
    });
    if points.get() > most {
        return None;
    }
    lines.retain(|line| line.len() > 1 && line.iter().all(|p| p.is_finite()));
    Some(lines)
}

/// A curve that leads far beyond any page as its chord: it would become millions of points.
fn straight_if_far(element: PathEl) -> PathEl {
    let far = |p: Point| !(p.x.abs() < FARTHEST && p.y.abs() < FARTHEST);
    match element {
        PathEl::QuadTo(a, end) if far(a) || far(end) => PathEl::LineTo(end),
        PathEl::CurveTo(a, b, end) if far(a) || far(b) || far(end) => PathEl::LineTo(end),
        element => element,
    }
}

/// The line back at its start.
pub(super) fn closed(mut line: Polyline) -> Polyline {
    if let Some(&start) = line.first()
        && line.last() != Some(&start)
    {
        line.push(start);
    }
    line
}

/// Whether the lines are nothing but the rectangle `area`.
pub(super) fn is_upright_rectangle(lines: &[Polyline], area: Rect) -> bool {
    let [line] = lines else { return lines.is_empty() };
    let on_edge = |p: &Point| {
        let near = |a: f64, b: f64| (a - b).abs() < 0.05;
        (near(p.x, area.x0) || near(p.x, area.x1)) && (near(p.y, area.y0) || near(p.y, area.y1))
    };
    line.len() <= 5 && line.iter().all(on_edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_become_lines_and_those_that_lead_nowhere_stay_few() {
        let mut path = BezPath::new();
        path.move_to((0.0, 0.0));
        path.curve_to((0.0, 50.0), (100.0, 50.0), (100.0, 0.0));
        let length = |path: &BezPath| polylines(path, Affine::IDENTITY, 1_000).map(|lines| lines[0].len());
        let near = length(&path).unwrap();
        assert!((5..50).contains(&near), "{near}");
        path.curve_to((1e12, 5e15), (-1e14, 1e15), (3.0, 3.0));
        assert_eq!(length(&path), Some(near + 1));
        for n in 0..10_000 {
            path.curve_to((9e4, 9e4), (-9e4, 9e4), (f64::from(n), 0.0));
        }
        assert_eq!(length(&path), None);
    }
}
