//! `shirube inspect FILE --page N --out FILE.png`: a page with what was seen on it drawn over it.

use rust_i18n::t;

use crate::cli::args::{Global, Inspect};
use crate::cli::exit::Exit;
use crate::cli::output::{Failure, Output};
use crate::cli::{pipeline, problems};
use crate::inspect;
use crate::model::Content;
use crate::read::{Renderer, has_japanese_font};

pub(crate) fn run(args: &Inspect, global: &Global, output: Output) -> Result<Exit, Failure> {
    let options = pipeline::read_options(global);
    let file = args.file.display();
    let (source, blocks) = pipeline::read_blocks_of_any(&args.file, &options).map_err(Failure::failed)?;
    let Content::Pages(pages) = &source.content else {
        return Err(Failure::failed(t!("error.no_pages", file = file)));
    };
    if args.page == 0 || args.page > pages.len() {
        return Err(Failure::failed(t!("error.no_such_page", file = file, page = args.page, pages = pages.len())));
    }
    let bytes = std::fs::read(&args.file).map_err(|_| Failure::failed(t!("error.changed", file = file)))?;
    let renderer = Renderer::open(&file.to_string(), &bytes, &options).map_err(|e| Failure::failed(problems::of_read(&e)))?;
    let undrawable = || Failure::failed(t!("error.undrawable", file = file, page = args.page));
    // A page whose content was cut off in reading would be drawn without end.
    if source.warnings.iter().any(|w| w.is_cut_off() && w.page == Some(args.page)) {
        return Err(undrawable());
    }
    let mut picture = renderer.page(args.page, args.dpi).ok_or_else(undrawable)?;
    let count = inspect::draw(&mut picture, &blocks, args.page);
    let png = picture.png().ok_or_else(undrawable)?;
    std::fs::write(&args.out, png).map_err(|e| Failure::failed(problems::of_write(&args.out, &e)))?;
    let mut warnings = problems::of_warnings(&file.to_string(), problems::Numbering::Pages, &source.warnings);
    if !has_japanese_font() {
        warnings.push(t!("error.no_japanese_font").into_owned());
    }
    output.summary(&t!("inspect.done", file = args.out.display(), page = args.page, count = count))?;
    Ok(super::tell_problems(&warnings, &[], 1, output))
}
