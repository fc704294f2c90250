//! Titles over groups of rows that name the tier above them as well: 安心｜施策2 水源の保全.

use crate::language::squash;

use super::outline::{NodeId, NodeKind, Outline};

/// Signs between a tier and the one below it.
const SIGNS: [char; 4] = ['|', '>', '/', '»'];
/// The tier above is named in at most so many characters.
const ABOVE_CHARS: usize = 16;

/// The name of the tier above and the title itself; `words` are normalised.
pub(super) fn parted(words: &str) -> Option<(&str, &str)> {
    let (above, own) = words.rsplit_once(SIGNS)?;
    let (above, own) = (above.trim(), own.trim());
    (!above.is_empty() && !own.is_empty() && above.chars().count() <= ABOVE_CHARS).then_some((above, own))
}

/// The goal of this name or with this label, where there is one and no other.
pub(super) fn goal_named(outline: &Outline, name: &str) -> Option<NodeId> {
    let key = squash(name);
    let named = |id: &NodeId| {
        let node = &outline.nodes[*id];
        node.kind == NodeKind::Goal && (squash(&node.label) == key || squash(&node.title) == key)
    };
    let mut found = (0..outline.nodes.len()).filter(named);
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_parts_a_title_from_the_tier_above() {
        assert_eq!(parted("安心|施策2 水源の保全"), Some(("安心", "施策2 水源の保全")));
        assert_eq!(parted("方針1 > 施策2 水源の保全"), Some(("方針1", "施策2 水源の保全")));
        assert_eq!(parted("施策2 水源の保全"), None);
        assert_eq!(parted("|施策2"), None);
    }
}
