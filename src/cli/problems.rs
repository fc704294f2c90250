//! Errors and warnings of the other rooms as one clear line each in the user's language: where, what happened, what to do.

use std::io;
use std::path::Path;

use crate::forms::{FormError, Problem};
use crate::model::Warning;
use crate::read::ReadError;
use crate::report::ReportError;
use crate::rules::{Mistake, RulesError};
use crate::store::{StoreError, is_open_elsewhere};

use super::messages::{fill, find, text};

/// What the system says of a file, in the user's language where it is one of the common cases.
pub(crate) fn of_system(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => text("system.not_found"),
        io::ErrorKind::PermissionDenied => text("system.denied"),
        io::ErrorKind::IsADirectory => text("system.folder"),
        _ => error.to_string(),
    }
}

/// Why a file could not be read.
pub(crate) fn of_read(error: &ReadError) -> String {
    let detail = match error {
        ReadError::Unreadable { source, .. } => of_system(source),
        ReadError::Damaged { reason, .. } | ReadError::OcrUnavailable { reason, .. } => reason.clone(),
        ReadError::TooLarge { size, limit, .. } => format!("{} MB > {} MB", size.div_ceil(1 << 20), limit >> 20),
        ReadError::UnpacksTooLarge { limit, .. } | ReadError::FontsTooLarge { limit, .. } => format!("{} MB", limit >> 20),
        ReadError::TooManyCells { limit, .. } => limit.to_string(),
        _ => String::new(),
    };
    // A damaged workbook is mended in the program that made it.
    let office =
        Path::new(error.file()).extension().is_some_and(|e| ["xlsx", "xlsm", "docx", "docm"].iter().any(|o| e.eq_ignore_ascii_case(o)));
    let code = if office && error.code() == "damaged" { "damaged_office" } else { error.code() };
    fill(&text(&format!("read.{code}")), &[("file", error.file()), ("detail", &detail)])
}

/// Why a form could not be made or read.
pub(crate) fn of_form(file: &str, error: &FormError) -> String {
    match error {
        FormError::OutOfPeriod { year, period } => {
            let period = period.map_or_else(|| "―".to_owned(), |(from, to)| format!("{from}-{to}"));
            fill(&text("form.out_of_period"), &[("file", file), ("year", &year.to_string()), ("period", &period)])
        }
        FormError::Read(error) => of_read(error),
        FormError::Write(_) | FormError::Words(_) => fill(&text("form.internal"), &[("file", file), ("detail", &error.to_string())]),
    }
}

/// What is wrong in a form: file, sheet, cell, what and what to do.
pub(crate) fn of_form_problem(file: &str, problem: &Problem) -> String {
    let what = fill(&text(&format!("form.{}", problem.code)), &[("detail", &problem.detail)]);
    let key = match (problem.sheet.is_empty(), problem.cell.is_empty()) {
        (true, _) => "place.file",
        (false, true) => "place.sheet",
        (false, false) => "place.cell",
    };
    fill(&text(key), &[("file", file), ("sheet", &problem.sheet), ("cell", &problem.cell), ("what", &what)])
}

/// Why the store could not do what was asked.
pub(crate) fn of_store(error: &StoreError) -> String {
    fill(&text(&format!("store.{}", error.code())), &[("subject", &error.subject()), ("detail", &error.detail())])
}

/// Why a file that was asked for could not be written: in plain words where it is open in another program.
pub(crate) fn of_write(file: &Path, error: &io::Error) -> String {
    let key = if is_open_elsewhere(file, error) { "locked" } else { "write" };
    fill(&text(&format!("error.{key}")), &[("file", &file.display().to_string()), ("detail", &of_system(error))])
}

/// The same, where the store's way of writing was used.
pub(crate) fn of_written(error: &StoreError) -> String {
    match error {
        StoreError::Io { path, source, .. } => of_write(path, source),
        _ => of_store(error),
    }
}

/// Why a report could not be written.
pub(crate) fn of_report(error: &ReportError) -> String {
    let (key, file, detail) = match error {
        ReportError::Folder { path, source } => ("folder", path.display().to_string(), source.to_string()),
        ReportError::Locked { file, source } => ("locked", file.display().to_string(), source.to_string()),
        ReportError::Write { file, source } => ("write", file.display().to_string(), source.to_string()),
        ReportError::Remove { file, source } => ("remove", file.display().to_string(), source.to_string()),
        ReportError::Template { name, source } => ("template", name.clone(), source.to_string()),
        ReportError::TemplateFile { file, source } => ("template", file.display().to_string(), source.to_string()),
        ReportError::Words { reason } => ("internal", "words.toml".to_owned(), reason.clone()),
        ReportError::Csv { name, source } => ("internal", name.clone(), source.to_string()),
        ReportError::Workbook { name, source } => ("internal", name.clone(), source.to_string()),
    };
    fill(&text(&format!("report.{key}")), &[("file", &file), ("detail", &detail)])
}

/// A mistake in a rule file with file, line and key.
pub(crate) fn of_rules(error: &RulesError) -> String {
    let mistake = of_mistake(&error.mistake);
    let place = match (error.line, error.key.as_str()) {
        (0, _) => "rules.place_file",
        (_, "") => "rules.place_line",
        _ => "rules.place",
    };
    let line = error.line.to_string();
    fill(&text(place), &[("file", &error.file), ("line", &line), ("key", &error.key), ("mistake", &mistake)])
}

fn of_mistake(mistake: &Mistake) -> String {
    let with = |key: &str, values: &[(&str, &str)]| fill(&text(&format!("rules.{key}")), values);
    // A parser's words may run over several lines; the first says what is wrong.
    let detail = |key: &str, why: &str| with(key, &[("detail", why.lines().next().unwrap_or_default())]);
    match mistake {
        Mistake::Syntax(why) => detail("syntax", why),
        Mistake::Unknown { name, suggestion: Some(near) } => with("unknown_near", &[("name", name), ("near", near)]),
        Mistake::Unknown { name, suggestion: None } => with("unknown", &[("name", name)]),
        Mistake::Empty => with("empty", &[]),
        Mistake::Duplicate { word, first_line, first_key } => {
            with("duplicate", &[("word", word), ("line", &first_line.to_string()), ("key", first_key)])
        }
        Mistake::Pattern(why) => detail("pattern", why),
        Mistake::Value(why) => detail("value", why),
        Mistake::Unreadable(why) => detail("unreadable", why),
        Mistake::NoFiles => with("no_files", &[]),
    }
}

/// What the numbers of a document's places count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbering {
    Pages,
    Sheets,
    Lines,
}

impl Numbering {
    /// What is counted in files with this extension.
    pub(crate) fn of_extension(extension: &str) -> Self {
        match extension.to_ascii_lowercase().as_str() {
            "pdf" => Self::Pages,
            "xlsx" | "xlsm" | "csv" => Self::Sheets,
            _ => Self::Lines,
        }
    }
}

/// A document's warnings, those of one kind on several pages as one line: `plan.pdf, page 3, 7-9: ...`.
pub(crate) fn of_warnings(file: &str, numbering: Numbering, warnings: &[Warning]) -> Vec<String> {
    let mut groups: Vec<(&Warning, Vec<usize>)> = Vec::new();
    for warning in warnings {
        match groups.iter_mut().find(|(w, _)| w.code == warning.code && (w.page.is_some() || w.detail == warning.detail)) {
            Some((_, places)) => places.extend(warning.page),
            None => groups.push((warning, warning.page.into_iter().collect())),
        }
    }
    groups.into_iter().map(|(warning, places)| of_warning(file, numbering, warning, places)).collect()
}

fn of_warning(file: &str, numbering: Numbering, warning: &Warning, places: Vec<usize>) -> String {
    let what = find(&format!("warning.{}", warning.code)).unwrap_or_else(|| text("warning.other"));
    let what = fill(&what, &[("detail", &warning.detail), ("code", &warning.code)]);
    let key = match (places.is_empty(), numbering) {
        (true, _) => "place.file",
        (false, Numbering::Pages) => "place.pages",
        (false, Numbering::Sheets) => "place.sheets",
        (false, Numbering::Lines) => "place.lines",
    };
    fill(&text(key), &[("file", file), ("numbers", &ranges(places)), ("what", &what)])
}

/// Numbers in order with runs drawn together: `3, 7-9`.
fn ranges(mut numbers: Vec<usize>) -> String {
    numbers.sort_unstable();
    numbers.dedup();
    let runs = numbers.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [one] => one.to_string(),
        [first, .., last] => format!("{first}-{last}"),
        [] => String::new(),
    });
    runs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_runs_are_drawn_together() {
        assert_eq!(ranges(vec![9, 3, 7, 8, 3]), "3, 7-9");
        assert_eq!(ranges(vec![1]), "1");
        assert_eq!(ranges(Vec::new()), "");
    }

    #[test]
    fn workbooks_have_sheets_and_texts_have_lines() {
        let warning = Warning { code: "cell_limit".to_owned(), page: Some(2), detail: String::new() };
        let line = |extension| of_warnings("plan", Numbering::of_extension(extension), std::slice::from_ref(&warning)).remove(0);
        assert!(line("xlsx").contains("sheet 2") && line("pdf").contains("page 2") && line("txt").contains("line 2"));
    }

    #[test]
    fn same_warning_on_many_pages_is_one_line() {
        let on = |page| Warning { code: "scanned_page".to_owned(), page: Some(page), detail: String::new() };
        let lines = of_warnings("plan.pdf", Numbering::Pages, &[on(1), on(2), on(5)]);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].contains("plan.pdf") && lines[0].contains("1-2, 5"), "{lines:?}");
    }
}
