//! The goal tree of a plan with its measures as leaves.

use serde::Serialize;

use super::titles::squash;
use super::{Cite, MeasureView};
use crate::model::Goal;

/// A tier of the plan. The root has no title and holds the top tiers.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GoalNode {
    /// The plan's own word for the tier; "" where only paths of other records name it.
    pub level: String,
    /// Number or code as printed.
    pub code: Option<String>,
    /// Bare title.
    pub title: String,
    /// Sections that hold the threads.
    pub lead: Vec<String>,
    /// Running text under it.
    pub description: Option<String>,
    /// Printed as 重点.
    pub priority: bool,
    /// The goal's record; `None` where the tier is known from paths only.
    pub cite: Option<Cite>,
    /// Tiers below.
    pub goals: Vec<GoalNode>,
    /// Measures directly below: indices into the plan's measures.
    pub measures: Vec<usize>,
}

/// Builds the tree from goals and the paths of the measures, in the order of the document.
#[must_use]
pub fn goal_tree(goals: &[(Cite, Goal)], measures: &[MeasureView]) -> GoalNode {
    let mut root = GoalNode::default();
    for (cite, goal) in goals {
        let parent = node_at(&mut root, &goal.path);
        let node = match parent.goals.iter().position(|g| squash(&g.title) == squash(&goal.title)) {
            Some(i) => &mut parent.goals[i],
            None => push(parent, GoalNode { title: goal.title.clone(), ..GoalNode::default() }),
        };
        if node.cite.is_some() {
            continue; // the same goal printed again
        }
        node.level.clone_from(&goal.level);
        node.code.clone_from(&goal.code);
        node.lead.clone_from(&goal.lead);
        node.description.clone_from(&goal.description);
        node.priority = goal.priority;
        node.cite = Some(*cite);
    }
    for (i, measure) in measures.iter().enumerate() {
        node_at(&mut root, &measure.path).measures.push(i);
    }
    root
}

/// The indices of the measures in the order of the tree, from the top.
#[must_use]
pub fn tree_order(node: &GoalNode) -> Vec<usize> {
    let mut order = node.measures.clone();
    for goal in &node.goals {
        order.extend(tree_order(goal));
    }
    order
}

/// The node at a path of titles. A path that starts at a lower tier finds its place by title; unknown tiers are added.
fn node_at<'a>(root: &'a mut GoalNode, path: &[String]) -> &'a mut GoalNode {
    let Some(first) = path.first() else { return root };
    let start = squash(first);
    let route = if root.goals.iter().any(|g| squash(&g.title) == start) { Vec::new() } else { route_to(root, &start).unwrap_or_default() };
    let mut node = root;
    for i in route {
        node = &mut node.goals[i];
    }
    for title in path {
        let key = squash(title);
        node = match node.goals.iter().position(|g| squash(&g.title) == key) {
            Some(i) => &mut node.goals[i],
            None => push(node, GoalNode { title: title.clone(), ..GoalNode::default() }),
        };
    }
    node
}

/// Child positions that lead to the parent of the first node with this title, depth first.
fn route_to(node: &GoalNode, key: &str) -> Option<Vec<usize>> {
    if node.goals.iter().any(|g| squash(&g.title) == key) {
        return Some(Vec::new());
    }
    node.goals.iter().enumerate().find_map(|(i, g)| {
        let mut route = route_to(g, key)?;
        route.insert(0, i);
        Some(route)
    })
}

fn push(parent: &mut GoalNode, node: GoalNode) -> &mut GoalNode {
    let i = parent.goals.len();
    parent.goals.push(node);
    &mut parent.goals[i]
}
