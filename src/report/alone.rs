//! One report by itself, without the site around it: a page with its style inside, or a workbook.

use minijinja::context;

use super::view::{self, Report};
use super::words::Words;
use super::{ReportError, ReportOptions, templates};

/// The report as one HTML file that needs no other file.
///
/// # Errors
/// [`ReportError::Template`] or [`ReportError::Words`] when a template or the table of words is at fault.
pub fn page(report: &Report, options: &ReportOptions) -> Result<String, ReportError> {
    let words = Words::load(options.lang)?;
    let environment = templates::environment(&[], &words, options)?;
    // Without the site there are no evidence pages to open: places are named, not linked.
    let mut own = report.clone();
    own.places.iter_mut().for_each(|place| (place.evidence.page, place.evidence.line) = (None, None));
    let body = view::fragment(&environment, &own, &[], 1)?;
    let error = |source| ReportError::Template { name: "alone.html".to_owned(), source };
    let template = environment.get_template("alone.html").map_err(error)?;
    template.render(context! { title => report.title.clone(), body }).map_err(error)
}
