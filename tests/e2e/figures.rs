//! From a figure in a report to the words on the page of its source, as an auditor follows it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;
use shirube::layout::pages::words_in;
use shirube::model::{Content, Page, Rect};
use shirube::read::{Options, read_file};

use crate::workplace::{Workplace, contents};

/// How many figures are followed.
const FIGURES: usize = 20;
/// How many of each report at least.
const EACH: usize = 3;
const PLANS: [&str; 7] = [
    "tokasumi_chukei.pdf",
    "tokasumi_vision.pdf",
    "kazemachi_vision.pdf",
    "minamo_dx_r5.pdf",
    "minamo_dx_r6.pdf",
    "minamo_progress_r5.pdf",
    "minamo_progress_r6.pdf",
];

fn plans(names: &[&str]) -> Workplace {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    names.iter().fold(Workplace::empty(), |place, plan| place.file(&format!("plans/{plan}"), std::fs::read(seeds.join(plan)).unwrap()))
}

/// The pages of the sources by the beginning of their hash.
fn pages(place: &Workplace) -> BTreeMap<String, Vec<Page>> {
    let read = |plan: &&str| {
        let source = read_file(&place.path(&format!("plans/{plan}")), &Options::default()).unwrap();
        let Content::Pages(pages) = source.content else { panic!("{plan} has no pages") };
        (source.hash[..12].to_owned(), pages)
    };
    PLANS.iter().map(read).collect()
}

/// The files of the output folder by name with `/`.
fn output(place: &Workplace) -> BTreeMap<String, Vec<u8>> {
    let root = place.path("output");
    let name = |path: std::path::PathBuf| path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
    contents(&root).into_iter().map(|(path, bytes)| (name(path), bytes)).collect()
}

/// Digits alone: a report adds separators, signs and units.
fn digits(text: &str) -> String {
    shirube::language::squash(text).chars().filter(char::is_ascii_digit).collect()
}

/// A figure on a page of a report with the evidence that it links to.
struct Figure {
    report: String,
    page: String,
    anchor: String,
    shown: String,
}

/// Every figure of every report that leads to a page of a source.
fn figures(files: &BTreeMap<String, Vec<u8>>) -> Vec<Figure> {
    let kind = Regex::new(r#"data-report="([a-z_]+)""#).unwrap();
    let link = Regex::new(r##"href="(evidence/[^"#]+-p[0-9]+\.html)#([^"]+)"[^>]*>(△?[0-9][0-9,.]*)</a>"##).unwrap();
    let mut all = Vec::new();
    for (_, html) in files.iter().filter(|(name, _)| name.ends_with(".html") && !name.starts_with("evidence/")) {
        let html = String::from_utf8_lossy(html);
        let report = kind.captures(&html).map_or_else(String::new, |c| c[1].to_owned());
        let figure = |c: regex::Captures<'_>| Figure {
            report: report.clone(),
            page: c[1].to_owned(),
            anchor: c[2].to_owned(),
            shown: c[3].to_owned(),
        };
        all.extend(link.captures_iter(&html).map(figure));
    }
    all
}

/// The words that a reader of the source finds in the rectangle that is marked for a figure.
fn words_at(figure: &Figure, files: &BTreeMap<String, Vec<u8>>, sources: &BTreeMap<String, Vec<Page>>) -> String {
    let Figure { page, anchor, .. } = figure;
    let html = String::from_utf8_lossy(&files[page]);
    let style = html.split_once(&format!("id=\"{anchor}\" style=\"")).and_then(|(_, rest)| rest.split_once('"'));
    let style = style.unwrap_or_else(|| panic!("{page}: no rectangle {anchor}")).0;
    let frame: Vec<f32> = style.split(';').map(|part| part.split_once(':').unwrap().1.parse().unwrap()).collect();
    let [left, top, width, height] = frame[..] else { panic!("{page}#{anchor}: {style}") };
    let picture = html.split_once("<img src=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
    assert!(files[&format!("evidence/{picture}")].starts_with(&[0xff, 0xd8]), "{picture} is no JPEG");
    let (source, number) = page.trim_start_matches("evidence/").trim_end_matches(".html").split_once("-p").unwrap();
    words_in(&sources[source][number.parse::<usize>().unwrap() - 1], &Rect::new(left, top, left + width, top + height))
}

#[test]
fn figures_of_every_report_are_found_on_their_pages() {
    let place = plans(&PLANS);
    place.run(&["run", "plans", "--quiet"], 0);
    let sources = pages(&place);
    let files = output(&place);
    let figures = figures(&files);
    assert!(figures.len() > 100, "only {} figures", figures.len());
    let kinds: BTreeSet<&str> = figures.iter().map(|f| f.report.as_str()).collect();
    for kind in ["comparison_table", "dossier", "indicators", "money", "outline", "peers", "progress", "themes", "yearly", ""] {
        assert!(kinds.contains(kind), "no figure of {kind} leads to a page: {kinds:?}");
    }
    // A fixed sequence (Knuth's MMIX generator), so that a failure comes again: some figures of each report, the rest from all.
    let mut state = 20_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut chosen: Vec<&Figure> = Vec::new();
    for kind in &kinds {
        let own: Vec<&Figure> = figures.iter().filter(|f| f.report == *kind).collect();
        chosen.extend((0..EACH).map(|_| own[random(own.len())]));
    }
    while chosen.len() < FIGURES {
        chosen.push(&figures[random(figures.len())]);
    }
    let every = std::env::var_os("SHIRUBE_EVERY_FIGURE").is_some();
    let mut wrong = Vec::new();
    for figure in if every { figures.iter().collect() } else { chosen } {
        let printed = words_at(figure, &files, &sources);
        if !digits(&printed).contains(&digits(&figure.shown)) {
            wrong.push(format!("{} {}#{}: {} is not in {printed:?}", figure.report, figure.page, figure.anchor, figure.shown));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), figures.len(), wrong.join("\n"));
}

#[test]
fn evidence_is_shown_as_asked_and_not_drawn_twice() {
    let place = plans(&PLANS[..2]);
    place.run(&["run", "plans", "--quiet"], 0);
    let first = output(&place);
    let drawn =
        |files: &BTreeMap<String, Vec<u8>>, end: &str| files.keys().filter(|n| n.starts_with("evidence/") && n.ends_with(end)).count();
    assert!(drawn(&first, ".jpg") > 5);
    let picture = first.keys().find(|n| n.ends_with(".jpg")).unwrap();
    let before = std::fs::metadata(place.path(&format!("output/{picture}"))).unwrap().modified().unwrap();
    place.run(&["report", "--quiet"], 0);
    assert!(output(&place) == first, "a second run gives other bytes");
    assert_eq!(std::fs::metadata(place.path(&format!("output/{picture}"))).unwrap().modified().unwrap(), before);

    place.run(&["report", "--quiet", "--evidence", "none"], 0);
    let none = output(&place);
    assert_eq!((drawn(&none, ".jpg"), drawn(&none, ".html")), (0, drawn(&first, ".html")));
    place.run(&["report", "--quiet", "--evidence", "crops"], 0);
    let size = |files: &BTreeMap<String, Vec<u8>>| files.iter().filter(|(n, _)| n.ends_with(".jpg")).map(|(_, b)| b.len()).sum::<usize>();
    let crops = output(&place);
    assert!(size(&crops) < size(&first) && drawn(&crops, ".jpg") == drawn(&first, ".jpg"));
    place.run(&["report", "--quiet", "--evidence", "pdf"], 0);
    let copies = output(&place);
    assert_eq!(drawn(&copies, ".pdf"), 2);
    for (name, bytes) in copies.iter().filter(|(n, _)| n.ends_with(".pdf")) {
        let copy = place.path(&format!("output/{name}"));
        assert!(bytes.windows(9).any(|w| w == b"Highlight"), "{name} has no highlights");
        assert!(matches!(read_file(&copy, &Options::default()).unwrap().content, Content::Pages(pages) if !pages.is_empty()));
    }
}

#[test]
fn an_open_workbook_is_told_and_the_others_are_written() {
    let place = Workplace::with_plan();
    place.run(&["run", "plans", "--quiet"], 0);
    let first = output(&place);
    let name = first.keys().find(|n| n.starts_with("excel/progress") && n.ends_with(".xlsx")).unwrap().trim_start_matches("excel/");
    // A folder of this name cannot be replaced, and the mark beside it is the one that Excel lays there.
    let workbook = place.path(&format!("output/excel/{name}"));
    std::fs::remove_file(&workbook).unwrap();
    std::fs::create_dir(&workbook).unwrap();
    std::fs::write(place.path(&format!("output/excel/~${name}")), "").unwrap();
    std::fs::remove_file(place.path("output/index.html")).unwrap();
    place.run(&["report", "--quiet"], 2).one_line_with(&[name, "open in Excel", "Close it there and run again"]);
    assert_eq!(place.read("output/index.html").as_bytes(), first["index.html"]);
    place.run(&["report", "--quiet", "--lang", "ja", "--only", "progress"], 2).one_line_with(&[
        name,
        "Excel などのソフトで開いている",
        "閉じて",
    ]);

    std::fs::remove_dir(&workbook).unwrap();
    std::fs::remove_file(place.path(&format!("output/excel/~${name}"))).unwrap();
    place.run(&["report", "--quiet"], 0);
    assert!(output(&place) == first, "after closing, everything is as it was");
}

#[test]
fn own_templates_take_the_place_of_single_ones() {
    let place = Workplace::with_plan().file("mine/search.html", "<p>{{ t('search') }} by us</p>").file("bad/index.html", "{% if %}");
    place.run(&["run", "plans", "--templates", "mine"], 0);
    assert_eq!(place.read("output/search.html"), "<p>Search by us</p>");
    assert!(place.read("output/index.html").contains("<h1>"));
    place.run(&["report", "--templates", "bad"], 1).one_line_with(&["index.html", "--templates"]);
}
