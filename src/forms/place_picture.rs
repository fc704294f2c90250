//! The place of a record on its page, cut out, as a small picture with a red frame.

use std::collections::BTreeMap;

use crate::model::{Record, Rect};
use crate::read::{Options, Picture, Renderer};

/// Fine enough for print of 8 points at the size at which the picture stands in the sheet.
const DPI: f32 = 110.0;
/// Quality of the lossy file, 1 to 100.
const QUALITY: u8 = 60;
/// What is shown around a place, in points.
const AROUND: (f32, f32) = (90.0, 24.0);
/// Largest part that is shown, in points: the words stay readable.
const LARGEST: (f32, f32) = (420.0, 130.0);
/// Red, over which the words stay readable.
const FRAME: u32 = 0x00e0_2020;

/// Draws the places of records of one PDF, each page once; by place in `records`. What cannot be drawn is left out, and so are the pages
/// in `endless`, whose content was cut off in reading.
#[must_use]
pub fn place_pictures(name: &str, pdf: &[u8], records: &[&Record], endless: &[usize], options: &Options) -> BTreeMap<usize, Vec<u8>> {
    let mut pages: BTreeMap<usize, Vec<(usize, Rect)>> = BTreeMap::new();
    for (n, record) in records.iter().enumerate() {
        if let Some((page, rect)) = record.evidence.first().and_then(|e| Some((e.page?, e.bbox?)))
            && !endless.contains(&page)
        {
            pages.entry(page).or_default().push((n, rect));
        }
    }
    let mut pictures = BTreeMap::new();
    if pages.is_empty() {
        return pictures;
    }
    let Ok(renderer) = Renderer::open(name, pdf, options) else { return pictures };
    for (page, places) in pages {
        let Some(mut picture) = renderer.page(page, DPI) else { continue };
        for (n, rect) in places {
            pictures.extend(cut_out(&mut picture, &rect).map(|part| (n, part)));
        }
    }
    pictures
}

fn cut_out(picture: &mut Picture, rect: &Rect) -> Option<Vec<u8>> {
    let (width, height) = picture.size();
    let page = Rect::new(0.0, 0.0, f32::from(width) / picture.scale(), f32::from(height) / picture.scale());
    let under = frame(picture, rect);
    let (x0, x1) = stretch((rect.x0, rect.x1), AROUND.0, LARGEST.0, page.x1);
    let (y0, y1) = stretch((rect.y0, rect.y1), AROUND.1, LARGEST.1, page.y1);
    let part = picture.jpeg_of(&Rect::new(x0, y0, x1, y1), QUALITY);
    // The frame of one place must not stand in the picture of another one.
    for ((x, y), color) in under {
        picture.tint((x, y), (x + 1, y + 1), color, 1.0);
    }
    part
}

/// A stretch with something around it, within the page, from its beginning where it is too long.
fn stretch((from, to): (f32, f32), around: f32, largest: f32, end: f32) -> (f32, f32) {
    let from = (from - around).clamp(0.0, end);
    let to = (to + around).clamp(from, end);
    (from, to.min(from + largest))
}

/// Draws the frame and gives what was under it.
fn frame(picture: &mut Picture, rect: &Rect) -> Vec<((u16, u16), u32)> {
    let (width, height) = picture.size();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
    let pixel = |at: f32, most: u16| (at * picture.scale()).round().clamp(0.0, f32::from(most)) as u16;
    let (x0, x1) = (pixel(rect.x0 - 2.0, width), pixel(rect.x1 + 2.0, width));
    let (y0, y1) = (pixel(rect.y0 - 2.0, height), pixel(rect.y1 + 2.0, height));
    let inner = |x: u16, y: u16| x >= x0 + 2 && x + 2 < x1 && y >= y0 + 2 && y + 2 < y1;
    let mut under = Vec::new();
    for (x, y) in (y0..y1).flat_map(|y| (x0..x1).map(move |x| (x, y))).filter(|(x, y)| !inner(*x, *y)) {
        under.push(((x, y), picture.color(x, y)));
        picture.tint((x, y), (x + 1, y + 1), FRAME, 1.0);
    }
    under
}
