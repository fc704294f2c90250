//! `run`: from a folder of plans to reports.

use crate::pdf;
use crate::workplace::{PLAN, Workplace, contents};

#[test]
fn a_folder_of_plans_becomes_reports() {
    let place = Workplace::with_plan().file("plans/README.md", "not a plan").file("plans/sub/other.md", PLAN.replace("みさき", "しおかぜ"));
    let said = place.run(&["run", "plans"], 0).stdout();
    assert!(said.contains("Files read: 2") && said.contains("measures") && said.contains("understood"), "{said}");
    assert!(said.lines().count() <= 24, "the summary does not fit a screen: {said}");
    assert!(place.read("output/index.html").contains("<html"));
    let japanese = place.run(&["run", "plans", "--lang", "ja", "--out", "報告"], 0).stdout();
    assert!(japanese.contains("施策") && japanese.contains("変更なし 2"), "{japanese}");
    assert!(place.path("報告/index.html").exists());
}

#[test]
fn two_runs_give_the_same_bytes() {
    let place = Workplace::with_plan();
    place.run(&["run", "plans"], 0);
    let first = contents(&place.path("output"));
    place.run(&["run", "plans", "--store", "other"], 0);
    assert!(first == contents(&place.path("output")), "the second run wrote something else");
}

#[test]
fn quiet_says_nothing() {
    let ended = Workplace::with_plan().run(&["run", "plans", "--quiet"], 0);
    assert_eq!((ended.stdout(), ended.stderr()), (String::new(), String::new()));
}

#[test]
fn the_other_files_go_on() {
    let place = Workplace::with_plan().file("plans/empty.txt", "").file("plans/scan.pdf", pdf::scan());
    let ended = place.run(&["run", "plans"], 2);
    assert!(ended.stdout().contains("Files read: 1") && ended.stdout().contains("not read: 2"), "{}", ended.stdout());
    let stderr = ended.stderr();
    assert!(stderr.lines().count() == 2 && stderr.contains("empty.txt") && stderr.contains("scan.pdf"), "{stderr}");
    assert!(place.read("output/index.html").contains("empty.txt"), "the report does not name the files that failed");
}

#[test]
fn a_folder_without_plans_is_told() {
    let place = Workplace::empty().file("plans/photo.jpg", "x").file("plans/README.md", "x");
    place.run(&["run", "plans"], 1).one_line_with(&["plans", ".pdf"]);
    place.run(&["run", "nowhere"], 1).one_line_with(&["nowhere"]);
    place.run(&["run"], 1).one_line_with(&["seeds"]);
    place.run(&["run", "plans/photo.jpg"], 1).one_line_with(&["photo.jpg", "ingest"]);
    place.run(&["ingest", "plans"], 1).one_line_with(&["plans", ".pdf"]);
    assert!(!place.path("output").exists() && !place.path("shirube-data").exists());
}

#[test]
fn only_unreadable_plans_is_a_failure() {
    let place = Workplace::empty().file("plans/empty.txt", "");
    let ended = place.run(&["run", "plans"], 1);
    assert!(ended.stderr().contains("empty.txt") && ended.stderr().contains("no reports"), "{}", ended.stderr());
}

#[test]
fn the_plans_of_the_repository() {
    let place = Workplace::empty();
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let ended = place.run(&["run", seeds, "--lang", "ja"], 0);
    assert!(ended.stdout().contains("読めなかったもの 0"), "{}", ended.stdout());
    let pages =
        std::fs::read_dir(place.path("output")).unwrap().filter(|f| f.as_ref().unwrap().path().extension().is_some_and(|e| e == "html"));
    assert!(pages.count() > 2);
}
