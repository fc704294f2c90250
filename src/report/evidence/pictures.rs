//! Pictures of cited pages as JPEG files, several at a time; a picture that a former run made is not made again.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::EvidenceMode;
use super::address::{FOLDER, stem};
use super::marks::Mark;
use crate::read::Renderer;
use crate::report::files::OutputFolder;
use crate::report::{ReportError, ReportOptions};
use crate::track::SourceDocument;

/// Fine enough for 6 pt print on a screen, and small.
const DPI: f32 = 100.0;
/// Quality of the JPEG files, 1 to 100: letters stay legible, a page stays near 100 KB.
const QUALITY: u8 = 45;
/// What is shown above and below the marks of a crop, in points.
const MARGIN: f32 = 36.0;
/// Counts up when the same page would be drawn otherwise, so that pictures of former releases are made again.
const DRAWING: char = 'a';
/// Pages drawn before the next are begun; bounds the memory.
const BATCH: usize = 16;

/// A picture that stands in the output folder.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    /// Its file name inside the evidence folder.
    pub(super) file: String,
    /// Width of the page in points.
    pub(super) width: f32,
    /// First and last height of the page that it shows, in points from the top.
    pub(super) rows: (f32, f32),
}

/// Draws the pages of a document; the result has one entry a page, `None` where it cannot be drawn. `step` is called after each batch
/// with the number of pages in it.
pub(super) fn draw(
    document: &SourceDocument,
    bytes: &[u8],
    pages: &[(usize, &[Mark])],
    options: &ReportOptions,
    folder: &mut OutputFolder,
    step: &mut dyn FnMut(usize),
) -> (Vec<Option<Drawn>>, Vec<ReportError>) {
    let reading = crate::read::Options { password: options.password.clone(), ..crate::read::Options::default() };
    let Ok(renderer) = Renderer::open(&document.file, bytes, &reading) else { return (vec![None; pages.len()], Vec::new()) };
    // A page whose content was cut off in reading would be drawn without end.
    let endless: BTreeSet<usize> = document.warnings.iter().filter(|w| w.is_cut_off()).filter_map(|w| w.page).collect();
    let (mut drawn, mut failed) = (Vec::new(), Vec::new());
    for batch in pages.chunks(BATCH) {
        let planned: Vec<Option<Drawn>> = batch
            .iter()
            .map(|(page, marks)| if endless.contains(page) { None } else { plan(document, &renderer, *page, marks, options) })
            .collect();
        let kept: Vec<bool> = planned.iter().map(|p| p.as_ref().is_some_and(|p| folder.keep(&format!("{FOLDER}/{}", p.file)))).collect();
        let made: Vec<Option<Vec<u8>>> = (0..batch.len())
            .into_par_iter()
            .map(|i| planned[i].as_ref().filter(|_| !kept[i]).and_then(|p| jpeg(&renderer, batch[i].0, p.rows)))
            .collect();
        for ((plan, kept), bytes) in planned.into_iter().zip(kept).zip(made) {
            if let (Some(plan), Some(bytes)) = (&plan, &bytes) {
                failed.extend(folder.write(&format!("{FOLDER}/{}", plan.file), bytes).err());
            }
            drawn.push(plan.filter(|_| kept || bytes.is_some()));
        }
        step(batch.len());
    }
    (drawn, failed)
}

/// What is to be shown of a page, and under which name.
fn plan(document: &SourceDocument, renderer: &Renderer, page: usize, marks: &[Mark], options: &ReportOptions) -> Option<Drawn> {
    let (width, height) = renderer.page_size(page)?;
    let rows = if options.evidence == EvidenceMode::Crops { band(marks, height) } else { (0.0, height) };
    let cut = if rows == (0.0, height) { String::new() } else { format!("-{:.0}-{:.0}", rows.0, rows.1) };
    Some(Drawn { file: format!("{}-{page}{cut}{DRAWING}.jpg", stem(&document.hash, &document.file)), width, rows })
}

/// The band of the page that holds all marks.
fn band(marks: &[Mark], height: f32) -> (f32, f32) {
    let rects = || marks.iter().filter_map(|m| m.rect);
    let top = rects().map(|r| r.y0).fold(f32::INFINITY, f32::min) - MARGIN;
    let bottom = rects().map(|r| r.y1).fold(f32::NEG_INFINITY, f32::max) + MARGIN;
    // Whole points, so that the name tells the band exactly.
    let (top, bottom) = (top.floor().max(0.0), bottom.ceil().min(height));
    if top < bottom { (top, bottom) } else { (0.0, height) }
}

fn jpeg(renderer: &Renderer, page: usize, rows: (f32, f32)) -> Option<Vec<u8>> {
    renderer.page(page, DPI)?.jpeg(rows, QUALITY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rect;

    #[test]
    fn a_crop_holds_its_marks_and_stays_on_the_page() {
        let mark = |y0, y1| Mark {
            anchor: String::new(),
            rect: Some(Rect::new(0.0, y0, 9.0, y1)),
            range: None,
            place: String::new(),
            quote: String::new(),
            bears: Vec::new(),
            more: 0,
        };
        assert_eq!(band(&[mark(100.2, 120.0), mark(300.0, 310.5)], 842.0), (64.0, 347.0));
        assert_eq!(band(&[mark(5.0, 840.0)], 842.0), (0.0, 842.0));
        assert_eq!(band(&[], 842.0), (0.0, 842.0));
    }
}
