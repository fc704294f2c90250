//! Slides: roadmaps with painted titles between the rows, trees of boxes, boards of cards.

use super::*;

/// Titles painted over all columns, and who does it on a line of its own below each name.
fn banded(heads: [&str; 5]) -> Pdf {
    let mut pdf = page();
    for (n, name) in heads.iter().enumerate() {
        pdf.fill((year(n) + 1.0, 120.0, WIDE - 2.0, 24.0), PALE);
        centred(&mut pdf, year(n), year(n + 1), 127.0, 8.0, name);
    }
    let mut top = 150.0;
    let groups: [(&str, &[usize]); 2] = [("安心｜施策1　水源の保全", &[0, 1]), ("信頼｜施策2　窓口と料金", &[2, 3])];
    for (title, rows) in groups {
        pdf.fill((50.0, top, year(5) - 50.0, 14.0), DARK);
        pdf.text(58.0, top + 3.0, 8.0, title);
        top += 18.0;
        for &n in rows {
            pdf.text(56.0, top + 1.0, 9.0, NAMES[n]);
            pdf.text(56.0, top + 13.0, 6.0, ["担当：施設課", "担当：施設課、工務課", "担当：工務課", "担当：料金課"][n]);
            for (_, from, to, words) in STEPS.iter().filter(|step| step.0 == n) {
                chevron(&mut pdf, year(*from) + 2.0, year(to + 1) - 2.0, top + 2.0, BLUE);
                centred(&mut pdf, year(*from), year(to + 1), top + 6.0, 8.0, words);
            }
            top += 22.0;
        }
    }
    pdf
}

#[test]
fn titles_painted_between_rows_that_name_their_owners() {
    seen!("bands", banded(["2026", "2027", "2028", "2029", "2030"]));
}

#[test]
fn the_years_of_a_slide_in_other_forms() {
    let steps =
        |heads| read_again("bands_other", banded(heads)).lines().filter(|l| l.starts_with("  北山")).map(str::to_owned).collect::<Vec<_>>();
    let western = steps(["2026", "2027", "2028", "2029", "2030"]);
    assert_eq!(western.len(), 2, "{western:?}");
    assert_eq!(steps(["R8", "R9", "R10", "R11", "R12"]), western);
    assert_eq!(steps(["令和8", "令和9", "令和10", "令和11", "令和12"]), western);
}

/// Boxes of a column: left and right edge, and for each its top, bottom and words.
fn column(pdf: &mut Pdf, (x0, x1): (f32, f32), boxes: &[(f32, f32, &str)]) {
    for (top, bottom, words) in boxes {
        pdf.fill((x0, *top, x1 - x0, bottom - top), PALE);
        let lines: Vec<&str> = words.lines().collect();
        for (n, line) in lines.iter().enumerate() {
            let y = (top + bottom) / 2.0 - 6.0 * lines.len() as f32 + 12.0 * n as f32 + 1.5;
            centred(pdf, x0, x1, y, 9.0, line);
        }
    }
}

/// A tree of three tiers under heads.
#[test]
fn a_tree_of_boxes_under_heads() {
    let mut pdf = page();
    for (x, head) in [(80.0, "基本目標"), (215.0, "施策"), (420.0, "主な取組")] {
        pdf.text(x, 120.0, 9.0, head);
    }
    column(&mut pdf, (50.0, 160.0), &[(140.0, 206.0, "安心\n水源を守り続ける"), (214.0, 246.0, "信頼\n頼れる窓口をつくる")]);
    column(
        &mut pdf,
        (172.0, 300.0),
        &[(140.0, 170.0, "施策1　水源の保全"), (176.0, 206.0, "施策2　検査の充実"), (214.0, 246.0, "施策3　窓口の改善")],
    );
    column(
        &mut pdf,
        (312.0, 560.0),
        &[(140.0, 170.0, "●水源林の手入れ　●井戸の改修"), (176.0, 206.0, "●検査項目の追加"), (214.0, 246.0, "●予約制の導入　●料金の案内")],
    );
    seen!("tree", pdf);
}

/// One more tier, and heads that are boxes themselves.
#[test]
fn a_tree_of_four_tiers_with_heads_in_boxes() {
    let mut pdf = page();
    let heads = [((50.0, 130.0), "基本方針"), ((142.0, 242.0), "基本目標"), ((254.0, 364.0), "施策"), ((376.0, 570.0), "取組")];
    for (edges, head) in heads {
        column(&mut pdf, edges, &[(110.0, 130.0, head)]);
    }
    column(&mut pdf, heads[0].0, &[(140.0, 206.0, "澄んだ水"), (214.0, 246.0, "近い水道")]);
    column(&mut pdf, heads[1].0, &[(140.0, 206.0, "水源を守る"), (214.0, 246.0, "窓口を開く")]);
    column(&mut pdf, heads[2].0, &[(140.0, 170.0, "水源の保全"), (176.0, 206.0, "検査の充実"), (214.0, 246.0, "窓口の改善")]);
    column(&mut pdf, heads[3].0, &[(140.0, 170.0, "水源林の手入れ"), (176.0, 206.0, "検査項目の追加"), (214.0, 246.0, "予約制の導入")]);
    seen!("tree_of_four", pdf);
}

/// Cards of one form in two rows: a name with its unit over figures of three years.
#[test]
fn a_board_of_cards() {
    let mut pdf = page();
    let cards = [
        ("漏水の発見件数（件）", ["120", "150", "180以上"]),
        ("管路の更新率（％）", ["0.6", "0.9", "1.2"]),
        ("研修の参加者数（人）", ["40", "55", "70"]),
        ("出前講座の回数（回）", ["8", "10", "12"]),
    ];
    for (n, (name, figures)) in cards.iter().enumerate() {
        let (x, y) = (50.0 + 260.0 * (n % 2) as f32, 110.0 + 100.0 * (n / 2) as f32);
        pdf.polygon(&[(x, y), (x + 240.0, y), (x + 240.0, y + 86.0), (x, y + 86.0)], DARK, false);
        pdf.fill((x, y, 240.0, 22.0), BLUE);
        pdf.text(x + 8.0, y + 6.0, 10.0, name);
        for (k, (head, year)) in [("現状", "2024(R6)"), ("中間目標", "2030(R12)"), ("最終目標", "2035(R17)")].iter().enumerate() {
            let (from, to) = (x + 10.0 + 80.0 * k as f32, x + 70.0 + 80.0 * k as f32);
            centred(&mut pdf, from, to, y + 30.0, 7.0, head);
            centred(&mut pdf, from, to, y + 40.0, 7.0, year);
            centred(&mut pdf, from, to, y + 58.0, 14.0, figures[k]);
            if k < 2 {
                pdf.text(to + 6.0, y + 50.0, 8.0, "▶");
            }
        }
    }
    seen!("board", pdf);
}
