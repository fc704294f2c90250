//! The tree of the plan: tiers (goals) and measures, built while the document is walked from top to bottom.
//!
//! Tier words have no fixed order over plans (施策 stands at the second, third and fourth level), so the order is learnt: the first time a
//! word appears it hangs below what is open; from then on it returns to that depth. A number that continues another (9-1 below 9) decides
//! before the order does. The same goal in an overview, a detail heading and a table is one node.

use std::collections::BTreeMap;

use crate::language::squash;
use crate::model::{Body, Evidence, Goal, Measure, Record};

/// Index of a node in the outline.
pub type NodeId = usize;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// A tier above measures.
    Goal,
    /// Something to be done.
    Measure,
    /// A section heading that may turn out to group measures; no record of its own.
    Section,
}

/// One goal or measure.
#[derive(Debug, Clone)]
pub struct Node {
    /// Goal, measure or section.
    pub kind: NodeKind,
    /// The plan's word for the tier, "" for measures without one.
    pub level: String,
    /// Number or code as printed.
    pub code: Option<String>,
    /// Bare title.
    pub title: String,
    /// The title as titles are compared: each new node is held against all others, so it is made once.
    key: String,
    /// A short word that stands for the title in tables (安心 for おいしい水の供給), "" if none.
    pub label: String,
    /// The node above.
    pub parent: Option<NodeId>,
    /// 取りまとめ sections.
    pub lead: Vec<String>,
    /// 担当 sections.
    pub owners: Vec<String>,
    /// The parts that are stated of single owners: name and word.
    pub parts: Vec<(String, String)>,
    /// 区分.
    pub category: Option<String>,
    /// Sentences under it.
    pub description: Vec<String>,
    /// 重点.
    pub priority: bool,
    /// `dropped` or `done`.
    pub status: Option<String>,
    /// Where it was found: its best place first.
    pub evidence: Vec<Evidence>,
    /// 0..1.
    pub confidence: f32,
    /// Codes of the rules that made it.
    pub reasons: Vec<String>,
}

impl Node {
    /// For each owner the part that is stated of it; empty where none is stated at all.
    fn parts_of_owners(&self) -> Vec<String> {
        let part = |owner: &String| self.parts.iter().find(|(name, _)| name == owner).map(|(_, part)| part.clone()).unwrap_or_default();
        let parts: Vec<String> = self.owners.iter().map(part).collect();
        if parts.iter().all(String::is_empty) { Vec::new() } else { parts }
    }

    /// The title as titles are compared.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// A node of this kind with a title, found by a rule.
    #[must_use]
    pub fn new(kind: NodeKind, title: &str, evidence: Evidence, confidence: f32, reason: &str) -> Self {
        Self {
            kind,
            level: String::new(),
            code: None,
            title: title.to_owned(),
            key: squash(title),
            label: String::new(),
            parent: None,
            lead: Vec::new(),
            owners: Vec::new(),
            parts: Vec::new(),
            category: None,
            description: Vec::new(),
            priority: false,
            status: None,
            evidence: vec![evidence],
            confidence,
            reasons: vec![reason.to_owned()],
        }
    }
}

/// Titles that differ by a particle or a variant of writing, never by a number.
fn nearly_same(a: &str, b: &str) -> bool {
    let numbers = |t: &str| t.chars().filter(char::is_ascii_digit).collect::<String>();
    a.chars().count() >= 8 && numbers(a) == numbers(b) && strsim::normalized_levenshtein(a, b) >= 0.9
}

/// The tree as it grows.
#[derive(Debug, Default)]
pub struct Outline {
    /// All nodes in the order of their first appearance.
    pub nodes: Vec<Node>,
    /// The open nodes from the top, goals and sections only.
    open: Vec<NodeId>,
    /// For each tier word, the word of the tier above at its first appearance.
    above: BTreeMap<String, Option<String>>,
    /// The measure that text and tables belong to now.
    pub measure: Option<NodeId>,
    /// Short words that numbered headings explain ((1) 安心：おいしい水の供給): tables name goals by them.
    pub labels: BTreeMap<String, String>,
}

impl Outline {
    /// The lowest open goal or section.
    #[must_use]
    pub fn current(&self) -> Option<NodeId> {
        self.open.last().copied()
    }

    /// Titles from the top down to the node, the node included.
    #[must_use]
    pub fn path_to(&self, node: Option<NodeId>) -> Vec<String> {
        let mut path = Vec::new();
        let mut at = node;
        while let Some(id) = at {
            path.push(self.nodes[id].title.clone());
            at = self.nodes[id].parent;
            if path.len() > self.nodes.len() {
                break; // a cycle cannot be built, but a bound costs nothing
            }
        }
        path.reverse();
        path
    }

    /// Titles above a node.
    #[must_use]
    pub fn path_above(&self, node: NodeId) -> Vec<String> {
        self.path_to(self.nodes[node].parent)
    }

    /// Opens a goal that a heading names: finds its place in the tree, joins it with a goal already known, and makes it current.
    pub fn open_goal(&mut self, mut goal: Node) -> NodeId {
        self.measure = None;
        let parent = self.parent_of(&goal);
        self.open.truncate(parent.map_or(0, |p| self.open.iter().position(|&o| o == p).map_or(self.open.len(), |i| i + 1)));
        if let Some(p) = parent.filter(|p| !self.open.contains(p)) {
            self.open = self.chain(p);
        }
        goal.parent = self.current();
        let above = goal.parent.map(|p| self.nodes[p].level.clone());
        self.above.entry(goal.level.clone()).or_insert(above);
        let id = self.add_goal(goal);
        self.open = self.chain(id);
        id
    }

    /// Adds a goal below its given parent, or finds the node that already says the same.
    pub fn add_goal(&mut self, goal: Node) -> NodeId {
        if let Some(known) = self.same_goal(&goal) {
            self.merge(known, goal);
            return known;
        }
        self.nodes.push(goal);
        self.nodes.len() - 1
    }

    /// Adds a measure below its given parent, or finds the one that already says the same there.
    pub fn add_measure(&mut self, measure: Node) -> NodeId {
        let same = self.nodes.iter().position(|n| {
            n.kind == NodeKind::Measure
                && n.key == measure.key
                && (n.code == measure.code || n.code.is_none() || measure.code.is_none())
                && (n.parent == measure.parent || n.code.is_some() && n.code == measure.code || self.same_branch(n.parent, measure.parent))
        });
        if let Some(known) = same {
            self.merge(known, measure);
            return known;
        }
        self.nodes.push(measure);
        self.nodes.len() - 1
    }

    /// The measure that a row with nothing but its name and times names again (全体の工程 after the sheets of the measures); such a row
    /// does not tell where the measure belongs.
    pub fn named_again(&self, row: &Node) -> Option<NodeId> {
        let says_more = |n: &Node| n.code.is_some() || !n.owners.is_empty() || !n.description.is_empty() || n.category.is_some();
        if says_more(row) {
            return None;
        }
        let mut same = (0..self.nodes.len()).filter(|&id| {
            let known = &self.nodes[id];
            known.kind == NodeKind::Measure && known.key == row.key && says_more(known)
        });
        same.next().filter(|_| same.next().is_none())
    }

    /// Whether one of the two places lies on the other's way to the top.
    fn same_branch(&self, a: Option<NodeId>, b: Option<NodeId>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => self.chain(a).contains(&b) || self.chain(b).contains(&a),
            _ => true,
        }
    }

    /// From the top down to the node.
    fn chain(&self, id: NodeId) -> Vec<NodeId> {
        let mut chain = vec![id];
        while let Some(parent) = self.nodes[chain[chain.len() - 1]].parent {
            if chain.contains(&parent) {
                break;
            }
            chain.push(parent);
        }
        chain.reverse();
        chain
    }

    /// Where a goal hangs: by its number, by the learnt order of its tier word, or below what is open.
    fn parent_of(&self, goal: &Node) -> Option<NodeId> {
        if let Some(parent) = self.parent_by_code(goal) {
            return Some(parent);
        }
        if let Some(depth) = self.open.iter().position(|&o| self.nodes[o].level == goal.level) {
            return depth.checked_sub(1).map(|d| self.open[d]);
        }
        match self.above.get(&goal.level) {
            Some(None) => None,
            Some(Some(word)) => self.open.iter().rev().copied().find(|&o| self.nodes[o].level == *word).or_else(|| self.current()),
            None => self.current(),
        }
    }

    /// `9-1` hangs below the goal with the number `9` of another tier.
    fn parent_by_code(&self, goal: &Node) -> Option<NodeId> {
        let code = goal.code.as_deref()?;
        let (prefix, _) = code.rsplit_once(['-', '.'])?;
        (0..self.nodes.len()).rev().find(|&n| {
            let node = &self.nodes[n];
            node.kind == NodeKind::Goal && node.level != goal.level && node.code.as_deref() == Some(prefix)
        })
    }

    /// The node that is this goal already: same words below the same parent, same number in the same tier, or its label.
    fn same_goal(&self, goal: &Node) -> Option<NodeId> {
        let wanted = &goal.key;
        let label = squash(&goal.label);
        let same_place = |n: &Node| n.parent == goal.parent || n.parent.is_none() || goal.parent.is_none();
        self.nodes.iter().position(|n| {
            n.kind == NodeKind::Goal && {
                let title = &n.key;
                let by_words = title == wanted && (same_place(n) || n.level == goal.level && n.code == goal.code && n.code.is_some());
                let by_number = n.level == goal.level
                    && n.code.is_some()
                    && n.code == goal.code
                    && n.parent == goal.parent
                    && strsim::normalized_levenshtein(title, wanted) > 0.6;
                let by_nearness = n.parent == goal.parent && n.level == goal.level && n.code == goal.code && nearly_same(title, wanted);
                let by_label = !n.label.is_empty() && squash(&n.label) == *wanted || !label.is_empty() && label == *title;
                by_words || by_number || by_nearness || by_label && same_place(n)
            }
        })
    }

    /// Takes over what the second mention knows and the first does not.
    fn merge(&mut self, known: NodeId, other: Node) {
        let node = &mut self.nodes[known];
        if node.level.is_empty() || node.kind == NodeKind::Section {
            node.level = other.level;
        }
        if !other.label.is_empty() && node.label.is_empty() {
            // The label was taken for the title before: 安心 in a table, 安心：おいしい水の供給 in a heading.
            if squash(&other.label) == node.key {
                node.title = other.title;
                node.key = other.key;
            }
            node.label = other.label;
        }
        node.code = node.code.take().or(other.code);
        node.category = node.category.take().or(other.category);
        node.status = node.status.take().or(other.status);
        node.priority |= other.priority;
        for owner in other.owners {
            if !node.owners.contains(&owner) {
                node.owners.push(owner);
            }
        }
        node.parts.extend(other.parts);
        for lead in other.lead {
            if !node.lead.contains(&lead) {
                node.lead.push(lead);
            }
        }
        // A line in a list or follow-up gives way to the fuller text where the measure has its own place.
        let length = |texts: &[String]| texts.iter().map(|t| t.chars().count()).sum::<usize>();
        if length(&other.description) > length(&node.description) {
            node.description = other.description;
        }
        if node.parent.is_none() && other.parent != Some(known) {
            let parent = other.parent;
            if !parent.is_some_and(|p| self.chain(p).contains(&known)) {
                self.nodes[known].parent = parent;
            }
        }
        let node = &mut self.nodes[known];
        node.confidence = node.confidence.max(other.confidence);
        node.evidence.extend(other.evidence);
        node.evidence.truncate(4);
    }

    /// Makes a known goal current again.
    pub fn reopen(&mut self, goal: NodeId) {
        self.measure = None;
        self.open = self.chain(goal);
    }

    /// Closes the current measure and, for a new chapter, everything that is open.
    pub fn close(&mut self) {
        self.open.clear();
        self.measure = None;
    }

    /// The record of a node, `None` for sections.
    #[must_use]
    pub fn record(&self, document: &str, id: NodeId) -> Option<Record> {
        let node = &self.nodes[id];
        let path = self.path_above(id);
        let description = (!node.description.is_empty()).then(|| node.description.concat());
        let body = match node.kind {
            NodeKind::Section => return None,
            NodeKind::Goal => Body::Goal(Goal {
                level: node.level.clone(),
                code: node.code.clone(),
                title: node.title.clone(),
                path,
                lead: node.lead.clone(),
                description,
                priority: node.priority,
            }),
            NodeKind::Measure => Body::Measure(Measure {
                code: node.code.clone(),
                title: node.title.clone(),
                path,
                category: node.category.clone(),
                owners: node.owners.clone(),
                parts: node.parts_of_owners(),
                description,
                priority: node.priority,
                status: node.status.clone(),
                themes: Vec::new(),
            }),
        };
        let mut record = Record::new(document, body, node.confidence, node.evidence.first().cloned().unwrap_or_default());
        record.evidence.extend(node.evidence.iter().skip(1).cloned());
        record.reasons.clone_from(&node.reasons);
        Some(record)
    }
}
