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

#[test]
fn the_customary_table_of_old_and_new() {
    let place = Workplace::empty();
    let (old, new) = (seed("minamo_dx_r5"), seed("minamo_dx_r6"));
    let page = place.run(&["diff", &old, &new, "--format", "html", "--lang", "ja", "-q"], 0).stdout();
    assert!(page.starts_with("<!doctype html>") && page.contains("新旧対照表") && page.contains("minamo_dx_r6"), "{page}");
    assert!(!page.contains("src=\"") && !page.contains("href=\"http"), "one file, nothing fetched");
    place.run(&["diff", &old, &new, "--format", "xlsx", "--out", "t.xlsx"], 0);
    assert!(std::fs::read(place.path("t.xlsx")).unwrap().starts_with(b"PK"));
    let again = place.run(&["diff", &old, &new, "--format", "html", "--lang", "ja", "-q"], 0).stdout();
    assert_eq!(page, again);
}

#[test]
fn every_finding_names_its_rule_and_place() {
    let place = Workplace::empty();
    let names = ["minamo_dx_r5", "minamo_dx_r6", "minamo_progress_r5", "minamo_progress_r6"].map(seed);
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    let all = lines(&place.run(&[&["audit", "--format", "jsonl", "-q"], &files[..]].concat(), 0).stdout());
    assert_eq!((all[0]["type"].as_str(), all[0]["as_of_rule"].as_str()), (Some("audit_of"), Some("latest_report")));
    let findings: Vec<&Json> = all.iter().filter(|r| r["type"] == "audit_finding").collect();
    let seen = |code: &str| findings.iter().any(|f| f["finding"] == code);
    assert!(seen("vanished") && seen("target_moved") && seen("rate_misprinted") && seen("restated"));
    for finding in &findings {
        assert!(finding["rule"].as_str().is_some_and(|r| !r.is_empty()), "{finding}");
        let sides = [&finding["evidence"]["plan"], &finding["evidence"]["report"]];
        assert!(sides.iter().any(|s| s.as_array().is_some_and(|s| !s.is_empty())), "{finding}");
    }
    let page = place.run(&[&["audit", "-q", "--lang", "ja"], &files[..]].concat(), 0).stdout();
    assert!(page.contains("報告の最も新しい公表時点") && page.contains("目標値の変更"), "{page}");
}

/// A real plan's text, where the shared seeds are present.
fn shared_seed(name: &str) -> Option<String> {
    let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("SHIRUBE_SHARED").map_or_else(|| root.join("../shared"), Into::into);
    let path = shared.join("seeds").join(name);
    path.exists().then(|| path.display().to_string())
}

#[test]
#[allow(clippy::print_stdout)] // a test that is skipped says so
fn follow_up_and_deletions_of_real_plans() {
    let (Some(vision), Some(dx)) = (shared_seed("003_8516b6285d28edee.txt"), shared_seed("004_d6a3d0dfcbaa5608.txt")) else {
        println!("skipped: the shared seeds are not here");
        return;
    };
    let place = Workplace::empty();
    let rows = |file: &str| -> Vec<Json> {
        let all = lines(&place.run(&["audit", file, "--format", "jsonl", "-q"], 0).stdout());
        all.into_iter().filter(|r| r["type"] == "audit").collect()
    };
    let follow_ups = rows(&vision);
    assert!(follow_ups.len() > 40, "{}", follow_ups.len());
    let of = |state: &str| follow_ups.iter().filter(|r| r["state"] == state).count();
    assert!(of("cancelled") >= 1 && of("transferred") >= 1 && of("behind") >= 3 && of("done") >= 3);
    assert!(of("unknown") * 5 < follow_ups.len());
    assert!(follow_ups.iter().all(|r| r["year"] == 2018 && r["evidence"]["report"][0]["line"].is_u64()));
    let deletions = rows(&dx);
    let codes: Vec<&str> = deletions.iter().filter(|r| r["state"] == "dropped_in_plan").filter_map(|r| r["code"].as_str()).collect();
    assert_eq!(codes, ["R4-2-4", "R5-2-2", "R5-2-5"]);
    assert!(deletions.iter().all(|r| r["evidence"]["plan"][0]["line"].is_u64()));
}
