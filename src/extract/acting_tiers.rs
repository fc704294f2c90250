//! Tiers that are themselves what is to be done: told when the whole plan is known.

use std::collections::BTreeMap;

use crate::rules::TierPrior;

use super::outline::{Node, NodeKind};
use super::walk::Walker;

/// A tier node with at least this much text of its own is an undertaking described, not only a heading.
const DESCRIBED_CHARS: usize = 50;
/// Tiers with a word and numbers of their own, at least, before the lowest of them counts as what is undertaken.
const LOWEST: usize = 4;
/// Text of one of them, at least.
const LOWEST_TEXT: usize = 15;

impl Walker<'_> {
    /// A heading that a table lists as a measure (提案1 … in the table of schedules) is that measure and no goal.
    pub(super) fn goals_that_are_measures(&mut self) {
        self.listed_beside();
        for &id in &self.headed.clone() {
            let goal = &self.outline.nodes[id];
            let alone = !self.outline.nodes.iter().any(|n| n.parent == Some(id));
            let same = |n: &Node| n.kind == NodeKind::Measure && n.key() == goal.key() && n.parent != Some(id);
            let Some(measure) = self.outline.nodes.iter().position(same).filter(|_| alone && goal.kind == NodeKind::Goal) else { continue };
            let goal = self.outline.nodes[id].clone();
            self.outline.nodes[id].kind = NodeKind::Section;
            let node = &mut self.outline.nodes[measure];
            node.parent = goal.parent;
            if node.description.is_empty() {
                node.description = goal.description;
            }
            node.evidence.insert(0, goal.evidence.first().cloned().unwrap_or_default());
        }
    }

    /// 取組3 … is the last of its headings, and a table below it lists them all: the rows stand beside the heading, not under it.
    fn listed_beside(&mut self) {
        for &id in &self.headed {
            let nodes = &self.outline.nodes;
            let heading = |n: &Node| {
                self.headed
                    .iter()
                    .any(|&h| nodes[h].key() == n.key() && nodes[h].level == nodes[id].level && nodes[h].parent == nodes[id].parent)
            };
            let rows: Vec<usize> = (0..nodes.len()).filter(|&n| nodes[n].parent == Some(id)).collect();
            let own = rows.iter().any(|&row| nodes[row].key() == nodes[id].key());
            if own && rows.iter().all(|&row| nodes[row].kind == NodeKind::Measure && heading(&nodes[row])) {
                let above = nodes[id].parent;
                rows.iter().for_each(|&row| self.outline.nodes[row].parent = above);
            }
        }
    }

    /// The lowest tier that headings name, with text of its own and no measures of text below it, is itself what is to be done.
    pub(super) fn described_tiers(&mut self) {
        for &id in &self.headed.clone() {
            let node = &self.outline.nodes[id];
            let length: usize = node.description.iter().map(|d| d.chars().count()).sum();
            let has_children = self.headed.iter().any(|&c| self.outline.nodes[c].parent == Some(id));
            let has_measures = self
                .outline
                .nodes
                .iter()
                .any(|n| n.kind == NodeKind::Measure && n.parent == Some(id) && !n.reasons.iter().any(|r| r == "measure_column"));
            // 提案3 …, 取組2-1 … below a tier: the word itself says that it is to be done.
            let is_measure = self.rules.tiers.prior(&node.level) == Some(TierPrior::Measure) && node.parent.is_some();
            // 旗印1-1-1 over a table whose rows name sections of their own: those behind the word that only this plan has lead them.
            let owned = |n: &Node| n.kind == NodeKind::Measure && n.parent == Some(id) && !n.owners.is_empty();
            if self.rules.tiers.prior(&node.level).is_none() && self.outline.nodes.iter().any(owned) {
                let led = std::mem::take(&mut self.outline.nodes[id].owners);
                self.led_by(id, led);
                continue;
            }
            let acts = self.acting.contains(&id);
            if (is_measure && length > 0 || acts) && node.kind == NodeKind::Goal && !has_children && !has_measures {
                self.outline.nodes[id].kind = NodeKind::Measure;
                self.outline.nodes[id].reasons = vec!["measure_tier".to_owned()];
                continue;
            }
            if node.kind != NodeKind::Goal
                || length < DESCRIBED_CHARS
                || has_children
                || has_measures
                || self.rules.tiers.prior(&node.level) == Some(TierPrior::Goal)
                || node.code.is_some()
            {
                continue;
            }
            let mut measure = node.clone();
            measure.kind = NodeKind::Measure;
            measure.reasons = vec!["described_tier".to_owned()];
            measure.confidence = 0.8;
            self.outline.add_measure(measure);
        }
    }

    /// 基本施策Ⅰ-1 > 施策の方向(1) > 方策1 with text of its own: where nothing else is said to be done, the lowest of three tiers is it,
    /// whatever its word.
    pub(super) fn lowest_tiers(&mut self) {
        let text = |n: &Node| n.kind == NodeKind::Measure && !n.reasons.iter().any(|r| r == "measure_column");
        if self.outline.nodes.iter().any(text) {
            return;
        }
        let mut levels: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &id in self.headed.iter().filter(|&&id| self.outline.nodes[id].code.is_some()) {
            levels.entry(&self.outline.nodes[id].level).or_default().push(id);
        }
        let nodes = &self.outline.nodes;
        let deep = |id: &usize| nodes[*id].parent.is_some_and(|parent| nodes[parent].parent.is_some());
        let leaf = |id: &usize| !nodes.iter().any(|n| n.parent == Some(*id));
        let told = |id: &&usize| nodes[**id].description.iter().map(|d| d.chars().count()).sum::<usize>() >= LOWEST_TEXT;
        let lowest = |ids: &Vec<usize>| {
            ids.len() >= LOWEST && ids.iter().all(|id| deep(id) && leaf(id)) && ids.iter().filter(told).count() * 4 >= ids.len() * 3
        };
        let found: Vec<usize> = levels.into_values().filter(lowest).flatten().collect();
        for id in found {
            self.outline.nodes[id].kind = NodeKind::Measure;
            self.outline.nodes[id].reasons = vec!["measure_tier".to_owned()];
            self.outline.nodes[id].confidence = 0.8;
        }
    }
}
