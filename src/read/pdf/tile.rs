//! What a tiling pattern looks like: its cell is painted with a device of its own, looked at point by point as it repeats on the page, and
//! told by its mean colour and the way of its strokes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::font::GlyphRun;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::pattern::TilingPattern;
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, FillRule, Image, ImageData, ImageDrawProps, LumaData, SoftMask};

use super::clip::{Polyline, bounds};
use super::color::{MIDDLE_GREY, plain};
use super::hatching;
use super::polylines::polylines;
use crate::model::Hatch;

/// The window on the page that is looked at shows so many repetitions, within these sides in points.
const REPETITIONS: f64 = 2.0;
const SIDES: std::ops::RangeInclusive<f64> = 4.0..=64.0;
/// A cell with more steps or points than this is a picture.
const MAX_STEPS: usize = 400;
const MAX_POINTS: usize = 2_000;
/// Larger images, in pixels, are pictures.
const MAX_PIXELS: u32 = 128 * 128;
/// Cells may reach over so many of their neighbours.
const MAX_OVERLAP: f64 = 2.0;

/// How a pattern looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Mean colour on white paper, channels 0..1.
    pub(super) color: [f32; 3],
    /// The way of its strokes.
    pub(super) hatch: Hatch,
}

/// What is taken for a pattern that is a picture or cannot be painted.
const PICTURE: Look = Look { color: MIDDLE_GREY, hatch: Hatch::Plain };

/// How the pattern looks on the page, `None` where nothing of it can be seen; and how many steps it took to see.
pub(super) fn look<'a>(pattern: &TilingPattern<'a>, is_stroke: bool) -> (Option<Look>, usize) {
    let mut tile = Tile::default();
    // The device leaves an endless cell by unwinding, as that of the page does.
    let painted = catch_unwind(AssertUnwindSafe(|| pattern.interpret(&mut tile, Affine::IDENTITY, is_stroke)));
    let steps = tile.steps;
    if !matches!(painted, Ok(Some(()))) || tile.is_picture {
        return (Some(PICTURE), steps);
    }
    if tile.marks.is_empty() {
        return (None, steps);
    }
    (tile.seen(pattern).or(Some(PICTURE)), steps)
}

/// Something painted in a cell, in the space of the pattern.
struct Mark {
    shape: Shape,
    area: Rect,
    color: [f32; 3],
    alpha: f32,
}

enum Shape {
    Area(Vec<Polyline>, FillRule),
    /// With half the width of the stroke.
    Strokes(Vec<Polyline>, f64),
    /// From the space of the pattern to the pixels, and their colours.
    Pixels(Affine, Pixels),
}

/// Red, green, blue and alpha of each pixel, 0..1.
struct Pixels {
    width: usize,
    height: usize,
    rgba: Vec<[f32; 4]>,
}

/// The device that a cell is painted on.
#[derive(Default)]
struct Tile {
    marks: Vec<Mark>,
    opacities: Vec<f32>,
    points: usize,
    steps: usize,
    is_picture: bool,
}

impl Tile {
    fn step(&mut self) {
        self.steps += 1;
        if (self.steps > MAX_STEPS || self.points > MAX_POINTS) && !std::thread::panicking() {
            std::panic::resume_unwind(Box::new("cell too large"));
        }
    }

    fn add(&mut self, shape: Shape, area: Rect, color: [f32; 4]) {
        let [r, g, b, alpha] = color;
        let alpha = alpha * self.opacities.last().copied().unwrap_or(1.0);
        self.marks.push(Mark { shape, area, color: [r, g, b], alpha });
    }

    /// The pattern as it shows in the window.
    fn seen(&self, pattern: &TilingPattern<'_>) -> Option<Look> {
        let [a, b, c, d, ..] = pattern.matrix.as_coeffs();
        let to_page = Affine::new([a, b, c, d, 0.0, 0.0]);
        let (x_step, y_step) = (f64::from(pattern.x_step.abs()), f64::from(pattern.y_step.abs()));
        let length = |x: f64, y: f64| (to_page * Point::new(x, y)).to_vec2().hypot();
        let side = (REPETITIONS * length(x_step, 0.0).max(length(0.0, y_step))).clamp(*SIDES.start(), *SIDES.end());
        let scale = to_page.determinant().abs().sqrt();
        if !side.is_finite() || !scale.is_normal() {
            return None;
        }
        let from_page = to_page.inverse();
        let overlaps = |size: f64, step: f64| (size / step).ceil().clamp(1.0, MAX_OVERLAP) as usize;
        let (cell, pixel) = (pattern.bbox, side / hatching::SIDE as f64 / scale);
        let (columns, rows) = (overlaps(cell.width(), x_step), overlaps(cell.height(), y_step));
        let color_at = |x: f64, y: f64| {
            let at = from_page * Point::new(x * side, y * side);
            let mut color = [1.0; 3];
            for (column, row) in (0..columns).flat_map(|column| (0..rows).map(move |row| (column, row))) {
                let moved = Vec2::new(at.x.rem_euclid(x_step) + column as f64 * x_step, at.y.rem_euclid(y_step) + row as f64 * y_step);
                let at = cell.origin() + moved;
                if at.x <= cell.x1 && at.y <= cell.y1 {
                    self.marks.iter().for_each(|mark| mark.paint(at, pixel, &mut color));
                }
            }
            color
        };
        let seen = hatching::seen(color_at);
        Some(Look { color: seen.0, hatch: seen.1 })
    }
}

impl Mark {
    /// Lays the mark over the colour at the point; `pixel` is the size of what the point stands for.
    fn paint(&self, at: Point, pixel: f64, color: &mut [f32; 3]) {
        if !self.area.inflate(pixel, pixel).contains(at) {
            return;
        }
        let (own, share) = match &self.shape {
            Shape::Area(lines, rule) => (self.color, if is_inside(lines, *rule, at) { 1.0 } else { 0.0 }),
            Shape::Strokes(lines, half) => {
                let segments = lines.iter().flat_map(|line| line.windows(2));
                let distance = segments.map(|pair| distance(at, pair[0], pair[1])).fold(f64::INFINITY, f64::min);
                (self.color, ((half - distance) / pixel + 0.5).clamp(0.0, 1.0))
            }
            Shape::Pixels(to_pixels, pixels) => {
                let [r, g, b, alpha] = pixels.at(*to_pixels * at);
                ([r, g, b], f64::from(alpha))
            }
        };
        let share = share as f32 * self.alpha;
        for (channel, own) in color.iter_mut().zip(own) {
            *channel += (own - *channel) * share;
        }
    }
}

impl Pixels {
    fn at(&self, at: Point) -> [f32; 4] {
        let (x, y) = (at.x.floor(), at.y.floor());
        if x < 0.0 || y < 0.0 || x >= self.width as f64 || y >= self.height as f64 {
            return [0.0; 4];
        }
        self.rgba.get(y as usize * self.width + x as usize).copied().unwrap_or_default()
    }
}

/// Whether the outline encloses the point.
fn is_inside(lines: &[Polyline], rule: FillRule, at: Point) -> bool {
    let mut winding = 0_i32;
    let edges = lines.iter().flat_map(|line| line.iter().zip(line.iter().cycle().skip(1)));
    for (a, b) in edges.filter(|(a, b)| (a.y <= at.y) != (b.y <= at.y)) {
        if a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x) > at.x {
            winding += if a.y < b.y { 1 } else { -1 };
        }
    }
    match rule {
        FillRule::NonZero => winding != 0,
        FillRule::EvenOdd => winding % 2 != 0,
    }
}

/// How far the point is from the stretch.
fn distance(at: Point, from: Point, to: Point) -> f64 {
    let along = to - from;
    let share = if along.hypot2() > 0.0 { ((at - from).dot(along) / along.hypot2()).clamp(0.0, 1.0) } else { 0.0 };
    (from + along * share).distance(at)
}

impl<'a> Device<'a> for Tile {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.step();
        let Some(lines) = polylines(path, props.transform, MAX_POINTS) else {
            self.is_picture = true;
            return;
        };
        self.points += lines.iter().map(Vec::len).sum::<usize>();
        let Some(area) = bounds(lines.iter().flatten()) else { return };
        let color = plain(&props.paint);
        let fill = match draw_mode {
            DrawMode::Fill(rule) | DrawMode::FillAndStroke(rule, _) => Some(*rule),
            DrawMode::Stroke(_) | DrawMode::Invisible => None,
        };
        if let Some(rule) = fill {
            self.add(Shape::Area(lines.clone(), rule), area, color);
        }
        if let DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) = draw_mode {
            let half = f64::from(stroke.line_width) * props.transform.determinant().abs().sqrt() / 2.0;
            self.add(Shape::Strokes(lines, half), area.inflate(half, half), color);
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_transparency_group(&mut self, opacity: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
        self.opacities.push(self.opacities.last().copied().unwrap_or(1.0) * opacity);
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {
        self.step();
        self.is_picture = true;
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.step();
        if image.width().saturating_mul(image.height()) > MAX_PIXELS {
            self.is_picture = true;
            return;
        }
        let mut pixels = None;
        match &image {
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, paint| {
                    let [r, g, b, alpha] = plain(paint);
                    let rgba = mask.data.iter().map(|&share| [r, g, b, alpha * unit(share)]).collect();
                    pixels = Some(Pixels { width: mask.width as usize, height: mask.height as usize, rgba });
                },
                None,
            ),
            Image::Raster(raster) => raster.with_rgba(|image, mask| pixels = Some(raster_pixels(&image, mask.as_ref())), None),
        }
        let Some(pixels) = pixels.filter(|pixels| pixels.width > 0 && pixels.height > 0) else { return };
        let frame = Rect::new(0.0, 0.0, pixels.width as f64, pixels.height as f64);
        // An image that comes in another size than it claims still fills its place.
        let fit = Affine::scale_non_uniform(f64::from(image.width()) / frame.x1, f64::from(image.height()) / frame.y1);
        let to_pattern = props.transform * fit;
        if to_pattern.determinant().is_normal() {
            self.add(Shape::Pixels(to_pattern.inverse(), pixels), to_pattern.transform_rect_bbox(frame), [0.0, 0.0, 0.0, 1.0]);
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {
        self.opacities.pop();
    }
}

fn raster_pixels(image: &ImageData, mask: Option<&LumaData>) -> Pixels {
    let (width, height) = (image.width() as usize, image.height() as usize);
    // A mask of another size is left out.
    let mask = mask.filter(|mask| mask.data.len() == width * height);
    let alpha = |i: usize| mask.map_or(1.0, |mask| unit(mask.data[i]));
    let rgba = match image {
        ImageData::Rgb(image) => image
            .data
            .chunks_exact(3)
            .take(width * height)
            .enumerate()
            .map(|(i, c)| [unit(c[0]), unit(c[1]), unit(c[2]), alpha(i)])
            .collect(),
        ImageData::Luma(image) => {
            image.data.iter().take(width * height).enumerate().map(|(i, &c)| [unit(c), unit(c), unit(c), alpha(i)]).collect()
        }
    };
    Pixels { width, height, rgba }
}

/// A byte as a share of one.
fn unit(byte: u8) -> f32 {
    f32::from(byte) / 255.0
}
