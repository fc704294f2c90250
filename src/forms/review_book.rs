//! The workbook in which people say of single values whether they were read rightly.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Image, ProtectionOptions, Workbook, Worksheet,
};

use super::FormError;
use super::progress_book::{HEADER_ROW, boxed, last_of, plain_line, set_up_print};
use super::review_fields::{fields_of, shown};
use super::words::{find_text, text};
use crate::model::{Evidence, Record};
use crate::store::{Correction, sha256};

/// Columns: key, width in characters, whether people fill it in.
pub(super) const COLUMNS: [(&str, f64, bool); 13] = [
    ("id", 9.0, false),
    ("document", 14.0, false),
    ("place", 7.0, false),
    ("kind", 9.0, false),
    ("gist", 22.0, false),
    ("field", 12.0, false),
    ("read", 20.0, false),
    ("judgement", 8.0, true),
    ("right_value", 20.0, true),
    ("remark", 14.0, true),
    ("quote", 24.0, false),
    ("doubt", 14.0, false),
    ("picture", 62.0, false),
];
/// First cell of the hidden sheet: what kind of form it is.
pub(super) const KIND: &str = "shirube-review-1";
/// Most characters of a cell, with room to spare.
const CELL: usize = 30_000;
/// Width in which a picture stands, in pixels, and the height of a row at least, in points.
const PICTURE_WIDTH: u32 = 430;
const LEAST_ROW: f64 = 21.0;
/// Pixels a point on a sheet.
const PIXELS: f64 = 96.0 / 72.0;

/// One record to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewItem {
    /// Hash of the document.
    pub document: String,
    /// Its file name.
    pub file: String,
    /// Key of the extraction.
    pub extraction: String,
    /// The record in words.
    pub gist: String,
    /// Why it is doubtful, in words.
    pub doubt: String,
    /// The record as it was read.
    pub record: Record,
    /// The fields, each with where it stands.
    pub fields: Vec<Correction>,
    /// The place on the page as a JPEG file.
    pub picture: Option<Vec<u8>>,
}

impl ReviewItem {
    /// The fields of a record that people look at: those that hold something, and the empty ones that matter.
    #[must_use]
    pub fn fields(document: &str, extraction: &str, records: &[Record], index: usize) -> Vec<Correction> {
        let Some(record) = records.get(index) else { return Vec::new() };
        let fields = fields_of(record.body.type_name()).iter();
        fields.filter_map(|name| Correction::about(document, extraction, records, index, name)).collect()
    }
}

/// The id of a field in a workbook: its number and signs of what it is bound to.
pub(super) fn id_of(number: usize, bound: &str) -> String {
    let mut check = sha256(bound.as_bytes());
    check.truncate(4);
    format!("K-{number:04}-{}", check.to_uppercase())
}

/// Makes the workbook. `today` (`2026-04-01`) is the file's own date.
///
/// # Errors
/// Faults in the program.
pub fn write_review(items: &[ReviewItem], today: &str) -> Result<Vec<u8>, FormError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(text("review.title", &[])?);
    if let Ok(date) = ExcelDateTime::parse_from_str(today) {
        properties = properties.set_creation_datetime(&date);
    }
    book.set_properties(&properties);
    let bound = bound(items);
    write_sheet(book.add_worksheet(), items, &bound)?;
    write_info(book.add_worksheet(), &bound)?;
    Ok(book.save_to_buffer()?)
}

/// What each field is bound to, as JSON, with its id.
fn bound(items: &[ReviewItem]) -> Vec<(String, String)> {
    let fields = items.iter().flat_map(|item| &item.fields).map(|field| serde_json::to_string(field).unwrap_or_default());
    (1..).zip(fields).map(|(number, bound)| (id_of(number, &bound), bound)).collect()
}

fn write_sheet(sheet: &mut Worksheet, items: &[ReviewItem], bound: &[(String, String)]) -> Result<(), FormError> {
    let title = text("review.title", &[])?;
    sheet.set_name(text("review.sheet", &[])?)?;
    sheet.write_string_with_format(0, 0, &title, &plain_line(14.0).set_bold())?;
    sheet.write_string_with_format(1, 0, text("review.note", &[])?, &plain_line(10.5))?;
    for (column, (key, width, entry)) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        let fill = if entry { Color::RGB(0x00ff_e699) } else { Color::RGB(0x00d0_d3d6) };
        let head = boxed(fill).set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        sheet.write_string_with_format(HEADER_ROW, column, text(&format!("review.columns.{key}"), &[])?, &head)?;
    }
    let mut row = HEADER_ROW + 1;
    let mut ids = bound.iter().map(|(id, _)| id.as_str());
    for item in items {
        row = write_item(sheet, row, item, &mut ids)?;
    }
    if row > HEADER_ROW + 1 {
        let choices = [text("review.right", &[])?, text("review.wrong", &[])?];
        let choose = DataValidation::new().allow_list_strings(&choices)?.set_input_message(text("review.input", &[])?)?;
        sheet.add_data_validation(HEADER_ROW + 1, column_of("judgement"), row - 1, column_of("judgement"), &choose)?;
        sheet.autofilter(HEADER_ROW, 0, row - 1, last_of(COLUMNS.len()))?;
    }
    set_up_print(sheet, &title, &text("review.footer", &[])?)?;
    sheet.set_freeze_panes(HEADER_ROW + 1, 1)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        edit_objects: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

/// The rows of a record, one a field, with its picture beside them; gives the next free row.
fn write_item<'a>(sheet: &mut Worksheet, first: u32, item: &ReviewItem, ids: &mut impl Iterator<Item = &'a str>) -> Result<u32, FormError> {
    let (cell, entry) = (boxed(Color::RGB(0x00f6_f6f6)), boxed(Color::RGB(0x00ff_f9d9)).set_unlocked());
    let small = cell.clone().set_font_size(8.0).set_font_color(Color::RGB(0x0055_5555));
    // A thick line begins a record.
    let begun = |format: &Format, row: u32| if row == first { format.clone().set_border_top(FormatBorder::Medium) } else { format.clone() };
    let quote: String = item.record.evidence.iter().map(|e| e.quote.as_str()).filter(|q| !q.is_empty()).collect::<Vec<_>>().join("\n");
    let kind = find_text(&format!("review.kinds.{}", item.record.body.type_name())).unwrap_or_default();
    let mut row = first;
    for field in &item.fields {
        let name = find_text(&format!("review.fields.{}", field.field)).unwrap_or_else(|| field.field.clone());
        let words = [
            ids.next().unwrap_or_default().to_owned(),
            item.file.clone(),
            place_of(item.record.evidence.first())?,
            kind.clone(),
            short(&item.gist, 80),
            name,
            short(&shown(&field.field, &field.old)?, 400),
            String::new(),
            String::new(),
            String::new(),
            if row == first { short(&quote, 300) } else { String::new() },
            if row == first { item.doubt.clone() } else { String::new() },
            String::new(),
        ];
        for ((column, words), (key, _, filled)) in (0_u16..).zip(words).zip(COLUMNS) {
            let format = begun(
                if filled {
                    &entry
                } else if key == "id" {
                    &small
                } else {
                    &cell
                },
                row,
            );
            if words.is_empty() {
                sheet.write_blank(row, column, &format)?;
            } else {
                sheet.write_string_with_format(row, column, words, &format)?;
            }
        }
        row += 1;
    }
    let rows = f64::from(row - first).max(1.0);
    let mut height: f64 = if rows < 2.0 { 63.0 } else { LEAST_ROW * 1.5 };
    if let Some(picture) = &item.picture {
        let image = Image::new_from_buffer(picture)?.set_alt_text(short(&quote, 200));
        let (width, tall) = (image.width().max(1.0), image.height());
        let scale = (f64::from(PICTURE_WIDTH) / width).min(1.0);
        height = height.max((tall * scale / PIXELS + 8.0) / rows);
        let image = image.set_scale_width(scale).set_scale_height(scale);
        sheet.insert_image_with_offset(first, column_of("picture"), &image, 4, 4)?;
    }
    for r in first..row {
        sheet.set_row_height(r, height.min(400.0))?;
    }
    Ok(row)
}

fn place_of(evidence: Option<&Evidence>) -> Result<String, FormError> {
    let Some(evidence) = evidence else { return Ok(String::new()) };
    match (&evidence.sheet, evidence.range, evidence.page, evidence.line) {
        (Some(sheet), Some(range), ..) => Ok(format!("{sheet}!{range}")),
        (.., Some(line)) => text("review.line", &[("n", &line.to_string())]),
        (_, _, Some(page), None) => text("review.page", &[("n", &page.to_string())]),
        _ => Ok(String::new()),
    }
}

/// What each row is bound to, in a sheet that nobody sees.
fn write_info(sheet: &mut Worksheet, bound: &[(String, String)]) -> Result<(), FormError> {
    sheet.set_name(text("review.info", &[])?)?;
    sheet.write_string(0, 0, KIND)?;
    for (row, (id, bound)) in (1_u32..).zip(bound) {
        sheet.write_string(row, 0, id)?;
        let signs: Vec<char> = bound.chars().collect();
        for (column, part) in (1_u16..).zip(signs.chunks(CELL)) {
            sheet.write_string(row, column, part.iter().collect::<String>())?;
        }
    }
    sheet.set_very_hidden(true);
    sheet.protect();
    Ok(())
}

pub(super) fn column_of(key: &str) -> u16 {
    COLUMNS.iter().position(|(k, ..)| *k == key).and_then(|at| u16::try_from(at).ok()).unwrap_or_default()
}

fn short(words: &str, most: usize) -> String {
    if words.chars().count() <= most { words.to_owned() } else { format!("{}…", words.chars().take(most).collect::<String>()) }
}
