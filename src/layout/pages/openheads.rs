//! Heads without upright lines over ruled columns: where each word stands over one column, the lines of the columns go on through the head.

use super::columns;
use super::rulings::{self, Component, SAME};
use super::runs::Run;
use super::shapes::Ruling;
use crate::model::Rect;

/// Fewer columns than this are told by nothing.
const COLUMNS: usize = 3;
/// A head is at most so high, in points.
const HIGHEST: f32 = 120.0;

/// Draws the upright lines that a head does without. Lines across part of the head (years under a group of years) end those below them.
pub(super) fn rule(component: &mut Component, runs: &[Run]) {
    let Some(whole) = rulings::extent(component) else { return };
    let xs: Vec<f32> = rulings::positions(&component.vertical);
    let inner: Vec<f32> = xs.iter().copied().filter(|x| whole.x0 + SAME < *x && *x < whole.x1 - SAME).collect();
    let across = |h: &&Ruling| h.from < whole.x0 + SAME && h.to > whole.x1 - SAME;
    let ys = rulings::positions(&component.horizontal.iter().filter(across).copied().collect::<Vec<_>>());
    if inner.len() + 1 < COLUMNS {
        return;
    }
    // A title may stand above the head.
    for pair in ys.windows(2).take(2) {
        let (top, bottom) = (pair[0], pair[1]);
        let crosses = |v: &Ruling| v.from < top + SAME && v.to > bottom - SAME && whole.x0 + SAME < v.at && v.at < whole.x1 - SAME;
        if bottom - top > HIGHEST || component.vertical.iter().any(crosses) {
            return;
        }
        let head = Rect::new(whole.x0, top, whole.x1, bottom);
        if let Some(lines) = missing(component, &head, &inner, runs) {
            component.vertical.extend(lines);
            return;
        }
    }
}

/// The lines that are missing in a head; `None` where its words do not tell them.
fn missing(component: &Component, head: &Rect, inner: &[f32], runs: &[Run]) -> Option<Vec<Ruling>> {
    let own: Vec<Run> = runs.iter().filter(|r| head.contains(r.rect.center())).cloned().collect();
    let words = columns::lines(&own);
    let within = |h: &&Ruling| head.y0 + SAME < h.at && h.at < head.y1 - SAME;
    let parts: Vec<&Ruling> = component.horizontal.iter().filter(within).collect();
    // Where the cell above the body begins: below the lowest line that runs over the place.
    let reaches = |x: f32, y: f32| parts.iter().any(|h| (h.at - y).abs() <= SAME && h.from <= x && x <= h.to);
    let beside = SAME + 1.0;
    let over = |x: f32, y: f32| reaches(x - beside, y) && reaches(x + beside, y);
    let from = |x: f32| parts.iter().map(|h| h.at).filter(|y| over(x, *y)).fold(head.y0, f32::max);
    let mut named = vec![false; inner.len() + 1];
    for line in &words {
        let y = line.rect.center().y;
        for piece in &line.pieces {
            if inner.iter().any(|&x| from(x) < y && piece.from < x - 1.0 && piece.to > x + 1.0) {
                return None;
            }
            if from(piece.middle()) < y {
                named[inner.partition_point(|x| *x < piece.middle())] = true;
            }
        }
    }
    let told = named.iter().filter(|n| **n).count();
    let drawn = |x: f32| Ruling { at: x, from: from(x), to: head.y1, width: 0.0, dashed: false, color: 0 };
    (told >= COLUMNS && told * 5 >= named.len() * 3).then(|| inner.iter().map(|&x| drawn(x)).collect())
}
