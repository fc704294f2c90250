//! Whole pages: snapshots of blocks, and what holds for any page.

use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::prelude::*;

use super::blocks;
use super::testing::{fill, frame, glyphs, grid, line, page, polygon, stroke};
use crate::model::{Block, BlockKind, Direction, Glyph, Hatch, OutlineItem, Page, Path, Rect, Table};
use crate::read::{Options, read_file};

/// Blocks as a person would jot them down.
pub(super) fn jotted(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let _ = match &block.kind {
            BlockKind::Heading { level, text } => writeln!(out, "H{level} {text}"),
            BlockKind::Paragraph { text } => writeln!(out, "P  {}", text.replace('\n', " / ")),
            BlockKind::ListItem { mark, text } => writeln!(out, "L  {mark} {text}"),
            BlockKind::Table(table) => writeln!(out, "{}", jotted_table(table)),
            BlockKind::Caption { text } => writeln!(out, "C  {text}"),
            BlockKind::Note { text } => writeln!(out, "N  {text}"),
            BlockKind::Contents { text } => writeln!(out, "T  {text}"),
            BlockKind::Furniture { text } => writeln!(out, "F  {text}"),
            BlockKind::PageBreak => writeln!(out, "-- page {}", block.place.number()),
        };
    }
    out
}

fn jotted_table(table: &Table) -> String {
    let mut out = format!("TABLE {} x {}  caption {:?}  unit {:?}", table.rows, table.cols, table.caption, table.unit);
    for cell in &table.cells {
        let span = format!("{}+{},{}+{}", cell.row, cell.row_span, cell.col, cell.col_span);
        let fill = cell.fill.map_or(String::new(), |f| format!(" #{f:06x}"));
        let _ = write!(out, "\n   p{} {span}{fill} {:?}", cell.place.number(), cell.text);
    }
    for bar in &table.bars {
        let _ = write!(
            out,
            "\n   p{} {:?} rows {:?} cols {:?} #{:06x}{} {:?}",
            bar.place.number(),
            bar.shape,
            bar.rows,
            bar.cols,
            bar.color,
            jotted_hatch(bar.hatch),
            bar.label
        );
        if !bar.meaning.is_empty() {
            let _ = write!(out, " = {}", bar.meaning);
        }
    }
    for entry in &table.legend {
        let _ = write!(
            out,
            "\n   legend {:?} {:?} #{:06x}{} = {}",
            entry.sign,
            entry.shape,
            entry.color,
            jotted_hatch(entry.hatch),
            entry.meaning
        );
    }
    out
}

fn jotted_hatch(hatch: Hatch) -> String {
    if hatch.is_plain() { String::new() } else { format!(" {hatch:?}") }
}

fn words(rows: &[(f32, f32, &str)]) -> Vec<Glyph> {
    rows.iter().flat_map(|(x, y, text)| glyphs(text, *x, *y, 10.0)).collect()
}

/// Two pages of a plan: heads and feet, a heading, a schedule with bars of several kinds that goes on over the break.
fn plan() -> Vec<Page> {
    const XS: [f32; 5] = [50.0, 150.0, 250.0, 350.0, 450.0];
    let mut first = words(&[(50.0, 30.0, "北山市水道ビジョン"), (290.0, 815.0, "- 1 -"), (50.0, 100.0, "計画は次のとおりです。")]);
    first.extend(glyphs("第３章　実施計画", 50.0, 70.0, 16.0));
    first.extend(words(&[(180.0, 640.0, "表3-1　工程"), (380.0, 655.0, "（単位：千円）")]));
    first.extend(words(&[(55.0, 675.0, "取組"), (155.0, 675.0, "R7"), (255.0, 675.0, "R8"), (355.0, 675.0, "R9")]));
    first.extend(words(&[(55.0, 705.0, "配水池の耐震化"), (200.0, 700.0, "設計"), (55.0, 755.0, "管の更新"), (330.0, 738.0, "工事")]));
    let mut paths = grid(&XS, &[670.0, 690.0, 730.0, 780.0]);
    paths.push(fill(50.0, 670.0, 450.0, 690.0, 0xdd_ddff));
    paths.push(polygon(&[(155.0, 697.0), (330.0, 697.0), (345.0, 706.0), (330.0, 715.0), (155.0, 715.0)], 0x99_bbee));
    paths.push(line(160.0, 760.0, 430.0, 760.0));
    paths.push(polygon(&[(442.0, 760.0), (430.0, 757.0), (430.0, 763.0)], 0));
    let mut second = words(&[(50.0, 30.0, "北山市水道ビジョン"), (290.0, 815.0, "- 2 -")]);
    second.extend(words(&[
        (55.0, 65.0, "取組"),
        (155.0, 65.0, "R7"),
        (255.0, 65.0, "R8"),
        (355.0, 65.0, "R9"),
        (55.0, 95.0, "水質の見守り"),
    ]));
    second.extend(words(&[(50.0, 140.0, "※R9は予定"), (50.0, 170.0, "・一つ目の項目"), (50.0, 190.0, "・二つ目の項目")]));
    let mut lower = grid(&XS, &[60.0, 80.0, 120.0]);
    lower.push(fill(250.0, 80.0, 350.0, 120.0, 0x33_cc66));
    lower.push(frame(50.0, 220.0, 450.0, 260.0));
    second.extend(words(&[(60.0, 235.0, "効果は大きい。")]));
    vec![page(1, first, paths), page(2, second, lower)]
}

/// A filled or drawn circle.
fn circle(x: f32, y: f32, radius: f32, filled: bool) -> Path {
    let points: Vec<(f32, f32)> = (0..=16)
        .map(|n| n as f32 * std::f32::consts::TAU / 16.0)
        .map(|angle| (x + radius * angle.cos(), y + radius * angle.sin()))
        .collect();
    if filled { polygon(&points, 0) } else { stroke(&points) }
}

/// A schedule with every kind of mark that people draw, and its legend.
fn schedule() -> Page {
    const XS: [f32; 6] = [50.0, 150.0, 250.0, 350.0, 450.0, 550.0];
    let ys: Vec<f32> = (0..8).map(|n| 120.0 + 30.0 * n as f32).collect();
    let mut drawn = grid(&XS, &ys);
    let mut words =
        words(&[(55.0, 130.0, "取組"), (165.0, 130.0, "R7"), (265.0, 130.0, "R8"), (365.0, 130.0, "R9"), (465.0, 130.0, "R10")]);
    let rows = ["計画と実績", "破線の棒", "二画の矢", "点と輪", "横の名前", "文字の印"];
    words.extend(rows.iter().enumerate().flat_map(|(n, text)| glyphs(text, 55.0, 160.0 + 30.0 * n as f32, 9.0)));
    // Two bars in one row, told apart by the legend above the table.
    drawn.push(fill(155.0, 153.0, 345.0, 161.0, 0x33_66cc));
    drawn.push(fill(255.0, 166.0, 445.0, 174.0, 0xff_9900));
    drawn.extend([fill(300.0, 101.0, 316.0, 109.0, 0x33_66cc), fill(360.0, 101.0, 376.0, 109.0, 0xff_9900)]);
    words.extend(glyphs("計画", 320.0, 100.0, 9.0));
    words.extend(glyphs("実績", 380.0, 100.0, 9.0));
    // A bar painted dash by dash.
    drawn.extend((0..19).map(|n| 155.0 + 15.0 * n as f32).map(|x| fill(x, 190.0, x + 10.0, 198.0, 0x88_8888)));
    // A line and two strokes for its head.
    drawn.extend([line(160.0, 225.0, 440.0, 225.0), line(432.0, 221.0, 440.0, 225.0), line(432.0, 229.0, 440.0, 225.0)]);
    // Drawn dots, a ring and a double ring, as well as a list mark that is none of them.
    drawn.extend([circle(200.0, 255.0, 4.0, true), circle(300.0, 255.0, 4.0, false)]);
    drawn.extend([circle(400.0, 255.0, 5.0, false), circle(400.0, 255.0, 3.0, false), circle(460.0, 255.0, 2.5, true)]);
    words.extend(glyphs("見直し", 466.0, 250.5, 9.0));
    // A label behind a line, in the cell in which it ends.
    drawn.push(line(160.0, 285.0, 370.0, 285.0));
    words.extend(glyphs("設計", 375.0, 280.5, 9.0));
    // Typed signs, explained below the table.
    words.extend(glyphs("◎", 195.0, 310.0, 9.0));
    words.extend(glyphs("◎：実施　△：検討", 55.0, 345.0, 9.0));
    page(1, words, drawn)
}

#[test]
fn a_schedule_with_every_kind_of_mark() {
    insta::assert_snapshot!("schedule", jotted(&blocks(&[schedule()], &[])));
}

#[test]
fn a_plan_of_two_pages() {
    insta::assert_snapshot!("plan", jotted(&blocks(&plan(), &[])));
}

#[test]
fn a_seed_with_chevrons_row_heads_and_notes() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/tokasumi_chukei.pdf");
    let source = read_file(file.as_ref(), &Options::default()).unwrap();
    insta::assert_snapshot!("tokasumi_chukei", jotted(&crate::layout::blocks(&source)));
}

#[test]
fn a_seed_of_slides_with_boxes_and_a_chart() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/kazemachi_wppp.pdf");
    let source = read_file(file.as_ref(), &Options::default()).unwrap();
    insta::assert_snapshot!("kazemachi_wppp", jotted(&crate::layout::blocks(&source)));
}

#[test]
fn the_same_pages_give_the_same_blocks() {
    let pages = plan();
    assert_eq!(blocks(&pages, &[]), blocks(&pages, &[]));
}

#[test]
fn no_pages_give_no_blocks_and_an_empty_page_only_its_break() {
    assert!(blocks(&[], &[]).is_empty());
    assert_eq!(jotted(&blocks(&[Page::default(), Page { number: 2, ..Page::default() }], &[])), "-- page 2\n");
}

#[test]
fn a_drawing_of_many_lines_is_read_in_time_and_makes_no_table() {
    let paths: Vec<Path> = (0..20_000)
        .map(|i| {
            let (x, y) = ((i % 200) as f32 * 2.9, (i / 200) as f32 * 8.1);
            line(x, y, x + 2.5, y + if i % 3 == 0 { 0.0 } else { 6.0 })
        })
        .collect();
    let read = blocks(&[page(1, glyphs("図面", 50.0, 50.0, 10.0), paths)], &[]);
    assert!(read.iter().any(|b| b.text().contains("図面")));
}

fn any_glyph() -> impl Strategy<Value = (f32, f32, f32, u8)> {
    (-20.0..620.0_f32, -20.0..860.0_f32, 1.0..40.0_f32, 0..4_u8)
}

fn any_path() -> impl Strategy<Value = Path> {
    let corner = || (0.0..595.0_f32, 0.0..842.0_f32);
    prop_oneof![
        (corner(), 0.0..400.0_f32).prop_map(|((x, y), length)| line(x, y, x + length, y)),
        (corner(), 0.0..400.0_f32).prop_map(|((x, y), length)| line(x, y, x, y + length)),
        (corner(), corner()).prop_map(|(a, b)| fill(a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1), 0x88_aaee)),
        (corner(), corner()).prop_map(|(a, b)| frame(a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1))),
        proptest::collection::vec(corner(), 1..9).prop_map(|points| polygon(&points, 0xff)),
        (20.0..200.0_f32, 20.0..200.0_f32, 2..6_usize, 2..6_usize).prop_map(|(x, y, cols, rows)| {
            let mut path = line(x, y, x + 1.0, y);
            let xs: Vec<f32> = (0..=cols).map(|i| x + 40.0 * i as f32).collect();
            let ys: Vec<f32> = (0..=rows).map(|i| y + 20.0 * i as f32).collect();
            path.lines = grid(&xs, &ys).into_iter().flat_map(|p| p.lines).collect();
            path
        }),
    ]
}

fn any_page() -> impl Strategy<Value = Page> {
    (proptest::collection::vec(any_glyph(), 0..60), proptest::collection::vec(any_path(), 0..20)).prop_map(|(spots, paths)| {
        let make = |(i, (x, y, size, turn)): (usize, (f32, f32, f32, u8))| {
            let direction = [Direction::Right, Direction::Right, Direction::Down, Direction::Up][usize::from(turn)];
            let text = char::from_u32(0x4e00 + u32::try_from(i).unwrap()).unwrap().to_string();
            Glyph { text, rect: Rect::new(x, y, x + size, y + size), size, direction, bold: i % 2 == 0, color: 0 }
        };
        page(1, spots.into_iter().enumerate().map(make).collect(), paths)
    })
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_word_is_lost_and_no_place_has_two_cells(first in any_page(), second in any_page()) {
        let mut second = second;
        second.number = 2;
        for glyph in &mut second.glyphs {
            let c = glyph.text.chars().next().map_or(0, u32::from) + 0x1000;
            glyph.text = char::from_u32(c).unwrap().to_string();
        }
        let printed: BTreeSet<char> = first.glyphs.iter().chain(&second.glyphs).flat_map(|g| g.text.chars()).collect();
        let item = OutlineItem { title: "一".into(), level: 1, page: None };
        let read = blocks(&[first, second], &[item]);
        let mut found = BTreeSet::new();
        for block in &read {
            found.extend(letters(block.text()));
            if let BlockKind::ListItem { mark, .. } = &block.kind {
                found.extend(letters(mark));
            }
            if let BlockKind::Table(table) = &block.kind {
                let mut places = BTreeSet::new();
                for cell in &table.cells {
                    found.extend(letters(&cell.text));
                    prop_assert!(cell.row_span > 0 && cell.col_span > 0);
                    prop_assert!(cell.row + cell.row_span <= table.rows && cell.col + cell.col_span <= table.cols);
                    for row in cell.row..cell.row + cell.row_span {
                        for col in cell.col..cell.col + cell.col_span {
                            prop_assert!(places.insert((row, col)), "two cells at {row}, {col}");
                        }
                    }
                }
                prop_assert!(table.cells.windows(2).all(|w| (w[0].row, w[0].col) < (w[1].row, w[1].col)));
                for bar in &table.bars {
                    found.extend(letters(&bar.label));
                    prop_assert!(bar.rows.0 <= bar.rows.1 && bar.rows.1 < table.rows);
                    prop_assert!(bar.cols.0 <= bar.cols.1 && bar.cols.1 < table.cols);
                }
            }
        }
        prop_assert_eq!(printed, found);
    }
}
