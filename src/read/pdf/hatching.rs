//! The way of the strokes in a small picture: along the strokes the picture stays the same, so that lines of points laid in their way differ from
//! each other as much as single points do.

use crate::model::Hatch;

/// Points of the picture to a side.
pub(super) const SIDE: usize = 48;
/// Ways that are tried, in equal steps of half a turn.
const WAYS: usize = 36;
/// Shorter lines of points say little.
const SHORTEST: usize = SIDE / 4;
/// Strokes of one way explain this share of the differences.
const STROKES: f64 = 0.6;
/// Strokes of two ways explain this share together: fewer are dots.
const CROSSED: f64 = 0.75;
/// Two ways differ by so many steps at least.
const APART: usize = WAYS / 6;
/// Smaller differences than this, as variance of channels 0..1, are no pattern that a person sees.
const EVEN: f64 = 1e-4;

/// The mean colour and the hatch of a picture whose colour at any x and y, 0..1 with y downwards, is known.
pub(super) fn seen(color_at: impl Fn(f64, f64) -> [f32; 3]) -> ([f32; 3], Hatch) {
    let place = |i: usize| (i as f64 + 0.5) / SIDE as f64;
    let mut mean = [0.0_f64; 3];
    let mut greys = Vec::with_capacity(SIDE * SIDE);
    for (y, x) in (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (y, x))) {
        let color = color_at(place(x), place(y));
        mean.iter_mut().zip(color).for_each(|(sum, channel)| *sum += f64::from(channel));
        greys.push(color.iter().map(|&channel| f64::from(channel)).sum::<f64>() / 3.0);
    }
    (mean.map(|sum| (sum / (SIDE * SIDE) as f64) as f32), hatch(&greys))
}

/// The hatch of a picture of grey points, row by row.
fn hatch(greys: &[f64]) -> Hatch {
    let mean = greys.iter().sum::<f64>() / greys.len() as f64;
    if greys.iter().map(|grey| (grey - mean).powi(2)).sum::<f64>() / (greys.len() as f64) < EVEN {
        return Hatch::Plain;
    }
    let shares: Vec<f64> = (0..WAYS).map(|way| explained(greys, way)).collect();
    let best = |ways: &mut dyn Iterator<Item = usize>| ways.max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0);
    let first = best(&mut (0..WAYS));
    let apart = |way: &usize| (APART..=WAYS - APART).contains(&way.abs_diff(first));
    let second = best(&mut (0..WAYS).filter(apart));
    let straight = |way: usize| way.min(WAYS - way) * 8 <= WAYS || way.abs_diff(WAYS / 2) * 8 <= WAYS;
    if shares[first] >= STROKES {
        return match (first * 8 + WAYS) / (2 * WAYS) {
            1 => Hatch::Rising,
            2 => Hatch::Upright,
            3 => Hatch::Falling,
            _ => Hatch::Level,
        };
    }
    match shares[first] + shares[second] >= CROSSED {
        true if straight(first) && straight(second) => Hatch::Grid,
        true => Hatch::Lattice,
        false => Hatch::Dotted,
    }
}

/// Which share of the differences between points is left between lines of points that run in this way.
fn explained(greys: &[f64], way: usize) -> f64 {
    let angle = way as f64 / WAYS as f64 * std::f64::consts::PI;
    // Across a line that rises to the right, on a page whose y grows downwards.
    let (across_x, across_y) = (angle.sin(), angle.cos());
    let mut lines = vec![(0_usize, 0.0_f64, 0.0_f64); 3 * SIDE];
    for (i, grey) in greys.iter().enumerate() {
        let (x, y) = ((i % SIDE) as f64, (i / SIDE) as f64);
        let line = (x * across_x + y * across_y).round() + SIDE as f64;
        let (count, sum, squares) = &mut lines[line as usize];
        *count += 1;
        *sum += grey;
        *squares += grey * grey;
    }
    lines.retain(|(count, ..)| *count >= SHORTEST);
    let (count, sum, squares) = lines.iter().fold((0, 0.0, 0.0), |all, line| (all.0 + line.0, all.1 + line.1, all.2 + line.2));
    let mean = sum / count.max(1) as f64;
    let all = squares - mean * sum;
    let between: f64 = lines.iter().map(|(count, sum, _)| *count as f64 * (sum / *count as f64 - mean).powi(2)).sum();
    if all > 0.0 { between / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture with ink where the function says, in units of its side.
    fn of(ink: impl Fn(f64, f64) -> bool) -> ([f32; 3], Hatch) {
        seen(|x, y| if ink(x, y) { [0.0, 0.0, 1.0] } else { [1.0; 3] })
    }

    #[test]
    fn strokes_of_one_way() {
        let line = |at: f64| at.rem_euclid(0.25) < 0.08;
        assert_eq!(of(|_, y| line(y)).1, Hatch::Level);
        assert_eq!(of(|x, _| line(x)).1, Hatch::Upright);
        assert_eq!(of(|x, y| line(x + y)).1, Hatch::Rising);
        assert_eq!(of(|x, y| line(x - y)).1, Hatch::Falling);
        assert_eq!(of(|x, y| line(x * 0.6 + y * 0.9)).1, Hatch::Rising);
    }

    #[test]
    fn strokes_of_two_ways_dots_and_nothing() {
        let line = |at: f64| at.rem_euclid(0.25) < 0.06;
        assert_eq!(of(|x, y| line(x) || line(y)).1, Hatch::Grid);
        assert_eq!(of(|x, y| line(x + y) || line(x - y)).1, Hatch::Lattice);
        assert_eq!(of(|x, y| line(x) && line(y)).1, Hatch::Dotted);
        assert_eq!(of(|_, _| true), ([0.0, 0.0, 1.0], Hatch::Plain));
    }

    #[test]
    fn how_dense_it_is_shows_in_the_colour() {
        let [red, _, blue] = of(|x, _| x.rem_euclid(0.25) < 0.125).0;
        assert!((red - 0.5).abs() < 0.05 && blue > 0.99, "{red}");
    }
}
