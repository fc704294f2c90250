//! Interprets the pages, several at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

use hayro_interpret::hayro_syntax::object::ObjectIdentifier;
use hayro_interpret::hayro_syntax::{Pdf, page::Page as PdfPage};
use hayro_interpret::kurbo::{Affine, Rect as KurboRect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, InterpreterWarning, TransformExt, interpret_page};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::super::Options;
use super::device::PageDevice;
use super::{diagnosis, fonts, page_warning, warning};
use crate::model::{Page, Warning};

/// Stack of a reading thread: content may nest 50 forms, objects 512 levels.
const STACK_SIZE: usize = 64 * 1024 * 1024;

/// Fonts of a page, for putting pages with the same ones side by side.
const MANY_FONTS: usize = 100;

/// The threads that read: one pool for all files, with stacks for documents that are nested deeply on purpose. Whatever else works on files in
/// parallel does best to run on them too.
pub fn threads() -> &'static ThreadPool {
    static POOL: LazyLock<ThreadPool> = LazyLock::new(|| {
        ThreadPoolBuilder::new()
            .stack_size(STACK_SIZE)
            .thread_name(|n| format!("read-{n}"))
            .build()
            // Fails only where the system gives no threads at all; the default pool would fail there too.
            .unwrap_or_else(|error| unreachable!("no threads to read with: {error}"))
    });
    &POOL
}

/// All pages in order, and what there is to say about them.
pub(super) fn read(pdf: &Pdf, options: &Options) -> (Vec<Page>, Vec<Warning>) {
    let all = pdf.pages();
    let kept = &all[..all.len().min(options.max_pages)];
    // Fonts are loaded once a chunk, so there are only as many chunks as threads, and pages that use the same fonts stand side by side.
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_cached_key(|&index| fonts_of(&kept[index]));
    let chunk = kept.len().div_ceil(rayon::current_num_threads()).max(1);
    let mut read: Vec<(usize, (Page, Vec<Warning>))> =
        order.par_chunks(chunk).flat_map_iter(|indices| read_chunk(pdf, kept, indices, options)).collect();
    read.sort_by_key(|(index, _)| *index);
    let mut warnings = Vec::new();
    if kept.len() < all.len() {
        warnings.push(warning("page_limit", format!("{} / {}", kept.len(), all.len())));
    }
    let mut pages = Vec::with_capacity(read.len());
    for (_, (page, found)) in read {
        pages.push(page);
        warnings.extend(found);
    }
    (pages, warnings)
}

/// The fonts that a page names in its resources, by their objects; none for a page that names more than any print has.
fn fonts_of(page: &PdfPage<'_>) -> Vec<ObjectIdentifier> {
    if page.resources().fonts.len() > MANY_FONTS {
        return Vec::new();
    }
    let mut fonts: Vec<ObjectIdentifier> =
        page.resources().fonts.entries().filter_map(|(_, font)| font.as_obj_ref().map(Into::into)).collect();
    fonts.sort();
    fonts
}

/// Reads the pages of the indices with one set of fonts.
fn read_chunk<'a>(pdf: &'a Pdf, pages: &[PdfPage<'a>], indices: &[usize], options: &Options) -> Vec<(usize, (Page, Vec<Warning>))> {
    let cache = InterpreterCache::new();
    indices.iter().map(|&index| (index, read_page(pdf, &pages[index], index + 1, &cache, options))).collect()
}

fn read_page<'a>(pdf: &'a Pdf, page: &PdfPage<'a>, number: usize, cache: &InterpreterCache<'a>, options: &Options) -> (Page, Vec<Warning>) {
    let (width, height) = page.render_dimensions();
    let unsupported_fonts = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = Arc::clone(&unsupported_fonts);
    let settings = InterpreterSettings {
        font_resolver: Arc::new(|_| Some(fonts::stand_in())),
        cmap_resolver: Arc::new(fonts::cmap),
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::UnsupportedFont) {
                counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    };
    let area = KurboRect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let to_display: Affine = page.initial_transform(true).to_kurbo();
    let mut device = PageDevice::new(area, options);
    // The device leaves an endless page by unwinding (see `PageDevice::step`), and a fault in the interpreter must cost no more than
    // the rest of its page: whatever was collected so far is kept.
    let finished = catch_unwind(AssertUnwindSafe(|| {
        let mut context = Context::new(to_display, area, cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut device);
    }));
    let mut drawn = device.finish(number, width, height);
    if finished.is_err() && !drawn.cut_off {
        drawn.warnings.push(page_warning("damaged_page", number, ""));
    }
    let mut warnings = std::mem::take(&mut drawn.warnings);
    warnings.extend(diagnosis::of_page(&drawn, unsupported_fonts.load(std::sync::atomic::Ordering::Relaxed)));
    (drawn.page, warnings)
}
