//! The workbook in which staff report on the measures of a year.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, ProtectionOptions,
    Workbook, Worksheet,
};

use super::due::{Due, DueRow, full_year};
use super::words::{lines, text};
use super::{FormError, RowId};
use crate::store::{Filled, RowKey};

/// Places of the columns, in the order of `templates/forms.toml`: key, width in characters, whether staff fill it in.
pub(super) const COLUMNS: [(&str, f64, bool); 15] = [
    ("id", 9.0, false),
    ("code", 6.0, false),
    ("measure", 22.0, false),
    ("owners", 9.0, false),
    ("planned", 12.0, false),
    ("targets", 17.0, false),
    ("page", 7.0, false),
    ("done", 27.0, true),
    ("rating", 9.0, true),
    ("completed_on", 10.0, true),
    ("amount", 9.0, true),
    ("reason", 15.0, true),
    ("next", 15.0, true),
    ("evidence", 12.0, true),
    ("by", 8.0, true),
];
/// Rows above the data: title, note, header.
pub(super) const HEADER_ROW: u32 = 2;
/// First cell of the hidden sheet: what kind of form it is.
pub(super) const KIND: &str = "shirube-progress-1";

const PLANNED: Color = Color::RGB(0x00ed_edec);
const ENTRY: Color = Color::RGB(0x00ff_f9d9);
const FACE: &str = "BIZ UDPゴシック";
const SIZE: f64 = 10.5;
/// Excel's number for the paper.
const A4: u8 = 9;

/// One workbook to be filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Hash of the plan's edition.
    pub plan: String,
    /// The plan's title.
    pub title: String,
    /// Fiscal year.
    pub year: i32,
    /// The section asked, `None` where all are asked with one workbook, "" for measures without an owner.
    pub section: Option<String>,
    /// The measures.
    pub rows: Vec<DueRow>,
}

/// One request for everything, or one for each section that owns a measure: a joint measure is asked of every owner.
#[must_use]
pub fn requests(due: &Due, by_owner: bool) -> Vec<Request> {
    let request = |section: Option<String>, rows: Vec<DueRow>| Request {
        plan: due.plan.clone(),
        title: due.title.clone(),
        year: due.year,
        section,
        rows,
    };
    if !by_owner {
        return vec![request(None, due.rows.clone())];
    }
    let mut sections: BTreeMap<String, Vec<DueRow>> = BTreeMap::new();
    for row in &due.rows {
        let owners = if row.owners.is_empty() { vec![String::new()] } else { row.owners.clone() };
        for owner in owners {
            let rows = sections.entry(owner.trim().to_owned()).or_default();
            if rows.last() != Some(row) {
                rows.push(row.clone());
            }
        }
    }
    sections.into_iter().map(|(section, rows)| request(Some(section), rows)).collect()
}

impl Request {
    /// What a row of this request is about.
    #[must_use]
    pub fn key(&self, row: &DueRow) -> RowKey {
        let section = self.section.clone().unwrap_or_default();
        RowKey { plan: self.plan.clone(), measure: row.measure.clone(), year: self.year, section }
    }

    /// The section as people read it, "" where all are asked.
    ///
    /// # Errors
    /// A fault in the program, see [`FormError::Words`].
    pub fn section_name(&self) -> Result<String, FormError> {
        match self.section.as_deref() {
            None => Ok(String::new()),
            Some("") => text("progress.no_section", &[]),
            Some(section) => Ok(section.to_owned()),
        }
    }
}

/// Makes the workbook; what was reported before stands in it already. `ratings` are the words to choose from, `today` (`2026-04-01`) is
/// the file's own date. The same request gives the same bytes.
///
/// # Errors
/// Faults in the program.
pub fn write_progress(request: &Request, known: &BTreeMap<RowKey, Filled>, ratings: &[&str], today: &str) -> Result<Vec<u8>, FormError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(&request.title);
    if let Ok(date) = ExcelDateTime::parse_from_str(today) {
        properties = properties.set_creation_datetime(&date);
    }
    book.set_properties(&properties);
    write_sheet(book.add_worksheet(), request, known, ratings)?;
    write_guide(book.add_worksheet(), request, ratings)?;
    write_info(book.add_worksheet(), request)?;
    Ok(book.save_to_buffer()?)
}

/// Words above a table, which run over the cells beside them.
pub(super) fn plain_line(size: f64) -> Format {
    Format::new().set_font_name(FACE).set_font_size(size)
}

fn plain() -> Format {
    Format::new().set_font_name(FACE).set_font_size(SIZE).set_align(FormatAlign::Top).set_text_wrap()
}

/// A cell with a thin border.
pub(super) fn boxed(fill: Color) -> Format {
    plain().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x009a_9a9a)).set_background_color(fill)
}

fn write_sheet(sheet: &mut Worksheet, request: &Request, known: &BTreeMap<RowKey, Filled>, ratings: &[&str]) -> Result<(), FormError> {
    let section = request.section_name()?;
    sheet.set_name(sheet_name(if section.is_empty() { text("progress.sheet", &[])? } else { section.clone() }.as_str()))?;
    let mut title = text("progress.title", &[("year", &full_year(request.year)), ("plan", &request.title)])?;
    if !section.is_empty() {
        title.push_str(&text("progress.section", &[("section", &section)])?);
    }
    sheet.write_string_with_format(0, 0, &title, &plain_line(14.0).set_bold())?;
    sheet.write_string_with_format(1, 0, text("progress.note", &[])?, &plain_line(SIZE))?;
    for (column, (key, width, entry)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        let fill = if entry { Color::RGB(0x00ff_e699) } else { Color::RGB(0x00d0_d3d6) };
        let head = boxed(fill).set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        sheet.write_string_with_format(HEADER_ROW, column, text(&format!("progress.columns.{key}"), &[])?, &head)?;
    }
    sheet.set_row_height(HEADER_ROW, 30.0)?;
    for (row, due) in (HEADER_ROW + 1..).zip(&request.rows) {
        write_planned(sheet, row, due, &RowId::of(&request.key(due)))?;
        write_filled(sheet, row, known.get(&request.key(due)).unwrap_or(&Filled::default()))?;
        sheet.set_row_height(row, height_of(due))?;
    }
    let last = HEADER_ROW + u32::try_from(request.rows.len()).unwrap_or(u32::MAX - HEADER_ROW);
    if last > HEADER_ROW {
        check_cells(sheet, HEADER_ROW + 1, last, ratings)?;
        sheet.autofilter(HEADER_ROW, 0, last, last_of(COLUMNS.len()))?;
    }
    set_up_print(sheet, &request.title, &text("progress.footer", &[])?)?;
    sheet.set_freeze_panes(HEADER_ROW + 1, 3)?;
    sheet.set_selection(HEADER_ROW + 1, column_of("done"), HEADER_ROW + 1, column_of("done"))?;
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

fn write_planned(sheet: &mut Worksheet, row: u32, due: &DueRow, id: &RowId) -> Result<(), FormError> {
    let cell = boxed(PLANNED);
    let path = due.path.join(" ＞ ");
    let under = if path.is_empty() { String::new() } else { format!("\n{}", text("progress.path", &[("path", &path)])?) };
    let texts = [
        id.to_string(),
        due.code.clone().unwrap_or_default(),
        format!("{}{under}", due.title),
        due.owners.join("、"),
        due.planned.clone(),
        due.targets.clone(),
        due.page.clone(),
    ];
    for (column, words) in (0_u16..).zip(texts) {
        let small = cell.clone().set_font_size(8.0).set_font_color(Color::RGB(0x0055_5555));
        sheet.write_string_with_format(row, column, words, if column == 0 { &small } else { &cell })?;
    }
    Ok(())
}

fn write_filled(sheet: &mut Worksheet, row: u32, filled: &Filled) -> Result<(), FormError> {
    let entry = boxed(ENTRY).set_unlocked();
    let centred = entry.clone().set_align(FormatAlign::Center);
    let day = centred.clone().set_num_format("yyyy/m/d");
    let money = entry.clone().set_num_format("#,##0;△#,##0");
    let words = [
        ("done", &filled.done),
        ("reason", &filled.reason),
        ("next", &filled.next),
        ("evidence", &filled.evidence),
        ("by", &filled.by),
        ("rating", &filled.rating),
    ];
    for (key, value) in words {
        let format = if key == "rating" { &centred } else { &entry };
        match value {
            Some(value) => sheet.write_string_with_format(row, column_of(key), value, format)?,
            None => sheet.write_blank(row, column_of(key), format)?,
        };
    }
    match filled.completed_on.as_deref().and_then(|date| ExcelDateTime::parse_from_str(date).ok()) {
        Some(date) => sheet.write_datetime_with_format(row, column_of("completed_on"), &date, &day)?,
        None => sheet.write_blank(row, column_of("completed_on"), &day)?,
    };
    match filled.amount {
        Some(amount) => sheet.write_number_with_format(row, column_of("amount"), amount, &money)?,
        None => sheet.write_blank(row, column_of("amount"), &money)?,
    };
    Ok(())
}

/// The choices and limits of the cells, with their hints.
fn check_cells(sheet: &mut Worksheet, first: u32, last: u32, ratings: &[&str]) -> Result<(), FormError> {
    let title = text("progress.input.error", &[])?;
    let rating = text("progress.input.rating", &[("words", &ratings.join("、"))])?;
    let day = text("progress.input.completed_on", &[])?;
    let money = text("progress.input.amount", &[])?;
    let told = |check: DataValidation, message: &str| -> Result<DataValidation, FormError> {
        Ok(check.set_input_message(message)?.set_error_title(&title)?.set_error_message(message)?)
    };
    let past = DataValidationRule::LessThanOrEqualTo(Formula::new("=TODAY()"));
    let checks = [
        ("rating", told(DataValidation::new().allow_list_strings(ratings)?, &rating)?),
        ("completed_on", told(DataValidation::new().allow_date_formula(past), &day)?),
        ("amount", told(DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)), &money)?),
    ];
    for (key, check) in checks {
        sheet.add_data_validation(first, column_of(key), last, column_of(key), &check)?;
    }
    Ok(())
}

/// A4 across, the header on every page, page numbers.
pub(super) fn set_up_print(sheet: &mut Worksheet, left: &str, right: &str) -> Result<(), FormError> {
    // A sign that has a meaning in footers is doubled.
    let (left, right) = (left.replace('&', "&&"), right.replace('&', "&&"));
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer(format!("&L&9{left}&C&P / &N&R&9{right}"));
    sheet.set_repeat_rows(0, HEADER_ROW)?;
    Ok(())
}

fn write_guide(sheet: &mut Worksheet, request: &Request, ratings: &[&str]) -> Result<(), FormError> {
    sheet.set_name(text("progress.guide", &[])?)?;
    sheet.set_column_width(0, 100.0)?;
    let head = Format::new().set_font_name(FACE).set_font_size(16.0).set_bold();
    sheet.write_string_with_format(0, 0, text("progress.guidance.title", &[])?, &head)?;
    let values = [("year", full_year(request.year)), ("words", ratings.join("、"))];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    for (row, line) in (2_u32..).zip(lines("progress.guidance.lines", &values)?) {
        sheet.write_string_with_format(row, 0, &line, &plain().set_font_size(12.0))?;
        let rows = width_of(&line).div_ceil(92).max(1);
        sheet.set_row_height(row, 18.0 * f64::from(u32::try_from(rows).unwrap_or(1)) + 6.0)?;
    }
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.protect();
    Ok(())
}

/// What the program needs to know which rows were asked for, whatever happens to the sheet in front.
fn write_info(sheet: &mut Worksheet, request: &Request) -> Result<(), FormError> {
    sheet.set_name(text("progress.info", &[])?)?;
    let section = request.section.clone().unwrap_or_default();
    for (row, words) in (0_u32..).zip([KIND, &request.plan, &request.year.to_string(), &section]) {
        sheet.write_string(row, 0, words)?;
    }
    for (row, due) in (4_u32..).zip(&request.rows) {
        sheet.write_string(row, 0, RowId::of(&request.key(due)).to_string())?;
        sheet.write_string(row, 1, &due.title)?;
    }
    sheet.set_very_hidden(true);
    sheet.protect();
    Ok(())
}

pub(super) fn column_of(key: &str) -> u16 {
    COLUMNS.iter().position(|(k, ..)| *k == key).and_then(|at| u16::try_from(at).ok()).unwrap_or_default()
}

/// The last of so many columns.
pub(super) fn last_of(columns: usize) -> u16 {
    u16::try_from(columns.saturating_sub(1)).unwrap_or_default()
}

/// Room for the longest planned cell, and for some lines of writing.
fn height_of(due: &DueRow) -> f64 {
    let rows = |words: &str, key: &str| -> usize {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a width in characters
        let width = COLUMNS[usize::from(column_of(key))].1 as usize - 2;
        words.lines().map(|line| width_of(line).div_ceil(width).max(1)).sum()
    };
    let path = format!("［{}］", due.path.join(" ＞ "));
    let title = rows(&due.title, "measure") + if due.path.is_empty() { 0 } else { rows(&path, "measure") };
    let owners = rows(&due.owners.join("、"), "owners");
    let most = [title, owners, rows(&due.planned, "planned"), rows(&due.targets, "targets"), rows(&due.page, "page")].into_iter().max();
    let lines = most.unwrap_or(1).clamp(4, 26);
    f64::from(u32::try_from(lines).unwrap_or(4)) * 14.5 + 4.0
}

/// Width in half characters.
fn width_of(words: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(words)
}

/// A name that Excel takes for a sheet: without `[]:*?/\` and apostrophes at the ends, at most 31 characters.
fn sheet_name(name: &str) -> String {
    let name: String = name.chars().map(|c| if "[]:*?/\\".contains(c) { '・' } else { c }).take(31).collect();
    name.trim_matches('\'').to_owned()
}
