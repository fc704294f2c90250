//! One to one, best for the whole: not the first pair that fits, but the pairs whose scores add up to most.

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

/// A pair that may be one thing: places on both sides and a score 0..1.
pub type Candidate = (usize, usize, f64);

/// Beyond this many on one side of a knot of candidates only the best of each row are kept: Kuhn-Munkres takes cubic time.
const LARGEST: usize = 300;
/// How many of a row are then kept.
const KEPT: usize = 3;

/// The pairs of the best assignment, by place on the first side.
///
/// Candidates fall into knots that share no place; the best assignment of the whole is the best of each knot.
#[must_use]
pub fn assign(candidates: &[Candidate]) -> Vec<Candidate> {
    let mut pairs: Vec<Candidate> = knots(candidates).into_iter().flat_map(|knot| solve(&knot)).collect();
    pairs.sort_by_key(|&(a, b, _)| (a, b));
    pairs
}

/// Candidates that hang together by a place on either side.
fn knots(candidates: &[Candidate]) -> Vec<Vec<Candidate>> {
    let left = candidates.iter().map(|c| c.0 + 1).max().unwrap_or(0);
    let right = candidates.iter().map(|c| c.1 + 1).max().unwrap_or(0);
    let mut parent: Vec<usize> = (0..left + right).collect();
    for &(a, b, _) in candidates {
        let (x, y) = (root(&mut parent, a), root(&mut parent, left + b));
        parent[x.max(y)] = x.min(y);
    }
    let mut knots = std::collections::BTreeMap::<usize, Vec<Candidate>>::new();
    for &candidate in candidates {
        knots.entry(root(&mut parent, candidate.0)).or_default().push(candidate);
    }
    knots.into_values().collect()
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

fn solve(knot: &[Candidate]) -> Vec<Candidate> {
    let (mut rows, mut columns) = (places(knot, |c| c.0), places(knot, |c| c.1));
    if rows.len().max(columns.len()) > LARGEST {
        let thinner = best_of_rows(knot, &rows);
        if thinner.len() < knot.len() {
            return assign(&thinner);
        }
        // One knot that cannot be thinned: bounded work matters more than the last pair.
        rows.truncate(LARGEST);
        columns.truncate(LARGEST);
    }
    let size = rows.len().max(columns.len());
    let mut weights = Matrix::new(size, size, 0_i64);
    for &(a, b, score) in knot {
        if let (Ok(row), Ok(column)) = (rows.binary_search(&a), columns.binary_search(&b)) {
            weights[(row, column)] = weight(score);
        }
    }
    let (_, chosen) = kuhn_munkres(&weights);
    let taken = |&(a, b, _): &&Candidate| {
        let (Ok(row), Ok(column)) = (rows.binary_search(a), columns.binary_search(b)) else { return false };
        chosen.get(row) == Some(&column)
    };
    knot.iter().filter(taken).copied().collect()
}

fn places(knot: &[Candidate], side: fn(&Candidate) -> usize) -> Vec<usize> {
    let mut places: Vec<usize> = knot.iter().map(side).collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn best_of_rows(knot: &[Candidate], rows: &[usize]) -> Vec<Candidate> {
    let mut kept = Vec::new();
    for &row in rows {
        let mut own: Vec<Candidate> = knot.iter().filter(|c| c.0 == row).copied().collect();
        own.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.1.cmp(&b.1)));
        kept.extend(own.into_iter().take(KEPT));
    }
    kept
}

/// The cube of the score in millionths: one sure pair outweighs two poor ones.
#[allow(clippy::cast_possible_truncation)] // 0..=1e6
fn weight(score: f64) -> i64 {
    (score.clamp(0.0, 1.0).powi(3) * 1e6).round() as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_whole_decides_not_the_first_that_fits() {
        // 0 likes 0 and 1 alike; 1 has only 0.
        let pairs = assign(&[(0, 0, 0.9), (0, 1, 0.88), (1, 0, 0.85)]);
        assert_eq!(pairs, [(0, 1, 0.88), (1, 0, 0.85)]);
    }

    #[test]
    fn one_sure_pair_outweighs_two_poor_ones() {
        assert_eq!(assign(&[(0, 0, 1.0), (0, 1, 0.55), (1, 0, 0.55)]), [(0, 0, 1.0)]);
        assert!(assign(&[]).is_empty());
    }

    #[test]
    fn a_huge_knot_stays_bounded() {
        let all: Vec<Candidate> = (0..400).flat_map(|a| (0..400).map(move |b| (a, b, if a == b { 0.9 } else { 0.5 }))).collect();
        let pairs = assign(&all);
        assert!(pairs.iter().filter(|(a, b, _)| a == b).count() >= 300);
    }

    proptest! {
        #[test]
        fn every_place_is_taken_once(all in proptest::collection::vec((0_usize..8, 0_usize..8, 0.0_f64..1.0), 0..40)) {
            let mut all = all;
            all.sort_by_key(|c| (c.0, c.1));
            all.dedup_by_key(|c| (c.0, c.1));
            let pairs = assign(&all);
            let firsts: std::collections::BTreeSet<usize> = pairs.iter().map(|p| p.0).collect();
            let seconds: std::collections::BTreeSet<usize> = pairs.iter().map(|p| p.1).collect();
            prop_assert_eq!(firsts.len(), pairs.len());
            prop_assert_eq!(seconds.len(), pairs.len());
        }
    }
}
