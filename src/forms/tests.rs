//! Workbooks out and back without a store: what is filled in comes back, what cannot be taken is named by its cell.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::progress_book::{COLUMNS, column_of};
use super::words::text;
use super::*;
use crate::rules::Rules;
use crate::store::{Filled, RowKey};

const TODAY: &str = "2025-06-30";

fn due_row(n: usize) -> DueRow {
    DueRow {
        measure: format!("M-{n:06}"),
        code: Some(format!("1-{n}")),
        title: format!("施策その{n}"),
        path: vec!["安全な水".into()],
        owners: vec!["浄水課".into(), "配水課".into()],
        planned: "設計（R6）".into(),
        targets: String::new(),
        page: "4 ページ".into(),
    }
}

fn plan(rows: usize) -> Due {
    Due { plan: "plan".into(), title: "見本市実行計画".into(), year: 2024, rows: (1..=rows).map(due_row).collect() }
}

fn asked(rows: usize) -> BTreeMap<String, Vec<Asked>> {
    let of = |row: DueRow| (row.measure, vec![Asked { plan: "plan".into(), title: row.title, code: row.code, owners: row.owners }]);
    (1..=rows).map(due_row).map(of).collect()
}

fn filled(n: usize) -> Filled {
    Filled {
        done: Some(format!("{n}月に設計を終えた。\n次の段階に入る。")),
        rating: Some("順調".into()),
        completed_on: Some("2025-01-20".into()),
        amount: Some(1200.5),
        reason: None,
        next: Some("工事に入る。".into()),
        evidence: Some("検査調書".into()),
        by: Some("田中".into()),
    }
}

fn read(bytes: &[u8], rows: usize) -> FilledForm {
    read_progress("form.xlsx", bytes, &asked(rows), Rules::embedded(), TODAY).unwrap()
}

fn written(request: &Request, known: &BTreeMap<RowKey, Filled>) -> Vec<u8> {
    write_progress(request, known, &Rules::embedded().ratings.choices(), TODAY).unwrap()
}

#[test]
fn five_thousand_rows_come_back_as_they_were() {
    let request = &requests(&plan(5000), false)[0];
    let known: BTreeMap<RowKey, Filled> = request.rows.iter().enumerate().map(|(n, row)| (request.key(row), filled(n))).collect();
    let bytes = written(request, &known);
    assert_eq!(bytes, written(request, &known), "the same request gives the same bytes");
    let form = read(&bytes, 5000);
    assert_eq!(form.problems, []);
    assert_eq!(form.rows.len(), 5000);
    assert!(form.rows.iter().all(|row| known[&row.key] == row.filled));
    assert_eq!(form.rows[4].range.to_string(), "H8:O8");
}

#[test]
fn each_owner_is_asked_and_answers_for_itself() {
    let requests = requests(&plan(3), true);
    let sections: Vec<&str> = requests.iter().filter_map(|r| r.section.as_deref()).collect();
    assert_eq!(sections, ["浄水課", "配水課"]);
    let request = &requests[1];
    let key = request.key(&request.rows[0]);
    let form = read(&written(request, &BTreeMap::from([(key.clone(), filled(1))])), 3);
    assert_eq!((form.rows[0].key.clone(), form.empty, form.problems.len()), (key, 2, 0));
}

#[test]
fn a_form_left_alone_says_nothing() {
    let form = read(&written(&requests(&plan(2), false)[0], &BTreeMap::new()), 2);
    assert_eq!((form.rows.len(), form.empty, form.is_sound()), (0, 2, true));
}

/// A form written by hand, as people leave it: headers in the first row, then what `fill` puts there.
fn by_hand(fill: impl FnOnce(&mut Worksheet)) -> FilledForm {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("別の名前").unwrap();
    for (key, ..) in COLUMNS {
        sheet.write_string(0, column_of(key), text(&format!("progress.columns.{key}"), &[]).unwrap()).unwrap();
    }
    fill(sheet);
    read(&book.save_to_buffer().unwrap(), 5)
}

fn id(n: usize) -> String {
    RowId::of(&RowKey { plan: "plan".into(), measure: format!("M-{n:06}"), year: 2024, section: String::new() }).to_string()
}

fn problems(form: &FilledForm) -> Vec<(&str, &str, &str, bool)> {
    form.problems.iter().map(|p| (p.code, p.cell.as_str(), p.detail.as_str(), p.refuses)).collect()
}

#[test]
fn what_cannot_be_taken_is_named_by_its_cell() {
    let form = by_hand(|sheet| {
        let put = |sheet: &mut Worksheet, row: u32, key: &str, words: &str| _ = sheet.write_string(row, column_of(key), words).unwrap();
        put(sheet, 1, "id", "M-000001-2024-ZZZZ");
        put(sheet, 1, "done", "済");
        put(sheet, 2, "id", &id(2));
        put(sheet, 2, "amount", "約1,200");
        put(sheet, 2, "rating", "まあまあ");
        put(sheet, 3, "id", &id(3));
        let day = ExcelDateTime::from_ymd(2025, 7, 1).unwrap();
        sheet.write_datetime_with_format(3, column_of("completed_on"), &day, &Format::new().set_num_format("yyyy/m/d")).unwrap();
        put(sheet, 4, "done", "管理番号を消した");
        put(sheet, 5, "id", &id(2));
        put(sheet, 6, "id", "なにか");
        put(sheet, 7, "id", &id(4));
        put(sheet, 7, "completed_on", "1月ごろ");
        put(sheet, 8, "id", &id(9));
        put(sheet, 9, "id", &id(5));
        put(sheet, 9, "rating", "A");
        sheet.write_number(9, column_of("amount"), -3).unwrap();
    });
    assert!(!form.is_sound());
    assert_eq!(
        problems(&form),
        [
            ("id_damaged", "A2", "M-000001-2024-ZZZZ", true),
            ("rating_unknown", "I3", "まあまあ", true),
            ("not_a_number", "K3", "約1,200", true),
            ("future_date", "J4", "2025-07-01", true),
            ("id_missing", "A5", "管理番号を消した", true),
            ("id_twice", "A6", "別の名前!A3", true),
            ("id_damaged", "A7", "なにか", true),
            ("not_a_date", "J8", "1月ごろ", true),
            ("id_unknown", "A9", &id(9), true),
            ("rating_unknown", "I10", "A", true),
            ("negative_amount", "K10", "-3", true),
        ]
    );
}

#[test]
fn columns_may_be_added_and_moved_but_cells_not_merged() {
    let form = by_hand(|sheet| {
        sheet.write_string(0, 20, "課内メモ").unwrap();
        sheet.write_string(1, 0, id(1)).unwrap();
        sheet.write_string(1, column_of("done"), "設計した").unwrap();
        sheet.write_string(1, column_of("completed_on"), "令和5年3月1日").unwrap();
    });
    assert_eq!(problems(&form), [("extra_column", "U1", "課内メモ", false), ("date_outside_year", "J2", "2023-03-01", false)]);
    assert!(form.is_sound() && form.rows.len() == 1);
    let form = by_hand(|sheet| {
        sheet.write_string(1, 0, id(1)).unwrap();
        sheet.merge_range(1, column_of("done"), 2, column_of("done"), "設計した", &Format::new()).unwrap();
    });
    assert_eq!(problems(&form), [("merged_cells", "H2:H3", "", true)]);
}

#[test]
fn other_workbooks_and_other_files_are_refused() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "何か").unwrap();
    let form = read(&book.save_to_buffer().unwrap(), 1);
    assert_eq!(problems(&form), [("not_a_form", "", "", true)]);
    for bytes in [&b"PK\x03\x04broken"[..], b"", b"%PDF-1.7", &[0xd0, 0xcf, 0x11, 0xe0]] {
        assert!(read_progress("x.xlsx", bytes, &asked(1), Rules::embedded(), TODAY).is_err());
    }
}
