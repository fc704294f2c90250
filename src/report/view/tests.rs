//! A small report in all forms.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::json;

use super::*;
use crate::model::{Record, Role};
use crate::report::Lang;
use crate::track::SourceDocument;

fn document() -> SourceDocument {
    let record: Record = serde_json::from_value(json!({"type": "measure", "title": "管路更新", "document": "plan", "id": "m",
        "evidence": {"page": 3, "bbox": [1.0, 2.0, 3.0, 4.0], "quote": "管路 <更新>"}}))
    .unwrap();
    SourceDocument { file: "plan.pdf".into(), hash: "ab".into(), records: vec![record], ..SourceDocument::default() }
}

fn report() -> Report {
    let mut draft = Draft::new("progress", "progress-x".into(), Speech(Lang::Ja));
    let place = draft.cite_record(&document(), 0);
    draft.note("金額は<税抜き>".into());
    draft.legend("△", "マイナス");
    let columns = vec![
        Column::subject("measure", "施策".into(), 12),
        Column::of(ColumnKind::Number, "cost", "事業費".into(), 8).with_unit(Some("千円")),
        Column::of(ColumnKind::State, "y2024", "令和6年度".into(), 10).in_year(2024),
    ];
    let state = Fact::text("▲ 遅れ").named("状態").code("behind").tone(Tone::Bad).at(place.clone());
    let rows = vec![
        Row::new(vec![
            Cell::text("管路更新"),
            Fact::number(-1_234_567.5, Some(1)).at(place).into(),
            vec![Fact::text("=設計").named("計画"), state].into(),
        ])
        .under("安全な水"),
    ];
    draft.report.tables.push(Table { key: "progress", title: "進捗管理表".into(), columns, rows });
    let point = |year, value: f64| ChartPoint { year, value, shown: value.to_string() };
    let line = Line { name: "実績".into(), role: Role::Actual, interim: false, points: vec![point(2023, 1.0), point(2024, 2.0)] };
    draft.report.charts.push(Chart::Lines(LineChart { title: "漏水率".into(), unit: "%".into(), lines: vec![line], sources: vec![0] }));
    draft.report
}

fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn the_facts_are_the_same_in_workbook_csv_and_json() {
    let report = report();
    let book = workbook(&report).unwrap();
    let rows = sheet(&book, "データ");
    let csv = String::from_utf8(csv(&report).unwrap()).unwrap();
    let mut lines = ::csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let cells: Vec<::csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    let json: serde_json::Value = serde_json::from_slice(&json(&report).unwrap()).unwrap();
    assert_eq!(rows.len(), cells.len() + 1);
    let number = rows[0].iter().position(|c| *c == Data::String("数値".into())).unwrap();
    assert_eq!(rows[1][number], Data::Float(-1_234_567.5));
    assert_eq!(cells[0][number], *"-1234567.5");
    assert_eq!(json["tables"][0]["rows"][0]["cells"][1]["facts"][0]["number"], json!(-1_234_567.5));
    insta::assert_snapshot!(csv.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
}

#[test]
fn a_workbook_has_its_sheets_and_the_same_bytes_again() {
    let report = report();
    let bytes = workbook(&report).unwrap();
    assert!(bytes == workbook(&report).unwrap(), "two runs differ");
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    assert_eq!(book.sheet_names(), ["印刷用", "グラフ", "グラフの数値", "データ", "凡例", "出典"]);
    let print = sheet(&bytes, "印刷用");
    assert!(print.iter().flatten().any(|c| *c == Data::Float(-1_234_567.5)));
    assert!(print.iter().flatten().any(|c| *c == Data::String("計画: =設計\n状態: ▲ 遅れ".into())));
}

#[test]
fn columns_that_name_rows_are_left_out_where_they_name_none() {
    let mut table = report().tables.remove(0);
    table.columns.insert(0, Column::subject("code", "番号".into(), 5));
    table.columns.push(Column::text("remarks", "備考".into(), 5));
    table.rows[0].cells.insert(0, Cell::default());
    table.rows[0].cells.push(Cell::default());
    let shown = table.without_empty_heads();
    let labels: Vec<&str> = shown.columns.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels, ["施策", "事業費", "令和6年度", "備考"]);
    assert_eq!(shown.rows[0].cells.len(), 4);
    assert_eq!(shown.rows[0].cells[0].lines(), "管路更新");
    table.rows.clear();
    assert_eq!(table.without_empty_heads(), table);
}

#[test]
fn a_figure_with_its_item_is_a_number_on_the_print_sheet() {
    let mut report = report();
    let planned = Fact::number(1_694_000.0, Some(0)).named("計画").unit(Some("千円"));
    report.tables[0].rows[0].cells[1] = planned.into();
    let print = sheet(&workbook(&report).unwrap(), "印刷用");
    assert!(print.iter().flatten().any(|c| *c == Data::Float(1_694_000.0)), "{print:?}");
}

#[test]
fn a_formula_of_a_plan_is_words() {
    for bad in ["=1+1", "@SUM(A1)", "+81-3", "-x", "\t=1", "－更新", "＝A1"] {
        assert!(super::csv::safe(bad).starts_with('\''), "{bad}");
    }
    for fine in ["-3.5", "+4", "水道", "―", "－", ""] {
        assert_eq!(super::csv::safe(fine), fine);
    }
}

#[test]
fn the_fragment_links_facts_to_places_and_escapes_the_plan() {
    let words = crate::report::words::Words::load(Lang::Ja).unwrap();
    let environment = crate::report::templates::environment(&[], &words, &crate::report::ReportOptions::default()).unwrap();
    let html = fragment(&environment, &report(), &[], 1).unwrap();
    let evidence = regex::Regex::new(r#"<a class="v" href="evidence/[0-9a-z]+-[pts0-9-]+\.html#[a-z0-9_-]+">△1,234,567.5</a>"#).unwrap();
    assert!(evidence.is_match(&html), "{html}");
    assert!(html.contains("金額は&lt;税抜き&gt;") && html.contains("(千円)"), "{html}");
    assert_eq!(html.matches("安全な水").count(), 1);
}
