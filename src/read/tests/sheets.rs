//! Workbooks made in the test.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, FormatBorder, Formula, Workbook};

use crate::model::{Content, Sheet};
use crate::read::{Kind, Options, ReadError, read_bytes};

fn read(bytes: &[u8]) -> Result<(Vec<Sheet>, Vec<String>), ReadError> {
    let source = read_bytes("made", bytes, Kind::Workbook, &Options::default())?;
    let warnings = source.warnings.iter().map(|w| format!("{} {:?} {}", w.code, w.page, w.detail)).collect();
    match source.content {
        Content::Sheets(sheets) => Ok((sheets, warnings)),
        _ => panic!("a workbook has sheets"),
    }
}

fn made(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

fn texts(sheet: &Sheet) -> Vec<String> {
    sheet.cells.iter().map(|cell| format!("{} {}", cell.range, cell.text)).collect()
}

#[test]
fn merged_ranges_are_one_cell_and_numbers_are_as_displayed() {
    let bytes = made(|workbook| {
        let sheet = workbook.add_worksheet().set_name("投資計画").unwrap();
        sheet.merge_range(0, 1, 0, 3, "令和6年度", &Format::new().set_border(FormatBorder::Thin)).unwrap();
        sheet.merge_range(1, 0, 2, 0, "管路更新", &Format::new()).unwrap();
        sheet.write_number_with_format(1, 1, 1_234_567, &Format::new().set_num_format("#,##0")).unwrap();
        sheet.write_number(1, 2, 1_234_567).unwrap();
        sheet.write_number_with_format(1, 3, -1234, &Format::new().set_num_format("#,##0;\"△\"#,##0")).unwrap();
        let date = ExcelDateTime::parse_from_str("2024-04-01").unwrap();
        sheet.write_datetime_with_format(2, 1, &date, &Format::new().set_num_format("[$-411]ggge\"年\"m\"月\"")).unwrap();
        sheet.write_number_with_format(2, 2, 0.875, &Format::new().set_num_format("0.0%")).unwrap();
        sheet.write_boolean(2, 3, true).unwrap();
    });
    let (sheets, warnings) = read(&bytes).unwrap();
    assert_eq!((sheets[0].number, sheets[0].name.as_str(), sheets[0].spans_lost), (1, "投資計画", false));
    let expected = ["A2:A3 管路更新", "B1:D1 令和6年度", "B2 1,234,567", "C2 1234567", "D2 △1,234", "B3 令和6年4月", "C3 87.5%", "D3 TRUE"];
    let mut found = texts(&sheets[0]);
    found.sort();
    let mut expected = expected.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(found, expected);
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn fills_are_kept_and_hidden_sheets_and_errors_are_said() {
    let bytes = made(|workbook| {
        let sheet = workbook.add_worksheet();
        sheet.write_string_with_format(0, 0, "年度", &Format::new().set_background_color(0x00C6_E0B4)).unwrap();
        sheet.write_formula(1, 0, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_blank(1, 1, &Format::new().set_background_color(0x00FF_0000)).unwrap();
        sheet.write_formula(2, 0, Formula::new("=2+3").set_result("5")).unwrap();
        workbook.add_worksheet().set_name("下書き").unwrap().set_hidden(true).write_string(0, 0, "秘密").unwrap();
    });
    let (sheets, warnings) = read(&bytes).unwrap();
    assert_eq!(sheets.len(), 1);
    assert_eq!(texts(&sheets[0]), ["A1 年度", "B2 ", "A3 5"]);
    assert_eq!(sheets[0].cells.iter().map(|c| c.fill).collect::<Vec<_>>(), [Some(0xC6_E0B4), Some(0xFF_0000), None]);
    assert_eq!(warnings, ["formula_error Some(1) A2", "hidden_sheet Some(2) 下書き"]);
}

#[test]
fn bad_workbooks_are_errors() {
    let good = made(|workbook| _ = workbook.add_worksheet().write_string(0, 0, "年度").unwrap());
    let code = |bytes: &[u8]| read(bytes).unwrap_err().code();
    assert_eq!(code(b"no workbook at all"), "not_office");
    assert_eq!(code(&good[..good.len() / 2]), "damaged");
    assert_eq!(code(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "unsupported_encryption");
    assert_eq!(code(&made(|workbook| _ = workbook.add_worksheet())), "empty");
    for at in (0..good.len()).step_by(97) {
        let mut broken = good.clone();
        broken[at] ^= 0x55;
        let _ = read(&broken);
    }
}

/// The same workbook with words of its first sheet replaced.
fn with_other_words(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == "xl/worksheets/sheet1.xml" {
            content = String::from_utf8(content).unwrap().replace(from, to).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&content).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn impossible_rows_and_columns_are_no_fault() {
    let bytes = made(|workbook| {
        workbook.add_worksheet().write_string(0, 0, "指標").unwrap();
    });
    for cell in ["A99999999999999999999", "A4294967296", "ZZZZZZZZZZZZ1", "A0", "1", "A"] {
        let found = read(&with_other_words(&bytes, "r=\"A1\"", &format!("r=\"{cell}\"")));
        assert!(found.as_ref().is_err_and(|e| matches!(e.code(), "damaged" | "empty")) || found.is_ok(), "{cell}: {found:?}");
    }
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let bytes = made(|workbook| _ = workbook.add_worksheet().write_string(0, 0, "年".repeat(30_000)).unwrap());
    let options = Options { max_stream_size: 20_000, ..Options::default() };
    assert_eq!(read_bytes("made", &bytes, Kind::Workbook, &options).unwrap_err().code(), "unpacks_too_large");
}

#[test]
fn cells_far_apart_cost_nothing() {
    let bytes = made(|workbook| {
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 0, "一").unwrap().write_string(1_048_575, 16_383, "端").unwrap();
    });
    assert_eq!(texts(&read(&bytes).unwrap().0[0]), ["A1 一", "XFD1048576 端"]);
}

#[test]
fn cells_beyond_the_limit_are_left_out_and_said() {
    let bytes = made(|workbook| {
        let sheet = workbook.add_worksheet();
        for row in 0..50 {
            sheet.write_number(row, 0, row).unwrap();
        }
    });
    let options = Options { max_cells: 10, ..Options::default() };
    let source = read_bytes("made", &bytes, Kind::Workbook, &options).unwrap();
    let Content::Sheets(sheets) = &source.content else { panic!("a workbook has sheets") };
    assert_eq!((sheets[0].cells.len(), source.warnings[0].code.as_str()), (10, "cell_limit"));
}

#[test]
fn hidden_rows_and_columns_are_read_and_said() {
    let bytes = made(|workbook| {
        let sheet = workbook.add_worksheet().set_name("計画").unwrap();
        for (row, col, words) in [(0, 0, "取組"), (0, 1, "担当"), (1, 0, "更新"), (1, 1, "工務課"), (2, 0, "点検"), (2, 1, "水質課")]
        {
            sheet.write_string(row, col, words).unwrap();
        }
        sheet.set_row_hidden(1).unwrap().set_row_hidden(2).unwrap().set_column_hidden(1).unwrap();
    });
    let (sheets, warnings) = read(&bytes).unwrap();
    assert_eq!(sheets[0].cells.len(), 6);
    assert_eq!(warnings, ["hidden_cells Some(1) 2-3, B"]);
}
