//! What the program says of a plan that does not agree with itself: `check`, `review`, `extract --coverage`, `rules suggest`.
//!
//! The plan has a wrong row total, a target against its direction and a column head that no rule knows.

use crate::workplace::Workplace;

const MIKAGE: &str = include_str!("../fixtures/mikage.txt");

fn place() -> Workplace {
    Workplace::empty().file("mikage.txt", MIKAGE)
}

fn said(args: &[&str]) -> String {
    place().run(args, 0).stdout()
}

#[test]
fn check_prints_both_sides_of_each_finding() {
    insta::assert_snapshot!("check_en", said(&["check", "mikage.txt", "--lang", "en"]));
    insta::assert_snapshot!("check_ja", said(&["check", "mikage.txt", "--lang", "ja"]));
    place().run(&["check", "mikage.txt", "--fail-on", "serious"], 2);
    place().run(&["check", "missing.txt"], 1).one_line_with(&["missing.txt", "Check the path"]);
    place().run(&["check", "mikage.txt", "--fail-on", "never"], 3);
}

#[test]
fn review_lists_the_most_doubtful_records_first() {
    insta::assert_snapshot!("review_en", said(&["review", "mikage.txt", "--lang", "en"]));
    insta::assert_snapshot!("review_ja", said(&["review", "mikage.txt", "--lang", "ja"]));
    place().run(&["review", "missing.txt"], 1).one_line_with(&["missing.txt", "Check the path"]);
}

#[test]
fn coverage_counts_what_gave_no_record() {
    insta::assert_snapshot!("coverage_en", said(&["extract", "--coverage", "mikage.txt", "--lang", "en"]));
    // A table that nobody understands: its figures are told, not lost.
    let odd = place().file("odd.txt", "御影市水道ビジョン\n\n\u{3042}\t\u{3044}\t\u{3046}\n1\t22\t333\n4\t55\t666\n");
    let line = odd.run(&["extract", "--coverage", "odd.txt"], 0).stdout().lines().nth(1).unwrap_or_default().to_owned();
    assert!(line.trim_end().ends_with("6           6") || line.split_whitespace().rev().take(2).all(|n| n == "6"), "{line}");
    place().run(&["extract", "--coverage", "missing.txt"], 1).one_line_with(&["missing.txt", "no such file"]);
}

#[test]
fn suggest_names_the_unknown_head_with_its_place() {
    insta::assert_snapshot!("suggest_en", said(&["rules", "suggest", "mikage.txt", "--lang", "en"]));
    place().run(&["rules", "suggest", "missing.txt"], 1).one_line_with(&["missing.txt", "no such file"]);
    place().run(&["rules", "suggest"], 3);
}
