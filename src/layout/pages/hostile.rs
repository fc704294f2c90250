//! Pages that nobody prints: each must be left behind in reasonable time and without a fault.

use std::time::Duration;

use super::testing::{fill, glyphs, grid, line, page};
use super::{blocks, lay_out};
use crate::model::{BlockKind, Direction, Glyph, Page, Path, Rect};

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: f32) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 40) as f32 / (1_u64 << 24) as f32) * end
    }
}

fn read(glyphs: Vec<Glyph>, paths: Vec<Path>) -> usize {
    blocks(&[page(1, glyphs, paths)], &[]).len()
}

fn scattered(count: usize, text: &str) -> Vec<Glyph> {
    let mut dice = Dice(1);
    (0..count).flat_map(|_| glyphs(text, dice.below(580.0), dice.below(830.0), 3.0 + dice.below(9.0))).collect()
}

#[test]
fn scattered_figures() {
    read(scattered(100_000, "7"), Vec::new());
}

#[test]
fn scattered_words_in_all_directions() {
    let mut all = scattered(50_000, "水");
    for (n, glyph) in all.iter_mut().enumerate() {
        glyph.direction = [Direction::Right, Direction::Down, Direction::Up, Direction::Left][n % 4];
    }
    read(all, Vec::new());
}

#[test]
fn glyphs_at_one_place() {
    read((0..100_000).flat_map(|n| glyphs(["水", "道", "1"][n % 3], 100.0, 100.0, 10.0)).collect(), Vec::new());
}

#[test]
fn rows_of_figures() {
    let all = (0..270).flat_map(|row| (0..190).flat_map(move |col| glyphs("7", 3.0 * col as f32, 3.0 * row as f32, 1.2)));
    read(all.collect(), Vec::new());
}

#[test]
fn one_line_of_ten_thousand_columns() {
    let xs: Vec<f32> = (0..=10_000).map(|n| 5.0 * n as f32).collect();
    let words = (0..10_000).flat_map(|n| glyphs("7", 1.0 + 5.0 * n as f32, 12.0, 3.0)).collect();
    let page = Page { width: 50_010.0, ..page(1, words, grid(&xs, &[10.0, 20.0])) };
    let _ = blocks(&[page], &[]);
}

#[test]
fn a_grid_of_two_thousand_by_two_thousand() {
    let edges: Vec<f32> = (0..=2_000).map(|n| 4.0 * n as f32).collect();
    let words = scattered(1_000, "水道");
    let page = Page { width: 8_010.0, height: 8_010.0, ..page(1, words, grid(&edges, &edges)) };
    let _ = blocks(&[page], &[]);
}

#[test]
fn a_grid_of_two_hundred_by_two_hundred_with_words() {
    let edges: Vec<f32> = (0..=200).map(|n| 6.0 * n as f32).collect();
    let words = (0..40_000).flat_map(|n| glyphs("7", 6.0 * (n % 200) as f32 + 1.0, 6.0 * (n / 200) as f32 + 1.0, 3.0)).collect();
    let page = Page { width: 1_210.0, height: 1_210.0, ..page(1, words, grid(&edges, &edges)) };
    let _ = blocks(&[page], &[]);
}

#[test]
fn scattered_lines() {
    let mut dice = Dice(2);
    let paths = (0..100_000).map(|n| {
        let (x, y, length) = (dice.below(590.0), dice.below(830.0), dice.below(300.0));
        if n % 2 == 0 { line(x, y, x + length, y) } else { line(x, y, x, y + length) }
    });
    read(scattered(2_000, "水道"), paths.collect());
}

#[test]
fn scattered_areas() {
    let mut dice = Dice(3);
    let paths = (0..100_000).map(|_| {
        let (x, y) = (dice.below(590.0), dice.below(830.0));
        fill(x, y, x + 3.0 + dice.below(60.0), y + 3.0 + dice.below(30.0), 0xdd_ddff)
    });
    read(scattered(2_000, "水道"), paths.collect());
}

#[test]
fn areas_in_a_grid() {
    let edges: Vec<f32> = (0..=60).map(|n| 9.0 * n as f32).collect();
    let mut dice = Dice(4);
    let mut paths = grid(&edges, &edges);
    paths.extend((0..10_000).map(|_| {
        let (x, y) = (dice.below(500.0), dice.below(500.0));
        fill(x, y, x + 3.0 + dice.below(60.0), y + 3.0 + dice.below(9.0), 0xdd_ddff)
    }));
    read(scattered(5_000, "水道"), paths);
}

#[test]
fn boxes_in_boxes() {
    let paths = (0..1_500).map(|n| fill(0.1 * n as f32, 0.1 * n as f32, 590.0 - 0.1 * n as f32, 830.0 - 0.1 * n as f32, 0xee_eeee));
    read(scattered(5_000, "水道"), paths.collect());
}

#[test]
fn numbers_that_are_none() {
    let bad = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, 0.0, -1e30, 1e-30];
    let mut words = Vec::new();
    let mut paths = Vec::new();
    for a in bad {
        for b in bad {
            let glyph = Glyph { rect: Rect { x0: a, y0: b, x1: b, y1: a }, size: a, ..glyphs("水", 1.0, 1.0, 10.0)[0].clone() };
            words.push(glyph);
            paths.push(line(a, b, b, a));
            paths.push(fill(a, b, 100.0, 100.0, 1));
        }
    }
    let page = Page { width: f32::NAN, height: f32::INFINITY, ..page(1, words.clone(), paths.clone()) };
    let _ = blocks(&[page], &[]);
    read(words, paths);
}

#[test]
fn where_the_time_is_over_words_stay_and_the_page_is_named() {
    let mut words = glyphs("有収率", 10.0, 5.0, 10.0);
    words.extend(glyphs("89", 110.0, 5.0, 10.0));
    let page = page(7, words, grid(&[0.0, 100.0, 200.0], &[0.0, 20.0]));
    let told = |time| {
        let laid = lay_out(std::slice::from_ref(&page), &[], time);
        let tables = laid.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Table(_))).count();
        (tables, laid.warnings.into_iter().map(|w| (w.code, w.page, w.detail)).collect::<Vec<_>>())
    };
    assert_eq!(told(None), (1, Vec::new()));
    assert_eq!(told(Some(Duration::from_secs(3_600))), (1, Vec::new()));
    assert_eq!(told(Some(Duration::ZERO)), (0, vec![("page_time_limit".to_owned(), Some(7), "0".to_owned())]));
    let laid = lay_out(&[page], &[], Some(Duration::ZERO));
    let shown = format!("{:?}", laid.blocks);
    assert!(shown.contains("有収率") && shown.contains("89"), "{shown}");
}

#[test]
fn many_pages_of_little() {
    let pages: Vec<Page> = (1..=3_000).map(|n| page(n, glyphs(&format!("頁 {n}"), 280.0, 800.0, 9.0), Vec::new())).collect();
    let _ = blocks(&pages, &[]);
}
