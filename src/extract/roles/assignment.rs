//! The best choice of one candidate for each column.
//!
//! Nothing here knows of roles: a choice is worth the scores of what is chosen, less what each pair of chosen candidates costs and what it
//! costs that a candidate stands without the company it wants. The search goes through the columns from the one with the fewest candidates
//! to the one with the most and leaves a branch when even the best candidates for all other columns cannot reach the best choice so far
//! (branch and bound). It counts its steps and keeps the best choice so far when they are used up, so a hostile table costs no more than
//! a wide one; equal tables always give equal choices.

/// Steps for the best choice.
const STEPS: usize = 20_000;
/// Steps for all margins of a table together.
const MARGIN_STEPS: usize = 40_000;
/// Of a column whose turn has not come.
const UNCHOSEN: usize = usize::MAX;

/// Candidates by column, and what speaks for and against choosing them. A candidate is named by its column and its number there.
#[derive(Debug, Clone, Default)]
pub(in crate::extract) struct Choices {
    /// Score of each candidate of each column; no column is without one.
    pub scores: Vec<Vec<f32>>,
    /// What two candidates of different columns cost when both are chosen.
    pub pairs: Vec<Pair>,
    /// What candidates cost when chosen without company.
    pub wants: Vec<Want>,
}

/// A candidate: its column and its number there.
pub(in crate::extract) type Chosen = (usize, usize);

/// Two candidates that do not go together.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Pair {
    /// The candidates.
    pub of: [Chosen; 2],
    /// What choosing both costs.
    pub cost: f32,
}

/// A candidate that wants one of others to be chosen as well.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Want {
    /// The candidate.
    pub of: Chosen,
    /// Any one of these will do.
    pub company: Vec<Chosen>,
    /// What it costs to stand without them.
    pub cost: f32,
}

/// The best choice.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::extract) struct Best {
    /// Number of the chosen candidate of each column.
    pub chosen: Vec<usize>,
    /// How much the best choice loses when this column takes another candidate; the score where it has no other.
    pub margins: Vec<f32>,
}

impl Choices {
    /// What a choice is worth.
    pub fn worth(&self, chosen: &[usize]) -> f32 {
        let is = |(col, n): Chosen| chosen[col] == n;
        let scores: f32 = chosen.iter().enumerate().map(|(col, &n)| self.scores[col][n]).sum();
        let pairs: f32 = self.pairs.iter().filter(|pair| pair.of.into_iter().all(is)).map(|pair| pair.cost).sum();
        let wants: f32 = self.wants.iter().filter(|w| is(w.of) && !w.company.iter().any(|c| is(*c))).map(|w| w.cost).sum();
        scores - pairs - wants
    }

    /// The best choice with its margins; of equal choices the first that the search finds.
    pub fn best(&self) -> Best {
        let search = Search::new(self);
        let chosen = search.run(None, STEPS);
        let worth = self.worth(&chosen);
        let open = self.scores.iter().filter(|s| s.len() > 1).count().max(1);
        let margin = |col: usize| match self.scores[col].len() {
            0 | 1 => self.scores[col].first().copied().unwrap_or_default(),
            _ => worth - self.worth(&search.run(Some((col, chosen[col])), MARGIN_STEPS / open)),
        };
        let margins = (0..self.scores.len()).map(|col| margin(col).clamp(0.0, 1.0)).collect();
        Best { chosen, margins }
    }
}

/// The open columns in the order of the search, and the costs that are known when a column is reached.
struct Search<'c> {
    choices: &'c Choices,
    /// Columns with several candidates, those with few first.
    order: Vec<usize>,
    /// Place of each column in the order; those with one candidate come before all.
    place: Vec<Option<usize>>,
    /// By column and candidate: candidates of columns before it that it does not go with, and the costs.
    against: Vec<Vec<Vec<(Chosen, f32)>>>,
    /// The wants that are decided when the column at this place of the order is chosen, because all others they speak of are before it.
    decided: Vec<Vec<&'c Want>>,
}

/// The way of a search so far.
struct Walk {
    chosen: Vec<usize>,
    best: Option<(f32, Vec<usize>)>,
    steps: usize,
    without: Option<Chosen>,
    /// The most that the columns from each place of the order on can add.
    rest: Vec<f32>,
}

impl<'c> Search<'c> {
    fn new(choices: &'c Choices) -> Self {
        let columns = choices.scores.len();
        let mut order: Vec<usize> = (0..columns).filter(|&col| choices.scores[col].len() > 1).collect();
        order.sort_by_key(|&col| (choices.scores[col].len(), col));
        let mut place = vec![None; columns];
        order.iter().enumerate().for_each(|(at, &col)| place[col] = Some(at));
        let mut against: Vec<Vec<Vec<(Chosen, f32)>>> = choices.scores.iter().map(|s| vec![Vec::new(); s.len()]).collect();
        for Pair { of: [a, b], cost } in &choices.pairs {
            let (early, late) = if place[a.0] < place[b.0] { (*a, *b) } else { (*b, *a) };
            against[late.0][late.1].push((early, *cost));
        }
        let mut decided: Vec<Vec<&Want>> = vec![Vec::new(); order.len()];
        for want in &choices.wants {
            let last = want.company.iter().chain([&want.of]).filter_map(|(col, _)| place[*col]).max();
            if let Some(last) = last {
                decided[last].push(want);
            }
        }
        Self { choices, order, place, against, decided }
    }

    /// The best choice, where one candidate is left out if that is asked.
    fn run(&self, without: Option<Chosen>, steps: usize) -> Vec<usize> {
        let most = |col: usize| self.allowed(col, without).map(|n| self.choices.scores[col][n]).fold(f32::NEG_INFINITY, f32::max);
        let mut rest = vec![0.0; self.order.len() + 1];
        for (at, &col) in self.order.iter().enumerate().rev() {
            rest[at] = rest[at + 1] + most(col);
        }
        let chosen = self.place.iter().map(|place| if place.is_some() { UNCHOSEN } else { 0 }).collect();
        let mut walk = Walk { chosen, best: None, steps, without, rest };
        self.step(0, 0.0, &mut walk);
        walk.best.map_or_else(|| vec![0; self.place.len()], |(_, chosen)| chosen)
    }

    fn allowed(&self, col: usize, without: Option<Chosen>) -> impl Iterator<Item = usize> {
        (0..self.choices.scores[col].len()).filter(move |&n| without != Some((col, n)))
    }

    fn step(&self, at: usize, worth: f32, walk: &mut Walk) {
        let Some(&col) = self.order.get(at) else {
            if walk.best.as_ref().is_none_or(|(best, _)| worth > *best) {
                walk.best = Some((worth, walk.chosen.clone()));
            }
            return;
        };
        let mut candidates: Vec<(usize, f32)> = Vec::new();
        for n in self.allowed(col, walk.without) {
            walk.chosen[col] = n;
            candidates.push((n, self.choices.scores[col][n] - self.cost(col, at, &walk.chosen)));
        }
        walk.chosen[col] = UNCHOSEN;
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (n, gain) in candidates {
            let known = walk.best.as_ref().map(|(best, _)| *best);
            // The first way down is always gone to its end.
            if known.is_some_and(|best| walk.steps == 0 || worth + gain + walk.rest[at + 1] <= best) {
                return;
            }
            walk.steps = walk.steps.saturating_sub(1);
            walk.chosen[col] = n;
            self.step(at + 1, worth + gain, walk);
            walk.chosen[col] = UNCHOSEN;
        }
    }

    /// What the candidate chosen last costs: beside those before it, and for company that can no longer come.
    fn cost(&self, col: usize, at: usize, chosen: &[usize]) -> f32 {
        let is = |(col, n): Chosen| chosen[col] == n;
        let pairs = self.against[col][chosen[col]].iter().filter(|(other, _)| is(*other)).map(|(_, cost)| *cost);
        let wants = self.decided[at].iter().filter(|want| is(want.of) && !want.company.iter().any(|c| is(*c))).map(|want| want.cost);
        pairs.sum::<f32>() + wants.sum::<f32>()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All choices, one after another.
    fn brute(choices: &Choices, without: Option<Chosen>) -> f32 {
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for (col, scores) in choices.scores.iter().enumerate() {
            let allowed = |n: &usize| without != Some((col, *n));
            all = all.iter().flat_map(|so_far| (0..scores.len()).filter(allowed).map(|n| [so_far.clone(), vec![n]].concat())).collect();
        }
        all.iter().map(|chosen| choices.worth(chosen)).fold(f32::NEG_INFINITY, f32::max)
    }

    /// Up to five columns of up to four candidates with random pairs and wants.
    fn any_choices() -> impl Strategy<Value = Choices> {
        let scores = prop::collection::vec(prop::collection::vec(0.0_f32..1.0, 1..=4), 2..=5);
        let places = || (0_usize..5, 0_usize..4);
        let pairs = prop::collection::vec((places(), places(), 0.0_f32..1.0), 0..12);
        let wants = prop::collection::vec((places(), prop::collection::vec(places(), 0..3), 0.0_f32..1.0), 0..6);
        (scores, pairs, wants).prop_map(|(scores, pairs, wants)| {
            let place = |(col, n): Chosen| {
                let col = col % scores.len();
                (col, n % scores[col].len())
            };
            let pairs = pairs.into_iter().map(|(a, b, cost)| Pair { of: [place(a), place(b)], cost }).filter(|p| p.of[0].0 != p.of[1].0);
            let pairs: Vec<Pair> = pairs.collect();
            let wants = wants
                .into_iter()
                .map(|(of, company, cost)| Want { of: place(of), company: company.into_iter().map(place).collect(), cost })
                .collect();
            Choices { pairs, wants, scores }
        })
    }

    proptest! {
        #[test]
        fn the_search_finds_what_trying_all_finds(choices in any_choices()) {
            let best = choices.best();
            let worth = brute(&choices, None);
            prop_assert!((choices.worth(&best.chosen) - worth).abs() < 1e-4);
            for (col, scores) in choices.scores.iter().enumerate().filter(|(_, scores)| scores.len() > 1) {
                let other = brute(&choices, Some((col, best.chosen[col])));
                prop_assert!((best.margins[col] - (worth - other).clamp(0.0, 1.0)).abs() < 1e-4, "{scores:?}");
            }
            prop_assert_eq!(choices.best(), best);
        }
    }

    #[test]
    fn company_turns_the_choice() {
        // Alone the second candidate of the first column is too dear; the other column can come along.
        let mut choices = Choices { scores: vec![vec![0.1, 0.6], vec![0.3, 0.2]], ..Choices::default() };
        choices.wants.push(Want { of: (0, 1), company: vec![(1, 1)], cost: 1.0 });
        assert_eq!(choices.best().chosen, [1, 1]);
        choices.pairs.push(Pair { of: [(0, 1), (1, 1)], cost: 1.0 });
        assert_eq!(choices.best().chosen, [0, 0]);
    }

    #[test]
    fn a_wide_table_comes_to_an_end() {
        let wide = 200;
        let scores = (0..wide).map(|_| vec![0.5, 0.5, 0.5, 0.4]).collect();
        let pairs = (1..wide).flat_map(|col| (0..3).map(move |n| Pair { of: [(col - 1, n), (col, n)], cost: 0.2 })).collect();
        let choices = Choices { scores, pairs, ..Choices::default() };
        assert_eq!(choices.best(), choices.best());
    }
}
