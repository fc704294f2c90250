//! `extract` and `tables`: nothing but results on standard output.

use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;

use crate::workplace::{PLAN, Workplace};

#[test]
fn records_are_json_lines_with_evidence() {
    let place = Workplace::with_plan();
    let ended = place.run(&["extract", "plans/misaki.txt"], 0);
    let records = ended.json_lines();
    assert!(records.iter().any(|r| r["type"] == "measure" && r["title"] == "老朽管の更新"), "{records:#?}");
    for record in &records {
        assert_eq!(record["document"], "misaki");
        assert!(record["type"].is_string() && record["id"].is_string());
        assert!(record["evidence"].is_object() || record["evidence"].is_array(), "{record}");
    }
    assert_eq!(ended.stderr(), "");
}

#[test]
fn same_input_same_output() {
    let place = Workplace::with_plan().file("plans/second.md", PLAN);
    let files = ["extract", "plans/second.md", "plans/misaki.txt"];
    let first = place.run(&files, 0).stdout();
    let alone = place.command(&files).env("RAYON_NUM_THREADS", "1").output().unwrap();
    assert_eq!(first.as_bytes(), alone.stdout);
    let documents: Vec<&str> =
        first.lines().map(|line| if line.contains(r#""document":"second""#) { "second" } else { "misaki" }).collect();
    assert!(documents.is_sorted_by(|a, b| a >= b), "files are not in the order in which they were named");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let place = Workplace::with_plan();
    let mut child = Command::new(cargo_bin("shirube"))
        .args(["extract", "plans/misaki.txt"])
        .current_dir(place.path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert!(ended.stderr.is_empty(), "{ended:?}");
}

#[test]
fn tables_in_three_forms() {
    let place = Workplace::with_plan();
    let tables = place.run(&["tables", "plans/misaki.txt"], 0).json_lines();
    assert_eq!(tables.len(), 2, "{tables:#?}");
    let cells = tables[1]["cells"].as_array().unwrap();
    assert_eq!((&tables[1]["document"], cells.len()), (&"misaki".into(), 12));
    assert_eq!(cells[4], serde_json::json!({"row": 1, "col": 0, "row_span": 1, "col_span": 1, "text": "有収率"}));

    let csv = place.run(&["tables", "plans/misaki.txt", "--format", "csv"], 0).stdout();
    assert!(csv.contains("有収率,％,90.1,92.0"), "{csv}");
    let markdown = place.run(&["tables", "plans/misaki.txt", "--format", "md"], 0).stdout();
    assert!(markdown.contains("| 有収率 | ％ | 90.1 | 92.0 |"), "{markdown}");
}

#[test]
fn what_happened_goes_into_the_log() {
    let place = Workplace::with_plan();
    place.run(&["extract", "plans/misaki.txt", "--log", "shirube.log"], 0);
    assert!(place.read("shirube.log").contains("reading plans"), "{}", place.read("shirube.log"));
}
