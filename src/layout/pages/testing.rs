//! Small hand-made pages for the tests of this room.

use crate::model::{Direction, Glyph, Hatch, Page, Path, Point, Rect};

/// Glyphs of a line from `x`, `y` (top): full width for Japanese, half width for ASCII.
pub(super) fn glyphs(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
    glyphs_with(text, x, y, size, Direction::Right)
}

/// Glyphs that run from `x`, `y` in the direction.
pub(super) fn glyphs_with(text: &str, x: f32, y: f32, size: f32, direction: Direction) -> Vec<Glyph> {
    let mut at = 0.0;
    text.chars()
        .map(|c| {
            let advance = if c.is_ascii() { size / 2.0 } else { size };
            let (a, b) = (at, at + advance);
            at = b;
            let rect = match direction {
                Direction::Right => Rect::new(x + a, y, x + b, y + size),
                Direction::Down => Rect::new(x, y + a, x + size, y + b),
                Direction::Up => Rect::new(x, y - b, x + size, y - a),
                Direction::Left => Rect::new(x - b, y, x - a, y + size),
            };
            Glyph { text: c.to_string(), rect, size, direction, bold: false, color: 0 }
        })
        .collect()
}

/// A stroked line.
pub(super) fn line(x0: f32, y0: f32, x1: f32, y1: f32) -> Path {
    stroke(&[(x0, y0), (x1, y1)])
}

/// A stroked polyline.
pub(super) fn stroke(points: &[(f32, f32)]) -> Path {
    Path { fill: None, stroke: Some(0), width: 0.5, ..polygon(points, 0) }
}

/// A filled rectangle.
pub(super) fn fill(x0: f32, y0: f32, x1: f32, y1: f32, color: u32) -> Path {
    polygon(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], color)
}

/// A stroked rectangle.
pub(super) fn frame(x0: f32, y0: f32, x1: f32, y1: f32) -> Path {
    stroke(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])
}

/// A filled polygon.
pub(super) fn polygon(points: &[(f32, f32)], color: u32) -> Path {
    let points: Vec<Point> = points.iter().map(|&(x, y)| Point { x, y }).collect();
    let rects: Vec<Rect> = points.iter().map(|p| Rect::new(p.x, p.y, p.x, p.y)).collect();
    let rect = Rect::bounding(&rects).unwrap_or_default();
    Path { lines: vec![points], rect, fill: Some(color), hatch: Hatch::Plain, stroke: None, width: 0.0, dashed: false }
}

/// All rulings of a grid with the given edges.
pub(super) fn grid(xs: &[f32], ys: &[f32]) -> Vec<Path> {
    let (x0, x1, y0, y1) = (xs[0], xs[xs.len() - 1], ys[0], ys[ys.len() - 1]);
    let mut paths: Vec<Path> = ys.iter().map(|&y| line(x0, y, x1, y)).collect();
    paths.extend(xs.iter().map(|&x| line(x, y0, x, y1)));
    paths
}

/// An A4 page.
pub(super) fn page(number: usize, glyphs: Vec<Glyph>, paths: Vec<Path>) -> Page {
    Page { number, width: 595.0, height: 842.0, glyphs, paths, images: Vec::new() }
}
