//! Roadmaps as utilities draw them, and tables of other kinds, each as a small PDF: what the page holds and which years are read from it.

use std::fmt::Write as _;

use crate::generator::pdf::{Coding, Pdf, ems};
use shirube::language::Tokenizer;
use shirube::layout;
use shirube::model::{BlockKind, Body, Table};
use shirube::rules::Rules;
use shirube::{extract, read};

type Colour = (f32, f32, f32);
const DARK: Colour = (0.1, 0.3, 0.5);
const BLUE: Colour = (0.5, 0.7, 0.9);
const GREEN: Colour = (0.6, 0.8, 0.6);
const PALE: Colour = (0.93, 0.95, 0.98);
const PAPER: Colour = (1.0, 1.0, 1.0);

/// Where the years begin, and how wide one is.
const LEFT: f32 = 240.0;
const WIDE: f32 = 60.0;
/// Where the first row begins, and how high a row is.
const TOP: f32 = 150.0;
const HIGH: f32 = 34.0;

const NAMES: [&str; 4] = ["北山浄水場の更新", "配水池の耐震補強", "漏水調査の強化", "水道料金の見直し"];
const YEARS: [&str; 5] = ["令和8年度", "令和9年度", "令和10年度", "令和11年度", "令和12年度"];
/// Row, first and last year, words.
const STEPS: [(usize, usize, usize, &str); 7] = [
    (0, 0, 1, "設計"),
    (0, 2, 4, "工事"),
    (1, 0, 0, "診断"),
    (1, 1, 2, "設計"),
    (1, 3, 4, "補強工事"),
    (2, 0, 4, "実施"),
    (3, 1, 2, "検討"),
];

fn page() -> Pdf {
    let mut pdf = Pdf::new(595.0, 420.0, Coding::Utf16);
    pdf.text(50.0, 50.0, 14.0, "第5章　取組の工程");
    pdf.text(50.0, 80.0, 9.0, "計画期間の取組を次の工程で進めます。");
    pdf
}

fn row(n: usize) -> f32 {
    TOP + HIGH * n as f32
}

fn year(n: usize) -> f32 {
    LEFT + WIDE * n as f32
}

fn centred(pdf: &mut Pdf, from: f32, to: f32, y: f32, size: f32, text: &str) {
    pdf.text((from + to - size * ems(text)) / 2.0, y, size, text);
}

fn years(pdf: &mut Pdf, y: f32) {
    for (n, name) in YEARS.iter().enumerate() {
        centred(pdf, year(n), year(n + 1), y, 8.0, name);
    }
}

fn names(pdf: &mut Pdf, x: f32) {
    for (n, name) in NAMES.iter().enumerate() {
        pdf.text(x, row(n) + 12.0, 9.0, name);
    }
}

fn chevron(pdf: &mut Pdf, from: f32, to: f32, top: f32, colour: Colour) {
    let (a, b, tip) = (top, top + 16.0, to - 8.0);
    pdf.polygon(&[(from, a), (tip, a), (to, a + 8.0), (tip, b), (from, b)], colour, true);
}

/// Chevrons with words, or only those of the rows asked for.
fn chevrons(pdf: &mut Pdf) {
    for (n, from, to, words) in STEPS {
        chevron(pdf, year(from) + 3.0, year(to + 1) - 3.0, row(n) + 9.0, BLUE);
        centred(pdf, year(from), year(to + 1), row(n) + 12.5, 8.0, words);
    }
}

fn boxes(pdf: &mut Pdf) {
    for (n, from, to, words) in STEPS {
        pdf.fill((year(from) + 3.0, row(n) + 9.0, WIDE * (to + 1 - from) as f32 - 6.0, 16.0), GREEN);
        centred(pdf, year(from), year(to + 1), row(n) + 12.5, 8.0, words);
    }
}

fn row_lines(pdf: &mut Pdf, from: f32, first: usize) {
    for n in first..=4 {
        pdf.line((from, row(n)), (year(5), row(n)), 0.5);
    }
}

/// Table, bars and schedule as a person would jot them down.
fn read_again(name: &str, pdf: Pdf) -> String {
    let bytes = pdf.bytes();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("roadmaps");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.pdf")), &bytes).unwrap();
    let rules = Rules::embedded();
    let source = read::read_bytes(name, &bytes, read::Kind::Pdf, &read::Options::default()).unwrap();
    let blocks = layout::blocks(&source);
    let found = extract::extract(&source, &extract::Sectioned::new(&blocks, rules), rules, &Tokenizer::new(None).unwrap());
    let mut out = String::new();
    for block in &blocks {
        match &block.kind {
            BlockKind::Table(table) => jot(&mut out, table),
            other => writeln!(out, "{}", other.text()).unwrap(),
        }
    }
    for record in &found.records {
        match &record.body {
            Body::Measure(m) => writeln!(out, "measure {} {:?} {:?}", m.title, m.path, m.owners).unwrap(),
            Body::Schedule(s) => {
                writeln!(out, "  {} | {} | {:?} {:?} {:?} {:?}", s.measure, s.label, s.from, s.to, s.phase, s.basis).unwrap()
            }
            Body::Value(v) => writeln!(out, "value {} {:?} {:?} {:?} {}", v.indicator, v.unit, v.year, v.role, v.text).unwrap(),
            _ => {}
        }
    }
    out
}

fn jot(out: &mut String, table: &Table) {
    writeln!(out, "TABLE {} x {}", table.rows, table.cols).unwrap();
    for cell in table.cells.iter().filter(|c| !c.text.is_empty() || c.row_span * c.col_span > 1) {
        writeln!(out, "  {}+{},{}+{} {:?}", cell.row, cell.row_span, cell.col, cell.col_span, cell.text).unwrap();
    }
    for bar in &table.bars {
        writeln!(out, "  {:?} rows {:?} cols {:?} {:?} {}", bar.shape, bar.rows, bar.cols, bar.label, bar.meaning).unwrap();
    }
}

macro_rules! seen {
    ($name:literal, $pdf:expr) => {
        insta::assert_snapshot!(concat!("page_", $name), read_again($name, $pdf))
    };
}

mod ruled;
mod slides;

#[test]
fn row_lines_only() {
    let mut pdf = page();
    pdf.text(70.0, 132.0, 8.0, "取組");
    years(&mut pdf, 132.0);
    pdf.line((50.0, 124.0), (year(5), 124.0), 0.5);
    row_lines(&mut pdf, 50.0, 0);
    names(&mut pdf, 56.0);
    chevrons(&mut pdf);
    seen!("row_lines", pdf);
}

#[test]
fn painted_rows() {
    let mut pdf = page();
    pdf.fill((50.0, 124.0, year(5) - 50.0, 26.0), DARK);
    pdf.text(70.0, 132.0, 8.0, "取組");
    years(&mut pdf, 132.0);
    for n in [0, 2] {
        pdf.fill((50.0, row(n), year(5) - 50.0, HIGH), PALE);
    }
    names(&mut pdf, 56.0);
    boxes(&mut pdf);
    seen!("painted_rows", pdf);
}

#[test]
fn no_lines_at_all() {
    let mut pdf = page();
    years(&mut pdf, 132.0);
    names(&mut pdf, 56.0);
    chevrons(&mut pdf);
    seen!("no_lines", pdf);
}

#[test]
fn years_in_boxes_and_arrows_of_words() {
    let mut pdf = page();
    for n in 0..5 {
        pdf.fill((year(n) + 2.0, 126.0, WIDE - 4.0, 20.0), BLUE);
    }
    years(&mut pdf, 132.0);
    pdf.text(60.0, row(0) + 7.0, 9.0, "北山浄水場の更新と");
    pdf.text(60.0, row(0) + 18.0, 9.0, "送水管の二重化");
    pdf.text(60.0, row(1) + 12.0, 9.0, "配水池の耐震補強");
    for (n, from, to, words) in [(0, 0, 1, "検討"), (0, 2, 4, "実施"), (1, 0, 2, "調査・設計"), (1, 3, 4, "工事")] {
        chevron(&mut pdf, year(from) + 3.0, year(to + 1) - 3.0, row(n) + 9.0, GREEN);
        centred(&mut pdf, year(from), year(to + 1), row(n) + 12.5, 8.0, words);
    }
    seen!("year_boxes", pdf);
}

#[test]
fn halves_under_years() {
    let mut pdf = page();
    for (n, name) in ["令和8年度", "令和9年度", "令和10年度"].iter().enumerate() {
        centred(&mut pdf, LEFT + 100.0 * n as f32, LEFT + 100.0 * (n + 1) as f32, 116.0, 8.0, name);
        for (half, word) in ["上期", "下期"].iter().enumerate() {
            let from = LEFT + 100.0 * n as f32 + 50.0 * half as f32;
            centred(&mut pdf, from, from + 50.0, 132.0, 8.0, word);
        }
    }
    pdf.text(90.0, 124.0, 8.0, "取組項目");
    for y in [110.0, 146.0, row(1), row(2), row(3)] {
        pdf.line((50.0, y), (LEFT + 300.0, y), 0.5);
    }
    for (n, name) in NAMES[..3].iter().enumerate() {
        pdf.text(56.0, row(n) + 12.0, 9.0, name);
    }
    for (n, from, to, words) in [(0, 0, 2, "設計"), (0, 3, 5, "工事"), (1, 1, 1, "診断"), (1, 2, 5, "補強"), (2, 0, 5, "調査")] {
        chevron(&mut pdf, LEFT + 50.0 * from as f32 + 2.0, LEFT + 50.0 * (to + 1) as f32 - 2.0, row(n) + 9.0, BLUE);
        centred(&mut pdf, LEFT + 50.0 * from as f32, LEFT + 50.0 * (to + 1) as f32, row(n) + 12.5, 8.0, words);
    }
    seen!("halves", pdf);
}

#[test]
fn arrows_past_the_last_year_and_guides_from_top_to_bottom() {
    let mut pdf = page();
    years(&mut pdf, 132.0);
    for n in 0..=5 {
        pdf.dashed((year(n), 126.0), (year(n), row(4)));
    }
    names(&mut pdf, 56.0);
    for (n, from, to, words) in STEPS {
        let end = if to == 4 { year(5) + 18.0 } else { year(to + 1) - 3.0 };
        chevron(&mut pdf, year(from) + 3.0, end, row(n) + 9.0, BLUE);
        centred(&mut pdf, year(from), year(to + 1), row(n) + 12.5, 8.0, words);
    }
    seen!("past_the_end", pdf);
}

#[test]
fn two_lines_of_work_in_a_row() {
    let mut pdf = page();
    pdf.fill((50.0, 124.0, year(5) - 50.0, 26.0), DARK);
    pdf.text(70.0, 132.0, 8.0, "施策");
    years(&mut pdf, 132.0);
    row_lines(&mut pdf, 50.0, 0);
    names(&mut pdf, 56.0);
    for n in 0..4 {
        for (lane, from, to, words) in [(0, 0, 1, "計画の策定"), (0, 2, 3, "工事"), (1, 1, 4, "職員の研修")] {
            let y = row(n) + 3.0 + 15.0 * lane as f32;
            pdf.fill((year(from) + 2.0, y, WIDE * (to + 1 - from) as f32 - 4.0, 12.0), if lane == 0 { BLUE } else { GREEN });
            centred(&mut pdf, year(from), year(to + 1), y + 2.0, 7.5, words);
        }
    }
    seen!("two_lanes", pdf);
}

#[test]
fn tiers_in_painted_boxes_on_the_left() {
    let mut pdf = page();
    years(&mut pdf, 132.0);
    for (first, rows, name) in [(0, 2, "強靭"), (2, 2, "持続")] {
        pdf.fill((40.0, row(first) + 2.0, 50.0, HIGH * rows as f32 - 4.0), DARK);
        centred(&mut pdf, 40.0, 90.0, row(first) + HIGH - 5.0, 10.0, name);
    }
    names(&mut pdf, 100.0);
    chevrons(&mut pdf);
    seen!("tiers", pdf);
}

#[test]
fn owners_behind_the_years() {
    let mut pdf = page();
    pdf.text(60.0, 132.0, 8.0, "取組");
    for (n, name) in ["R8", "R9", "R10", "R11"].iter().enumerate() {
        centred(&mut pdf, year(n), year(n + 1), 132.0, 8.0, name);
    }
    pdf.text(year(4) + 20.0, 132.0, 8.0, "担当課");
    for y in [124.0, row(0), row(1), row(2), row(3), row(4)] {
        pdf.line((50.0, y), (year(4) + 90.0, y), 0.5);
    }
    names(&mut pdf, 56.0);
    for (n, owner) in ["施設課", "工務課", "工務課", "経営企画課"].iter().enumerate() {
        pdf.text(year(4) + 12.0, row(n) + 12.0, 9.0, owner);
    }
    for (n, from, to) in [(0, 0, 1), (0, 2, 3), (1, 1, 3), (2, 0, 3), (3, 1, 2)] {
        pdf.line((year(from) + 4.0, row(n) + 17.0), (year(to + 1) - 8.0, row(n) + 17.0), 1.2);
        let end = year(to + 1) - 3.0;
        pdf.polygon(&[(end - 6.0, row(n) + 14.0), (end, row(n) + 17.0), (end - 6.0, row(n) + 20.0)], DARK, true);
        centred(&mut pdf, year(from), year(to + 1), row(n) + 5.0, 8.0, if from == 0 { "設計" } else { "工事" });
    }
    seen!("owners", pdf);
}

/// Lines with heads in the years of a row.
fn pointed_lines(pdf: &mut Pdf, n: usize, steps: &[(usize, usize, &str)]) {
    for (from, to, words) in steps {
        let (y, end) = (row(n) + 20.0, year(to + 1) - 3.0);
        pdf.line((year(*from) + 4.0, y), (end - 5.0, y), 1.2);
        pdf.polygon(&[(end - 6.0, y - 3.0), (end, y), (end - 6.0, y + 3.0)], DARK, true);
        centred(pdf, year(*from), year(to + 1), row(n) + 8.0, 8.0, words);
    }
}

/// Columns that stand close together beside the years: only the head tells all of them.
#[test]
fn names_and_owners_close_together() {
    let mut pdf = page();
    for (x, words) in [(56.0, "番号"), (100.0, "取組"), (196.0, "担当課")] {
        pdf.text(x, 132.0, 8.0, words);
    }
    years(&mut pdf, 132.0);
    pdf.line((50.0, 124.0), (year(5), 124.0), 0.5);
    row_lines(&mut pdf, 50.0, 0);
    for (n, (name, owner)) in
        [("設計積算システムの更新", "施設課"), ("配水池の耐震補強", "総務課"), ("漏水調査の強化", "工務課"), ("水道料金の見直し", "料金課")]
            .iter()
            .enumerate()
    {
        pdf.text(56.0, row(n) + 12.0, 8.0, &format!("1-{}", n + 1));
        pdf.text(98.0, row(n) + 12.0, 8.0, name);
        pdf.text(190.0, row(n) + 12.0, 8.0, owner);
        pointed_lines(&mut pdf, n, if n % 2 == 0 { &[(0, 1, "調査"), (2, 4, "工事")] } else { &[(1, 4, "検討")] });
    }
    seen!("close_columns", pdf);
}

/// Titles between the rows run over all columns of names.
#[test]
fn titles_between_rows() {
    let mut pdf = page();
    for (x, words) in [(56.0, "番号"), (100.0, "取組"), (196.0, "担当課")] {
        pdf.text(x, 132.0, 8.0, words);
    }
    years(&mut pdf, 132.0);
    pdf.line((50.0, 124.0), (year(5), 124.0), 0.5);
    (0..=6).for_each(|n| pdf.line((50.0, row(n)), (year(5), row(n)), 0.5));
    for (n, title) in [(0, "基本目標1　安全でおいしい水を届け続ける水道"), (3, "基本目標2　災害に備え、地域とともに歩む水道")]
    {
        pdf.text(56.0, row(n) + 12.0, 8.0, title);
    }
    for (n, code, name, owner) in [
        (1, "1-1", "水質検査の充実", "浄水課"),
        (2, "1-2", "貯水槽の点検", "給水課"),
        (4, "2-1", "配水池の耐震化", "施設課"),
        (5, "2-2", "訓練の実施", "総務課"),
    ] {
        for (x, words) in [(56.0, code), (98.0, name), (190.0, owner)] {
            pdf.text(x, row(n) + 12.0, 8.0, words);
        }
        pointed_lines(&mut pdf, n, &[(0, 1, "設計"), (2, 4, "実施")]);
    }
    seen!("titles_between", pdf);
}

#[test]
fn periods_in_a_painted_head_over_panels() {
    let mut pdf = page();
    pdf.fill((50.0, 116.0, 490.0, 34.0), DARK);
    centred(&mut pdf, 50.0, LEFT, 128.0, 9.0, "主な取組");
    for (n, (name, span)) in [("第1期", "令和8〜10年度"), ("第2期", "令和11〜14年度"), ("第3期", "令和15〜17年度")].iter().enumerate()
    {
        let from = LEFT + 100.0 * n as f32;
        centred(&mut pdf, from, from + 100.0, 120.0, 9.0, name);
        centred(&mut pdf, from, from + 100.0, 134.0, 7.0, span);
    }
    for n in 0..4 {
        pdf.fill((LEFT, row(n) + 0.5, 300.0, HIGH - 1.0), PALE);
        pdf.fill((50.0, row(n), 3.0, HIGH), GREEN);
        pdf.line((50.0, row(n + 1)), (540.0, row(n + 1)), 0.5);
    }
    names(&mut pdf, 60.0);
    for (n, from, to, words) in
        [(0, 0, 0, "設計"), (0, 1, 2, "運用"), (1, 0, 1, "優先路線"), (2, 0, 0, "診断"), (2, 1, 1, "補強"), (3, 0, 2, "検証・審議")]
    {
        chevron(&mut pdf, LEFT + 100.0 * from as f32 + 3.0, LEFT + 100.0 * (to + 1) as f32 - 3.0, row(n) + 9.0, BLUE);
        centred(&mut pdf, LEFT + 100.0 * from as f32, LEFT + 100.0 * (to + 1) as f32, row(n) + 12.5, 8.0, words);
    }
    seen!("periods", pdf);
}

#[test]
fn a_head_parted_by_white_lines_over_dashed_guides() {
    let mut pdf = page();
    pdf.fill((50.0, 116.0, 490.0, 34.0), DARK);
    for (n, name) in ["R8", "R9", "R10", "R11", "R12"].iter().enumerate() {
        pdf.fill((year(n) - 0.5, 116.0, 1.0, 34.0), PAPER);
        pdf.dashed((year(n), 150.0), (year(n), row(4)));
        centred(&mut pdf, year(n), year(n + 1), 120.0, 9.0, name);
        centred(&mut pdf, year(n), year(n + 1), 134.0, 7.0, &format!("({})", 2026 + n));
    }
    pdf.text(100.0, 128.0, 9.0, "整備の項目");
    for n in 1..=4 {
        pdf.line((50.0, row(n)), (540.0, row(n)), 0.8);
    }
    for (n, name) in NAMES.iter().enumerate() {
        let (a, b) = name.split_at(name.len() / 2 / 3 * 3);
        pdf.text(56.0, row(n) + 6.0, 9.0, a);
        pdf.text(72.0, row(n) + 19.0, 9.0, b);
    }
    chevrons(&mut pdf);
    seen!("white_lines", pdf);
}

#[test]
fn plan_above_result_with_a_legend() {
    let mut pdf = page();
    for (x, colour, words) in [(380.0, BLUE, "計画"), (440.0, GREEN, "実績")] {
        pdf.fill((x, 101.0, 18.0, 8.0), colour);
        pdf.text(x + 24.0, 100.5, 8.0, words);
    }
    years(&mut pdf, 132.0);
    pdf.text(70.0, 132.0, 8.0, "取組");
    row_lines(&mut pdf, 50.0, 0);
    names(&mut pdf, 56.0);
    for (n, from, to) in [(0, 0, 3), (1, 1, 4), (2, 0, 4), (3, 1, 2)] {
        pdf.fill((year(from) + 2.0, row(n) + 5.0, WIDE * (to + 1 - from) as f32 - 4.0, 8.0), BLUE);
        if from == 0 {
            pdf.fill((year(from) + 2.0, row(n) + 19.0, WIDE * 2.0 - 4.0, 8.0), GREEN);
        }
    }
    seen!("plan_and_result", pdf);
}

#[test]
fn a_chart_of_bars_is_no_roadmap() {
    let mut pdf = page();
    for (n, number) in ["0", "20", "40", "60", "80"].iter().enumerate() {
        centred(&mut pdf, year(n), year(n + 1), 132.0, 8.0, number);
    }
    for (n, (name, wide)) in [("安全な水", 230.0), ("災害への備え", 190.0), ("料金", 120.0), ("広報", 55.0)].iter().enumerate()
    {
        pdf.text(56.0, row(n) + 12.0, 9.0, name);
        pdf.fill((year(0) + 30.0, row(n) + 9.0, *wide, 16.0), BLUE);
    }
    seen!("chart", pdf);
}
