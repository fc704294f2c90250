//! Rulings put in order: pieces of one line joined, lines that cross gathered into components.

use super::shapes::Ruling;
use crate::model::Rect;

/// Lines whose distance is at most this, in points, are one line (double rules, borders drawn by both neighbours).
pub(super) const SAME: f32 = 3.0;
/// A line that ends this near another, in points, touches it.
pub(super) const TOUCH: f32 = 3.0;
/// More lines than this in one direction are a drawing, not tables.
const MAX_RULINGS: usize = 4_000;

/// Lines that belong together because they cross or touch.
#[derive(Debug, Default, Clone)]
pub(super) struct Component {
    /// Horizontal lines.
    pub(super) horizontal: Vec<Ruling>,
    /// Vertical lines.
    pub(super) vertical: Vec<Ruling>,
}

/// What the upright lines of a component lie in.
pub(super) fn extent(component: &Component) -> Option<Rect> {
    let (first, rest) = component.vertical.split_first()?;
    let start = Rect::new(first.at, first.from, first.at, first.to);
    Some(rest.iter().fold(start, |all, v| all.union(&Rect::new(v.at, v.from, v.at, v.to))))
}

/// Joins pieces that lie on one line and meet.
pub(super) fn joined(mut rulings: Vec<Ruling>) -> Vec<Ruling> {
    rulings.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Ruling> = Vec::new();
    let mut start = 0;
    while start < rulings.len() {
        let mut end = start + 1;
        while end < rulings.len() && rulings[end].at - rulings[start].at < 0.9 {
            end += 1;
        }
        let mut row = rulings[start..end].to_vec();
        row.sort_by(|a, b| a.from.total_cmp(&b.from));
        for piece in row {
            match out.last_mut() {
                Some(last) if (last.at - piece.at).abs() < 0.9 && piece.from - last.to <= gap(last, &piece) => {
                    last.to = last.to.max(piece.to);
                    last.width = last.width.max(piece.width);
                    last.dashed |= piece.length() < 6.0 && last.dashed;
                }
                _ => out.push(piece),
            }
        }
        start = end;
    }
    out
}

/// The widest gap between two pieces of one line; the dashes of a dashed line stand further apart.
fn gap(a: &Ruling, b: &Ruling) -> f32 {
    if a.length().min(b.length()) < 8.0 { 4.0 } else { 2.0 }
}

/// Whether there are too many lines to be tables.
pub(super) fn too_many(horizontal: &[Ruling], vertical: &[Ruling]) -> bool {
    horizontal.len() > MAX_RULINGS || vertical.len() > MAX_RULINGS
}

/// Gathers lines that cross. None where there are too many lines to be tables.
pub(super) fn components(horizontal: &[Ruling], vertical: &[Ruling]) -> Vec<Component> {
    if too_many(horizontal, vertical) {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..vertical.len()).collect();
    order.sort_by(|&a, &b| vertical[a].at.total_cmp(&vertical[b].at));
    let mut sets = Sets::new(horizontal.len() + vertical.len());
    for (i, h) in horizontal.iter().enumerate() {
        let first = order.partition_point(|&k| vertical[k].at < h.from - TOUCH);
        for &k in order[first..].iter().take_while(|&&k| vertical[k].at <= h.to + TOUCH) {
            if (vertical[k].from - TOUCH..=vertical[k].to + TOUCH).contains(&h.at) {
                sets.unite(i, horizontal.len() + k);
            }
        }
    }
    let mut by_root: std::collections::BTreeMap<usize, Component> = std::collections::BTreeMap::new();
    for (i, h) in horizontal.iter().enumerate() {
        by_root.entry(sets.root(i)).or_default().horizontal.push(*h);
    }
    for (k, v) in vertical.iter().enumerate() {
        by_root.entry(sets.root(horizontal.len() + k)).or_default().vertical.push(*v);
    }
    by_root.into_values().collect()
}

/// Disjoint sets with path halving.
struct Sets(Vec<usize>);

impl Sets {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// Takes out of a component the horizontal lines that end in the open, between the outermost vertical lines: bars and underlines.
/// Returned are the lines taken out.
pub(super) fn take_floating(component: &mut Component) -> Vec<Ruling> {
    if component.vertical.len() < 2 {
        return Vec::new();
    }
    let left = component.vertical.iter().map(|v| v.at).fold(f32::MAX, f32::min);
    let right = component.vertical.iter().map(|v| v.at).fold(f32::MIN, f32::max);
    let vertical = component.vertical.clone();
    let anchored = |x: f32, y: f32| {
        x <= left + TOUCH
            || x >= right - TOUCH
            || vertical.iter().any(|v| (v.at - x).abs() <= TOUCH && (v.from - TOUCH..=v.to + TOUCH).contains(&y))
    };
    let (kept, floating) = component.horizontal.iter().partition(|h| anchored(h.from, h.at) && anchored(h.to, h.at));
    component.horizontal = kept;
    floating
}

/// The distinct positions of lines: those nearer than [`SAME`] are one, placed at their mean weighted by length.
pub(super) fn positions(rulings: &[Ruling]) -> Vec<f32> {
    let mut sorted: Vec<(f32, f32)> = rulings.iter().map(|r| (r.at, r.length().max(0.1))).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut groups: Vec<Vec<(f32, f32)>> = Vec::new();
    for item in sorted {
        match groups.last_mut() {
            Some(group) if item.0 - group[0].0 <= SAME => group.push(item),
            _ => groups.push(vec![item]),
        }
    }
    groups.iter().map(|g| g.iter().map(|(at, w)| at * w).sum::<f32>() / g.iter().map(|(_, w)| w).sum::<f32>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ruling(at: f32, from: f32, to: f32) -> Ruling {
        Ruling { at, from, to, width: 0.5, dashed: false, color: 0 }
    }

    #[test]
    fn pieces_of_a_line_are_joined_and_separate_lines_are_not() {
        let all = joined(vec![ruling(10.0, 0.0, 50.0), ruling(10.3, 50.5, 90.0), ruling(10.0, 120.0, 150.0), ruling(30.0, 0.0, 50.0)]);
        assert_eq!(all.iter().map(|r| (r.from, r.to)).collect::<Vec<_>>(), [(0.0, 90.0), (120.0, 150.0), (0.0, 50.0)]);
    }

    #[test]
    fn two_tables_side_by_side_are_two_components() {
        let h = [ruling(0.0, 0.0, 100.0), ruling(50.0, 0.0, 100.0), ruling(0.0, 200.0, 300.0), ruling(50.0, 200.0, 300.0)];
        let v = [ruling(0.0, 0.0, 50.0), ruling(100.0, 0.0, 50.0), ruling(200.0, 0.0, 50.0), ruling(300.0, 0.0, 50.0)];
        assert_eq!(components(&h, &v).len(), 2);
    }

    #[test]
    fn a_line_that_ends_in_the_open_floats() {
        let mut c = Component {
            horizontal: vec![ruling(0.0, 0.0, 100.0), ruling(50.0, 0.0, 100.0), ruling(25.0, 10.0, 60.0)],
            vertical: vec![ruling(0.0, 0.0, 50.0), ruling(100.0, 0.0, 50.0)],
        };
        assert_eq!(take_floating(&mut c), [ruling(25.0, 10.0, 60.0)]);
        assert_eq!(c.horizontal.len(), 2);
    }
}
