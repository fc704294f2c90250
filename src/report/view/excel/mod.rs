//! A report as an Excel workbook: a print sheet for each table, charts, the facts (one row a fact), 凡例 and 出典.
//!
//! Nothing is a formula, and nothing but notes on print sheets is merged: cells are figures and words. Native charts take their figures from a sheet of their own.

mod charts;
mod print;
mod sheets;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Report, Speech};
use crate::report::{Lang, ReportError};

/// Fonts of Japanese offices; where it is missing the program takes another.
const FONT: &str = "BIZ UDPゴシック";
/// Longest text that Excel keeps in a cell.
const CELL: usize = 32_000;
/// Longest name of a sheet.
const NAME: usize = 31;

/// The bytes of the workbook.
///
/// # Errors
/// [`ReportError::Workbook`] when a sheet cannot be made.
pub fn workbook(report: &Report) -> Result<Vec<u8>, ReportError> {
    write(report).map_err(|source| ReportError::Workbook { name: report.file.clone(), source })
}

fn write(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let speech = Speech(if report.lang == "en" { Lang::En } else { Lang::Ja });
    let mut workbook = Workbook::new();
    // The same input gives the same bytes: no time of the machine goes in.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(&report.title).set_creation_datetime(&epoch));
    let mut names: Vec<String> = Vec::new();
    let mut name = |wanted: &str| {
        let name = free_name(wanted, &names);
        names.push(name.clone());
        name
    };
    if report.tables.is_empty() {
        let mut sheet = Worksheet::new();
        sheet.set_name(name(&speech.say("view.sheet_print")))?;
        print::without_tables(&mut sheet, report, speech)?;
        workbook.push_worksheet(sheet);
    }
    for (number, table) in report.tables.iter().enumerate() {
        let wanted = if report.tables.len() == 1 { speech.say("view.sheet_print") } else { table.title.clone() };
        let mut sheet = Worksheet::new();
        sheet.set_name(name(&wanted))?;
        print::table(&mut sheet, report, number, speech)?;
        workbook.push_worksheet(sheet);
    }
    if charts::any(report) {
        let (shown, figures) = (name(&speech.say("view.sheet_charts")), name(&speech.say("view.sheet_chart_figures")));
        for sheet in charts::sheets(report, &shown, &figures, speech)? {
            workbook.push_worksheet(sheet);
        }
    }
    let mut sheet = Worksheet::new();
    sheet.set_name(name(&speech.say("view.sheet_facts")))?;
    sheets::facts_sheet(&mut sheet, report, speech)?;
    workbook.push_worksheet(sheet);
    let mut sheet = Worksheet::new();
    sheet.set_name(name(&speech.say("view.sheet_legend")))?;
    sheets::legend(&mut sheet, report, speech)?;
    workbook.push_worksheet(sheet);
    let mut sheet = Worksheet::new();
    sheet.set_name(name(&speech.say("view.sheet_sources")))?;
    sheets::sources(&mut sheet, report, speech)?;
    workbook.push_worksheet(sheet);
    workbook.save_to_buffer()
}

/// A sheet's name within Excel's limits, not yet taken.
fn free_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).take(NAME - 3).collect();
    let clean = clean.trim().to_owned();
    let free = |name: &String| !name.is_empty() && taken.iter().all(|t| !t.eq_ignore_ascii_case(name));
    if free(&clean) {
        return clean;
    }
    (2..).map(|n| format!("{clean} {n}")).find(free).unwrap_or(clean)
}

/// Words within a cell's limit.
fn cut(text: &str) -> String {
    crate::report::format::shorten(text, CELL)
}

/// The plain format of words.
fn words() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10.0).set_align(FormatAlign::Top)
}

/// The head of a table.
fn head() -> Format {
    boxed(words().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter))
        .set_background_color(0x00DC_E6F1)
}

fn boxed(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(0x0080_8080)
}

/// How many lines of `width` full-width characters a text takes.
fn lines(text: &str, width: f64) -> usize {
    use unicode_width::UnicodeWidthStr;
    let width = if width < 1.0 { 1.0 } else { width };
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // lengths of cells
    let of = |line: &str| ((line.width() as f64 / 2.0 / width).ceil() as usize).max(1);
    text.lines().map(of).sum::<usize>().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_keep_to_the_limits() {
        let long = "指標".repeat(40);
        let first = free_name(&long, &[]);
        let second = free_name(&long, std::slice::from_ref(&first));
        assert!(first.chars().count() <= NAME && second.chars().count() <= NAME && first != second);
        assert_eq!(free_name("計画/実績[千円]", &[]), "計画 実績 千円");
        assert_eq!(free_name("", &[]).trim(), "2");
    }

    #[test]
    fn lines_of_a_cell() {
        assert_eq!(lines("", 10.0), 1);
        assert_eq!(lines("あいうえお\nか", 5.0), 2);
        assert_eq!(lines("あいうえおか", 5.0), 2);
    }
}
