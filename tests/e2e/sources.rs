//! Workbooks as sources, pages as pictures, text recognition.

use rust_xlsxwriter::{Format, Workbook};

use super::pdf;
use super::workplace::Workplace;

/// A plan in a workbook: a merged cell over two measures, one merged bar over two years.
pub(crate) fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("収支計画").unwrap();
    sheet.write_string(0, 0, "岬市水道事業経営戦略").unwrap();
    sheet.write_string(2, 0, "表1 収支計画").unwrap().write_string(2, 3, "（単位：千円）").unwrap();
    for (col, words) in (0..).zip(["区分", "科目", "令和6年度", "令和7年度"]) {
        sheet.write_string(3, col, words).unwrap();
    }
    sheet.merge_range(4, 0, 5, 0, "収入", &Format::new()).unwrap();
    let money = Format::new().set_num_format("#,##0");
    for (row, item, first) in [(4, "給水収益", 1113.0), (5, "加入金", 50.0)] {
        sheet.write_string(row, 1, item).unwrap();
        sheet.write_number_with_format(row, 2, first, &money).unwrap().write_number_with_format(row, 3, first + 1000.0, &money).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn records_of_a_workbook_name_sheet_and_cells() {
    let place = Workplace::empty().file("plans/plan.xlsx", workbook());
    let records = place.run(&["extract", "plans/plan.xlsx"], 0).json_lines();
    let income = records.iter().find(|r| r["type"] == "amount" && r["value"] == 2113.0).unwrap();
    assert_eq!((&income["item"], &income["unit"]), (&"給水収益".into(), &"千円".into()));
    let evidence = &income["evidence"];
    assert_eq!((&evidence["sheet"], &evidence["range"], &evidence["quote"]), (&"収支計画".into(), &"D5".into(), &"2,113".into()));
    let tables = place.run(&["tables", "plans/plan.xlsx"], 0).json_lines();
    assert_eq!((&tables[0]["sheet"], &tables[0]["range"]), (&"収支計画".into(), &"A4:D6".into()));
    assert!(tables[0]["cells"].as_array().unwrap().iter().any(|cell| cell["range"] == "A5:A6" && cell["row_span"] == 2));
    place.run(&["run", "plans"], 0);
    let pages: String =
        super::workplace::contents(&place.path("output")).iter().map(|(_, b)| String::from_utf8_lossy(b).into_owned()).collect();
    assert!(pages.contains("収支計画 D5"), "the reports give the place");
}

#[test]
fn inspect_draws_the_page() {
    let place = Workplace::empty().file("a.pdf", pdf::with_text("Water supply plan")).file("a.txt", "水道\n");
    let said = place.run(&["inspect", "a.pdf", "--out", "a.png", "--dpi", "72"], 0).stdout();
    assert!(said.contains("a.png") && said.contains("page 1"), "{said}");
    let png = std::fs::read(place.path("a.png")).unwrap();
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert!(png.starts_with(b"\x89PNG") && (side(16), side(20)) == (595, 842));
    place.run(&["inspect", "a.pdf", "--page", "2", "--lang", "ja"], 1).one_line_with(&["a.pdf", "2", "ページ"]);
    place.run(&["inspect", "a.txt"], 1).one_line_with(&["a.txt", "PDF"]);
    place.run(&["inspect", "a.pdf", "--dpi", "9999"], 3).one_line_with(&["--dpi", "9999"]);
}

#[test]
fn recognition_without_the_program_says_what_to_install() {
    let place = Workplace::empty().file("scan.pdf", pdf::scan());
    let ended = place.command(&["extract", "scan.pdf", "--ocr"]).env("PATH", "").assert().failure();
    let told = String::from_utf8(ended.get_output().stderr.clone()).unwrap();
    assert!(told.contains("scan.pdf") && told.contains("tesseract-ocr-jpn"), "{told}");
}
