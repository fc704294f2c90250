//! Files made to keep a program busy, through the built program: each ends, and what was left out is told with the file and the place.

use std::fmt::Write;

use crate::pdf;
use crate::workplace::Workplace;

const WORDS: &str = "BT /F1 12 Tf 72 800 Td (Plan 2024) Tj ET\n";

#[test]
fn a_page_of_a_million_lines() {
    let mut content = WORDS.to_owned();
    for n in 0..1_000_000 {
        writeln!(content, "{} {} m {} {} l S", n % 590, n / 1_200, n * 7 % 590, n * 13 % 840).unwrap();
    }
    let place = Workplace::empty().file("drawing.pdf", pdf::with_content(&content));
    let told = place.run(&["tables", "drawing.pdf"], 0).stderr();
    for what in ["(paths); the rest was left out", "(lines); tables or arrows may be missing"] {
        assert!(
            told.lines().any(|line| line.contains("drawing.pdf, page 1") && line.contains(what) && line.contains("original")),
            "{told}"
        );
    }
}

#[test]
fn a_grid_of_two_hundred_by_two_hundred_is_read_to_the_end() {
    let mut content = WORDS.to_owned();
    for n in 0..=200 {
        let at = f64::from(n) * 2.9;
        writeln!(content, "{at} 0 m {at} 580 l S 0 {at} m 580 {at} l S").unwrap();
    }
    content.push_str(" BT /F1 1 Tf");
    for n in 0..40_000 {
        write!(content, " 1 0 0 1 {} {} Tm ({}) Tj", f64::from(n % 200) * 2.9 + 1.0, f64::from(n / 200) * 2.9 + 1.0, n % 10).unwrap();
    }
    content.push_str(" ET");
    let place = Workplace::empty().file("grid.pdf", pdf::with_content(&content));
    assert!(!place.run(&["extract", "grid.pdf"], 0).json_lines().is_empty());
}

#[test]
fn deep_nesting() {
    let deep = [format!("{}{WORDS}{}", "q ".repeat(300_000), "Q ".repeat(300_000)), format!("{WORDS} {}", "[".repeat(300_000))];
    for content in deep {
        let place = Workplace::empty().file("deep.pdf", pdf::with_content(&content));
        assert!(!place.run(&["extract", "deep.pdf"], 0).json_lines().is_empty());
    }
}

#[test]
fn megabytes_of_tabs() {
    let row = format!("計画{}\n", "\t".repeat(999));
    let place = Workplace::empty().file("tabs.txt", row.repeat(5_000)).file("line.txt", format!("計画{}", "\t".repeat(5_000_000)));
    place.run(&["tables", "tabs.txt"], 0).one_line_with(&["tabs.txt", "line 1001", "too many cells", "Split"]);
    place.run(&["tables", "line.txt"], 0).one_line_with(&["line.txt", "line 1", "1000 / 5000001"]);
}

#[test]
fn pages_are_read_up_to_the_limit_that_is_asked_for() {
    let place = Workplace::empty().file("long.pdf", pdf::with_pages("Plan 2024", 30));
    place.run(&["extract", "long.pdf", "--max-pages", "10"], 0).one_line_with(&["long.pdf", "10 / 30", "--max-pages"]);
    assert_eq!(place.run(&["extract", "long.pdf", "--max-pages", "30"], 0).stderr(), "");
    place.run(&["extract", "long.pdf", "--max-pages", "0"], 3);
    for seconds in ["0", "3600"] {
        assert_eq!(place.run(&["extract", "long.pdf", "--page-seconds", seconds], 0).stderr(), "");
    }
}
