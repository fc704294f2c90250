//! Text recognition on pages that are pictures or cannot be decoded, by an installed `tesseract`.
//!
//! Each such page is drawn at 300 dpi and handed to the program; its words come back with places and become the page's glyphs.

mod program;
mod words;

use rayon::prelude::*;

use super::{Options, ReadError, Renderer};
use crate::model::{Content, Page, SourceFile, Warning};

/// Resolution that recognition works best at.
const DPI: f32 = 300.0;
/// Warnings of pages whose own text is missing or cannot be believed.
const NEEDS: [&str; 3] = ["scanned_page", "undecodable_font", "implausible_text"];

/// Recognises the pages that need it. Their warnings give way to `ocr_page` with the mean confidence in percent.
///
/// # Errors
/// [`ReadError::OcrUnavailable`] where a page needs it and there is no `tesseract` with Japanese.
pub(super) fn recognise(name: &str, bytes: &[u8], source: &mut SourceFile, options: &Options) -> Result<(), ReadError> {
    let cut_off = |number: usize| source.warnings.iter().any(|w| w.is_cut_off() && w.page == Some(number));
    let mut wanted: Vec<usize> = source.warnings.iter().filter(|w| NEEDS.contains(&w.code.as_str())).filter_map(|w| w.page).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.retain(|&number| !cut_off(number));
    let Content::Pages(pages) = &mut source.content else { return Ok(()) };
    if wanted.is_empty() {
        return Ok(());
    }
    let unavailable = |reason: String| ReadError::OcrUnavailable { file: name.to_owned(), reason };
    let languages = program::languages().map_err(unavailable)?;
    let renderer = Renderer::open(name, bytes, options)?;
    let work: Vec<&mut Page> = pages.iter_mut().filter(|page| wanted.contains(&page.number)).collect();
    let outcomes: Vec<(usize, Result<f32, String>)> =
        work.into_par_iter().map(|page| (page.number, recognise_page(page, &renderer, &languages))).collect();
    for (number, outcome) in outcomes {
        match outcome {
            Ok(confidence) => {
                source.warnings.retain(|w| w.page != Some(number) || !NEEDS.contains(&w.code.as_str()));
                source.warnings.push(Warning { code: "ocr_page".to_owned(), page: Some(number), detail: format!("{confidence:.0}") });
            }
            Err(reason) => source.warnings.push(Warning { code: "ocr_failed".to_owned(), page: Some(number), detail: reason }),
        }
    }
    Ok(())
}

/// Puts the recognised words in the place of the page's glyphs and gives their mean confidence in percent.
fn recognise_page(page: &mut Page, renderer: &Renderer, languages: &str) -> Result<f32, String> {
    let picture = renderer.page(page.number, DPI).ok_or("the page cannot be drawn")?;
    let scale = picture.scale();
    let png = picture.png().ok_or("the page cannot be drawn")?;
    let words = words::parse(&program::run(&png, languages)?);
    page.glyphs = words.iter().flat_map(|word| word.glyphs(scale)).collect();
    let characters: f32 = words.iter().map(words::Word::weight).sum();
    let sum: f32 = words.iter().map(|word| word.weight() * word.confidence).sum();
    if characters > 0.0 { Ok(sum / characters) } else { Err("no words found".to_owned()) }
}
