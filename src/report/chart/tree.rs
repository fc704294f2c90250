//! The plan as a tree: tiers from left to right, a node level with the first of what is below it, joined by lines.
//!
//! A slice for each row of boxes below the plan's name, so that print breaks between rows; the lines go on over the break.

use std::fmt::Write as _;

use super::{WIDTH, escape, fitted, sliced, wrapped};
use crate::report::Lang;
use crate::report::view::{Speech, Tree, TreeChart};

/// Room left of the first tier for the line that joins it.
const LEFT: f64 = 16.0;
const GAP: f64 = 24.0;
const HEAD: f64 = 32.0;
/// Height of a line of a name, and its letters.
const LINE: (f64, f64) = (15.0, 12.0);
/// Height of the line of level or sections, and its letters.
const SMALL: (f64, f64) = (13.0, 10.5);
/// Above and below a box.
const SPACE: f64 = 3.0;
/// Where lines meet a box, from the top of its row.
const JOINT: f64 = 15.0;
/// More rows are left to the table.
const MOST: usize = 400;
/// Deeper tiers are left to the table.
const DEEPEST: usize = 7;

/// A row of boxes, and the lines around them.
#[derive(Default)]
struct Row<'a> {
    /// Tier, from 0, and node.
    boxes: Vec<(usize, &'a Tree)>,
    /// Lines before a tier: where the upright part begins and ends in this row, and whether it leads to a box.
    lines: Vec<Joint>,
}

struct Joint {
    tier: usize,
    from_top: bool,
    to_bottom: bool,
    to_box: bool,
}

/// The drawing; `None` for a tree of one node or one too deep to be looked at.
pub(super) fn draw(chart: &TreeChart, lang: Lang) -> Option<String> {
    let tiers = depth(&chart.root);
    if tiers == 0 || tiers > DEEPEST {
        return None;
    }
    let mut rows = vec![Row::default()];
    place(&chart.root, 0, &mut rows);
    #[allow(clippy::cast_precision_loss)] // a few tiers
    let step = (WIDTH - LEFT + GAP) / tiers as f64;
    let left = rows.len().saturating_sub(MOST);
    let slices: Vec<(String, f64)> = rows.iter().take(MOST).map(|row| slice(row, step)).collect();
    let head = format!(
        r#"<rect class="tier" x="1" y="1" width="{:.1}" height="{:.1}"/><text class="name" x="8" y="19">{}</text><path class="grid" d="M{:.1} {:.1}V{HEAD}"/>"#,
        WIDTH - 2.0,
        HEAD - 6.0,
        escape(&fitted(&chart.root.name, WIDTH - 16.0, LINE.1)),
        LEFT / 2.0,
        HEAD - 5.0
    );
    let rest = (left > 0).then(|| Speech(lang).fill("view.more_in_table", &[("n", &left.to_string())]));
    Some(sliced("tree-chart", &chart.title, &(head, HEAD), &slices, rest))
}

/// Tiers below a node.
fn depth(tree: &Tree) -> usize {
    tree.below.iter().map(|t| 1 + depth(t)).max().unwrap_or(0)
}

/// Puts what is below a node into rows, the first into the last row; `tier` is that of what is below.
fn place<'a>(node: &'a Tree, tier: usize, rows: &mut Vec<Row<'a>>) {
    let first = rows.len() - 1;
    let mut starts = Vec::new();
    for (n, child) in node.below.iter().enumerate() {
        if n > 0 {
            rows.push(Row::default());
        }
        let at = rows.len() - 1;
        starts.push(at);
        rows[at].boxes.push((tier, child));
        place(child, tier + 1, rows);
    }
    let Some(&last) = starts.last() else { return };
    for (at, row) in rows.iter_mut().enumerate().take(last + 1).skip(first) {
        // The name of the plan stands above the first tier, every other node beside the first of those below it.
        let from_top = at > first || tier == 0;
        row.lines.push(Joint { tier, from_top, to_bottom: at < last, to_box: starts.contains(&at) });
    }
}

/// One row with its height.
fn slice(row: &Row<'_>, step: f64) -> (String, f64) {
    #[allow(clippy::cast_precision_loss)] // a few tiers
    let x_of = |tier: usize| LEFT + step * tier as f64;
    let width = step - GAP;
    let texts: Vec<(Vec<String>, String)> = row
        .boxes
        .iter()
        .map(|(_, node)| {
            let small = if node.owners.is_empty() { node.level.clone() } else { node.owners.join("、") };
            (wrapped(&node.name, width - 12.0, LINE.1, 3), fitted(&small, width - 12.0, SMALL.1))
        })
        .collect();
    #[allow(clippy::cast_precision_loss)] // a few lines
    let tall = |(names, small): &(Vec<String>, String)| names.len() as f64 * LINE.0 + if small.is_empty() { 0.0 } else { SMALL.0 } + 7.0;
    let high = texts.iter().map(tall).fold(0.0, f64::max) + 2.0 * SPACE;
    let mut svg = String::from(r#"<path class="grid" fill="none" d=""#);
    for line in &row.lines {
        let x = x_of(line.tier) - if line.tier == 0 { LEFT } else { GAP } / 2.0;
        let (top, bottom) = (if line.from_top { -0.5 } else { JOINT }, if line.to_bottom { high + 0.5 } else { JOINT });
        let _ = write!(svg, "M{x:.1} {top:.1}V{bottom:.1}");
        if line.to_box {
            let _ = write!(svg, "M{x:.1} {JOINT}H{:.1}", x_of(line.tier));
        }
        if !line.from_top {
            let _ = write!(svg, "M{:.1} {JOINT}H{x:.1}", x - GAP / 2.0);
        }
    }
    svg.push_str(r#""/>"#);
    for ((tier, node), text) in row.boxes.iter().zip(&texts) {
        draw_box(&mut svg, node, text, (x_of(*tier), width, tall(text)));
    }
    (svg, high)
}

fn draw_box(svg: &mut String, node: &Tree, (names, small): &(Vec<String>, String), (x, width, tall): (f64, f64, f64)) {
    let _ = write!(
        svg,
        r#"<rect class="{}" x="{x:.1}" y="{SPACE:.1}" width="{width:.1}" height="{tall:.1}"><title>{}</title></rect><text class="name">"#,
        if node.below.is_empty() { "leaf" } else { "tier" },
        escape(&node.name)
    );
    let mut y = SPACE;
    for name in names {
        y += LINE.0;
        let _ = write!(svg, r#"<tspan x="{:.1}" y="{y:.1}">{}</tspan>"#, x + 6.0, escape(name));
    }
    svg.push_str("</text>");
    if !small.is_empty() {
        let _ = write!(svg, r#"<text class="tick" x="{:.1}" y="{:.1}">{}</text>"#, x + 6.0, y + SMALL.0, escape(small));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(name: &str) -> Tree {
        Tree { name: name.into(), owners: vec!["浄水課".into()], ..Tree::default() }
    }

    #[test]
    fn every_node_is_drawn_once() {
        let root = Tree { name: "<計画>".into(), below: vec![leaf("施策1"), leaf("施策2")], ..Tree::default() };
        let svg = draw(&TreeChart { title: "体系".into(), root }, Lang::Ja).unwrap();
        assert_eq!(svg.matches("<rect").count(), 3);
        assert!(svg.contains("&lt;計画&gt;") && svg.contains("浄水課"));
    }

    #[test]
    fn lines_lead_from_a_node_to_each_below_it() {
        let goal = |name: &str, below| Tree { name: name.into(), below, ..Tree::default() };
        let root = goal("計画", vec![goal("目標1", vec![leaf("a"), leaf("b")]), goal("目標2", vec![leaf("c")])]);
        let mut rows = vec![Row::default()];
        place(&root, 0, &mut rows);
        let of = |row: &Row<'_>| {
            let boxes: Vec<String> = row.boxes.iter().map(|(tier, node)| format!("{tier}{}", node.name)).collect();
            let lines: Vec<String> = row
                .lines
                .iter()
                .map(|l| format!("{}{}{}{}", l.tier, u8::from(l.from_top), u8::from(l.to_bottom), u8::from(l.to_box)))
                .collect();
            (boxes.join(" "), lines.join(" "))
        };
        let all: Vec<(String, String)> = rows.iter().map(of).collect();
        let expected = [("0目標1 1a", "1011 0111"), ("1b", "1101 0110"), ("0目標2 1c", "1001 0101")];
        assert_eq!(all, expected.map(|(boxes, lines)| (boxes.to_owned(), lines.to_owned())));
    }

    #[test]
    fn a_single_node_is_no_picture() {
        assert!(draw(&TreeChart::default(), Lang::Ja).is_none());
    }
}
