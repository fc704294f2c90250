//! One small page for each way in which tables, bars and text are set, with snapshots of the blocks.

use super::blocks;
use super::testing::{fill, frame, glyphs, glyphs_with, grid, line, page, stroke};
use super::tests::jotted;
use crate::model::{Direction, Glyph, Path};

fn words(all: &[(f32, f32, &str)]) -> Vec<Glyph> {
    all.iter().flat_map(|(x, y, text)| glyphs(text, *x, *y, 9.0)).collect()
}

const XS: [f32; 6] = [50.0, 150.0, 250.0, 350.0, 450.0, 550.0];

/// The same, falling.
fn hatched_down(x0: f32, y0: f32, x1: f32, y1: f32) -> Vec<Path> {
    let down = |mut path: Path| {
        path.lines.iter_mut().flatten().for_each(|p| p.y = y0 + y1 - p.y);
        path
    };
    hatched(x0, y0, x1, y1).into_iter().map(down).collect()
}

/// Slanted strokes that end at the edges of a rectangle.
fn hatched(x0: f32, y0: f32, x1: f32, y1: f32) -> Vec<Path> {
    let height = y1 - y0;
    let starts = std::iter::successors(Some(x0 - height), |x| Some(x + 4.0)).take_while(|x| *x < x1);
    let cut = |x: f32| {
        let (from, to) = (x.max(x0), (x + height).min(x1));
        stroke(&[(from, y1 - (from - x)), (to, y1 - (to - x))])
    };
    starts.map(cut).collect()
}

#[test]
fn hatched_and_outlined_bars_with_a_legend() {
    let mut paths = grid(&XS, &[120.0, 140.0, 170.0, 200.0, 230.0]);
    let mut all = words(&[(55.0, 126.0, "取組"), (165.0, 126.0, "R7"), (265.0, 126.0, "R8"), (365.0, 126.0, "R9"), (465.0, 126.0, "R10")]);
    all.extend(words(&[(55.0, 150.0, "管の更新"), (55.0, 180.0, "水源の保全"), (55.0, 210.0, "広報"), (255.0, 180.0, "調査と設計")]));
    paths.extend(hatched(155.0, 150.0, 345.0, 160.0));
    paths.push(frame(205.0, 176.0, 445.0, 194.0));
    paths.push(fill(355.0, 209.0, 545.0, 220.0, 0x33_66cc));
    paths.extend(hatched(200.0, 101.0, 216.0, 109.0));
    paths.push(fill(300.0, 101.0, 316.0, 109.0, 0x33_66cc));
    all.extend(words(&[(222.0, 100.0, "検討"), (322.0, 100.0, "実施")]));
    // A second hatch of the same colour.
    paths.extend(hatched_down(355.0, 150.0, 445.0, 160.0));
    paths.extend(hatched_down(400.0, 101.0, 416.0, 109.0));
    all.extend(words(&[(422.0, 100.0, "調整")]));
    insta::assert_snapshot!("bars_hatched_outlined", jotted(&blocks(&[page(1, all, paths)], &[])));
}

#[test]
fn a_title_painted_over_all_columns_and_a_head_in_two_rows() {
    let mut paths = vec![fill(50.0, 100.0, 450.0, 118.0, 0x22_66aa)];
    paths.extend([100.0, 134.0, 150.0, 170.0, 190.0].map(|y| line(if y == 134.0 { 250.0 } else { 50.0 }, y, 450.0, y)));
    paths.extend([line(50.0, 100.0, 50.0, 190.0), line(450.0, 100.0, 450.0, 190.0)]);
    paths.extend([line(250.0, 118.0, 250.0, 190.0), line(350.0, 134.0, 350.0, 190.0)]);
    let all = words(&[
        (56.0, 104.0, "基本目標１　安全な水"),
        (130.0, 130.0, "取組"),
        (330.0, 121.0, "目標値"),
        (290.0, 138.0, "R7"),
        (390.0, 138.0, "R12"),
        (56.0, 155.0, "水質検査"),
        (290.0, 155.0, "12"),
        (390.0, 155.0, "24"),
        (56.0, 175.0, "水源の調査"),
        (290.0, 175.0, "3"),
    ]);
    insta::assert_snapshot!("title_row", jotted(&blocks(&[page(1, all, paths)], &[])));
}

#[test]
fn a_table_in_a_cell_words_from_top_to_bottom_and_an_empty_column() {
    let mut paths = grid(&[50.0, 80.0, 350.0, 450.0], &[100.0, 120.0, 220.0, 260.0]);
    paths.extend(grid(&[100.0, 180.0, 260.0], &[150.0, 170.0, 190.0]));
    let mut all = words(&[(55.0, 106.0, "柱"), (90.0, 106.0, "取組"), (360.0, 106.0, "備考"), (90.0, 126.0, "次の工程で進める。")]);
    all.extend(words(&[
        (105.0, 155.0, "R7"),
        (185.0, 155.0, "R8"),
        (105.0, 175.0, "設計"),
        (185.0, 175.0, "工事"),
        (90.0, 235.0, "広報の充実"),
    ]));
    all.extend(glyphs_with("安心できる", 60.0, 140.0, 9.0, Direction::Down));
    all.extend([("信", 224.0), ("頼", 234.0)].iter().flat_map(|(text, y)| glyphs(text, 60.0, *y, 9.0)));
    // An underline and a rule below a heading are no tables.
    all.extend(words(&[(50.0, 60.0, "下線のある文"), (50.0, 290.0, "おわりに")]));
    paths.extend([line(50.0, 70.0, 104.0, 70.0), line(50.0, 302.0, 550.0, 302.0)]);
    insta::assert_snapshot!("table_in_cell", jotted(&blocks(&[page(1, all, paths)], &[])));
}

#[test]
fn two_columns_of_text_with_a_footnote_under_a_wide_title() {
    let mut all = glyphs("水道事業の現状", 200.0, 60.0, 16.0);
    let left = [
        "本市の水道は昭和三十四年に給水を開始し、その",
        "後の拡張を経て現在に至る。給水人口は減り続け",
        "※ており、収入の減少が見込まれる。",
    ];
    let right = [
        "施設の多くは高度成長期に造られ、更新の時期を",
        "迎えている。災害への備えも課題である。職員の",
        "年齢は高く、技術の継承が急がれる。",
    ];
    for (n, (a, b)) in left.iter().zip(right).enumerate() {
        let y = 100.0 + 15.0 * n as f32;
        all.extend(glyphs(a.trim_start_matches('※'), 50.0, y, 10.0));
        all.extend(glyphs(b, 310.0, y, 10.0));
    }
    all.extend(words(&[(50.0, 760.0, "※1 給水人口は年度末の数である。"), (290.0, 815.0, "- 7 -")]));
    insta::assert_snapshot!("two_columns", jotted(&blocks(&[page(7, all, vec![line(50.0, 752.0, 200.0, 752.0)])], &[])));
}

#[test]
fn a_row_and_a_merged_cell_cut_by_the_page_without_repeated_head() {
    let xs = [50.0, 150.0, 350.0, 450.0];
    let mut upper = vec![line(50.0, 700.0, 450.0, 700.0), line(50.0, 720.0, 450.0, 720.0), line(150.0, 750.0, 450.0, 750.0)];
    upper.extend(xs.iter().map(|x| line(*x, 700.0, *x, 790.0)));
    let mut first = words(&[(55.0, 705.0, "目標"), (155.0, 705.0, "取組"), (355.0, 705.0, "担当"), (55.0, 730.0, "安全な水")]);
    first.extend(words(&[
        (155.0, 730.0, "水質検査の充実"),
        (355.0, 730.0, "浄水課"),
        (155.0, 760.0, "水源林の手入れを続け、"),
        (355.0, 760.0, "総務課"),
    ]));
    let mut lower = vec![line(150.0, 80.0, 450.0, 80.0), line(50.0, 110.0, 450.0, 110.0)];
    lower.extend(xs.iter().map(|x| line(*x, 50.0, *x, 110.0)));
    let second = words(&[(155.0, 60.0, "土砂の流入を防ぐ"), (155.0, 90.0, "検査計画の公表"), (355.0, 90.0, "浄水課")]);
    insta::assert_snapshot!("cut_by_page", jotted(&blocks(&[page(1, first, upper), page(2, second, lower)], &[])));
}
