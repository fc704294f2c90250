//! What people decide: plans, assign, link, utilities, aliases.

use serde_json::Value as Json;

use crate::workplace::Workplace;

fn seed(name: &str) -> String {
    format!("{}/seeds/{name}.pdf", env!("CARGO_MANIFEST_DIR"))
}

fn plans(place: &Workplace) -> Vec<Json> {
    let out = place.run(&["plans", "--format", "jsonl", "-q"], 0).stdout();
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Names of the documents by part: `edition minamo_dx_r5`.
fn members(plan: &Json) -> Vec<String> {
    let all = plan["documents"].as_array().unwrap().iter();
    all.map(|d| format!("{} {}", d["part"].as_str().unwrap(), d["name"].as_str().unwrap())).collect()
}

#[test]
fn plans_are_shown_and_put_right() {
    let place = Workplace::empty();
    let files = ["minamo_progress_r6", "minamo_dx_r6", "minamo_progress_r5", "minamo_dx_r5"].map(seed);
    place.run(&[&["ingest", "-q"], &files.each_ref().map(String::as_str)[..]].concat(), 0);
    let found = plans(&place);
    assert_eq!(found.len(), 1);
    let all = ["edition minamo_dx_r5", "edition minamo_dx_r6", "report minamo_progress_r5", "report minamo_progress_r6"];
    assert_eq!(members(&found[0]), all);
    assert!(found[0]["documents"][1]["reasons"].as_array().unwrap().contains(&Json::from("same_utility")));
    assert_eq!(found[0]["documents"][0]["in_force"][1].as_i64(), found[0]["documents"][1]["effective"].as_i64().map(|y| y - 1));

    place.run(&["assign", "minamo_dx_r6", "--plan", "another plan", "--edition", "2nd", "--effective", "R7", "--why", "test"], 0);
    let found = plans(&place);
    assert_eq!(found.len(), 2);
    let own = found.iter().find(|p| p["plan"] == "another plan").unwrap();
    assert_eq!(own["documents"][0]["edition"], "2nd");
    assert_eq!(own["documents"][0]["effective"], 2025);
    assert!(place.run(&["assign", "minamo_dx_r6", "--plan", "another plan"], 0).stdout().contains("nothing changes"));
    place.run(&["assign", "minamo_dx_r6", "--undo"], 0);
    assert_eq!(plans(&place).len(), 1);
    let table = place.run(&["plans", "--lang", "en"], 0).stdout();
    assert!(table.contains("same utility"), "{table}");

    place.run(&["assign", "minamo_dx_r6"], 3);
    place.run(&["assign", "minamo_dx_r6", "--effective", "someday"], 3);
    place.run(&["assign", "no such document", "--plan", "x"], 1);
}

#[test]
fn a_fixed_link_decides_between_editions() {
    let place = Workplace::empty();
    let files = ["minamo_dx_r5", "minamo_dx_r6"].map(seed);
    place.run(&[&["ingest", "-q"], &files.each_ref().map(String::as_str)[..]].concat(), 0);
    let changes = |kind: &str| -> Vec<Json> {
        let out = place.run(&["diff", "minamo_dx_r5", "minamo_dx_r6", "--format", "jsonl", "-q"], 0).stdout();
        out.lines().map(|l| serde_json::from_str::<Json>(l).unwrap()).filter(|c| c["kind"] == kind).collect()
    };
    let (gone, came) = (changes("missing"), changes("added"));
    let records = place.run(&["export", "-q"], 0).stdout();
    let id = |document: &str, title: &Json| {
        let all = records.lines().map(|l| serde_json::from_str::<Json>(l).unwrap());
        let found = all.into_iter().find(|r| r["type"] == "measure" && r["document"] == document && r["title"] == *title);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    };
    let (old, new) = (id("minamo_dx_r5", &gone[0]["measure_from"]), id("minamo_dx_r6", &came[0]["measure_to"]));
    place.run(&["link", &old, &new, "--why", "renamed"], 0);
    assert_eq!((changes("missing").len(), changes("added").len()), (gone.len() - 1, came.len() - 1));
    let renamed = changes("renamed").into_iter().find(|c| c["measure_from"] == gone[0]["measure_from"]).unwrap();
    assert_eq!((renamed["reasons"][0].as_str(), renamed["similarity"].as_f64()), (Some("fixed"), Some(1.0)));
    place.run(&["link", &old, &new, "--undo"], 0);
    assert_eq!(changes("missing").len(), gone.len());
    place.run(&["link", &old, &old], 3);
    place.run(&["link", &old, "M-999999"], 1);
}

#[test]
fn tables_of_names_are_taken_whole_or_not_at_all() {
    let place = Workplace::with_plan().file("u.csv", "名称,コード,別名,給水人口R4,給水人口R5\n見本市,01,見本市水道局,31000,29500\n");
    let place = place.file("bad.csv", "名称,R5\n見本市,many\n").file("a.csv", "種類,旧,新\n組織,料金課,営業課\n");
    place.run(&["ingest", "plans", "-q"], 0);
    place.run(&["utilities", "import", "u.csv"], 0);
    let told = place.run(&["utilities", "import", "bad.csv"], 1).stderr();
    assert!(told.contains("line 2") && told.contains("many"), "{told}");
    let listed = place.run(&["utilities", "list"], 0).stdout();
    assert!(listed.contains("29500 (2023)") && listed.contains("15000-29999"), "{listed}");
    place.run(&["aliases", "import", "a.csv"], 0);
    assert!(place.run(&["aliases", "list"], 0).stdout().contains("営業課"));
    assert!(place.run(&["utilities", "import", "u.csv"], 0).stdout().contains("same as before"));
}
