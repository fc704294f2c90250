//! Whether a page can be believed: scans, fonts that nobody can decode, text that is none.

use super::device::Drawn;
use super::{page_warning, plausibility};
use crate::model::{Page, Warning};

/// An image that covers this part of the page makes it a scan, unless there is text.
const SCAN_COVER: f32 = 0.5;

/// The warnings about a page. `unsupported_fonts` counts how often a font was chosen that could not be loaded.
pub(super) fn of_page(drawn: &Drawn, unsupported_fonts: usize) -> Vec<Warning> {
    let page = &drawn.page;
    let mut warnings = Vec::new();
    let covered = image_cover(page) >= SCAN_COVER;
    let marks = page.glyphs.iter().filter(|g| !g.text.trim().is_empty()).count();
    if covered && marks == 0 {
        warnings.push(page_warning("scanned_page", page.number, ""));
    }
    if covered && drawn.invisible * 2 > marks && marks > 0 {
        warnings.push(page_warning("ocr_layer", page.number, ""));
    }
    let undecodable = page.glyphs.iter().filter(|g| g.text.contains(char::REPLACEMENT_CHARACTER)).count();
    if undecodable >= 5 || undecodable * 10 > marks {
        warnings.push(page_warning("undecodable_font", page.number, format!("{undecodable} / {marks}")));
    } else if unsupported_fonts > 0 {
        // The interpreter left the text of such a font out altogether.
        warnings.push(page_warning("undecodable_font", page.number, format!("fonts not loaded: {unsupported_fonts}")));
    }
    if let Some(doubt) = plausibility::doubt(page.glyphs.iter().map(|glyph| glyph.text.as_str())) {
        warnings.push(page_warning("implausible_text", page.number, doubt));
    }
    warnings
}

/// The part of the page that the largest image covers.
fn image_cover(page: &Page) -> f32 {
    let area = (page.width * page.height).max(1.0);
    page.images.iter().map(|image| image.area() / area).fold(0.0, f32::max)
}
