//! The store through the commands: what goes in comes out, twice in is once in.

use crate::workplace::Workplace;

fn filled() -> Workplace {
    let place = Workplace::with_plan();
    let said = place.run(&["ingest", "plans"], 0).stdout();
    assert!(said.contains("1 new, 0 unchanged"), "{said}");
    place
}

#[test]
fn second_ingest_changes_nothing() {
    let place = filled();
    let records = place.run(&["export"], 0).stdout();
    let said = place.run(&["ingest", "plans/misaki.txt"], 0).stdout();
    assert!(said.contains("0 new, 1 unchanged"), "{said}");
    assert_eq!(place.run(&["export"], 0).stdout(), records);
    let verified = place.run(&["store", "verify"], 0).stdout();
    assert!(verified.contains("Everything agrees"), "{verified}");
}

#[test]
fn list_and_show() {
    let place = filled();
    let list = place.run(&["list"], 0).stdout();
    let row = list.lines().find(|line| line.contains("misaki")).unwrap();
    let id = row.split_whitespace().next().unwrap();
    let shown = place.run(&["show", id, "--lang", "ja"], 0).stdout();
    assert!(shown.contains("misaki.txt") && shown.contains("施策"), "{shown}");

    let measure = place.run(&["export"], 0).json_lines().into_iter().find(|r| r["type"] == "measure").unwrap();
    let shown = place.run(&["show", measure["id"].as_str().unwrap()], 0).stdout();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), measure);
    place.run(&["show", "M-999999"], 1).one_line_with(&["M-999999", "shirube list"]);
}

#[test]
fn csv_opens_in_excel() {
    let place = filled();
    place.run(&["export", "--format", "csv", "--out", "records.csv"], 0);
    let csv = place.read("records.csv");
    assert!(csv.starts_with("\u{feff}type,document,document_id,id,"), "{csv}");
    assert!(csv.contains("老朽管の更新"));
}

#[test]
fn rebuild_and_backup() {
    let place = filled();
    place.run(&["store", "rebuild"], 0);
    place.run(&["store", "backup", "kept.tar.gz"], 0);
    place.run(&["store", "backup", "kept.tar.gz"], 1).one_line_with(&["kept.tar.gz", "another name"]);
    place.run(&["store", "verify", "--store", "nowhere"], 1).one_line_with(&["nowhere", "no store"]);
}

#[test]
fn damage_is_found() {
    let place = filled();
    let source = std::fs::read_dir(place.path("shirube-data/sources")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&source, "something else").unwrap();
    let verified = place.run(&["store", "verify"], 2);
    verified.one_line_with(&[&source.file_name().unwrap().to_string_lossy(), "damaged"]);
    // Taking the file in again mends it.
    place.run(&["ingest", "plans"], 0);
    place.run(&["store", "verify"], 0);
}

#[test]
fn a_taught_word_reaches_kept_plans() {
    let place = filled().file("rules/kinds.toml", include_str!("../../rules/kinds.toml"));
    let again = place.run(&["refresh"], 0).stdout();
    assert!(again.contains("0 read anew, 1 were up to date"), "{again}");
    let place = place.file("rules/reviews.toml", format!("{}\n# taught\n", include_str!("../../rules/reviews.toml")));
    let again = place.run(&["refresh", "--rules", "rules"], 0).stdout();
    assert!(again.contains("1 read anew, 0 were up to date") && again.contains("same records"), "{again}");
}

#[test]
fn reports_of_the_store() {
    let place = filled();
    place.run(&["report", "--out", "reports"], 0);
    assert!(place.read("reports/index.html").contains("misaki"));
    place.run(&["report", "--store", "nowhere"], 1);
}
