//! Editions and reports of the fictitious plans through `diff` and `audit`.

use serde_json::Value as Json;

use crate::workplace::Workplace;

fn seed(name: &str) -> String {
    format!("{}/seeds/{name}.pdf", env!("CARGO_MANIFEST_DIR"))
}

fn lines(text: &str) -> Vec<Json> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn changes_between_two_editions() {
    let place = Workplace::empty();
    let (old, new) = (seed("minamo_dx_r5"), seed("minamo_dx_r6"));
    let changes = lines(&place.run(&["diff", &old, &new, "--format", "jsonl", "-q"], 0).stdout());
    let kinds: Vec<&str> = changes.iter().filter_map(|c| c["kind"].as_str()).collect();
    for (kind, count) in [("renamed", 2), ("rescheduled", 2), ("dropped", 1), ("missing", 1), ("added", 2), ("target_changed", 2)] {
        assert_eq!(kinds.iter().filter(|k| **k == kind).count(), count, "{kind}: {kinds:?}");
    }
    let explained = |c: &&Json| c["findings"].as_array().is_some_and(|f| f.contains(&Json::from("reorganised")));
    assert_eq!(changes.iter().filter(explained).count(), 4, "only sections that the note names");
    assert!(changes.iter().all(|c| c["evidence"]["from"].is_array() && c["evidence"]["to"].is_array()));
    let same = place.run(&["diff", &old, &old, "--lang", "en", "-q"], 0).stdout();
    assert!(same.contains("0 changes"), "{same}");
}

#[test]
fn the_store_and_files_are_audited_alike() {
    let place = Workplace::empty();
    let names = ["minamo_progress_r6", "minamo_dx_r5", "minamo_progress_r5", "minamo_dx_r6"].map(seed);
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    place.run(&[&["ingest", "-q"], &files[..]].concat(), 0);
    let of_store = place.run(&["audit", "--format", "jsonl", "-q"], 0).stdout();
    let of_files = place.run(&[&["audit", "--format", "jsonl", "-q"], &files[..]].concat(), 0).stdout();
    assert_eq!(of_store, of_files);
    let rows = lines(&of_store);
    let found = |row: &&Json, finding: &str| row["findings"].as_array().is_some_and(|f| f.contains(&Json::from(finding)));
    let codes = |finding: &str| -> Vec<&str> { rows.iter().filter(|r| found(r, finding)).filter_map(|r| r["code"].as_str()).collect() };
    assert_eq!(codes("rating_and_schedule_disagree"), ["D2-1"]);
    assert_eq!(codes("rate_misprinted"), ["D1-1"]);
    assert_eq!(codes("restated"), ["D2-5"]);
    assert!(rows.iter().filter(|r| r["type"] == "audit").all(|r| r["pdca"]["do"]["answer"].is_string()));
}

#[test]
fn the_status_tells_of_findings_and_wrong_words() {
    let place = Workplace::empty();
    let (plan, report) = (seed("minamo_dx_r6"), seed("minamo_progress_r6"));
    place.run(&["audit", &plan, &report, "-q", "--fail-on", "serious"], 2);
    let early = place.run(&["audit", &plan, &report, "-q", "--as-of", "R5", "--fail-on", "serious", "--lang", "en"], 0).stdout();
    assert!(early.contains("2024-03"), "{early}");
    place.run(&["audit", &plan, "--as-of", "someday"], 3);
    place.run(&["diff", &plan, "no such plan"], 1);
    place.run(&["audit", &report], 1);
}
