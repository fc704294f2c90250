//! Drawn symbols: dots, rings, triangles, diamonds, stars, squares the size of a character, which say "here" in a cell of a schedule.

use super::grid::Grid;
use super::mark::Mark;
use super::polygons::{self, Polygon};
use super::runs::Run;
use crate::model::{BarShape, Point, Rect};

/// Sides of a symbol in points.
const SIZES: std::ops::RangeInclusive<f32> = 3.0..=22.0;
/// More symbols than this on a page are a drawing.
const MAX_SYMBOLS: usize = 2_000;

/// Takes the symbols out of the figures.
pub(super) fn take(figures: &mut Vec<Polygon>) -> Vec<Mark> {
    let mut symbols: Vec<Mark> = Vec::new();
    figures.retain(|figure| {
        let shape = if symbols.len() < MAX_SYMBOLS { shape(figure) } else { None };
        if let Some(shape) = shape {
            add(&mut symbols, Mark { rect: figure.rect, shape, color: figure.color, hatch: figure.hatch });
        }
        shape.is_none()
    });
    symbols
}

/// Adds a symbol; one around or inside of another makes one symbol with it: fill and outline, or a double ring.
fn add(symbols: &mut Vec<Mark>, new: Mark) {
    let concentric = |m: &&mut Mark| {
        let (a, b) = (m.rect.center(), new.rect.center());
        (a.x - b.x).abs() < 0.8 && (a.y - b.y).abs() < 0.8 && m.rect.width().max(new.rect.width()) <= *SIZES.end()
    };
    let Some(known) = symbols.iter_mut().rev().take(200).find(concentric) else {
        symbols.push(new);
        return;
    };
    let same = (known.rect.width() - new.rect.width()).abs() < 1.5;
    let ring = |shape| matches!(shape, BarShape::Circle | BarShape::DoubleCircle);
    known.shape = match (known.shape, new.shape) {
        (a, _) if same => a,
        // A ring painted as the area between two circles.
        (BarShape::Dot, BarShape::Dot) if known.color == new.color => BarShape::Circle,
        (a, b) if ring(a) && (ring(b) || b == BarShape::Dot) => BarShape::DoubleCircle,
        (BarShape::Dot, b) if ring(b) => BarShape::DoubleCircle,
        (a, _) => a,
    };
    known.rect = known.rect.union(&new.rect);
}

/// What symbol the figure is, if it is one.
fn shape(figure: &Polygon) -> Option<BarShape> {
    let (w, h) = (figure.rect.width(), figure.rect.height());
    if !SIZES.contains(&w) || !SIZES.contains(&h) || (w - h).abs() > 0.25 * w.max(h) {
        return None;
    }
    let corners = polygons::corners(&figure.points);
    let closed = figure.filled || corners.len() < figure.points.len();
    let share = polygons::area(corners) / figure.rect.area();
    let round = (w - h).abs() < 0.12 * w && (0.68..0.82).contains(&share);
    match corners.len() {
        _ if !closed => None,
        3 if is_level_triangle(corners, &figure.rect) => Some(BarShape::Triangle),
        4 if (0.4..0.6).contains(&share) && is_diamond(corners, &figure.rect) => Some(BarShape::Diamond),
        10 if (0.25..0.55).contains(&share) => Some(BarShape::Star),
        7.. if round => Some(if figure.filled { BarShape::Dot } else { BarShape::Circle }),
        _ => None,
    }
}

/// A level base and a tip in the middle above or below it.
fn is_level_triangle(corners: &[Point], rect: &Rect) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() < 0.1 * rect.height() + 0.3;
    let stands = |base: f32, tip: f32| {
        corners.iter().filter(|p| near(p.y, base)).count() == 2 && corners.iter().any(|p| near(p.y, tip) && near(p.x, rect.center().x))
    };
    stands(rect.y1, rect.y0) || stands(rect.y0, rect.y1)
}

/// A corner in the middle of each side.
fn is_diamond(corners: &[Point], rect: &Rect) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() < 0.1 * rect.height() + 0.3;
    let c = rect.center();
    corners.iter().all(|p| near(p.x, c.x) != near(p.y, c.y))
}

/// How far words stand from the symbol that they belong to, in sizes of their letters.
pub(super) const BESIDE: f32 = 1.2;

/// Whether the symbol stands for itself: no words of its cell right behind it (a list mark), right before it, or in it (a ring around a word).
pub(super) fn stands_alone(rect: &Rect, grid: &Grid, runs: &[Run]) -> bool {
    let c = rect.center();
    let Some(cell) = grid.find(c.x, c.y) else { return false };
    let same_cell = |r: &Rect| grid.find(r.center().x, r.center().y) == Some(cell);
    !runs.iter().any(|run| {
        let r = &run.rect;
        let behind = r.x0 > c.x && r.x0 - rect.x1 < 2.0 * run.size;
        let before = r.x1 < c.x && rect.x0 - r.x1 < BESIDE * run.size;
        let level = (r.y0..=r.y1).contains(&c.y);
        level && same_cell(r) && (behind || before || rect.grown(1.0).contains(r.center()))
    })
}

/// Whether the shape is a symbol.
pub(super) fn is_symbol(shape: BarShape) -> bool {
    matches!(
        shape,
        BarShape::Dot
            | BarShape::Circle
            | BarShape::DoubleCircle
            | BarShape::Triangle
            | BarShape::Diamond
            | BarShape::Star
            | BarShape::Square
    )
}

#[cfg(test)]
mod tests {
    use super::super::shapes::shapes;
    use super::super::testing::polygon;
    use super::*;
    use crate::model::Path;

    fn circle(x: f32, y: f32, r: f32, filled: bool) -> Path {
        let points: Vec<(f32, f32)> =
            (0..=16).map(|n| n as f32 * std::f32::consts::TAU / 16.0).map(|a| (x + r * a.cos(), y + r * a.sin())).collect();
        let mut path = polygon(&points, 0xff);
        if !filled {
            (path.fill, path.stroke) = (None, Some(0xff));
        }
        path
    }

    fn found(paths: &[Path]) -> Vec<BarShape> {
        take(&mut shapes(paths).polygons).iter().map(|m| m.shape).collect()
    }

    #[test]
    fn figures_of_the_size_of_a_character_are_symbols() {
        assert_eq!(found(&[circle(50.0, 50.0, 4.0, true)]), [BarShape::Dot]);
        assert_eq!(found(&[circle(50.0, 50.0, 4.0, false)]), [BarShape::Circle]);
        assert_eq!(found(&[circle(50.0, 50.0, 5.0, false), circle(50.0, 50.0, 3.0, false)]), [BarShape::DoubleCircle]);
        assert_eq!(found(&[circle(50.0, 50.0, 4.0, true), circle(50.0, 50.0, 4.0, false)]), [BarShape::Dot]);
        assert_eq!(found(&[polygon(&[(0.0, 8.0), (8.0, 8.0), (4.0, 0.5)], 0)]), [BarShape::Triangle]);
        assert_eq!(found(&[polygon(&[(0.0, 0.5), (8.0, 0.5), (4.0, 8.0)], 0)]), [BarShape::Triangle]);
        assert_eq!(found(&[polygon(&[(4.0, 0.0), (8.0, 4.0), (4.0, 8.0), (0.0, 4.0)], 0)]), [BarShape::Diamond]);
        assert!(found(&[circle(50.0, 50.0, 30.0, true), polygon(&[(0.0, 0.0), (8.0, 4.0), (0.0, 8.0)], 0)]).is_empty());
    }
}
