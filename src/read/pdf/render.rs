//! Draws pages as pictures, for people to look at and for text recognition.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

use fontdb::{Database, Family, Query, Source};
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::font::{FontData, FontQuery};
use hayro_interpret::hayro_syntax::Pdf;

use super::super::{Options, Picture, ReadError};
use super::{document, fonts, has_header, pages};

/// Largest side of a picture in pixels: A3 at 300 dpi and some room.
const MAX_SIDE: f32 = 8_000.0;
/// Japanese fonts in the order in which they are tried, sans serif and serif, of the usual systems.
const GOTHIC: [&str; 9] =
    ["Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "IPAGothic", "BIZ UDGothic", "Yu Gothic", "MS Gothic", "Meiryo", "Hiragino Sans"];
const MINCHO: [&str; 8] =
    ["Noto Serif CJK JP", "Noto Serif JP", "IPAexMincho", "IPAMincho", "BIZ UDMincho", "Yu Mincho", "MS Mincho", "Hiragino Mincho ProN"];

/// An open PDF whose pages can be drawn.
pub struct Renderer {
    pdf: Pdf,
}

impl Renderer {
    /// Opens a PDF. `name` is what errors call the file.
    ///
    /// # Errors
    /// One [`ReadError`] that says what is wrong with the bytes.
    pub fn open(name: &str, bytes: &[u8], options: &Options) -> Result<Self, ReadError> {
        if !has_header(bytes) {
            return Err(ReadError::NotPdf { file: name.to_owned() });
        }
        let document = pages::threads().install(|| document::open(name, bytes, options))?;
        Ok(Self { pdf: document.pdf })
    }

    /// Width and height in points of the page with this number (from 1), as displayed.
    #[must_use]
    pub fn page_size(&self, number: usize) -> Option<(f32, f32)> {
        let (width, height) = self.pdf.pages().get(number.checked_sub(1)?)?.render_dimensions();
        (width > 0.0 && height > 0.0).then_some((width, height))
    }

    /// Draws the page with this number (from 1) at a resolution in dots an inch, less where the picture would be too large.
    /// `None` where there is no such page, or it cannot be drawn.
    #[must_use]
    pub fn page(&self, number: usize, dpi: f32) -> Option<Picture> {
        // Objects may be nested deeply on purpose, and a fault in the renderer must cost no more than the picture.
        pages::threads().install(|| catch_unwind(AssertUnwindSafe(|| self.draw(number, dpi))).ok().flatten())
    }

    fn draw(&self, number: usize, dpi: f32) -> Option<Picture> {
        let page = self.pdf.pages().get(number.checked_sub(1)?)?;
        let (width, height) = page.render_dimensions();
        let scale = (dpi / 72.0).min(MAX_SIDE / width.max(height).max(1.0));
        let interpreter =
            InterpreterSettings { font_resolver: Arc::new(font), cmap_resolver: Arc::new(fonts::cmap), ..InterpreterSettings::default() };
        let picture = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        // Coarse scans drawn finer without smoothing have steps that text recognition takes for strokes.
        let settings = RenderSettings { force_image_interpolation: true, ..RenderSettings::default() };
        let pixmap: Pixmap = hayro::render(page, &RenderCache::new(), &interpreter, &settings, &picture);
        Some(Picture::new(pixmap, scale))
    }
}

/// Whether the system has a Japanese font for text whose font a file does not bring along.
#[must_use]
pub fn has_japanese_font() -> bool {
    japanese(false).is_some()
}

/// Japanese text in the system's font, everything else as hayro does it.
fn font(query: &FontQuery) -> Option<(FontData, u32)> {
    match query {
        FontQuery::Standard(standard) => Some(standard.get_font_data()),
        FontQuery::Fallback(wanted) if wanted.character_collection.is_some() => {
            let name = [&wanted.post_script_name, &wanted.font_name].into_iter().flatten().cloned().collect::<String>();
            let serif = wanted.is_serif || ["Min", "Ryumin", "明朝"].iter().any(|word| name.contains(word));
            japanese(serif).or_else(|| Some(wanted.pick_standard_font().get_font_data()))
        }
        FontQuery::Fallback(wanted) => Some(wanted.pick_standard_font().get_font_data()),
    }
}

fn japanese(serif: bool) -> Option<(FontData, u32)> {
    static GOTHIC_FONT: LazyLock<Option<(FontData, u32)>> = LazyLock::new(|| load(&GOTHIC));
    static MINCHO_FONT: LazyLock<Option<(FontData, u32)>> = LazyLock::new(|| load(&MINCHO));
    let (first, second) = if serif { (&MINCHO_FONT, &GOTHIC_FONT) } else { (&GOTHIC_FONT, &MINCHO_FONT) };
    first.as_ref().or(second.as_ref()).cloned()
}

fn load(names: &[&str]) -> Option<(FontData, u32)> {
    static SYSTEM: LazyLock<Database> = LazyLock::new(|| {
        let mut database = Database::new();
        database.load_system_fonts();
        database
    });
    let families: Vec<Family<'_>> = names.iter().map(|name| Family::Name(name)).collect();
    let id = SYSTEM.query(&Query { families: &families, ..Query::default() })?;
    let (source, index) = SYSTEM.face_source(id)?;
    let bytes = match source {
        Source::File(path) | Source::SharedFile(path, _) => std::fs::read(path).ok()?,
        Source::Binary(data) => data.as_ref().as_ref().to_vec(),
    };
    Some((Arc::new(bytes), index))
}
