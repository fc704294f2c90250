//! The plan as a tree: tiers from left to right, what belongs together joined by lines, sections beside the leaves.

use std::fmt::Write as _;

use super::{escape, fitted};
use crate::report::view::{Tree, TreeChart};

const BOX: f64 = 210.0;
const GAP: f64 = 26.0;
const LINE: f64 = 34.0;
/// More leaves are left to the table.
const MOST: usize = 250;
/// Deeper tiers are left to the table.
const DEEPEST: usize = 8;

/// The drawing; `None` for a tree of one node or one too large to be looked at.
pub(super) fn draw(chart: &TreeChart) -> Option<String> {
    let (leaves, depth) = (leaves(&chart.root), depth(&chart.root));
    if chart.root.below.is_empty() || leaves > MOST || depth > DEEPEST {
        return None;
    }
    #[allow(clippy::cast_precision_loss)] // a few hundred
    let (width, height) = (depth as f64 * (BOX + GAP) - GAP, leaves as f64 * LINE + 8.0);
    let mut svg = format!(
        r#"<svg class="chart tree-chart" viewBox="0 0 {width} {height}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg">"#,
        escape(&chart.title)
    );
    let mut next = 4.0;
    node(&mut svg, &chart.root, 0.0, &mut next);
    svg.push_str("</svg>");
    Some(svg)
}

fn leaves(tree: &Tree) -> usize {
    if tree.below.is_empty() { 1 } else { tree.below.iter().map(leaves).sum() }
}

fn depth(tree: &Tree) -> usize {
    tree.below.iter().map(depth).max().map_or(1, |d| d + 1)
}

/// Draws a node with what is below it and gives the height of its middle; `next` is where the next leaf goes.
fn node(svg: &mut String, tree: &Tree, x: f64, next: &mut f64) -> f64 {
    let middles: Vec<f64> = tree.below.iter().map(|t| node(svg, t, x + BOX + GAP, next)).collect();
    let middle = match (middles.first(), middles.last()) {
        (Some(first), Some(last)) => f64::midpoint(*first, *last),
        _ => {
            *next += LINE;
            *next - LINE / 2.0
        }
    };
    for m in &middles {
        let turn = x + BOX + GAP / 2.0;
        let _ = write!(svg, r#"<path class="grid" fill="none" d="M{:.1} {middle:.1}H{turn:.1}V{m:.1}H{:.1}"/>"#, x + BOX, x + BOX + GAP);
    }
    let small = if tree.owners.is_empty() { tree.level.clone() } else { tree.owners.join("、") };
    let _ = write!(
        svg,
        r#"<rect class="{}" x="{x:.1}" y="{:.1}" width="{BOX}" height="{:.1}"><title>{}</title></rect><text class="name" x="{:.1}" y="{:.1}">{}</text><text class="tick" x="{:.1}" y="{:.1}">{}</text>"#,
        if middles.is_empty() { "leaf" } else { "tier" },
        middle - LINE / 2.0 + 2.0,
        LINE - 4.0,
        escape(&tree.name),
        x + 6.0,
        if small.is_empty() { middle + 4.0 } else { middle - 1.0 },
        escape(&fitted(&tree.name, BOX - 12.0, 12.0)),
        x + 6.0,
        middle + 12.0,
        escape(&fitted(&small, BOX - 12.0, 10.5))
    );
    middle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_is_drawn_once() {
        let leaf = |name: &str| Tree { name: name.into(), owners: vec!["浄水課".into()], ..Tree::default() };
        let root = Tree { name: "<計画>".into(), below: vec![leaf("施策1"), leaf("施策2")], ..Tree::default() };
        let svg = draw(&TreeChart { title: "体系".into(), root }).unwrap();
        assert_eq!(svg.matches("<rect").count(), 3);
        assert!(svg.contains("&lt;計画&gt;") && svg.contains("浄水課"));
    }

    #[test]
    fn a_single_node_is_no_picture() {
        assert!(draw(&TreeChart::default()).is_none());
    }
}
