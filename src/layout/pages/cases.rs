//! One small PDF for each way in which tables, bars and text are set, with snapshots of the blocks.

use super::pdf::{Coding, Pdf, ems};
use super::tests::jotted;
use crate::read::{Kind, Options, read_bytes};

const BLUE: (f32, f32, f32) = (0.2, 0.4, 0.8);

fn a4() -> Pdf {
    Pdf::new(595.0, 842.0, Coding::Utf16)
}

fn seen(pdf: Pdf) -> String {
    let source = read_bytes("case", &pdf.bytes(), Kind::Pdf, &Options::default()).unwrap();
    jotted(&crate::layout::blocks(&source))
}

fn words(pdf: &mut Pdf, all: &[(f32, f32, &str)]) {
    all.iter().for_each(|(x, y, text)| pdf.text(*x, *y, 9.0, text));
}

fn line(pdf: &mut Pdf, x0: f32, y0: f32, x1: f32, y1: f32) {
    pdf.line((x0, y0), (x1, y1), 0.5);
}

/// All rulings of a grid with the given edges.
fn grid(pdf: &mut Pdf, xs: &[f32], ys: &[f32]) {
    let (left, right, top, bottom) = (xs[0], xs[xs.len() - 1], ys[0], ys[ys.len() - 1]);
    ys.iter().for_each(|y| line(pdf, left, *y, right, *y));
    xs.iter().for_each(|x| line(pdf, *x, top, *x, bottom));
}

/// Strokes at half a right angle, so many points apart, that end at the edges of a rectangle.
fn hatched(pdf: &mut Pdf, (x0, y0, x1, y1): (f32, f32, f32, f32), step: f32, falls: bool) {
    let height = y1 - y0;
    let mut x = x0 - height + step;
    while x < x1 {
        let (from, to) = (x.max(x0), (x + height).min(x1));
        let y = |at: f32| if falls { y0 + (at - x) } else { y1 - (at - x) };
        line(pdf, from, y(from), to, y(to));
        x += step;
    }
}

const XS: [f32; 6] = [50.0, 150.0, 250.0, 350.0, 450.0, 550.0];

/// A schedule of three rows without bars.
fn schedule(pdf: &mut Pdf) {
    grid(pdf, &XS, &[120.0, 140.0, 170.0, 200.0, 230.0]);
    words(pdf, &[(55.0, 126.0, "取組"), (165.0, 126.0, "R7"), (265.0, 126.0, "R8"), (365.0, 126.0, "R9"), (465.0, 126.0, "R10")]);
    words(pdf, &[(55.0, 150.0, "管の更新"), (55.0, 180.0, "水源の保全"), (55.0, 210.0, "広報")]);
}

#[test]
fn hatched_and_outlined_bars_with_a_legend() {
    let mut pdf = a4();
    schedule(&mut pdf);
    hatched(&mut pdf, (155.0, 150.0, 345.0, 160.0), 4.0, false);
    pdf.polygon(&[(205.0, 176.0), (445.0, 176.0), (445.0, 194.0), (205.0, 194.0)], BLUE, false);
    pdf.fill((355.0, 209.0, 190.0, 11.0), BLUE);
    hatched(&mut pdf, (200.0, 101.0, 216.0, 109.0), 4.0, false);
    pdf.fill((300.0, 101.0, 16.0, 8.0), BLUE);
    // A second hatch of the same colour.
    hatched(&mut pdf, (355.0, 150.0, 445.0, 160.0), 4.0, true);
    hatched(&mut pdf, (400.0, 101.0, 416.0, 109.0), 4.0, true);
    words(&mut pdf, &[(255.0, 180.0, "調査と設計"), (222.0, 100.0, "検討"), (322.0, 100.0, "実施"), (422.0, 100.0, "調整")]);
    insta::assert_snapshot!("bars_hatched_outlined", seen(pdf));
}

#[test]
fn hatches_of_one_way_and_colour_told_apart_by_their_density() {
    let mut pdf = a4();
    schedule(&mut pdf);
    for (n, step) in [3.0, 6.0, 12.0].into_iter().enumerate() {
        let x = 200.0 + 100.0 * n as f32;
        hatched(&mut pdf, (x, 101.0, x + 40.0, 109.0), step, false);
        hatched(&mut pdf, (155.0, 150.0 + 30.0 * n as f32, 345.0, 160.0 + 30.0 * n as f32), step, false);
    }
    words(&mut pdf, &[(244.0, 100.0, "検討"), (344.0, 100.0, "実施"), (444.0, 100.0, "評価")]);
    // Beside each other without a gap.
    hatched(&mut pdf, (352.0, 150.0, 450.0, 160.0), 3.0, false);
    hatched(&mut pdf, (450.0, 150.0, 548.0, 160.0), 6.0, false);
    insta::assert_snapshot!("bars_by_density", seen(pdf));
}

#[test]
fn a_title_painted_over_all_columns_and_a_head_in_two_rows() {
    let mut pdf = a4();
    pdf.fill((50.0, 100.0, 400.0, 18.0), (0.133, 0.4, 0.667));
    for y in [100.0, 134.0, 150.0, 170.0, 190.0] {
        line(&mut pdf, if y == 134.0 { 250.0 } else { 50.0 }, y, 450.0, y);
    }
    for (x, top) in [(50.0, 100.0), (450.0, 100.0), (250.0, 118.0), (350.0, 134.0)] {
        line(&mut pdf, x, top, x, 190.0);
    }
    words(&mut pdf, &[(56.0, 104.0, "基本目標１　安全な水"), (130.0, 130.0, "取組"), (330.0, 121.0, "目標値")]);
    words(&mut pdf, &[(290.0, 138.0, "R7"), (390.0, 138.0, "R12"), (56.0, 155.0, "水質検査"), (290.0, 155.0, "12")]);
    words(&mut pdf, &[(390.0, 155.0, "24"), (56.0, 175.0, "水源の調査"), (290.0, 175.0, "3")]);
    insta::assert_snapshot!("title_row", seen(pdf));
}

#[test]
fn a_table_in_a_cell_words_from_top_to_bottom_and_an_empty_column() {
    let mut pdf = a4();
    grid(&mut pdf, &[50.0, 80.0, 350.0, 450.0], &[100.0, 120.0, 220.0, 260.0]);
    grid(&mut pdf, &[100.0, 180.0, 260.0], &[150.0, 170.0, 190.0]);
    words(&mut pdf, &[(55.0, 106.0, "柱"), (90.0, 106.0, "取組"), (360.0, 106.0, "備考"), (90.0, 126.0, "次の工程で進める。")]);
    words(&mut pdf, &[(105.0, 155.0, "R7"), (185.0, 155.0, "R8"), (105.0, 175.0, "設計"), (185.0, 175.0, "工事")]);
    words(&mut pdf, &[(90.0, 235.0, "広報の充実"), (60.0, 224.0, "信"), (60.0, 234.0, "頼")]);
    pdf.text_down(60.0, 140.0, 9.0, "安心できる");
    // An underline and a rule below a heading are no tables.
    words(&mut pdf, &[(50.0, 60.0, "下線のある文"), (50.0, 290.0, "おわりに")]);
    line(&mut pdf, 50.0, 70.0, 104.0, 70.0);
    line(&mut pdf, 50.0, 302.0, 550.0, 302.0);
    insta::assert_snapshot!("table_in_cell", seen(pdf));
}

#[test]
fn two_columns_of_text_with_a_footnote_under_a_wide_title() {
    let mut pdf = a4();
    pdf.text(200.0, 60.0, 16.0, "水道事業の現状");
    let left = [
        "本市の水道は昭和三十四年に給水を開始し、その",
        "後の拡張を経て現在に至る。給水人口は減り続け",
        "ており、収入の減少が見込まれる。",
    ];
    let right = [
        "施設の多くは高度成長期に造られ、更新の時期を",
        "迎えている。災害への備えも課題である。職員の",
        "年齢は高く、技術の継承が急がれる。",
    ];
    for (n, (a, b)) in left.iter().zip(right).enumerate() {
        let y = 100.0 + 15.0 * n as f32;
        pdf.text(50.0, y, 10.0, a);
        pdf.text(310.0, y, 10.0, b);
    }
    words(&mut pdf, &[(50.0, 760.0, "※1 給水人口は年度末の数である。"), (290.0, 815.0, "- 7 -")]);
    line(&mut pdf, 50.0, 752.0, 200.0, 752.0);
    insta::assert_snapshot!("two_columns", seen(pdf));
}

#[test]
fn a_row_and_a_merged_cell_cut_by_the_page_without_repeated_head() {
    let mut pdf = a4();
    let columns = |pdf: &mut Pdf, top: f32, bottom: f32| [50.0, 150.0, 350.0, 450.0].iter().for_each(|x| line(pdf, *x, top, *x, bottom));
    columns(&mut pdf, 700.0, 790.0);
    for (from, y) in [(50.0, 700.0), (50.0, 720.0), (150.0, 750.0)] {
        line(&mut pdf, from, y, 450.0, y);
    }
    words(&mut pdf, &[(55.0, 705.0, "目標"), (155.0, 705.0, "取組"), (355.0, 705.0, "担当"), (55.0, 730.0, "安全な水")]);
    words(&mut pdf, &[(155.0, 730.0, "水質検査の充実"), (355.0, 730.0, "浄水課")]);
    words(&mut pdf, &[(155.0, 760.0, "水源林の手入れを続け、"), (355.0, 760.0, "総務課")]);
    pdf.new_page();
    columns(&mut pdf, 50.0, 110.0);
    line(&mut pdf, 150.0, 80.0, 450.0, 80.0);
    line(&mut pdf, 50.0, 110.0, 450.0, 110.0);
    words(&mut pdf, &[(155.0, 60.0, "土砂の流入を防ぐ"), (155.0, 90.0, "検査計画の公表"), (355.0, 90.0, "浄水課")]);
    insta::assert_snapshot!("cut_by_page", seen(pdf));
}

#[test]
fn a_table_without_a_line_whose_cells_have_several_lines_or_rows() {
    let mut pdf = a4();
    let centred = |pdf: &mut Pdf, x: f32, y: f32, text: &str| pdf.text(x - 4.5 * ems(text), y, 9.0, text);
    // Heads over two rows beside one over three years.
    words(&mut pdf, &[(70.0, 109.0, "区分"), (150.0, 109.0, "指標")]);
    for (x, y, text) in [(270.0, 103.0, "基準値"), (270.0, 115.0, "(2023)"), (400.0, 100.0, "最終目標")] {
        centred(&mut pdf, x, y, text);
    }
    for (n, year) in ["2024", "2025", "2026"].iter().enumerate() {
        centred(&mut pdf, 340.0 + 60.0 * n as f32, 118.0, year);
    }
    let rows = [
        ("管路の更新率", ["0.62", "0.69", "0.76", "0.80"]),
        ("漏水件数", ["240", "226", "―", "204"]),
        ("有収率", ["88.1", "88.8", "89.2", "89.9"]),
        ("訓練の実施", ["実施", "継続", "継続", "継続"]),
    ];
    for (n, (name, values)) in rows.iter().enumerate() {
        let y = 136.0 + 18.0 * n as f32;
        pdf.text(130.0, y, 9.0, name);
        values
            .iter()
            .enumerate()
            .for_each(|(i, value)| centred(&mut pdf, 270.0 + if i == 0 { 0.0 } else { 10.0 + 60.0 * i as f32 }, y, value));
    }
    // A row of which some cells have two lines.
    words(&mut pdf, &[(130.0, 214.0, "研修の受講")]);
    centred(&mut pdf, 270.0, 214.0, "一部の職員");
    for n in 0..3 {
        centred(&mut pdf, 340.0 + 60.0 * n as f32, 208.0, "全職員が");
        centred(&mut pdf, 340.0 + 60.0 * n as f32, 220.0, "受講");
    }
    // In the middle of three rows, and of two.
    words(&mut pdf, &[(60.0, 154.0, "施設"), (60.0, 202.0, "組織")]);
    insta::assert_snapshot!("no_lines_at_all", seen(pdf));
}

#[test]
fn lines_between_rows_alone_tell_an_empty_column_and_arrows_part_no_row() {
    let mut pdf = a4();
    // Cells over several years are left out by the lines; one column is empty.
    for y in [100.0, 118.0, 190.0] {
        line(&mut pdf, 50.0, y, 530.0, y);
    }
    for (y, stretches) in
        [(136.0, [(50.0, 170.0), (290.0, 410.0)]), (154.0, [(50.0, 290.0), (290.0, 530.0)]), (172.0, [(50.0, 170.0), (290.0, 410.0)])]
    {
        stretches.iter().for_each(|(from, to)| line(&mut pdf, *from, y, *to, y));
    }
    words(&mut pdf, &[(95.0, 105.0, "年度"), (200.0, 105.0, "水質検査"), (440.0, 105.0, "広報紙")]);
    for n in 0..4 {
        pdf.text(90.0, 123.0 + 18.0 * n as f32, 9.0, &format!("令和{}年度", n + 7));
    }
    words(&mut pdf, &[(220.0, 132.0, "設計"), (220.0, 168.0, "運用"), (450.0, 132.0, "検討"), (450.0, 168.0, "実施")]);
    // The shaft of an arrow stands in the middle of its row.
    for y in [240.0, 262.0, 284.0, 306.0, 328.0] {
        line(&mut pdf, 50.0, y, 530.0, y);
    }
    words(&mut pdf, &[(60.0, 246.0, "取組"), (60.0, 268.0, "水源の調査"), (60.0, 290.0, "広報の充実"), (60.0, 312.0, "料金の見直し")]);
    for (n, year) in ["R7", "R8", "R9"].iter().enumerate() {
        pdf.text(235.0 + 80.0 * n as f32, 246.0, 9.0, year);
    }
    words(&mut pdf, &[(470.0, 246.0, "担当"), (462.0, 268.0, "浄水課"), (462.0, 290.0, "総務課"), (462.0, 312.0, "経営課")]);
    for (n, (from, to)) in [(205.0, 275.0), (285.0, 435.0), (205.0, 355.0)].into_iter().enumerate() {
        let y = 278.0 + 22.0 * n as f32;
        pdf.line((from, y), (to - 5.0, y), 1.2);
        pdf.polygon(&[(to - 6.0, y - 2.6), (to, y), (to - 6.0, y + 2.6)], (0.0, 0.0, 0.0), true);
        pdf.text(f32::midpoint(from, to) - 9.0, y - 11.0, 8.0, "実施");
    }
    insta::assert_snapshot!("lines_between_rows", seen(pdf));
}

#[test]
fn a_sheet_with_a_parted_title_a_rating_beside_its_rows_and_money_in_that_cell() {
    let mut pdf = a4();
    // The right side of the frame lies on the edge of the page: half of it can be seen.
    for (from, to) in [((50.0, 100.0), (595.2, 100.0)), ((595.2, 100.0), (595.2, 200.0)), ((50.0, 200.0), (595.2, 200.0))] {
        pdf.line(from, to, 1.0);
    }
    line(&mut pdf, 50.0, 100.0, 50.0, 200.0);
    pdf.fill((50.0, 100.0, 545.0, 20.0), (0.84, 0.91, 0.94));
    line(&mut pdf, 100.0, 100.0, 100.0, 120.0);
    for y in [120.0, 160.0] {
        pdf.fill((50.0, y, 90.0, 40.0), (0.9, 0.94, 0.96));
    }
    line(&mut pdf, 50.0, 160.0, 450.0, 160.0);
    line(&mut pdf, 140.0, 120.0, 140.0, 200.0);
    line(&mut pdf, 450.0, 120.0, 450.0, 200.0);
    pdf.fill((460.0, 150.0, 60.0, 30.0), (0.9, 0.94, 0.96));
    grid(&mut pdf, &[460.0, 520.0, 580.0], &[150.0, 165.0, 180.0]);
    words(
        &mut pdf,
        &[(60.0, 106.0, "事業2-1"), (110.0, 106.0, "ろ過池の改良"), (500.0, 106.0, "所管：工務課"), (60.0, 135.0, "今年度の実績")],
    );
    words(
        &mut pdf,
        &[(150.0, 135.0, "ろ材を入れ替えた。"), (60.0, 175.0, "理由"), (150.0, 175.0, "予定どおり終えた。"), (500.0, 125.0, "評　価")],
    );
    words(
        &mut pdf,
        &[(510.0, 137.0, "Ａ"), (465.0, 153.0, "予算"), (530.0, 153.0, "1,200"), (465.0, 168.0, "決算"), (530.0, 168.0, "1,150")],
    );
    words(&mut pdf, &[(535.0, 184.0, "（千円）")]);
    insta::assert_snapshot!("sheet_with_a_side", seen(pdf));
}

#[test]
fn cards_with_round_corners_side_by_side_are_read_one_by_one() {
    let mut pdf = a4();
    for (n, (name, from, to)) in [("料金回収率", "101.4％", "100％"), ("井戸の点検", "2回", "4回")].into_iter().enumerate() {
        let x = 50.0 + 150.0 * n as f32;
        let (x1, y, y1) = (x + 140.0, 100.0, 150.0);
        let corners =
            [(x + 4.0, y), (x1 - 4.0, y), (x1, y + 4.0), (x1, y1 - 4.0), (x1 - 4.0, y1), (x + 4.0, y1), (x, y1 - 4.0), (x, y + 4.0)];
        let mut outline = corners.to_vec();
        outline.push(corners[0]);
        pdf.polygon(&outline, BLUE, false);
        words(&mut pdf, &[(x + 6.0, 106.0, name), (x + 8.0, 126.0, "R6"), (x + 24.0, 126.0, from), (x + 62.0, 126.0, "▶")]);
        words(&mut pdf, &[(x + 76.0, 126.0, "R16"), (x + 98.0, 126.0, to)]);
    }
    insta::assert_snapshot!("cards_side_by_side", seen(pdf));
}

#[test]
fn outlined_bars_fill_a_half_year_and_words_run_out_of_the_cell_of_their_point() {
    let mut pdf = a4();
    let xs: Vec<f32> = (0..=8).map(|n| if n == 0 { 50.0 } else { 150.0 + 50.0 * (n as f32 - 1.0) }).collect();
    grid(&mut pdf, &xs, &[120.0, 140.0, 200.0, 260.0]);
    words(
        &mut pdf,
        &[(55.0, 126.0, "取組"), (155.0, 126.0, "R7前"), (205.0, 126.0, "R7後"), (255.0, 126.0, "R8前"), (305.0, 126.0, "R8後")],
    );
    words(
        &mut pdf,
        &[(355.0, 126.0, "R9前"), (405.0, 126.0, "R9後"), (455.0, 126.0, "R10前"), (55.0, 165.0, "管の切替え"), (55.0, 225.0, "約定")],
    );
    for (x0, x1, label) in [(151.5, 248.5, "設計"), (251.5, 298.5, "切替え"), (301.5, 448.5, "撤去")] {
        pdf.fill((x0, 150.0, x1 - x0, 15.0), (0.6, 0.8, 0.9));
        pdf.polygon(&[(x0, 150.0), (x1, 150.0), (x1, 165.0), (x0, 165.0)], BLUE, false);
        pdf.text(x0 + 10.0, 153.0, 8.0, label);
    }
    pdf.polygon(&[(310.0, 180.0), (320.0, 180.0), (315.0, 189.0)], BLUE, true);
    words(&mut pdf, &[(238.0, 180.0, "旧い井戸の休止")]);
    pdf.polygon(&[(230.0, 222.0), (240.0, 222.0), (235.0, 231.0)], BLUE, true);
    words(&mut pdf, &[(244.0, 222.0, "料金の条例の議決")]);
    insta::assert_snapshot!("half_years_and_points", seen(pdf));
}
