//! Ruled tables of kinds that are rare.

use super::*;

/// Lines around all cells of a table.
fn ruled(pdf: &mut Pdf, xs: &[f32], ys: &[f32]) {
    let (first, last) = (|edges: &[f32]| edges[0], |edges: &[f32]| edges[edges.len() - 1]);
    ys.iter().for_each(|y| pdf.line((first(xs), *y), (last(xs), *y), 0.5));
    xs.iter().for_each(|x| pdf.line((*x, first(ys)), (*x, last(ys)), 0.5));
}

/// Years under groups of years in a head without upright lines, over ruled columns.
#[test]
fn a_head_without_upright_lines() {
    let mut pdf = page();
    let (top, bottom) = (110.0, row(4) + 34.0);
    pdf.fill((50.0, top, year(5) - 50.0, 40.0), PALE);
    for y in [top, row(0), row(1), row(2), row(3), row(4), bottom] {
        pdf.line((50.0, y), (year(5), y), 0.5);
    }
    pdf.line((LEFT, 126.0), (year(5), 126.0), 0.5);
    pdf.line((year(3), top), (year(3), 126.0), 0.5);
    for x in [50.0, year(5)] {
        pdf.line((x, top), (x, bottom), 0.5);
    }
    for (from, to) in [(row(0), row(2)), (row(3), bottom)] {
        [180.0, year(0), year(1), year(2), year(3), year(4)].iter().for_each(|x| pdf.line((*x, from), (*x, to), 0.5));
    }
    centred(&mut pdf, 50.0, 180.0, 126.0, 8.0, "実現方策");
    centred(&mut pdf, 180.0, LEFT, 126.0, 8.0, "所管");
    centred(&mut pdf, year(0), year(3), 114.0, 8.0, "前期");
    centred(&mut pdf, year(3), year(5), 114.0, 8.0, "後期");
    for n in 0..5 {
        centred(&mut pdf, year(n), year(n + 1), 128.0, 8.0, &format!("{}", 2026 + n));
        centred(&mut pdf, year(n), year(n + 1), 138.0, 6.0, &format!("（R{}）", 8 + n));
    }
    pdf.text(56.0, row(2) + 12.0, 9.0, "目標2　強い水道");
    for (n, name, from, to, words) in [
        (0, "方策1　水質の監視", 0, 1, "調査"),
        (1, "方策2　台帳の整備", 0, 4, "運用"),
        (3, "方策3　池の補強", 1, 2, "設計"),
        (4, "方策4　管の更新", 3, 4, "工事"),
    ] {
        pdf.text(56.0, row(n) + 12.0, 9.0, name);
        pdf.text(188.0, row(n) + 12.0, 9.0, "浄水課");
        pdf.fill((year(from) + 2.0, row(n) + 9.0, WIDE * (to + 1 - from) as f32 - 4.0, 14.0), BLUE);
        centred(&mut pdf, year(from), year(to + 1), row(n) + 12.0, 8.0, words);
    }
    seen!("open_head", pdf);
}

#[test]
fn words_turned_upward_in_cells() {
    let mut pdf = page();
    ruled(&mut pdf, &[50.0, 80.0, 260.0, 340.0, 420.0], &[100.0, 160.0, 185.0, 210.0]);
    pdf.line((50.0, 185.0), (80.0, 185.0), 0.5);
    for (x, words) in [(295.0, "令和8年度"), (375.0, "令和9年度")] {
        pdf.text_up(x, 156.0, 9.0, words);
    }
    pdf.text_up(60.0, 150.0, 9.0, "番号");
    pdf.text(120.0, 126.0, 9.0, "取組");
    for (n, name) in ["水質検査の充実", "水源の調査"].iter().enumerate() {
        let y = 168.0 + 25.0 * n as f32;
        pdf.text(60.0, y, 9.0, &format!("{}", n + 1));
        pdf.text(86.0, y, 9.0, name);
        pdf.text(285.0, y, 9.0, "設計");
        pdf.text(365.0, y, 9.0, "実施");
    }
    seen!("turned_words", pdf);
}

#[test]
fn two_tables_side_by_side() {
    let mut pdf = page();
    for (x, head, rows) in [
        (50.0, ["取組", "担当課"], [["水質検査の充実", "浄水課"], ["水源の調査", "総務課"]]),
        (320.0, ["項目", "時期"], [["審議会の開催", "毎年度"], ["計画の見直し", "令和12年度"]]),
    ] {
        ruled(&mut pdf, &[x, x + 130.0, x + 230.0], &[110.0, 130.0, 150.0, 170.0]);
        for (n, row) in [head].iter().chain(&rows).enumerate() {
            row.iter().enumerate().for_each(|(col, words)| pdf.text(x + 6.0 + 130.0 * col as f32, 115.0 + 20.0 * n as f32, 9.0, words));
        }
    }
    seen!("side_by_side", pdf);
}
