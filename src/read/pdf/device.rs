//! The device that a page is painted on: it keeps glyphs, paths and image rectangles instead of pixels.

use std::collections::BTreeMap;

use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, Point as KurboPoint, Rect as KurboRect, Vec2};
use hayro_interpret::pattern::Pattern;
use hayro_interpret::{BlendMode, CacheKey, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask, StrokeProps};

use super::super::{Clock, Options};
use super::actual_text::MarkedContent;
use super::clip::{ClipStack, Polyline, bounds, clip_line, clip_polygon, touches};
use super::color::{self, Tint};
use super::fonts::{FontFacts, FontNames};
use super::polylines::{closed, is_upright_rectangle, polylines};
use super::strings::text_string;
use super::tile::{self, Look};
use super::{glyph_text, overprint, page_warning};
use crate::model::{Direction, Glyph, Hatch, Page, Path, Point, Rect, Warning};
use crate::read::time_warning;

/// An em box reaches this part of the size above and below the baseline, as Japanese fonts have it.
const ASCENT: f64 = 880.0;
const DESCENT: f64 = -120.0;
/// Words that stand for glyphs have so many bytes a glyph at most, on average.
const BYTES_A_GLYPH: usize = 16;
/// The clock is looked at once in so many steps.
const STEPS_A_LOOK: usize = 1_024;
/// What may have taken longer than a step, counted in steps: the font of a run may have been loaded for it, the words that stand for glyphs be long.
const LONG_STEP: usize = 64;
/// The limit on time among the limits.
const TIME: &str = "time";

/// What was drawn on a page.
pub(super) struct Drawn {
    pub(super) page: Page,
    pub(super) warnings: Vec<Warning>,
    /// Glyphs in invisible ink.
    pub(super) invisible: usize,
    /// Whether a limit ended the reading of the page.
    pub(super) cut_off: bool,
}

/// Collects what a page paints. Space: the page as displayed, in points, origin top left.
pub(super) struct PageDevice<'o> {
    options: &'o Options,
    page: Page,
    /// The font of each glyph, see [`FontFacts::key`].
    fonts: Vec<u128>,
    names: FontNames,
    clips: ClipStack,
    opacities: Vec<f32>,
    /// How the tiling patterns look that were met.
    tiles: BTreeMap<(u128, bool), Option<Look>>,
    marked: MarkedContent,
    invisible: usize,
    points: usize,
    steps: usize,
    /// Steps until the clock is looked at.
    until_look: usize,
    clock: Clock,
    /// The limit that was hit, if any.
    limit: Option<&'static str>,
    cut_off: bool,
    /// First glyph of the last run that was filled: a stroke over the same run only makes it bold.
    filled_run: Option<usize>,
}

impl<'o> PageDevice<'o> {
    pub(super) fn new(area: KurboRect, options: &'o Options) -> Self {
        Self {
            options,
            page: Page::default(),
            fonts: Vec::new(),
            names: FontNames::default(),
            clips: ClipStack::new(area),
            opacities: Vec::new(),
            tiles: BTreeMap::new(),
            marked: MarkedContent::new(options.max_glyphs.saturating_mul(BYTES_A_GLYPH)),
            invisible: 0,
            points: 0,
            steps: 0,
            until_look: 0,
            clock: Clock::start(options.max_page_time),
            limit: None,
            cut_off: false,
            filled_run: None,
        }
    }

    pub(super) fn finish(mut self, number: usize, width: f32, height: f32) -> Drawn {
        self.page.number = number;
        self.page.width = width;
        self.page.height = height;
        self.blank_undecodable_fonts();
        overprint::merge(&mut self.page.glyphs);
        let warnings: Vec<Warning> = self.limit_warning(number).into_iter().collect();
        Drawn { page: self.page, warnings, invisible: self.invisible, cut_off: self.cut_off }
    }

    /// Takes the text of fonts that cannot be decoded: where many glyphs of a font say nothing, what the others say is chance.
    fn blank_undecodable_fonts(&mut self) {
        let mut counts: BTreeMap<u128, (usize, usize)> = BTreeMap::new();
        let mut glyphs = self.page.glyphs.iter();
        for run in self.fonts.chunk_by(|a, b| a == b) {
            let (unknown, all) = counts.entry(run[0]).or_default();
            *unknown += glyphs.by_ref().take(run.len()).filter(|glyph| glyph.text.contains(char::REPLACEMENT_CHARACTER)).count();
            *all += run.len();
        }
        counts.retain(|&font, &mut (unknown, all)| font != 0 && unknown >= 3 && unknown * 5 >= all);
        if counts.is_empty() {
            return;
        }
        for (glyph, font) in self.page.glyphs.iter_mut().zip(&self.fonts) {
            if counts.contains_key(font) {
                glyph.text = char::REPLACEMENT_CHARACTER.to_string();
            }
        }
    }

    /// Counts a call. A small file can ask for endless drawing (forms that draw forms); the interpreter cannot be told to stop, so past the limit
    /// the device unwinds out of it. `resume_unwind` runs no panic hook, and `pages::read_page` catches it.
    fn step(&mut self) {
        self.steps += 1;
        let looks = self.until_look == 0;
        self.until_look = if looks { STEPS_A_LOOK } else { self.until_look - 1 };
        let too_many = self.steps > self.options.max_steps;
        let too_long = looks && self.clock.is_over();
        if (too_many || too_long) && !std::thread::panicking() {
            self.limit = Some(if too_many { "steps" } else { TIME });
            self.cut_off = true;
            std::panic::resume_unwind(Box::new("page too long"));
        }
    }

    fn long_step(&mut self) {
        self.until_look = self.until_look.saturating_sub(LONG_STEP);
        self.step();
    }

    /// The warning about the limit that was hit.
    fn limit_warning(&self, number: usize) -> Option<Warning> {
        self.limit.map(|limit| match (limit, self.options.max_page_time) {
            (TIME, Some(time)) => time_warning(number, time),
            _ => page_warning("page_content_limit", number, limit),
        })
    }

    /// The path as lines, `None` where they are too many.
    fn polylines(&mut self, path: &BezPath, transform: Affine) -> Option<Vec<Polyline>> {
        let lines = polylines(path, transform, self.options.max_points);
        let points = lines.as_ref().map_or(self.options.max_points, |lines| lines.iter().map(Vec::len).sum());
        self.until_look = self.until_look.saturating_sub(points / LONG_STEP);
        if lines.is_none() {
            self.limit = Some("paths");
        }
        lines
    }

    fn opacity(&self) -> f32 {
        self.opacities.last().copied().unwrap_or(1.0)
    }

    /// How a paint looks, `None` where it cannot be seen.
    fn tint(&mut self, paint: &Paint<'_>, is_stroke: bool) -> Option<Tint> {
        let Paint::Pattern(pattern) = paint else { return color::tint(color::plain(paint), self.opacity(), Hatch::Plain) };
        let Pattern::Tiling(tiling) = &**pattern else { return color::tint(color::plain(paint), self.opacity(), Hatch::Plain) };
        let key = (tiling.cache_key(), is_stroke);
        let look = match self.tiles.get(&key) {
            Some(look) => *look,
            None => {
                let (look, steps) = tile::look(tiling, is_stroke);
                // A cell may have been long to unpack, too.
                self.steps += steps;
                self.until_look = 0;
                self.step();
                self.tiles.insert(key, look);
                look
            }
        };
        let Look { color: [r, g, b], hatch } = look?;
        color::tint([r, g, b, tiling.opacity], self.opacity(), hatch)
    }

    fn glyph(&self, glyph: &FontGlyph<'_>, transform: Affine, run: &Run) -> Option<Glyph> {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => glyph_text::clean(c.encode_utf8(&mut [0; 4])),
            Some(BfString::String(text)) => glyph_text::clean(&text),
            None => Some(char::REPLACEMENT_CHARACTER.to_string()),
        }?;
        let advance = match glyph {
            FontGlyph::Outline(outline) => f64::from(outline.advance_width().unwrap_or(500.0)),
            FontGlyph::Type3(type3) => f64::from(type3.advance_width().unwrap_or(500.0)),
        };
        let em_box = if run.vertical {
            self.vertical_box(transform, is_half_width(&text))
        } else {
            transform.transform_rect_bbox(KurboRect::new(0.0, DESCENT, advance, ASCENT))
        };
        if !em_box.is_finite() || !touches(em_box, self.clips.area()) {
            return None;
        }
        Some(Glyph {
            text,
            rect: to_rect(em_box),
            size: (y_axis(transform).hypot() * 1000.0) as f32,
            direction: direction(if run.vertical { -y_axis(transform) } else { x_axis(transform) }),
            bold: run.bold,
            color: run.color,
        })
    }

    /// The em box around the middle of a vertical line. A glyph's origin lies half of its horizontal width left of the middle, and the interpreter
    /// does not tell that width: Latin letters and digits may be half or full; the line they stand in decides.
    fn vertical_box(&self, transform: Affine, may_be_half: bool) -> KurboRect {
        let around = |middle: f64| transform.transform_rect_bbox(KurboRect::new(middle - 500.0, DESCENT, middle + 500.0, ASCENT));
        let (full, half) = (around(500.0), around(250.0));
        if !may_be_half {
            return full;
        }
        let Some(last) = self.page.glyphs.last() else { return half };
        let off_line = |em_box: KurboRect| {
            let (middle, last) = (em_box.center(), last.rect.center());
            (middle.x - f64::from(last.x)).abs().min((middle.y - f64::from(last.y)).abs())
        };
        if off_line(full) + 0.01 < off_line(half) { full } else { half }
    }

    /// Adds a painted outline; `fill` or `stroke` says how.
    fn add_path(&mut self, lines: Vec<Polyline>, fill: Option<Tint>, stroke: Option<(u32, &StrokeProps, f64)>) {
        let Some(bounds) = bounds(lines.iter().flatten()) else { return };
        let size: usize = lines.iter().map(Vec::len).sum();
        if self.points + size > self.options.max_points {
            self.limit = Some("paths");
            return;
        }
        self.points += size;
        let lines = lines.iter().map(|line| line.iter().map(|p| Point { x: p.x as f32, y: p.y as f32 }).collect()).collect();
        let (width, dashed) = stroke.map_or((0.0, false), |(_, props, scale)| {
            ((f64::from(props.line_width) * scale) as f32, props.dash_array.iter().any(|&dash| dash > 0.01))
        });
        let hatch = fill.map_or(Hatch::Plain, |tint| tint.hatch);
        let fill = fill.map(|tint| tint.rgb);
        let path = Path { lines, rect: to_rect(bounds), fill, hatch, stroke: stroke.map(|s| s.0), width, dashed };
        match self.page.paths.last_mut() {
            // One operator that fills and strokes arrives as two calls.
            Some(last) if last.fill.is_some() && last.stroke.is_none() && path.fill.is_none() && last.lines == path.lines => {
                *last = Path { fill: last.fill, hatch: last.hatch, ..path };
            }
            _ => self.page.paths.push(path),
        }
    }

    fn fill(&mut self, lines: Vec<Polyline>, color: Tint) {
        let Some(filled) = bounds(lines.iter().flatten()) else { return };
        let area = self.clips.area();
        if !touches(filled, area) {
            return;
        }
        let lines = match self.clips.shape_within(filled) {
            Some(shape) => shape.to_vec(),
            None => lines,
        };
        let inside = bounds(lines.iter().flatten()).is_some_and(|b| area.union(b) == area);
        let lines = if inside { lines } else { lines.iter().map(|line| clip_polygon(line, area)).filter(|line| line.len() > 2).collect() };
        self.add_path(lines.into_iter().map(closed).collect(), Some(color), None);
    }

    fn stroke(&mut self, lines: Vec<Polyline>, color: u32, props: &StrokeProps, scale: f64) {
        let area = self.clips.area();
        let inside = bounds(lines.iter().flatten()).is_some_and(|b| area.union(b) == area);
        let half = f64::from(props.line_width) * scale / 2.0;
        let lines = if inside { lines } else { lines.iter().flat_map(|line| clip_line(line, area, half)).collect() };
        self.add_path(lines, None, Some((color, props, scale)));
    }
}

/// What the glyphs of a run share.
struct Run {
    vertical: bool,
    bold: bool,
    color: u32,
}

impl<'a> Device<'a> for PageDevice<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.step();
        let Some(tint) = self.tint(&props.paint, matches!(draw_mode, DrawMode::Stroke(_))) else { return };
        let Some(lines) = self.polylines(path, props.transform) else { return };
        match draw_mode {
            DrawMode::Fill(_) => self.fill(lines, tint),
            DrawMode::Stroke(stroke) => self.stroke(lines, tint.rgb, stroke, scale(props.transform)),
            DrawMode::FillAndStroke(_, stroke) => {
                self.fill(lines.clone(), tint);
                self.stroke(lines, tint.rgb, stroke, scale(props.transform));
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        self.step();
        let Some(lines) = self.polylines(&clip_path.path, Affine::IDENTITY) else {
            self.clips.push(self.clips.area(), None);
            return;
        };
        let area = bounds(lines.iter().flatten()).unwrap_or(KurboRect::ZERO);
        let size: usize = lines.iter().map(Vec::len).sum();
        let shape = (size <= 2_000 && !is_upright_rectangle(&lines, area)).then_some(lines);
        self.clips.push(area, shape);
    }

    fn push_clip_rect(&mut self, rect: &KurboRect) {
        self.step();
        self.clips.push(*rect, None);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(&mut self, opacity: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
        self.opacities.push(self.opacity() * opacity);
    }

    fn pop_transparency_group(&mut self) {
        self.opacities.pop();
    }

    fn draw_glyph_run(&mut self, glyph_run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.long_step();
        let Some(first) = glyph_run.glyphs().first() else { return };
        let tint = self.tint(&props.paint, matches!(draw_mode, DrawMode::Stroke(_)));
        let hidden = tint.is_none() || matches!(draw_mode, DrawMode::Invisible);
        if let (DrawMode::Stroke(_), Some(start)) = (draw_mode, self.filled_run.take())
            && start + glyph_run.glyphs().len() >= self.page.glyphs.len()
            && starts_at(self.page.glyphs.get(start), props.transform * first.transform())
        {
            self.page.glyphs[start..].iter_mut().for_each(|glyph| glyph.bold = true);
            return;
        }
        let facts = match &**first {
            FontGlyph::Outline(outline) => self.names.facts(outline),
            FontGlyph::Type3(_) => FontFacts::default(),
        };
        let run =
            Run { vertical: glyph_run.writing_mode() == WritingMode::Vertical, bold: facts.bold, color: tint.map_or(0, |tint| tint.rgb) };
        let start = self.page.glyphs.len();
        for glyph in glyph_run.glyphs() {
            self.step();
            if self.page.glyphs.len() >= self.options.max_glyphs {
                self.limit = Some("glyphs");
                break;
            }
            self.page.glyphs.extend(self.glyph(glyph, props.transform * glyph.transform(), &run));
        }
        self.fonts.resize(self.page.glyphs.len(), facts.key);
        if hidden {
            self.invisible += self.page.glyphs.len() - start;
        }
        self.filled_run = matches!(draw_mode, DrawMode::Fill(_)).then_some(start);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.step();
        let pixels = KurboRect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let place = props.transform.transform_rect_bbox(pixels);
        if place.is_finite() && touches(place, self.clips.area()) && self.page.images.len() < self.options.max_glyphs {
            self.page.images.push(to_rect(place.intersect(self.clips.area())));
        }
    }

    fn begin_marked_content(&mut self, _tag: &[u8], properties: Option<&Dict<'_>>) {
        self.long_step();
        let text = properties.and_then(|p| p.get::<PdfString<'_>>(b"ActualText"));
        self.marked.begin(text.map(|text| text_string(text.as_bytes())), self.page.glyphs.len());
    }

    fn end_marked_content(&mut self) {
        if let Some(first) = self.marked.end(&mut self.page.glyphs) {
            // What ActualText says holds whatever the font is worth.
            self.fonts.truncate(first);
            self.fonts.resize(self.page.glyphs.len(), 0);
        }
        self.filled_run = None;
    }
}

/// Whether Japanese fonts draw it half an em wide.
fn is_half_width(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' '..='~' | '\u{ff61}'..='\u{ff9f}'))
}

fn starts_at(glyph: Option<&Glyph>, transform: Affine) -> bool {
    let origin = transform * KurboPoint::ORIGIN;
    let origin = Point { x: origin.x as f32, y: origin.y as f32 };
    glyph.is_some_and(|glyph| glyph.rect.grown(glyph.size * 0.05).contains(origin))
}

fn x_axis(transform: Affine) -> Vec2 {
    let c = transform.as_coeffs();
    Vec2::new(c[0], c[1])
}

fn y_axis(transform: Affine) -> Vec2 {
    let c = transform.as_coeffs();
    Vec2::new(c[2], c[3])
}

/// The way on the page (y grows downwards) that comes closest to the vector.
fn direction(along: Vec2) -> Direction {
    if along.x.abs() >= along.y.abs() {
        if along.x >= 0.0 { Direction::Right } else { Direction::Left }
    } else if along.y > 0.0 {
        Direction::Down
    } else {
        Direction::Up
    }
}

/// By how much lengths grow, on average of the directions.
fn scale(transform: Affine) -> f64 {
    transform.determinant().abs().sqrt()
}

fn to_rect(rect: KurboRect) -> Rect {
    Rect::new(rect.x0 as f32, rect.y0 as f32, rect.x1 as f32, rect.y1 as f32)
}
