//! The report as a fragment of HTML through the template `report.html`.

use minijinja::{Environment, context};

use super::Report;
use crate::report::ReportError;

/// The fragment; the page around it is another template's.
///
/// # Errors
/// [`ReportError::Template`] when the template is at fault.
pub fn fragment(environment: &Environment<'_>, report: &Report) -> Result<String, ReportError> {
    let error = |source| ReportError::Template { name: report.file.clone(), source };
    let template = environment.get_template("report.html").map_err(error)?;
    template.render(context! { report => minijinja::Value::from(minijinja::value::Serde(report)) }).map_err(error)
}
