//! A drawn page.

use hayro::vello_cpu::Pixmap;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::model::Rect;

/// The picture of a page. Places on it are given in PDF points from the top left, as on the [`crate::model::Page`].
pub struct Picture {
    pixels: Pixmap,
    scale: f32,
}

impl Picture {
    /// `scale` is in pixels a point.
    pub(super) fn new(pixels: Pixmap, scale: f32) -> Self {
        Self { pixels, scale }
    }

    /// Pixels a point.
    #[must_use]
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        (self.pixels.width(), self.pixels.height())
    }

    /// The colour 0xRRGGBB of a pixel.
    #[must_use]
    pub fn color(&self, x: u16, y: u16) -> u32 {
        let pixel = self.pixels.sample(x.min(self.pixels.width() - 1), y.min(self.pixels.height() - 1));
        u32::from(pixel.r) << 16 | u32::from(pixel.g) << 8 | u32::from(pixel.b)
    }

    /// Lays a colour 0xRRGGBB over the pixels from `(x0, y0)` up to before `(x1, y1)`; `cover` 0 leaves them, 1 hides them.
    pub fn tint(&mut self, from: (u16, u16), to: (u16, u16), color: u32, cover: f32) {
        let [_, red, green, blue] = color.to_be_bytes();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between two bytes
        let mixed = |under: u8, over: u8| (f32::from(under) * (1.0 - cover) + f32::from(over) * cover).round() as u8;
        let (width, height) = self.size();
        for y in from.1..to.1.min(height) {
            for x in from.0..to.0.min(width) {
                let mut pixel = self.pixels.sample(x, y);
                (pixel.r, pixel.g, pixel.b) = (mixed(pixel.r, red), mixed(pixel.g, green), mixed(pixel.b, blue));
                self.pixels.set_pixel(x, y, pixel);
            }
        }
    }

    /// The rows between two heights in points as a small lossy file, grey where the picture has no colour; `quality` is 1 to 100.
    /// `None` if it cannot be written down.
    #[must_use]
    pub fn jpeg(&self, rows: (f32, f32), quality: u8) -> Option<Vec<u8>> {
        let width = f32::from(self.size().0) / self.scale;
        self.jpeg_of(&Rect::new(0.0, rows.0, width, rows.1), quality)
    }

    /// A part in points as a small lossy file, as [`jpeg`](Self::jpeg) gives it.
    #[must_use]
    pub fn jpeg_of(&self, part: &Rect, quality: u8) -> Option<Vec<u8>> {
        let (width, height) = self.size();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
        let pixel = |at: f32, most: u16| (at * self.scale).round().clamp(0.0, f32::from(most)) as u16;
        let (left, right) = (pixel(part.x0, width), pixel(part.x1, width));
        let (top, bottom) = (pixel(part.y0, height), pixel(part.y1, height));
        let width = right.saturating_sub(left);
        let count = usize::from(width) * usize::from(bottom.saturating_sub(top));
        let mut colors = Vec::with_capacity(count * 3);
        for y in top..bottom {
            for x in left..right {
                let pixel = self.pixels.sample(x, y);
                colors.extend([pixel.r, pixel.g, pixel.b]);
            }
        }
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, quality);
        encoder.set_optimized_huffman_tables(true);
        let height = bottom.saturating_sub(top);
        let written = if colors.chunks_exact(3).any(is_colour) {
            encoder.set_sampling_factor(SamplingFactor::F_2_2);
            encoder.encode(&colors, width, height, ColorType::Rgb)
        } else {
            let grey: Vec<u8> = colors.chunks_exact(3).map(|c| c[1]).collect();
            encoder.encode(&grey, width, height, ColorType::Luma)
        };
        written.ok().map(|()| file)
    }

    /// The picture as a PNG file; `None` if it cannot be written down.
    #[must_use]
    pub fn png(self) -> Option<Vec<u8>> {
        self.pixels.into_png().ok()
    }
}

/// Whether red, green and blue differ more than the smoothing of grey edges makes them.
fn is_colour(pixel: &[u8]) -> bool {
    pixel.iter().max().zip(pixel.iter().min()).is_some_and(|(most, least)| most - least > 16)
}
