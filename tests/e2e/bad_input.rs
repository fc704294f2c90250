//! What users hand in by mistake: one clear line each, with the file and what to do.

use crate::pdf;
use crate::workplace::{PLAN, Workplace};

#[test]
fn files_that_cannot_be_read() {
    let place = Workplace::empty()
        .file("empty.txt", "")
        .file("blank.txt", " \n\n")
        .file("scan.pdf", pdf::scan())
        .file("letter.pdf", "Dear Sir")
        .file("picture.txt", [0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        .file("sheet.xls", "PK");
    place.run(&["extract", "missing.pdf"], 1).one_line_with(&["missing.pdf", "no such file", "Check"]);
    place.run(&["extract", "empty.txt"], 1).one_line_with(&["empty.txt", "is empty"]);
    place.run(&["extract", "blank.txt"], 1).one_line_with(&["blank.txt", "is empty"]);
    place.run(&["extract", "scan.pdf"], 1).one_line_with(&["scan.pdf", "--ocr"]);
    place.run(&["extract", "letter.pdf"], 1).one_line_with(&["letter.pdf", "not a PDF"]);
    place.run(&["extract", "picture.txt"], 1).one_line_with(&["picture.txt", "not text"]);
    place.run(&["extract", "sheet.xls"], 1).one_line_with(&["sheet.xls", ".pdf"]);
    place.run(&["extract", "scan.pdf", "--lang", "ja"], 1).one_line_with(&["エラー", "scan.pdf", "--ocr"]);
}

#[test]
fn what_is_missing_or_damaged_is_told_in_plain_words() {
    let place = Workplace::empty().file("broken.xlsx", "PK\u{3}\u{4}broken").file("plan.txt", "山野市水道ビジョン\n令和6年3月\n");
    place.run(&["extract", "broken.xlsx", "--lang", "ja"], 1).one_line_with(&["broken.xlsx", "Excel"]);
    place.run(&["ingest", "plan.txt", "--quiet"], 0);
    let told = place.run(&["utilities", "import", "missing.csv", "--lang", "ja"], 1);
    told.one_line_with(&["missing.csv", "見つかりません"]);
    assert!(!told.stderr().contains("os error"), "{}", told.stderr());
    place.run(&["review", "import", "missing.xlsx", "--by", "山田", "--lang", "ja"], 1).one_line_with(&["missing.xlsx", "見つかりません"]);
    place.run(&["diff", "plan.txt", "missing.pdf", "--lang", "ja"], 1).one_line_with(&["missing.pdf", "ファイルでも"]);
}

#[test]
fn a_password_is_asked_for_and_taken() {
    let place = Workplace::empty().file("locked.pdf", pdf::with_password("Plan 2024", "himitsu"));
    place.run(&["extract", "locked.pdf"], 1).one_line_with(&["locked.pdf", "--password"]);
    place.run(&["extract", "locked.pdf", "--password", "no"], 1).one_line_with(&["locked.pdf", "--password"]);
    assert_eq!(place.run(&["extract", "locked.pdf", "--password", "himitsu"], 0).stderr(), "");
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let place = Workplace::with_plan().file("empty.txt", "").file("note.pdf", pdf::with_text("Note"));
    let ended = place.run(&["extract", "missing.txt", "plans/misaki.txt", "empty.txt", "note.pdf"], 2);
    assert!(ended.json_lines().iter().any(|r| r["document"] == "misaki"));
    assert_eq!(ended.stderr().lines().count(), 2, "{}", ended.stderr());
}

#[test]
fn shift_jis_is_read_and_said() {
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(PLAN);
    let place = Workplace::with_plan().file("misaki.txt", bytes);
    let ended = place.run(&["extract", "misaki.txt"], 0);
    ended.one_line_with(&["misaki.txt", "Shift_JIS"]);
    assert_eq!(ended.stdout(), place.run(&["extract", "plans/misaki.txt"], 0).stdout());
}

#[test]
fn a_broken_rule_is_told_with_file_line_and_key() {
    let place = Workplace::with_plan().file("rules/columns.toml", "[owner]\nwords = [\"担当課\"]\nwordz = [\"x\"]\n");
    for command in [&["extract", "plans/misaki.txt"][..], &["run", "plans"], &["rules", "list"]] {
        place.run(&[command, &["--rules", "rules"]].concat(), 3).one_line_with(&["columns.toml", "line 3", "wordz"]);
    }
    let checked = place.run(&["rules", "check", "--rules", "rules", "--lang", "ja"], 3);
    assert!(checked.stderr().contains("columns.toml の 3 行目"), "{}", checked.stderr());
    place.run(&["rules", "check", "--rules", "nowhere"], 3).one_line_with(&["nowhere", "--rules"]);
    assert!(!place.path("shirube-data").exists(), "nothing may be written with wrong rules");
}

#[test]
fn the_rules_inside_are_in_order() {
    let place = Workplace::empty();
    assert!(place.run(&["rules", "check"], 0).stdout().contains("No mistakes"));
    assert!(place.run(&["rules", "list"], 0).stdout().contains("columns.toml"));
}

#[test]
fn a_store_in_a_folder_of_other_things_is_refused() {
    let place = Workplace::with_plan();
    place.run(&["ingest", "plans/misaki.txt", "--store", "plans"], 1).one_line_with(&["plans", "--store"]);
    place.run(&["extract", "plans/misaki.txt", "--log", "no/such/folder.log"], 1).one_line_with(&["folder.log", "--log"]);
}
